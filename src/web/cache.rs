//! Rendered pages, kept compressed and ready to send.
//!
//! The key is the path and the normal form of the query; an entry holds the edition of the data that
//! it shows (data version and stamp) and is not used for another one, so a new version needs no
//! sweep: pages are replaced as they are asked for. The cache is bounded by bytes.
//!
//! Their tags (`ETag`) are weak, because plain, gzip and brotli bytes of a page share one: they say
//! edition, build of the program and key. So whether `If-None-Match` still holds is known without
//! the entry, and before any query.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH,
};
use actix_web::web::Bytes;

use super::encoding::{Effort, Encoding};
use super::headers::{self, CachePolicy};

/// Bytes that the cache may hold.
const CAPACITY: u64 = 32 * 1024 * 1024;

/// Bytes of a usual page with its compressed forms; the cache sizes its tables by it.
const USUAL: u64 = 64 * 1024;

/// A rendered page.
#[derive(Debug)]
pub struct Entry {
    /// The data that it shows: [`crate::db::state::DataState::edition`].
    pub edition: u64,
    etag: HeaderValue,
    identity: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

impl Entry {
    /// A page, compressed for the first client that asks for it; the other forms are made when
    /// somebody wants them.
    pub fn new(edition: u64, etag: HeaderValue, html: String, first: Encoding) -> Self {
        let entry = Self {
            edition,
            etag,
            identity: html.into(),
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        };
        entry.prepare(first);
        entry
    }

    /// Makes one compressed form; slow.
    pub fn prepare(&self, encoding: Encoding) {
        let slot = match encoding {
            Encoding::Identity => return,
            Encoding::Gzip => &self.gzip,
            Encoding::Brotli => &self.brotli,
        };
        // Plain bytes are a right answer to every request, should the encoder ever fail.
        slot.get_or_init(|| {
            encoding.compress(&self.identity, Effort::Page).unwrap_or_else(|_| Bytes::new())
        });
    }

    /// The bytes in an encoding; `None` when they have not been made yet.
    fn body(&self, encoding: Encoding) -> Option<(&Bytes, Encoding)> {
        let body = match encoding {
            Encoding::Identity => &self.identity,
            Encoding::Gzip => self.gzip.get()?,
            Encoding::Brotli => self.brotli.get()?,
        };
        Some(if body.is_empty() { (&self.identity, Encoding::Identity) } else { (body, encoding) })
    }

    /// The response in an encoding; `None` when it has not been made yet.
    pub fn respond(&self, encoding: Encoding) -> Option<HttpResponse> {
        let (body, encoding) = self.body(encoding)?;
        let mut response = HttpResponse::with_body(StatusCode::OK, body.clone());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if let Some(encoding) = encoding.header() {
            headers.insert(CONTENT_ENCODING, encoding);
        }
        headers.insert(ETAG, self.etag.clone());
        CachePolicy::Page.write(headers);
        headers::guard(headers);
        Some(response.map_into_boxed_body())
    }

    /// The answer to `If-None-Match`, when it names this page as it is.
    pub fn not_modified(&self, request: &HeaderMap) -> Option<HttpResponse> {
        names(request, &self.etag).then(|| not_modified(self.etag.clone(), CachePolicy::Page))
    }

    /// What it counts in the cache: compressed forms that are not there yet are estimated, because
    /// the weight of an entry must not change.
    fn weight(&self) -> u64 {
        (self.identity.len() + self.identity.len() / 3 + 1024) as u64
    }
}

/// A response without a body: what the client holds is still right.
pub fn not_modified(etag: HeaderValue, policy: CachePolicy) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::NOT_MODIFIED);
    let headers = response.headers_mut();
    headers.insert(ETAG, etag);
    policy.write(headers);
    response
}

/// Whether `If-None-Match` names the `ETag` of a page that is there: weakly, in a list, or by `*`.
pub fn names(request: &HeaderMap, etag: &HeaderValue) -> bool {
    names_exactly(request, etag)
        || request.get_all(IF_NONE_MATCH).any(|value| value.as_bytes().trim_ascii() == b"*")
}

/// The same without `*`, for a page of which it is not known whether it is there.
pub fn names_exactly(request: &HeaderMap, etag: &HeaderValue) -> bool {
    request.get_all(IF_NONE_MATCH).any(|value| {
        if value == etag {
            return true;
        }
        let (Ok(list), Ok(etag)) = (value.to_str(), etag.to_str()) else { return false };
        // Ours hold no comma, so splitting at commas cannot cut one in two.
        list.split(',').any(|tag| opaque(tag) == opaque(etag))
    })
}

fn opaque(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// The `ETag` of a page, which depends on nothing but these.
pub fn etag(edition: u64, build: u64, key: &str) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    (build, key).hash(&mut hasher);
    let text = format!("W/\"{edition:016x}-{:016x}\"", hasher.finish());
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

#[derive(Debug, Clone)]
struct ByBytes;

impl quick_cache::Weighter<Box<str>, Arc<Entry>> for ByBytes {
    fn weight(&self, key: &Box<str>, entry: &Arc<Entry>) -> u64 {
        key.len() as u64 + entry.weight()
    }
}

/// The pages that stand in memory.
#[derive(Debug)]
pub struct PageCache {
    pages: quick_cache::sync::Cache<Box<str>, Arc<Entry>, ByBytes>,
}

impl PageCache {
    /// An empty cache.
    pub fn new() -> Self {
        let usual = usize::try_from(CAPACITY / USUAL).unwrap_or(1);
        Self { pages: quick_cache::sync::Cache::with_weighter(usual, CAPACITY, ByBytes) }
    }

    /// The page under a key, if it shows that edition of the data.
    pub fn get(&self, key: &str, edition: u64) -> Option<Arc<Entry>> {
        self.pages.get(key).filter(|entry| entry.edition == edition)
    }

    /// Keeps a page.
    pub fn insert(&self, key: &str, entry: Arc<Entry>) {
        self.pages.insert(key.into(), entry);
    }

    /// Bytes held, with the estimates of [`Entry`].
    pub fn bytes(&self) -> u64 {
        self.pages.weight()
    }

    /// Pages held.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether no page is held.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

impl Default for PageCache {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_none_match_is_compared_weakly() {
        let etag = etag(7, 1, "/metodologi");
        let strong = etag.to_str().unwrap().trim_start_matches("W/").to_owned();
        for (value, wanted) in [
            (etag.to_str().unwrap().to_owned(), true),
            (strong.clone(), true),
            (format!("\"x\", {strong} , \"y\""), true),
            ("*".to_owned(), true),
            ("\"x\"".to_owned(), false),
            (String::new(), false),
            (format!("{strong}x"), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, HeaderValue::from_str(&value).unwrap());
            assert_eq!(names(&headers, &etag), wanted, "{value}");
        }
        assert!(!names(&HeaderMap::new(), &etag));
    }

    #[test]
    fn etags_differ_by_version_build_and_key() {
        let base = etag(1, 1, "/a");
        assert_eq!(base, etag(1, 1, "/a"));
        assert!([etag(2, 1, "/a"), etag(1, 2, "/a"), etag(1, 1, "/b")].iter().all(|e| *e != base));
    }

    #[test]
    fn the_cache_is_bounded_and_forgets_old_versions() {
        let cache = PageCache::new();
        for number in 0..2000 {
            let key = format!("/{number}");
            let entry = Entry::new(1, etag(1, 1, &key), "x".repeat(60_000), Encoding::Identity);
            cache.insert(&key, Arc::new(entry));
        }
        assert!(cache.bytes() <= CAPACITY && cache.len() < 600);
        assert!((0..2000).any(|number| cache.get(&format!("/{number}"), 1).is_some()));
        assert!((0..2000).all(|number| cache.get(&format!("/{number}"), 2).is_none()));
    }

    #[test]
    fn a_form_that_was_not_made_is_not_sent() {
        let entry = Entry::new(1, etag(1, 1, "/"), "x".repeat(500), Encoding::Brotli);
        assert!(entry.respond(Encoding::Brotli).is_some());
        assert!(entry.respond(Encoding::Identity).is_some());
        assert!(entry.respond(Encoding::Gzip).is_none());
        entry.prepare(Encoding::Gzip);
        let response = entry.respond(Encoding::Gzip).unwrap();
        assert_eq!(response.headers().get(CONTENT_ENCODING).unwrap(), "gzip");
    }
}
