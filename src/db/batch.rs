//! Batches: every change of the data belongs to one, and its number is the data version.

use std::hash::{BuildHasher, RandomState};

use diesel::sql_types::Integer;

use super::contents::{self, Stretches};
use super::sql::sql;
use super::{Connection, Error};

const HIGHEST: &str = "select coalesce(max(id), 0) from batch";

/// What a new batch says about itself.
#[derive(Default)]
pub(super) struct NewBatch<'a> {
    /// `release`, `simulation`, `import` or `manual`.
    pub kind: &'static str,
    pub title: &'a str,
    /// The file it came from; empty for none.
    pub file_name: &'a str,
    /// Who brought it; empty for the program itself.
    pub who: &'a str,
    /// Why, or what to know about it.
    pub note: &'a str,
    /// Rows of the file; `None` for what was not read from one.
    pub file_rows: Option<usize>,
    /// The batch that it takes back; `None` where it does something else.
    pub takes_back: Option<i32>,
    /// SHA-256 of what was read, in hexadecimal; empty for what was not read from a file.
    pub sha256: &'a str,
}

/// Opens a batch inside the writing transaction; its number.
pub(super) fn open(c: &mut Connection, batch: &NewBatch) -> Result<i32, Error> {
    let id = next_id(c, HIGHEST)?;
    let file_rows = batch.file_rows.map(|rows| i32::try_from(rows).unwrap_or(i32::MAX));
    sql("insert into batch (id, kind, title, sha256, file_name, who, note, file_rows, takes_back)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .int(id)
    .text(batch.kind)
    .text(batch.title)
    .text(batch.sha256)
    .text(batch.file_name)
    .text(batch.who)
    .text(batch.note)
    .optional_int(file_rows)
    .optional_int(batch.takes_back)
    .run(c)?;
    Ok(id)
}

/// The number of the last batch; 0 before the first.
pub(super) fn last(c: &mut Connection) -> Result<i32, Error> {
    highest(c, HIGHEST)
}

/// Closes a batch: writes how many rows it brought or ended, beside the sources that came with it, and
/// what it holds, and makes it the data version. Everything of it is written by then; `stretches` are its
/// statements, where they are at hand.
pub(super) fn close(
    c: &mut Connection,
    id: i32,
    rows: usize,
    stretches: Option<Stretches>,
) -> Result<(), Error> {
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    sql("update batch set row_count = $1 + (select count(*) from source where since = $2)
        where id = $2")
    .int(rows)
    .int(id)
    .run(c)?;
    contents::keep(c, id, stretches)?;
    let stamp = RandomState::new().hash_one(id).cast_signed();
    sql(concat!(
        "update data_state set version = $1, stamp = $2, newest_total = (",
        include_str!("sql/state.newest_total.sql"),
        ")"
    ))
    .int(id)
    .big(stamp)
    .run(c)?;
    Ok(())
}

/// The number after the highest one; `query` selects that. Safe, because there is one writer.
pub(super) fn next_id(c: &mut Connection, query: &'static str) -> Result<i32, Error> {
    Ok(highest(c, query)? + 1)
}

fn highest(c: &mut Connection, query: &'static str) -> Result<i32, Error> {
    let row: Option<(i32,)> = sql(query).first::<(Integer,), _>(c)?;
    Ok(row.map_or(0, |(highest,)| highest))
}
