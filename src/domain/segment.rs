//! Segments: what is counted, over which base and by which counting rule.

use std::fmt;

/// The code of a segment, such as `total`, `bpu` or `desa`. Two segments never share a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentCode(String);

impl SegmentCode {
    /// The segment of the UCJ target: all eligible workers without ASN, TNI and Polri, by NIK.
    pub const TOTAL: &str = "total";

    /// Checks the form of a code: lower-case letters, digits and underscores, at most 40.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = !text.is_empty()
            && text.len() <= 40
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        fits.then(|| Self(text.to_owned()))
    }

    /// The segment `total`.
    pub fn total() -> Self {
        Self(Self::TOTAL.to_owned())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the segment that the targets speak of.
    pub fn is_total(&self) -> bool {
        self.0 == Self::TOTAL
    }
}

impl fmt::Display for SegmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_form() {
        assert!(SegmentCode::parse("total").is_some_and(|code| code.is_total()));
        assert!(SegmentCode::parse("perangkat_bpd_rt_rw").is_some_and(|code| !code.is_total()));
        assert_eq!(SegmentCode::total().to_string(), SegmentCode::TOTAL);
        for bad in ["", "Total", "a b", "bpu;", "é", &"a".repeat(41)] {
            assert_eq!(SegmentCode::parse(bad), None, "{bad:?}");
        }
    }
}
