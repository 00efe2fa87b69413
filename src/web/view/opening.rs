//! The opening of a region: one number, one finding, one bar, four facts.

use crate::charts::{BarMark, CoverageBar, coverage_bar};
use crate::domain::narrative::{self, Kpi, Story, Text, words};
use crate::domain::target::Whose;
use crate::domain::{Basis, Level, Percent, Status, Target, wording};
use crate::reports::region::RegionReport;
use crate::web::markup::Image;

use super::UNKNOWN;

/// What stands above the fold.
#[derive(Debug)]
pub struct Opening {
    /// The page of the nation, which has no visible heading.
    pub national: bool,
    /// There is no figure.
    pub empty: bool,
    /// The number.
    pub figure: String,
    /// What the number is.
    pub caption: String,
    /// The finding.
    pub headline: String,
    /// Two sentences of context.
    pub lead: Text,
    /// The coverage bar.
    pub bar: Option<Image>,
    /// The target that the hatched part leads to.
    pub key_target: Option<String>,
    /// Whether a part of the bar is neither covered nor part of the gap.
    pub key_rest: bool,
    /// The state; `None` where no target is known.
    pub status: Option<Status>,
    /// The target that the state refers to, with its date.
    pub against: String,
    /// The four facts.
    pub kpi: [Kpi; 4],
}

impl Opening {
    /// Reads the story of a region.
    pub fn new(report: &RegionReport, story: &Story) -> Self {
        let coverage = story.current.and_then(|figure| figure.coverage);
        let target = story.goal.as_ref().map(|goal| &goal.target);
        let label = target.map(|target| format!("target {}", target.year));
        let bar = coverage.map(|coverage| Image::new(draw(report, story, coverage)));
        let below = coverage.zip(target).is_some_and(|(coverage, t)| coverage < t.percent);
        let filled = coverage.max(target.map(|t| t.percent));
        Self {
            national: report.region.level == Level::Nation,
            empty: coverage.is_none(),
            figure: coverage.map_or_else(|| UNKNOWN.to_owned(), wording::percent),
            caption: caption(report, story),
            headline: narrative::headline(story),
            lead: narrative::lead(story),
            bar,
            key_target: label.filter(|_| below),
            key_rest: filled.is_some_and(|filled| filled.0 < 10_000),
            status: story.status,
            against: against(story),
            kpi: narrative::kpis(story),
        }
    }
}

/// What the number is made of, its date and its source.
fn caption(report: &RegionReport, story: &Story) -> String {
    let line = narrative::figure_line(story);
    let Some(figure) = story.current else {
        return words::sentence_case(&line) + ".";
    };
    let source = report
        .standing
        .own_figure()
        .and_then(|row| report.sources.get(&row.source_id?))
        .map(|source| format!(" Sumber: {}.", super::source_line(source)))
        .unwrap_or_default();
    format!("{}. Data per {}.{source}", words::sentence_case(&line), wording::as_of(figure.as_of))
}

/// The target that the state beside it refers to: name, value and date.
fn against(story: &Story) -> String {
    let Some(goal) = &story.goal else { return String::new() };
    let whose = if goal.whose == Whose::National { "nasional " } else { "" };
    format!(
        "terhadap target {whose}{} ({}) {}, tenggat {}",
        goal.target.year,
        goal.target.basis.label(),
        wording::percent_trimmed(goal.target.percent),
        wording::date(goal.target.due())
    )
}

/// The coverage bar with the target, a later one of the same region, and the nation.
fn draw(report: &RegionReport, story: &Story, coverage: Percent) -> crate::charts::Svg {
    let words = |target: &Target| {
        format!("Target {}: {}", target.year, wording::percent_trimmed(target.percent))
    };
    let target = story.goal.as_ref().map(|goal| &goal.target);
    let later = target.and_then(|target| {
        let others = report.targets.iter().filter(|judged| {
            judged.target.year > target.year
                && judged.target.basis != Basis::Other
                && judged.target.percent > target.percent
        });
        let whose = report.standing.judged.as_ref().map(|judged| judged.whose);
        others
            .filter(|judged| Some(judged.whose) == whose)
            .map(|judged| &judged.target)
            .max_by_key(|t| t.year)
    });
    let nation = story.nation.and_then(|figure| figure.coverage);
    let nation_words = nation.map(|share| format!("Nasional {}", wording::percent(share)));
    let mut title = format!("Cakupan {} {}.", story.name.running(), wording::percent(coverage));
    let target_words = target.map(words);
    let later_words = later.map(words);
    for part in [&target_words, &later_words, &nation_words].into_iter().flatten() {
        title = format!("{title} {part}.");
    }
    let inside = story
        .current
        .and_then(|figure| figure.active)
        .map(|active| format!("{} peserta aktif", wording::count(active)))
        .unwrap_or_default();
    let mark = |percent: Option<Percent>, label: &'_ Option<String>| percent.zip(label.clone());
    let target_mark = mark(target.map(|t| t.percent), &target_words);
    let later_mark = mark(later.map(|t| t.percent), &later_words);
    let nation_mark = mark(nation, &nation_words);
    coverage_bar(&CoverageBar {
        id: "bilah",
        title: &title,
        coverage,
        inside: &inside,
        target: target_mark.as_ref().map(as_mark),
        later: later_mark.as_ref().map(as_mark),
        reference: nation_mark.as_ref().map(as_mark),
    })
}

fn as_mark((percent, label): &(Percent, String)) -> BarMark<'_> {
    BarMark { label, percent: *percent }
}
