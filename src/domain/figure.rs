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
    /// where no percent was printed.
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

    /// The base: as published, else what participants and percent imply. `None` below 5%, where a
    /// rounded percent says too little.
    pub fn base(&self) -> Option<i64> {
        let implied = || {
            let (active, coverage) = self.active.zip(self.coverage)?;
            let coverage = i64::from(coverage.0);
            (coverage >= 500).then(|| active.saturating_mul(10_000) / coverage)
        };
        self.workforce.or_else(implied)
    }

    /// Workers not covered; `None` without both counts.
    pub fn uncovered(&self) -> Option<i64> {
        Some(self.workforce?.saturating_sub(self.active?))
    }

    /// Workers missing to a target: nearest whole number of (target x workforce) - active.
    ///
    /// Negative when the target is exceeded; `None` without both counts, and where rounded counts
    /// contradict the points.
    pub fn gap_in_workers(&self, target: Percent) -> Option<i64> {
        let workers = target.of_workforce(self.workforce?).saturating_sub(self.active?);
        let missing = self.gap_in_points(target)?.0 > 0;
        (missing == (workers > 0)).then_some(workers)
    }

    /// Points missing to a target; negative when it is exceeded, `None` without a percent.
    pub fn gap_in_points(&self, target: Percent) -> Option<Points> {
        self.coverage.map(|coverage| target.minus(coverage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::testing::any_figure;

    fn at() -> AsOf {
        AsOf::parse("2025-03-31").unwrap()
    }

    #[test]
    fn which_percent_stands() {
        let published = Some(Percent(5088));
        let counted = Figure::read(at(), Some(935_079), Some(1_873_899), published, false);
        assert_eq!((counted.coverage, counted.origin), (Some(Percent(4990)), Origin::Counts));
        assert_eq!(counted.disputed_by_print(), published);

        let rounded = Figure::read(at(), Some(573_000), Some(843_000), Some(Percent(6795)), true);
        assert_eq!((rounded.coverage, rounded.origin), (Some(Percent(6795)), Origin::Published));
        assert_eq!(rounded.disputed_by_print(), None);

        let unprinted = Figure::read(at(), Some(573_000), Some(843_000), None, true);
        assert_eq!((unprinted.coverage, unprinted.origin), (Some(Percent(6797)), Origin::Counts));

        let bare = Figure::read(at(), None, Some(140_940), Some(Percent(3505)), false);
        assert_eq!((bare.coverage, bare.origin), (Some(Percent(3505)), Origin::Published));

        let no_base = Figure::read(at(), Some(5), Some(0), None, false);
        assert_eq!(no_base.coverage, None);
    }

    #[test]
    fn a_print_one_hundredth_off_is_no_dispute() {
        let read =
            |print| Figure::read(at(), Some(4517), Some(10_000), Some(Percent(print)), false);
        assert_eq!(read(4516).disputed_by_print(), None);
        assert_eq!(read(4518).disputed_by_print(), None);
        assert_eq!(read(4515).disputed_by_print(), Some(Percent(4515)));
        assert_eq!(read(4519).disputed_by_print(), Some(Percent(4519)));
    }

    #[test]
    fn without_both_counts_there_is_no_gap_in_workers() {
        let percent = Figure::read(at(), Some(5), None, Some(Percent(3505)), false);
        assert_eq!((percent.gap_in_workers(Percent(5215)), percent.uncovered()), (None, None));
        assert_eq!(percent.gap_in_points(Percent(5215)), Some(Points(1710)));
    }

    #[test]
    fn above_the_target_the_gap_is_negative() {
        let kaimana = Figure::read(at(), Some(25_721), Some(20_390), None, false);
        assert_eq!(kaimana.uncovered(), Some(-5_331));
        assert_eq!(kaimana.gap_in_workers(Percent::FULL), Some(-5_331));
        assert_eq!(kaimana.gap_in_points(Percent::FULL), Some(Points(-2_615)));
    }

    proptest! {
        #[test]
        fn gaps_agree_with_each_other(figure in any_figure(), target in 0..12_000_i32) {
            let target = Percent(target);
            let points = figure.gap_in_points(target).unwrap();
            prop_assert_eq!(points, target.minus(figure.coverage.unwrap()));
            if let Some(workers) = figure.gap_in_workers(target) {
                let base = i128::from(figure.workforce.unwrap());
                let off = i128::from(workers) * 10_000 - i128::from(points.0) * base;
                // Half a hundredth of a percent of the base, and half a worker.
                prop_assert!(2 * off.abs() <= base + 10_000);
            }
        }

        #[test]
        fn covered_and_uncovered_make_the_base(figure in any_figure()) {
            let sum = figure.uncovered().zip(figure.active).map(|(rest, active)| rest + active);
            prop_assert_eq!(sum, figure.workforce);
        }
    }
}
