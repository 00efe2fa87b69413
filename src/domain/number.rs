//! Percentages and percentage points as integers, so that no figure depends on float rounding.

/// A share in hundredths of a percent: `Percent(4517)` is 45,17%.
///
/// Values above 100% are real (construction workers registered by project) and never clipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub i32);

/// A difference of two percentages in hundredths of a percentage point: `Points(379)` is 3,79 poin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(pub i32);

impl Percent {
    /// Everybody: 100%.
    pub const FULL: Self = Self(10_000);

    /// Coverage: active participants per eligible worker, rounded half up to 0,01 percent.
    ///
    /// `None` when there is no workforce to divide by, when a count is negative, or when the
    /// quotient leaves the range of the type.
    pub fn of(active: i64, workforce: i64) -> Option<Self> {
        if workforce <= 0 || active < 0 {
            return None;
        }
        let hundredths = divide_rounded(i128::from(active) * 10_000, i128::from(workforce));
        i32::try_from(hundredths).ok().map(Self)
    }

    /// Reads a published percent such as `45.17`, `39` or `126.15`.
    ///
    /// At most two decimals count; a third one rounds half up. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || whole.len() > 6 {
            return None;
        }
        let mut thousandths = [b'0'; 3];
        for (slot, digit) in thousandths.iter_mut().zip(fraction.bytes()) {
            *slot = digit;
        }
        let fraction = thousandths.iter().fold(0, |sum, d| sum * 10 + i32::from(d - b'0'));
        Some(Self(whole.parse::<i32>().ok()? * 100 + (fraction + 5) / 10))
    }

    /// This share minus another one.
    pub fn minus(self, other: Self) -> Points {
        Points(self.0.saturating_sub(other.0))
    }

    /// Workers that make up this share of a workforce, rounded to the nearest worker.
    pub fn of_workforce(self, workforce: i64) -> i64 {
        let workers = divide_rounded(i128::from(self.0) * i128::from(workforce), 10_000);
        i64::try_from(workers).unwrap_or(i64::MAX)
    }
}

/// Divides and rounds half away from zero. `by` must be positive.
pub fn divide_rounded(value: i128, by: i128) -> i128 {
    debug_assert!(by > 0, "division by a non-positive number");
    let half = by / 2;
    if value >= 0 { (value + half) / by } else { (value - half) / by }
}

/// The range of bases that a published percent and a published number of uncovered workers allow.
///
/// A percent printed with two decimals stands for anything within half a hundredth, so the base is
/// known only as a range: 65.875 uncovered at 33,02% give 98.343 to 98.358. `None` when the percent
/// leaves nobody uncovered.
pub fn base_range(uncovered: i64, coverage: Percent) -> Option<(i64, i64)> {
    // In two-hundredths of a percent, so that "half a hundredth" is a whole number.
    let rest = 20_000 - 2 * i128::from(coverage.0);
    if rest <= 1 || uncovered < 0 {
        return None;
    }
    let base =
        |share: i128| i64::try_from(divide_rounded(i128::from(uncovered) * 20_000, share)).ok();
    Some((base(rest + 1)?, base(rest - 1)?))
}
