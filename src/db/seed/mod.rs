//! The lists and published figures that come with the program.
//!
//! They are part of the binary. A new database is filled with them once; a later start compares one
//! hash and changes nothing; a release with other files adds a batch: changed statements become new
//! versions, statements that are gone from the files end, and what users entered stays as it is.

mod files;
mod lists;
mod published;
mod release;
mod table;
mod users;

use diesel::sql_types::{Bool, Integer, Text};

use super::sql::sql;
use super::{Connection, Error, Pool, migrations};

pub use files::Files;

/// The number of the data shipped; raised with every change of a file under `data/`, so that an
/// older program never takes back what a newer one brought.
pub const RELEASE: i32 = 2;

/// What filling did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The database already held these files, or newer ones, or is a simulation.
    Unchanged,
    /// A batch was added.
    Filled {
        /// Its number, which is the data version.
        batch_id: i32,
        /// Rows that came or ended.
        rows: usize,
    },
}

/// Migrates and fills in one transaction; does nothing, and writes nothing, when both are done.
///
/// # Errors
/// Those of [`migrations::run`] and [`fill`]. A read-only database that is not up to date cannot be
/// served.
pub fn prepare(pool: &Pool) -> Result<Outcome, Error> {
    let files = Files::embedded();
    let hash = files.hash();
    let pending = migrations::pending(pool)?;
    if pending.is_empty() {
        if !pool.read(|c| is_wanted(c, RELEASE, &hash))? {
            return Ok(Outcome::Unchanged);
        }
        if pool.read_only().is_some() && pool.read(super::state::load)?.version > 0 {
            // Older figures than the program ships, but whole ones.
            return Ok(Outcome::Unchanged);
        }
    } else if pool.read_only().is_some() {
        return Err(Error::NotMigrated(format!(
            "it is read-only and still needs {}",
            pending.join(", ")
        )));
    }
    pool.write(|c| {
        migrations::run_on(c)?;
        fill_on(c, &files, RELEASE)
    })
}

/// Fills a migrated database with the files of the program.
///
/// # Errors
/// [`Error::Data`] when a file breaks a rule; then nothing is written.
pub fn fill(pool: &Pool) -> Result<Outcome, Error> {
    fill_from(pool, &Files::embedded(), RELEASE)
}

/// Fills a migrated database with other files, under another release number.
///
/// # Errors
/// Those of [`fill`].
pub fn fill_from(pool: &Pool, files: &Files, release: i32) -> Result<Outcome, Error> {
    if !pool.read(|c| is_wanted(c, release, &files.hash()))? {
        return Ok(Outcome::Unchanged);
    }
    pool.write(|c| fill_on(c, files, release))
}

/// Whether the database lacks these files.
fn is_wanted(c: &mut Connection, release: i32, hash: &str) -> Result<bool, Error> {
    let (simulated, stored, stored_hash): (bool, i32, String) =
        sql("select simulated, release, release_hash from data_state")
            .first::<(Bool, Integer, Text), _>(c)?
            .ok_or_else(|| Error::HalfMigrated("the row of data_state is missing".to_owned()))?;
    Ok(!simulated && release >= stored && hash != stored_hash)
}

fn fill_on(c: &mut Connection, files: &Files, release: i32) -> Result<Outcome, Error> {
    let hash = files.hash();
    // Again inside the transaction: two programs may start at once.
    if !is_wanted(c, release, &hash)? {
        return Ok(Outcome::Unchanged);
    }
    let ids = lists::Lists::parse(files)?.write(c)?;
    let published = published::Published::parse(files, &ids)?;
    let (batch_id, rows) = release::write(c, published, &hash)?;
    sql("update data_state set release = $1, release_hash = $2").int(release).text(hash).run(c)?;
    super::analyze(c)?;
    Ok(Outcome::Filled { batch_id, rows })
}

/// Writes the lists without any figure, for a simulation.
pub(super) fn write_lists(c: &mut Connection) -> Result<(), Error> {
    lists::Lists::parse(&Files::embedded())?.write(c).map(drop)
}

/// The codes of the segments that come with the program.
pub(super) fn shipped_segments() -> Result<Vec<String>, Error> {
    lists::Lists::parse(&Files::embedded()).map(lists::Lists::segment_codes)
}
