//! As-of dates with the precision in which they were published.

use chrono::{Datelike, Months, NaiveDate};

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
        let next = first.checked_add_months(Months::new(1))?;
        Some(Self { date: next.pred_opt()?, precision: Precision::Month })
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

    /// As [`parse`](Self::parse) reads it: `2025-04-30`, `2025-04` or `2025`.
    pub fn iso(self) -> String {
        let form = match self.precision {
            Precision::Day => "%Y-%m-%d",
            Precision::Month => "%Y-%m",
            Precision::Year => "%Y",
        };
        self.date.format(form).to_string()
    }

    /// Whether both may mean the same day: 28 February 2026 and February 2026 do.
    pub fn agrees_with(self, other: Self) -> bool {
        let (own, others) = (self.date, other.date);
        match self.precision.max(other.precision) {
            Precision::Day => own == others,
            Precision::Month => (own.year(), own.month()) == (others.year(), others.month()),
            Precision::Year => own.year() == others.year(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_vague_date_agrees_with_the_days_in_it() {
        let agree = |a: &str, b: &str| {
            let of = |text| AsOf::parse(text).unwrap();
            assert_eq!(of(a).agrees_with(of(b)), of(b).agrees_with(of(a)));
            of(a).agrees_with(of(b))
        };
        assert!(agree("2026-02-28", "2026-02") && agree("2026-02-03", "2026"));
        assert!(agree("2026-02", "2026") && agree("2026-02-03", "2026-02-03"));
        assert!(!agree("2026-02-03", "2026-02-04") && !agree("2026-02-28", "2026-03"));
        assert!(!agree("2026-02", "2025") && !agree("2026-02", "2025-02"));
    }

    #[test]
    fn three_precisions_and_nothing_else() {
        let read = |text| AsOf::parse(text).map(|as_of| (as_of.date.to_string(), as_of.precision));
        assert_eq!(read("2025-04-30"), Some(("2025-04-30".into(), Precision::Day)));
        assert_eq!(read("2024-02"), Some(("2024-02-29".into(), Precision::Month)));
        assert_eq!(read("2025-12"), Some(("2025-12-31".into(), Precision::Month)));
        assert_eq!(read("2025"), Some(("2025-12-31".into(), Precision::Year)));
        let bad = [
            "",
            "25",
            "2025-4",
            "2025-13",
            "2025-00",
            "2025-02-29",
            "2025-4-30",
            "2025/04",
            "20x5",
            "2025-04-3",
            "+025-04-30",
            " 2025",
            "2025-04-30T",
            "２０２５",
            "2025-0é",
        ];
        for text in bad {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn months_at_the_end_of_the_calendar() {
        assert_eq!(AsOf::month(NaiveDate::MAX.year(), 12), None);
        assert_eq!(AsOf::month(2025, 13), None);
        assert_eq!(AsOf::year(i32::MAX), None);
    }

    #[test]
    fn exact_dates_come_before_vague_ones_of_the_same_day() {
        let year = AsOf::year(2025).unwrap();
        let month = AsOf::month(2025, 12).unwrap();
        assert!(AsOf::day(year.date) < month && month < year);
        assert!(year < AsOf::month(2026, 1).unwrap());
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,12}") {
            let _ = AsOf::parse(&text);
        }

        #[test]
        fn a_printed_day_reads_back(offset in 0_u64..40_000) {
            let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(offset);
            prop_assert_eq!(AsOf::parse(&date.to_string()), Some(AsOf::day(date)));
        }
    }
}
