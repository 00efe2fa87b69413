//! What an import writes: a batch of statements, as new versions of those that changed.
//!
//! All of it belongs into one [`Pool::write`](super::Pool::write): until that commits, nothing has
//! happened.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::sql_types::{Integer, Text};

use super::batch::{self, NewBatch};
use super::bulk::{self, NewObservation};
use super::codes::Code;
use super::contents::Stretches;
use super::rollup::{self, Touched};
use super::sql::sql;
use super::statements::{RowKey, Statement};
use super::{Connection, Error, sources};

/// Where a batch comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// What it is called in lists.
    pub title: &'a str,
    /// The name of the file.
    pub file_name: &'a str,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'a str,
    /// Who brought it.
    pub who: &'a str,
    /// Why doubtful values are right.
    pub note: &'a str,
    /// Its rows, whatever became of each; `None` for no file.
    pub file_rows: Option<usize>,
    /// The batch that it takes back; `None` where it does something else.
    pub takes_back: Option<i32>,
}

impl Origin<'_> {
    /// Opens a batch of a file; its number.
    pub(super) fn open_import(&self, c: &mut Connection) -> Result<i32, Error> {
        self.open(c, "import")
    }

    /// Opens a batch of what somebody decided or took back; its number.
    pub(super) fn open_manual(&self, c: &mut Connection) -> Result<i32, Error> {
        self.open(c, "manual")
    }

    fn open(&self, c: &mut Connection, kind: &'static str) -> Result<i32, Error> {
        let batch = NewBatch {
            kind,
            title: self.title,
            sha256: self.sha256,
            file_name: self.file_name,
            who: self.who,
            note: self.note,
            file_rows: self.file_rows,
            takes_back: self.takes_back,
        };
        batch::open(c, &batch)
    }
}

/// A batch that brought the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub batch_id: i32,
    /// What it is called.
    pub title: String,
    /// The name of the file then.
    pub file_name: String,
    /// Who brought it.
    pub who: String,
    /// When, in UTC: `2026-01-31T08:30:00Z`.
    pub committed_at: String,
}

/// The batches that brought a file with this hash, the latest first.
pub fn same_file(c: &mut Connection, sha256: &str) -> Result<Vec<Earlier>, Error> {
    type Columns = (Integer, Text, Text, Text, Text);
    type Row = (i32, String, String, String, String);
    let rows =
        sql(include_str!("sql/intake.same_file.sql")).text(sha256).rows::<Columns, Row>(c)?;
    Ok(rows
        .into_iter()
        .map(|(batch_id, title, file_name, who, committed_at)| Earlier {
            batch_id,
            title,
            file_name,
            who,
            committed_at,
        })
        .collect())
}

/// Rows that are written at once.
const CHUNK: usize = 18_000;

/// Writes statements as one batch; its number.
///
/// `statements` are new or changed ones, in the order of region, segment and date, each key once.
/// `ended` are the versions of today that they replace, and those that are withdrawn.
///
/// # Errors
/// Those of the database; the transaction has to be given up then.
pub fn write(
    c: &mut Connection,
    origin: &Origin,
    statements: &[&Statement],
    ended: &[RowKey],
) -> Result<i32, Error> {
    let batch_id = origin.open_import(c)?;
    let mut touched = Touched::default();
    exchange(c, batch_id, statements, ended, &mut touched)?;
    rollup::refresh(c, &touched)?;
    let stretches = Stretches::of(statements, ended);
    batch::close(c, batch_id, statements.len() + ended.len(), Some(stretches))?;
    if statements.len() >= ANALYZED {
        super::analyze(c)?;
    }
    Ok(batch_id)
}

/// Writes the statements of a batch and ends others, and marks what that touches.
pub(super) fn exchange(
    c: &mut Connection,
    batch_id: i32,
    statements: &[&Statement],
    ended: &[RowKey],
    touched: &mut Touched,
) -> Result<(), Error> {
    let mut by_source: HashMap<i32, i32> = HashMap::new();
    for old in ended {
        *by_source.entry(old.source_id).or_default() -= 1;
        touched.add(old.region_id, old.stored_date().0);
    }
    bulk::end(c, batch_id, ended)?;
    let stated = stated(c, statements)?;
    let mut days: HashMap<NaiveDate, String> = HashMap::new();
    for group in statements.chunk_by(|a, b| a.region_id == b.region_id) {
        let region_id = group[0].region_id;
        for statement in group {
            let (date, _) = statement.stored_date();
            days.entry(date).or_insert_with(|| date.to_string());
            touched.add(region_id, date);
        }
        let place = |own: &Statement| (own.segment_id, own.stored_date().0);
        if !stated.contains(&region_id) && group.is_sorted_by(|a, b| place(a) < place(b)) {
            touched.undisputed(region_id);
        }
    }
    for group in statements.chunk_by(|a, b| a.source_id == b.source_id) {
        *by_source.entry(group[0].source_id).or_default() +=
            i32::try_from(group.len()).unwrap_or(i32::MAX);
    }
    for chunk in statements.chunks(CHUNK) {
        let rows: Vec<NewObservation> = chunk
            .iter()
            .map(|statement| {
                let (date, precision) = statement.stored_date();
                NewObservation {
                    region_id: statement.region_id,
                    segment_id: statement.segment_id,
                    as_of: days.get(&date).map_or("", String::as_str),
                    precision,
                    kind: statement.kind.code(),
                    source_id: statement.source_id,
                    batch_id,
                    active: statement.active,
                    workforce: statement.workforce,
                    published_pct: statement.published.map(|percent| percent.0),
                    uncovered: statement.uncovered,
                    rounded: statement.rounded,
                    rank: statement.rank,
                    rank_of: statement.rank_of,
                    note: &statement.note,
                }
            })
            .collect();
        bulk::observations(c, &rows)?;
    }
    sources::count_statements(c, &by_source)
}

/// Those regions of statements, in the order of regions, about which anything was ever said.
fn stated(c: &mut Connection, statements: &[&Statement]) -> Result<HashSet<i32>, Error> {
    let Some((first, last)) = statements.first().zip(statements.last()) else {
        return Ok(HashSet::new());
    };
    let rows = sql(include_str!("sql/intake.stated.sql"))
        .int(first.region_id)
        .int(last.region_id)
        .rows::<(Integer,), (i32,)>(c)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// So many rows change what a planner expects.
pub(super) const ANALYZED: usize = 10_000;
