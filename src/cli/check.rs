//! `cakupan check`: reads through a database and reports whether it can be served.

use std::io::Write;

use super::{Failure, tell};
use crate::config::Config;
use crate::db::{Connection, Error, Pool, audit, migrations, regions, state};
use crate::domain::Level;

/// Regions that the program ships, by level.
const EXPECTED: [(Level, &str, usize); 2] =
    [(Level::Province, "provinces", 38), (Level::Regency, "regencies", 514)];

/// Checks the schema, the rows, the regions and the rollup; writes nothing that lasts.
///
/// # Errors
/// [`Failure::Check`] with the number of problems, after the report.
pub fn run(config: &Config, out: &mut impl Write) -> Result<(), Failure> {
    let pool = Pool::open_existing(&config.database, 1)?;
    let schema = migrations::status(&pool)?;
    if !schema.pending.is_empty() {
        return Err(Error::NotMigrated(format!("needs {}", schema.pending.join(", "))).into());
    }
    tell(out, &format!("schema      current, {} migrations", schema.applied.len()))?;
    let mut report = pool.read(read)?;
    report.problems.extend(audit::problems(&pool)?);
    report.lines.push("rollup      made again from the statements and compared".to_owned());
    for line in &report.lines {
        tell(out, line)?;
    }
    for problem in &report.problems {
        tell(out, &format!("PROBLEM     {problem}"))?;
    }
    if report.problems.is_empty() {
        tell(out, "ok")
    } else {
        Err(Failure::Check(report.problems.len()))
    }
}

#[derive(Default)]
struct Report {
    lines: Vec<String>,
    problems: Vec<String>,
}

fn read(c: &mut Connection) -> Result<Report, Error> {
    let mut report = Report::default();
    let data = state::load(c)?;
    let newest = data.newest_total.map_or("none".to_owned(), |date| date.to_string());
    let kind = if data.simulated { "simulated" } else { "published" };
    report.lines.push(format!("data        version {}, {kind}, newest {newest}", data.version));
    for (level, word, expected) in EXPECTED {
        let found = regions::of_level(c, level).map(|regions| regions.len());
        let found = match found {
            Ok(found) => found,
            // A stored value that the program does not know; anything else is no matter of the data.
            Err(Error::Query(problem)) => {
                report.problems.push(problem);
                continue;
            }
            Err(error) => return Err(error),
        };
        report.lines.push(format!("regions     {found} {word}"));
        if found != expected {
            report.problems.push(format!("{expected} {word} expected, {found} found"));
        }
    }
    Ok(report)
}
