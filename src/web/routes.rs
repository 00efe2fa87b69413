//! The URL table: one line per route, with the query keys that the page reads.

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};

use super::filter::Key;
use super::headers::CachePolicy;
use super::{Error, assets, health, import_files, pages};
use crate::domain::Act;

macro_rules! pages {
    ($($path:literal => $handler:path, [$($key:ident),*];)*) => {
        /// Every page: its path and the keys of the query that it reads.
        pub const PAGES: &[(&str, &[Key])] = &[$(($path, &[$(Key::$key),*])),*];

        fn configure_pages(config: &mut web::ServiceConfig) {
            $(config.route($path, web::get().to($handler));)*
        }
    };
}

pages! {
    "/" => pages::nasional::show, [Per, Segmen, Target, Urut, Versi];
    "/wilayah/{kode}" => pages::wilayah::show, [Per, Segmen, Target, Urut, Versi];
    "/peringkat" => pages::peringkat::show, [Banding, Hal, Per, Segmen, Tingkat, Urut, Versi];
    "/target" => pages::target::show, [Hal, Per, Tingkat, Versi];
    "/pendanaan" => pages::pendanaan::show, [Versi];
    "/regulasi" => pages::regulasi::show, [Versi];
    "/sumber" => pages::sumber::show, [Hal, Versi];
    "/beda/{kode}/{segmen}/{tanggal}" => pages::beda::show, [Versi];
    "/revisi" => pages::revisi::show, [Versi];
    "/revisi/{versi}" => pages::revisi::one, [Hal, Versi];
    "/mutu" => pages::mutu::show, [Bulan, Per, Segmen, Versi, Wilayah];
    "/mutu/{kode}" => pages::mutu_wilayah::show, [Bulan, Per, Segmen, Versi];
    "/cari" => pages::cari::show, [Q, Versi];
    "/metodologi" => pages::metodologi::show, [Versi];
}

/// Who is let in to a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Everybody who is signed in.
    SignedIn,
    /// Those who may do something, with any region.
    May(Act),
    /// Those who may do one of two things, with any region.
    Either(Act, Act),
}

/// A route for people who work with the data; its pages are never kept.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// Its path.
    pub path: &'static str,
    /// Who is let in. The handler sees to it; this says what it has to do, and a test holds it to it.
    pub access: Access,
    /// The methods that it answers, HEAD aside.
    pub methods: &'static [&'static str],
}

macro_rules! desks {
    ($($path:literal for $access:expr, $($method:ident $handler:path),+;)*) => {
        /// Every route with a form, or for somebody who is signed in.
        pub const DESKS: &[Desk] = &[$(Desk {
            path: $path,
            access: $access,
            methods: &[$(stringify!($method)),+],
        }),*];

        fn configure_desks(config: &mut web::ServiceConfig) {
            $($(config.route($path, web::$method().to($handler));)+)*
        }
    };
}

desks! {
    "/masuk" for Access::Anyone, get pages::masuk::show, post pages::masuk::send;
    "/keluar" for Access::SignedIn, post pages::akun::leave;
    "/akun" for Access::SignedIn, get pages::akun::show, post pages::akun::send;
    "/pengguna" for Access::May(Act::ManageAccounts), get pages::pengguna::show,
        post pages::pengguna::send;
    "/impor" for Access::May(Act::Import), get pages::impor::show, post pages::impor::upload;
    "/impor/{nomor}" for Access::May(Act::Import), get pages::impor_berkas::check,
        post pages::impor_berkas::send;
    "/usulan" for Access::Either(Act::Import, Act::Publish), get pages::usulan::show;
    "/usulan/{nomor}" for Access::Either(Act::Import, Act::Publish), get pages::usulan_satu::show,
        post pages::usulan_satu::send;
    "/usulan/{nomor}/berkas" for Access::Either(Act::Import, Act::Publish),
        get import_files::proposed;
    "/beda/{kode}/{segmen}/{tanggal}/putuskan" for Access::May(Act::DecideConflict),
        get pages::beda::decide, post pages::beda::send;
    "/revisi/{versi}/tarik" for Access::May(Act::WithdrawBatch), get pages::tarik::show,
        post pages::tarik::send;
    "/impor/templat/{berkas}" for Access::May(Act::Import), get import_files::template;
    "/impor/{nomor}/kemajuan" for Access::May(Act::Import), get import_files::progress;
    "/impor/{nomor}/temuan.csv" for Access::May(Act::Import), get import_files::list;
    "/impor/{nomor}/temuan.xlsx" for Access::May(Act::Import), get import_files::marked;
    "/revisi/{versi}/berkas" for Access::May(Act::Import), get pages::revisi::file;
    "/audit" for Access::May(Act::ReadAudit), get pages::audit::show;
    "/audit.csv" for Access::May(Act::ReadAudit), get pages::audit::download;
}

/// Registers all routes. HEAD is answered as GET: see [`super::front`].
pub fn configure(config: &mut web::ServiceConfig) {
    configure_pages(config);
    configure_desks(config);
    config
        .route("/static/{hash}/{name}", web::get().to(file))
        .route("/favicon.ico", web::get().to(icon))
        .route("/healthz", web::get().to(health::show));
}

/// The query keys that the page of a path reads; none for other paths.
pub fn keys(path: &str) -> &'static [Key] {
    PAGES.iter().find(|(pattern, _)| matches(pattern, path)).map_or(&[], |(_, keys)| keys)
}

/// Whether a path belongs to a page.
pub fn is_page(path: &str) -> bool {
    PAGES.iter().any(|(pattern, _)| matches(pattern, path))
}

fn desk(path: &str) -> Option<&'static Desk> {
    DESKS.iter().find(|desk| matches(desk.path, path))
}

/// Whether a path takes forms.
pub fn is_written(path: &str) -> bool {
    desk(path).is_some_and(|desk| desk.methods.contains(&"post"))
}

/// Whether a path can be opened, as far as the table says.
pub fn is_read(path: &str) -> bool {
    desk(path).is_none_or(|desk| desk.methods.contains(&"get"))
}

/// The methods of a path, for the header `allow`.
pub fn allowed(path: &str) -> &'static str {
    match (is_read(path), is_written(path)) {
        (true, true) => "GET, HEAD, POST",
        (false, true) => "POST",
        _ => "GET, HEAD",
    }
}

/// Whether a path is open to everybody even where pages are not public.
pub fn is_open(path: &str) -> bool {
    matches!(path, "/masuk" | "/favicon.ico" | "/healthz") || path.starts_with("/static/")
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}

async fn file(request: HttpRequest) -> Result<HttpResponse, Error> {
    let asset = assets::all()
        .find(request.path())
        .ok_or_else(|| Error::not_found("Berkas ini bukan bagian dari versi Cakupan sekarang."))?;
    Ok(asset.respond(request.headers(), CachePolicy::Immutable))
}

async fn icon(request: HttpRequest) -> HttpResponse {
    assets::all().icon.respond(request.headers(), CachePolicy::Page)
}

/// Any other path: without the slashes at its end if there is such a page, else a 404.
pub async fn nothing_here(request: HttpRequest) -> Result<HttpResponse, Error> {
    let path = request.path();
    let shorter = path.trim_end_matches('/');
    let is_page = is_page(shorter) || desk(shorter).is_some_and(|_| is_read(shorter));
    if shorter.len() < path.len() && is_page {
        let query = request.query_string();
        let sign = if query.is_empty() { "" } else { "?" };
        return Ok(HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, format!("{shorter}{sign}{query}")))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .finish());
    }
    Err(Error::from_status(actix_web::http::StatusCode::NOT_FOUND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_whole_segments() {
        assert!(matches("/wilayah/{kode}", "/wilayah/15.01"));
        assert!(matches("/", "/"));
        for path in ["/wilayah", "/wilayah/", "/wilayah/15/x", "/wilayah2/15"] {
            assert!(!matches("/wilayah/{kode}", path), "{path}");
        }
    }
}
