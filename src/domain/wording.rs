//! Numbers and dates in formal Indonesian: the one place that pages, charts and exports share.

use chrono::{Datelike, NaiveDate};

use super::number::divide_rounded;
use super::{AsOf, Percent, Points, Precision};

/// The minus sign of `ui.md`: U+2212, not a hyphen.
pub const MINUS: char = '\u{2212}';

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// `592806` as `592.806`.
pub fn count(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if value < 0 {
        text.push(MINUS);
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// `+1.234`, `−56` or `0`.
pub fn signed_count(value: i64) -> String {
    if value > 0 { format!("+{}", count(value)) } else { count(value) }
}

fn hundredths(value: i64, decimals: u32) -> String {
    let step = 10_i64.pow(2 - decimals);
    let scaled = i64::try_from(divide_rounded(value.into(), step.into())).unwrap_or(i64::MAX);
    let unit = 10_i64.pow(decimals);
    let sign = if scaled < 0 { MINUS.to_string() } else { String::new() };
    let (whole, rest) =
        (scaled.unsigned_abs() / unit.unsigned_abs(), scaled.unsigned_abs() % unit.unsigned_abs());
    let whole = count(i64::try_from(whole).unwrap_or(i64::MAX));
    match decimals {
        0 => format!("{sign}{whole}"),
        1 => format!("{sign}{whole},{rest}"),
        _ => format!("{sign}{whole},{rest:02}"),
    }
}

/// `45,17%`.
pub fn percent(value: Percent) -> String {
    format!("{}%", hundredths(value.0.into(), 2))
}

/// `45,17`, for a column whose head says percent.
pub fn percent_bare(value: Percent) -> String {
    hundredths(value.0.into(), 2)
}

/// `45,2`, for tiles and axes.
pub fn percent_short(value: Percent) -> String {
    hundredths(value.0.into(), 1)
}

/// A target without empty decimals: `53%`, `52,15%`, `52,5%`.
pub fn percent_trimmed(value: Percent) -> String {
    let decimals = if value.0 % 100 == 0 {
        0
    } else if value.0 % 10 == 0 {
        1
    } else {
        2
    };
    format!("{}%", hundredths(value.0.into(), decimals))
}

/// `3,79` without a sign; negative points keep theirs.
pub fn points(value: Points) -> String {
    hundredths(value.0.into(), 2)
}

/// `+3,79`, `−0,95` or `0,00`.
pub fn signed_points(value: Points) -> String {
    if value.0 > 0 { format!("+{}", points(value)) } else { points(value) }
}

/// A ratio in hundredths: `23` as `0,23`.
pub fn ratio(hundredth: i32) -> String {
    hundredths(hundredth.into(), 2)
}

/// `Rp3.024.000.000`.
pub fn rupiah(value: i64) -> String {
    if value < 0 {
        format!("{MINUS}Rp{}", count(value.saturating_abs()))
    } else {
        format!("Rp{}", count(value))
    }
}

/// `Rp3,02 miliar`; the full value belongs in the table beside it.
pub fn rupiah_short(value: i64) -> String {
    let (unit, word) = match value.unsigned_abs() {
        1_000_000_000_000.. => (1_000_000_000_000_i64, "triliun"),
        1_000_000_000.. => (1_000_000_000, "miliar"),
        1_000_000.. => (1_000_000, "juta"),
        _ => return rupiah(value),
    };
    let scaled = divide_rounded(i128::from(value) * 100, unit.into());
    let text = hundredths(i64::try_from(scaled).unwrap_or(i64::MAX), 2);
    match text.strip_prefix(MINUS) {
        Some(rest) => format!("{MINUS}Rp{rest} {word}"),
        None => format!("Rp{text} {word}"),
    }
}

/// `Desember`.
pub fn month_name(month: u32) -> &'static str {
    MONTHS[(month.clamp(1, 12) - 1) as usize]
}

/// `Des`; the house forms are those of `ui.md`, section 8.
pub fn month_short(month: u32) -> &'static str {
    &month_name(month)[..3]
}

/// `2 Desember 2024`.
pub fn date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month_name(date.month()), date.year())
}

/// `2 Des 2024`, for tight tables.
pub fn date_short(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month_short(date.month()), date.year())
}

/// `2 Desember 2024`, `April 2025` or `2024`: no more exact than the source.
pub fn as_of(value: AsOf) -> String {
    match value.precision {
        Precision::Day => date(value.date),
        Precision::Month => format!("{} {}", month_name(value.date.month()), value.date.year()),
        Precision::Year => value.date.year().to_string(),
    }
}

/// `2 Des 2024`, `Apr 2025` or `2024`.
pub fn as_of_short(value: AsOf) -> String {
    match value.precision {
        Precision::Day => date_short(value.date),
        Precision::Month => format!("{} {}", month_short(value.date.month()), value.date.year()),
        Precision::Year => value.date.year().to_string(),
    }
}

/// A name as search and matching compare it: lower case, words separated by one space, no other
/// signs. `Kab. Tanjung Jabung Barat` gives `kab tanjung jabung barat`.
///
/// An apostrophe joins (`Ma'rang` gives `marang`); every other sign separates.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for sign in text.chars().filter(|sign| !matches!(sign, '\'' | '\u{2019}' | '`')) {
        if sign.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.extend(sign.to_lowercase());
        } else {
            gap = true;
        }
    }
    folded
}

#[cfg(test)]
mod fold_tests {
    use super::fold;

    #[test]
    fn names_are_compared_without_case_signs_and_extra_spaces() {
        assert_eq!(fold("Kab. Tanjung Jabung Barat"), "kab tanjung jabung barat");
        assert_eq!(fold("  D.I.  Aceh "), "d i aceh");
        assert_eq!(fold("Toli-Toli"), "toli toli");
        assert_eq!(fold("Ma'rang"), "marang");
        assert_eq!(fold(" .,- "), "");
    }
}
