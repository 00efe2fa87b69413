//! A request by anybody, with the cookies that say who it is.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::{COOKIE, HeaderMap, HeaderValue, USER_AGENT};
use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::timeout;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::Person;
use crate::db::Connection;
use crate::people::secret::Token;
use crate::people::{self, Origin, session};
use crate::web::client::{self, Client};
use crate::web::page::{DEADLINE, in_background};
use crate::web::request_id::RequestId;
use crate::web::{Error, State};

/// The cookie of a session.
const SESSION: &str = "cakupan_sesi";

/// The cookie of somebody who is about to sign in, so that the form of `/masuk` has a key too.
const GUEST: &str = "cakupan_tamu";

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
    pub(in crate::web) fn of(request: &HttpRequest, state: &State) -> Self {
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

    /// Whether a request carries the cookie of a session, whether there is such a session or not.
    pub(in crate::web) fn has_session(request: &ServiceRequest) -> bool {
        let found = |secure| cookie(request.headers(), &name(SESSION, secure)).is_some();
        found(true) || found(false)
    }

    /// The shared state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Where the request leads, to come back to it after signing in.
    pub(in crate::web) fn target(&self) -> &str {
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
        let hash = token.hash();
        // Whether such a session was there a moment ago: nobody is let in by this.
        if self.state.strangers().has(&hash, self.state.now()) {
            return Ok(None);
        }
        let asked = token.clone();
        let found = self
            .work(move |state| {
                let find = |c: &mut Connection| session::find(c, state.uses(), &asked, state.now());
                Ok(people::read(state.pool(), find)?)
            })
            .await?;
        if found.is_none() {
            self.state.strangers().add(hash, self.state.now());
        }
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
        self.work_until(DEADLINE, work).await
    }

    /// The same, with as much time.
    pub(super) async fn work_until<T: Send + 'static>(
        &self,
        deadline: Duration,
        work: impl FnOnce(&State) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let state = self.state.clone();
        // Boxed, so that the program holds the machinery behind it once and not for each page.
        let work: Box<dyn FnOnce() -> Result<Box<dyn Any + Send>, Error> + Send> =
            Box::new(move || work(&state).map(|done| Box::new(done) as Box<dyn Any + Send>));
        let done = in_background(&self.state, deadline, work).await?;
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
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b';'))
        // One that is no text does not take the others with it.
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| Token::read(value))
}

pub(super) fn state_of(request: &HttpRequest) -> Result<State, Error> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let token = Token::new().unwrap();
        let mut headers = HeaderMap::new();
        let text = format!("x=1; cakupan_sesi={}; y", token.as_str());
        headers.append(COOKIE, HeaderValue::from_static("a=b"));
        headers.append(COOKIE, HeaderValue::from_str(&text).unwrap());
        assert_eq!(cookie(&headers, "cakupan_sesi"), Some(token.clone()));
        assert_eq!(cookie(&headers, "sesi"), None);
        assert_eq!(cookie(&headers, "x"), None, "no token");
        let mut odd = HeaderMap::new();
        let bytes = [b"a=\xff; ".as_slice(), text.as_bytes()].concat();
        odd.append(COOKIE, HeaderValue::from_bytes(&bytes).unwrap());
        assert_eq!(cookie(&odd, "cakupan_sesi"), Some(token));
    }
}
