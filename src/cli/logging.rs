//! Log lines on standard error, as text or JSON.
//!
//! Lines are written by the thread that logs. That costs a few microseconds each, which requests
//! that build a page do not notice; answers from the page cache would, and are therefore logged at
//! level `debug` only (see [`crate::web::front`]).

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Flags, Invalid, LogFormat};

/// Starts logging; panics are logged too, as one line each.
///
/// # Errors
/// [`Invalid::Log`] when the filter cannot be read.
pub fn start(flags: &Flags) -> Result<(), Invalid> {
    let invalid = || Invalid::Log(flags.log_filter.clone());
    if !flags.log_filter.split(',').all(is_level) {
        return Err(invalid());
    }
    // actix tells about its own start and stop on `info`; we do so ourselves. What it cannot read
    // as a request, it answers by itself and calls an error, though only the client made one.
    let quiet = "actix_server=warn,actix_web=warn,actix_http=warn,actix_http::h1=off";
    let filter: Targets = format!("{quiet},{}", flags.log_filter).parse().map_err(|_| invalid())?;
    let filtered = tracing_subscriber::registry().with(filter);
    // Reporting a broken standard error on standard error would panic, and the hook below with it.
    let lines = tracing_subscriber::fmt::layer().log_internal_errors(false).with_writer(io::stderr);
    match flags.log_format {
        // Never in colours, which the library complains about on a terminal: they are not built in.
        LogFormat::Text => filtered.with(lines).init(),
        LogFormat::Json => filtered.with(lines.json().flatten_event(true)).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("without a message");
        tracing::error!(place, message, "panic");
    }));
    Ok(())
}

/// Whether a part of the filter is a level, or a module with one.
fn is_level(part: &str) -> bool {
    let (module, level) = part.split_once('=').unwrap_or(("cakupan", part));
    !module.trim().is_empty() && !level.is_empty() && level.parse::<LevelFilter>().is_ok()
}
