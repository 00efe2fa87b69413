//! `cakupan migrate`: brings the schema and the published figures up to date, and says what it did.

use std::io::Write;

use super::{Failure, tell};
use crate::config::Config;
use crate::db::seed::Outcome;
use crate::db::{self, Pool, migrations};

/// Migrates and fills; a database that is up to date stays as it is.
pub fn run(config: &Config, out: &mut impl Write) -> Result<(), Failure> {
    let pool = Pool::open(&config.database, 1)?;
    let pending = migrations::pending(&pool)?;
    let outcome = db::prepare(&pool)?;
    for name in &pending {
        tell(out, &format!("applied {name}"))?;
    }
    let figures = match outcome {
        Outcome::Filled { batch_id, rows } => {
            format!("published figures: {rows} rows, data version {batch_id}")
        }
        Outcome::Unchanged => "published figures: up to date".to_owned(),
    };
    tell(out, &figures)
}
