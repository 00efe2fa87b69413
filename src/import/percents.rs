//! Percents in the cells of figures and lists, by one rule: what a small number means, and what is cut off
//! behind the second decimal.

use super::finding::{Asks, Finding, Rule, Severity};
use super::number::{self, NumberError, Style};
use super::sheet::Cell;
use crate::domain::Percent;
use crate::domain::wording::{count, percent};

/// A cell as it was read: its percent, `None` where it says that there is none, and whether it had more
/// than two decimals.
pub(super) type Read = (Result<Option<Percent>, NumberError>, bool);

/// Reads a cell of a column of percents. `text` is what it shows, `cell` the cell itself unless that text
/// was written anew; `shares` is what was said of numbers below two: shares of one, percents, or nothing.
pub(super) fn read(cell: Option<Cell>, text: &str, style: Style, shares: Option<bool>) -> Read {
    let share = |value, is_share| {
        let read = number::percent_of_cell(value, is_share).map(Some);
        (read, number::is_cut_of_cell(value, is_share))
    };
    let is_share = shares == Some(true);
    match cell {
        Some(Cell::Number { value, percent: false }) if shares.is_none() => {
            (number::percent_of_open_cell(value).map(Some), number::is_cut_of_cell(value, false))
        }
        Some(Cell::Number { value, percent }) => share(value, percent || is_share),
        _ => match bare_decimal(text).filter(|_| is_share) {
            Some(value) => share(value, true),
            None if shares.is_some() => {
                (number::stated_percent(text, style), number::is_cut(text, style))
            }
            None => (number::percent(text, style), number::is_cut(text, style)),
        },
    }
}

/// What a cell adds to the question whether a column holds shares: a number that does not say itself that
/// it is a percent.
pub(super) fn unsigned(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number { value, percent: false } => Some(*value),
        Cell::Text(text) => bare_decimal(text),
        _ => None,
    }
}

/// The question that a column raises in which no number is above 1,5.
pub(super) fn all_small(title: &str, numbers: &[f64]) -> Option<Finding> {
    number::looks_like_shares(numbers.iter().copied()).then(|| {
        let reason = "tidak ada angka di atas 1,5: bagian dari satu, atau persen?";
        Finding::new(0, Rule::R12, Severity::Refuse, reason)
            .at(title, "")
            .so("Nyatakan yang mana; 0,45 dapat berarti 45% atau 0,45%.")
            .asking(Asks::Shares)
    })
}

/// A number with one sign and without a unit, as text: `0,45`, `0.45`, `12`.
fn bare_decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let fits = text.len() <= 20
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && text.bytes().filter(|byte| matches!(byte, b'.' | b',')).count() <= 1;
    if fits { text.replace(',', ".").parse().ok() } else { None }
}

/// Percents of a file that had more than two decimals: the first is told, the others are counted.
#[derive(Debug, Default)]
pub(super) struct Cut {
    first: Option<Finding>,
    others: i64,
}

impl Cut {
    /// Takes note of one that was rounded to `kept`. The pair is the title of its column and its text.
    pub fn take(&mut self, line: u32, kept: Percent, (title, value): (String, String)) {
        if self.first.is_some() {
            self.others += 1;
            return;
        }
        let reason = format!("dibulatkan menjadi {}.", percent(kept));
        let told = Finding::new(line, Rule::R9, Severity::Inform, reason).at(title, value);
        self.first = Some(told);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// What is to be told.
    pub fn told(self) -> Option<Finding> {
        let first = self.first?;
        if self.others == 0 {
            return Some(first);
        }
        let others = count(self.others);
        Some(first.so(format!("Begitu juga {others} sel lain dengan lebih dari dua desimal.")))
    }
}
