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

mod onward;
mod strangers;
mod visit;

use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, SET_COOKIE};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

pub(super) use self::onward::sign_in;
pub use self::onward::{HOME, onward};
pub(super) use self::strangers::Strangers;
pub use self::visit::Visit;
use self::visit::state_of;
use super::Error;
use super::data::State;
use super::headers::{self, CachePolicy};
use super::layout::{Bar, Layout, PROPOSALS};
use super::page::CHANGE_DEADLINE;
use crate::db::{self, Connection};
use crate::domain::rules::Thresholds;
use crate::domain::{Act, RegionCode, may};
use crate::people;
use crate::people::account::{Account, Refused};
use crate::people::secret::{self, Token};
use crate::people::session::SignedIn;
use crate::people::trail::Actor;

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
                None => visit.person().await?.ok_or_else(|| sign_in(visit.target()))?,
            };
            person.may_open(&path)?;
            Ok(person)
        })
    }
}

impl Person {
    /// Whether this person may go on to a page: who has a password from somebody else makes an own one
    /// first.
    ///
    /// # Errors
    /// The way to where that is done.
    pub(super) fn may_open(&self, path: &str) -> Result<(), Error> {
        if self.account().must_change && !["/akun", "/keluar"].contains(&path) {
            return Err(Error::SeeOther("/akun".to_owned()));
        }
        Ok(())
    }

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
        Actor::person(self.account(), self.visit.origin())
    }

    /// Whether what this person enters waits until a second person publishes it.
    pub fn needs_two(&self) -> bool {
        self.visit.state().settings().publish_needs_two
    }

    /// Now, in seconds of Unix.
    pub fn now(&self) -> i64 {
        self.visit.state().now()
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

    /// Writes as [`write`](Self::write) does, with more time, and has pages of this process show it at
    /// once.
    ///
    /// # Errors
    /// Those of [`write`](Self::write).
    pub async fn change<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<T, people::Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.visit
            .work_until(CHANGE_DEADLINE, |state| {
                let done = people::write(state.pool(), f)?;
                // The pages would notice within a second anyway.
                _ = state.refresh();
                Ok(done)
            })
            .await
    }

    /// Carries something out and undoes it all, to tell what would come of it; `None` while somebody else
    /// writes, and where nobody can.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rehearse<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<T, people::Error> + Send + 'static,
    ) -> Result<Option<T>, Error> {
        let rehearse = |state: &State| match people::rehearse(state.pool(), f) {
            Ok(done) => Ok(Some(done)),
            Err(people::Error::Database(db::Error::Busy(_) | db::Error::ReadOnly(_))) => Ok(None),
            Err(error) => Err(error.into()),
        };
        self.visit.work_until(CHANGE_DEADLINE, rehearse).await
    }

    /// The limits of the rules that figures are held against.
    pub fn limits(&self) -> Thresholds {
        self.visit.state().settings().limits.clone()
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
        let mut layout = Layout::new(self.visit.state().data(), title, description);
        layout.bar = Some(self.bar());
        layout
    }

    /// The bar above the pages that this person opens.
    pub fn bar(&self) -> Bar {
        let account = self.account();
        Bar {
            name: account.name.clone(),
            role: account.grant.role().label(),
            region: account.region_name.clone(),
            key: self.form_key(),
            here: path_of(self.visit.target()).to_owned(),
            entries: self.desks(),
        }
    }

    /// A page for this person alone.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page(&self, status: StatusCode, page: &impl Template) -> Result<HttpResponse, Error> {
        page_for_one(status, page)
    }
}

/// An address without its query.
fn path_of(target: &str) -> &str {
    target.split_once('?').map_or(target, |(path, _)| path)
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

/// Makes what the first sign-in would else wait for.
pub fn warm_up() {
    secret::warm_up();
}
