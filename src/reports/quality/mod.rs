//! `/mutu`: whether the figures of a region and its parts are there, in time and sound.

mod accepted;
mod asks;
mod bases;
mod completeness;
mod findings;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

pub use accepted::Accepted;
pub use asks::{Ask, ListReport, Want, load as load_list};
pub use bases::{AgainstSum, BaseRevision};
pub use completeness::Timeline;
pub use findings::Doubt;

use super::reader::Reader;
use super::region::{find, peers, shown_of};
use super::scope::{Asked, Error, Scope};
use crate::db::figures::Shown;
use crate::db::regions::{self, Region};
use crate::db::sources::Source;
use crate::db::statements;
use crate::domain::completeness::{Expectation, Tally};
use crate::domain::rules::{Settled, Thresholds};
use crate::domain::series::{MAX_AGE_DAYS, Series, is_stale};
use crate::domain::{Figure, Level, RegionCode};

/// What figures are held against; for the operator to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What is expected of each region, and when.
    pub expectation: Expectation,
    /// From where on the rules find something doubtful.
    pub limits: Thresholds,
}

/// The quality of the figures of a region and its direct parts.
#[derive(Debug, Clone)]
pub struct QualityReport {
    /// Date, segment, state of the data.
    pub scope: Scope,
    /// What the figures are held against.
    pub measure: Measure,
    /// The region.
    pub region: Region,
    /// The provinces, to choose one.
    pub provinces: Vec<Region>,
    /// The ends of the months looked back, the oldest first.
    pub months: Vec<NaiveDate>,
    /// What the region itself reported.
    pub own: Timeline,
    /// What its parts reported, by code.
    pub parts: Vec<Timeline>,
    /// What the rules find doubtful about the newest figures of all segments, and nobody has accepted.
    pub doubts: Vec<Doubt>,
    /// What they find doubtful, and was accepted with a reason.
    pub accepted: Vec<Accepted>,
    /// Bases that changed within the months looked back, the largest change first.
    pub bases: Vec<BaseRevision>,
    /// Regions beside the sum of their parts, each at the latest date where both are known.
    pub sums: Vec<AgainstSum>,
    /// Figures of the segment and the months looked back about which sources contradict each other.
    pub disputed: usize,
    /// Figures in the register of contradictions, of all regions, segments and dates.
    pub register: usize,
    /// All sources by id.
    pub sources: Arc<HashMap<i32, Source>>,
}

impl QualityReport {
    /// How the figures of the parts came in, all together.
    pub fn tally(&self) -> Tally {
        Tally::of(self.parts.iter().flat_map(|row| row.deliveries.iter().copied()))
    }

    /// Parts with a figure at the date of the page.
    pub fn with_figure(&self) -> usize {
        self.parts.iter().filter(|row| row.figure.is_some()).count()
    }

    /// Parts whose figure is stale at the date of the page.
    pub fn stale(&self) -> usize {
        let stale = |row: &&Timeline| row.figure.is_some_and(|f| is_stale(&f, self.scope.date));
        self.parts.iter().filter(stale).count()
    }

    /// A region of the report.
    pub fn region_of(&self, id: i32) -> Option<&Region> {
        std::iter::once(&self.own).chain(&self.parts).map(|row| &row.region).find(|r| r.id == id)
    }
}

/// A region, its parts and their figures: what all parts of the report start from.
struct Around {
    scope: Scope,
    region: Region,
    parts: Arc<Vec<Region>>,
    /// What is shown of each in the segment of the page, by date and not after the date of the page.
    shown: HashMap<i32, Vec<Shown>>,
    /// The figure of each at the date of the page.
    figures: HashMap<i32, Figure>,
}

impl Around {
    fn load(r: &mut Reader, code: &RegionCode, asked: &Asked) -> Result<Self, Error> {
        let scope = Scope::load(r, asked)?;
        let region = find(r.c, code)?;
        let parts = r.parts(region.id)?;
        let rows = peers(r, &scope, &region)?;
        let mut figures: HashMap<i32, Figure> = rows
            .into_iter()
            .filter_map(|row| Some((row.region.id, row.standing.figure?)))
            .collect();
        let own = shown_of(r, &scope, &region, None)?;
        let own = Series::new(own.iter().filter_map(Shown::figure), Vec::new());
        figures.extend(own.at(scope.date).map(|figure| (region.id, *figure)));

        let mut shown = HashMap::new();
        let around = r.figures_around(&region, scope.segment.id)?;
        shown.insert(region.id, around.between(region.id, None, scope.date).to_vec());
        if !parts.is_empty() {
            let of_parts = r.figures_of_parts(region.id, scope.segment.id)?;
            for part in parts.iter() {
                shown.insert(part.id, of_parts.between(part.id, None, scope.date).to_vec());
            }
        }
        Ok(Self { scope, region, parts, shown, figures })
    }

    /// The region, then its parts by code.
    fn regions(&self) -> impl Iterator<Item = &Region> {
        std::iter::once(&self.region).chain(self.parts.iter())
    }

    fn rows(&self, region_id: i32) -> &[Shown] {
        self.shown.get(&region_id).map_or(&[], Vec::as_slice)
    }

    /// The oldest day of a figure that pages still show.
    fn oldest_shown(&self) -> NaiveDate {
        let age = Days::new(MAX_AGE_DAYS.unsigned_abs());
        self.scope.date.checked_sub_days(age).unwrap_or(NaiveDate::MIN)
    }
}

/// Loads the report of a region.
///
/// `settled` reads what was accepted from what a version keeps of its file.
pub fn load(
    r: &mut Reader,
    code: &RegionCode,
    asked: &Asked,
    measure: &Measure,
    settled: impl Fn(&str) -> Vec<Settled>,
) -> Result<QualityReport, Error> {
    let Measure { expectation, ref limits } = *measure;
    let around = Around::load(r, code, asked)?;
    let months = expectation.month_ends(around.scope.date);
    let mut rows = completeness::load(r, &around, expectation, &months)?;
    let parts = rows.split_off(1);
    let own = rows.remove(0);
    let since = completeness::first_day(&months, around.scope.date);
    let in_span = |row: &&Shown| row.disputed && since <= row.as_of.date;
    let disputed =
        around.regions().flat_map(|region| around.rows(region.id)).filter(in_span).count();
    let newest = findings::load(r, &around, limits)?;
    let (doubts, accepted) = accepted::part(r, &around, &newest, settled)?;
    Ok(QualityReport {
        doubts,
        accepted,
        bases: bases::revisions(&around, since, limits),
        sums: bases::sums(&around, limits),
        register: statements::count_disputed(r.c)?,
        provinces: regions::of_level(r.c, Level::Province)?,
        sources: r.sources()?,
        scope: around.scope,
        region: around.region,
        measure: measure.clone(),
        months,
        own,
        parts,
        disputed,
    })
}
