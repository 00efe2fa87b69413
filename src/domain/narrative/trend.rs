//! Text around the trend chart: title, subtitle, description.

use crate::domain::change::Change;
use crate::domain::projection::{MIN_REPORTS, Projection};
use crate::domain::series::JOIN_DAYS;
use crate::domain::{Figure, Percent, Status, wording};

use super::phrases::{goal_short, goal_valued, moved, over, projected, subject};
use super::story::Story;
use super::words::{self, sentence_case};

/// The finding of the trend chart; no full stop.
pub fn chart_title(story: &Story) -> String {
    if let Some(title) = projected_title(story) {
        return title;
    }
    let subject = subject(story);
    let count = story.reports.len();
    let title = match (count, course(comparable(story))) {
        (0, _) => format!("belum ada laporan cakupan {subject}"),
        (1, _) => "baru satu laporan: arah dan lajunya belum diketahui".to_owned(),
        (_, None) => "laporan yang ada tidak sebanding satu sama lain".to_owned(),
        (2..MIN_REPORTS, Some((whole, course))) => {
            format!("{} laporan {}: cakupan {course}", words::number(count), over(&whole))
        }
        (_, Some((whole, course))) => format!("cakupan {subject} {course} {}", over(&whole)),
    };
    sentence_case(&title)
}

/// The reports after the last break.
fn comparable(story: &Story) -> &[Figure] {
    let start = story
        .breaks
        .last()
        .map_or(0, |day| story.reports.partition_point(|figure| figure.as_of.date < *day));
    &story.reports[start..]
}

/// The change from first to last report, and its course in words: straight on, with one turn, or
/// to and fro between two values. `None` with fewer than two reports.
fn course(reports: &[Figure]) -> Option<(Change, String)> {
    let whole = Change::between(reports.first()?, reports.last()?)?;
    let percents = || reports.iter().filter_map(|figure| figure.coverage);
    let (low, high) = (percents().min()?, percents().max()?);
    let ends = (whole.from.coverage?, whole.to.coverage?);
    let turn_at = |value: Percent| {
        let turn = reports.iter().position(|figure| figure.coverage == Some(value))?;
        let (before, after) = (&reports[..=turn], &reports[turn..]);
        let rises = |part: &[Figure]| part.is_sorted_by_key(|figure| figure.coverage);
        let falls = |part: &[Figure]| part.is_sorted_by(|a, b| a.coverage >= b.coverage);
        let one_turn = rises(before) && falls(after) || falls(before) && rises(after);
        one_turn.then(|| (value.minus(ends.0), ends.1.minus(value)))
    };
    let words = if low == ends.0.min(ends.1) && high == ends.0.max(ends.1) {
        moved(whole.points)
    } else if let Some((first, then)) = turn_at(high).or_else(|| turn_at(low)) {
        format!("{}, lalu {}", moved(first), moved(then))
    } else {
        format!("bergerak antara {} dan {}", wording::percent(low), wording::percent(high))
    };
    Some((whole, words))
}

fn projected_title(story: &Story) -> Option<String> {
    let projection = story.projection.as_ref().ok()?;
    let goal = story.goal.as_ref().filter(|_| story.status != Some(Status::Achieved));
    let when = words::around(projection.to);
    let value = projected(projection.value);
    let Some(goal) = goal else {
        return Some(format!("Bila laju tetap, cakupan {when} sekitar {value}"));
    };
    if let Some(day) = projection.meets(goal.target.percent) {
        let day = words::around_month(day);
        return Some(format!("Bila laju tetap, {} tercapai sekitar {day}", goal_short(goal)));
    }
    let target = wording::percent_trimmed(goal.target.percent);
    Some(if projection.to != goal.target.due() {
        format!("Bila laju tetap, cakupan {when} sekitar {value}")
    } else if looks_reached(projection, goal.target.percent) {
        format!("Bila laju tetap, cakupan {when} sekitar {value}, sedikit di bawah {target}")
    } else {
        format!("Bila laju tetap, cakupan {when} sekitar {value}, bukan {target}")
    })
}

/// Whether a projection below the target looks equal to it once rounded to one decimal.
pub(super) fn looks_reached(projection: &Projection, target: Percent) -> bool {
    wording::percent_short(projection.value) == wording::percent_short(target)
}

/// What the trend chart measures, of which segment, over which dates; no full stop.
pub fn chart_subtitle(story: &Story) -> String {
    let measure = if story.segment.projects {
        format!("Proyek terdaftar per seluruh proyek, segmen {}, dalam persen", story.segment.name)
    } else if story.segment.code.is_total() {
        "Peserta aktif per angkatan kerja, dalam persen".to_owned()
    } else {
        format!("Peserta aktif per potensi segmen {}, dalam persen", story.segment.name)
    };
    match story.first.zip(story.reports.last().copied()) {
        Some((first, last)) => format!("{measure}, {}", words::span(first.as_of, last.as_of)),
        None => measure,
    }
}

/// Points up to which a description names each of them.
pub(super) const FEW: usize = 4;

/// What the trend chart shows, for those who do not see it: first, last, gaps, target, projection.
pub fn chart_desc(story: &Story) -> String {
    let (Some(first), Some(last)) = (story.first, story.reports.last()) else {
        return "Tidak ada laporan yang dapat digambar.".to_owned();
    };
    let point = |figure: &Figure| format!("{} {}", percent_of(figure), words::at(figure.as_of));
    let values = if story.reports.len() <= FEW {
        format!("{}.", story.reports.iter().map(point).collect::<Vec<_>>().join("; "))
    } else {
        let verb = match last.coverage.cmp(&first.coverage) {
            std::cmp::Ordering::Greater => "naik dari",
            std::cmp::Ordering::Less => "turun dari",
            std::cmp::Ordering::Equal => "tetap, dari",
        };
        format!(
            "{} laporan: cakupan {verb} {} menjadi {}.",
            sentence_case(&words::number(story.reports.len())),
            point(&first),
            point(last)
        )
    };
    let goal = story.goal.as_ref().map(|goal| {
        format!("{} pada {}.", sentence_case(&goal_valued(goal)), wording::date(goal.target.due()))
    });
    let projection = story
        .projection
        .as_ref()
        .ok()
        .map(|p| format!("Proyeksi {}: {}.", words::around(p.to), with_range(p)));
    [Some(values), gaps_listed(story), breaks(story), goal, projection]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

fn percent_of(figure: &Figure) -> String {
    figure.coverage.map_or_else(|| "–".to_owned(), wording::percent)
}

fn gaps_listed(story: &Story) -> Option<String> {
    match story.gaps.as_slice() {
        [] => None,
        few @ ([_] | [_, _]) => {
            let gap = |gap: &crate::domain::series::Gap| {
                format!("antara {} dan {}", wording::as_of(gap.from), wording::as_of(gap.to))
            };
            let between: Vec<String> = few.iter().map(gap).collect();
            Some(format!("Tanpa laporan {}.", between.join(", dan ")))
        }
        many => Some(format!(
            "Ada {} jeda data yang lebih dari {JOIN_DAYS} hari.",
            words::number(many.len())
        )),
    }
}

/// Where and why the series is broken.
pub(super) fn breaks(story: &Story) -> Option<String> {
    if story.breaks.is_empty() {
        return None;
    }
    let days: Vec<String> = story.breaks.iter().map(|day| wording::date(*day)).collect();
    Some(format!(
        "Seri terputus pada {} karena wilayah atau penyebutnya berubah; angka sebelum dan \
         sesudahnya tidak dibandingkan.",
        words::list(&days)
    ))
}

/// The projected value with its range: `39,2% (rentang 37,2–41,3%)`.
fn with_range(projection: &Projection) -> String {
    let value = projected(projection.value);
    match shown_band(projection) {
        Some(range) => format!("{value} (rentang {range})"),
        None => value,
    }
}

/// The band as it is labelled, when its ends differ once rounded: `37,2–41,3%`.
pub(super) fn shown_band(projection: &Projection) -> Option<String> {
    let (low, high) = projection.band?;
    let (low, high) = (wording::percent_short(low), wording::percent_short(high));
    (low != high).then(|| format!("{low}–{high}%"))
}
