//! Pace: points and workers per month, measured and needed.

use chrono::NaiveDate;

use super::date::days_between;
use super::number::divide_rounded;
use super::series::Series;
use super::{Figure, Percent, Points};

/// A change over a number of days, kept exact until it is shown per month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Points gained (negative: lost).
    pub points: Points,
    /// Workers gained, where counts allow.
    pub workers: Option<i64>,
    /// Days it took, or remain; at least 1.
    pub days: i64,
}

/// A month is 365,25/12 = 487/16 days (`product.md`, rule 6).
const MONTH: (i128, i128) = (487, 16);

fn per_month(amount: i64, days: i64) -> i64 {
    let value = divide_rounded(i128::from(amount) * MONTH.0, MONTH.1 * i128::from(days.max(1)));
    i64::try_from(value).unwrap_or(i64::MAX)
}

impl Pace {
    /// Hundredths of a point per month, rounded.
    pub fn points_per_month(&self) -> Points {
        Points(i32::try_from(per_month(self.points.0.into(), self.days)).unwrap_or(i32::MAX))
    }

    /// Workers per month, rounded.
    pub fn workers_per_month(&self) -> Option<i64> {
        self.workers.map(|workers| per_month(workers, self.days))
    }

    /// Compares `self / needed` with a share given in hundredths, exactly.
    ///
    /// True when this pace is at least that share of the needed one.
    pub fn reaches(&self, needed: &Self, hundredths: i32) -> bool {
        let own = i128::from(self.points.0) * i128::from(needed.days) * 100;
        let aim = i128::from(needed.points.0) * i128::from(self.days) * i128::from(hundredths);
        own >= aim
    }

    /// `self / needed` in hundredths, rounded; `None` when nothing is needed.
    pub fn ratio(&self, needed: &Self) -> Option<i32> {
        if needed.points.0 <= 0 {
            return None;
        }
        let own = i128::from(self.points.0) * i128::from(needed.days) * 100;
        let aim = i128::from(needed.points.0) * i128::from(self.days.max(1));
        i32::try_from(divide_rounded(own, aim)).ok()
    }
}

/// The pace that the reports show, and over what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasuredPace {
    /// The pace.
    pub pace: Pace,
    /// The report it is measured from.
    pub from: Figure,
    /// Measured over less than a year, because no report of a year ago exists: "sementara".
    pub provisional: bool,
}

/// Pace at a figure: from the report nearest to a year before (320 to 410 days); where there is
/// none, from the oldest report 60 to 365 days back, marked as provisional.
///
/// `None` with fewer than two comparable reports (`ui.md`, section 5, "Status rule").
pub fn measured(series: &Series, figure: &Figure) -> Option<MeasuredPace> {
    let (from, provisional) = match series.years_before(figure, 1) {
        Some(from) => (from, false),
        None => (series.before(figure, 60, 365).next()?, true),
    };
    Some(MeasuredPace { pace: between(from, figure)?, from: *from, provisional })
}

/// Pace between two figures.
pub fn between(from: &Figure, to: &Figure) -> Option<Pace> {
    let change = super::change::Change::between(from, to)?;
    Some(Pace { points: change.points, workers: change.workers, days: change.days })
}

/// Pace needed from a figure to a target on a date; linear in points.
///
/// `None` when the date does not lie after the figure, or the figure has no percent. The points are
/// zero or negative when the target is already reached.
pub fn needed(figure: &Figure, target: Percent, due: NaiveDate) -> Option<Pace> {
    let days = days_between(figure.as_of.date, due);
    if days <= 0 {
        return None;
    }
    Some(Pace {
        points: figure.gap_in_points(target)?,
        workers: figure.gap_in_workers(target),
        days,
    })
}
