//! What titles and remarks say about the numbers below them: thousands, thousandths, other things than people.

use super::{Column, Field, segment_of};
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
fn brackets(text: &str) -> impl Iterator<Item = &str> {
    text.split(['(', '[']).skip(1).filter_map(|rest| rest.split([')', ']']).next())
}

/// What the title of a column of figures says in brackets, where that is nothing known: it may be another
/// unit, or something else than what is read: `(KK)`, `(target)`, `(tidak aktif)`. Thousands and thousandths
/// are told elsewhere.
pub fn odd_remark(column: &Column) -> Option<&str> {
    #[rustfmt::skip]
    const PEOPLE: [&str; 32] = [
        "orang", "org", "jiwa", "pekerja", "peserta", "tenaga", "kerja", "tk", "penduduk", "angkatan",
        "aktif", "total", "jumlah", "semua", "segmen", "semesta", "pembagi", "bps", "sakernas", "kemnaker",
        "bpjs", "bpjamsostek", "ketenagakerjaan", "jamsostek", "data", "i", "ii", "iii", "iv", "kumulatif",
        "belum", "terlindungi",
    ];
    const SHARES: [&str; 4] = ["", "persen", "cakupan", "coverage"];
    let is_share = column.field == Some(Field::Percent);
    let is_number = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_known = |word: &str| {
        is_number(word) || PEOPLE.contains(&word) || (is_share && SHARES.contains(&word))
    };
    let is_odd = |remark: &&str| {
        let names_segment = segment_of(remark);
        let is_read = (names_segment.is_some() && names_segment == column.segment)
            || (column.as_of.is_some() && date::find(remark) == column.as_of);
        let is_percent = remark.contains('%');
        !is_read && ((is_percent && !is_share) || !fold(remark).split(' ').all(is_known))
    };
    let title = &column.title;
    let is_told = names_scale(title) || names_permil(title);
    brackets(title).map(str::trim).find(is_odd).filter(|_| !is_told)
}

/// Whether a title says that its numbers are thousandths.
pub fn names_permil(title: &str) -> bool {
    let folded = fold(title);
    let words: Vec<&str> = folded.split(' ').collect();
    title.contains('\u{2030}')
        || words.iter().any(|word| matches!(*word, "permil" | "promil" | "permille" | "promille"))
        || words.windows(2).any(|pair| matches!(pair, ["per", "mil" | "mille" | "seribu"]))
}
