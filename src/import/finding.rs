//! What is wrong or doubtful about a file, row by row.

use crate::domain::RegionCode;

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

/// The rule that a finding comes from. `R1` to `R14` hold a figure against itself, its neighbours and
/// its past; the others are about reading it at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The printed percent is not that of the counts.
    R1,
    /// More active participants than workers.
    R2,
    /// The uncovered are not workers minus participants.
    R3,
    /// The parts of a region do not add up to it.
    R4,
    /// The segments do not add up to the total.
    R5,
    /// Wage earners and others together exceed all.
    R6,
    /// The coverage jumps.
    R7,
    /// The base changes.
    R8,
    /// A number that is none, or can be read in two ways.
    R9,
    /// A region that is unknown, or known under another code today.
    R10,
    /// A date that is none, lies in the future, or is older than the latest one.
    R11,
    /// Another base or unit than the series has.
    R12,
    /// It looks like the share of a target, not like coverage.
    R13,
    /// Two digits are swapped against another source.
    R14,
    /// The same region, segment and date twice in the file.
    Twice,
    /// A value that must be there is missing, or is none of those allowed.
    Value,
    /// The table or a column cannot be understood.
    Table,
    /// The file has been imported before.
    Repeat,
}

impl Rule {
    /// Its short name, for filters and downloads.
    pub fn code(self) -> &'static str {
        match self {
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
            Self::R5 => "R5",
            Self::R6 => "R6",
            Self::R7 => "R7",
            Self::R8 => "R8",
            Self::R9 => "R9",
            Self::R10 => "R10",
            Self::R11 => "R11",
            Self::R12 => "R12",
            Self::R13 => "R13",
            Self::R14 => "R14",
            Self::Twice => "GANDA",
            Self::Value => "ISI",
            Self::Table => "TABEL",
            Self::Repeat => "BERKAS",
        }
    }

    /// What it looks at, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::R1 => "Persen berbeda dari hasil hitung",
            Self::R2 => "Peserta melebihi pekerja",
            Self::R3 => "Belum terlindungi tidak cocok",
            Self::R4 => "Jumlah bagian berbeda dari induk",
            Self::R5 => "Jumlah segmen berbeda dari total",
            Self::R6 => "PU dan BPU melebihi total",
            Self::R7 => "Cakupan melompat",
            Self::R8 => "Pembagi berubah",
            Self::R9 => "Bilangan tidak jelas",
            Self::R10 => "Wilayah tidak dikenal",
            Self::R11 => "Tanggal",
            Self::R12 => "Pembagi lain dari deretnya",
            Self::R13 => "Mungkin capaian target",
            Self::R14 => "Angka tertukar",
            Self::Twice => "Baris ganda",
            Self::Value => "Isi kolom",
            Self::Table => "Tabel",
            Self::Repeat => "Berkas yang sama",
        }
    }
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
    /// The region, where it is known.
    pub region: Option<RegionCode>,
    /// Regions that may be meant: code and full name.
    pub candidates: Vec<(RegionCode, String)>,
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
            region: None,
            candidates: Vec::new(),
        }
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

    /// With what to do.
    #[must_use]
    pub fn so(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    /// The whole sentence for people: "Baris 17: …".
    pub fn told(&self) -> String {
        let mut told = match (self.line, self.column.as_str()) {
            (0, "") => String::new(),
            (0, column) => format!("Kolom {column}: "),
            (line, "") => format!("Baris {line}: "),
            (line, column) => format!("Baris {line}, kolom {column}: "),
        };
        told.push_str(&self.reason);
        if !self.suggestion.is_empty() {
            told.push(' ');
            told.push_str(&self.suggestion);
        }
        told
    }
}

/// All findings of a file. Each is counted; so many of each rule are kept, because a report of a
/// million lines helps nobody and fills the memory.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    counts: std::collections::BTreeMap<(Severity, Rule), usize>,
}

/// Findings of one rule that are kept with their text.
pub const KEPT_OF_A_RULE: usize = 1_000;

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        let count = self.counts.entry((finding.severity, finding.rule)).or_default();
        *count += 1;
        if *count <= KEPT_OF_A_RULE {
            self.kept.push(finding);
        }
    }

    /// Those that are kept, by line.
    pub fn list(&self) -> &[Finding] {
        &self.kept
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
