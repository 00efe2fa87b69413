//! The pages that a file or another change changes.

use super::Effect;
use crate::domain::{List, RegionCode};

/// Pages by path and name, those of regions apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// Those of the regions that it is about, by code.
    pub regions: Vec<(String, String)>,
    /// How many more of these there are.
    pub more: usize,
    /// Those of the regions above them, then those that list regions.
    pub others: Vec<(String, String)>,
}

/// Path and name of a page that lists regions.
pub type Named = (&'static str, &'static str);

/// Those that show figures.
pub const OF_FIGURES: [Named; 2] = [("/peringkat", "Peringkat"), ("/mutu", "Mutu data")];

/// That of a list.
pub fn of_list(list: List) -> &'static [Named] {
    match list {
        List::Targets => &[("/target", "Target")],
        List::Funding => &[("/pendanaan", "Pendanaan")],
        List::Regulations => &[("/regulasi", "Regulasi")],
        List::Sources => &[("/sumber", "Sumber")],
        List::Regions => &[],
    }
}

/// The pages of an effect: those of its regions, and `own`.
pub fn pages(effect: &Effect, own: &[Named]) -> Pages {
    let nation = RegionCode::nation();
    let page = |(code, name): &(RegionCode, String)| {
        if *code == nation {
            ("/".to_owned(), "Nasional".to_owned())
        } else {
            (format!("/wilayah/{code}"), name.clone())
        }
    };
    let regions: Vec<_> = effect.about.iter().map(page).collect();
    let mut others: Vec<_> = effect.above.iter().map(page).collect();
    for (path, name) in own {
        if !others.iter().chain(&regions).any(|(known, _)| known == path) {
            others.push(((*path).to_owned(), (*name).to_owned()));
        }
    }
    Pages { more: effect.own_regions.saturating_sub(regions.len()), regions, others }
}

/// The paths of the pages of regions: of those that it is about, then of those above them.
pub fn paths(effect: &Effect) -> Vec<String> {
    let Pages { regions, others, .. } = pages(effect, &[]);
    regions.into_iter().chain(others).map(|(path, _)| path).collect()
}
