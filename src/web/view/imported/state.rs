//! What keeps a row of a file out, or does not: an icon and words.

use crate::domain::Status;
use crate::domain::rules::Rule;
use crate::import::{Finding, Outcome, Report, Severity};
use crate::web::markup::{Markup, icon};

/// The state of a row.
pub struct State {
    /// Its mark.
    pub icon: Markup,
    /// Its words.
    pub words: &'static str,
    /// Whether nothing keeps it out.
    pub is_ready: bool,
}

impl State {
    fn new(status: Status, words: &'static str, is_ready: bool) -> Self {
        Self { icon: icon(&status), words, is_ready }
    }

    /// Of a figure that was read: one that nothing was found about is ready, whatever else stands in its row.
    pub fn of_figure(report: &Report, line: u32, group: usize) -> Self {
        let about = |f: &&Finding| f.line == line && f.cell.is_none_or(|(own, _)| own == group);
        Self::worst(report, report.findings.list().iter().filter(about))
    }

    /// Of a row that was read.
    pub fn of_row(report: &Report, line: u32) -> Self {
        Self::worst(report, report.findings.list().iter().filter(|f| f.line == line))
    }

    fn worst<'a>(report: &Report, findings: impl Iterator<Item = &'a Finding>) -> Self {
        match findings.min_by_key(|finding| finding.severity) {
            Some(f) if f.severity == Severity::Refuse => Self::refused(report, f.line),
            Some(f) if f.severity == Severity::Warn && report.outcome == Outcome::Blocked => {
                Self::new(Status::NeedsSpeed, "Perlu alasan", false)
            }
            Some(f) if f.severity == Severity::Warn => {
                Self::new(Status::OnTrack, "Dengan alasan", true)
            }
            _ => Self::new(Status::OnTrack, "Siap", true),
        }
    }

    /// Of a row that cannot go in.
    pub fn refused(report: &Report, line: u32) -> Self {
        let own = report.findings.list().iter().filter(|f| f.line == line);
        let rule = own.filter(|f| f.severity == Severity::Refuse).map(|f| f.rule).min();
        let words = match rule {
            Some(Rule::R9) => "Angka tidak jelas",
            Some(Rule::R10) => "Wilayah tidak dikenal",
            Some(Rule::R11) => "Tanggal tidak sah",
            Some(Rule::Twice) => "Baris ganda",
            Some(Rule::Value) => "Isian tidak sah",
            Some(Rule::Table) => "Baris tidak terbaca",
            _ => "Ditolak",
        };
        Self::new(Status::Behind, words, false)
    }
}
