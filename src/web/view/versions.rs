//! What a version changed, old beside new.

use std::collections::HashSet;

use super::contest::contest_path;
use super::lists::PageLink;
use super::{UNKNOWN, region_path, source_line};
use crate::domain::narrative::words::sentence_case;
use crate::domain::{AsOf, Figure, Kind, Record, list, wording};
use crate::editing::contest::figure;
use crate::effect::rehearsal::Rehearsal;
use crate::effect::values::told;
use crate::reports::revisions::{ListChange, VersionReport};
use crate::reports::rows::Values;

/// What a version changes, or would change, in tables.
#[derive(Default)]
pub struct Contents {
    /// What it is called in captions.
    pub of: String,
    /// It is only what would come.
    pub is_ahead: bool,
    /// The source of all values, where there is one.
    pub source: Option<String>,
    /// Values that come, or come again.
    pub changes: Vec<RegionRows>,
    /// How many more there are.
    pub more_changes: String,
    /// Values that end.
    pub withdrawn: Vec<RegionRows>,
    /// How many more there are.
    pub more_withdrawn: String,
    /// Rows of lists.
    pub lists: Vec<ListRow>,
    /// How many more there are.
    pub more_lists: String,
    /// Whether rows of lists rest on sources.
    pub lists_have_sources: bool,
    /// Decisions between sources.
    pub decided: Vec<DecidedRow>,
    /// Pages of values or rows; empty for one.
    pub pages: Vec<PageLink>,
}

/// A decision between sources.
pub struct DecidedRow {
    /// The region.
    pub region: String,
    /// The page of the contest.
    pub link: String,
    /// The name of the segment.
    pub segment: String,
    /// The date.
    pub date: String,
    /// Figure and source before.
    pub old: String,
    /// Why that source was chosen; empty for the rule.
    pub old_reason: String,
    /// Figure and source with the version.
    pub new: String,
    /// The same source was chosen before.
    pub is_same: bool,
    /// Why; empty where nobody has said it.
    pub reason: String,
}

impl Contents {
    /// Those of a version, with the links to its pages.
    pub fn new(report: &VersionReport, of: String, pages: Vec<PageLink>) -> Self {
        let sources: HashSet<i32> = report.changes.iter().map(|change| change.source_id).collect();
        let only = sources.iter().next().filter(|_| sources.len() == 1 && report.pages == 1);
        let lists: Vec<_> = report.lists.iter().map(|change| list_row(report, change)).collect();
        let withdrawn = report.withdrawn.len();
        Self {
            of,
            is_ahead: false,
            source: only.and_then(|id| report.sources.get(id)).map(source_line),
            changes: by_region(report, changes(report)),
            more_changes: String::new(),
            withdrawn: by_region(report, withdrawn_rows(report)),
            more_withdrawn: beyond(report.version.contents.counts.withdrawn, withdrawn, "angka"),
            lists_have_sources: lists.iter().any(|row| !row.source.is_empty()),
            lists,
            more_lists: String::new(),
            decided: decided(report),
            pages,
        }
    }

    /// Those of a version that is not there yet.
    pub fn ahead(rehearsal: &Rehearsal, of: String) -> Self {
        let report = &rehearsal.report;
        let all = report.version.contents.counts.new + report.version.contents.counts.changed;
        let rows =
            report.version.contents.lists.iter().map(|own| own.new + own.changed + own.withdrawn);
        let rows = i64::try_from(rows.sum::<usize>()).unwrap_or(i64::MAX);
        Self {
            is_ahead: true,
            more_changes: beyond(all, report.changes.len(), "angka"),
            more_lists: beyond(rows, report.lists.len(), "baris"),
            ..Self::new(report, of, Vec::new())
        }
    }
}

/// That there are more than those that are told; empty for none.
fn beyond(all: i64, told: usize, what: &str) -> String {
    let more = all - i64::try_from(told).unwrap_or(i64::MAX);
    if more > 0 { format!("dan {} {what} lainnya.", wording::count(more)) } else { String::new() }
}

fn dated(as_of: Option<AsOf>) -> String {
    as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of)
}

fn segment(report: &VersionReport, id: i32) -> String {
    report.segments.get(&id).map_or_else(String::new, |segment| segment.name.clone())
}

fn source(report: &VersionReport, id: i32) -> String {
    report.sources.get(&id).map_or_else(String::new, source_line)
}

fn changes(report: &VersionReport) -> Vec<ChangeRow> {
    let row = |change: &crate::reports::rows::Change| ChangeRow {
        region_id: change.region_id,
        segment: segment(report, change.segment_id),
        date: dated(change.as_of),
        kind: kind_word(change.kind),
        old: change.old.as_ref().map_or_else(|| UNKNOWN.to_owned(), told),
        new: told(&change.new),
        source: source(report, change.source_id),
    };
    report.changes.iter().map(row).collect()
}

fn withdrawn_rows(report: &VersionReport) -> Vec<ChangeRow> {
    let rows = report.withdrawn.iter().map(|statement| ChangeRow {
        region_id: statement.region_id,
        segment: segment(report, statement.segment_id),
        date: dated(statement.as_of),
        kind: kind_word(statement.kind),
        old: told(&Values::from(statement)),
        new: String::new(),
        source: source(report, statement.source_id),
    });
    rows.collect()
}

/// The figure that is shown with its source, and whether the rule chose it.
fn side(report: &VersionReport, chosen: Option<i32>, shown: Option<(i32, Figure)>) -> String {
    let told = shown.map(|(id, own)| format!("{} ({})", figure(&own), source(report, id)));
    match (chosen, told) {
        (Some(_), Some(told)) => told,
        (Some(id), None) => source(report, id),
        (None, Some(told)) => format!("{told}, menurut aturan"),
        (None, None) => "menurut aturan".to_owned(),
    }
}

/// What was decided, each beside what held before.
fn decided(report: &VersionReport) -> Vec<DecidedRow> {
    let rows = report.decided.iter().filter_map(|own| {
        let decided = &own.decided;
        let region = report.regions.get(&decided.key.region_id)?;
        let segment = report.segments.get(&decided.key.segment_id)?;
        let side = |chosen: Option<i32>, shown: Option<(i32, Figure)>| side(report, chosen, shown);
        let is_same = decided.old.is_some() && decided.old == decided.new;
        Some(DecidedRow {
            region: region.full_name.clone(),
            link: contest_path(&region.code, &segment.code, decided.key.as_of),
            segment: segment.name.clone(),
            date: wording::date(decided.key.as_of),
            old: side(decided.old, own.before),
            old_reason: decided.old_reason.clone(),
            new: side(decided.new, own.after),
            is_same,
            reason: decided.reason.clone(),
        })
    });
    rows.collect()
}

/// The values of a version that are about one region.
pub struct RegionRows {
    /// Its full name.
    pub region: String,
    /// Its page.
    pub link: String,
    /// The values.
    pub rows: Vec<ChangeRow>,
}

/// A value of a version.
pub struct ChangeRow {
    /// The region.
    pub region_id: i32,
    /// The name of its segment.
    pub segment: String,
    /// Its date.
    pub date: String,
    /// What the number is.
    pub kind: &'static str,
    /// Before.
    pub old: String,
    /// With the version; empty where it ended.
    pub new: String,
    /// Publisher and date of its source.
    pub source: String,
}

/// A row of a list that a version touched.
pub struct ListRow {
    /// The region, or the list where a row is a region or source itself.
    pub region: String,
    /// Its page; empty for none.
    pub link: String,
    /// What it is about.
    pub subject: String,
    /// Title, before, now: of each value that changed.
    pub values: Vec<(&'static str, String, String)>,
    /// It ended.
    pub withdrawn: bool,
    /// Publisher and date of its source; empty for none.
    pub source: String,
}

/// Rows under the names of their regions, which come together.
fn by_region(report: &VersionReport, rows: Vec<ChangeRow>) -> Vec<RegionRows> {
    let mut all: Vec<RegionRows> = Vec::new();
    for row in rows {
        match all.last_mut() {
            Some(last) if last.rows[0].region_id == row.region_id => last.rows.push(row),
            _ => {
                let region = report.regions.get(&row.region_id);
                all.push(RegionRows {
                    region: region.map_or_else(String::new, |r| r.full_name.clone()),
                    link: region.map_or_else(String::new, |r| region_path(&r.code)),
                    rows: vec![row],
                });
            }
        }
    }
    all
}

/// A row of a list, old beside new.
fn list_row(report: &VersionReport, change: &ListChange) -> ListRow {
    let source = |id: i32| report.sources.get(&id).map_or_else(String::new, source_line);
    let record = change.record();
    let region = record.and_then(Record::region_id).and_then(|id| report.regions.get(&id));
    let (region, link) = match (region, record) {
        (Some(region), _) => (region.full_name.clone(), region_path(&region.code)),
        (None, Some(Record::Region(own))) => {
            // A region that was taken back has no page any more.
            let link = change.new.as_ref().map_or_else(String::new, |_| region_path(&own.code));
            (own.full_name.clone(), link)
        }
        _ => (sentence_case(change.list.label()), String::new()),
    };
    let values = match (&change.new, &change.old) {
        (Some(new), old) => list::changed(old.as_ref(), new, &source)
            .into_iter()
            .map(|value| (value.title, value.old, value.new))
            .collect(),
        (None, Some(old)) => list::changed(None, old, &source)
            .into_iter()
            .map(|value| (value.title, value.new, String::new()))
            .collect(),
        (None, None) => Vec::new(),
    };
    ListRow {
        region,
        link,
        subject: match record {
            // Its code says nothing to readers.
            Some(Record::Source(own)) => own.publisher.clone(),
            Some(record) => record.subject(),
            None => String::new(),
        },
        values,
        withdrawn: change.new.is_none(),
        source: record.and_then(Record::source_id).map(source).unwrap_or_default(),
    }
}

/// What a number is.
fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Active => "Cakupan",
        Kind::Registered => "Terdaftar",
        Kind::Committed => "Komitmen",
        Kind::PaidOnce => "Bayar sekali",
        Kind::ShareOfTarget => "Capaian target",
        Kind::Other => "Lainnya",
    }
}
