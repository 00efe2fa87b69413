//! What the titles of a whole sheet say, in the rows above those of its columns.

use super::words::SEGMENTS;
use super::{TitleRow, names_scale};
use crate::domain::wording::fold;
use crate::domain::{AsOf, SegmentCode};
use crate::import::date;

/// The one date that they name; none where they name several.
pub(super) fn date(rows: &[TitleRow]) -> Option<AsOf> {
    let mut found = rows.iter().flat_map(|(_, cells)| cells).filter_map(|cell| date::find(cell));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The one segment that they name; none where they name several.
pub(super) fn segment(rows: &[TitleRow]) -> Option<SegmentCode> {
    let cells = rows.iter().flat_map(|(_, cells)| cells);
    let mut found: Vec<&str> = cells.flat_map(|cell| segments(&fold(cell))).collect();
    found.dedup();
    match found.as_slice() {
        [one] => SegmentCode::parse(one),
        _ => None,
    }
}

/// A title that says that the numbers are thousands or millions.
pub(super) fn scale(rows: &[TitleRow]) -> Option<String> {
    let mut cells = rows.iter().flat_map(|(_, cells)| cells);
    cells.find(|cell| fold(cell).contains("dalam ") && names_scale(cell)).cloned()
}

/// The segments in a folded title. Words that also mean other things (a guru, a desa, a sum) name one only
/// behind the word "segmen".
fn segments(folded: &str) -> Vec<&'static str> {
    const CLEAR: [&str; 10] = [
        "pu",
        "bpu",
        "ppu",
        "pbpu",
        "jakon",
        "jaskon",
        "penerima upah",
        "bukan penerima upah",
        "jasa konstruksi",
        "pekerja migran indonesia",
    ];
    let words: Vec<&str> = folded.split(' ').collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let after_word = at > 0 && matches!(words[at - 1], "segmen" | "segment");
        // The longest name counts: "bukan penerima upah" also holds "penerima upah".
        let longest = (at + 1..=words.len().min(at + 6)).rev().find_map(|end| {
            let name = words[at..end].join(" ");
            let (code, _) = SEGMENTS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
            (after_word || CLEAR.contains(&name.as_str())).then_some((end, *code))
        });
        match longest {
            Some((end, code)) => {
                if !found.contains(&code) {
                    found.push(code);
                }
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str) -> Option<String> {
        let row = (1, vec![title.to_owned()]);
        segment(&[row]).map(|code| code.to_string())
    }

    #[test]
    fn a_title_may_name_a_segment() {
        for title in [
            "Kepesertaan segmen BPU per 28 Februari 2026",
            "REKAP BUKAN PENERIMA UPAH (BPU)",
            "Peserta Bukan Penerima Upah Provinsi Jambi",
        ] {
            assert_eq!(named(title).as_deref(), Some("bpu"), "{title}");
        }
        assert_eq!(named("Segmen desa tahun 2026").as_deref(), Some("desa"));
        for title in ["Rekap desa dan guru", "PU dan BPU", "Jumlah total peserta", ""] {
            assert_eq!(named(title), None, "{title}");
        }
    }
}
