//! Counts of regions beside the sums of their parts, before and after a change.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Apart, Effect, Regions, TOLD};
use crate::db::{Connection, Error, figures};
use crate::domain::AsOf;
use crate::domain::rules::{self, Thresholds};

/// The segments and dates that a change writes, by each region with parts whose own count or sum they may
/// change.
pub type Touched = BTreeMap<i32, Vec<(i32, NaiveDate)>>;

/// What statements on a region, segment and date each may change in the sums of regions: each segment and
/// date once, in their order.
pub fn touched(
    keys: impl IntoIterator<Item = (i32, i32, NaiveDate)>,
    regions: &Regions,
) -> Touched {
    /// From desa to nation.
    const LEVELS: usize = 5;
    let above = |id: &i32| regions.get(*id).and_then(|named| named.parent_id);
    let mut touched: HashMap<i32, Vec<(i32, NaiveDate)>> = HashMap::new();
    // Keys mostly come in runs of one region.
    let (mut own, mut line) = (None, Vec::new());
    for (region_id, segment_id, date) in keys {
        if own != Some(region_id) {
            own = Some(region_id);
            let all = std::iter::successors(own, above).take(LEVELS);
            line = all.filter(|id| regions.parts(*id) > 0).collect();
        }
        for id in &line {
            touched.entry(*id).or_default().push((segment_id, date));
        }
    }
    let each_once = |(id, mut pairs): (i32, Vec<_>)| {
        pairs.sort_unstable();
        pairs.dedup();
        (id, pairs)
    };
    touched.into_iter().map(each_once).collect()
}

/// Counts of regions beside the sum of their parts, where a change may concern either.
#[derive(Debug, Default)]
pub struct Sums {
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
    ///
    /// # Errors
    /// Those of the database.
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
    /// newest. `segment` calls a segment by its name; empty for the total.
    pub fn tell(
        &self,
        before: &Self,
        regions: &Regions,
        segment: impl Fn(i32) -> String,
        effect: &mut Effect,
    ) {
        let was_apart = |key: &(i32, i32, NaiveDate)| before.apart.contains_key(key);
        effect.compared = self.compared;
        effect.unfit = self.apart.len();
        effect.unfit_before = self.apart.keys().filter(|key| was_apart(key)).count();
        let mut apart: Vec<_> = self
            .apart
            .iter()
            .filter_map(|(key, sum)| Some((key, sum, regions.get(key.0)?)))
            .collect();
        apart.sort_by_key(|(key, sum, named)| {
            (was_apart(key), std::cmp::Reverse(sum.as_of.date), named.code.clone(), key.1)
        });
        let told = apart.into_iter().take(TOLD).map(|(key, sum, named)| Apart {
            region: named.code.clone(),
            name: named.full_name.clone(),
            segment: segment(key.1),
            as_of: sum.as_of,
            own: sum.own,
            sum: sum.sum,
            parts: sum.parts,
            before: was_apart(key),
        });
        effect.apart = told.collect();
    }
}
