//! Where coverage stands at the date of the target if the pace stays.

use chrono::NaiveDate;

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

/// Projects a series from a figure to a date.
///
/// `None` without [`MIN_REPORTS`] reports in the last twelve months, without a report of a year ago
/// (320 to 410 days), or when the date does not lie after the figure. The band is the range of the
/// paces of the last 12, 24 and 36 months: whole years, because coverage falls each January.
pub fn project(series: &Series, figure: &Figure, to: NaiveDate) -> Option<Projection> {
    let days = days_between(figure.as_of.date, to);
    let reports = series.before(figure, 0, 365).count();
    if days <= 0 || reports < MIN_REPORTS {
        return None;
    }
    let coverage = figure.coverage?;
    let windows: Vec<(i64, Pace)> = (1..=3)
        .filter_map(|years| {
            Some((years, pace::between(series.years_before(figure, years)?, figure)?))
        })
        .collect();
    let (1, yearly) = *windows.first()? else { return None };
    let ends: Vec<Percent> = windows.iter().map(|(_, pace)| extend(coverage, pace, days)).collect();
    let band = (ends.len() > 1).then_some((*ends.iter().min()?, *ends.iter().max()?));
    Some(Projection { from: *figure, to, value: extend(coverage, &yearly, days), band, windows })
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
