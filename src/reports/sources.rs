//! `/sumber`: who published what, and where they contradict each other.

use std::collections::HashMap;

use super::reader::Reader;
use super::scope::Error;
use crate::db::regions::{self, Region};
use crate::db::segments::{self, Segment};
use crate::db::sources::{self, Source};
use crate::db::state::DataState;
use crate::db::statements::{self, Dispute};

/// The sources and the register of conflicting figures.
#[derive(Debug, Clone)]
pub struct SourcesReport {
    /// Version of the data.
    pub state: DataState,
    /// All sources, with the number of current statements of each.
    pub sources: Vec<(Source, i64)>,
    /// Groups of statements on the same region, segment and date that contradict each other.
    pub disputes: Vec<Dispute>,
    /// The regions of the disputes by id.
    pub regions: HashMap<i32, Region>,
    /// All segments by id.
    pub segments: HashMap<i32, Segment>,
}

/// Loads the sources and the register.
pub fn load(r: &mut Reader) -> Result<SourcesReport, Error> {
    let disputes = statements::disputed(r.c)?;
    let ids: Vec<i32> = disputes.iter().map(|dispute| dispute.region_id).collect();
    let counts = statements::count_by_source(r.c)?;
    let sources = sources::all(r.c)?
        .into_iter()
        .map(|source| {
            let count = counts.get(&source.id).copied().unwrap_or_default();
            (source, count)
        })
        .collect();
    Ok(SourcesReport {
        state: r.state().clone(),
        sources,
        regions: regions::by_ids(r.c, &ids)?.into_iter().map(|r| (r.id, r)).collect(),
        segments: segments::all(r.c)?.into_iter().map(|s| (s.id, s)).collect(),
        disputes,
    })
}
