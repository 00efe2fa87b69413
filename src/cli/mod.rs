//! The command line: one file for each command.

mod bar;
mod check;
mod failure;
mod findings_file;
mod import;
pub mod logging;
mod migrate;
mod serve;
mod simulate;
mod user;
mod withdraw;

use std::io::{self, Write};

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
    /// Bring the schema and the published figures of a database up to date
    Migrate,
    /// Bring in a file of figures: CSV, XLSX, XLS or ODS
    ///
    /// Exit status 0: everything is in. 2: nothing is in, because findings keep it out. 1: the file or
    /// the database cannot be used.
    Import(Box<import::Choice>),
    /// Fill an empty database with simulated figures
    Simulate(simulate::Choice),
    /// Take an import back, as a new version
    Withdraw(withdraw::Choice),
    /// Read through a database and report whether it can be served
    ///
    /// Nothing that lasts is written, and programs that read or write the database are not held up.
    /// On Postgres it makes temporary tables: the role needs the right to, and a standby cannot be
    /// checked.
    Check,
    /// Add, list and lock accounts, and set passwords
    #[command(subcommand)]
    User(user::Choice),
}

/// Runs a command to its end.
///
/// # Errors
/// What the operator has to know, as one line.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::new(&cli.flags)?;
    let mut out = io::stdout();
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(&config),
        Command::Migrate => migrate::run(&config, &mut out),
        Command::Import(choice) => import::run(&config, &choice, &mut out),
        Command::Withdraw(choice) => withdraw::run(&config, &choice, &mut out),
        Command::Simulate(choice) => simulate::run(&config, &choice, &mut out),
        Command::Check => check::run(&config, &mut out),
        Command::User(choice) => user::run(&config, &choice, &mut out),
    }
}

/// Writes a line of a report; that nobody reads it to its end is no failure.
fn tell(out: &mut impl Write, line: &str) -> Result<(), Failure> {
    match writeln!(out, "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::System("cannot write the report", error))
        }
        _ => Ok(()),
    }
}
