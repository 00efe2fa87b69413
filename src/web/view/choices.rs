//! Forms that choose date, segment and target, and links between pages of a list.

use crate::reports::Scope;
use crate::reports::standing::Judged;
use crate::domain::wording;
use crate::web::filter::Filter;

/// An option of a select.
#[derive(Debug)]
pub struct Choice {
    /// What goes into the URL.
    pub value: String,
    /// What is read.
    pub name: String,
    /// Chosen now.
    pub selected: bool,
}

impl Choice {
    /// An option, selected when its value is the current one.
    pub fn new(value: impl Into<String>, name: impl Into<String>, current: &str) -> Self {
        let value = value.into();
        Self { selected: value == current, value, name: name.into() }
    }
}

/// A page of a long list.
#[derive(Debug)]
pub struct PageLink {
    /// What is read.
    pub name: String,
    /// Where it leads.
    pub link: String,
    /// This page.
    pub current: bool,
}

/// Links to all pages of a list; empty when there is only one.
pub fn page_links(filter: &Filter, path: &str, page: usize, pages: usize) -> Vec<PageLink> {
    if pages < 2 {
        return Vec::new();
    }
    (1..=pages)
        .map(|number| PageLink {
            name: number.to_string(),
            link: filter.link(path).with("hal", &number.to_string()).to_string(),
            current: number == page,
        })
        .collect()
}

/// Date, segment and target of a region page.
#[derive(Debug)]
pub struct Choices {
    /// Where the form goes.
    pub action: String,
    /// The date of the page, ISO.
    pub per: String,
    /// The newest date with a total, ISO.
    pub newest: String,
    /// Segments that have figures; empty when there is only one.
    pub segments: Vec<Choice>,
    /// Targets that can be chosen; empty when there is only one.
    pub targets: Vec<Choice>,
}

impl Choices {
    /// The choices of a region page.
    pub fn new(action: String, scope: &Scope, with_figures: &[i32], targets: &[Judged], chosen: Option<i32>) -> Self {
        let current = scope.segment.code.as_str();
        let segments: Vec<Choice> = scope
            .segments
            .iter()
            .filter(|s| s.code.is_total() || s.id == scope.segment.id || with_figures.contains(&s.id))
            .map(|segment| Choice::new(segment.code.as_str(), segment.name.clone(), current))
            .collect();
        let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
        let targets: Vec<Choice> = targets
            .iter()
            .map(|judged| {
                let target = &judged.target;
                let name = format!(
                    "{} ({}): {}",
                    target.year,
                    target.basis.label(),
                    wording::percent_trimmed(target.percent)
                );
                Choice::new(target.id.to_string(), name, &chosen)
            })
            .collect();
        Self {
            action,
            per: scope.date.to_string(),
            newest: scope.newest.to_string(),
            segments: if segments.len() > 1 { segments } else { Vec::new() },
            targets: if targets.len() > 1 { targets } else { Vec::new() },
        }
    }
}
