//! What all workers share: the pool, the page cache, and the data version it goes by.
//!
//! The version is read from the database about once a second by a thread of its own ([`Watch`]),
//! and by every page that is built. While the database does not answer, the last version stays:
//! pages in the cache are still served, others fail at once with a 503, and the first answer of the
//! database ends that without a restart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::db::state::{self, DataState};
use crate::db::{self, Pool};

use super::cache::PageCache;
use super::flight::Flights;
use super::request_id::RequestIds;

/// The shared state of the web server; a cheap handle.
#[derive(Clone)]
pub struct State(Arc<Inner>);

struct Inner {
    pool: Pool,
    version: AtomicI64,
    answering: AtomicBool,
    data: RwLock<DataState>,
    cache: PageCache,
    flights: Flights,
    ids: RequestIds,
    build: u64,
}

impl State {
    /// The state over a database that is migrated and filled.
    ///
    /// # Errors
    /// When the data version cannot be read.
    pub fn new(pool: Pool) -> Result<Self, db::Error> {
        let data = pool.read(state::load)?;
        let build = build(&data);
        Ok(Self(Arc::new(Inner {
            pool,
            version: AtomicI64::new(data.version),
            answering: AtomicBool::new(true),
            data: RwLock::new(data),
            cache: PageCache::new(),
            flights: Flights::default(),
            ids: RequestIds::new(),
            build,
        })))
    }

    /// The pool of the database.
    pub fn pool(&self) -> &Pool {
        &self.0.pool
    }

    /// The data version that pages show.
    pub fn version(&self) -> i64 {
        self.0.version.load(Ordering::Acquire)
    }

    /// What was last known of the data as a whole.
    pub fn data(&self) -> DataState {
        self.0.data.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the database answered when it was last asked.
    pub fn is_answering(&self) -> bool {
        self.0.answering.load(Ordering::Acquire)
    }

    /// The page cache.
    pub fn cache(&self) -> &PageCache {
        &self.0.cache
    }

    /// The pages under way.
    pub(super) fn flights(&self) -> &Flights {
        &self.0.flights
    }

    /// The numbers of requests.
    pub(super) fn ids(&self) -> &RequestIds {
        &self.0.ids
    }

    /// A number that differs from build to build and from database to database, for `ETag`s.
    pub(super) fn build(&self) -> u64 {
        self.0.build
    }

    /// Takes over what a snapshot of the database says.
    pub(super) fn learn(&self, data: &DataState) {
        if self.0.version.swap(data.version, Ordering::AcqRel) != data.version {
            *self.0.data.write().unwrap_or_else(PoisonError::into_inner) = data.clone();
            tracing::info!(version = data.version, "data version");
        }
    }

    /// Asks the database for the data version now; also to be called after own writes.
    ///
    /// # Errors
    /// When the database does not answer; pages in the cache are served all the same.
    pub fn refresh(&self) -> Result<(), db::Error> {
        let outcome = self.0.pool.read(state::load);
        if let Ok(data) = &outcome {
            self.learn(data);
        }
        let answers = outcome.is_ok();
        if self.0.answering.swap(answers, Ordering::AcqRel) != answers {
            match &outcome {
                Ok(_) => tracing::info!("the database answers again"),
                Err(error) => {
                    tracing::error!(%error, hint = error.hint(), "the database does not answer");
                }
            }
        }
        outcome.map(|_| ())
    }

    /// Starts to ask for the data version at an interval, until the watch is dropped.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn watch(&self, every: Duration) -> std::io::Result<Watch> {
        let (stop, stopped) = mpsc::channel::<()>();
        let state = self.clone();
        let thread =
            std::thread::Builder::new().name("data-version".to_owned()).spawn(move || {
                while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                    // A failure has been logged, and the next turn tries again.
                    _ = state.refresh();
                }
            })?;
        Ok(Watch { stop: Some(stop), thread: Some(thread) })
    }
}

/// The thread that asks for the data version; ends when dropped.
pub struct Watch {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.stop.take());
        // Not joined: it may be waiting for a database that does not answer.
        drop(self.thread.take());
    }
}

/// Size and time of the executable stand for its contents, which would take longer to read than
/// the program takes to start. Data versions count from one in every database, so the data that the
/// program started with is part of it: simulated pages must never pass for published ones.
fn build(data: &DataState) -> u64 {
    let mut hasher = DefaultHasher::new();
    (data.simulated, data.newest_total).hash(&mut hasher);
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    if let Ok(file) = std::env::current_exe().and_then(std::fs::metadata) {
        (file.len(), file.modified().ok()).hash(&mut hasher);
    }
    hasher.finish()
}
