//! The dated figures of one region and segment, and which of them a page may use.

use chrono::NaiveDate;

use super::date::days_between;
use super::{AsOf, Figure};

/// A figure older than this at the date of the page is not shown as the current one.
pub const MAX_AGE_DAYS: i64 = 400;

/// A figure older than this at the date of the page is called stale.
pub const STALE_DAYS: i64 = 120;

/// A base that grows or shrinks by this share between two reports, as numerator and denominator, is
/// another territory or another definition, not a revision. Papua was published with 1.800.000
/// workers in 2023 and with 240.009 after its division, Kaimana with 20.390 and, four months later,
/// with some 33.000; revisions of the same base, as that of Pati, stay below a fifth.
const BASE_JUMP: (i64, i64) = (5, 4);

/// Two reports farther apart than this are not joined by a line.
pub const JOIN_DAYS: i64 = 100;

/// A report up to so many days nearer or farther than whole years counts as of years ago.
const YEAR_TOLERANCE: i64 = 45;

/// The most days that a report of a year ago may lie back; the least are 320.
pub const YEAR_WINDOW_END: i64 = 365 + YEAR_TOLERANCE;

/// Figures with a percent, of one region and segment, in order of date, one a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    figures: Vec<Figure>,
    breaks: Vec<NaiveDate>,
}

impl Series {
    /// Sorts the figures and leaves out those without a percent.
    ///
    /// `breaks` are days on which the region changed its area: figures on the two sides of one are
    /// never compared. The days on which its base jumps are added to them.
    pub fn new(figures: impl IntoIterator<Item = Figure>, mut breaks: Vec<NaiveDate>) -> Self {
        let mut figures: Vec<_> = figures.into_iter().filter(|f| f.coverage.is_some()).collect();
        figures.sort_by_key(|figure| figure.as_of);
        figures.dedup_by_key(|figure| figure.as_of.date);
        breaks.extend(base_jumps(&figures));
        breaks.sort_unstable();
        breaks.dedup();
        Self { figures, breaks }
    }

    /// All figures in order of date.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// Days on which the series is broken.
    pub fn breaks(&self) -> &[NaiveDate] {
        &self.breaks
    }

    /// The figures up to and including a date.
    pub fn up_to(&self, date: NaiveDate) -> &[Figure] {
        let end = self.figures.partition_point(|figure| figure.as_of.date <= date);
        &self.figures[..end]
    }

    /// The figure of a page of that date: the latest one, not older than [`MAX_AGE_DAYS`].
    pub fn at(&self, date: NaiveDate) -> Option<&Figure> {
        self.last_known(date).filter(|figure| days_between(figure.as_of.date, date) <= MAX_AGE_DAYS)
    }

    /// The latest figure at or before a date, however old.
    pub fn last_known(&self, date: NaiveDate) -> Option<&Figure> {
        self.up_to(date).last()
    }

    /// Whether no break lies between two figures: after the earlier one, up to the later one.
    pub fn comparable(&self, earlier: &Figure, later: &Figure) -> bool {
        !self.breaks.iter().any(|day| earlier.as_of.date < *day && *day <= later.as_of.date)
    }

    /// Comparable figures that lie `from` to `to` days (inclusive) before a figure, oldest first.
    pub fn before(
        &self,
        figure: &Figure,
        from: i64,
        to: i64,
    ) -> impl DoubleEndedIterator<Item = &Figure> + use<'_> {
        let figure = *figure;
        self.figures.iter().filter(move |earlier| {
            let days = days_between(earlier.as_of.date, figure.as_of.date);
            (from..=to).contains(&days) && self.comparable(earlier, &figure)
        })
    }

    /// The report nearest to `years` years before a figure, 45 days short to 45 days long.
    ///
    /// For one year that is 320 to 410 days, the window of the status rule.
    pub fn years_before(&self, figure: &Figure, years: i64) -> Option<&Figure> {
        let aim = years * 365;
        self.before(figure, aim - YEAR_TOLERANCE, aim + YEAR_TOLERANCE)
            .min_by_key(|earlier| (days_between(earlier.as_of.date, figure.as_of.date) - aim).abs())
    }
}

/// The days of figures whose base is out of proportion to the last one known before it.
fn base_jumps(figures: &[Figure]) -> Vec<NaiveDate> {
    let (more, less) = BASE_JUMP;
    let based: Vec<_> =
        figures.iter().filter_map(|figure| Some((figure.as_of.date, figure.base()?))).collect();
    let jump = |pair: &&[(NaiveDate, i64)]| {
        let (low, high) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
        high.saturating_mul(less) >= low.saturating_mul(more) && low > 0
    };
    based.windows(2).filter(jump).map(|pair| pair[1].0).collect()
}

/// A stretch between two neighbouring reports that no line bridges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The last report before it.
    pub from: AsOf,
    /// The first report after it.
    pub to: AsOf,
    /// Days between the two, more than [`JOIN_DAYS`].
    pub days: i64,
}

/// The gaps in figures that are in order of date.
pub fn gaps(figures: &[Figure]) -> Vec<Gap> {
    let gap = |(from, to): (&Figure, &Figure)| Gap {
        from: from.as_of,
        to: to.as_of,
        days: days_between(from.as_of.date, to.as_of.date),
    };
    figures.iter().zip(figures.iter().skip(1)).map(gap).filter(|gap| gap.days > JOIN_DAYS).collect()
}

/// Whether a figure is stale on a page of that date.
pub fn is_stale(figure: &Figure, date: NaiveDate) -> bool {
    days_between(figure.as_of.date, date) > STALE_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::Percent;
    use crate::domain::testing::{any_day, any_series, counts, day, percent, series};

    #[test]
    fn one_figure_a_date_the_most_exact() {
        let vague = percent("2024", 4000);
        let exact = percent("2024-12-31", 4100);
        let other = percent("2024-06", 3000);
        let series = series(&[vague, other, exact]);
        assert_eq!(series.figures(), [other, exact]);
    }

    #[test]
    fn figures_without_a_percent_are_left_out() {
        let date = AsOf::parse("2025").unwrap();
        let count_only = Figure::read(date, Some(151_371), None, None, false);
        assert!(series(&[count_only]).figures().is_empty());
    }

    #[test]
    fn a_figure_stands_for_400_days() {
        let series = series(&[percent("2024-01-01", 4000)]);
        let at = |date| series.at(day(date)).is_some();
        assert!(!at("2023-12-31"), "not before it is there");
        assert!(at("2024-01-01"));
        assert!(at("2025-02-04"), "400 days");
        assert!(!at("2025-02-05"), "401 days");
        assert!(series.last_known(day("2030-01-01")).is_some());
    }

    #[test]
    fn stale_after_120_days() {
        let figure = percent("2025-01-01", 4000);
        assert!(!is_stale(&figure, day("2025-05-01")), "120 days");
        assert!(is_stale(&figure, day("2025-05-02")));
    }

    #[test]
    fn the_window_of_a_year_is_320_to_410_days() {
        let now = percent("2025-12-31", 5000);
        let days_back = |days: u64| {
            let date = now.as_of.date - chrono::Days::new(days);
            let then = percent(&date.to_string(), 4000);
            series(&[then, now]).years_before(&now, 1).is_some()
        };
        assert!(!days_back(319) && days_back(320) && days_back(410) && !days_back(411));
    }

    #[test]
    fn the_report_nearest_to_a_year_counts_the_older_of_two_equally_near() {
        let now = percent("2025-12-31", 5000);
        let reports = [
            percent("2024-12-11", 1), // 385 days
            percent("2024-12-21", 2), // 375 days
            percent("2025-01-10", 3), // 355 days
            now,
        ];
        let series = series(&reports);
        assert_eq!(series.years_before(&now, 1), Some(&reports[1]));
    }

    #[test]
    fn breaks_part_the_series_on_their_day() {
        let (before, on) = (percent("2022-07-24", 4000), percent("2022-07-25", 2000));
        let after = percent("2022-12-31", 2500);
        let series = Series::new([before, on, after], vec![day("2022-07-25")]);
        assert!(!series.comparable(&before, &on), "the day itself is after the break");
        assert!(series.comparable(&on, &after));
        assert_eq!(series.before(&after, 0, 400).count(), 2);
    }

    #[test]
    fn a_base_that_jumps_parts_the_series() {
        let jumps = |before, after| {
            let reports = [counts("2024-06-30", 9, before), counts("2024-12-31", 9, after)];
            !series(&reports).comparable(&reports[0], &reports[1])
        };
        assert!(jumps(100, 125) && jumps(125, 100), "a quarter");
        assert!(!jumps(100, 124) && !jumps(124, 100));
        assert!(!jumps(511_111, 599_061), "Pati: a revision");
    }

    #[test]
    fn a_base_may_follow_from_count_and_percent() {
        let august = counts("2023-08-31", 25_721, 20_390);
        let date = AsOf::parse("2023").unwrap();
        let year = Figure::read(date, Some(19_995), None, Some(Percent(6045)), false);
        let series = series(&[august, year]);
        assert_eq!(series.breaks(), [date.date], "Kaimana: 20.390, then some 33.000");
    }

    #[test]
    fn gaps_are_longer_than_100_days() {
        let joined = [counts("2025-01-01", 1, 9), counts("2025-04-11", 1, 9)];
        assert!(gaps(&joined).is_empty(), "100 days");
        let parted = [counts("2025-01-01", 1, 9), counts("2025-04-12", 1, 9)];
        assert_eq!(gaps(&parted).iter().map(|gap| gap.days).collect::<Vec<_>>(), [101]);
        assert!(gaps(&[]).is_empty() && gaps(&joined[..1]).is_empty());
    }

    proptest! {
        #[test]
        fn dates_rise_strictly(series in any_series()) {
            let dates: Vec<_> = series.figures().iter().map(|figure| figure.as_of.date).collect();
            prop_assert!(dates.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn nothing_from_the_future(series in any_series(), per in any_day()) {
            prop_assert!(series.up_to(per).iter().all(|figure| figure.as_of.date <= per));
            if let Some(figure) = series.at(per) {
                prop_assert_eq!(Some(figure), series.last_known(per));
                prop_assert!((0..=MAX_AGE_DAYS).contains(&days_between(figure.as_of.date, per)));
            }
        }

        #[test]
        fn a_year_ago_is_the_nearest_in_its_window(series in any_series(), years in 1_i64..=3) {
            let Some(last) = series.figures().last() else { return Ok(()) };
            let off = |f: &Figure| (days_between(f.as_of.date, last.as_of.date) - years * 365).abs();
            let found = series.years_before(last, years);
            let comparable = series.figures().iter().filter(|f| series.comparable(f, last));
            let nearest = comparable.map(off).filter(|off| *off <= 45).min();
            prop_assert_eq!(found.map(off), nearest);
        }
    }
}
