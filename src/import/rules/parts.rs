//! R4: regions of a file beside the sum of their parts, in the file and in the database.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Entry, Thresholds, counted, doubt};
use crate::db::{Connection, Error, figures};
use crate::domain::rules;
use crate::import::finding::Findings;
use crate::import::places::Places;

/// R4: all parts of a region are in the file and do not add up to it, or some are more than it already.
pub(super) fn together(
    entries: &[Entry],
    places: &Places,
    limits: &Thresholds,
    findings: &mut Findings,
) {
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
        let breach = if *reported == all {
            rules::parts(active, *sum, all, limits)
        } else {
            rules::some_parts(active, *sum, *reported, all, limits)
        };
        findings.extend(breach.map(|breach| doubt(entry, breach)));
    }
}

/// R4 where a region, or some of its parts, stand in the file and the others in the database: the parts are
/// more than the region at the same date. `entries` are in the order of region, segment and date; `segment`
/// names a segment that is not the total.
///
/// # Errors
/// Those of the database.
pub(in crate::import) fn beside_stored(
    c: &mut Connection,
    entries: &[Entry],
    places: &Places,
    segment: impl Fn(i32) -> String,
    limits: &Thresholds,
    findings: &mut Findings,
) -> Result<(), Error> {
    for (id, family) in families(entries, places) {
        let Some((from, to)) = family.span() else { continue };
        let mut stored: BTreeMap<(i32, NaiveDate), Stored> = BTreeMap::new();
        for (segment_id, row) in figures::of_parts_between(c, id, from, to)? {
            if let Some(active) = row.figure().and_then(|figure| figure.active) {
                let own = stored.entry((segment_id, row.as_of.date)).or_default();
                own.parts.push((row.region_id, active));
            }
        }
        for (segment_id, row) in figures::of_segments(c, id, from, to)? {
            let active = row.own.and_then(|figure| figure.active);
            stored.entry((segment_id, row.as_of.date)).or_default().whole = active;
        }
        for ((segment_id, day), stored) in stored {
            let told = family.at(segment_id, day);
            let breach = told.beside(&stored, places.parts(id), limits);
            let told_to = told.whole.or_else(|| told.largest());
            if let Some((breach, (entry, _))) = breach.zip(told_to) {
                let segment = Some(segment(segment_id)).filter(|name| !name.is_empty());
                let segment = segment.map_or_else(String::new, |name| format!(", segmen {name}"));
                let name = places.region(id).map_or("", |named| &named.full_name);
                let reason =
                    format!("{name}{segment}, dengan angka yang tersimpan: {}", breach.reason);
                findings.push(doubt(entry, rules::Breach { reason, ..breach }));
            }
        }
    }
    Ok(())
}

/// What is stored of a region and its parts in one segment at one date.
#[derive(Default)]
struct Stored {
    whole: Option<i64>,
    parts: Vec<(i32, i64)>,
}

/// What a file says of a region and its parts in one segment at one date.
struct Told<'a> {
    whole: Option<(&'a Entry, i64)>,
    parts: Vec<(&'a Entry, i64)>,
}

impl<'a> Told<'a> {
    fn largest(&self) -> Option<(&'a Entry, i64)> {
        self.parts.iter().max_by_key(|(_, active)| *active).copied()
    }

    /// What is wrong with it beside what is stored; what the file shows by itself is told elsewhere.
    fn beside(&self, stored: &Stored, all: i32, limits: &Thresholds) -> Option<rules::Breach> {
        if self.whole.is_none() && self.parts.is_empty() {
            return None;
        }
        let whole = self.whole.map(|(_, active)| active);
        let in_file = |id: i32| self.parts.iter().any(|(part, _)| part.statement.region_id == id);
        let others: Vec<i64> = stored
            .parts
            .iter()
            .filter(|(id, _)| !in_file(*id))
            .map(|(_, active)| *active)
            .collect();
        if whole.is_some() && others.is_empty() {
            return None;
        }
        let sum = others.iter().chain(self.parts.iter().map(|(_, active)| active)).sum();
        let known = i32::try_from(others.len() + self.parts.len()).unwrap_or(i32::MAX);
        rules::some_parts(whole.or(stored.whole)?, sum, known, all, limits)
    }
}

/// The statements of a file on a region, and on its parts; each slice is one region.
#[derive(Default)]
struct Family<'a> {
    whole: &'a [Entry],
    parts: Vec<&'a [Entry]>,
}

impl<'a> Family<'a> {
    /// Its first and last date.
    fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let all = self.parts.iter().chain([&self.whole]).flat_map(|own| own.iter());
        let days = || all.clone().filter_map(|entry| Some(entry.statement.as_of?.date));
        days().min().zip(days().max())
    }

    fn at(&self, segment_id: i32, day: NaiveDate) -> Told<'a> {
        Told {
            whole: at(self.whole, segment_id, day).last(),
            parts: self.parts.iter().flat_map(|own| at(own, segment_id, day)).collect(),
        }
    }
}

/// The counts of a region in one segment at one date.
fn at(
    own: &[Entry],
    segment_id: i32,
    day: NaiveDate,
) -> impl Iterator<Item = (&Entry, i64)> + use<'_> {
    let key = |entry: &Entry| {
        let own = &entry.statement;
        (own.segment_id, own.as_of.map(|as_of| as_of.date))
    };
    let wanted = (segment_id, Some(day));
    own[own.partition_point(|entry| key(entry) < wanted)..]
        .iter()
        .take_while(move |entry| key(entry) == wanted)
        .filter_map(|entry| Some((entry, counted(entry)?.1)))
}

/// The statements of a file by the region that they are of or a part of.
fn families<'a>(entries: &'a [Entry], places: &Places) -> BTreeMap<i32, Family<'a>> {
    let mut all: BTreeMap<i32, Family> = BTreeMap::new();
    for own in entries.chunk_by(|a, b| a.statement.region_id == b.statement.region_id) {
        let region_id = own[0].statement.region_id;
        if let Some(parent) = places.region(region_id).and_then(|named| named.parent_id) {
            all.entry(parent).or_default().parts.push(own);
        }
        if places.parts(region_id) > 0 {
            all.entry(region_id).or_default().whole = own;
        }
    }
    all
}
