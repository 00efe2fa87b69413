//! The data as they were known at a past version.
//!
//! Views that exist only within the transaction hide the tables: each shows what a batch had brought,
//! and none had ended, by then. So every query of the program reads that version without knowing
//! it. What is derived is derived again, for the regions and dates that later batches touched; the
//! rest of the rollup is the same as today.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{Date, Integer, Nullable, Text};

use super::connection::on_backend;
use super::rollup::{self, Touched};
use super::sql::sql;
use super::{Connection, Error, Pool, batch, state};
use crate::domain::wording;

/// A batch, as lists of versions show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub id: i32,
    /// `release`, `simulation`, `import` or `manual`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The name of the file it came from; empty for none.
    pub file_name: String,
    /// The SHA-256 of that file, in hexadecimal; empty for none.
    pub sha256: String,
    /// Who brought it; empty for the program itself.
    pub who: String,
    /// When, in UTC: `2026-01-31T08:30:00Z`.
    pub committed_at: String,
    /// Why doubtful values are right, or why it was withdrawn.
    pub note: String,
    /// Rows that it brought or ended.
    pub rows: i32,
}

impl Version {
    /// The day on which it came, in words: "31 Januari 2026".
    pub fn date(&self) -> String {
        let day = self.committed_at.get(..10).and_then(|day| day.parse().ok());
        day.map(wording::date).unwrap_or_default()
    }
}

type Columns = (Integer, Text, Text, Text, Text, Text, Text, Text, Integer);
type Row = (i32, String, String, String, String, String, String, String, i32);

fn version(row: Row) -> Version {
    let (id, kind, title, file_name, sha256, who, committed_at, note, rows) = row;
    Version { id, kind, title, file_name, sha256, who, committed_at, note, rows }
}

/// All versions, the newest first.
pub fn all(c: &mut Connection) -> Result<Vec<Version>, Error> {
    let rows = sql(include_str!("sql/versions.all.sql")).rows::<Columns, Row>(c)?;
    Ok(rows.into_iter().map(version).collect())
}

/// One version.
pub fn one(c: &mut Connection, id: i32) -> Result<Option<Version>, Error> {
    let row = sql(include_str!("sql/versions.one.sql")).int(id).first::<Columns, Row>(c)?;
    Ok(row.map(version))
}

impl Pool {
    /// Runs queries on the data as they were known at a version, as [`read`](Pool::read) does on those
    /// of today.
    ///
    /// # Errors
    /// Those of [`read`](Pool::read), and [`Error::NoSuchVersion`].
    pub fn read_at<T>(
        &self,
        version: i32,
        f: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.read_with_scratch(|c| {
            let last = batch::last(c)?;
            if version < 1 || version > last {
                return Err(Error::NoSuchVersion { asked: version.into(), last: last.into() });
            }
            if version == last {
                return f(c);
            }
            go_back(c, version)?;
            let value = f(c)?;
            come_back(c)?;
            Ok(value)
        })
    }
}

/// Hides the tables behind views of a past version.
fn go_back(c: &mut Connection, version: i32) -> Result<(), Error> {
    let touched = touched_after(c, version)?;
    let touched = rollup::with_parents(c, &touched)?;
    let main = match c {
        Connection::Sqlite(_) => "main.",
        Connection::Postgres(_) => "",
    };
    let views = include_str!("sql/versions.begin.sql")
        .replace("{main}", main)
        .replace("{version}", &version.to_string());
    on_backend!(c, |c| c.batch_execute(&views))?;
    for (region_id, from, to) in touched.ranges() {
        sql("insert into touched (region_id, from_day, to_day) values ($1, $2, $3)")
            .int(region_id)
            .date(from)
            .date(to)
            .run(c)?;
    }
    forget_plans(c)?;
    rollup::redo(c, &touched)?;
    let newest = state::newest_total(c)?;
    let newest = newest.map_or("null".to_owned(), |day| format!("'{day}'"));
    let state = include_str!("sql/versions.state.sql")
        .replace("{main}", main)
        .replace("{version}", &version.to_string())
        .replace("{newest}", &newest)
        .replace("{date}", if main.is_empty() { "date" } else { "text" });
    on_backend!(c, |c| c.batch_execute(&state))?;
    forget_plans(c)
}

/// Takes the views away, so that the connection reads today's data again.
fn come_back(c: &mut Connection) -> Result<(), Error> {
    on_backend!(c, |c| c.batch_execute(include_str!("sql/versions.end.sql")))?;
    forget_plans(c)
}

/// Postgres resolves the names of a prepared statement once, and a view that comes to hide a table is
/// no reason for it to look again. SQLite looks by itself.
fn forget_plans(c: &mut Connection) -> Result<(), Error> {
    if let Connection::Postgres(c) = c {
        c.batch_execute("discard plans")?;
    }
    Ok(())
}

/// The regions and dates that batches after a version changed.
fn touched_after(c: &mut Connection, version: i32) -> Result<Touched, Error> {
    type Range = (i32, Option<NaiveDate>, Option<NaiveDate>);
    let rows = sql(include_str!("sql/versions.touched.sql")).int(version).rows::<(
        Integer,
        Nullable<Date>,
        Nullable<Date>,
    ), Range>(c)?;
    let mut touched = Touched::default();
    for (region_id, from, to) in rows {
        for day in [from, to].into_iter().flatten() {
            touched.add(region_id, day);
        }
    }
    Ok(touched)
}
