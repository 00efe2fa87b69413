//! Many statements at once: the fast way of each backend.

use std::fmt::Write as _;

use diesel::pg::CopyFormat;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, SmallInt, Text};
use diesel::sqlite::Sqlite;
use diesel::{ExecuteCopyFromDsl, PgConnection, QueryResult, RunQueryDsl, SqliteConnection};

use super::codes::Code;
use super::sql::sql;
use super::statements::RowKey;
use super::{Connection, Error, references, schema};

/// A row of `observation`.
pub(super) struct NewObservation<'a> {
    pub region_id: i32,
    pub segment_id: i32,
    /// `2025-04-30`.
    pub as_of: &'a str,
    pub precision: i16,
    pub kind: i16,
    pub source_id: i32,
    pub batch_id: i32,
    pub active: Option<i64>,
    pub workforce: Option<i64>,
    pub published_pct: Option<i32>,
    pub uncovered: Option<i64>,
    pub rounded: bool,
    pub rank: Option<i32>,
    pub rank_of: Option<i32>,
    pub note: &'a str,
}

/// Rows of one insert: few enough for the prepared statement to stay small.
const PREPARED: usize = 60;

/// Inserts statements; they come fastest in the order of their key.
pub(super) fn observations(c: &mut Connection, rows: &[NewObservation]) -> Result<(), Error> {
    if matches!(c, Connection::Sqlite(_)) {
        references::hold(c, rows)?;
    }
    match c {
        Connection::Sqlite(c) => {
            let alike = alike(rows);
            for rows in rows.chunks(PREPARED) {
                Insert { rows, alike: alike.as_ref() }.execute(c)?;
            }
        }
        Connection::Postgres(c) => copy(c, rows)?,
    }
    Ok(())
}

/// Versions that are ended at once.
const ENDED: usize = 100_000;

/// Ends these versions of statements with a batch.
pub(super) fn end(c: &mut Connection, batch_id: i32, rows: &[RowKey]) -> Result<(), Error> {
    let mut ended = 0;
    match c {
        Connection::Sqlite(_) => {
            for row in rows {
                let (date, precision) = row.stored_date();
                ended += sql(include_str!("sql/seed.end_observation.sql"))
                    .int(batch_id)
                    .int(row.region_id)
                    .int(row.segment_id)
                    .date(date)
                    .small(precision)
                    .small(row.kind.code())
                    .int(row.source_id)
                    .int(row.batch_id)
                    .run(c)?;
            }
        }
        // Each one would be a way to the server and back.
        Connection::Postgres(c) => {
            for rows in rows.chunks(ENDED) {
                let ids = |of: fn(&RowKey) -> i32| rows.iter().map(of).collect::<Vec<_>>();
                let smalls = |of: fn(&RowKey) -> i16| rows.iter().map(of).collect::<Vec<_>>();
                let dates: Vec<_> = rows.iter().map(|row| row.stored_date().0).collect();
                ended += diesel::sql_query(include_str!("sql/bulk.end.postgres.sql"))
                    .bind::<Integer, _>(batch_id)
                    .bind::<Array<Integer>, _>(ids(|row| row.region_id))
                    .bind::<Array<Integer>, _>(ids(|row| row.segment_id))
                    .bind::<Array<Date>, _>(dates)
                    .bind::<Array<SmallInt>, _>(smalls(|row| row.stored_date().1))
                    .bind::<Array<SmallInt>, _>(smalls(|row| row.kind.code()))
                    .bind::<Array<Integer>, _>(ids(|row| row.source_id))
                    .bind::<Array<Integer>, _>(ids(|row| row.batch_id))
                    .execute(c)?;
            }
        }
    }
    if ended == rows.len() {
        return Ok(());
    }
    // Two versions of today would be left, or an end that something else has set.
    Err(Error::Query(format!("{ended} of {} statements ended", rows.len())))
}

/// What stands behind the key and counts of a row, where it is the same in all of them: in most
/// files only the counts differ, and a value that stands in the statement need not be bound.
fn alike(rows: &[NewObservation]) -> Option<Alike> {
    let first = rows.first()?;
    let same = |row: &NewObservation| {
        (row.precision, row.kind, row.source_id, row.batch_id, row.rounded)
            == (first.precision, first.kind, first.source_id, first.batch_id, first.rounded)
            && row.rank.is_none()
            && row.rank_of.is_none()
            && row.note.is_empty()
    };
    rows.iter().all(same).then(|| {
        let NewObservation { precision, kind, source_id, batch_id, rounded, .. } = *first;
        let rounded = i32::from(rounded);
        let mut text =
            format!(", {precision}, {kind}, {source_id}, {batch_id}, {rounded}, null, null, '')");
        let only_counts =
            rows.iter().all(|row| row.published_pct.is_none() && row.uncovered.is_none());
        if only_counts {
            text.insert_str(0, ", null, null");
        }
        Alike { text, only_counts }
    })
}

/// The values of a row that need not be bound, as they stand in the statement.
struct Alike {
    text: String,
    /// No row has a percent or workers not covered, which are left out then, too.
    only_counts: bool,
}

/// An insert of many rows. diesel's own is parsed anew each time; this one is prepared once for
/// each number of rows.
struct Insert<'a> {
    rows: &'a [NewObservation<'a>],
    alike: Option<&'a Alike>,
}

impl QueryFragment<Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "insert into observation (region_id, segment_id, as_of, active, workforce, \
             published_pct, uncovered, precision, kind, source_id, batch_id, rounded, rank, \
             rank_of, note) values ",
        );
        for (number, row) in self.rows.iter().enumerate() {
            out.push_sql(if number == 0 { "(" } else { ", (" });
            out.push_bind_param::<Integer, _>(&row.region_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Integer, _>(&row.segment_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(row.as_of)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<BigInt>, _>(&row.active)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<BigInt>, _>(&row.workforce)?;
            if let Some(Alike { text, only_counts: true }) = self.alike {
                out.push_sql(text);
                continue;
            }
            out.push_sql(", ");
            out.push_bind_param::<Nullable<Integer>, _>(&row.published_pct)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<BigInt>, _>(&row.uncovered)?;
            if let Some(Alike { text, .. }) = self.alike {
                out.push_sql(text);
                continue;
            }
            out.push_sql(", ");
            out.push_bind_param::<SmallInt, _>(&row.precision)?;
            out.push_sql(", ");
            out.push_bind_param::<SmallInt, _>(&row.kind)?;
            out.push_sql(", ");
            out.push_bind_param::<Integer, _>(&row.source_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Integer, _>(&row.batch_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Bool, _>(&row.rounded)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<Integer>, _>(&row.rank)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<Integer>, _>(&row.rank_of)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(row.note)?;
            out.push_sql(")");
        }
        Ok(())
    }
}

impl QueryId for Insert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for Insert<'_> {}

/// Text rows of `COPY`.
fn copy(c: &mut PgConnection, rows: &[NewObservation]) -> Result<(), Error> {
    use schema::observation::dsl as o;

    fn field(text: &mut String, value: Option<i64>) {
        let _ = match value {
            Some(value) => write!(text, "\t{value}"),
            None => write!(text, "\t\\N"),
        };
    }
    let mut text = String::with_capacity(rows.len() * 64);
    for row in rows {
        let _ = write!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            row.region_id,
            row.segment_id,
            row.as_of,
            row.precision,
            row.kind,
            row.source_id,
            row.batch_id
        );
        field(&mut text, row.active);
        field(&mut text, row.workforce);
        field(&mut text, row.published_pct.map(i64::from));
        field(&mut text, row.uncovered);
        text.push_str(if row.rounded { "\tt" } else { "\tf" });
        field(&mut text, row.rank.map(i64::from));
        field(&mut text, row.rank_of.map(i64::from));
        text.push('\t');
        escaped(&mut text, row.note);
        text.push('\n');
    }
    let columns = (
        o::region_id,
        o::segment_id,
        o::as_of,
        o::precision,
        o::kind,
        o::source_id,
        o::batch_id,
        o::active,
        o::workforce,
        o::published_pct,
        o::uncovered,
        o::rounded,
        o::rank,
        o::rank_of,
        o::note,
    );
    diesel::copy_from(schema::observation::table)
        .from_raw_data(columns, |out| {
            out.write_all(text.as_bytes())
                .map_err(|error| diesel::result::Error::QueryBuilderError(error.into()))
        })
        .with_format(CopyFormat::Text)
        .execute(c)?;
    Ok(())
}

/// A text as `COPY` reads it.
fn escaped(out: &mut String, text: &str) {
    for ch in text.chars() {
        match ch {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
}
