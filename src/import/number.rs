//! Numbers as Indonesian spreadsheets hold them.
//!
//! Text is read digit by digit, never by way of floats. What can mean two numbers is refused with
//! both: `1.312` is 1312 or 1,312, and only the other cells of its column can tell ([`style_of`]).
//! Numbers out of numeric cells (the functions on `f64`) have one meaning.

mod fault;
mod plain;
mod scan;
mod settle;
mod shape;
mod units;
mod value;

use self::scan::Scan;
use self::shape::Convention;
use self::value::Value;
use super::cell::{LONGEST, is_missing};
use crate::domain::Percent;

pub use self::fault::{Kind, NumberError};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Whole people.
    Count,
    /// Shares in percent.
    Percent,
    /// Whole rupiah.
    Rupiah,
}

/// How the cells of a column write numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// No cell tells.
    #[default]
    Unknown,
    /// `1.312.370,5`.
    Indonesian,
    /// `1,312,370.5`.
    English,
    /// Cells contradict each other; each has to speak for itself.
    Mixed,
}

impl Style {
    /// The convention of the column, where it has one.
    const fn convention(self) -> Option<Convention> {
        match self {
            Self::Indonesian => Some(Convention::Indonesian),
            Self::English => Some(Convention::English),
            Self::Unknown | Self::Mixed => None,
        }
    }
}

/// A whole number of people or rupiah.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Never negative.
    pub value: i64,
    /// The cell gives it in round: `16,7 juta`, `sekitar 500`.
    pub rounded: bool,
}

/// The most people that a cell may count: more than live in Indonesia is a slip.
pub const MOST_PEOPLE: i64 = 999_999_999;

/// The most rupiah that a cell may hold: more than the state spends in years is a slip, and sums of what
/// is below never overflow.
pub const MOST_RUPIAH: i64 = 10_000_000_000_000_000;

/// Settles how a column writes numbers, by those of its cells that can be read in one way only.
pub fn style_of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Style {
    let mut style = Style::Unknown;
    let short = cells.into_iter().filter(|cell| cell.len() <= LONGEST);
    for convention in short.flat_map(scan::runs).filter_map(|run| shape::evident(&run)) {
        style = match (style, convention) {
            (Style::Unknown | Style::Indonesian, Convention::Indonesian) => Style::Indonesian,
            (Style::Unknown | Style::English, Convention::English) => Style::English,
            _ => return Style::Mixed,
        };
    }
    style
}

/// Reads a number of people; `None` where the cell says that there is none.
pub fn count(text: &str, style: Style) -> Result<Option<Amount>, NumberError> {
    match plain::whole(text) {
        Some(value) => Ok(Some(Amount { value, rounded: false })),
        None => amount(text, Reading::Count, style),
    }
}

/// Reads a sum of money in rupiah; `None` where the cell says that there is none.
///
/// `Rp3 miliar 24 juta`, `Rp 3.024.000.000`, `Rp50.000.000,00`, `Rp50.000,-`.
pub fn rupiah(text: &str, style: Style) -> Result<Option<Amount>, NumberError> {
    amount(text, Reading::Rupiah, style)
}

/// Reads a share in percent; `None` where the cell says that there is none.
///
/// Two decimals are kept as they stand. More are rounded half up to two, after rounding to ten,
/// which undoes what binary floats add (`45.174999999999997` is 45,175 and so 45,18). That is done
/// only where the sign is a decimal sign for certain: by the style of the column, by a second sign,
/// or by seven decimals and more. Three to six may be a slip (`18.8662` for 188.662) and are
/// refused. So is `0,45`, which may be a share of one, unless the cell says `%`.
pub fn percent(text: &str, style: Style) -> Result<Option<Percent>, NumberError> {
    percent_of(text, style, false)
}

/// The same where the user has said that small numbers are percents: `0,45` is 0,45%.
pub fn stated_percent(text: &str, style: Style) -> Result<Option<Percent>, NumberError> {
    percent_of(text, style, true)
}

fn percent_of(text: &str, style: Style, is_percent: bool) -> Result<Option<Percent>, NumberError> {
    if let Some(hundredths) = plain::percent(text, style) {
        return Ok(Some(Percent(hundredths)));
    }
    percent_in_words(text, style, is_percent)
}

fn percent_in_words(
    text: &str,
    style: Style,
    is_percent: bool,
) -> Result<Option<Percent>, NumberError> {
    let fault = Faults { text, reading: Reading::Percent, style };
    let Some((scan, value)) = read(&fault)? else { return Ok(None) };
    let hundredths = value.hundredths().map_err(|kind| fault.of(kind))?;
    if !scan.named && !is_percent && value.may_be_share() {
        let share = value.shifted(2).and_then(|value| value.hundredths());
        let readings = [Some(hundredths), share.ok()].into_iter().flatten();
        return Err(fault.share(readings));
    }
    Ok(Some(Percent(hundredths)))
}

/// Whether a text that [`percent`] reads has more decimals than a percent keeps.
pub fn is_cut(text: &str, style: Style) -> bool {
    let behind = text.rfind(['.', ',']).map_or("", |at| &text[at + 1..]);
    let long = behind.bytes().take_while(u8::is_ascii_digit).count() > 2;
    let read = || read(&Faults { text, reading: Reading::Percent, style }).ok().flatten();
    long && read().is_some_and(|(_, value)| value.has_more_than_hundredths())
}

/// Whether a numeric cell that [`percent_of_cell`] reads has more decimals than a percent keeps.
pub fn is_cut_of_cell(value: f64, is_percent_format: bool) -> bool {
    share(value, is_percent_format).is_ok_and(|value| value.has_more_than_hundredths())
}

/// A number of people out of a numeric cell.
pub fn count_of_cell(value: f64) -> Result<i64, NumberError> {
    whole_of_cell(value, Reading::Count)
}

/// A sum of money out of a numeric cell.
pub fn rupiah_of_cell(value: f64) -> Result<i64, NumberError> {
    whole_of_cell(value, Reading::Rupiah)
}

/// A share out of a numeric cell. In a cell with a percent format, 0.4517 stands for 45,17%.
///
/// Rounded half up to two decimals, like text.
pub fn percent_of_cell(value: f64, is_percent_format: bool) -> Result<Percent, NumberError> {
    let text = value.to_string();
    let fault = Faults { text: &text, reading: Reading::Percent, style: Style::Unknown };
    share(value, is_percent_format)
        .and_then(|value| value.hundredths())
        .map(Percent)
        .map_err(|kind| fault.of(kind))
}

/// A share out of a numeric cell, as a percent with all its decimals.
fn share(value: f64, is_percent_format: bool) -> Result<Value, Kind> {
    let shift = if is_percent_format { 2 } else { 0 };
    // Ten decimals of the percent are far more than any source gives, and for shares of up to 999%
    // within the fifteen digits or so that a float holds for certain.
    let text = format!("{:.*}", 10 + shift, in_range(value, 1e6)?);
    let decimal = Convention::English.read(&text).ok_or(Kind::Shape)?;
    Value::of(decimal, shift)
}

/// The same for a cell without a percent format, where nobody says what 0.45 means in its column: it is
/// refused with both readings, as the same text is.
pub fn percent_of_open_cell(value: f64) -> Result<Percent, NumberError> {
    let percent = percent_of_cell(value, false)?;
    let digits = Convention::English.read(&format!("{value:.10}"));
    if digits.is_some_and(|digits| Value::of(digits, 0).is_ok_and(|it| it.may_be_share())) {
        let text = value.to_string();
        let fault = Faults { text: &text, reading: Reading::Percent, style: Style::Unknown };
        let share = percent_of_cell(value, true)?;
        return Err(fault.share([percent.0, share.0]));
    }
    Ok(percent)
}

/// Whether the numeric cells of a percent column may be shares of one.
///
/// So they may if none is above 1,5 and not all are zero. Only the whole column can tell, and not for certain: the caller has to ask.
pub fn looks_like_shares(values: impl IntoIterator<Item = f64>) -> bool {
    let mut largest = 0.0_f64;
    values.into_iter().all(|value| {
        largest = largest.max(value);
        (0.0..=1.5).contains(&value)
    }) && largest > 0.0
}

fn whole_of_cell(value: f64, reading: Reading) -> Result<i64, NumberError> {
    // Beyond 2^53 floats skip whole numbers.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    let text = value.to_string();
    let fault = Faults { text: &text, reading, style: Style::Unknown };
    in_range(value, LIMIT)
        .and_then(|value| {
            let whole = value.round();
            if (value - whole).abs() > 1e-6 {
                return Err(Kind::NotWhole);
            }
            format!("{whole:.0}").parse().map_err(|_| Kind::TooLarge)
        })
        .map_err(|kind| fault.of(kind))
}

/// A zero that came out of a calculation may be a little below zero.
fn in_range(value: f64, limit: f64) -> Result<f64, Kind> {
    if !value.is_finite() {
        Err(Kind::Formula)
    } else if value < -1e-9 {
        Err(Kind::Negative)
    } else if value >= limit {
        Err(Kind::TooLarge)
    } else {
        Ok(value.abs())
    }
}

/// A cell with its column: all that an error has to tell.
struct Faults<'a> {
    text: &'a str,
    reading: Reading,
    style: Style,
}

impl Faults<'_> {
    fn of(&self, kind: Kind) -> NumberError {
        self.with(kind, Vec::new())
    }

    fn with(&self, kind: Kind, readings: Vec<String>) -> NumberError {
        let mut fault = NumberError::new(self.text, self.reading, self.point(), kind);
        fault.readings = readings;
        fault
    }

    /// A number that may be a share of one, with both readings, in hundredths of a percent. Their sign makes
    /// them clear.
    fn share(&self, readings: impl IntoIterator<Item = i32>) -> NumberError {
        let signed = |value| format!("{}%", self.plain_percent(value));
        self.with(Kind::Ambiguous, readings.into_iter().map(signed).collect())
    }

    /// The decimal sign with which the column would accept a number.
    fn point(&self) -> char {
        self.style.convention().unwrap_or(Convention::Indonesian).point()
    }

    fn plain_percent(&self, hundredths: i32) -> String {
        match (hundredths / 100, hundredths % 100) {
            (whole, 0) => whole.to_string(),
            (whole, rest) => format!("{whole}{}{rest:02}", self.point()),
        }
    }

    /// A value in the form in which this column would accept it; `None` for what it cannot hold.
    fn plain(&self, value: &Value) -> Option<String> {
        match self.reading {
            Reading::Percent => {
                // A small one is taken as a percent with its sign only.
                let sign = if value.may_be_share() { "%" } else { "" };
                let percent = value.hundredths().ok()?;
                Some(self.plain_percent(percent) + sign)
            }
            _ => Some(value.written(self.point())),
        }
    }
}

/// Reads a cell; `None` where it says that there is nothing.
fn read(fault: &Faults) -> Result<Option<(Scan, Value)>, NumberError> {
    if fault.text.len() > LONGEST {
        return Err(fault.of(Kind::TooLong));
    }
    if is_missing(fault.text) {
        return Ok(None);
    }
    let scan = scan::scan(fault.text, fault.reading).map_err(|kind| fault.of(kind))?;
    match settle::settle(&scan, fault.reading, fault.style) {
        Ok(value) => Ok(Some((scan, value))),
        Err((kind, readings)) => {
            let readings: Vec<_> = readings.iter().filter_map(|one| fault.plain(one)).collect();
            let fits_nowhere = kind == Kind::Ambiguous && readings.is_empty();
            Err(fault.with(if fits_nowhere { Kind::TooLarge } else { kind }, readings))
        }
    }
}

fn amount(text: &str, reading: Reading, style: Style) -> Result<Option<Amount>, NumberError> {
    let fault = Faults { text, reading, style };
    let Some((scan, value)) = read(&fault)? else { return Ok(None) };
    let rounded = scan.about || scan.parts.last().is_some_and(|part| part.scale > 0);
    let value = value.amount().map_err(|kind| fault.of(kind))?;
    Ok(Some(Amount { value, rounded }))
}

#[cfg(test)]
mod tests;
