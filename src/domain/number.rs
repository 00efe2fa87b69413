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
        saturated(divide_rounded(i128::from(self.0) * i128::from(workforce), 10_000))
    }
}

/// A wide value in the type of counts; one beyond it becomes the nearest that fits.
pub(super) fn saturated(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn coverage_rounds_half_up() {
        assert_eq!(Percent::of(592_806, 1_312_370), Some(Percent(4517)));
        assert_eq!(Percent::of(1, 20_000), Some(Percent(1)), "0,005% is a half");
        assert_eq!(Percent::of(1, 20_001), Some(Percent(0)));
        assert_eq!(Percent::of(25_721, 20_390), Some(Percent(12_615)), "above 100%");
        assert_eq!(Percent::of(0, 7), Some(Percent(0)));
    }

    #[test]
    fn coverage_needs_a_base_and_a_count() {
        assert_eq!(Percent::of(1, 0), None);
        assert_eq!(Percent::of(1, -5), None);
        assert_eq!(Percent::of(-1, 5), None);
        assert_eq!(Percent::of(i64::MAX, 1), None, "out of range");
        assert_eq!(Percent::of(i64::MAX, i64::MAX), Some(Percent::FULL));
    }

    #[test]
    fn published_percents_are_read_exactly() {
        let read = |text| Percent::parse(text).map(|percent| percent.0);
        assert_eq!(read("45.17"), Some(4517));
        assert_eq!(read("39"), Some(3900));
        assert_eq!(read("37.4"), Some(3740));
        assert_eq!(read("126.15"), Some(12_615));
        assert_eq!(read("1.005"), Some(101), "half up");
        assert_eq!(read("1.0049"), Some(100), "digits after the third do not count");
        assert_eq!(read("99.999"), Some(10_000));
        for bad in ["", ".", "45.", ".5", "-1", "+1", "4,5", "1e3", "45.1.2", "1234567", " 1", "٣"]
        {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn division_rounds_half_away_from_zero() {
        let cases = [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (0, 9, 0), (1, 3, 0)];
        for (value, by, wanted) in cases {
            assert_eq!(divide_rounded(value, by), wanted, "{value} / {by}");
        }
    }

    #[test]
    fn counts_at_the_edge_of_the_type_do_not_overflow() {
        assert_eq!(Percent(i32::MAX).of_workforce(i64::MAX), i64::MAX);
        assert_eq!(Percent(-1).of_workforce(i64::MAX), -922_337_203_685_478);
        assert_eq!(Percent(i32::MIN).of_workforce(i64::MAX), i64::MIN);
        assert_eq!(Percent(i32::MAX).minus(Percent(i32::MIN)), Points(i32::MAX));
    }

    #[test]
    fn derived_base_is_a_range() {
        assert_eq!(base_range(65_875, Percent(3302)), Some((98_343, 98_358)));
        assert_eq!(base_range(10, Percent::FULL), None, "nobody is uncovered at 100%");
        assert_eq!(base_range(10, Percent(12_615)), None);
        assert_eq!(base_range(-1, Percent(5000)), None);
        assert_eq!(base_range(0, Percent(5000)), Some((0, 0)));
    }

    proptest! {
        #[test]
        fn coverage_is_within_half_a_hundredth(active in 0_i64..5_000_000, base in 1_i64..5_000_000) {
            let percent = Percent::of(active, base);
            prop_assume!(percent.is_some());
            let off = i128::from(percent.unwrap().0) * i128::from(base) - i128::from(active) * 10_000;
            prop_assert!(2 * off.abs() <= i128::from(base));
        }

        #[test]
        fn printing_and_reading_agree(hundredths in 0..2_000_000) {
            let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            prop_assert_eq!(Percent::parse(&text), Some(Percent(hundredths)));
        }

        #[test]
        fn derived_base_holds_the_true_base(base in 1_i64..3_000_000, share in 0..9_900) {
            let active = Percent(share).of_workforce(base);
            let coverage = Percent::of(active, base).unwrap();
            let (low, high) = base_range(base - active, coverage).unwrap();
            prop_assert!(low <= base && base <= high, "{} not in {}..{}", base, low, high);
        }
    }
}
