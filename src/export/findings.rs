//! What an import found, as files to work through: a list, and the sheet with its cells marked.

use super::{Error, comma, marked};
use crate::import::Report;

/// The findings as comma-separated values, with the names that `--json` uses. A finding about the
/// whole file has no row.
pub fn csv(report: &Report) -> String {
    let mut text = String::from("\u{feff}");
    let titles = ["baris", "wilayah", "kolom", "isi", "aturan", "tingkat", "alasan", "saran"];
    comma::line(&titles, &mut text);
    for finding in report.findings.list() {
        let line = if finding.line == 0 { String::new() } else { finding.line.to_string() };
        comma::line(
            &[
                &line,
                &finding.region,
                &finding.column,
                &finding.value,
                finding.rule.code(),
                finding.severity.word(),
                &capital(&finding.reason),
                &finding.suggestion,
            ],
            &mut text,
        );
    }
    text
}

/// A sentence that begins in a cell of its own.
pub(super) fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The sheet of the report as it was uploaded, its cells marked and commented, with a list of all
/// findings beside it. `bytes` are those of the file.
///
/// # Errors
/// When the file cannot be read again, or the workbook cannot be written.
pub fn xlsx(report: &Report, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    marked::workbook(report, bytes)
}
