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

/// What a file says of a region and its parts in one segment at one date.
#[derive(Default)]
struct Told<'a> {
    whole: Option<(&'a Entry, i64)>,
    parts: Vec<(&'a Entry, i64)>,
}

/// R4 where a region, or some of its parts, stand in the file and the others in the database: the parts are
/// more than the region at the same date.
///
/// # Errors
/// Those of the database.
pub(in crate::import) fn beside_stored(
    c: &mut Connection,
    entries: &[Entry],
    places: &Places,
    limits: &Thresholds,
    findings: &mut Findings,
) -> Result<(), Error> {
    for (id, told) in by_whole(entries, places) {
        let days = || told.keys().map(|(_, day)| *day);
        let Some((from, to)) = days().min().zip(days().max()) else { continue };
        let own = figures::of_segments(c, id, from, to)?.into_iter();
        let own: HashMap<(i32, NaiveDate), i64> = own
            .filter_map(|(segment_id, row)| Some(((segment_id, row.as_of.date), row.own?.active?)))
            .collect();
        let mut stored: Option<(i32, Vec<figures::Shown>)> = None;
        for ((segment_id, day), told) in told {
            let in_file = told.whole.map(|(_, active)| active);
            let Some(whole) = in_file.or_else(|| own.get(&(segment_id, day)).copied()) else {
                continue;
            };
            let rows = match stored.take() {
                Some((segment, rows)) if segment == segment_id => rows,
                _ => figures::of_parts(c, id, segment_id)?,
            };
            let is_told =
                |id: i32| told.parts.iter().any(|(part, _)| part.statement.region_id == id);
            let others: Vec<i64> = rows
                .iter()
                .filter(|row| row.as_of.date == day && !is_told(row.region_id))
                .filter_map(|row| row.figure()?.active)
                .collect();
            stored = Some((segment_id, rows));
            // What the file shows by itself has been told.
            if in_file.is_some() && others.is_empty() {
                continue;
            }
            let sum = others.iter().chain(told.parts.iter().map(|(_, active)| active)).sum();
            let known = i32::try_from(others.len() + told.parts.len()).unwrap_or(i32::MAX);
            let breach = rules::some_parts(whole, sum, known, places.parts(id), limits);
            let largest = told.parts.iter().max_by_key(|(_, active)| *active);
            if let Some((breach, (entry, _))) = breach.zip(told.whole.as_ref().or(largest)) {
                let reason =
                    format!("{} bersama yang tersimpan: {}", places.told(id), breach.reason);
                findings.push(doubt(entry, rules::Breach { reason, ..breach }));
            }
        }
    }
    Ok(())
}

/// The counts of a file by the region that they are of or a part of, and by segment and date.
fn by_whole<'a>(
    entries: &'a [Entry],
    places: &Places,
) -> BTreeMap<i32, BTreeMap<(i32, NaiveDate), Told<'a>>> {
    let mut all: BTreeMap<i32, BTreeMap<(i32, NaiveDate), Told>> = BTreeMap::new();
    for entry in entries {
        let Some((day, active)) = counted(entry) else { continue };
        let own = &entry.statement;
        let key = (own.segment_id, day);
        if let Some(parent) = places.region(own.region_id).and_then(|named| named.parent_id) {
            let told = all.entry(parent).or_default().entry(key).or_default();
            told.parts.push((entry, active));
        }
        if places.parts(own.region_id) > 0 {
            all.entry(own.region_id).or_default().entry(key).or_default().whole =
                Some((entry, active));
        }
    }
    all
}
