//! The sum of its parts, where a region has no figure of its own: the one rule for the page of the
//! region and for every list it stands in.

use std::collections::HashMap;

use super::reader::Reader;
use super::scope::{Error, Scope};
use crate::db::figures::Shown;
use crate::db::regions::Region;
use crate::domain::aggregate::{SumOfParts, sum_of_parts};
use crate::domain::series::Series;
use crate::domain::{Figure, Origin};

/// Adds the sum of their parts to the figures of regions that have none of their own at the date of
/// the page, where it is complete and says something newer.
pub(super) fn add<'a>(
    r: &mut Reader,
    scope: &Scope,
    regions: impl IntoIterator<Item = &'a Region>,
    shown: &mut HashMap<i32, Vec<Shown>>,
) -> Result<(), Error> {
    for region in regions {
        if region.parts == 0 {
            continue;
        }
        let known = shown.get(&region.id).and_then(|rows| current(rows, scope));
        if known.is_some_and(|figure| figure.origin != Origin::SumOfParts) {
            continue;
        }
        let newer = |sum: &Figure| known.is_none_or(|known| known.as_of.date < sum.as_of.date);
        if let Some(sum) = sum(r, scope, region)?.filter(newer) {
            let rows = shown.entry(region.id).or_default();
            let place = rows.partition_point(|row| row.as_of.date <= sum.as_of.date);
            rows.insert(place, Shown::summed(region.id, sum, region.parts));
        }
    }
    Ok(())
}

/// The sum of the parts of a region at the date of the page; `None` where it is incomplete.
fn sum(r: &mut Reader, scope: &Scope, region: &Region) -> Result<Option<Figure>, Error> {
    let mut latest = latest_of_parts(r, scope, region)?;
    let parts = r.parts(region.id)?;
    // One that nothing can fill decides it: most parents end here.
    if parts.iter().any(|part| part.parts == 0 && !latest.contains_key(&part.id)) {
        return Ok(None);
    }
    add(r, scope, &*parts, &mut latest)?;
    let figures: Vec<_> = parts
        .iter()
        .map(|part| latest.get(&part.id).and_then(|rows| current(rows, scope)))
        .collect();
    Ok(match sum_of_parts(&figures) {
        SumOfParts::Complete { figure, .. } => Some(figure),
        SumOfParts::Incomplete { .. } => None,
    })
}

/// The latest figure with a percent of each direct part of a region at the date of the page; parts
/// without any are left out.
pub(super) fn latest_of_parts(
    r: &mut Reader,
    scope: &Scope,
    region: &Region,
) -> Result<HashMap<i32, Vec<Shown>>, Error> {
    let parts = r.parts(region.id)?;
    let figures = r.figures_of_parts(region.id, scope.segment.id)?;
    let latest = |part: &Region| figures.latest(part.id, scope.date).cloned();
    Ok(parts.iter().filter_map(|part| Some((part.id, vec![latest(part)?]))).collect())
}

/// The figure of the page among rows of one region.
fn current(rows: &[Shown], scope: &Scope) -> Option<Figure> {
    let figures = rows.iter().filter_map(Shown::figure);
    Series::new(figures, Vec::new()).at(scope.date).copied()
}
