//! The opening of a region: one number, one finding, one bar, four facts.

use crate::charts::bar::{self, CoverageBar, Mark};
use crate::domain::narrative::{self, Kpi, Story, Text};
use crate::domain::{Status, wording};
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
    pub fn new(story: &Story, national: bool) -> Self {
        let coverage = story.current.and_then(|figure| figure.coverage);
        let target = story.goal.as_ref().map(|goal| &goal.target);
        let label = target.map(|target| format!("target {}", target.year));
        let bar = coverage.map(|coverage| {
            Image::new(bar::coverage_bar(&CoverageBar {
                id: "bilah",
                name: &story.name.short,
                coverage,
                active: story.current.and_then(|figure| figure.active),
                target: target.map(|t| Mark {
                    label: format!("Target {}", t.year),
                    percent: t.percent,
                }),
                nation: story.nation.and_then(|figure| figure.coverage).map(|percent| Mark {
                    label: "Nasional".to_owned(),
                    percent,
                }),
            }))
        });
        let below = coverage.zip(target).is_some_and(|(coverage, t)| coverage < t.percent);
        let filled = coverage.max(target.map(|t| t.percent));
        Self {
            national,
            empty: coverage.is_none(),
            figure: coverage.map_or_else(|| UNKNOWN.to_owned(), wording::percent),
            caption: narrative::figure_line(story),
            headline: narrative::headline(story),
            lead: narrative::lead(story),
            bar,
            key_target: label.filter(|_| below),
            key_rest: filled.is_some_and(|filled| filled.0 < 10_000),
            status: story.status,
            against: narrative::target_note(story).unwrap_or_default(),
            kpi: narrative::kpis(story),
        }
    }
}
