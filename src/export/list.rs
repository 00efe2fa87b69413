//! The list of all findings, beside the sheet with its marked cells.

use std::collections::BTreeMap;
use std::fmt::Write;

use rust_xlsxwriter::{Format, FormatAlign, Url, Worksheet, XlsxError};

use super::findings::capital;
use super::marked::colour;
use super::workbook::title_format;
use crate::domain::wording::count;
use crate::import::{Report, Severity};

/// The name of the sheet.
pub(super) const NAME: &str = "Temuan";

/// Where the list of findings begins.
const BEGINS: u32 = 5;

/// Writes all findings, with a way to each cell that was marked: `places` are their columns by line,
/// `cut` is the last line that the sheet `name` shows, where that is not its end.
pub(super) fn write(
    sheet: &mut Worksheet,
    report: &Report,
    name: &str,
    cut: Option<u32>,
    places: &BTreeMap<u32, Vec<u16>>,
) -> Result<(), XlsxError> {
    sheet.set_name(NAME)?;
    let findings = report.findings.list();
    let all: usize = report.findings.by_rule().map(|(.., count)| count).sum();
    let told = |number: usize| count(i64::try_from(number).unwrap_or(i64::MAX));
    let head = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, format!("Temuan pada {}", report.file_name), &head)?;
    let mut about = format!("{} temuan", told(all));
    if findings.len() < all {
        _ = write!(about, ", {} di antaranya dirinci", told(findings.len()));
    }
    about.push_str(". Sel yang berwarna di lembar pertama memuat komentar.");
    sheet.write_string(1, 0, about)?;
    if let Some(cut) = cut {
        let text = format!(
            "Lembar pertama memuat berkas asli sampai baris {}; temuan sesudahnya hanya ada di daftar ini.",
            told(usize::try_from(cut).unwrap_or_default())
        );
        sheet.write_string(2, 0, text)?;
    }
    for (at, severity) in
        [Severity::Refuse, Severity::Warn, Severity::Inform].into_iter().enumerate()
    {
        let format = Format::new().set_background_color(colour(severity));
        let text = format!("{}: {}", severity.word(), told(report.findings.count(severity)));
        sheet.write_string_with_format(3, u16::try_from(at).unwrap_or(0), text, &format)?;
    }
    let titles = [
        ("Baris", 12.0),
        ("Wilayah", 34.0),
        ("Kolom", 24.0),
        ("Isi", 24.0),
        ("Aturan", 10.0),
        ("Arti aturan", 30.0),
        ("Tingkat", 14.0),
        ("Alasan", 60.0),
        ("Saran", 50.0),
    ];
    let title = title_format();
    for (at, (text, width)) in titles.into_iter().enumerate() {
        let at = u16::try_from(at).unwrap_or(0);
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(BEGINS - 1, at, text, &title)?;
    }
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let quoted = cell.clone().set_quote_prefix();
    let mut row = BEGINS;
    for finding in findings {
        let line = if finding.line == 0 { String::new() } else { finding.line.to_string() };
        match places.get(&finding.line).and_then(|own| own.first()) {
            Some(place) => {
                let target = format!(
                    "internal:'{}'!{}",
                    name.replace('\'', "''"),
                    cell_name(*place, finding.line)
                );
                sheet.write_url_with_text(row, 0, Url::new(target), &line)?;
            }
            None => {
                sheet.write_string_with_format(row, 0, &line, &cell)?;
            }
        }
        let (rule, severity) = (finding.rule, finding.severity);
        let reason = capital(&finding.reason);
        let texts = [
            finding.region.as_str(),
            &finding.column,
            &finding.value,
            rule.code(),
            rule.label(),
            severity.word(),
            &reason,
            &finding.suggestion,
        ];
        for (at, text) in texts.into_iter().enumerate() {
            let format = if super::comma::is_formula(text) { &quoted } else { &cell };
            sheet.write_string_with_format(
                row,
                u16::try_from(at + 1).unwrap_or(1),
                text,
                format,
            )?;
        }
        row += 1;
    }
    sheet.set_freeze_panes(BEGINS, 0)?;
    sheet.autofilter(BEGINS - 1, 0, row.max(BEGINS + 1) - 1, 8)?;
    Ok(())
}

/// `C17`.
fn cell_name(place: u16, line: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(place) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect::<String>() + &line.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_names() {
        for (place, name) in [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")] {
            assert_eq!(cell_name(place, 7), name);
        }
    }
}
