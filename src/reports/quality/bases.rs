//! Bases that changed, and regions beside the sum of their parts.

use chrono::NaiveDate;

use super::Around;
use crate::db::figures::Shown;
use crate::domain::rules::{self, BaseChange, Thresholds};
use crate::domain::{Figure, Percent};

/// The base of a region that is another one than in the figure before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaseRevision {
    /// The region.
    pub region_id: i32,
    /// The earlier figure, and its base.
    pub before: (Figure, i64),
    /// The later figure, and its base.
    pub after: (Figure, i64),
    /// Where they come from.
    pub sources: (Option<i32>, Option<i32>),
    /// Whether it can still be the same base.
    pub change: BaseChange,
}

impl BaseRevision {
    /// The change as a share of the earlier base; negative when it shrank.
    pub fn share(&self) -> Percent {
        let ((_, before), (_, after)) = (self.before, self.after);
        let size = Percent::of((after - before).abs(), before).unwrap_or(Percent(i32::MAX));
        if after < before { Percent(-size.0) } else { size }
    }
}

/// The changes since a day, the largest first.
pub(super) fn revisions(
    around: &Around,
    since: NaiveDate,
    limits: &Thresholds,
) -> Vec<BaseRevision> {
    let mut found = Vec::new();
    for region in around.regions() {
        let based: Vec<(Figure, i64, Option<i32>)> = around
            .rows(region.id)
            .iter()
            .filter_map(|row| row.own.and_then(|own| Some((own, own.base()?, row.source_id))))
            .collect();
        for pair in based.windows(2) {
            let ((before, then, from), (after, now, to)) = (pair[0], pair[1]);
            let change = rules::base_change(now, then, limits);
            found.extend(change.filter(|_| since <= after.as_of.date).map(|change| BaseRevision {
                region_id: region.id,
                before: (before, then),
                after: (after, now),
                sources: (from, to),
                change,
            }));
        }
    }
    found.sort_by_key(|revision| std::cmp::Reverse(revision.share().0.abs()));
    found
}

/// A region beside the sum of its parts at one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgainstSum {
    /// The region.
    pub region_id: i32,
    /// Its own figure, with a count of participants.
    pub own: Figure,
    /// The sum of all its parts.
    pub sum: Figure,
    /// They differ by more than the threshold (R4).
    pub off: bool,
}

impl AgainstSum {
    /// Participants of the region and of its parts together.
    pub fn active(&self) -> (i64, i64) {
        (self.own.active.unwrap_or_default(), self.sum.active.unwrap_or_default())
    }
}

/// Each region at the latest date where it and all its parts have counts.
pub(super) fn sums(around: &Around, limits: &Thresholds) -> Vec<AgainstSum> {
    let both = |row: &Shown| {
        let (own, sum) = row.own.zip(row.parts_sum)?;
        let off = rules::parts(own.active?, sum.active?, row.parts_expected, limits);
        Some((own, sum, off.is_some()))
    };
    around
        .regions()
        .filter_map(|region| {
            let (own, sum, off) = around.rows(region.id).iter().rev().find_map(both)?;
            Some(AgainstSum { region_id: region.id, own, sum, off })
        })
        .collect()
}
