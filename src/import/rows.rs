//! The rows of a table of figures as statements, each once, and the rows that stay out.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::Lists;
use super::finding::{self, Finding, Findings, Rule, Severity};
use super::header::Header;
use super::observations::{self, Context};
use super::options::Options;
use super::progress::Progress;
use super::report::{HELD, Held, Report};
use super::rules::{self, Entry, Thresholds};
use super::sheet::{Book, Format, SheetError};
use crate::domain::wording::{self, count, percent};

/// What the rows of a sheet say; nothing where it has no titles.
pub(super) fn read(
    book: &Book,
    sheet: usize,
    lists: &Lists,
    options: &Options,
    progress: &Progress,
    report: &mut Report,
) -> Result<Vec<Entry>, SheetError> {
    let Some(header) = report.header.clone() else {
        report.findings.push(
            Finding::new(0, Rule::Table, Severity::Refuse, "judul kolom tidak ditemukan.")
                .so("Baris judul memuat sedikitnya nama atau kode wilayah dan satu kolom angka."),
        );
        return Ok(Vec::new());
    };
    let context = Context {
        places: &lists.places,
        segments: &lists.segments,
        segment_names: &lists.segment_names,
        sources: &lists.sources,
        options,
        is_text: book.format() == Format::Csv,
        progress,
    };
    below(book, sheet, &header, &context, report)
}

/// The statements of the rows below the titles.
fn below(
    book: &Book,
    sheet: usize,
    header: &Header,
    context: &Context,
    report: &mut Report,
) -> Result<Vec<Entry>, SheetError> {
    let read = observations::read(book, sheet, header, context, &mut report.findings)?;
    report.rows = read.rows;
    report.passed = read.passed;
    report.refused = read.refused;
    // Where the columns are not understood, no row has been looked at.
    let looked = report.findings.count(Severity::Refuse) == 0 || read.rows > 0;
    report.findings.extend(finding::about_rows(read.rows, read.hidden).filter(|_| looked));
    report.columns = read.columns;
    report.reading = read.reading;
    report.held = read.held;
    Ok(read.entries)
}

/// What tells the statements of a file apart.
fn key(entry: &Entry) -> impl Ord + Copy + use<> {
    let own = &entry.statement;
    let day = own.as_of.map(|as_of| as_of.date);
    (own.region_id, own.segment_id, day, own.kind, own.source_id)
}

/// The statements in the order of their keys, without those of rows that cannot go in: a row goes in as a
/// whole, or not at all.
pub(super) fn sound(
    mut entries: Vec<Entry>,
    lists: &Lists,
    today: NaiveDate,
    limits: &Thresholds,
    report: &mut Report,
) -> Vec<Entry> {
    entries.sort_unstable_by_key(|entry| (key(entry), entry.line));
    let mut out = twice(&entries, lists, &mut report.findings);
    for entry in &entries {
        if !out.contains(&entry.line)
            && !rules::alone(entry, &lists.places, today, limits, &mut report.findings)
        {
            out.insert(entry.line);
        }
    }
    if out.is_empty() {
        return entries;
    }
    report.refused += out.len();
    let (mut held, sound): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| out.contains(&entry.line));
    held.sort_by_key(|entry| (entry.line, entry.group));
    let regions: HashMap<u32, i32> =
        held.iter().map(|entry| (entry.line, entry.statement.region_id)).collect();
    report.findings.name_regions(|line| {
        regions.get(&line).map_or_else(String::new, |id| lists.places.told(*id))
    });
    report.held.extend(held.iter().take(HELD).map(|entry| shown(entry, lists)));
    report.held.sort_by_key(|held| held.line);
    sound
}

/// Refuses what a file says twice: which of several rows is right cannot be known, so none of them goes in.
fn twice(entries: &[Entry], lists: &Lists, findings: &mut Findings) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    for group in entries.chunk_by(|a, b| key(a) == key(b)).filter(|group| group.len() > 1) {
        let told = lists.places.told(group[0].statement.region_id);
        for (at, entry) in group.iter().enumerate() {
            let other = group[usize::from(at == 0)].line;
            let text = format!(
                "wilayah, segmen, dan tanggal yang sama juga ada di baris {other} ({told})."
            );
            findings.push(
                Finding::new(entry.line, Rule::Twice, Severity::Refuse, text)
                    .so("Hapus salah satunya, atau lewati baris ini."),
            );
            lines.insert(entry.line);
        }
    }
    lines
}

/// A statement that stays out, for those who look for it.
fn shown(entry: &Entry, lists: &Lists) -> Held {
    let own = &entry.statement;
    let segment = lists.segment_codes.get(&own.segment_id);
    let name = lists
        .segment_names
        .iter()
        .find(|(code, _)| Some(code.as_str()) == segment.map(String::as_str));
    let number = |value: Option<i64>| value.map_or_else(String::new, count);
    let share = own.figure().and_then(|figure| figure.coverage).or(own.published);
    Held {
        line: entry.line,
        region: lists.places.told(own.region_id),
        segment: name.map_or_else(String::new, |(_, name)| name.clone()),
        date: own.as_of.map_or_else(String::new, wording::as_of_short),
        coverage: share.map_or_else(String::new, percent),
        active: number(own.active),
        workforce: number(own.workforce),
    }
}
