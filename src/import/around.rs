//! What an import does beyond its own rows: the date that pages open with, the ranking, and the sums of
//! parts.
//!
//! The ranking is that of its page (`reports::ranking`), read within the transaction before and after.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Lists;
use super::effect::{Apart, Effect, Lost, Place, Shift, TOLD};
use super::places::Places;
use super::rules::Thresholds;
use crate::db::{Connection, Error, figures};
use crate::domain::{Level, rules};
use crate::reports::{Memory, Reader, ranking, scope};

/// The levels that pages rank.
const RANKED: [Level; 2] = [Level::Province, Level::Regency];

/// The ranking of each level at the date that its page opens with.
#[derive(Debug, Default)]
pub(super) struct Rankings {
    at: Option<NaiveDate>,
    levels: Vec<(Level, BTreeMap<i32, usize>)>,
}

impl Rankings {
    /// Those of the snapshot that the connection sees.
    pub fn load(c: &mut Connection) -> Result<Self, Error> {
        // Nothing that is read here outlives the transaction.
        let memory = Memory::default();
        let mut reader = Reader::new(c, &memory)?;
        let mut rankings = Self::default();
        for level in RANKED {
            match ranking::places(&mut reader, level) {
                Ok(Some(own)) => {
                    rankings.at = Some(own.date);
                    rankings.levels.push((level, own.places.into_iter().collect()));
                }
                Ok(None) => {}
                Err(scope::Error::Store(error)) => return Err(error),
                Err(error) => return Err(Error::Query(error.to_string())),
            }
        }
        Ok(rankings)
    }

    /// The places of a level; none where it has none.
    fn of(&self, level: Level) -> BTreeMap<i32, usize> {
        let found = self.levels.iter().find(|(own, _)| *own == level);
        found.map_or_else(BTreeMap::new, |(_, places)| places.clone())
    }

    /// Writes into an effect what these rankings become; `own` are the regions whose figures change, which
    /// are told first.
    pub fn compare(&self, after: &Self, places: &Places, own: &BTreeSet<i32>, effect: &mut Effect) {
        (effect.opened_at, effect.opens_at) = (self.at, after.at);
        let mut shifts = Vec::new();
        for level in RANKED {
            let (old, new) = (self.of(level), after.of(level));
            shifts.extend(shifted(level, &old, &new, places));
            effect.lost.extend(lost(level, &old, &new, places));
        }
        let far = |shift: &Shift| {
            // Who comes in moves all others.
            shift.before.map_or(usize::MAX, |before| before.place.abs_diff(shift.after.place))
        };
        shifts.sort_by_key(|(id, shift)| {
            (!own.contains(id), std::cmp::Reverse(far(shift)), shift.region.clone())
        });
        effect.shifted = shifts.len();
        effect.shifts = shifts.into_iter().take(TOLD).map(|(_, shift)| shift).collect();
    }
}

/// Regions whose place differs.
fn shifted(
    level: Level,
    old: &BTreeMap<i32, usize>,
    new: &BTreeMap<i32, usize>,
    places: &Places,
) -> Vec<(i32, Shift)> {
    let differing = new.iter().filter(|(id, place)| old.get(id) != Some(place));
    differing
        .filter_map(|(id, place)| {
            let named = places.region(*id)?;
            let shift = Shift {
                region: named.code.clone(),
                name: named.full_name.clone(),
                level,
                before: old.get(id).map(|place| Place { place: *place, of: old.len() }),
                after: Place { place: *place, of: new.len() },
            };
            Some((*id, shift))
        })
        .collect()
}

/// Regions that have no place any more.
fn lost(
    level: Level,
    old: &BTreeMap<i32, usize>,
    new: &BTreeMap<i32, usize>,
    places: &Places,
) -> Option<Lost> {
    let gone = old.keys().filter(|id| !new.contains_key(id));
    let mut gone: Vec<_> = gone.filter_map(|id| places.region(*id)).collect();
    gone.sort_unstable_by(|a, b| a.code.cmp(&b.code));
    let names = gone.iter().take(TOLD).map(|named| named.full_name.clone()).collect();
    (!gone.is_empty()).then_some(Lost { level, names, count: gone.len(), of: old.len() })
}

/// Writes into an effect which counts of these regions differ from the sum of their parts, at the dates of
/// the file.
pub(super) fn sums(
    c: &mut Connection,
    regions: &BTreeSet<i32>,
    lists: &Lists,
    limits: &Thresholds,
    effect: &mut Effect,
) -> Result<(), Error> {
    let Some((from, to)) = effect.span else { return Ok(()) };
    let mut apart = Vec::new();
    for id in regions.iter().copied().filter(|id| lists.places.parts(*id) > 0) {
        let Some(named) = lists.places.region(id) else { continue };
        let mut of_region = 0;
        for (segment_id, row) in figures::apart(c, id, from, to)? {
            let own = row.own.and_then(|figure| figure.active);
            let sum = row.parts_sum.and_then(|figure| figure.active);
            let Some((own, sum)) = own.zip(sum) else { continue };
            if rules::parts(own, sum, row.parts_expected, limits).is_none() {
                continue;
            }
            effect.unfit += 1;
            of_region += 1;
            // They come by date, so no more of one region can be among the newest of all.
            if of_region <= TOLD {
                apart.push(Apart {
                    region: named.code.clone(),
                    name: named.full_name.clone(),
                    segment: lists.segment_name(segment_id),
                    as_of: row.as_of,
                    own,
                    sum,
                    parts: row.parts_expected,
                });
            }
        }
    }
    apart.sort_by_key(|own: &Apart| (std::cmp::Reverse(own.as_of.date), own.region.clone()));
    apart.truncate(TOLD);
    effect.apart = apart;
    Ok(())
}
