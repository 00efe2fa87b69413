//! A date in a query string, and the one that was most likely meant where there is none.

use chrono::{Datelike, NaiveDate};

use super::{BadInput, Key};
use crate::domain::AsOf;

/// The years that a date in a URL may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// Reads a date, or a month or year that stands for its last day.
pub(super) fn read(key: Key, value: &str) -> Result<NaiveDate, BadInput> {
    if let Some(as_of) = AsOf::parse(value) {
        if YEARS.contains(&as_of.calendar_year()) {
            return Ok(as_of.date);
        }
        let (first, last) = (YEARS.start(), YEARS.end());
        return Err(BadInput::new(key, value, "di luar tahun yang dapat dipilih")
            .expected(format!("Pilih tanggal antara tahun {first} dan {last}.")));
    }
    let nearest = nearest(value);
    let problem = if looks_iso(value) && nearest.is_some() {
        "tanggal itu tidak ada"
    } else {
        "bukan tanggal yang dikenal"
    };
    Err(BadInput::new(key, value, problem)
        .expected(
            "Tulis tanggal dengan bentuk 2025-04-30 (tahun-bulan-hari), \
             atau bulan dengan bentuk 2025-04.",
        )
        .nearest(nearest.map(|date| date.to_string())))
}

fn looks_iso(value: &str) -> bool {
    let shape: Vec<usize> = value.split('-').map(str::len).collect();
    shape == [4, 2, 2] && value.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// The date that a text most likely means: day, month and year in another order or with other
/// signs between them, or a day or month that there is not.
fn nearest(value: &str) -> Option<NaiveDate> {
    let groups: Vec<&str> =
        value.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let (year, month, day) = match groups[..] {
        [a, b, c] if a.len() == 4 => (a, b, c),
        [a, b, c] if c.len() == 4 => (c, b, a),
        // A month stands for its last day.
        [a, b] if a.len() == 4 => (a, b, "31"),
        _ => return None,
    };
    let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
    let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
    let last = AsOf::month(year, month.clamp(1, 12))?.date;
    Some(last.with_day(day.max(1)).unwrap_or(last))
}
