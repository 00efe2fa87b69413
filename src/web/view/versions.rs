//! What a version changed, old beside new.

use super::{UNKNOWN, region_path, source_line};
use crate::domain::narrative::words::sentence_case;
use crate::domain::wording::{count, percent};
use crate::domain::{Kind, Percent, Record, list};
use crate::reports::revisions::{ListChange, VersionReport};
use crate::reports::rows::Values;

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
pub fn by_region(report: &VersionReport, rows: Vec<ChangeRow>) -> Vec<RegionRows> {
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
pub fn list_row(report: &VersionReport, change: &ListChange) -> ListRow {
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
pub fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Active => "Cakupan",
        Kind::Registered => "Terdaftar",
        Kind::Committed => "Komitmen",
        Kind::PaidOnce => "Bayar sekali",
        Kind::ShareOfTarget => "Capaian target",
        Kind::Other => "Lainnya",
    }
}

/// The numbers of a statement in one line.
pub fn told(values: &Values) -> String {
    let mut parts = Vec::new();
    match (values.active, values.workforce) {
        (Some(active), Some(workforce)) => {
            parts.push(format!("{} dari {}", count(active), count(workforce)));
        }
        (Some(active), None) => parts.push(format!("{} peserta", count(active))),
        (None, Some(workforce)) => parts.push(format!("{} pekerja", count(workforce))),
        (None, None) => {}
    }
    let computed = values.active.zip(values.workforce).and_then(|(a, w)| Percent::of(a, w));
    match (computed, values.published) {
        (Some(computed), Some(printed)) if computed != printed => {
            parts.push(format!("{} (tertulis {})", percent(computed), percent(printed)));
        }
        (computed, printed) => parts.extend(computed.or(printed).map(percent)),
    }
    if let Some(uncovered) = values.uncovered {
        parts.push(format!("{} belum terlindungi", count(uncovered)));
    }
    if parts.is_empty() { UNKNOWN.to_owned() } else { parts.join(", ") }
}
