//! A cell taken apart: words in front, digits with their scale, words behind.

use super::super::cell::trimmed;
use super::{Reading, fault::Kind, shape, units};

/// The parts of a cell, before it is decided what dots and commas mean.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// `sekitar` or `±` stands in front.
    pub(super) about: bool,
    /// The cell itself says what it counts: `Rp`, `orang`, `%`.
    pub(super) named: bool,
    /// `39 juta 700 ribu` has two parts.
    pub(super) parts: Vec<Part>,
}

/// Digits with their signs, and the decimal places of the word behind them.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) run: String,
    pub(super) scale: usize,
}

impl Part {
    /// Its first dot or comma.
    pub(super) fn sign(&self) -> Option<char> {
        self.run.chars().find(|c| matches!(c, '.' | ','))
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Run(String),
    Word(String),
}

/// The runs of digits of a cell, for telling the style of its column; empty for what is no number.
pub(super) fn runs(text: &str) -> Vec<String> {
    let text = plain(text);
    let tokens = tokens(money_end(&text).unwrap_or(&text)).unwrap_or_default();
    tokens
        .into_iter()
        .filter_map(|token| match token {
            Token::Run(run) => Some(run),
            Token::Word(_) => None,
        })
        .collect()
}

/// Takes a cell of such a column apart.
pub(super) fn scan(text: &str, reading: Reading) -> Result<Scan, Kind> {
    let text = plain(text);
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        return Err(Kind::ForeignDigits);
    }
    if text.starts_with('#') {
        return Err(Kind::Formula);
    }
    let mut rest = text.as_str();
    let mut scan = Scan::default();
    if let Some(sign) = units::ABOUT_SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        rest = rest[sign.len()..].trim_start();
        scan.about = true;
    }
    if is_negative(rest) {
        return Err(Kind::Negative);
    }
    let mut unit = None;
    if let Some(before) = money_end(rest) {
        unit = Some(Reading::Rupiah);
        rest = before;
    }
    let mut tokens = tokens(rest)?.into_iter().peekable();

    let mut lead = Vec::new();
    while let Some(Token::Word(word)) = tokens.next_if(|token| matches!(token, Token::Word(_))) {
        if units::is_currency(&word) {
            unit = Some(Reading::Rupiah);
        } else {
            lead.push(word);
        }
    }
    let lead = lead.join(" ");
    match lead.as_str() {
        "" => {}
        words if units::is_about(words) => scan.about = true,
        _ => return Err(Kind::Word(lead)),
    }
    while let Some(Token::Run(run)) = tokens.next_if(|token| matches!(token, Token::Run(_))) {
        if shape::has_leading_zero(&run) {
            return Err(Kind::LeadingZero);
        }
        let scale = match tokens.peek() {
            Some(Token::Word(word)) => units::scale(word),
            _ => None,
        };
        if scale.is_some() {
            tokens.next();
        }
        scan.parts.push(Part { run, scale: scale.unwrap_or(0) });
    }
    if scan.parts.is_empty() {
        return Err(Kind::Shape);
    }
    let mut tail = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word) => tail.push(word),
            Token::Run(_) => return Err(Kind::Word(tail.join(" "))),
        }
    }
    let tail = tail.join(" ");
    if !tail.is_empty() {
        let counted = units::counted(&tail).ok_or(Kind::Word(tail))?;
        if unit.is_some_and(|unit| unit != counted) {
            return Err(Kind::OtherUnit(counted));
        }
        unit = Some(counted);
    }
    match unit {
        Some(unit) if unit != reading => Err(Kind::OtherUnit(unit)),
        // A share that is not exact has no place to say so, and shares are never in millions.
        _ if reading == Reading::Percent && scan.about => Err(Kind::Word("sekitar".to_owned())),
        _ if reading == Reading::Percent && scan.parts.iter().any(|part| part.scale > 0) => {
            Err(Kind::OtherUnit(Reading::Count))
        }
        unit => Ok(Scan { named: unit.is_some(), ..scan }),
    }
}

/// Lower case, with one kind of space. Line ends stay: `592⏎806` are two numbers in one cell.
fn plain(text: &str) -> String {
    let space =
        |c| if matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}') { ' ' } else { c };
    trimmed(text).to_lowercase().chars().map(space).collect()
}

/// What stands before the `,-` that closes a sum of money.
fn money_end(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(['-', '\u{2013}', '\u{2014}']);
    (before.len() < text.len()).then_some(before)?.strip_suffix([',', '.'])
}

/// `-5`, `Rp -5` and the `(5)` of accountants.
fn is_negative(text: &str) -> bool {
    let text = text.strip_prefix("rp").map_or(text, |rest| rest.trim_start_matches(['.', ' ']));
    text.strip_prefix(['-', '\u{2212}', '\u{2013}', '(']).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.strip_prefix("rp")
            .unwrap_or(rest)
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit())
    })
}

fn tokens(text: &str) -> Result<Vec<Token>, Kind> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut after_digit = false;
    while let Some(first) = rest.chars().next() {
        let is_part: fn(char) -> bool = match first {
            ' ' => {
                after_digit = false;
                rest = &rest[1..];
                continue;
            }
            '0'..='9' => |c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '),
            '%' => |c| c == '%',
            c if c.is_alphabetic() => |c| c.is_alphabetic() || c == '-',
            '.' | ',' => return Err(Kind::Shape),
            stray => return Err(Kind::Stray(stray)),
        };
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        rest = behind;
        if first.is_ascii_digit() {
            tokens.push(Token::Run(part.trim_end().to_owned()));
        } else {
            // A spreadsheet shortens long numbers to `1,31E+06`.
            if after_digit && matches!(part, "e" | "e-") {
                return Err(Kind::Exponent);
            }
            if units::is_currency(part) {
                rest = rest.strip_prefix('.').unwrap_or(rest);
            }
            tokens.push(Token::Word(part.to_owned()));
        }
        after_digit = part.ends_with(|c: char| c.is_ascii_digit());
    }
    Ok(tokens)
}
