//! The `cakupan` program.

use std::process::ExitCode;

use cakupan::cli::{self, Cli};
use clap::Parser;

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli::logging::start(&cli.flags);
    match cli::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("cakupan: {}", failure.line());
            ExitCode::FAILURE
        }
    }
}
