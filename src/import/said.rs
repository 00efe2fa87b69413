//! What somebody said by hand about a file that went in, as it is kept with its version.

use std::collections::HashMap;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Severity};
use super::report::Report;
use super::sheet::{Book, Row};
use super::stated::FIXES;
use super::{Stated, text};

/// What was said about a file, and what was right in spite of a warning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The answers of the form.
    pub stated: Stated,
    /// The warnings that were accepted, as sentences, the first ones of each rule.
    pub warnings: Vec<String>,
    /// The cells that were written anew, with what they held.
    pub rewritten: Vec<Rewritten>,
}

/// A cell that was written anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewritten {
    /// Its line.
    pub line: u32,
    /// The title of its column.
    pub column: String,
    /// What the file holds.
    pub old: String,
    /// What was read instead.
    pub new: String,
}

impl Said {
    /// What was said about a file, of its bytes and its finished run.
    pub(super) fn of(stated: Option<&Stated>, report: &Report, bytes: &[u8]) -> Self {
        let findings = report.findings.list().iter();
        let warnings = findings.filter(|f| f.severity == Severity::Warn);
        let stated = stated.cloned().unwrap_or_default();
        Self {
            warnings: warnings.map(Finding::told).collect(),
            rewritten: rewritten(&stated, report, bytes),
            stated,
        }
    }

    /// Reads what was kept; empty where nothing was.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    pub(super) fn write(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// All of it in pairs of words. The reason is not among them: the version has it.
    pub fn told(&self) -> Vec<(&'static str, String)> {
        if *self == Self::default() {
            return Vec::new();
        }
        let stated = self.stated.told().into_iter();
        let warnings = self.warnings.iter().map(|text| ("Peringatan yang diterima", text.clone()));
        let cells = self.rewritten.iter().map(Rewritten::told).collect::<Vec<_>>().join("; ");
        stated
            .map(|(name, text)| match name {
                FIXES if !cells.is_empty() => (name, cells.clone()),
                _ => (name, text),
            })
            .filter(|(name, text)| *name != "Alasan" && !text.is_empty())
            .chain(warnings)
            .collect()
    }
}

impl Rewritten {
    fn told(&self) -> String {
        let Self { line, column, old, new } = self;
        let old = if old.is_empty() { "(kosong)" } else { old };
        format!("baris {line}, kolom {column}: {old} menjadi {new}")
    }
}

/// The cells that were written anew. What they held is read from the file once more; a cell that is not found
/// again held nothing.
fn rewritten(stated: &Stated, report: &Report, bytes: &[u8]) -> Vec<Rewritten> {
    let mut fixes: Vec<_> = stated.fixes.iter().collect();
    fixes.sort_by_key(|(line, place, _)| (*line, *place));
    let Some((last, ..)) = fixes.last() else { return Vec::new() };
    let mut old: HashMap<(u32, usize), String> = HashMap::new();
    let mut look = |row: Row| {
        for (line, place, _) in fixes.iter().filter(|(line, ..)| *line == row.line) {
            let cell = row.cells.get(*place).map(|cell| text::of(cell).into_owned());
            old.insert((*line, *place), cell.unwrap_or_default());
        }
        if row.line < *last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    if let Ok(book) = Book::open(bytes, &report.file_name) {
        // It was read to its end a moment ago.
        _ = book.rows(report.sheet, &mut look);
    }
    let columns = report.header.as_ref().map_or(&[][..], |header| &header.columns);
    let title = |place: usize| {
        let title = columns.get(place).map(|column| column.title.clone());
        title.unwrap_or_else(|| format!("ke-{}", place + 1))
    };
    let cell = |(line, place, new): &(u32, usize, String)| Rewritten {
        line: *line,
        column: title(*place),
        old: old.remove(&(*line, *place)).unwrap_or_default(),
        new: new.clone(),
    };
    fixes.into_iter().map(cell).collect()
}
