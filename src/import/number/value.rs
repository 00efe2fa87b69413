//! A number whose dots and commas are settled, in digits.

use super::fault::Kind;
use super::shape::Decimal;

/// What is before the decimal sign, and what is behind it without closing zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    whole: u64,
    fraction: String,
}

impl Value {
    /// Moves the decimal sign by so many places, as a word like `juta` says.
    pub(super) fn of(decimal: Decimal, scale: usize) -> Result<Self, Kind> {
        let Decimal { mut whole, mut fraction } = decimal;
        let moved = fraction.len().min(scale);
        whole.extend(fraction.drain(..moved));
        whole.extend(std::iter::repeat_n('0', scale - moved));
        fraction.truncate(fraction.trim_end_matches('0').len());
        whole.parse().map(|whole| Self { whole, fraction }).map_err(|_| Kind::TooLarge)
    }

    /// This value again, moved further.
    pub(super) fn shifted(&self, scale: usize) -> Result<Self, Kind> {
        let (whole, fraction) = (self.whole.to_string(), self.fraction.clone());
        Self::of(Decimal { whole, fraction }, scale)
    }

    /// `39 juta` and `700 ribu`. What is added has to be smaller than the unit before it.
    pub(super) fn plus(self, smaller: Self, unit: usize) -> Result<Self, Kind> {
        let fits = smaller.whole.checked_ilog10().is_none_or(|log| (log as usize) < unit);
        if !fits {
            return Err(Kind::Shape);
        }
        let whole = self.whole.checked_add(smaller.whole).ok_or(Kind::TooLarge)?;
        Ok(Self { whole, ..smaller })
    }

    /// As a whole number.
    pub(super) fn amount(&self) -> Result<i64, Kind> {
        if !self.fraction.is_empty() {
            return Err(Kind::NotWhole);
        }
        i64::try_from(self.whole).map_err(|_| Kind::TooLarge)
    }

    /// As hundredths, rounded half up; see [`super::percent`] for the two steps.
    pub(super) fn hundredths(&self) -> Result<i32, Kind> {
        // Six digits, as percents are stored.
        let whole = i32::try_from(self.whole).ok().filter(|whole| *whole < 1_000_000);
        let rest = i32::try_from((self.ten_decimals() + 50_000_000) / 100_000_000);
        let both = whole.zip(rest.ok()).map(|(whole, rest)| whole * 100 + rest);
        both.filter(|hundredths| *hundredths < 100_000_000).ok_or(Kind::TooLarge)
    }

    /// Above zero and not above one: no percent that is usual, but what a share of one looks like.
    pub(super) fn may_be_share(&self) -> bool {
        match self.whole {
            0 => self.ten_decimals() > 0,
            1 => self.ten_decimals() == 0,
            _ => false,
        }
    }

    /// Whether hundredths leave something of it away, beyond what binary floats add.
    pub(super) fn has_more_than_hundredths(&self) -> bool {
        !self.ten_decimals().is_multiple_of(100_000_000)
    }

    /// `1312,5`.
    pub(super) fn written(&self, point: char) -> String {
        if self.fraction.is_empty() {
            self.whole.to_string()
        } else {
            format!("{}{point}{}", self.whole, self.fraction)
        }
    }

    fn ten_decimals(&self) -> u64 {
        let digit = |at| u64::from(self.fraction.as_bytes().get(at).map_or(0, |byte| byte - b'0'));
        (0..10).fold(0, |sum, at| sum * 10 + digit(at)) + u64::from(digit(10) >= 5)
    }
}
