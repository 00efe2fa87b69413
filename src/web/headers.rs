//! Every header that Cakupan sends, in one place.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CROSS_ORIGIN_OPENER_POLICY,
    CROSS_ORIGIN_RESOURCE_POLICY, HeaderMap, HeaderValue, PERMISSIONS_POLICY, REFERRER_POLICY,
    VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

use super::urlencoding;

/// How long a response may be kept; chosen by the handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// A page: may be kept, but asks each time whether it still holds (`ETag`).
    Page,
    /// A file whose URL carries its hash: kept for a year without asking.
    Immutable,
    /// Errors, searches, health: never kept.
    NoStore,
    /// A page for somebody who is signed in: never kept, least of all by a cache for many.
    Private,
}

impl CachePolicy {
    /// The value of `cache-control`.
    pub fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Page => "no-cache",
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::NoStore => "no-store",
            Self::Private => "private, no-store",
        })
    }

    /// Writes what the policy means for a response whose encoding depends on the request.
    pub fn write(self, headers: &mut HeaderMap) {
        headers.insert(CACHE_CONTROL, self.header());
        if !matches!(self, Self::NoStore | Self::Private) {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
    }
}

/// The value of `content-disposition` for a file that is saved under a name.
pub fn attachment(name: &str) -> HeaderValue {
    let mut encoded = String::new();
    urlencoding::encode(name, &mut encoded);
    let text = format!("attachment; filename*=UTF-8''{}", encoded.replace('+', "%20"));
    // What is encoded has no sign that a header cannot hold.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Nothing from other origins, nothing inline, no frames, forms to this site only.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Writes the headers that guard every response with a body.
///
/// A 304 goes without them: the browser keeps those of the response it has stored.
pub fn guard(headers: &mut HeaderMap) {
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    );
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
}
