//! The bar of somebody who is signed in, on pages that are the same for everybody.
//!
//! Those pages are built and kept once, for guests, and know nobody. Where somebody who is signed in asks
//! for one, the finished page is taken as it is, and the bar is put into that copy: so nothing that is
//! kept can hold what is for one person. Such a copy is sent plain, because it holds the key of a form
//! beside what others can choose, and is kept by no cache.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH,
};
use askama::Template;

use super::client;
use super::headers::CachePolicy;
use super::layout::Bar;
use super::session::Person;

/// Where `tata_letak.html` has the bar.
const PLACE: &str = "<!--orang-->";

/// What only guests see, from the one to the other.
const GUESTS: [&str; 2] = ["<!--tamu-->", "<!--/tamu-->"];

#[derive(Template)]
#[template(path = "komponen/bilah_orang.html")]
struct BarPart<'a> {
    bar: &'a Bar,
}

/// Asks for the page as it stands: its tag and its compressed forms are those of guests.
pub(super) fn ask_plain(request: &mut ServiceRequest) {
    if client::is_reading(request.method()) {
        let headers = request.headers_mut();
        headers.remove(IF_NONE_MATCH);
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
}

/// Puts the bar into a page for guests; every other response stays as it is.
pub(super) fn put(person: &Person, mut response: ServiceResponse) -> ServiceResponse {
    let headers = response.headers();
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_page = kind.is_some_and(|kind| kind.starts_with(b"text/html"));
    if !is_page || headers.contains_key(CONTENT_ENCODING) {
        return response;
    }
    response.headers_mut().remove(ETAG);
    CachePolicy::Private.write(response.headers_mut());
    response.map_body(|_, body: BoxBody| match body.try_into_bytes() {
        Ok(bytes) => {
            let page = std::str::from_utf8(&bytes).ok().and_then(|html| with(html, person));
            page.map_or_else(|| BoxBody::new(bytes), BoxBody::new)
        }
        Err(body) => body,
    })
}

/// The page with the bar; `None` for one that has its own.
fn with(html: &str, person: &Person) -> Option<String> {
    let (before, after) = html.split_once(PLACE)?;
    let bar = BarPart { bar: &person.bar() }.render().ok()?;
    let (until, guests) = after.split_once(GUESTS[0])?;
    let (_, rest) = guests.split_once(GUESTS[1])?;
    Some([before, &bar, until, rest].concat())
}
