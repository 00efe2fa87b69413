//! The state of the data as a whole.

use chrono::NaiveDate;
use diesel::sql_types::{Bool, Date, Integer, Nullable};

use super::sql::sql;
use super::{Connection, Error};

/// What a page has to know of the data before it reads any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataState {
    /// The last committed batch; pages are cached under it. 0 before the first.
    pub version: i64,
    /// The newest date of a coverage figure of the segment `total`: the default date of pages.
    pub newest_total: Option<NaiveDate>,
    /// The figures are simulated, and every page has to say so.
    pub simulated: bool,
}

/// Loads the state.
///
/// # Errors
/// [`Error::NotMigrated`] on an empty database.
pub fn load(c: &mut Connection) -> Result<DataState, Error> {
    let (version, newest_total, simulated): (i32, Option<NaiveDate>, bool) =
        sql("select version, newest_total, simulated from data_state")
            .first::<(Integer, Nullable<Date>, Bool), _>(c)?
            .ok_or_else(|| Error::HalfMigrated("the row of data_state is missing".to_owned()))?;
    Ok(DataState { version: version.into(), newest_total, simulated })
}
