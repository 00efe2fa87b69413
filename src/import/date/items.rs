//! A text as numbers and words, with what stands between them.

/// What stands between two items, blanks around it left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing, as in `TW3`.
    None,
    Space,
    Underscore,
    Dash,
    Slash,
    Dot,
    Colon,
    Comma,
    Other,
}

/// A number or a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) text: &'a str,
    /// In front of it.
    pub(super) gap: Gap,
}

impl<'a> Item<'a> {
    /// The digits of a number.
    pub(super) fn digits(self) -> Option<&'a str> {
        self.text.starts_with(|c: char| c.is_ascii_digit()).then_some(self.text)
    }

    /// A number of so many digits.
    pub(super) fn number(self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        self.digits().filter(|text| digits.contains(&text.len()))?.parse().ok()
    }
}

/// Lower case, with `s.d.` and `s/d` as one word and without apostrophes (`Jum'at`, `Apr '25`).
pub(super) fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace(['\'', '\u{2019}', '`'], "");
    let mut plain = String::with_capacity(lower.len());
    let mut rest = lower.as_str();
    while let Some(first) = rest.chars().next() {
        let until = ["s.d.", "s.d", "s/d"].into_iter().find(|form| {
            let behind = rest.strip_prefix(form);
            behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
                && !plain.ends_with(char::is_alphanumeric)
        });
        if let Some(form) = until {
            plain.push_str("sd ");
            rest = &rest[form.len()..];
        } else {
            plain.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    plain
}

/// The items of a text, and what is behind the last one.
pub(super) fn items(text: &str) -> (Vec<Item<'_>>, Gap) {
    let mut items = Vec::new();
    let mut rest = text;
    loop {
        let Some(start) = rest.find(|c: char| c.is_ascii_digit() || c.is_alphabetic()) else {
            return (items, gap(rest));
        };
        let (between, from) = rest.split_at(start);
        let is_part = if from.starts_with(|c: char| c.is_ascii_digit()) {
            |c: char| c.is_ascii_digit()
        } else {
            char::is_alphabetic
        };
        let (item, behind) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
        items.push(Item { text: item, gap: gap(between) });
        rest = behind;
    }
}

fn gap(between: &str) -> Gap {
    match between.trim() {
        "" if between.is_empty() => Gap::None,
        "" => Gap::Space,
        "_" => Gap::Underscore,
        "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}" | "\u{2212}" => {
            Gap::Dash
        }
        "/" => Gap::Slash,
        "." => Gap::Dot,
        ":" => Gap::Colon,
        "," => Gap::Comma,
        _ => Gap::Other,
    }
}
