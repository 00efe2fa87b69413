//! Files of every kind, written by another program's writer or byte by byte, and files that mean
//! harm.

mod delimited;
mod hostile;
mod make;
mod ods;
mod refused;
mod xls;
mod xlsx;

use std::ops::ControlFlow;

use super::{Book, Cell, Row, SheetError};

/// A row in short: line, an `h` where hidden, and the cells between bars.
fn short(row: Row) -> String {
    let mut text = format!("{}{}", row.line, if row.hidden { "h" } else { "" });
    for cell in row.cells {
        text.push('|');
        let cell = match *cell {
            Cell::Empty => String::new(),
            Cell::Text(it) => it.to_owned(),
            Cell::Number { value, percent } => format!("{value}{}", if percent { "%" } else { "" }),
            Cell::Date(date) => format!("@{date}"),
            Cell::Bool(truth) => format!("={truth}"),
            Cell::Fault(fault) => format!("!{fault}"),
        };
        text.push_str(&cell);
    }
    text
}

fn rows(book: &Book, sheet: usize) -> Result<Vec<String>, SheetError> {
    let mut all = Vec::new();
    book.rows(sheet, &mut |row| {
        all.push(short(row));
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// The rows of the default sheet.
fn read(bytes: &[u8], name: &str) -> Result<Vec<String>, SheetError> {
    let book = Book::open(bytes, name)?;
    let first = rows(&book, book.default_sheet())?;
    assert_eq!(rows(&book, book.default_sheet())?, first, "read twice, the same twice");
    Ok(first)
}

#[test]
fn a_book_may_go_to_another_thread() {
    fn goes<T: Send + Sync>(_: &T) {}
    goes(&Book::open(b"a", "x.csv").unwrap());
}
