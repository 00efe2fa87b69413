//! Published regulations.

use diesel::sql_types::{Integer, Nullable, Text};

use super::sql::{Sql, sql};
use super::{Connection, Error};

/// A regulation that was named in public, not a legal summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// Stable number.
    pub id: i32,
    /// The region that made it, or the nation.
    pub region_id: i32,
    /// Its kind as a code: `uu`, `pp`, `perda`, `pergub`, ...
    pub kind_code: String,
    /// Its kind as it is written.
    pub kind: String,
    /// Its number as it was printed.
    pub number: String,
    /// Its year; `None` when it was not stated.
    pub year: Option<i32>,
    /// What it does, in short.
    pub meaning: String,
    /// The source.
    pub source_id: i32,
}

fn read(c: &mut Connection, query: Sql) -> Result<Vec<Regulation>, Error> {
    type Columns = (Integer, Integer, Text, Text, Text, Nullable<Integer>, Text, Integer);
    type Row = (i32, i32, String, String, String, Option<i32>, String, i32);
    let rows = query.rows::<Columns, Row>(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, region_id, kind_code, kind, number, year, meaning, source_id)| Regulation {
            id,
            region_id,
            kind_code,
            kind,
            number,
            year,
            meaning,
            source_id,
        })
        .collect())
}

/// All regulations, by region, the newest year first, those without one last.
pub fn all(c: &mut Connection) -> Result<Vec<Regulation>, Error> {
    read(c, sql(include_str!("sql/regulations.all.sql")))
}

/// The regulations of a region, the newest year first, those without one last.
pub fn of_region(c: &mut Connection, region_id: i32) -> Result<Vec<Regulation>, Error> {
    read(c, sql(include_str!("sql/regulations.of_region.sql")).int(region_id))
}
