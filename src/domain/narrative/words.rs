//! Small words of Indonesian sentences: numbers, durations, lists, shares, dates.

use chrono::{Datelike, NaiveDate};

use crate::domain::number::divide_rounded;
use crate::domain::{AsOf, Level, Percent, Precision, wording};

const NUMBERS: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
];

/// A count inside a sentence: a word up to eleven, else figures.
pub fn number(value: usize) -> String {
    match NUMBERS.get(value) {
        Some(word) => (*word).to_owned(),
        None => wording::count(i64::try_from(value).unwrap_or(i64::MAX)),
    }
}

/// The same text with a capital first letter.
pub fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `A`, `A dan B`, `A, B, dan C`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} dan {two}"),
        [first @ .., last] => format!("{}, dan {last}", first.join(", ")),
    }
}

/// Days from a whole number of months up to which the months are said without "sekitar".
const MONTH_TOLERANCE_DAYS: i128 = 4;

/// A span of days in words: `dua bulan`, `16 bulan`, `sekitar empat bulan`, `45 hari`.
///
/// Whole months are said when the span is at most four days from them; beyond three months the
/// nearest month is said with "sekitar"; anything else stays in days. From 24 months on, years and
/// months are said.
pub fn duration(days: i64) -> String {
    let days = days.max(0);
    // A month is 487/16 days.
    let months = divide_rounded(i128::from(days) * 16, 487);
    let off_by_sixteenths = (i128::from(days) * 16 - months * 487).abs();
    let said = |count: i128| number(usize::try_from(count).unwrap_or(0));
    let words = || match (months / 12, months % 12) {
        (0 | 1, _) => format!("{} bulan", said(months)),
        (years, 0) => format!("{} tahun", said(years)),
        (years, rest) => format!("{} tahun {} bulan", said(years), said(rest)),
    };
    if months >= 1 && off_by_sixteenths <= MONTH_TOLERANCE_DAYS * 16 {
        words()
    } else if months >= 3 {
        format!("sekitar {}", words())
    } else {
        format!("{} hari", wording::count(days))
    }
}

/// Half the width, in hundredths of a percent, in which a share may be said as a fraction.
const FRACTION_TOLERANCE: i32 = 150;

/// A share of people in words, when it lies within 1,50 points of the fraction; below it, "hampir".
pub fn fraction(share: Percent) -> Option<String> {
    const FRACTIONS: [(i32, i32, &str); 11] = [
        (1, 10, "satu dari sepuluh"),
        (1, 5, "satu dari lima"),
        (1, 4, "satu dari empat"),
        (1, 3, "satu dari tiga"),
        (2, 5, "dua dari lima"),
        (1, 2, "separuh"),
        (3, 5, "tiga dari lima"),
        (2, 3, "dua dari tiga"),
        (3, 4, "tiga dari empat"),
        (4, 5, "empat dari lima"),
        (9, 10, "sembilan dari sepuluh"),
    ];
    FRACTIONS.iter().find_map(|&(top, bottom, words)| {
        let off = share.0.checked_mul(bottom)?.checked_sub(top * 10_000)?;
        let almost = if off < 0 { "hampir " } else { "" };
        (off.abs() <= FRACTION_TOLERANCE * bottom).then(|| format!("{almost}{words}"))
    })
}

/// A measured pace beside the needed one, from their ratio in hundredths:
/// `sekitar seperempat (0,23) dari laju yang dibutuhkan`, `1,43 kali laju yang dibutuhkan`.
///
/// A fraction is named within 0,02 of it. The ratio must be positive.
pub fn beside_needed(hundredths: i32) -> String {
    const SHARES: [(i32, &str); 7] = [
        (1000, "sepersepuluh"),
        (2000, "seperlima"),
        (2500, "seperempat"),
        (3333, "sepertiga"),
        (5000, "setengah"),
        (6667, "dua pertiga"),
        (7500, "tiga perempat"),
    ];
    let ratio = wording::ratio(hundredths);
    let exact = hundredths.saturating_mul(100);
    let near = |share: i32| exact.saturating_sub(share).abs() <= 200;
    match SHARES.iter().find(|(share, _)| near(*share)) {
        Some((_, words)) => format!("sekitar {words} ({ratio}) dari laju yang dibutuhkan"),
        None if near(10_000) => format!("kira-kira sama dengan laju yang dibutuhkan ({ratio})"),
        None if hundredths < 1 => "kurang dari seperseratus laju yang dibutuhkan".to_owned(),
        None => format!("{ratio} kali laju yang dibutuhkan"),
    }
}

/// A date in a sentence: `pada 2 Desember 2024`, `pada April 2025`, `pada 2024`.
pub fn at(date: AsOf) -> String {
    format!("pada {}", wording::as_of(date))
}

/// From one date to another: `1 Januari 2024 sampai April 2025`, or the one date when both agree. A
/// year that ends the span of dates within it is its end: `Agustus 2023 sampai akhir 2023`.
pub fn span(from: AsOf, to: AsOf) -> String {
    if from == to {
        return wording::as_of(from);
    }
    let within = to.precision == Precision::Year && from.date.year() == to.date.year();
    let end = if within { "akhir " } else { "" };
    format!("{} sampai {end}{}", wording::as_of(from), wording::as_of(to))
}

/// `akhir 2025` for a 31 December, else the day: `30 April 2025`.
pub fn around(date: NaiveDate) -> String {
    if (date.month(), date.day()) == (12, 31) {
        format!("akhir {}", date.year())
    } else {
        format!("pada {}", wording::date(date))
    }
}

/// The month of a day: `April 2025`.
pub fn around_month(date: NaiveDate) -> String {
    wording::as_of(AsOf { date, precision: Precision::Month })
}

/// The word for regions of a level: `provinsi`, `kabupaten/kota`.
pub fn noun(level: Level) -> &'static str {
    match level {
        Level::Nation => "negara",
        Level::Province => "provinsi",
        Level::Regency => "kabupaten/kota",
        Level::District => "kecamatan",
        Level::Village => "desa/kelurahan",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::domain::testing::day;

    #[test]
    fn numbers_are_words_up_to_eleven() {
        assert_eq!(number(0), "nol");
        assert_eq!(number(11), "sebelas");
        assert_eq!(number(12), "12");
        assert_eq!(number(1_562), "1.562");
        assert_eq!(sentence_case("dua belas"), "Dua belas");
        assert_eq!(sentence_case(""), "");
    }

    #[test]
    fn lists_end_in_dan() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["A"]), "A");
        assert_eq!(list(&["A", "B"]), "A dan B");
        assert_eq!(list(&["A", "B", "C"]), "A, B, dan C");
    }

    #[test]
    fn durations_are_true() {
        assert_eq!(duration(62), "dua bulan", "1,1 days from two months");
        assert_eq!(duration(45), "45 hari");
        assert_eq!(duration(27), "satu bulan");
        assert_eq!(duration(26), "26 hari");
        assert_eq!(duration(31), "satu bulan");
        assert_eq!(duration(75), "75 hari");
        assert_eq!(duration(110), "sekitar empat bulan");
        assert_eq!(duration(486), "16 bulan");
        assert_eq!(duration(365), "12 bulan");
        assert_eq!(duration(352), "sekitar 12 bulan");
        assert_eq!(duration(731), "dua tahun");
        assert_eq!(duration(1_248), "tiga tahun lima bulan");
        assert_eq!(duration(740), "sekitar dua tahun");
        assert_eq!(duration(0), "0 hari");
        assert_eq!(duration(-3), "0 hari");
    }

    #[test]
    fn fractions_only_within_a_point_and_a_half() {
        let said = |hundredths| fraction(Percent(hundredths));
        assert_eq!(said(6519).as_deref(), Some("hampir dua dari tiga"), "Konawe");
        assert_eq!(said(6698).as_deref(), Some("dua dari tiga"), "village institutions of Jambi");
        // Two thirds are 66,666...: 65,17 is 1,4967 away, 65,16 is 1,5067.
        assert_eq!(said(6517).as_deref(), Some("hampir dua dari tiga"));
        assert_eq!(said(6516), None);
        assert_eq!(said(6816).as_deref(), Some("dua dari tiga"));
        assert_eq!(said(6817), None);
        assert_eq!(said(5150).as_deref(), Some("separuh"));
        assert_eq!(said(5151), None);
        assert_eq!(said(0), None);
        assert_eq!(said(10_000), None);
        assert_eq!(said(i32::MAX), None);
    }

    #[test]
    fn no_share_has_two_fractions() {
        let words = (0..=10_000).filter_map(|share| fraction(Percent(share)));
        let mut runs: Vec<_> =
            words.map(|words| words.trim_start_matches("hampir ").to_owned()).collect();
        runs.dedup();
        assert_eq!(runs.len(), 11, "each fraction is one unbroken range");
    }

    #[test]
    fn paces_beside_the_needed_one() {
        assert_eq!(beside_needed(23), "sekitar seperempat (0,23) dari laju yang dibutuhkan");
        assert_eq!(beside_needed(20), "sekitar seperlima (0,20) dari laju yang dibutuhkan");
        assert_eq!(beside_needed(22), "sekitar seperlima (0,22) dari laju yang dibutuhkan");
        assert_eq!(beside_needed(40), "0,40 kali laju yang dibutuhkan");
        assert_eq!(beside_needed(99), "kira-kira sama dengan laju yang dibutuhkan (0,99)");
        assert_eq!(beside_needed(143), "1,43 kali laju yang dibutuhkan");
        assert_eq!(beside_needed(0), "kurang dari seperseratus laju yang dibutuhkan");
        assert_eq!(beside_needed(i32::MAX), "21.474.836,47 kali laju yang dibutuhkan");
    }

    #[test]
    fn dates_in_sentences() {
        let read = |text| AsOf::parse(text).unwrap();
        assert_eq!(at(read("2024-12-02")), "pada 2 Desember 2024");
        assert_eq!(at(read("2025-04")), "pada April 2025");
        assert_eq!(span(read("2024"), read("2025-04")), "2024 sampai April 2025");
        assert_eq!(span(read("2023-08"), read("2023")), "Agustus 2023 sampai akhir 2023");
        assert_eq!(span(read("2024"), read("2024")), "2024");
        assert_eq!(around(day("2025-12-31")), "akhir 2025");
        assert_eq!(around(day("2025-04-30")), "pada 30 April 2025");
        assert_eq!(around_month(day("2025-04-30")), "April 2025");
    }
}
