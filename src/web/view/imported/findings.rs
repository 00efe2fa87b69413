//! What is wrong or doubtful in a file: about the whole of it, and line by line.

use crate::import::{Asks, Doubt, Field, Finding, Report, Severity, Stated};

/// Lines that are asked about at once.
const ASKED: usize = 40;

/// Lines without an answer that the head of a page names.
const NAMED: usize = 8;

/// What the answer begins with that a doubtful line is right; what is doubted follows.
pub const RIGHT: &str = "benar-";

/// A line that has to be decided on.
pub struct Question {
    /// The line.
    pub line: u32,
    /// What is the matter, in short.
    pub short: String,
    /// What is the matter, at length.
    pub sentences: Vec<String>,
    /// Value and words of each way on.
    pub ways: Vec<(String, String)>,
    /// Place, title and text of each cell that can be written anew.
    pub cells: Vec<(usize, String, String)>,
    /// The value that says that it is right, where it goes in once somebody says so, and why.
    pub right: Option<String>,
    /// Whether somebody has said so.
    pub confirmed: bool,
}

impl Question {
    /// Whether something has to be said or done about it yet.
    pub fn is_open(&self) -> bool {
        !self.confirmed
    }
}

/// What somebody has to decide on, line by line.
#[derive(Default)]
pub struct Decisions {
    /// The first lines.
    pub questions: Vec<Question>,
    /// How many others there are.
    pub more: usize,
    /// How many lines have no answer yet.
    pub open: usize,
    /// How many findings there are about the first lines.
    pub findings: usize,
    /// Whether all doubtful lines were said to be right.
    pub confirms_all: bool,
}

impl Decisions {
    /// What a report asks, and what was answered.
    pub fn new(report: &Report, stated: &Stated) -> Self {
        let (questions, more) = questions(report, stated);
        let open = questions.iter().filter(|ask| ask.is_open()).count();
        Self {
            open: open + if stated.confirms_all { 0 } else { more },
            findings: questions.iter().map(|ask| ask.sentences.len()).sum(),
            confirms_all: stated.confirms_all,
            questions,
            more,
        }
    }

    /// The first lines without an answer.
    pub fn first_open(&self) -> Vec<&Question> {
        self.questions.iter().filter(|ask| ask.is_open()).take(NAMED).collect()
    }

    /// How many lines have no answer beside those.
    pub fn other_open(&self) -> usize {
        self.open - self.first_open().len()
    }
}

/// The first lines that have to be decided on, and how many others there are.
fn questions(report: &Report, stated: &Stated) -> (Vec<Question>, usize) {
    let titles: Vec<&str> =
        report.header.iter().flat_map(|h| &h.columns).map(|c| c.title.as_str()).collect();
    let asked =
        report.findings.list().iter().filter(|f| f.line > 0 && f.severity != Severity::Inform);
    // They are in the order of the file.
    let asked: Vec<&Finding> = asked.collect();
    let lines: Vec<&[&Finding]> = asked.chunk_by(|a, b| a.line == b.line).collect();
    let doubts = report.findings.doubts();
    let more = lines.len().saturating_sub(ASKED);
    let mut questions = Vec::new();
    for findings in lines.into_iter().take(ASKED) {
        let line = findings[0].line;
        let refused = findings.iter().find(|f| f.severity == Severity::Refuse);
        let place_of = |f: &Finding| titles.iter().position(|title| *title == f.column);
        let mut ways = Vec::new();
        let mut cells: Vec<(usize, String, String)> = Vec::new();
        let worst = refused.copied().unwrap_or(findings[0]);
        for finding in findings {
            let Some(place) = place_of(finding) else { continue };
            for (code, name) in &finding.candidates {
                ways.push((format!("{place}:{code}"), format!("Pakai {code} {name}")));
            }
            if !cells.iter().any(|(own, ..)| *own == place) {
                cells.push((place, finding.column.clone(), finding.value.clone()));
            }
        }
        if cells.is_empty() || refused.is_none() {
            // What is doubtful about a row is any one of its numbers.
            for cell in measures(report) {
                if !cells.iter().any(|(own, ..)| *own == cell.0) {
                    cells.push(cell);
                }
            }
        }
        let doubt = doubts.iter().find(|doubt| doubt.line == line).filter(|_| refused.is_none());
        questions.push(Question {
            line,
            short: format!("{}: {}", worst.row(), worst.reason.trim_end_matches('.')),
            sentences: findings.iter().map(|f| with_rule(f)).collect(),
            ways,
            cells,
            right: doubt.map(|doubt| format!("{RIGHT}{}", doubt.stamp)),
            confirmed: doubt.is_some_and(|doubt| confirms(stated, doubt)),
        });
    }
    (questions, more)
}

/// Whether somebody has said that a doubtful line is right, knowing what is doubtful about it today.
fn confirms(stated: &Stated, doubt: &Doubt) -> bool {
    stated.confirms_all || stated.confirmed.as_ref().is_some_and(|own| own.contains(doubt))
}

/// A finding with the rule that found it.
fn with_rule(finding: &Finding) -> String {
    let rule = finding.rule;
    format!("{} [{} {}]", finding.told(), rule.code(), rule.label())
}

/// Lines that are told at once.
const TOLD: usize = 100;

/// What is good to know about single lines, and how many others there are.
pub fn told(report: &Report) -> (Vec<String>, usize) {
    let of_lines = |f: &&Finding| f.line > 0 && f.severity == Severity::Inform;
    let all = report.findings.list().iter().filter(of_lines);
    let shown: Vec<String> = all.take(TOLD).map(Finding::told).collect();
    let of_file = report.findings.list().iter().filter(|f| f.line == 0);
    let of_file = of_file.filter(|f| f.severity == Severity::Inform).count();
    let others = report.findings.count(Severity::Inform).saturating_sub(of_file + shown.len());
    (shown, others)
}

/// Place and title of the columns with numbers.
fn measures(report: &Report) -> impl Iterator<Item = (usize, String, String)> {
    let columns = report.header.iter().flat_map(|header| &header.columns).enumerate();
    columns
        .filter(|(_, column)| column.field.is_some_and(Field::is_measure))
        .map(|(place, column)| (place, column.title.clone(), String::new()))
}

/// A cell that was written anew.
pub struct Fix {
    /// Its line and column, as the name of a field ends with them.
    pub place: String,
    /// Where it is, of which region as far as that is shown, and what it says now.
    pub told: String,
}

/// The cells that were written anew, by line.
pub fn fixes(report: &Report, stated: &Stated) -> Vec<Fix> {
    let columns = report.header.as_ref().map_or(&[][..], |header| &header.columns);
    let mut all: Vec<_> = stated.fixes.iter().collect();
    all.sort_by_key(|(line, place, _)| (*line, *place));
    let title = |place: usize| {
        let title = columns.get(place).map(|column| column.title.clone());
        title.unwrap_or_else(|| format!("ke-{}", place + 1))
    };
    let region = |line: u32| {
        let read = report.preview.iter().map(|row| (row.line, &row.region));
        let shown = read.chain(report.held.iter().map(|row| (row.line, &row.region)));
        let mut own = shown.filter(|(at, region)| *at == line && !region.is_empty());
        own.next().map_or_else(String::new, |(_, region)| format!(", {region}"))
    };
    all.into_iter()
        .map(|(line, place, text)| Fix {
            place: format!("{line}-{place}"),
            told: format!("Baris {line}{}, kolom {}: {text}", region(*line), title(*place)),
        })
        .collect()
}

/// The field of the form that answers a finding about the whole file.
pub fn field_of(finding: &Finding) -> &'static str {
    match finding.asks {
        Some(Asks::Content) => "isi-berkas",
        Some(Asks::Codes) => "kode",
        Some(Asks::Date) => "tanggal",
        Some(Asks::Segment) => "segmen",
        Some(Asks::Source) => "sumber",
        Some(Asks::Publisher) => "jenis-penerbit",
        Some(Asks::Percent) => "jenis",
        Some(Asks::Shares) => "pecahan",
        Some(Asks::Columns) | None => "kolom",
    }
}

/// A finding about the whole file as a sentence.
pub fn sentence(finding: &Finding) -> String {
    let told = finding.told();
    let mut chars = told.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
