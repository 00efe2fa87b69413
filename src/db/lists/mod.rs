//! The lists beside the figures: what stands today, what a batch brought and ended, and how a batch
//! of them is written and taken back.
//!
//! Targets, funding and regulations end in place, as figures do. What ends of regions and sources moves
//! to a table of its own (`regions`, `sources`): they are identities that everything refers to.

mod read;
mod regions;
mod sources;
mod write;

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::sql_types::Integer;

pub(super) use self::regions::touch as touch_parents;
pub(super) use self::sources::touch;
use super::intake::{ANALYZED, Origin};
use super::rollup;
use super::sql::sql;
use super::{Connection, Error, batch};
use crate::domain::list::{Key, List, Record};

/// A row of a list as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The number of the row.
    pub id: i32,
    /// What it says.
    pub record: Record,
}

/// What is to be written of one list.
#[derive(Debug, Default)]
pub struct Changes<'a> {
    /// Rows that are not there yet, in the order of their keys.
    pub new: Vec<&'a Record>,
    /// Rows of today by their numbers, with what takes their place.
    pub changed: Vec<(i32, &'a Record)>,
    /// The day from which changed regions are called so; `None` for a correction of what was always
    /// meant.
    pub valid_from: Option<NaiveDate>,
}

impl Changes<'_> {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }
}

/// Which rows of a list are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// Those of today.
    Today,
    /// Those that a batch brought, whether they still stand or not.
    BroughtBy(i32),
    /// Those that a batch brought and that still stand.
    StandingOf(i32),
    /// Those that a batch ended.
    EndedBy(i32),
}

/// The rows of today.
pub fn today(c: &mut Connection, list: List) -> Result<Vec<Stored>, Error> {
    read::rows(c, list, Which::Today)
}

/// A row that a batch touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// What it said before; `None` for a new one.
    pub old: Option<Record>,
    /// What it says with the batch; `None` where it ended.
    pub new: Option<Record>,
}

/// What a batch changed in a list: what it brought in the order of the list, then what it ended without
/// another version.
pub fn touched(c: &mut Connection, list: List, batch_id: i32) -> Result<Vec<Touched>, Error> {
    let ended = read::rows(c, list, Which::EndedBy(batch_id))?;
    let mut old: std::collections::HashMap<Key, Record> =
        ended.iter().map(|row| (row.record.key(), row.record.clone())).collect();
    let mut touched: Vec<Touched> = read::rows(c, list, Which::BroughtBy(batch_id))?
        .into_iter()
        .map(|row| Touched { old: old.remove(&row.record.key()), new: Some(row.record) })
        .collect();
    let gone = ended.into_iter().filter_map(|row| old.remove(&row.record.key()));
    touched.extend(gone.map(|record| Touched { old: Some(record), new: None }));
    Ok(touched)
}

/// Writes a batch of a list; its number.
///
/// # Errors
/// Those of the database; the transaction has to be given up then.
pub fn write(
    c: &mut Connection,
    origin: &Origin,
    list: List,
    changes: &Changes,
) -> Result<i32, Error> {
    let batch_id = origin.open_import(c)?;
    let rows = match list {
        List::Regions => regions::write(c, batch_id, changes)?,
        List::Sources => {
            let (rows, touched) = sources::write(c, batch_id, changes)?;
            rollup::refresh(c, &touched)?;
            rows
        }
        _ => {
            let ended: Vec<i32> = changes.changed.iter().map(|(id, _)| *id).collect();
            let replacing = changes.changed.iter().map(|(_, record)| *record);
            let records: Vec<&Record> = changes.new.iter().copied().chain(replacing).collect();
            write::replace(c, list, batch_id, &ended, &records)?
        }
    };
    batch::close(c, batch_id, rows, None)?;
    if rows >= ANALYZED {
        super::analyze(c)?;
    }
    Ok(batch_id)
}

/// Takes a batch of a list back, as a new one: what it brought ends, and what it replaced comes again.
/// What a later batch has replaced since stays as it is. The number of the new batch; `None` when
/// nothing of it stands any more, or when it is a batch of figures.
///
/// # Errors
/// [`Error::InUse`] when something refers to a region or source that would go, and those of the
/// database; the transaction has to be given up then.
pub fn withdraw(c: &mut Connection, batch_id: i32, origin: &Origin) -> Result<Option<i32>, Error> {
    let Some(list) = list_of(c, batch_id)? else { return Ok(None) };
    let own = origin.open_manual(c)?;
    let (rows, again) = match list {
        List::Regions => (regions::withdraw(c, own, batch_id)?, 0),
        List::Sources => {
            // Sources that come again are counted by the batch itself.
            let (rows, again, touched) = sources::withdraw(c, own, batch_id)?;
            rollup::refresh(c, &touched)?;
            (rows, again)
        }
        _ => (write::withdraw(c, list, own, batch_id)?, 0),
    };
    if rows + again == 0 {
        sql("delete from batch where id = $1").int(own).run(c)?;
        return Ok(None);
    }
    batch::close(c, own, rows, None)?;
    Ok(Some(own))
}

/// How many rows taking a batch of a list back would end, and how many would hold again; none for a
/// batch of figures.
pub fn withdrawal(c: &mut Connection, batch_id: i32) -> Result<(i64, i64), Error> {
    let Some(list) = list_of(c, batch_id)? else { return Ok((0, 0)) };
    let size = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    if !matches!(list, List::Regions | List::Sources) {
        let (ended, again) = write::withdrawal(c, list, batch_id)?;
        return Ok((size(ended.len()), size(again.len())));
    }
    let ended = read::rows(c, list, Which::StandingOf(batch_id))?;
    let ending: HashSet<Key> = ended.iter().map(|row| row.record.key()).collect();
    let staying: HashSet<Key> = today(c, list)?
        .iter()
        .map(|row| row.record.key())
        .filter(|k| !ending.contains(k))
        .collect();
    let back = read::rows(c, list, Which::EndedBy(batch_id))?;
    let back = back.iter().filter(|row| !staying.contains(&row.record.key())).count();
    Ok((size(ended.len()), size(back)))
}

/// The list that a batch is about. A batch of figures is about none, even if it brought the source of
/// its figures along; one of targets, funding or regulations is about that list.
fn list_of(c: &mut Connection, batch_id: i32) -> Result<Option<List>, Error> {
    let has_figures: Option<(i32,)> = sql(include_str!("../sql/lists.has_figures.sql"))
        .int(batch_id)
        .first::<(Integer,), _>(c)?;
    if has_figures.is_some() {
        return Ok(None);
    }
    for list in List::ALL {
        if !read::rows(c, list, Which::BroughtBy(batch_id))?.is_empty()
            || !read::rows(c, list, Which::EndedBy(batch_id))?.is_empty()
        {
            return Ok(Some(list));
        }
    }
    Ok(None)
}
