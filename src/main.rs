//! The `cakupan` program.

use std::io::Write;
use std::process::ExitCode;

use cakupan::cli::{self, Cli};
use clap::Parser;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = cli::logging::start(&cli.flags).map_err(Into::into).and_then(|()| cli::run(cli));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody may be reading: that must not turn a failure into an abort.
            _ = writeln!(std::io::stderr(), "cakupan: {}", failure.line());
            ExitCode::from(failure.status())
        }
    }
}
