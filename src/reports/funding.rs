//! `/pendanaan`: workers, rupiah and months funded, by payer.

use std::collections::HashMap;

use super::scope::Error;
use crate::db::Connection;
use crate::db::funding::{self, Funding};
use crate::db::regions::{self, Region};
use crate::db::sources::{self, Source};
use crate::db::state::{self, DataState};

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
pub fn load(c: &mut Connection) -> Result<FundingReport, Error> {
    let rows = funding::all(c)?;
    let ids: Vec<i32> = rows.iter().map(|row| row.region_id).collect();
    Ok(FundingReport {
        state: state::load(c)?,
        regions: regions::by_ids(c, &ids)?.into_iter().map(|r| (r.id, r)).collect(),
        sources: sources::all(c)?.into_iter().map(|source| (source.id, source)).collect(),
        rows,
    })
}
