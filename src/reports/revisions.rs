//! `/revisi`: what each version of the data brought.

use std::collections::HashMap;

use super::reader::Reader;
use super::scope::Error;
use crate::db::decisions::{self, Decided};
use crate::db::regions::{self, Region};
use crate::db::segments::{self, Segment};
use crate::db::sources::Source;
use crate::db::state::DataState;
use crate::db::statements::Statement;
use crate::db::versions::{self, Change, Counts, Version};

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
}

/// One version and what it changed.
#[derive(Debug, Clone)]
pub struct VersionReport {
    /// The version.
    pub version: Version,
    /// How much it changed.
    pub counts: Counts,
    /// Its statements on this page, each with the one it replaced.
    pub changes: Vec<Change>,
    /// Statements that it ended without another one, the first ones.
    pub withdrawn: Vec<Statement>,
    /// What it decided between sources, the first ones.
    pub decided: Vec<Decided>,
    /// The number of pages, at least 1.
    pub pages: usize,
    /// The regions of these statements, by id.
    pub regions: HashMap<i32, Region>,
    /// All segments by id.
    pub segments: HashMap<i32, Segment>,
    /// All sources by id.
    pub sources: HashMap<i32, Source>,
}

/// Loads the list of versions.
pub fn load(r: &mut Reader) -> Result<VersionsReport, Error> {
    Ok(VersionsReport { state: r.state().clone(), versions: versions::all(r.c)? })
}

/// Loads a page of one version, from 1; `None` when there is no such version.
pub fn load_one(r: &mut Reader, id: i32, page: usize) -> Result<Option<VersionReport>, Error> {
    let Some(version) = versions::one(r.c, id)? else { return Ok(None) };
    let counts = versions::counts(r.c, id)?;
    let rows = usize::try_from(counts.new + counts.changed).unwrap_or_default();
    let changes = versions::changes(r.c, id, PAGE_ROWS, (page.max(1) - 1) * PAGE_ROWS)?;
    let withdrawn = versions::withdrawn(r.c, id, WITHDRAWN_ROWS)?;
    let decided = decisions::of_batch(r.c, id, DECIDED_ROWS)?;
    let mut ids: Vec<i32> = changes.iter().map(|change| change.region_id).collect();
    ids.extend(withdrawn.iter().map(|statement| statement.region_id));
    ids.extend(decided.iter().map(|decided| decided.key.region_id));
    Ok(Some(VersionReport {
        version,
        counts,
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
