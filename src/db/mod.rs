//! The store: regions, published statements, targets and the rollup that pages read; accounts,
//! sessions and the audit log of those who write.
//!
//! The only module that names diesel. It keeps everything in one schema on two backends, SQLite by
//! default and Postgres when it grows, with one set of queries. What runs is a closure over a
//! [`Connection`], inside [`Pool::read`] (one consistent snapshot) or [`Pool::write`] (all or
//! nothing):
//!
//! ```no_run
//! # use cakupan::{db, domain::RegionCode};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let pool = db::Pool::open(&"sqlite:cakupan.db".parse()?, 4)?;
//! db::prepare(&pool)?;
//! let code = RegionCode::parse("15")?;
//! let jambi = pool.read(|c| db::regions::by_code(c, &code))?;
//! # Ok(())
//! # }
//! ```
//!
//! Nothing that was published is overwritten: a correction is a new row of a new batch, and the row
//! before it is marked as ended by that batch. The number of the last batch is the data version.

pub mod accounts;
pub mod audit;
mod batch;
mod bulk;
mod codes;
mod connection;
pub mod contents;
pub mod decisions;
pub mod drafts;
mod error;
pub mod figures;
mod file;
pub mod funding;
pub mod intake;
pub mod lists;
pub mod mappings;
pub mod migrations;
pub mod names;
mod pool;
mod references;
pub mod regions;
pub mod regulations;
pub mod rollup;
mod schema;
pub mod seed;
pub mod segments;
pub mod sessions;
pub mod simulate;
pub mod sources;
mod sql;
pub mod state;
pub mod statements;
pub mod targets;
pub mod trail;
mod url;
pub mod versions;
pub mod withdrawals;

pub use connection::AnyConnection as Connection;
pub use error::{DataError, Error, Place};
pub use pool::Pool;
pub use seed::prepare;
pub use url::{DatabaseUrl, NotADatabaseUrl};

/// Lets the planners count again, after many rows came.
fn analyze(c: &mut Connection) -> Result<(), Error> {
    if let Connection::Sqlite(_) = c {
        // A sample of each index is enough, and takes no longer when the tables grow.
        sql::sql("pragma analysis_limit = 1000").run(c)?;
    }
    sql::sql("analyze").run(c)?;
    Ok(())
}
