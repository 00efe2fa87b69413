//! `cakupan serve`: opens the database, creates and fills a new one, answers requests until told to
//! stop.

use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};

use super::Failure;
use crate::config::Config;
use crate::db::{self, Pool};
use crate::people::Clock;
use crate::web::{self, Settings, State, assets};

/// How often the data version is asked for.
const TICK: Duration = Duration::from_secs(1);

/// Seconds that running requests get to finish after a signal.
const GRACE: u64 = 10;

/// Serves until SIGTERM or SIGINT.
pub fn run(config: &Config) -> Result<(), Failure> {
    // First of all: an address that is taken must not leave a new database behind.
    let listener =
        TcpListener::bind(config.listen).map_err(|error| Failure::listen(config.listen, error))?;
    let pool = Pool::open(&config.database, config.connections + 1)?;
    db::prepare(&pool)?;
    let settings = Settings {
        private: config.private,
        publish_needs_two: config.publish_needs_two,
        secure_cookies: config.secure_cookies,
        trusted_proxies: config.trusted_proxies.clone(),
        clock: Clock::system(),
        limits: config.limits.clone(),
        expectation: config.expectation,
    };
    let state = State::with(pool, settings)?;
    let watch =
        state.watch(TICK).map_err(|error| Failure::System("cannot start a thread", error))?;
    // Their best compression takes longer than the rest of the start.
    std::thread::spawn(|| {
        assets::compress();
        web::session::warm_up();
    });
    let outcome = actix_web::rt::System::new().block_on(answer(config, listener, state));
    drop(watch);
    outcome
}

async fn answer(config: &Config, listener: TcpListener, state: State) -> Result<(), Failure> {
    let (term, int) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    let no_signals = |error| Failure::System("cannot listen for signals", error);
    let (term, int) = (term.map_err(no_signals)?, int.map_err(no_signals)?);
    let server = HttpServer::new(move || web::app(state.clone()))
        .workers(config.workers)
        .shutdown_signal(either(term, int))
        .shutdown_timeout(GRACE)
        .listen(listener)
        .map_err(|error| Failure::listen(config.listen, error))?;
    let address = server.addrs().first().copied().unwrap_or(config.listen);
    let running = server.run();
    tracing::info!(%address, workers = config.workers, "listening");
    // Whoever started us may have closed standard output; that is no reason to stop.
    _ = writeln!(std::io::stdout(), "Cakupan siap di http://{address}");
    running.await.map_err(|error| Failure::System("the server has stopped", error))?;
    tracing::info!("stopped");
    Ok(())
}

/// Ends with the first of two signals.
async fn either(mut term: Signal, mut int: Signal) {
    std::future::poll_fn(|context| {
        if term.poll_recv(context).is_ready() || int.poll_recv(context).is_ready() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    tracing::info!("stopping: running requests are finished first");
}
