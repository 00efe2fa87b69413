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
    let mut text = format!(
        "Angka berbeda antarsumber untuk {}: {} (dipakai); {}.",
        wording::as_of(date),
        said(chosen.coverage, &used),
        rest.join("; ")
    );
    let reason = reason.trim().trim_end_matches('.');
    if !reason.is_empty() {
        text.push_str(&format!(" Alasan: {reason}."));
    }
    Some(text)
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
        "Angka {whose} {} {place} jumlah {parts} {below} ({}).",
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
