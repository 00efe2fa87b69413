//! Rows that sum up others, in figures and lists.

use crate::domain::wording::fold;

/// What such rows are called.
const WORDS: [&str; 12] = [
    "total",
    "jumlah",
    "jumlah total",
    "grand total",
    "sub total",
    "subtotal",
    "sub jumlah",
    "subjumlah",
    "rata rata",
    "rerata",
    "rataan",
    "total keseluruhan",
];

/// The word of a row that sums up others, by what stands in its columns of codes and names; `None` for a
/// row about a region.
pub(super) fn word(code: &str, name: &str) -> Option<&'static str> {
    // A title over both columns stands in the first of them.
    let stated = if code.trim().is_empty() { name } else { code };
    // Almost every row has a code, which begins with a digit.
    if stated.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let stated = fold(stated);
    // "JUMLAH / PROVINSI JAMBI" sums up, too; no region is called so.
    WORDS.into_iter().find(|word| {
        stated.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_means_are_told_from_regions() {
        for name in ["Jumlah", "SUBTOTAL", "Sub-Total Jambi", "Rata-rata", "Total", "GRAND TOTAL"] {
            assert!(word("", name).is_some(), "{name}");
            assert!(word(name, "").is_some(), "{name}");
        }
        for name in ["", "Jambi", "Totalitas", "Kabupaten Jumlahan"] {
            assert_eq!(word("", name), None, "{name}");
        }
        assert_eq!(word("15.01", "Jumlah"), None, "its code says what it is about");
        assert_eq!(word("", "2 Jumlah"), None, "none of the words begins with a digit");
    }
}
