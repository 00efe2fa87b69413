//! `/target`: target paths by basis, and what each demands.

use std::collections::HashMap;

use super::reader::Reader;
use super::region::{self, targets_for};
use super::scope::{Asked, Error, Scope};
use super::standing::{Judged, Row, Standing};
use crate::db::regions::{self, Region};
use crate::db::targets::{self, ByRegion, CountTarget};
use crate::domain::Whose;
use crate::domain::{Level, RegionCode};

/// Regions with targets on one page of a long list.
pub const PAGE_ROWS: usize = 60;

/// A region with targets of its own, and what each of them says.
#[derive(Debug, Clone)]
pub struct TargetRow {
    /// The region and where it stands.
    pub row: Row,
    /// Its targets by year and order of basis, each held against the figure of the page.
    pub targets: Vec<Judged>,
    /// Its targets published as a number of workers only.
    pub counts: Vec<CountTarget>,
}

/// The targets of the nation and of the regions of a level.
#[derive(Debug, Clone)]
pub struct TargetsReport {
    /// Date, segment, state of the data.
    pub scope: Scope,
    /// The nation.
    pub nation: TargetRow,
    /// The level of `regions`.
    pub level: Level,
    /// Regions with targets of their own on this page, by code.
    pub regions: Vec<TargetRow>,
    /// Regions with targets of their own in all.
    pub with_targets: usize,
    /// Regions of the level.
    pub expected: usize,
    /// This page, from 1.
    pub page: usize,
    /// The number of pages, at least 1.
    pub pages: usize,
}

/// Loads the targets; they speak of the segment `total` only.
pub fn load(
    r: &mut Reader,
    asked: &Asked,
    level: Level,
    page: usize,
) -> Result<TargetsReport, Error> {
    let scope = Scope::load(r, &Asked { segment: None, ..asked.clone() })?;
    let code = RegionCode::nation();
    let nation = regions::by_code(r.c, &code)?.ok_or(Error::NoSuchRegion(code))?;
    let national = targets_for(r, &scope, nation.id)?;
    let mut counts: HashMap<i32, Vec<CountTarget>> = HashMap::new();
    for count in targets::counts(r.c)? {
        counts.entry(count.region_id).or_default().push(count);
    }
    let mut own = targets::all(r.c)?;

    let shown = region::shown_of(r, &scope, &nation, None)?;
    let standing = Standing::new(shown, Vec::new(), &national, &[], Level::Nation, scope.date);
    let row = Row { region: nation, standing, rank: None };
    let nation = target_row(row, &mut own, &mut counts);

    let rows = region::rows_of_level(r, &scope, level, &national)?;
    let expected = rows.len();
    let mut regions: Vec<TargetRow> = rows
        .into_iter()
        .map(|row| target_row(row, &mut own, &mut counts))
        .filter(|row| !row.targets.is_empty() || !row.counts.is_empty())
        .collect();
    let with_targets = regions.len();
    let pages = with_targets.div_ceil(PAGE_ROWS).max(1);
    let page = page.clamp(1, pages);
    regions = regions.into_iter().skip((page - 1) * PAGE_ROWS).take(PAGE_ROWS).collect();
    Ok(TargetsReport { scope, nation, level, regions, with_targets, expected, page, pages })
}

/// Joins a region with its targets.
fn target_row(
    row: Row,
    own: &mut ByRegion,
    counts: &mut HashMap<i32, Vec<CountTarget>>,
) -> TargetRow {
    let Row { region: Region { id, level, .. }, standing, .. } = &row;
    let mut targets: Vec<Judged> = own
        .remove(id)
        .unwrap_or_default()
        .into_iter()
        .map(|target| standing.judge(target, Whose::Own))
        .collect();
    targets.sort_by_key(|j| (j.target.year, j.target.basis.order(*level), j.target.id));
    targets.dedup_by_key(|j| (j.target.year, j.target.basis, j.target.percent));
    let counts = counts.remove(id).unwrap_or_default();
    TargetRow { row, targets, counts }
}
