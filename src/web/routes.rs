//! The URL table: one line per route, with the query keys that the page reads.

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};

use super::filter::Key;
use super::headers::CachePolicy;
use super::{Error, assets, health, pages};

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
    "/revisi" => pages::revisi::show, [Versi];
    "/revisi/{versi}" => pages::revisi::one, [Hal, Versi];
    "/cari" => pages::cari::show, [Q, Versi];
    "/metodologi" => pages::metodologi::show, [Versi];
}

/// Registers all routes. HEAD is answered as GET: see [`super::front`].
pub fn configure(config: &mut web::ServiceConfig) {
    configure_pages(config);
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
    if shorter.len() < path.len() && is_page(shorter) {
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
