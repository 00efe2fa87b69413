//! The pages that a file changes.

use super::size_of;
use crate::import::{Content, Report};
use crate::web::view::region_path;

/// Pages that a file changes.
#[derive(Default)]
pub struct Pages {
    /// Address and name of each.
    pub links: Vec<(String, String)>,
    /// How many other regions there are, in words; empty for none.
    pub more: String,
}

/// The pages that a file changes: those of its regions first, then those of lists.
pub fn pages(report: &Report) -> Pages {
    let effect = &report.effect;
    if effect.new + effect.changed == 0 {
        return Pages::default();
    }
    let regions = effect.around.about.iter().map(|(code, name)| (region_path(code), name.clone()));
    let mut links: Vec<(String, String)> = regions.collect();
    let more = effect.around.own_regions.saturating_sub(links.len());
    let lists: &[(&str, &str)] = match report.content {
        Content::Figures => {
            &[("/", "Nasional"), ("/peringkat", "Peringkat"), ("/mutu", "Mutu data")]
        }
        Content::Targets => &[("/target", "Target")],
        Content::Funding => &[("/pendanaan", "Pendanaan")],
        Content::Regulations => &[("/regulasi", "Regulasi")],
        Content::Sources => &[("/sumber", "Sumber")],
        Content::Regions => &[],
    };
    for (path, name) in lists {
        if !links.iter().any(|(own, _)| own == path) {
            links.push(((*path).to_owned(), (*name).to_owned()));
        }
    }
    let more = if more > 0 { format!("{} wilayah lainnya", size_of(more)) } else { String::new() };
    Pages { links, more }
}
