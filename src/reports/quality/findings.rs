//! What the rules find doubtful about the newest figures.

use std::collections::HashMap;

use super::Around;
use crate::db::figures::{self, Shown};
use crate::db::regions::Region;
use crate::db::sources::Source;
use crate::db::statements::{self, Statement};
use crate::db::targets::{self, ByRegion};
use crate::domain::rules::{self, Breach, Segments, Thresholds};
use crate::domain::{AsOf, Figure};
use crate::reports::reader::Reader;
use crate::reports::scope::Error;

/// So many of the newest figures are read, and all where none of them has what the newest one is held
/// against.
const FIGURES: u8 = 3;

/// A figure that a rule finds doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// The date of the figure.
    pub as_of: AsOf,
    /// What is the matter.
    pub breach: Breach,
    /// Where the figure comes from; `None` for a sum.
    pub source_id: Option<i32>,
}

/// The newest figures by region and segment, and what is doubtful about them.
pub(super) struct Newest {
    /// The newest figures of a region and segment, by date; none where the newest is too old to be shown.
    pub figures: HashMap<(i32, i32), Vec<Shown>>,
    /// The statements behind the newest one.
    pub statements: HashMap<(i32, i32), Vec<Statement>>,
    /// What is doubtful: by region as in the report, segment and rule.
    pub doubts: Vec<Doubt>,
}

impl Newest {
    /// The newest figure of a region and segment.
    pub fn of(&self, region_id: i32, segment_id: i32) -> Option<&Shown> {
        self.figures.get(&(region_id, segment_id)).and_then(|rows| rows.last())
    }
}

pub(super) fn load(r: &mut Reader, around: &Around, limits: &Thresholds) -> Result<Newest, Error> {
    let (region, date) = (&around.region, around.scope.date);
    let mut figures: HashMap<(i32, i32), Vec<Shown>> = HashMap::new();
    for (segment_id, row) in figures::newest_around(r.c, region.id, date, FIGURES)? {
        figures.entry((row.region_id, segment_id)).or_default().push(row);
    }
    let oldest = around.oldest_shown();
    figures.retain(|_, rows| rows.last().is_some_and(|row| oldest <= row.as_of.date));
    for ((region_id, segment_id), rows) in &mut figures {
        if rows.len() == usize::from(FIGURES) && !is_enough(rows) {
            *rows = figures::of_region(r.c, *region_id, *segment_id)?;
            rows.retain(|row| row.as_of.date <= date && row.figure().is_some());
        }
    }
    let mut statements: HashMap<(i32, i32), Vec<Statement>> = HashMap::new();
    for statement in statements::newest_around(r.c, region.id, date)? {
        let key = (statement.region_id, statement.segment_id);
        statements.entry(key).or_default().push(statement);
    }
    let parent = region.parent_id.unwrap_or(region.id);
    let known = Known {
        limits: limits.clone(),
        targets: targets::around(r.c, region.id, parent, parent)?,
        breaks: r.breaks()?,
        sources: r.sources()?,
    };
    let mut newest = Newest { figures, statements, doubts: Vec::new() };
    let mut doubts = Vec::new();
    for region in around.regions() {
        for segment in &around.scope.segments {
            let Some(last) = newest.of(region.id, segment.id) else { continue };
            let mut found =
                known.against_past(region, segment.code.is_total(), &newest, segment.id);
            found.extend(known.against_itself(&newest, region.id, segment.id));
            if segment.code.is_total() {
                found.extend(against_segments(around, &newest, last, limits));
            }
            found.sort_by_key(|breach| breach.rule);
            doubts.extend(found.into_iter().map(|breach| Doubt {
                region_id: region.id,
                segment_id: segment.id,
                as_of: last.as_of,
                breach,
                source_id: last.source_id,
            }));
        }
    }
    newest.doubts = doubts;
    Ok(newest)
}

/// Whether the newest of these figures finds among the others what it is held against: a percent, and a
/// base where it has one itself.
fn is_enough(rows: &[Shown]) -> bool {
    let figures: Vec<Figure> = rows.iter().filter_map(Shown::figure).collect();
    let Some((newest, earlier)) = figures.split_last() else { return true };
    earlier.iter().any(|figure| figure.coverage.is_some())
        && (newest.base().is_none() || earlier.iter().any(|figure| figure.base().is_some()))
}

/// What figures are held against.
struct Known {
    limits: Thresholds,
    targets: ByRegion,
    breaks: std::sync::Arc<HashMap<i32, Vec<chrono::NaiveDate>>>,
    sources: std::sync::Arc<HashMap<i32, Source>>,
}

impl Known {
    /// R7, R8, R12 and R13: the newest figure and those before it, since the region last changed its
    /// area.
    fn against_past(
        &self,
        region: &Region,
        is_total: bool,
        newest: &Newest,
        segment_id: i32,
    ) -> Vec<Breach> {
        let rows = newest.figures.get(&(region.id, segment_id)).map_or(&[][..], Vec::as_slice);
        let Some((last, earlier)) = rows.split_last() else { return Vec::new() };
        let Some(figure) = last.figure() else { return Vec::new() };
        let breaks = self.breaks.get(&region.id).map_or(&[][..], Vec::as_slice);
        let last_break = breaks.iter().filter(|day| **day <= figure.as_of.date).max();
        let earlier: Vec<Figure> = earlier
            .iter()
            .filter_map(Shown::figure)
            .filter(|before| last_break.is_none_or(|day| *day <= before.as_of.date))
            .collect();
        let targets = self.targets.get(&region.id).filter(|_| is_total);
        let targets = targets.map_or(&[][..], Vec::as_slice);
        let mut found = rules::since(&figure, &earlier, &region.full_name, &self.limits);
        found.extend(rules::share_of_target(&figure, &earlier, targets, &self.limits));
        found
    }

    /// R1, R2 and R3 about the statement that is shown, R4 about the sum of the parts, R14 about the
    /// statements beside it.
    fn against_itself(&self, newest: &Newest, region_id: i32, segment_id: i32) -> Vec<Breach> {
        let Some(last) = newest.of(region_id, segment_id) else { return Vec::new() };
        let Some(own) = last.own else { return Vec::new() };
        let mut found = Vec::new();
        let sum = last.parts_sum.and_then(|sum| sum.active).zip(own.active);
        found.extend(sum.and_then(|(sum, active)| {
            rules::parts(active, sum, last.parts_expected, &self.limits)
        }));
        let statements = newest.statements.get(&(region_id, segment_id));
        let statements = statements.map_or(&[][..], Vec::as_slice);
        let shown = statements.iter().find(|statement| {
            Some(statement.source_id) == last.source_id
                && statement.as_of == Some(last.as_of)
                && (statement.active, statement.workforce) == (own.active, own.workforce)
        });
        let Some(shown) = shown else { return found };
        found.extend(rules::alone(&shown.numbers(), &self.limits));
        let here = format!("menurut {}", self.publisher(shown.source_id));
        found.extend(
            statements.iter().filter(|other| other.source_id != shown.source_id).find_map(
                |other| {
                    let there = || self.publisher(other.source_id).to_owned();
                    rules::swapped(&shown.numbers(), &other.numbers(), &here, there)
                },
            ),
        );
        found
    }

    fn publisher(&self, source_id: i32) -> &str {
        self.sources.get(&source_id).map_or("sumber lain", |source| source.publisher.as_str())
    }
}

/// R5 and R6: the segments of the same date against the total.
fn against_segments(
    around: &Around,
    newest: &Newest,
    total: &Shown,
    limits: &Thresholds,
) -> Option<Breach> {
    let active = total.figure()?.active?;
    let mut parts = Segments::default();
    for segment in &around.scope.segments {
        let same_day = newest
            .of(total.region_id, segment.id)
            .filter(|row| row.as_of.date == total.as_of.date)
            .and_then(|row| row.figure()?.active);
        if let Some(active) = same_day {
            parts.set(segment.code.as_str(), active);
        }
    }
    rules::segments(active, &parts, "pada tanggal yang sama", limits)
}
