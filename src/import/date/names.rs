//! Words in dates: months, days of the week, quarters, and what stands around them.

use chrono::Weekday;

/// Names of a month, Indonesian, English and old, whole and short.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "pebruari", "feb", "peb"],
    &["maret", "march", "mar"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agu", "agt", "ags", "agst", "agust", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nopember", "nov", "nop"],
    &["desember", "december", "des", "dec"],
];

/// The month of a word in lower case.
pub(super) fn month(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find_map(|(month, names)| names.contains(&word).then_some(month))
}

/// The day of the week of a word in lower case, without apostrophes.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    match word {
        "senin" | "monday" | "mon" => Some(Weekday::Mon),
        "selasa" | "tuesday" | "tue" => Some(Weekday::Tue),
        "rabu" | "wednesday" | "wed" => Some(Weekday::Wed),
        "kamis" | "thursday" | "thu" => Some(Weekday::Thu),
        "jumat" | "friday" | "fri" => Some(Weekday::Fri),
        "sabtu" | "saturday" | "sat" => Some(Weekday::Sat),
        "minggu" | "ahad" | "sunday" | "sun" => Some(Weekday::Sun),
        _ => None,
    }
}

/// `Rabu`.
pub(super) const fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Senin",
        Weekday::Tue => "Selasa",
        Weekday::Wed => "Rabu",
        Weekday::Thu => "Kamis",
        Weekday::Fri => "Jumat",
        Weekday::Sat => "Sabtu",
        Weekday::Sun => "Minggu",
    }
}

/// Months in a part of the year that this word names.
pub(super) fn part_of_year(word: &str) -> Option<u32> {
    match word {
        "triwulan" | "tw" | "kuartal" | "quarter" | "q" => Some(3),
        "semester" | "smt" => Some(6),
        _ => None,
    }
}

/// The number of a part of the year.
pub(super) fn ordinal(text: &str) -> Option<u32> {
    match text {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

/// Words in front of a date that say nothing about when.
///
/// `akhir` does: the end of a month or year is where such a date is placed anyway. Words such as
/// `awal` are not here, because they contradict that.
pub(super) fn is_lead(word: &str) -> bool {
    matches!(
        word,
        "per"
            | "posisi"
            | "data"
            | "keadaan"
            | "kondisi"
            | "status"
            | "tanggal"
            | "tgl"
            | "pada"
            | "bulan"
            | "tahun"
            | "akhir"
            | "sampai"
            | "dengan"
            | "hingga"
            | "sd"
    )
}

/// Zones of Indonesia, and what else stands behind a time.
pub(super) fn is_zone(word: &str) -> bool {
    matches!(word, "wib" | "wita" | "wit" | "utc" | "gmt" | "z" | "am" | "pm")
}
