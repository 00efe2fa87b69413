//! Writing a simulation: the fast ways of each backend.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{Date, Integer};

use super::model::{Row, Speaker, Target};
use crate::db::bulk::{self, NewObservation};
use crate::db::codes::{self, Code};
use crate::db::connection::{CACHE_SIZE, on_backend};
use crate::db::sql::sql;
use crate::db::{Connection, Error, batch, regions, schema, sources};
use crate::domain::wording::fold;
use crate::domain::{Authority, Basis, Kind, Level, RegionKind};

/// What is the same for all rows.
pub(super) struct Plan {
    pub batch_id: i32,
    pub sources: Sources,
    pub segments: Vec<i32>,
    /// The last day of each month.
    pub months: Vec<NaiveDate>,
    /// The same as they are stored.
    pub days: Vec<String>,
}

/// The invented sources.
#[derive(Clone, Copy)]
pub(super) struct Sources {
    pub bpjs: i32,
    pub press: i32,
}

/// Rows that are collected before they are written.
const CHUNK: usize = 18_000;

/// Rows of one insert. SQLite binds at most 32,766 values.
const INSERT: usize = 2_000;

/// Collects rows and writes them in chunks.
pub(super) struct Loader<'a> {
    plan: &'a Plan,
    rows: Vec<NewObservation<'a>>,
    by_source: HashMap<i32, i32>,
    written: usize,
    progress: &'a mut dyn FnMut(usize),
}

impl<'a> Loader<'a> {
    pub fn new(plan: &'a Plan, progress: &'a mut dyn FnMut(usize)) -> Self {
        Self {
            plan,
            rows: Vec::with_capacity(CHUNK),
            by_source: HashMap::new(),
            written: 0,
            progress,
        }
    }

    pub fn push(&mut self, c: &mut Connection, row: Row) -> Result<(), Error> {
        let source_id = match row.speaker {
            Speaker::Bpjs => self.plan.sources.bpjs,
            Speaker::Press => self.plan.sources.press,
        };
        *self.by_source.entry(source_id).or_default() += 1;
        self.rows.push(NewObservation {
            region_id: row.region_id,
            segment_id: self.plan.segments[row.segment],
            as_of: &self.plan.days[row.month],
            precision: codes::precision(row.precision),
            kind: Kind::Active.code(),
            source_id,
            batch_id: self.plan.batch_id,
            active: row.active,
            workforce: row.workforce,
            published_pct: row.published.map(|percent| percent.0),
            uncovered: None,
            rounded: row.rounded,
            rank: None,
            rank_of: None,
            note: "",
        });
        if self.rows.len() == CHUNK { self.flush(c) } else { Ok(()) }
    }

    /// Writes the rest; the number of all rows.
    pub fn finish(mut self, c: &mut Connection) -> Result<usize, Error> {
        self.flush(c)?;
        sources::count_statements(c, &self.by_source)?;
        Ok(self.written)
    }

    fn flush(&mut self, c: &mut Connection) -> Result<(), Error> {
        bulk::observations(c, &self.rows)?;
        self.written += self.rows.len();
        self.rows.clear();
        (self.progress)(self.written);
        Ok(())
    }
}

/// Takes away what would be kept up to date row by row; [`after`] makes it again in one go.
pub(super) fn before(c: &mut Connection) -> Result<(), Error> {
    match c {
        Connection::Sqlite(c) => {
            c.batch_execute(include_str!("../sql/simulate.before.sqlite.sql"))?;
        }
        Connection::Postgres(c) => {
            c.batch_execute(include_str!("../sql/simulate.before.postgres.sql"))?;
        }
    }
    Ok(())
}

/// Makes again what [`before`] took away; a test compares the schema with a migrated one.
pub(super) fn after(c: &mut Connection) -> Result<(), Error> {
    c.batch_execute(include_str!("../sql/simulate.after.sql"))?;
    if let Connection::Postgres(c) = c {
        c.batch_execute(include_str!("../sql/simulate.after.postgres.sql"))?;
    }
    Ok(())
}

/// Gives back what the transaction took for itself.
pub(super) fn end(c: &mut Connection) -> Result<(), Error> {
    if let Connection::Sqlite(c) = c {
        c.batch_execute(&format!("PRAGMA cache_size = {CACHE_SIZE}"))?;
    }
    Ok(())
}

/// The sources of a simulation.
pub(super) fn sources(c: &mut Connection) -> Result<Sources, Error> {
    // Numbers far above those of real sources.
    let (bpjs, press) = (90_001, 90_002);
    for (id, code, title, authority) in [
        (bpjs, "simulasi", "Data simulasi, bukan angka resmi", Authority::Bpjs),
        (press, "simulasi-pers", "Berita simulasi, bukan angka resmi", Authority::Press),
    ] {
        sql(include_str!("../sql/simulate.source.sql"))
            .int(id)
            .text(code)
            .text(title)
            .small(authority.code())
            .run(c)?;
    }
    Ok(Sources { bpjs, press })
}

/// The day from which a region made by a law exists.
pub(super) fn created(c: &mut Connection) -> Result<HashMap<i32, NaiveDate>, Error> {
    let rows: Vec<(i32, NaiveDate)> = sql(
        "select new_id, effective from region_succession where kind = 'split'",
    )
    .rows::<(Integer, Date), _>(c)?;
    Ok(rows.into_iter().collect())
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::region)]
struct NewRegion {
    id: i32,
    parts: i32,
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::region_version)]
struct NewVersion {
    id: i32,
    region_id: i32,
    code: String,
    name: String,
    full_name: String,
    folded_name: String,
    kind: &'static str,
    level: i16,
    parent_id: i32,
    legal_basis: &'static str,
}

/// Invents the kecamatan, as many as each regency has by the official list.
pub(super) fn districts(c: &mut Connection) -> Result<(), Error> {
    let mut id = batch::next_id(c, "select coalesce(max(id), 0) from region")?;
    let mut version = batch::next_id(c, "select coalesce(max(id), 0) from region_version")?;
    let mut identities = Vec::new();
    let mut versions = Vec::new();
    for regency in regions::of_level(c, Level::Regency)? {
        let count = regency.below.kecamatan.unwrap_or_default();
        for number in 1..=count {
            let name = format!("Simulasi {number} {}", regency.name);
            identities.push(NewRegion { id, parts: 0 });
            versions.push(NewVersion {
                id: version,
                region_id: id,
                code: format!("{}.{number:02}", regency.code),
                full_name: format!("Kecamatan {name}"),
                folded_name: fold(&name),
                name,
                kind: RegionKind::Kecamatan.code(),
                level: Level::District.code(),
                parent_id: regency.id,
                legal_basis: "",
            });
            id += 1;
            version += 1;
        }
        sql("update region set parts = $1 where id = $2").int(count).int(regency.id).run(c)?;
    }
    for rows in identities.chunks(INSERT) {
        on_backend!(c, |c| {
            diesel::insert_into(schema::region::table).values(rows).execute(c)?;
        });
    }
    for rows in versions.chunks(INSERT) {
        on_backend!(c, |c| {
            diesel::insert_into(schema::region_version::table).values(rows).execute(c)?;
        });
    }
    Ok(())
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::target)]
struct NewTarget {
    id: i32,
    region_id: i32,
    year: i32,
    percent: i32,
    basis: &'static str,
    basis_text: &'static str,
    source_id: i32,
    note: &'static str,
    batch_id: i32,
}

/// Writes the targets; the years of `targets` count from `first_year`.
pub(super) fn targets(
    c: &mut Connection,
    plan: &Plan,
    first_year: i32,
    targets: &[Target],
) -> Result<(), Error> {
    let rows: Vec<NewTarget> = targets
        .iter()
        .zip(1..)
        .map(|(target, id)| NewTarget {
            id,
            region_id: target.region_id,
            year: first_year + i32::try_from(target.year).unwrap_or_default(),
            percent: target.percent.0,
            basis: Basis::Kemendagri.code(),
            basis_text: "target tahunan Kemendagri (simulasi)",
            source_id: plan.sources.bpjs,
            note: "",
            batch_id: plan.batch_id,
        })
        .collect();
    for rows in rows.chunks(INSERT) {
        on_backend!(c, |c| {
            diesel::insert_into(schema::target::table).values(rows).execute(c)?;
        });
    }
    Ok(())
}
