//! Digits with their signs: which of the two ways to write numbers they follow.

/// One of the two ways to write numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Convention {
    /// `1.312.370,5`.
    Indonesian,
    /// `1,312,370.5`.
    English,
}

/// A number as digits, without signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Before the decimal sign; at least one digit.
    pub(super) whole: String,
    /// Behind it; empty without one.
    pub(super) fraction: String,
}

impl Convention {
    pub(super) const BOTH: [Self; 2] = [Self::Indonesian, Self::English];

    /// The convention in which this sign groups thousands.
    pub(super) const fn grouping_by(sign: char) -> Self {
        if sign == '.' { Self::Indonesian } else { Self::English }
    }

    const fn group_sign(self) -> char {
        match self {
            Self::Indonesian => '.',
            Self::English => ',',
        }
    }

    /// The sign in front of decimals.
    pub(super) const fn point(self) -> char {
        match self {
            Self::Indonesian => ',',
            Self::English => '.',
        }
    }

    /// Reads digits, dots, commas and spaces; `None` where they break the rules of this convention.
    pub(super) fn read(self, run: &str) -> Option<Decimal> {
        let (whole, fraction) = match run.split_once(self.point()) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (run, None),
        };
        let spaced = whole.contains(' ');
        // `1 312.370` may be one number with two kinds of group signs.
        if spaced && fraction.is_some_and(|digits| digits.len() == 3) {
            return None;
        }
        let sign = if spaced { ' ' } else { self.group_sign() };
        let whole = joined(whole, sign)?;
        match fraction {
            Some(fraction) if !all_digits(fraction) => None,
            fraction => Some(Decimal { whole, fraction: fraction.unwrap_or_default().to_owned() }),
        }
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Groups of three, the first one shorter if need be; or digits in one go.
fn joined(text: &str, sign: char) -> Option<String> {
    let groups: Vec<&str> = text.split(sign).collect();
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty()
        || first.len() <= 3
            && !first.starts_with('0')
            && rest.iter().all(|group| group.len() == 3 && all_digits(group));
    (grouped && all_digits(first)).then(|| groups.concat())
}

/// What stands before and behind the only dot or comma; `None` for more signs than one.
fn lone(run: &str) -> Option<(&str, &str)> {
    let (before, after) = run.split_once(['.', ','])?;
    (all_digits(before) && all_digits(after)).then_some((before, after))
}

/// Whether the only sign may have slipped: `18.8662` for `188.662`.
///
/// Decimals of that number are no group, but few people mean so many. Seven and more come out of a
/// calculation. A zero before the sign starts no group.
pub(super) fn may_have_slipped(run: &str) -> bool {
    lone(run).is_some_and(|(before, after)| before != "0" && (3..=6).contains(&after.len()))
}

/// Whether a short number has nothing but zeros behind its only sign: `76.00` may have lost a digit of
/// `76.001`.
pub(super) fn may_be_short(run: &str) -> bool {
    lone(run).is_some_and(|(before, after)| {
        before.len() <= 3
            && before != "0"
            && after.len() <= 2
            && after.bytes().all(|byte| byte == b'0')
    })
}

/// The convention that a number follows for certain; `None` when it fits both or none.
pub(super) fn evident(run: &str) -> Option<Convention> {
    if may_have_slipped(run) || may_be_short(run) || has_leading_zero(run) {
        return None;
    }
    match Convention::BOTH.map(|convention| convention.read(run).is_some()) {
        [true, false] => Some(Convention::Indonesian),
        [false, true] => Some(Convention::English),
        _ => None,
    }
}

/// Whether it starts like a code: `007`.
pub(super) fn has_leading_zero(run: &str) -> bool {
    run.split(['.', ',', ' ']).next().is_some_and(|first| first.len() > 1 && first.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_tell_their_convention() {
        use Convention::{English, Indonesian};
        let cases = [
            ("1.312.370", Some(Indonesian)),
            ("1,312,370", Some(English)),
            ("1.312.370,5", Some(Indonesian)),
            ("1,312.50", Some(English)),
            ("1.312,370", Some(Indonesian)),
            ("45,17", Some(Indonesian)),
            ("45.17", Some(English)),
            ("0.312", Some(English)),
            ("45.170000000000002", Some(English)),
            ("592 806,5", Some(Indonesian)),
            ("592806", None),
            ("592 806", None),
            ("1.312", None),
            ("18.8662", None),
            ("76.00", None),
            ("67,0", None),
            ("64709,0", Some(Indonesian)),
            ("1312.370", None),
            ("1 312.370", None),
            ("007,5", None),
            ("12.34.56", None),
            ("1..2", None),
            ("1,2,3", None),
            ("1.312.", None),
            ("1.312,", None),
            ("0.312.370", None),
            ("592  806", None),
            ("1, 5", None),
            ("13,12,370", None),
        ];
        for (run, wanted) in cases {
            assert_eq!(evident(run), wanted, "{run:?}");
        }
    }
}
