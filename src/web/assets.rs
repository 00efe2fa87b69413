//! Files of the program: style sheet, script, font, icon.
//!
//! Each is reached under `/static/{hash}/{name}`, where the hash is that of its contents, so that it
//! may be kept for ever; a wrong hash is a 404 and never other contents than the page expects. The
//! best compression takes a moment, so it is made by [`compress`] in the background; until then a
//! file is sent as it is.

use std::sync::{LazyLock, OnceLock};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use sha2::{Digest, Sha256};

use super::cache;
use super::encoding::{Effort, Encoding};
use super::headers::{self, CachePolicy};

/// One file.
#[derive(Debug)]
pub struct Asset {
    /// Its URL.
    pub url: String,
    content_type: &'static str,
    identity: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

/// All files, by what they are for.
#[derive(Debug)]
pub struct Assets {
    /// The style sheet.
    pub css: Asset,
    /// The script.
    pub js: Asset,
    /// The typeface.
    pub font: Asset,
    /// The icon of the site.
    pub icon: Asset,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let font = Asset::new(
        "plus-jakarta-sans-latin-wght.woff2",
        "font/woff2",
        Bytes::from_static(include_bytes!("../../static/fonts/plus-jakarta-sans-latin-wght.woff2")),
    );
    // The file names the font as it lies beside it; a browser has to ask for the hashed one.
    let css = include_str!("../../static/cakupan.css")
        .replace("fonts/plus-jakarta-sans-latin-wght.woff2", &font.url);
    Assets {
        css: Asset::new("cakupan.css", "text/css; charset=utf-8", css.into()),
        js: Asset::new(
            "cakupan.js",
            "text/javascript; charset=utf-8",
            Bytes::from_static(include_bytes!("../../static/cakupan.js")),
        ),
        icon: Asset::new(
            "favicon.svg",
            "image/svg+xml",
            Bytes::from_static(include_bytes!("../../static/favicon.svg")),
        ),
        font,
    }
});

/// The files.
pub fn all() -> &'static Assets {
    &ASSETS
}

/// Makes the compressed forms, best effort; takes about a tenth of a second.
pub fn compress() {
    for asset in ASSETS.each() {
        if asset.content_type == "font/woff2" {
            continue; // Compressed by its format.
        }
        for (slot, encoding) in [(&asset.brotli, Encoding::Brotli), (&asset.gzip, Encoding::Gzip)] {
            if let Ok(bytes) = encoding.compress(&asset.identity, Effort::Asset) {
                _ = slot.set(bytes);
            }
        }
    }
}

impl Assets {
    fn each(&self) -> [&Asset; 4] {
        [&self.css, &self.js, &self.font, &self.icon]
    }

    /// The file of a URL path, with the right hash only.
    pub fn find(&self, path: &str) -> Option<&Asset> {
        self.each().into_iter().find(|asset| asset.url == path)
    }
}

impl Asset {
    fn new(name: &str, content_type: &'static str, identity: Bytes) -> Self {
        let mut hash = String::new();
        for byte in Sha256::digest(&identity).iter().take(6) {
            // Two hexadecimal digits each.
            hash.extend(
                [byte >> 4, byte & 15].map(|d| char::from_digit(d.into(), 16).unwrap_or('0')),
            );
        }
        Self {
            url: format!("/static/{hash}/{name}"),
            content_type,
            identity,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// The `ETag`, which the hash in the URL already is.
    pub fn etag(&self) -> HeaderValue {
        let hash = self.url.split('/').nth(2).unwrap_or_default();
        HeaderValue::from_str(&format!("W/\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""))
    }

    /// The response in the best form that is ready, or 304 when the client holds the file already.
    pub fn respond(&self, request: &HeaderMap, policy: CachePolicy) -> HttpResponse {
        if cache::names(request, &self.etag()) {
            return cache::not_modified(self.etag(), policy);
        }
        let accepted = Encoding::negotiate(request);
        let ready = match accepted {
            Encoding::Identity => None,
            Encoding::Gzip => self.gzip.get(),
            Encoding::Brotli => self.brotli.get(),
        };
        let (body, encoding) =
            ready.map_or((&self.identity, Encoding::Identity), |bytes| (bytes, accepted));
        let mut response = HttpResponse::with_body(StatusCode::OK, body.clone());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(encoding) = encoding.header() {
            headers.insert(CONTENT_ENCODING, encoding);
        }
        headers.insert(ETAG, self.etag());
        policy.write(headers);
        headers::guard(headers);
        response.map_into_boxed_body()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_names_the_font_by_its_hashed_url() {
        let css = std::str::from_utf8(&all().css.identity).unwrap();
        assert!(css.contains(&format!("url(\"{}\")", all().font.url)));
        assert!(!css.contains("url(\"fonts/"));
        assert!(!css.contains("data:"), "the content policy allows no data URLs");
    }

    #[test]
    fn only_the_right_hash_finds_a_file() {
        let asset = &all().css;
        assert_eq!(all().find(&asset.url).unwrap().url, asset.url);
        assert!(all().find("/static/000000000000/cakupan.css").is_none());
        assert!(all().find("/static//cakupan.css").is_none());
    }

    #[test]
    fn budgets_of_the_interface_guide() {
        compress();
        assert!(all().js.identity.len() <= 3 * 1024);
        assert!(all().css.identity.len() <= 45 * 1024);
        assert!(all().css.brotli.get().unwrap().len() <= 10 * 1024);
        assert!(all().icon.identity.len() <= 1024);
    }
}
