//! Errors of the web layer and their pages.
//!
//! The policy:
//!
//! - A page handler returns [`Error`] and nothing else. It is the narrowest thing that is true: what
//!   the visitor asked for is badly written (400), does not exist (404), cannot be read just now
//!   (503), or we have made a mistake (500).
//! - The visitor reads what happened, what to do, and a way on. Never a message of the database or
//!   of a library; those go to the log, with the request number that the page shows.
//! - Who has to sign in first is led there (303) and back; who may not do something gets a 403. What
//!   is wrong with a form is no error: the page shows the form again and says so.
//! - Errors are never kept by a cache. A 503 says when to come back.
//! - Panics and errors of actix itself get the same pages ([`super::front`]).

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use super::filter::{BadInput, Filter, Key};
use super::headers::{self, CachePolicy};
use super::layout::Layout;
use super::link::Way;
use super::request_id::RequestId;
use super::{State, routes, urlencoding};
use crate::domain::{Role, wording};
use crate::{db, people};

/// Why a page cannot be shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A parameter of the URL cannot be used.
    #[error("bad input in {:?}", .0.key)]
    BadInput(Box<BadInput>),
    /// The request cannot be read at all.
    #[error("bad request")]
    BadRequest,
    /// There is no such thing.
    #[error("not found")]
    NotFound(Box<NotFound>),
    /// The page does not know the method.
    #[error("method not allowed")]
    Method,
    /// Another page comes first.
    #[error("see {0}")]
    SeeOther(String),
    /// Somebody who is signed in may not do this.
    #[error("forbidden to {0:?}")]
    Forbidden(Role),
    /// A form without the key of the session: it was opened before somebody signed in or out.
    #[error("a form without its key")]
    StaleForm,
    /// A form that no page of this site has sent.
    #[error("a form of another site")]
    ForeignForm,
    /// The URL is longer than any of ours.
    #[error("URI too long")]
    TooLong,
    /// The database does not answer.
    #[error("database: {0}")]
    Unavailable(String),
    /// A region or source would go, or is gone, that something refers to: a sentence about that, and one
    /// about what to do.
    #[error("{0}")]
    InUse(String, &'static str),
    /// Too many different pages are being built.
    #[error("too many pages under way")]
    Busy,
    /// Our mistake.
    #[error("{0}")]
    Internal(String),
}

/// What was looked for in vain, and where to look instead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotFound {
    /// A whole sentence that says what does not exist; empty for an unknown address.
    pub what: String,
    /// Ways on, the nearest first.
    pub ways: Vec<Way>,
}

impl Error {
    /// Something that does not exist; `what` is a whole sentence for the visitor.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound(Box::new(NotFound { what: what.into(), ways: Vec::new() }))
    }

    /// Offers a way on, after those offered already; only a 404 takes it.
    #[must_use]
    pub fn way(mut self, href: impl std::fmt::Display, text: impl Into<String>) -> Self {
        if let Self::NotFound(not_found) = &mut self {
            not_found.ways.push(Way::new(href, text));
        }
        self
    }

    /// Seconds after which to try again.
    fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Unavailable(_) => Some(5),
            Self::Busy => Some(1),
            _ => None,
        }
    }

    /// What actix reports by a status alone.
    pub(super) fn from_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound(Box::default()),
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::URI_TOO_LONG => Self::TooLong,
            status if status.is_client_error() => Self::BadRequest,
            status => Self::Internal(format!("status {status}")),
        }
    }
}

impl From<BadInput> for Error {
    fn from(bad: BadInput) -> Self {
        Self::BadInput(Box::new(bad))
    }
}

/// Why something cannot be taken back as the data are, and what to do; `None` for other errors.
pub(super) fn obstacle(error: &db::Error) -> Option<(String, &'static str)> {
    match error {
        db::Error::InUse { code, by, rows } => Some((
            format!("{code} masih dirujuk oleh {} {}.", wording::count(*rows), by.label()),
            "Tarik dahulu yang merujuknya; sumber yang pernah dirujuk tidak dapat ditarik.",
        )),
        db::Error::Gone { code } => Some((
            format!("Yang berlaku lagi merujuk wilayah {code}, yang sudah tidak ada."),
            "Masukkan lagi wilayah itu lebih dahulu, atau batalkan penarikannya.",
        )),
        _ => None,
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        if let Some((reason, advice)) = obstacle(&error) {
            Self::InUse(reason, advice)
        } else if error.is_unavailable() {
            Self::Unavailable(error.to_string())
        } else {
            Self::Internal(format!("database: {error}"))
        }
    }
}

impl From<people::Error> for Error {
    fn from(error: people::Error) -> Self {
        match error {
            people::Error::Database(error) => error.into(),
            // A form says so by itself; here it comes as a surprise.
            people::Error::Refused(_) | people::Error::Secret(_) => {
                Self::Internal(error.to_string())
            }
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("template: {error}"))
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadInput(_) | Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::SeeOther(_) => StatusCode::SEE_OTHER,
            Self::Forbidden(_) | Self::StaleForm | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::InUse(..) => StatusCode::CONFLICT,
            Self::TooLong => StatusCode::URI_TOO_LONG,
            Self::Unavailable(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Without a page: [`super::front`] writes it, because only there the request is known.
    fn error_response(&self) -> HttpResponse {
        match self {
            Self::SeeOther(location) => redirect(location),
            error => HttpResponse::new(error.status_code()),
        }
    }
}

/// Leads to another page of this site.
pub(super) fn redirect(location: &str) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::SEE_OTHER);
    let headers = response.headers_mut();
    // An own path, which is ASCII.
    let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(LOCATION, location);
    CachePolicy::Private.write(headers);
    response
}

/// What an error page says.
#[derive(Template)]
#[template(path = "galat.html")]
struct ErrorPage {
    layout: Layout,
    heading: &'static str,
    sentences: Vec<String>,
    ways: Vec<Way>,
    number_label: &'static str,
    number: RequestId,
}

/// The response to a request that failed.
pub(super) fn respond(
    error: &Error,
    state: &State,
    number: RequestId,
    path: &str,
    query: &str,
) -> HttpResponse {
    if let Error::SeeOther(location) = error {
        return redirect(location);
    }
    let status = error.status_code();
    let (heading, sentences) = words(error);
    let page = ErrorPage {
        layout: Layout::new(state.data(), heading, "Halaman ini tidak dapat ditampilkan."),
        heading,
        sentences,
        ways: ways(error, path, query),
        number_label: if status.is_server_error() { "Nomor gangguan" } else { "Nomor permintaan" },
        number,
    };
    // The number is the one thing that must reach the visitor, even if the template should fail.
    let html = page.render().unwrap_or_else(|_| format!("{heading}. Nomor gangguan: {number}"));
    let mut response = HttpResponse::with_body(status, html);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    CachePolicy::NoStore.write(headers);
    headers::guard(headers);
    if let Some(seconds) = error.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static(routes::allowed(path)));
    }
    response.map_into_boxed_body()
}

/// Heading and sentences in Indonesian.
fn words(error: &Error) -> (&'static str, Vec<String>) {
    let one = |sentence: &str| vec![sentence.to_owned()];
    match error {
        Error::BadInput(bad) => {
            let name = bad.key.name();
            let problem = &bad.problem;
            let first = if bad.given.is_empty() {
                format!("Parameter “{name}” {problem}.")
            } else {
                format!("Parameter “{name}” berisi “{}”: {problem}.", bad.given)
            };
            let sentences = [first, bad.expected.clone()];
            let sentences = sentences.into_iter().filter(|sentence| !sentence.is_empty());
            ("Isian pada alamat tidak dapat dibaca", sentences.collect())
        }
        Error::BadRequest => (
            "Permintaan tidak dapat dibaca",
            one("Alamat atau permintaan yang dikirim peramban tidak lengkap atau rusak. \
                 Salin alamat sekali lagi dari sumbernya."),
        ),
        Error::NotFound(not_found) if !not_found.what.is_empty() => (
            "Halaman tidak ditemukan",
            vec![not_found.what.clone(), "Cari wilayah atau kembali ke Nasional.".to_owned()],
        ),
        Error::NotFound(_) => {
            ("Halaman tidak ditemukan", one("Cari wilayah atau kembali ke Nasional."))
        }
        Error::Method => (
            "Cara ini tidak tersedia",
            one("Halaman ini tidak menerima permintaan seperti itu. \
                 Buka alamatnya langsung di peramban."),
        ),
        Error::SeeOther(_) => ("Buka halaman lain", Vec::new()),
        Error::Forbidden(role) => (
            "Peran Anda tidak mencakup halaman ini",
            one(&format!(
                "Anda masuk sebagai {}. Bila pekerjaan Anda memerlukan halaman atau tindakan ini, \
                 mintalah admin mengubah peran Anda.",
                role.label().to_lowercase()
            )),
        ),
        Error::StaleForm => (
            "Formulir ini tidak berlaku lagi",
            one("Formulir dibuka sebelum Anda masuk atau keluar, atau peramban menolak kuki. \
                 Tidak ada yang berubah. Buka halamannya sekali lagi, lalu isi kembali."),
        ),
        Error::ForeignForm => (
            "Formulir ini tidak dikirim dari Cakupan",
            one("Tidak ada yang berubah. Isi formulir langsung di halaman Cakupan."),
        ),
        Error::InUse(sentence, advice) => (
            "Belum dapat ditarik",
            vec![sentence.clone(), format!("Tidak ada yang berubah. {advice}")],
        ),
        Error::TooLong => (
            "Alamat terlalu panjang",
            one("Alamat ini lebih panjang daripada alamat mana pun di Cakupan. \
                 Cari wilayah atau kembali ke Nasional."),
        ),
        Error::Unavailable(_) => (
            "Data sedang tidak dapat dibaca",
            one("Basis data belum menjawab. Data Anda tidak berubah. \
                 Coba lagi beberapa saat; halaman lain mungkin tetap dapat dibuka."),
        ),
        Error::Busy => (
            "Server sedang sibuk",
            one(
                "Terlalu banyak halaman diminta pada saat yang sama. Coba lagi beberapa detik lagi.",
            ),
        ),
        Error::Internal(_) => (
            "Terjadi gangguan di server",
            one("Data Anda tidak berubah. Coba lagi beberapa saat. \
                 Bila gangguan berulang, sampaikan nomor di bawah ini kepada pengelola."),
        ),
    }
}

/// Ways on: what the error itself offers, then what can be made of the URL, at last the front page.
fn ways(error: &Error, path: &str, query: &str) -> Vec<Way> {
    let keys = routes::keys(path);
    let here = |drop: Option<Key>| {
        let link = Filter::parse_leniently(query, keys).0.link(path);
        drop.map_or(link.clone(), |key| link.without(key))
    };
    let mut ways = Vec::new();
    match error {
        Error::BadInput(bad) => {
            if let Some(value) = &bad.nearest {
                let text = match (bad.key, value.parse()) {
                    (Key::Per, Ok(date)) => format!("Buka data per {}", wording::date(date)),
                    (Key::Banding, Ok(date)) => {
                        format!("Bandingkan dengan {}", wording::date(date))
                    }
                    _ => format!("Buka dengan {} “{value}”", bad.key.name()),
                };
                ways.push(Way::new(here(Some(bad.key)).with(bad.key, value), text));
            }
            let text = format!("Buka halaman ini tanpa parameter “{}”", bad.key.name());
            let without = Way::new(here(Some(bad.key)), text);
            // The nearest value may be the default.
            if ways.iter().all(|way| way.href != without.href) {
                ways.push(without);
            }
        }
        Error::Forbidden(_) => ways.push(Way::new("/akun", "Akun saya")),
        Error::StaleForm if is_plain(path) && routes::is_read(path) => {
            ways.push(Way::new(path, "Buka halaman ini sekali lagi"));
        }
        Error::NotFound(not_found) => ways.extend(not_found.ways.iter().cloned()),
        Error::Unavailable(_) | Error::Busy | Error::Internal(_) if is_plain(path) => {
            ways.push(Way::new(here(None), "Muat ulang halaman ini"));
        }
        _ => {}
    }
    ways.push(Way::new("/", "Nasional"));
    ways
}

/// Whether a path may be linked to as it stands: one of ours, and no `//` that names another host.
fn is_plain(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && urlencoding::decode(path, false).is_ok_and(|decoded| decoded == path)
}
