//! Columns that nothing is read from though numbers stand in them, and what is said of all numbers below
//! the table: none is left out without a word.

use super::Context;
use super::plan::{Group, measure};
use crate::domain::wording::fold;
use crate::import::finding::{Asks, Finding, Findings, Rule, Severity};
use crate::import::header::{Field, Header, says_scale};
use crate::import::options::Options;
use crate::import::sheet::{Book, Cell, MAX_COLUMNS, Row, SheetError, column_name};

/// The numbers of a column that is not read.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// The line of the first one.
    line: u32,
    last: f64,
    /// They only number the rows: 1, 2, 3, and again from 1.
    is_numbering: bool,
}

impl Seen {
    fn take(&mut self, value: f64) {
        let is_next = (value - self.last - 1.0).abs() < 1e-9 || is_one(value);
        self.is_numbering &= is_next;
        self.last = value;
    }
}

fn is_one(value: f64) -> bool {
    (value - 1.0).abs() < 1e-9
}

/// What rows show about columns that are not read, gathered while they pass.
pub(super) struct Unread<'a> {
    header: &'a Header,
    options: &'a Options,
    /// Cells beyond the last title are refused row by row.
    is_text: bool,
    /// The columns of codes and names: a row about a region has something in them.
    subjects: Vec<usize>,
    /// By place: whether a column with a title is read.
    is_read: Vec<bool>,
    /// By place; `None` for columns without numbers.
    seen: Vec<Option<Seen>>,
    /// A remark that says that numbers are thousands or millions, and its line.
    scale: Option<(u32, String)>,
}

impl<'a> Unread<'a> {
    pub fn new(header: &'a Header, context: &Context<'a>) -> Self {
        let of = |place: usize| measure(&header.columns[place], context.options);
        let subjects = (0..header.columns.len())
            .filter(|place| matches!(of(*place), Some(Field::Code | Field::Name)));
        Self {
            header,
            options: context.options,
            is_text: context.is_text,
            subjects: subjects.collect(),
            is_read: (0..header.columns.len()).map(|place| of(place).is_some()).collect(),
            seen: Vec::new(),
            scale: None,
        }
    }

    /// Takes note of a row below the titles.
    pub fn row(&mut self, row: &Row) {
        if row.hidden || self.options.left_out.contains(&row.line) {
            return;
        }
        if self.scale.is_none() {
            let said = row.cells.iter().find_map(remark).filter(|text| says_scale(text));
            self.scale = said.map(|text| (row.line, text.to_owned()));
        }
        let filled = |place: &usize| row.cells.get(*place).is_some_and(|cell| !is_blank(cell));
        if !self.subjects.iter().any(filled) {
            return;
        }
        for (place, cell) in row.cells.iter().enumerate().take(MAX_COLUMNS) {
            if self.is_read(place) {
                continue;
            }
            let Some(value) = number(cell) else { continue };
            if place >= self.seen.len() {
                self.seen.resize(place + 1, None);
            }
            match &mut self.seen[place] {
                Some(seen) => seen.take(value),
                none => {
                    let is_numbering = is_one(value);
                    *none = Some(Seen { line: row.line, last: value, is_numbering });
                }
            }
        }
    }

    fn is_read(&self, place: usize) -> bool {
        self.is_read.get(place).copied().unwrap_or(self.is_text)
    }

    /// Tells what was found; whether the table can be read.
    ///
    /// # Errors
    /// Those of the file.
    pub fn settle(
        &self,
        book: &Book,
        sheet: usize,
        findings: &mut Findings,
    ) -> Result<bool, SheetError> {
        let mut sound = true;
        if let Some((line, text)) = &self.scale {
            sound = false;
            let reason = "catatan di berkas menyebut angkanya dalam ribuan atau jutaan.";
            findings.push(
                Finding::new(*line, Rule::Table, Severity::Refuse, reason)
                    .at("", text.as_str())
                    .so("Tulis angkanya penuh, tanpa satuan, lalu hapus catatan itu."),
            );
        }
        let title =
            |place: usize| self.header.columns.get(place).map_or("", |column| column.title.trim());
        let seen = self.seen.iter().enumerate().filter_map(|(at, seen)| Some((at, (*seen)?)));
        let (named, bare): (Vec<_>, Vec<_>) = seen
            .filter(|(_, seen)| !seen.is_numbering)
            .partition(|(place, _)| !title(*place).is_empty());
        // Hidden columns have lost their titles, and are told elsewhere.
        let hidden = if bare.is_empty() { Vec::new() } else { book.hidden_columns(sheet)? };
        let shown = |place: usize| !hidden.iter().any(|range| range.contains(&place));
        let bare: Vec<_> = bare.into_iter().filter(|(place, _)| shown(*place)).collect();
        if let Some((_, first)) = bare.first() {
            sound = false;
            let letters: Vec<String> = bare.iter().map(|(place, _)| column_name(*place)).collect();
            let reason = format!(
                "kolom {} tidak berjudul, padahal berisi angka (mulai baris {}).",
                letters.join(", "),
                first.line
            );
            findings.push(
                Finding::question(Asks::Columns, reason)
                    .so("Beri judul pada kolom itu di berkasnya, atau kosongkan."),
            );
        }
        if !named.is_empty() {
            let titles: Vec<&str> = named.iter().map(|(place, _)| title(*place)).collect();
            let text = format!("kolom berisi angka yang tidak dibaca: {}.", titles.join(", "));
            findings.push(
                Finding::new(0, Rule::Table, Severity::Inform, text)
                    .so("Nyatakan isi kolomnya bila harus ikut dibaca."),
            );
        }
        Ok(sound)
    }
}

fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A cell whose words may speak of thousands or millions.
fn remark<'a>(cell: &Cell<'a>) -> Option<&'a str> {
    let Cell::Text(text) = cell else { return None };
    let has_words = text.len() > 3 && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let may = || ["ibu", "IBU", "uta", "UTA", "000"].iter().any(|part| text.contains(part));
    (has_words && may()).then_some(*text)
}

/// What a cell with nothing but a number holds, as far as rows are numbered by it.
fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number { value, .. } => Some(*value),
        Cell::Text(text) => {
            let of_number = |byte: u8| byte.is_ascii_digit() || b"., %".contains(&byte);
            let is_number = text.bytes().all(of_number) && text.bytes().any(|b| b.is_ascii_digit());
            is_number.then(|| text.trim().trim_end_matches('.').parse().unwrap_or(f64::NAN))
        }
        _ => None,
    }
}

/// The column that says what the numbers of a row count.
pub(super) fn unit(header: &Header, options: &Options) -> Option<usize> {
    header.columns.iter().position(|column| {
        let is_unit = matches!(fold(&column.title).as_str(), "satuan" | "unit" | "satuan data");
        is_unit && measure(column, options).is_none()
    })
}

/// Whether a unit is one that numbers are stored in.
pub(super) fn is_unit(unit: &str) -> bool {
    const UNITS: [&str; 8] =
        ["orang", "org", "pekerja", "jiwa", "peserta", "tenaga kerja", "persen", "orang persen"];
    UNITS.contains(&fold(unit).as_str()) || unit.trim() == "%"
}

/// What a column of targets leaves open about those beside it: what is asked, why, and what to do.
pub(super) fn of_target(
    header: &Header,
    options: &Options,
    groups: &[Group],
    is_open: bool,
) -> Vec<(Asks, String, &'static str)> {
    let begins = |title: &str, words: &[&str]| {
        fold(title).split(' ').next().is_some_and(|first| words.contains(&first))
    };
    let is_target = |title: &str| begins(title, &["target", "sasaran"]);
    let mut asked = Vec::new();
    let Some(target) = header.columns.iter().find(|column| is_target(&column.title)) else {
        return asked;
    };
    let target = target.title.trim();
    for column in &header.columns {
        let is_result = begins(&column.title, &["realisasi", "capaian", "pencapaian"]);
        if is_result && measure(column, options).is_none() {
            let title = column.title.trim();
            asked.push((
                Asks::Columns,
                format!("isi kolom {title} di sebelah {target} tidak jelas."),
                "Nyatakan kolom itu sebagai peserta aktif bila demikian, atau abaikan.",
            ));
        }
    }
    let without_base = |group: &Group| group.percent.is_some() && group.workforce.is_none();
    if is_open && groups.iter().any(without_base) {
        asked.push((
            Asks::Percent,
            format!("persennya cakupan, atau capaian terhadap {target}?"),
            "Nyatakan yang mana (pilihan Arti persen, atau --percent).",
        ));
    }
    asked
}
