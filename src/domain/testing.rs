//! Short builders for the tests of the rules.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::series::Series;
use super::{AsOf, Authority, Basis, Figure, Percent, Target};

/// A day from `2024-12-02`.
pub fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

/// A figure with a published percent in hundredths and a date of any precision.
pub fn percent(date: &str, hundredths: i32) -> Figure {
    Figure::read(AsOf::parse(date).unwrap(), None, None, Some(Percent(hundredths)), false)
}

/// A figure with both counts.
pub fn counts(date: &str, active: i64, workforce: i64) -> Figure {
    Figure::read(AsOf::parse(date).unwrap(), Some(active), Some(workforce), None, false)
}

/// A series without breaks.
pub fn series(figures: &[Figure]) -> Series {
    Series::new(figures.iter().copied(), Vec::new())
}

/// A target of a year and basis.
pub fn target(id: i32, year: i32, hundredths: i32, basis: Basis) -> Target {
    Target {
        id,
        year,
        percent: Percent(hundredths),
        basis,
        basis_text: String::new(),
        authority: Authority::Press,
        note: String::new(),
        source: format!("sumber{id}"),
    }
}

prop_compose! {
    /// A day between 2020 and 2030.
    pub fn any_day()(offset in 0_u64..4_000) -> NaiveDate {
        day("2020-01-01") + Days::new(offset)
    }
}

prop_compose! {
    /// A figure with counts or with a percent only, below and above 100%.
    pub fn any_figure()(
        date in any_day(),
        base in 1_i64..3_000_000,
        share in 0_i64..13_000,
        with_counts: bool,
        rounded: bool,
    ) -> Figure {
        let active = base * share / 10_000;
        let published = Percent::of(active, base).filter(|_| !with_counts || rounded);
        let given = |value| with_counts.then_some(value);
        Figure::read(AsOf::day(date), given(active), given(base), published, rounded)
    }
}

prop_compose! {
    /// A series of up to 40 figures, some with a break.
    pub fn any_series()(
        figures in prop::collection::vec(any_figure(), 0..40),
        breaks in prop::collection::vec(any_day(), 0..2),
    ) -> Series {
        Series::new(figures, breaks)
    }
}
