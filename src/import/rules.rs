//! A file held against itself and against what is known, by the rules of [`crate::domain::rules`].
//!
//! All but impossible values go in when somebody says why they are right.

mod parts;

use std::collections::HashMap;

use chrono::NaiveDate;

pub(super) use self::parts::beside_stored as parts_beside_stored;
use super::finding::{Finding, Findings, Rule, Severity};
use super::header::Field;
use super::places::Places;
use crate::db::decisions::Key;
use crate::db::statements::Statement;
pub use crate::domain::rules::Thresholds;
use crate::domain::rules::{self, Breach, Segments};
use crate::domain::wording::{as_of, count, date, percent, percent_bare};
use crate::domain::{Figure, Kind, SegmentCode, Target};

/// A statement of the file, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub line: u32,
    /// Which of the groups of columns side by side it comes from.
    pub group: usize,
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

impl Known<'_> {
    /// The statements of today at the date of another one.
    fn at(&self, own: &Statement) -> &[Statement] {
        let day = |statement: &Statement| statement.as_of.map(|as_of| as_of.date);
        // By date, the undated first.
        let from = self.statements.partition_point(|other| day(other) < day(own));
        let to = self.statements.partition_point(|other| day(other) <= day(own));
        &self.statements[from..to]
    }
}

fn doubt(entry: &Entry, breach: Breach) -> Finding {
    let so = if breach.advice.is_empty() { advice(breach.rule) } else { breach.advice };
    let finding = Finding::new(entry.line, breach.rule, Severity::Warn, breach.reason).so(so);
    let Statement { region_id, segment_id, as_of, .. } = entry.statement;
    let figure = as_of.map(|as_of| Key { region_id, segment_id, as_of: as_of.date });
    Finding { figure, ..about(finding, entry, breach.rule) }
}

/// What to do about a breach in a file, where the rule itself does not say it.
fn advice(rule: Rule) -> &'static str {
    match rule {
        Rule::R4 => "Periksa angka induk dan bagian-bagiannya dengan dokumen aslinya.",
        Rule::R5 | Rule::R6 => "Periksa angka segmen dan totalnya dengan dokumen aslinya.",
        Rule::R8 | Rule::R12 => "Periksa semesta mana yang dipakai sumber ini.",
        _ => "Periksa angkanya dengan dokumen aslinya.",
    }
}

/// The same, with the cell that a rule looks at: the first that the row fills of those it may mean.
fn about(finding: Finding, entry: &Entry, rule: Rule) -> Finding {
    use Field::{Active, AsOf, Percent, Uncovered, Workforce};
    let fields: &[Field] = match rule {
        Rule::R1 | Rule::R7 | Rule::R13 => &[Percent, Active],
        Rule::R3 => &[Uncovered],
        Rule::R8 | Rule::R12 => &[Workforce, Percent, Active],
        Rule::R11 => &[AsOf],
        _ => &[Active, Percent],
    };
    let statement = &entry.statement;
    let value = |field: Field| match field {
        Active => statement.active.map(|count| count.to_string()),
        Workforce => statement.workforce.map(|count| count.to_string()),
        Uncovered => statement.uncovered.map(|count| count.to_string()),
        Percent => statement.published.map(percent_bare),
        _ => statement.as_of.map(as_of),
    };
    match fields.iter().find_map(|field| Some((*field, value(*field)?))) {
        Some((field, value)) => {
            Finding { cell: Some((entry.group, field)), ..finding.at("", value) }
        }
        None => finding,
    }
}

/// Holds a statement against itself: R1, R2, R3, the date, and counts beyond what its region can have;
/// whether it may go in.
pub fn alone(
    entry: &Entry,
    places: &Places,
    today: NaiveDate,
    limits: &Thresholds,
    findings: &mut Findings,
) -> bool {
    let statement = &entry.statement;
    let line = entry.line;
    if let Some(as_of) = statement.as_of
        && as_of.date > today
    {
        let text = format!("tanggal data {} belum lewat.", date(as_of.date));
        findings.push(
            about(Finding::new(line, Rule::R11, Severity::Refuse, text), entry, Rule::R11)
                .so("Periksa tahun dan bulannya."),
        );
        return false;
    }
    let counts = [
        (Field::Active, statement.active),
        (Field::Workforce, statement.workforce),
        (Field::Uncovered, statement.uncovered),
    ];
    let level = places.region(statement.region_id).map(|named| named.kind.level());
    for (field, people) in counts {
        let Some((people, level)) = people.zip(level) else { continue };
        if let Some(breach) = rules::beyond(people, level) {
            let told = Finding::new(line, breach.rule, Severity::Warn, breach.reason);
            let told = told.so(breach.advice).at("", people.to_string());
            findings.push(Finding { cell: Some((entry.group, field)), ..told });
        }
    }
    if statement.kind == Kind::Active {
        for breach in rules::alone(&statement.numbers(), limits) {
            findings.push(doubt(entry, breach));
        }
    }
    true
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
    let own: Vec<(&Entry, Figure)> =
        entries.iter().filter_map(|entry| Some((entry, entry.statement.figure()?))).collect();
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
    for (entry, figure) in &own {
        if let Some(latest) = latest
            && figure.as_of.date < latest
        {
            let text = format!(
                "tanggal data {} lebih lama daripada data {name} terakhir, {}.",
                date(figure.as_of.date),
                date(latest)
            );
            let told = Finding::new(entry.line, Rule::R11, Severity::Inform, text)
                .so("Data terakhir tetap yang lebih baru itu.");
            findings.push(about(told, entry, Rule::R11));
        }
        let at = series.partition_point(|other| other.as_of.date < figure.as_of.date);
        let earlier = &series[..at];
        let share = rules::share_of_target(figure, earlier, known.targets, limits);
        let found = rules::since(figure, earlier, name, limits).into_iter().chain(share);
        found.for_each(|breach| findings.push(doubt(entry, breach)));
    }
    for entry in entries {
        swapped(entry, known, findings);
        emptied(entry, known, findings);
    }
}

/// That numbers which the same source gave of the same date are not in the file, and would be gone.
fn emptied(entry: &Entry, known: &Known, findings: &mut Findings) {
    let own = &entry.statement;
    let same = |other: &&Statement| {
        (other.as_of, other.kind, other.source_id) == (own.as_of, own.kind, own.source_id)
    };
    let Some(old) = known.at(own).iter().find(same) else { return };
    let gone = |title: &str, old: Option<String>, new: bool| {
        old.filter(|_| !new).map(|old| format!("{title} {old}"))
    };
    let gone = [
        gone("peserta aktif", old.active.map(count), own.active.is_some()),
        gone("pekerja", old.workforce.map(count), own.workforce.is_some()),
        gone("persen", old.published.map(percent), own.published.is_some()),
        gone("belum terlindungi", old.uncovered.map(count), own.uncovered.is_some()),
    ];
    let gone: Vec<String> = gone.into_iter().flatten().collect();
    if gone.is_empty() {
        return;
    }
    let reason = format!(
        "{} yang tersimpan akan hilang, karena baris ini tidak memuatnya.",
        gone.join(", ")
    );
    findings.push(
        Finding::new(entry.line, Rule::Value, Severity::Warn, reason)
            .so("Tambahkan angkanya ke berkas bila masih berlaku."),
    );
}

/// R14, against the first source that it fits.
fn swapped(entry: &Entry, known: &Known, findings: &mut Findings) {
    let own = &entry.statement;
    let found = known
        .at(own)
        .iter()
        .filter(|other| other.source_id != own.source_id && other.kind == own.kind)
        .find_map(|other| {
            let source = || (known.source)(other.source_id);
            rules::swapped(&own.numbers(), &other.numbers(), "di berkas ini", source)
        });
    if let Some(breach) = found {
        findings.push(doubt(entry, breach));
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
    parts::together(entries, places, limits, findings);
    sums_of_segments(entries, segments, limits, findings);
}

fn counted(entry: &Entry) -> Option<(NaiveDate, i64)> {
    let figure = entry.statement.figure()?;
    Some((figure.as_of.date, figure.active?))
}

/// The total of a region at a date, and its other segments.
#[derive(Default)]
struct Split<'a> {
    total: Option<i64>,
    segments: Segments,
    /// Who is told: the total, else the largest segment.
    told: Option<(&'a Entry, i64)>,
    /// The numbers of the segments that are known.
    known: Vec<i32>,
}

impl<'a> Split<'a> {
    fn set(&mut self, segment_id: i32, code: &str, active: i64, entry: Option<&'a Entry>) {
        let is_total = code == SegmentCode::TOTAL;
        if is_total {
            self.total = Some(active);
        } else {
            self.segments.set(code, active);
        }
        self.known.push(segment_id);
        let rank = if is_total { i64::MAX } else { active };
        if let Some(entry) = entry
            && self.told.is_none_or(|(_, other)| rank > other)
        {
            self.told = Some((entry, rank));
        }
    }

    fn breach(&self, place: &str, limits: &Thresholds) -> Option<(&'a Entry, Breach)> {
        let (entry, _) = self.told?;
        Some((entry, rules::segments(self.total?, &self.segments, place, limits)?))
    }
}

/// The statements with a count by region and date.
fn split<'a>(
    entries: &'a [Entry],
    codes: &HashMap<i32, String>,
) -> HashMap<(i32, NaiveDate), Split<'a>> {
    let mut splits: HashMap<(i32, NaiveDate), Split> = HashMap::new();
    for entry in entries {
        let own = &entry.statement;
        if let (Some(code), Some((day, active))) = (codes.get(&own.segment_id), counted(entry)) {
            let split = splits.entry((own.region_id, day)).or_default();
            split.set(own.segment_id, code, active, Some(entry));
        }
    }
    splits
}

/// R5 and R6: the segments of a region at a date against its total.
fn sums_of_segments(
    entries: &[Entry],
    codes: &HashMap<i32, String>,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    let same = |a: &Entry, b: &Entry| a.statement.region_id == b.statement.region_id;
    let mut found = Vec::new();
    // A region at a time: a million rows at once take a lot of memory.
    for group in entries.chunk_by(same) {
        let splits = split(group, codes);
        found.extend(splits.values().filter_map(|split| split.breach("di berkas ini", limits)));
    }
    tell(found, findings);
}

/// R5 and R6 where one of the segments, or the total, of one region stands in the file and another in the
/// database. `stored` are the figures that are shown, with the numbers of their segments.
pub fn beside_stored(
    entries: &[Entry],
    stored: &[(i32, Figure)],
    codes: &HashMap<i32, String>,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    let mut by_day: HashMap<NaiveDate, Vec<(i32, i64)>> = HashMap::new();
    for (segment_id, figure) in stored {
        if let Some(active) = figure.active {
            by_day.entry(figure.as_of.date).or_default().push((*segment_id, active));
        }
    }
    let mut found = Vec::new();
    for ((_, day), mut split) in split(entries, codes) {
        // What the file shows by itself has been told.
        if split.breach("", limits).is_some() {
            continue;
        }
        let place = if split.segments == Segments::default() {
            "yang tersimpan"
        } else {
            "di berkas ini dan yang tersimpan"
        };
        for (segment_id, active) in by_day.get(&day).into_iter().flatten() {
            if let Some(code) = codes.get(segment_id)
                && !split.known.contains(segment_id)
            {
                split.set(*segment_id, code, *active, None);
            }
        }
        found.extend(split.breach(place, limits));
    }
    tell(found, findings);
}

/// In the order of the file.
fn tell(mut found: Vec<(&Entry, Breach)>, findings: &mut Findings) {
    found.sort_by_key(|(entry, breach)| (entry.line, breach.rule));
    findings.extend(found.into_iter().map(|(entry, breach)| doubt(entry, breach)));
}
