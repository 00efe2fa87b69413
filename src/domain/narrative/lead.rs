//! The sentences of context around the finding of a page.

use crate::domain::date::days_between;
use crate::domain::series::{MAX_AGE_DAYS, STALE_DAYS};
use crate::domain::{Figure, Origin, Percent, wording};

use super::kpi::status_sentence;
use super::phrases::{about, goal_full, goal_named, is_nation, size, subject};
use super::story::Story;
use super::text::{Text, strong};
use super::words::{self, sentence_case};

/// One to three sentences of context under the finding.
pub fn lead(story: &Story) -> Text {
    let Some((figure, coverage)) = story.current.and_then(|f| Some((f, f.coverage?))) else {
        return no_figure(story);
    };
    Text::joined([
        background(story, coverage),
        age(story, &figure),
        way_to_goal(story, &figure).unwrap_or_else(|| no_goal(story)),
    ])
}

fn no_figure(story: &Story) -> Text {
    let per = wording::date(story.per);
    let note = if story.last_known.is_some() {
        format!(
            "Laporan itu lebih dari {MAX_AGE_DAYS} hari sebelum {per}, sehingga tidak dipakai \
             sebagai angka terkini."
        )
    } else {
        format!("Sampai {per} belum ada angka cakupan bertanggal yang tercatat.")
    };
    let goal = story.goal.as_ref().map(|goal| {
        format!(
            "{} adalah {}.",
            sentence_case(&goal_named(goal)),
            strong(wording::percent_trimmed(goal.target.percent))
        )
    });
    Text::joined([note, goal.unwrap_or_default()])
}

/// Where the figure comes from in time: what it was before, or why that cannot be said.
fn background(story: &Story, coverage: Percent) -> String {
    if coverage > Percent::FULL {
        return "Pekerja jasa konstruksi didaftarkan menurut proyek, sehingga peserta aktif dapat \
                melebihi angkatan kerja setempat; nilainya ditampilkan apa adanya."
            .to_owned();
    }
    match story.movement() {
        Some(change) => format!(
            "Cakupan {} adalah {}.",
            words::at(change.from.as_of),
            change.from.coverage.map(wording::percent).unwrap_or_default()
        ),
        None if story.reports.len() > 1 => {
            "Laporan sebelumnya tidak sebanding, sehingga perubahannya tidak dihitung.".to_owned()
        }
        None => "Baru ada satu laporan, sehingga arahnya belum diketahui.".to_owned(),
    }
}

/// Said when the figure is stale.
fn age(story: &Story, figure: &Figure) -> String {
    match story.age_days().filter(|_| story.is_stale()) {
        Some(days) => format!(
            "Laporan terakhir {}, {} sebelum {}.",
            wording::as_of(figure.as_of),
            words::duration(days),
            wording::date(story.per)
        ),
        None => String::new(),
    }
}

/// With no more days than this left, "setiap bulan" would say more than the whole gap.
const MONTH_DAYS: i64 = 31;

/// What it takes to reach the target, or by how much it is exceeded or missed.
fn way_to_goal(story: &Story, figure: &Figure) -> Option<String> {
    let goal = story.goal.as_ref()?;
    let points = story.gap_in_points()?;
    if points.0 == 0 {
        return Some(format!("Cakupan terakhir sama dengan {}.", goal_full(goal)));
    }
    if points.0 < 0 {
        return Some(format!(
            "Cakupan terakhir berada {} di atas {}.",
            strong(size(points)),
            goal_full(goal)
        ));
    }
    let Some(needed) = story.needed else {
        return Some(format!(
            "Tenggat {} adalah {}; selisihnya {}.",
            goal_full(goal),
            wording::date(goal.target.due()),
            strong(size(points))
        ));
    };
    let until = wording::date(goal.target.due());
    let workers = story.gap_in_workers();
    let (aim, each_month) = match workers {
        Some(workers) => (
            format!("{}{} {}", about(Some(figure)), wording::count(workers), story.segment.unit()),
            needed
                .workers_per_month()
                .map(|m| format!("{} {}", wording::count(m), story.segment.counted())),
        ),
        None => (size(points), Some(size(needed.points_per_month()))),
    };
    let (subject, full) = (subject(story), goal_full(goal));
    let who = match workers {
        Some(_) => format!("{subject} perlu menjangkau"),
        None => format!("cakupan {subject} perlu naik"),
    };
    if goal.target.due() < story.per {
        let on = if story.is_stale() { "saat itu".to_owned() } else { words::at(figure.as_of) };
        return Some(format!(
            "{} {who} {} untuk mencapai {full}; belum ada laporan cakupan sesudah tenggatnya, \
             {until}.",
            sentence_case(&on),
            strong(aim)
        ));
    }
    let time = match each_month {
        Some(monthly) if needed.days > MONTH_DAYS => {
            format!(", atau {monthly} setiap bulan sampai {until}")
        }
        _ => format!(" dalam {} hari, sampai {until}", wording::count(needed.days)),
    };
    Some(format!("Untuk mencapai {full}, {who} {}{time}.", strong(aim)))
}

fn no_goal(story: &Story) -> String {
    if story.segment.code.is_total() {
        "Belum ada target yang tercatat untuk wilayah ini.".to_owned()
    } else {
        "Target hanya ditetapkan untuk total semua segmen.".to_owned()
    }
}

/// What the percent is made of: `592.806 peserta aktif dari 1.312.370 pekerja`.
pub fn figure_line(story: &Story) -> String {
    let Some(figure) = story.current else { return "belum ada data".to_owned() };
    let (about, unit) = (about(Some(&figure)), story.segment.unit());
    let line = match (figure.active, figure.workforce) {
        (Some(active), Some(base)) => format!(
            "{about}{} peserta aktif dari {about}{} {unit}",
            wording::count(active),
            wording::count(base)
        ),
        (Some(active), None) => format!(
            "{about}{} peserta aktif; jumlah {} tidak dipublikasikan",
            wording::count(active),
            story.segment.base_word()
        ),
        (None, Some(base)) => format!(
            "dari {about}{} {unit}; jumlah peserta aktif tidak dipublikasikan",
            wording::count(base)
        ),
        (None, None) => {
            format!("jumlah peserta aktif dan {} tidak dipublikasikan", story.segment.base_word())
        }
    };
    match figure.origin {
        Origin::SumOfParts => format!("{line}, dijumlahkan dari wilayah di bawahnya"),
        Origin::Counts | Origin::Published => line,
    }
}

/// The description of a region page for search engines and shared links.
pub fn description(story: &Story) -> String {
    let name = &story.name.full;
    let what = if story.segment.code.is_total() {
        format!("Cakupan Universal Coverage Jamsostek {name}")
    } else {
        format!("Cakupan segmen {} di {name}", story.segment.name)
    };
    match story.current.and_then(|figure| Some((figure, figure.coverage?))) {
        Some((figure, coverage)) => {
            let status = status_sentence(story).map(|status| format!(" {status}."));
            format!(
                "{what} per {}: {}.{}",
                wording::as_of(figure.as_of),
                wording::percent(coverage),
                status.unwrap_or_default()
            )
        }
        None => format!("{what} per {}: belum ada data.", wording::date(story.per)),
    }
}

/// How the figure stands beside the nation's, when both are of about the same time.
pub fn beside_nation(story: &Story) -> Option<String> {
    let (own, nation) = story.current.zip(story.nation).filter(|_| !is_nation(story))?;
    let apart = days_between(own.as_of.date, nation.as_of.date).abs();
    if apart > STALE_DAYS {
        return None;
    }
    let (coverage, national) = own.coverage.zip(nation.coverage)?;
    let points = coverage.minus(national);
    let place = match points.0 {
        0 => "sama dengan".to_owned(),
        1.. => format!("{} di atas", size(points)),
        _ => format!("{} di bawah", size(points)),
    };
    Some(format!(
        "{} {place} angka nasional {} ({}).",
        sentence_case(&subject(story)),
        wording::percent(national),
        wording::as_of(nation.as_of)
    ))
}
