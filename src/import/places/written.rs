//! Codes and names as people write them.

use crate::domain::{RegionCode, RegionKind};

/// Whether a text is made of the beginnings of all words of a name: `tanjabtimur`, `okutimur`.
pub(super) fn is_short_for(text: &str, name: &str) -> bool {
    /// Fewer letters are short for too much.
    const LEAST: usize = 5;
    fn fits(text: &str, words: &[&str]) -> bool {
        let Some((word, rest)) = words.split_first() else { return text.is_empty() };
        let common = text.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        (1..=common).any(|end| text.get(end..).is_some_and(|behind| fits(behind, rest)))
    }
    let words: Vec<&str> = name.split(' ').filter(|word| *word != "dan").collect();
    text.len() >= LEAST && words.len() > 1 && fits(text, &words)
}

/// `1501` and `15.01` as `15.01`; `None` for what is no code.
pub(in crate::import) fn dotted(code: &str) -> Option<String> {
    let code = code.trim();
    if code.eq_ignore_ascii_case("id") || code == "0" || code == "00" {
        return Some(RegionCode::nation().as_str().to_owned());
    }
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let plain = digits.len() == code.len();
    let dotted = match digits.len() {
        2 => digits,
        4 => format!("{}.{}", &digits[..2], &digits[2..]),
        6 => format!("{}.{}.{}", &digits[..2], &digits[2..4], &digits[4..]),
        10 => format!("{}.{}.{}.{}", &digits[..2], &digits[2..4], &digits[4..6], &digits[6..]),
        3 if code.len() == 4 => code.to_owned(),
        _ => return None,
    };
    (plain || dotted == code).then_some(dotted)
}

/// A type of region as names begin with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    Province,
    Kabupaten,
    Kota,
    Kecamatan,
    Kelurahan,
    Desa,
}

impl NameKind {
    /// Whether a kind of region is one of this type.
    pub fn is(self, kind: RegionKind) -> bool {
        match self {
            Self::Province => kind == RegionKind::Province,
            Self::Kabupaten => matches!(kind, RegionKind::Kabupaten | RegionKind::KabupatenAdm),
            Self::Kota => matches!(kind, RegionKind::Kota | RegionKind::KotaAdm),
            Self::Kecamatan => kind == RegionKind::Kecamatan,
            Self::Kelurahan => kind == RegionKind::Kelurahan,
            Self::Desa => kind == RegionKind::Desa,
        }
    }
}

/// The type that a folded name begins with, and the rest.
pub(super) fn split_kind(folded: &str) -> Option<(NameKind, &str)> {
    const WORDS: [(&str, NameKind); 20] = [
        ("kabupaten administrasi ", NameKind::Kabupaten),
        ("kabupaten adm ", NameKind::Kabupaten),
        ("kab administrasi ", NameKind::Kabupaten),
        ("kab adm ", NameKind::Kabupaten),
        ("kabupaten ", NameKind::Kabupaten),
        ("kab ", NameKind::Kabupaten),
        ("kota administrasi ", NameKind::Kota),
        ("kota adm ", NameKind::Kota),
        ("adm kota ", NameKind::Kota),
        ("kotamadya ", NameKind::Kota),
        ("kodya ", NameKind::Kota),
        ("kota ", NameKind::Kota),
        ("provinsi ", NameKind::Province),
        ("propinsi ", NameKind::Province),
        ("prov ", NameKind::Province),
        ("prop ", NameKind::Province),
        ("kecamatan ", NameKind::Kecamatan),
        ("kec ", NameKind::Kecamatan),
        ("kelurahan ", NameKind::Kelurahan),
        ("desa ", NameKind::Desa),
    ];
    WORDS.iter().find_map(|(word, kind)| Some((*kind, folded.strip_prefix(word)?)))
}
