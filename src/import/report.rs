//! What is told about a run: its report, and the rows as they were read.

use std::collections::HashMap;

use super::effect::Effect;
use super::finding::Findings;
use super::header::{Field, Header};
use super::lists;
use super::options::Content;
use super::places::Places;
use super::rules::Entry;
use crate::db::intake::Earlier;
use crate::db::statements::Statement;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It would go in as it stands.
    Ready,
    /// Findings keep it out; nothing was written.
    Blocked,
    /// It went in, as the batch of this number.
    Committed(i32),
    /// All of it is there already; nothing was written.
    Nothing,
}

/// Everything about one run.
#[derive(Debug, Clone)]
pub struct Report {
    /// The name of the file.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The names of its sheets; that of a CSV file is empty.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    pub sheet: usize,
    /// Its titles; `None` where none were found.
    pub header: Option<Header>,
    /// The cells of the first row below the titles, as somebody would type them.
    pub sample: Vec<String>,
    /// Titles of columns of figures by their group and what they hold.
    pub(super) columns: HashMap<(usize, Field), String>,
    /// Rows with anything in them below the titles.
    pub rows: usize,
    /// Rows that say nothing, or were left out.
    pub passed: usize,
    /// Rows that cannot go in.
    pub refused: usize,
    /// What is wrong or doubtful.
    pub findings: Findings,
    /// What it changes.
    pub effect: Effect,
    /// Batches that brought the same file.
    pub earlier: Vec<Earlier>,
    /// What became of it.
    pub outcome: Outcome,
    /// What the first rows are read as.
    pub preview: Vec<Previewed>,
    /// Stands for everything that it changes; empty unless [`Sender::checked`](super::Sender::checked) asks for it.
    pub digest: String,
    /// The same of a list.
    pub listed: Vec<lists::Listed>,
    /// What the file was read as.
    pub content: Content,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// Its line.
    pub line: u32,
    /// Code and full name of its region.
    pub region: String,
    /// What it says.
    pub statement: Statement,
}

/// Rows that are shown as they were read.
pub(super) const PREVIEWED: usize = 60;

/// The first rows as they were read, by line.
pub(super) fn preview(entries: &[Entry], places: &Places) -> Vec<Previewed> {
    let mut lines: Vec<u32> = entries.iter().map(|entry| entry.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let last = lines.get(PREVIEWED).copied().unwrap_or(u32::MAX);
    let mut rows: Vec<Previewed> = entries
        .iter()
        .filter(|entry| entry.line < last)
        .map(|entry| Previewed {
            line: entry.line,
            region: places.told(entry.statement.region_id),
            statement: entry.statement.clone(),
        })
        .collect();
    rows.sort_by_key(|row| row.line);
    rows.truncate(2 * PREVIEWED);
    rows
}
