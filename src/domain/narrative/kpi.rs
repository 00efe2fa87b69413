//! The four figures under the opening, the status sentence and places in a ranking.

use crate::domain::pace::MeasuredPace;
use crate::domain::ranking::Rank;
use crate::domain::wording::UNKNOWN;
use crate::domain::{Counts, Points, Precision, Status, wording};

use super::phrases::{about, goal_short, goal_valued};
use super::story::{Standing, Story};
use super::words;

/// One figure of the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kpi {
    /// What it is.
    pub label: String,
    /// The figure; "–" when unknown.
    pub figure: String,
    /// The unit after the figure; empty when unknown.
    pub unit: String,
    /// What it means in workers or over which time, or why it is unknown.
    pub note: String,
}

impl Kpi {
    fn new(label: &str, figure: String, unit: &str, note: String) -> Self {
        Self { label: label.to_owned(), figure, unit: unit.to_owned(), note }
    }

    fn unknown(label: &str, reason: &str) -> Self {
        Self::new(label, UNKNOWN.to_owned(), "", reason.to_owned())
    }
}

/// Gap, needed pace, measured pace, and those not covered.
pub fn kpis(story: &Story) -> [Kpi; 4] {
    [gap(story), needed(story), measured(story), uncovered(story)]
}

const NO_COUNTS: &str = "jumlah pekerja tidak dipublikasikan";
const NO_DATA: &str = "belum ada data";

fn no_goal(story: &Story) -> &'static str {
    if story.segment.code.is_total() {
        "belum ada target"
    } else {
        "target hanya untuk total semua segmen"
    }
}

fn gap(story: &Story) -> Kpi {
    let Some(goal) = &story.goal else {
        return Kpi::unknown("Selisih ke target", no_goal(story));
    };
    let short = goal_short(goal);
    let label = format!("Selisih ke {short}");
    let Some(points) = story.gap_in_points() else { return Kpi::unknown(&label, NO_DATA) };
    let workers = story.gap_in_workers().map(|workers| {
        format!(
            "{}{} {}",
            about(story.current.as_ref()),
            wording::count(workers.saturating_abs()),
            story.segment.unit()
        )
    });
    let figure = wording::points(Points(points.0.saturating_abs()));
    match points.0 {
        1.. => Kpi::new(&label, figure, "poin", workers.unwrap_or_else(|| NO_COUNTS.to_owned())),
        0 => Kpi::new(&label, figure, "poin", "target tercapai".to_owned()),
        _ => Kpi::new(
            &format!("Di atas {short}"),
            figure,
            "poin",
            workers.unwrap_or_else(|| NO_COUNTS.to_owned()),
        ),
    }
}

fn needed(story: &Story) -> Kpi {
    const LABEL: &str = "Laju yang dibutuhkan";
    let Some(goal) = &story.goal else { return Kpi::unknown(LABEL, no_goal(story)) };
    let Some(points) = story.gap_in_points() else { return Kpi::unknown(LABEL, NO_DATA) };
    // Nobody can still run a pace whose date has passed at the date of the page.
    let label = if goal.target.due() < story.per { "Laju yang saat itu dibutuhkan" } else { LABEL };
    let due = wording::date(goal.target.due());
    if points.0 <= 0 {
        return Kpi::unknown(LABEL, "target sudah tercapai");
    }
    let Some(needed) = story.needed else {
        let today = story.current.is_some_and(|figure| figure.as_of.date == goal.target.due());
        let state = if today { "sudah tiba" } else { "sudah lewat" };
        return Kpi::unknown(LABEL, &format!("tenggat {due} {state}"));
    };
    let monthly = needed.workers_per_month().filter(|_| story.gap_in_workers().is_some());
    let note = match monthly {
        Some(workers) => format!(
            "{}{} {} per bulan sampai {due}",
            about(story.current.as_ref()),
            wording::count(workers),
            story.segment.unit()
        ),
        None => format!("sampai {due}"),
    };
    Kpi::new(label, wording::points(needed.points_per_month()), "poin per bulan", note)
}

fn measured(story: &Story) -> Kpi {
    const LABEL: &str = "Laju terukur";
    if story.current.is_none() {
        return Kpi::unknown(LABEL, NO_DATA);
    }
    let Some(measured) = story.measured else {
        return Kpi::unknown(LABEL, "perlu dua laporan sebanding yang berjarak 60 sampai 410 hari");
    };
    let pace = measured.pace;
    let workers = pace
        .workers_per_month()
        .map(|workers| format!("{} {} per bulan; ", wording::count(workers), story.segment.unit()));
    let window = if measured.provisional {
        format!("sementara, {} hari", wording::count(pace.days))
    } else {
        window(&measured)
    };
    let note = format!("{}{window}", workers.unwrap_or_default());
    Kpi::new(LABEL, wording::points(pace.points_per_month()), "poin per bulan", note)
}

/// The window of a pace over a year: `12 bulan, sejak 2 Desember 2024`.
fn window(measured: &MeasuredPace) -> String {
    let from = measured.from.as_of;
    let since = format!("sejak {}", wording::as_of(from));
    if from.precision == Precision::Year {
        since
    } else {
        format!("{}, {since}", words::duration(measured.pace.days))
    }
}

fn uncovered(story: &Story) -> Kpi {
    let label = format!("Belum {}", story.segment.covered());
    let Some(figure) = story.current else { return Kpi::unknown(&label, NO_DATA) };
    let Some(share) = story.uncovered_share() else {
        let reason = format!("peserta aktif melebihi {}", story.segment.base_word());
        return Kpi::unknown(&label, &reason);
    };
    match (story.uncovered(), story.standing) {
        (Some(rest), _) => Kpi::new(
            &label,
            wording::count(rest),
            story.segment.unit(),
            format!(
                "{}{} dari {}",
                if figure.counts == Counts::Rounded { "dibulatkan; " } else { "" },
                wording::percent(share),
                story.segment.base_word()
            ),
        ),
        (None, Some(standing)) => Kpi::new(
            "Peringkat",
            place(standing.rank),
            &format!("dari {}", standing.of),
            format!("per {}", wording::date_short(standing.date)),
        ),
        (None, None) => {
            Kpi::new(&label, wording::percent_bare(share), "persen", NO_COUNTS.to_owned())
        }
    }
}

/// The place in a table: `16`, `=16` when shared.
pub fn place(rank: Rank) -> String {
    format!("{}{}", if rank.tied { "=" } else { "" }, rank.place)
}

/// The place in a sentence: `ke-16 dari 34 (per 2 Des 2024)`; when shared, `=16 dari 34 …`.
pub fn ordinal(standing: &Standing) -> String {
    format!(
        "{}{} dari {} (per {})",
        if standing.rank.tied { "" } else { "ke-" },
        place(standing.rank),
        standing.of,
        wording::date_short(standing.date)
    )
}

/// The state with the name, value and date of its target; no full stop. `None` without a target.
pub fn status_sentence(story: &Story) -> Option<String> {
    let goal = story.goal.as_ref()?;
    let status = story.status?;
    let joint = match status {
        Status::OnTrack | Status::NeedsSpeed => " menuju ",
        Status::Behind => " terhadap ",
        Status::Achieved | Status::PastDue => ": ",
        Status::Falling | Status::PaceUnknown | Status::NoData => "; ",
    };
    Some(format!(
        "{}{joint}{}, tenggat {}",
        status.label(),
        goal_valued(goal),
        wording::date(goal.target.due())
    ))
}
