//! The finding of a page, and the sentences of context under it.

use crate::domain::change::Change;
use crate::domain::series::MAX_AGE_DAYS;
use crate::domain::{Figure, Origin, Percent, Scope, Status, wording};

use super::kpi::status_sentence;
use super::phrases::{
    about, gap, goal_full, goal_named, goal_short, is_nation, moved, over, people, size, subject,
};
use super::story::{Goal, Story};
use super::text::{Text, strong};
use super::words::{self, sentence_case};

/// The finding, one sentence that can be repeated aloud.
///
/// In this order: no figure, above 100%, target reached, date of the target passed, a change with
/// what is missing to the target, a single figure.
pub fn headline(story: &Story) -> String {
    let Some((figure, coverage)) = story.current.and_then(|f| Some((f, f.coverage?))) else {
        return missing(story);
    };
    if coverage > Percent::FULL {
        return format!(
            "Peserta aktif {} lebih banyak daripada {}: {}.",
            subject(story),
            story.segment.base_word(),
            wording::percent(coverage)
        );
    }
    match (&story.goal, story.status) {
        (Some(goal), Some(Status::Achieved)) => achieved(story, goal, coverage),
        (Some(goal), Some(Status::PastDue)) => past_due(story, goal, &figure),
        _ => match story.movement() {
            Some(change) => changed(story, &change, coverage),
            None => single(story, &figure, coverage),
        },
    }
}

fn missing(story: &Story) -> String {
    let participants = story.participants.and_then(|f| Some((f.as_of, f.active?)));
    match (story.last_known.and_then(|f| Some((f.as_of, f.coverage?))), participants) {
        (Some((date, coverage)), _) => format!(
            "Belum ada data. Laporan terakhir {}: {}.",
            wording::as_of(date),
            wording::percent(coverage)
        ),
        (None, Some((date, active))) => format!(
            "Cakupan {} belum dapat dihitung; {}{} peserta aktif tercatat {}.",
            subject(story),
            about(story.participants.as_ref()),
            wording::count(active),
            words::at(date)
        ),
        (None, None) => format!("Belum ada data cakupan {}.", subject(story)),
    }
}

fn achieved(story: &Story, goal: &Goal, coverage: Percent) -> String {
    let target = wording::percent_trimmed(goal.target.percent);
    let reached = if coverage > goal.target.percent {
        format!(
            "{} melampaui {} sebesar {target} dengan cakupan {}",
            sentence_case(&subject(story)),
            goal_short(goal),
            wording::percent(coverage)
        )
    } else {
        format!(
            "{} tepat mencapai {} sebesar {target}",
            sentence_case(&subject(story)),
            goal_short(goal)
        )
    };
    match story.movement() {
        Some(change) if change.points.0 < 0 => {
            format!("{reached}, meskipun {} {}.", moved(change.points), over(&change))
        }
        _ => format!("{reached}."),
    }
}

fn past_due(story: &Story, goal: &Goal, figure: &Figure) -> String {
    let rest = gap(story).unwrap_or_default();
    if figure.as_of.date == goal.target.due() {
        format!("Pada tenggatnya, {} masih kurang {rest}.", goal_short(goal))
    } else {
        format!("Tenggat {} sudah lewat; {} masih kurang {rest}.", goal_short(goal), subject(story))
    }
}

fn changed(story: &Story, change: &Change, coverage: Percent) -> String {
    let move_over = sentence_case(&format!("{} {}", moved(change.points), over(change)));
    let Some((goal, rest)) = story.goal.as_ref().zip(gap(story)) else {
        let verb = if change.points.0 == 0 { "tetap" } else { "menjadi" };
        return format!("{move_over}, {verb} {}.", wording::percent(coverage));
    };
    let goal = goal_short(goal);
    match story.status {
        Some(Status::OnTrack) => {
            format!("{move_over} dan sesuai jalur; {goal} tinggal kurang {rest}.")
        }
        _ if change.points.0 > 0 => format!("{move_over}, tetapi {goal} masih kurang {rest}."),
        _ => format!("{move_over}, dan {goal} masih kurang {rest}."),
    }
}

fn single(story: &Story, figure: &Figure, coverage: Percent) -> String {
    let (people, covered) = (people(story), story.segment.covered());
    let share = story.uncovered_share();
    let words = share.and_then(words::fraction).map(sentence_case);
    match (words, story.uncovered(), share, &story.goal) {
        (Some(words), Some(rest), ..) => format!(
            "{words} {people} belum {covered}: {}{} {}.",
            about(Some(figure)),
            wording::count(rest),
            story.segment.counted()
        ),
        (Some(words), None, ..) => format!("{words} {people} belum {covered}."),
        (None, Some(rest), Some(share), _) => format!(
            "{}{} {people} belum {covered}, {} dari {}.",
            sentence_case(about(Some(figure))),
            wording::count(rest),
            wording::percent(share),
            story.segment.base_word()
        ),
        (None, _, _, Some(goal)) => format!(
            "Cakupan {} {}, masih kurang {} dari {}.",
            subject(story),
            wording::percent(coverage),
            story.gap_in_points().map(size).unwrap_or_default(),
            goal_short(goal)
        ),
        _ => format!(
            "Cakupan {} {} per {}.",
            subject(story),
            wording::percent(coverage),
            wording::as_of(figure.as_of)
        ),
    }
}

/// One to three sentences of context under the finding.
pub fn lead(story: &Story) -> Text {
    match story.current.and_then(|figure| Some((figure, figure.coverage?))) {
        Some((figure, coverage)) => Text::joined([
            background(story, coverage),
            age(story, &figure),
            way_to_goal(story, &figure).unwrap_or_else(|| no_goal(story)),
        ]),
        None => {
            let note = if story.last_known.is_some() {
                format!(
                    "Laporan itu lebih dari {MAX_AGE_DAYS} hari sebelum {}, sehingga tidak dipakai \
                     sebagai angka terkini.",
                    wording::date(story.per)
                )
            } else {
                format!(
                    "Sampai {} tidak ada angka cakupan bertanggal yang tercatat.",
                    wording::date(story.per)
                )
            };
            let goal = story.goal.as_ref();
            let goal = goal.map(|goal| {
                format!(
                    "{} adalah {}.",
                    sentence_case(&goal_named(goal)),
                    strong(wording::percent_trimmed(goal.target.percent))
                )
            });
            Text::joined([note, goal.unwrap_or_default()])
        }
    }
}

/// Where the figure comes from in time: what it was before, or why that cannot be said.
fn background(story: &Story, coverage: Percent) -> String {
    if coverage > Percent::FULL {
        return "Nilai di atas 100% ditampilkan apa adanya: pekerja jasa konstruksi didaftarkan \
                melalui proyek, sehingga peserta aktif dapat melebihi angkatan kerja setempat."
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

/// What it takes to reach the target, or by how much it is exceeded or missed.
fn way_to_goal(story: &Story, figure: &Figure) -> Option<String> {
    let goal = story.goal.as_ref()?;
    let points = story.gap_in_points()?;
    if points.0 == 0 {
        return Some(format!("Cakupan itu sama dengan {}.", goal_full(goal)));
    }
    if points.0 < 0 {
        return Some(format!("Cakupan itu {} di atas {}.", strong(size(points)), goal_full(goal)));
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
    let subject = subject(story);
    let goal = goal_full(goal);
    Some(match story.gap_in_workers().zip(needed.workers_per_month()) {
        Some((workers, monthly)) => format!(
            "Untuk mencapai {goal}, {subject} perlu menjangkau {}, atau {} {} setiap bulan sampai \
             {until}.",
            strong(format!(
                "{}{} {}",
                about(Some(figure)),
                wording::count(workers),
                story.segment.unit()
            )),
            wording::count(monthly),
            story.segment.counted()
        ),
        None => format!(
            "Untuk mencapai {goal}, cakupan {subject} perlu naik {}, atau {} setiap bulan sampai \
             {until}.",
            strong(size(points)),
            size(needed.points_per_month())
        ),
    })
}

fn no_goal(story: &Story) -> String {
    if story.segment.code.is_total() {
        "Belum ada target yang tercatat untuk wilayah ini.".to_owned()
    } else {
        "Target hanya ditetapkan untuk total semua segmen.".to_owned()
    }
}

/// Why a national target stands on the page of a region; `None` where the target is its own.
pub fn target_note(story: &Story) -> Option<String> {
    let goal = story.goal.as_ref().filter(|goal| goal.scope == Scope::National)?;
    Some(format!(
        "Target {} sendiri belum tercatat; wilayah ini dibandingkan dengan {}.",
        story.name.running(),
        goal_full(goal)
    ))
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
    let apart = (own.as_of.date - nation.as_of.date).num_days().abs();
    if apart > crate::domain::series::STALE_DAYS {
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
