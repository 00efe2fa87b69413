//! What an import changes, for those who decide whether it goes in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::places::Places;
use super::rules::Entry;
use crate::db::figures::{self, Shown};
use crate::db::statements::Statement;
use crate::db::{Connection, Error};
use crate::domain::list::Changed;
use crate::domain::ranking::rank;
use crate::domain::series::MAX_AGE_DAYS;
use crate::domain::{Figure, Level, Percent, Points, RegionCode};

/// Changes, jumps and shifts that are told one by one.
const TOLD: usize = 10;

/// Changed values that are kept with both versions.
pub(super) const KEPT: usize = 1_000;

/// A statement that was there before with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line in the file.
    pub line: u32,
    /// The version of today.
    pub old: Statement,
    /// What the file says.
    pub new: Statement,
}

/// A coverage that moves far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    /// The line in the file.
    pub line: u32,
    /// The region.
    pub region: RegionCode,
    /// Its full name.
    pub name: String,
    /// The figure that is shown before it.
    pub from: Figure,
    /// The figure of the file.
    pub to: Figure,
    /// From one to the other.
    pub points: Points,
}

/// A place among the regions of a level that is another one afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The region.
    pub region: RegionCode,
    /// Its full name.
    pub name: String,
    /// Its place before; `None` without data.
    pub before: Option<usize>,
    /// Its place afterwards.
    pub after: Option<usize>,
}

/// A row of a list that is new, or was there with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    /// The line in the file.
    pub line: u32,
    /// Code and full name of its region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// Whether it was not there before.
    pub is_new: bool,
    /// The values that change; of a new one, those that are filled.
    pub values: Vec<Changed>,
}

/// What an import changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Statements that were not there.
    pub new: usize,
    /// Statements that were there with other values.
    pub changed: usize,
    /// Statements that are there already, value for value.
    pub same: usize,
    /// Changed values, the first ones.
    pub changes: Vec<Change>,
    /// New and changed rows of a list, the first ones.
    pub records: Vec<RecordChange>,
    /// The largest moves of coverage.
    pub jumps: Vec<Jump>,
    /// Regions whose place among the provinces or regencies changes, the furthest first.
    pub shifts: Vec<Shift>,
    /// The date of these places.
    pub ranked_at: Option<NaiveDate>,
    /// Regions whose pages change, those above included.
    pub regions: usize,
    /// Earliest and latest date of the statements.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

/// The statements of a file sorted by what they mean to the database.
#[derive(Debug, Default)]
pub(super) struct Difference<'a> {
    /// To be written: new ones and new versions.
    pub write: Vec<&'a Statement>,
    /// Versions of today that end.
    pub end: Vec<Statement>,
    pub effect: Effect,
    regions: BTreeSet<i32>,
}

/// Whether two statements with the same key hold the same values.
fn says_the_same(a: &Statement, b: &Statement) -> bool {
    (a.active, a.workforce, a.published, a.uncovered, a.rounded, a.rank, a.rank_of)
        == (b.active, b.workforce, b.published, b.uncovered, b.rounded, b.rank, b.rank_of)
        && a.note == b.note
}

/// What tells two statements apart: all of its key but region and segment.
type Key = (Option<crate::domain::AsOf>, crate::domain::Kind, i32);

fn key(statement: &Statement) -> Key {
    (statement.as_of, statement.kind, statement.source_id)
}

impl<'a> Difference<'a> {
    /// Compares the statements on one region and segment with those of today.
    pub fn add(
        &mut self,
        entries: &'a [Entry],
        known: &[Statement],
        shown: &[Figure],
        places: &Places,
    ) {
        let today: HashMap<Key, &Statement> =
            known.iter().map(|statement| (key(statement), statement)).collect();
        for entry in entries {
            let new = &entry.statement;
            let old = today.get(&key(new)).copied();
            if let Some(old) = old
                && says_the_same(new, old)
            {
                self.effect.same += 1;
                continue;
            }
            match old {
                None => self.effect.new += 1,
                Some(old) => {
                    self.effect.changed += 1;
                    self.end.push(old.clone());
                    if self.effect.changes.len() < KEPT {
                        let (line, old, new) = (entry.line, old.clone(), new.clone());
                        self.effect.changes.push(Change { line, old, new });
                    }
                }
            }
            self.regions.insert(new.region_id);
            if let Some(as_of) = new.as_of {
                let (from, to) = self.effect.span.unwrap_or((as_of.date, as_of.date));
                self.effect.span = Some((from.min(as_of.date), to.max(as_of.date)));
            }
            self.jump(entry, shown, places);
            self.write.push(new);
        }
    }

    fn jump(&mut self, entry: &Entry, shown: &[Figure], places: &Places) {
        let Some(to) = entry.statement.figure() else { return };
        let before = shown.iter().rfind(|figure| figure.as_of.date <= to.as_of.date);
        let Some(from) = before.filter(|from| from.coverage.is_some()).copied() else { return };
        let Some(points) = to.coverage.zip(from.coverage).map(|(to, from)| to.minus(from)) else {
            return;
        };
        let jumps = &mut self.effect.jumps;
        let least = jumps.last().map_or(0, |jump| jump.points.0.abs());
        if points.0 == 0 || (jumps.len() == TOLD && points.0.abs() <= least) {
            return;
        }
        let Some(named) = places.region(entry.statement.region_id) else { return };
        let (region, name) = (named.code.clone(), named.full_name.clone());
        let at = jumps.partition_point(|jump| jump.points.0.abs() >= points.0.abs());
        jumps.insert(at, Jump { line: entry.line, region, name, from, to, points });
        jumps.truncate(TOLD);
    }

    /// Closes the comparison: how many pages change.
    pub fn finish(&mut self, places: &Places) {
        let mut all = self.regions.clone();
        for id in &self.regions {
            let mut next = places.region(*id).and_then(|named| named.parent_id);
            while let Some(id) = next {
                all.insert(id);
                next = places.region(id).and_then(|named| named.parent_id);
            }
        }
        self.effect.regions = all.len();
    }

    /// The same for what writes the same values in the same way, whenever it is worked out. Sources go
    /// by their codes: one that comes with the file may get another number the next time.
    pub fn digest(&self, codes: &HashMap<i32, String>) -> String {
        let Effect { same, jumps, shifts, ranked_at, regions, span, .. } = &self.effect;
        let mut hash = Sha256::new();
        hash.update(format!("{same} {jumps:?} {shifts:?} {ranked_at:?} {regions} {span:?}"));
        for statement in &self.write {
            let source = codes.get(&statement.source_id);
            let statement = Statement { source_id: 0, batch_id: 0, ..(*statement).clone() };
            hash.update(format!("+{source:?} {statement:?}"));
        }
        for old in &self.end {
            hash.update(format!("-{old:?}"));
        }
        crate::domain::wording::hexadecimal(&hash.finalize())
    }

    /// Levels that the written statements speak of.
    pub fn levels(&self, places: &Places) -> Vec<Level> {
        let mut levels: Vec<Level> = self
            .regions
            .iter()
            .filter_map(|id| places.region(*id))
            .map(|named| named.kind.level())
            .filter(|level| matches!(level, Level::Province | Level::Regency))
            .collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }
}

/// The place of each region of some levels by coverage at a date.
pub(super) fn ranks(
    c: &mut Connection,
    levels: &[Level],
    segment_id: i32,
    at: NaiveDate,
) -> Result<BTreeMap<i32, usize>, Error> {
    let from = at.checked_sub_days(Days::new(MAX_AGE_DAYS as u64));
    let mut places = BTreeMap::new();
    for level in levels {
        let mut latest: BTreeMap<i32, Percent> = BTreeMap::new();
        for shown in figures::of_level(c, *level, segment_id, from, at)? {
            if let Some(coverage) = Shown::figure(&shown).and_then(|figure| figure.coverage) {
                latest.insert(shown.region_id, coverage);
            }
        }
        let values: Vec<Option<Percent>> = latest.values().copied().map(Some).collect();
        for (id, rank) in latest.keys().zip(rank(&values)) {
            places.extend(rank.map(|rank| (*id, rank.place)));
        }
    }
    Ok(places)
}

/// Regions whose place differs, the furthest first.
pub(super) fn shifts(
    before: &BTreeMap<i32, usize>,
    after: &BTreeMap<i32, usize>,
    places: &Places,
) -> Vec<Shift> {
    let ids: BTreeSet<i32> = before.keys().chain(after.keys()).copied().collect();
    let mut shifts: Vec<Shift> = ids
        .into_iter()
        .filter(|id| before.get(id) != after.get(id))
        .filter_map(|id| {
            let named = places.region(id)?;
            Some(Shift {
                region: named.code.clone(),
                name: named.full_name.clone(),
                before: before.get(&id).copied(),
                after: after.get(&id).copied(),
            })
        })
        .collect();
    let far = |shift: &Shift| match (shift.before, shift.after) {
        (Some(before), Some(after)) => before.abs_diff(after),
        // Who comes in or drops out moves all others.
        _ => usize::MAX,
    };
    shifts.sort_by_key(|shift| (std::cmp::Reverse(far(shift)), shift.region.clone()));
    shifts.truncate(TOLD);
    shifts
}
