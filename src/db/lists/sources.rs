//! Sources: new ones, other values of known ones, and what ends of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, Text};

use super::regions::used_by;
use super::{Changes, Which, read};
use crate::db::codes::Code;
use crate::db::rollup::Touched;
use crate::db::sql::sql;
use crate::db::{Connection, Error, batch, sources};
use crate::domain::list::{Record, SourceRecord};

/// Writes new sources and other values of known ones; how many rows ended, and the figures that the
/// change of a source may let another one be shown for. New rows are counted by the batch itself.
pub(super) fn write(
    c: &mut Connection,
    batch_id: i32,
    changes: &Changes,
) -> Result<(usize, Touched), Error> {
    let mut touched = Touched::default();
    for (id, record) in &changes.changed {
        let Record::Source(source) = record else { continue };
        change(c, batch_id, *id, source, &mut touched)?;
    }
    let first = batch::next_id(c, sources::HIGHEST)?;
    for (record, id) in changes.new.iter().zip(first..) {
        let Record::Source(source) = record else { continue };
        sql(include_str!("../sql/sources.insert.sql"))
            .int(id)
            .text(source.code.as_str())
            .text(source.publisher.as_str())
            .text(source.title.as_str())
            .text(source.published_on.as_str())
            .text(source.url.as_str())
            .small(source.authority.code())
            .int(batch_id)
            .run(c)?;
    }
    Ok((changes.changed.len(), touched))
}

fn change(
    c: &mut Connection,
    batch_id: i32,
    id: i32,
    source: &SourceRecord,
    touched: &mut Touched,
) -> Result<(), Error> {
    sql(include_str!("../sql/lists.end_source.sql")).int(id).int(batch_id).run(c)?;
    sql(include_str!("../sql/lists.change_source.sql"))
        .int(id)
        .text(source.publisher.as_str())
        .text(source.title.as_str())
        .text(source.published_on.as_str())
        .text(source.url.as_str())
        .small(source.authority.code())
        .int(batch_id)
        .run(c)?;
    touch(c, id, touched)
}

/// Marks every figure that rests on a source: what it is decides which of several is shown.
pub(in crate::db) fn touch(
    c: &mut Connection,
    id: i32,
    touched: &mut Touched,
) -> Result<(), Error> {
    type Range = (i32, Option<NaiveDate>, Option<NaiveDate>);
    let ranges = sql(include_str!("../sql/lists.touched_by_source.sql")).int(id).rows::<(
        Integer,
        Nullable<Date>,
        Nullable<Date>,
    ), Range>(c)?;
    for (region_id, from, to) in ranges {
        for day in [from, to].into_iter().flatten() {
            touched.add(region_id, day);
        }
    }
    Ok(())
}

/// Takes a batch back; how many rows ended, how many sources came again, and the figures for which others
/// may be shown.
pub(super) fn withdraw(
    c: &mut Connection,
    own: i32,
    batch_id: i32,
) -> Result<(usize, usize, Touched), Error> {
    let mut touched = Touched::default();
    let before: HashMap<i32, Record> =
        read::rows(c, super::List::Sources, Which::EndedBy(batch_id))?
            .into_iter()
            .map(|row| (row.id, row.record))
            .collect();
    let brought: Vec<(i32, String)> = sql(
        "select id, code from source where since = $1 order by id",
    )
    .int(batch_id)
    .rows::<(Integer, Text), _>(c)?;
    let mut ended = 0;
    for (id, code) in brought {
        ended += 1;
        if let Some(Record::Source(old)) = before.get(&id) {
            change(c, own, id, old, &mut touched)?;
            continue;
        }
        let used = sql(include_str!("../sql/lists.uses_of_source.sql"))
            .int(id)
            .first::<(Integer, BigInt), (i32, i64)>(c)?;
        if let Some((by, rows)) = used {
            return Err(Error::InUse { code, by: used_by(by), rows });
        }
        sql(include_str!("../sql/lists.end_source.sql")).int(id).int(own).run(c)?;
        // How its files were read is a help for the next one, and goes with it.
        sql("delete from mapping where source_id = $1").int(id).run(c)?;
        sql("delete from source where id = $1").int(id).run(c)?;
    }
    let gone: Vec<(i32,)> = sql(include_str!("../sql/lists.replaced_sources.sql"))
        .int(batch_id)
        .rows::<(Integer,), _>(c)?;
    let restored = gone.len();
    for (id,) in gone {
        sql(include_str!("../sql/lists.restore_source.sql"))
            .int(id)
            .int(batch_id)
            .int(own)
            .run(c)?;
    }
    Ok((ended, restored, touched))
}
