//! Sums of the parts of a region. Counts are summed; a percent is never averaged.

use super::date::days_between;
use super::number::saturated;
use super::{Counts, Figure};

/// Figures of parts that lie farther apart than this are not summed.
pub const MAX_SPAN_DAYS: i64 = 92;

/// What the parts of a region say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumOfParts {
    /// All parts have both counts within [`MAX_SPAN_DAYS`] of each other.
    Complete {
        /// The sum, dated by the latest part.
        figure: Figure,
        /// Days between the earliest and the latest part.
        span_days: i64,
    },
    /// "n dari m melapor": no percent may be shown.
    Incomplete {
        /// Parts with a figure.
        reported: usize,
        /// All parts.
        expected: usize,
    },
}

/// Sums the parts of a region; `None` in the list is a part without a figure.
pub fn sum_of_parts(parts: &[Option<Figure>]) -> SumOfParts {
    let reported = parts.iter().flatten().count();
    let incomplete = SumOfParts::Incomplete { reported, expected: parts.len() };
    let counted: Option<Vec<(Figure, i64, i64)>> = parts
        .iter()
        .map(|part| part.and_then(|figure| Some((figure, figure.active?, figure.workforce?))))
        .collect();
    let Some(counted) = counted else { return incomplete };
    let dates = || counted.iter().map(|(figure, ..)| figure.as_of);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else { return incomplete };
    let span_days = days_between(first.date, last.date);
    if span_days > MAX_SPAN_DAYS {
        return incomplete;
    }
    let rounded = counted.iter().any(|(figure, ..)| figure.counts == Counts::Rounded);
    let figure = Figure::summed(
        last,
        total(counted.iter().map(|(_, active, _)| *active)),
        total(counted.iter().map(|(.., workforce)| *workforce)),
        if rounded { Counts::Rounded } else { Counts::Exact },
    );
    SumOfParts::Complete { figure, span_days }
}

fn total(counts: impl Iterator<Item = i64>) -> i64 {
    saturated(counts.map(i128::from).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::Percent;
    use crate::domain::testing::{any_figure, counts, percent};

    #[test]
    fn counts_are_summed_and_percents_never_averaged() {
        let parts =
            [Some(counts("2025-05-31", 24_286, 47_010)), Some(counts("2025-05-31", 4_754, 23_416))];
        let SumOfParts::Complete { figure, span_days } = sum_of_parts(&parts) else { panic!() };
        assert_eq!((figure.active, figure.workforce), (Some(29_040), Some(70_426)));
        assert_eq!((figure.coverage, span_days), (Some(Percent(4123)), 0));
    }

    #[test]
    fn a_missing_part_is_never_zero() {
        let whole = Some(counts("2025-05-31", 1, 2));
        let incomplete = |parts: &[Option<Figure>]| match sum_of_parts(parts) {
            SumOfParts::Incomplete { reported, expected } => Some((reported, expected)),
            SumOfParts::Complete { .. } => None,
        };
        assert_eq!(incomplete(&[whole, None]), Some((1, 2)));
        assert_eq!(incomplete(&[whole, Some(percent("2025-05-31", 5000))]), Some((2, 2)));
        assert_eq!(incomplete(&[]), Some((0, 0)));
    }

    #[test]
    fn parts_lie_within_92_days() {
        let first = Some(counts("2025-01-01", 1, 2));
        let complete = |last: &str| {
            let parts = [Some(counts(last, 1, 2)), first];
            matches!(sum_of_parts(&parts), SumOfParts::Complete { .. })
        };
        assert!(complete("2025-04-03"), "92 days");
        assert!(!complete("2025-04-04"));
    }

    #[test]
    fn the_sum_is_dated_by_its_latest_part_and_as_rounded_as_any() {
        let mut rounded = counts("2025-02", 10, 20);
        rounded.counts = Counts::Rounded;
        let parts = [Some(rounded), Some(counts("2025-01-15", 1, 2))];
        let SumOfParts::Complete { figure, .. } = sum_of_parts(&parts) else { panic!() };
        assert_eq!((figure.as_of, figure.counts), (rounded.as_of, Counts::Rounded));
    }

    #[test]
    fn sums_do_not_overflow() {
        let huge = Some(counts("2025-01-01", i64::MAX, i64::MAX));
        let SumOfParts::Complete { figure, .. } = sum_of_parts(&[huge, huge]) else { panic!() };
        assert_eq!(figure.coverage, Some(Percent::FULL));
    }

    proptest! {
        #[test]
        fn a_sum_lies_between_its_parts(figures in prop::collection::vec(any_figure(), 1..12)) {
            let parts: Vec<_> = figures.iter().copied().map(Some).collect();
            let SumOfParts::Complete { figure, .. } = sum_of_parts(&parts) else { return Ok(()) };
            let own = |figure: &Figure| Percent::of(figure.active.unwrap(), figure.workforce.unwrap());
            let low = figures.iter().filter_map(own).min();
            let high = figures.iter().filter_map(own).max();
            prop_assert!(low <= figure.coverage && figure.coverage <= high);
        }
    }
}
