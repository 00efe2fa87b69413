//! What `cakupan check` asks a database: whether it is whole, and whether what is derived in it is
//! what the program would derive again.

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Date, Integer, Text};

use super::connection::on_backend;
use super::seed::shipped_segments;
use super::sql::sql;
use super::{Connection, Error, Pool, batch, rollup, state, versions};

/// Most lines about one kind of problem.
const LINES: usize = 20;

/// Problems of a database that is up to date, one line each; none when it is sound.
///
/// The rollup is made again in temporary tables that hide the kept ones, so nothing that lasts is
/// written, and nobody who writes meanwhile is held up.
///
/// # Errors
/// When the database cannot be read to its end.
pub fn problems(pool: &Pool) -> Result<Vec<String>, Error> {
    let mut found = pool.read(|c| {
        let mut found = integrity(c)?;
        found.extend(segments(c)?);
        found.extend(batches(c)?);
        Ok(found)
    })?;
    if !found.is_empty() {
        // What is derived from damaged rows says nothing new, and may not be derivable at all.
        return Ok(found);
    }
    found.extend(pool.read_with_scratch(derived)?);
    Ok(found)
}

/// The own checks of SQLite; Postgres keeps to its constraints by itself.
fn integrity(c: &mut Connection) -> Result<Vec<String>, Error> {
    if let Connection::Postgres(_) = c {
        return Ok(Vec::new());
    }
    let damage = sql("select integrity_check from pragma_integrity_check")
        .rows::<(Text,), (String,)>(c)?
        .into_iter()
        .filter(|(line,)| line != "ok")
        .map(|(line,)| format!("integrity: {line}"));
    let orphans = sql(include_str!("sql/audit.orphans.sqlite.sql"))
        .rows::<(Text, BigInt, Text), (String, i64, String)>(c)?
        .into_iter()
        .map(|(table, rows, parent)| format!("{rows} rows of {table} refer to no {parent}"));
    Ok(damage.take(LINES).chain(orphans).collect())
}

/// Segments that the program ships, and the database does not know by their codes.
fn segments(c: &mut Connection) -> Result<Vec<String>, Error> {
    let known: Vec<(String,)> = sql("select code from segment").rows::<(Text,), _>(c)?;
    let shipped = shipped_segments()?.into_iter();
    Ok(shipped
        .filter(|code| !known.iter().any(|(known,)| known == code))
        .map(|code| format!("the segment {code} is missing"))
        .collect())
}

/// Batches that brought or ended more or fewer rows than they say.
fn batches(c: &mut Connection) -> Result<Vec<String>, Error> {
    let rows = sql(include_str!("sql/audit.batches.sql"))
        .rows::<(Integer, BigInt, BigInt), (i32, i64, i64)>(c)?;
    Ok(rows
        .into_iter()
        .map(|(id, noted, found)| {
            format!("batch {id} brought or ended {noted} rows, {found} are found")
        })
        .collect())
}

/// Where the rollup and the state of the data are not what the statements give.
fn derived(c: &mut Connection) -> Result<Vec<String>, Error> {
    let begin = match c {
        Connection::Sqlite(_) => include_str!("sql/audit.begin.sqlite.sql"),
        Connection::Postgres(_) => include_str!("sql/audit.begin.postgres.sql"),
    };
    on_backend!(c, |c| c.batch_execute(begin))?;
    versions::forget_plans(c)?;
    rollup::rebuild(c)?;
    let mut found = Vec::new();
    let rows = sql(include_str!("sql/audit.shown.sql"))
        .rows::<(Text, Integer, Text, Date), (String, i32, String, NaiveDate)>(c)?;
    found.extend(rows.into_iter().map(|(code, id, segment, date)| {
        format!("{code} (region {id}), {segment} at {date}: the rollup differs from the statements")
    }));
    let newest = state::newest_total(c)?;
    let noted = state::load(c)?;
    if noted.newest_total != newest {
        let word = |date: Option<NaiveDate>| date.map_or("none".to_owned(), |d| d.to_string());
        let (noted, newest) = (word(noted.newest_total), word(newest));
        found.push(format!("the newest date is noted as {noted}, and is {newest}"));
    }
    let last = batch::last(c)?;
    if noted.version != i64::from(last) {
        found.push(format!("the data version is noted as {}, and is {last}", noted.version));
    }
    on_backend!(c, |c| c.batch_execute(include_str!("sql/audit.end.sql")))?;
    Ok(found)
}
