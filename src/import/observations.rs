//! Rows of figures: one row a region, segment and date, or a sheet with segments and dates side by
//! side.

mod fields;
mod held;
mod numbers;
mod plan;
mod rank;
mod region;
mod said;
mod target;
mod titles;
mod words;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::resume_unwind;

use self::plan::{Plan, plan};
use super::finding::{Finding, Findings, Rule, Severity};
use super::header::{Field, Header};
use super::number::Amount;
use super::options::Options;
use super::percents::Cut;
use super::places::Places;
use super::progress::Progress;
use super::report::{HELD, Held, Reading};
use super::rules::Entry;
use super::sheet::{Book, Row, SheetError};
use super::{cell, text};
use crate::db::statements::Statement;
use crate::domain::wording::fold;
use crate::domain::{AsOf, SegmentCode};

/// What the rows are read with.
pub(super) struct Context<'a> {
    pub places: &'a Places,
    /// Numbers of segments by code.
    pub segments: &'a HashMap<SegmentCode, i32>,
    /// Names of segments by code.
    pub segment_names: &'a HashMap<SegmentCode, String>,
    /// Numbers of sources by code.
    pub sources: &'a HashMap<String, i32>,
    pub options: &'a Options,
    /// The cells of a row are told apart by a sign that may stand in a number, too.
    pub is_text: bool,
    pub progress: &'a Progress,
}

impl Context<'_> {
    /// The segment of a name as pages write it.
    fn named_segment(&self, name: &str) -> Option<SegmentCode> {
        let folded = fold(name);
        let found = self.segment_names.iter().find(|(_, own)| fold(own) == folded);
        found.map(|(code, _)| code.clone())
    }

    /// What a segment is called.
    fn segment_name(&self, code: &SegmentCode) -> String {
        self.segment_names.get(code).cloned().unwrap_or_else(|| code.to_string())
    }
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The statements, in the order of the file.
    pub entries: Vec<Entry>,
    /// Rows with anything in them, below the titles.
    pub rows: usize,
    /// Rows that say nothing: totals, remarks, regions without a figure, and those left out.
    pub passed: usize,
    /// Rows that cannot go in.
    pub refused: usize,
    /// Hidden rows with something in them, which stay out.
    pub hidden: usize,
    /// The titles of the columns of a group, and of single fields, by what they hold.
    pub columns: HashMap<(usize, Field), String>,
    /// What holds for all rows.
    pub reading: Option<Reading>,
    /// The first rows that cannot go in.
    pub held: Vec<Held>,
}

/// Reads the rows of a sheet below its titles.
pub(super) fn read(
    book: &Book,
    sheet: usize,
    header: &Header,
    context: &Context,
    findings: &mut Findings,
) -> Result<Read, SheetError> {
    let Some(plan) = plan(book, sheet, header, context, findings)? else {
        return Ok(Read::default());
    };
    let take = |rows: &mut Rows, row: Row| {
        if row.line >= header.data_line {
            context.progress.step();
            read_row(&row, header, &plan, context, rows);
        }
        ControlFlow::Continue(())
    };
    let mut rows = Rows::default();
    if let Some([first, second]) = book.halves() {
        let mut others = Rows::default();
        std::thread::scope(|threads| {
            let beside = threads.spawn(|| second.rows(&mut |row| take(&mut others, row)));
            first.rows(&mut |row| take(&mut rows, row))?;
            beside.join().unwrap_or_else(|panic| resume_unwind(panic))
        })?;
        if rows.memory.is_silent() {
            rows.append(others);
        } else {
            drop(others);
            second.rows(&mut |row| take(&mut rows, row))?;
        }
    } else {
        book.rows(sheet, &mut |row| take(&mut rows, row))?;
    }
    let Rows { read, findings: found, memory } = rows;
    findings.append(found);
    findings.extend(memory.cut.told());
    findings.extend(memory.marks.settle("sel lain tanpa angka"));
    findings.extend(memory.remarks.settle("penjelasan lain tanpa angka"));
    Ok(Read { columns: plan.titles(header), reading: Some(plan.reading(header)), ..read })
}

/// What rows have come to, one after the other.
#[derive(Default)]
struct Rows {
    read: Read,
    findings: Findings,
    memory: Memory,
}

impl Rows {
    /// Adds the rows behind these, which were read as if they were the first: right where the memory of
    /// these is silent.
    fn append(&mut self, others: Self) {
        let Read { entries, rows, passed, refused, hidden, held, .. } = others.read;
        self.read.entries.extend(entries);
        self.read.rows += rows;
        self.read.passed += passed;
        self.read.refused += refused;
        self.read.hidden += hidden;
        for held in held {
            self.read.hold(held);
        }
        self.findings.append(others.findings);
        self.memory = others.memory;
    }
}

fn read_row(row: &Row, header: &Header, plan: &Plan, context: &Context, rows: &mut Rows) {
    let Rows { read, findings, memory } = rows;
    if row.cells.iter().all(|cell| text::of(cell).trim().is_empty()) {
        return;
    }
    if row.hidden {
        read.hidden += 1;
        return;
    }
    read.rows += 1;
    if context.options.left_out.contains(&row.line) {
        read.passed += 1;
        return;
    }
    if context.is_text && header.is_beyond(row.cells) {
        read.refused += 1;
        findings.push(header.beyond(row));
        read.hold(Held { line: row.line, ..Held::default() });
        return;
    }
    let kept = findings.kept();
    let region_id = None;
    let mut reader =
        RowReader { row, header, plan, context, findings, memory, region_id, sound: true };
    let statements = reader.statements();
    reader.name(kept);
    match statements {
        Some(statements) if reader.sound => {
            if statements.is_empty() {
                read.passed += 1;
            }
            let line = row.line;
            read.entries.extend(statements.into_iter().map(|(group, statement)| Entry {
                line,
                group,
                statement,
            }));
        }
        None if reader.sound => read.passed += 1,
        Some(_) | None => {
            read.refused += 1;
            read.hold(reader.held());
        }
    }
}

impl Read {
    fn hold(&mut self, held: Held) {
        if self.held.len() < HELD {
            self.held.push(held);
        }
    }
}

/// What cells of earlier rows were read as: long files say the same over and over.
#[derive(Debug, Default)]
struct Memory {
    /// Regions by code, name and parent, where these are clear at whatever date.
    places: HashMap<String, i32>,
    /// Segments by what a cell calls them.
    segments: HashMap<String, i32>,
    /// Where code, name and parent are put together.
    asked: String,
    /// That rows have another date, or segment, than the one that was stated has been told.
    told_date: bool,
    told_segment: bool,
    /// Percents with more than two decimals.
    cut: Cut,
    /// Words that stand for no number.
    marks: words::Gathered,
    /// Remarks of rows without a number.
    remarks: words::Gathered,
}

impl Memory {
    /// Whether nothing in it changes what is told of later rows.
    fn is_silent(&self) -> bool {
        let Self { places: _, segments: _, asked: _, told_date, told_segment, cut, marks, remarks } =
            self;
        !told_date && !told_segment && cut.is_empty() && marks.is_empty() && remarks.is_empty()
    }
}

/// So many are remembered: more than there are names of regions.
const REMEMBERED: usize = 200_000;

/// One row on its way to statements; what it finds makes it sound or not.
struct RowReader<'a, 'f> {
    row: &'a Row<'a>,
    header: &'a Header,
    plan: &'a Plan,
    context: &'a Context<'a>,
    findings: &'f mut Findings,
    memory: &'f mut Memory,
    /// Its region, once that is known.
    region_id: Option<i32>,
    sound: bool,
}

impl RowReader<'_, '_> {
    /// The statements of the row; `None` when it has none to make.
    fn statements(&mut self) -> Option<Vec<(usize, Statement)>> {
        let has_figures = self.plan.groups.iter().any(|group| {
            [group.active, group.workforce, group.percent, group.uncovered]
                .into_iter()
                .flatten()
                .any(|place| self.is_shared(place) || !cell::is_missing(&self.text_at(place)))
        }) || self.filled(Field::Rank);
        if !has_figures {
            self.tell_words();
            return None;
        }
        self.hold_unit();
        if let Some(word) = self.total() {
            let text = format!("baris {word} dilewati.");
            self.findings.push(Finding::new(self.row.line, Rule::Table, Severity::Inform, text));
            return None;
        }
        let options = self.context.options;
        let dated = self.date();
        let segment = self.segment();
        let kind = self.kind();
        let source_id = self.source();
        let (rank, rank_of) = self.rank();
        let mut places: Vec<(Option<AsOf>, Option<i32>)> = Vec::new();
        let mut statements = Vec::new();
        for (at, group) in self.plan.groups.iter().enumerate() {
            let as_of = group.as_of.or(dated).or(options.as_of).or(self.header.sheet_as_of);
            let region_id = if let Some((_, known)) = places.iter().find(|(at, _)| *at == as_of) {
                *known
            } else {
                let found = self.region(as_of, places.is_empty());
                places.push((as_of, found));
                self.region_id = self.region_id.or(found);
                found
            };
            let segment = match &group.segment {
                Some(code) => self.context.segments.get(code).copied(),
                None => segment,
            };
            let active = self.count(group.active);
            let workforce = self.count(group.workforce);
            let uncovered = self.count(group.uncovered);
            let published = self.percent(group.percent);
            let rounded = [active, workforce].into_iter().flatten().any(|amount| amount.rounded);
            let value = |amount: Option<Amount>| amount.map(|amount| amount.value);
            let nothing = active.is_none()
                && workforce.is_none()
                && uncovered.is_none()
                && published.is_none()
                && !self.filled(Field::Rank);
            let (Some(region_id), Some(segment_id), Some(kind), Some(source_id)) =
                (region_id, segment, kind, source_id)
            else {
                self.sound = false;
                continue;
            };
            if nothing {
                continue;
            }
            self.hold_rank(region_id, rank, rank_of);
            let statement = Statement {
                region_id,
                segment_id,
                kind,
                as_of,
                active: value(active),
                workforce: value(workforce),
                published,
                uncovered: value(uncovered),
                rounded: rounded || self.says_yes(Field::Rounded),
                rank,
                rank_of,
                source_id,
                note: self.field(Field::Note).trim().to_owned(),
                batch_id: 0,
            };
            statements.push((at, statement));
        }
        Some(statements)
    }

    fn text_at(&self, place: usize) -> std::borrow::Cow<'_, str> {
        let line = self.row.line;
        if let Some(fixed) = self.context.options.fixes.get(&(line, place)) {
            return fixed.as_str().into();
        }
        self.row.cells.get(place).map_or("".into(), text::of)
    }

    fn field(&self, field: Field) -> std::borrow::Cow<'_, str> {
        self.plan.fields.get(&field).map_or("".into(), |place| self.text_at(*place))
    }

    fn filled(&self, field: Field) -> bool {
        !self.field(field).trim().is_empty()
    }

    fn title(&self, place: usize) -> &str {
        self.header.columns.get(place).map_or("", |column| &column.title)
    }

    fn refuse(&mut self, rule: Rule, field: Field, reason: String, so: &str) {
        self.sound = false;
        let value = self.field(field).into_owned();
        let column = self.plan.fields.get(&field).map(|place| self.title(*place).to_owned());
        self.findings.push(
            Finding::new(self.row.line, rule, Severity::Refuse, reason)
                .at(column.unwrap_or_default(), value)
                .so(so),
        );
    }

    fn says_yes(&self, field: Field) -> bool {
        matches!(self.field(field).trim().to_lowercase().as_str(), "yes" | "ya" | "true" | "1")
    }
}
