//! Phrases that several sentences share.

use crate::domain::change::Change;
use crate::domain::{Counts, Figure, Percent, Points, Precision, RegionKind, Whose, wording};

use super::story::{Goal, Story};
use super::words;

/// `Jambi`, or `segmen Jasa Konstruksi di Jambi`.
pub(super) fn subject(story: &Story) -> String {
    let name = story.name.running();
    if story.segment.code.is_total() {
        name.to_owned()
    } else {
        format!("segmen {} di {name}", story.segment.name)
    }
}

/// `pekerja Jambi`, or `pekerja segmen Jasa Konstruksi di Jambi`.
pub(super) fn people(story: &Story) -> String {
    format!("{} {}", story.segment.unit(), subject(story))
}

/// Whose target: nothing for the region's own, ` nasional` for the nation's.
fn scope(goal: &Goal) -> &'static str {
    match goal.whose {
        Whose::Own => "",
        Whose::National => " nasional",
    }
}

/// `target 2024`, `target nasional 2025`.
pub(super) fn goal_short(goal: &Goal) -> String {
    format!("target{} {}", scope(goal), goal.target.year)
}

/// `target 2024 (daerah)`, `target nasional 2025 (Kemendagri)`.
pub(super) fn goal_named(goal: &Goal) -> String {
    format!("{} ({})", goal_short(goal), goal.target.basis.label())
}

/// `target 2024 (daerah) 53%`.
pub(super) fn goal_valued(goal: &Goal) -> String {
    format!("{} {}", goal_named(goal), wording::percent_trimmed(goal.target.percent))
}

/// `target 2024 (daerah) sebesar 53%`, inside a sentence.
pub(super) fn goal_full(goal: &Goal) -> String {
    format!("{} sebesar {}", goal_named(goal), wording::percent_trimmed(goal.target.percent))
}

/// `sekitar ` before counts that the source rounded.
pub(super) fn about(figure: Option<&Figure>) -> &'static str {
    if figure.is_some_and(|figure| figure.counts == Counts::Rounded) { "sekitar " } else { "" }
}

/// Points without their sign: `3,79 poin`.
pub(super) fn size(points: Points) -> String {
    format!("{} poin", wording::points(Points(points.0.saturating_abs())))
}

/// What is missing to the target: workers where they are known, else points.
pub(super) fn gap(story: &Story) -> Option<String> {
    match story.gap_in_workers() {
        Some(workers) => Some(format!(
            "{}{} {}",
            about(story.current.as_ref()),
            wording::count(workers.saturating_abs()),
            story.segment.unit()
        )),
        None => story.gap_in_points().map(size),
    }
}

/// Over what a change went: `dalam dua bulan`; `sejak 2024` where a date is only a year.
pub(super) fn over(change: &Change) -> String {
    let vague = |figure: &Figure| figure.as_of.precision == Precision::Year;
    if vague(&change.from) || vague(&change.to) {
        format!("sejak {}", wording::as_of(change.from.as_of))
    } else {
        format!("dalam {}", words::duration(change.days))
    }
}

/// `naik 3,79 poin`, `turun 0,40 poin`, `tidak berubah`.
pub(super) fn moved(points: Points) -> String {
    match points.0 {
        0 => "tidak berubah".to_owned(),
        1.. => format!("naik {}", size(points)),
        _ => format!("turun {}", size(points)),
    }
}

/// A projected value as the drawing labels it: one decimal.
pub(super) fn projected(value: Percent) -> String {
    format!("{}%", wording::percent_short(value))
}

/// Whether the story is about Indonesia.
pub(super) fn is_nation(story: &Story) -> bool {
    story.name.kind == RegionKind::Nation
}
