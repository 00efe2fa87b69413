//! What a region and its parts are asked for before a session.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use chrono::NaiveDate;

use super::findings::Newest;
use super::{Around, Doubt, Measure, completeness, findings};
use crate::db::regions::Region;
use crate::db::sources::Source;
use crate::db::versions::{self, Version};
use crate::db::{drafts, statements};
use crate::domain::completeness::Delivery;
use crate::domain::{Figure, RegionCode, SegmentCode};
use crate::reports::reader::Reader;
use crate::reports::scope::{Asked, Error, Scope};

/// Segments that the total is made of everywhere.
const BASIC: [&str; 3] = ["pu", "bpu", "jakon"];

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// Figures of months that are past due.
    Months(Vec<NaiveDate>),
    /// The counts behind a percent.
    Counts(Figure),
    /// Figures of these segments, by name.
    Segments(Vec<String>),
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

/// A doubt about a figure that went in with a warning in the same words, which was accepted with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The doubt.
    pub doubt: Doubt,
    /// The version that brought the figure: its note is the reason.
    pub version: Version,
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
/// `warnings` reads the warnings that were accepted from what a version keeps of its file.
pub fn load(
    r: &mut Reader,
    code: &RegionCode,
    asked: &Asked,
    measure: &Measure,
    warnings: impl Fn(&str) -> Vec<String>,
) -> Result<ListReport, Error> {
    let expectation = measure.expectation;
    let around = Around::load(r, code, asked)?;
    let months = expectation.month_ends(around.scope.date);
    let timelines = completeness::load(r, &around, expectation, &months)?;
    let newest = findings::load(r, &around, &measure.limits)?;
    let mut regions = Vec::with_capacity(timelines.len());
    let mut known = HashMap::new();
    let mut accepted = Vec::new();
    for timeline in timelines {
        let id = timeline.region.id;
        let missing: Vec<NaiveDate> = months
            .iter()
            .zip(&timeline.deliveries)
            .filter(|(_, delivery)| **delivery == Delivery::Missing)
            .map(|(end, _)| *end)
            .collect();
        let mut wants = Vec::new();
        if !missing.is_empty() {
            wants.push((around.scope.segment.id, Want::Months(missing)));
        }
        let uncounted = timeline.figure.filter(|figure| figure.uncovered().is_none());
        wants.extend(uncounted.map(|figure| (around.scope.segment.id, Want::Counts(figure))));
        wants.extend(segments(&around, &newest, id));
        let doubts = newest.doubts.iter().filter(|doubt| doubt.region_id == id);
        for doubt in doubts {
            match acceptance(r, &newest, doubt, &mut known, &warnings)? {
                Some(version) => accepted.push(Accepted { doubt: doubt.clone(), version }),
                None => wants.push((doubt.segment_id, Want::Check(doubt.clone()))),
            }
        }
        wants.extend(choices(r, &around, &newest, id)?);
        let ask = |(segment_id, want)| Ask { region_id: id, segment_id, want };
        regions.push((timeline.region, wants.into_iter().map(ask).collect()));
    }
    let sources = r.sources()?;
    let Around { scope, region, .. } = around;
    Ok(ListReport { scope, region, regions, accepted, sources })
}

/// Versions, each with the warnings that were accepted when it came; `None` where none were.
type Versions = HashMap<i32, Option<(Version, Vec<String>)>>;

/// The version that brought the figure of a doubt, where somebody accepted the very same doubt with a reason
/// then.
fn acceptance(
    r: &mut Reader,
    newest: &Newest,
    doubt: &Doubt,
    known: &mut Versions,
    warnings: &impl Fn(&str) -> Vec<String>,
) -> Result<Option<Version>, Error> {
    let statements = newest.statements.get(&(doubt.region_id, doubt.segment_id));
    let shown = statements.into_iter().flatten().find(|statement| {
        Some(statement.source_id) == doubt.source_id && statement.as_of == Some(doubt.as_of)
    });
    let Some(id) = shown.map(|statement| statement.batch_id) else { return Ok(None) };
    let known = match known.entry(id) {
        Entry::Occupied(own) => own.into_mut(),
        Entry::Vacant(place) => {
            let version = versions::one(r.c, id)?.filter(|version| !version.note.is_empty());
            let answers = drafts::answers_of_batch(r.c, id)?;
            place.insert(version.map(|version| (version, warnings(&answers))))
        }
    };
    let Some((version, accepted)) = known else { return Ok(None) };
    let is_same = accepted.iter().any(|warning| warning.contains(&doubt.breach.reason));
    Ok(is_same.then(|| version.clone()))
}

/// The basic segments without a figure that pages show, where the page is about the total.
fn segments(around: &Around, newest: &Newest, region_id: i32) -> Option<(i32, Want)> {
    let total = &around.scope.segment;
    let without: Vec<String> = BASIC
        .iter()
        .filter_map(|code| SegmentCode::parse(code))
        .filter_map(|code| around.scope.segments.iter().find(|segment| segment.code == code))
        .filter(|segment| newest.of(region_id, segment.id).is_none())
        .map(|segment| segment.name.clone())
        .collect();
    (total.code.is_total() && !without.is_empty()).then_some((total.id, Want::Segments(without)))
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
