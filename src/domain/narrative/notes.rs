//! Notes beside figures: conflicts, sums, derived values, history of a region, segments.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::aggregate::{MAX_SPAN_DAYS, SumOfParts};
use crate::domain::number::base_range;
use crate::domain::statement::contradict;
use crate::domain::{AsOf, Figure, Level, Percent, wording};

use super::members::reporting;
use super::phrases::size;
use super::words::{self, noun, sentence_case};

/// One of several statements about the same region, segment and date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice<'a> {
    /// Who published it.
    pub publisher: &'a str,
    /// The percent it gives.
    pub coverage: Percent,
}

/// That sources contradict each other, which figure is used, and why; `None` when they agree.
///
/// `reason` may be empty.
pub fn conflict(
    date: AsOf,
    chosen: Voice<'_>,
    others: &[Voice<'_>],
    reason: &str,
) -> Option<String> {
    let all = || std::iter::once(&chosen).chain(others);
    if !contradict(all().map(|voice| voice.coverage)) {
        return None;
    }
    let mut by_value: BTreeMap<Percent, Vec<&str>> = BTreeMap::new();
    for voice in all() {
        let publishers = by_value.entry(voice.coverage).or_default();
        if !publishers.contains(&voice.publisher) {
            publishers.push(voice.publisher);
        }
    }
    let said = |value: Percent, publishers: &[&str]| {
        let by = match publishers {
            [first, rest @ ..] if rest.len() > 1 => {
                format!("{first} dan {} sumber lain", words::number(rest.len()))
            }
            few => words::list(few),
        };
        format!("{} menurut {by}", wording::percent(value))
    };
    let used = by_value.remove(&chosen.coverage).unwrap_or_default();
    let rest: Vec<String> =
        by_value.iter().rev().map(|(value, publishers)| said(*value, publishers)).collect();
    let reason = reason.trim().trim_end_matches('.');
    let reason = if reason.is_empty() { String::new() } else { format!(" Alasan: {reason}.") };
    Some(format!(
        "Angka berbeda antarsumber untuk {}: {} (dipakai); {}.{reason}",
        wording::as_of(date),
        said(chosen.coverage, &used),
        rest.join("; ")
    ))
}

/// That a source's percent does not follow from its counts; `None` when it does.
pub fn print_conflict(figure: &Figure) -> Option<String> {
    let printed = figure.disputed_by_print()?;
    let (active, base) = figure.active.zip(figure.workforce)?;
    Some(format!(
        "Sumber menulis {}, sedangkan {} dari {} adalah {}; yang dipakai hasil hitung.",
        wording::percent(printed),
        wording::count(active),
        wording::count(base),
        wording::percent(figure.coverage?)
    ))
}

/// A region's own figure beside the sum of its parts: a finding, not a correction.
pub fn against_sum(own: Percent, sum: Percent, parts: usize, level: Level) -> String {
    let whose = match level {
        Level::Nation => "nasional",
        other => noun(other),
    };
    let below = noun(level.below().unwrap_or(level));
    let parts = words::number(parts);
    let points = own.minus(sum);
    let place = match points.0 {
        0 => "sama dengan".to_owned(),
        1.. => format!("{} lebih tinggi daripada", size(points)),
        _ => format!("{} lebih rendah daripada", size(points)),
    };
    format!(
        "Angka {whose} {}, {place} jumlah {parts} {below} ({}).",
        wording::percent(own),
        wording::percent(sum)
    )
}

/// What a sum of parts rests on, or why it is not shown as a percent.
pub fn sum_note(sum: &SumOfParts, parts: usize, level: Level) -> String {
    let below = level.below().unwrap_or(level);
    match sum {
        SumOfParts::Complete { span_days: 0, .. } => {
            format!("Jumlah dari {} {}.", words::number(parts), noun(below))
        }
        SumOfParts::Complete { span_days, .. } => format!(
            "Jumlah dari {} {}, yang tanggal angkanya berselisih paling lama {} hari.",
            words::number(parts),
            noun(below),
            wording::count(*span_days)
        ),
        SumOfParts::Incomplete { reported, expected } if reported >= expected && *expected > 0 => {
            format!(
                "{}, tetapi tidak semua dengan jumlah peserta dan angkatan kerja dalam rentang \
                 {MAX_SPAN_DAYS} hari, sehingga jumlahnya tidak dinyatakan dalam persen.",
                reporting(*reported, *expected, below)
            )
        }
        SumOfParts::Incomplete { reported, expected } => format!(
            "{}, sehingga jumlahnya tidak dinyatakan dalam persen.",
            reporting(*reported, *expected, below)
        ),
    }
}

/// The base that a percent and a number of uncovered workers allow; shown as derived and as a
/// range. `None` when they allow none.
pub fn derived_base(uncovered: i64, coverage: Percent) -> Option<String> {
    let (low, high) = base_range(uncovered, coverage)?;
    let range = if low == high {
        wording::count(low)
    } else {
        format!("{} sampai {}", wording::count(low), wording::count(high))
    };
    Some(format!(
        "Angka turunan: {} pekerja belum terlindungi pada cakupan {} berarti potensinya {range} \
         pekerja. Nilai ini dihitung, bukan dilaporkan.",
        wording::count(uncovered),
        wording::percent(coverage)
    ))
}

/// That a province was made from another one.
pub fn created(name: &str, parent: &str, on: NaiveDate, law: &str) -> String {
    format!(
        "{name} dibentuk dari {parent} pada {} ({law}). Angka sebelum tanggal itu tercatat pada \
         {parent}.",
        wording::date(on)
    )
}

/// That a province lost territory to new ones: a break in its series.
pub fn divided(name: &str, new: &[&str], on: NaiveDate, laws: &[&str]) -> String {
    format!(
        "Pada {} sebagian wilayah {name} menjadi {} ({}). Angka {name} sebelum dan sesudah tanggal \
         itu tidak dibandingkan.",
        wording::date(on),
        words::list(new),
        words::list(laws)
    )
}

/// That a region had another code and parent before.
pub fn recoded(name: &str, old_code: &str, old_parent: &str, on: NaiveDate, law: &str) -> String {
    format!(
        "Sebelum {} {name} termasuk {old_parent} dengan kode {old_code} ({law}).",
        wording::date(on)
    )
}

/// Coverage of one segment, for the title over the segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentShare<'a> {
    /// The name of the segment.
    pub name: &'a str,
    /// Its coverage.
    pub coverage: Percent,
}

/// Over the segments of a region; no full stop. Speaks of the lowest one.
pub fn segments_title(segments: &[SegmentShare<'_>]) -> String {
    let Some(lowest) = segments.iter().min_by_key(|segment| segment.coverage) else {
        return "Rincian segmen belum dilaporkan".to_owned();
    };
    let rest = Percent(Percent::FULL.minus(lowest.coverage).0);
    let value = wording::percent(lowest.coverage);
    match words::fraction(rest) {
        Some(share) => {
            sentence_case(&format!("{share} pekerja segmen {} belum terlindungi", lowest.name))
        }
        None if segments.len() == 1 => format!("Cakupan segmen {} {value}", lowest.name),
        None => format!("Cakupan segmen {} paling rendah: {value}", lowest.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::domain::testing::{counts, day};

    fn voice(publisher: &str, hundredths: i32) -> Voice<'_> {
        Voice { publisher, coverage: Percent(hundredths) }
    }

    #[test]
    fn conflicts_name_both_values_and_the_reason() {
        let april = AsOf::parse("2025-04").unwrap();
        let others = [voice("Berita Sukabumi", 3586), voice("Kabaran", 3568)];
        assert_eq!(
            conflict(april, voice("Ayo Nusa", 3568), &others, "Digit tertukar.").unwrap(),
            "Angka berbeda antarsumber untuk April 2025: 35,68% menurut Ayo Nusa dan Kabaran \
             (dipakai); 35,86% menurut Berita Sukabumi. Alasan: Digit tertukar."
        );
        let many = ["A", "B", "C", "A"].map(|publisher| voice(publisher, 5000));
        assert_eq!(
            conflict(april, voice("D", 4000), &many, "").unwrap(),
            "Angka berbeda antarsumber untuk April 2025: 40,00% menurut D (dipakai); 50,00% \
             menurut A dan dua sumber lain."
        );
    }

    #[test]
    fn agreement_is_no_conflict() {
        let april = AsOf::parse("2025-04").unwrap();
        assert_eq!(conflict(april, voice("A", 3568), &[voice("B", 3569)], ""), None);
        assert_eq!(conflict(april, voice("A", 3568), &[], ""), None);
    }

    #[test]
    fn a_percent_that_does_not_follow_from_its_counts() {
        let at = AsOf::parse("2025-03-31").unwrap();
        let bali = Figure::read(at, Some(935_079), Some(1_873_899), Some(Percent(5088)), false);
        assert_eq!(
            print_conflict(&bali).unwrap(),
            "Sumber menulis 50,88%, sedangkan 935.079 dari 1.873.899 adalah 49,90%; yang dipakai \
             hasil hitung."
        );
        assert_eq!(print_conflict(&counts("2025-03-31", 1, 2)), None);
    }

    #[test]
    fn a_parent_beside_its_parts() {
        let beside = |own, sum| against_sum(Percent(own), Percent(sum), 11, Level::Province);
        assert_eq!(
            beside(4517, 4465),
            "Angka provinsi 45,17%, 0,52 poin lebih tinggi daripada jumlah sebelas kabupaten/kota \
             (44,65%)."
        );
        assert!(beside(4465, 4517).contains("0,52 poin lebih rendah daripada"));
        assert!(beside(4517, 4517).contains("45,17%, sama dengan jumlah"));
    }

    #[test]
    fn sums_say_what_they_rest_on() {
        let incomplete = |reported, expected| {
            let sum = SumOfParts::Incomplete { reported, expected };
            sum_note(&sum, expected, Level::Nation)
        };
        assert_eq!(
            incomplete(34, 38),
            "34 dari 38 provinsi melapor, sehingga jumlahnya tidak dinyatakan dalam persen."
        );
        assert!(incomplete(38, 38).starts_with("Semua 38 provinsi melapor, tetapi tidak semua"));
        assert!(incomplete(0, 38).starts_with("Belum ada provinsi yang melapor, sehingga"));
        let figure = counts("2025-05-31", 1, 2);
        let complete =
            |span_days| sum_note(&SumOfParts::Complete { figure, span_days }, 7, Level::Province);
        assert_eq!(complete(0), "Jumlah dari tujuh kabupaten/kota.");
        assert!(complete(62).ends_with("berselisih paling lama 62 hari."));
    }

    #[test]
    fn a_derived_base_is_a_range() {
        assert_eq!(
            derived_base(65_875, Percent(3302)).unwrap(),
            "Angka turunan: 65.875 pekerja belum terlindungi pada cakupan 33,02% berarti \
             potensinya 98.343 sampai 98.358 pekerja. Nilai ini dihitung, bukan dilaporkan."
        );
        assert!(derived_base(0, Percent(5000)).unwrap().contains("potensinya 0 pekerja"));
        assert_eq!(derived_base(10, Percent::FULL), None);
    }

    #[test]
    fn the_history_of_papua() {
        let on = day("2022-07-25");
        assert_eq!(
            created("Papua Selatan", "Papua", on, "UU 14/2022"),
            "Papua Selatan dibentuk dari Papua pada 25 Juli 2022 (UU 14/2022). Angka sebelum \
             tanggal itu tercatat pada Papua."
        );
        assert_eq!(
            divided("Papua", &["Papua Selatan", "Papua Tengah"], on, &["UU 14/2022", "UU 15/2022"]),
            "Pada 25 Juli 2022 sebagian wilayah Papua menjadi Papua Selatan dan Papua Tengah (UU \
             14/2022 dan UU 15/2022). Angka Papua sebelum dan sesudah tanggal itu tidak \
             dibandingkan."
        );
        assert_eq!(
            recoded("Merauke", "91.01", "Provinsi Papua", on, "UU 14/2022"),
            "Sebelum 25 Juli 2022 Merauke termasuk Provinsi Papua dengan kode 91.01 (UU 14/2022)."
        );
    }

    #[test]
    fn the_lowest_segment_is_the_finding() {
        let share = |name, hundredths| SegmentShare { name, coverage: Percent(hundredths) };
        assert_eq!(segments_title(&[]), "Rincian segmen belum dilaporkan");
        assert_eq!(
            segments_title(&[share("PU", 5166), share("Kelembagaan desa", 3302)]),
            "Dua dari tiga pekerja segmen Kelembagaan desa belum terlindungi"
        );
        assert_eq!(
            segments_title(&[share("PU", 5700), share("BPU", 4500)]),
            "Cakupan segmen BPU paling rendah: 45,00%"
        );
        assert_eq!(segments_title(&[share("Jakon", 29_900)]), "Cakupan segmen Jakon 299,00%");
    }
}
