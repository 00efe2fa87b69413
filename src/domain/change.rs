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
            workers: from.active.zip(to.active).map(|(before, after)| after.saturating_sub(before)),
            by_participants: split.map(|middle| middle.minus(before)),
            by_base: split.map(|middle| after.minus(middle)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::testing::{any_figure, counts, percent};

    #[test]
    fn jambi_rose_379_points_in_62_days() {
        let from = percent("2024-10-01", 4138);
        let to = counts("2024-12-02", 592_806, 1_312_370);
        let change = Change::between(&from, &to).unwrap();
        assert_eq!((change.points, change.days), (Points(379), 62));
        assert_eq!((change.workers, change.by_participants, change.by_base), (None, None, None));
    }

    #[test]
    fn a_larger_base_takes_away_what_participants_gain() {
        let from = counts("2024-12-31", 400, 1000);
        let to = counts("2025-12-31", 450, 1250);
        let change = Change::between(&from, &to).unwrap();
        assert_eq!(change.points, Points(-400));
        assert_eq!(
            (change.by_participants, change.by_base),
            (Some(Points(500)), Some(Points(-900)))
        );
        assert_eq!(change.workers, Some(50));
    }

    #[test]
    fn time_must_pass_and_both_need_a_percent() {
        let figure = percent("2024-12-31", 4000);
        assert_eq!(Change::between(&figure, &percent("2024", 4100)), None, "the same day");
        assert_eq!(Change::between(&figure, &percent("2024-11", 4100)), None, "backwards");
        let counted = Figure::read(figure.as_of, Some(5), None, None, false);
        assert_eq!(Change::between(&counted, &percent("2025", 4100)), None);
    }

    proptest! {
        #[test]
        fn both_effects_add_up(from in any_figure(), to in any_figure()) {
            let Some(change) = Change::between(&from, &to) else { return Ok(()) };
            prop_assert!(change.days > 0);
            if let Some((participants, base)) = change.by_participants.zip(change.by_base) {
                prop_assert_eq!(participants.0 + base.0, change.points.0);
            }
        }
    }
}
