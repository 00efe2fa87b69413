//! Change between two figures of one region and segment.

use super::date::days_between;
use super::{Figure, Percent, Points};

/// The change from an earlier figure to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The earlier figure.
    pub from: Figure,
    /// The later figure.
    pub to: Figure,
    /// Difference of the two percents.
    pub points: Points,
    /// Days between the two dates.
    pub days: i64,
    /// Difference of the active participants, where both were published.
    pub workers: Option<i64>,
    /// The part of `points` that comes from more or fewer participants, with the old base.
    pub by_participants: Option<Points>,
    /// The part of `points` that comes from the new base; both parts add up to `points`.
    pub by_base: Option<Points>,
}

impl Change {
    /// Compares two figures; `None` when one has no percent or the dates do not go forward.
    pub fn between(from: &Figure, to: &Figure) -> Option<Self> {
        let (before, after) = from.coverage.zip(to.coverage)?;
        let days = days_between(from.as_of.date, to.as_of.date);
        if days <= 0 {
            return None;
        }
        let old_base = from.workforce.zip(to.active).and_then(|(w, a)| Percent::of(a, w));
        let split = old_base.filter(|_| from.active.is_some() && to.workforce.is_some());
        Some(Self {
            from: *from,
            to: *to,
            points: after.minus(before),
            days,
            workers: from.active.zip(to.active).map(|(before, after)| after - before),
            by_participants: split.map(|middle| middle.minus(before)),
            by_base: split.map(|middle| after.minus(middle)),
        })
    }
}
