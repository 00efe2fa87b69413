//! Files of lists: targets, funding, regulations, regions and sources.
//!
//! One table, one row a record, titles in one row. What differs between the lists stands in a file for
//! each: its columns, how a row becomes a record, and what is not touched where a file has no column
//! for it. The way is that of figures: findings for all rows, one transaction, a dry run that differs
//! only in its end.

mod columns;
mod compare;
mod funding;
mod plan;
mod regions;
mod regulations;
mod row;
mod sources;
mod targets;
mod words;

use std::collections::HashMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;

pub use self::columns::{ListColumn, columns};
use self::compare::Work;
use self::plan::Plan;
use self::row::RowReader;
use super::finding::{self, Asks, Finding, Rule, Severity};
use super::header::{Field, Header};
use super::new_source::{self, NEW_SOURCE};
use super::options::Options;
use super::percents::Cut;
use super::places::Places;
use super::report::{Held, PREVIEWED};
use super::sheet::{Book, Format, Row, SheetError};
use super::{Error, File, Mode, Report, Sender};
use crate::db::lists::Stored;
use crate::db::{Pool, names, sources as stored_sources};
use crate::domain::list::{List, Record, Value};

/// A record of the file, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    line: u32,
    record: Record,
}

/// A row as it was read, for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its line.
    pub line: u32,
    /// Code and full name of the region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// What it says, under the titles of the columns.
    pub values: Vec<Value>,
}

/// What rows are read with.
struct Context<'a> {
    list: List,
    options: &'a Options,
    today: NaiveDate,
    /// Empty for lists whose rows name no region.
    places: Places,
    /// Numbers of sources by code.
    sources: HashMap<String, i32>,
    /// What sources are called, by number.
    source_names: HashMap<i32, String>,
}

impl<'a> Context<'a> {
    /// With the source that comes with the file; a refusal where it cannot be added.
    fn load(pool: &Pool, asked: &Asked<'a>) -> Result<(Self, Option<Finding>), Error> {
        let (list, options, today) = (asked.list, asked.options, asked.today);
        let (places, sources) = pool.read(|c| {
            let names = match list {
                List::Regions | List::Sources => names::Names::default(),
                _ => names::all(c)?,
            };
            Ok((Places::new(names), stored_sources::all(c)?))
        })?;
        let new = asked.sender.new_source.as_ref();
        let refused = new.and_then(|new| {
            new_source::not_theirs(new, options).or_else(|| new_source::refused(new, &sources))
        });
        let mut context = Self {
            list,
            options,
            today,
            places,
            source_names: sources.iter().map(|s| (s.id, s.code.clone())).collect(),
            sources: sources.into_iter().map(|s| (s.code, s.id)).collect(),
        };
        if let Some(new) = new {
            context.sources.entry(new.code.clone()).or_insert(NEW_SOURCE);
            context.source_names.insert(NEW_SOURCE, new.code.clone());
        }
        Ok((context, refused))
    }

    fn source_name(&self, id: i32) -> String {
        self.source_names.get(&id).cloned().unwrap_or_default()
    }
}

/// A file of a list, and what was said about it.
pub(super) struct Asked<'a> {
    pub list: List,
    pub file: File<'a>,
    pub options: &'a Options,
    pub sender: &'a Sender<'a>,
    pub mode: Mode,
    pub today: NaiveDate,
}

/// Reads a file of a list, compares it with what stands today, and brings it in.
pub(super) fn run(
    pool: &Pool,
    book: Book,
    asked: &Asked,
    mut report: Report,
) -> Result<Report, Error> {
    let (context, refused_source) = Context::load(pool, asked)?;
    report.findings.extend(refused_source);
    let mut has = Vec::new();
    let mut entries = Vec::new();
    if let Some(finding) = refused(asked.list, asked.options) {
        report.findings.push(finding);
    } else if let Some(header) = report.header.clone() {
        let plan = plan::plan(&book, report.sheet, &header, &context, &mut report.findings)?;
        if let Some(plan) = plan {
            entries = read(&book, &header, &plan, &context, &mut report)?;
            has = plan.fields.keys().copied().collect();
        }
    } else {
        report.findings.push(
            Finding::new(0, Rule::Table, Severity::Refuse, "judul kolom tidak ditemukan.")
                .so(columns::expected(asked.list)),
        );
    }
    drop(book);
    report.listed = listed(&entries, &context);
    let (sender, mode, bytes) = (asked.sender, asked.mode, asked.file.bytes);
    let work = Work { entries, has, context, sender, mode, bytes };
    Ok(pool.attempt(|c| work.carry_out(c, report))?)
}

/// Why this user or these options cannot bring in such a list at all.
fn refused(list: List, options: &Options) -> Option<Finding> {
    let refuse = |asks: Asks, reason: &str, so: &str| Some(Finding::question(asks, reason).so(so));
    match list {
        List::Regions | List::Sources if options.within.is_some() => refuse(
            Asks::Content,
            &format!("daftar {} hanya dapat diubah oleh admin dan editor pusat.", list.label()),
            "Kirim berkas ini kepada mereka.",
        ),
        List::Regions if options.codes == Some(super::CodeSystem::Bps) => refuse(
            Asks::Codes,
            "daftar wilayah memakai kode Kemendagri, bukan kode BPS.",
            "Pilih kode Kemendagri, dan pakai berkas dengan kode itu.",
        ),
        _ => None,
    }
}

/// The records of the rows, in the order of their keys, each once.
fn read(
    book: &Book,
    header: &Header,
    plan: &Plan,
    context: &Context,
    report: &mut Report,
) -> Result<Vec<Entry>, SheetError> {
    let is_text = book.format() == Format::Csv;
    let mut entries = Vec::new();
    let (mut hidden, mut cut) = (0, Cut::default());
    book.rows(report.sheet, &mut |row: Row| {
        if row.line < header.data_line {
            return ControlFlow::Continue(());
        }
        if row.hidden {
            hidden += 1;
            return ControlFlow::Continue(());
        }
        report.rows += 1;
        if context.options.left_out.contains(&row.line) {
            report.passed += 1;
            return ControlFlow::Continue(());
        }
        if is_text && header.is_beyond(row.cells) {
            report.refused += 1;
            report.findings.push(header.beyond(&row));
            return ControlFlow::Continue(());
        }
        let (line, kept) = (row.line, report.findings.kept());
        let mut reader =
            RowReader::new(&row, header, plan, context, &mut report.findings, &mut cut);
        if reader.says_nothing() || reader.sums_up() {
            report.passed += 1;
            return ControlFlow::Continue(());
        }
        reader.hold_unit();
        let record = match context.list {
            List::Targets => targets::read(&mut reader),
            List::Funding => funding::read(&mut reader),
            List::Regulations => regulations::read(&mut reader),
            List::Regions => regions::read(&mut reader),
            List::Sources => sources::read(&mut reader),
        };
        reader.name(kept);
        if let Some(record) = record.filter(|_| reader.is_sound()) {
            entries.push(Entry { line, record });
        } else {
            let held = reader.held();
            report.refused += 1;
            if report.held.len() < PREVIEWED {
                report.held.push(held);
            }
        }
        ControlFlow::Continue(())
    })?;
    report.findings.extend(cut.told());
    report.findings.extend(finding::about_rows(report.rows, hidden));
    Ok(once(entries, context, report))
}

/// Sorts the records and refuses all whose key stands in several lines: which of them is right cannot be
/// known.
fn once(entries: Vec<Entry>, context: &Context, report: &mut Report) -> Vec<Entry> {
    let mut keyed: Vec<_> = entries.into_iter().map(|entry| (entry.record.key(), entry)).collect();
    keyed.sort_by(|(a, one), (b, two)| (a, one.line).cmp(&(b, two.line)));
    let mut once = Vec::new();
    for group in keyed.chunk_by(|(a, _), (b, _)| a == b) {
        if let [(_, entry)] = group {
            once.push(entry.clone());
            continue;
        }
        for (at, (_, entry)) in group.iter().enumerate() {
            let other = group[usize::from(at == 0)].1.line;
            let region = entry.record.region_id().map(|id| context.places.told(id));
            let parts = [region.unwrap_or_default(), entry.record.subject()];
            let told: Vec<&str> =
                parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            let text = format!("{} juga ada di baris {other}.", told.join(", "));
            report.findings.push(
                Finding::new(entry.line, Rule::Twice, Severity::Refuse, text)
                    .so("Hapus salah satunya, atau lewati baris ini."),
            );
            let region = entry.record.region_id().map(|id| context.places.told(id));
            if report.held.len() < PREVIEWED {
                let (line, region) = (entry.line, region.unwrap_or_default());
                report.held.push(Held { line, region, ..Held::default() });
            }
        }
        report.refused += group.len();
    }
    once
}

/// The first rows as they were read, by line.
fn listed(entries: &[Entry], context: &Context) -> Vec<Listed> {
    let mut first: Vec<&Entry> = entries.iter().collect();
    first.sort_by_key(|entry| entry.line);
    first
        .into_iter()
        .take(PREVIEWED)
        .map(|entry| Listed {
            line: entry.line,
            region: entry.record.region_id().map_or_else(String::new, |id| context.places.told(id)),
            subject: entry.record.subject(),
            values: entry.record.values(&|id| context.source_name(id)),
        })
        .collect()
}

/// Leaves what a file has no column for as it is today.
fn keep(record: &mut Record, old: &Stored, has: &dyn Fn(Field) -> bool) {
    match (record, &old.record) {
        (Record::Target(new), Record::Target(old)) => targets::keep(new, old, has),
        (Record::Funding(new), Record::Funding(old)) => funding::keep(new, old, has),
        (Record::Regulation(new), Record::Regulation(old)) => regulations::keep(new, old, has),
        (Record::Region(new), Record::Region(old)) => regions::keep(new, old, has),
        (Record::Source(new), Record::Source(old)) => sources::keep(new, old, has),
        _ => {}
    }
}
