//! The pages that a file or another change changes.

use crate::domain::List;
use crate::domain::wording::size;
use crate::effect::Effect;
use crate::effect::rehearsal::Rehearsal;
use crate::import::Report;
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
    let own = report.content.list().map_or(&OF_FIGURES[..], of_list);
    linked(&effect.around, own)
}

/// The pages that a change changes: the same.
pub fn pages_after(rehearsal: &Rehearsal) -> Pages {
    let mut own = Vec::new();
    if rehearsal.has_figures {
        own.extend(OF_FIGURES);
    }
    own.extend(
        rehearsal.report.version.contents.lists.iter().flat_map(|counts| of_list(counts.list)),
    );
    if !rehearsal.report.decided.is_empty() {
        own.extend(of_list(List::Sources));
    }
    linked(&rehearsal.effect, &own)
}

type Named = (&'static str, &'static str);

const OF_FIGURES: [Named; 3] =
    [("/", "Nasional"), ("/peringkat", "Peringkat"), ("/mutu", "Mutu data")];

fn of_list(list: List) -> &'static [Named] {
    match list {
        List::Targets => &[("/target", "Target")],
        List::Funding => &[("/pendanaan", "Pendanaan")],
        List::Regulations => &[("/regulasi", "Regulasi")],
        List::Sources => &[("/sumber", "Sumber")],
        List::Regions => &[],
    }
}

fn linked(effect: &Effect, own: &[Named]) -> Pages {
    let regions = effect.about.iter().map(|(code, name)| (region_path(code), name.clone()));
    let mut links: Vec<(String, String)> = regions.collect();
    let more = effect.own_regions.saturating_sub(links.len());
    for (path, name) in own {
        if !links.iter().any(|(own, _)| own == path) {
            links.push(((*path).to_owned(), (*name).to_owned()));
        }
    }
    let more = if more > 0 { format!("{} wilayah lainnya", size(more)) } else { String::new() };
    Pages { links, more }
}
