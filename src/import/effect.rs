//! What an import changes, for those who decide whether it goes in.

use chrono::NaiveDate;

use crate::db::statements::Statement;
use crate::domain::list::Changed;

/// Changed values that are kept with both versions.
pub(super) const KEPT: usize = 1_000;

/// A statement that was there before with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line in the file.
    pub line: u32,
    /// The version of today.
    pub old: Statement,
    /// What the file says.
    pub new: Statement,
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
    pub span: Option<(NaiveDate, NaiveDate)>,
}
