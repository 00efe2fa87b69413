//! Published targets.

use std::collections::HashMap;

use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Text};

use super::codes::{self, Code};
use super::sql::{Sql, sql};
use super::{Connection, Error};
use crate::domain::{Authority, Basis, Percent, Target};

/// Targets by region; those of a region by year and number.
pub type ByRegion = HashMap<i32, Vec<Target>>;

/// A target that was published as a number of workers only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountTarget {
    /// Stable number.
    pub id: i32,
    /// The region.
    pub region_id: i32,
    /// The year at whose end it is due.
    pub year: i32,
    /// The number of workers, where it is known as a number; else it stands in `note`.
    pub workers: Option<i64>,
    /// Who set it.
    pub basis: Basis,
    /// The basis in the words of the source.
    pub basis_text: String,
    /// Remark for the reader.
    pub note: String,
    /// The source.
    pub source_id: i32,
}

type Columns = (Integer, Integer, Integer, Integer, Text, Text, SmallInt, Text, Text);
type Row = (i32, i32, i32, i32, String, String, i16, String, String);

fn read(c: &mut Connection, query: Sql) -> Result<ByRegion, Error> {
    let mut targets = ByRegion::new();
    for row in query.rows::<Columns, Row>(c)? {
        let (region_id, id, year, percent, basis, basis_text, authority, note, source) = row;
        targets.entry(region_id).or_default().push(Target {
            id,
            year,
            percent: Percent(percent),
            basis: codes::from_text(&basis)?,
            basis_text,
            authority: Authority::stored(authority)?,
            note,
            source,
        });
    }
    Ok(targets)
}

/// Every basis with the word it is stored under.
pub fn bases() -> &'static [(Basis, &'static str)] {
    Basis::ALL
}

/// All targets with a percent.
pub fn all(c: &mut Connection) -> Result<ByRegion, Error> {
    read(c, sql(include_str!("sql/targets.all.sql")))
}

/// The targets with a percent of a region, its direct parts, its parent and the nation.
pub fn around(
    c: &mut Connection,
    region_id: i32,
    parent_id: i32,
    nation_id: i32,
) -> Result<ByRegion, Error> {
    let query = sql(include_str!("sql/targets.around.sql"));
    read(c, query.int(region_id).int(parent_id).int(nation_id))
}

/// The targets of a region with a percent, by year and number.
pub fn of_region(c: &mut Connection, region_id: i32) -> Result<Vec<Target>, Error> {
    let mut targets = read(c, sql(include_str!("sql/targets.of_region.sql")).int(region_id))?;
    Ok(targets.remove(&region_id).unwrap_or_default())
}

type CountColumns = (Integer, Integer, Integer, Nullable<BigInt>, Text, Text, Text, Integer);
type CountRow = (i32, i32, i32, Option<i64>, String, String, String, i32);

fn read_counts(c: &mut Connection, query: Sql) -> Result<Vec<CountTarget>, Error> {
    query
        .rows::<CountColumns, CountRow>(c)?
        .into_iter()
        .map(|(id, region_id, year, workers, basis, basis_text, note, source_id)| {
            let basis = codes::from_text(&basis)?;
            Ok(CountTarget { id, region_id, year, workers, basis, basis_text, note, source_id })
        })
        .collect()
}

/// All targets without a percent, by region, year and number.
pub fn counts(c: &mut Connection) -> Result<Vec<CountTarget>, Error> {
    read_counts(c, sql(include_str!("sql/targets.counts.sql")))
}

/// The targets of a region without a percent, by year and number.
pub fn counts_of_region(c: &mut Connection, region_id: i32) -> Result<Vec<CountTarget>, Error> {
    read_counts(c, sql(include_str!("sql/targets.counts_of_region.sql")).int(region_id))
}
