//! `/wilayah/{kode}`: everything that is known of one region.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::scope::{Asked, Error, Scope};
use super::standing::{self, Judged, Row, Standing};
use super::sums;
use crate::db::Connection;
use crate::db::figures::{self, Shown};
use crate::db::funding::{self, Funding};
use crate::db::regions::{self, Event, Region};
use crate::db::regulations::{self, Regulation};
use crate::db::segments::Segment;
use crate::db::sources::{self, Source};
use crate::db::statements::{self, Statement};
use crate::db::targets::{self, ByRegion, CountTarget};
use crate::domain::aggregate::{SumOfParts, sum_of_parts};
use crate::domain::ranking::Rank;
use crate::domain::series::{MAX_AGE_DAYS, YEAR_WINDOW_END};
use crate::domain::target::choices;
use crate::domain::{Figure, Level, RegionCode, Target};

/// A list of regions needs the figure of the page and the one of a year before it.
const LIST_WINDOW: u64 = (MAX_AGE_DAYS + YEAR_WINDOW_END) as u64;

/// Days before the date of the page that the small charts of the provinces draw.
pub const SMALL_CHART_DAYS: u64 = 24 * 31;

/// The newest statements that a page lists; the rest is reached through `/sumber`.
pub const MAX_STATEMENTS: usize = 40;

/// A segment of the region at the date of the page.
#[derive(Debug, Clone)]
pub struct SegmentRow {
    /// The segment.
    pub segment: Segment,
    /// Its figure at the date of the page.
    pub figure: Figure,
}

/// What is known of one region on a date.
#[derive(Debug, Clone)]
pub struct RegionReport {
    /// Date, segment, state of the data.
    pub scope: Scope,
    /// The region.
    pub region: Region,
    /// Nation first, parent last; empty for the nation.
    pub ancestors: Vec<Region>,
    /// Where it stands.
    pub standing: Standing,
    /// Where the nation stands; `None` on the page of the nation.
    pub nation: Option<Standing>,
    /// Where the parent stands, when it is not the nation: its figure only, without a past.
    pub parent: Option<Standing>,
    /// The regions of its level with the same parent, itself included, by code: their figures only,
    /// without a past.
    pub peers: Vec<Row>,
    /// Its place among `peers`.
    pub rank: Option<Rank>,
    /// Its direct parts, by code.
    pub parts: Vec<Row>,
    /// What the parts say together; `None` without parts.
    pub sum: Option<SumOfParts>,
    /// Every segment but `total` that has a figure at the date of the page.
    pub segments: Vec<SegmentRow>,
    /// All targets that can be chosen, with the status each gives; the chosen one included.
    pub targets: Vec<Judged>,
    /// Targets published as a number of workers only.
    pub count_targets: Vec<CountTarget>,
    /// Figures with a count of active participants, by date; empty when all have a percent too.
    pub participants: Vec<Figure>,
    /// The newest published statements, newest first, undated last.
    pub statements: Vec<Statement>,
    /// Whether older statements exist.
    pub more_statements: bool,
    /// The statements that contradict each other about the figure of the page; empty where none do.
    pub competing: Vec<Statement>,
    /// Why an editor chose the figure of the page among contradicting ones.
    pub decision: Option<String>,
    /// Sources of figures, statements, targets, funding and regulations, by id.
    pub sources: HashMap<i32, Source>,
    /// Money and workers by payer.
    pub funding: Vec<Funding>,
    /// Rules of the region.
    pub regulations: Vec<Regulation>,
    /// Creation, split and recoding of the region.
    pub history: Vec<Event>,
}

/// Loads the report of a region.
pub fn load(c: &mut Connection, code: &RegionCode, asked: &Asked) -> Result<RegionReport, Error> {
    let scope = Scope::load(c, asked)?;
    let region = find(c, code)?;
    let ancestors = regions::ancestors(c, &region)?;
    let history = regions::history(c, region.id)?;

    let nation = ancestors.first();
    let nation_id = nation.map_or(region.id, |nation| nation.id);
    let targets = if scope.has_targets() {
        targets::around(c, region.id, region.parent_id.unwrap_or(region.id), nation_id)?
    } else {
        ByRegion::new()
    };
    let targets_of = |id| targets.get(&id).map_or(&[][..], Vec::as_slice);
    let own_targets = targets_of(region.id);
    let national_targets = if nation.is_some() { targets_of(nation_id) } else { &[] };
    let breaks = regions::breaks(&history);
    let shown = shown_of(c, &scope, &region, None)?;
    let participants = participants(&shown, scope.date);

    let parts = parts(c, &scope, &region, &targets, targets_of(nation_id))?;
    let sum = (!parts.is_empty()).then(|| {
        let figures: Vec<_> = parts.iter().map(|row| row.standing.figure).collect();
        sum_of_parts(&figures)
    });
    let mut standing =
        Standing::new(shown, breaks, own_targets, national_targets, region.level, scope.date);
    let judged = all_judged(&standing, own_targets, national_targets, region.level);
    if let Some(id) = asked.target {
        let chosen = judged.iter().find(|judged| judged.target.id == id).cloned();
        standing.judged = Some(chosen.ok_or(Error::NoSuchTarget(id))?);
    }

    let nation_standing = match nation {
        Some(nation) => {
            let shown = shown_of(c, &scope, nation, None)?;
            Some(Standing::new(shown, Vec::new(), national_targets, &[], Level::Nation, scope.date))
        }
        None => None,
    };
    let parent = match ancestors.get(1..).and_then(<[Region]>::last) {
        Some(parent) => {
            let from = scope.date.checked_sub_days(Days::new(MAX_AGE_DAYS as u64));
            let shown = shown_of(c, &scope, parent, from)?;
            Some(Standing::new(
                shown,
                Vec::new(),
                targets_of(parent.id),
                national_targets,
                parent.level,
                scope.date,
            ))
        }
        None => None,
    };
    let peers = match ancestors.last() {
        Some(parent) => peers(c, &scope, parent)?,
        None => Vec::new(),
    };
    let rank = peers.iter().find(|row| row.region.id == region.id).and_then(|row| row.rank);

    let segments = segment_rows(c, &scope, region.id)?;
    let (statements, more_statements) = statements::newest_of_region(c, region.id, MAX_STATEMENTS)?;
    let disputed = standing.own_figure().filter(|shown| shown.disputed);
    let (competing, decision) = match disputed.map(|shown| shown.as_of.date) {
        Some(date) => (
            statements::of_key(c, region.id, scope.segment.id, date)?,
            statements::decision(c, region.id, scope.segment.id, date)?,
        ),
        None => (Vec::new(), None),
    };
    let funding = funding::of_region(c, region.id)?;
    let regulations = regulations::of_region(c, region.id)?;
    let count_targets = targets::counts_of_region(c, region.id)?;
    let ids =
        source_ids(statements.iter().chain(&competing), &standing.shown, &funding, &regulations);
    let sources = sources::by_ids(c, &ids)?.into_iter().map(|s| (s.id, s)).collect();

    Ok(RegionReport {
        scope,
        region,
        ancestors,
        standing,
        nation: nation_standing,
        parent,
        decision,
        peers,
        rank,
        parts,
        sum,
        segments,
        targets: judged,
        count_targets,
        participants,
        statements,
        more_statements,
        competing,
        sources,
        funding,
        regulations,
        history,
    })
}

/// The sources that the page cites, each once.
fn source_ids<'a>(
    statements: impl Iterator<Item = &'a Statement>,
    shown: &[Shown],
    funding: &[Funding],
    regulations: &[Regulation],
) -> Vec<i32> {
    let mut ids: Vec<i32> = statements.map(|statement| statement.source_id).collect();
    ids.extend(shown.iter().filter_map(|row| row.source_id));
    ids.extend(funding.iter().map(|row| row.source_id));
    ids.extend(regulations.iter().map(|row| row.source_id));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The region of a code: today's, or a hint to where a former code leads.
fn find(c: &mut Connection, code: &RegionCode) -> Result<Region, Error> {
    if let Some(region) = regions::by_code(c, code)? {
        return Ok(region);
    }
    match regions::by_former_code(c, code)? {
        Some(region) => {
            Err(Error::Moved { old: code.clone(), current: region.code, name: region.full_name })
        }
        None => Err(Error::NoSuchRegion(code.clone())),
    }
}

/// Targets speak of the segment `total`; on another segment there are none.
pub(super) fn targets_for(
    c: &mut Connection,
    scope: &Scope,
    region_id: i32,
) -> Result<Vec<Target>, Error> {
    Ok(if scope.has_targets() { targets::of_region(c, region_id)? } else { Vec::new() })
}

/// One row for each region of a level, ranked by coverage.
pub(super) fn rows_of_level(
    c: &mut Connection,
    scope: &Scope,
    level: Level,
    national_targets: &[Target],
) -> Result<Vec<Row>, Error> {
    let from = scope.date.checked_sub_days(Days::new(LIST_WINDOW));
    let shown = figures::of_level(c, level, scope.segment.id, from, scope.date)?;
    rank_level(c, scope, level, shown, national_targets)
}

/// The figures of one region from a date on.
pub(super) fn shown_of(
    c: &mut Connection,
    scope: &Scope,
    region: &Region,
    from: Option<NaiveDate>,
) -> Result<Vec<Shown>, Error> {
    let rows = figures::of_region(c, region.id, scope.segment.id, from)?;
    let mut shown = HashMap::from([(region.id, rows)]);
    sums::add(c, scope, [region], &mut shown)?;
    Ok(shown.remove(&region.id).unwrap_or_default())
}

/// The figures of many regions.
fn by_region(
    c: &mut Connection,
    scope: &Scope,
    regions: &[Region],
    rows: impl IntoIterator<Item = Shown>,
) -> Result<HashMap<i32, Vec<Shown>>, Error> {
    let mut shown: HashMap<i32, Vec<Shown>> = HashMap::with_capacity(regions.len());
    for row in rows {
        shown.entry(row.region_id).or_default().push(row);
    }
    sums::add(c, scope, regions, &mut shown)?;
    Ok(shown)
}

/// Joins figures of a whole level with its regions, breaks and targets.
pub(super) fn rank_level(
    c: &mut Connection,
    scope: &Scope,
    level: Level,
    shown: Vec<Shown>,
    national_targets: &[Target],
) -> Result<Vec<Row>, Error> {
    let targets = if scope.has_targets() { targets::all(c)? } else { ByRegion::new() };
    let regions = regions::of_level(c, level)?;
    let shown = by_region(c, scope, &regions, shown)?;
    let breaks = regions::all_breaks(c)?;
    Ok(standing::rows(regions, shown, &breaks, &targets, national_targets, scope.date))
}

/// One row for each direct part of a region, ranked by coverage, with the past that its row needs; a
/// part whose figure is too old still gets its last known one.
fn parts(
    c: &mut Connection,
    scope: &Scope,
    region: &Region,
    targets: &ByRegion,
    national_targets: &[Target],
) -> Result<Vec<Row>, Error> {
    let parts = regions::parts(c, region.id)?;
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let latest = figures::latest_of_parts(c, region.id, scope.segment.id, scope.date)?;
    let oldest_used =
        scope.date.checked_sub_days(Days::new(MAX_AGE_DAYS as u64)).unwrap_or(NaiveDate::MIN);
    let used = latest.iter().map(|row| row.as_of.date).filter(|date| *date >= oldest_used);
    let year = used.min().unwrap_or(scope.date).checked_sub_days(Days::new(YEAR_WINDOW_END as u64));
    let drawn = if region.level == Level::Nation { SMALL_CHART_DAYS } else { 0 };
    let from = year.min(scope.date.checked_sub_days(Days::new(drawn)));
    let window = figures::of_parts(c, region.id, scope.segment.id, from, scope.date)?;
    // What is older than the window goes before it, so that each region stays in order of date.
    let older = latest.into_iter().filter(|row| from.is_some_and(|from| row.as_of.date < from));
    let shown = by_region(c, scope, &parts, older.chain(window))?;
    let breaks = regions::all_breaks(c)?;
    Ok(standing::rows(parts, shown, &breaks, targets, national_targets, scope.date))
}

/// The regions below a parent with their latest figures, and nothing else of them.
fn peers(c: &mut Connection, scope: &Scope, parent: &Region) -> Result<Vec<Row>, Error> {
    let regions = regions::parts(c, parent.id)?;
    let shown = figures::latest_of_parts(c, parent.id, scope.segment.id, scope.date)?;
    let shown = by_region(c, scope, &regions, shown)?;
    Ok(standing::rows(regions, shown, &HashMap::new(), &ByRegion::new(), &[], scope.date))
}

/// All targets that a reader can choose, each held against the figure of the page.
fn all_judged(
    standing: &Standing,
    own: &[Target],
    national: &[Target],
    level: Level,
) -> Vec<Judged> {
    let mut targets = choices(own, national, level);
    targets.dedup_by_key(|choice| {
        let target = choice.target;
        (choice.whose, target.year, target.basis, target.percent)
    });
    targets.into_iter().map(|choice| standing.judge(choice.target.clone(), choice.whose)).collect()
}

/// Every segment but `total`, with its figure at the date of the page.
fn segment_rows(
    c: &mut Connection,
    scope: &Scope,
    region_id: i32,
) -> Result<Vec<SegmentRow>, Error> {
    let from = scope.date.checked_sub_days(Days::new(MAX_AGE_DAYS as u64));
    let mut latest: HashMap<i32, Figure> =
        figures::segments_of_region(c, region_id, from, scope.date)?
            .into_iter()
            .filter_map(|(segment_id, shown)| Some((segment_id, shown.figure()?)))
            .collect();
    Ok(scope
        .segments
        .iter()
        .filter(|segment| !segment.code.is_total())
        .filter_map(|segment| {
            Some(SegmentRow { segment: segment.clone(), figure: latest.remove(&segment.id)? })
        })
        .collect())
}

/// Figures with a count of participants; none when each of them also has a percent.
fn participants(shown: &[Shown], date: NaiveDate) -> Vec<Figure> {
    let counted: Vec<Figure> = shown
        .iter()
        .filter_map(|row| row.own)
        .filter(|figure| figure.active.is_some() && figure.as_of.date <= date)
        .collect();
    let some_without_percent = counted.iter().any(|figure| figure.coverage.is_none());
    if some_without_percent { counted } else { Vec::new() }
}
