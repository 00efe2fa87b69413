//! The dated figures of one region and segment, and which of them a page may use.

use chrono::NaiveDate;

use super::date::days_between;
use super::{AsOf, Figure};

/// A figure older than this at the date of the page is not shown as the current one.
pub const MAX_AGE_DAYS: i64 = 400;

/// A figure older than this at the date of the page is called stale.
pub const STALE_DAYS: i64 = 120;

/// Two reports farther apart than this are not joined by a line.
pub const JOIN_DAYS: i64 = 100;

/// Figures with a percent, of one region and segment, in order of date, one a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    figures: Vec<Figure>,
    breaks: Vec<NaiveDate>,
}

impl Series {
    /// Sorts the figures and leaves out those without a percent.
    ///
    /// `breaks` are days on which the region changed its area or its base: figures on the two sides
    /// of one are never compared.
    pub fn new(figures: impl IntoIterator<Item = Figure>, breaks: Vec<NaiveDate>) -> Self {
        let mut figures: Vec<_> = figures.into_iter().filter(|f| f.coverage.is_some()).collect();
        figures.sort_by_key(|figure| figure.as_of);
        figures.dedup_by_key(|figure| figure.as_of.date);
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

    /// Whether no break lies between two figures (after the earlier one, up to the later one).
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
        self.before(figure, aim - 45, aim + 45)
            .min_by_key(|earlier| (days_between(earlier.as_of.date, figure.as_of.date) - aim).abs())
    }
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
