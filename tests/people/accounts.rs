//! The accounts page.

use crate::browser::{PASSWORD, Site, holds, words};

/// The password that a page shows once.
pub fn shown(answer: &crate::common::app::Answer) -> String {
    let text = answer.text().split(r#"<code class="sandi">"#).nth(1).unwrap();
    text.split('<').next().unwrap().to_owned()
}

#[test]
fn an_account_is_added_and_its_owner_chooses_a_password() {
    for site in Site::both() {
        let admin = site.signed_in("admin");
        let fields = [
            ("tindakan", "tambah"),
            ("nama", "  Made   Ayu "),
            ("login", "Made@Bali.go.id"),
            ("peran", "editor_daerah"),
            ("wilayah", "51.71"),
        ];
        let answer = admin.post("/pengguna", &fields);
        assert_eq!(answer.status, 200, "{}", words(&answer));
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
        let password = shown(&answer);
        assert!(!admin.get("/pengguna").text().contains(&password), "shown once");
        assert!(words(&admin.get("/pengguna")).contains(
            "Made Ayu made@bali.go.id Editor daerah, Kota Denpasar Kata sandi awal Belum pernah"
        ));

        let made = site.browser();
        let answer = made.sign_in("made@bali.go.id", &password);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/akun")));
        let page = made.get("/akun");
        assert!(words(&page).contains("Ganti kata sandi Anda lebih dahulu"));
        for path in ["/pengguna", "/audit"] {
            assert_eq!(made.get(path).header("location"), Some("/akun"), "{path}");
        }
        let new = "tujuh gajah menyeberang";
        let answer = made.post(
            "/akun",
            &[
                ("tindakan", "sandi"),
                ("sandi-kini", &password),
                ("sandi-baru", new),
                ("sandi-ulang", new),
            ],
        );
        assert_eq!(answer.header("location"), Some("/akun?kabar=sandi"));
        assert!(!words(&made.get("/akun")).contains("lebih dahulu"));
        assert_eq!(made.get("/pengguna").status, 403);
    }
}

#[test]
fn what_cannot_be_taken_is_said_at_its_field() {
    let site = Site::start();
    let admin = site.signed_in("admin");
    for (nama, login, peran, wilayah, field, says) in [
        ("", "baru", "pembaca", "", "nama", "Tulis nama"),
        ("a\u{202e}b", "baru", "pembaca", "", "nama", "Tulis nama"),
        ("Baru", "b", "pembaca", "", "login", "3 sampai 100"),
        ("Baru", "nama dengan spasi", "pembaca", "", "login", "3 sampai 100"),
        ("Baru", "ADMIN", "pembaca", "", "login", "sudah dipakai"),
        ("Baru", "baru", "editor_daerah", "", "wilayah", "Tulis kode wilayah"),
        ("Baru", "baru", "editor_daerah", "99", "wilayah", "“99” tidak dikenal"),
        ("Baru", "baru", "editor_daerah", "<i>", "wilayah", "“<i>” tidak dikenal"),
        ("Baru", "baru", "pembaca", "51", "wilayah", "Hanya editor daerah"),
    ] {
        let fields = [
            ("tindakan", "tambah"),
            ("nama", nama),
            ("login", login),
            ("peran", peran),
            ("wilayah", wilayah),
        ];
        let answer = admin.post("/pengguna", &fields);
        assert_eq!(answer.status, 422, "{says}");
        assert!(words(&answer).contains(says), "{says}: {}", words(&answer));
        assert!(
            holds(&answer, &format!("#{field}[aria-invalid=true][aria-describedby]")),
            "{says}"
        );
        assert!(holds(&answer, &format!(r##".sisi--salah a[href="#{field}"]"##)), "{says}");
        assert!(holds(&answer, "#tambah details[open]"), "{says}");
        assert!(holds(&answer, &format!("#peran option[value={peran}][selected]")), "{says}");
        assert!(!answer.text().contains("<i>"), "escaped");
    }
    assert!(words(&admin.get("/pengguna")).contains("5 akun, 5 di antaranya aktif"));
    for fields in [
        &[("tindakan", "tambah"), ("nama", "x"), ("login", "abc"), ("peran", "raja")][..],
        &[("tindakan", "hapus"), ("nomor", "1")],
        &[("tindakan", "kunci"), ("nomor", "x")],
    ] {
        assert_eq!(admin.post("/pengguna", fields).status, 400, "{fields:?}");
    }
    for path in ["/pengguna?nomor=99", "/pengguna?nomor=x"] {
        let answer = admin.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(holds(&answer, r#"main a[href="/pengguna"]"#), "{path}");
    }
    assert_eq!(admin.post("/pengguna", &[("tindakan", "sandi"), ("nomor", "99")]).status, 404);
}

#[test]
fn a_locked_account_is_out_at_once_and_comes_back_with_its_password() {
    for site in Site::both() {
        let (admin, reader) = (site.signed_in("admin"), site.signed_in("pembaca"));
        let answer = admin.post("/pengguna", &[("tindakan", "kunci"), ("nomor", "5")]);
        assert_eq!(answer.header("location"), Some("/pengguna?nomor=5&kabar=kunci"));
        let page = admin.get("/pengguna?nomor=5&kabar=kunci");
        assert!(words(&page).contains("Akun dikunci."));
        assert!(holds(&page, "button[value=buka]") && !holds(&page, "button[value=kunci]"));
        assert!(!reader.is_in());
        assert_eq!(reader.sign_in("pembaca", PASSWORD).status, 422);
        admin.post("/pengguna", &[("tindakan", "buka"), ("nomor", "5")]);
        assert!(!reader.is_in(), "the old session stays ended");
        assert_eq!(reader.sign_in("pembaca", PASSWORD).status, 303);
    }
}

#[test]
fn a_reset_password_ends_sessions_and_the_old_password() {
    let site = Site::start();
    let (admin, reader) = (site.signed_in("admin"), site.signed_in("pembaca"));
    let password = shown(&admin.post("/pengguna", &[("tindakan", "sandi"), ("nomor", "5")]));
    assert!(!reader.is_in());
    assert_eq!(reader.sign_in("pembaca", PASSWORD).status, 422);
    assert_eq!(reader.sign_in("pembaca", &password).status, 303);
    let own = admin.post("/pengguna", &[("tindakan", "sandi"), ("nomor", "1")]);
    assert_eq!(own.header("location"), Some("/akun"), "the own one is changed there");
    assert!(admin.is_in());
}

#[test]
fn the_last_admin_stays() {
    let site = Site::start();
    let admin = site.signed_in("admin");
    let demote = |id: &str| {
        let fields =
            [("tindakan", "ubah"), ("nomor", id), ("ubah-nama", "Nama"), ("ubah-peran", "pembaca")];
        admin.post("/pengguna", &fields)
    };
    for answer in [admin.post("/pengguna", &[("tindakan", "kunci"), ("nomor", "1")]), demote("1")] {
        assert_eq!(answer.status, 422);
        assert!(words(&answer).contains("admin terakhir"), "{}", words(&answer));
    }
    crate::browser::add(&site.test.pool, "admin-lain", cakupan::domain::Role::Admin);
    assert_eq!(demote("1").status, 303);
    assert_eq!(admin.get("/pengguna").status, 403);
}

#[test]
fn names_are_escaped_everywhere() {
    let site = Site::start();
    let admin = site.signed_in("admin");
    let name = r#"<script>alert("x")</script>&"#;
    let fields =
        [("tindakan", "ubah"), ("nomor", "5"), ("ubah-nama", name), ("ubah-peran", "pembaca")];
    assert_eq!(admin.post("/pengguna", &fields).status, 303);
    let reader = site.signed_in("pembaca");
    for answer in [
        admin.get("/pengguna"),
        admin.get("/pengguna?nomor=5"),
        admin.get("/audit"),
        reader.get("/akun"),
    ] {
        assert_eq!(answer.status, 200);
        assert!(words(&answer).contains(name), "{}", words(&answer));
        assert!(!answer.text().contains("<script>"), "{}", answer.text());
    }
}
