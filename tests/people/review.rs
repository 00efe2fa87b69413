//! What people enter waits for a second person.

use cakupan::db::state;
use cakupan::domain::{RegionCode, Role};
use cakupan::web::Settings;

use crate::browser::{Browser, Site, add, holds, key, words};
use crate::common::app::Answer;
use crate::common::db::TestDb;
use crate::editing::{choice, decide, hidden};
use crate::imports::{ABOUT, apply, own_key, taken, upload};

const APRIL: &str = "/beda/ID/total/2025-04-30";
const BALI: &str = "kode,tanggal,peserta,pekerja\n51.01,2025-11-30,30566,96000\n";
const LATER: &str = "kode,tanggal,peserta,pekerja\n51.01,2025-11-30,30700,96000\n";

fn sites() -> [Site; 2] {
    let settings = || Settings { publish_needs_two: true, ..Settings::default() };
    TestDb::both().map(|test| Site::with(test, settings()))
}

fn version(site: &Site) -> i64 {
    site.test.pool.read(state::load).unwrap().version
}

/// Uploads a file and says all that has to be said; where it leads.
fn propose(browser: &Browser, name: &str, text: &str) -> String {
    let path = taken(&upload(browser, name, text.as_bytes(), &own_key(browser)));
    apply(browser, &path, &ABOUT)
}

fn send(browser: &Browser, path: &str, page: &Answer, act: &str, reason: &str) -> Answer {
    let key = key(page);
    let seen = if act == "terbitkan" { hidden(page, "dasar") } else { String::new() };
    let fields =
        [("kunci", key.as_str()), ("dasar", seen.as_str()), ("tindakan", act), ("alasan", reason)];
    browser.post_raw(path, &fields)
}

#[test]
fn a_file_goes_in_when_a_second_person_publishes_it() {
    const ABOUT_IT: &str = "Angka kepesertaan, 30 November 2025, Kabupaten Jembrana";
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let path = propose(&editor, "bali.csv", BALI);
        assert_eq!(path, "/usulan/1", "{}", site.test.backend);
        assert_eq!(version(&site), 1, "nothing is live");
        assert!(words(&editor.get(&path)).contains("Menunggu persetujuan"));
        let list = words(&editor.get("/usulan"));
        assert!(list.contains("bali.csv") && list.contains(ABOUT_IT), "{list}");
        assert!(!words(&editor.get("/impor")).contains("bali.csv"));
        assert_eq!(taken(&editor.get("/impor/1")), path, "frozen while it waits");

        let page = checker.get(&path);
        let says = words(&page);
        assert!(says.contains("Sumber BPJS Ketenagakerjaan: Surat (tanpa tanggal)"), "{says}");
        let file = format!("{path}/berkas");
        for own in [&checker, &editor] {
            assert_eq!(own.get(&file).body, BALI.as_bytes(), "the file as it was uploaded");
        }
        assert_eq!(site.signed_in("editor_daerah").get(&file).status, 404, "of somebody else");
        assert_eq!(site.signed_in("pembaca").get(&file).status, 403);
        assert!(
            says.contains("Angka baru 1") && says.contains("51.01 Kabupaten Jembrana"),
            "{says}"
        );
        assert!(says.contains("oleh Orang editor_pusat (editor_pusat)"), "{says}");
        assert!(says.contains(ABOUT_IT), "{says}");
        let pages = "Halaman yang berubah: Kabupaten Jembrana , Provinsi Bali , Nasional , \
                     Peringkat , Mutu data";
        assert!(says.replace(" ,", ",").contains(&pages.replace(" ,", ",")), "{says}");
        assert!(!says.contains("Data berubah"), "{says}");
        assert!(words(&checker.get("/usulan")).contains("bali.csv"));
        assert_eq!(taken(&send(&checker, &path, &page, "terbitkan", "")), "/revisi/2");
        let says = words(&site.app.get("/revisi/2"));
        let both =
            "Orang editor_pusat (editor_pusat), diterbitkan oleh Orang pemeriksa (pemeriksa)";
        assert!(says.contains(both), "{says}");
        assert!(says.contains(ABOUT_IT), "{says}");
        assert!(words(&site.app.get("/revisi")).contains(ABOUT_IT));
        assert!(words(&checker.get("/usulan")).contains("0 menunggu persetujuan"));
        let audit = words(&checker.get("/audit"));
        assert!(audit.contains("Mengusulkan perubahan"), "{audit}");
        assert!(audit.contains("Menerbitkan data"), "{audit}");
        assert_eq!(taken(&editor.get(&path)), "/revisi/2", "who comes back is led on");
    }
}

#[test]
fn who_publishes_sees_what_stays_out_and_the_notes_of_the_file() {
    const FILE: &str = "kode,tanggal,peserta,pekerja,catatan\n\
                        51.01,2025-11-30,30566,96000,data sementara\n\
                        51.02,2025-11-30,dua ratus,90000,\n\
                        51.99,2025-11-30,10,100,\n";
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let path = taken(&upload(&editor, "bali.csv", FILE.as_bytes(), &own_key(&editor)));
        let mut look = ABOUT.to_vec();
        look.push(("tindakan", "periksa"));
        editor.post(&path, &look);
        assert!(words(&editor.get(&path)).contains("Catatan: data sementara"));
        let mut about = ABOUT.to_vec();
        about.extend([("baris-3", "lewati"), ("baris-4", "lewati")]);
        let path = apply(&editor, &path, &about);
        assert_eq!(path, "/usulan/1", "{}", site.test.backend);
        let page = checker.get(&path);
        let says = words(&page);
        assert!(says.contains("Baris yang dilewati"), "{says}");
        assert!(says.contains("3 51.02 Kabupaten Tabanan"), "{says}");
        assert!(says.contains("dua ratus") && says.contains("51.99"), "why: {says}");
        assert!(says.contains("Catatan: data sementara"), "{says}");
        assert_eq!(taken(&send(&checker, &path, &page, "terbitkan", "")), "/revisi/2");
        let says = words(&site.app.get("/revisi/2"));
        assert!(says.contains("3 51.02 Kabupaten Tabanan") && says.contains("51.99"), "{says}");
        // The same file again: what stands today of that very day is beside it.
        let other = FILE.replace("30566", "31566");
        let path = taken(&upload(&editor, "bali.csv", other.as_bytes(), &own_key(&editor)));
        editor.post(&path, &look);
        let says = words(&editor.get(&path));
        assert!(says.contains("31,84% 32,88%"), "{says}");
    }
}

#[test]
fn nobody_publishes_the_own_proposal() {
    for site in sites() {
        let (admin, reader) = (site.signed_in("admin"), site.signed_in("pembaca"));
        let path = propose(&admin, "bali.csv", BALI);
        let page = admin.get(&path);
        assert!(!holds(&page, "button[value=terbitkan]") && holds(&page, "button[value=batal]"));
        let key = key(&page);
        let fields = [("kunci", key.as_str()), ("dasar", "x"), ("tindakan", "terbitkan")];
        let answer = admin.post_raw(&path, &fields);
        assert_eq!(answer.status, 422);
        assert!(words(&answer).contains("Usulan sendiri harus diterbitkan oleh orang lain"));
        assert_eq!(reader.get(&path).status, 403);
        let editor = site.signed_in("editor_pusat");
        assert_eq!(editor.get(&path).status, 404, "of somebody else");
        add(&site.test.pool, "admin2", Role::Admin);
        let other = site.signed_in("admin2");
        let page = other.get(&path);
        assert_eq!(other.post_raw(&path, &fields).status, 403, "the key of another session");
        assert_eq!(send(&other, &path, &page, "batal", "").status, 400, "not the own one");
        assert_eq!(taken(&send(&other, &path, &page, "terbitkan", "")), "/revisi/2");
    }
}

#[test]
fn what_is_given_back_can_be_proposed_again() {
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let path = propose(&editor, "bali.csv", BALI);
        let page = checker.get(&path);
        let short = send(&checker, &path, &page, "kembalikan", "salah");
        assert_eq!(short.status, 422);
        let back = send(&checker, &path, &page, "kembalikan", "Tanggal belum sesuai surat");
        assert_eq!(taken(&back), "/usulan?kabar=kembali");
        assert_eq!(checker.get(&path).status, 404);
        let says = words(&editor.get("/impor"));
        assert!(says.contains("Dikembalikan oleh Orang pemeriksa (pemeriksa)"), "{says}");
        assert!(says.contains("Tanggal belum sesuai surat"), "{says}");
        assert!(words(&editor.get("/impor/1")).contains("Tanggal belum sesuai surat"));
        assert!(words(&editor.get("/usulan")).contains("Dikembalikan"));
        let mut fields = ABOUT.to_vec();
        fields.push(("tindakan", "terapkan"));
        assert_eq!(taken(&editor.post("/impor/1", &fields)), path);
        let page = editor.get(&path);
        assert_eq!(taken(&send(&editor, &path, &page, "batal", "")), "/impor/1", "taken back");
        assert_eq!(checker.get(&path).status, 404);
        assert_eq!(version(&site), 1);
    }
}

#[test]
fn what_changed_meanwhile_is_said_and_asked_again() {
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let first = propose(&editor, "a.csv", BALI);
        let second = propose(&editor, "b.csv", LATER);
        let (one, two) = (checker.get(&first), checker.get(&second));
        assert_eq!(taken(&send(&checker, &first, &one, "terbitkan", "")), "/revisi/2");
        let other = send(&checker, &second, &two, "terbitkan", "");
        assert_eq!(other.status, 409);
        let says = words(&other);
        assert!(says.contains("Data berubah sejak usulan ini diajukan"), "{says}");
        assert!(says.contains("Angka baru 1 0") && says.contains("Angka berubah 0 1"), "{says}");
        assert_eq!(version(&site), 2);
        assert_eq!(taken(&send(&checker, &second, &other, "terbitkan", "")), "/revisi/3");
    }
}

#[test]
fn what_is_published_is_what_was_looked_at() {
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let path = propose(&editor, "bali.csv", BALI);
        let old = checker.get(&path);
        let take_back = || {
            let page = editor.get(&path);
            assert_eq!(taken(&send(&editor, &path, &page, "batal", "")), "/impor/1");
        };
        // Another value, then another reason, under the same number.
        take_back();
        let mut about = ABOUT.to_vec();
        about.push(("isi-2-2", "30567"));
        assert_eq!(apply(&editor, "/impor/1", &about), path);
        let late = send(&checker, &path, &old, "terbitkan", "");
        assert_eq!((late.status, version(&site)), (409, 1), "{}", site.test.backend);
        assert!(words(&late).contains("30.567"), "{}", words(&late));
        take_back();
        let mut about = ABOUT.to_vec();
        about.retain(|(name, _)| *name != "alasan");
        about.push(("alasan", "Surat yang lain sama sekali"));
        assert_eq!(apply(&editor, "/impor/1", &about), path);
        assert_eq!(send(&checker, &path, &late, "terbitkan", "").status, 409);
        let says = words(&checker.get(&path));
        assert!(
            says.contains(
                "Sel yang ditulis ulang Baris 2, 51.01 Kabupaten Jembrana, kolom peserta: 30567"
            ),
            "{says}"
        );
        let page = checker.get(&path);
        assert_eq!(taken(&send(&checker, &path, &page, "terbitkan", "")), "/revisi/2");
    }
}

#[test]
fn a_choice_that_was_exchanged_is_another_proposal() {
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let form = || editor.get(&format!("{APRIL}/putuskan"));
        let page = form();
        let first = choice(&page, "35,86%");
        let path = taken(&decide(&editor, &page, APRIL, &first, "Surat resmi tanggal 20 Mei"));
        let old = checker.get(&path);
        let own = editor.get(&path);
        assert_eq!(taken(&send(&editor, &path, &own, "batal", "")), "/usulan?kabar=batal");
        let page = form();
        let again = taken(&decide(&editor, &page, APRIL, &first, "Alasan yang sama sekali lain"));
        assert_ne!(again, path);
        assert_eq!(send(&checker, &path, &old, "terbitkan", "").status, 404);
        assert_eq!(send(&checker, &again, &old, "terbitkan", "").status, 409);
        assert_eq!(version(&site), 1);
    }
}

#[test]
fn who_was_moved_elsewhere_is_not_published() {
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let page = editor.get(&format!("{APRIL}/putuskan"));
        let other = choice(&page, "35,86%");
        let path = taken(&decide(&editor, &page, APRIL, &other, "Surat resmi tanggal 20 Mei"));
        let old = checker.get(&path);
        assert!(holds(&old, "button[value=terbitkan]"));
        let own = cakupan::domain::Login::parse("editor_pusat").unwrap();
        site.test
            .pool
            .write(|c| {
                let account = cakupan::db::accounts::by_login(c, &own)?.unwrap();
                let bali = RegionCode::parse("51").unwrap();
                let bali = cakupan::db::regions::by_code(c, &bali)?.unwrap();
                let role = Role::RegionalEditor;
                cakupan::db::accounts::change(c, account.id, &account.name, role, Some(bali.id))
            })
            .unwrap();
        let page = checker.get(&path);
        assert!(words(&page).contains("Pengusul tidak lagi berhak"), "{}", words(&page));
        assert_eq!(send(&checker, &path, &old, "terbitkan", "").status, 422);
        assert_eq!(version(&site), 1);
    }
}

#[test]
fn decisions_and_withdrawals_wait_too() {
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let page = editor.get(&format!("{APRIL}/putuskan"));
        let other = choice(&page, "35,86%");
        let sent = decide(&editor, &page, APRIL, &other, "Surat resmi tanggal 20 Mei");
        let path = taken(&sent);
        assert_eq!((path.as_str(), version(&site)), ("/usulan/1", 1));
        let page = checker.get(&path);
        let says = words(&page);
        assert!(says.contains("Keputusan antarsumber") && says.contains("35,86%"), "{says}");
        assert!(says.contains("Surat resmi tanggal 20 Mei"), "{says}");
        assert!(holds(&page, &format!("a[href='{APRIL}']")));
        assert_eq!(taken(&send(&checker, &path, &page, "terbitkan", "")), "/revisi/2");
        let says = words(&site.app.get(APRIL));
        assert!(says.contains("Dipakai 35,86%") && says.contains("diterbitkan oleh"), "{says}");

        let page = editor.get("/revisi/2/tarik");
        let (key, seen) = (key(&page), hidden(&page, "dasar"));
        let fields = [
            ("kunci", key.as_str()),
            ("dasar", seen.as_str()),
            ("tindakan", "tarik"),
            ("alasan", "Suratnya ternyata dicabut"),
        ];
        let path = taken(&editor.post_raw("/revisi/2/tarik", &fields));
        assert_eq!((path.as_str(), version(&site)), ("/usulan/2", 2), "no number is used again");
        let page = checker.get(&path);
        assert!(words(&page).contains("Keputusan yang berakhir 1"), "{}", words(&page));

        // Another decision comes between: it is said, and asked again.
        let own = site.signed_in("admin");
        let form = own.get(&format!("{APRIL}/putuskan"));
        let path2 = taken(&decide(&own, &form, APRIL, "aturan", "Kembali ke aturan umum"));
        let page2 = checker.get(&path2);
        assert_eq!(taken(&send(&checker, &path2, &page2, "terbitkan", "")), "/revisi/3");
        let late = send(&checker, &path, &page, "terbitkan", "");
        assert_eq!(late.status, 409);
        assert!(words(&late).contains("Data berubah sejak usulan"), "{}", words(&late));
        let back = send(&checker, &path, &late, "kembalikan", "Sudah tidak perlu lagi");
        assert_eq!(taken(&back), "/usulan?kabar=kembali");
        let says = words(&editor.get(&path));
        assert!(says.contains("Sudah tidak perlu lagi") && says.contains("Dikembalikan"), "{says}");
        let page = editor.get(&path);
        assert_eq!(taken(&send(&editor, &path, &page, "batal", "")), "/usulan?kabar=batal");
        assert_eq!(editor.get(&path).status, 404);
    }
}

#[test]
fn who_may_not_enter_figures_any_more_is_not_published() {
    let [site, _] = sites();
    let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
    let path = propose(&editor, "bali.csv", BALI);
    let fields = [("tindakan", "kunci"), ("nomor", "2")];
    assert_eq!(site.signed_in("admin").post("/pengguna", &fields).status, 303);
    let page = checker.get(&path);
    assert!(words(&page).contains("Pengusul tidak lagi berhak"), "{}", words(&page));
    assert!(!holds(&page, "button[value=terbitkan]"));
    let key = key(&page);
    let fields = [("kunci", key.as_str()), ("dasar", "x"), ("tindakan", "terbitkan")];
    assert_eq!(checker.post_raw(&path, &fields).status, 422);
    assert_eq!(version(&site), 1);
}

#[test]
fn the_menu_names_proposals_where_two_are_needed() {
    let [site, _] = sites();
    for role in Role::ALL {
        let page = site.signed_in(role.code()).get("/akun");
        assert_eq!(page.text().contains(r#"href="/usulan""#), role != Role::Reader, "{role:?}");
    }
    let alone = Site::start();
    assert!(!alone.signed_in("admin").get("/akun").text().contains(r#"href="/usulan""#));
}

/// Sends the form of `/revisi/{id}/tarik`; where the proposal waits.
fn propose_withdrawal(browser: &Browser, id: i32) -> String {
    let path = format!("/revisi/{id}/tarik");
    let page = browser.get(&path);
    let (key, seen) = (key(&page), hidden(&page, "dasar"));
    let fields = [
        ("kunci", key.as_str()),
        ("dasar", seen.as_str()),
        ("tindakan", "tarik"),
        ("alasan", "Daftar ini keliru"),
    ];
    taken(&browser.post_raw(&path, &fields))
}

#[test]
fn what_cannot_be_carried_out_any_more_is_given_back() {
    const LIST: &str = "Kode,Penerbit,Judul,Tanggal terbit,Alamat web,Jenis penerbit\n\
        bpjs-bali-2026,BPJS Ketenagakerjaan Bali,Surat 12,2 Maret 2026,,bpjs\n";
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let list = taken(&upload(&editor, "sumber.csv", LIST.as_bytes(), &own_key(&editor)));
        let list = apply(&editor, &list, &[("isi-berkas", "sumber")]);
        let page = checker.get(&list);
        assert_eq!(taken(&send(&checker, &list, &page, "terbitkan", "")), "/revisi/2");
        let path = propose_withdrawal(&editor, 2);
        let before = checker.get(&path);
        assert!(holds(&before, "button[value=terbitkan]"), "{}", words(&before));

        let file = taken(&upload(&editor, "bali.csv", BALI.as_bytes(), &own_key(&editor)));
        let file = apply(&editor, &file, &[("segmen", "total"), ("sumber", "bpjs-bali-2026")]);
        let page = checker.get(&file);
        assert_eq!(taken(&send(&checker, &file, &page, "terbitkan", "")), "/revisi/3");
        let page = checker.get(&path);
        let says = words(&page);
        assert_eq!(page.status, 200, "{}: {says}", site.test.backend);
        assert!(says.contains("bpjs-bali-2026 masih dirujuk oleh 1 angka"), "{says}");
        assert!(says.contains("Baris daftar yang berakhir 1"), "{says}");
        assert!(!holds(&page, "button[value=terbitkan]"));
        let late = send(&checker, &path, &before, "terbitkan", "");
        assert_eq!(late.status, 409);
        assert!(words(&late).contains("masih dirujuk"), "{}", words(&late));
        let short = send(&checker, &path, &page, "kembalikan", "salah");
        assert_eq!(short.status, 422);
        assert!(words(&short).contains("Tulis alasannya"), "{}", words(&short));
        let own = words(&editor.get("/revisi/2/tarik"));
        assert!(own.contains("tidak dapat ditarik") && own.contains("masih dirujuk"), "{own}");
        let back = send(&checker, &path, &page, "kembalikan", "Sumbernya sudah dipakai");
        assert_eq!(taken(&back), "/usulan?kabar=kembali");
    }
}

#[test]
fn pages_open_while_somebody_else_writes() {
    for site in sites() {
        let (editor, checker) = (site.signed_in("editor_pusat"), site.signed_in("pemeriksa"));
        let path = propose(&editor, "bali.csv", BALI);
        let page = checker.get(&path);
        assert_eq!(taken(&send(&checker, &path, &page, "terbitkan", "")), "/revisi/2");
        let proposal = propose_withdrawal(&editor, 2);
        let decision = format!("{APRIL}/putuskan");
        let pages = [
            (&editor, "/revisi/2/tarik", "button[value=tarik]"),
            (&checker, proposal.as_str(), "button[value=kembalikan]"),
            (&editor, decision.as_str(), "button[value=simpan]"),
        ];
        // Each waits some seconds for the other one.
        let count = if site.test.backend == "SQLite" { 3 } else { 1 };
        site.test
            .pool
            .write(|_| {
                for (browser, path, button) in &pages[..count] {
                    let page = browser.get(path);
                    let says = words(&page);
                    assert_eq!(page.status, 200, "{path}: {says}");
                    assert!(says.contains("tidak dihitung"), "{path}: {says}");
                    assert!(says.contains("karena data sedang diubah"), "{path}: {says}");
                    assert!(holds(&page, button), "{path}: {says}");
                }
                Ok(())
            })
            .unwrap();
        assert!(!words(&editor.get("/revisi/2/tarik")).contains("tidak dihitung"));
    }
}
