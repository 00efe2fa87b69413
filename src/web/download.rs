//! Files that pages offer.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};

use super::headers::{self, CachePolicy};

/// A file to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Download {
    /// Plain text.
    pub const TEXT: &'static str = "text/plain; charset=utf-8";
    /// Comma-separated values.
    pub const CSV: &'static str = "text/csv; charset=utf-8";
    /// Whatever was uploaded.
    pub const ANY: &'static str = "application/octet-stream";
    /// A workbook.
    pub const XLSX: &'static str =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// The response that a browser saves.
    pub fn respond(self, policy: CachePolicy) -> HttpResponse {
        let mut response = HttpResponse::Ok().body(self.bytes);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(CONTENT_DISPOSITION, headers::attachment(&self.name));
        policy.write(headers);
        headers::guard(headers);
        response
    }
}
