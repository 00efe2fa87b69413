//! What is wrong or doubtful in a file: about the whole of it, and line by line.

use crate::import::{Finding, Report, Severity};

/// Lines that are asked about at once.
const ASKED: usize = 40;

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
    /// Column and text of a cell that can be written anew.
    pub cell: Option<(usize, String, String)>,
    /// Whether it goes in once a reason is given.
    pub doubt: bool,
}

/// The first lines that have to be decided on, and how many others there are.
pub fn questions(report: &Report) -> (Vec<Question>, usize) {
    let titles: Vec<&str> =
        report.header.iter().flat_map(|h| &h.columns).map(|c| c.title.as_str()).collect();
    let asked =
        report.findings.list().iter().filter(|f| f.line > 0 && f.severity != Severity::Inform);
    let mut lines: Vec<(u32, Vec<&Finding>)> = Vec::new();
    for finding in asked {
        match lines.iter_mut().find(|(line, _)| *line == finding.line) {
            Some((_, own)) => own.push(finding),
            None => lines.push((finding.line, vec![finding])),
        }
    }
    let more = lines.len().saturating_sub(ASKED);
    let mut questions = Vec::new();
    for (line, findings) in lines.into_iter().take(ASKED) {
        let refused = findings.iter().find(|f| f.severity == Severity::Refuse);
        let place_of = |f: &Finding| titles.iter().position(|title| *title == f.column);
        let mut ways = Vec::new();
        let mut cell = None;
        if let Some(finding) = refused
            && let Some(place) = place_of(finding)
        {
            for (code, name) in &finding.candidates {
                ways.push((format!("{place}:{code}"), format!("Pakai {code} {name}")));
            }
            cell = Some((place, finding.column.clone(), finding.value.clone()));
        }
        let worst = refused.copied().unwrap_or(findings[0]);
        questions.push(Question {
            line,
            short: format!("Baris {line}: {}", worst.reason.trim_end_matches('.')),
            sentences: findings.iter().map(|f| f.told()).collect(),
            ways,
            cell,
            doubt: refused.is_none(),
        });
    }
    (questions, more)
}

/// The field of the form that answers a finding about the whole file.
pub fn field_of(finding: &Finding) -> &'static str {
    let of = |word: &str| finding.reason.contains(word);
    if of("hanya dapat diubah") {
        "isi-berkas"
    } else if of("kode BPS") {
        "kode"
    } else if of("tanggal") {
        "tanggal"
    } else if of("segmen") {
        "segmen"
    } else if of("sumber") {
        "sumber"
    } else if of("bagian dari satu") {
        "pecahan"
    } else {
        "kolom"
    }
}

/// A finding about the whole file as a sentence.
pub fn sentence(finding: &Finding) -> String {
    let told = finding.told();
    let mut chars = told.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
