//! Deciding between statements, taking versions back, and two editors at once.

use cakupan::db::{figures, state};
use cakupan::domain::{RegionCode, Role};

use crate::browser::{Browser, Site, add, holds, key, words};
use crate::common::app::Answer;
use crate::imports::{bring_in, own_key, taken, upload};

/// 35,68% and 35,86%, which the release has decided on.
const APRIL: &str = "/beda/ID/total/2025-04-30";

/// The value of the choice with a percent.
pub fn choice(page: &Answer, percent: &str) -> String {
    let html = scraper::Html::parse_document(page.text());
    let label = scraper::Selector::parse(".opsi label").unwrap();
    let input = scraper::Selector::parse("input").unwrap();
    let of = |label: scraper::ElementRef| {
        let input = label.select(&input).next().unwrap();
        input.value().attr("value").unwrap().to_owned()
    };
    let says = |label: &scraper::ElementRef| label.text().collect::<String>().contains(percent);
    html.select(&label).find(says).map_or_else(|| panic!("no {percent}"), of)
}

/// A hidden field of a page.
pub fn hidden(page: &Answer, name: &str) -> String {
    let html = scraper::Html::parse_document(page.text());
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    let field = html.select(&field).next().unwrap_or_else(|| panic!("no {name}"));
    field.value().attr("value").unwrap().to_owned()
}

/// Sends the form of a contest as it was shown.
pub fn decide(browser: &Browser, page: &Answer, path: &str, choice: &str, reason: &str) -> Answer {
    let (key, based_on) = (key(page), hidden(page, "dasar"));
    let fields = [
        ("kunci", key.as_str()),
        ("dasar", based_on.as_str()),
        ("tindakan", "simpan"),
        ("pilihan", choice),
        ("alasan", reason),
    ];
    browser.post_raw(&format!("{path}/putuskan"), &fields)
}

fn form(browser: &Browser, path: &str) -> Answer {
    browser.get(&format!("{path}/putuskan"))
}

fn version(site: &Site) -> i64 {
    site.test.pool.read(state::load).unwrap().version
}

#[test]
fn an_editor_decides_and_every_page_follows() {
    for site in Site::both() {
        let editor = site.signed_in("editor_pusat");
        let shows = |percent: &str| {
            let page = site.app.get("/?per=2025-04-30");
            page.text().contains(&format!(r#"<p class="pembuka-angka">{percent}</p>"#))
        };
        assert!(shows("35,68%"));
        let says = words(&site.app.get(APRIL));
        assert!(
            says.contains("Dipakai 35,68%") && says.contains("Tanpa keputusan, aturan"),
            "{says}"
        );
        let past: Vec<Vec<u8>> =
            ["/?per=2025-04-30&versi=1", &format!("{APRIL}?versi=1"), "/sumber?versi=1"]
                .map(|path| site.app.get(path).body)
                .to_vec();

        let page = form(&editor, APRIL);
        assert_eq!(page.status, 200);
        let other = choice(&page, "35,86%");
        let says = words(&page);
        assert!(says.contains("Dipakai sekarang 35,68% (ayonusa.com)"), "{says}");
        assert!(says.contains("Menjadi 35,86% (beritausukabumi.com)"), "{says}");
        assert!(says.contains("35,68% (April 2025) menjadi 35,86% (+0,18"), "{says}");
        assert!(says.contains("Tanggal data semua halaman tetap"), "{says}");
        let short = decide(&editor, &page, APRIL, &other, "salah");
        assert_eq!(short.status, 422);
        assert!(words(&short).contains("paling sedikit 10 karakter"), "{}", words(&short));
        assert!(
            holds(&short, &format!("input[value='{other}'][checked]")),
            "what was chosen stays"
        );
        assert!(holds(&short, "a[href='#alasan']"));
        let none = decide(&editor, &page, APRIL, "", "Surat resmi tanggal 20 Mei");
        assert!(words(&none).contains("Pilih satu sumber"), "{}", words(&none));
        assert!(!page.text().contains("39.700.000 peserta"), "no percent would be left");
        assert_eq!(version(&site), 1);

        let done = decide(&editor, &page, APRIL, &other, "Surat resmi <b> tanggal 20 Mei");
        assert_eq!(taken(&done), "/revisi/2", "{}", site.test.backend);
        assert!(shows("35,86%"));
        let says = words(&site.app.get("/sumber"));
        assert!(says.contains("Surat resmi <b> tanggal 20 Mei"), "escaped: {says}");
        let says = words(&site.app.get(APRIL));
        assert!(says.contains("Dipakai 35,86%"), "{says}");
        assert!(says.contains("Orang editor_pusat (editor_pusat)"), "who: {says}");
        let says = words(&site.app.get("/revisi/2"));
        assert!(
            says.contains("April 2025: 35,68% (ayonusa.com) menjadi 35,86% (beritausukabumi.com)"),
            "{says}"
        );
        assert!(says.contains("Keputusan antarsumber") && says.contains("WIB"), "{says}");
        assert!(says.contains("35,68% (ayonusa.com,"), "the figure of before: {says}");
        assert!(says.contains("35,86% (beritausukabumi.com,"), "that of now: {says}");
        assert!(says.contains("Alasan: "), "why the one of before was chosen: {says}");
        for (path, before) in
            ["/?per=2025-04-30&versi=1", &format!("{APRIL}?versi=1"), "/sumber?versi=1"]
                .iter()
                .zip(&past)
        {
            assert!(site.app.get(path).body == *before, "{path} of a past version is the same");
        }
        let audit = words(&site.signed_in("admin").get("/audit"));
        assert!(audit.contains("Memilih angka") && audit.contains("Surat resmi"), "{audit}");

        let again = form(&editor, APRIL);
        let done = decide(&editor, &again, APRIL, &other, "Surat kedua tanggal 3 Juni");
        assert_eq!(taken(&done), "/revisi/3");
        let says = words(&site.app.get("/revisi/3"));
        assert!(says.contains("Hanya alasannya berubah."), "{says}");
        assert!(says.contains("Alasan: Surat resmi <b> tanggal 20 Mei"), "{says}");

        // Back to the rule; the history keeps both.
        let done =
            decide(&editor, &form(&editor, APRIL), APRIL, "aturan", "Keputusan tidak perlu lagi");
        assert_eq!(taken(&done), "/revisi/4");
        let says = words(&site.app.get("/revisi/4"));
        assert!(says.contains(", menurut aturan"), "{says}");
        let says = words(&site.app.get(APRIL));
        assert!(says.contains("menurut aturan") && says.contains("Surat resmi"), "{says}");
        let page = form(&editor, APRIL);
        assert!(!holds(&page, "input[value=aturan]"), "nothing to end");
        let again = decide(&editor, &page, APRIL, "aturan", "Keputusan tidak perlu lagi");
        assert_eq!(again.status, 422);
    }
}

#[test]
fn the_second_editor_sees_both_versions_and_may_save_knowingly() {
    let site = Site::start();
    let (first, second) = (site.signed_in("editor_pusat"), site.signed_in("admin"));
    let (seen, too) = (form(&first, APRIL), form(&second, APRIL));
    let one = choice(&seen, "35,86%");
    taken(&decide(&first, &seen, APRIL, &one, "Menurut surat tanggal 20 Mei"));
    let (mine, reason) = (choice(&too, "35,68%"), "Media lain menyebut 35,68");
    let clash = decide(&second, &too, APRIL, &mine, reason);
    assert_eq!(clash.status, 409);
    let says = words(&clash);
    assert!(says.contains("Telah diubah oleh Orang editor_pusat (editor_pusat) pada"), "{says}");
    assert!(says.contains("Menurut surat tanggal 20 Mei") && says.contains(reason), "{says}");
    assert!(holds(&clash, &format!("input[name=pilihan][value='{mine}'][checked]")));
    assert!(clash.text().contains(&format!("value=\"{reason}\"")), "nothing typed is lost");
    assert_eq!(version(&site), 2);
    assert_eq!(taken(&decide(&second, &clash, APRIL, &mine, reason)), "/revisi/3");
    let says = words(&site.app.get(APRIL));
    assert!(says.contains("Menurut surat tanggal 20 Mei") && says.contains(reason), "{says}");
}

#[test]
fn only_editors_of_the_region_decide() {
    let site = Site::start();
    let key_of = |browser: &Browser| key(&browser.get("/akun"));
    for (login, wanted) in [("pemeriksa", 403), ("pembaca", 403), ("editor_daerah", 403)] {
        let browser = site.signed_in(login);
        assert_eq!(form(&browser, APRIL).status, wanted, "{login}");
        let fields = [("kunci", &*key_of(&browser)), ("tindakan", "simpan"), ("dasar", "1")];
        assert_eq!(browser.post_raw(&format!("{APRIL}/putuskan"), &fields).status, wanted);
    }
    let editor = site.signed_in("editor_pusat");
    let page = form(&editor, APRIL);
    let (path, own) = (format!("{APRIL}/putuskan"), key(&page));
    let fields = [
        ("tindakan", "simpan"),
        ("dasar", "1"),
        ("pilihan", "aturan"),
        ("alasan", "tanpa kunci sesi"),
    ];
    assert_eq!(editor.post_raw(&path, &fields).status, 403, "no key");
    let mut all = fields.to_vec();
    all.push(("kunci", &own));
    let foreign = editor.post_from(&path, &all, &[("sec-fetch-site", "cross-site")]);
    assert_eq!(foreign.status, 403, "another site");
    for dasar in ["", "x"] {
        let fields = [("kunci", own.as_str()), ("tindakan", "simpan"), ("dasar", dasar)];
        assert_eq!(editor.post_raw(&path, &fields).status, 400, "{dasar:?}");
    }
    assert_eq!(version(&site), 1);
    for path in [
        "/beda/ID/total/2025-4-30",
        "/beda/ID/total/kemarin",
        "/beda/ID/Total/2025-04-30",
        "/beda/ID/segmen_lain/2025-04-30",
        "/beda/99/total/2025-04-30",
        "/beda/jambi/total/2025-04-30",
    ] {
        assert_eq!(site.app.get(path).status, 404, "{path}");
        assert_eq!(editor.get(&format!("{path}/putuskan")).status, 404, "{path}");
    }
}

const BALI: &str = "kode,tanggal,peserta,pekerja\n51.01,2025-11-30,30566,96000\n";
const BALI_AND_JAMBI: &str =
    "kode,tanggal,peserta,pekerja\n51.01,2025-11-30,31000,96000\n15.01,2025-11-30,9000,96000\n";

fn jembrana(site: &Site) -> Option<i64> {
    let rows = site.test.pool.read(|c| {
        let code = RegionCode::parse("51.01").unwrap();
        let region = cakupan::db::regions::by_code(c, &code)?.unwrap();
        figures::of_region(c, region.id, 1)
    });
    rows.unwrap().into_iter().filter_map(|row| row.own).find_map(|own| {
        (own.as_of.date.to_string() == "2025-11-30").then_some(own.active).flatten()
    })
}

/// The rows of the tables of values on a page.
fn tables(page: &Answer) -> Vec<String> {
    let html = scraper::Html::parse_document(page.text());
    let rows = scraper::Selector::parse(
        "#angka tbody tr:not(.baris-induk), #ditarik tbody tr:not(.baris-induk)",
    );
    let row = |row: scraper::ElementRef| row.text().collect::<Vec<_>>().join(" ");
    html.select(&rows.unwrap()).map(row).collect()
}

fn take_back(browser: &Browser, page: &Answer, path: &str, reason: &str) -> Answer {
    let (key, seen, told) = (key(page), hidden(page, "dasar"), hidden(page, "dampak"));
    let fields = [
        ("kunci", key.as_str()),
        ("dasar", seen.as_str()),
        ("dampak", told.as_str()),
        ("tindakan", "tarik"),
        ("alasan", reason),
    ];
    browser.post_raw(path, &fields)
}

#[test]
fn a_version_is_taken_back_on_its_page() {
    for site in Site::both() {
        let editor = site.signed_in("editor_pusat");
        assert_eq!(bring_in(&editor, "a.csv", BALI), "/revisi/2");
        assert_eq!(bring_in(&editor, "b.csv", BALI_AND_JAMBI), "/revisi/3");
        assert_eq!(jembrana(&site), Some(31_000));
        assert!(site.app.get("/revisi/3").text().contains("/revisi/3/tarik"));
        assert!(!site.app.get("/revisi/1").text().contains("/revisi/1/tarik"), "of the program");
        let bali = site.signed_in("editor_daerah");
        assert_eq!(bali.get("/revisi/3/tarik").status, 403, "Jambi is in it");
        assert_eq!(bali.get("/revisi/2/tarik").status, 200);
        assert_eq!(editor.get("/revisi/1/tarik").status, 404);
        assert_eq!(editor.get("/revisi/9/tarik").status, 404);

        let page = editor.get("/revisi/3/tarik");
        let says = words(&page);
        assert!(says.contains("Angka yang kembali seperti sebelumnya 1"), "{says}");
        assert!(says.contains("Angka yang ditarik tanpa pengganti 1"), "{says}");
        assert!(says.contains("31.000") && says.contains("30.566"), "the values: {says}");
        assert!(says.contains("Kabupaten Jembrana") && says.contains("Peringkat"), "{says}");
        assert!(says.contains("Tanggal data semua halaman"), "{says}");
        assert!(says.contains("Jumlah wilayah terhadap induknya"), "{says}");
        assert!(holds(&page, "a[href='/wilayah/51.01']"), "the pages that change");
        assert!(holds(&page, "nav a[href='/revisi'][aria-current='true']"), "in the own bar");
        let told = tables(&page);
        assert_eq!(told.len(), 2, "one comes again, one goes: {told:?}");
        assert_eq!(version(&site), 3, "looking writes nothing");
        let short = take_back(&editor, &page, "/revisi/3/tarik", "salah");
        assert_eq!(short.status, 422);
        let before = site.app.get("/wilayah/51.01?versi=3").body;
        let done = take_back(&editor, &page, "/revisi/3/tarik", "Berkas bulan yang keliru");
        assert_eq!(taken(&done), "/revisi/4");
        assert_eq!(jembrana(&site), Some(30_566));
        assert_eq!(tables(&site.app.get("/revisi/4")), told, "{}", site.test.backend);
        assert!(site.app.get("/wilayah/51.01?versi=3").body == before);
        let says = words(&site.app.get("/revisi/4"));
        assert!(
            says.contains("Penarikan versi 3") && says.contains("Berkas bulan yang keliru"),
            "{says}"
        );
        let audit = words(&site.signed_in("admin").get("/audit"));
        assert!(audit.contains("Menarik versi data"), "{audit}");
        let taken_back = site.app.get("/revisi/3");
        assert!(words(&taken_back).contains("Ditarik dengan versi 4"), "{}", words(&taken_back));
        assert!(!taken_back.text().contains("/revisi/3/tarik"), "once is enough");
        assert!(
            words(&site.app.get("/revisi")).contains("2 kabupaten/kota Ditarik dengan versi 4")
        );

        // Nothing of it is left, for who has the page still open too.
        let again = editor.get("/revisi/3/tarik");
        let says = words(&again);
        assert!(
            says.contains("Tidak ada yang dapat ditarik") && says.contains("versi 4"),
            "{says}"
        );
        assert_eq!(
            take_back(&editor, &page, "/revisi/3/tarik", "Berkas bulan yang keliru").status,
            409
        );
        assert_eq!(version(&site), 4);
        // The withdrawal itself can be taken back.
        let page = editor.get("/revisi/4/tarik");
        assert_eq!(
            taken(&take_back(&editor, &page, "/revisi/4/tarik", "Ternyata benar juga")),
            "/revisi/5"
        );
        assert_eq!(jembrana(&site), Some(31_000));
        assert!(!words(&site.app.get("/revisi/3")).contains("Ditarik"), "it holds again");
    }
}

#[test]
fn a_withdrawal_goes_by_what_was_seen() {
    let site = Site::start();
    let (editor, other) = (site.signed_in("editor_pusat"), site.signed_in("admin"));
    bring_in(&editor, "b.csv", BALI_AND_JAMBI);
    let page = editor.get("/revisi/2/tarik");
    bring_in(&other, "a.csv", BALI);
    let clash = take_back(&editor, &page, "/revisi/2/tarik", "Berkas bulan yang keliru");
    assert_eq!(clash.status, 409);
    let says = words(&clash);
    assert!(says.contains("Telah diubah oleh Orang admin (admin)"), "{says}");
    assert!(says.contains("Angka yang ditarik tanpa pengganti: 2"), "as it was seen: {says}");
    assert!(says.contains("Angka yang sudah diganti versi lain, tetap: 1"), "as it is: {says}");
    assert!(clash.text().contains("value=\"Berkas bulan yang keliru\""));
    assert_eq!(
        taken(&take_back(&editor, &clash, "/revisi/2/tarik", "Berkas bulan yang keliru")),
        "/revisi/4"
    );
    assert_eq!(jembrana(&site), Some(30_566), "what came later stays");
}

#[test]
fn an_account_that_somebody_else_has_changed_is_shown_twice() {
    let site = Site::start();
    add(&site.test.pool, "admin2", Role::Admin);
    let (first, second) = (site.signed_in("admin"), site.signed_in("admin2"));
    let seen = first.get("/pengguna?nomor=5");
    let based_on = hidden(&seen, "dasar");
    let change = |browser: &Browser, name: &str, role: &str, based_on: &str| {
        let fields = [
            ("tindakan", "ubah"),
            ("nomor", "5"),
            ("dasar", based_on),
            ("ubah-nama", name),
            ("ubah-peran", role),
        ];
        browser.post("/pengguna", &fields)
    };
    assert_eq!(change(&second, "Made Ayu", "pemeriksa", &based_on).status, 303);
    let clash = change(&first, "Made Lestari", "pembaca", &based_on);
    assert_eq!(clash.status, 409);
    let says = words(&clash);
    assert!(
        says.contains("Telah diubah oleh Orang admin2 (admin2) pada 15 Januari 2027"),
        "{says}"
    );
    assert!(says.contains("Made Ayu Made Lestari") && says.contains("Pemeriksa Pembaca"), "{says}");
    assert!(clash.text().contains("value=\"Made Lestari\""), "what was typed stays");
    let now = hidden(&clash, "dasar");
    assert_eq!(change(&first, "Made Lestari", "pembaca", &now).status, 303, "knowingly");
}

#[test]
fn a_file_that_another_tab_has_spoken_about_is_shown_twice() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let path = taken(&upload(&editor, "a.csv", BALI.as_bytes(), &own_key(&editor)));
    let (one, two) = (editor.get(&path), editor.get(&path));
    let based_on = hidden(&one, "dasar");
    assert_eq!(based_on, hidden(&two, "dasar"));
    let say = |segment: &str, based_on: &str, act: &str| {
        let fields =
            [("segmen", segment), ("dasar", based_on), ("tindakan", act), ("alasan", "uji")];
        editor.post(&path, &fields)
    };
    assert_eq!(taken(&say("total", &based_on, "periksa")), path);
    let clash = say("pu", &based_on, "terapkan");
    assert_eq!(clash.status, 409);
    let says = words(&clash);
    assert!(says.contains("Telah diubah oleh Orang editor_pusat (editor_pusat)"), "{says}");
    assert!(says.contains("Segmen total pu"), "{says}");
    assert!(holds(&clash, "select#segmen option[value=pu][selected]"));
    assert_eq!(taken(&say("pu", &hidden(&clash, "dasar"), "periksa")), path);
    assert!(holds(&editor.get(&path), "select#segmen option[value=pu][selected]"));
}
