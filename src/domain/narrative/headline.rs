//! The finding of a page.

use crate::domain::change::Change;
use crate::domain::series::YEAR_WINDOW_END;
use crate::domain::{Figure, Percent, Status, wording};

use super::phrases::{about, gap, goal_short, moved, over, people, size, subject};
use super::story::{Goal, Story};
use super::words::{self, sentence_case};

/// The finding, one sentence that can be repeated aloud.
///
/// A change over more than about a year is no news and is left to the text below.
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
        _ => match story.movement().filter(|change| change.days <= YEAR_WINDOW_END) {
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
    match story.movement().filter(|change| change.days <= YEAR_WINDOW_END) {
        Some(change) if change.points.0 < 0 => {
            format!("{reached}, meskipun {} {}.", moved(change.points), over(&change))
        }
        _ => format!("{reached}."),
    }
}

fn past_due(story: &Story, goal: &Goal, figure: &Figure) -> String {
    let rest = gap(story).unwrap_or_default();
    if figure.as_of.date == goal.target.due() {
        format!("Pada tenggat {}, {} masih kurang {rest}.", goal_short(goal), subject(story))
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
            format!("{move_over} dan sesuai jalur; {goal} masih kurang {rest}.")
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
