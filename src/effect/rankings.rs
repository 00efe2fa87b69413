//! The date that pages open with and the ranking: that of its page (`reports::ranking`), read within the
//! transaction before and after.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::rehearsal::store;
use super::{Effect, Gained, Lost, Place, Regions, Shift, TOLD};
use crate::db::{Connection, Error};
use crate::domain::Level;
use crate::reports::{Memory, Reader, ranking};

/// The levels that pages rank.
const RANKED: [Level; 2] = [Level::Province, Level::Regency];

/// The ranking of each level at the date that its page opens with.
#[derive(Debug, Default)]
pub struct Rankings {
    at: Option<NaiveDate>,
    levels: Vec<(Level, Ranked)>,
}

/// The ranking of a level.
#[derive(Debug, Default, Clone)]
struct Ranked {
    /// The place of each region that has one.
    places: BTreeMap<i32, usize>,
    /// The regions that have a figure, of whatever age.
    known: BTreeSet<i32>,
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
                    let places = own.places.into_iter().collect();
                    rankings.levels.push((level, Ranked { places, known: own.known }));
                }
                Ok(None) => {}
                Err(error) => return Err(store(error)),
            }
        }
        Ok(rankings)
    }

    /// That of a level; an empty one where it has none.
    fn of(&self, level: Level) -> Ranked {
        let found = self.levels.iter().find(|(own, _)| *own == level);
        found.map(|(_, ranked)| ranked.clone()).unwrap_or_default()
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
            effect.gained.extend(gained(level, &old, &new, regions));
        }
        let far = |shift: &Shift| {
            // Who comes in moves all others.
            shift.before.map_or(usize::MAX, |before| before.place.abs_diff(shift.after.place))
        };
        shifts.sort_by_key(|(id, shift)| {
            (!own.contains(id), std::cmp::Reverse(far(shift)), shift.region.clone())
        });
        effect.shifted = shifts.len();
        effect.own_shifts = shifts.iter().filter(|(id, _)| own.contains(id)).count();
        shifts.truncate(effect.own_shifts + TOLD);
        effect.shifts = shifts.into_iter().map(|(_, shift)| shift).collect();
    }
}

/// Regions whose place differs.
fn shifted(level: Level, old: &Ranked, new: &Ranked, regions: &Regions) -> Vec<(i32, Shift)> {
    let differing = new.places.iter().filter(|(id, place)| old.places.get(id) != Some(place));
    differing
        .filter_map(|(id, place)| {
            let named = regions.get(*id)?;
            let before = old.places.get(id);
            let shift = Shift {
                region: named.code.clone(),
                name: named.full_name.clone(),
                level,
                before: before.map(|place| Place { place: *place, of: old.places.len() }),
                was_known: old.known.contains(id),
                after: Place { place: *place, of: new.places.len() },
            };
            Some((*id, shift))
        })
        .collect()
}

/// Regions that have no place any more.
fn lost(level: Level, old: &Ranked, new: &Ranked, regions: &Regions) -> Option<Lost> {
    let gone = |is_known: bool| {
        let gone = only(old, new).filter(|id| new.known.contains(id) == is_known);
        names(gone, regions)
    };
    let (without, aged) = (gone(false), gone(true));
    let none = without.is_empty() && aged.is_empty();
    (!none).then_some(Lost { level, without, aged, of: old.places.len() })
}

/// Regions that have a place only now.
fn gained(level: Level, old: &Ranked, new: &Ranked, regions: &Regions) -> Option<Gained> {
    let names = names(only(new, old), regions);
    (!names.is_empty()).then_some(Gained { level, names, of: new.places.len() })
}

/// Regions with a place in the one ranking alone.
fn only(one: &Ranked, other: &Ranked) -> impl Iterator<Item = i32> {
    one.places.keys().copied().filter(|id| !other.places.contains_key(id))
}

/// Full names, by code.
fn names(ids: impl Iterator<Item = i32>, regions: &Regions) -> Vec<String> {
    let mut named: Vec<_> = ids.filter_map(|id| regions.get(id)).collect();
    named.sort_unstable_by(|a, b| a.code.cmp(&b.code));
    named.into_iter().map(|own| own.full_name.clone()).collect()
}
