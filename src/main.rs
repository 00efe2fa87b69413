//! The `cakupan` program.

use std::process::ExitCode;

use cakupan::cli::{self, Cli};
use clap::Parser;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = cli::logging::start(&cli.flags).map_err(Into::into).and_then(|()| cli::run(cli));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("cakupan: {}", failure.line());
            ExitCode::FAILURE
        }
    }
}
