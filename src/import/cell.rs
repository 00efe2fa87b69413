//! What holds for the text of every cell, whatever its column.

/// Longest cell that is looked into, in bytes. No number or date is longer; a whole document pasted
/// into a cell is refused by its length, before anything walks through it.
pub(super) const LONGEST: usize = 120;

/// What people write where they have nothing to write.
///
/// `nihil` and `tidak ada` are not among them: they may well mean zero. Nor is `#N/A`: a formula has failed.
const NOTHING: &[&str] = &[
    "",
    "-",
    "--",
    "\u{2013}",
    "\u{2014}",
    "\u{2212}",
    "...",
    "\u{2026}",
    "n/a",
    "na",
    "n.a.",
    "null",
    "tidak ada data",
    "data tidak ada",
    "tidak tersedia",
    "data tidak tersedia",
    "belum ada",
    "belum ada data",
    "data belum ada",
    "belum tersedia",
];

/// Without the blanks around it, the invisible ones included.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

/// Whether a cell says that there is no value: empty, a dash, `n/a`, `belum ada`.
pub fn is_missing(text: &str) -> bool {
    // Almost every cell begins with a digit, and so says something.
    !text.starts_with(|first: char| first.is_ascii_digit()) && text.len() <= LONGEST && {
        let words: Vec<String> = trimmed(text).split_whitespace().map(str::to_lowercase).collect();
        NOTHING.contains(&words.join(" ").as_str())
    }
}

/// A cell in quotation marks as sentences show it: one line, and not too much of it.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    // However long the cell, only its start is walked through.
    let start = text.get(..text.floor_char_boundary(10 * LONGEST)).unwrap_or_default();
    let mut chars = trimmed(start).chars().map(|c| if c.is_control() { ' ' } else { c });
    let shown: String = chars.by_ref().take(SHOWN).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("“{shown}{rest}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_in_many_ways() {
        for text in ["", "  ", "-", " – ", "—", "n/a", "N/A", "Tidak  ada data", "BELUM ADA"] {
            assert!(is_missing(text), "{text:?}");
        }
        for text in ["0", "nihil", "tidak ada", "- 5", "x", "n", "#N/A"] {
            assert!(!is_missing(text), "{text:?}");
        }
        assert!(!is_missing(&" ".repeat(1_000)), "too long to look into");
    }

    #[test]
    fn long_cells_are_cut_in_sentences() {
        assert_eq!(quoted(" a\nb "), "“a b”");
        assert_eq!(quoted(&"é".repeat(1_000)), format!("“{}…”", "é".repeat(40)));
    }
}
