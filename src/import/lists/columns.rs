//! The columns of the lists. Templates have these titles, in this order.

use super::{funding, regions, regulations, sources, targets};
use crate::domain::list::List;
use crate::domain::wording::fold;
use crate::import::header::{Field, known_titles};

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListColumn {
    /// What it holds.
    pub field: Field,
    /// Its title.
    pub title: &'static str,
    /// Other titles that mean it, folded.
    pub also: &'static [&'static str],
    /// Whether a file without it is refused.
    pub required: bool,
}

impl ListColumn {
    pub(super) const fn needed(field: Field, title: &'static str) -> Self {
        Self { field, title, also: &[], required: true }
    }

    pub(super) const fn optional(field: Field, title: &'static str) -> Self {
        Self { field, title, also: &[], required: false }
    }

    /// The same, known by other titles too.
    pub(super) const fn or(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    /// Whether a folded title means it.
    pub fn is_called(&self, folded: &str) -> bool {
        fold(self.title) == folded
            || self.also.contains(&folded)
            || known_titles(self.field).contains(&folded)
    }
}

/// The columns of a list, in the order of its template.
pub fn columns(list: List) -> &'static [ListColumn] {
    match list {
        List::Targets => targets::COLUMNS,
        List::Funding => funding::COLUMNS,
        List::Regulations => regulations::COLUMNS,
        List::Regions => regions::COLUMNS,
        List::Sources => sources::COLUMNS,
    }
}

/// Which titles a file of a list has to have.
pub(super) fn expected(list: List) -> String {
    let needed = columns(list).iter().filter(|column| column.required);
    let mut titles: Vec<String> = needed.map(|column| column.title.to_owned()).collect();
    if list.has_regions() {
        titles.insert(0, "Kode wilayah (atau Nama wilayah)".to_owned());
    }
    let final_title = titles.pop().unwrap_or_default();
    format!("Baris judul memuat {} dan {final_title}.", titles.join(", "))
}
