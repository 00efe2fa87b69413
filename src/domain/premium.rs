//! What it costs to cover workers who are not wage earners (BPU) at the lowest tier.

use chrono::NaiveDate;

/// A premium per worker and month, as a regulation sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Premium {
    /// Work accident (JKK), rupiah per worker-month.
    pub jkk: i64,
    /// Death (JKM), rupiah per worker-month.
    pub jkm: i64,
    /// The first day on which it holds.
    pub since: NaiveDate,
    /// The regulation that sets it.
    pub legal_basis: &'static str,
}

/// The lowest tier for BPU: JKK Rp10.000 and JKM Rp6.800, in force since 1 July 2015.
///
/// Premiums paid from APBN or APBD are outside the discount of PP 50/2025.
pub const LOWEST_BPU: Premium = Premium {
    jkk: 10_000,
    jkm: 6_800,
    since: match NaiveDate::from_ymd_opt(2015, 7, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    },
    legal_basis: "PP 44/2015",
};

impl Premium {
    /// Rupiah per worker-month.
    pub const fn per_month(&self) -> i64 {
        self.jkk + self.jkm
    }

    /// Rupiah for some workers over some months; `None` for negative input or beyond the type.
    pub fn budget(&self, workers: i64, months: i64) -> Option<i64> {
        let valid = workers >= 0 && months >= 0;
        valid.then(|| self.per_month().checked_mul(workers)?.checked_mul(months)).flatten()
    }

    /// Whole months, one to twelve, that an amount pays for some workers, within half a percent.
    ///
    /// Published amounts are rounded; an amount that fits no whole number of months gives `None`.
    pub fn months_paid(&self, workers: i64, amount: i64) -> Option<i64> {
        (1..=12).find(|months| {
            let exact = self.budget(workers, *months).unwrap_or(0);
            exact > 0 && (amount - exact).abs().saturating_mul(200) <= exact
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_costs_16_800() {
        assert_eq!(LOWEST_BPU.per_month(), 16_800);
        assert_eq!(LOWEST_BPU.since.to_string(), "2015-07-01");
    }

    #[test]
    fn published_amounts_tell_their_months() {
        assert_eq!(LOWEST_BPU.months_paid(5_000, 1_008_000_000), Some(12));
        assert_eq!(LOWEST_BPU.months_paid(23_000, 4_630_000_000), Some(12), "rounded in print");
        assert_eq!(LOWEST_BPU.months_paid(20_000, 3_024_000_000), Some(9));
        assert_eq!(LOWEST_BPU.months_paid(42_000, 10_000_000_000), None, "another premium");
        assert_eq!(LOWEST_BPU.months_paid(0, 1), None);
    }

    #[test]
    fn odd_input_has_no_budget() {
        assert_eq!(LOWEST_BPU.budget(0, 12), Some(0));
        assert_eq!(LOWEST_BPU.budget(-1, 12), None);
        assert_eq!(LOWEST_BPU.budget(1, -12), None);
        assert_eq!(LOWEST_BPU.budget(i64::MAX, 12), None);
    }
}
