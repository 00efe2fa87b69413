//! Columns that nothing is read from though numbers stand in them, and what is said of all numbers below
//! the table: none is left out without a word.

use std::collections::BTreeMap;

use super::cell::quoted;
use super::finding::{Asks, Finding, Findings, Rule, Severity};
use super::header::{Column, Field, Header, says_scale};
use super::options::Options;
use super::sheet::{Book, Cell, MAX_COLUMNS, Row, SheetError, column_name};
use crate::domain::wording::{count, fold};

/// The numbers of a column that is not read.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// The line of the first one.
    line: u32,
    last: f64,
    /// Cells with a number.
    cells: i64,
    /// They only number the rows: 1, 2, 3, and again from 1 after more than one row.
    is_numbering: bool,
}

impl Seen {
    fn take(&mut self, value: f64) {
        let is_next = (value - self.last - 1.0).abs() < 1e-9;
        self.is_numbering &= is_next || (is_one(value) && !is_one(self.last));
        self.last = value;
        self.cells += 1;
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
    /// The columns of codes and names: a row about anything has something in them.
    subjects: Vec<usize>,
    /// By place: whether a column with a title is read.
    is_read: Vec<bool>,
    /// By place; `None` for columns without numbers.
    seen: Vec<Option<Seen>>,
    /// The first words of columns that are not read, by place: what the rows are about may stand there.
    words: BTreeMap<usize, String>,
    /// A remark that says that numbers are thousands or millions, and its line.
    scale: Option<(u32, String)>,
}

impl<'a> Unread<'a> {
    /// `subjects` are the columns that say what a row is about; in a text (`is_text`) cells beyond the last
    /// title are refused elsewhere.
    pub fn new(
        header: &'a Header,
        options: &'a Options,
        is_text: bool,
        subjects: Vec<usize>,
    ) -> Self {
        let is_ignored =
            |column: &Column| options.mapping.get(&column.title) == Some(&Field::Ignored);
        let is_read = |column: &Column| options.field_of(column).is_some() && !is_ignored(column);
        let is_read = header.columns.iter().map(is_read).collect();
        let (seen, words) = (Vec::new(), BTreeMap::new());
        Self { header, options, is_text, subjects, is_read, seen, words, scale: None }
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
            let Some(value) = number(cell) else {
                if let Cell::Text(text) = cell
                    && !is_blank(cell)
                    && !self.words.contains_key(&place)
                {
                    self.words.insert(place, quoted(text));
                }
                continue;
            };
            if place >= self.seen.len() {
                self.seen.resize(place + 1, None);
            }
            match &mut self.seen[place] {
                Some(seen) => seen.take(value),
                none => {
                    let is_numbering = is_one(value);
                    *none = Some(Seen { line: row.line, last: value, cells: 1, is_numbering });
                }
            }
        }
    }

    /// Whether numbers of a column need not be told: it is read, or left out by its own title.
    fn is_read(&self, place: usize) -> bool {
        self.is_read.get(place).copied().unwrap_or(self.is_text)
    }

    /// Whether somebody, now or for an earlier file, said that a column is left out.
    fn is_ignored(&self, place: usize) -> bool {
        let column = self.header.columns.get(place);
        column.and_then(|it| self.options.mapping.get(&it.title)) == Some(&Field::Ignored)
    }

    /// Lets go of what remarks say about numbers: the table has none.
    pub fn forget_scale(&mut self) {
        self.scale = None;
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
        let words = self
            .words
            .iter()
            .filter(|(place, _)| !title(**place).is_empty() && !self.is_ignored(**place));
        let words: Vec<String> =
            words.map(|(place, text)| format!("{} (misalnya {text})", title(*place))).collect();
        if !words.is_empty() {
            let text = format!("kolom yang tidak dibaca: {}.", words.join(", "));
            findings.push(
                Finding::new(0, Rule::Table, Severity::Inform, text)
                    .so("Bila barisnya dibedakan oleh kolom itu, pisahkan dahulu di berkasnya."),
            );
        }
        let (ignored, named): (Vec<_>, Vec<_>) =
            named.into_iter().partition(|(place, _)| self.is_ignored(*place));
        for (place, seen) in ignored {
            let text =
                format!("kolom diabaikan, padahal {} selnya berisi angka.", count(seen.cells));
            findings.push(
                Finding::new(0, Rule::Table, Severity::Inform, text)
                    .at(title(place), "")
                    .so("Nyatakan isinya bila harus ikut dibaca."),
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
    let is_part = |part: &[u8]| matches!(part, b"ibu" | b"IBU" | b"uta" | b"UTA" | b"000");
    let may = || text.as_bytes().windows(3).any(is_part);
    (has_words && may()).then_some(*text)
}

/// What a cell with nothing but a number holds, as far as rows are numbered by it; no number at all where
/// it has a unit.
fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number { value, .. } => Some(*value),
        Cell::Text(text) => {
            let mut digits = false;
            for byte in text.bytes() {
                digits |= byte.is_ascii_digit();
                if !byte.is_ascii_digit() && !b"., %".contains(&byte) {
                    return with_unit(text).then_some(f64::NAN);
                }
            }
            digits.then(|| text.trim().trim_end_matches('.').parse().unwrap_or(f64::NAN))
        }
        _ => None,
    }
}

/// `Rp 5.000`, `16,7 juta orang`.
fn with_unit(text: &str) -> bool {
    const UNITS: [&str; 14] = [
        "rp", "idr", "rupiah", "orang", "org", "jiwa", "pekerja", "peserta", "persen", "ribu",
        "juta", "miliar", "milyar", "triliun",
    ];
    let short = text.len() <= 60 && text.bytes().any(|byte| byte.is_ascii_digit());
    let is_of_number = |c: char| c.is_ascii_alphanumeric() || "., %".contains(c);
    short
        && text.chars().all(is_of_number)
        && text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .all(|word| UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word)))
}

/// The column that says what the numbers of a row count.
pub(super) fn unit(header: &Header, options: &Options) -> Option<usize> {
    header.columns.iter().position(|column| {
        let is_unit = matches!(fold(&column.title).as_str(), "satuan" | "unit" | "satuan data");
        is_unit && options.field_of(column).is_none()
    })
}

/// Units that numbers of people and percents are stored in.
pub(super) const PEOPLE: &[&str] =
    &["orang", "org", "pekerja", "jiwa", "peserta", "tenaga kerja", "persen", "orang persen"];

/// Units of statements on money.
pub(super) const MONEY: &[&str] =
    &["orang", "org", "pekerja", "jiwa", "peserta", "tenaga kerja", "rupiah", "rp", "idr", "kasus"];

/// A refusal of a row whose own cell says that its numbers count something else than these units.
pub(super) fn other_unit(
    line: u32,
    title: &str,
    unit: &str,
    units: &'static [&'static str],
) -> Option<Finding> {
    let unit = unit.trim();
    let fits = units.contains(&fold(unit).as_str()) || (unit == "%" && units == PEOPLE);
    if fits || super::cell::is_missing(unit) {
        return None;
    }
    let usual = if units == PEOPLE { "orang atau persen" } else { "orang, rupiah, atau kasus" };
    let reason = format!("satuannya {}, bukan {usual}.", quoted(unit));
    Some(
        Finding::new(line, Rule::R9, Severity::Refuse, reason)
            .at(title, unit)
            .so(format!("Tulis angkanya penuh dalam {usual}, lalu betulkan satuannya.")),
    )
}
