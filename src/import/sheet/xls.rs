//! Workbooks of Excel 97 to 2003. The stream of records is kept, the cells are not: each reading
//! walks through the records of its sheet.

use std::collections::{HashMap, HashSet};
use std::ops::{ControlFlow, RangeInclusive};

use super::biff::{self, Record, Records};
use super::format::Shown;
use super::grid::{MAX_MERGES, Merge, Pool, Sink, Stored};
use super::ole::{Container, u16_at, u32_at};
use super::{Found, MAX_COLUMNS, Row, SheetError, SheetInfo};

/// Most sheets that are listed.
const MAX_SHEETS: usize = 1_000;

/// A workbook with what its sheets share.
pub(super) struct Xls {
    stream: Vec<u8>,
    /// Where each sheet begins.
    starts: Vec<usize>,
    pool: Pool,
    styles: Vec<Shown>,
    since_1904: bool,
}

/// What has to be known of a sheet before its first row.
#[derive(Default)]
struct Plan {
    /// Line and place of the records of cells, by line.
    cells: Vec<(u16, usize)>,
    hidden: HashSet<u16>,
    hidden_columns: Vec<RangeInclusive<usize>>,
    merges: Vec<Merge>,
}

impl Xls {
    pub(super) fn open(bytes: &[u8]) -> Result<(Self, Vec<SheetInfo>), SheetError> {
        let stream = Container::open(bytes)?.stream("Workbook")?;
        let mut this = Self {
            stream: Vec::new(),
            starts: Vec::new(),
            pool: Pool::default(),
            styles: Vec::new(),
            since_1904: false,
        };
        let sheets = this.globals(&stream)?;
        this.stream = stream;
        Ok((this, sheets))
    }

    /// Reads what stands before the sheets.
    fn globals(&mut self, stream: &[u8]) -> Result<Vec<SheetInfo>, SheetError> {
        let mut sheets = Vec::new();
        let mut own: HashMap<u32, Shown> = HashMap::new();
        let mut formats: Vec<u32> = Vec::new();
        let mut records = Records::from(stream, 0);
        let first = records.next().filter(|record| record.kind == biff::BOF);
        match first.and_then(|record| u16_at(record.data, 0)) {
            Some(0x0600) => {}
            Some(_) => return Err(SheetError::WrongType(Found::OldWorkbook)),
            None => return Err(SheetError::Damaged("no beginning".to_owned())),
        }
        loop {
            let Some(Record { kind, data, .. }) = records.next() else {
                return Err(SheetError::Damaged("the workbook breaks off".to_owned()));
            };
            match kind {
                biff::FILE_PASS => return Err(SheetError::Encrypted),
                biff::DATE_MODE => self.since_1904 = u16_at(data, 0) == Some(1),
                biff::FORMAT => {
                    let mut code = String::new();
                    let id = u16_at(data, 0).map(u32::from);
                    let mut text = records.pieces(data.get(2..).unwrap_or_default());
                    if let (Some(id), Ok(())) = (id, text.string(&mut code)) {
                        own.insert(id, Shown::code(&code));
                    }
                }
                biff::STYLE => formats.push(u32::from(u16_at(data, 2).unwrap_or(0))),
                biff::BOUND_SHEET if sheets.len() < MAX_SHEETS => {
                    // Of the kinds of sheets, only 0 has cells; 1 holds macros of Excel 4.
                    match data.get(5) {
                        Some(0) => {}
                        Some(1) => return Err(SheetError::Macros),
                        _ => continue,
                    }
                    let start = u32_at(data, 0).and_then(|start| usize::try_from(start).ok());
                    self.starts.push(start.unwrap_or(usize::MAX));
                    sheets.push(SheetInfo {
                        name: biff::short_string(data.get(6..).unwrap_or_default()),
                        hidden: data.get(4).is_some_and(|state| state & 3 != 0),
                    });
                }
                biff::SHARED_TEXTS => {
                    let mut pieces = records.pieces(data);
                    let _total = pieces.four()?;
                    for _ in 0..pieces.four()? {
                        pieces.string(self.pool.open())?;
                        self.pool.end()?;
                    }
                }
                biff::EOF => break,
                _ => {}
            }
        }
        self.styles = formats
            .into_iter()
            .map(|id| own.get(&id).copied().unwrap_or(Shown::builtin(id)))
            .collect();
        Ok(sheets)
    }

    pub(super) fn has_data(&self, sheet: usize) -> bool {
        let mut found = false;
        let mut each = |_: Row| {
            found = true;
            ControlFlow::Break(())
        };
        let read = self.rows(sheet, &mut each);
        found || read.is_err()
    }

    pub(super) fn rows(
        &self,
        sheet: usize,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let plan = self.plan(sheet)?;
        let mut sink = Sink::new(&self.pool, plan.merges, each);
        for row in plan.cells.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((index, _)) = row.first() else { continue };
            sink.begin(u32::from(*index) + 1, plan.hidden.contains(index))?;
            for (_, at) in row {
                let mut records = Records::from(&self.stream, *at);
                if let Some(record) = records.next() {
                    self.cell(record, records, &mut sink)?;
                }
            }
            if sink.end(1)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The hidden columns of a sheet.
    pub(super) fn hidden_columns(
        &self,
        sheet: usize,
    ) -> Result<Vec<RangeInclusive<usize>>, SheetError> {
        Ok(self.plan(sheet)?.hidden_columns)
    }

    fn plan(&self, sheet: usize) -> Result<Plan, SheetError> {
        let start = *self.starts.get(sheet).ok_or(SheetError::UnknownSheet(sheet))?;
        let mut plan = Plan::default();
        let mut depth = 0;
        for Record { at, kind, data } in Records::from(&self.stream, start) {
            match kind {
                // Charts within the sheet have a beginning and an end of their own.
                biff::BOF => depth += 1,
                biff::EOF if depth <= 1 => {
                    // Writers put the cells in order, but nothing makes them do so.
                    plan.cells.sort_by_key(|(line, _)| *line);
                    return Ok(plan);
                }
                biff::EOF => depth -= 1,
                _ if depth == 0 => break,
                _ if depth > 1 => {}
                biff::ROW => {
                    if let (Some(line), Some(flags)) = (u16_at(data, 0), data.get(12))
                        && flags & 0x20 != 0
                    {
                        plan.hidden.insert(line);
                    }
                }
                biff::MERGED => {
                    let (ranges, _) = data.get(2..).unwrap_or_default().as_chunks::<8>();
                    plan.merges.extend(ranges.iter().copied().filter_map(merge));
                    if plan.merges.len() > MAX_MERGES {
                        return Err(SheetError::TooManyMerges);
                    }
                }
                biff::COLUMNS => {
                    if let (Some(first), Some(last), Some(flags)) =
                        (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
                        && flags & 1 != 0
                        && plan.hidden_columns.len() < MAX_COLUMNS
                    {
                        plan.hidden_columns.push(usize::from(first)..=usize::from(last));
                    }
                }
                biff::LABEL_SHARED
                | biff::LABEL
                | biff::LABEL_RICH
                | biff::NUMBER
                | biff::SHORT_NUMBER
                | biff::SHORT_NUMBERS
                | biff::BOOL_OR_FAULT
                | biff::FORMULA => {
                    if let Some(line) = u16_at(data, 0) {
                        plan.cells.push((line, at));
                    }
                }
                _ => {}
            }
        }
        Err(SheetError::Damaged("a sheet breaks off".to_owned()))
    }

    /// Puts the cell or cells of a record; `next` are the records behind it.
    fn cell(&self, record: Record, next: Records, sink: &mut Sink) -> Result<(), SheetError> {
        let data = record.data;
        let short = || SheetError::Damaged("a cell breaks off".to_owned());
        let column = usize::from(u16_at(data, 2).ok_or_else(short)?);
        let style = u16_at(data, 4).ok_or_else(short)?;
        let rest = data.get(6..).ok_or_else(short)?;
        let cell = match record.kind {
            biff::SHORT_NUMBERS => {
                // Each has a style of its own; the last column stands behind them.
                let (all, _) = data.get(4..).unwrap_or_default().as_chunks::<6>();
                for (nth, one) in all.iter().enumerate() {
                    let style = u16_at(one, 0).unwrap_or(0);
                    let value = biff::short_number(one, 2).ok_or_else(short)?;
                    sink.put(column + nth, self.number(value, style))?;
                }
                return Ok(());
            }
            biff::LABEL_SHARED => Stored::Shared(
                usize::try_from(u32_at(rest, 0).ok_or_else(short)?).unwrap_or(usize::MAX),
            ),
            biff::LABEL | biff::LABEL_RICH => {
                let mut text = String::new();
                next.pieces(rest).string(&mut text)?;
                sink.text(&text)
            }
            biff::NUMBER => self.number(float(rest).ok_or_else(short)?, style),
            biff::SHORT_NUMBER => {
                self.number(biff::short_number(rest, 0).ok_or_else(short)?, style)
            }
            biff::BOOL_OR_FAULT => match rest {
                [code, 1, ..] => sink.fault(biff::fault(*code)),
                [value, _, ..] => Stored::Bool(*value != 0),
                _ => return Err(short()),
            },
            _ => match rest {
                [0, _, _, _, _, _, 0xff, 0xff, ..] => formula_text(next, sink)?,
                [1, _, value, _, _, _, 0xff, 0xff, ..] => Stored::Bool(*value != 0),
                [2, _, code, _, _, _, 0xff, 0xff, ..] => sink.fault(biff::fault(*code)),
                [_, _, _, _, _, _, 0xff, 0xff, ..] => Stored::Empty,
                _ => self.number(float(rest).ok_or_else(short)?, style),
            },
        };
        sink.put(column, cell)
    }

    fn number(&self, value: f64, style: u16) -> Stored {
        if !value.is_finite() {
            return Stored::Empty;
        }
        let shown = self.styles.get(usize::from(style)).copied().unwrap_or_default();
        shown.cell(value, self.since_1904)
    }
}

fn float(data: &[u8]) -> Option<f64> {
    data.first_chunk().map(|&eight| f64::from_le_bytes(eight))
}

/// The text that a formula gave stands in a record behind it, perhaps after one that says what
/// formulas share.
fn formula_text(next: Records, sink: &mut Sink) -> Result<Stored, SheetError> {
    let mut records = next;
    for _ in 0..3 {
        let Some(record) = records.next() else { break };
        if record.kind == biff::FORMULA_TEXT {
            let mut text = String::new();
            records.pieces(record.data).string(&mut text)?;
            return Ok(sink.text(&text));
        }
    }
    Ok(Stored::Empty)
}

/// A merged range: first and last line, first and last column.
fn merge(data: [u8; 8]) -> Option<Merge> {
    let line = |at| u16_at(&data, at).map(|line| u32::from(line) + 1);
    let column = |at| u16_at(&data, at).map(usize::from);
    Merge::new(line(0)?, line(2)?, column(4)?, column(6)?)
}
