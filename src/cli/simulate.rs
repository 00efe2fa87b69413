//! `cakupan simulate`: fills an empty database with simulated figures, for tests, measurements and
//! training.

use std::io::Write;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::{Failure, tell};
use crate::config::Config;
use crate::db::simulate::{self, Options};
use crate::db::{Pool, migrations};
use crate::domain::Level;

/// What to simulate.
#[derive(Debug, Args)]
pub struct Choice {
    /// Months, counted back from October 2025
    #[arg(long, value_name = "NUMBER", default_value_t = 240,
        value_parser = clap::value_parser!(u32).range(1..=600))]
    months: u32,

    /// Levels that report besides the nation, separated by commas
    #[arg(long, value_name = "LEVELS", value_delimiter = ',', default_value = "province,regency")]
    levels: Vec<SimulatedLevel>,

    /// The same seed gives the same figures, on every machine
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SimulatedLevel {
    Province,
    Regency,
    District,
}

/// Simulates and says how much and how fast.
pub fn run(config: &Config, choice: &Choice, out: &mut impl Write) -> Result<(), Failure> {
    let started = Instant::now();
    let pool = Pool::open(&config.database, 1)?;
    migrations::run(&pool)?;
    let levels = choice.levels.iter().map(|level| match level {
        SimulatedLevel::Province => Level::Province,
        SimulatedLevel::Regency => Level::Regency,
        SimulatedLevel::District => Level::District,
    });
    let options = Options { months: choice.months, levels: levels.collect(), seed: choice.seed };
    let summary = simulate::simulate(&pool, &options, |statements| {
        tracing::debug!(statements, "simulating");
    })?;
    tell(
        out,
        &format!(
            "simulated {} statements and {} targets of {} regions, {} to {}, in {:.1} s",
            summary.statements,
            summary.targets,
            summary.regions,
            summary.from,
            summary.to,
            started.elapsed().as_secs_f64()
        ),
    )
}
