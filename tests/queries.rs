//! Every function of the store, on both backends.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[path = "common/db.rs"]
mod testdb;

#[path = "queries/editing.rs"]
mod editing;
#[path = "queries/effect.rs"]
mod effect;
#[path = "queries/figures.rs"]
mod figures;
#[path = "queries/mappings.rs"]
mod mappings;
#[path = "queries/people.rs"]
mod people;
#[path = "queries/pool.rs"]
mod pool;
#[path = "queries/published.rs"]
mod published;
#[path = "queries/quality.rs"]
mod quality;
#[path = "queries/regions.rs"]
mod regions;
#[path = "queries/reports.rs"]
mod reports;
#[path = "queries/rollup.rs"]
mod rollup;
#[path = "queries/seed.rs"]
mod seed;
#[path = "queries/simulate.rs"]
mod simulate;
#[path = "queries/versions.rs"]
mod versions;

use cakupan::db::{self, Connection, regions::Region};
use cakupan::domain::RegionCode;
use chrono::NaiveDate;

/// A day, `2024-12-02`.
fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

/// A region that must exist.
fn region(c: &mut Connection, text: &str) -> Region {
    db::regions::by_code(c, &code(text)).unwrap().unwrap_or_else(|| panic!("no region {text}"))
}

/// The number of a segment that must exist.
fn segment(c: &mut Connection, text: &str) -> i32 {
    let segments = db::segments::all(c).unwrap();
    segments.iter().find(|s| s.code.as_str() == text).unwrap_or_else(|| panic!("{text}")).id
}

/// Every statement of today on a region.
fn statements(c: &mut Connection, region_id: i32) -> Vec<db::statements::Statement> {
    let (all, more) = db::statements::newest_of_region(c, region_id, usize::MAX).unwrap();
    assert!(!more);
    all
}

/// Runs a statement, for what the store itself never does.
fn execute(c: &mut Connection, statement: &str) -> usize {
    use diesel::RunQueryDsl;
    diesel::sql_query(statement).execute(c).unwrap_or_else(|error| panic!("{error}: {statement}"))
}

/// The first column of the first row, a count.
fn count(c: &mut Connection, from: &str) -> i64 {
    use diesel::RunQueryDsl;
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let rows: Vec<Count> =
        diesel::sql_query(format!("select count(*) as n from {from}")).load(c).unwrap();
    rows[0].n
}
