//! Every name and code of every region, now and in the past: what imports recognise rows by.

use chrono::NaiveDate;
use diesel::sql_types::{Date, Integer, Nullable, Text};

use super::codes::{self, Code, codes};
use super::sql::sql;
use super::{Connection, Error};
use crate::domain::{RegionCode, RegionKind};

/// A region as it was called for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The region.
    pub region_id: i32,
    /// Its code in that time.
    pub code: RegionCode,
    /// Its short name.
    pub name: String,
    /// Its name with the word before it.
    pub full_name: String,
    /// What it was in law.
    pub kind: RegionKind,
    /// The region it was part of; `None` for the nation.
    pub parent_id: Option<i32>,
    /// The first day; `None` where it is not known or was always so.
    pub valid_from: Option<NaiveDate>,
    /// The day after the last one; `None` today.
    pub valid_to: Option<NaiveDate>,
}

/// Why a region is also called something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AliasKind {
    /// A name of the past.
    Former,
    /// Another spelling.
    Spelling,
    /// An abbreviation.
    Short,
    /// The English name.
    English,
    /// A word for its kind, which finds the page and names no region.
    Kind,
}

codes!(AliasKind, "a kind of alias", &'static str, {
    Former = "former", Spelling = "spelling", Short = "short", English = "english", Kind = "kind",
});

/// All names.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Every version of every region, by region and time.
    pub versions: Vec<Named>,
    /// Other names, as [`fold`](crate::domain::wording::fold) leaves them, by region.
    pub aliases: Vec<(i32, String, AliasKind)>,
    /// Codes of the bureau of statistics, by region.
    pub bps: Vec<(i32, String)>,
}

/// Loads every version of every region, by region and time.
pub fn versions(c: &mut Connection) -> Result<Vec<Named>, Error> {
    type Columns =
        (Integer, Text, Text, Text, Text, Nullable<Integer>, Nullable<Date>, Nullable<Date>);
    type Row =
        (i32, String, String, String, String, Option<i32>, Option<NaiveDate>, Option<NaiveDate>);
    let versions = sql(include_str!("sql/names.versions.sql")).rows::<Columns, Row>(c)?;
    versions
        .into_iter()
        .map(|(region_id, code, name, full_name, kind, parent_id, valid_from, valid_to)| {
            let code = codes::region_code(&code)?;
            let kind = codes::from_text::<RegionKind>(&kind)?;
            Ok(Named { region_id, code, name, full_name, kind, parent_id, valid_from, valid_to })
        })
        .collect()
}

/// Loads all names.
pub fn all(c: &mut Connection) -> Result<Names, Error> {
    let versions = versions(c)?;
    let aliases =
        sql("select region_id, folded, kind from region_alias order by region_id, folded")
            .rows::<(Integer, Text, Text), (i32, String, String)>(c)?
            .into_iter()
            .map(|(id, folded, kind)| Ok((id, folded, codes::from_text::<AliasKind>(&kind)?)))
            .collect::<Result<_, Error>>()?;
    let bps = sql("select region_id, code from bps_code order by region_id")
        .rows::<(Integer, Text), (i32, String)>(c)?;
    Ok(Names { versions, aliases, bps })
}
