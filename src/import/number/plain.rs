//! The ways in which almost every cell of a long file is written, read without taking it apart.
//!
//! What is read here is read the same way by the rest of this module; what is not read here is its
//! business.

use super::Style;

/// Digits and nothing else, which every style reads alike.
pub(super) fn whole(text: &str) -> Option<i64> {
    /// A thousand times all people on earth.
    const MOST_DIGITS: usize = 12;
    let bare = !text.starts_with('0') || text == "0";
    (bare && text.len() <= MOST_DIGITS).then(|| digits(text)).flatten()
}

/// `45,17` or `45.17`, where the column does not write numbers in the other way: in hundredths.
pub(super) fn percent(text: &str, style: Style) -> Option<i32> {
    let (whole, decimals) = match style {
        Style::Unknown => text.split_once(['.', ',']),
        Style::Indonesian => text.split_once(','),
        Style::English => text.split_once('.'),
        Style::Mixed => None,
    }?;
    // Below two it may be a share of one, and from a thousand on the sign may group.
    let whole = digits(whole).filter(|value| (2..1_000).contains(value))?;
    let hundredths = match decimals.len() {
        1 => 10 * digits(decimals)?,
        2 => digits(decimals)?,
        _ => return None,
    };
    if text.starts_with('0') {
        return None;
    }
    i32::try_from(100 * whole + hundredths).ok()
}

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}
