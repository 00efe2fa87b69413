//! One row of a list on its way to a record: cells become domain values, or findings.

use std::borrow::Cow;

use super::plan::Plan;
use super::{Context, words};
use crate::domain::{AsOf, Percent, Period, wording};
use crate::import::finding::{Finding, Findings, Rule, Severity};
use crate::import::header::{Field, Header};
use crate::import::number::{self, Amount, NumberError, Style};
use crate::import::percents::{self, Cut};
use crate::import::places::{Asked, Place};
use crate::import::report::Held;
use crate::import::sheet::{Cell, Row};
use crate::import::{cell, date, merged, text, total, unread};

/// One row; what it finds makes it sound or not.
pub(super) struct RowReader<'a, 'f> {
    row: &'a Row<'a>,
    header: &'a Header,
    plan: &'a Plan,
    context: &'a Context<'a>,
    findings: &'f mut Findings,
    cut: &'f mut Cut,
    /// Its region, once that is known.
    region_id: Option<i32>,
    sound: bool,
}

impl<'a, 'f> RowReader<'a, 'f> {
    pub fn new(
        row: &'a Row<'a>,
        header: &'a Header,
        plan: &'a Plan,
        context: &'a Context<'a>,
        findings: &'f mut Findings,
        cut: &'f mut Cut,
    ) -> Self {
        Self { row, header, plan, context, findings, cut, region_id: None, sound: true }
    }

    /// Whether nothing about the row was refused.
    pub fn is_sound(&self) -> bool {
        self.sound
    }

    /// What the list is read with.
    pub fn context(&self) -> &'a Context<'a> {
        self.context
    }

    /// Whether only one cell of the row is filled, or none that this list reads: a heading, a remark.
    pub fn says_nothing(&self) -> bool {
        let filled = self.plan.fields.keys().filter(|field| !self.cell(**field).is_empty());
        filled.count() < 2
    }

    /// Whether the row sums up others, which is told.
    pub fn sums_up(&mut self) -> bool {
        if !self.context.list.has_regions() {
            return false;
        }
        let word = total::word(&self.cell(Field::Code), &self.cell(Field::Name));
        if let Some(word) = word {
            let text = format!("baris {word} dilewati.");
            self.findings.push(Finding::new(self.row.line, Rule::Table, Severity::Inform, text));
        }
        word.is_some()
    }

    /// Refuses the row if its own cell says that its numbers count something else than the list holds.
    pub fn hold_unit(&mut self) {
        let Some((place, units)) = self.plan.unit else { return };
        let title = self.header.columns.get(place).map_or("", |column| &column.title);
        let unit = self.row.cells.get(place).map_or("".into(), text::of);
        if let Some(refused) = unread::other_unit(self.row.line, title, &unit, units) {
            self.sound = false;
            self.findings.push(refused);
        }
    }

    /// The text of a field without the blanks around it; empty where nothing stands there.
    pub fn cell(&self, field: Field) -> Cow<'_, str> {
        let Some(place) = self.plan.fields.get(&field).copied() else { return "".into() };
        let text = if let Some(fixed) = self.context.options.fixes.get(&(self.row.line, place)) {
            Cow::Borrowed(fixed.as_str())
        } else {
            self.row.cells.get(place).map_or("".into(), text::of)
        };
        match text {
            Cow::Borrowed(text) => cell::trimmed(text).into(),
            Cow::Owned(text) => cell::trimmed(&text).to_owned().into(),
        }
    }

    /// A text that may be missing; `-` and the like are none.
    pub fn text(&self, field: Field) -> String {
        let text = self.cell(field);
        let nothing = cell::is_missing(&text) || text.eq_ignore_ascii_case("#n/a");
        if nothing { String::new() } else { text.into_owned() }
    }

    /// A text that has to be there.
    pub fn needed(&mut self, field: Field) -> Option<String> {
        let text = self.text(field);
        if text.is_empty() {
            self.refuse(
                Rule::Value,
                field,
                format!("{} kosong.", self.title(field)),
                "Isi selnya.",
            );
            return None;
        }
        Some(text)
    }

    /// Notes that the row cannot go in.
    pub fn refuse(&mut self, rule: Rule, field: Field, reason: String, so: &str) {
        self.sound = false;
        self.note(rule, Severity::Refuse, field, reason, so);
    }

    /// Notes that somebody has to say why the row is right.
    pub fn warn(&mut self, rule: Rule, field: Field, reason: String, so: &str) {
        self.note(rule, Severity::Warn, field, reason, so);
    }

    fn note(&mut self, rule: Rule, severity: Severity, field: Field, reason: String, so: &str) {
        let (title, value) = (self.title(field), self.cell(field).into_owned());
        let finding = Finding::new(self.row.line, rule, severity, reason);
        self.findings.push(finding.at(title, value).so(so));
    }

    /// The title of a field as it stands in the file; its own name where the file has none.
    fn title(&self, field: Field) -> String {
        let place = self.plan.fields.get(&field);
        let title = place.and_then(|place| self.header.columns.get(*place));
        title.map_or_else(|| field.label().to_owned(), |column| column.title.clone())
    }

    /// The region, by code and name; within what the user may enter.
    pub fn region(&mut self) -> Option<i32> {
        let (code, name) = (self.cell(Field::Code), self.cell(Field::Name));
        let parent = self.cell(Field::Parent);
        let options = self.context.options;
        let at = self.plan.fields.get(&Field::Name);
        let chosen = at.is_some_and(|at| options.fixes.contains_key(&(self.row.line, *at)));
        let asked = Asked {
            code: &code,
            name: &name,
            parent: &parent,
            level: options.level,
            chosen,
            at: None,
        };
        let places = &self.context.places;
        let at = self.plan.fields.get(&Field::Code);
        let is_fixed = at.is_some_and(|at| options.fixes.contains_key(&(self.row.line, *at)));
        let found = places.find(asked, self.plan.codes.of_cell(&code, is_fixed));
        let field = if code.is_empty() { Field::Name } else { Field::Code };
        let value = self.cell(field).into_owned();
        let line = self.row.line;
        let finding = match &found {
            Ok(Place { region_id, .. })
                if options
                    .within
                    .as_ref()
                    .is_some_and(|own| !places.is_within(*region_id, own)) =>
            {
                let text = format!("{} di luar wilayah Anda.", places.told(*region_id));
                Some(Finding::new(line, Rule::Value, Severity::Refuse, text))
            }
            Ok(Place { odd_name: true, region_id, .. }) => {
                let text =
                    format!("kodenya {}, tetapi namanya tertulis {name}.", places.told(*region_id));
                let so = "Periksa kode dan namanya.";
                Some(Finding::new(line, Rule::R10, Severity::Warn, text).so(so))
            }
            Ok(Place { former: false, .. }) => None,
            Ok(Place { region_id, former: true, .. }) => {
                let text = format!("{value} kini {}.", places.told(*region_id));
                Some(Finding::new(line, Rule::R10, Severity::Inform, text))
            }
            Err(error) => Some(error.finding(places, line)),
        };
        if let Some(finding) = finding {
            self.sound &= finding.severity != Severity::Refuse;
            let title = self.title(field);
            self.findings.push(finding.at(title, value));
        }
        self.region_id = found.ok().map(|place| place.region_id);
        self.region_id
    }

    /// Names the region in what was found about this row, since so many findings were kept.
    pub fn name(&mut self, kept: usize) {
        if self.findings.kept() > kept && self.region_id.is_some() {
            let region = self.told_region();
            self.findings.name_since(kept, &region);
        }
    }

    /// The row as one that cannot go in.
    pub fn held(&self) -> Held {
        let region = match self.region_id {
            Some(_) => self.told_region(),
            None if self.context.list.has_regions() => {
                let words = [self.cell(Field::Code), self.cell(Field::Name)];
                let words: Vec<&str> =
                    words.iter().map(AsRef::as_ref).filter(|word| !word.is_empty()).collect();
                if words.is_empty() { String::new() } else { cell::quoted(&words.join(" ")) }
            }
            None => String::new(),
        };
        Held { line: self.row.line, region, ..Held::default() }
    }

    fn told_region(&self) -> String {
        self.region_id.map_or_else(String::new, |id| self.context.places.told(id))
    }

    /// The source, by its code in the row or for the whole file.
    pub fn source(&mut self) -> Option<i32> {
        let stated = self.text(Field::Source);
        let code =
            if stated.is_empty() { self.context.options.source.clone() } else { Some(stated) };
        let Some(code) = code else {
            let reason = "sumber data belum dinyatakan.".to_owned();
            self.refuse(Rule::Value, Field::Source, reason, "Isi kode sumbernya.");
            return None;
        };
        let id = self.context.sources.get(&code).copied();
        if id.is_none() {
            let reason = format!("sumber {code} tidak dikenal.");
            self.refuse(Rule::Value, Field::Source, reason, "Tambahkan sumbernya lebih dahulu.");
        }
        id
    }

    /// A year of four digits between two others; `None` where there is none.
    pub fn year(&mut self, field: Field, from: i32, to: i32) -> Option<i32> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let year = text.parse().ok().filter(|year| text.len() == 4 && (from..=to).contains(year));
        if year.is_none() {
            let reason = format!("{} bukan tahun antara {from} dan {to}.", cell::quoted(&text));
            self.refuse(Rule::R11, field, reason, "Tulis tahun dengan empat angka.");
        }
        year
    }

    /// A day, month or year; `None` where there is none.
    pub fn period(&mut self, field: Field) -> Option<AsOf> {
        let place = *self.plan.fields.get(&field)?;
        if let Some(Cell::Date(day)) = self.raw(place) {
            return Some(AsOf::day(day));
        }
        match date::as_of(&self.cell(field), self.plan.dates) {
            Ok(as_of) => as_of,
            Err(error) => {
                self.refuse(Rule::R11, field, error.to_string(), "");
                None
            }
        }
    }

    /// A day, month, part of a year or year; `None` where there is none.
    pub fn span(&mut self, field: Field) -> Option<Period> {
        let end = self.period(field)?;
        let months = date::months_named(&self.cell(field));
        let part = months.and_then(|months| Period::part(end, months));
        Some(part.unwrap_or(Period::Dated(end)))
    }

    /// Refuses what cannot have happened yet.
    pub fn happened(&mut self, field: Field, period: Period) {
        if period.start().is_some_and(|start| start > self.context.today) {
            let reason = format!("{} belum berjalan.", wording::period(period));
            self.refuse(Rule::R11, field, reason, "Tulis periode yang sudah berjalan.");
        }
    }

    /// One of some words; `None` where it is none of them.
    pub fn word<T: Copy>(&mut self, field: Field, words: &words::Words<T>) -> Option<T> {
        let text = self.needed(field)?;
        let found = words.find(&text);
        if found.is_none() {
            let reason = format!("{} tidak dikenal.", cell::quoted(&text));
            self.refuse(Rule::Value, field, reason, &format!("Tulis {}.", words.offered()));
        }
        found
    }

    /// A number of people or things.
    pub fn count(&mut self, field: Field) -> Option<i64> {
        let read = |value| number::count_of_cell(value);
        self.amount(field, number::MOST_PEOPLE, read, number::count)
    }

    /// A sum of money in rupiah.
    pub fn rupiah(&mut self, field: Field) -> Option<i64> {
        let read = |value| number::rupiah_of_cell(value);
        self.amount(field, number::MOST_RUPIAH, read, number::rupiah)
    }

    fn amount(
        &mut self,
        field: Field,
        most: i64,
        of_cell: impl Fn(f64) -> Result<i64, NumberError>,
        of_text: impl Fn(&str, Style) -> Result<Option<Amount>, NumberError>,
    ) -> Option<i64> {
        let place = self.number(field)?;
        let read = match self.raw(place) {
            Some(Cell::Number { value, .. }) => of_cell(value).map(Some),
            _ => of_text(&self.cell(field), self.plan.styles[place])
                .map(|amount| amount.map(|amount| amount.value)),
        };
        let value = self.kept(field, read)?;
        if value > most {
            let reason = format!("{} lebih besar daripada yang mungkin.", wording::count(value));
            self.refuse(Rule::R9, field, reason, "Periksa angkanya dan pemisah ribuannya.");
            return None;
        }
        Some(value)
    }

    /// A percent.
    pub fn percent(&mut self, field: Field) -> Option<Percent> {
        let place = self.number(field)?;
        let shares = self.context.options.shares;
        let text = self.cell(field);
        let style = self.plan.styles[place];
        let (read, is_cut) = percents::read(self.raw(place), &text, style, shares);
        let text = text.into_owned();
        let read = self.kept(field, read)?;
        if is_cut {
            let cell = (self.title(field), text);
            self.cut.take(self.row.line, read, cell);
        }
        Some(read)
    }

    /// The place of a number; none where it is merged over several rows, which is refused.
    fn number(&mut self, field: Field) -> Option<usize> {
        let place = *self.plan.fields.get(&field)?;
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        let refused = merged::refused(self.row, place, &self.title(field), fixed);
        let Some(finding) = refused else { return Some(place) };
        self.sound = false;
        self.findings.push(finding);
        None
    }

    fn kept<T>(&mut self, field: Field, read: Result<Option<T>, NumberError>) -> Option<T> {
        match read {
            Ok(value) => value,
            Err(error) => {
                self.refuse(Rule::R9, field, error.to_string(), "");
                None
            }
        }
    }

    /// The cell itself, unless its text was written anew.
    fn raw(&self, place: usize) -> Option<Cell<'_>> {
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        self.row.cells.get(place).filter(|_| !fixed).copied()
    }
}
