//! What the columns of a table hold, by their titles.
//!
//! Titles stand in one row or in two (a segment or date over several columns, what is counted
//! below it), under rows of titles that belong to the whole sheet. A title that is not known stays
//! unknown: the user says what it is, or leaves it out.

mod above;
mod field;
mod units;
mod words;

use self::words::{SEGMENTS, TITLES};
use super::finding::{Finding, Rule, Severity};
use super::lists::ListColumn;
use super::sheet::{Cell, Row};
use super::{date, text};
use crate::domain::wording::fold;
use crate::domain::{AsOf, SegmentCode};

pub use self::field::Field;
pub use self::units::{
    bracketed_date, names_permil, names_scale, odd_remark, permil_asked, says_scale, scale_asked,
};

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title as it stands in the file, rows joined by a stroke.
    pub title: String,
    /// What it holds; `None` while nobody knows.
    pub field: Option<Field>,
    /// The segment that the title names.
    pub segment: Option<SegmentCode>,
    /// The date that the title names.
    pub as_of: Option<AsOf>,
}

/// The titles of a table and where its rows begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// The line of the first title row.
    pub line: u32,
    /// Rows of titles, without those of the sheet above.
    pub rows: usize,
    /// The line at which the data begin.
    pub data_line: u32,
    /// The one date that titles of the whole sheet name.
    pub sheet_as_of: Option<AsOf>,
    /// The one segment that titles of the whole sheet name.
    pub sheet_segment: Option<SegmentCode>,
    /// A title of the whole sheet that says its numbers are thousands or millions.
    pub sheet_scale: Option<String>,
    /// A title that is about health insurance and not about employment social security.
    pub health: Option<String>,
}

impl Header {
    /// Whether a row has something to the right of the last title.
    pub fn is_beyond(&self, cells: &[Cell]) -> bool {
        let beyond = cells.get(self.columns.len()..).unwrap_or_default();
        beyond.iter().any(|cell| !text::of(cell).trim().is_empty())
    }

    /// What is the matter with such a row of a text.
    pub fn beyond(&self, row: &Row) -> Finding {
        let reason = format!(
            "baris ini berisi {} sel, sedangkan judul kolomnya {}.",
            row.cells.len(),
            self.columns.len()
        );
        Finding::new(row.line, Rule::Table, Severity::Refuse, reason)
            .so("Angka yang memuat tanda pemisah kolom perlu diapit tanda kutip.")
    }
}

/// Rows that are looked through for the titles.
pub const LOOKED_THROUGH: usize = 40;

/// The segment that a text names: its code, or a name it is known by.
pub fn segment_of(text: &str) -> Option<SegmentCode> {
    let folded = fold(text);
    let by_name = SEGMENTS.iter().find(|(_, names)| names.contains(&folded.as_str()));
    if let Some((code, _)) = by_name {
        return SegmentCode::parse(code);
    }
    SegmentCode::parse(text.trim())
}

/// The words that titles are known by.
#[derive(Debug, Clone, Copy)]
pub enum Vocabulary {
    /// Those of figures, whose titles may also name segments and dates, in several rows.
    Figures,
    /// Those of a list, in one row.
    List(&'static [ListColumn]),
}

impl Vocabulary {
    /// What the titles of one column mean together.
    fn column(self, titles: &[&str]) -> Column {
        match self {
            Self::Figures => column(titles),
            Self::List(columns) => {
                let title = titles.iter().map(|title| title.trim()).find(|title| !title.is_empty());
                let title = title.unwrap_or_default();
                let spoken = fold(&title.replace('%', " persen "));
                let found = columns.iter().find(|column| column.is_called(&spoken));
                let found =
                    found.or_else(|| columns.iter().find(|column| column.is_called(&plain(title))));
                Column {
                    title: title.to_owned(),
                    field: found.map(|column| column.field).or_else(|| numbering(title)),
                    segment: None,
                    as_of: None,
                }
            }
        }
    }

    /// Whether a column says what a row is about.
    fn is_subject(self, field: Option<Field>) -> bool {
        match self {
            Self::Figures => matches!(field, Some(Field::Code | Field::Name)),
            Self::List(columns) => columns.iter().take(2).any(|column| Some(column.field) == field),
        }
    }
}

/// A column of row numbers is of no use.
fn numbering(title: &str) -> Option<Field> {
    matches!(fold(title).as_str(), "no" | "no urut" | "nomor urut").then_some(Field::Ignored)
}

/// The titles that a field is known by in files of figures, folded.
pub(super) fn known_titles(field: Field) -> &'static [&'static str] {
    TITLES.iter().find(|(own, _)| *own == field).map_or(&[], |(_, titles)| titles)
}

/// What a single title means.
fn field_of(folded: &str) -> Option<Field> {
    TITLES.iter().find(|(_, titles)| titles.contains(&folded)).map(|(field, _)| *field)
}

/// A title without what is known otherwise: units in brackets and numbers of columns.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for ch in text.chars() {
        match ch {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '%' if depth == 0 => plain.push_str(" persen "),
            _ if depth == 0 => plain.push(ch),
            _ => {}
        }
    }
    fold(&plain)
}

/// What the titles of one column mean together.
fn column(titles: &[&str]) -> Column {
    let mut shown: Vec<&str> = titles.iter().map(|title| title.trim()).collect();
    shown.retain(|title| !title.is_empty());
    shown.dedup();
    let mut column = Column { title: shown.join(" / "), field: None, segment: None, as_of: None };
    for title in shown {
        let folded = plain(title);
        if let Some(field) = field_of(&folded) {
            column.field = Some(field);
            if field.is_measure() {
                column.segment = column.segment.or_else(|| bracketed_segment(title));
            }
        } else if let Some(segment) = named_segment(&folded) {
            column.segment = Some(segment);
        } else if let Some(as_of) = date::find(title) {
            column.as_of = Some(as_of);
            // "Peserta aktif per 30 April 2025"
            let before = plain(title.split(|ch: char| ch.is_ascii_digit()).next().unwrap_or(""));
            column.field = column.field.or_else(|| leading_field(&before));
        } else if let Some((field, segment)) = both(&folded) {
            column.field = Some(field);
            column.segment = Some(segment);
        } else if title.contains('%') && folded.trim() == "persen" {
            column.field = Some(Field::Percent);
        }
    }
    column
}

fn named_segment(folded: &str) -> Option<SegmentCode> {
    let found = SEGMENTS.iter().find(|(_, names)| names.contains(&folded));
    found.and_then(|(code, _)| SegmentCode::parse(code))
}

/// "Peserta (PU)". A total in brackets is often a sum of columns.
fn bracketed_segment(title: &str) -> Option<SegmentCode> {
    let named = units::brackets(title).find_map(|remark| named_segment(&fold(remark)));
    named.filter(|code| !code.is_total())
}

/// "Peserta PU", "PU peserta", "Cakupan BPU".
fn both(folded: &str) -> Option<(Field, SegmentCode)> {
    let words: Vec<&str> = folded.split(' ').collect();
    (1..words.len()).find_map(|at| {
        let (head, tail) = (words[..at].join(" "), words[at..].join(" "));
        let pair = |measure: &str, segment: &str| {
            let field = field_of(measure).filter(|field| field.is_measure())?;
            Some((field, named_segment(segment)?))
        };
        pair(&head, &tail).or_else(|| pair(&tail, &head))
    })
}

/// The measure that a title begins with.
fn leading_field(folded: &str) -> Option<Field> {
    let words: Vec<&str> = folded.split(' ').collect();
    (1..=words.len())
        .rev()
        .find_map(|end| field_of(&words[..end].join(" ")).filter(|field| field.is_measure()))
}

/// A row as titles are looked for in it: its line and the text of each cell.
pub type TitleRow = (u32, Vec<String>);

/// Finds the titles among the first rows of a table.
///
/// The title row is the first one that names what a row is about (a region, in a list of sources their
/// codes) and a second known column; the next rows belong to it while they only go on with titles.
pub fn find(rows: &[TitleRow], vocabulary: Vocabulary) -> Option<Header> {
    let columns_of = |row: &[String]| -> Vec<Column> {
        row.iter().map(|title| vocabulary.column(&[title.as_str()])).collect()
    };
    let fits = |cells: &[String], others: fn(&Column) -> bool| {
        let columns = columns_of(cells);
        let places = columns.iter().filter(|c| vocabulary.is_subject(c.field));
        places.count() > 0 && columns.iter().filter(|c| others(c)).count() > 1
    };
    let is_known = |c: &Column| {
        c.segment.is_some() || c.as_of.is_some() || c.field.is_some_and(|f| f != Field::Ignored)
    };
    // Where no row fits, one with a region column beside titles that the user has to explain.
    let is_title = |c: &Column| c.title.chars().any(char::is_alphabetic);
    let at = rows
        .iter()
        .position(|(_, cells)| fits(cells, is_known))
        .or_else(|| rows.iter().position(|(_, cells)| fits(cells, is_title)))?;
    let (line, first) = &rows[at];
    let mut titles: Vec<Vec<&str>> = vec![match vocabulary {
        Vocabulary::Figures => filled(first, 0),
        Vocabulary::List(_) => first.iter().map(String::as_str).collect(),
    }];
    let mut next = at + 1;
    while let Some((_, cells)) = rows.get(next) {
        if is_numbering(cells) {
            next += 1;
            continue;
        }
        let is_list = matches!(vocabulary, Vocabulary::List(_));
        if is_list || titles.len() >= 3 || !goes_on(&titles, cells) {
            break;
        }
        titles.push(cells.iter().map(String::as_str).collect());
        next += 1;
    }
    // A workbook keeps no cell behind the last title, though that may stand over several columns.
    let ends = |row: &Vec<&str>| row.iter().rposition(|title| !title.trim().is_empty());
    if let Some(end) = titles[1..].iter().filter_map(ends).max() {
        titles[0] = filled(first, end + 1);
    }
    let width = titles.iter().map(Vec::len).max().unwrap_or_default();
    let mut columns: Vec<Column> = (0..width)
        .map(|place| {
            let own: Vec<&str> =
                titles.iter().map(|row| row.get(place).copied().unwrap_or("")).collect();
            vocabulary.column(&own)
        })
        .collect();
    provinces_are_parents(&mut columns);
    let (sheet_as_of, sheet_segment) = (above::date(&rows[..at]), above::segment(&rows[..at]));
    let above = rows[next - 1].0;
    let data_line = rows.get(next).map_or(above + 1, |(line, _)| *line);
    let sheet_scale = above::scale(&rows[..at]);
    let health = above::health(&rows[..at], &columns);
    let rows = titles.len();
    let line = *line;
    Some(Header { columns, line, rows, data_line, sheet_as_of, sheet_segment, sheet_scale, health })
}

/// A column of provinces beside one of other regions says what these are part of.
fn provinces_are_parents(columns: &mut [Column]) {
    let is_name = |column: &Column| column.field == Some(Field::Name);
    let of_provinces = |column: &Column| {
        is_name(column)
            && matches!(plain(&column.title).as_str(), "provinsi" | "nama provinsi" | "propinsi")
    };
    let others = columns.iter().any(|column| is_name(column) && !of_provinces(column));
    let has_parent = columns.iter().any(|column| column.field == Some(Field::Parent));
    if others && !has_parent {
        for column in columns.iter_mut().filter(|column| of_provinces(column)) {
            column.field = Some(Field::Parent);
        }
    }
}

/// A title over several columns stands in the first of them; the others, so many in all, are empty.
fn filled(cells: &[String], width: usize) -> Vec<&str> {
    let mut over = "";
    let behind = width.saturating_sub(cells.len());
    cells
        .iter()
        .map(String::as_str)
        .chain(std::iter::repeat_n("", behind))
        .map(|cell| {
            let own = cell.trim();
            if !own.is_empty() {
                let column = column(&[own]);
                let spans = column.segment.is_some() || column.as_of.is_some();
                over = if spans { own } else { "" };
                return own;
            }
            over
        })
        .collect()
}

/// Whether a row goes on with titles: it has some, none under a region column, and no numbers.
fn goes_on(titles: &[Vec<&str>], cells: &[String]) -> bool {
    let mut known = 0;
    for (place, cell) in cells.iter().enumerate() {
        let text = cell.trim();
        if text.is_empty() {
            continue;
        }
        let above = titles[0].get(place).copied().unwrap_or("");
        let region = matches!(column(&[above]).field, Some(Field::Code | Field::Name));
        if region && text != above {
            return false;
        }
        let own = column(&[text]);
        if own.field.is_some() || own.segment.is_some() || own.as_of.is_some() {
            known += 1;
        } else if text.bytes().any(|byte| byte.is_ascii_digit()) {
            return false;
        }
    }
    known > 0
}

/// `1 2 3 4` or `(1) (2) (3)` under the titles.
fn is_numbering(cells: &[String]) -> bool {
    let numbers: Vec<Option<usize>> = cells
        .iter()
        .map(|cell| cell.trim().trim_start_matches('(').trim_end_matches(')'))
        .filter(|cell| !cell.is_empty())
        .map(|cell| cell.parse().ok())
        .collect();
    numbers.len() > 2
        && numbers.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if *b == a + 1))
        && matches!(numbers[0], Some(1 | 2))
}
