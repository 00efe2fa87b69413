//! Filters of the templates: domain values in the wording of [`crate::domain::wording`].
//!
//! Every filter also takes an `Option` and writes an en dash for what is not known; the reason
//! belongs beside it in the template.
#![expect(
    missing_docs,
    clippy::inline_always,
    clippy::unnecessary_wraps,
    reason = "askama makes a struct of each filter, in its own way and without the comment"
)]

use askama::{Result, Values};
use chrono::NaiveDate;

use super::markup::{self, Markup};
use crate::domain::{AsOf, Percent, Points, Status, wording};

/// What stands where nothing is known.
pub const UNKNOWN: &str = "–";

/// A value or an optional value.
pub trait Maybe<T> {
    /// The value, if it is known.
    fn maybe(&self) -> Option<T>;
}

impl<T: Copy> Maybe<T> for T {
    fn maybe(&self) -> Option<T> {
        Some(*self)
    }
}

impl<T: Copy> Maybe<T> for Option<T> {
    fn maybe(&self) -> Option<T> {
        *self
    }
}

fn write<T>(value: &impl Maybe<T>, words: impl FnOnce(T) -> String) -> Result<String> {
    Ok(value.maybe().map_or_else(|| UNKNOWN.to_owned(), words))
}

/// `592.806`.
#[askama::filter_fn]
pub fn angka(value: &impl Maybe<i64>, _: &dyn Values) -> Result<String> {
    write(value, wording::count)
}

/// `+1.234`.
#[askama::filter_fn]
pub fn angka_bertanda(value: &impl Maybe<i64>, _: &dyn Values) -> Result<String> {
    write(value, wording::signed_count)
}

/// `45,17%`.
#[askama::filter_fn]
pub fn persen(value: &impl Maybe<Percent>, _: &dyn Values) -> Result<String> {
    write(value, wording::percent)
}

/// `45,17`, under a head that says percent.
#[askama::filter_fn]
pub fn persen_kolom(value: &impl Maybe<Percent>, _: &dyn Values) -> Result<String> {
    write(value, wording::percent_bare)
}

/// `45,2`, on tiles.
#[askama::filter_fn]
pub fn persen_ringkas(value: &impl Maybe<Percent>, _: &dyn Values) -> Result<String> {
    write(value, wording::percent_short)
}

/// `53%`, `52,15%`: a target without empty decimals.
#[askama::filter_fn]
pub fn persen_target(value: &impl Maybe<Percent>, _: &dyn Values) -> Result<String> {
    write(value, wording::percent_trimmed)
}

/// `3,79`.
#[askama::filter_fn]
pub fn poin(value: &impl Maybe<Points>, _: &dyn Values) -> Result<String> {
    write(value, wording::points)
}

/// `+3,79`.
#[askama::filter_fn]
pub fn poin_bertanda(value: &impl Maybe<Points>, _: &dyn Values) -> Result<String> {
    write(value, wording::signed_points)
}

/// `Rp3.024.000.000`.
#[askama::filter_fn]
pub fn rupiah(value: &impl Maybe<i64>, _: &dyn Values) -> Result<String> {
    write(value, wording::rupiah)
}

/// `Rp3,02 miliar`.
#[askama::filter_fn]
pub fn rupiah_ringkas(value: &impl Maybe<i64>, _: &dyn Values) -> Result<String> {
    write(value, wording::rupiah_short)
}

/// `2 Desember 2024`.
#[askama::filter_fn]
pub fn tanggal(value: &impl Maybe<NaiveDate>, _: &dyn Values) -> Result<String> {
    write(value, wording::date)
}

/// `2 Des 2024`.
#[askama::filter_fn]
pub fn tanggal_ringkas(value: &impl Maybe<NaiveDate>, _: &dyn Values) -> Result<String> {
    write(value, wording::date_short)
}

/// `2 Desember 2024`, `April 2025` or `2024`.
#[askama::filter_fn]
pub fn data_per(value: &impl Maybe<AsOf>, _: &dyn Values) -> Result<String> {
    write(value, wording::as_of)
}

/// `2 Des 2024`, `Apr 2025` or `2024`.
#[askama::filter_fn]
pub fn data_per_ringkas(value: &impl Maybe<AsOf>, _: &dyn Values) -> Result<String> {
    write(value, wording::as_of_short)
}

/// The shape of a status; the word stands beside it.
#[askama::filter_fn]
pub fn ikon(status: &Status, _: &dyn Values) -> Result<Markup> {
    Ok(markup::icon(*status))
}
