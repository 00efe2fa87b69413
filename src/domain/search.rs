//! Finding regions by name, abbreviation, alias or code.
//!
//! Nothing fuzzy is silent: a match that needs a typo to be forgiven is marked as such, so that the
//! page asks "Maksud Anda …?", and typos are tried only where nothing else fits.

mod distance;

use std::collections::HashMap;

use distance::{Rows, letters};

use super::wording::fold;

/// One name under which a region can be found. A region has several entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The code of the region; entries of one region share it.
    pub code: &'a str,
    /// The full name, whose first word is the type: "Kabupaten Konawe".
    pub full_name: &'a str,
    /// The name, full name or alias, folded by [`fold`].
    pub folded: &'a str,
}

/// How an entry fits a query, from the best to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// The query is the code.
    Code,
    /// The query is the name, spaces aside.
    Exact,
    /// The name, or the code, begins with the query.
    Prefix,
    /// Every word of the query begins a word of the name.
    WordPrefix,
    /// The name contains the query.
    Contains,
    /// The name is one or two slips away from the query: ask before going there.
    Typo,
}

/// A region that fits a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The place of the best entry of the region in the list that was searched.
    pub index: usize,
    /// How it fits.
    pub kind: MatchKind,
    /// Slips between query and name; zero unless `kind` is [`MatchKind::Typo`].
    pub slips: usize,
}

/// At most this many regions are returned.
pub const MAX_MATCHES: usize = 20;

/// Characters of a query that count; the rest is ignored.
pub const MAX_QUERY: usize = 100;

/// Parts of names shorter than this are not looked for inside other names.
const MIN_INSIDE: usize = 3;

/// The regions that fit a query, best first: by kind, slips, level (higher ones first), length of
/// the name and code. At most [`MAX_MATCHES`], each region once; none for an empty query.
pub fn search(entries: &[Entry<'_>], query: &str) -> Vec<Match> {
    let query: String = query.trim().chars().take(MAX_QUERY).collect();
    let readings = readings(&query);
    if readings.is_empty() {
        return Vec::new();
    }
    let found = best(entries, |entry| {
        let by_code = by_code(entry, &query);
        let by_name = readings.iter().filter_map(|reading| reading.fits(entry)).min();
        by_code.into_iter().chain(by_name).min().map(|kind| (kind, 0))
    });
    if !found.is_empty() {
        return found;
    }
    let mut rows = Rows::default();
    best(entries, |entry| {
        let slips = readings.iter().filter_map(|reading| reading.slips(entry, &mut rows)).min();
        slips.map(|slips| (MatchKind::Typo, slips))
    })
}

/// The best entry of each region, in the order of [`search`].
fn best(
    entries: &[Entry<'_>],
    mut fit: impl FnMut(&Entry<'_>) -> Option<(MatchKind, usize)>,
) -> Vec<Match> {
    let order = |found: &Match| {
        let entry = &entries[found.index];
        let level = entry.code.matches('.').count();
        (found.kind, found.slips, level, entry.folded.len(), entry.code, found.index)
    };
    let mut by_code: HashMap<&str, Match> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let Some((kind, slips)) = fit(entry) else { continue };
        let found = Match { index, kind, slips };
        by_code
            .entry(entry.code)
            .and_modify(|known| {
                if order(&found) < order(known) {
                    *known = found;
                }
            })
            .or_insert(found);
    }
    let mut matches: Vec<Match> = by_code.into_values().collect();
    matches.sort_by_key(order);
    matches.truncate(MAX_MATCHES);
    matches
}

fn by_code(entry: &Entry<'_>, query: &str) -> Option<MatchKind> {
    if entry.code.eq_ignore_ascii_case(query) {
        Some(MatchKind::Code)
    } else if query.starts_with(|c: char| c.is_ascii_digit()) && entry.code.starts_with(query) {
        Some(MatchKind::Prefix)
    } else {
        None
    }
}

/// One way to read a query: as it is, or without the word for the type, which then must fit.
struct Reading {
    folded: String,
    squeezed: String,
    chars: Vec<char>,
    letters: u64,
    kind: Option<&'static str>,
}

/// Types as users write them, and as full names begin.
const TYPES: [(&str, &str); 12] = [
    ("kab", "Kabupaten"),
    ("kabupaten", "Kabupaten"),
    ("kota", "Kota"),
    ("kodya", "Kota"),
    ("kotamadya", "Kota"),
    ("prov", "Provinsi"),
    ("prop", "Provinsi"),
    ("provinsi", "Provinsi"),
    ("propinsi", "Provinsi"),
    ("kec", "Kecamatan"),
    ("kecamatan", "Kecamatan"),
    ("kel", "Kelurahan"),
];

fn readings(query: &str) -> Vec<Reading> {
    let folded = fold(query);
    let mut readings = Vec::new();
    if let Some((first, rest)) = folded.split_once(' ')
        && let Some((_, kind)) = TYPES.iter().find(|(written, _)| *written == first)
    {
        let adm = |word: &str| matches!(word, "adm" | "administrasi" | "administratif");
        let rest =
            rest.split_once(' ').filter(|(word, _)| adm(word)).map_or(rest, |(_, name)| name);
        readings.push(Reading::new(rest.to_owned(), Some(kind)));
    }
    if !folded.is_empty() {
        readings.push(Reading::new(folded, None));
    }
    readings
}

impl Reading {
    fn new(folded: String, kind: Option<&'static str>) -> Self {
        let squeezed = folded.replace(' ', "");
        let chars = folded.chars().collect();
        let letters = letters(&folded);
        Self { folded, squeezed, chars, letters, kind }
    }

    /// Whether the region is of the type that the query names, if it names one.
    fn of_type(&self, entry: &Entry<'_>) -> bool {
        self.kind.is_none_or(|kind| entry.full_name.split(' ').next() == Some(kind))
    }

    fn fits(&self, entry: &Entry<'_>) -> Option<MatchKind> {
        if !self.of_type(entry) {
            return None;
        }
        let name = entry.folded;
        let mut rest = name.bytes().filter(|byte| *byte != b' ');
        let begins = self.squeezed.bytes().all(|byte| rest.next() == Some(byte));
        if begins && rest.next().is_none() {
            return Some(MatchKind::Exact);
        }
        let at = position(name, &self.folded);
        if at == Some(0) || begins && self.squeezed.len() >= MIN_INSIDE {
            Some(MatchKind::Prefix)
        } else if self.folded.split(' ').all(|word| begins_a_word(name, word)) {
            Some(MatchKind::WordPrefix)
        } else {
            at.filter(|_| self.folded.len() >= MIN_INSIDE).map(|_| MatchKind::Contains)
        }
    }

    /// Slips between the query and the name, or as many words of it as the query has, when they
    /// are few for its length.
    fn slips(&self, entry: &Entry<'_>, rows: &mut Rows) -> Option<usize> {
        let limit = match self.chars.len() {
            0..=3 => return None,
            4..=7 => 1,
            _ => 2,
        };
        if !self.of_type(entry) {
            return None;
        }
        let words = self.folded.split(' ').count();
        std::iter::once(entry.folded)
            .chain(windows(entry.folded, words))
            .filter(|part| part.len().abs_diff(self.folded.len()) <= limit)
            // A slip takes away one letter and adds another at most.
            .filter(|part| (letters(part) ^ self.letters).count_ones() as usize <= 2 * limit)
            .filter_map(|part| rows.distance(&self.chars, part, limit))
            .min()
    }
}

/// Every run of so many words of a name, shorter than the whole.
fn windows(name: &str, words: usize) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(name.match_indices(' ').map(|(at, _)| at + 1));
    starts.filter_map(move |start| {
        let rest = &name[start..];
        let end = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]).nth(words - 1)?;
        (end < name.len()).then(|| &rest[..end])
    })
}

/// Where a text first occurs in a name. Names are so short that looking at every place beats the
/// preparations of `str::find`.
fn position(name: &str, text: &str) -> Option<usize> {
    name.as_bytes().windows(text.len()).position(|part| part == text.as_bytes())
}

fn begins_a_word(name: &str, word: &str) -> bool {
    let starts_at = |at: usize| name.as_bytes()[at..].starts_with(word.as_bytes());
    starts_at(0) || name.match_indices(' ').any(|(at, _)| starts_at(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    const ENTRIES: [Entry<'_>; 12] = [
        entry("15", "Provinsi Jambi", "jambi"),
        entry("15", "Provinsi Jambi", "provinsi jambi"),
        entry("15.71", "Kota Jambi", "jambi"),
        entry("15.71", "Kota Jambi", "kota jambi"),
        entry("15.05", "Kabupaten Muaro Jambi", "muaro jambi"),
        entry("32.04", "Kabupaten Bandung", "bandung"),
        entry("32.73", "Kota Bandung", "bandung"),
        entry("32.17", "Kabupaten Bandung Barat", "bandung barat"),
        entry("63.02", "Kabupaten Kotabaru", "kotabaru"),
        entry("63.72", "Kota Banjarbaru", "banjarbaru"),
        entry("31.74", "Kota Administrasi Jakarta Selatan", "jakarta selatan"),
        entry("15.06", "Kabupaten Tanjung Jabung Barat", "tanjabbar"),
    ];

    const fn entry<'a>(code: &'a str, full_name: &'a str, folded: &'a str) -> Entry<'a> {
        Entry { code, full_name, folded }
    }

    fn found(query: &str) -> Vec<(&'static str, MatchKind)> {
        search(&ENTRIES, query)
            .iter()
            .map(|found| (ENTRIES[found.index].code, found.kind))
            .collect()
    }

    #[test]
    fn a_code_finds_its_region_and_what_lies_below() {
        assert_eq!(found("15.71"), [("15.71", MatchKind::Code)]);
        let below = ["15.71", "15.06", "15.05"].map(|code| (code, MatchKind::Prefix));
        assert_eq!(found(" 15 "), [&[("15", MatchKind::Code)], below.as_slice()].concat());
        assert!(found("1571").is_empty(), "codes of BPS look like this: never guessed");
        assert!(found("15.99").is_empty());
    }

    #[test]
    fn the_higher_level_comes_first() {
        let wanted = [
            ("15", MatchKind::Exact),
            ("15.71", MatchKind::Exact),
            ("15.05", MatchKind::WordPrefix),
        ];
        assert_eq!(found("JAMBI"), wanted);
    }

    #[test]
    fn the_type_chooses_between_namesakes() {
        for query in ["kab bandung", "Kab. Bandung", "kabupaten  bandung"] {
            let found = found(query);
            assert_eq!(found[0], ("32.04", MatchKind::Exact), "{query}");
            assert!(found.iter().all(|(code, _)| *code != "32.73"), "{query}");
        }
        assert_eq!(found("Kota Bandung"), [("32.73", MatchKind::Exact)]);
        assert_eq!(found("kota adm. jakarta selatan"), [("31.74", MatchKind::Exact)]);
        assert_eq!(found("prov jambi"), [("15", MatchKind::Exact)]);
    }

    #[test]
    fn kota_baru_is_a_kabupaten() {
        assert_eq!(found("Kota Baru")[0], ("63.02", MatchKind::Exact));
    }

    #[test]
    fn beginnings_of_words_and_insides() {
        assert_eq!(found("jak sel"), [("31.74", MatchKind::WordPrefix)]);
        assert_eq!(found("jarbaru"), [("63.72", MatchKind::Contains)]);
        assert_eq!(found("tanjab"), [("15.06", MatchKind::Prefix)]);
        assert!(found("ab").is_empty(), "too short to look for inside names");
    }

    #[test]
    fn typos_are_marked_and_only_tried_last() {
        assert_eq!(
            found("jambu"),
            [("15", MatchKind::Typo), ("15.71", MatchKind::Typo), ("15.05", MatchKind::Typo)]
        );
        assert_eq!(search(&ENTRIES, "jambu")[0].slips, 1);
        assert_eq!(found("bandnug")[0].1, MatchKind::Typo, "neighbours swapped");
        assert_eq!(found("kota bandug"), [("32.73", MatchKind::Typo)]);
        assert_eq!(found("jakarat")[0], ("31.74", MatchKind::Typo), "one word of the name");
        assert!(found("surabaya").is_empty());
        assert!(found("jam bu x").is_empty());
    }

    #[test]
    fn nothing_is_found_by_nothing() {
        for query in ["", "   ", "…", "-", "%"] {
            assert!(found(query).is_empty(), "{query:?}");
        }
        assert!(search(&[], "jambi").is_empty());
    }

    #[test]
    fn distances() {
        let distance = |query: &str, name: &str| {
            let query: Vec<char> = query.chars().collect();
            Rows::default().distance(&query, name, 9)
        };
        let cases = [
            ("jambi", "jambi", 0),
            ("jambu", "jambi", 1),
            ("jmabi", "jambi", 1),
            ("jamb", "jambi", 1),
            ("jambii", "jambi", 1),
            ("", "abc", 3),
            ("abc", "", 3),
            ("ca", "abc", 3),
            ("kitten", "sitting", 3),
        ];
        for (query, name, wanted) in cases {
            assert_eq!(distance(query, name), Some(wanted), "{query} {name}");
        }
    }

    /// The distance without shortcuts.
    fn plain(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i == 0 || j == 0 {
                    table[i][j] = i + j;
                    continue;
                }
                let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut cost = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    cost = cost.min(table[i - 2][j - 2] + 1);
                }
                table[i][j] = cost;
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_short_way_gives_the_same_distance(a in "[abc]{0,9}", b in "[abc]{0,9}", limit in 0..4_usize) {
            let chars: Vec<char> = a.chars().collect();
            let whole = plain(&chars, &b.chars().collect::<Vec<_>>());
            let short = Rows::default().distance(&chars, &b, limit);
            prop_assert_eq!(short, (whole <= limit).then_some(whole));
        }

        #[test]
        fn any_query_is_answered(query in "\\PC{0,300}") {
            let matches = search(&ENTRIES, &query);
            prop_assert!(matches.len() <= MAX_MATCHES);
            let typos = matches.iter().filter(|found| found.kind == MatchKind::Typo).count();
            prop_assert!(typos == 0 || typos == matches.len());
            let mut codes: Vec<_> = matches.iter().map(|found| ENTRIES[found.index].code).collect();
            codes.sort_unstable();
            prop_assert!(codes.is_sorted_by(|a, b| a < b), "each region once");
        }

        #[test]
        fn the_order_of_entries_does_not_matter(by in 0..12_usize, query in "(jam|ban|kota|kab b|15|jambu)") {
            let mut turned = ENTRIES;
            turned.rotate_left(by);
            let codes = |entries: &[Entry<'static>]| {
                let matches = search(entries, &query).into_iter();
                matches.map(|found| entries[found.index].code).collect::<Vec<_>>()
            };
            prop_assert_eq!(codes(&ENTRIES), codes(&turned));
        }
    }
}
