//! Bringing a file in through the pages.

use cakupan::db::{figures, regions, versions};
use cakupan::domain::RegionCode;

use crate::browser::{Browser, Site, holds, key, words};
use crate::common::app::Answer;

const FILE: &str = "\
REKAPITULASI UCJ PROVINSI BALI POSISI 30 NOVEMBER 2025,,,,
kode_wil,nama,peserta aktif,angk_kerja,Cakupan (%)
51.01,Jembrana,30.566,96.000,\"31,84\"
51.99,Tabanan,44.645,131.000,\"34,08\"
51.03,Badung,126.704,126.000,\"100,56\"
";

/// Sends a file as a browser does.
fn upload(browser: &Browser, name: &str, bytes: &[u8], key: &str) -> Answer {
    let mut body = Vec::new();
    let part = |head: &str| format!("--batas\r\ncontent-disposition: form-data; {head}\r\n\r\n");
    body.extend(part("name=\"kunci\"").bytes());
    body.extend(key.bytes());
    body.extend(b"\r\n");
    body.extend(part(&format!("name=\"berkas\"; filename=\"{name}\"")).bytes());
    body.extend(bytes);
    body.extend(b"\r\n--batas--\r\n");
    browser.post_bytes("/impor", "multipart/form-data; boundary=batas", &body)
}

/// The number of the file that was just taken.
fn taken(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

fn own_key(browser: &Browser) -> String {
    key(&browser.get("/impor"))
}

#[test]
fn a_file_is_decided_on_and_goes_in() {
    for site in Site::both() {
        let editor = site.signed_in("editor_pusat");
        let path = taken(&upload(&editor, "ucj-bali.csv", FILE.as_bytes(), &own_key(&editor)));
        let page = editor.get(&path);
        let says = words(&page);
        assert!(says.contains("Segmen tidak disebut di berkas ini."), "{says}");
        assert!(says.contains("Sumber data belum dinyatakan."), "{says}");

        let about = [
            ("segmen", "total"),
            ("penerbit", "BPJS Ketenagakerjaan Cabang Denpasar"),
            ("judul", "Surat 2 Desember"),
            ("terbit", "2 Desember 2025"),
            ("jenis-penerbit", "bpjs"),
        ];
        let sent = |more: &[(&str, &str)]| {
            let mut all = about.to_vec();
            all.extend(more);
            editor.post(&path, &all)
        };
        assert_eq!(sent(&[("tindakan", "periksa")]).status, 303);
        let says = words(&editor.get(&path));
        assert!(
            says.contains("Baris 4, kolom kode_wil: kode wilayah 51.99 tidak dikenal."),
            "{says}"
        );
        assert!(says.contains("Baris 5: peserta aktif 126.704 lebih besar"), "{says}");

        // Nothing goes in before the lines are decided on.
        assert_eq!(taken(&sent(&[("tindakan", "terapkan")])), path);
        let version = |site: &Site| site.test.pool.read(cakupan::db::state::load).unwrap().version;
        assert_eq!(version(&site), 1);

        let decided = [("baris-4", "0:51.02"), ("alasan", "Dicocokkan dengan surat")];
        let mut all = decided.to_vec();
        all.push(("tindakan", "periksa"));
        sent(&all);
        let page = editor.get(&path);
        assert!(words(&page).contains("Terapkan 3 angka"), "{}", words(&page));
        all.pop();
        all.push(("tindakan", "terapkan"));
        assert_eq!(taken(&sent(&all)), "/revisi/2", "{}", site.test.backend);

        let tabanan = site.test.pool.read(|c| {
            let region = regions::by_code(c, &RegionCode::parse("51.02").unwrap())?.unwrap();
            let rows = figures::of_region(c, region.id, 1)?;
            Ok(rows.last().unwrap().own.unwrap().active)
        });
        assert_eq!(tabanan.unwrap(), Some(44_645));
        let made = site.test.pool.read(|c| versions::one(c, 2)).unwrap().unwrap();
        assert_eq!(made.note, "Dicocokkan dengan surat");
        assert_eq!(made.who, "Orang editor_pusat (editor_pusat)");
        let audit = words(&site.signed_in("admin").get("/audit"));
        assert!(audit.contains("Versi 2") && audit.contains("ucj-bali.csv"), "{audit}");
        let file = editor.get("/revisi/2/berkas");
        assert_eq!(file.body, FILE.as_bytes());
        let disposition = file.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment;") && disposition.contains("ucj-bali.csv"));
        // Who comes back to it is led on.
        assert_eq!(taken(&editor.get(&path)), "/revisi/2");
    }
}

#[test]
fn a_regional_editor_stays_in_the_own_region() {
    let site = Site::start();
    let editor = site.signed_in("editor_daerah");
    let text = "kode,tanggal,peserta\n51.01,2025-11-30,1000\n15.01,2025-11-30,1000\n";
    let path = taken(&upload(&editor, "a.csv", text.as_bytes(), &own_key(&editor)));
    let about = [
        ("segmen", "total"),
        ("penerbit", "Dinas"),
        ("judul", "Surat"),
        ("jenis-penerbit", "pemda"),
        ("tindakan", "terapkan"),
    ];
    assert_eq!(taken(&editor.post(&path, &about)), path);
    let says = words(&editor.get(&path));
    assert!(says.contains("15.01 Kabupaten Kerinci di luar wilayah Anda."), "{says}");
    assert_eq!(site.test.pool.read(cakupan::db::state::load).unwrap().version, 1);
}

#[test]
fn a_file_belongs_to_who_sent_it() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let path = taken(&upload(&editor, "a.csv", FILE.as_bytes(), &own_key(&editor)));
    let other = site.signed_in("admin");
    assert_eq!(other.get(&path).status, 404);
    let key = key(&other.get("/akun"));
    let answer = other.post_raw(&path, &[("kunci", &key), ("tindakan", "batal")]);
    assert_eq!(answer.status, 404);
    assert_eq!(editor.get(&path).status, 200);
    assert_eq!(taken(&editor.post(&path, &[("tindakan", "batal")])), "/impor");
    assert_eq!(editor.get(&path).status, 404);
    for path in ["/impor/0", "/impor/x", "/impor/99999999999"] {
        assert_eq!(editor.get(path).status, 404, "{path}");
    }
}

#[test]
fn what_is_no_table_is_refused_and_nothing_is_kept() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let key = own_key(&editor);
    for (name, bytes, says) in [
        ("surat.pdf", b"%PDF-1.7 ...".as_slice(), "PDF"),
        ("kosong.csv", b"".as_slice(), "kosong"),
        ("", b"a,b\n".as_slice(), "Pilih berkas"),
    ] {
        let answer = upload(&editor, name, bytes, &key);
        assert_eq!(answer.status, 422, "{name}");
        assert!(words(&answer).contains(says), "{name}: {}", words(&answer));
        assert!(holds(&answer, "a[href='#berkas']"), "{name}");
    }
    assert_eq!(upload(&editor, "a.csv", FILE.as_bytes(), "salah").status, 403, "no key");
    assert!(!words(&editor.get("/impor")).contains("Berkas yang menunggu"));
    let stranger = site.browser();
    assert_eq!(upload(&stranger, "a.csv", FILE.as_bytes(), &key).status, 303, "to sign-in");
}

const TARGETS: &str = "\
Kode wilayah,Nama wilayah,Tahun,Target (persen),Dasar
51.01,Jembrana,2027,\"62,5\",RPJMD
51.99,Tabanan,2027,60,daerah
";

#[test]
fn a_list_is_decided_on_and_goes_in() {
    for site in Site::both() {
        let editor = site.signed_in("editor_pusat");
        let path = taken(&upload(&editor, "target.csv", TARGETS.as_bytes(), &own_key(&editor)));
        let about = [
            ("isi-berkas", "target"),
            ("penerbit", "Bappeda Bali"),
            ("judul", "RPJMD 2025-2029"),
            ("jenis-penerbit", "pemda"),
        ];
        let sent = |more: &[(&str, &str)]| {
            let mut all = about.to_vec();
            all.extend(more);
            editor.post(&path, &all)
        };
        assert_eq!(sent(&[("tindakan", "periksa")]).status, 303);
        let page = editor.get(&path);
        let says = words(&page);
        assert!(says.contains("kolom Kode wilayah: kode wilayah 51.99 tidak dikenal."), "{says}");
        assert!(holds(&page, "select#isi-berkas option[value='target'][selected]"));
        assert!(!holds(&page, "select#segmen"), "not asked for a list");
        assert!(holds(&page, "select#kolom-3 option[value='target-persen']"));

        assert_eq!(sent(&[("baris-3", "0:51.02"), ("tindakan", "periksa")]).status, 303);
        let says = words(&editor.get(&path));
        assert!(says.contains("Baris baru 2"), "{says}");
        assert!(says.contains("51.02 Kabupaten Tabanan, 2027, daerah"), "{says}");
        assert_eq!(taken(&sent(&[("tindakan", "terapkan")])), "/revisi/2", "{}", site.test.backend);
        let says = words(&editor.get("/revisi/2"));
        assert!(says.contains("2 target baru") && says.contains("62,5%"), "{says}");
        let audit = words(&site.signed_in("admin").get("/audit"));
        assert!(audit.contains("Versi 2") && audit.contains("target.csv"), "{audit}");
        let region = words(&editor.get("/wilayah/51.01"));
        assert!(region.contains("62,5%"), "{region}");
    }
}

#[test]
fn lists_of_regions_and_sources_are_not_for_regional_editors() {
    let site = Site::start();
    let editor = site.signed_in("editor_daerah");
    let text = "Kode,Nama,Jenis\n51.01.01,Negara,kecamatan\n";
    let path = taken(&upload(&editor, "a.csv", text.as_bytes(), &own_key(&editor)));
    let about = [("isi-berkas", "wilayah"), ("tindakan", "terapkan")];
    assert_eq!(taken(&editor.post(&path, &about)), path);
    let page = editor.get(&path);
    let says = words(&page);
    assert!(
        says.contains("Daftar wilayah hanya dapat diubah oleh admin dan editor pusat."),
        "{says}"
    );
    assert!(holds(&page, "a[href='#isi-berkas']"));
    assert_eq!(site.test.pool.read(cakupan::db::state::load).unwrap().version, 1);

    let central = site.signed_in("editor_pusat");
    let path = taken(&upload(&central, "a.csv", text.as_bytes(), &own_key(&central)));
    assert_eq!(taken(&central.post(&path, &about)), "/revisi/2");
    assert!(words(&central.get("/wilayah/51.01")).contains("Negara"));
}
