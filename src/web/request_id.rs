//! The number of a request, on every response and in every error page.
//!
//! Short enough to be read out on the telephone: five characters that change with each start of the
//! program, a hyphen, and a counter. Digits and lower-case letters without i, l, o and u.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::http::header::HeaderValue;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const START: usize = 5;
const LENGTH: usize = START + 1 + 7;

/// One request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId([u8; LENGTH]);

impl RequestId {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The number as the value of `x-request-id`.
    pub fn header(&self) -> HeaderValue {
        HeaderValue::from_bytes(&self.0).unwrap_or(HeaderValue::from_static("-"))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Gives out numbers.
#[derive(Debug)]
pub struct RequestIds {
    start: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// A new row of numbers, told apart from earlier ones by the time and the process.
    pub fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let start = now.as_secs() ^ (u64::from(now.subsec_micros()) << 5);
        Self { start: start ^ (u64::from(std::process::id()) << 10), next: AtomicU64::new(1) }
    }

    /// The next number.
    pub fn next(&self) -> RequestId {
        let mut text = [b'-'; LENGTH];
        write(&mut text[..START], self.start);
        write(&mut text[START + 1..], self.next.fetch_add(1, Ordering::Relaxed));
        RequestId(text)
    }
}

impl Default for RequestIds {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes the lowest digits of a number to base 32, highest first.
fn write(slot: &mut [u8], mut value: u64) {
    for digit in slot.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(value % 32).unwrap_or(0)];
        value /= 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_and_keep_their_start() {
        let ids = RequestIds::new();
        let (first, second) = (ids.next(), ids.next());
        assert_ne!(first, second);
        assert_eq!(first.as_str()[..6], second.as_str()[..6]);
        assert!(first.as_str().ends_with("-0000001"));
        assert_eq!(first.header().to_str().unwrap(), first.as_str());
    }

    #[test]
    fn counter_carries() {
        let ids = RequestIds { start: 0, next: AtomicU64::new(31) };
        assert_eq!(ids.next().as_str(), "00000-000000z");
        assert_eq!(ids.next().as_str(), "00000-0000010");
    }
}
