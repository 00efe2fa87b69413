//! Targets, funding and regulations: rows that end in place and come anew.

use std::collections::HashSet;

use super::{Which, read};
use crate::db::codes::Code;
use crate::db::sql::sql;
use crate::db::{Connection, Error, batch};
use crate::domain::Period;
use crate::domain::list::{Key, List, Record};

/// Ends rows of today and adds others; how many both are.
pub(super) fn replace(
    c: &mut Connection,
    list: List,
    batch_id: i32,
    ended: &[i32],
    records: &[&Record],
) -> Result<usize, Error> {
    let (end, highest) = match list {
        List::Targets => (
            "update target set ended_by = $1 where id = $2",
            "select coalesce(max(id), 0) from target",
        ),
        List::Funding => (
            "update funding set ended_by = $1 where id = $2",
            "select coalesce(max(id), 0) from funding",
        ),
        _ => (
            "update regulation set ended_by = $1 where id = $2",
            "select coalesce(max(id), 0) from regulation",
        ),
    };
    for id in ended {
        sql(end).int(batch_id).int(*id).run(c)?;
    }
    let first = batch::next_id(c, highest)?;
    for (record, id) in records.iter().zip(first..) {
        add(c, batch_id, id, record)?;
    }
    Ok(ended.len() + records.len())
}

/// What taking a batch back ends, by the numbers of the rows, and what holds again: what it had ended
/// and nobody has spoken of since.
pub(super) fn withdrawal(
    c: &mut Connection,
    list: List,
    batch_id: i32,
) -> Result<(Vec<i32>, Vec<Record>), Error> {
    let of_batch = read::rows(c, list, Which::BroughtBy(batch_id))?;
    let brought: HashSet<i32> = of_batch.iter().map(|row| row.id).collect();
    let today = super::today(c, list)?;
    let ended: Vec<i32> =
        today.iter().map(|row| row.id).filter(|id| brought.contains(id)).collect();
    let others: HashSet<Key> =
        today.iter().filter(|row| !brought.contains(&row.id)).map(|row| row.record.key()).collect();
    // A row of this batch that a later one ended was replaced or withdrawn by it: that stands.
    let settled: HashSet<Key> = of_batch
        .into_iter()
        .filter(|row| !ended.contains(&row.id))
        .map(|row| row.record.key())
        .collect();
    let again = read::rows(c, list, Which::EndedBy(batch_id))?
        .into_iter()
        .map(|row| row.record)
        .filter(|record| !others.contains(&record.key()) && !settled.contains(&record.key()))
        .collect();
    Ok((ended, again))
}

/// Takes a batch back; how many rows ended and came again.
pub(super) fn withdraw(
    c: &mut Connection,
    list: List,
    own: i32,
    batch_id: i32,
) -> Result<usize, Error> {
    let (ended, again) = withdrawal(c, list, batch_id)?;
    replace(c, list, own, &ended, &again.iter().collect::<Vec<_>>())
}

fn add(c: &mut Connection, batch_id: i32, id: i32, record: &Record) -> Result<(), Error> {
    let query = match record {
        Record::Target(t) => sql(include_str!("../sql/lists.add_target.sql"))
            .int(id)
            .int(t.region_id)
            .int(t.year)
            .optional_int(t.percent.map(|percent| percent.0))
            .optional_big(t.workers)
            .text(t.basis.code())
            .text(t.basis_text.as_str())
            .int(t.source_id)
            .text(t.note.as_str())
            .int(batch_id),
        Record::Funding(f) => sql(include_str!("../sql/lists.add_funding.sql"))
            .int(id)
            .int(f.region_id)
            .text(f.period.map_or_else(String::new, Period::iso))
            .text(f.kind.code())
            .text(f.payer.code())
            .text(f.payer_text.as_str())
            .text(f.beneficiaries.as_str())
            .optional_big(f.workers)
            .optional_big(f.amount_rp)
            .text(f.program.as_str())
            .optional_int(f.cases)
            .int(f.source_id)
            .text(f.note.as_str())
            .int(batch_id),
        Record::Regulation(r) => sql(include_str!("../sql/lists.add_regulation.sql"))
            .int(id)
            .int(r.region_id)
            .text(r.kind_code)
            .text(r.kind.as_str())
            .text(r.number.as_str())
            .optional_int(r.year)
            .text(r.meaning.as_str())
            .int(r.source_id)
            .int(batch_id),
        Record::Region(_) | Record::Source(_) => return Ok(()),
    };
    query.run(c)?;
    Ok(())
}
