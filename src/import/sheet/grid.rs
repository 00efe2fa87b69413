//! What the readers of workbooks share: a row that is filled cell by cell and then lent, the pool
//! of shared texts, and merged cells.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::{Cell, MAX_CELL, MAX_COLUMNS, MAX_LENT_ROWS, Merged, Row, SheetError};

/// Down to this line, merged cells are taken for titles.
const HEADER_LINES: u32 = 20;
/// Taller ranges are no titles.
const HEADER_HEIGHT: u32 = 4;
/// Most merged ranges of a sheet: some in each row of a long one.
pub(super) const MAX_MERGES: usize = 200_000;
/// Most that a sheet may lend, in bytes of text and eight for every cell. One text may stand in
/// many cells and one row for many, so that a small file could otherwise keep us busy for hours.
const MAX_LENT: usize = 1 << 30;

/// Texts that cells refer to by number, in one allocation.
#[derive(Default)]
pub(super) struct Pool {
    text: String,
    ends: Vec<usize>,
}

impl Pool {
    /// Most bytes of the pool.
    const MOST: usize = 128 << 20;

    /// The text so far, to append the next one to.
    pub(super) fn open(&mut self) -> &mut String {
        &mut self.text
    }

    /// Closes the text that was appended last.
    pub(super) fn end(&mut self) -> Result<(), SheetError> {
        self.ends.push(self.text.len());
        let size = self.text.len() + self.ends.len() * size_of::<usize>();
        if size > Self::MOST { Err(SheetError::Bomb("shared texts")) } else { Ok(()) }
    }

    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.text.get(start..*self.ends.get(at)?)
    }
}

/// A cell of the row in the making. Texts are places in the buffer of the row or in the pool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stored {
    Empty,
    Shared(usize),
    Text(usize, usize),
    Fault(usize, usize),
    Number { value: f64, percent: bool },
    Date(NaiveDate),
    Bool(bool),
}

/// A merged range; lines count from 1, columns from 0.
#[derive(Debug, Clone)]
pub(super) struct Merge {
    top: u32,
    bottom: u32,
    left: usize,
    right: usize,
    value: Option<Kept>,
}

#[derive(Debug, Clone)]
enum Kept {
    Text(String),
    Other(Stored),
}

impl Merge {
    /// A range of more than one cell.
    pub(super) fn new(top: u32, bottom: u32, left: usize, right: usize) -> Option<Self> {
        let fits = top >= 1 && top <= bottom && left <= right && left < MAX_COLUMNS;
        let merge = Self { top, bottom, left, right, value: None };
        (fits && (top, left) != (bottom, right)).then_some(merge)
    }

    /// Whether its first value counts for all of its cells, as that of a title does.
    ///
    /// Below the titles a merged number must not count twice, so only a text over several rows of one
    /// column is filled in there.
    fn is_title(&self) -> bool {
        self.bottom <= HEADER_LINES && self.bottom - self.top < HEADER_HEIGHT
    }

    /// Whether a cell may belong to both.
    fn is_beside(&self, other: &Self) -> bool {
        self.right < other.left || other.right < self.left
    }

    fn lent(&self) -> Option<Merged> {
        let is_text = matches!(self.value.as_ref()?, Kept::Text(_));
        let Self { top, bottom, left, right, .. } = *self;
        Some(Merged { top, bottom, left, right, is_text })
    }
}

/// Takes cells, lends rows, holds the limits.
pub(super) struct Sink<'s> {
    each: &'s mut dyn FnMut(Row) -> ControlFlow<()>,
    pool: &'s Pool,
    /// Ranges that are not reached yet, the next one last.
    ahead: Vec<Merge>,
    /// Ranges that the row in the making lies in; none has a column of another.
    merges: Vec<Merge>,
    merged: Vec<Merged>,
    line: u32,
    hidden: bool,
    cells: Vec<Stored>,
    text: String,
    spare: Vec<Cell<'static>>,
    rows: usize,
    lent: usize,
}

impl<'s> Sink<'s> {
    pub(super) fn new(
        pool: &'s Pool,
        mut merges: Vec<Merge>,
        each: &'s mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Self {
        merges.sort_by_key(|merge| std::cmp::Reverse(merge.top));
        Self {
            each,
            pool,
            ahead: merges,
            merges: Vec::new(),
            merged: Vec::new(),
            line: 0,
            hidden: false,
            cells: Vec::new(),
            text: String::new(),
            spare: Vec::new(),
            rows: 0,
            lent: 0,
        }
    }

    /// Begins a row.
    ///
    /// # Errors
    /// Ranges that overlap: whose value a cell has is not to be known, and a small file could have any
    /// number of them in every row.
    pub(super) fn begin(&mut self, line: u32, hidden: bool) -> Result<(), SheetError> {
        self.line = line;
        self.hidden = hidden;
        self.cells.clear();
        self.text.clear();
        self.merges.retain(|merge| merge.bottom >= line);
        while let Some(merge) = self.ahead.pop_if(|merge| merge.top <= line) {
            if merge.bottom >= line {
                self.merge(merge)?;
            }
        }
        Ok(())
    }

    /// The line of the row in the making.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// Whether a cell of the row in the making holds something.
    pub(super) fn is_filled(&self, column: usize) -> bool {
        self.cells.get(column).is_some_and(|cell| *cell != Stored::Empty)
    }

    /// Adds a range that the row just begun lies in.
    ///
    /// # Errors
    /// Where it overlaps with another one.
    pub(super) fn merge(&mut self, merge: Merge) -> Result<(), SheetError> {
        if !self.merges.iter().all(|other| merge.is_beside(other)) {
            return Err(SheetError::OverlappingMerges(self.line));
        }
        self.merges.push(merge);
        Ok(())
    }

    pub(super) fn put(&mut self, column: usize, cell: Stored) -> Result<(), SheetError> {
        if cell == Stored::Empty {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(SheetError::TooManyColumns(self.line));
        }
        if column >= self.cells.len() {
            self.cells.resize(column + 1, Stored::Empty);
        }
        self.cells[column] = cell;
        Ok(())
    }

    /// Puts a cell into several columns.
    pub(super) fn repeat(
        &mut self,
        column: usize,
        times: usize,
        cell: Stored,
    ) -> Result<(), SheetError> {
        if cell == Stored::Empty {
            return Ok(());
        }
        (0..times).try_for_each(|next| self.put(column.saturating_add(next), cell))
    }

    /// Keeps a text for the row just begun; an empty one is no text.
    pub(super) fn text(&mut self, text: &str) -> Stored {
        let start = self.text.len();
        self.text.push_str(text);
        if text.is_empty() { Stored::Empty } else { Stored::Text(start, self.text.len()) }
    }

    pub(super) fn fault(&mut self, text: &str) -> Stored {
        let start = self.text.len();
        self.text.push_str(text);
        Stored::Fault(start, self.text.len())
    }

    /// Lends the row, `times` times on lines that follow one another.
    pub(super) fn end(&mut self, times: u32) -> Result<ControlFlow<()>, SheetError> {
        self.merged.clear();
        if !self.merges.is_empty() {
            self.fill()?;
            self.merged.extend(self.merges.iter().filter_map(Merge::lent));
            self.merged.sort_unstable_by_key(|merged| merged.left);
        }
        let (pool, text) = (self.pool, self.text.as_str());
        let mut cells = reuse(std::mem::take(&mut self.spare));
        let mut weight = 0;
        let mut last = 0;
        for (place, stored) in self.cells.iter().enumerate() {
            let part = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
            let cell = match *stored {
                Stored::Empty => Cell::Empty,
                Stored::Number { value, percent } => Cell::Number { value, percent },
                Stored::Date(date) => Cell::Date(date),
                Stored::Bool(truth) => Cell::Bool(truth),
                Stored::Text(start, end) => Cell::Text(part(start, end)),
                Stored::Fault(start, end) => Cell::Fault(part(start, end)),
                Stored::Shared(at) => match pool.get(at) {
                    Some("") => Cell::Empty,
                    Some(shared) => Cell::Text(shared),
                    None => return Err(SheetError::Damaged(format!("no shared text {at}"))),
                },
            };
            if let Cell::Text(long) = cell {
                if too_long(long) {
                    return Err(SheetError::CellTooLong(self.line));
                }
                weight += long.len();
            }
            weight += 8;
            if cell != Cell::Empty {
                last = place + 1;
            }
            cells.push(cell);
        }
        cells.truncate(last);
        let mut flow = ControlFlow::Continue(());
        if last > 0 {
            for copy in 0..times {
                self.rows += 1;
                self.lent = self.lent.saturating_add(weight);
                if self.rows > MAX_LENT_ROWS {
                    return Err(SheetError::TooManyRows);
                }
                if self.lent > MAX_LENT {
                    return Err(SheetError::Bomb("cells"));
                }
                let line = self.line.saturating_add(copy);
                flow = (self.each)(Row {
                    line,
                    hidden: self.hidden,
                    cells: &cells,
                    merged: &self.merged,
                });
                if flow.is_break() {
                    break;
                }
            }
        }
        self.spare = reuse(cells);
        Ok(flow)
    }

    /// Lets the value of a merged range count for each of its cells.
    fn fill(&mut self) -> Result<(), SheetError> {
        let line = self.line;
        let mut merges = std::mem::take(&mut self.merges);
        for merge in &mut merges {
            if merge.top == line {
                merge.value = self.keep(self.cells.get(merge.left).copied());
            }
            let wide = merge.left < merge.right;
            if wide && !merge.is_title() {
                continue;
            }
            let columns = merge.left..=merge.right.min(MAX_COLUMNS - 1);
            if columns.clone().all(|column| self.is_filled(column)) {
                continue;
            }
            let cell = match &merge.value {
                Some(Kept::Text(text)) => self.text(text),
                // One column, several lines, a number: rather data than a title.
                Some(Kept::Other(cell)) if wide => *cell,
                _ => continue,
            };
            for column in columns {
                if !self.is_filled(column) {
                    self.put(column, cell)?;
                }
            }
        }
        self.merges = merges;
        Ok(())
    }

    fn keep(&self, cell: Option<Stored>) -> Option<Kept> {
        match cell? {
            Stored::Empty | Stored::Fault(..) => None,
            Stored::Shared(at) => self.pool.get(at).map(|text| Kept::Text(text.to_owned())),
            Stored::Text(start, end) => {
                self.text.get(start..end).map(|text| Kept::Text(text.to_owned()))
            }
            other => Some(Kept::Other(other)),
        }
    }
}

/// Whether a text is longer than a cell may be.
pub(super) fn too_long(text: &str) -> bool {
    text.len() > MAX_CELL && text.chars().count() > MAX_CELL
}

/// The same allocation for cells of another lifetime. Collecting in place keeps the memory.
pub(super) fn reuse<'a>(mut cells: Vec<Cell<'_>>) -> Vec<Cell<'a>> {
    cells.clear();
    cells.into_iter().map(|_| Cell::Empty).collect()
}
