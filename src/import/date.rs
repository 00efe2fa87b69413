//! Dates as Indonesian spreadsheets, titles and file names hold them.
//!
//! No date comes out more exact than it was written: a month or a quarter is placed at its end and
//! says so. What can mean two days is refused with both: `04/05/2025` is 4 May or 5 April, and only
//! the other cells of its column can tell ([`style_of`]).

mod fault;
mod forms;
mod items;
mod names;

use chrono::{Datelike, Days, NaiveDate};

use self::forms::Match;
use self::items::{Gap, Item};
use super::cell::{LONGEST, is_missing, trimmed};
use crate::domain::{AsOf, Precision};

pub use self::fault::{DateError, Kind};

/// Longest title that is searched for a date, in bytes.
const LONGEST_TITLE: usize = 1_000;

/// In which order the cells of a column write day and month as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateStyle {
    /// No cell tells.
    #[default]
    Unknown,
    /// `30/04/2025`.
    DayFirst,
    /// `04/30/2025`.
    MonthFirst,
    /// Cells contradict each other; each has to speak for itself.
    Mixed,
}

/// Settles the order of a column, by those of its cells that have a number above twelve.
pub fn style_of<'a>(cells: impl IntoIterator<Item = &'a str>) -> DateStyle {
    let mut style = DateStyle::Unknown;
    for cell in cells.into_iter().filter(|cell| cell.len() <= LONGEST) {
        let text = items::plain(cell);
        let (items, _) = items::items(&text);
        let (lead, _) = lead(&items);
        let Some(triple) = items.get(lead..).and_then(forms::triple) else { continue };
        style = match (style, triple.order()) {
            (_, None) => style,
            (DateStyle::Unknown, Some(order)) => order,
            (known, Some(order)) if known == order => known,
            _ => return DateStyle::Mixed,
        };
    }
    style
}

/// Reads a cell; `None` where it says that there is no date.
pub fn as_of(text: &str, style: DateStyle) -> Result<Option<AsOf>, DateError> {
    if let Some(day) = iso(text) {
        return Ok(Some(AsOf::day(day)));
    }
    if text.len() > LONGEST {
        return Err(DateError::new(text, Kind::TooLong, &[]));
    }
    if is_missing(text) {
        return Ok(None);
    }
    read(trimmed(text), style)
        .map(Some)
        .map_err(|(kind, readings)| DateError::new(text, kind, &readings))
}

/// Whether a word in lower case is the name of a month.
pub fn is_month(word: &str) -> bool {
    names::month(word).is_some()
}

/// How many months the part of a year has that a text names: 3 for a quarter, 6 for a half; `None` where
/// it names none.
pub fn months_named(text: &str) -> Option<u32> {
    let start = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
    let plain = items::plain(start);
    let (items, _) = items::items(&plain);
    items.iter().find_map(|item| {
        names::part_of_year(item.text).or_else(|| {
            let ordinal = item.text.strip_prefix("tw").and_then(names::ordinal);
            ordinal.map(|_| 3)
        })
    })
}

/// `2025-04-30`, as almost every row of a long file has it: read like any other date, but quicker.
fn iso(text: &str) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| -> Option<u32> {
        let part = text.get(from..to)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    if text.len() != 10 || text.as_bytes()[4] != b'-' || text.as_bytes()[7] != b'-' {
        return None;
    }
    let year = i32::try_from(number(0, 4)?).ok().filter(|year| forms::YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)
}

fn read(text: &str, style: DateStyle) -> Result<AsOf, forms::Refusal> {
    let because = |kind| (kind, Vec::new());
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        return Err(because(Kind::ForeignDigits));
    }
    if let Some(date) = serial_in_text(text) {
        return Err((Kind::Serial, vec![date]));
    }
    let text = items::plain(text);
    let (items, end) = items::items(&text);
    let (start, weekday) = lead(&items);
    let starts_clean = items.first().is_some_and(|first| first.gap == Gap::None);
    let Some(found) = forms::at(&items, start, style).filter(|_| starts_clean) else {
        let has_month = items.iter().any(|item| names::month(item.text).is_some());
        let has_year = items.iter().any(|item| item.number(4..=4).is_some());
        let no_year = has_month && !has_year;
        return Err(because(if no_year { Kind::NoYear } else { Kind::Unreadable }));
    };
    let as_of = found.read?;
    let mut behind = items.get(start + found.taken..).unwrap_or_default();
    if as_of.precision == Precision::Day {
        behind = behind.get(forms::time(behind)..).unwrap_or_default();
    }
    if !behind.is_empty() || !matches!(end, Gap::None | Gap::Dot) {
        return Err(because(Kind::Unreadable));
    }
    let day = as_of.date.weekday();
    match weekday {
        Some(_) if as_of.precision != Precision::Day => Err(because(Kind::Unreadable)),
        Some(named) if named != day => Err((Kind::Weekday(day), vec![as_of])),
        _ => Ok(as_of),
    }
}

/// How many items stand in front of the date, and the day of the week among them.
fn lead(items: &[Item]) -> (usize, Option<chrono::Weekday>) {
    let is_lead = |item: &&Item| names::is_lead(item.text) || names::weekday(item.text).is_some();
    let count = items.iter().take_while(is_lead).count();
    (count, items.iter().take(count).find_map(|item| names::weekday(item.text)))
}

/// The date behind a bare number, as a spreadsheet of the usual kind counts days.
fn serial_in_text(text: &str) -> Option<AsOf> {
    let (days, time) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(5..=6).contains(&days.len()) || !digits(days) || !digits(time) {
        return None;
    }
    of_days(days.parse().ok()?)
}

fn of_days(days: u64) -> Option<AsOf> {
    // The usual count starts with 1 at 1 January 1900 and has a 29 February 1900, which never was:
    // from March 1900 on its zero is 30 December 1899.
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let date = zero.checked_add_days(Days::new(days))?;
    forms::YEARS.contains(&date.year()).then(|| AsOf::day(date))
}

/// The one date in a title or file name; `None` when there is none, or more than one.
///
/// A month or year that the exact date lies in is no other date: `TAHUN 2025 POSISI 30 APRIL 2025`.
/// `Inpres Nomor 2 Tahun 2021` is the name of a regulation. Anything in the form of a date that is
/// none, or that can mean two, leaves it open which date is meant.
pub fn find(text: &str) -> Option<AsOf> {
    if text.len() > LONGEST_TITLE {
        return None;
    }
    let text = items::plain(text);
    let (items, _) = items::items(&text);
    let mut found: Option<AsOf> = None;
    let mut has_loose_part = false;
    let mut at = 0;
    while let Some(item) = items.get(at) {
        at += match forms::at(&items, at, DateStyle::Unknown) {
            // Four digits that can be no year are just a number.
            Some(Match { taken: 1, read: Err((Kind::OutOfRange, _)), .. }) => 1,
            Some(Match { loose: true, .. }) => return None,
            Some(Match { read, taken, .. }) => {
                let read = read.ok()?;
                found = Some(found.map_or(Some(read), |other| the_exact(read, other))?);
                taken
            }
            None if is_regulation(items.get(at..).unwrap_or_default()) => 3,
            None => {
                has_loose_part |=
                    names::month(item.text).or(names::part_of_year(item.text)).is_some();
                1
            }
        };
    }
    // `BULAN APRIL KOTA JAMBI 2025` is not of the end of the year.
    found.filter(|date| date.precision != Precision::Year || !has_loose_part)
}

/// The more exact of two dates, if it lies in the other.
fn the_exact(one: AsOf, two: AsOf) -> Option<AsOf> {
    let (exact, vague) = if one.precision <= two.precision { (one, two) } else { (two, one) };
    let fits = match vague.precision {
        Precision::Day => exact.date == vague.date,
        Precision::Month => {
            (exact.date.year(), exact.date.month()) == (vague.date.year(), vague.date.month())
        }
        Precision::Year => exact.date.year() == vague.date.year(),
    };
    fits.then_some(exact)
}

/// `2 Tahun 2021`.
fn is_regulation(here: &[Item]) -> bool {
    matches!(here, [number, word, year, ..]
        if number.digits().is_some() && word.text == "tahun" && year.number(4..=4).is_some())
}

#[cfg(test)]
mod tests;
