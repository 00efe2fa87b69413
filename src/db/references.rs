//! References between tables of SQLite while many rows are written: held together, not one by one.
//!
//! SQLite looks up each row that a new one refers to, which is a fourth of a long import. Its rows refer to
//! a few hundred regions, a dozen segments, one source and one batch (decision 024).

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Integer, Text};

use super::bulk::NewObservation;
use super::sql::sql;
use super::{Connection, Error};

/// Whether SQLite itself looks up what new rows refer to. Without effect within a transaction.
pub(super) fn look_up(c: &mut Connection, each: bool) -> Result<(), Error> {
    if let Connection::Sqlite(c) = c {
        c.batch_execute(if each {
            "PRAGMA foreign_keys = ON"
        } else {
            "PRAGMA foreign_keys = OFF"
        })?;
    }
    Ok(())
}

/// Holds all tables against those that they refer to, except `observation`, whose new rows
/// [`hold`] has looked at. No row may have gone that an observation refers to.
///
/// # Errors
/// [`Error::Query`] where a row refers to nothing, and those of the database.
pub(super) fn hold_all(c: &mut Connection) -> Result<(), Error> {
    let dangling = sql(include_str!("sql/references.dangling.sqlite.sql"));
    match dangling.first::<(Text, Text), (String, String)>(c)? {
        None => Ok(()),
        Some((table, parent)) => {
            Err(Error::Query(format!("a row of {table} refers to none of {parent}")))
        }
    }
}

/// Holds statements against what they refer to.
///
/// # Errors
/// [`Error::Query`] where one refers to nothing, and those of the database.
pub(super) fn hold(c: &mut Connection, rows: &[NewObservation]) -> Result<(), Error> {
    /// A statement that finds the row that is meant, and where it is said.
    type Reference = (&'static str, fn(&NewObservation) -> i32);
    const REFERENCES: [Reference; 4] = [
        ("select id from region where id = $1", |row| row.region_id),
        ("select id from segment where id = $1", |row| row.segment_id),
        ("select id from source where id = $1", |row| row.source_id),
        ("select id from batch where id = $1", |row| row.batch_id),
    ];
    for (parent, of) in REFERENCES {
        let mut ids = BTreeSet::new();
        // Rows come in runs.
        for run in rows.chunk_by(|a, b| of(a) == of(b)) {
            ids.insert(of(&run[0]));
        }
        for id in ids {
            if sql(parent).int(id).first::<(Integer,), (i32,)>(c)?.is_none() {
                return Err(Error::Query(format!("an observation refers to {id}: {parent}")));
            }
        }
    }
    Ok(())
}
