//! `/wilayah/{kode}`: everything that is known of one region.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::memory::Key;
use super::reader::Reader;
use super::scope::{Asked, Error, Scope};
use super::standing::{self, Judged, Row, Standing};
use super::sums;
use crate::db::Connection;
use crate::db::figures::{self, Shown};
use crate::db::funding::{self, Funding};
use crate::db::regions::{self, Event, Region};
use crate::db::regulations::{self, Regulation};
use crate::db::segments::Segment;
use crate::db::sources::Source;
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

/// Everything on a region that is the same on each of its pages, whatever date and segment.
struct Dossier {
    region: Region,
    ancestors: Vec<Region>,
    history: Vec<Event>,
    targets: ByRegion,
    count_targets: Vec<CountTarget>,
    statements: Vec<Statement>,
    more_statements: bool,
    funding: Vec<Funding>,
    regulations: Vec<Regulation>,
}

impl Dossier {
    fn load(c: &mut Connection, code: &RegionCode) -> Result<Self, Error> {
        let region = find(c, code)?;
        let ancestors = regions::ancestors(c, &region)?;
        let parent_id = region.parent_id.unwrap_or(region.id);
        let nation_id = ancestors.first().map_or(region.id, |nation| nation.id);
        let (statements, more_statements) =
            statements::newest_of_region(c, region.id, MAX_STATEMENTS)?;
        Ok(Self {
            history: regions::history(c, region.id)?,
            targets: targets::around(c, region.id, parent_id, nation_id)?,
            count_targets: targets::counts_of_region(c, region.id)?,
            funding: funding::of_region(c, region.id)?,
            regulations: regulations::of_region(c, region.id)?,
            statements,
            more_statements,
            ancestors,
            region,
        })
    }

    /// About how much memory it takes: a text or two for each row.
    fn bytes(&self) -> usize {
        4_096 + 256 * (self.targets.len() + self.statements.len() + self.regulations.len())
    }
}

/// Loads the report of a region.
pub fn load(r: &mut Reader, code: &RegionCode, asked: &Asked) -> Result<RegionReport, Error> {
    let scope = Scope::load(r, asked)?;
    let key = Key::Dossier(code.as_str().to_owned());
    let dossier = r.once(key, Dossier::bytes, |c| Dossier::load(c, code))?;
    let Dossier { region, ancestors, .. } = &*dossier;

    let nation = ancestors.first();
    let nation_id = nation.map_or(region.id, |nation| nation.id);
    let no_targets = ByRegion::new();
    let targets = if scope.has_targets() { &dossier.targets } else { &no_targets };
    let targets_of = |id| targets.get(&id).map_or(&[][..], Vec::as_slice);
    let own_targets = targets_of(region.id);
    let national_targets = if nation.is_some() { targets_of(nation_id) } else { &[] };
    let breaks = regions::breaks(&dossier.history);
    let shown = shown_of(r, &scope, region, None)?;
    let participants = participants(&shown, scope.date);

    let parts = parts(r, &scope, region, targets, targets_of(nation_id))?;
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
            let shown = shown_of(r, &scope, nation, None)?;
            Some(Standing::new(shown, Vec::new(), national_targets, &[], Level::Nation, scope.date))
        }
        None => None,
    };
    let parent = match ancestors.get(1..).and_then(<[Region]>::last) {
        Some(parent) => {
            let from = scope.date.checked_sub_days(Days::new(MAX_AGE_DAYS as u64));
            let shown = shown_of(r, &scope, parent, from)?;
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
        Some(parent) => peers(r, &scope, parent)?,
        None => Vec::new(),
    };
    let rank = peers.iter().find(|row| row.region.id == region.id).and_then(|row| row.rank);

    let segments = segment_rows(r, &scope, region.id)?;
    let disputed = standing.own_figure().filter(|shown| shown.disputed);
    let (competing, decision) = match disputed.map(|shown| shown.as_of.date) {
        Some(date) => (
            statements::of_key(r.c, region.id, scope.segment.id, date)?,
            statements::decision(r.c, region.id, scope.segment.id, date)?,
        ),
        None => (Vec::new(), None),
    };
    let sources = cited(r, &dossier, &competing, &standing.shown)?;

    Ok(RegionReport {
        scope,
        region: region.clone(),
        ancestors: ancestors.clone(),
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
        count_targets: dossier.count_targets.clone(),
        participants,
        statements: dossier.statements.clone(),
        more_statements: dossier.more_statements,
        competing,
        sources,
        funding: dossier.funding.clone(),
        regulations: dossier.regulations.clone(),
        history: dossier.history.clone(),
    })
}

/// The sources that the page cites.
fn cited(
    r: &mut Reader,
    dossier: &Dossier,
    competing: &[Statement],
    shown: &[Shown],
) -> Result<HashMap<i32, Source>, Error> {
    let statements = dossier.statements.iter().chain(competing);
    let ids: HashSet<i32> = statements
        .map(|statement| statement.source_id)
        .chain(shown.iter().filter_map(|row| row.source_id))
        .chain(dossier.funding.iter().map(|row| row.source_id))
        .chain(dossier.regulations.iter().map(|row| row.source_id))
        .collect();
    let sources = r.sources()?;
    Ok(ids.into_iter().filter_map(|id| Some((id, sources.get(&id)?.clone()))).collect())
}

/// The region of a code: today's, or a hint to where a former code leads.
pub(super) fn find(c: &mut Connection, code: &RegionCode) -> Result<Region, Error> {
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
    r: &mut Reader,
    scope: &Scope,
    region_id: i32,
) -> Result<Vec<Target>, Error> {
    Ok(if scope.has_targets() { targets::of_region(r.c, region_id)? } else { Vec::new() })
}

/// One row for each region of a level, ranked by coverage.
pub(super) fn rows_of_level(
    r: &mut Reader,
    scope: &Scope,
    level: Level,
    national_targets: &[Target],
) -> Result<Vec<Row>, Error> {
    let from = scope.date.checked_sub_days(Days::new(LIST_WINDOW));
    let shown = figures::of_level(r.c, level, scope.segment.id, from, scope.date)?;
    rank_level(r, scope, level, shown, national_targets)
}

/// The figures of one region from a date on.
pub(super) fn shown_of(
    r: &mut Reader,
    scope: &Scope,
    region: &Region,
    from: Option<NaiveDate>,
) -> Result<Vec<Shown>, Error> {
    let figures = r.figures_around(region, scope.segment.id)?;
    let rows = figures.since(region.id, from).to_vec();
    let mut shown = HashMap::from([(region.id, rows)]);
    sums::add(r, scope, [region], &mut shown)?;
    Ok(shown.remove(&region.id).unwrap_or_default())
}

/// Joins figures of a whole level with its regions, breaks and targets.
pub(super) fn rank_level(
    r: &mut Reader,
    scope: &Scope,
    level: Level,
    shown: Vec<Shown>,
    national_targets: &[Target],
) -> Result<Vec<Row>, Error> {
    let targets = if scope.has_targets() { targets::all(r.c)? } else { ByRegion::new() };
    let regions = regions::of_level(r.c, level)?;
    let mut by_region: HashMap<i32, Vec<Shown>> = HashMap::with_capacity(regions.len());
    for row in shown {
        by_region.entry(row.region_id).or_default().push(row);
    }
    sums::add(r, scope, &regions, &mut by_region)?;
    let breaks = r.breaks()?;
    Ok(standing::rows(&regions, by_region, &breaks, &targets, national_targets, scope.date))
}

/// One row for each direct part of a region, ranked by coverage, with the past that its row needs; a
/// part whose figure is too old still gets its last known one.
fn parts(
    r: &mut Reader,
    scope: &Scope,
    region: &Region,
    targets: &ByRegion,
    national_targets: &[Target],
) -> Result<Vec<Row>, Error> {
    let parts = r.parts(region.id)?;
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let figures = r.figures_of_parts(region.id, scope.segment.id)?;
    let latest = |part: &Region| figures.latest(part.id, scope.date).cloned();
    let oldest_used =
        scope.date.checked_sub_days(Days::new(MAX_AGE_DAYS as u64)).unwrap_or(NaiveDate::MIN);
    let used = parts.iter().filter_map(latest).map(|row| row.as_of.date);
    let used = used.filter(|date| *date >= oldest_used).min().unwrap_or(scope.date);
    let year = used.checked_sub_days(Days::new(YEAR_WINDOW_END as u64));
    let drawn = if region.level == Level::Nation { SMALL_CHART_DAYS } else { 0 };
    let from = year.min(scope.date.checked_sub_days(Days::new(drawn)));
    let rows = |part: &Region| {
        // What is older than the window goes before it, so that each part stays in order of date.
        let older = latest(part).filter(|row| from.is_some_and(|from| row.as_of.date < from));
        let window = figures.between(part.id, from, scope.date).iter().cloned();
        (part.id, older.into_iter().chain(window).collect())
    };
    let mut shown: HashMap<i32, Vec<Shown>> = parts.iter().map(rows).collect();
    sums::add(r, scope, &*parts, &mut shown)?;
    let breaks = r.breaks()?;
    Ok(standing::rows(&parts, shown, &breaks, targets, national_targets, scope.date))
}

/// The regions below a parent with their latest figures, and nothing else of them.
pub(super) fn peers(r: &mut Reader, scope: &Scope, parent: &Region) -> Result<Vec<Row>, Error> {
    let regions = r.parts(parent.id)?;
    let mut shown = sums::latest_of_parts(r, scope, parent)?;
    sums::add(r, scope, &*regions, &mut shown)?;
    Ok(standing::rows(&regions, shown, &HashMap::new(), &ByRegion::new(), &[], scope.date))
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
fn segment_rows(r: &mut Reader, scope: &Scope, region_id: i32) -> Result<Vec<SegmentRow>, Error> {
    let from = scope.date.checked_sub_days(Days::new(MAX_AGE_DAYS as u64));
    let mut latest: HashMap<i32, Figure> =
        figures::segments_of_region(r.c, region_id, from, scope.date)?
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
