//! A figure: what is known of one region and segment at one date, as it is shown.

use super::{AsOf, Percent, Points};

/// Where the percent of a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Computed from both counts of one statement.
    Counts,
    /// As the source printed it, because counts are missing or rounded.
    Published,
    /// Computed from the summed counts of all parts of the region.
    SumOfParts,
}

/// How far the counts of a figure can be trusted to the last worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counts {
    /// As counted.
    Exact,
    /// Marked as rounded by the source: show with "sekitar".
    Rounded,
}

/// One dated figure of a region and segment.
///
/// `coverage` is the only percent shown for it. At least one of `coverage` and `active` is present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The date it holds for.
    pub as_of: AsOf,
    /// Active participants.
    pub active: Option<i64>,
    /// Eligible workers (the base of the segment).
    pub workforce: Option<i64>,
    /// Exactness of the counts.
    pub counts: Counts,
    /// Coverage as shown.
    pub coverage: Option<Percent>,
    /// Where `coverage` comes from.
    pub origin: Origin,
    /// The percent that the source printed, when there is one.
    pub published: Option<Percent>,
}

/// Difference between a printed and a computed percent above which both are shown.
const TOLERANCE: Points = Points(1);

impl Figure {
    /// Reads a statement: the rule that decides which percent stands.
    ///
    /// Exact counts win over the printed percent; rounded counts lose to it, and are used only
    /// where no percent was printed (`product.md`, "Percent or counts").
    pub fn read(
        as_of: AsOf,
        active: Option<i64>,
        workforce: Option<i64>,
        published: Option<Percent>,
        rounded: bool,
    ) -> Self {
        let computed = active.zip(workforce).and_then(|(a, w)| Percent::of(a, w));
        let (coverage, origin) = match (computed, published) {
            (Some(computed), None) => (Some(computed), Origin::Counts),
            (Some(computed), Some(_)) if !rounded => (Some(computed), Origin::Counts),
            (_, published) => (published, Origin::Published),
        };
        let counts = if rounded { Counts::Rounded } else { Counts::Exact };
        Self { as_of, active, workforce, counts, coverage, origin, published }
    }

    /// A figure summed from all parts of a region, dated by the latest of them.
    pub fn summed(as_of: AsOf, active: i64, workforce: i64, counts: Counts) -> Self {
        Self {
            as_of,
            active: Some(active),
            workforce: Some(workforce),
            counts,
            coverage: Percent::of(active, workforce),
            origin: Origin::SumOfParts,
            published: None,
        }
    }

    /// The printed percent, when it differs from the shown one by more than 0,01 point.
    pub fn disputed_by_print(&self) -> Option<Percent> {
        let (shown, printed) = self.coverage.zip(self.published)?;
        (shown.minus(printed).0.abs() > TOLERANCE.0).then_some(printed)
    }

    /// Workers not covered; `None` without both counts.
    pub fn uncovered(&self) -> Option<i64> {
        Some(self.workforce? - self.active?)
    }

    /// Workers missing to a target: nearest whole number of (target x workforce) - active.
    ///
    /// Negative when the target is exceeded; `None` without both counts.
    pub fn gap_in_workers(&self, target: Percent) -> Option<i64> {
        Some(target.of_workforce(self.workforce?) - self.active?)
    }

    /// Points missing to a target; negative when it is exceeded, `None` without a percent.
    pub fn gap_in_points(&self, target: Percent) -> Option<Points> {
        self.coverage.map(|coverage| target.minus(coverage))
    }
}
