//! Tables out of files that people upload: the bytes of a CSV, XLSX, XLS or ODS file become rows of
//! cells.
//!
//! Nothing here knows what the table is about. Rows are lent one at a time and cells borrow from
//! the file or from a buffer that the next row overwrites, so that memory does not grow with the
//! sheet. Files come from strangers: every size that a file claims is held against a limit before
//! it is believed, and nothing is allocated by such a claim.
//!
//! Of formulas the stored result counts. Macros are refused, never run.

mod archive;
mod biff;
mod delimited;
mod error;
mod format;
mod grid;
mod ods;
mod ole;
mod recognise;
mod xls;
mod xlsx;
mod xml;

#[cfg(test)]
mod tests;

use std::ops::{ControlFlow, RangeInclusive};

use chrono::NaiveDate;

pub use delimited::Part;
pub use error::{Found, SheetError};
pub use recognise::{Format, recognise};

/// Largest file, in bytes.
pub const MAX_FILE: usize = 50 << 20;
/// Most rows of data in a sheet.
pub const MAX_ROWS: usize = 1_000_000;
/// Most rows that are lent: some more, for titles, which nothing here can tell from data.
const MAX_LENT_ROWS: usize = MAX_ROWS + 20;
/// Most columns of a sheet.
pub const MAX_COLUMNS: usize = 1_000;
/// Longest cell, in characters: what Excel allows.
pub const MAX_CELL: usize = 32_767;

/// What a formula shows that a program wrote and none has worked out: nothing stands there yet, and
/// that is not the same as an empty cell.
const NOT_WORKED_OUT: &str = "#BELUM DIHITUNG";

/// A file that has been recognised, ready to be read as often as needed.
pub struct Book<'b> {
    inner: Inner<'b>,
    sheets: Vec<SheetInfo>,
    default: usize,
}

enum Inner<'b> {
    Csv(delimited::Text<'b>),
    Xlsx(xlsx::Xlsx<'b>),
    Xls(xls::Xls),
    Ods(ods::Ods<'b>),
}

/// One sheet of a file. A CSV file is one sheet without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SheetInfo {
    /// The name on its tab.
    pub name: String,
    /// Whether whoever made the workbook hid it.
    pub hidden: bool,
}

/// One row that holds something. Rows without any value are left out.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The line as the user sees it: the number of the row in the sheet; in CSV, the line of the
    /// file on which the row begins.
    pub line: u32,
    /// Whether the row is hidden or filtered away. CSV hides nothing.
    pub hidden: bool,
    /// The cells from the first column on. Empty ones at the end may be missing.
    pub cells: &'a [Cell<'a>],
    /// Merged cells that this row is one of, where something stands in them, from left to right; none
    /// overlaps another. CSV merges nothing.
    pub merged: &'a [Merged],
}

/// Cells merged over several rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first line.
    pub top: u32,
    /// The last line.
    pub bottom: u32,
    /// The first column, from 0.
    pub left: usize,
    /// The last column, from 0.
    pub right: usize,
    /// Whether a text stands in them, which then stands in each of their rows where they are one column
    /// wide; a number stands in the first one only.
    pub is_text: bool,
}

impl Merged {
    /// Whether it takes in a column.
    pub fn covers(&self, place: usize) -> bool {
        (self.left..=self.right).contains(&place)
    }

    /// The range as spreadsheets write it: `B2:B3`.
    pub fn range(&self) -> String {
        format!("{}{}:{}{}", column_name(self.left), self.top, column_name(self.right), self.bottom)
    }
}

/// The letters of a column, from 0.
pub fn column_name(place: usize) -> String {
    let mut letters = String::new();
    let mut rest = place + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, as written. In CSV everything is text.
    Text(&'a str),
    /// A number.
    Number {
        /// The number as stored: 0.4517 where 45,17% is shown.
        value: f64,
        /// Whether it is shown as a percentage.
        percent: bool,
    },
    /// A day. The time of day is dropped.
    Date(NaiveDate),
    /// True or false.
    Bool(bool),
    /// What stands where a formula found no answer: `#REF!`, `#DIV/0!`.
    Fault(&'a str),
}

impl<'b> Book<'b> {
    /// Recognises a file by its content, then by its name, and reads what its sheets share.
    pub fn open(bytes: &'b [u8], name: &str) -> Result<Self, SheetError> {
        let format = recognise(bytes, name)?;
        Self::open_as(bytes, format)
    }

    fn open_as(bytes: &'b [u8], format: Format) -> Result<Self, SheetError> {
        let (inner, sheets) = match format {
            Format::Csv => {
                let info = SheetInfo { name: String::new(), hidden: false };
                (Inner::Csv(delimited::Text::open(bytes)?), vec![info])
            }
            Format::Xlsx => {
                let (book, sheets) = xlsx::Xlsx::open(bytes)?;
                (Inner::Xlsx(book), sheets)
            }
            Format::Xls => {
                let (book, sheets) = xls::Xls::open(bytes)?;
                (Inner::Xls(book), sheets)
            }
            Format::Ods => {
                let (book, sheets) = ods::Ods::open(bytes)?;
                (Inner::Ods(book), sheets)
            }
        };
        if sheets.is_empty() {
            return Err(SheetError::NoSheet);
        }
        let mut book = Self { inner, sheets, default: 0 };
        book.default = book.first_with_data();
        Ok(book)
    }

    /// The kind of file.
    pub fn format(&self) -> Format {
        match self.inner {
            Inner::Csv(_) => Format::Csv,
            Inner::Xlsx(_) => Format::Xlsx,
            Inner::Xls(_) => Format::Xls,
            Inner::Ods(_) => Format::Ods,
        }
    }

    /// The sheets in the order of their tabs. There is always one.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The sheet that is meant unless the user says otherwise: the first one that holds something
    /// and is not hidden.
    pub fn default_sheet(&self) -> usize {
        self.default
    }

    /// Lends the rows of one sheet to `each` until that breaks or the sheet ends.
    pub fn rows(
        &self,
        sheet: usize,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        match &self.inner {
            _ if sheet >= self.sheets.len() => Err(SheetError::UnknownSheet(sheet)),
            Inner::Csv(text) => text.rows(each),
            Inner::Xlsx(book) => book.rows(sheet, each),
            Inner::Xls(book) => book.rows(sheet, each),
            Inner::Ods(book) => book.rows(sheet, each),
        }
    }

    /// The rows of a sheet in two parts that may be read at the same time, the first one before the other;
    /// `None` where that is not possible, or not worth it.
    pub fn halves(&self) -> Option<[Part<'_>; 2]> {
        match &self.inner {
            Inner::Csv(text) => text.halves(),
            Inner::Xlsx(_) | Inner::Xls(_) | Inner::Ods(_) => None,
        }
    }

    /// The hidden columns of a sheet, as ranges from 0. CSV hides nothing.
    pub fn hidden_columns(&self, sheet: usize) -> Result<Vec<RangeInclusive<usize>>, SheetError> {
        match &self.inner {
            Inner::Csv(_) => Ok(Vec::new()),
            Inner::Xlsx(book) => book.hidden_columns(sheet),
            Inner::Xls(book) => book.hidden_columns(sheet),
            Inner::Ods(book) => book.hidden_columns(sheet),
        }
    }

    fn first_with_data(&self) -> usize {
        // A workbook may claim thousands of sheets; the one that is meant stands among the first.
        const LOOKED_AT: usize = 50;
        let visible = || (0..self.sheets.len()).filter(|&at| !self.sheets[at].hidden);
        let filled = |&at: &usize| match &self.inner {
            Inner::Csv(_) => true,
            Inner::Xlsx(book) => book.has_data(at),
            Inner::Xls(book) => book.has_data(at),
            Inner::Ods(book) => book.has_data(at),
        };
        visible().take(LOOKED_AT).find(filled).or_else(|| visible().next()).unwrap_or(0)
    }
}

impl std::fmt::Debug for Book<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book")
            .field("format", &self.format())
            .field("sheets", &self.sheets)
            .field("default", &self.default)
            .finish()
    }
}
