//! `/beda`: the statements on one region, segment and date, which is shown, and what was decided.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::reader::Reader;
use super::scope::Error;
use crate::db::decisions::{Contest, Key};
use crate::db::regions::{self, Region};
use crate::db::segments::{self, Segment};
use crate::db::sources::{self, Source};
use crate::db::{self, Connection};
use crate::domain::{RegionCode, SegmentCode};

/// A contest with what its numbers stand for.
#[derive(Debug, Clone)]
pub struct ContestReport {
    /// The region.
    pub region: Region,
    /// The segment.
    pub segment: Segment,
    /// The statements, and the decisions.
    pub contest: Contest,
    /// All sources by id, those of former decisions among them.
    pub sources: HashMap<i32, Source>,
}

/// Loads a contest; `None` where there are not two statements, and nothing was ever decided.
pub fn load(
    r: &mut Reader,
    code: &RegionCode,
    segment: &SegmentCode,
    as_of: NaiveDate,
) -> Result<Option<ContestReport>, Error> {
    Ok(find(r.c, code, segment, as_of)?)
}

/// The same on a connection, for pages with forms.
///
/// # Errors
/// Those of the database.
pub fn find(
    c: &mut Connection,
    code: &RegionCode,
    segment: &SegmentCode,
    as_of: NaiveDate,
) -> Result<Option<ContestReport>, db::Error> {
    let Some(region) = regions::by_code(c, code)? else { return Ok(None) };
    let segment = segments::all(c)?.into_iter().find(|known| known.code == *segment);
    let Some(segment) = segment else { return Ok(None) };
    let contest = Contest::load(c, Key { region_id: region.id, segment_id: segment.id, as_of })?;
    if contest.voices.len() < 2 && contest.history.is_empty() {
        return Ok(None);
    }
    let sources = sources::all(c)?.into_iter().map(|source| (source.id, source)).collect();
    Ok(Some(ContestReport { region, segment, contest, sources }))
}
