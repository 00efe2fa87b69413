//! Workbooks of Excel 2007 and later. Sheets are read from their XML as it unpacks, so that the
//! size of a sheet, claimed or real, takes no memory.

mod merges;
mod relations;
mod shared;

use std::collections::HashMap;
use std::ops::{ControlFlow, RangeInclusive};
use std::sync::OnceLock;

use quick_xml::events::{BytesStart, Event};

use self::relations::{Relation, relations};
use self::shared::{pool, styles, unescape};
use super::archive::Archive;
use super::format::{Shown, iso_day};
use super::grid::{Merge, Pool, Sink, Stored};
use super::xml::{Pull, attribute, attributes, truth};
use super::{MAX_COLUMNS, NOT_WORKED_OUT, Row, SheetError, SheetInfo};

/// Rows of a sheet, as Excel has them.
const LAST_LINE: u32 = 1_048_576;
/// Most sheets of a workbook that are listed.
const MAX_SHEETS: usize = 1_000;
/// How far a sheet is read to see whether it holds anything.
const PEEK: u64 = 16 << 20;

/// A workbook with what its sheets share.
pub(super) struct Xlsx<'b> {
    archive: Archive<'b>,
    /// The part of each sheet.
    parts: Vec<String>,
    /// The merged cells of each sheet, once they are known.
    merges: Vec<OnceLock<Vec<Merge>>>,
    pool: Pool,
    styles: Vec<Shown>,
    since_1904: bool,
}

impl<'b> Xlsx<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<(Self, Vec<SheetInfo>), SheetError> {
        let archive = Archive::open(bytes)?;
        let workbook = relations(&archive, "")?
            .into_values()
            .find(|relation| relation.kind == "officeDocument")
            .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        let links = relations(&archive, &workbook)?;
        let target = |kind: &str| {
            let found = links.values().find(|relation| relation.kind == kind)?;
            archive.has(&found.target).then(|| found.target.clone())
        };
        let styles = target("styles").map(|part| styles(&archive, &part)).transpose()?;
        let pool = target("sharedStrings").map(|part| pool(&archive, &part)).transpose()?;

        let mut this = Self {
            parts: Vec::new(),
            merges: Vec::new(),
            pool: pool.unwrap_or_default(),
            styles: styles.unwrap_or_default(),
            since_1904: false,
            archive,
        };
        let sheets = this.list(&workbook, &links)?;
        Ok((this, sheets))
    }

    fn list(
        &mut self,
        workbook: &str,
        links: &HashMap<String, Relation>,
    ) -> Result<Vec<SheetInfo>, SheetError> {
        let mut sheets = Vec::new();
        let mut zip = self.archive.again();
        let mut pull = Pull::new(self.archive.part(&mut zip, workbook)?);
        loop {
            let event = pull.next()?;
            let start = match &event {
                Event::Start(start) => start,
                Event::Eof => return Ok(sheets),
                _ => continue,
            };
            match start.local_name().as_ref() {
                "workbookPr" => {
                    self.since_1904 = attribute(start, "date1904").is_some_and(|v| truth(&v));
                }
                "sheet" if sheets.len() < MAX_SHEETS => {
                    // The id of the relation is `r:id`; `sheetId` is something else.
                    let link = attribute(start, "id").and_then(|id| links.get(&id));
                    // Sheets of charts and dialogues have no cells.
                    if let Some(link) = link.filter(|link| link.kind == "worksheet") {
                        self.parts.push(link.target.clone());
                        self.merges.push(OnceLock::new());
                        sheets.push(SheetInfo {
                            name: attribute(start, "name").unwrap_or_default(),
                            hidden: attribute(start, "state").is_some_and(|s| s != "visible"),
                        });
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn has_data(&self, sheet: usize) -> bool {
        let mut found = false;
        let mut each = |_: Row| {
            found = true;
            ControlFlow::Break(())
        };
        let mut sink = Sink::new(&self.pool, Vec::new(), &mut each);
        // What is wrong with the sheet is told when it is read.
        let read = self.read(sheet, PEEK, &mut sink);
        found || read.is_err()
    }

    pub(super) fn rows(
        &self,
        sheet: usize,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let known = self.merges.get(sheet).ok_or(SheetError::UnknownSheet(sheet))?;
        let merges = match known.get() {
            Some(merges) => merges.clone(),
            None => merges::find(&self.archive, self.part(sheet)?)
                .map(|found| known.get_or_init(|| found).clone())?,
        };
        self.read(sheet, u64::MAX, &mut Sink::new(&self.pool, merges, each))
    }

    fn part(&self, sheet: usize) -> Result<&str, SheetError> {
        self.parts.get(sheet).map(String::as_str).ok_or(SheetError::UnknownSheet(sheet))
    }

    fn read(&self, sheet: usize, most: u64, sink: &mut Sink) -> Result<(), SheetError> {
        let mut zip = self.archive.again();
        let part = self.archive.part(&mut zip, self.part(sheet)?)?.at_most(most);
        let mut pull = Pull::new(part);
        let mut value = String::new();
        let mut line = 0;
        loop {
            let event = pull.next()?;
            let start = match &event {
                Event::Start(start) => start,
                Event::End(end) if end.local_name().as_ref() == "sheetData" => return Ok(()),
                Event::Eof => return Ok(()),
                _ => continue,
            };
            if start.local_name().as_ref() != "row" {
                continue;
            }
            let (mut given, mut hidden) = (None, false);
            attributes(start, |name, value| match name {
                "r" => given = Some(value.trim().parse().ok()),
                "hidden" => hidden |= truth(value),
                // Dragged shut.
                "ht" => hidden |= value.trim().parse() == Ok(0.0_f64),
                _ => {}
            });
            let before = line;
            line = match given {
                None => line + 1,
                Some(Some(given)) => given,
                Some(None) => 0,
            };
            if !(1..=LAST_LINE).contains(&line) {
                return Err(SheetError::Damaged("number of a row".to_owned()));
            }
            if line <= before {
                return Err(SheetError::OutOfOrder(line));
            }
            sink.begin(line, hidden)?;
            self.row(&mut pull, sink, &mut value)?;
            if sink.end(1)?.is_break() {
                return Ok(());
            }
        }
    }

    /// The cells up to the end of a row.
    fn row(&self, pull: &mut Pull, sink: &mut Sink, value: &mut String) -> Result<(), SheetError> {
        let outside = pull.depth() - 1;
        let mut next = 0;
        while pull.depth() > outside {
            let event = pull.next()?;
            let Event::Start(start) = &event else { continue };
            if start.local_name().as_ref() != "c" {
                pull.skip()?;
                continue;
            }
            let head = Head::of(start)?;
            let column = head.column.unwrap_or(next);
            next = column + 1;
            value.clear();
            let (mut inline, mut is_formula, mut has_result) = (false, false, false);
            let inside = pull.depth();
            while pull.depth() >= inside {
                let event = pull.next()?;
                let Event::Start(start) = &event else { continue };
                match start.local_name().as_ref() {
                    "v" => {
                        has_result = true;
                        pull.text(value, &[])?;
                    }
                    "is" => {
                        inline = true;
                        pull.text(value, &["rPh"])?;
                    }
                    "f" => {
                        is_formula = true;
                        pull.skip()?;
                    }
                    _ => pull.skip()?,
                }
            }
            let cell = if is_formula && !has_result {
                sink.fault(NOT_WORKED_OUT)
            } else {
                self.cell(&head, inline, value, sink)?
            };
            if cell != Stored::Empty && sink.is_filled(column) {
                return Err(SheetError::OutOfOrder(sink.line()));
            }
            sink.put(column, cell)?;
        }
        Ok(())
    }

    /// The hidden columns of a sheet; they stand before its cells.
    pub(super) fn hidden_columns(
        &self,
        sheet: usize,
    ) -> Result<Vec<RangeInclusive<usize>>, SheetError> {
        let mut zip = self.archive.again();
        let mut pull = Pull::new(self.archive.part(&mut zip, self.part(sheet)?)?);
        let mut hidden = Vec::new();
        loop {
            let event = pull.next()?;
            let start = match &event {
                Event::Start(start) => start,
                Event::Eof => return Ok(hidden),
                _ => continue,
            };
            match start.local_name().as_ref() {
                "sheetData" => return Ok(hidden),
                "col" => {
                    let (mut first, mut last, mut is_hidden) = (0, 0, false);
                    attributes(start, |name, value| match name {
                        "min" => first = value.trim().parse().unwrap_or(0),
                        "max" => last = value.trim().parse().unwrap_or(0),
                        "hidden" => is_hidden |= truth(value),
                        "width" => is_hidden |= value.trim().parse() == Ok(0.0_f64),
                        _ => {}
                    });
                    if is_hidden && first > 0 && hidden.len() < MAX_COLUMNS {
                        hidden.push(first - 1..=last.max(first) - 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn cell(
        &self,
        head: &Head,
        inline: bool,
        value: &mut String,
        sink: &mut Sink,
    ) -> Result<Stored, SheetError> {
        if value.is_empty() {
            return Ok(Stored::Empty);
        }
        Ok(match head.kind {
            _ if inline => text(value, sink),
            Kind::Text => text(value, sink),
            Kind::Shared => match value.trim().parse() {
                Ok(at) => Stored::Shared(at),
                Err(_) => return Err(SheetError::Damaged("number of a text".to_owned())),
            },
            Kind::Bool => Stored::Bool(truth(value)),
            Kind::Fault => sink.fault(value),
            Kind::Date => iso_day(value).map_or_else(|| sink.text(value), Stored::Date),
            Kind::Number => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let shown = self.styles.get(head.style).copied().unwrap_or_default();
                    shown.cell(number, self.since_1904)
                }
                _ => sink.text(value),
            },
        })
    }
}

/// What the tag of a cell says.
struct Head {
    column: Option<usize>,
    style: usize,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Fault,
    Date,
}

impl Head {
    fn of(start: &BytesStart) -> Result<Self, SheetError> {
        let mut head = Self { column: None, style: 0, kind: Kind::Number };
        let mut readable = true;
        attributes(start, |name, value| match name {
            "r" => {
                head.column = place(value).map(|(_, column)| column);
                readable = head.column.is_some();
            }
            "s" => head.style = value.parse().unwrap_or(0),
            "t" => {
                head.kind = match value {
                    "s" => Kind::Shared,
                    "str" | "inlineStr" => Kind::Text,
                    "b" => Kind::Bool,
                    "e" => Kind::Fault,
                    "d" => Kind::Date,
                    _ => Kind::Number,
                }
            }
            _ => {}
        });
        if readable { Ok(head) } else { Err(SheetError::Damaged("place of a cell".to_owned())) }
    }
}

fn text(value: &mut String, sink: &mut Sink) -> Stored {
    unescape(value, 0);
    sink.text(value)
}

/// Line, from 1, and column, from 0, of a place like `AB12`.
fn place(text: &str) -> Option<(u32, usize)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, line) = text.split_at(digits);
    let mut column = 0;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    Some((line.parse().ok()?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(place("A1"), Some((1, 0)));
        assert_eq!(place("XFD1048576"), Some((1_048_576, 16_383)));
        for none in ["", "A", "1", "AAAA1", "A-1", "A99999999999", "Ä1", "A1B"] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
