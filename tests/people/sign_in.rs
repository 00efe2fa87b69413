//! Signing in: the way in, what is refused, and how it is guarded.

use std::time::{Duration, Instant};

use cakupan::people::secret;
use cakupan::web::Settings;

use crate::browser::{Browser, PASSWORD, Site, add, holds, key, words};
use crate::common::db::TestDb;

#[test]
fn who_signs_in_is_led_to_where_they_wanted_to_go() {
    for site in Site::both() {
        let browser = site.browser();
        let asked = browser.get("/audit?tindakan=masuk&dari=2025-01-01");
        assert_eq!(asked.status, 303);
        let way = asked.header("location").unwrap().to_owned();
        assert_eq!(way, "/masuk?lanjut=%2Faudit%3Ftindakan%3Dmasuk%26dari%3D2025-01-01");
        assert_eq!(asked.header("cache-control"), Some("private, no-store"));
        let page = browser.get(&way);
        assert_eq!((page.status, page.header("cache-control")), (200, Some("private, no-store")));
        assert_eq!(page.header("content-encoding"), None);
        assert!(holds(
            &page,
            r#"input[name=lanjut][value="/audit?tindakan=masuk&dari=2025-01-01"]"#
        ));
        assert!(holds(&page, "input[name=login][autocomplete=username]"));
        assert!(holds(&page, "input[name=sandi][type=password][autocomplete=current-password]"));
        let key = key(&page);
        let fields = [
            ("kunci", key.as_str()),
            ("lanjut", "/audit?tindakan=masuk&dari=2025-01-01"),
            ("login", " ADMIN "),
            ("sandi", PASSWORD),
        ];
        let answer = browser.post_raw("/masuk", &fields);
        assert_eq!(answer.status, 303, "{}", site.test.backend);
        assert_eq!(answer.header("location"), Some("/audit?tindakan=masuk&dari=2025-01-01"));
        assert_eq!(browser.get("/audit").status, 200);
        let again = browser.get("/masuk?lanjut=/pengguna");
        assert_eq!((again.status, again.header("location")), (303, Some("/pengguna")));
    }
}

#[test]
fn the_cookie_is_for_this_site_and_no_script() {
    let site = Site::start();
    let answer = site.browser().sign_in("pembaca", PASSWORD);
    let cookie = answer.header("set-cookie").unwrap();
    let (pair, flags) = cookie.split_once("; ").unwrap();
    assert_eq!(flags, "Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(pair.strip_prefix("cakupan_sesi=").unwrap().len(), 64);
    let stored = site.test.pool.read(|c| cakupan::db::sessions::of_account(c, 5, 0, 0)).unwrap();
    assert_eq!(stored.len(), 1);
    assert!(!cookie.contains(&stored[0].token_hash), "the database does not know the token");
}

#[test]
fn over_tls_the_cookie_is_secure() {
    let proxy =
        Settings { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..Settings::default() };
    let always = Settings { secure_cookies: true, ..Settings::default() };
    for (settings, header, wanted) in [
        (Settings::default(), ("x-forwarded-proto", "https"), false),
        (proxy.clone(), ("x-forwarded-proto", "https"), true),
        (proxy, ("x-forwarded-proto", "http"), false),
        (always, ("x", "y"), true),
    ] {
        let site = Site::with(TestDb::sqlite_published(), settings);
        let mut browser = site.browser();
        browser.headers.push(header);
        let answer = browser.sign_in("pembaca", PASSWORD);
        let cookie = answer.header("set-cookie").unwrap();
        assert_eq!(cookie.starts_with("__Host-cakupan_sesi="), wanted, "{cookie}");
        assert_eq!(cookie.contains("; Secure"), wanted, "{cookie}");
        assert!(browser.is_in());
    }
}

#[test]
fn nothing_tells_whether_an_account_exists() {
    let site = Site::start();
    add(&site.test.pool, "terkunci", cakupan::domain::Role::Reader);
    site.test.pool.write(|c| cakupan::db::accounts::set_active(c, 6, false)).unwrap();
    let mut answers = Vec::new();
    for (login, password) in [
        ("pembaca", "salah sekali ini dia"),
        ("tidak.ada", "salah sekali ini dia"),
        ("terkunci", PASSWORD),
        ("tidak.ada", PASSWORD),
        ("bukan nama <b>", PASSWORD),
        ("", ""),
        ("pembaca", ""),
    ] {
        let browser = site.browser();
        let page = browser.get("/masuk");
        let key = key(&page);
        let fields = [("kunci", key.as_str()), ("login", login), ("sandi", password)];
        let answer = browser.post_raw("/masuk", &fields);
        assert_eq!(answer.status, 422, "{login}");
        assert_eq!(browser.session(), None, "{login}");
        assert!(!answer.text().contains("<b>"), "what was typed is escaped");
        let shown = answer.text().replace(&key, "");
        answers.push(shown.split(r#"<input id="login""#).next().unwrap().to_owned());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "all say the same");
    let entries = site.test.pool.read(|c| {
        let all =
            cakupan::db::trail::Wanted { account_id: None, event: None, from: 0, until: i64::MAX };
        cakupan::db::trail::count(c, &all)
    });
    assert_eq!(entries.unwrap(), 0, "strangers write nothing");
}

#[test]
fn a_name_that_nobody_has_takes_as_long_as_one_that_somebody_has() {
    let known = secret::hash(PASSWORD).unwrap();
    secret::warm_up();
    let time = |hash: Option<&str>| {
        let begin = Instant::now();
        assert!(!secret::verify("salah sekali ini dia", hash));
        begin.elapsed()
    };
    // The quickest of several, in turns, and within wide bounds: other tests use the processor too.
    // Without the work, it would be a thousandth; that the parameters are the same is tested beside
    // them.
    let (mut with, mut without) = (Duration::MAX, Duration::MAX);
    for _ in 0..7 {
        with = with.min(time(Some(&known)));
        without = without.min(time(None));
    }
    let ratio = with.as_secs_f64() / without.as_secs_f64();
    assert!((0.2..5.0).contains(&ratio), "{with:?} and {without:?}");
}

#[test]
fn attempts_in_vain_wait_longer_and_longer() {
    let site = Site::start();
    let browser = site.browser();
    for _ in 0..5 {
        assert_eq!(browser.sign_in("pembaca", "salah sekali ini dia").status, 422);
    }
    let wait = browser.sign_in("pembaca", PASSWORD);
    assert_eq!((wait.status, wait.header("retry-after")), (429, Some("2")));
    assert!(words(&wait).contains("Coba lagi dalam 2 detik"), "{}", words(&wait));
    assert_eq!(browser.session(), None, "not even with the right password");
    // The same for a name that nobody has.
    for _ in 0..5 {
        assert_eq!(browser.sign_in("tidak.ada", "salah sekali ini dia").status, 422);
    }
    assert_eq!(browser.sign_in("tidak.ada", "salah sekali ini dia").status, 429);
    // Others are not kept out.
    assert_eq!(site.browser().sign_in("admin", PASSWORD).status, 303);
    site.clock.advance(2);
    assert_eq!(browser.sign_in("pembaca", PASSWORD).status, 303);
    let audit = words(&site.signed_in("admin").get("/audit?tindakan=masuk"));
    assert!(audit.contains("setelah 5 percobaan yang tidak cocok"), "{audit}");
    // All is forgotten with success.
    assert_eq!(site.browser().sign_in("pembaca", "salah sekali ini dia").status, 422);
}

#[test]
fn one_address_cannot_try_many_names() {
    let site = Site::start();
    let browser = site.browser();
    for number in 0..30 {
        let answer = browser.sign_in(&format!("nama{number}"), "salah sekali ini dia");
        assert_eq!(answer.status, 422, "{number}");
    }
    assert_eq!(browser.sign_in("nama-lain", "salah sekali ini dia").status, 429);
    assert_eq!(browser.sign_in("admin", PASSWORD).status, 429);
}

#[test]
fn a_form_without_its_key_is_refused() {
    let site = Site::start();
    let browser = site.browser();
    browser.get("/masuk");
    for key in ["", "x", &"0".repeat(64)] {
        let fields = [("kunci", key), ("login", "admin"), ("sandi", PASSWORD)];
        let answer = browser.post_raw("/masuk", &fields);
        assert_eq!(answer.status, 403, "{key}");
        assert!(words(&answer).contains("Formulir ini tidak berlaku lagi"));
        assert!(holds(&answer, r#"main a[href="/masuk"]"#), "a way on");
    }
    let other = site.browser();
    let foreign = key(&other.get("/masuk"));
    let fields = [("kunci", foreign.as_str()), ("login", "admin"), ("sandi", PASSWORD)];
    assert_eq!(browser.post_raw("/masuk", &fields).status, 403, "the key of another browser");
    assert_eq!(Browser::new(&site.app).post_raw("/masuk", &fields).status, 403, "no cookie");
    assert_eq!(browser.session(), None);

    let admin = site.signed_in("admin");
    let add =
        [("tindakan", "tambah"), ("nama", "Penyusup"), ("login", "penyusup"), ("peran", "admin")];
    assert_eq!(admin.post_raw("/pengguna", &add).status, 403, "without a key");
    let guest = admin.cookies.borrow()["cakupan_tamu"].clone();
    let guest = secret::Token::read(&guest).unwrap().form_key();
    let with_guest = [&[("kunci", guest.as_str())][..], &add].concat();
    assert_eq!(admin.post_raw("/pengguna", &with_guest).status, 403, "the key of the way in");
    let checker = site.signed_in("pemeriksa");
    let theirs = key(&checker.get("/akun"));
    let with_theirs = [&[("kunci", theirs.as_str())][..], &add].concat();
    assert_eq!(admin.post_raw("/pengguna", &with_theirs).status, 403, "of another session");
    assert_eq!(admin.post("/pengguna", &add).status, 200);
}

#[test]
fn a_form_of_another_site_is_refused() {
    let site = Site::start();
    let admin = site.signed_in("admin");
    let key = key(&admin.get("/akun"));
    for (path, more) in [("/keluar", ("x", "")), ("/akun", ("tindakan", "semua"))] {
        let fields = [("kunci", key.as_str()), more];
        for from in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site"), ("origin", "http://test")],
            &[("origin", "http://evil.example")],
            &[("origin", "null")],
            &[("referer", "http://test/akun")],
            &[],
        ] {
            let answer = admin.post_from(path, &fields, from);
            assert_eq!(answer.status, 403, "{path} {from:?}");
            assert!(words(&answer).contains("tidak dikirim dari Cakupan"), "{path} {from:?}");
        }
    }
    assert!(admin.is_in());
    let fields = [("kunci", key.as_str())];
    assert_eq!(admin.post_from("/keluar", &fields, &[("origin", "http://test")]).status, 303);
}

#[test]
fn strange_bodies_do_no_harm() {
    let site = Site::start();
    let browser = site.browser();
    browser.get("/masuk");
    let cookies: Vec<String> =
        browser.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cookie = cookies.join("; ");
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let huge = format!("sandi={}", "a".repeat(2_000_000));
    for (body, status) in [
        ("%", 400),
        ("a=%ff", 400),
        ("\u{0}=\u{0}", 403),
        ("", 403),
        ("&&&===", 403),
        (huge.as_str(), 400),
    ] {
        let answer = site.app.post("/masuk", body, &headers);
        assert_eq!(answer.status, status, "{body:.20}");
    }
    let long = "ä".repeat(5_000);
    assert_eq!(browser.sign_in("admin", &long).status, 422, "longer than any password");
    assert_eq!(browser.sign_in(&long, PASSWORD).status, 422);
    assert_eq!(browser.sign_in("admin", PASSWORD).status, 303);
}

#[test]
fn sign_in_leads_to_no_other_site() {
    let site = Site::start();
    for target in
        ["//evil.example/", "https://evil.example/", "/\\evil.example", "/keluar", "/masuk"]
    {
        let browser = site.browser();
        let key = key(&browser.get(&format!("/masuk?lanjut={}", target.replace('\\', "%5C"))));
        let fields = [
            ("kunci", key.as_str()),
            ("lanjut", target),
            ("login", "pembaca"),
            ("sandi", PASSWORD),
        ];
        let answer = browser.post_raw("/masuk", &fields);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/akun")), "{target}");
    }
}

#[test]
fn a_database_that_cannot_be_written_lets_nobody_in_and_counts_nothing() {
    let site = Site::start();
    let execute = |statement: &str| {
        site.test
            .pool
            .write(|c| {
                use diesel::RunQueryDsl;
                Ok(diesel::sql_query(statement).execute(c)?)
            })
            .unwrap()
    };
    execute("alter table session rename to gone");
    let browser = site.browser();
    for _ in 0..10 {
        let answer = browser.sign_in("pembaca", PASSWORD);
        assert_eq!(answer.status, 503, "{}", words(&answer));
        assert_eq!(browser.session(), None);
    }
    execute("alter table gone rename to session");
    site.app.state.refresh().unwrap();
    assert_eq!(browser.sign_in("pembaca", PASSWORD).status, 303, "none of these was in vain");
}
