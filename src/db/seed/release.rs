//! A release as a batch: what is new comes in, what is gone ends, and what others entered stays.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::NaiveDate;
use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, SmallInt, Text};

use super::published::{
    DecisionRow, FundingRow, ObservationKey, ObservationValue, Published, RegulationRow, TargetRow,
};
use super::users;
use crate::db::batch::{self, NewBatch};
use crate::db::connection::on_backend;
use crate::db::rollup::{self, Touched};
use crate::db::sql::sql;
use crate::db::{Connection, Error, schema, sources};

/// Rows of one insert, well below the number of values that SQLite binds in one statement.
const CHUNK: usize = 1_000;

/// Writes a release into the open transaction; the number of its batch and of the rows that came
/// or ended.
pub(super) fn write(
    c: &mut Connection,
    published: Published,
    hash: &str,
) -> Result<(i32, usize), Error> {
    let title = "Angka terpublikasi bawaan Cakupan";
    let batch_id =
        batch::open(c, &NewBatch { kind: "release", title, sha256: hash, ..NewBatch::default() })?;
    let mut touched = Touched::default();
    let mut rows = observations(c, batch_id, published.observations, &mut touched)?;
    rows += decisions(c, batch_id, published.decisions, &mut touched)?;
    rows += targets(c, batch_id, published.targets)?;
    rows += funding(c, batch_id, published.funding)?;
    rows += regulations(c, batch_id, published.regulations)?;
    rollup::refresh(c, &touched)?;
    batch::close(c, batch_id, rows, None)?;
    Ok((batch_id, rows))
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::observation)]
struct NewObservation {
    #[diesel(embed)]
    key: ObservationKey,
    #[diesel(embed)]
    value: ObservationValue,
    batch_id: i32,
}

/// The last version that a release brought, and what became of it.
struct Version {
    value: ObservationValue,
    batch_id: i32,
    /// Ended by a batch that is no release: a user replaced or withdrew it.
    left_to_users: bool,
    ended: bool,
}

fn observations(
    c: &mut Connection,
    batch_id: i32,
    wanted: Vec<(ObservationKey, ObservationValue)>,
    touched: &mut Touched,
) -> Result<usize, Error> {
    let mut known = released(c)?;
    let mut new = Vec::new();
    let mut ended = Vec::new();
    for (key, value) in wanted {
        match known.remove(&key) {
            Some(version) if version.left_to_users => continue,
            Some(version) if !version.ended && version.value == value => continue,
            Some(version) if !version.ended => ended.push((key.clone(), version.batch_id)),
            // What users entered for the same source and date stands.
            _ if is_live(c, &key)? => continue,
            _ => {}
        }
        new.push(NewObservation { key, value, batch_id });
    }
    ended.extend(
        known
            .into_iter()
            .filter(|(_, version)| !version.ended)
            .map(|(key, version)| (key, version.batch_id)),
    );
    let mut by_source: HashMap<i32, i32> = HashMap::new();
    for (key, version) in &ended {
        *by_source.entry(key.source_id).or_default() -= 1;
        touched.add(key.region_id, key.as_of);
        sql(include_str!("../sql/seed.end_observation.sql"))
            .int(batch_id)
            .int(key.region_id)
            .int(key.segment_id)
            .date(key.as_of)
            .small(key.precision)
            .small(key.kind)
            .int(key.source_id)
            .int(*version)
            .run(c)?;
    }
    new.sort_by_key(|row| (row.key.region_id, row.key.segment_id, row.key.as_of));
    for row in &new {
        *by_source.entry(row.key.source_id).or_default() += 1;
        touched.add(row.key.region_id, row.key.as_of);
    }
    sources::count_statements(c, &by_source)?;
    for rows in new.chunks(CHUNK) {
        on_backend!(c, |c| {
            diesel::insert_into(schema::observation::table).values(rows).execute(c)?;
        });
    }
    Ok(new.len() + ended.len())
}

/// Whether a statement has a version of today.
fn is_live(c: &mut Connection, key: &ObservationKey) -> Result<bool, Error> {
    let row: Option<(i32,)> = sql(include_str!("../sql/seed.live.sql"))
        .int(key.region_id)
        .int(key.segment_id)
        .date(key.as_of)
        .small(key.precision)
        .small(key.kind)
        .int(key.source_id)
        .first::<(Integer,), _>(c)?;
    Ok(row.is_some())
}

/// The last released version of every statement.
fn released(c: &mut Connection) -> Result<HashMap<ObservationKey, Version>, Error> {
    type KeyColumns = (Integer, Integer, Date, SmallInt, SmallInt, Integer);
    type ValueColumns = (
        Nullable<BigInt>,
        Nullable<BigInt>,
        Nullable<Integer>,
        Nullable<BigInt>,
        Bool,
        Nullable<Integer>,
        Nullable<Integer>,
        Text,
    );
    type Row = (ObservationKey, ObservationValue, i32, Option<i32>, Option<String>);
    let rows = sql(include_str!("../sql/seed.released.sql")).rows::<(
        KeyColumns,
        ValueColumns,
        Integer,
        Nullable<Integer>,
        Nullable<Text>,
    ), Row>(c)?;
    // Ordered by batch: the last version of a key stays in the map.
    Ok(rows
        .into_iter()
        .map(|(key, value, batch_id, ended_by, ended_kind)| {
            let ended = ended_by.is_some();
            let left_to_users = ended_kind.is_some_and(|kind| kind != "release");
            (key, Version { value, batch_id, left_to_users, ended })
        })
        .collect())
}

/// Compares rows that have no key of their own, only their content: which numbers end, which rows
/// are new. Equal rows are paired off one by one.
fn difference<Row: Eq + Hash>(known: Vec<(i32, Row)>, wanted: Vec<Row>) -> (Vec<i32>, Vec<Row>) {
    let mut open: HashMap<Row, Vec<i32>> = HashMap::new();
    for (id, row) in known {
        open.entry(row).or_default().push(id);
    }
    let new =
        wanted.into_iter().filter(|row| open.get_mut(row).and_then(Vec::pop).is_none()).collect();
    let mut gone: Vec<i32> = open.into_values().flatten().collect();
    gone.sort_unstable();
    (gone, new)
}

/// Ends rows and inserts others; one body for the four tables whose rows have numbers.
macro_rules! replace {
    ($c:ident, $batch:ident, $known:expr, $wanted:ident, $table:ident, $new:ident, $next:literal, $end:literal) => {{
        let (gone, new) = difference($known, $wanted);
        for id in &gone {
            sql($end).int($batch).int(*id).run($c)?;
        }
        let first = batch::next_id($c, $next)?;
        let count = gone.len() + new.len();
        let new: Vec<$new> = new
            .into_iter()
            .zip(first..)
            .map(|(row, id)| $new { id, row, batch_id: $batch })
            .collect();
        for rows in new.chunks(CHUNK) {
            on_backend!($c, |c| {
                diesel::insert_into(schema::$table::table).values(rows).execute(c)?;
            });
        }
        Ok(count)
    }};
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::decision)]
struct NewDecision {
    id: i32,
    #[diesel(embed)]
    row: DecisionRow,
    batch_id: i32,
}

fn decisions(
    c: &mut Connection,
    batch_id: i32,
    mut wanted: Vec<DecisionRow>,
    touched: &mut Touched,
) -> Result<usize, Error> {
    let decided: Vec<(i32, i32, NaiveDate)> = sql(include_str!("../sql/seed.decided_by_users.sql"))
        .rows::<(Integer, Integer, Date), _>(c)?;
    wanted.retain(|row| !decided.contains(&(row.region_id, row.segment_id, row.as_of)));
    let known: Vec<(i32, DecisionRow)> =
        sql(include_str!("../sql/seed.decisions.sql"))
            .rows::<(Integer, (Integer, Integer, Date, Integer, Text)), _>(c)?;
    for row in known.iter().map(|(_, row)| row).chain(&wanted) {
        touched.add(row.region_id, row.as_of);
    }
    replace!(
        c,
        batch_id,
        known,
        wanted,
        decision,
        NewDecision,
        "select coalesce(max(id), 0) from decision",
        "update decision set ended_by = $1 where id = $2"
    )
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::target)]
struct NewTarget {
    id: i32,
    #[diesel(embed)]
    row: TargetRow,
    batch_id: i32,
}

fn targets(c: &mut Connection, batch_id: i32, mut wanted: Vec<TargetRow>) -> Result<usize, Error> {
    type Columns =
        (Integer, Integer, Nullable<Integer>, Nullable<BigInt>, Text, Text, Integer, Text);
    users::leave_targets(c, &mut wanted)?;
    let known: Vec<(i32, TargetRow)> =
        sql(include_str!("../sql/seed.targets.sql")).rows::<(Integer, Columns), _>(c)?;
    replace!(
        c,
        batch_id,
        known,
        wanted,
        target,
        NewTarget,
        "select coalesce(max(id), 0) from target",
        "update target set ended_by = $1 where id = $2"
    )
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::funding)]
struct NewFunding {
    id: i32,
    #[diesel(embed)]
    row: FundingRow,
    batch_id: i32,
}

fn funding(c: &mut Connection, batch_id: i32, mut wanted: Vec<FundingRow>) -> Result<usize, Error> {
    type Columns = (
        Integer,
        Text,
        Text,
        Text,
        Text,
        Text,
        Nullable<BigInt>,
        Nullable<BigInt>,
        Text,
        Nullable<Integer>,
        Integer,
        Text,
    );
    users::leave_funding(c, &mut wanted)?;
    let known: Vec<(i32, FundingRow)> =
        sql(include_str!("../sql/seed.funding.sql")).rows::<(Integer, Columns), _>(c)?;
    replace!(
        c,
        batch_id,
        known,
        wanted,
        funding,
        NewFunding,
        "select coalesce(max(id), 0) from funding",
        "update funding set ended_by = $1 where id = $2"
    )
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::regulation)]
struct NewRegulation {
    id: i32,
    #[diesel(embed)]
    row: RegulationRow,
    batch_id: i32,
}

fn regulations(
    c: &mut Connection,
    batch_id: i32,
    mut wanted: Vec<RegulationRow>,
) -> Result<usize, Error> {
    type Columns = (Integer, Text, Text, Text, Nullable<Integer>, Text, Integer);
    users::leave_regulations(c, &mut wanted)?;
    let known: Vec<(i32, RegulationRow)> =
        sql(include_str!("../sql/seed.regulations.sql")).rows::<(Integer, Columns), _>(c)?;
    replace!(
        c,
        batch_id,
        known,
        wanted,
        regulation,
        NewRegulation,
        "select coalesce(max(id), 0) from regulation",
        "update regulation set ended_by = $1 where id = $2"
    )
}
