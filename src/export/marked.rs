//! The sheet that was uploaded, with the cells marked that something was found about.
//!
//! Values stand at their places; nothing is written as a formula. Of a very long sheet the beginning
//! is shown, so that memory stays small.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rust_xlsxwriter::{Color, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::workbook::note;
use super::{Error, list};
use crate::import::{Book, Cell, Field, Finding, Report, Row, Severity};

/// Rows of the uploaded sheet that are shown.
const ROWS: u32 = 100_000;

/// Cells that are shown, at most: a wide sheet ends earlier.
const CELLS: usize = 500_000;

/// The workbook: the sheet first, so that it can be corrected and uploaded again, then the list.
pub(super) fn workbook(report: &Report, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let book = Book::open(bytes, &report.file_name)?;
    let name = sheet_name(report.sheets.get(report.sheet).map_or("", String::as_str));
    let mut out = Workbook::new();
    let sheet = out.add_worksheet();
    sheet.set_name(&name)?;
    let mut copy = Copy::new(report, sheet);
    copy.rows(&book, report.sheet)?;
    let (cut, places) = (copy.cut, copy.places);
    list::write(out.add_worksheet(), report, &name, cut, &places)?;
    Ok(out.save_to_buffer()?)
}

/// A name that Excel allows, and that is not the one of the list.
fn sheet_name(name: &str) -> String {
    let allowed =
        |c: char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control();
    let own: String = name.chars().filter(|c| allowed(*c)).take(31).collect();
    match own.trim_matches(['\'', ' ']) {
        "" => "Berkas".to_owned(),
        own if own.eq_ignore_ascii_case(list::NAME) => "Berkas".to_owned(),
        own => own.to_owned(),
    }
}

/// How a cell looks: what kind of value it holds, and the worst that was found about it.
struct Look {
    formats: [[Format; 4]; 5],
}

#[derive(Clone, Copy)]
enum Shape {
    Plain,
    /// Text that begins like a formula: shown as text even after somebody edits it.
    Quoted,
    Percent,
    Date,
    Title,
}

impl Look {
    fn new() -> Self {
        let shape = |format: Format| {
            [None, Some(Severity::Inform), Some(Severity::Warn), Some(Severity::Refuse)].map(
                |severity| match severity {
                    Some(severity) => format.clone().set_background_color(colour(severity)),
                    None => format.clone(),
                },
            )
        };
        Self {
            formats: [
                shape(Format::new()),
                shape(Format::new().set_quote_prefix()),
                shape(Format::new().set_num_format("0.00%")),
                shape(Format::new().set_num_format("yyyy-mm-dd")),
                shape(Format::new().set_bold()),
            ],
        }
    }

    fn of(&self, shape: Shape, severity: Option<Severity>) -> &Format {
        let step = match severity {
            None => 0,
            Some(Severity::Inform) => 1,
            Some(Severity::Warn) => 2,
            Some(Severity::Refuse) => 3,
        };
        &self.formats[shape as usize][step]
    }
}

pub(super) fn colour(severity: Severity) -> Color {
    Color::RGB(match severity {
        Severity::Refuse => 0xF6_C9CF,
        Severity::Warn => 0xFC_E3B4,
        Severity::Inform => 0xDB_E4F6,
    })
}

/// A sheet on its way from the uploaded file to the workbook.
struct Copy<'a> {
    report: &'a Report,
    sheet: &'a mut Worksheet,
    look: Look,
    by_line: BTreeMap<u32, Vec<&'a Finding>>,
    /// Where findings were marked: line and column.
    places: BTreeMap<u32, Vec<u16>>,
    cells: usize,
    /// The last line that is shown, where that is not the last of the sheet.
    cut: Option<u32>,
}

impl<'a> Copy<'a> {
    fn new(report: &'a Report, sheet: &'a mut Worksheet) -> Self {
        let title_line = report.header.as_ref().map_or(0, |header| header.line);
        let mut by_line: BTreeMap<u32, Vec<&Finding>> = BTreeMap::new();
        for finding in report.findings.list() {
            // What is said about a column stands at its title.
            let line = match (finding.line, finding.column.as_str()) {
                (0, "") => continue,
                (0, _) => title_line,
                (line, _) => line,
            };
            by_line.entry(line).or_default().push(finding);
        }
        let (look, places) = (Look::new(), BTreeMap::new());
        Self { report, sheet, look, by_line, places, cells: 0, cut: None }
    }

    fn rows(&mut self, book: &Book, sheet: usize) -> Result<(), Error> {
        let mut outcome = Ok(());
        let mut last = 0;
        book.rows(sheet, &mut |row: Row| {
            if row.line > ROWS || self.cells + row.cells.len() > CELLS {
                self.cut = Some(last);
                return ControlFlow::Break(());
            }
            last = row.line;
            match self.row(&row) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    outcome = Err(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        Ok(outcome?)
    }

    fn row(&mut self, row: &Row) -> Result<(), XlsxError> {
        self.cells += row.cells.len();
        let at = row.line - 1;
        let marks = self.marks(row);
        let header = self.report.header.as_ref();
        let is_title = header.is_some_and(|h| (h.line..h.data_line).contains(&row.line));
        for (place, cell) in row.cells.iter().enumerate() {
            let Ok(place) = u16::try_from(place) else { break };
            let severity = marks.get(&place).and_then(|found| worst(found));
            // Merged cells come apart here; a number of theirs must not become that of one row.
            let number = |cell: &Cell| matches!(cell, Cell::Number { .. });
            let own = row.merged.iter().find(|own| own.covers(place.into()) && number(cell));
            let apart = own.map(|own| format!("{} (sel gabungan {})", plain(cell), own.range()));
            let cell = apart.as_ref().filter(|_| !is_title).map_or(*cell, |text| Cell::Text(text));
            self.cell(at, place, &cell, severity, is_title)?;
        }
        for (place, found) in &marks {
            if usize::from(*place) >= row.cells.len() {
                self.cell(at, *place, &Cell::Empty, worst(found), false)?;
            }
            let told: Vec<String> = found.iter().map(|finding| comment(finding)).collect();
            self.sheet.insert_note(at, *place, &note(&told.join("\n")))?;
            self.places.entry(row.line).or_default().push(*place);
        }
        if row.hidden {
            self.sheet.set_row_hidden(at)?;
        }
        Ok(())
    }

    /// The findings of a row by column.
    fn marks(&self, row: &Row) -> BTreeMap<u16, Vec<&'a Finding>> {
        let mut marks: BTreeMap<u16, Vec<&Finding>> = BTreeMap::new();
        for finding in self.by_line.get(&row.line).into_iter().flatten() {
            let place = self.place(finding, row);
            marks.entry(u16::try_from(place).unwrap_or(0)).or_default().push(finding);
        }
        marks
    }

    /// The column of a finding. Of several with one title it is that with the value; what is said
    /// about the whole row stands at its region.
    fn place(&self, finding: &Finding, row: &Row) -> usize {
        let columns = self.report.header.iter().flat_map(|header| &header.columns);
        let titled = columns.enumerate().filter(|(_, column)| column.title == finding.column);
        let mut places = titled.map(|(place, _)| place);
        if finding.column.is_empty() {
            return self.region();
        }
        let Some(first) = places.next() else { return self.region() };
        let holds = |place: usize| {
            row.cells
                .get(place)
                .is_some_and(|cell| plain(cell).starts_with(finding.value.trim_end_matches('…')))
        };
        if finding.line == 0 || holds(first) {
            return first;
        }
        places.find(|place| holds(*place)).unwrap_or(first)
    }

    fn region(&self) -> usize {
        let of = |field: Field| {
            let header = self.report.header.as_ref()?;
            header.columns.iter().position(|column| column.field == Some(field))
        };
        of(Field::Name).or_else(|| of(Field::Code)).unwrap_or(0)
    }

    fn cell(
        &mut self,
        row: u32,
        place: u16,
        cell: &Cell,
        severity: Option<Severity>,
        is_title: bool,
    ) -> Result<(), XlsxError> {
        let look = |shape| self.look.of(shape, severity);
        let plain = if is_title { Shape::Title } else { Shape::Plain };
        match cell {
            Cell::Empty if severity.is_none() => {}
            Cell::Empty => {
                self.sheet.write_blank(row, place, look(plain))?;
            }
            Cell::Text(text) | Cell::Fault(text) => {
                let shape = if super::comma::is_formula(text) { Shape::Quoted } else { plain };
                self.sheet.write_string_with_format(row, place, *text, look(shape))?;
            }
            Cell::Number { value, percent } => {
                let shape = if *percent { Shape::Percent } else { plain };
                self.sheet.write_number_with_format(row, place, *value, look(shape))?;
            }
            Cell::Date(day) => {
                let text = day.to_string();
                // Excel knows no day before 1900.
                if let Ok(date) = ExcelDateTime::parse_from_str(&text) {
                    self.sheet.write_datetime_with_format(row, place, &date, look(Shape::Date))?;
                } else {
                    self.sheet.write_string_with_format(row, place, text, look(plain))?;
                }
            }
            Cell::Bool(truth) => {
                self.sheet.write_boolean_with_format(row, place, *truth, look(plain))?;
            }
        }
        Ok(())
    }
}

fn worst(found: &[&Finding]) -> Option<Severity> {
    found.iter().map(|finding| finding.severity).min()
}

/// A cell as findings quote it.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Fault(text) => (*text).to_owned(),
        Cell::Number { value, .. } => value.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::Empty | Cell::Bool(_) => String::new(),
    }
}

/// A finding as the comment of a cell.
fn comment(finding: &Finding) -> String {
    let (rule, reason) = (finding.rule, &finding.reason);
    let so = if finding.suggestion.is_empty() { "" } else { " " };
    format!(
        "{} {} ({}): {reason}{so}{}",
        rule.code(),
        rule.label(),
        finding.severity.word(),
        finding.suggestion
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_excel_takes() {
        for (given, name) in [
            ("", "Berkas"),
            ("temuan", "Berkas"),
            ("'a'", "a"),
            ("Data [1]: x/y", "Data 1 xy"),
            ("Rekap Provinsi Jambi November Tahun 2025", "Rekap Provinsi Jambi November T"),
        ] {
            assert_eq!(sheet_name(given), name);
        }
    }
}
