//! Workbooks of `LibreOffice` and its relatives. All sheets stand in one part, one after the other;
//! it is run through from the beginning for each reading, so that none is kept.

use std::collections::HashSet;
use std::io::Read;
use std::ops::{ControlFlow, RangeInclusive};

use quick_xml::events::{BytesStart, Event};

use super::archive::{Archive, interrupted};
use super::format::iso_day;
use super::grid::{Merge, Pool, Sink, Stored};
use super::xml::{Pull, append, attribute, plain, within_limit};
use super::{Found, MAX_COLUMNS, NOT_WORKED_OUT, Row, SheetError, SheetInfo};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";
/// Sheets stand below the spreadsheet in the body of the document. Tables deeper down belong to
/// something else.
const TABLE_DEPTH: usize = 4;
/// Most sheets that are listed.
const MAX_SHEETS: usize = 1_000;
/// More spaces than this in a row are not meant.
const MAX_SPACES: usize = 1_000;

/// A workbook.
pub(super) struct Ods<'b> {
    archive: Archive<'b>,
    filled: Vec<bool>,
    pool: Pool,
}

/// Whether an archive of an open document is a spreadsheet that may be read.
pub(super) fn recognise(archive: &Archive) -> Result<(), SheetError> {
    if archive.has("mimetype") {
        let mut zip = archive.again();
        let mut kind = String::new();
        archive
            .part(&mut zip, "mimetype")?
            .take(100)
            .read_to_string(&mut kind)
            .map_err(|error| interrupted(&error))?;
        if !kind.contains("opendocument.spreadsheet") {
            return Err(SheetError::WrongType(match kind.as_str() {
                kind if kind.contains("presentation") => Found::Slides,
                kind if kind.contains("graphics") || kind.contains("image") => Found::Image,
                kind if kind.contains("text") || kind.contains("epub") => Found::Document,
                _ => Found::Archive,
            }));
        }
    }
    if archive.has("encrypted-package") || encrypted(archive)? {
        return Err(SheetError::Encrypted);
    }
    // Every library of macros has lists of what it holds; those alone hold nothing.
    let list =
        |name: &str| ["script-lb.xml", "script-lc.xml"].iter().any(|end| name.ends_with(end));
    let basic = |name: &str| name.starts_with("basic/") && !name.ends_with('/') && !list(name);
    if archive.names().any(basic) || archive.has_below("scripts/") {
        return Err(SheetError::Macros);
    }
    if archive.has(CONTENT) { Ok(()) } else { Err(SheetError::Damaged("no content".to_owned())) }
}

fn encrypted(archive: &Archive) -> Result<bool, SheetError> {
    if !archive.has(MANIFEST) {
        return Ok(false);
    }
    let mut zip = archive.again();
    let mut pull = Pull::new(archive.part(&mut zip, MANIFEST)?);
    loop {
        match pull.next()? {
            Event::Start(start) if start.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

impl<'b> Ods<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<(Self, Vec<SheetInfo>), SheetError> {
        let mut this =
            Self { archive: Archive::open(bytes)?, filled: Vec::new(), pool: Pool::default() };
        let sheets = this.list()?;
        Ok((this, sheets))
    }

    fn list(&mut self) -> Result<Vec<SheetInfo>, SheetError> {
        let mut sheets: Vec<SheetInfo> = Vec::new();
        // Whether a sheet is shown is a matter of its style.
        let mut unseen: HashSet<String> = HashSet::new();
        let mut style = String::new();
        let mut zip = self.archive.again();
        let mut pull = Pull::new(self.archive.part(&mut zip, CONTENT)?);
        loop {
            let event = pull.next()?;
            let start = match &event {
                Event::Start(start) => start,
                Event::Eof => return Ok(sheets),
                _ => continue,
            };
            match start.local_name().as_ref() {
                "style" => style = attribute(start, "name").unwrap_or_default(),
                "table-properties"
                    if attribute(start, "display").is_some_and(|shown| shown == "false") =>
                {
                    unseen.insert(std::mem::take(&mut style));
                }
                "table" => {
                    let name = attribute(start, "name").unwrap_or_default();
                    let style = attribute(start, "style-name").unwrap_or_default();
                    if pull.depth() == TABLE_DEPTH && sheets.len() < MAX_SHEETS {
                        sheets.push(SheetInfo { name, hidden: unseen.contains(&style) });
                        self.filled.push(false);
                    }
                }
                "table-cell" => {
                    if attribute(start, "value-type").is_some()
                        && let Some(filled) = self.filled.last_mut()
                    {
                        *filled = true;
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn has_data(&self, sheet: usize) -> bool {
        self.filled.get(sheet).copied().unwrap_or(false)
    }

    /// The hidden columns of a sheet; they stand before its rows.
    pub(super) fn hidden_columns(
        &self,
        sheet: usize,
    ) -> Result<Vec<RangeInclusive<usize>>, SheetError> {
        let mut zip = self.archive.again();
        let mut pull = Pull::new(self.archive.part(&mut zip, CONTENT)?);
        let (mut hidden, mut seen, mut column) = (Vec::new(), 0, 0_usize);
        loop {
            let event = pull.next()?;
            let start = match &event {
                Event::Start(start) => start,
                Event::Eof => return Ok(hidden),
                _ => continue,
            };
            let mut is_table = false;
            match start.local_name().as_ref() {
                "table" => is_table = true,
                "table-row" => return Ok(hidden),
                "table-column" => {
                    let times = count(attribute(start, "number-columns-repeated"));
                    let last = column.saturating_add(times - 1);
                    let is_hidden = attribute(start, "visibility").is_some_and(|v| v != "visible");
                    if is_hidden && hidden.len() < MAX_COLUMNS {
                        hidden.push(column..=last);
                    }
                    column = last.saturating_add(1);
                }
                _ => {}
            }
            if is_table && pull.depth() == TABLE_DEPTH {
                if seen != sheet {
                    pull.skip()?;
                }
                seen += 1;
            }
        }
    }

    pub(super) fn rows(
        &self,
        sheet: usize,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let mut zip = self.archive.again();
        let mut pull = Pull::new(self.archive.part(&mut zip, CONTENT)?);
        let mut sink = Sink::new(&self.pool, Vec::new(), each);
        let mut seen = 0;
        loop {
            let event = pull.next()?;
            let table = match &event {
                Event::Start(start) => start.local_name().as_ref() == "table",
                Event::Eof => return Err(SheetError::UnknownSheet(sheet)),
                _ => false,
            };
            if table && pull.depth() == TABLE_DEPTH {
                if seen == sheet {
                    return table_rows(&mut pull, &mut sink);
                }
                seen += 1;
                pull.skip()?;
            }
        }
    }
}

/// The rows up to the end of a table. Rows may stand in groups.
fn table_rows(pull: &mut Pull, sink: &mut Sink) -> Result<(), SheetError> {
    let outside = pull.depth() - 1;
    let mut line: u32 = 1;
    while pull.depth() > outside {
        let event = pull.next()?;
        let Event::Start(start) = &event else { continue };
        match start.local_name().as_ref() {
            "table-row" => {
                let hidden = attribute(start, "visibility").is_some_and(|v| v != "visible");
                let times = count(attribute(start, "number-rows-repeated"));
                let times = u32::try_from(times).unwrap_or(u32::MAX);
                sink.begin(line, hidden)?;
                cells(pull, sink, line)?;
                if sink.end(times)?.is_break() {
                    return Ok(());
                }
                line = line.saturating_add(times);
            }
            // Shapes, and tables of changes that were made.
            "shapes" | "table" | "tracked-changes" => pull.skip()?,
            _ => {}
        }
    }
    Ok(())
}

/// What the tag of a cell says.
#[derive(Default)]
struct Head {
    kind: String,
    value: String,
    fault: bool,
    formula: bool,
    times: usize,
    wide: usize,
    tall: usize,
}

impl Head {
    fn of(start: &BytesStart) -> Self {
        let mut head = Self { times: 1, wide: 1, tall: 1, ..Self::default() };
        for attribute in start.attributes().with_checks(false).flatten() {
            let value = || plain(&attribute.value);
            // LibreOffice adds attributes of its own under the same names.
            let own = attribute.key.as_ref().starts_with("calcext:");
            match attribute.key.local_name().as_ref() {
                "value-type" if own => head.fault = attribute.value == "error",
                _ if own => {}
                "formula" => head.formula = true,
                "value-type" => head.kind = value(),
                "value" | "date-value" | "boolean-value" | "string-value" => head.value = value(),
                "number-columns-repeated" => head.times = count(Some(value())),
                "number-columns-spanned" => head.wide = count(Some(value())),
                "number-rows-spanned" => head.tall = count(Some(value())),
                _ => {}
            }
        }
        head
    }
}

/// A number of repetitions: at least one.
fn count(value: Option<String>) -> usize {
    value.and_then(|value| value.trim().parse().ok()).unwrap_or(1).max(1)
}

/// The cells up to the end of a row.
fn cells(pull: &mut Pull, sink: &mut Sink, line: u32) -> Result<(), SheetError> {
    let outside = pull.depth() - 1;
    let mut column: usize = 0;
    let mut text = String::new();
    while pull.depth() > outside {
        let event = pull.next()?;
        let Event::Start(start) = &event else { continue };
        match start.local_name().as_ref() {
            "table-cell" => {
                let head = Head::of(start);
                text.clear();
                content(pull, &mut text)?;
                let cell = cell(&head, &text, sink);
                sink.repeat(column, head.times, cell)?;
                if head.wide > 1 || head.tall > 1 {
                    let tall = u32::try_from(head.tall).unwrap_or(u32::MAX);
                    let bottom = line.saturating_add(tall - 1);
                    let right = column.saturating_add(head.wide - 1);
                    if let Some(merge) = Merge::new(line, bottom, column, right) {
                        sink.merge(merge)?;
                    }
                }
                column = column.saturating_add(head.times);
            }
            // Below a merged cell: what may stand there is not shown.
            "covered-table-cell" => {
                column = column.saturating_add(Head::of(start).times);
                pull.skip()?;
            }
            _ => pull.skip()?,
        }
    }
    Ok(())
}

fn cell(head: &Head, text: &str, sink: &mut Sink) -> Stored {
    let number = || head.value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    if head.fault || (head.kind != "string" && is_fault(text)) {
        return sink.fault(text);
    }
    if head.formula && head.kind.is_empty() && text.is_empty() {
        return sink.fault(NOT_WORKED_OUT);
    }
    let known = match head.kind.as_str() {
        "float" | "currency" => number().map(|value| Stored::Number { value, percent: false }),
        "percentage" => number().map(|value| Stored::Number { value, percent: true }),
        "date" => iso_day(&head.value).map(Stored::Date),
        "boolean" => Some(Stored::Bool(head.value.trim() == "true")),
        "string" if text.is_empty() => Some(sink.text(&head.value)),
        _ => None,
    };
    known.unwrap_or_else(|| sink.text(text))
}

/// What stands in a cell whose formula has no answer.
fn is_fault(text: &str) -> bool {
    const FAULTS: [&str; 7] = ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!"];
    FAULTS.contains(&text) || text.starts_with("Err:")
}

/// The paragraphs up to the end of a cell, without remarks and pictures.
fn content(pull: &mut Pull, out: &mut String) -> Result<(), SheetError> {
    let outside = pull.depth() - 1;
    let mut first = true;
    while pull.depth() > outside {
        within_limit(out, 0)?;
        let event = pull.next()?;
        let Event::Start(start) = &event else { continue };
        if matches!(start.local_name().as_ref(), "p" | "h") {
            if !first {
                out.push('\n');
            }
            first = false;
            paragraph(pull, out)?;
        } else {
            pull.skip()?;
        }
    }
    Ok(())
}

fn paragraph(pull: &mut Pull, out: &mut String) -> Result<(), SheetError> {
    let outside = pull.depth() - 1;
    while pull.depth() > outside {
        within_limit(out, 0)?;
        let event = pull.next()?;
        match &event {
            Event::Start(start) => match start.local_name().as_ref() {
                "s" => {
                    let spaces = count(attribute(start, "c")).min(MAX_SPACES);
                    out.extend(std::iter::repeat_n(' ', spaces));
                }
                "tab" => out.push('\t'),
                "line-break" => out.push('\n'),
                "annotation" | "note" | "ruby-text" | "frame" => pull.skip()?,
                _ => {}
            },
            other => append(other, out),
        }
    }
    Ok(())
}
