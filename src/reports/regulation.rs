//! `/regulasi`: the rules of the nation and the regulation ladder of each province.

use std::collections::HashMap;

use super::reader::Reader;
use super::scope::Error;
use crate::db::regions::{self, Region};
use crate::db::regulations::{self, Regulation};
use crate::db::sources::Source;
use crate::db::state::DataState;
use crate::domain::Level;

/// The rules that were published, by region.
#[derive(Debug, Clone)]
pub struct RegulationReport {
    /// Version of the data.
    pub state: DataState,
    /// All rules.
    pub rows: Vec<Regulation>,
    /// Their regions by id.
    pub regions: HashMap<i32, Region>,
    /// All provinces by code: those without a rule are named, not left out.
    pub provinces: Vec<Region>,
    /// Their sources by id.
    pub sources: HashMap<i32, Source>,
}

/// Loads all rules.
pub fn load(r: &mut Reader) -> Result<RegulationReport, Error> {
    let rows = regulations::all(r.c)?;
    let ids: Vec<i32> = rows.iter().map(|row| row.region_id).collect();
    Ok(RegulationReport {
        state: r.state().clone(),
        regions: regions::by_ids(r.c, &ids)?.into_iter().map(|r| (r.id, r)).collect(),
        provinces: regions::of_level(r.c, Level::Province)?,
        sources: (*r.sources()?).clone(),
        rows,
    })
}
