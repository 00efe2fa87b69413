//! What a region and its parts are asked for before a session.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::findings::Newest;
use super::{Accepted, Around, Doubt, Measure, Timeline, accepted, completeness, findings};
use crate::db::regions::Region;
use crate::db::sources::Source;
use crate::db::statements;
use crate::domain::completeness::Delivery;
use crate::domain::rules::Settled;
use crate::domain::{AsOf, Figure, Precision, RegionCode, SegmentCode};
use crate::reports::reader::Reader;
use crate::reports::scope::{Asked, Error, Scope};

/// Segments that the total is made of everywhere.
const BASIC: [&str; 3] = ["pu", "bpu", "jakon"];

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// Figures of months that are past due.
    Months(Vec<NaiveDate>),
    /// The counts behind a percent, or the participants of a base that stands alone.
    Counts(Figure),
    /// Figures of these segments, by name, at a date.
    Segments(Vec<String>, AsOf),
    /// A word on a figure that a rule finds doubtful.
    Check(Doubt),
    /// A word on which of several figures is right: each with its source.
    Choice(Vec<(Figure, i32)>),
}

/// Something that a region is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// What is wanted.
    pub want: Want,
}

/// The list to send out.
#[derive(Debug, Clone)]
pub struct ListReport {
    /// Date, segment, state of the data.
    pub scope: Scope,
    /// The region.
    pub region: Region,
    /// The region and its direct parts, by code, each with what it is asked for.
    pub regions: Vec<(Region, Vec<Ask>)>,
    /// Ends of months that are not asked for because they are not due yet, each with the day on which
    /// they are.
    pub not_due: Vec<(NaiveDate, NaiveDate)>,
    /// What is doubtful and not asked again, by region as there.
    pub accepted: Vec<Accepted>,
    /// All sources by id.
    pub sources: Arc<HashMap<i32, Source>>,
}

impl ListReport {
    /// Everything that is asked for.
    pub fn count(&self) -> usize {
        self.regions.iter().map(|(_, asks)| asks.len()).sum()
    }
}

/// Loads the list of a region: months and counts of the segment asked for, doubts about all segments.
///
/// `settled` reads what was accepted from what a version keeps of its file.
pub fn load(
    r: &mut Reader,
    code: &RegionCode,
    asked: &Asked,
    measure: &Measure,
    settled: impl Fn(&str) -> Vec<Settled>,
) -> Result<ListReport, Error> {
    let expectation = measure.expectation;
    let around = Around::load(r, code, asked)?;
    let months = expectation.month_ends(around.scope.date);
    let timelines = completeness::load(r, &around, expectation, &months)?;
    let newest = findings::load(r, &around, &measure.limits)?;
    let bases = bases_alone(r, &around, &months)?;
    let mut regions = Vec::with_capacity(timelines.len());
    let (doubts, accepted) = accepted::part(r, &around, &newest, settled)?;
    let awaited = |place: usize| {
        let own = |timeline: &Timeline| timeline.deliveries.get(place) == Some(&Delivery::NotDue);
        timelines.iter().any(own)
    };
    let not_due = months.iter().enumerate().filter(|(place, _)| awaited(*place));
    let not_due = not_due.map(|(_, end)| (*end, expectation.due(*end))).collect();
    for timeline in timelines {
        let id = timeline.region.id;
        let missing: Vec<NaiveDate> = months
            .iter()
            .zip(&timeline.deliveries)
            .filter(|(_, delivery)| **delivery == Delivery::Missing)
            .map(|(end, _)| *end)
            .collect();
        let mut wants = Vec::new();
        // Segments are asked for at the newest date at which the total is, or is asked for.
        let day = |date| AsOf { date, precision: Precision::Day };
        let last = missing.last().copied().map(day).into_iter().chain(timeline.last);
        let at = last.max_by_key(|at| at.date).unwrap_or(day(around.scope.date));
        if !missing.is_empty() {
            wants.push((around.scope.segment.id, Want::Months(missing)));
        }
        let uncounted = timeline.figure.filter(|figure| figure.uncovered().is_none());
        wants.extend(uncounted.map(|figure| (around.scope.segment.id, Want::Counts(figure))));
        let base = bases
            .get(&id)
            .filter(|base| timeline.last.is_none_or(|last| last.date < base.as_of.date));
        wants.extend(base.map(|base| (around.scope.segment.id, Want::Counts(*base))));
        wants.extend(segments(&around, &newest, id, at));
        let doubts = doubts.iter().filter(|doubt| doubt.region_id == id);
        wants.extend(doubts.map(|doubt| (doubt.segment_id, Want::Check(doubt.clone()))));
        wants.extend(choices(r, &around, &newest, id)?);
        let ask = |(segment_id, want)| Ask { region_id: id, segment_id, want };
        regions.push((timeline.region, wants.into_iter().map(ask).collect()));
    }
    let sources = r.sources()?;
    let Around { scope, region, .. } = around;
    Ok(ListReport { scope, region, regions, not_due, accepted, sources })
}

/// The newest base of each region that was published without participants or percent, by region.
fn bases_alone(
    r: &mut Reader,
    around: &Around,
    months: &[NaiveDate],
) -> Result<HashMap<i32, Figure>, Error> {
    let (region, segment, date) = (&around.region, &around.scope.segment, around.scope.date);
    let from = completeness::first_day(months, date);
    Ok(statements::bases_alone(r.c, region.id, segment.id, from, date)?.into_iter().collect())
}

/// The basic segments without a figure that pages show, where the page is about the total.
fn segments(around: &Around, newest: &Newest, region_id: i32, at: AsOf) -> Option<(i32, Want)> {
    let total = &around.scope.segment;
    let without: Vec<String> = BASIC
        .iter()
        .filter_map(|code| SegmentCode::parse(code))
        .filter_map(|code| around.scope.segments.iter().find(|segment| segment.code == code))
        .filter(|segment| newest.of(region_id, segment.id).is_none())
        .map(|segment| segment.name.clone())
        .collect();
    (total.code.is_total() && !without.is_empty())
        .then_some((total.id, Want::Segments(without, at)))
}

/// Newest figures about which sources contradict each other and nobody has decided.
fn choices(
    r: &mut Reader,
    around: &Around,
    newest: &Newest,
    region_id: i32,
) -> Result<Vec<(i32, Want)>, Error> {
    let mut wants = Vec::new();
    for segment in &around.scope.segments {
        let Some(last) = newest.of(region_id, segment.id).filter(|row| row.disputed) else {
            continue;
        };
        if statements::decision(r.c, region_id, segment.id, last.as_of.date)?.is_some() {
            continue;
        }
        let statements = newest.statements.get(&(region_id, segment.id));
        let voices = statements.into_iter().flatten().filter_map(|statement| {
            let figure = statement.figure().filter(|figure| figure.coverage.is_some())?;
            Some((figure, statement.source_id))
        });
        wants.push((segment.id, Want::Choice(voices.collect())));
    }
    Ok(wants)
}
