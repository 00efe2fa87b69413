//! What is told about a run: its report, and the rows as they were read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::effect::Effect;
use super::finding::{Findings, Severity};
use super::header::{Field, Header};
use super::lists;
use super::options::Content;
use super::places::{CodeSystem, Places};
use super::rules::Entry;
use crate::db::intake::Earlier;
use crate::db::statements::Statement;
use crate::domain::{AsOf, SegmentCode};

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
    /// What holds for all its rows; `None` for a list, and where something is still asked.
    pub reading: Option<Reading>,
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
    /// What some rows are read as: those that have to be decided on, and the first ones.
    pub preview: Vec<Previewed>,
    /// Of the rows that cannot go in, those that are shown among them.
    pub held: Vec<Held>,
    /// Stands for everything that it changes; empty unless [`Sender::checked`](super::Sender::checked) asks for it.
    pub digest: String,
    /// The same of a list.
    pub listed: Vec<lists::Listed>,
    /// What the file was read as.
    pub content: Content,
}

/// What holds for all rows of a table of figures, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Whose region codes it uses.
    pub codes: CodeSystem,
    /// The columns of single fields by their titles: date, segment, kind, source, code.
    pub columns: BTreeMap<Field, String>,
    /// The segments of columns side by side, in the order of the file.
    pub segments: Vec<SegmentCode>,
    /// Whether some columns of numbers have no segment of their own.
    pub is_segment_open: bool,
    /// The dates of columns side by side, in the order of the file.
    pub dates: Vec<AsOf>,
    /// Whether some columns of numbers have no date of their own.
    pub is_date_open: bool,
    /// Whether a column holds percents.
    pub has_percents: bool,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// Its line.
    pub line: u32,
    /// Which of the groups of columns side by side it comes from.
    pub group: usize,
    /// Code and full name of its region.
    pub region: String,
    /// What it says.
    pub statement: Statement,
}

/// A row that cannot go in, in words; empty where it has nothing, or where that was not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Its line.
    pub line: u32,
    /// Code and full name of its region; where that is unknown, what the row calls it.
    pub region: String,
    /// The name of its segment, or what the row calls it.
    pub segment: String,
    /// Its date, or what stands there.
    pub date: String,
    /// Its coverage, or what stands there.
    pub coverage: String,
    /// Its active participants, or what stands there.
    pub active: String,
    /// Its workforce, or what stands there.
    pub workforce: String,
}

/// Rows that cannot go in of which more than the line is kept.
pub(super) const HELD: usize = 1_000;

/// Rows that are shown as they were read.
pub(super) const PREVIEWED: usize = 60;

/// Of these, rows that somebody has to decide on; the others are the first of the file.
const DECIDED: usize = 40;

/// Figures that are shown, where rows have several.
const FIGURES: usize = 2 * PREVIEWED;

impl Report {
    /// Rows with figures of a region, those that cannot go in included.
    pub fn with_figures(&self) -> usize {
        self.rows.saturating_sub(self.passed)
    }

    /// Fills in the regions of findings about rows that were read.
    pub(super) fn name_regions(&mut self, entries: &[Entry], places: &Places) {
        let lines = self.findings.lines();
        let found = entries.iter().filter(|entry| lines.contains(&entry.line));
        let regions: HashMap<u32, i32> =
            found.map(|entry| (entry.line, entry.statement.region_id)).collect();
        self.findings.name_regions(|line| {
            regions.get(&line).map_or_else(String::new, |id| places.told(*id))
        });
    }

    /// Chooses rows to be shown: some that somebody has to decide on, and the first ones.
    pub(super) fn choose(&mut self, entries: &[Entry], places: &Places) {
        let mut lines: Vec<u32> = entries.iter().map(|entry| entry.line).collect();
        lines.extend(self.held.iter().map(|held| held.line));
        lines.sort_unstable();
        let asked = self.findings.list().iter().filter(|f| f.severity != Severity::Inform);
        let asked: BTreeSet<u32> = asked.map(|finding| finding.line).collect();
        let rows = || lines.chunk_by(|a, b| a == b);
        let first = rows().filter(|own| asked.contains(&own[0])).take(DECIDED);
        let others = rows().filter(|own| !asked.contains(&own[0]));
        let (mut chosen, mut figures) = (BTreeSet::new(), 0);
        for own in first.chain(others) {
            let is_full = chosen.len() == PREVIEWED || figures + own.len() > FIGURES;
            if is_full && !chosen.is_empty() {
                break;
            }
            figures += own.len();
            chosen.insert(own[0]);
        }
        self.held.retain(|held| chosen.contains(&held.line));
        let shown = entries.iter().filter(|entry| chosen.contains(&entry.line));
        self.preview = shown
            .map(|entry| Previewed {
                line: entry.line,
                group: entry.group,
                region: places.told(entry.statement.region_id),
                statement: entry.statement.clone(),
            })
            .collect();
        self.preview.sort_by_key(|row| (row.line, row.group));
    }
}
