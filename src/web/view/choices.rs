//! What a reader chooses (date, segment, target): read from the query, and offered in a form.

use crate::domain::{Level, RegionCode, Whose, wording};
use crate::reports::Scope;
use crate::reports::scope::{self, Asked};
use crate::reports::standing::Judged;
use crate::web::Error;
use crate::web::filter::{BadInput, Filter, Key};

use super::region_path;

/// What a reader asks for, from the query of the page.
pub fn asked(filter: &Filter) -> Asked {
    Asked {
        date: filter.date,
        segment: Some(filter.segment.clone()),
        compare: filter.compare,
        target: filter.target,
    }
}

/// What a report could not find, as a page with a way on.
pub fn report_error(error: scope::Error) -> Error {
    match error {
        scope::Error::Store(error) => error.into(),
        scope::Error::Empty => Error::Unavailable("the database holds no figures".to_owned()),
        scope::Error::NoSuchRegion(code) => Error::not_found(format!(
            "Tidak ada wilayah dengan kode {code} dalam daftar wilayah yang berlaku."
        )),
        scope::Error::Moved { old, current, name } => Error::not_found(format!(
            "Kode {old} tidak berlaku lagi; {name} kini berkode {current}."
        ))
        .way(region_path(&current), name),
        scope::Error::NoSuchSegment(code) => {
            BadInput::new(Key::Segmen, code.as_str(), "bukan segmen yang dikenal")
                .expected("Pilih segmen dari daftar di halaman wilayah.")
                .into()
        }
        scope::Error::NoSuchTarget(id) => {
            BadInput::new(Key::Target, &id.to_string(), "bukan target wilayah ini")
                .expected("Pilih target dari daftar di halaman wilayah.")
                .into()
        }
    }
}

/// The same for the page of a region: a code without a region leads to its parent.
pub fn regional_error(error: scope::Error, code: &RegionCode) -> Error {
    let missing = matches!(error, scope::Error::NoSuchRegion(_));
    let answer = report_error(error);
    match code.parent().filter(|parent| missing && parent.level() != Level::Nation) {
        Some(parent) => {
            answer.way(region_path(&parent), format!("Buka wilayah induk, kode {parent}"))
        }
        None => answer,
    }
}

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

/// Date, segment and target of a region page.
#[derive(Debug)]
pub struct Choices {
    /// What can be changed, in words.
    pub label: &'static str,
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
    pub fn new(
        action: String,
        scope: &Scope,
        with_figures: &[i32],
        targets: &[Judged],
        chosen: Option<i32>,
    ) -> Self {
        let current = scope.segment.code.as_str();
        let segments: Vec<Choice> = scope
            .segments
            .iter()
            .filter(|s| {
                s.code.is_total() || s.id == scope.segment.id || with_figures.contains(&s.id)
            })
            .map(|segment| Choice::new(segment.code.as_str(), segment.name.clone(), current))
            .collect();
        let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
        let targets: Vec<Choice> = targets
            .iter()
            .map(|judged| {
                let target = &judged.target;
                let whose = if judged.whose == Whose::National { "nasional, " } else { "" };
                let name = format!(
                    "{} ({whose}{}): {}",
                    target.year,
                    target.basis.label(),
                    wording::percent_trimmed(target.percent)
                );
                Choice::new(target.id.to_string(), name, &chosen)
            })
            .collect();
        let label = match (segments.len() > 1, targets.len() > 1) {
            (true, true) => "Ubah tanggal, segmen, atau target",
            (true, false) => "Ubah tanggal atau segmen",
            (false, true) => "Ubah tanggal atau target",
            (false, false) => "Ubah tanggal",
        };
        Self {
            label,
            action,
            per: scope.date.to_string(),
            newest: scope.newest.to_string(),
            segments: if segments.len() > 1 { segments } else { Vec::new() },
            targets: if targets.len() > 1 { targets } else { Vec::new() },
        }
    }
}
