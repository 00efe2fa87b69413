//! The two axes of a chart: real time across, a share or a count upwards.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};

/// Days since the start of the calendar: what charts reckon with.
pub type Day = i32;

/// The number of a day.
pub fn day(date: NaiveDate) -> Day {
    date.num_days_from_ce()
}

/// The date of a day.
pub fn date(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day).unwrap_or(NaiveDate::MIN)
}

/// 1 January of a year.
pub fn new_year(year: i32) -> Day {
    NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, day)
}

/// Months between two ticks, and the days that the shortest such step has.
const STEPS: [(i32, i32); 9] = [
    (1, 28),
    (2, 59),
    (3, 90),
    (6, 181),
    (12, 365),
    (24, 730),
    (60, 1826),
    (120, 3652),
    (240, 7305),
];

/// Real time, with ticks on the first of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeAxis {
    /// First day.
    pub from: Day,
    /// Last day, later than the first.
    pub to: Day,
}

impl TimeAxis {
    /// Months between ticks, so that at most `most` of them stand on the axis.
    pub fn step(&self, most: usize) -> i32 {
        let most = i32::try_from(most).unwrap_or(i32::MAX).max(1);
        let days = self.to - self.from;
        let fits =
            |&&(_, shortest): &&(i32, i32)| i64::from(shortest) * i64::from(most) >= days.into();
        STEPS.iter().find(fits).unwrap_or(&STEPS[STEPS.len() - 1]).0
    }

    /// First days of months, every `step` months counted from January of the year 0.
    pub fn ticks(&self, step: i32) -> impl Iterator<Item = NaiveDate> + use<> {
        let (from, to) = (date(self.from), self.to);
        let first = from.year() * 12 + from.month0().cast_signed();
        let first = first - first.rem_euclid(step);
        (0..)
            .map_while(move |index| {
                let month = first + index * step;
                let (year, month0) = (month.div_euclid(12), month.rem_euclid(12));
                NaiveDate::from_ymd_opt(year, month0.cast_unsigned() + 1, 1)
            })
            .skip_while(move |tick| *tick < from)
            .take_while(move |tick| day(*tick) <= to)
    }
}

impl Ranged for TimeAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = Day;

    fn map(&self, value: &Day, limit: (i32, i32)) -> i32 {
        interpolate((*value - self.from).into(), (self.to - self.from).into(), limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<Day> {
        self.ticks(self.step(hint.max_num_points())).map(day).collect()
    }

    fn range(&self) -> Range<Day> {
        self.from..self.to
    }
}

/// A scale from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueAxis {
    /// The highest grid line.
    pub top: i64,
    /// Between two grid lines.
    pub step: i64,
}

/// 100 percent.
pub const WHOLE: i64 = 10_000;

impl ValueAxis {
    /// The axis of shares (in hundredths of a percent): up to the next ten above the highest value,
    /// to 100 when that lies between 90 and 100, and beyond 100 as far as the values go.
    ///
    /// Grid lines stand every ten; every 2 or 5 on an axis that ends at 10 or 20, and wider apart
    /// on one that goes far beyond 100.
    pub fn shares(highest: i64) -> Self {
        let above = |step: i64| (highest.max(0) / step + 1) * step;
        let step = match highest {
            ..1_000 => return Self { top: 1_000, step: 200 },
            1_000..2_000 => return Self { top: 2_000, step: 500 },
            9_000..=WHOLE => return Self { top: WHOLE, step: 1_000 },
            2_000..13_000 => 1_000,
            13_000..26_000 => 2_000,
            26_000..65_000 => 5_000,
            _ => round_step(highest / 10),
        };
        Self { top: above(step), step }
    }

    /// The axis of counts: four to six grid lines at round numbers.
    pub fn counts(highest: i64) -> Self {
        let step = round_step((highest.max(1) + 4) / 5);
        Self { top: (highest.max(1) / step + 1) * step, step }
    }

    /// Values of the grid lines, from zero to the top.
    pub fn ticks(&self) -> impl Iterator<Item = i64> + use<> {
        let step = self.step;
        (0..=self.top / step).map(move |index| index * step)
    }
}

impl Ranged for ValueAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = i64;

    fn map(&self, value: &i64, limit: (i32, i32)) -> i32 {
        interpolate(*value, self.top, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<i64> {
        self.ticks().collect()
    }

    fn range(&self) -> Range<i64> {
        0..self.top
    }
}

/// The smallest of 1, 2, 5, 10, 20, 50, ... that is not below a value.
fn round_step(least: i64) -> i64 {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if power * factor >= least {
                return power * factor;
            }
        }
        power *= 10;
    }
}

fn interpolate(part: i64, whole: i64, (start, end): (i32, i32)) -> i32 {
    let whole = whole.max(1);
    let scaled = part * i64::from(end - start);
    let rounded = (2 * scaled + if scaled < 0 { -whole } else { whole }) / (2 * whole);
    start + i32::try_from(rounded).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(from: (i32, u32, u32), to: (i32, u32, u32)) -> TimeAxis {
        let of = |(y, m, d)| day(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        TimeAxis { from: of(from), to: of(to) }
    }

    #[test]
    fn ticks_stand_on_the_first_of_the_month() {
        let year = axis((2023, 10, 15), (2025, 12, 31));
        let step = year.step(15);
        assert_eq!(step, 2);
        let ticks: Vec<_> = year.ticks(step).map(|d| d.to_string()).collect();
        assert_eq!(ticks.first().unwrap(), "2023-11-01");
        assert_eq!(ticks.last().unwrap(), "2025-11-01");
        assert_eq!(axis((2005, 1, 1), (2025, 12, 31)).step(15), 24);
        assert_eq!(axis((2024, 1, 1), (2024, 12, 31)).step(15), 1);
    }

    #[test]
    fn the_share_axis_ends_at_the_next_ten() {
        let top = |highest| ValueAxis::shares(highest).top;
        assert_eq!(top(5_250), 6_000);
        assert_eq!(top(5_000), 6_000);
        assert_eq!(top(9_950), 10_000);
        assert_eq!(top(10_000), 10_000);
        assert_eq!(top(12_615), 13_000);
        assert_eq!(top(29_923), 30_000);
        assert_eq!(top(120), 1_000);
        for highest in (0..2_000_000).step_by(997) {
            let axis = ValueAxis::shares(highest);
            assert!(axis.top >= highest && axis.top % axis.step == 0, "{highest}: {axis:?}");
            assert!(axis.ticks().count() <= 15, "{highest}: {axis:?}");
        }
    }

    #[test]
    fn the_count_axis_has_few_round_lines() {
        for highest in [0, 1, 7, 99, 592_806, 1_312_370, 36_000_000, 153_000_000] {
            let axis = ValueAxis::counts(highest);
            assert!(axis.top > highest && (2..=7).contains(&axis.ticks().count()), "{axis:?}");
        }
    }

    #[test]
    fn positions_are_rounded() {
        assert_eq!(interpolate(1, 3, (0, 100)), 33);
        assert_eq!(interpolate(2, 3, (0, 100)), 67);
        assert_eq!(interpolate(2, 3, (100, 0)), 33);
    }
}
