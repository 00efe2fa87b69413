//! Strict reading of one CSV file: known columns, and an error that names the place.

use csv::StringRecord;

use crate::db::Error;
use crate::db::error::{DataError, Place};

/// A CSV file, read whole.
pub(super) struct Table {
    file: &'static str,
    columns: &'static [&'static str],
    records: Vec<StringRecord>,
}

impl Table {
    /// Reads a text whose header must be exactly these columns.
    pub fn read(
        file: &'static str,
        text: &str,
        columns: &'static [&'static str],
    ) -> Result<Self, Error> {
        let fail = |row: u64, value: String, reason: String| {
            let place = Some(Place { row, column: String::new() });
            Error::Data(DataError { file: file.to_owned(), place, value, reason })
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| fail(1, String::new(), error.to_string()))?;
        if header.iter().ne(columns.iter().copied()) {
            let value = header.iter().collect::<Vec<_>>().join(",");
            return Err(fail(1, value, format!("is not the header {}", columns.join(","))));
        }
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| {
                let row = error.position().map_or(0, csv::Position::line);
                fail(row, String::new(), error.to_string())
            })?;
            records.push(record);
        }
        Ok(Self { file, columns, records })
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row { table: self, record })
    }

    /// An error about the file as a whole.
    pub fn error(&self, value: &str, reason: &str) -> Error {
        Error::Data(DataError {
            file: self.file.to_owned(),
            place: None,
            value: value.to_owned(),
            reason: reason.to_owned(),
        })
    }
}

/// One row, with its fields by the name of the column.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    record: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The line of the file.
    pub fn line(self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// A field as it stands; empty when nothing was published.
    pub fn text(self, column: &str) -> &'a str {
        let index = self.table.columns.iter().position(|name| *name == column);
        debug_assert!(index.is_some(), "{} has no column {column}", self.table.file);
        index.and_then(|index| self.record.get(index)).unwrap_or_default()
    }

    /// A field that must not be empty.
    pub fn filled(self, column: &str) -> Result<&'a str, Error> {
        match self.text(column) {
            "" => Err(self.error(column, "must not be empty")),
            text => Ok(text),
        }
    }

    /// A field read by a rule; `reason` completes the sentence "VALUE ...".
    pub fn parse<T>(
        self,
        column: &str,
        reason: &str,
        rule: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Error> {
        rule(self.text(column)).ok_or_else(|| self.error(column, reason))
    }

    /// A field that may be empty, read by a rule.
    pub fn optional<T>(
        self,
        column: &str,
        reason: &str,
        rule: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        if self.text(column).is_empty() {
            return Ok(None);
        }
        self.parse(column, reason, rule).map(Some)
    }

    /// A whole number that is not negative; `None` when empty.
    pub fn count<T: std::str::FromStr>(self, column: &str) -> Result<Option<T>, Error> {
        self.optional(column, "is not a whole number", |text| {
            text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
        })
    }

    /// One of the codes of a list.
    pub fn code(self, column: &str, known: &[&'static str]) -> Result<&'static str, Error> {
        let reason = format!("is none of {}", known.join(", "));
        self.parse(column, &reason, |text| known.iter().copied().find(|code| *code == text))
    }

    /// A period of any precision as it stands, checked: empty, YYYY, YYYY-MM or YYYY-MM-DD.
    pub fn period(self, column: &str) -> Result<&'a str, Error> {
        let text = self.text(column);
        if !text.is_empty() && crate::domain::AsOf::parse(text).is_none() {
            return Err(self.error(column, "is not YYYY, YYYY-MM or YYYY-MM-DD"));
        }
        Ok(text)
    }

    /// An error about a field.
    pub fn error(self, column: &str, reason: &str) -> Error {
        Error::Data(DataError {
            file: self.table.file.to_owned(),
            place: Some(Place { row: self.line(), column: column.to_owned() }),
            value: self.text(column).to_owned(),
            reason: reason.to_owned(),
        })
    }
}
