//! Where coverage stands at the date of the target if the pace stays.

use chrono::{Datelike, NaiveDate};

use super::date::days_between;
use super::number::divide_rounded;
use super::pace::{self, Pace};
use super::series::Series;
use super::{Figure, Percent};

/// Reports needed in the twelve months up to the figure.
pub const MIN_REPORTS: usize = 6;

/// A straight continuation of the pace of the last twelve months.
///
/// The text and the drawing both come from this value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// The figure it starts from.
    pub from: Figure,
    /// The day it ends at.
    pub to: NaiveDate,
    /// Coverage at that day with the pace of twelve months.
    pub value: Percent,
    /// Lowest and highest result of the measurable windows; `None` with one window only.
    pub band: Option<(Percent, Percent)>,
    /// The windows that could be measured, in years (1, 2, 3) with their paces.
    pub windows: Vec<(i64, Pace)>,
}

/// Why no projection is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoProjection {
    /// Fewer than [`MIN_REPORTS`] reports in the twelve months up to the figure.
    FewReports,
    /// No report of about a year before (320 to 410 days), so that the fall of each January cannot
    /// be told from the trend.
    NoYearAgo,
    /// The date to project to does not lie after the figure, or the figure has no percent.
    NothingAhead,
}

/// Projects a series from a figure to a date.
///
/// The band is the range of the paces of the last 12, 24 and 36 months: whole years, because
/// coverage falls each January.
///
/// # Errors
/// The reason why no projection may be shown.
pub fn project(
    series: &Series,
    figure: &Figure,
    to: NaiveDate,
) -> Result<Projection, NoProjection> {
    let days = days_between(figure.as_of.date, to);
    let coverage = figure.coverage.filter(|_| days > 0).ok_or(NoProjection::NothingAhead)?;
    if series.before(figure, 0, 365).count() < MIN_REPORTS {
        return Err(NoProjection::FewReports);
    }
    let window = |years| Some((years, pace::between(series.years_before(figure, years)?, figure)?));
    let windows: Vec<(i64, Pace)> = (1..=3).filter_map(window).collect();
    let Some((1, yearly)) = windows.first() else { return Err(NoProjection::NoYearAgo) };
    let value = extend(coverage, yearly, days);
    let ends = || windows.iter().map(|(_, pace)| extend(coverage, pace, days));
    let band = ends().min().zip(ends().max()).filter(|_| windows.len() > 1);
    Ok(Projection { from: *figure, to, value, band, windows })
}

/// The day a projection ends at: the date of the target when it lies ahead, but never later than
/// the end of the year after the figure, because a straight line says nothing about the far future.
/// Without a target ahead, the next 31 December.
pub fn horizon(figure_date: NaiveDate, due: Option<NaiveDate>) -> NaiveDate {
    let year_end = |year| NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
    let year = figure_date.year();
    match due.filter(|due| *due > figure_date) {
        Some(due) => due.min(year_end(year + 1)),
        None if figure_date < year_end(year) => year_end(year),
        None => year_end(year + 1),
    }
}

/// Coverage after some days at a pace; never below zero.
fn extend(from: Percent, pace: &Pace, days: i64) -> Percent {
    let gain =
        divide_rounded(i128::from(pace.points.0) * i128::from(days), i128::from(pace.days.max(1)));
    let value = (i128::from(from.0) + gain).clamp(0, i128::from(i32::MAX));
    Percent(i32::try_from(value).unwrap_or(i32::MAX))
}

impl Projection {
    /// The day on which the drawn line meets a target, when it does so by its end.
    pub fn meets(&self, target: Percent) -> Option<NaiveDate> {
        let start = self.from.coverage?;
        let rise = self.value.minus(start).0;
        let need = target.minus(start).0;
        if need <= 0 || rise < need {
            return None;
        }
        let days = days_between(self.from.as_of.date, self.to);
        // The first whole day on which the line is at or above the target.
        let share = (i64::from(need) * days + i64::from(rise) - 1) / i64::from(rise);
        self.from.as_of.date.checked_add_days(chrono::Days::new(u64::try_from(share).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::testing::{any_series, day, percent, series};

    /// Monthly reports from December 2023 to December 2025, rising by the same step.
    fn monthly(step: i32) -> Vec<Figure> {
        let dates = (2023..=2025).flat_map(|year| (1..=12).map(move |month| (year, month)));
        dates
            .skip(11)
            .zip(0..)
            .map(|((year, month), index)| {
                percent(&format!("{year}-{month:02}"), 3000 + index * step)
            })
            .collect()
    }

    #[test]
    fn a_straight_line_goes_on() {
        let reports = monthly(50);
        let last = reports[24];
        let projection = project(&series(&reports), &last, day("2026-12-31")).unwrap();
        assert_eq!(projection.value, Percent(4800), "4200 and 600 more in 365 days");
        let windows: Vec<_> = projection.windows.iter().map(|(years, _)| *years).collect();
        assert_eq!(windows, [1, 2]);
        assert_eq!(projection.band, Some((Percent(4799), Percent(4800))));
    }

    #[test]
    fn the_target_is_met_on_the_first_day_at_or_above_it() {
        let reports = monthly(50);
        let last = reports[24];
        let projection = project(&series(&reports), &last, day("2026-12-31")).unwrap();
        assert_eq!(projection.meets(Percent(4800)), Some(day("2026-12-31")), "on the last day");
        assert_eq!(projection.meets(Percent(4801)), None);
        assert_eq!(projection.meets(Percent(4500)), Some(day("2026-07-02")), "182,5 days on");
        assert_eq!(projection.meets(Percent(4200)), None, "already there");
    }

    #[test]
    fn six_reports_in_twelve_months_and_one_a_year_ago() {
        let reports = monthly(50);
        let to = day("2026-12-31");
        let last = reports[24];
        let with = |kept: &[usize]| {
            let kept: Vec<_> = kept.iter().map(|index| reports[*index]).collect();
            project(&series(&kept), &last, to)
        };
        assert!(with(&[12, 20, 21, 22, 23, 24]).is_ok(), "365 days back counts as in the year");
        assert_eq!(with(&[12, 21, 22, 23, 24]), Err(NoProjection::FewReports));
        assert_eq!(with(&[17, 18, 19, 20, 21, 24]), Err(NoProjection::NoYearAgo));
        assert_eq!(
            project(&series(&reports), &last, last.as_of.date),
            Err(NoProjection::NothingAhead)
        );
    }

    #[test]
    fn reports_before_a_break_do_not_count() {
        let reports = monthly(50);
        let series = Series::new(reports.clone(), vec![day("2025-09-01")]);
        let to = day("2026-12-31");
        assert_eq!(project(&series, &reports[24], to), Err(NoProjection::FewReports));
    }

    #[test]
    fn a_fall_stops_at_zero_and_has_no_band_with_one_window() {
        let reports: Vec<_> = monthly(-100)
            .into_iter()
            .skip(12)
            .map(|f| percent(&f.as_of.date.to_string(), f.coverage.unwrap().0 - 500))
            .collect();
        let last = *reports.last().unwrap();
        let projection = project(&series(&reports), &last, day("2030-12-31")).unwrap();
        assert_eq!((projection.value, projection.band), (Percent(0), None));
        assert_eq!(projection.meets(Percent(3000)), None);
    }

    #[test]
    fn the_horizon_is_the_target_but_not_far_away() {
        let due = |year| NaiveDate::from_ymd_opt(year, 12, 31);
        let to = |figure: &str, due| horizon(day(figure), due).to_string();
        assert_eq!(to("2025-04-30", due(2025)), "2025-12-31");
        assert_eq!(to("2025-04-30", due(2026)), "2026-12-31");
        assert_eq!(to("2025-04-30", due(2045)), "2026-12-31");
        assert_eq!(to("2025-04-30", due(2024)), "2025-12-31", "passed");
        assert_eq!(to("2025-04-30", None), "2025-12-31");
        assert_eq!(to("2025-12-31", due(2025)), "2026-12-31");
    }

    proptest! {
        #[test]
        fn the_line_reaches_what_it_claims(
            series in any_series(), ahead in 1_i64..900, target in 0..13_000_i32,
        ) {
            let Some(last) = series.figures().last() else { return Ok(()) };
            let to = last.as_of.date + chrono::Days::new(ahead.unsigned_abs());
            let Ok(projection) = project(&series, last, to) else { return Ok(()) };
            if let Some((low, high)) = projection.band {
                prop_assert!(low <= projection.value && projection.value <= high);
            }
            prop_assert!(projection.value.0 >= 0);
            let start = last.coverage.unwrap();
            let met = projection.meets(Percent(target));
            let reached = target > start.0 && projection.value.0 >= target;
            prop_assert_eq!(met.is_some(), reached);
            if let Some(met) = met {
                prop_assert!(last.as_of.date < met && met <= projection.to);
                // On that day the line is at or above the target, on the day before below it.
                let rise = i64::from(projection.value.minus(start).0);
                let above = |days: i64| rise * days >= i64::from(target - start.0) * ahead;
                let days = days_between(last.as_of.date, met);
                prop_assert!(above(days) && !above(days - 1));
            }
        }
    }
}
