//! As-of dates with the precision in which they were published.

use chrono::{Datelike, Days, Months, NaiveDate};

/// How exactly a source states the date of its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// An exact day.
    Day,
    /// A month; the figure stands at its last day.
    Month,
    /// A year; the figure stands at 31 December.
    Year,
}

/// The date a figure holds for: a day, and how exactly that day is known.
///
/// Ordered by day, then from the exact to the vague.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf {
    /// The day at which the figure is placed: for a month or a year its last day.
    pub date: NaiveDate,
    /// What the source said.
    pub precision: Precision,
}

impl AsOf {
    /// An exact day.
    pub const fn day(date: NaiveDate) -> Self {
        Self { date, precision: Precision::Day }
    }

    /// A month, placed at its last day. `None` outside the calendar.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self { date: first + Months::new(1) - Days::new(1), precision: Precision::Month })
    }

    /// A year, placed at 31 December. `None` outside the calendar.
    pub fn year(year: i32) -> Option<Self> {
        Some(Self { date: NaiveDate::from_ymd_opt(year, 12, 31)?, precision: Precision::Year })
    }

    /// Reads `2025-04-30`, `2025-04` or `2025`; exactly these forms, with leading zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        match text.len() {
            4 if digits(text) => Self::year(text.parse().ok()?),
            7 if text.as_bytes()[4] == b'-' => {
                let (year, month) = (text.get(..4)?, text.get(5..)?);
                (digits(year) && digits(month))
                    .then(|| Self::month(year.parse().ok()?, month.parse().ok()?))?
            }
            10 => NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()
                .filter(|date| date.format("%Y-%m-%d").to_string() == text)
                .map(Self::day),
            _ => None,
        }
    }

    /// The calendar year of the figure.
    pub fn calendar_year(self) -> i32 {
        self.date.year()
    }
}

/// Whole days from one date to another; negative when `to` is earlier.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}
