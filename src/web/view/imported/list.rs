//! What an import makes of the rows of a list.

use crate::import::{Report, Severity};

/// A row of a list as it was read.
pub struct ListedRow {
    /// The line.
    pub line: u32,
    /// Code and full name of its region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// What it says, in the order of the titles.
    pub values: Vec<String>,
    /// What keeps it out, or does not.
    pub state: &'static str,
}

/// A row of a list that is new, or was there with other values.
pub struct ChangedRow {
    /// The line.
    pub line: u32,
    /// Code and full name of its region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// Whether it was not there before.
    pub is_new: bool,
    /// Title, before, now.
    pub values: Vec<(&'static str, String, String)>,
}

/// What was read of a list, and what it changes.
#[derive(Default)]
pub struct ListView {
    /// The titles of the values.
    pub titles: Vec<&'static str>,
    /// The first rows as they were read.
    pub rows: Vec<ListedRow>,
    /// The first rows that are new or changed.
    pub changed: Vec<ChangedRow>,
    /// How many others are new or changed.
    pub more: usize,
}

/// New and changed rows that the page shows.
const SHOWN: usize = 100;

impl ListView {
    /// Takes from a report what is about a list; nothing where it is about figures.
    pub fn new(report: &Report) -> Self {
        let titles = report.listed.first();
        let rows = report.listed.iter().map(|row| ListedRow {
            line: row.line,
            region: row.region.clone(),
            subject: row.subject.clone(),
            values: row.values.iter().map(|value| value.text.clone()).collect(),
            state: state(report, row.line),
        });
        let records = &report.effect.records;
        let changed = records.iter().take(SHOWN).map(|change| ChangedRow {
            line: change.line,
            region: change.region.clone(),
            subject: change.subject.clone(),
            is_new: change.is_new,
            values: change
                .values
                .iter()
                .map(|value| (value.title, value.old.clone(), value.new.clone()))
                .collect(),
        });
        let all = report.effect.new + report.effect.changed;
        Self {
            titles: titles.iter().flat_map(|row| &row.values).map(|value| value.title).collect(),
            rows: rows.collect(),
            changed: changed.collect(),
            more: if records.is_empty() { 0 } else { all - records.len().min(SHOWN) },
        }
    }
}

/// What keeps a line out, or does not.
pub fn state(report: &Report, line: u32) -> &'static str {
    let own = report.findings.list().iter().filter(|finding| finding.line == line);
    match own.map(|finding| finding.severity).min() {
        Some(Severity::Refuse) => "Ditolak",
        Some(Severity::Warn) => "Perlu alasan",
        _ => "Siap",
    }
}
