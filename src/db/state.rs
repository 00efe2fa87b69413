//! The state of the data as a whole.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable};

use super::sql::sql;
use super::{Connection, Error, Pool, migrations};

/// What a page has to know of the data before it reads any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataState {
    /// The last committed batch. 0 before the first.
    pub version: i64,
    /// A random number that came with that batch: versions count from one in every database, and a
    /// backup that is put back counts some of them again.
    pub stamp: i64,
    /// The newest date of a coverage figure of the segment `total`: the default date of pages.
    pub newest_total: Option<NaiveDate>,
    /// The figures are simulated, and every page has to say so.
    pub simulated: bool,
}

impl DataState {
    /// Version and stamp as one number: pages are cached under it.
    pub fn edition(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.version, self.stamp).hash(&mut hasher);
        hasher.finish()
    }
}

/// Loads the state.
///
/// # Errors
/// [`Error::NotMigrated`] on an empty database.
pub fn load(c: &mut Connection) -> Result<DataState, Error> {
    let (version, stamp, newest_total, simulated): (i32, i64, Option<NaiveDate>, bool) =
        sql("select version, stamp, newest_total, simulated from data_state")
            .first::<(Integer, BigInt, Nullable<Date>, Bool), _>(c)?
            .ok_or_else(|| Error::HalfMigrated("the row of data_state is missing".to_owned()))?;
    Ok(DataState { version: version.into(), stamp, newest_total, simulated })
}

/// The newest date at which a region of today has a percent of the segment `total`, by the rollup.
pub fn newest_total(c: &mut Connection) -> Result<Option<NaiveDate>, Error> {
    let row: Option<(Option<NaiveDate>,)> =
        sql(include_str!("sql/state.newest_total.sql")).first::<(Nullable<Date>,), _>(c)?;
    Ok(row.and_then(|(date,)| date))
}

/// Looks whether the database can be served as it stands now, and loads the state.
///
/// # Errors
/// Those of [`Pool::read`], and when the file is gone or the schema is not that of this program.
pub fn look(pool: &Pool) -> Result<DataState, Error> {
    pool.follow()?;
    pool.read(|c| {
        let pending = migrations::status_of(c)?.pending;
        if pending.is_empty() { load(c) } else { Err(Error::NotMigrated(pending.join(", "))) }
    })
}
