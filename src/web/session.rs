//! Who is signed in, for handlers: [`Person`] asks for sign-in, [`Visit`] does not.
//!
//! ```ignore
//! pub async fn show(person: Person) -> Result<HttpResponse, Error> {
//!     person.must(Act::Import, Some(&code))?;
//!     let rows = person.read(|c| ...).await?;
//!     person.page(StatusCode::OK, &ImportPage { layout: person.layout("…", "…"), rows })
//! }
//! ```
//!
//! Pages for somebody who is signed in are never kept by any cache, and never compressed: they hold
//! the key of their forms beside what was typed, and the length of compressed bytes would tell it.

use std::any::Any;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, SET_COOKIE, USER_AGENT,
};
use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::timeout;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use askama::Template;

use super::client::{self, Client};
use super::headers::{self, CachePolicy};
use super::layout::{Bar, Layout, PROPOSALS};
use super::page::{DEADLINE, in_background};
use super::request_id::RequestId;
use super::{Error, State, urlencoding};
use crate::db::Connection;
use crate::domain::{Act, RegionCode, may};
use crate::people::account::{Account, Refused};
use crate::people::secret::{self, Token};
use crate::people::session::{self, SignedIn};
use crate::people::trail::Actor;
use crate::people::{self, Origin};

/// The cookie of a session.
const SESSION: &str = "cakupan_sesi";

/// The cookie of somebody who is about to sign in, so that the form of `/masuk` has a key too.
const GUEST: &str = "cakupan_tamu";

/// The longest address that sign-in leads on to.
const MAX_ONWARD: usize = 1_000;

/// A request by anybody.
#[derive(Clone)]
pub struct Visit {
    state: State,
    client: Client,
    origin: Origin,
    /// Where the request leads, to come back to it after signing in.
    target: String,
    session: Option<Token>,
    guest: Option<Token>,
}

impl Visit {
    /// Reads a request.
    pub(super) fn of(request: &HttpRequest, state: &State) -> Self {
        let head = request.head();
        let client = Client::of(head, state.settings());
        let agent = head.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        let number = request.extensions().get::<RequestId>().map(ToString::to_string);
        let origin = Origin {
            address: client.address.clone(),
            agent: agent.unwrap_or_default().to_owned(),
            request_id: number.unwrap_or_default(),
        };
        let target = if client::is_reading(request.method()) {
            request.uri().path_and_query().map_or("/", |uri| uri.as_str())
        } else {
            request.path()
        };
        let token = |base| cookie(head.headers(), &name(base, client.secure));
        Self {
            state: state.clone(),
            target: target.to_owned(),
            session: token(SESSION),
            guest: token(GUEST),
            client,
            origin,
        }
    }

    /// The shared state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Where the request leads, to come back to it after signing in.
    pub(super) fn target(&self) -> &str {
        &self.target
    }

    /// Where the request came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The token that a session cookie holds, whether there is such a session or not.
    pub fn session(&self) -> Option<&Token> {
        self.session.as_ref()
    }

    /// The token of somebody who is about to sign in.
    pub fn guest(&self) -> Option<&Token> {
        self.guest.as_ref()
    }

    /// Who is signed in, if anybody is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn person(&self) -> Result<Option<Person>, Error> {
        let Some(token) = self.session.clone() else { return Ok(None) };
        if !self.state.is_answering() {
            return Err(Error::Unavailable("did not answer when last asked".to_owned()));
        }
        let asked = token.clone();
        let found = self
            .work(move |state| {
                let find = |c: &mut Connection| session::find(c, state.uses(), &asked, state.now());
                Ok(people::read(state.pool(), find)?)
            })
            .await?;
        Ok(found.map(|who| {
            if who.note {
                self.state.note_use(who.token_hash.clone());
            }
            Person { visit: self.clone(), who: Arc::new(who), token }
        }))
    }

    /// Does work on the database in the background.
    ///
    /// # Errors
    /// Those of the work, and [`Error::Unavailable`] when it takes too long.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&State) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let state = self.state.clone();
        // Boxed, so that the program holds the machinery behind it once and not for each page.
        let work: Box<dyn FnOnce() -> Result<Box<dyn Any + Send>, Error> + Send> =
            Box::new(move || work(&state).map(|done| Box::new(done) as Box<dyn Any + Send>));
        let done = in_background(&self.state, work).await?;
        let lost = |_| Error::Internal("work came back as something else".to_owned());
        done.downcast().map(|done| *done).map_err(lost)
    }

    /// Does work with passwords in the background; only a few at once.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many others are doing so.
    pub async fn hash<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let permit = timeout(DEADLINE, self.state.hashing().acquire_owned()).await;
        let Ok(Ok(permit)) = permit else { return Err(Error::Busy) };
        // The place is given back when the work is done, not when the client goes away.
        spawn_blocking(move || {
            let outcome = work();
            drop(permit);
            outcome
        })
        .await
        .map_err(|error| Error::Internal(error.to_string()))
    }

    /// The cookie that begins a session.
    pub fn session_cookie(&self, token: &Token) -> HeaderValue {
        self.cookie(SESSION, token.as_str(), "")
    }

    /// The cookie that ends a session.
    pub fn no_session_cookie(&self) -> HeaderValue {
        self.cookie(SESSION, "", "; Max-Age=0")
    }

    /// The cookie of somebody who is about to sign in.
    pub fn guest_cookie(&self, token: &Token) -> HeaderValue {
        self.cookie(GUEST, token.as_str(), "")
    }

    fn cookie(&self, base: &str, value: &str, more: &str) -> HeaderValue {
        let secure = self.client.secure;
        let name = name(base, secure);
        let flag = if secure { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{flag}{more}");
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }
}

/// Over TLS, the prefix makes the browser refuse such a cookie from anywhere but this host.
fn name(base: &str, secure: bool) -> String {
    if secure { format!("__Host-{base}") } else { base.to_owned() }
}

/// The token in a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<Token> {
    headers
        .get_all(COOKIE)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| Token::read(value))
}

fn state_of(request: &HttpRequest) -> Result<State, Error> {
    request
        .app_data::<web::Data<State>>()
        .map(|state| State::clone(state))
        .ok_or_else(|| Error::Internal("the application has no state".to_owned()))
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(state_of(request).map(|state| Self::of(request, &state)))
    }
}

/// Somebody who is signed in. As an extractor it leads everybody else to `/masuk`, and who still
/// has a password that somebody else knows to `/akun`.
#[derive(Clone)]
pub struct Person {
    visit: Visit,
    who: Arc<SignedIn>,
    token: Token,
}

impl FromRequest for Person {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions().get::<Self>().cloned();
        let visit = state_of(request).map(|state| Visit::of(request, &state));
        let path = request.path().to_owned();
        Box::pin(async move {
            let visit = visit?;
            let person = match known {
                Some(person) => person,
                None => visit.person().await?.ok_or_else(|| sign_in(&visit.target))?,
            };
            if person.account().must_change && !["/akun", "/keluar"].contains(&path.as_str()) {
                return Err(Error::SeeOther("/akun".to_owned()));
            }
            Ok(person)
        })
    }
}

impl Person {
    /// The account, as it is now.
    pub fn account(&self) -> &Account {
        &self.who.account
    }

    /// The session.
    pub fn who(&self) -> &Arc<SignedIn> {
        &self.who
    }

    /// The request.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Whether this person may do something with a region; `None` stands for all regions at once.
    pub fn may(&self, act: Act, region: Option<&RegionCode>) -> bool {
        may(&self.account().grant, act, region)
    }

    /// Whether this person may do something with any region at all.
    pub fn may_somewhere(&self, act: Act) -> bool {
        self.may(act, self.account().grant.region())
    }

    /// The guard of a handler: a 403 page unless this person [`may`](Self::may).
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn must(&self, act: Act, region: Option<&RegionCode>) -> Result<(), Error> {
        if self.may(act, region) { Ok(()) } else { Err(self.forbidden()) }
    }

    /// The guard of a page on which a regional editor then chooses a region.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn must_somewhere(&self, act: Act) -> Result<(), Error> {
        if self.may_somewhere(act) { Ok(()) } else { Err(self.forbidden()) }
    }

    fn forbidden(&self) -> Error {
        Error::Forbidden(self.account().grant.role())
    }

    /// The key that each form of a page for this person carries, as the hidden field `kunci`.
    pub fn form_key(&self) -> String {
        self.token.form_key()
    }

    /// Whether a form carries that key; [`super::form::Form`] has checked it already.
    pub fn fits_form(&self, key: &str) -> bool {
        self.token.fits_form(key)
    }

    /// This person as the audit log keeps it.
    pub fn actor(&self) -> Actor {
        Actor::person(self.account(), &self.visit.origin)
    }

    /// Whether what this person enters waits until a second person publishes it.
    pub fn needs_two(&self) -> bool {
        self.visit.state.settings().publish_needs_two
    }

    /// Now, in seconds of Unix.
    pub fn now(&self) -> i64 {
        self.visit.state.now()
    }

    /// Reads a snapshot of the database in the background.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<T, people::Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.visit.work(|state| Ok(people::read(state.pool(), f)?)).await
    }

    /// Writes in one transaction in the background. What is refused is for the form to say.
    ///
    /// # Errors
    /// When the database does not answer or cannot be written.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<T, people::Error> + Send + 'static,
    ) -> Result<Result<T, Refused>, Error> {
        self.visit
            .work(|state| match people::write(state.pool(), f) {
                Ok(done) => Ok(Ok(done)),
                Err(people::Error::Refused(refused)) => Ok(Err(refused)),
                Err(error) => Err(error.into()),
            })
            .await
    }

    /// Writes as [`write`](Self::write) does, and has pages of this process show it at once.
    ///
    /// # Errors
    /// Those of [`write`](Self::write).
    pub async fn change<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<T, people::Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.visit
            .work(|state| {
                let done = people::write(state.pool(), f)?;
                // The pages would notice within a second anyway.
                _ = state.refresh();
                Ok(done)
            })
            .await
    }

    /// Path and text of the pages that this person may open.
    pub fn desks(&self) -> Vec<(&'static str, &'static str)> {
        let mut desks = Bar::entries(|act| self.may_somewhere(act));
        if !self.needs_two() {
            desks.retain(|(path, _)| *path != PROPOSALS);
        }
        desks
    }

    /// The frame around a page, with the menu of this person.
    pub fn layout(&self, title: impl Into<String>, description: impl Into<String>) -> Layout {
        let account = self.account();
        let mut layout = Layout::new(self.visit.state.data(), title, description);
        layout.bar = Some(Bar {
            name: account.name.clone(),
            role: account.grant.role().label(),
            region: account.region_name.clone(),
            key: self.form_key(),
            entries: self.desks(),
        });
        layout
    }

    /// A page for this person alone.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page(&self, status: StatusCode, page: &impl Template) -> Result<HttpResponse, Error> {
        page_for_one(status, page)
    }
}

/// A page that no cache keeps.
///
/// # Errors
/// When the template fails.
pub fn page_for_one(status: StatusCode, page: &impl Template) -> Result<HttpResponse, Error> {
    let mut response = HttpResponse::with_body(status, page.render()?).map_into_boxed_body();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    CachePolicy::Private.write(headers);
    headers::guard(headers);
    Ok(response)
}

/// Leads to another page, after a form was taken.
pub fn see_other(location: &str) -> HttpResponse {
    super::error::redirect(location)
}

/// Leads to another page with a cookie.
pub fn see_other_with(location: &str, cookie: HeaderValue) -> HttpResponse {
    let mut response = see_other(location);
    response.headers_mut().append(SET_COOKIE, cookie);
    response
}

/// The way to sign in, and back to where somebody wanted to go.
pub(super) fn sign_in(target: &str) -> Error {
    let target = onward(target);
    let mut location = "/masuk".to_owned();
    if target != HOME {
        location.push_str("?lanjut=");
        urlencoding::encode(target, &mut location);
    }
    Error::SeeOther(location)
}

/// Where sign-in leads when nobody wanted to go anywhere.
pub const HOME: &str = "/akun";

/// Where sign-in leads on to: a path of this site, or [`HOME`].
pub fn onward(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let is_ours = target.starts_with('/')
        && !target.starts_with("//")
        && target.len() <= MAX_ONWARD
        // A browser reads a backslash as a slash, and drops line breaks and tabs.
        && target.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
        && !["/masuk", "/keluar"].contains(&path);
    if is_ours { target } else { HOME }
}

/// Makes what the first sign-in would else wait for.
pub fn warm_up() {
    secret::warm_up();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_leads_on_to_paths_of_this_site_only() {
        for target in ["/", "/wilayah/15?per=2024-12-02&segmen=pu", "/cari?q=a%20b", "/audit#x"] {
            assert_eq!(onward(target), target);
        }
        let long = format!("/{}", "a".repeat(MAX_ONWARD));
        for target in [
            "",
            "wilayah/15",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n",
            "https://evil.example/",
            "javascript:alert(1)",
            "/masuk",
            "/masuk?lanjut=/masuk",
            "/keluar",
            "/é",
            &long,
        ] {
            assert_eq!(onward(target), HOME, "{target:?}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let token = Token::new().unwrap();
        let mut headers = HeaderMap::new();
        let text = format!("x=1; cakupan_sesi={}; y", token.as_str());
        headers.append(COOKIE, HeaderValue::from_static("a=b"));
        headers.append(COOKIE, HeaderValue::from_str(&text).unwrap());
        assert_eq!(cookie(&headers, "cakupan_sesi"), Some(token));
        assert_eq!(cookie(&headers, "sesi"), None);
        assert_eq!(cookie(&headers, "x"), None, "no token");
    }
}
