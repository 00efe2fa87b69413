//! The paragraphs beside the trend chart.

use crate::domain::change::Change;
use crate::domain::projection::{NoProjection, Projection};
use crate::domain::series::JOIN_DAYS;
use crate::domain::{Points, Precision, Status, wording};

use super::phrases::{about, goal_full, goal_short, moved, projected, size};
use super::story::Story;
use super::text::{Text, strong};
use super::trend::{breaks, looks_reached, shown_band};
use super::words;

/// One to three paragraphs: pace, projection, and what to be careful about.
pub fn reading(story: &Story) -> Vec<Text> {
    let paragraphs = if story.current.is_some() {
        vec![pace(story), projection(story), care(story)]
    } else {
        vec![Text::joined([no_current(story)]), care(story)]
    };
    paragraphs.into_iter().filter(|text| !text.is_empty()).collect()
}

fn no_current(story: &Story) -> String {
    if story.reports.is_empty() {
        "Belum ada laporan, sehingga laju dan proyeksi belum dapat dihitung.".to_owned()
    } else {
        "Laporan yang ada sudah terlalu lama, sehingga laju dan proyeksi tidak dihitung.".to_owned()
    }
}

fn pace(story: &Story) -> Text {
    let needed = story.needed.filter(|needed| needed.points.0 > 0).zip(story.goal.as_ref());
    let ahead = needed.map(|(needed, goal)| {
        format!(
            "{} per bulan sampai {}",
            size(needed.points_per_month()),
            wording::date(goal.target.due())
        )
    });
    let to_goal = || match (needed, &ahead) {
        (Some((_, goal)), Some(ahead)) => {
            format!("Laju yang dibutuhkan untuk mencapai {} adalah {ahead}.", goal_short(goal))
        }
        _ => String::new(),
    };
    let Some((measured, change)) = story.measured.zip(story.movement()) else {
        let reason =
            "Laju belum terukur: dibutuhkan dua laporan sebanding yang berjarak 60 sampai \
                      410 hari."
                .to_owned();
        return Text::joined([reason, to_goal()]);
    };
    let since = wording::as_of(change.from.as_of);
    let moved = match change.points.0 {
        0 => format!("Sejak {since} cakupan tidak berubah."),
        points => {
            let monthly = match measured.pace.points_per_month() {
                Points(0) => "kurang dari 0,01 poin".to_owned(),
                monthly => size(monthly),
            };
            let verb = if points > 0 { "naik" } else { "turun" };
            let provisional = if measured.provisional {
                format!(" (sementara, {} hari)", wording::count(change.days))
            } else {
                String::new()
            };
            format!(
                "Sejak {since} cakupan {verb} {}, atau {monthly} per bulan{provisional}.",
                strong(size(change.points))
            )
        }
    };
    let beside = match (needed, &ahead) {
        (Some((needed, _)), Some(ahead)) if change.points.0 > 0 => measured
            .pace
            .ratio(&needed)
            .map(|ratio| format!("Itu {}, yaitu {ahead}.", words::beside_needed(ratio)))
            .unwrap_or_default(),
        _ => to_goal(),
    };
    Text::joined([moved, workers(&change), effects(story, &change), beside])
}

/// How many participants came or went, where both counts are known.
fn workers(change: &Change) -> String {
    let Some(workers) = change.workers else { return String::new() };
    let about = [about(Some(&change.from)), about(Some(&change.to))].concat();
    let about = if about.is_empty() { "" } else { "sekitar " };
    let count = wording::count(workers.saturating_abs());
    match workers {
        0 => "Jumlah peserta aktif tetap.".to_owned(),
        1.. => format!("Peserta aktif bertambah {about}{count} orang."),
        _ => format!("Peserta aktif berkurang {about}{count} orang."),
    }
}

/// What participants and the base each did to the change, where the base changed.
fn effects(story: &Story, change: &Change) -> String {
    let split = change.by_participants.zip(change.by_base);
    match split.filter(|(_, by_base)| by_base.0 != 0) {
        Some((by_participants, by_base)) => format!(
            "Dari perubahan itu, {} poin berasal dari jumlah peserta dan {} poin dari perubahan {}.",
            wording::signed_points(by_participants),
            wording::signed_points(by_base),
            story.segment.base_word()
        ),
        None => String::new(),
    }
}

fn projection(story: &Story) -> Text {
    let reason = match &story.projection {
        Ok(projection) => return projection_text(story, projection),
        Err(NoProjection::FewReports) => {
            "Proyeksi tidak ditampilkan. Dibutuhkan sedikitnya enam laporan dalam dua belas bulan."
        }
        Err(NoProjection::NoYearAgo) => {
            "Proyeksi tidak ditampilkan. Dibutuhkan laporan dari sekitar setahun sebelumnya, karena \
             cakupan biasanya turun setiap Januari."
        }
        Err(NoProjection::NothingAhead) => "",
    };
    Text::new(reason)
}

fn projection_text(story: &Story, projection: &Projection) -> Text {
    let windows: Vec<String> =
        projection.windows.iter().map(|(years, _)| (years * 12).to_string()).collect();
    let range = match shown_band(projection) {
        Some(range) => {
            format!("Rentangnya {range}, menurut laju {} bulan terakhir.", words::list(&windows))
        }
        None if projection.band.is_some() => {
            format!("Laju {} bulan terakhir memberi hasil yang hampir sama.", words::list(&windows))
        }
        None => {
            "Rentangnya belum dapat dihitung, karena baru laju 12 bulan yang terukur.".to_owned()
        }
    };
    let outlook = format!(
        "Bila laju 12 bulan terakhir tetap, cakupan {} sekitar {}. {range}",
        words::around(projection.to),
        strong(projected(projection.value))
    );
    let Some(goal) = &story.goal else { return Text::new(outlook) };
    let target = goal.target.percent;
    let verdict = if story.status == Some(Status::Achieved) {
        if projection.value < target {
            format!("Dengan laju itu cakupan turun kembali ke bawah {}.", goal_full(goal))
        } else {
            String::new()
        }
    } else if let Some(day) = projection.meets(target) {
        format!(
            "Dengan laju itu {} tercapai sekitar {}.",
            goal_full(goal),
            words::around_month(day)
        )
    } else if projection.to != goal.target.due() {
        String::new()
    } else if looks_reached(projection, target) {
        format!("Dengan laju itu {} hampir tercapai.", goal_full(goal))
    } else {
        format!("Dengan laju itu {} tidak tercapai pada tenggatnya.", goal_full(goal))
    };
    Text::joined([outlook, verdict])
}

/// What to be careful about: season, gaps, breaks, vague dates, other sources.
fn care(story: &Story) -> Text {
    let compared_with = story.movement().map(|change| change.from.as_of);
    let previous = story.since_previous.filter(|change| Some(change.from.as_of) != compared_with);
    let previous = previous.map(|change| {
        let before = wording::as_of(change.from.as_of);
        format!("Sejak laporan sebelumnya ({before}) cakupan {}.", moved(change.points))
    });
    let season = if story.measured.is_some_and(|measured| measured.provisional) {
        "Belum ada laporan dari masa yang sama tahun lalu, sehingga penurunan yang biasa terjadi \
         setiap Januari belum dapat dipisahkan."
            .to_owned()
    } else {
        String::new()
    };
    let gaps = if story.gaps.is_empty() {
        String::new()
    } else {
        format!(
            "Dua laporan yang berjarak lebih dari {JOIN_DAYS} hari tidak disambung garis, karena \
             keadaan di antaranya tidak diketahui."
        )
    };
    let vague = story.reports.iter().any(|f| f.as_of.precision != Precision::Day);
    let vague = if vague {
        "Lingkaran kosong menandai angka yang hanya diketahui bulan atau tahunnya.".to_owned()
    } else {
        String::new()
    };
    let disputed = if story.disputed {
        "Sumber lain menyebut angka yang berbeda untuk tanggal yang sama.".to_owned()
    } else {
        String::new()
    };
    let (previous, breaks) = (previous.unwrap_or_default(), breaks(story).unwrap_or_default());
    Text::joined([previous, season, gaps, breaks, vague, disputed])
}
