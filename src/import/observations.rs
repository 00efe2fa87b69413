//! Rows of figures: one row a region, segment and date, or a sheet with segments and dates side by
//! side.

mod held;
mod plan;
mod rank;
mod said;
mod target;
mod words;

use std::collections::HashMap;
use std::ops::ControlFlow;

use self::plan::{Plan, SEGMENTS, plan};
use super::finding::{Finding, Findings, Rule, Severity};
use super::header::{Field, Header, segment_of};
use super::number::{self, Amount, NumberError, Style};
use super::options::Options;
use super::percents::{self, Cut};
use super::places::{Asked, Place, PlaceError, Places};
use super::progress::Progress;
use super::report::{HELD, Held, Reading};
use super::rules::Entry;
use super::sheet::{Book, Cell, Row, SheetError};
use super::{cell, date, merged, text, total, unread};
use crate::db::statements::Statement;
use crate::domain::wording::{count, fold};
use crate::domain::{AsOf, Kind, Percent, SegmentCode};

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
    let reading = Some(plan.reading(header));
    let mut read = Read { columns: plan.titles(header), reading, ..Read::default() };
    let mut memory = Memory::default();
    let data_line = header.data_line;
    book.rows(sheet, &mut |row: Row| {
        if row.line >= data_line {
            context.progress.at(read.rows);
            read_row(&row, header, &plan, context, findings, &mut memory, &mut read);
        }
        ControlFlow::Continue(())
    })?;
    findings.extend(memory.cut.told());
    findings.extend(memory.marks.settle("sel lain tanpa angka"));
    findings.extend(memory.remarks.settle("penjelasan lain tanpa angka"));
    Ok(read)
}

fn read_row(
    row: &Row,
    header: &Header,
    plan: &Plan,
    context: &Context,
    findings: &mut Findings,
    memory: &mut Memory,
    read: &mut Read,
) {
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

    /// The word of a row that sums up others.
    fn total(&self) -> Option<&'static str> {
        total::word(&self.field(Field::Code), &self.field(Field::Name))
    }

    /// Refuses a row whose own cell says that its numbers are not people or percents.
    fn hold_unit(&mut self) {
        let Some(place) = self.plan.unit else { return };
        let unit = self.text_at(place);
        let refused = unread::other_unit(self.row.line, self.title(place), &unit, unread::PEOPLE);
        if let Some(refused) = refused {
            self.sound = false;
            self.findings.push(refused);
        }
    }

    fn date(&mut self) -> Option<AsOf> {
        if !self.filled(Field::AsOf) {
            let stated = self.context.options.as_of.or(self.header.sheet_as_of);
            if stated.is_none() && self.plan.groups.iter().any(|group| group.as_of.is_none()) {
                self.refuse(
                    Rule::R11,
                    Field::AsOf,
                    "tanggal data di baris ini kosong.".to_owned(),
                    "Isi tanggalnya, atau nyatakan satu tanggal untuk seluruh berkas.",
                );
            }
            return None;
        }
        let place = *self.plan.fields.get(&Field::AsOf)?;
        if !self.context.options.fixes.contains_key(&(self.row.line, place))
            && let Some(Cell::Date(day)) = self.row.cells.get(place)
        {
            let own = AsOf::day(*day);
            self.hold_date(own);
            return Some(own);
        }
        match date::as_of(&self.field(Field::AsOf), self.plan.date_style) {
            Ok(as_of) => as_of.inspect(|own| self.hold_date(*own)),
            Err(error) => {
                self.refuse(Rule::R11, Field::AsOf, error.to_string(), "");
                None
            }
        }
    }

    /// Holds the date of the row against the one that was stated for the whole file.
    fn hold_date(&mut self, own: AsOf) {
        if let Some(stated) = self.context.options.as_of
            && !own.agrees_with(stated)
        {
            self.sound = false;
            if !std::mem::replace(&mut self.memory.told_date, true) {
                self.findings.push(said::other_date(self.row.line, own, stated));
            }
        }
    }

    /// Holds the segment of the row against the one that was stated for the whole file.
    fn hold_segment(&mut self, own: &SegmentCode) {
        if let Some(stated) = &self.context.options.segment
            && stated != own
        {
            self.sound = false;
            if !std::mem::replace(&mut self.memory.told_segment, true) {
                let name = |code| self.context.segment_name(code);
                self.findings.push(said::other_segment(self.row.line, &name(own), &name(stated)));
            }
        }
    }

    fn segment(&mut self) -> Option<i32> {
        if !self.filled(Field::Segment) {
            if let Some(code) = &self.context.options.segment {
                return self.context.segments.get(code).copied();
            }
            if self.plan.groups.iter().any(|group| group.segment.is_none()) {
                self.refuse(
                    Rule::Value,
                    Field::Segment,
                    "segmen di baris ini kosong.".to_owned(),
                    "Isi segmennya, atau nyatakan satu segmen untuk seluruh berkas.",
                );
            }
            return None;
        }
        let stated = self.field(Field::Segment);
        if let Some(id) = self.memory.segments.get(stated.as_ref()) {
            return Some(*id);
        }
        let stated = stated.into_owned();
        let code = self.context.named_segment(&stated).or_else(|| segment_of(&stated));
        let id = code.as_ref().and_then(|code| self.context.segments.get(code).copied());
        if let (Some(code), Some(_)) = (&code, id) {
            self.hold_segment(code);
            if !self.sound {
                return id;
            }
        }
        if let Some(id) = id
            && self.memory.segments.len() < REMEMBERED
        {
            self.memory.segments.insert(stated.clone(), id);
        }
        if id.is_none() {
            let reason = format!("segmen {} tidak dikenal.", stated.trim());
            self.refuse(Rule::Value, Field::Segment, reason, SEGMENTS);
        }
        id
    }

    fn kind(&mut self) -> Option<Kind> {
        if !self.filled(Field::Kind) {
            return Some(self.context.options.kind.unwrap_or(Kind::Active));
        }
        let stated = self.field(Field::Kind).trim().to_lowercase();
        let kind = match stated.as_str() {
            "active" | "aktif" | "cakupan" => Some(Kind::Active),
            "registered" | "terdaftar" => Some(Kind::Registered),
            "committed" | "komitmen" => Some(Kind::Committed),
            "paid_once" | "bayar sekali" => Some(Kind::PaidOnce),
            "share_of_target" | "capaian target" => Some(Kind::ShareOfTarget),
            "other" | "lain" => Some(Kind::Other),
            _ => None,
        };
        if kind.is_none() {
            let reason = format!("jenis angka {stated} tidak dikenal.");
            self.refuse(
                Rule::Value,
                Field::Kind,
                reason,
                "Tulis aktif, terdaftar, atau capaian target.",
            );
        }
        kind
    }

    fn source(&mut self) -> Option<i32> {
        let stated = self.field(Field::Source);
        let code = match (stated.trim(), self.context.options.source.as_deref()) {
            ("", None) => {
                self.refuse(
                    Rule::Value,
                    Field::Source,
                    "sumber di baris ini kosong.".to_owned(),
                    "Isi kode sumbernya, atau nyatakan satu sumber untuk seluruh berkas.",
                );
                return None;
            }
            ("", Some(code)) | (code, _) => code,
        };
        if code.is_empty() {
            let so = "Tulis kode sumbernya, atau nyatakan satu sumber untuk berkas ini.";
            self.refuse(Rule::Value, Field::Source, "sumber kosong.".to_owned(), so);
            return None;
        }
        let id = self.context.sources.get(code).copied();
        if id.is_none() {
            let code = code.to_owned();
            let reason = format!("sumber {code} tidak dikenal.");
            self.refuse(Rule::Value, Field::Source, reason, "Tambahkan sumbernya lebih dahulu.");
        }
        id
    }

    /// The region at a date; `first` tells what is found only once for a row.
    fn region(&mut self, as_of: Option<AsOf>, first: bool) -> Option<i32> {
        let mut key = std::mem::take(&mut self.memory.asked);
        key.clear();
        for field in [Field::Code, Field::Name, Field::Parent] {
            key.push_str(&self.field(field));
            key.push('\0');
        }
        self.memory.asked = key;
        if let Some(known) = self.memory.places.get(&self.memory.asked) {
            return Some(*known);
        }
        let found = self.find_region(as_of);
        let (code, name) = (self.field(Field::Code), self.field(Field::Name));
        let field = if code.trim().is_empty() { Field::Name } else { Field::Code };
        let value = self.field(field).into_owned();
        let column = self.plan.fields.get(&field).map(|place| self.title(*place).to_owned());
        let finding = match &found {
            Ok(Place { odd_name: true, region_id, .. }) => {
                let text = format!(
                    "kodenya {}, tetapi namanya tertulis {}.",
                    self.context.places.told(*region_id),
                    name.trim()
                );
                let so = "Periksa kode dan namanya.";
                Some(Finding::new(self.row.line, Rule::R10, Severity::Warn, text).so(so))
            }
            Ok(Place { former: false, .. }) => None,
            Ok(Place { region_id, former: true, .. }) => {
                let text =
                    format!("{} kini {}.", value.trim(), self.context.places.told(*region_id));
                Some(Finding::new(self.row.line, Rule::R10, Severity::Inform, text))
            }
            Err(error) => Some(error.finding(self.context.places, self.row.line)),
        };
        let outside = found.as_ref().ok().filter(|place| !self.is_within(place.region_id));
        let finding = match outside {
            Some(place) => {
                self.sound = false;
                let text =
                    format!("{} di luar wilayah Anda.", self.context.places.told(place.region_id));
                Some(Finding::new(self.row.line, Rule::Value, Severity::Refuse, text))
            }
            None => finding,
        };
        if let (Ok(Place { region_id, former: false, always: true, .. }), None) = (&found, &finding)
            && self.memory.places.len() < REMEMBERED
        {
            self.memory.places.insert(self.memory.asked.clone(), *region_id);
        }
        let told = |finding: &Finding| first || finding.severity == Severity::Refuse;
        if let Some(finding) = finding.filter(told) {
            self.findings.push(finding.at(column.unwrap_or_default(), value));
        }
        if found.is_err() {
            self.sound = false;
        }
        found.ok().map(|place| place.region_id)
    }

    /// The region that code, name and parent mean at a date, without a word about it.
    fn find_region(&self, as_of: Option<AsOf>) -> Result<Place, PlaceError> {
        let (code, name) = (self.field(Field::Code), self.field(Field::Name));
        let parent = self.field(Field::Parent);
        let is_fixed = |field: Field| {
            let place = self.plan.fields.get(&field);
            let fixes = &self.context.options.fixes;
            place.is_some_and(|place| fixes.contains_key(&(self.row.line, *place)))
        };
        let asked = Asked {
            code: &code,
            name: &name,
            parent: &parent,
            level: self.context.options.level,
            chosen: is_fixed(Field::Name),
            at: as_of.map(|as_of| as_of.date),
        };
        let system = self.plan.codes.of_cell(&code, is_fixed(Field::Code));
        self.context.places.find(asked, system)
    }

    /// Whether a region is one that this user may enter figures of.
    fn is_within(&self, region_id: i32) -> bool {
        let Some(own) = &self.context.options.within else { return true };
        self.context.places.is_within(region_id, own)
    }

    /// Whether a number is merged over several rows.
    fn is_shared(&self, place: usize) -> bool {
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        !fixed && merged::range(self.row, place).is_some()
    }

    /// Refuses a number that is merged over several rows.
    fn refuse_shared(&mut self, place: usize) -> bool {
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        let refused = merged::refused(self.row, place, self.title(place), fixed);
        self.sound &= refused.is_none();
        let is_shared = refused.is_some();
        self.findings.extend(refused);
        is_shared
    }

    fn count(&mut self, place: Option<usize>) -> Option<Amount> {
        let place = place.filter(|place| !self.refuse_shared(*place))?;
        let read = self.read_count(place);
        let amount = self.kept(read, place)?;
        if amount.value > number::MOST_PEOPLE {
            self.sound = false;
            let reason =
                format!("{} lebih banyak daripada penduduk Indonesia.", count(amount.value));
            let (title, value) = (self.title(place).to_owned(), self.text_at(place).into_owned());
            self.findings.push(
                Finding::new(self.row.line, Rule::R9, Severity::Refuse, reason)
                    .at(title, value)
                    .so("Periksa angkanya dan pemisah ribuannya."),
            );
            return None;
        }
        Some(amount)
    }

    fn read_count(&self, place: usize) -> Result<Option<Amount>, NumberError> {
        match self.cell(place) {
            Some(Cell::Number { value, .. }) => {
                number::count_of_cell(value).map(|value| Some(Amount { value, rounded: false }))
            }
            _ => number::count(&self.text_at(place), self.style(place)),
        }
    }

    fn percent(&mut self, place: Option<usize>) -> Option<Percent> {
        let place = place.filter(|place| !self.refuse_shared(*place))?;
        let (read, is_cut) = self.read_percent(place);
        let read = self.kept(read, place)?;
        if is_cut {
            let cell = (self.title(place).to_owned(), self.text_at(place).into_owned());
            self.memory.cut.take(self.row.line, read, cell);
        }
        Some(read)
    }

    /// A percent, and whether it has more than two decimals.
    fn read_percent(&self, place: usize) -> (Result<Option<Percent>, NumberError>, bool) {
        let shares = self.context.options.shares;
        percents::read(self.cell(place), &self.text_at(place), self.style(place), shares)
    }

    /// The cell itself, unless its text was written anew.
    fn cell(&self, place: usize) -> Option<Cell<'_>> {
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        self.row.cells.get(place).filter(|_| !fixed).copied()
    }

    fn style(&self, place: usize) -> Style {
        self.plan.styles.get(place).copied().unwrap_or(Style::Unknown)
    }

    fn kept<T>(&mut self, read: Result<Option<T>, NumberError>, place: usize) -> Option<T> {
        match read {
            Ok(Some(value)) => Some(value),
            Ok(None) => {
                self.tell_mark(place);
                None
            }
            Err(error) => {
                self.sound = false;
                let value = self.text_at(place).into_owned();
                let title = self.title(place).to_owned();
                self.findings.push(
                    Finding::new(self.row.line, Rule::R9, Severity::Refuse, error.to_string())
                        .at(title, value),
                );
                None
            }
        }
    }

    fn says_yes(&self, field: Field) -> bool {
        matches!(self.field(field).trim().to_lowercase().as_str(), "yes" | "ya" | "true" | "1")
    }
}
