//! The schema and its versions.
//!
//! The files stand in `migrations/{sqlite,postgres}`, under the same names, and are part of the
//! program. Each run happens inside one transaction: a failure leaves the database as it was.

use diesel::migration::{Migration, MigrationSource};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::sql::sql;
use super::{Connection, Error, Pool, contents};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Where diesel notes which migrations were applied.
const RECORD: &str = "__diesel_schema_migrations";

/// Every table of the schema, after the last migration.
const TABLES: &[&str] = &[
    "region",
    "region_version",
    "region_succession",
    "region_alias",
    "bps_code",
    "segment",
    "source",
    "batch",
    "observation",
    "decision",
    "target",
    "funding",
    "regulation",
    "shown",
    "data_state",
    "account",
    "session",
    "audit",
    "draft",
    "batch_file",
    "mapping",
];

/// Where the schema of a database stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Names of the migrations it has, in order.
    pub applied: Vec<String>,
    /// Names of those it still needs, in order.
    pub pending: Vec<String>,
}

/// Applies what is pending and returns the names.
///
/// # Errors
/// [`Error::NewerThanProgram`] and [`Error::HalfMigrated`], in which case nothing is touched.
pub fn run(pool: &Pool) -> Result<Vec<String>, Error> {
    if pending(pool)?.is_empty() {
        return Ok(Vec::new());
    }
    pool.write(run_on)
}

/// Names of the migrations that a database still needs.
pub fn pending(pool: &Pool) -> Result<Vec<String>, Error> {
    Ok(status(pool)?.pending)
}

/// Where the schema stands.
pub fn status(pool: &Pool) -> Result<Status, Error> {
    pool.read(status_of)
}

/// Applies what is pending inside a transaction of the caller.
pub(super) fn run_on(c: &mut Connection) -> Result<Vec<String>, Error> {
    let pending = status_of(c)?.pending;
    let failed = |error| Error::Query(format!("a migration failed: {error}"));
    match c {
        Connection::Sqlite(c) => c.run_pending_migrations(SQLITE).map(drop).map_err(failed)?,
        Connection::Postgres(c) => c.run_pending_migrations(POSTGRES).map(drop).map_err(failed)?,
    }
    if !pending.is_empty() {
        contents::fill(c)?;
    }
    Ok(pending)
}

/// Takes everything down again, for tests.
///
/// # Errors
/// When a down migration fails.
pub fn revert_all(pool: &Pool) -> Result<(), Error> {
    let failed = |error| Error::Query(format!("a migration failed: {error}"));
    pool.write(|c| match c {
        Connection::Sqlite(c) => c.revert_all_migrations(SQLITE).map(drop).map_err(failed),
        Connection::Postgres(c) => c.revert_all_migrations(POSTGRES).map(drop).map_err(failed),
    })
}

/// Reads where the schema stands, without changing anything.
///
/// # Errors
/// When no version of this program leaves such a schema behind.
pub(super) fn status_of(c: &mut Connection) -> Result<Status, Error> {
    let tables: Vec<(String,)> = match c {
        Connection::Sqlite(_) => {
            sql(include_str!("sql/migrations.tables.sqlite.sql")).rows::<(Text,), _>(c)?
        }
        Connection::Postgres(_) => {
            let mut all: Vec<(String,)> =
                sql(include_str!("sql/migrations.tables.postgres.sql")).rows::<(Text,), _>(c)?;
            // A schema may hold the tables of an extension.
            all.retain(|(table,)| table == RECORD || TABLES.contains(&table.as_str()));
            all
        }
    };
    let has = |name: &str| tables.iter().any(|(table,)| table == name);
    let mut applied = Vec::new();
    if has(RECORD) {
        let rows: Vec<(String,)> =
            sql("select version from __diesel_schema_migrations order by version")
                .rows::<(Text,), _>(c)?;
        applied.extend(rows.into_iter().map(|(version,)| version));
    }
    let known = known()?;
    let newest = known.last().map(|(version, _)| version.as_str()).unwrap_or_default();
    if let Some(newer) = applied.iter().find(|version| version.as_str() > newest) {
        return Err(Error::NewerThanProgram(newer.clone()));
    }
    if !applied.iter().eq(known.iter().map(|(version, _)| version).take(applied.len())) {
        return Err(Error::HalfMigrated("a migration before the last one is missing".to_owned()));
    }
    if applied.is_empty() {
        if tables.iter().any(|(table,)| table != RECORD) {
            return Err(Error::HalfMigrated(
                "it holds tables, but no record of migrations; is it the database of another \
                 program?"
                    .to_owned(),
            ));
        }
    } else if applied.len() == known.len()
        && let Some(table) = TABLES.iter().find(|table| !has(table))
    {
        return Err(Error::HalfMigrated(format!("the table {table} is missing")));
    }
    let mut names = known.into_iter().map(|(_, name)| name);
    let applied = names.by_ref().take(applied.len()).collect();
    Ok(Status { applied, pending: names.collect() })
}

/// Version and name of each migration of this program, in order.
fn known() -> Result<Vec<(String, String)>, Error> {
    let migrations: Vec<Box<dyn Migration<Sqlite>>> =
        SQLITE.migrations().map_err(|error| Error::Query(error.to_string()))?;
    let mut known: Vec<_> =
        migrations.iter().map(|m| (m.name().version().to_string(), m.name().to_string())).collect();
    known.sort();
    Ok(known)
}
