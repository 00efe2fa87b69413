//! Sources: who published a figure, where and when.

use std::collections::HashMap;

use diesel::sql_types::{Integer, SmallInt, Text};

use super::codes::Code;
use super::sql::sql;
use super::{Connection, Error, batch};
use crate::domain::Authority;

/// A public page or document that figures were taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its number.
    pub id: i32,
    /// Its stable code.
    pub code: String,
    /// Who published it.
    pub publisher: String,
    /// Its title; in brackets when it is a description.
    pub title: String,
    /// ISO date of any precision; empty when unknown.
    pub published_on: String,
    /// Its address; may be empty or dead.
    pub url: String,
    /// What kind of publisher it is.
    pub authority: Authority,
}

type Columns = (Integer, Text, Text, Text, Text, Text, SmallInt);
type Row = (i32, String, String, String, String, String, i16);

fn source(row: Row) -> Result<Source, Error> {
    let (id, code, publisher, title, published_on, url, authority) = row;
    let authority = Authority::stored(authority)?;
    Ok(Source { id, code, publisher, title, published_on, url, authority })
}

/// All sources, by publisher and code.
pub fn all(c: &mut Connection) -> Result<Vec<Source>, Error> {
    let rows = sql(include_str!("sql/sources.all.sql")).rows::<Columns, Row>(c)?;
    rows.into_iter().map(source).collect()
}

/// The highest number of a source, whether it stands or has ended.
pub(super) const HIGHEST: &str = "select coalesce(max(id), 10000) from (
    select id from source union all select id from source_former
) t";

/// A source that is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// Its stable code.
    pub code: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// ISO date of any precision; empty when unknown.
    pub published_on: String,
    /// Its address; may be empty.
    pub url: String,
    /// What kind of publisher it is.
    pub authority: Authority,
}

/// Adds a source within the batch that is about to be opened; its number.
pub fn add(c: &mut Connection, new: &NewSource) -> Result<i32, Error> {
    let since = batch::last(c)? + 1;
    let id = batch::next_id(c, HIGHEST)?;
    sql(include_str!("sql/sources.insert.sql"))
        .int(id)
        .text(new.code.as_str())
        .text(new.publisher.as_str())
        .text(new.title.as_str())
        .text(new.published_on.as_str())
        .text(new.url.as_str())
        .small(new.authority.code())
        .int(since)
        .run(c)?;
    Ok(id)
}

/// Notes how many statements of today each source gained or lost in a batch.
///
/// They are counted as they come, because counting all of them takes a second where there are
/// millions.
pub(super) fn count_statements(
    c: &mut Connection,
    gained: &HashMap<i32, i32>,
) -> Result<(), Error> {
    for (id, gained) in gained {
        sql("update source set statements = statements + $1 where id = $2")
            .int(*gained)
            .int(*id)
            .run(c)?;
    }
    Ok(())
}
