//! The date that pages open with and the ranking: that of its page (`reports::ranking`), read within the
//! transaction before and after.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::rehearsal::store;
use super::{Effect, Lost, Place, Regions, Shift, TOLD};
use crate::db::{Connection, Error};
use crate::domain::Level;
use crate::reports::{Memory, Reader, ranking};

/// The levels that pages rank.
const RANKED: [Level; 2] = [Level::Province, Level::Regency];

/// The ranking of each level at the date that its page opens with.
#[derive(Debug, Default)]
pub struct Rankings {
    at: Option<NaiveDate>,
    levels: Vec<(Level, BTreeMap<i32, usize>)>,
}

impl Rankings {
    /// Those of the snapshot that the connection sees.
    ///
    /// # Errors
    /// Those of the database.
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
                Err(error) => return Err(store(error)),
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
    pub fn compare(
        &self,
        after: &Self,
        regions: &Regions,
        own: &BTreeSet<i32>,
        effect: &mut Effect,
    ) {
        (effect.opened_at, effect.opens_at) = (self.at, after.at);
        let mut shifts = Vec::new();
        for level in RANKED {
            let (old, new) = (self.of(level), after.of(level));
            shifts.extend(shifted(level, &old, &new, regions));
            effect.lost.extend(lost(level, &old, &new, regions));
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
    regions: &Regions,
) -> Vec<(i32, Shift)> {
    let differing = new.iter().filter(|(id, place)| old.get(id) != Some(place));
    differing
        .filter_map(|(id, place)| {
            let named = regions.get(*id)?;
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
    regions: &Regions,
) -> Option<Lost> {
    let gone = old.keys().filter(|id| !new.contains_key(id));
    let mut gone: Vec<_> = gone.filter_map(|id| regions.get(*id)).collect();
    gone.sort_unstable_by(|a, b| a.code.cmp(&b.code));
    let names = gone.iter().take(TOLD).map(|named| named.full_name.clone()).collect();
    (!gone.is_empty()).then_some(Lost { level, names, count: gone.len(), of: old.len() })
}
