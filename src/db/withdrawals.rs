//! Taking a batch back: what it would change, and doing it, as a new batch.

use diesel::sql_types::{BigInt, Integer, Text};

use super::batch;
use super::contents::Stretches;
use super::decisions;
use super::intake::{self, Origin};
use super::lists;
use super::rollup::{self, Touched};
use super::sql::{Sql, sql};
use super::statements::{self, RowKey, Statement};
use super::{Connection, Error};

/// The kinds of batch that can be taken back. A release is not: it belongs to the program.
pub const CAN_BE: [&str; 2] = ["import", "manual"];

/// How much taking a batch back would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Withdrawal {
    /// Statements of it that hold today, and would end.
    pub ended: i64,
    /// Statements of before that would hold again.
    pub back: i64,
    /// Statements of it that later batches replaced or took back already.
    pub left: i64,
    /// Decisions of it that would end.
    pub decisions_ended: i64,
    /// Decisions of before that would hold again.
    pub decisions_back: i64,
    /// Rows of lists of it that hold today, and would end.
    pub rows_ended: i64,
    /// Rows of lists of before that would hold again.
    pub rows_back: i64,
    /// The last batch that replaced some of it; 0 for none.
    pub since: i32,
}

impl Withdrawal {
    /// Whether nothing of the batch is left.
    pub fn is_empty(&self) -> bool {
        self.ended + self.back + self.decisions_ended + self.decisions_back == 0
            && self.rows_ended + self.rows_back == 0
    }
}

/// A statement about what a batch holds, with what it holds again put in.
fn holding(text: &str) -> Sql {
    sql(text.replace("{again}", include_str!("sql/withdrawals.again.sql")))
}

/// How much taking a batch back would change.
pub fn withdrawal(c: &mut Connection, batch_id: i32) -> Result<Withdrawal, Error> {
    type Columns = (BigInt, BigInt, BigInt, BigInt, BigInt, Integer);
    type Row = (i64, i64, i64, i64, i64, i32);
    let row: Option<Row> = holding(include_str!("sql/withdrawals.withdrawal.sql"))
        .int(batch_id)
        .first::<Columns, _>(c)?;
    let (ended, back, left, decisions_ended, decisions_back, since) = row.unwrap_or_default();
    let (rows_ended, rows_back) = lists::withdrawal(c, batch_id)?;
    Ok(Withdrawal {
        ended,
        back,
        left,
        decisions_ended,
        decisions_back,
        rows_ended,
        rows_back,
        since,
    })
}

/// The codes of the regions that a batch speaks of; an empty one for a region that is gone.
pub fn regions_of_batch(c: &mut Connection, batch_id: i32) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> =
        sql(include_str!("sql/withdrawals.regions.sql")).int(batch_id).rows::<(Text,), _>(c)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Takes a batch back, as a new one: what it brought ends, and what it replaced comes again. Values
/// that a later batch has replaced since stay as they are. The number of the new batch; `None` when
/// nothing of it stands any more.
///
/// # Errors
/// [`Error::InUse`] when something refers to a region or source that would go, [`Error::Gone`] when what comes
/// again refers to a region that is gone, and those of the database; the transaction has to be given up then.
pub fn withdraw(c: &mut Connection, batch_id: i32, origin: &Origin) -> Result<Option<i32>, Error> {
    let origin = Origin { takes_back: Some(batch_id), ..*origin };
    let new_id = take_back(c, batch_id, &origin)?;
    if let Some(id) = new_id {
        let gone: Option<(String,)> =
            sql(include_str!("sql/withdrawals.gone.sql")).int(id).first::<(Text,), _>(c)?;
        if let Some((code,)) = gone {
            return Err(Error::Gone { code });
        }
    }
    Ok(new_id)
}

fn take_back(c: &mut Connection, batch_id: i32, origin: &Origin) -> Result<Option<i32>, Error> {
    let brought =
        statements::read(c, holding(include_str!("sql/withdrawals.brought.sql")).int(batch_id))?;
    let replaced =
        statements::read(c, holding(include_str!("sql/withdrawals.replaced.sql")).int(batch_id))?;
    let decided = decisions::brought(c, batch_id)?;
    let before = decisions::replaced(c, batch_id)?;
    if brought.is_empty() && replaced.is_empty() && decided.is_empty() && before.is_empty() {
        return lists::withdraw(c, batch_id, origin);
    }
    let new_id = origin.open_manual(c)?;
    let mut touched = Touched::default();
    let replaced: Vec<&Statement> = replaced.iter().collect();
    let ended: Vec<RowKey> = brought.iter().map(Statement::key).collect();
    intake::exchange(c, new_id, &replaced, &ended, &mut touched)?;
    for decision in decided.iter().chain(&before) {
        decisions::end(c, new_id, decision.key)?;
        touched.add(decision.key.region_id, decision.key.as_of);
    }
    for decision in &before {
        decisions::add(c, new_id, decision)?;
    }
    rollup::refresh(c, &touched)?;
    let rows = replaced.len() + brought.len() + decided.len() + before.len();
    batch::close(c, new_id, rows, Some(Stretches::of(&replaced, &ended)))?;
    if rows >= intake::ANALYZED {
        super::analyze(c)?;
    }
    Ok(Some(new_id))
}
