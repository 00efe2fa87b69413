//! Regions below the kabupaten and kota: new ones, other names, and what ends of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Date, Integer, Text};

use super::Changes;
use crate::db::codes::Code;
use crate::db::connection::on_backend;
use crate::db::rollup::{self, Touched};
use crate::db::sql::sql;
use crate::db::{Connection, Error, batch, schema};
use crate::domain::RegionCode;
use crate::domain::list::{Record, RegionRecord, Use};
use crate::domain::wording::fold;

/// Rows of one insert, well below the number of values that SQLite binds in one statement.
const CHUNK: usize = 1_000;

/// The highest number of a version of a region, whether it stands or has ended.
const HIGHEST_VERSION: &str = "select coalesce(max(id), 0) from (
    select id from region_version union all select id from region_version_former
) t";

/// Writes new regions and other names; how many rows came and ended.
pub(super) fn write(c: &mut Connection, batch_id: i32, changes: &Changes) -> Result<usize, Error> {
    let mut version = batch::next_id(c, HIGHEST_VERSION)?;
    let mut next = || {
        version += 1;
        version - 1
    };
    let mut rows = 0;
    for (id, record) in &changes.changed {
        let Record::Region(region) = record else { continue };
        sql(include_str!("../sql/lists.end_region.sql")).int(*id).int(batch_id).run(c)?;
        rows += 2;
        if let Some(from) = changes.valid_from {
            let closed = next();
            sql(include_str!("../sql/lists.close_region.sql"))
                .int(*id)
                .int(closed)
                .date(from)
                .int(batch_id)
                .run(c)?;
            let query = sql(include_str!("../sql/lists.follow_region.sql")).int(closed).int(next());
            named(query, region).run(c)?;
            rows += 1;
        } else {
            let query = sql(include_str!("../sql/lists.correct_region.sql")).int(*id).int(next());
            named(query, region).int(batch_id).run(c)?;
        }
    }
    let new: Vec<&RegionRecord> = changes
        .new
        .iter()
        .filter_map(|record| match record {
            Record::Region(region) => Some(region),
            _ => None,
        })
        .collect();
    add(c, batch_id, &new, next)?;
    count_parts(c, batch_id)?;
    Ok(rows + new.len())
}

/// Counts the parts of regions that gained or lost some, and sums again what rests on that.
fn count_parts(c: &mut Connection, batch_id: i32) -> Result<(), Error> {
    sql(include_str!("../sql/lists.count_parts.sql")).int(batch_id).run(c)?;
    let mut touched = Touched::default();
    touch(c, batch_id, &mut touched)?;
    rollup::refresh(c, &touched)
}

/// Marks the figures of regions whose parts came or went in a batch or after it: whether all parts have
/// one changes with them.
pub(in crate::db) fn touch(
    c: &mut Connection,
    since: i32,
    touched: &mut Touched,
) -> Result<(), Error> {
    let ranges: Vec<(i32, NaiveDate, NaiveDate)> =
        sql(include_str!("../sql/lists.touched_by_regions.sql"))
            .int(since)
            .rows::<(Integer, Date, Date), _>(c)?;
    for (region_id, from, to) in ranges {
        touched.add(region_id, from);
        touched.add(region_id, to);
    }
    Ok(())
}

/// Binds what a region is called.
fn named(query: crate::db::sql::Sql, region: &RegionRecord) -> crate::db::sql::Sql {
    query
        .text(region.name.as_str())
        .text(region.full_name.as_str())
        .text(fold(&region.name))
        .text(region.kind.code())
        .text(region.legal_basis.as_str())
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::region)]
struct NewRegion {
    id: i32,
    parts: i32,
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::region_version)]
struct NewVersion<'a> {
    id: i32,
    region_id: i32,
    code: &'a str,
    name: &'a str,
    full_name: &'a str,
    folded_name: String,
    kind: &'static str,
    level: i16,
    parent_id: i32,
    valid_from: Option<NaiveDate>,
    legal_basis: &'a str,
    since: i32,
}

/// Adds regions, those above before those below.
fn add(
    c: &mut Connection,
    batch_id: i32,
    regions: &[&RegionRecord],
    mut next: impl FnMut() -> i32,
) -> Result<(), Error> {
    let known: Vec<(String, i32)> =
        sql(include_str!("../sql/lists.region_ids.sql")).rows::<(Text, Integer), _>(c)?;
    let mut ids: HashMap<RegionCode, i32> = known
        .into_iter()
        .map(|(code, id)| Ok((crate::db::codes::region_code(&code)?, id)))
        .collect::<Result<_, Error>>()?;
    let mut free = batch::next_id(c, "select coalesce(max(id), 0) from region")?;
    let mut identities = Vec::new();
    let mut versions = Vec::new();
    let mut regions = regions.to_vec();
    regions.sort_by(|a, b| (a.code.level(), &a.code).cmp(&(b.code.level(), &b.code)));
    for region in regions {
        let parent = region.code.parent().and_then(|parent| ids.get(&parent).copied());
        let parent_id = parent.ok_or_else(|| Error::InUse {
            code: region.code.to_string(),
            by: Use::Parent,
            rows: 1,
        })?;
        let region_id = *ids.entry(region.code.clone()).or_insert_with(|| {
            identities.push(NewRegion { id: free, parts: 0 });
            free += 1;
            free - 1
        });
        versions.push(NewVersion {
            id: next(),
            region_id,
            code: region.code.as_str(),
            name: &region.name,
            full_name: &region.full_name,
            folded_name: fold(&region.name),
            kind: region.kind.code(),
            level: region.code.level().code(),
            parent_id,
            valid_from: region.valid_from,
            legal_basis: &region.legal_basis,
            since: batch_id,
        });
    }
    for rows in identities.chunks(CHUNK) {
        on_backend!(c, |c| diesel::insert_into(schema::region::table).values(rows).execute(c)?);
    }
    for rows in versions.chunks(CHUNK) {
        on_backend!(c, |c| {
            diesel::insert_into(schema::region_version::table).values(rows).execute(c)?
        });
    }
    Ok(())
}

/// Takes a batch back; how many rows came and ended.
pub(super) fn withdraw(c: &mut Connection, own: i32, batch_id: i32) -> Result<usize, Error> {
    let used =
        sql(include_str!("../sql/lists.uses_of_regions.sql")).int(batch_id).first::<(
            Text,
            Integer,
            BigInt,
        ), (String, i32, i64)>(
            c
        )?;
    if let Some((code, by, rows)) = used {
        return Err(Error::InUse { code, by: used_by(by), rows });
    }
    let mut rows =
        sql(include_str!("../sql/lists.withdraw_regions.sql")).int(batch_id).int(own).run(c)?;
    sql(include_str!("../sql/lists.remove_withdrawn_regions.sql")).int(batch_id).int(own).run(c)?;
    let replaced: Vec<(i32,)> = sql(include_str!("../sql/lists.replaced_regions.sql"))
        .int(batch_id)
        .rows::<(Integer,), _>(c)?;
    let first = batch::next_id(c, HIGHEST_VERSION)?;
    for ((id,), version) in replaced.iter().zip(first..) {
        rows += sql(include_str!("../sql/lists.restore_region.sql"))
            .int(*id)
            .int(version)
            .int(own)
            .run(c)?;
    }
    let orphan: Option<(String,)> =
        sql(include_str!("../sql/lists.orphans.sql")).int(own).first::<(Text,), _>(c)?;
    if let Some((code,)) = orphan {
        return Err(Error::InUse { code, by: Use::Parent, rows: 1 });
    }
    count_parts(c, own)?;
    Ok(rows)
}

/// What refers to a region or source, by its number in the queries that ask for it.
pub(super) fn used_by(number: i32) -> Use {
    match number {
        0 => Use::Figures,
        1 => Use::Targets,
        2 => Use::Funding,
        3 => Use::Regulations,
        4 => Use::Decisions,
        5 => Use::Accounts,
        _ => Use::Parts,
    }
}
