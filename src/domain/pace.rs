//! Pace: points and workers per month, measured and needed.

use chrono::NaiveDate;

use super::date::days_between;
use super::number::{divide_rounded, saturated};
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

/// A month is 365,25/12 = 487/16 days, as days and their divisor.
const MONTH: (i128, i128) = (487, 16);

/// A year is twelve such months.
const YEAR: (i128, i128) = (1461, 4);

fn over(amount: i64, days: i64, period: (i128, i128)) -> i64 {
    saturated(divide_rounded(i128::from(amount) * period.0, period.1 * i128::from(days.max(1))))
}

impl Pace {
    /// Hundredths of a point per month, rounded.
    pub fn points_per_month(&self) -> Points {
        self.points_over(MONTH)
    }

    /// Hundredths of a point per year, rounded.
    pub fn points_per_year(&self) -> Points {
        self.points_over(YEAR)
    }

    fn points_over(&self, period: (i128, i128)) -> Points {
        let value = over(self.points.0.into(), self.days, period);
        let limit = if value < 0 { i32::MIN } else { i32::MAX };
        Points(i32::try_from(value).unwrap_or(limit))
    }

    /// Workers per month, rounded.
    pub fn workers_per_month(&self) -> Option<i64> {
        self.workers.map(|workers| over(workers, self.days, MONTH))
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
/// `None` with fewer than two comparable reports.
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::testing::{any_day, any_figure, any_series, counts, day, percent, series};

    fn pace(points: i32, days: i64) -> Pace {
        Pace { points: Points(points), workers: None, days }
    }

    #[test]
    fn per_month_is_over_30_4375_days() {
        assert_eq!(pace(379, 62).points_per_month(), Points(186));
        assert_eq!(pace(783, 29).points_per_month(), Points(822));
        assert_eq!(pace(-40, 365).points_per_month(), Points(-3));
        assert_eq!(pace(0, 62).points_per_month(), Points(0));
        assert_eq!(pace(i32::MAX, 1).points_per_month(), Points(i32::MAX));
        assert_eq!(pace(i32::MIN, 1).points_per_month(), Points(i32::MIN));
    }

    #[test]
    fn thresholds_are_exact() {
        let needed = pace(1000, 100);
        assert!(pace(950, 100).reaches(&needed, 95) && !pace(949, 100).reaches(&needed, 95));
        assert!(pace(1200, 200).reaches(&needed, 60) && !pace(1199, 200).reaches(&needed, 60));
        assert_eq!(pace(949, 100).ratio(&needed), Some(95), "the rounded ratio does not decide");
    }

    #[test]
    fn nothing_needed_has_no_ratio() {
        assert_eq!(pace(10, 10).ratio(&pace(0, 10)), None);
        assert_eq!(pace(10, 10).ratio(&pace(-5, 10)), None);
        assert_eq!(pace(-10, 10).ratio(&pace(10, 10)), Some(-100));
    }

    #[test]
    fn a_year_is_preferred_and_else_the_oldest_of_60_to_365_days() {
        let now = percent("2025-12-31", 5000);
        let year = percent("2025-01-15", 4500); // 350 days
        let near = percent("2025-11-01", 4900); // exactly 60 days
        let too_near = percent("2025-11-02", 4901); // 59 days
        let old = percent("2024-06-30", 4000);
        let from =
            |reports: &[Figure]| measured(&series(reports), &now).map(|m| (m.from, m.provisional));
        assert_eq!(from(&[old, year, near, now]), Some((year, false)));
        assert_eq!(from(&[old, near, too_near, now]), Some((near, true)));
        assert_eq!(from(&[old, too_near, now]), None);
        assert_eq!(from(&[now]), None);
        let march = percent("2025-03-31", 4600);
        assert_eq!(from(&[march, near, now]), Some((march, true)), "the oldest");
    }

    #[test]
    fn no_pace_across_a_break() {
        let (then, now) = (percent("2024-12-31", 4000), percent("2025-12-31", 5000));
        let series = Series::new([then, now], vec![day("2025-06-01")]);
        assert_eq!(measured(&series, &now), None);
    }

    #[test]
    fn needed_ends_with_the_date() {
        let figure = counts("2025-12-30", 40, 100);
        let needed_by = |due| needed(&figure, Percent(5000), day(due));
        assert_eq!(needed_by("2025-12-30"), None);
        assert_eq!(needed_by("2025-12-29"), None);
        let one_day = needed_by("2025-12-31").unwrap();
        assert_eq!((one_day.days, one_day.points, one_day.workers), (1, Points(1000), Some(10)));
    }

    proptest! {
        #[test]
        fn the_needed_pace_reaches_the_target(
            figure in any_figure(), target in 0..11_000_i32, due in any_day(),
        ) {
            let Some(needed) = needed(&figure, Percent(target), due) else { return Ok(()) };
            prop_assert_eq!(figure.coverage.unwrap().0 + needed.points.0, target);
            if needed.points.0 > 0 {
                prop_assert!(needed.reaches(&needed, 100) && !needed.reaches(&needed, 101));
                prop_assert_eq!(needed.ratio(&needed), Some(100));
            }
        }

        #[test]
        fn measured_windows_hold(series in any_series()) {
            let Some(last) = series.figures().last() else { return Ok(()) };
            let Some(measured) = measured(&series, last) else { return Ok(()) };
            let window = if measured.provisional { 60..=365 } else { 320..=410 };
            prop_assert!(window.contains(&measured.pace.days));
            prop_assert!(series.comparable(&measured.from, last));
            prop_assert_eq!(measured.provisional, series.years_before(last, 1).is_none());
        }
    }
}
