//! Pages that ask for sign-in, and pages that are the same for everybody.

use cakupan::web::routes;

use crate::browser::{PASSWORD, Site, key, words};
use crate::common::app::TestApp;

fn paths() -> Vec<String> {
    routes::PAGES
        .iter()
        .map(|(path, _)| {
            path.replace("{kode}/{segmen}/{tanggal}", "ID/total/2025-04-30")
                .replace("{kode}", "15")
                .replace("{versi}", "1")
                .replace("{nomor}", "7")
        })
        .collect()
}

#[test]
fn private_pages_ask_for_sign_in_and_stay_out_of_every_cache() {
    let site = Site::private();
    let (stranger, reader) = (site.browser(), site.signed_in("pembaca"));
    let other = site.signed_in("pemeriksa");
    // Built and kept before the stranger asks.
    for path in paths() {
        let page = reader.get(&path);
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("cache-control"), Some("private, no-store"), "{path}");
        assert_eq!(page.header("etag"), None, "{path}: what is for one person has no tag");
        let again = reader.get(&path);
        assert_eq!((again.status, again.text()), (200, page.text()), "{path}, from the cache");
        assert_eq!(again.header("cache-control"), Some("private, no-store"), "{path}");
        assert!(page.text().contains("Orang pembaca"), "{path}: with the own bar");
        let theirs = other.get(&path);
        assert!(theirs.text().contains("Orang pemeriksa"), "{path}");
        assert!(!theirs.text().contains("Orang pembaca"), "{path}: never that of somebody else");

        let refused = stranger.get(&path);
        assert_eq!(refused.status, 303, "{path}");
        assert!(refused.body.is_empty());
        assert_eq!(refused.header("cache-control"), Some("private, no-store"), "{path}");
        assert!(refused.header("location").unwrap().starts_with("/masuk"), "{path}");
        let refused = stranger.get_with(&path, &[("if-none-match", "*")]);
        assert_eq!((refused.status, refused.header("etag")), (303, None), "{path}");
        let again = reader.get_with(&path, &[("if-none-match", "*")]);
        assert_eq!(again.status, 200, "{path}");
        let head = site.app.request("HEAD", &path, &[]);
        assert_eq!(head.status, 303, "HEAD {path}");
    }
}

#[test]
fn nothing_else_is_said_to_a_stranger() {
    let site = Site::private();
    let stranger = site.browser();
    for path in [
        "/tidak-ada",
        "/wilayah/99",
        "/wilayah/15?per=x",
        "/akun",
        "/masuk/",
        "//masuk",
        "/static",
        "/cari?q=jambi",
    ] {
        let answer = stranger.get(path);
        assert_eq!((answer.status, answer.body.len()), (303, 0), "{path}");
    }
    for path in ["/keluar", "/pengguna", "/metodologi", "/tidak-ada"] {
        assert_eq!(stranger.post_raw(path, &[]).status, 303, "POST {path}");
    }
    let page = stranger.get("/masuk");
    assert_eq!(page.status, 200);
    assert!(words(&page).contains("hanya untuk pengguna yang terdaftar"));
    for asset in page.text().split('"').filter(|part| part.starts_with("/static/")) {
        let file = stranger.get(asset);
        assert_eq!(file.status, 200, "{asset}");
        assert!(file.header("cache-control").unwrap().contains("immutable"));
    }
    for path in ["/healthz", "/favicon.ico"] {
        assert_eq!(stranger.get(path).status, 200, "{path}");
    }
}

#[test]
fn a_private_page_is_gone_with_the_session() {
    let site = Site::private();
    let browser = site.browser();
    let asked = browser.get("/wilayah/15?per=2024-12-02");
    assert_eq!(asked.header("location"), Some("/masuk?lanjut=%2Fwilayah%2F15%3Fper%3D2024-12-02"));
    assert_eq!(browser.sign_in("editor_daerah", PASSWORD).status, 303);
    assert_eq!(browser.get("/wilayah/15?per=2024-12-02").status, 200);
    assert_eq!(browser.get("/tidak-ada").status, 404);
    let answer = browser.post("/keluar", &[]);
    assert_eq!(answer.header("location"), Some("/masuk"));
    assert_eq!(browser.get("/wilayah/15?per=2024-12-02").status, 303);
}

#[test]
fn public_pages_are_kept_without_anybody_and_sent_with_the_own_bar() {
    const MASUK: &str = r#"<a href="/masuk">Masuk</a>"#;
    let site = Site::start();
    let (admin, reader) = (site.signed_in("admin"), site.signed_in("pembaca"));
    let guest = site.browser();
    // A stranger who asks another program over the same data gets what this one has to keep.
    let elsewhere = TestApp::start(&site.test.pool);
    for path in paths() {
        let own = admin.get(&path);
        assert!(own.text().contains("Orang admin") && !own.text().contains(MASUK), "{path}");
        assert_eq!(own.header("cache-control"), Some("private, no-store"), "{path}");
        assert_eq!((own.header("etag"), own.header("content-encoding")), (None, None), "{path}");

        let (theirs, wanted) = (guest.get(&path), elsewhere.get(&path));
        assert_eq!(theirs.text(), wanted.text(), "{path}: built for somebody, kept for nobody");
        assert!(!theirs.text().contains("Orang admin") && theirs.text().contains(MASUK), "{path}");
        for name in ["etag", "cache-control", "set-cookie"] {
            assert_eq!(theirs.header(name), wanted.header(name), "{path}: {name}");
        }

        let tag = theirs.header("etag").unwrap_or("*").to_owned();
        let asked = [("if-none-match", tag.as_str()), ("accept-encoding", "br")];
        let held = reader.get_with(&path, &asked);
        assert_eq!(held.status, 200, "{path}: the page of a guest is not that of a reader");
        assert!(held.text().contains("Orang pembaca"), "{path}");
        assert!(!held.text().contains("Orang admin"), "{path}");
        let key = key(&admin.get("/akun"));
        assert!(own.text().contains(&key) && !held.text().contains(&key), "{path}: the own key");
    }
}

#[test]
fn who_has_signed_out_gets_the_page_of_guests() {
    let site = Site::start();
    let browser = site.signed_in("editor_pusat");
    assert!(browser.get("/mutu").text().contains("Orang editor_pusat"));
    browser.post("/keluar", &[]);
    assert!(!browser.get("/mutu").text().contains("Orang editor_pusat"));
    for token in ["tidak-ada".to_owned(), "a".repeat(64)] {
        let cookie = format!("cakupan_sesi={token}");
        let stale = site.app.request("GET", "/mutu", &[("cookie", cookie.as_str())]);
        assert!(stale.text().contains(r#"<a href="/masuk">Masuk</a>"#), "{token}");
    }
    // Once the database does not know a cookie, it is not asked again for a moment.
    let execute = |statement: &str| {
        let run = |c: &mut cakupan::db::Connection| {
            use diesel::RunQueryDsl;
            Ok(diesel::sql_query(statement).execute(c)?)
        };
        site.test.pool.write(run).unwrap()
    };
    execute("alter table session rename to gone");
    let cookie = format!("cakupan_sesi={}", "a".repeat(64));
    let account = || site.app.request("GET", "/akun", &[("cookie", cookie.as_str())]).status;
    assert_eq!(account(), 303, "known to be nobody");
    site.clock.advance(11);
    assert_eq!(account(), 503, "asked again");
    let stale = site.app.request("GET", "/mutu", &[("cookie", cookie.as_str())]);
    assert_eq!(stale.status, 200, "what anybody may read");
    execute("alter table gone rename to session");
    // Pages that are not there have the bar too.
    let reader = site.signed_in("pembaca");
    let missing = reader.get("/tidak-ada");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("Orang pembaca"));
}

#[test]
fn a_database_that_does_not_answer_lets_nobody_see_private_pages() {
    let site = Site::private();
    let reader = site.signed_in("pembaca");
    assert_eq!(reader.get("/metodologi").status, 200);
    let execute = |statement: &str| {
        site.test
            .pool
            .write(|c| {
                use diesel::RunQueryDsl;
                Ok(diesel::sql_query(statement).execute(c)?)
            })
            .unwrap()
    };
    execute("alter table data_state rename to gone");
    assert!(site.app.state.refresh().is_err());
    assert_eq!(reader.get("/metodologi").status, 503);
    assert_eq!(site.browser().get("/metodologi").status, 303);
    execute("alter table gone rename to data_state");
    site.app.state.refresh().unwrap();
    assert_eq!(reader.get("/metodologi").status, 200);
}

#[test]
fn who_has_a_password_from_somebody_else_reads_nothing_before_an_own_one() {
    let site = Site::private();
    let admin = site.signed_in("admin");
    let answer = admin.post("/pengguna", &[("tindakan", "sandi"), ("nomor", "5")]);
    let password = crate::accounts::shown(&answer);
    let reader = site.browser();
    assert_eq!(reader.sign_in("pembaca", &password).status, 303);
    for path in ["/", "/wilayah/15", "/unduh/nasional.csv"] {
        let answer = reader.get(path);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/akun")), "{path}");
    }
    assert_eq!(reader.get("/akun").status, 200);
}
