//! Text around the chart "Peserta aktif", which draws counts without a base.

use crate::domain::{Figure, wording};

use super::phrases::about;
use super::trend::FEW;
use super::words::{self, sentence_case};

/// Figures of participants in order of date; those without a count are left out.
fn counted(figures: &[Figure]) -> Vec<(&Figure, i64)> {
    figures.iter().filter_map(|figure| Some((figure, figure.active?))).collect()
}

/// The finding of the chart "Peserta aktif"; no full stop.
pub fn participants_title(figures: &[Figure]) -> String {
    let counted = counted(figures);
    let (Some((first, from)), Some((last, to))) = (counted.first(), counted.last()) else {
        return "Belum ada jumlah peserta aktif".to_owned();
    };
    let about = if about(Some(first)).is_empty() { about(Some(last)) } else { about(Some(first)) };
    if counted.len() == 1 {
        return sentence_case(&format!(
            "{about}{} peserta aktif {}",
            wording::count(*to),
            words::at(last.as_of)
        ));
    }
    let since = wording::as_of(first.as_of);
    match to - from {
        0 => format!("Peserta aktif tidak berubah sejak {since}"),
        more @ 1.. => {
            format!("Peserta aktif naik {about}{} orang sejak {since}", wording::count(more))
        }
        less => {
            let less = wording::count(less.saturating_abs());
            format!("Peserta aktif turun {about}{less} orang sejak {since}")
        }
    }
}

/// What the chart "Peserta aktif" measures and over which dates; no full stop.
pub fn participants_subtitle(figures: &[Figure]) -> String {
    let counted = counted(figures);
    match (counted.first(), counted.last()) {
        (Some((first, _)), Some((last, _))) => {
            format!("Jumlah peserta aktif, {}", words::span(first.as_of, last.as_of))
        }
        _ => "Jumlah peserta aktif".to_owned(),
    }
}

/// What the chart "Peserta aktif" shows, for those who do not see it.
pub fn participants_desc(figures: &[Figure]) -> String {
    let counted = counted(figures);
    let point = |(figure, active): &(&Figure, i64)| {
        format!("{}{} {}", about(Some(figure)), wording::count(*active), words::at(figure.as_of))
    };
    match counted.as_slice() {
        [] => "Tidak ada jumlah peserta yang dapat digambar.".to_owned(),
        few if few.len() <= FEW => {
            let points: Vec<String> = few.iter().map(point).collect();
            sentence_case(&format!("{}.", points.join("; ")))
        }
        [first, .., last] => format!("Dari {} menjadi {}.", point(first), point(last)),
        [only] => format!("{}.", point(only)),
    }
}
