//! What the titles of a whole sheet say, in the rows above those of its columns.

use super::words::SEGMENTS;
use super::{Column, TitleRow, says_scale};
use crate::domain::wording::fold;
use crate::domain::{AsOf, SegmentCode};
use crate::import::date;

/// The one date that they name as that of the data; none where they name several.
pub(super) fn date(rows: &[TitleRow]) -> Option<AsOf> {
    let of_data = rows.iter().filter(|(_, cells)| is_about_data(cells));
    let mut found = of_data.flat_map(|(_, cells)| cells).filter_map(|cell| date::find(cell));
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

/// Whether a date in a line of titles is that of the data: the line says so, or names the table. The day
/// on which a sheet was printed, or a letter written, is another one.
fn is_about_data(cells: &[String]) -> bool {
    const OTHER: [&str; 14] = [
        "dicetak",
        "cetak",
        "tercetak",
        "pencetakan",
        "diunduh",
        "unduh",
        "diakses",
        "dibuat",
        "lampiran",
        "surat",
        "nomor",
        "no",
        "undangan",
        "rapat",
    ];
    const OWN: [&str; 24] = [
        "per",
        "posisi",
        "sd",
        "keadaan",
        "kondisi",
        "data",
        "bulan",
        "triwulan",
        "tw",
        "semester",
        "tahun",
        "periode",
        "tabel",
        "daftar",
        "rekap",
        "rekapitulasi",
        "laporan",
        "realisasi",
        "kepesertaan",
        "peserta",
        "cakupan",
        "capaian",
        "perlindungan",
        "ucj",
    ];
    let folded = fold(&cells.join(" "));
    let all: Vec<&str> = folded.split(' ').collect();
    // "Inpres Nomor 2 Tahun 2021" names a rule, and no letter.
    let is_rule = |at: usize| matches!(all.get(at + 2), Some(&"tahun"));
    let is_other = |(at, word): (usize, &&str)| OTHER.contains(word) && !is_rule(at);
    let until = |pair: &[&str]| matches!(pair, ["s", "d"] | ["sampai", "dengan"]);
    !all.iter().enumerate().any(is_other)
        && (all.iter().any(|word| OWN.contains(word)) || all.windows(2).any(until))
}

/// A title that says that the numbers are thousands or millions.
pub(super) fn scale(rows: &[TitleRow]) -> Option<String> {
    rows.iter().flat_map(|(_, cells)| cells).find(|cell| says_scale(cell)).cloned()
}

/// A title, above or of a column, that names health insurance, where none names that of employment.
pub(super) fn health(rows: &[TitleRow], columns: &[Column]) -> Option<String> {
    let above = rows.iter().flat_map(|(_, cells)| cells);
    let titles: Vec<&String> = above.chain(columns.iter().map(|column| &column.title)).collect();
    let mut named = None;
    for title in titles {
        let folded = fold(title);
        let mut words = folded.split(' ');
        if words.any(|word| matches!(word, "ketenagakerjaan" | "jamsostek" | "jamsosnaker")) {
            return None;
        }
        let is_health = folded.contains("bpjs kesehatan")
            || folded.contains("jaminan kesehatan")
            || folded.split(' ').any(|word| word == "jkn");
        if is_health && named.is_none() {
            named = Some(title.clone());
        }
    }
    named
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

    fn dated(title: &str) -> Option<String> {
        let row = (1, vec![title.to_owned()]);
        date(&[row]).map(AsOf::iso)
    }

    #[test]
    fn a_title_is_dated_where_it_says_so() {
        for (title, wanted) in [
            ("Posisi 30 April 2025", "2025-04-30"),
            ("Keadaan s.d. 30 April 2025", "2025-04-30"),
            ("Sampai dengan 30 April 2025", "2025-04-30"),
            ("REKAP KEPESERTAAN APRIL 2025", "2025-04"),
            ("Tahun 2025", "2025"),
            ("Sesuai Inpres Nomor 2 Tahun 2021, per 30 April 2025", "2025-04-30"),
        ] {
            assert_eq!(dated(title).as_deref(), Some(wanted), "{title}");
        }
        for title in [
            "Dicetak 5 Februari 2026",
            "Data dicetak per 5 Februari 2026",
            "Tanggal cetak: 5 Februari 2026",
            "Lampiran surat nomor B/2026/02 tanggal 5 Februari 2026",
            "Nomor B/2026 tahun 2026",
            "Diunduh 5 Februari 2026",
            "Jambi, 5 Februari 2026",
            "5 Februari 2026",
        ] {
            assert_eq!(dated(title), None, "{title}");
        }
        let rows = [
            (1, vec!["Posisi".to_owned(), "30 April 2025".to_owned()]),
            (2, vec!["Dicetak 5 Mei 2025".to_owned()]),
        ];
        assert_eq!(date(&rows).map(AsOf::iso).as_deref(), Some("2025-04-30"));
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
