//! Who sends a request, as far as the network tells: address, TLS, and from which site.

use std::net::IpAddr;

use actix_web::dev::RequestHead;
use actix_web::http::Method;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};

use super::data::Settings;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What a trusted proxy says, or what is seen where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The address; empty when it is not known.
    pub address: String,
    /// Whether the browser speaks TLS.
    pub secure: bool,
    host: String,
}

impl Client {
    /// Reads a request.
    pub fn of(head: &RequestHead, settings: &Settings) -> Self {
        let peer = head.peer_addr.map(|peer| peer.ip().to_canonical());
        let is_trusted = |address: &IpAddr| settings.trusted_proxies.contains(address);
        let trusted = peer.is_some_and(|peer| is_trusted(&peer));
        let forwarded = |name| trusted.then(|| last(head.headers(), &name)).flatten();
        let address =
            if trusted { forwarded_for(head.headers(), is_trusted).or(peer) } else { peer };
        let host = forwarded(X_FORWARDED_HOST)
            .or_else(|| last(head.headers(), &HOST))
            .or_else(|| head.uri.authority().map(ToString::to_string));
        Self {
            address: address.map(|address| address.to_string()).unwrap_or_default(),
            secure: settings.secure_cookies
                || forwarded(X_FORWARDED_PROTO)
                    .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https")),
            host: host.unwrap_or_default(),
        }
    }

    /// Whether a request that writes was sent by a page of this site.
    ///
    /// Every browser of today says so in one of two headers. A request without them is refused: it
    /// was sent by no page at all.
    pub fn is_own_site(&self, headers: &HeaderMap) -> bool {
        if let Some(site) = headers.get(&SEC_FETCH_SITE) {
            return site.as_bytes() == b"same-origin";
        }
        let origin = headers.get(&ORIGIN).and_then(|origin| origin.to_str().ok());
        origin.and_then(|origin| origin.split_once("://")).is_some_and(|(scheme, host)| {
            let scheme_fits = scheme == "https" || scheme == "http" && !self.secure;
            scheme_fits && !host.is_empty() && host.eq_ignore_ascii_case(&self.host)
        })
    }
}

/// Whether a method changes nothing.
pub fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// The last value of a header, be they in one line or in several: that of the nearest proxy.
fn last(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get_all(name).last()?.to_str().ok()?;
    Some(value.rsplit(',').next()?.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The address that the last proxy we trust was asked by: what stands before it, anybody may write.
fn forwarded_for(headers: &HeaderMap, is_trusted: impl Fn(&IpAddr) -> bool) -> Option<IpAddr> {
    let values: Vec<&str> =
        headers.get_all(X_FORWARDED_FOR).filter_map(|value| value.to_str().ok()).collect();
    let mut nearest = None;
    for part in values.iter().flat_map(|value| value.split(',')).rev() {
        let address = part.trim().parse::<IpAddr>().ok()?.to_canonical();
        nearest = Some(address);
        if !is_trusted(&address) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn settings(proxies: &[&str]) -> Settings {
        Settings {
            trusted_proxies: proxies.iter().map(|proxy| proxy.parse().unwrap()).collect(),
            ..Settings::default()
        }
    }

    fn client(headers: &[(&str, &str)], settings: &Settings) -> Client {
        let mut request = TestRequest::default().peer_addr("10.0.0.1:4711".parse().unwrap());
        for header in headers {
            request = request.append_header(*header);
        }
        Client::of(request.to_http_request().head(), settings)
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let headers = [
            ("host", "dalam"),
            ("x-forwarded-for", "203.0.113.7, 198.51.100.2"),
            ("x-forwarded-for", "10.0.0.2"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "cakupan.example"),
        ];
        let seen = client(&headers, &settings(&[]));
        assert_eq!(
            (seen.address.as_str(), seen.secure, seen.host.as_str()),
            ("10.0.0.1", false, "dalam")
        );
        let told = client(&headers, &settings(&["10.0.0.1", "10.0.0.2"]));
        assert_eq!(told.address, "198.51.100.2", "what stands before it was written by anybody");
        assert_eq!((told.secure, told.host.as_str()), (true, "cakupan.example"));
        let broken = client(&[("x-forwarded-for", "unknown")], &settings(&["10.0.0.1"]));
        assert_eq!((broken.address.as_str(), broken.secure), ("10.0.0.1", false));
    }

    #[test]
    fn writes_come_from_pages_of_this_site() {
        let own = client(&[("host", "cakupan.example:8080")], &settings(&[]));
        let mut secure = own.clone();
        secure.secure = true;
        for (name, value, wanted, wanted_secure) in [
            ("sec-fetch-site", "same-origin", true, true),
            ("sec-fetch-site", "same-site", false, false),
            ("sec-fetch-site", "cross-site", false, false),
            ("sec-fetch-site", "none", false, false),
            ("origin", "http://cakupan.example:8080", true, false),
            ("origin", "https://CAKUPAN.example:8080", true, true),
            ("origin", "http://cakupan.example", false, false),
            ("origin", "http://cakupan.example:8080.evil.example", false, false),
            ("origin", "null", false, false),
            ("origin", "ftp://cakupan.example:8080", false, false),
            ("x", "y", false, false),
        ] {
            let request = TestRequest::default().append_header((name, value)).to_http_request();
            assert_eq!(own.is_own_site(request.headers()), wanted, "{name}: {value}");
            assert_eq!(secure.is_own_site(request.headers()), wanted_secure, "{name}: {value}");
        }
        let request = TestRequest::default()
            .append_header(("sec-fetch-site", "cross-site"))
            .append_header(("origin", "http://cakupan.example:8080"))
            .to_http_request();
        assert!(!own.is_own_site(request.headers()), "the browser knows better");
    }
}
