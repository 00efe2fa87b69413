//! Reasons that people give for what they do.

/// Least characters of a reason: one word explains nothing to who reads it in a year.
pub const MIN_REASON: usize = 10;

/// Most characters of a reason.
pub const MAX_REASON: usize = 1_000;

/// Whether a text will do as a reason.
pub fn is_reason(text: &str) -> bool {
    (MIN_REASON..=MAX_REASON).contains(&text.trim().chars().count())
}
