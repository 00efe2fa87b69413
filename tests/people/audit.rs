//! The audit page and its file.

use cakupan::db::trail::{self, Entry};
use cakupan::domain::Event;

use crate::browser::{NOW, Site, holds, words};

fn add(site: &Site, at: i64, event: Event, after: &str) {
    let entry = Entry {
        at,
        account_id: None,
        who: "Baris perintah".to_owned(),
        role: None,
        event,
        subject: "=1+1".to_owned(),
        before: "-2".to_owned(),
        after: after.to_owned(),
        address: "192.0.2.1".to_owned(),
        request_id: "abc".to_owned(),
    };
    site.test.pool.write(|c| trail::add(c, &entry)).unwrap();
}

#[test]
fn entries_are_filtered_by_person_act_and_date() {
    for site in Site::both() {
        add(&site, NOW - 86_400, Event::Import, "kemarin"); // 14 January 2027, 15.00 WIB
        add(&site, NOW, Event::Import, "hari ini");
        let checker = site.signed_in("pemeriksa");
        site.signed_in("admin");
        for (query, says, not) in [
            ("", &["kemarin", "hari ini", "Orang pemeriksa (pemeriksa)", "4 catatan"][..], &[][..]),
            ("?tindakan=impor", &["kemarin", "hari ini", "2 catatan"], &["(pemeriksa) Pemeriksa"]),
            (
                "?orang=4",
                &["Orang pemeriksa (pemeriksa) Pemeriksa Masuk", "1 catatan"],
                &["kemarin"],
            ),
            ("?dari=2027-01-15&tindakan=impor", &["hari ini", "1 catatan"], &["kemarin"]),
            ("?sampai=2027-01-14", &["kemarin", "1 catatan"], &["hari ini"]),
            ("?dari=2027-01-14&sampai=2027-01-15", &["4 catatan"], &[]),
            ("?orang=4&tindakan=impor", &["Tidak ada catatan yang cocok"], &["kemarin"]),
            ("?hal=7", &["4 catatan"], &["kemarin"]),
        ] {
            let page = checker.get(&format!("/audit{query}"));
            assert_eq!(page.status, 200, "{query}");
            let text = words(&page);
            for part in says {
                assert!(text.contains(part), "{query} does not say {part}: {text}");
            }
            for part in not {
                let table = text.split("Alamat").nth(1).unwrap_or_default();
                assert!(!table.contains(part), "{query} says {part}: {text}");
            }
        }
        for query in
            ["?dari=kemarin", "?sampai=2027-02-30", "?orang=x", "?tindakan=terbang", "?dari=2027"]
        {
            let page = checker.get(&format!("/audit{query}"));
            assert_eq!(page.status, 400, "{query}");
            assert!(holds(&page, ".sisi--salah a"), "{query}");
        }
        for page in ["0", "01", "x"] {
            assert_eq!(checker.get(&format!("/audit?hal={page}")).status, 400, "as everywhere");
        }
    }
}

#[test]
fn long_lists_have_pages() {
    let site = Site::start();
    for number in 0..120 {
        add(&site, NOW + number, Event::Import, &format!("nomor {number}."));
    }
    let admin = site.signed_in("admin");
    let first = admin.get("/audit?tindakan=impor");
    assert!(words(&first).contains("1 sampai 50 dari 120 catatan"));
    assert!(holds(&first, r#"a[rel=next][href="/audit?tindakan=impor&hal=2"]"#));
    assert!(!holds(&first, "a[rel=prev]"));
    let last = admin.get("/audit?tindakan=impor&hal=3");
    assert!(words(&last).contains("nomor 0.") && !words(&last).contains("nomor 20."));
    assert!(holds(&last, r#"a[rel=prev][href="/audit?tindakan=impor&hal=2"]"#));
    assert!(!holds(&last, "a[rel=next]"));
}

#[test]
fn the_file_runs_nothing_in_a_spreadsheet() {
    let site = Site::start();
    add(&site, NOW, Event::Import, "@SUM(A1), \"x\"");
    let admin = site.signed_in("admin");
    let file = admin.get("/audit.csv?tindakan=impor");
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(
        file.header("content-disposition"),
        Some("attachment; filename*=UTF-8''catatan-audit.csv")
    );
    assert_eq!(file.header("cache-control"), Some("private, no-store"));
    let text = file.text().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 10);
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    let row: Vec<&str> = rows[0].iter().collect();
    assert_eq!(
        row,
        [
            "1",
            "2027-01-15T15:00:00+07:00",
            "Baris perintah",
            "",
            "impor",
            "'=1+1",
            "'-2",
            "'@SUM(A1), \"x\"",
            "192.0.2.1",
            "abc"
        ]
    );
    let bad = admin.get("/audit.csv?dari=kemarin");
    assert_eq!(bad.header("location"), Some("/audit?dari=kemarin"), "which says what is wrong");
}

#[test]
fn everything_that_changes_something_is_kept_with_its_request() {
    let site = Site::start();
    let admin = site.signed_in("admin");
    let change = [
        ("tindakan", "ubah"),
        ("nomor", "5"),
        ("ubah-nama", "Nama Baru"),
        ("ubah-peran", "editor_daerah"),
        ("ubah-wilayah", "15"),
    ];
    let answer = admin.post("/pengguna", &change);
    let number = answer.header("x-request-id").unwrap().to_owned();
    admin.post("/pengguna", &change); // Nothing changes any more.
    admin.post("/pengguna", &[("tindakan", "kunci"), ("nomor", "5")]);
    admin.post("/pengguna", &[("tindakan", "buka"), ("nomor", "5")]);
    admin.post("/pengguna", &[("tindakan", "sandi"), ("nomor", "5")]);
    let text = admin.get("/audit.csv").text().to_owned();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    rows.reverse();
    let acts: Vec<&str> = rows.iter().map(|row| row[4].as_str()).collect();
    assert_eq!(acts, ["masuk", "ubah_pengguna", "kunci_pengguna", "buka_pengguna", "sandi_baru"]);
    assert_eq!(
        rows[1][2..],
        [
            "Orang admin (admin)",
            "admin",
            "ubah_pengguna",
            "pembaca",
            "Orang pembaca, Pembaca",
            "Nama Baru, Editor daerah, Provinsi Jambi",
            "127.0.0.1",
            &number
        ]
    );
    assert_eq!(rows[2][6..8], ["aktif", "terkunci"]);
    assert!(rows.iter().all(|row| row[6..8].iter().all(|cell| !cell.contains("argon2"))));
}
