//! Words around a number: how large, of what, how exact. And numbers as words.

use super::Reading;

/// Signs in front of a number that is not exact.
pub(super) const ABOUT_SIGNS: &[&str] = &["\u{b1}", "+/-", "+-", "~", "\u{2248}"];

/// Words in front of a number that is not exact. Not `hampir` or `lebih dari`: they give a limit.
const ABOUT: &[&str] = &["sekitar", "kurang lebih", "lebih kurang", "kira-kira", "kira kira"];

/// Decimal places of `juta`. From here on a thousand of a unit has a word of its own.
pub(super) const MILLION: usize = 6;

/// Decimal places that a word such as `juta` stands for.
///
/// `m` is none of them: it is said for a million and for a billion.
pub(super) fn scale(word: &str) -> Option<usize> {
    match word {
        "ribu" | "rb" => Some(3),
        "juta" | "jt" => Some(MILLION),
        "miliar" | "milyar" => Some(9),
        "triliun" | "trilyun" => Some(12),
        _ => None,
    }
}

/// Whether these words say that the number is not exact.
pub(super) fn is_about(words: &str) -> bool {
    ABOUT.contains(&words)
}

/// Whether this word in front of a number says that it is money.
pub(super) fn is_currency(word: &str) -> bool {
    matches!(word, "rp" | "idr")
}

/// What the words behind a number say it counts.
pub(super) fn counted(words: &str) -> Option<Reading> {
    match words {
        "orang" | "pekerja" | "jiwa" | "peserta" | "tenaga kerja" => Some(Reading::Count),
        "%" | "persen" => Some(Reading::Percent),
        "rupiah" => Some(Reading::Rupiah),
        _ => None,
    }
}

/// `1312` as `seribu tiga ratus dua belas`; for numbers below a million.
pub(super) fn spelled(number: u64) -> String {
    let (thousands, rest) = (number / 1_000, number % 1_000);
    let thousands = match thousands {
        0 => String::new(),
        1 => "seribu".to_owned(),
        _ => format!("{} ribu", below_thousand(thousands)),
    };
    let words = [thousands, below_thousand(rest)];
    words.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

fn below_thousand(number: u64) -> String {
    let (hundreds, rest) = (number / 100 % 10, number % 100);
    let hundreds = match hundreds {
        0 => String::new(),
        1 => "seratus".to_owned(),
        _ => format!("{} ratus", digit(hundreds)),
    };
    let rest = match rest {
        0..=9 => digit(rest).to_owned(),
        10 => "sepuluh".to_owned(),
        11 => "sebelas".to_owned(),
        12..=19 => format!("{} belas", digit(rest - 10)),
        _ => format!("{} puluh {}", digit(rest / 10), digit(rest % 10)),
    };
    format!("{hundreds} {rest}").trim().to_owned()
}

fn digit(number: u64) -> &'static str {
    match number {
        1 => "satu",
        2 => "dua",
        3 => "tiga",
        4 => "empat",
        5 => "lima",
        6 => "enam",
        7 => "tujuh",
        8 => "delapan",
        9 => "sembilan",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_words() {
        let cases = [
            (1_312, "seribu tiga ratus dua belas"),
            (1_000, "seribu"),
            (11_011, "sebelas ribu sebelas"),
            (18_866, "delapan belas ribu delapan ratus enam puluh enam"),
            (20_100, "dua puluh ribu seratus"),
            (592_806, "lima ratus sembilan puluh dua ribu delapan ratus enam"),
            (110_010, "seratus sepuluh ribu sepuluh"),
        ];
        for (number, words) in cases {
            assert_eq!(spelled(number), words);
        }
    }
}
