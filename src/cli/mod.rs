//! The command line: one file for each command.

mod failure;
pub mod logging;
mod serve;

use clap::{Parser, Subcommand};

pub use failure::Failure;

use crate::config::{Config, Flags};

/// Monitoring dashboard for Universal Coverage Jamsostek.
///
/// Without a command it serves: a new database is created and filled with the published figures,
/// and the address to open is printed.
#[derive(Debug, Parser)]
#[command(name = "cakupan", version)]
pub struct Cli {
    /// Settings of every command.
    #[command(flatten)]
    pub flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages (the default)
    Serve,
}

/// Runs a command to its end.
///
/// # Errors
/// What the operator has to know, as one line.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::new(&cli.flags)?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(&config),
    }
}
