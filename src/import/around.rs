//! What an import does beyond its own rows: the date that pages open with, the ranking, and the sums of
//! parts.
//!
//! The ranking is that of its page (`reports::ranking`), read within the transaction before and after.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::Lists;
use super::effect::{Apart, Effect, Lost, Place, Shift, TOLD};
use super::places::Places;
use super::rules::Thresholds;
use crate::db::statements::Statement;
use crate::db::{Connection, Error, figures};
use crate::domain::{AsOf, Level, rules};
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

/// The segments and dates that a file writes, by each region with parts whose own count or sum they may
/// change.
pub(super) type Touched = BTreeMap<i32, Vec<(i32, NaiveDate)>>;

/// What statements may change in the sums of regions; each segment and date once, in their order.
pub(super) fn touched(statements: &[&Statement], places: &Places) -> Touched {
    /// From desa to nation.
    const LEVELS: usize = 5;
    let above = |id: &i32| places.region(*id).and_then(|named| named.parent_id);
    let mut touched: HashMap<i32, Vec<(i32, NaiveDate)>> = HashMap::new();
    for group in statements.chunk_by(|a, b| a.region_id == b.region_id) {
        let pairs = || group.iter().filter_map(|own| Some((own.segment_id, own.as_of?.date)));
        let regions = std::iter::successors(Some(group[0].region_id), above).take(LEVELS);
        for id in regions.filter(|id| places.parts(*id) > 0) {
            touched.entry(id).or_default().extend(pairs());
        }
    }
    let each_once = |(id, mut pairs): (i32, Vec<_>)| {
        pairs.sort_unstable();
        pairs.dedup();
        (id, pairs)
    };
    touched.into_iter().map(each_once).collect()
}

/// Counts of regions beside the sum of their parts, where a file may change either.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// How many have both.
    compared: usize,
    /// Those that differ by more than the rules allow, by region, segment and date.
    apart: BTreeMap<(i32, i32, NaiveDate), Differing>,
}

/// A count that differs from the sum of all parts.
#[derive(Debug)]
struct Differing {
    as_of: AsOf,
    own: i64,
    sum: i64,
    parts: i32,
}

impl Sums {
    /// Those of the snapshot that the connection sees.
    pub fn load(c: &mut Connection, touched: &Touched, limits: &Thresholds) -> Result<Self, Error> {
        let mut sums = Self::default();
        for (id, pairs) in touched {
            let dates = || pairs.iter().map(|(_, date)| *date);
            let Some((from, to)) = dates().min().zip(dates().max()) else { continue };
            for (segment_id, row) in figures::beside_parts(c, *id, from, to)? {
                let date = row.as_of.date;
                let own = row.own.and_then(|figure| figure.active);
                let sum = row.parts_sum.and_then(|figure| figure.active);
                let Some((own, sum)) = own.zip(sum) else { continue };
                if pairs.binary_search(&(segment_id, date)).is_err() {
                    continue;
                }
                sums.compared += 1;
                let parts = row.parts_expected;
                if rules::parts(own, sum, parts, limits).is_some() {
                    let differing = Differing { as_of: row.as_of, own, sum, parts };
                    sums.apart.insert((*id, segment_id, date), differing);
                }
            }
        }
        Ok(sums)
    }

    /// Writes these, which stand afterwards, into an effect: those that fitted before first, then the
    /// newest.
    pub fn tell(&self, before: &Self, lists: &Lists, effect: &mut Effect) {
        let was_apart = |key: &(i32, i32, NaiveDate)| before.apart.contains_key(key);
        effect.compared = self.compared;
        effect.unfit = self.apart.len();
        effect.unfit_before = self.apart.keys().filter(|key| was_apart(key)).count();
        let mut apart: Vec<_> = self
            .apart
            .iter()
            .filter_map(|(key, sum)| Some((key, sum, lists.places.region(key.0)?)))
            .collect();
        apart.sort_by_key(|(key, sum, named)| {
            (was_apart(key), std::cmp::Reverse(sum.as_of.date), named.code.clone(), key.1)
        });
        let told = apart.into_iter().take(TOLD).map(|(key, sum, named)| Apart {
            region: named.code.clone(),
            name: named.full_name.clone(),
            segment: lists.segment_name(key.1),
            as_of: sum.as_of,
            own: sum.own,
            sum: sum.sum,
            parts: sum.parts,
            before: was_apart(key),
        });
        effect.apart = told.collect();
    }
}
