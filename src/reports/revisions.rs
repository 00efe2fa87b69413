//! `/revisi`: what each version of the data brought.

use std::collections::HashMap;
use std::sync::Arc;

use super::reader::Reader;
use super::scope::Error;
use crate::db::decisions::{self, Decided};
use crate::db::drafts;
use crate::db::lists;
use crate::db::regions::{self, Region};
use crate::db::segments::{self, Segment};
use crate::db::sources::Source;
use crate::db::state::DataState;
use crate::db::statements::Statement;
use crate::db::versions::{self, Change, Version};
use crate::domain::{Figure, List, Record, RegionCode};

/// Values on one page of a version.
pub const PAGE_ROWS: usize = 100;

/// Withdrawn values that a version lists.
pub const WITHDRAWN_ROWS: usize = 100;

/// Decisions that a version lists.
pub const DECIDED_ROWS: usize = 100;

/// All versions.
#[derive(Debug, Clone)]
pub struct VersionsReport {
    /// Version of the data.
    pub state: DataState,
    /// The newest first.
    pub versions: Vec<Version>,
    /// Versions that were taken back, each with the version that did it.
    pub taken_back: HashMap<i32, i32>,
    /// All sources by id.
    pub sources: Arc<HashMap<i32, Source>>,
    /// Full names of the regions that hold what a version speaks of.
    pub within: HashMap<RegionCode, String>,
}

/// One version and what it changed.
#[derive(Debug, Clone)]
pub struct VersionReport {
    /// The version.
    pub version: Version,
    /// The full name of the region that holds what it speaks of; empty for none.
    pub within: String,
    /// The version that took it back; `None` while it holds.
    pub taken_back: Option<i32>,
    /// What was said by hand about its file, as the import wrote it; empty for nothing.
    pub answers: String,
    /// Its statements on this page, each with the one it replaced.
    pub changes: Vec<Change>,
    /// What it changed in lists, on this page.
    pub lists: Vec<ListChange>,
    /// Statements that it ended without another one, the first ones.
    pub withdrawn: Vec<Statement>,
    /// What it decided between sources, the first ones.
    pub decided: Vec<DecidedThen>,
    /// The number of pages, at least 1.
    pub pages: usize,
    /// The regions of these statements, by id.
    pub regions: HashMap<i32, Region>,
    /// All segments by id.
    pub segments: HashMap<i32, Segment>,
    /// All sources by id.
    pub sources: HashMap<i32, Source>,
}

/// A decision of a version, with what pages showed: number of the source and figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedThen {
    /// The decision.
    pub decided: Decided,
    /// What was shown before the version; `None` for nothing.
    pub before: Option<(i32, Figure)>,
    /// What is shown with it; `None` for nothing.
    pub after: Option<(i32, Figure)>,
}

/// A row of a list that a version touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChange {
    /// The list.
    pub list: List,
    /// What it said before; `None` for a new one.
    pub old: Option<Record>,
    /// What it says with the version; `None` where it ended.
    pub new: Option<Record>,
}

/// Loads the list of versions.
pub fn load(r: &mut Reader) -> Result<VersionsReport, Error> {
    let versions = versions::all(r.c)?;
    let taken_back = taken_back(&versions);
    let sources = r.sources()?;
    let mut within = HashMap::new();
    for own in versions.iter().filter_map(|version| version.contents.spread.as_ref()) {
        if !within.contains_key(&own.within) {
            within.insert(own.within.clone(), name(r, &own.within)?);
        }
    }
    Ok(VersionsReport { state: r.state().clone(), versions, taken_back, sources, within })
}

/// The full name of the region that has a code, or had it when the version was closed; empty for none.
fn name(r: &mut Reader, code: &RegionCode) -> Result<String, Error> {
    let region = match regions::by_code(r.c, code)? {
        None => regions::by_former_code(r.c, code)?,
        today => today,
    };
    Ok(region.map_or_else(String::new, |region| region.full_name))
}

/// The versions that were taken back, each with the version that did it. Of versions, the newest first: who
/// takes a withdrawal back brings again what that took.
fn taken_back(versions: &[Version]) -> HashMap<i32, i32> {
    let mut taken = HashMap::new();
    for version in versions {
        if let Some(id) = version.takes_back.filter(|_| !taken.contains_key(&version.id)) {
            taken.entry(id).or_insert(version.id);
        }
    }
    taken
}

/// Loads a page of one version, from 1; `None` when there is no such version.
pub fn load_one(r: &mut Reader, id: i32, page: usize) -> Result<Option<VersionReport>, Error> {
    let Some(version) = versions::one(r.c, id)? else { return Ok(None) };
    let counts = version.contents.counts;
    let rows = usize::try_from(counts.new + counts.changed).unwrap_or_default();
    let all = touched_lists(r, id)?;
    let rows = rows.max(all.len());
    let lists: Vec<ListChange> =
        all.into_iter().skip((page.max(1) - 1) * PAGE_ROWS).take(PAGE_ROWS).collect();
    let changes = versions::changes(r.c, id, PAGE_ROWS, (page.max(1) - 1) * PAGE_ROWS)?;
    // Whether a value has no successor is asked of each that ended.
    let withdrawn = match counts.withdrawn {
        0 => Vec::new(),
        _ => versions::withdrawn(r.c, id, WITHDRAWN_ROWS)?,
    };
    let decided = decided(r, id)?;
    let mut ids: Vec<i32> = changes.iter().map(|change| change.region_id).collect();
    ids.extend(withdrawn.iter().map(|statement| statement.region_id));
    ids.extend(decided.iter().map(|own| own.decided.key.region_id));
    ids.extend(lists.iter().filter_map(|change| change.record()?.region_id()));
    let taken_back = taken_back(&versions::all(r.c)?).get(&id).copied();
    let within = match &version.contents.spread {
        Some(own) => name(r, &own.within)?,
        None => String::new(),
    };
    Ok(Some(VersionReport {
        version,
        within,
        taken_back,
        answers: drafts::answers_of_batch(r.c, id)?,
        lists,
        changes,
        withdrawn,
        decided,
        pages: rows.div_ceil(PAGE_ROWS).max(1),
        regions: regions::by_ids(r.c, &ids)?
            .into_iter()
            .map(|region| (region.id, region))
            .collect(),
        segments: segments::all(r.c)?.into_iter().map(|segment| (segment.id, segment)).collect(),
        sources: (*r.sources()?).clone(),
    }))
}

/// What a version decided, the first ones, with what was shown before it and with it.
fn decided(r: &mut Reader, id: i32) -> Result<Vec<DecidedThen>, Error> {
    let sources = r.sources()?;
    let source = |id: i32| sources.get(&id);
    let mut all = Vec::new();
    for decided in decisions::of_batch(r.c, id, DECIDED_ROWS)? {
        let (key, old, new) = (decided.key, decided.old, decided.new);
        let before = decisions::shown_then(r.c, key, id - 1, old, source)?;
        let after = decisions::shown_then(r.c, key, id, new, source)?;
        all.push(DecidedThen { decided, before, after });
    }
    Ok(all)
}

impl ListChange {
    /// The row as it is with the version, else as it was.
    pub fn record(&self) -> Option<&Record> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// What a version changed in all lists.
fn touched_lists(r: &mut Reader, id: i32) -> Result<Vec<ListChange>, Error> {
    let mut all = Vec::new();
    for list in List::ALL {
        let touched = lists::touched(r.c, list, id)?;
        all.extend(touched.into_iter().map(|t| ListChange { list, old: t.old, new: t.new }));
    }
    Ok(all)
}
