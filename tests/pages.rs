//! Every page through the real router: its numbers, its ways on, and what no page may contain.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[expect(dead_code, reason = "each test program uses a part of it")]
mod common;
#[path = "pages/quality.rs"]
mod quality;

use std::collections::HashSet;

use cakupan::db::regions;
use cakupan::domain::Level;
use common::app::TestApp;
use common::db::TestDb;
use scraper::{Html, Selector};

/// Every page type with published figures: path and what it must say.
const PAGES: &[(&str, &[&str])] = &[
    ("/", &["37,01%", "Target 2025: 52,15%", "Setiap provinsi pada skala yang sama"]),
    ("/?per=2025-04-30", &["35,68%", "35,86%", "52,15%"]),
    (
        "/wilayah/15?per=2024-12-02",
        &[
            "45,17%",
            "3,79 poin",
            "102.750",
            "8,22",
            "1,86",
            "0,23",
            "719.564",
            "ke-4 dari 12",
            "peringkat 16 dari 34",
            "98.343 sampai 98.358",
            "dihitung, bukan dilaporkan",
        ],
    ),
    ("/wilayah/74.02", &["34,81%", "51.752", "13.765", "Kabupaten Konawe", "target nasional 2025"]),
    ("/wilayah/74.71", &["35,05%", "49.397", "140.940", "Kota Kendari"]),
    ("/wilayah/51?per=2025-03-31", &["49,90%", "50,88%"]),
    ("/wilayah/92.08?per=2023-08-31", &["126,15%"]),
    ("/wilayah/19.71?segmen=pu", &["51,66%", "24.286", "47.010"]),
    ("/wilayah/19.71?segmen=bpu", &["20,30%"]),
    ("/wilayah/95", &["Belum ada data", "UU 16/2022", "25 Juli 2022"]),
    ("/wilayah/91", &["Papua Selatan", "25 Juli 2022"]),
    ("/wilayah/93.01", &["91.01", "Papua"]),
    ("/peringkat", &["Peringkat provinsi", "28 dari 38 provinsi", "Sulawesi Utara"]),
    ("/peringkat?tingkat=kabupaten-kota&urut=selisih", &["Peringkat kabupaten/kota"]),
    ("/peringkat?tingkat=kabupaten-kota&hal=6", &["Belum ada data"]),
    ("/target", &["RPJMN", "32,15%", "52,15%", "Tercapai"]),
    ("/target?tingkat=kabupaten-kota", &["kabupaten/kota punya target"]),
    ("/pendanaan", &["Rp3.024.000.000", "Rp10.080.000.000", "Sepadan dengan 12 bulan"]),
    ("/regulasi", &["UU 40/2004", "provinsi punya peraturan"]),
    ("/sumber", &["35,68%", "35,86%", "tertukar digit"]),
    ("/beda/17/total/2025-07-31", &["Dipakai", "menurut aturan", "Belum ada keputusan"]),
    ("/sumber?hal=2", &["Daftar sumber"]),
    (
        "/mutu",
        &[
            "Belum cukup untuk gambaran lengkap",
            "28 dari 38 provinsi",
            "30 hari",
            "Pembagi berubah",
        ],
    ),
    (
        "/mutu?wilayah=15&bulan=6",
        &["Mutu data Provinsi Jambi", "menurut kabupaten/kota", "belum masuk"],
    ),
    ("/mutu/15", &["Permintaan data", "Kerinci", "41,88%", "Belum ada rincian segmen"]),
    ("/mutu/74.02", &["Kabupaten Konawe"]),
    ("/metodologi", &["365,25", "0,95"]),
    ("/cari", &["Tulis nama"]),
    ("/cari?q=jambi", &["Provinsi Jambi", "Kota Jambi"]),
    ("/cari?q=jambu", &["Maksud Anda"]),
    ("/cari?q=15.01", &["Kabupaten Kerinci"]),
];

fn select(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .map(|element| {
            element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// What is read on a page, without markup.
fn words(html: &Html) -> String {
    select(html, "body").join(" ")
}

#[test]
fn pages_say_what_they_must_and_are_the_same_on_both_databases() {
    let [sqlite, postgres] = TestDb::both();
    let (on_sqlite, on_postgres) = (TestApp::start(&sqlite.pool), TestApp::start(&postgres.pool));
    for (path, expected) in PAGES {
        let page = on_sqlite.get(path);
        assert_eq!(page.status, 200, "{path}");
        let html = Html::parse_document(page.text());
        let words = words(&html);
        for text in *expected {
            assert!(words.contains(text), "{path} does not say {text:?}:\n{words}");
        }
        assert_eq!(select(&html, "h1").len(), 1, "{path}");
        assert!(page.text() == on_postgres.get(path).text(), "{path} differs on Postgres");
    }
}

#[test]
fn maluku_utara_share_of_target_is_listed_and_not_drawn() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let page = app.get("/wilayah/82?per=2025-08-31");
    let html = Html::parse_document(page.text());
    assert!(words(&html).contains("Persentase terhadap target, bukan cakupan"));
    let drawn = select(&html, "#tren td, #tren th, .pembuka-angka").join(" ");
    assert!(!drawn.contains("61,00"), "{drawn}");
}

#[test]
fn a_chosen_target_changes_the_status_and_stays_in_the_links() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let page = app.get("/?per=2025-04-30");
    let html = Html::parse_document(page.text());
    let link = Selector::parse("#pilih-target option").unwrap();
    let rpjmn = html
        .select(&link)
        .find(|option| option.text().collect::<String>().contains("2025 (RPJMN)"))
        .and_then(|option| option.value().attr("value"))
        .expect("the RPJMN target can be chosen");
    let page = app.get(&format!("/?per=2025-04-30&target={rpjmn}"));
    let html = Html::parse_document(page.text());
    assert!(select(&html, ".kunci-status").join(" ").contains("Tercapai"));
    assert!(words(&html).contains("32,15%"));
}

#[test]
fn every_region_has_a_whole_page() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let mut regions = Vec::new();
    for level in [Level::Province, Level::Regency] {
        regions.extend(db.pool.read(|c| regions::of_level(c, level)).unwrap());
    }
    assert_eq!(regions.len(), 552);
    for region in regions {
        let path = format!("/wilayah/{}", region.code);
        let page = app.get(&path);
        assert_eq!(page.status, 200, "{path}");
        let html = Html::parse_document(page.text());
        assert_eq!(select(&html, "h1").join("|"), region.full_name, "{path}");
        assert_sound(&path, &html);
    }
}

/// What no page may contain: empty slots, broken numbers, English, ids that stand twice.
fn assert_sound(path: &str, html: &Html) {
    let words = words(html);
    for broken in
        ["NaN", "-0,00", "−0,00", "()", " ,", " .", "..", "None", "Some(", "unknown", "  "]
    {
        assert!(!words.contains(broken), "{path} contains {broken:?}:\n{words}");
    }
    let ids = Selector::parse("[id]").unwrap();
    let mut seen = HashSet::new();
    for id in html.select(&ids).filter_map(|element| element.value().attr("id")) {
        assert!(seen.insert(id.to_owned()), "{path}: id {id} stands twice");
    }
    let fragments = Selector::parse("a[href^='#'], use").unwrap();
    for target in html.select(&fragments).filter_map(|e| e.value().attr("href")) {
        assert!(seen.contains(target.trim_start_matches('#')), "{path}: no {target}");
    }
    let nodes = html.tree.values().count();
    assert!(nodes <= 4_000, "{path} has {nodes} nodes");
}

#[test]
fn page_types_are_sound_and_their_links_lead_somewhere() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let links = Selector::parse("a[href^='/']").unwrap();
    let mut targets = HashSet::new();
    for (path, _) in PAGES {
        let page = app.get(path);
        let html = Html::parse_document(page.text());
        if !path.starts_with("/pendanaan") && !path.starts_with("/peringkat") {
            assert_sound(path, &html);
        }
        let hrefs = html.select(&links).filter_map(|link| link.value().attr("href"));
        targets.extend(hrefs.map(|href| href.split('#').next().unwrap_or(href).to_owned()));
    }
    let leads = |target: &String| {
        let answer = app.get(target);
        // What only editors may open leads everybody else to sign in first.
        let guarded = answer.header("location").is_some_and(|at| at.starts_with("/masuk?lanjut="));
        answer.status == 200 || guarded
    };
    let broken: Vec<_> = targets.into_iter().filter(|target| !leads(target)).collect();
    assert!(broken.is_empty(), "links to nowhere: {broken:?}");
}

/// A page that cannot be shown says why, and leads on.
fn assert_way_on(app: &TestApp, path: &str, status: u16, says: &str, way: &str) {
    let page = app.get(path);
    assert_eq!(page.status, status, "{path}");
    let html = Html::parse_document(page.text());
    assert!(words(&html).contains(says), "{path}: {}", words(&html));
    let ways = Selector::parse("main a").unwrap();
    let found = html
        .select(&ways)
        .any(|a| a.value().attr("href").is_some_and(|href| href.split('?').next() == Some(way)));
    assert!(found, "{path} offers no way to {way}: {}", page.text());
}

#[test]
fn former_and_unknown_codes_offer_a_way_on() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    for (path, status, says, way) in [
        ("/wilayah/91.01", 404, "kini berkode 93.01", "/wilayah/93.01"),
        ("/wilayah/15.99", 404, "15.99", "/wilayah/15"),
        ("/wilayah/99", 404, "99", "/"),
        ("/wilayah/1509", 404, "bukan kode wilayah", "/wilayah/15.09"),
        ("/wilayah/15?per=besok", 400, "per", "/wilayah/15"),
        ("/wilayah/15?segmen=tidakada", 400, "segmen", "/"),
        ("/wilayah/15?target=999999", 400, "target", "/"),
        ("/peringkat?hal=99", 400, "halaman", "/peringkat"),
        ("/peringkat?tingkat=kecamatan", 400, "tingkat", "/peringkat"),
        ("/?urut=acak", 400, "urut", "/"),
    ] {
        assert_way_on(&app, path, status, says, way);
    }
}

#[test]
fn forms_with_empty_fields_mean_the_default() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    for path in [
        "/?per=&target=&segmen=",
        "/wilayah/15?per=&segmen=&target=",
        "/peringkat?banding=&urut=&hal=&tingkat=",
    ] {
        assert_eq!(app.get(path).status, 200, "{path}");
    }
}

#[test]
fn a_date_before_all_data_says_so() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    for path in [
        "/?per=2001-01-01",
        "/wilayah/15?per=2001-01-01",
        "/peringkat?per=2001-01-01",
        "/target?per=2001-01-01",
    ] {
        let page = app.get(path);
        assert_eq!(page.status, 200, "{path}");
        let html = Html::parse_document(page.text());
        assert!(words(&html).to_lowercase().contains("belum ada"), "{path}");
        assert_sound(path, &html);
    }
}
