//! A file held against itself and against what is known, by the rules of [`crate::domain::rules`].
//!
//! All but impossible values go in when somebody says why they are right.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::finding::{Finding, Findings, Rule, Severity};
use super::places::Places;
use crate::db::statements::Statement;
pub use crate::domain::rules::Thresholds;
use crate::domain::rules::{self, Breach, Segments};
use crate::domain::wording::date;
use crate::domain::{Figure, Kind, SegmentCode, Target};

/// A statement of the file, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub line: u32,
    /// What it says.
    pub statement: Statement,
}

/// What the database knows about a region and segment.
pub struct Known<'a> {
    /// All statements of today.
    pub statements: &'a [Statement],
    /// The figures that are shown, by date.
    pub figures: &'a [Figure],
    /// The targets of the region; empty for a segment that has none.
    pub targets: &'a [Target],
    /// What a source is called.
    pub source: &'a dyn Fn(i32) -> String,
}

fn doubt(line: u32, breach: Breach) -> Finding {
    Finding::new(line, breach.rule, Severity::Warn, breach.reason).so(breach.advice)
}

/// Holds a statement against itself: R1, R2, R3 and the date.
pub fn alone(entry: &Entry, today: NaiveDate, limits: &Thresholds, findings: &mut Findings) {
    let statement = &entry.statement;
    let line = entry.line;
    if let Some(as_of) = statement.as_of
        && as_of.date > today
    {
        let text = format!("tanggal data {} belum lewat.", date(as_of.date));
        findings.push(
            Finding::new(line, Rule::R11, Severity::Refuse, text).so("Periksa tahun dan bulannya."),
        );
    }
    if statement.kind == Kind::Active {
        for breach in rules::alone(&statement.numbers(), limits) {
            findings.push(doubt(line, breach));
        }
    }
}

/// Holds the statements of one region and segment, by date, against what is known: R7, R8, R12, R13
/// and R14, and a date that is older than the latest one.
pub fn against(
    entries: &[Entry],
    name: &str,
    known: &Known,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    let own: Vec<(u32, Figure)> =
        entries.iter().filter_map(|entry| Some((entry.line, entry.statement.figure()?))).collect();
    let mut series: Vec<Figure> = known
        .figures
        .iter()
        .filter(|figure| {
            own.binary_search_by_key(&figure.as_of.date, |(_, new)| new.as_of.date).is_err()
        })
        .copied()
        .collect();
    let latest = series.last().map(|figure| figure.as_of.date);
    series.extend(own.iter().map(|(_, figure)| *figure));
    series.sort_by_key(|figure| figure.as_of.date);
    for (line, figure) in &own {
        if let Some(latest) = latest
            && figure.as_of.date < latest
        {
            let text = format!(
                "tanggal data {} lebih lama daripada data {name} terakhir, {}.",
                date(figure.as_of.date),
                date(latest)
            );
            findings.push(Finding::new(*line, Rule::R11, Severity::Inform, text));
        }
        let at = series.partition_point(|other| other.as_of.date < figure.as_of.date);
        let earlier = &series[..at];
        let share = rules::share_of_target(figure, earlier, known.targets, limits);
        let found = rules::since(figure, earlier, name, limits).into_iter().chain(share);
        found.for_each(|breach| findings.push(doubt(*line, breach)));
    }
    for entry in entries {
        swapped(entry, known, findings);
    }
}

/// R14, against the first source that it fits.
fn swapped(entry: &Entry, known: &Known, findings: &mut Findings) {
    let own = &entry.statement;
    let day = |statement: &Statement| statement.as_of.map(|as_of| as_of.date);
    // By date, the undated first.
    let from = known.statements.partition_point(|other| day(other) < day(own));
    let found = known.statements[from..]
        .iter()
        .take_while(|other| day(other) == day(own))
        .filter(|other| other.source_id != own.source_id && other.kind == own.kind)
        .find_map(|other| {
            let source = || (known.source)(other.source_id);
            rules::swapped(&own.numbers(), &other.numbers(), "di berkas ini", source)
        });
    if let Some(breach) = found {
        findings.push(doubt(entry.line, breach));
    }
}

/// Holds the statements of the file against each other: R4, R5 and R6.
///
/// `entries` are in the order of region, segment and date.
pub fn together(
    entries: &[Entry],
    places: &Places,
    segments: &HashMap<i32, String>,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    parts(entries, places, limits, findings);
    sums_of_segments(entries, segments, limits, findings);
}

fn counted(entry: &Entry) -> Option<(NaiveDate, i64)> {
    let figure = entry.statement.figure()?;
    Some((figure.as_of.date, figure.active?))
}

/// R4: all parts of a region are in the file, and do not add up to it.
fn parts(entries: &[Entry], places: &Places, limits: &Thresholds, findings: &mut Findings) {
    let mut sums: HashMap<(i32, i32, NaiveDate), (i64, i32)> = HashMap::new();
    for entry in entries {
        let parent = places.region(entry.statement.region_id).and_then(|named| named.parent_id);
        if let (Some(parent), Some((day, active))) = (parent, counted(entry)) {
            let sum = sums.entry((parent, entry.statement.segment_id, day)).or_default();
            sum.0 += active;
            sum.1 += 1;
        }
    }
    for entry in entries {
        let Some((day, active)) = counted(entry) else { continue };
        let key = (entry.statement.region_id, entry.statement.segment_id, day);
        let Some((sum, reported)) = sums.get(&key) else { continue };
        let all = places.parts(entry.statement.region_id);
        if *reported == all
            && let Some(breach) = rules::parts(active, *sum, all, limits)
        {
            findings.push(doubt(entry.line, breach));
        }
    }
}

/// R5 and R6: the segments of a region at a date against its total.
fn sums_of_segments(
    entries: &[Entry],
    codes: &HashMap<i32, String>,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    /// The total with its line, and the others.
    type Group = (Option<(u32, i64)>, Segments);
    let mut groups: HashMap<(i32, NaiveDate), Group> = HashMap::new();
    for entry in entries {
        let code = codes.get(&entry.statement.segment_id).map(String::as_str);
        if let (Some(code), Some((day, active))) = (code, counted(entry)) {
            let group = groups.entry((entry.statement.region_id, day)).or_default();
            if code == SegmentCode::TOTAL {
                group.0 = Some((entry.line, active));
            } else {
                group.1.set(code, active);
            }
        }
    }
    let mut found: Vec<(u32, Breach)> = groups
        .values()
        .filter_map(|(total, segments)| {
            let (line, total) = (*total)?;
            Some((line, rules::segments(total, segments, "di berkas ini", limits)?))
        })
        .collect();
    found.sort_by_key(|(line, breach)| (*line, breach.rule));
    for (line, breach) in found {
        findings.push(doubt(line, breach));
    }
}
