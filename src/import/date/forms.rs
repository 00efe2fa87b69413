//! The forms in which dates are written, each tried at one place of a text.

use chrono::{Datelike, NaiveDate};

use super::DateStyle;
use super::fault::Kind;
use super::items::{Gap, Item};
use super::names;
use crate::domain::AsOf;

/// Years that figures can be of.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// Why something in the form of a date is none, and the dates that it may mean.
pub(super) type Refusal = (Kind, Vec<AsOf>);

/// Something in the form of a date.
pub(super) struct Match {
    pub(super) read: Result<AsOf, Refusal>,
    /// How many items it is made of.
    pub(super) taken: usize,
    /// In a longer text it may be something else: `Apr-25` a day, `12/2025` a number and a year.
    pub(super) loose: bool,
}

impl Match {
    fn of(taken: usize, read: Result<AsOf, Kind>) -> Self {
        Self { read: read.map_err(|kind| (kind, Vec::new())), taken, loose: false }
    }

    fn or_loose(self, loose: bool) -> Self {
        Self { loose, ..self }
    }
}

/// Three numbers with the same sign between them, the year last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Triple {
    first: u32,
    second: u32,
    year: Year,
    /// `25-04-30` is how programs write a year of two digits.
    may_start_with_year: bool,
}

#[derive(Debug, Clone, Copy)]
struct Year {
    number: u32,
    digits: usize,
}

impl Year {
    fn of(item: Option<&Item>, short: bool) -> Option<Self> {
        let text = item?.digits()?;
        let fits = text.len() == 4 || short && text.len() == 2;
        Some(Self { number: text.parse().ok().filter(|_| fits)?, digits: text.len() })
    }

    /// Two digits are a year of this century up to 79.
    fn read(self) -> Result<i32, Kind> {
        let year = i32::try_from(self.number).map_err(|_| Kind::OutOfRange)?;
        match (self.digits, year) {
            (2, 80..) => Err(Kind::ShortYear),
            (2, _) => Ok(2000 + year),
            _ if YEARS.contains(&year) => Ok(year),
            _ => Err(Kind::OutOfRange),
        }
    }
}

/// The date that starts at this item; `None` when nothing there looks like one.
pub(super) fn at(items: &[Item], start: usize, style: DateStyle) -> Option<Match> {
    let here = items.get(start..)?;
    if let Some(triple) = triple(here) {
        let loose = triple.year.digits == 2;
        return Some(Match { read: triple.read(style), taken: 3, loose });
    }
    if let Some((year, month, day)) = year_first(here) {
        return Some(Match::of(3, day_of(year, month, day)));
    }
    if let Some((year, month, day)) = compact(here) {
        return Some(Match::of(1, day_of(year, month, day)));
    }
    let is_free = |taken| !is_linked(items, start) && !is_linked(items, start + taken);
    day_and_name(here)
        .or_else(|| name_first(here))
        .or_else(|| name_behind_year(here))
        .or_else(|| part_of_year(here))
        .or_else(|| two_numbers(here).filter(|_| is_free(2)))
        .or_else(|| {
            let year = Year::of(here.first(), false).filter(|_| is_free(1))?;
            Some(Match::of(
                1,
                year.read().and_then(|year| AsOf::year(year).ok_or(Kind::OutOfRange)),
            ))
        })
}

/// Whether the number here hangs on a number before it: `2024/2025`, `15.2001`.
fn is_linked(items: &[Item], at: usize) -> bool {
    let pair = at.checked_sub(1).and_then(|before| items.get(before)).zip(items.get(at));
    pair.is_some_and(|(before, here)| {
        before.digits().is_some()
            && here.digits().is_some()
            && !matches!(here.gap, Gap::Space | Gap::Underscore | Gap::Comma | Gap::Other)
    })
}

/// `30/04/2025` and the like, in whatever order day and month are.
pub(super) fn triple(here: &[Item]) -> Option<Triple> {
    let [first, second, third, ..] = here else { return None };
    let sign = same_sign(*second, *third)?;
    let year = Year::of(Some(third), true)?;
    Some(Triple {
        first: first.number(1..=2)?,
        second: second.number(1..=2)?,
        year,
        may_start_with_year: year.digits == 2 && sign == Gap::Dash,
    })
}

impl Triple {
    /// The order that the numbers themselves show.
    pub(super) fn order(self) -> Option<DateStyle> {
        match (self.first, self.second) {
            _ if self.may_start_with_year => None,
            (13..=31, 1..=12) => Some(DateStyle::DayFirst),
            (1..=12, 13..=31) => Some(DateStyle::MonthFirst),
            _ => None,
        }
    }

    fn read(self, style: DateStyle) -> Result<AsOf, Refusal> {
        let Self { first, second, year, .. } = self;
        let own = year.read();
        let on = |day, month| own.clone().and_then(|year| day_of_year(year, month, day));
        let (day_first, month_first) = (on(first, second), on(second, first));
        let turned = match style {
            DateStyle::Unknown | DateStyle::Mixed if self.may_start_with_year => {
                let year = Year { number: first, digits: 2 };
                year.read().and_then(|turned| day_of_year(turned, second, self.year.number))
            }
            _ => Err(Kind::Unreadable),
        };
        let against = |read: AsOf| (Kind::AgainstStyle(style), vec![read]);
        match (style, day_first, month_first) {
            (DateStyle::DayFirst, Ok(read), _) | (DateStyle::MonthFirst, _, Ok(read)) => Ok(read),
            (DateStyle::DayFirst, _, Ok(read)) | (DateStyle::MonthFirst, Ok(read), _) => {
                Err(against(read))
            }
            (_, day_first, month_first) => {
                let mut dates = Vec::new();
                for read in [&day_first, &month_first, &turned].into_iter().flatten() {
                    if !dates.contains(read) {
                        dates.push(*read);
                    }
                }
                match (dates.as_slice(), day_first) {
                    ([one], _) => Ok(*one),
                    ([], Err(kind)) => Err((kind, dates)),
                    _ => Err((Kind::Ambiguous, dates)),
                }
            }
        }
    }
}

/// `2025-04-30`.
fn year_first(here: &[Item]) -> Option<(Year, u32, u32)> {
    let [first, second, third, ..] = here else { return None };
    same_sign(*second, *third)?;
    Some((Year::of(Some(first), false)?, second.number(1..=2)?, third.number(1..=2)?))
}

fn same_sign(second: Item, third: Item) -> Option<Gap> {
    let sign = second.gap;
    let fits = matches!(sign, Gap::Dash | Gap::Slash | Gap::Dot | Gap::Underscore);
    (fits && third.gap == sign).then_some(sign)
}

/// `20250430`. Read from the other end it would be of the year 430 at most 1231.
fn compact(here: &[Item]) -> Option<(Year, u32, u32)> {
    let number = here.first()?.number(8..=8)?;
    let year = Year { number: number / 10_000, digits: 4 };
    year.read().ok()?;
    Some((year, number / 100 % 100, number % 100))
}

fn month_at(here: &[Item], at: usize) -> Option<u32> {
    here.get(at).and_then(|item| names::month(item.text))
}

fn day_at(here: &[Item], at: usize) -> Option<u32> {
    here.get(at).and_then(|item| item.number(1..=2))
}

/// The sign in front of an item, unless something foreign is there.
fn sign_at(here: &[Item], at: usize) -> Option<Gap> {
    here.get(at).map(|item| item.gap).filter(|gap| *gap != Gap::Other)
}

/// A year that may have two digits, if no number hangs on it: `30 April 10.00` has none.
fn year_at(here: &[Item], at: usize, short: bool) -> Option<Year> {
    sign_at(here, at)?;
    let year = Year::of(here.get(at), short)?;
    (year.digits == 4 || !is_linked(here, at + 1)).then_some(year)
}

/// `30 April 2025`, `30-Apr-25`.
fn day_and_name(here: &[Item]) -> Option<Match> {
    let (day, month) = (day_at(here, 0)?, month_at(here, 1)?);
    sign_at(here, 1)?;
    let at = behind_word(here, 2, "tahun");
    let year = year_at(here, at, true)?;
    Some(Match::of(at + 1, day_of(year, month, day)).or_loose(year.digits == 2))
}

/// `April 30, 2025`, `April 2025`, `Apr-25`.
fn name_first(here: &[Item]) -> Option<Match> {
    let month = month_at(here, 0)?;
    if let (Some(_), Some(day), Some(year)) =
        (sign_at(here, 1), day_at(here, 1), year_at(here, 2, false))
    {
        return Some(Match::of(3, day_of(year, month, day)));
    }
    let at = behind_word(here, 1, "tahun");
    // `April 25` is a day as well as a year; `Apr-25` is how spreadsheets show a month.
    let year = year_at(here, at, sign_at(here, at) == Some(Gap::Dash))?;
    let read = year.read().and_then(|year| month_of(year, month));
    Some(Match::of(at + 1, read).or_loose(year.digits == 2))
}

/// `2025 April`, `2025-Apr-30`.
fn name_behind_year(here: &[Item]) -> Option<Match> {
    let (year, month) = (Year::of(here.first(), false)?, month_at(here, 1)?);
    // In `2024 April 2025` the month is of the year behind it.
    if Year::of(here.get(behind_word(here, 2, "tahun")), false).is_some() {
        return None;
    }
    let sign = sign_at(here, 1)?;
    match day_at(here, 2) {
        Some(day) if sign != Gap::Space && sign_at(here, 2) == Some(sign) => {
            Some(Match::of(3, day_of(year, month, day)))
        }
        _ => Some(Match::of(2, year.read().and_then(|year| month_of(year, month)))),
    }
}

/// `Triwulan III 2025`, `TW3 2025`, `2025 Q3`, `Semester I Tahun 2025`: at its last month.
fn part_of_year(here: &[Item]) -> Option<Match> {
    let read = |year: Year, month| year.read().and_then(|year| month_of(year, month));
    if let Some((month, end)) = part_at(here, 0) {
        let at = behind_word(here, end, "tahun");
        return Some(Match::of(at + 1, read(Year::of(here.get(at), false)?, month)));
    }
    let year = Year::of(here.first(), false)?;
    let (month, end) = part_at(here, 1)?;
    // In `2024 triwulan I 2025` the quarter is of the year behind it.
    let next = behind_word(here, end, "tahun");
    Year::of(here.get(next), false).is_none().then(|| Match::of(end, read(year, month)))
}

/// The last month of a quarter or half year, and where its name ends.
fn part_at(here: &[Item], at: usize) -> Option<(u32, usize)> {
    let word = here.get(at)?.text;
    let (months, ordinal, end) = if let Some(months) = names::part_of_year(word) {
        let at = behind_word(here, at + 1, "ke");
        (months, here.get(at)?.text, at + 1)
    } else {
        (3, word.strip_prefix("tw")?, at + 1)
    };
    let month = months * names::ordinal(ordinal)?;
    (month <= 12).then_some((month, end))
}

/// The next place, behind this word if it is there.
fn behind_word(here: &[Item], at: usize, word: &str) -> usize {
    at + usize::from(here.get(at).is_some_and(|item| item.text == word))
}

/// `2025-04` and `04/2025`, with two digits for the month.
fn two_numbers(here: &[Item]) -> Option<Match> {
    let [first, second, ..] = here else { return None };
    let sign = second.gap;
    let (year, month, loose) = match Year::of(Some(first), false) {
        Some(year) => (year, second.number(2..=2)?, false),
        None => (Year::of(Some(second), false)?, first.number(2..=2)?, sign == Gap::Slash),
    };
    let read = year.read().and_then(|year| month_of(year, month));
    matches!(sign, Gap::Dash | Gap::Slash).then(|| Match::of(2, read).or_loose(loose))
}

fn month_of(year: i32, month: u32) -> Result<AsOf, Kind> {
    AsOf::month(year, month).ok_or(Kind::NoSuchMonth(month))
}

fn day_of(year: Year, month: u32, day: u32) -> Result<AsOf, Kind> {
    day_of_year(year.read()?, month, day)
}

fn day_of_year(year: i32, month: u32, day: u32) -> Result<AsOf, Kind> {
    let last = month_of(year, month)?.date.day();
    let date = NaiveDate::from_ymd_opt(year, month, day);
    date.map(AsOf::day).ok_or(Kind::NoSuchDay { year, month, last })
}

/// How many items behind a day are a time: `00:00:00`, `pukul 10.00 WIB`, `T00:00:00Z`, `5 PM`.
pub(super) fn time(behind: &[Item]) -> usize {
    let words = behind.iter().take_while(|item| matches!(item.text, "pukul" | "jam" | "t")).count();
    let mut taken = words;
    let mut numbers = 0;
    while let Some(item) = behind.get(taken) {
        let signed = numbers == 0 || matches!(item.gap, Gap::Colon | Gap::Dot);
        // Hours, minutes, seconds, and a fraction of as many digits as the program likes.
        let digits = if numbers < 3 { 1..=2 } else { 1..=9 };
        if numbers == 4 || !signed || item.number(digits).is_none() {
            break;
        }
        numbers += 1;
        taken += 1;
    }
    if numbers < 2 {
        return 0;
    }
    taken + behind.iter().skip(taken).take_while(|item| names::is_zone(item.text)).count()
}
