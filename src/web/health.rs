//! `/healthz`, for load balancers and monitoring.

use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, web};

use super::State;
use super::headers::{self, CachePolicy};

/// Says whether the database answered when it was last asked, and the data version.
///
/// It does not ask itself, so that it costs nothing and answers at once.
pub async fn show(state: web::Data<State>) -> HttpResponse {
    let answering = state.is_answering();
    let mut response =
        if answering { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    let body = format!(
        "{{\"status\":\"{}\",\"data_version\":{}}}\n",
        if answering { "ok" } else { "database does not answer" },
        state.data().version
    );
    let mut response = response.body(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if !answering {
        headers.insert(RETRY_AFTER, HeaderValue::from(5));
    }
    CachePolicy::NoStore.write(headers);
    headers::guard(headers);
    response
}
