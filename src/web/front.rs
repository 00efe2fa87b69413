//! The first and the last to see a request.
//!
//! Pages that stand in the cache, and requests whose `If-None-Match` still holds, are answered
//! before routing. All others pass on; what comes back gets its headers and, if it is an error, its
//! page. Panics of handlers end here as a 500.
//!
//! Where every page asks for sign-in, that is looked at before anything else: neither the cache nor
//! an `If-None-Match` answers a stranger. Who is signed in gets the page of everybody with an own bar
//! (`web::bar`).
//!
//! One line in the log for each request, at level `info`. Answers from the cache are logged at
//! level `debug`, which is off by default: writing a line costs more than such an answer does.

use std::future::{Ready, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, IF_NONE_MATCH};
use actix_web::rt::time::timeout;
use actix_web::{HttpMessage, HttpResponse};

use super::client::{self, Client};
use super::encoding::Encoding;
use super::filter::Filter;
use super::headers::CachePolicy;
use super::request_id::RequestId;
use super::session::{self, Visit};
use super::{Error, State, bar, cache, error, headers, page, routes};

/// The longest path and query that is read.
const MAX_URI: usize = 2048;

/// How long a public page waits to know whose bar it gets; then it goes out as to a guest.
const BAR_PATIENCE: Duration = Duration::from_millis(500);

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the page cache did for a response; written to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheUse {
    /// Sent from the cache.
    Hit,
    /// The client holds it already.
    NotModified,
    /// Built for this request, or for another one at the same time.
    Miss,
    /// Not a page of the cache.
    None,
}

impl CacheUse {
    fn word(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::NotModified => "304",
            Self::Miss => "miss",
            Self::None => "-",
        }
    }
}

/// The middleware.
pub struct Front(State);

impl Front {
    /// The middleware over the shared state.
    pub fn new(state: State) -> Self {
        Self(state)
    }
}

impl<S> Transform<S, ServiceRequest> for Front
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>
        + 'static,
    S::Future: 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = actix_web::Error;
    type Transform = FrontService<S>;
    type InitError = ();
    type Future = Ready<Result<FrontService<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(FrontService { service: Rc::new(service), state: self.0.clone() }))
    }
}

/// The middleware of one worker.
pub struct FrontService<S> {
    service: Rc<S>,
    state: State,
}

type Outcome = Result<ServiceResponse<BoxBody>, actix_web::Error>;

/// A response that is there, or one that is being made.
pub enum FrontFuture {
    /// From the cache; taken when polled.
    Ready(Option<Outcome>),
    /// From a handler.
    Waiting(Pin<Box<dyn Future<Output = Outcome>>>),
}

impl Future for FrontFuture {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        match self.get_mut() {
            Self::Ready(outcome) => outcome.take().map_or(Poll::Pending, Poll::Ready),
            Self::Waiting(future) => future.as_mut().poll(context),
        }
    }
}

impl<S> Service<ServiceRequest> for FrontService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>
        + 'static,
    S::Future: 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = actix_web::Error;
    type Future = FrontFuture;

    forward_ready!(service);

    fn call(&self, mut request: ServiceRequest) -> FrontFuture {
        let asked = Instant::now();
        let number = self.state.ids().next();
        let private = self.state.settings().private;
        if routes::is_open(request.path()) || !(private || Visit::has_session(&request)) {
            return pass(&self.state, &*self.service, request, asked, number);
        }
        let (state, service) = (self.state.clone(), self.service.clone());
        FrontFuture::Waiting(Box::pin(async move {
            request.extensions_mut().insert(number);
            let visit = Visit::of(request.request(), &state);
            // A page that stands in memory does not wait for a database that hangs.
            let found = if private {
                visit.person().await
            } else {
                timeout(BAR_PATIENCE, visit.person()).await.unwrap_or(Ok(None))
            };
            let found = match found {
                Ok(Some(person)) if private => person.may_open(request.path()).map(|()| person),
                Ok(Some(person)) => Ok(person),
                _ if !private => return pass(&state, &*service, request, asked, number).await,
                other => Err(other.err().unwrap_or_else(|| session::sign_in(visit.target()))),
            };
            let person = match found {
                Ok(person) => person,
                Err(error) => {
                    let trip = Trip::new(&state, &request, asked, number);
                    let response = trip.over(trip.failed(&error));
                    return Ok(request.into_response(response));
                }
            };
            request.extensions_mut().insert(person.clone());
            bar::ask_plain(&mut request);
            let mut response =
                bar::put(&person, pass(&state, &*service, request, asked, number).await?);
            if private {
                CachePolicy::Private.write(response.headers_mut());
            }
            Ok(response)
        }))
    }
}

/// Answers from the cache, or has the application answer.
fn pass<S>(
    state: &State,
    service: &S,
    mut request: ServiceRequest,
    asked: Instant,
    number: RequestId,
) -> FrontFuture
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>
        + 'static,
    S::Future: 'static,
{
    if let Some((mut response, cache)) = early(state, &request) {
        response.headers_mut().insert(X_REQUEST_ID, number.header());
        tracing::debug!(
            target: "cakupan::request",
            id = %number,
            method = %request.method(),
            path = request.path(),
            status = response.status().as_u16(),
            ms = milliseconds(asked),
            cache = cache.word(),
        );
        return FrontFuture::Ready(Some(Ok(request.into_response(response))));
    }
    let trip = Trip::new(state, &request, asked, number);
    if let Err(error) = acceptable(state, &request) {
        let response = trip.failed(&error);
        return FrontFuture::Ready(Some(Ok(request.into_response(trip.over(response)))));
    }
    if trip.method == Method::HEAD {
        // Routes know GET only; the connection remembers to leave the body out.
        request.head_mut().method = Method::GET;
    }
    request.extensions_mut().insert(number);
    let future = match catch_unwind(AssertUnwindSafe(|| service.call(request))) {
        Ok(future) => Box::pin(future),
        Err(panic) => return FrontFuture::Ready(Some(Err(trip.panicked(&*panic)))),
    };
    FrontFuture::Waiting(Box::pin(async move {
        match (Guarded { future }).await {
            Ok(Ok(response)) => Ok(trip.arrived(response)),
            Ok(Err(error)) => Err(trip.refused(&error)),
            Err(panic) => Err(trip.panicked(&*panic)),
        }
    }))
}

/// Whether a request can be one of ours at all.
fn acceptable(state: &State, request: &ServiceRequest) -> Result<(), Error> {
    let (method, path) = (request.method(), request.path());
    let known = match *method {
        Method::GET | Method::HEAD => routes::is_read(path),
        Method::POST => routes::is_written(path),
        _ => false,
    };
    if !known {
        return Err(Error::Method);
    }
    let length = request.uri().path_and_query().map_or(0, |uri| uri.as_str().len());
    if length > MAX_URI {
        return Err(Error::TooLong);
    }
    let reads = client::is_reading(method);
    if reads || Client::of(request.head(), state.settings()).is_own_site(request.headers()) {
        Ok(())
    } else {
        Err(Error::ForeignForm)
    }
}

/// The answer from the cache, if there is one.
fn early(state: &State, request: &ServiceRequest) -> Option<(HttpResponse, CacheUse)> {
    if !client::is_reading(request.method()) {
        return None;
    }
    let edition = state.edition();
    let uri = request.uri().path_and_query()?.as_str();
    // Only normal forms are keys, so an URL that is found as it stands needs no reading.
    let mut found = state.cache().get(uri, edition);
    let conditional = request.headers().contains_key(IF_NONE_MATCH);
    if found.is_none() && (conditional || !request.query_string().is_empty()) {
        let path = request.path();
        if uri.len() > MAX_URI || !routes::is_page(path) {
            return None;
        }
        let filter = Filter::parse(request.query_string(), routes::keys(path)).ok()?;
        let key = page::key(path, &filter)?;
        found = state.cache().get(&key, edition);
        if found.is_none() && conditional {
            let etag = cache::etag(edition, state.build(), &key);
            let holds = cache::names_exactly(request.headers(), &etag);
            return holds
                .then(|| (cache::not_modified(etag, CachePolicy::Page), CacheUse::NotModified));
        }
    }
    let entry = found?;
    if conditional && let Some(response) = entry.not_modified(request.headers()) {
        return Some((response, CacheUse::NotModified));
    }
    let response = entry.respond(Encoding::negotiate(request.headers()))?;
    Some((response, CacheUse::Hit))
}

/// A request on its way through the application.
struct Trip {
    state: State,
    number: RequestId,
    method: Method,
    path: String,
    query: String,
    asked: Instant,
}

impl Trip {
    fn new(state: &State, request: &ServiceRequest, asked: Instant, number: RequestId) -> Self {
        Self {
            state: state.clone(),
            number,
            method: request.method().clone(),
            path: request.path().to_owned(),
            query: request.query_string().to_owned(),
            asked,
        }
    }

    /// A response has come back: errors get their page, everything its headers.
    fn arrived(&self, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let status = response.status();
        let failed = status.is_client_error() || status.is_server_error();
        if failed && !response.headers().contains_key(CONTENT_TYPE) {
            let own = response.response().error().and_then(|error| error.as_error::<Error>());
            let error = own.cloned().unwrap_or_else(|| Error::from_status(status));
            let page = self.failed(&error);
            return response.into_response(self.over(page));
        }
        let (request, response) = response.into_parts();
        ServiceResponse::new(request, self.over(response))
    }

    /// The page of an error, with its line in the log.
    fn failed(&self, error: &Error) -> HttpResponse {
        match error {
            Error::Internal(_) => tracing::error!(id = %self.number, path = self.path, %error),
            Error::Unavailable(_) | Error::Busy => {
                tracing::warn!(id = %self.number, path = self.path, %error);
            }
            _ => {}
        }
        error::respond(error, &self.state, self.number, &self.path, &self.query)
    }

    /// An error of actix that carries no response of ours.
    fn refused(&self, error: &actix_web::Error) -> actix_web::Error {
        let status = error.as_response_error().status_code();
        let own = error.as_error::<Error>().cloned();
        self.replace(&own.unwrap_or_else(|| Error::from_status(status)))
    }

    fn panicked(&self, panic: &(dyn std::any::Any + Send)) -> actix_web::Error {
        self.replace(&Error::Internal(format!("panic: {}", page::words(panic))))
    }

    /// The request is lost with the handler, so the page travels as an error that is a response.
    fn replace(&self, error: &Error) -> actix_web::Error {
        let response = self.over(self.failed(error));
        InternalError::from_response(error.to_string(), response).into()
    }

    /// Writes what every response has, and the line in the log.
    fn over(&self, mut response: HttpResponse) -> HttpResponse {
        let cache = response.extensions().get().copied().unwrap_or(CacheUse::None);
        tracing::info!(
            target: "cakupan::request",
            id = %self.number,
            method = %self.method,
            path = self.path,
            status = response.status().as_u16(),
            ms = milliseconds(self.asked),
            cache = cache.word(),
        );
        let headers = response.headers_mut();
        if !headers.contains_key(CONTENT_SECURITY_POLICY) {
            headers::guard(headers);
        }
        headers.insert(X_REQUEST_ID, self.number.header());
        response
    }
}

/// Milliseconds since, with three decimals.
fn milliseconds(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 1e6).round() / 1e3
}

/// A future whose panic is its outcome.
struct Guarded<F> {
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Guarded<F> {
    type Output = std::thread::Result<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match catch_unwind(AssertUnwindSafe(|| self.future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    }
}
