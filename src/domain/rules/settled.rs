//! What was found doubtful and accepted.

use chrono::NaiveDate;

/// What a rule found doubtful about one figure, and somebody accepted. It is the same doubt where all of it is
/// the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The code of the rule: "R8".
    pub rule: String,
    /// The code of the region.
    pub region: String,
    /// The code of the segment.
    pub segment: String,
    /// The day of the figure.
    pub as_of: NaiveDate,
    /// What is the matter, as the rule says it.
    pub reason: String,
}
