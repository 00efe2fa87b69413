//! The pages that a file or another change changes, and what it does to them.

use crate::domain::List;
use crate::domain::wording::size;
use crate::effect::pages::{self, Named, OF_FIGURES, of_list};
use crate::effect::rehearsal::Rehearsal;
use crate::import::{Report, told};

/// Pages that a file changes.
#[derive(Default)]
pub struct Pages {
    /// Address and name of those of its regions.
    pub regions: Vec<(String, String)>,
    /// How many other regions there are, in words; empty for none.
    pub more: String,
    /// How many regions there are, where so many are folded away; empty for few.
    pub folded: String,
    /// Address and name of all others.
    pub others: Vec<(String, String)>,
}

/// Pages of regions that stand in one line.
const IN_LINE: usize = 12;

/// The pages that a file changes: those of its regions first, then those above them and of lists.
pub fn pages(report: &Report) -> Pages {
    told::pages(report).map(told_pages).unwrap_or_default()
}

/// The pages that a change changes: the same.
pub fn pages_after(rehearsal: &Rehearsal) -> Pages {
    let mut own: Vec<Named> = Vec::new();
    if rehearsal.has_figures {
        own.extend(OF_FIGURES);
    }
    let lists = &rehearsal.report.version.contents.lists;
    own.extend(lists.iter().flat_map(|counts| of_list(counts.list)));
    if !rehearsal.report.decided.is_empty() {
        own.extend(of_list(List::Sources));
    }
    told_pages(pages::pages(&rehearsal.effect, &own))
}

fn told_pages(found: pages::Pages) -> Pages {
    let all = found.regions.len() + found.more;
    Pages {
        more: match found.more {
            0 => String::new(),
            more => format!("{} wilayah lainnya", size(more)),
        },
        folded: if all > IN_LINE { format!("{} wilayah", size(all)) } else { String::new() },
        regions: found.regions,
        others: found.others,
    }
}

/// A long value that stands folded under its beginning: that, and the rest; `None` for any other.
pub fn folded(value: &str) -> Option<(&str, &str)> {
    const LONG: usize = 200;
    if value.chars().count() <= LONG { None } else { value.split_once(": ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_regions_and_long_values_are_folded() {
        let page = |at: usize| (format!("/wilayah/{at}"), at.to_string());
        let found = |count: usize| pages::Pages {
            regions: (0..count).map(page).collect(),
            ..pages::Pages::default()
        };
        assert_eq!(told_pages(found(12)).folded, "");
        let many = told_pages(pages::Pages { more: 2, ..found(13) });
        assert_eq!((many.folded.as_str(), many.more.as_str()), ("15 wilayah", "2 wilayah lainnya"));
        assert_eq!(folded("31 dari 59: Kota Jambi"), None);
        let long = format!("31 dari 59: {}", "Kota Jambi, ".repeat(30));
        assert_eq!(folded(&long).map(|(head, _)| head), Some("31 dari 59"));
    }
}
