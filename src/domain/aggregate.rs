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
