//! `cakupan check`: reads through a database and reports whether it can be served.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::{Failure, tell};
use crate::config::Config;
use crate::db::{Connection, Error, Pool, figures, migrations, regions, state, statements};
use crate::domain::{Figure, Level};

/// Regions that the program ships, by level.
const EXPECTED: [(Level, &str, usize); 2] =
    [(Level::Province, "provinces", 38), (Level::Regency, "regencies", 514)];

/// Checks the schema, the regions and the rollup; writes nothing.
///
/// # Errors
/// [`Failure::Check`] with the number of problems, after the report.
pub fn run(config: &Config, out: &mut impl Write) -> Result<(), Failure> {
    let pool = Pool::open(&config.database, 1)?;
    let schema = migrations::status(&pool)?;
    if !schema.pending.is_empty() {
        return Err(Error::NotMigrated(format!("needs {}", schema.pending.join(", "))).into());
    }
    tell(out, &format!("schema      current, {} migrations", schema.applied.len()))?;
    let report = pool.read(read)?;
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
    let mut all = regions::of_level(c, Level::Nation)?;
    for (level, word, expected) in EXPECTED {
        let found = regions::of_level(c, level)?;
        report.lines.push(format!("regions     {} {word}", found.len()));
        if found.len() != expected {
            report.problems.push(format!("{expected} {word} expected, {} found", found.len()));
        }
        all.extend(found);
    }
    for level in [Level::District, Level::Village] {
        all.extend(regions::of_level(c, level)?);
    }
    let mut shown = 0;
    for region in &all {
        shown += compare(c, region, &mut report.problems)?;
    }
    report.lines.push(format!("rollup      {shown} figures compared with their statements"));
    Ok(report)
}

/// Compares the rollup of a region with its statements; the answer is the number of figures.
fn compare(
    c: &mut Connection,
    region: &regions::Region,
    problems: &mut Vec<String>,
) -> Result<usize, Error> {
    let mut stated: BTreeMap<_, Vec<Figure>> = BTreeMap::new();
    let mut segments = BTreeSet::new();
    for statement in statements::of_region(c, region.id)? {
        let Some(figure) = statement.figure() else { continue };
        segments.insert(statement.segment_id);
        stated.entry((statement.segment_id, figure.as_of.date)).or_default().push(figure);
    }
    let mut compared = 0;
    for segment in segments {
        for shown in figures::of_region(c, region.id, segment, None)? {
            let Some(own) = shown.own else { continue };
            let found = stated.remove(&(segment, shown.as_of.date)).unwrap_or_default();
            compared += 1;
            if !found.contains(&own) || usize::try_from(shown.statements) != Ok(found.len()) {
                problems.push(format!(
                    "{} segment {segment} at {}: the rollup differs from the statements",
                    region.code, shown.as_of.date
                ));
            }
        }
    }
    problems.extend(stated.keys().map(|(segment, date)| {
        format!("{} segment {segment} at {date}: missing in the rollup", region.code)
    }));
    Ok(compared)
}
