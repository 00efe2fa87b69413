//! `/pendanaan`: workers, rupiah and months funded, by payer.

use std::collections::HashMap;

use super::reader::Reader;
use super::scope::Error;
use crate::db::funding::{self, Funding};
use crate::db::regions::{self, Region};
use crate::db::sources::Source;
use crate::db::state::DataState;

/// Everything that was published on money, as published: statements are never added up, because
/// several of them may speak of the same workers.
#[derive(Debug, Clone)]
pub struct FundingReport {
    /// Version of the data.
    pub state: DataState,
    /// The statements.
    pub rows: Vec<Funding>,
    /// Their regions by id.
    pub regions: HashMap<i32, Region>,
    /// Their sources by id.
    pub sources: HashMap<i32, Source>,
}

/// Loads all statements on funding.
pub fn load(r: &mut Reader) -> Result<FundingReport, Error> {
    let rows = funding::all(r.c)?;
    let ids: Vec<i32> = rows.iter().map(|row| row.region_id).collect();
    Ok(FundingReport {
        state: r.state().clone(),
        regions: regions::by_ids(r.c, &ids)?.into_iter().map(|r| (r.id, r)).collect(),
        sources: (*r.sources()?).clone(),
        rows,
    })
}
