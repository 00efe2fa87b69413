//! Kinds of regulations, and how one is cited.

use super::RegionKind;
use super::wording::fold;

/// Every kind with its code and how it is written in short.
pub const KINDS: [(&str, &str); 17] = [
    ("uu", "UU"),
    ("pp", "PP"),
    ("perpres", "Perpres"),
    ("inpres", "Inpres"),
    ("permen", "Permen"),
    ("pmk", "PMK"),
    ("perda", "Perda"),
    ("pergub", "Pergub"),
    ("perbup", "Perbup"),
    ("perwali", "Perwali"),
    ("instruksi", "Instruksi"),
    ("se", "Surat Edaran"),
    ("surat", "Surat"),
    ("sk", "SK"),
    ("mou", "Nota Kesepahaman"),
    ("fatwa", "Fatwa"),
    ("lain", "Lainnya"),
];

/// How kinds begin as they are written, folded; the longer beginning stands before the shorter.
const BEGINNINGS: [(&str, &str); 44] = [
    ("undang undang", "uu"),
    ("uu", "uu"),
    ("peraturan pemerintah", "pp"),
    ("pp", "pp"),
    ("peraturan presiden", "perpres"),
    ("perpres", "perpres"),
    ("instruksi presiden", "inpres"),
    ("inpres", "inpres"),
    ("peraturan menteri keuangan", "pmk"),
    ("pmk", "pmk"),
    ("peraturan menteri", "permen"),
    ("permen", "permen"),
    ("permendagri", "permen"),
    ("permenaker", "permen"),
    ("permendes", "permen"),
    ("peraturan daerah", "perda"),
    ("perda", "perda"),
    ("perdasi", "perda"),
    ("perdasus", "perda"),
    ("qanun", "perda"),
    ("peraturan gubernur", "pergub"),
    ("pergub", "pergub"),
    ("peraturan bupati", "perbup"),
    ("perbup", "perbup"),
    ("peraturan wali kota", "perwali"),
    ("peraturan walikota", "perwali"),
    ("perwali", "perwali"),
    ("perwal", "perwali"),
    ("perwako", "perwali"),
    ("instruksi", "instruksi"),
    ("ingub", "instruksi"),
    ("surat edaran", "se"),
    ("se", "se"),
    ("surat keputusan", "sk"),
    ("keputusan", "sk"),
    ("sk", "sk"),
    ("surat", "surat"),
    ("nota kesepahaman", "mou"),
    ("mou", "mou"),
    ("fatwa", "fatwa"),
    ("juknis", "lain"),
    ("petunjuk teknis", "lain"),
    ("pedoman", "lain"),
    ("lain", "lain"),
];

/// The code of a kind as it is written: `Perbup`, `Instruksi Gubernur`, `SE Mendagri`, or the code
/// itself. `None` for what is none.
pub fn kind_code(written: &str) -> Option<&'static str> {
    let folded = fold(written);
    let begins = |word: &str| {
        folded.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    if folded == "lainnya" {
        return Some("lain");
    }
    BEGINNINGS.iter().find(|(word, _)| begins(word)).map(|(_, code)| *code)
}

/// The kinds of regions that make regulations of a kind, by its code; `None` for those that several make.
pub fn makers(kind_code: &str) -> Option<&'static [RegionKind]> {
    use RegionKind::{Kabupaten, KabupatenAdm, Kota, KotaAdm, Nation, Province};
    match kind_code {
        "uu" | "pp" | "perpres" | "inpres" | "permen" | "pmk" => Some(&[Nation]),
        "pergub" => Some(&[Province]),
        "perbup" => Some(&[Kabupaten, KabupatenAdm]),
        "perwali" => Some(&[Kota, KotaAdm]),
        _ => None,
    }
}

/// A number as it is compared: `07` and `7 Tahun 2025` are `7`.
pub fn number(written: &str, year: Option<i32>) -> String {
    let written = written.trim();
    let year = year.map(|year| format!(" tahun {year}"));
    let lower = written.to_lowercase();
    let front = year.and_then(|year| lower.strip_suffix(&year).map(str::len));
    let number = front.and_then(|end| written.get(..end)).unwrap_or(written).trim();
    let is_plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let digits = number.trim_start_matches('0');
    if is_plain && !digits.is_empty() { digits.to_owned() } else { number.to_owned() }
}

/// How a kind is written: the short word where only its code is given.
pub fn kind_name(written: &str) -> String {
    let short = KINDS.iter().find(|(code, _)| *code == written.trim());
    short.map_or_else(|| written.trim().to_owned(), |(_, name)| (*name).to_owned())
}

/// A regulation as it is cited: `Perbup 54/2023`, `SE Mendagri 842.2/5193/SJ tahun 2021`.
pub fn title(kind: &str, number: &str, year: Option<i32>) -> String {
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    match (number, year) {
        ("", Some(year)) => format!("{kind} tahun {year}"),
        ("", None) => kind.to_owned(),
        (number, Some(year)) if plain => format!("{kind} {number}/{year}"),
        (number, Some(year)) => format!("{kind} {number} tahun {year}"),
        (number, None) => format!("{kind} {number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_how_they_begin() {
        for (written, code) in [
            ("Perbup", Some("perbup")),
            ("PERATURAN BUPATI", Some("perbup")),
            ("Permendagri", Some("permen")),
            ("Peraturan Menteri Keuangan", Some("pmk")),
            ("Instruksi Gubernur", Some("instruksi")),
            ("Instruksi Presiden", Some("inpres")),
            ("SE Mendagri", Some("se")),
            ("Surat Edaran Wali Kota", Some("se")),
            ("Surat Kemendagri", Some("surat")),
            ("Keputusan Bupati", Some("sk")),
            ("Perdasus", Some("perda")),
            ("Perwal", Some("perwali")),
            ("lain", Some("lain")),
            ("Sekadar", None),
            ("", None),
        ] {
            assert_eq!(kind_code(written), code, "{written}");
        }
        for (code, name) in KINDS {
            assert_eq!(kind_code(code), Some(code));
            assert_eq!(kind_code(name), Some(code));
            assert_eq!(kind_name(code), name);
        }
    }

    #[test]
    fn numbers_are_compared_without_zeros_and_years() {
        for (written, number_of_it) in [
            ("7", "7"),
            ("07", "7"),
            (" 7 Tahun 2025", "7"),
            ("7 Tahun 2024", "7 Tahun 2024"),
            ("0", "0"),
            ("842.2/5193/SJ", "842.2/5193/SJ"),
            ("", ""),
        ] {
            assert_eq!(number(written, Some(2025)), number_of_it, "{written}");
        }
    }

    #[test]
    fn titles_are_those_that_are_cited() {
        assert_eq!(title("Perbup", "54", Some(2023)), "Perbup 54/2023");
        assert_eq!(
            title("SE Mendagri", "842.2/5193/SJ", Some(2021)),
            "SE Mendagri 842.2/5193/SJ tahun 2021"
        );
        assert_eq!(title("SK Bupati", "", None), "SK Bupati");
    }
}
