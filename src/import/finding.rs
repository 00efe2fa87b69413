//! What is wrong or doubtful about a file, row by row.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::header::Field;
use crate::db::decisions::Key;
use crate::domain::RegionCode;
pub use crate::domain::rules::Rule;
use crate::domain::wording::{hexadecimal, size};

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The row cannot go in as it stands.
    Refuse,
    /// The row goes in when somebody says why it is right.
    Warn,
    /// Good to know.
    Inform,
}

impl Severity {
    /// Its word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refuse => "tolak",
            Self::Warn => "peringatan",
            Self::Inform => "info",
        }
    }
}

/// What the user can say about a whole file so that it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// What it is about.
    Content,
    /// Whose region codes it uses.
    Codes,
    /// Its date.
    Date,
    /// Its segment.
    Segment,
    /// Its source.
    Source,
    /// The particulars of a new source.
    Publisher,
    /// Whether percents are coverage or shares of a target.
    Percent,
    /// Whether percents below two are shares.
    Shares,
    /// What its columns hold.
    Columns,
}

/// Something about one place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line in the sheet or file, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The title of the column; empty for the row as a whole.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// The rule.
    pub rule: Rule,
    /// What follows.
    pub severity: Severity,
    /// What is the matter, as a sentence.
    pub reason: String,
    /// What to do; may be empty.
    pub suggestion: String,
    /// Code and full name of the region of its row; empty where that is unknown.
    pub region: String,
    /// Regions that may be meant: code and full name.
    pub candidates: Vec<(RegionCode, String)>,
    /// Which of the columns side by side it is about, and what that column holds; its title is filled in
    /// when the file has been read.
    pub cell: Option<(usize, Field)>,
    /// The figure that it doubts, where it is a rule about one.
    pub figure: Option<Key>,
    /// What the user is asked for, where it is about the file as a whole.
    pub asks: Option<Asks>,
}

impl Finding {
    /// A finding about a row; the rest is added by the methods below.
    pub fn new(line: u32, rule: Rule, severity: Severity, reason: impl Into<String>) -> Self {
        Self {
            line,
            column: String::new(),
            value: String::new(),
            rule,
            severity,
            reason: reason.into(),
            suggestion: String::new(),
            region: String::new(),
            candidates: Vec::new(),
            cell: None,
            figure: None,
            asks: None,
        }
    }

    /// That the file as a whole cannot be read until the user says something about it.
    pub fn question(asks: Asks, reason: impl Into<String>) -> Self {
        let new = Self::new(0, Rule::Table, Severity::Refuse, reason);
        Self { asks: Some(asks), ..new }
    }

    /// The same, with what the user is asked for.
    #[must_use]
    pub fn asking(self, asks: Asks) -> Self {
        Self { asks: Some(asks), ..self }
    }

    /// The same, about a cell.
    #[must_use]
    pub fn at(mut self, column: impl Into<String>, value: impl Into<String>) -> Self {
        self.column = column.into();
        self.value = value.into();
        // A cell may hold a book; a report holds its beginning.
        if self.value.len() > 120 {
            let end = (0..=117).rev().find(|at| self.value.is_char_boundary(*at));
            self.value.truncate(end.unwrap_or_default());
            self.value.push('…');
        }
        self
    }

    /// The same, about a region: code and full name.
    #[must_use]
    pub fn of(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// With what to do.
    #[must_use]
    pub fn so(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    /// Where it is: "Baris 17, 15.09 Kabupaten Tebo, kolom Peserta aktif"; empty for the whole file.
    pub fn place(&self) -> String {
        let mut parts = Vec::new();
        parts.extend((self.line > 0).then(|| format!("baris {}", self.line)));
        parts.extend(self.own_region().map(str::to_owned));
        parts.extend((!self.column.is_empty()).then(|| format!("kolom {}", self.column)));
        let place = parts.join(", ");
        let mut chars = place.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    }

    /// Its row in short: "Baris 17, 15.09 Kabupaten Tebo".
    pub fn row(&self) -> String {
        match self.own_region() {
            Some(region) => format!("Baris {}, {region}", self.line),
            None => format!("Baris {}", self.line),
        }
    }

    /// The region, unless the sentence names it anyway.
    fn own_region(&self) -> Option<&str> {
        let is_named = self.region.is_empty() || self.reason.contains(&self.region);
        (!is_named).then_some(self.region.as_str())
    }

    /// The whole sentence for people: "Baris 17, 15.09 Kabupaten Tebo: …".
    pub fn told(&self) -> String {
        let mut told = self.place();
        if !told.is_empty() {
            told.push_str(": ");
        }
        told.push_str(&self.reason);
        if !self.suggestion.is_empty() {
            told.push(' ');
            told.push_str(&self.suggestion);
        }
        told
    }
}

/// What is to be said about the rows of a table as such: that some are hidden, or that there are none.
pub(super) fn about_rows(rows: usize, hidden: usize) -> Option<Finding> {
    if hidden > 0 {
        let hidden = size(hidden);
        let text = format!("{hidden} baris tersembunyi dilewati.");
        return Some(
            Finding::new(0, Rule::Table, Severity::Inform, text)
                .so("Tampilkan barisnya di lembar itu bila harus ikut dibaca."),
        );
    }
    (rows == 0).then(|| {
        let reason = "tidak ada baris data di bawah judul kolom.";
        Finding::new(0, Rule::Table, Severity::Refuse, reason)
            .so("Periksa lembar yang dipilih dan isinya.")
    })
}

/// What is doubtful about a line. When anything else is doubtful about it, it is another doubt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "KeptDoubt")]
pub struct Doubt {
    /// The line.
    pub line: u32,
    /// Stands for the rules and reasons: sixteen hexadecimal digits. Empty in answers of before there were
    /// any, which say nothing about a doubt of today.
    pub stamp: String,
}

/// A doubt as answers keep it; once it was a line alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum KeptDoubt {
    Line(u32),
    Whole { line: u32, stamp: String },
}

impl From<KeptDoubt> for Doubt {
    fn from(kept: KeptDoubt) -> Self {
        match kept {
            KeptDoubt::Line(line) => Self { line, stamp: String::new() },
            KeptDoubt::Whole { line, stamp } => Self { line, stamp },
        }
    }
}

/// All findings of a file. Each is counted; so many of each rule are kept, because a report of a
/// million lines helps nobody and fills the memory.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    counts: BTreeMap<(Severity, Rule), usize>,
}

/// Findings of one rule that are kept with their text.
pub const KEPT_OF_A_RULE: usize = 1_000;

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, more: T) {
        for finding in more {
            self.push(finding);
        }
    }
}

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        let count = self.counts.entry((finding.severity, finding.rule)).or_default();
        *count += 1;
        if *count <= KEPT_OF_A_RULE {
            self.kept.push(finding);
        }
    }

    /// Adds all of another list, after its own.
    pub fn append(&mut self, other: Self) {
        let Self { kept, mut counts } = other;
        for finding in kept {
            if let Some(count) = counts.get_mut(&(finding.severity, finding.rule)) {
                *count -= 1;
            }
            self.push(finding);
        }
        // Those that were counted only.
        for (of, count) in counts {
            *self.counts.entry(of).or_default() += count;
        }
    }

    /// Those that are kept, by line.
    pub fn list(&self) -> &[Finding] {
        &self.kept
    }

    /// Fills in the titles of columns that are known by what they hold.
    pub fn name_columns(&mut self, title: impl Fn(usize, Field) -> String) {
        for finding in self.kept.iter_mut().filter(|finding| finding.column.is_empty()) {
            if let Some((group, field)) = finding.cell {
                finding.column = title(group, field);
            }
        }
    }

    /// Fills in the regions of rows that are known by their lines.
    pub(super) fn name_regions(&mut self, told: impl Fn(u32) -> String) {
        let unnamed = self.kept.iter_mut().filter(|f| f.line > 0 && f.region.is_empty());
        unnamed.for_each(|finding| finding.region = told(finding.line));
    }

    /// How many are kept so far.
    pub(super) fn kept(&self) -> usize {
        self.kept.len()
    }

    /// Fills in the region of all that were kept since there were so many.
    pub(super) fn name_since(&mut self, kept: usize, region: &str) {
        let unnamed = self.kept.iter_mut().skip(kept).filter(|f| f.line > 0 && f.region.is_empty());
        unnamed.for_each(|finding| region.clone_into(&mut finding.region));
    }

    /// The lines of those that are kept.
    pub(super) fn lines(&self) -> BTreeSet<u32> {
        self.kept.iter().map(|finding| finding.line).collect()
    }

    /// What is doubtful about each line, as far as it is kept.
    pub fn doubts(&self) -> BTreeSet<Doubt> {
        let mut lines: BTreeMap<u32, BTreeSet<(Rule, &str)>> = BTreeMap::new();
        for doubt in self.warnings().filter(|finding| finding.line > 0) {
            lines.entry(doubt.line).or_default().insert((doubt.rule, &doubt.reason));
        }
        let doubt = |(line, doubts)| {
            let hash = Sha256::digest(format!("{doubts:?}"));
            Doubt { line, stamp: hexadecimal(&hash[..8]) }
        };
        lines.into_iter().map(doubt).collect()
    }

    /// Whether a doubt stands about a row that is not among these; one that is not kept does.
    pub(super) fn doubts_beyond(&self, known: &BTreeSet<Doubt>) -> bool {
        self.warnings().count() < self.count(Severity::Warn) || !self.doubts().is_subset(known)
    }

    /// The same for the same warnings, whatever else is found: lines, rules and reasons of those that are
    /// kept, and how many there are.
    pub(super) fn stamp_of_warnings(&self) -> String {
        let kept: BTreeSet<_> = self.warnings().map(|f| (f.line, f.rule, &f.reason)).collect();
        format!("{} {kept:?}", self.count(Severity::Warn))
    }

    /// The warnings that are kept.
    fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.kept.iter().filter(|finding| finding.severity == Severity::Warn)
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts.iter().filter(|((own, _), _)| *own == severity).map(|(_, count)| count).sum()
    }

    /// How many there are of each rule.
    pub fn by_rule(&self) -> impl Iterator<Item = (Severity, Rule, usize)> {
        self.counts.iter().map(|((severity, rule), count)| (*severity, *rule, *count))
    }

    /// Puts them in the order of the file.
    pub fn sort(&mut self) {
        self.kept.sort_by_key(|finding| (finding.line, finding.severity, finding.rule));
    }
}
