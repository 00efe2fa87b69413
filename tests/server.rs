//! The application over HTTP: headers, cache, bad input, and a database in trouble.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod common;

use std::net::ToSocketAddrs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use actix_web::web;
use askama::Template;
use cakupan::db::{Connection, Pool};
use cakupan::web::filter::Key;
use cakupan::web::headers::POLICY;
use cakupan::web::page::Page;
use cakupan::web::{Error, routes};
use common::app::{Answer, TestApp};
use common::db::TestDb;
use common::proxy::Proxy;
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, RunQueryDsl, SqliteConnection};

const PAGE: &str = "/metodologi";

fn app() -> (TestDb, TestApp) {
    let test = TestDb::sqlite_published();
    let app = TestApp::start(&test.pool);
    (test, app)
}

fn execute(pool: &Pool, statement: &str) {
    pool.write(|c: &mut Connection| {
        diesel::sql_query(statement).execute(c)?;
        Ok(())
    })
    .unwrap();
}

/// What every response must have, whatever it says.
fn assert_guarded(answer: &Answer, what: &str) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name} of {what}");
    }
    assert!(answer.header("permissions-policy").is_some(), "{what}");
    assert_eq!(answer.header("x-request-id").map(str::len), Some(13), "{what}");
}

/// An error page: of the site, in Indonesian, with a number and a way on.
fn assert_error_page(answer: &Answer, status: u16, what: &str) {
    assert_eq!(answer.status, status, "{what}");
    assert_guarded(answer, what);
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    assert_eq!(answer.header("etag"), None, "{what}");
    let text = answer.text();
    let label = if status >= 500 { "Nomor gangguan" } else { "Nomor permintaan" };
    let number = answer.header("x-request-id").unwrap();
    assert!(text.contains(&format!("{label}: <code>{number}</code>")), "{what}: {text}");
    assert!(text.contains(r#"<html lang="id">"#) && text.contains("<h1>"), "{what}");
    assert!(text.contains(r#"<li><a href="/">Nasional</a></li>"#), "{what}");
    assert!(text.contains(r#"action="/cari""#), "{what}");
}

#[test]
fn a_page_has_its_headers_and_nothing_inline() {
    let (_test, app) = app();
    let answer = app.get(PAGE);
    assert_eq!(answer.status, 200);
    assert_guarded(&answer, PAGE);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(answer.header("vary"), Some("accept-encoding"));
    assert_eq!(answer.header("content-length").unwrap(), answer.body.len().to_string());
    let text = answer.text();
    assert!(!text.contains("style=") && !text.contains("<style") && !text.contains("onclick"));
    assert!(!text.contains("<script>"), "scripts are files");
    let page = scraper::Html::parse_document(text);
    let count = |selector: &str| page.select(&scraper::Selector::parse(selector).unwrap()).count();
    assert_eq!((count("h1"), count("main"), count("a.lompat")), (1, 1, 1));
    assert_eq!(count("[id=istilah]"), 1);
    assert_eq!(count("p.contoh"), 0, "the figures are published ones");
}

#[test]
fn encodings_are_negotiated_and_say_the_same() {
    let (_test, app) = app();
    let plain = app.get(PAGE);
    for (accept, encoding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip", Some("gzip")),
        ("br;q=0.1, gzip", Some("gzip")),
        ("identity", None),
        ("br;q=0", None),
    ] {
        // Twice: built, then from the cache.
        for turn in ["built", "cached"] {
            let answer = app.request("GET", PAGE, &[("accept-encoding", accept)]);
            assert_eq!(answer.header("content-encoding"), encoding, "{accept}, {turn}");
            assert_eq!(answer.decoded(), plain.text(), "{accept}, {turn}");
            assert_eq!(answer.header("etag"), plain.header("etag"));
            assert_guarded(&answer, accept);
        }
    }
}

#[test]
fn an_etag_that_holds_is_a_304_even_before_the_page_was_built() {
    let (test, app) = app();
    let etag = app.get(PAGE).header("etag").unwrap().to_owned();
    assert!(etag.starts_with("W/\""));
    let strong = etag.trim_start_matches("W/");
    let list = format!("\"x\", {etag}");
    for value in [etag.as_str(), strong, "*", &list] {
        for method in ["GET", "HEAD"] {
            let answer = app.request(method, PAGE, &[("if-none-match", value)]);
            assert_eq!(answer.status, 304, "{method} {value}");
            assert!(answer.body.is_empty());
            assert_eq!(answer.header("etag"), Some(etag.as_str()));
            assert_eq!(answer.header("cache-control"), Some("no-cache"));
            assert_eq!(answer.header("vary"), Some("accept-encoding"));
            assert!(answer.header("x-request-id").is_some());
        }
    }
    let other = app.request("GET", PAGE, &[("if-none-match", "\"x\"")]);
    assert_eq!(other.status, 200);

    // Another process over the same data: nothing built yet, and the tag still holds.
    let second = TestApp::start(&test.pool);
    let answer = second.request("GET", PAGE, &[("if-none-match", &etag)]);
    assert_eq!(answer.status, 304);
    assert!(second.state.cache().is_empty());
    assert_eq!(second.request("GET", PAGE, &[("if-none-match", "*")]).status, 200);
}

#[test]
fn head_is_get_without_a_body() {
    let (_test, app) = app();
    for path in [PAGE, "/healthz", "/tidak-ada", "/favicon.ico"] {
        let (get, head) = (app.get(path), app.request("HEAD", path, &[]));
        assert_eq!(get.status, head.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        for name in ["content-length", "content-type", "etag", "cache-control"] {
            assert_eq!(get.header(name), head.header(name), "{name} of {path}");
        }
    }
}

#[test]
fn other_methods_are_refused() {
    let (_test, app) = app();
    app.get(PAGE);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X"] {
        let answer = app.request(method, PAGE, &[("content-length", "0")]);
        assert_error_page(&answer, 405, method);
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
}

#[test]
fn unknown_addresses_get_a_404_page() {
    let (_test, app) = app();
    let long = format!("/{}", "a".repeat(1900));
    for path in [
        "/tidak-ada",
        "/metodologi/x",
        "/METODOLOGI",
        "/..",
        "/../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%00",
        "/%ff%fe",
        "/%",
        "/%zz",
        "//example.org/",
        "//example.org/metodologi/",
        "/static/cakupan.css",
        "/static/000000000000/cakupan.css",
        "/static/000000000000/..%2fCargo.toml",
        "/wilayah/<script>",
        &long,
    ] {
        let answer = app.get(path);
        if answer.status == 400 {
            continue; // Refused by the HTTP parser, before it is a request.
        }
        assert_error_page(&answer, 404, path);
        assert!(answer.text().contains("Halaman tidak ditemukan"), "{path}");
        assert!(!answer.text().contains("<script>"), "{path}");
    }
    assert!(app.state.cache().is_empty(), "errors are not kept");
}

#[test]
fn a_url_that_is_too_long_is_refused() {
    let (_test, app) = app();
    for path in [format!("/{}", "a".repeat(3000)), format!("{PAGE}?q={}", "a".repeat(3000))] {
        assert_error_page(&app.get(&path), 414, "long");
    }
    let huge = app.raw(format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000)).as_bytes());
    assert!((400..500).contains(&huge.status), "{}", huge.status);
}

#[test]
fn broken_requests_do_not_disturb_the_server() {
    let (_test, app) = app();
    for request in [
        &b"\x00\x01\x02\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET /metodologi\x00 HTTP/1.1\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
    ] {
        let answer = app.raw(request);
        assert!((400..500).contains(&answer.status), "{request:?}: {}", answer.status);
    }
    let odd = [("accept-encoding", "\u{e9}"), ("if-none-match", "\u{e9}"), ("x", "\u{1}")];
    for header in odd {
        assert_ne!(app.request("GET", PAGE, &[header]).status, 500);
    }
    assert_eq!(app.get(PAGE).status, 200);
}

#[test]
fn a_slash_too_many_leads_to_the_page() {
    let (_test, app) = app();
    let answer = app.get("/metodologi/?per=2025-04");
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header("location"), Some("/metodologi?per=2025-04"));
    assert_guarded(&answer, "redirect");
}

/// A page that reads every key, to test what reaches a page.
async fn echo(page: Page) -> Result<actix_web::HttpResponse, Error> {
    #[derive(Template)]
    #[template(source = "{{ text }}", ext = "html")]
    struct Echo {
        text: String,
    }
    page.show(|_, context| Ok(Echo { text: context.here().to_string() })).await
}

#[test]
fn strange_queries_do_not_fill_the_cache() {
    let (_test, app) = app();
    for number in 0..50 {
        let path = format!("{PAGE}?x={number}&utm_source=y{number}&per=%zz&=&&");
        assert_eq!(app.get(&path).status, 200, "{path}");
    }
    assert_eq!(app.get(PAGE).status, 200);
    assert_eq!(app.state.cache().len(), 1);
}

#[test]
fn every_page_refuses_bad_values_of_its_keys() {
    let (_test, app) = app();
    let bad = |key: Key| match key {
        Key::Per | Key::Banding => {
            vec!["2025-02-31", "30-04-2025", "kemarin", "2025-13", "%00", "%ff", "%", "0", "9999"]
        }
        Key::Segmen => vec!["BPU", "a+b", "'--", "%00", "%ff", "%F0%9F%92%A9"],
        Key::Target => vec!["-1", "x", "99999999999", "1.5"],
        Key::Tingkat => vec!["negara", "1"],
        Key::Hal => vec!["0", "-1", "x", "99999999999"],
        Key::Urut => vec!["a'--", "%00", "Nama"],
        Key::Q => vec!["%", "%ff"],
        Key::Bulan => vec!["0", "-1", "x", "25", "99999999999"],
        Key::Wilayah => vec!["15.01", "99", "jambi", "%00", "%ff"],
        Key::Versi => vec!["0", "-1", "x", "1.5", "99", "99999999999"],
    };
    for (pattern, keys) in routes::PAGES {
        let path = pattern
            .replace("{kode}/{segmen}/{tanggal}", "ID/total/2025-04-30")
            .replace("{kode}", "15")
            .replace("{versi}", "1")
            .replace("{nomor}", "7");
        for key in *keys {
            let name = key.name();
            let twice = format!("2025-04&{name}=2025-04");
            let long = "a".repeat(200);
            let values = bad(*key);
            for value in values.iter().copied().chain([twice.as_str(), long.as_str()]) {
                let url = format!("{path}?{name}={value}");
                let answer = app.get(&url);
                assert_error_page(&answer, 400, &url);
                assert!(answer.text().contains(&format!("Parameter “{name}”")), "{url}");
            }
        }
    }
    assert!(app.state.cache().is_empty());
}

#[test]
fn error_pages_offer_each_way_once() {
    let (_test, app) = app();
    for (path, way) in [
        ("/peringkat?hal=99", r#"<a href="/peringkat">"#),
        ("/?per=2024-13-40", r#"<a href="/?per=2024-12-31">Buka data per 31 Desember 2024</a>"#),
        ("/?per=2101-01-01", r#"<a href="/">Buka halaman ini tanpa parameter “per”</a>"#),
    ] {
        let answer = app.get(path);
        assert_error_page(&answer, 400, path);
        let page = answer.text().split("Jalan keluar").nth(1).unwrap();
        assert_eq!(page.matches(way).count(), 1, "{path}: {page}");
    }
    let answer = app.get("/wilayah/%00");
    assert!(answer.text().contains("Alamat ini tidak memuat kode wilayah."), "{}", answer.text());
}

struct Counted(Arc<AtomicUsize>);

fn with_routes(pool: &Pool) -> (TestApp, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let app = TestApp::start_with(pool, move |config| {
        config
            .app_data(web::Data::new(Counted(counted)))
            .route("/uji/gema", web::get().to(echo))
            .route("/uji/lambat", web::get().to(slow))
            .route("/uji/panik", web::get().to(panics))
            .route("/uji/panik-di-latar", web::get().to(panics_in_the_background));
    });
    (app, count)
}

async fn slow(page: Page, counted: web::Data<Counted>) -> Result<actix_web::HttpResponse, Error> {
    #[derive(Template)]
    #[template(source = "{{ version }}", ext = "html")]
    struct Slow {
        version: i64,
    }
    let counted = counted.0.clone();
    page.show(move |_, context| {
        counted.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(300));
        Ok(Slow { version: context.data.version })
    })
    .await
}

async fn panics() -> actix_web::HttpResponse {
    let sizes: Vec<usize> = Vec::new();
    actix_web::HttpResponse::Ok().body(vec![0; sizes[0]])
}

async fn panics_in_the_background(page: Page) -> Result<actix_web::HttpResponse, Error> {
    #[derive(Template)]
    #[template(source = "", ext = "html")]
    struct Nothing;
    page.show(|_, context| {
        assert!(context.data.version < 0, "a panic with the password of the database");
        Ok(Nothing)
    })
    .await
}

#[test]
fn identical_misses_are_built_once() {
    let test = TestDb::sqlite_published();
    let (app, count) = with_routes(&test.pool);
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (app, barrier) = (&app, &barrier);
            scope.spawn(move || {
                barrier.wait();
                // Different queries that mean the same.
                let answer = app.get(&format!("/uji/lambat?x={number}"));
                assert_eq!(answer.status, 200);
            });
        }
    });
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_page_is_built_to_its_end_when_the_client_has_gone() {
    let test = TestDb::sqlite_published();
    let (app, count) = with_routes(&test.pool);
    let request = b"GET /uji/lambat HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut stream = std::net::TcpStream::connect(app.address()).unwrap();
    std::io::Write::write_all(&mut stream, request).unwrap();
    while count.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(stream);
    assert_eq!(app.get("/uji/lambat").status, 200);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_new_data_version_replaces_pages() {
    for test in TestDb::both() {
        let (app, count) = with_routes(&test.pool);
        let before = app.get("/uji/lambat");
        assert_eq!(app.get("/uji/lambat").text(), before.text());
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let etag = before.header("etag").unwrap();

        execute(&test.pool, "update data_state set version = version + 1");
        app.state.refresh().unwrap();
        let after = app.request("GET", "/uji/lambat", &[("if-none-match", etag)]);
        assert_eq!(after.status, 200, "{}", test.backend);
        assert_ne!(after.text(), before.text());
        assert_ne!(after.header("etag"), before.header("etag"));
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}

#[test]
fn simulated_figures_are_marked_on_every_page() {
    let test = TestDb::sqlite_published();
    execute(&test.pool, "update data_state set simulated = true");
    let app = TestApp::start(&test.pool);
    for path in [PAGE, "/tidak-ada"] {
        assert!(app.get(path).text().contains(r#"<p class="contoh">Data simulasi</p>"#), "{path}");
    }
}

#[test]
fn a_panic_is_a_500_page_and_the_server_lives() {
    let test = TestDb::sqlite_published();
    let (app, _) = with_routes(&test.pool);
    for path in ["/uji/panik", "/uji/panik-di-latar"] {
        for method in ["GET", "GET", "HEAD"] {
            let answer = app.request(method, path, &[]);
            if method == "HEAD" {
                assert_eq!(answer.status, 500);
                continue;
            }
            assert_error_page(&answer, 500, path);
            assert!(answer.text().contains("Terjadi gangguan di server"), "{path}");
            assert!(!answer.text().contains("password"), "{path}");
        }
    }
    assert_eq!(app.get(PAGE).status, 200);
}

/// A database that cannot be used for a while.
struct Trouble {
    postgres: Option<String>,
}

impl Trouble {
    fn start(test: &TestDb) -> Self {
        let url = test.url.to_string();
        let name = url.starts_with("postgres").then(|| url.rsplit('/').next().unwrap().to_owned());
        if let Some(name) = &name {
            let server = common::db::server();
            server.execute(&format!("alter database {name} with allow_connections false"));
            server.execute(&format!(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
            ));
        } else {
            execute(&test.pool, "alter table data_state rename to gone");
        }
        Self { postgres: name }
    }

    fn end(self, test: &TestDb) {
        if let Some(name) = self.postgres {
            let statement = format!("alter database {name} with allow_connections true");
            common::db::server().execute(&statement);
        } else {
            execute(&test.pool, "alter table gone rename to data_state");
        }
    }
}

#[test]
fn a_database_that_does_not_answer_is_a_503_until_it_does() {
    for test in TestDb::both() {
        let (app, _) = with_routes(&test.pool);
        let cached = app.get(PAGE);
        assert_eq!(app.get("/healthz").status, 200);
        let trouble = Trouble::start(&test);

        // Found by a page before the watch has found it, and after.
        for watched in [false, true] {
            if watched {
                assert!(app.state.refresh().is_err());
            }
            let answer = app.get("/uji/gema");
            assert_error_page(&answer, 503, test.backend);
            assert!(answer.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
            assert!(answer.text().contains("Data sedang tidak dapat dibaca"));
            assert!(!answer.text().contains("data_state"), "no word of the database");
            let again = app.get(PAGE);
            assert_eq!((again.status, again.text()), (200, cached.text()), "{}", test.backend);
        }
        let health = app.get("/healthz");
        assert_eq!(health.status, 503);
        assert!(health.text().contains("does not answer"));

        trouble.end(&test);
        app.state.refresh().unwrap();
        assert_eq!(app.get("/uji/gema").status, 200, "{}", test.backend);
        let health = app.get("/healthz");
        assert_eq!(health.status, 200);
        assert_eq!(health.header("content-type"), Some("application/json"));
        let version = app.state.data().version;
        assert_eq!(health.text(), format!("{{\"status\":\"ok\",\"data_version\":{version}}}\n"));
    }
}

/// Asks until an answer is there; bounded, because what is waited for may never come.
fn eventually(seconds: u64, mut holds: impl FnMut() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(seconds) {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

fn through_a_proxy(test: &TestDb) -> (Proxy, Pool) {
    let url = test.url.to_string();
    let server = url.split_once('@').unwrap().1.split('/').next().unwrap();
    let proxy = Proxy::start(server.to_socket_addrs().unwrap().next().unwrap());
    let through = url.replace(server, &proxy.address().to_string());
    let pool = Pool::open(&through.parse().unwrap(), 3).unwrap();
    (proxy, pool)
}

#[test]
fn connections_that_hang_for_ever_are_given_up() {
    let test = TestDb::postgres_published();
    let (proxy, pool) = through_a_proxy(&test);
    let (app, _) = with_routes(&pool);
    let watch = app.state.watch(Duration::from_millis(50)).unwrap();
    assert_eq!(app.get("/uji/gema").status, 200);
    proxy.forget_connections();
    assert!(eventually(9, || app.get("/healthz").status == 503));
    assert!(eventually(9, || app.get("/healthz").status == 200));
    for year in 2010..2020 {
        assert_eq!(app.get(&format!("/uji/gema?per={year}")).status, 200);
    }
    proxy.stand_still(false);
    drop(watch);
}

#[test]
fn a_database_that_hangs_is_a_503_in_time_and_works_again() {
    let test = TestDb::postgres_published();
    let (proxy, pool) = through_a_proxy(&test);
    let (app, _) = with_routes(&pool);
    let watch = app.state.watch(Duration::from_millis(50)).unwrap();
    let cached = app.get(PAGE);

    proxy.stand_still(true);
    // Before anybody has noticed: nobody waits long for a bar on a page that is kept.
    let begin = Instant::now();
    let cookie = format!("cakupan_sesi={}", "a".repeat(64));
    let answer = app.request("GET", PAGE, &[("cookie", cookie.as_str())]);
    assert_eq!((answer.status, answer.text()), (200, cached.text()));
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    let begin = Instant::now();
    std::thread::scope(|scope| {
        // More than there are connections.
        for path in ["/uji/gema", "/uji/gema?per=2024", "/uji/gema?per=2023", "/cari?q=jambi"] {
            let app = &app;
            scope.spawn(move || {
                let answer = app.get(path);
                assert_error_page(&answer, 503, path);
                assert!(answer.header("retry-after").is_some());
            });
        }
    });
    assert!(begin.elapsed() < Duration::from_secs(12), "{:?}", begin.elapsed());
    assert_eq!(app.get("/healthz").status, 503);
    let begin = Instant::now();
    assert_eq!(app.get("/uji/gema?per=2022").status, 503);
    assert_eq!(app.get(PAGE).text(), cached.text(), "what is kept is still served");
    assert!(begin.elapsed() < Duration::from_secs(1), "nobody waits any more");

    proxy.stand_still(false);
    assert!(eventually(10, || app.get("/healthz").status == 200));
    assert_eq!(app.get("/uji/gema?per=2022").status, 200);
    drop(watch);
}

#[test]
fn data_that_count_alike_are_told_apart() {
    for test in TestDb::both() {
        let (app, _) = with_routes(&test.pool);
        let before = app.get("/uji/lambat");
        let etag = before.header("etag").unwrap();
        // A backup put back, and another import: the same number, other data.
        execute(&test.pool, "update data_state set stamp = stamp + 1");
        app.state.refresh().unwrap();
        let after = app.request("GET", "/uji/lambat", &[("if-none-match", etag)]);
        assert_eq!(after.status, 200, "{}", test.backend);
        assert_ne!(after.header("etag"), Some(etag));
    }
    let stamp = |test: &TestDb| test.pool.read(cakupan::db::state::load).unwrap().stamp;
    let [first, second] = TestDb::both();
    assert_ne!(stamp(&first), stamp(&second), "each filling has its own");
}

#[test]
fn a_file_that_is_replaced_or_gone_is_noticed() {
    let (test, other) = (TestDb::sqlite_published(), TestDb::sqlite_published());
    let (path, spare) = (test.url.sqlite_path().unwrap(), other.url.sqlite_path().unwrap());
    let (app, _) = with_routes(&test.pool);
    execute(&test.pool, "update data_state set version = 7"); // Stands in the log only.
    app.state.refresh().unwrap();
    assert_eq!(app.get("/uji/lambat").text(), "7");

    let backup = path.with_extension("backup");
    let copy = format!("vacuum into '{}'", backup.display());
    let mut connection = SqliteConnection::establish(spare.to_str().unwrap()).unwrap();
    connection.batch_execute("update data_state set version = 9").unwrap();
    connection.batch_execute(&copy).unwrap();
    std::fs::rename(&backup, path).unwrap();
    app.state.refresh().unwrap();
    assert_eq!(app.get("/uji/lambat").text(), "9");
    let sound = "select * from pragma_integrity_check";
    let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    connection.batch_execute(sound).unwrap();

    let away = path.with_extension("away");
    std::fs::rename(path, &away).unwrap();
    assert!(app.state.refresh().unwrap_err().to_string().contains("there is no file"));
    assert_error_page(&app.get("/uji/gema"), 503, "gone");
    assert_eq!(app.get("/uji/lambat").text(), "9", "what is kept is still served");
    assert!(!path.exists(), "nothing is made in its place");
    std::fs::rename(&away, path).unwrap();
    app.state.refresh().unwrap();
    assert_eq!(app.get("/uji/gema").status, 200);
}

#[test]
fn a_damaged_or_newer_schema_is_a_503() {
    for test in TestDb::both() {
        let (app, _) = with_routes(&test.pool);
        // Found by the page itself, before the watch looks.
        execute(&test.pool, "alter table regulation rename to gone");
        assert_error_page(&app.get("/regulasi"), 503, test.backend);
        assert!(app.state.refresh().unwrap_err().to_string().contains("regulation is missing"));
        execute(&test.pool, "alter table gone rename to regulation");
        app.state.refresh().unwrap();
        assert_eq!(app.get("/regulasi").status, 200);

        let newer = "insert into __diesel_schema_migrations (version) values ('29990101000000')";
        execute(&test.pool, newer);
        assert!(app.state.refresh().is_err());
        assert_error_page(&app.get("/pendanaan"), 503, test.backend);
    }
}

#[test]
fn the_watch_notices_a_new_version_by_itself() {
    let test = TestDb::sqlite_published();
    let app = TestApp::start(&test.pool);
    let watch = app.state.watch(Duration::from_millis(20)).unwrap();
    let version = app.state.data().version;
    execute(&test.pool, "update data_state set version = version + 5");
    let noticed = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        app.state.data().version == version + 5
    });
    assert!(noticed);
    drop(watch);
}

#[test]
fn files_are_immutable_under_their_hash() {
    let (_test, app) = app();
    let page = scraper::Html::parse_document(app.get(PAGE).text());
    let selector = scraper::Selector::parse("link[href], script[src]").unwrap();
    let urls: Vec<String> = page
        .select(&selector)
        .filter_map(|element| element.value().attr("href").or(element.value().attr("src")))
        .map(str::to_owned)
        .collect();
    assert_eq!(urls.len(), 4, "{urls:?}");
    cakupan::web::assets::compress();
    for url in urls {
        let plain = app.get(&url);
        assert_eq!(plain.status, 200, "{url}");
        assert_guarded(&plain, &url);
        assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
        let small = app.request("GET", &url, &[("accept-encoding", "br")]);
        assert_eq!(small.header("content-encoding").is_some(), !url.contains("woff2"), "{url}");
        assert!(small.body.len() <= plain.body.len());
        let etag = plain.header("etag").unwrap();
        let held = app.request("GET", &url, &[("if-none-match", etag)]);
        assert_eq!((held.status, held.body.len()), (304, 0), "{url}");
        assert_eq!(held.header("cache-control"), plain.header("cache-control"));
        let name = url.rsplit('/').next().unwrap();
        assert_error_page(&app.get(&format!("/static/123456789abc/{name}")), 404, &url);
        if name == "cakupan.css" {
            let font = plain.text().split("url(\"").nth(1).unwrap().split('"').next().unwrap();
            let font = app.get(font);
            assert_eq!((font.status, font.header("content-type")), (200, Some("font/woff2")));
        }
    }
    let icon = app.get("/favicon.ico");
    assert_eq!((icon.status, icon.header("content-type")), (200, Some("image/svg+xml")));
    let etag = icon.header("etag").unwrap();
    assert_eq!(app.request("GET", "/favicon.ico", &[("if-none-match", etag)]).status, 304);
}

#[test]
fn a_running_request_is_finished_when_the_server_stops() {
    let test = TestDb::sqlite_published();
    let (app, count) = with_routes(&test.pool);
    std::thread::scope(|scope| {
        let running = scope.spawn(|| app.get("/uji/lambat"));
        while count.load(Ordering::SeqCst) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        app.stop();
        assert_eq!(running.join().unwrap().status, 200);
    });
    assert!(std::net::TcpStream::connect(app.address()).is_err(), "nobody listens any more");
}

#[test]
fn request_numbers_differ() {
    let (_test, app) = app();
    let numbers: std::collections::HashSet<String> =
        (0..20).map(|_| app.get(PAGE).header("x-request-id").unwrap().to_owned()).collect();
    assert_eq!(numbers.len(), 20);
}
