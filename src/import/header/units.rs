//! What titles and remarks say about the numbers below them: thousands, thousandths, other things than people.

use super::{Column, Header};
use crate::domain::AsOf;
use crate::domain::wording::fold;
use crate::import::date;

/// Whether a title says that numbers are thousands, millions or more.
pub fn names_scale(title: &str) -> bool {
    fold(title).split(' ').any(is_scale)
}

fn is_scale(word: &str) -> bool {
    const WORDS: [&str; 15] = [
        "ribu",
        "ribuan",
        "rb",
        "juta",
        "jutaan",
        "jt",
        "miliar",
        "miliaran",
        "milyar",
        "triliun",
        "000",
        "thousand",
        "thousands",
        "million",
        "millions",
    ];
    WORDS.contains(&word)
}

/// Why a count cannot be read where its title, or the sheet, says thousands or millions, and what to do.
pub fn scale_asked(
    header: &Header,
    is_count: impl Fn(&Column) -> bool,
) -> Option<(String, &'static str)> {
    let mut counts = header.columns.iter().filter(|column| is_count(column));
    let in_units = counts.find(|column| names_scale(&column.title)).map(|column| &column.title);
    let title = in_units.or(header.sheet_scale.as_ref())?.trim();
    Some((
        format!("judul “{title}” menyebut satuan ribu atau juta."),
        "Tulis angkanya penuh, tanpa satuan, lalu hapus satuan itu dari judulnya.",
    ))
}

/// Why a percent cannot be read where its title says thousandths, and what to do.
pub fn permil_asked(
    header: &Header,
    is_percent: impl Fn(&Column) -> bool,
) -> Option<(String, &'static str)> {
    let mut percents = header.columns.iter().filter(|column| is_percent(column));
    let title = percents.find(|column| names_permil(&column.title))?.title.trim();
    Some((
        format!("judul “{title}” menyebut per seribu (permil)."),
        "Ubah angkanya menjadi persen, lalu ganti judulnya.",
    ))
}

/// Whether a title or remark says that the numbers of the table are thousands or millions.
pub fn says_scale(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let behind = |at: usize| words.iter().skip(at + 1).take(3).any(|word| is_scale(word));
    let mut words_at = words.iter().enumerate();
    words_at
        .any(|(at, word)| matches!(*word, "dalam" | "satuan" | "unit" | "x" | "in") && behind(at))
        || brackets(text).any(|remark| {
            let folded = fold(remark);
            let words: Vec<&str> = folded.split(' ').collect();
            // "(2 juta pekerja)" is a number of its own.
            let is_number = words[0].starts_with(|first: char| first.is_ascii_digit());
            (!is_number || folded == "000") && words.iter().any(|word| is_scale(word))
        })
        || (words.len() <= 2 && words.iter().any(|word| matches!(*word, "ribuan" | "jutaan")))
}

/// What stands in brackets.
pub(super) fn brackets(text: &str) -> impl Iterator<Item = &str> {
    text.split(['(', '[']).skip(1).filter_map(|rest| rest.split([')', ']']).next())
}

/// What the title of a column of people, or of percents, says in brackets, where that is nothing known: it may
/// be another unit, or a share of something else.
pub fn odd_remark(title: &str, is_percent: bool) -> Option<&str> {
    const NOT_OF_PERCENTS: [&str; 4] = ["orang", "org", "jiwa", "penduduk"];
    const OF_PERCENTS: [&str; 7] =
        ["persen", "persentase", "cakupan", "ucj", "terhadap", "dari", "bekerja"];
    #[rustfmt::skip]
    const KNOWN: [&str; 43] = [
        "orang", "org", "jiwa", "pekerja", "peserta", "tenaga", "kerja", "tk", "penduduk", "angkatan",
        "aktif", "total", "jumlah", "semua", "segmen", "semesta", "pembagi", "penerima", "bukan", "upah",
        "pu", "bpu", "jakon", "jasa", "konstruksi", "pmi", "rentan", "formal", "informal", "sektor",
        "bps", "sakernas", "kemnaker", "bpjs", "bpjamsostek", "ketenagakerjaan", "jamsostek", "data", "hingga",
        "kumulatif", "dan", "belum", "terlindungi",
    ];
    let is_known = |word: &str| {
        let is_own = if is_percent {
            OF_PERCENTS.contains(&word)
                || (KNOWN.contains(&word) && !NOT_OF_PERCENTS.contains(&word))
        } else {
            KNOWN.contains(&word)
        };
        is_own || is_of_date(word)
    };
    let is_odd = |remark: &&str| {
        (remark.contains('%') && !is_percent) || !fold(remark).split(' ').all(is_known)
    };
    brackets(title).map(str::trim).find(is_odd)
}

/// Whether a title says that its numbers are thousandths.
pub fn names_permil(title: &str) -> bool {
    let folded = fold(title);
    let words: Vec<&str> = folded.split(' ').collect();
    title.contains('\u{2030}')
        || words.iter().any(|word| matches!(*word, "permil" | "promil" | "permille" | "promille"))
        || words.windows(2).any(|pair| matches!(pair, ["per", "mil" | "mille" | "seribu"]))
}

/// Whether a word, folded, is a part of a date or stands before one.
fn is_of_date(word: &str) -> bool {
    const WORDS: [&str; 15] = [
        "per", "posisi", "sd", "s", "d", "sampai", "tanggal", "bulan", "tahun", "triwulan",
        "semester", "i", "ii", "iii", "iv",
    ];
    let is_small = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    word.is_empty() || is_small || is_year || date::is_month(word) || WORDS.contains(&word)
}

/// The date that a title gives in brackets, and nothing else: `Peserta (Desember 2025)`.
pub fn bracketed_date(title: &str) -> Option<AsOf> {
    let mut dates = brackets(title).filter(|remark| fold(remark).split(' ').all(is_of_date));
    dates.find_map(date::find)
}
