//! Stretches of time that money is about: a day, month, quarter, half year or year.

use chrono::{Datelike, NaiveDate};

use super::{AsOf, Precision};

/// A period, as exact as its source states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A day, month or year.
    Dated(AsOf),
    /// A quarter of a year, from 1 to 4.
    Quarter(i32, u32),
    /// A half of a year, 1 or 2.
    Half(i32, u32),
}

impl Period {
    /// The part of a year that ends with a month: a quarter where it has three months, a half where it has
    /// six. `None` where no such part ends then.
    pub fn part(end: AsOf, months: u32) -> Option<Self> {
        let year = end.calendar_year();
        let month = end.date.month();
        let nth = month / months.max(1);
        (end.precision == Precision::Month && month.is_multiple_of(months.max(1)))
            .then_some(match months {
                3 => Some(Self::Quarter(year, nth)),
                6 => Some(Self::Half(year, nth)),
                _ => None,
            })
            .flatten()
    }

    /// Reads `2026-Q3`, `2026-S1`, or what [`AsOf::parse`] reads.
    pub fn parse(text: &str) -> Option<Self> {
        let part = |sign: char, most: u32| {
            let (year, nth) = text.split_once(['-'])?;
            let nth: u32 = nth.strip_prefix(sign)?.parse().ok()?;
            let year: i32 = year.parse().ok()?;
            ((1..=most).contains(&nth) && text.len() == 7).then_some((year, nth))
        };
        if let Some((year, nth)) = part('Q', 4) {
            return Some(Self::Quarter(year, nth));
        }
        if let Some((year, nth)) = part('S', 2) {
            return Some(Self::Half(year, nth));
        }
        AsOf::parse(text).map(Self::Dated)
    }

    /// As [`parse`](Self::parse) reads it.
    pub fn iso(self) -> String {
        match self {
            Self::Dated(as_of) => as_of.iso(),
            Self::Quarter(year, nth) => format!("{year:04}-Q{nth}"),
            Self::Half(year, nth) => format!("{year:04}-S{nth}"),
        }
    }

    /// Its first day; `None` outside the calendar.
    pub fn start(self) -> Option<NaiveDate> {
        let (year, month) = match self {
            Self::Dated(as_of) => match as_of.precision {
                Precision::Day => return Some(as_of.date),
                Precision::Month => (as_of.calendar_year(), as_of.date.month()),
                Precision::Year => (as_of.calendar_year(), 1),
            },
            Self::Quarter(year, nth) => (year, nth * 3 - 2),
            Self::Half(year, nth) => (year, nth * 6 - 5),
        };
        NaiveDate::from_ymd_opt(year, month, 1)
    }

    /// Where it ends, for orders; `None` outside the calendar.
    pub fn end(self) -> Option<AsOf> {
        match self {
            Self::Dated(as_of) => Some(as_of),
            Self::Quarter(year, nth) => AsOf::month(year, 3 * nth),
            Self::Half(year, nth) => AsOf::month(year, 6 * nth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_stays_one() {
        let september = AsOf::month(2026, 9).unwrap();
        assert_eq!(Period::part(september, 3), Some(Period::Quarter(2026, 3)));
        assert_eq!(Period::part(september, 6), None);
        assert_eq!(Period::part(AsOf::month(2026, 6).unwrap(), 6), Some(Period::Half(2026, 1)));
        for text in ["2026-Q3", "2026-S1", "2026-09", "2026", "2026-09-30"] {
            assert_eq!(Period::parse(text).map(Period::iso).as_deref(), Some(text));
        }
        assert_eq!(Period::parse("2026-Q3").and_then(Period::end), Some(september));
        for text in ["2026-Q5", "2026-Q0", "2026-S3", "2026-Q", "26-Q3", "2026-Q03"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
