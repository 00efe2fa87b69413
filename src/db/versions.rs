//! The data as they were known at a past version.
//!
//! Views that exist only within the transaction hide the tables: each shows what batches had brought
//! by then, and as ended only what had ended by then. So every query of the program reads that version
//! without knowing it. What is derived is derived again, for the regions and dates that later batches
//! touched; the rest of the rollup is the same as today.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, SmallInt, Text};

use super::codes::{self, Code};
use super::connection::on_backend;
use super::contents::Contents;
use super::rollup::{self, Touched};
use super::sql::sql;
use super::statements::{self, Statement};
use super::{Connection, Error, Pool, batch, lists, state};
use crate::domain::{AsOf, Kind, Percent, wording};

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
    /// Rows of its file, whatever became of each; `None` for no file, and where it was not kept.
    pub file_rows: Option<i32>,
    /// The version that it takes back; `None` where it does something else.
    pub takes_back: Option<i32>,
    /// What it holds, in numbers.
    pub contents: Contents,
}

/// Seconds of Unix of a moment as batches keep it, `2026-01-31T08:30:00Z`; 0 for anything else.
pub fn seconds(committed_at: &str) -> i64 {
    let time = chrono::NaiveDateTime::parse_from_str(committed_at, "%Y-%m-%dT%H:%M:%SZ");
    time.map_or(0, |time| time.and_utc().timestamp())
}

impl Version {
    /// When it came, in seconds of Unix.
    pub fn moment(&self) -> i64 {
        seconds(&self.committed_at)
    }

    /// The day on which it came, in the west of Indonesia: "31 Januari 2026".
    pub fn date(&self) -> String {
        wording::day_of(self.moment())
    }
}

type Columns = (
    (Integer, Text, Text, Text, Text, Text, Text, Text),
    (Integer, Nullable<Integer>, Nullable<Integer>, Text),
);
type Row = (
    (i32, String, String, String, String, String, String, String),
    (i32, Option<i32>, Option<i32>, String),
);

fn version(row: Row) -> Result<Version, Error> {
    let ((id, kind, title, file_name, sha256, who, committed_at, note), rest) = row;
    let (rows, file_rows, takes_back, contents) = rest;
    Ok(Version {
        id,
        kind,
        title,
        file_name,
        sha256,
        who,
        committed_at,
        note,
        rows,
        file_rows,
        takes_back,
        contents: Contents::read(&contents)?,
    })
}

/// All versions, the newest first.
pub fn all(c: &mut Connection) -> Result<Vec<Version>, Error> {
    let rows = sql(include_str!("sql/versions.all.sql")).rows::<Columns, Row>(c)?;
    rows.into_iter().map(version).collect()
}

/// The number of the newest version; 0 before the first.
pub fn last(c: &mut Connection) -> Result<i32, Error> {
    batch::last(c)
}

/// One version.
pub fn one(c: &mut Connection, id: i32) -> Result<Option<Version>, Error> {
    let row = sql(include_str!("sql/versions.one.sql")).int(id).first::<Columns, Row>(c)?;
    row.map(version).transpose()
}

/// The values of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// Active participants.
    pub active: Option<i64>,
    /// The base.
    pub workforce: Option<i64>,
    /// The percent as printed.
    pub published: Option<Percent>,
    /// Workers not covered.
    pub uncovered: Option<i64>,
    /// A count or percent is marked as rounded.
    pub rounded: bool,
    /// The place that the source gives.
    pub rank: Option<i32>,
    /// Among how many.
    pub rank_of: Option<i32>,
    /// Remark for the reader; may be empty.
    pub note: String,
}

impl From<&Statement> for Values {
    fn from(own: &Statement) -> Self {
        Self {
            active: own.active,
            workforce: own.workforce,
            published: own.published,
            uncovered: own.uncovered,
            rounded: own.rounded,
            rank: own.rank,
            rank_of: own.rank_of,
            note: own.note.clone(),
        }
    }
}

/// A statement that a batch brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// The date; `None` when the source does not say.
    pub as_of: Option<AsOf>,
    /// What the numbers are.
    pub kind: Kind,
    /// The source.
    pub source_id: i32,
    /// What it says now.
    pub new: Values,
    /// What it said before; `None` for a new statement.
    pub old: Option<Values>,
}

/// What a batch brought, by region, segment and date: so many after so many.
pub fn changes(
    c: &mut Connection,
    id: i32,
    limit: usize,
    after: usize,
) -> Result<Vec<Change>, Error> {
    type Columns = (
        Nullable<BigInt>,
        Nullable<BigInt>,
        Nullable<Integer>,
        Nullable<BigInt>,
        Nullable<Bool>,
        Nullable<Integer>,
        Nullable<Integer>,
        Nullable<Text>,
    );
    type Key = (Integer, Integer, Date, SmallInt, SmallInt, Integer);
    type All = (
        Option<i64>,
        Option<i64>,
        Option<i32>,
        Option<i64>,
        Option<bool>,
        Option<i32>,
        Option<i32>,
        Option<String>,
    );
    type Row = ((i32, i32, NaiveDate, i16, i16, i32), All, Option<i32>, All);
    let values =
        |(active, workforce, published, uncovered, rounded, rank, rank_of, note): All| Values {
            active,
            workforce,
            published: published.map(Percent),
            uncovered,
            rounded: rounded.unwrap_or_default(),
            rank,
            rank_of,
            note: note.unwrap_or_default(),
        };
    let rows = sql(include_str!("sql/versions.changes.sql"))
        .int(id)
        .big(i64::try_from(limit).unwrap_or(i64::MAX))
        .big(i64::try_from(after).unwrap_or(i64::MAX))
        .rows::<(Key, Columns, Nullable<Integer>, Columns), Row>(c)?;
    rows.into_iter()
        .map(|((region_id, segment_id, date, precision, kind, source_id), new, was, old)| {
            Ok(Change {
                region_id,
                segment_id,
                as_of: codes::as_of(date, precision)?,
                kind: Kind::stored(kind)?,
                source_id,
                new: values(new),
                old: was.map(|_| values(old)),
            })
        })
        .collect()
}

/// What a batch ended without another version, the first ones.
pub fn withdrawn(c: &mut Connection, id: i32, limit: usize) -> Result<Vec<Statement>, Error> {
    let query = sql(include_str!("sql/versions.withdrawn.sql"));
    statements::read(c, query.int(id).big(i64::try_from(limit).unwrap_or(i64::MAX)))
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
            if let Connection::Postgres(c) = c {
                // Anybody may ask for such a page.
                c.batch_execute("set local statement_timeout = '60s'")?;
            }
            let last = batch::last(c)?;
            if version < 1 || version > last {
                return Err(Error::NoSuchVersion { asked: version.into(), last: last.into() });
            }
            if version == last {
                return f(c);
            }
            let regions = go_back(c, version)?;
            let value = f(c)?;
            come_back(c, regions)?;
            Ok(value)
        })
    }
}

/// Hides the tables behind views of a past version; whether those of regions are among them.
fn go_back(c: &mut Connection, version: i32) -> Result<bool, Error> {
    let mut touched = touched_after(c, version)?;
    touched = rollup::with_parents(c, &touched)?;
    let regions: Option<(i32,)> = sql(include_str!("sql/versions.regions_changed.sql"))
        .int(version)
        .first::<(Integer,), _>(c)?;
    let (main, index) = match c {
        Connection::Sqlite(_) => ("main.", "temp."),
        Connection::Postgres(_) => ("", ""),
    };
    let at_version = |text: &str| {
        text.replace("{main}", main)
            .replace("{temp}", index)
            .replace("{version}", &version.to_string())
    };
    if regions.is_some() {
        let tables = at_version(include_str!("sql/versions.regions.sql"));
        on_backend!(c, |c| c.batch_execute(&tables))?;
        // A region that is gone today had a parent then.
        forget_plans(c)?;
        touched = rollup::with_parents(c, &touched)?;
    }
    let views = at_version(include_str!("sql/versions.begin.sql"));
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
    let state = at_version(include_str!("sql/versions.state.sql"))
        .replace("{newest}", &newest)
        .replace("{date}", if main.is_empty() { "date" } else { "text" });
    on_backend!(c, |c| c.batch_execute(&state))?;
    forget_plans(c)?;
    Ok(regions.is_some())
}

/// Takes the views away, so that the connection reads today's data again.
fn come_back(c: &mut Connection, regions: bool) -> Result<(), Error> {
    let temp = match c {
        Connection::Sqlite(_) => "temp.",
        Connection::Postgres(_) => "pg_temp.",
    };
    let mut end = include_str!("sql/versions.end.sql").replace("{temp}", temp);
    if regions {
        end.push_str(";\n");
        end.push_str(&include_str!("sql/versions.end_regions.sql").replace("{temp}", temp));
    }
    on_backend!(c, |c| c.batch_execute(&end))?;
    forget_plans(c)
}

/// Postgres resolves the names of a prepared statement once, and a view that comes to hide a table is
/// no reason for it to look again. SQLite looks by itself.
pub(super) fn forget_plans(c: &mut Connection) -> Result<(), Error> {
    if let Connection::Postgres(c) = c {
        c.batch_execute("discard plans")?;
    }
    Ok(())
}

/// Regions whose figures a batch touched, by number: each with the first and the last day of them.
///
/// `id` is the newest batch. Regions above these are not among them.
pub fn touched_by_newest(
    c: &mut Connection,
    id: i32,
) -> Result<Vec<(i32, NaiveDate, NaiveDate)>, Error> {
    Ok(touched_after(c, id - 1)?.ranges().collect())
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
    // What a source is decides which of several figures is shown.
    let sources: Vec<(i32,)> =
        sql("select distinct id from source_former where ended_by > $1 order by id")
            .int(version)
            .rows::<(Integer,), _>(c)?;
    for (id,) in sources {
        lists::touch(c, id, &mut touched)?;
    }
    lists::touch_parents(c, version + 1, &mut touched)?;
    Ok(touched)
}
