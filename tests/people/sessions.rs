//! How sessions begin, run out and end.

use cakupan::people::session::{ABSOLUTE, IDLE};
use diesel::Connection as _;
use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;

use crate::browser::{PASSWORD, Site, holds, key, words};

#[test]
fn a_session_ends_after_an_hour_without_a_request() {
    let site = Site::start();
    let browser = site.signed_in("pembaca");
    for _ in 0..5 {
        site.clock.advance(IDLE - 1);
        // Once a request notes the use, in the background.
        assert!(browser.is_in());
    }
    site.clock.advance(IDLE);
    assert!(!browser.is_in());
    assert_eq!(browser.sign_in("pembaca", PASSWORD).status, 303);
    assert!(browser.is_in());
}

#[test]
fn a_session_ends_after_twelve_hours_in_any_case() {
    let site = Site::start();
    let browser = site.signed_in("pembaca");
    let mut passed = 0;
    while passed + 1800 < ABSOLUTE {
        site.clock.advance(1800);
        passed += 1800;
        assert!(browser.is_in(), "after {passed} s");
    }
    site.clock.advance(ABSOLUTE - passed);
    assert!(!browser.is_in());
}

#[test]
fn the_use_of_a_session_is_noted_once_a_minute() {
    let site = Site::start();
    let browser = site.signed_in("pembaca");
    let noted = || {
        let all = site.test.pool.read(|c| cakupan::db::sessions::of_account(c, 5, 0, 0)).unwrap();
        all[0].seen_at
    };
    let begin = noted();
    site.clock.advance(59);
    browser.get("/akun");
    assert_eq!(noted(), begin);
    site.clock.advance(1);
    browser.get("/akun");
    let late = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        noted() == begin + 60
    });
    assert!(late, "noted beside the request");
}

#[test]
fn a_use_counts_also_while_the_database_cannot_note_it() {
    let site = Site::start();
    let browser = site.signed_in("pembaca");
    // Another program writes for a long time.
    let path = site.test.url.sqlite_path().unwrap().to_owned();
    let mut holder = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    holder.batch_execute("begin immediate").unwrap();
    for _ in 0..3 {
        site.clock.advance(IDLE - 10);
        let begin = std::time::Instant::now();
        assert!(browser.is_in());
        assert!(begin.elapsed().as_secs() < 2, "nobody waits for the note");
    }
    holder.batch_execute("rollback").unwrap();
}

#[test]
fn signing_in_begins_a_new_session_and_ends_the_old_one() {
    let site = Site::start();
    let browser = site.signed_in("pembaca");
    let old = browser.session().unwrap();
    // A session that somebody else could have planted in the browser.
    let page = browser.get("/akun");
    assert_eq!(page.status, 200);
    let guest = key(&site.browser().get("/masuk"));
    assert_eq!(guest.len(), 64);
    let own = {
        let token = browser.cookies.borrow()["cakupan_tamu"].clone();
        cakupan::people::secret::Token::read(&token).unwrap().form_key()
    };
    let fields = [("kunci", own.as_str()), ("login", "admin"), ("sandi", PASSWORD)];
    assert_eq!(browser.post_raw("/masuk", &fields).status, 303);
    let new = browser.session().unwrap();
    assert_ne!(old, new);
    assert!(words(&browser.get("/akun")).contains("Orang admin"));
    browser.cookies.borrow_mut().insert("cakupan_sesi".to_owned(), old);
    assert!(!browser.is_in(), "the old one has ended");
}

#[test]
fn signing_out_ends_this_session_only() {
    for site in Site::both() {
        let (here, there) = (site.signed_in("pembaca"), site.signed_in("pembaca"));
        let token = here.session().unwrap();
        let answer = here.post("/keluar", &[]);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
        assert!(answer.header("set-cookie").unwrap().contains("cakupan_sesi=; "));
        assert_eq!(here.session(), None);
        here.cookies.borrow_mut().insert("cakupan_sesi".to_owned(), token);
        assert!(!here.is_in(), "not even with the old cookie");
        assert!(there.is_in());
    }
}

#[test]
fn all_sessions_are_listed_and_end_one_by_one_or_together() {
    for site in Site::both() {
        let mut phone = site.browser();
        phone.headers = vec![("user-agent", "Chrome/140 Mobile Android")];
        phone.sign_in("pembaca", PASSWORD);
        site.clock.advance(60);
        let (here, there) = (site.signed_in("pembaca"), site.signed_in("pembaca"));
        let other = site.signed_in("pemeriksa");
        let page = here.get("/akun");
        let text = words(&page);
        assert!(
            text.contains("Firefox di Linux (sesi ini) 127.0.0.1, masuk 15 Jan 2027, 15.01"),
            "{text}"
        );
        assert!(text.contains("Chrome di Android"), "{text}");
        assert_eq!(text.matches("Akhiri").count(), 2);
        let hash = |browser: &crate::browser::Browser| {
            cakupan::people::secret::Token::read(&browser.session().unwrap()).unwrap().hash()
        };
        let answer = here.post("/akun", &[("tindakan", "akhiri"), ("sesi", &hash(&phone))]);
        assert_eq!(answer.header("location"), Some("/akun?kabar=sesi"));
        assert!(words(&here.get("/akun?kabar=sesi")).contains("Sesi diakhiri."));
        assert!(!phone.is_in() && there.is_in());
        here.post("/akun", &[("tindakan", "akhiri"), ("sesi", &hash(&other))]);
        assert!(other.is_in(), "a session of somebody else");
        for odd in ["", "\0", "' or 1=1 --"] {
            let answer = here.post("/akun", &[("tindakan", "akhiri"), ("sesi", odd)]);
            assert_eq!(answer.status, 400, "{odd:?}");
        }

        let answer = here.post("/akun", &[("tindakan", "semua")]);
        assert_eq!(answer.header("location"), Some("/masuk"));
        assert!(!here.is_in() && !there.is_in() && other.is_in());
        let audit = words(&site.signed_in("admin").get("/audit?tindakan=keluar_semua"));
        assert!(audit.contains("2 sesi berakhir"), "{audit}");
    }
}

#[test]
fn a_new_password_ends_all_other_sessions() {
    const NEW: &str = "tujuh gajah menyeberang";
    for site in Site::both() {
        let (here, there) = (site.signed_in("pembaca"), site.signed_in("pembaca"));
        let before = here.session().unwrap();
        let change = |now: &str, new: &str, again: &str| {
            here.post(
                "/akun",
                &[
                    ("tindakan", "sandi"),
                    ("sandi-kini", now),
                    ("sandi-baru", new),
                    ("sandi-ulang", again),
                ],
            )
        };
        for (now, new, again, field, says) in [
            ("salah sekali ini dia", NEW, NEW, "sandi-kini", "tidak cocok"),
            (PASSWORD, "pendek", "pendek", "sandi-baru", "paling sedikit 12 karakter"),
            (PASSWORD, "indonesia2026", "indonesia2026", "sandi-baru", "pertama dicoba"),
            (PASSWORD, NEW, "tujuh gajah", "sandi-ulang", "berbeda"),
            (PASSWORD, PASSWORD, PASSWORD, "sandi-baru", "sama"),
        ] {
            let answer = change(now, new, again);
            assert_eq!(answer.status, 422, "{new}");
            assert!(words(&answer).contains(says), "{says}: {}", words(&answer));
            assert!(holds(&answer, &format!("#{field}[aria-invalid=true]")), "{field}");
            assert!(holds(&answer, &format!(r##".sisi--salah a[href="#{field}"]"##)), "{field}");
            assert!(!answer.text().contains(new), "passwords are never sent back");
        }
        assert!(there.is_in());
        site.clock.advance(10);
        let answer = change(PASSWORD, NEW, NEW);
        assert_eq!(answer.header("location"), Some("/akun?kabar=sandi"), "{}", site.test.backend);
        assert_ne!(here.session().unwrap(), before, "a new token");
        assert!(here.is_in() && !there.is_in());
        assert_eq!(there.sign_in("pembaca", PASSWORD).status, 422);
        assert_eq!(there.sign_in("pembaca", NEW).status, 303);
    }
}

#[test]
fn an_open_session_is_no_way_to_try_passwords() {
    let site = Site::start();
    let browser = site.signed_in("pembaca");
    let new = "tujuh gajah menyeberang";
    let change = |now: &str| {
        let answer = browser.post(
            "/akun",
            &[
                ("tindakan", "sandi"),
                ("sandi-kini", now),
                ("sandi-baru", new),
                ("sandi-ulang", new),
            ],
        );
        words(&answer)
    };
    for _ in 0..5 {
        assert!(change("salah sekali ini dia").contains("tidak cocok"));
    }
    assert!(change(PASSWORD).contains("Coba lagi dalam 2 detik"));
}
