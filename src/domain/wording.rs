//! Numbers and dates in formal Indonesian: the one place that pages, charts and exports share.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::number::{divide_rounded, saturated};
use super::{AsOf, Percent, Period, Points, Precision};

/// What stands where nothing is known; the reason belongs beside it.
pub const UNKNOWN: &str = "–";

/// The minus sign, U+2212: as wide as a digit, which a hyphen is not.
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
    let scaled = saturated(divide_rounded(value.into(), step.into()));
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
    // Each unit with the step in which the unit below it is shown: what rounds up to a thousand
    // there is shown here, Rp999.999.999 as Rp1,00 miliar.
    const UNITS: [(i128, i128, &str); 3] = [
        (1_000_000_000_000, 10_000_000, "triliun"),
        (1_000_000_000, 10_000, "miliar"),
        (1_000_000, 1, "juta"),
    ];
    let size = i128::from(value).abs();
    for (unit, step, word) in UNITS {
        if divide_rounded(size, step) * step >= unit {
            let sign = if value < 0 { MINUS.to_string() } else { String::new() };
            let scaled = saturated(divide_rounded(size * 100, unit));
            return format!("{sign}Rp{} {word}", hundredths(scaled, 2));
        }
    }
    rupiah(value)
}

/// `Desember`.
pub fn month_name(month: u32) -> &'static str {
    MONTHS[(month.clamp(1, 12) - 1) as usize]
}

/// `Des`.
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

/// `Triwulan III 2026`, `Semester I 2026`, or as [`as_of`] writes it.
pub fn period(value: Period) -> String {
    const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];
    let nth = |nth: u32| ROMAN[(nth.clamp(1, 4) - 1) as usize];
    match value {
        Period::Dated(day) => as_of(day),
        Period::Quarter(year, own) => format!("Triwulan {} {year}", nth(own)),
        Period::Half(year, own) => format!("Semester {} {year}", nth(own)),
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

/// Seconds by which the west of Indonesia (WIB) is ahead of UTC; moments are told in its time.
pub const WIB: i64 = 7 * 60 * 60;

fn wib(seconds: i64) -> Option<NaiveDateTime> {
    Some(DateTime::from_timestamp(seconds.checked_add(WIB)?, 0)?.naive_utc())
}

/// `9 Mei 2025, 09.00 WIB`, from seconds of Unix.
pub fn moment(seconds: i64) -> String {
    let Some(time) = wib(seconds) else { return UNKNOWN.to_owned() };
    format!("{}, {:02}.{:02} WIB", date(time.date()), time.hour(), time.minute())
}

/// `9 Mei 2025`: the day in the west of Indonesia, from seconds of Unix.
pub fn day_of(seconds: i64) -> String {
    wib(seconds).map_or_else(|| UNKNOWN.to_owned(), |time| date(time.date()))
}

/// `9 Mei 2025, 09.00`, for a column whose head says WIB.
pub fn moment_short(seconds: i64) -> String {
    let Some(time) = wib(seconds) else { return UNKNOWN.to_owned() };
    format!("{}, {:02}.{:02}", date_short(time.date()), time.hour(), time.minute())
}

/// `2025-05-09T09:00:05+07:00`, for machines.
pub fn moment_exact(seconds: i64) -> String {
    let Some(time) = wib(seconds) else { return String::new() };
    format!("{}+07:00", time.format("%Y-%m-%dT%H:%M:%S"))
}

/// The first second of a day in the west of Indonesia.
pub fn day_begins(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp() - WIB
}

/// Bytes as digits and letters from `a` to `f`, two for each.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// How many there are: `1.312`.
pub fn size(value: usize) -> String {
    count(i64::try_from(value).unwrap_or(i64::MAX))
}

/// Text as it is compared in searches: lower case, everything but letters and digits a single space.
///
/// An apostrophe joins (`Ma'rang` gives `marang`).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for ch in text.chars().filter(|ch| !matches!(ch, '\'' | '\u{2019}' | '`')) {
        if ch.is_alphanumeric() {
            // `İ` becomes an `i` and a combining dot, which is no letter.
            folded.extend(ch.to_lowercase().filter(|lower| lower.is_alphanumeric()));
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A text without control characters, but for tabs and ends of lines: nobody sees them, and a database may
/// refuse them.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    // Most cells are a few signs of ASCII, which need no decoding to be looked through.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    if text.contains(is_control) { text.replace(is_control, "").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::testing::day;

    #[test]
    fn counts_have_full_stops() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(592_806), "592.806");
        assert_eq!(count(-1_312_370), "−1.312.370");
        assert_eq!(count(i64::MIN), "−9.223.372.036.854.775.808");
        assert_eq!(signed_count(1_234), "+1.234");
        assert_eq!((signed_count(0), signed_count(-56)), ("0".into(), "−56".into()));
    }

    #[test]
    fn percents_and_points() {
        assert_eq!(percent(Percent(4517)), "45,17%");
        assert_eq!(percent(Percent(12_615)), "126,15%");
        assert_eq!(percent(Percent(5)), "0,05%");
        assert_eq!(percent_bare(Percent(4500)), "45,00");
        assert_eq!(percent_short(Percent(4515)), "45,2", "half up");
        assert_eq!(percent_short(Percent(9_995)), "100,0");
        assert_eq!(percent_trimmed(Percent(5300)), "53%");
        assert_eq!(percent_trimmed(Percent(5250)), "52,5%");
        assert_eq!(percent_trimmed(Percent(5215)), "52,15%");
        assert_eq!(points(Points(-40)), "−0,40");
        assert_eq!(signed_points(Points(379)), "+3,79");
        assert_eq!(
            (signed_points(Points(0)), signed_points(Points(-5))),
            ("0,00".into(), "−0,05".into())
        );
        assert_eq!(ratio(23), "0,23");
        assert_eq!(percent_short(Percent(-4)), "0,0", "no negative zero");
    }

    #[test]
    fn rupiah_long_and_short() {
        assert_eq!(rupiah(3_024_000_000), "Rp3.024.000.000");
        assert_eq!(rupiah(-5), "−Rp5");
        assert_eq!(rupiah_short(3_024_000_000), "Rp3,02 miliar");
        assert_eq!(rupiah_short(13_280_400_000), "Rp13,28 miliar");
        assert_eq!(rupiah_short(1_500_000_000_000), "Rp1,50 triliun");
        assert_eq!(rupiah_short(995_000_000_000), "Rp995,00 miliar");
        assert_eq!(rupiah_short(999_999_999), "Rp1,00 miliar", "never Rp1.000,00 juta");
        assert_eq!(rupiah_short(999_999), "Rp999.999");
        assert_eq!(rupiah_short(-2_500_000), "−Rp2,50 juta");
        assert_eq!(rupiah_short(0), "Rp0");
        assert!(rupiah_short(i64::MIN).starts_with("−Rp9.223.372,04 triliun"));
    }

    #[test]
    fn dates_are_no_more_exact_than_the_source() {
        let as_of_both = |text| {
            let value = AsOf::parse(text).unwrap();
            (as_of(value), as_of_short(value))
        };
        assert_eq!(as_of_both("2024-12-02"), ("2 Desember 2024".into(), "2 Des 2024".into()));
        assert_eq!(as_of_both("2025-04"), ("April 2025".into(), "Apr 2025".into()));
        assert_eq!(as_of_both("2024"), ("2024".into(), "2024".into()));
        assert_eq!(date(day("2025-08-17")), "17 Agustus 2025");
        let short: Vec<_> = (1..=12).map(month_short).collect();
        assert_eq!(short.join(" "), "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des");
    }

    #[test]
    fn moments_are_told_in_the_time_of_jakarta() {
        let seconds = 1_746_756_005; // 2025-05-09T02:00:05Z
        assert_eq!(moment(seconds), "9 Mei 2025, 09.00 WIB");
        // Past five in the afternoon in UTC, it is tomorrow there.
        assert_eq!(
            (day_of(seconds).as_str(), day_of(seconds + 54_000).as_str()),
            ("9 Mei 2025", "10 Mei 2025")
        );
        assert_eq!(moment_short(seconds), "9 Mei 2025, 09.00");
        assert_eq!(moment_exact(seconds), "2025-05-09T09:00:05+07:00");
        assert_eq!(day_begins(day("2025-05-09")), seconds - 9 * 3600 - 5);
        assert_eq!((moment(i64::MAX).as_str(), moment_exact(i64::MIN).as_str()), ("–", ""));
    }

    #[test]
    fn folding_keeps_letters_and_digits() {
        assert_eq!(fold("  Kab. Toli-Toli "), "kab toli toli");
        assert_eq!(fold("D.I. ACEH"), "d i aceh");
        assert_eq!(fold("D.K.I.  Jakarta!"), "d k i jakarta");
        assert_eq!(fold("15.01"), "15 01");
        assert_eq!(fold("—"), "");
    }

    proptest! {
        #[test]
        fn a_count_reads_back(value: i64) {
            let plain = count(value).replace('.', "").replace(MINUS, "-");
            prop_assert_eq!(plain.parse::<i64>().unwrap(), value);
        }

        #[test]
        fn no_number_is_a_negative_zero(value in -200..200_i32) {
            for text in [points(Points(value)), percent_short(Percent(value)), signed_points(Points(value))] {
                prop_assert!(!(text.starts_with(MINUS) && text.chars().all(|c| !('1'..='9').contains(&c))), "{}", text);
                prop_assert!(!text.contains('-'));
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }
    }
}
