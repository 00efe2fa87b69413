//! Whether figures came in, and in time: one figure a month is expected of each region.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};

use super::wording::WIB;
use super::{AsOf, Precision};

/// What is expected of each region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Expectation {
    /// Days after the end of a month by which its figure is due.
    pub due_days: u16,
    /// Months looked back.
    pub months: u16,
}

impl Default for Expectation {
    fn default() -> Self {
        Self { due_days: 30, months: 12 }
    }
}

/// The most months that can be looked back.
pub const MAX_MONTHS: u16 = 24;

/// The last day of the month of a day.
pub fn month_end(day: NaiveDate) -> NaiveDate {
    AsOf::month(day.year(), day.month()).map_or(day, |month| month.date)
}

impl Expectation {
    /// The ends of the months looked back, the oldest first; the last one is not after the date.
    pub fn month_ends(self, date: NaiveDate) -> Vec<NaiveDate> {
        let this = month_end(date);
        let skipped = u32::from(this > date);
        (0..u32::from(self.months))
            .rev()
            .filter_map(|back| this.checked_sub_months(Months::new(back + skipped)))
            .map(month_end)
            .collect()
    }

    /// The day by which the figure of a month is due.
    pub fn due(self, end: NaiveDate) -> NaiveDate {
        end.checked_add_days(Days::new(self.due_days.into())).unwrap_or(NaiveDate::MAX)
    }

    /// What became of the figure of a month, on a date. `arrival` is `None` while there is none.
    pub fn judge(self, end: NaiveDate, arrival: Option<Arrival>, date: NaiveDate) -> Delivery {
        let due = self.due(end);
        match arrival {
            Some(arrival) if arrival.latest <= due => Delivery::OnTime,
            Some(arrival) if arrival.earliest > due => Delivery::Late,
            Some(_) => Delivery::Undated,
            None if due < date => Delivery::Missing,
            None => Delivery::NotDue,
        }
    }

    /// The next day on which a figure is due, on a date: of the first month not yet past due that is
    /// not `reported`.
    pub fn next_due(self, date: NaiveDate, reported: impl Fn(NaiveDate) -> bool) -> NaiveDate {
        let oldest = date.checked_sub_days(Days::new(self.due_days.into())).unwrap_or(date);
        let mut end = month_end(oldest);
        while reported(end) {
            let Some(next) = end.checked_add_months(Months::new(1)) else { break };
            end = month_end(next);
        }
        self.due(end)
    }
}

/// When a figure came, as far as that is known: not before one day and not after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The first day on which it may have come.
    pub earliest: NaiveDate,
    /// The day on which it was there.
    pub latest: NaiveDate,
}

impl Arrival {
    /// Of one statement: the earlier of its publication and of the day on which it was brought in.
    ///
    /// `published_on` is an ISO date of any precision, empty when unknown. `brought` is a moment in UTC
    /// such as `2026-01-31T08:30:00Z`; of a statement that came with the program, which says nothing
    /// about when it was known, it is only the latest day (`with_program`).
    pub fn of(published_on: &str, brought: &str, with_program: bool) -> Self {
        let brought = DateTime::parse_from_rfc3339(brought)
            .ok()
            .and_then(|moment| DateTime::from_timestamp(moment.timestamp() + WIB, 0))
            .map(|moment| moment.date_naive());
        let entered = Self {
            earliest: brought.filter(|_| !with_program).unwrap_or(NaiveDate::MIN),
            latest: brought.unwrap_or(NaiveDate::MAX),
        };
        match AsOf::parse(published_on) {
            None => entered,
            // Published on a day that is known: what came with the program came from there.
            Some(published) => {
                let published = Self { earliest: first_day(published), latest: published.date };
                if with_program { published } else { published.or(entered) }
            }
        }
    }

    /// The first of two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { earliest: self.earliest.min(other.earliest), latest: self.latest.min(other.latest) }
    }
}

/// The first day that a date of any precision may mean.
fn first_day(as_of: AsOf) -> NaiveDate {
    match as_of.precision {
        Precision::Day => as_of.date,
        Precision::Month => as_of.date.with_day(1).unwrap_or(as_of.date),
        Precision::Year => as_of.date.with_ordinal(1).unwrap_or(as_of.date),
    }
}

/// What became of the figure of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// It came by the day it was due.
    OnTime,
    /// It came later.
    Late,
    /// It came, and nobody knows when.
    Undated,
    /// It was due and did not come.
    Missing,
    /// It is not due yet.
    NotDue,
}

/// How many figures came in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// By the day they were due.
    pub on_time: usize,
    /// Later.
    pub late: usize,
    /// At an unknown time.
    pub undated: usize,
    /// Not at all.
    pub missing: usize,
}

impl Tally {
    /// Counts deliveries.
    pub fn of(deliveries: impl IntoIterator<Item = Delivery>) -> Self {
        let mut tally = Self::default();
        for delivery in deliveries {
            match delivery {
                Delivery::OnTime => tally.on_time += 1,
                Delivery::Late => tally.late += 1,
                Delivery::Undated => tally.undated += 1,
                Delivery::Missing => tally.missing += 1,
                Delivery::NotDue => {}
            }
        }
        tally
    }

    /// Figures that came.
    pub fn arrived(self) -> usize {
        self.on_time + self.late + self.undated
    }

    /// Figures that came or should have come.
    pub fn expected(self) -> usize {
        self.arrived() + self.missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::testing::{any_day, day};

    const USUAL: Expectation = Expectation { due_days: 30, months: 3 };

    #[test]
    fn months_end_before_the_date() {
        let ends = |date| USUAL.month_ends(day(date)).into_iter().map(|end| end.to_string());
        assert!(ends("2025-03-31").eq(["2025-01-31", "2025-02-28", "2025-03-31"]));
        assert!(ends("2025-03-30").eq(["2024-12-31", "2025-01-31", "2025-02-28"]));
        assert!(ends("2024-02-29").eq(["2023-12-31", "2024-01-31", "2024-02-29"]));
    }

    #[test]
    fn what_became_of_a_month() {
        let end = day("2025-04-30");
        let on = |at: &str| Some(Arrival { earliest: day(at), latest: day(at) });
        let judged = |arrival, date: &str| USUAL.judge(end, arrival, day(date));
        assert_eq!(USUAL.due(end), day("2025-05-30"));
        assert_eq!(judged(on("2025-05-30"), "2025-12-31"), Delivery::OnTime);
        assert_eq!(judged(on("2025-05-31"), "2025-12-31"), Delivery::Late);
        assert_eq!(judged(None, "2025-05-31"), Delivery::Missing);
        assert_eq!(judged(None, "2025-05-30"), Delivery::NotDue);
        let may = Arrival::of("2025-05", "2026-01-01T00:00:00Z", false);
        assert_eq!(judged(Some(may), "2025-12-31"), Delivery::Undated, "before or on 31 May");
        let year = Arrival::of("2024", "2026-01-01T00:00:00Z", false);
        assert_eq!(judged(Some(year), "2025-12-31"), Delivery::OnTime);
    }

    #[test]
    fn what_came_with_the_program_came_at_an_unknown_time() {
        let end = day("2025-04-30");
        let judged = |arrival| USUAL.judge(end, Some(arrival), day("2025-12-31"));
        assert_eq!(judged(Arrival::of("", "2026-01-01T00:00:00Z", true)), Delivery::Undated);
        assert_eq!(judged(Arrival::of("", "2026-01-01T00:00:00Z", false)), Delivery::Late);
        assert_eq!(
            judged(Arrival::of("2025-05-16", "2026-01-01T00:00:00Z", true)),
            Delivery::OnTime
        );
        assert_eq!(judged(Arrival::of("2025-07-16", "2026-01-01T00:00:00Z", true)), Delivery::Late);
        assert_eq!(judged(Arrival::of("", "", false)), Delivery::Undated);
        let night = Arrival::of("", "2025-05-30T18:00:00Z", false);
        assert_eq!(judged(night), Delivery::Late, "after midnight in Jakarta");
    }

    #[test]
    fn the_first_of_several_counts() {
        let late = Arrival::of("2025-07-01", "", true);
        let in_time = Arrival::of("2025-05-02", "", true);
        assert_eq!(late.or(in_time), in_time);
        let unknown = late.or(Arrival::of("", "", true));
        assert_eq!(
            USUAL.judge(day("2025-04-30"), Some(unknown), day("2026-01-01")),
            Delivery::Undated
        );
    }

    #[test]
    fn the_next_due_day_is_that_of_the_next_month_without_a_figure() {
        let next = |date, reported: &[&str]| {
            USUAL
                .next_due(day(date), |end| reported.contains(&end.to_string().as_str()))
                .to_string()
        };
        assert_eq!(next("2025-05-15", &[]), "2025-05-30");
        assert_eq!(next("2025-05-15", &["2025-04-30"]), "2025-06-30");
        assert_eq!(next("2025-05-31", &[]), "2025-06-30");
    }

    #[test]
    fn expected_is_what_came_and_what_did_not() {
        use Delivery::{Late, Missing, NotDue, OnTime, Undated};
        let tally = Tally::of([OnTime, OnTime, Late, Undated, Missing, NotDue]);
        assert_eq!((tally.arrived(), tally.expected()), (4, 5));
    }

    proptest! {
        #[test]
        fn due_days_never_lie_behind(date in any_day(), due_days in 0_u16..120) {
            let expectation = Expectation { due_days, months: 3 };
            let next = expectation.next_due(date, |_| false);
            prop_assert!(date <= next && (next - date).num_days() <= 31);
        }
    }
}
