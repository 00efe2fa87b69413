//! What every page handler starts from.
//!
//! ```ignore
//! pub async fn show(page: Page, kode: web::Path<String>) -> Result<HttpResponse, Error> {
//!     let code = code::read(&kode)?;
//!     page.show(move |reader, context| {
//!         let report = reports::region::load(reader, &code, &context.filter)?;
//!         Ok(Wilayah { layout: context.layout("…", "…").menu("/"), report })
//!     })
//!     .await
//! }
//! ```
//!
//! The closure runs in the blocking pool, on one snapshot of the database, once for all who ask for
//! the page at the same time; its template is rendered and compressed there too, and kept in the
//! cache under the edition of that snapshot. As many pages are built at once as there are
//! connections, and each has a deadline: work that hangs is left behind, not waited for.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use actix_web::rt::spawn;
use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::timeout;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;

use super::cache::{self, Entry};
use super::download::Download;
use super::encoding::{Effort, Encoding};
use super::filter::{BadInput, Filter, Key};
use super::flight::Boarding;
use super::front::CacheUse;
use super::headers::{self, CachePolicy};
use super::layout::{Layout, Past};
use super::link::Link;
use super::past;
use super::{Error, State, routes};
use crate::db::state::{self, DataState};
use crate::db::versions::{self, Version};
use crate::db::{self, Connection};
use crate::domain::completeness::Expectation;
use crate::reports::quality::Measure;
use crate::reports::{Memory, Reader};

/// How long a page may take, with the wait for its turn.
pub(super) const DEADLINE: Duration = Duration::from_secs(8);

/// How long a change may take that makes a version: a large one is taken back row by row.
pub(super) const CHANGE_DEADLINE: Duration = Duration::from_mins(5);

/// A request for a page, with its query read.
pub struct Page {
    state: State,
    context: Asked,
    accepted: Encoding,
    policy: CachePolicy,
}

/// What was asked for.
struct Asked {
    path: String,
    filter: Filter,
}

/// What the closure of a page knows beside the database.
pub struct Context {
    /// The query of the page.
    pub filter: Filter,
    /// The data as a whole, in the snapshot that the page reads.
    pub data: DataState,
    /// The past version that the page shows, where one is asked for.
    pub version: Option<Version>,
    /// What the figures are held against.
    pub measure: Measure,
    path: String,
}

impl Context {
    /// The frame around the page.
    pub fn layout(&self, title: impl Into<String>, description: impl Into<String>) -> Layout {
        let mut layout = Layout::new(self.data.clone(), title, description);
        layout.search.clone_from(&self.filter.search);
        layout.version = self.version.as_ref().map(|version| Past {
            id: version.id,
            at: version.date(),
            leave: self.here().without(Key::Versi),
        });
        layout
    }

    /// This page with all its parameters, to change one with [`Link::with`].
    pub fn here(&self) -> Link {
        self.filter.link(&self.path)
    }

    /// Another page, at the same date and for the same segment, if it reads them.
    pub fn link(&self, path: &str) -> Link {
        let reads = routes::keys(path);
        let kept: Vec<Key> = [Key::Per, Key::Segmen, Key::Versi]
            .into_iter()
            .filter(|key| reads.contains(key))
            .collect();
        self.filter.link(path).only(&kept)
    }
}

impl FromRequest for Page {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::read(request))
    }
}

/// The key of a page in the cache; `None` for paths written in an unusual way, which are answered
/// but not kept.
pub(super) fn key(path: &str, filter: &Filter) -> Option<String> {
    (!path.contains('%')).then(|| filter.link(path).to_string())
}

impl Page {
    fn read(request: &HttpRequest) -> Result<Self, Error> {
        let state = request
            .app_data::<web::Data<State>>()
            .map(|state| State::clone(state))
            .ok_or_else(|| Error::Internal("the application has no state".to_owned()))?;
        let path = request.path().to_owned();
        let filter = Filter::parse(request.query_string(), routes::keys(&path))?;
        Ok(Self {
            state,
            context: Asked { path, filter },
            accepted: Encoding::negotiate(request.headers()),
            policy: CachePolicy::Page,
        })
    }

    /// The query of the page, for what has to be decided before the database is asked.
    pub fn filter(&self) -> &Filter {
        &self.context.filter
    }

    /// Chooses another cache policy than [`CachePolicy::Page`]; such a page is built for each
    /// request.
    #[must_use]
    pub fn policy(mut self, policy: CachePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Builds the page, or takes it from the cache, and sends it.
    ///
    /// # Errors
    /// What the closure returns, [`Error::Unavailable`] when the database does not answer, and
    /// [`Error::Internal`] when the closure panics.
    pub async fn show<T, F>(self, build: F) -> Result<HttpResponse, Error>
    where
        T: Template,
        F: FnOnce(&mut Reader, &Context) -> Result<T, Error> + Send + 'static,
    {
        let key = key(&self.context.path, &self.context.filter)
            .filter(|_| self.policy == CachePolicy::Page);
        let Some(key) = key else { return self.show_once(build).await };
        let Self { state, context, accepted, .. } = self;
        let (wanted, is_past) = (state.edition(), context.filter.version.is_some());
        // Here when it lacks the encoding asked for, or has come in this moment.
        if let Some(entry) = state.cache().get(&key, wanted) {
            return send(&state, entry, accepted).await;
        }
        if !state.is_answering() {
            return Err(Error::Unavailable("did not answer when last asked".to_owned()));
        }
        let shared = state.clone();
        let flight = match state.flights().board(&key, wanted)? {
            Boarding::Wait(flight) => flight,
            Boarding::Lead(flight) => {
                let work = {
                    let (state, key) = (state.clone(), key.clone());
                    move || {
                        if let Some(entry) = state.cache().get(&key, state.edition()) {
                            return Ok(entry);
                        }
                        let (data, html) = render(&state, context, build)?;
                        let edition = data.edition();
                        let etag = cache::etag(edition, state.build(), &key);
                        let entry = Arc::new(Entry::new(edition, etag, html, accepted));
                        // A newer one may stand there already.
                        if state.edition() == edition {
                            state.cache().insert(&key, entry.clone());
                        }
                        Ok(entry)
                    }
                };
                // Not awaited: it goes on for those who wait when this client goes away.
                drop(spawn(async move {
                    let outcome = in_turn(&state, is_past, work).await;
                    state.flights().land(&key, wanted, outcome);
                }));
                flight
            }
        };
        send(&shared, flight.await?, accepted).await
    }

    /// Makes a file of the data of the page, and sends it; made for each request.
    ///
    /// # Errors
    /// Those of [`show`](Self::show).
    pub async fn download<F>(self, build: F) -> Result<HttpResponse, Error>
    where
        F: FnOnce(&mut Reader, &Context) -> Result<Download, Error> + Send + 'static,
    {
        let Self { state, context, .. } = self;
        if !state.is_answering() {
            return Err(Error::Unavailable("did not answer when last asked".to_owned()));
        }
        let shared = state.clone();
        let is_past = context.filter.version.is_some();
        let file = in_turn(&shared, is_past, move || Ok(read(&state, context, build)?.1)).await?;
        Ok(file.respond(CachePolicy::NoStore))
    }

    /// Builds a page that is not kept.
    async fn show_once<T, F>(self, build: F) -> Result<HttpResponse, Error>
    where
        T: Template,
        F: FnOnce(&mut Reader, &Context) -> Result<T, Error> + Send + 'static,
    {
        let Self { state, context, accepted, .. } = self;
        if !state.is_answering() {
            return Err(Error::Unavailable("did not answer when last asked".to_owned()));
        }
        let (shared, is_past) = (state.clone(), context.filter.version.is_some());
        let (body, encoding) = in_turn(&shared, is_past, move || {
            let (_, html) = render(&state, context, build)?;
            Ok(match accepted.compress(html.as_bytes(), Effort::Page) {
                Ok(body) => (body, accepted),
                Err(_) => (html.into(), Encoding::Identity),
            })
        })
        .await?;
        let mut response = HttpResponse::with_body(StatusCode::OK, body).map_into_boxed_body();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if let Some(encoding) = encoding.header() {
            headers.insert(CONTENT_ENCODING, encoding);
        }
        CachePolicy::NoStore.write(headers);
        headers::guard(headers);
        Ok(response)
    }
}

/// Runs the closure of a page on a snapshot, then its template.
fn render<T, F>(state: &State, asked: Asked, build: F) -> Result<(DataState, String), Error>
where
    T: Template,
    F: FnOnce(&mut Reader, &Context) -> Result<T, Error>,
{
    let past = asked.filter.version;
    let (data, page) = read(state, asked, build)?;
    let html = page.render()?;
    Ok(match past {
        Some(version) => (data, past::keep(&html, version)),
        None => (data, html),
    })
}

/// Runs the closure of a page on a snapshot; what it gives, and the data that are kept with it.
///
/// A failure may be that of the schema, and not of the page: then it is the one to tell.
fn read<T, F>(state: &State, asked: Asked, build: F) -> Result<(DataState, T), Error>
where
    F: FnOnce(&mut Reader, &Context) -> Result<T, Error>,
{
    let began = state.begin();
    let past = asked.filter.version;
    let own_memory = Memory::default();
    let settings = state.settings();
    let usual = settings.expectation;
    let months = asked.filter.months.unwrap_or(usual.months);
    let measure =
        Measure { expectation: Expectation { months, ..usual }, limits: settings.limits.clone() };
    let read = |connection: &mut Connection| {
        let version = match past {
            Some(id) => versions::one(connection, id)?,
            None => None,
        };
        // Rows of a past version would push those of today out.
        let memory = if past.is_some() { &own_memory } else { state.memory() };
        let mut reader = Reader::new(connection, memory)?;
        let data = reader.state().clone();
        let context = Context {
            filter: asked.filter,
            data: data.clone(),
            version,
            measure,
            path: asked.path,
        };
        Ok((data, build(&mut reader, &context)))
    };
    let outcome = match past {
        Some(id) => state.pool().read_at(id, read),
        None => state.pool().read(read),
    };
    let (data, page) = match outcome {
        Ok((data, page)) => (data, page),
        Err(db::Error::NoSuchVersion { asked, last }) => {
            return Err(BadInput::new(Key::Versi, &asked.to_string(), "belum ada")
                .expected(format!("Versi terakhir adalah {last}."))
                .nearest(Some(last.to_string()))
                .into());
        }
        Err(error) => return Err(at_fault(state, error.into())),
    };
    // What is kept of a past version goes by the edition of today, as all that is kept.
    let data = if past.is_some() { state.data() } else { data };
    if past.is_none() {
        state.learn(began, &data);
    }
    Ok((data, page.map_err(|error| at_fault(state, error))?))
}

fn at_fault(state: &State, error: Error) -> Error {
    if !matches!(error, Error::Internal(_)) {
        return error;
    }
    match state::look(state.pool()) {
        Err(reason) if reason.is_unavailable() => reason.into(),
        _ => error,
    }
}

/// Sends an entry, after making the encoding asked for if nobody has wanted it before.
async fn send(state: &State, entry: Arc<Entry>, accepted: Encoding) -> Result<HttpResponse, Error> {
    let mut response = if let Some(response) = entry.respond(accepted) {
        response
    } else {
        let preparing = entry.clone();
        in_background(state, DEADLINE, move || {
            preparing.prepare(accepted);
            Ok(())
        })
        .await?;
        entry
            .respond(accepted)
            .ok_or_else(|| Error::Internal("an encoding was made and is not there".to_owned()))?
    };
    response.extensions_mut().insert(CacheUse::Miss);
    Ok(response)
}

/// Does the work of a page in the background; that of a past version only in a few places, which it keeps
/// until it is done.
async fn in_turn<T: Send + 'static>(
    state: &State,
    is_past: bool,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let place = if is_past {
        let place = timeout(DEADLINE, state.past_places().acquire_owned()).await;
        let crowded = || Error::Unavailable("too many pages of past versions".to_owned());
        Some(place.ok().and_then(Result::ok).ok_or_else(crowded)?)
    } else {
        None
    };
    in_background(state, DEADLINE, move || {
        let _place = place;
        work()
    })
    .await
}

/// Does work on a thread that may block, as soon as there is a place for it.
///
/// It goes on when the client goes away, and when it is not done in time, because nothing can stop
/// it; its place is free again then.
///
/// # Errors
/// Those of the work, [`Error::Internal`] when it panics, [`Error::Unavailable`] at the deadline.
pub(super) async fn in_background<T: Send + 'static>(
    state: &State,
    deadline: Duration,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let places = state.places();
    let run = async move {
        // An error would say that there are no places any more, which nobody brings about.
        let _place = places.acquire().await;
        spawn_blocking(move || guarded(work)).await
    };
    match spawn(timeout(deadline, run)).await {
        Ok(Ok(Ok(outcome))) => outcome,
        Ok(Err(_)) => Err(Error::Unavailable(format!("not done within {} s", deadline.as_secs()))),
        Ok(Ok(Err(error))) | Err(error) => Err(Error::Internal(error.to_string())),
    }
}

/// Turns a panic into an error, so that those who wait for a page are told.
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(Error::Internal(format!("panic: {}", words(&*panic)))))
}

/// The message of a panic.
pub(super) fn words(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}
