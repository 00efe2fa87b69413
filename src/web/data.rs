//! What all workers share: the pool, the page cache, and the edition of the data it goes by.
//!
//! The edition is read from the database about once a second by a thread of its own ([`Watch`]),
//! and by every page that is built. While the database does not answer, the last edition stays:
//! pages in the cache are still served, others fail at once with a 503, and the first answer of the
//! database ends that without a restart. A database that neither answers nor fails counts as one
//! that does not answer: every look at it, and every page, has a deadline.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::db::state::{self, DataState};
use crate::db::{self, Pool};
use crate::domain::completeness::Expectation;
use crate::import::Thresholds;
use crate::people::attempts::Attempts;
use crate::people::session::Uses;
use crate::people::{self, Clock};
use crate::reports::Memory;

use tokio::sync::Semaphore;

use super::cache::PageCache;
use super::edition::{Began, Newest};
use super::flight::Flights;
use super::imports::Imports;
use super::request_id::RequestIds;
use super::session::Strangers;

/// How long a look at the database may take; longer than it waits for a connection or a lock.
const LOOK: Duration = Duration::from_secs(6);

/// Looks that may hang at once.
const MAX_LOOKS: usize = 8;

/// Passwords that are hashed at once: each takes 19 MiB and a processor.
const HASHES: usize = 2;

/// What the operator chooses.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Every page asks for sign-in.
    pub private: bool,
    /// What people enter waits until a second person publishes it.
    pub publish_needs_two: bool,
    /// Cookies are sent over TLS only, whatever a request seems to have come by.
    pub secure_cookies: bool,
    /// Proxies whose word about the address and TLS of a client is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// By which sessions run out.
    pub clock: Clock,
    /// From where on the rules find something doubtful, in an import and on the page on quality.
    pub limits: Thresholds,
    /// Which figures are expected of each region, and when.
    pub expectation: Expectation,
}

/// The shared state of the web server; a cheap handle.
#[derive(Clone)]
pub struct State(Arc<Inner>);

struct Inner {
    pool: Pool,
    newest: Newest,
    answering: AtomicBool,
    cache: PageCache,
    memory: Memory,
    flights: Flights,
    ids: RequestIds,
    build: u64,
    places: Arc<Semaphore>,
    /// Places among them for pages of a past version.
    past_places: Arc<Semaphore>,
    looks: Arc<()>,
    settings: Settings,
    attempts: Attempts,
    uses: Uses,
    strangers: Strangers,
    hashing: Arc<Semaphore>,
    noting: AtomicBool,
    imports: Arc<Imports>,
}

impl State {
    /// The state over a database that is migrated and filled, with public pages.
    ///
    /// # Errors
    /// When the data version cannot be read.
    pub fn new(pool: Pool) -> Result<Self, db::Error> {
        Self::with(pool, Settings::default())
    }

    /// The same with settings.
    ///
    /// # Errors
    /// When the data version cannot be read.
    pub fn with(pool: Pool, settings: Settings) -> Result<Self, db::Error> {
        let data = pool.read(state::load)?;
        let build = build(&settings);
        // One connection is left to the watch.
        let places = (pool.size() as usize - 1).max(1);
        Ok(Self(Arc::new(Inner {
            pool,
            newest: Newest::new(data),
            answering: AtomicBool::new(true),
            cache: PageCache::new(),
            memory: Memory::default(),
            flights: Flights::default(),
            ids: RequestIds::new(),
            build,
            places: Arc::new(Semaphore::new(places)),
            past_places: Arc::new(Semaphore::new(places.div_ceil(3))),
            looks: Arc::default(),
            settings,
            attempts: Attempts::default(),
            uses: Uses::default(),
            strangers: Strangers::default(),
            hashing: Arc::new(Semaphore::new(HASHES)),
            noting: AtomicBool::new(false),
            imports: Arc::default(),
        })))
    }

    /// What the operator has chosen.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Now, in seconds of Unix.
    pub(super) fn now(&self) -> i64 {
        self.0.settings.clock.now()
    }

    /// Attempts to sign in that came to nothing.
    pub(super) fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    /// When sessions were last used.
    pub(super) fn uses(&self) -> &Uses {
        &self.0.uses
    }

    /// Cookies that named no session a moment ago.
    pub(super) fn strangers(&self) -> &Strangers {
        &self.0.strangers
    }

    /// Places for the hashing of passwords.
    pub(super) fn hashing(&self) -> Arc<Semaphore> {
        self.0.hashing.clone()
    }

    /// Notes in the database that a session is in use, beside the request and one at a time: while
    /// a long import writes, such notes must not hold all connections.
    pub(super) fn note_use(&self, token_hash: String) {
        if self.0.noting.swap(true, Ordering::AcqRel) {
            return;
        }
        let state = self.clone();
        drop(actix_web::rt::task::spawn_blocking(move || {
            let now = state.now();
            let outcome =
                people::write(state.pool(), |c| people::session::note(c, &token_hash, now));
            state.0.noting.store(false, Ordering::Release);
            if let Err(error) = outcome {
                tracing::debug!(%error, "the use of a session was not noted");
            }
        }));
    }

    /// The pool of the database.
    pub fn pool(&self) -> &Pool {
        &self.0.pool
    }

    /// The edition of the data that pages show: [`DataState::edition`].
    pub fn edition(&self) -> u64 {
        self.0.newest.edition()
    }

    /// What was last known of the data as a whole.
    pub fn data(&self) -> DataState {
        self.0.newest.data()
    }

    /// Whether the database answered when it was last asked.
    pub fn is_answering(&self) -> bool {
        self.0.answering.load(Ordering::Acquire)
    }

    /// The page cache.
    pub fn cache(&self) -> &PageCache {
        &self.0.cache
    }

    /// What reports keep of the database.
    pub(super) fn memory(&self) -> &Memory {
        &self.0.memory
    }

    /// Imports under way.
    pub(super) fn imports(&self) -> &Arc<Imports> {
        &self.0.imports
    }

    /// The pages under way.
    pub(super) fn flights(&self) -> &Flights {
        &self.0.flights
    }

    /// Places for pages of a past version: each makes its figures again, and anybody may ask for one.
    pub(super) fn past_places(&self) -> Arc<Semaphore> {
        self.0.past_places.clone()
    }

    /// Places for work that may block: as much goes on at once as there are connections for it.
    pub(super) fn places(&self) -> Arc<Semaphore> {
        self.0.places.clone()
    }

    /// The numbers of requests.
    pub(super) fn ids(&self) -> &RequestIds {
        &self.0.ids
    }

    /// A number that differs from build to build, for `ETag`s.
    pub(super) fn build(&self) -> u64 {
        self.0.build
    }

    /// Notes that a snapshot of the database is about to be taken.
    pub(super) fn begin(&self) -> Began {
        self.0.newest.begin()
    }

    /// Takes over what a snapshot of the database says, unless something newer is known.
    pub(super) fn learn(&self, began: Began, data: &DataState) {
        if self.0.newest.learn(began, data) {
            tracing::info!(version = data.version, "data version");
        }
    }

    /// Asks the database for the data version now; also to be called after own writes.
    ///
    /// # Errors
    /// When the database does not answer; pages in the cache are served all the same.
    pub fn refresh(&self) -> Result<(), db::Error> {
        let began = self.begin();
        let outcome = self.look();
        if let Ok(data) = &outcome {
            self.learn(began, data);
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

    /// Looks at the database on a thread of its own: it may never come back.
    fn look(&self) -> Result<DataState, db::Error> {
        let no_answer = || db::Error::Unreachable(format!("no answer within {} s", LOOK.as_secs()));
        if Arc::strong_count(&self.0.looks) > MAX_LOOKS {
            return Err(no_answer());
        }
        let (pool, under_way) = (self.0.pool.clone(), self.0.looks.clone());
        let (sender, receiver) = mpsc::sync_channel(1);
        std::thread::Builder::new()
            .name("look".to_owned())
            .spawn(move || {
                // Nobody may be waiting any more.
                _ = sender.send(state::look(&pool));
                drop(under_way);
            })
            .map_err(|error| db::Error::Unreachable(error.to_string()))?;
        receiver.recv_timeout(LOOK).unwrap_or_else(|_| {
            self.0.pool.give_up();
            Err(no_answer())
        })
    }

    /// Starts to ask for the data version at an interval, until the watch is dropped.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn watch(&self, every: Duration) -> std::io::Result<Watch> {
        let (stop, stopped) = mpsc::channel::<()>();
        let state = self.clone();
        std::thread::Builder::new().name("data-version".to_owned()).spawn(move || {
            while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                // A failure has been logged, and the next turn tries again.
                _ = state.refresh();
            }
        })?;
        Ok(Watch { _stop: stop })
    }
}

/// The thread that asks for the data version; it ends by itself when this is dropped, once a look
/// that is under way has come back.
pub struct Watch {
    _stop: mpsc::Sender<()>,
}

/// Size and time of the executable stand for its contents, which would take longer to read than
/// the program takes to start.
fn build(settings: &Settings) -> u64 {
    let mut hasher = DefaultHasher::new();
    // Pages are told by it.
    (settings.expectation, &settings.limits).hash(&mut hasher);
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    if let Ok(file) = std::env::current_exe().and_then(std::fs::metadata) {
        (file.len(), file.modified().ok()).hash(&mut hasher);
    }
    hasher.finish()
}
