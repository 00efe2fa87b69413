//! What an import changes, for those who decide whether it goes in.

use crate::db::statements::Statement;
use crate::domain::list::Changed;
use crate::domain::wording::{count, percent};
use crate::domain::{AsOf, Percent};

/// Changed values that are kept with both versions.
pub(super) const KEPT: usize = 1_000;

/// A statement that was there before with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line in the file.
    pub line: u32,
    /// Code and full name of its region.
    pub region: String,
    /// The name of the segment; empty for the total.
    pub segment: String,
    /// The version of today.
    pub old: Statement,
    /// What the file says.
    pub new: Statement,
}

impl Change {
    /// The values that differ, in words.
    pub fn values(&self) -> Vec<Changed> {
        let number = |value: Option<i64>| value.map_or_else(String::new, count);
        let place = |value: Option<i32>| number(value.map(i64::from));
        let share = |value: Option<Percent>| value.map_or_else(String::new, percent);
        let rounded = |own: bool| if own { "ya" } else { "tidak" }.to_owned();
        let all = |of: &Statement| {
            [
                ("Peserta aktif", number(of.active)),
                ("Pekerja", number(of.workforce)),
                ("Persen tertulis", share(of.published)),
                ("Belum terlindungi", number(of.uncovered)),
                ("Dibulatkan", rounded(of.rounded)),
                ("Peringkat", place(of.rank)),
                ("Peringkat dari", place(of.rank_of)),
                ("Catatan", of.note.clone()),
            ]
        };
        let both = all(&self.old).into_iter().zip(all(&self.new));
        both.filter(|((_, old), (_, new))| old != new)
            .map(|((title, old), (_, new))| Changed { title, old, new })
            .collect()
    }
}

/// A row of a list that is new, or was there with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    /// The line in the file.
    pub line: u32,
    /// Code and full name of its region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// Whether it was not there before.
    pub is_new: bool,
    /// The values that change; of a new one, those that are filled.
    pub values: Vec<Changed>,
}

/// What an import changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Statements that were not there.
    pub new: usize,
    /// Statements that were there with other values.
    pub changed: usize,
    /// Statements that are there already, value for value.
    pub same: usize,
    /// Changed values, the first ones.
    pub changes: Vec<Change>,
    /// New and changed rows of a list, the first ones.
    pub records: Vec<RecordChange>,
    /// What it does beyond its own rows.
    pub around: crate::effect::Effect,
    /// Earliest and latest date of the statements.
    pub span: Option<(AsOf, AsOf)>,
}
