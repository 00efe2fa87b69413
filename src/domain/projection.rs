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
pub fn try_project(
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

/// Projects a series from a figure to a date; `None` where [`try_project`] gives a reason.
pub fn project(series: &Series, figure: &Figure, to: NaiveDate) -> Option<Projection> {
    try_project(series, figure, to).ok()
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
