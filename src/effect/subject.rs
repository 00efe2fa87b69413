//! What a version or a file is about, in one line: two files of one name are told apart by it.

use crate::db::contents::Contents;
use crate::domain::narrative::words::{list, sentence_case};
use crate::domain::wording::as_of;
use crate::domain::{AsOf, List, Spread};

/// The name of the line among the pairs that tell an effect.
pub const SUBJECT: &str = "Isi";

/// The line of figures or a list: what they are, of when, and of which regions; `within` is the full name of
/// the region that holds these.
pub fn line(
    what: &str,
    days: Option<(AsOf, AsOf)>,
    spread: Option<&Spread>,
    within: &str,
) -> String {
    let days = days.map(|(first, last)| {
        if first == last {
            as_of(first)
        } else {
            format!("{} sampai {}", as_of(first), as_of(last))
        }
    });
    let parts = [Some(what.to_owned()), days, spread.map(|own| own.told(within))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What rows of a list are called in it; figures for `None`.
pub fn what(list: Option<List>) -> String {
    sentence_case(list.map_or("angka kepesertaan", List::label))
}

/// The line of a version; empty for decisions between sources alone, whose titles say all of it.
pub fn of_version(contents: &Contents, within: &str) -> String {
    let counts = contents.counts;
    let mut all = Vec::new();
    if counts.new + counts.changed + counts.withdrawn > 0 {
        all.push("angka kepesertaan");
    }
    // A source may come along with what rests on it.
    let has_others = !all.is_empty() || contents.lists.iter().any(|own| own.list != List::Sources);
    let lists = contents.lists.iter().map(|own| own.list);
    all.extend(lists.filter(|list| *list != List::Sources || !has_others).map(List::label));
    if all.is_empty() {
        return String::new();
    }
    let what = sentence_case(&list(&all));
    line(&what, contents.days, contents.spread.as_ref(), within)
}
