//! Bringing a file in through the pages.

use std::fmt::Write;

use cakupan::db::{figures, regions, versions};
use cakupan::domain::RegionCode;
use scraper::{Html, Selector};

use crate::browser::{Browser, Site, carried, holds, key, words};
use crate::common::app::Answer;
use crate::make;

const FILE: &str = "\
REKAPITULASI UCJ PROVINSI BALI POSISI 30 NOVEMBER 2025,,,,
kode_wil,nama,peserta aktif,angk_kerja,Cakupan (%)
51.01,Jembrana,30.566,96.000,\"31,84\"
51.99,Tabanan,44.645,131.000,\"34,08\"
51.03,Badung,126.704,126.000,\"100,56\"
";

/// Sends a file as a browser does.
pub fn upload(browser: &Browser, name: &str, bytes: &[u8], key: &str) -> Answer {
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
pub fn taken(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

pub fn own_key(browser: &Browser) -> String {
    key(&browser.get("/impor"))
}

/// The value of a button of a field that begins so.
fn choice(page: &Answer, name: &str, begins: &str) -> String {
    let html = Html::parse_document(page.text());
    let buttons = Selector::parse(&format!("input[name='{name}'][value^='{begins}']")).unwrap();
    let found = html.select(&buttons).next().and_then(|button| button.value().attr("value"));
    found.unwrap().to_owned()
}

/// What a form says about a file that does not say it itself.
pub const ABOUT: [(&str, &str); 6] = [
    ("segmen", "total"),
    ("penerbit", "BPJS Ketenagakerjaan"),
    ("judul", "Surat"),
    ("jenis-penerbit", "bpjs"),
    ("alasan", "Dicocokkan dengan surat"),
    ("benar-semua", "ya"),
];

/// Brings a file in; where it leads.
pub fn bring_in(browser: &Browser, name: &str, text: &str) -> String {
    let path = taken(&upload(browser, name, text.as_bytes(), &own_key(browser)));
    apply(browser, &path, &ABOUT)
}

/// Says something about a file, looks at what it changes, and applies it; where it leads.
pub fn apply(browser: &Browser, path: &str, about: &[(&str, &str)]) -> String {
    let sent = |act| {
        let mut fields = about.to_vec();
        fields.push(("tindakan", act));
        taken(&browser.post(path, &fields))
    };
    assert_eq!(sent("periksa"), path);
    sent("terapkan")
}

/// Sends the form of a page that was opened before, as it is.
fn apply_page(browser: &Browser, path: &str, page: &Answer, about: &[(&str, &str)]) -> Answer {
    let names = ["kunci", "dasar", "dampak", "tampak", "versi"];
    let hidden = names.map(|name| (name, carried(page, name)));
    let mut fields: Vec<(&str, &str)> = about.to_vec();
    fields.extend(hidden.iter().map(|(name, value)| (*name, value.as_str())));
    fields.push(("tindakan", "terapkan"));
    browser.post_raw(path, &fields)
}

#[test]
fn a_file_only_goes_in_while_its_effect_is_the_one_that_was_shown() {
    const ABOUT: [(&str, &str); 2] = [("segmen", "total"), ("sumber", "antarabali376813")];
    for site in Site::both() {
        let (one, two) = (site.signed_in("editor_pusat"), site.signed_in("admin"));
        let opened = |browser: &Browser, count: &str| {
            let text = format!("kode,tanggal,peserta,pekerja\n51.01,2025-11-30,{count},96000\n");
            let path = taken(&upload(browser, "a.csv", text.as_bytes(), &own_key(browser)));
            let mut fields = ABOUT.to_vec();
            fields.push(("tindakan", "periksa"));
            assert_eq!(taken(&browser.post(&path, &fields)), path);
            let page = browser.get(&path);
            (path, page)
        };
        let (first, own) = opened(&one, "30566");
        let (second, old) = opened(&two, "30600");
        assert!(words(&old).contains("Angka baru 1"), "{}", words(&old));
        // A form that has seen no effect applies nothing.
        let key = key(&old);
        let blind = [("kunci", key.as_str()), ("tindakan", "terapkan"), ABOUT[0], ABOUT[1]];
        assert_eq!(taken(&two.post_raw(&second, &blind)), second);
        let old = two.get(&second);

        assert_eq!(taken(&apply_page(&one, &first, &own, &ABOUT)), "/revisi/2");
        let clash = apply_page(&two, &second, &old, &ABOUT);
        assert_eq!(clash.status, 409, "{}", site.test.backend);
        let says = words(&clash);
        assert!(
            says.contains("Telah diubah oleh Orang editor_pusat (editor_pusat) pada"),
            "{says}"
        );
        assert!(says.contains("Angka baru 1 0") && says.contains("Angka berubah 0 1"), "{says}");
        assert_eq!(site.test.pool.read(cakupan::db::state::load).unwrap().version, 2);
        // Who has seen it may apply it knowingly.
        assert_eq!(taken(&apply_page(&two, &second, &clash, &ABOUT)), "/revisi/3");
    }
}

#[test]
fn what_is_said_about_lines_is_of_its_sheet_and_can_be_undone() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let path = taken(&upload(&editor, "a.csv", FILE.as_bytes(), &own_key(&editor)));
    let sent = |more: &[(&str, &str)]| {
        let about = [("segmen", "total"), ("sumber", "antarabali376813"), ("tindakan", "periksa")];
        let mut all = about.to_vec();
        all.extend(more);
        assert_eq!(taken(&editor.post(&path, &all)), path);
        editor.get(&path)
    };
    let page = sent(&[]);
    assert!(holds(&page, "input[name=isi-5-2]"), "a doubtful row can be corrected too");
    let page = sent(&[("baris-4", "0:51.02"), ("isi-5-2", "120704"), ("baris-3", "lewati")]);
    let says = words(&page);
    assert!(says.contains("Baris 4, 51.02 Kabupaten Tabanan, kolom kode_wil: 51.02"), "{says}");
    assert!(!says.contains("lebih besar"), "{says}");
    assert!(holds(&page, "input[name=asli-4-0]") && holds(&page, "input[name=kembali-3]"));
    let page = sent(&[("asli-4-0", "ya")]);
    let says = words(&page);
    assert!(says.contains("51.99 tidak dikenal"), "what the file says counts again: {says}");
    assert!(!holds(&page, "input[name=asli-4-0]") && holds(&page, "input[name=asli-5-2]"));
    let page = sent(&[("isi-berkas", "target"), ("baris-4", "lewati")]);
    assert!(!holds(&page, "input[name^=asli-]") && !holds(&page, "input[name^=kembali-]"));
}

#[test]
fn a_region_that_is_offered_for_a_name_is_taken() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let text = "nama,tanggal,peserta\nJembrane,2025-11-30,1000\n";
    let path = taken(&upload(&editor, "a.csv", text.as_bytes(), &own_key(&editor)));
    let about = [("segmen", "total"), ("sumber", "antarabali376813")];
    let mut all = about.to_vec();
    all.push(("tindakan", "periksa"));
    editor.post(&path, &all);
    let page = editor.get(&path);
    assert!(holds(&page, "input[name=baris-2][value='0:51.01']"), "{}", words(&page));
    all.push(("baris-2", "0:51.01"));
    editor.post(&path, &all);
    let says = words(&editor.get(&path));
    assert!(says.contains("51.01 Kabupaten Jembrana") && says.contains("Angka baru 1"), "{says}");
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
        assert!(
            says.contains("Baris 5, 51.03 Kabupaten Badung: peserta aktif 126.704 lebih besar"),
            "{says}"
        );
        assert!(says.contains("Tanggal data 30 November 2025 (dari judul lembar)"), "{says}");
        let source = "BPJS Ketenagakerjaan Cabang Denpasar: Surat 2 Desember (2 Desember 2025)";
        assert!(says.contains(&format!("Sumber {source} (sumber baru)")), "{says}");
        assert!(says.contains("3 baris dibaca 2 dapat diterapkan 1 ditolak"), "{says}");

        assert!(!holds(&editor.get(&path), "input[type=radio][checked]"), "nothing is presumed");

        // Nothing goes in before the lines are decided on.
        assert_eq!(taken(&sent(&[("tindakan", "terapkan")])), path);
        let version = |site: &Site| site.test.pool.read(cakupan::db::state::load).unwrap().version;
        assert_eq!(version(&site), 1);

        let decided = [("baris-4", "0:51.02"), ("alasan", "Dicocokkan dengan surat")];
        let mut all = decided.to_vec();
        all.push(("tindakan", "terapkan"));
        assert_eq!(taken(&sent(&all)), path, "a reason alone decides on no row");
        assert_eq!(version(&site), 1);
        all.pop();
        let right = choice(&editor.get(&path), "baris-5", "benar-");
        all.extend([("baris-5", "benar-0123456789abcdef"), ("tindakan", "periksa")]);
        sent(&all);
        let checked = "input[name=baris-5][value^=benar][checked]";
        assert!(!holds(&editor.get(&path), checked), "another doubt than the one of the page");
        all.truncate(2);
        all.extend([("baris-5", right.as_str()), ("tindakan", "periksa")]);
        sent(&all);
        let page = editor.get(&path);
        assert!(holds(&page, checked), "{}", words(&page));
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
        assert!(audit.contains("Sel yang ditulis ulang: baris 4, kolom ke-1: 51.02"), "{audit}");
        let says = words(&site.app.get("/revisi/2"));
        for said in [
            "Segmen Total semua segmen",
            "Sel yang ditulis ulang baris 4, kolom kode_wil: 51.99 menjadi 51.02",
            "Peringatan yang diterima Baris 5, 51.03 Kabupaten Badung, kolom peserta aktif: peserta aktif 126.704 lebih besar",
        ] {
            assert!(says.contains(said), "{said}: {says}");
        }
        assert!(!words(&site.app.get("/revisi/1")).contains("Dinyatakan saat impor"));
        // Who accepted it with a reason is not asked again.
        let says = words(&site.app.get("/mutu/51"));
        assert!(says.contains("Sudah diterima dengan alasan"), "{says}");
        assert!(says.contains("126.704") && says.contains("Dicocokkan dengan surat"), "{says}");
        let says = words(&site.app.get("/mutu?wilayah=51"));
        assert!(says.contains("temuan lain sudah diterima dengan alasan"), "{says}");
        assert!(!says.contains("126.704"), "nor is it open: {says}");
        for file in ["/mutu/51.txt", "/mutu/51.csv"] {
            let file = site.app.get(file);
            assert!(!file.text().contains("126.704"), "{}", file.text());
        }
        let says = words(&site.app.get("/revisi"));
        assert!(says.contains("2. ucj-bali.csv") && says.contains("3 angka baru"), "{says}");
        assert!(says.contains("BPJS Ketenagakerjaan Cabang Denpasar, 2 Desember 2025"), "{says}");
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
fn a_regional_editor_gets_the_files_of_the_own_region() {
    let site = Site::start();
    let (central, regional) = (site.signed_in("editor_pusat"), site.signed_in("editor_daerah"));
    let bali = "kode,tanggal,peserta\n51.01,2025-11-30,1000\n";
    let both = "kode,tanggal,peserta\n51.02,2025-11-30,1000\n15.01,2025-11-30,1000\n";
    let (own, other) = (bring_in(&central, "a.csv", bali), bring_in(&central, "b.csv", both));
    assert_eq!((own.as_str(), other.as_str()), ("/revisi/2", "/revisi/3"));
    assert_eq!(regional.get("/revisi/2/berkas").body, bali.as_bytes());
    assert_eq!(regional.get("/revisi/3/berkas").status, 403);
    assert_eq!(central.get("/revisi/3/berkas").body, both.as_bytes());
}

#[test]
fn so_many_files_wait_and_no_more() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let key = own_key(&editor);
    let send = |name: &str| upload(&editor, name, FILE.as_bytes(), &key);
    let first = taken(&send("0.csv"));
    for number in 1..20 {
        taken(&send(&format!("{number}.csv")));
    }
    let refused = send("banyak.csv");
    assert_eq!(refused.status, 422);
    assert!(words(&refused).contains("20 berkas Anda masih menunggu."), "{}", words(&refused));
    assert_eq!(taken(&editor.post(&first, &[("tindakan", "batal")])), "/impor");
    taken(&send("lagi.csv"));
    // After a long time the others go by themselves.
    site.clock.advance(91 * 86_400);
    let editor = site.signed_in("editor_pusat");
    taken(&upload(&editor, "baru.csv", FILE.as_bytes(), &own_key(&editor)));
    let says = words(&editor.get("/impor"));
    assert!(says.contains("baru.csv") && !says.contains("lagi.csv"), "{says}");
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
    let sheet = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
    let whole = make::xlsx(sheet);
    let zeros = vec![b' '; 40 << 20];
    let old = |streams: &[&str]| {
        make::ole(&streams.iter().map(|name| (*name, b"x".as_slice())).collect::<Vec<_>>())
    };
    for (name, bytes, says) in [
        ("surat.pdf", b"%PDF-1.7 ...".to_vec(), "dokumen PDF"),
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n".to_vec(), "gambar"),
        ("halaman.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "halaman web"),
        ("surat.docx", make::archive(&[("word/document.xml", b"x")]), "dokumen teks"),
        ("arsip.zip", make::archive(&[("data.csv", b"a,b")]), "arsip"),
        ("angka.xlsb", make::archive(&[("xl/workbook.bin", b"x")]), "biner"),
        ("kunci.xlsx", old(&["EncryptedPackage", "EncryptionInfo"]), "terkunci sandi"),
        ("makro.xls", old(&["Workbook", "_VBA_PROJECT_CUR"]), "memuat makro"),
        ("makro.xlsm", make::xlsx_with(sheet, &[("xl/vbaProject.bin", b"x")]), "memuat makro"),
        ("potong.xlsx", whole[..whole.len() / 2].to_vec(), "rusak atau terpotong"),
        ("bom.xlsx", make::xlsx_with(sheet, &[("xl/big.xml", &zeros)]), "jauh lebih besar"),
        ("biner.csv", (0..=255).cycle().take(5_000).collect(), "tidak dikenali"),
        ("kosong.csv", Vec::new(), "kosong"),
        ("kosong.xlsx", b"   \r\n".to_vec(), "kosong"),
        ("besar.csv", vec![b'a'; (50 << 20) + 1], "lebih besar dari 50 MB"),
        ("", b"a,b\n".to_vec(), "Pilih berkas"),
    ] {
        let answer = upload(&editor, name, &bytes, &key);
        assert_eq!(answer.status, 422, "{name}");
        assert!(words(&answer).contains(says), "{name}: {}", words(&answer));
        assert!(holds(&answer, "a[href='#berkas']"), "{name}");
    }
    assert_eq!(upload(&editor, "a.csv", FILE.as_bytes(), "salah").status, 403, "no key");
    assert!(!words(&editor.get("/impor")).contains("Berkas yang menunggu"));
    let stranger = site.browser();
    assert_eq!(upload(&stranger, "a.csv", FILE.as_bytes(), &key).status, 303, "to sign-in");
}

#[test]
fn templates_are_handed_out() {
    let site = Site::start();
    let editor = site.signed_in("editor_daerah");
    let page = editor.get("/impor");
    for word in ["angka", "angka-lebar", "target", "pendanaan", "regulasi", "wilayah", "sumber"] {
        for (ending, kind) in [("csv", "text/csv; charset=utf-8"), ("xlsx", XLSX)] {
            let path = format!("/impor/templat/{word}.{ending}");
            assert!(holds(&page, &format!("a[href='{path}']")), "{path}");
            let file = editor.get(&path);
            assert_eq!((file.status, file.header("content-type")), (200, Some(kind)), "{path}");
            let disposition = file.header("content-disposition").unwrap();
            assert_eq!(
                disposition,
                format!("attachment; filename*=UTF-8''templat-{word}.{ending}")
            );
            assert_eq!(file.header("cache-control"), Some("private, no-store"));
        }
    }
    // What is handed out is taken again.
    let bytes = editor.get("/impor/templat/angka.xlsx").body;
    taken(&upload(&editor, "templat-angka.xlsx", &bytes, &own_key(&editor)));
    for path in ["angka", "angka.pdf", "lain.csv", ".xlsx", "temuan.csv"] {
        assert_eq!(editor.get(&format!("/impor/templat/{path}")).status, 404, "{path}");
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[test]
fn findings_are_files_too() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let path = taken(&upload(&editor, "ucj bali.csv", FILE.as_bytes(), &own_key(&editor)));
    let about = [("segmen", "total"), ("sumber", "antarabali376813"), ("tindakan", "periksa")];
    editor.post(&path, &about);
    let page = editor.get(&path);
    let (list, sheet) = (format!("{path}/temuan.csv"), format!("{path}/temuan.xlsx"));
    for file in [&list, &sheet] {
        assert!(holds(&page, &format!("a[href='{file}']")), "{}", words(&page));
    }
    let answer = editor.get(&list);
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/csv; charset=utf-8"))
    );
    assert!(answer.header("content-disposition").unwrap().ends_with("''temuan-ucj%20bali.csv"));
    assert!(answer.text().contains("4,,kode_wil,51.99,R10,tolak,"), "{}", answer.text());
    let answer = editor.get(&sheet);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some(XLSX)));
    // The marked sheet is a file to upload again.
    taken(&upload(&editor, "temuan.xlsx", &answer.body, &own_key(&editor)));
    let other = site.signed_in("admin");
    for file in [&list, &sheet, &format!("{path}/kemajuan")] {
        assert_eq!(other.get(file).status, 404, "a file belongs to who sent it");
    }
}

#[test]
fn a_long_run_says_how_far_it_is() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let mut text = "kode,tanggal,segmen,peserta\n".to_owned();
    for month in 0..20_000 {
        let (year, month) = (2001 + month / 12 % 25, month % 12 + 1);
        _ = writeln!(text, "51.{:02},{year}-{month:02},total,1000", month % 9 + 1);
    }
    let path = taken(&upload(&editor, "panjang.csv", text.as_bytes(), &own_key(&editor)));
    editor.post(&path, &[("sumber", "antarabali376813"), ("tindakan", "periksa")]);
    let page = editor.get(&path);
    let says = words(&page);
    let progress = editor.get(&format!("{path}/kemajuan"));
    assert_eq!(progress.header("content-type"), Some("application/json"));
    if says.contains("Berkas sedang diperiksa") {
        assert!(holds(&page, "progress") && holds(&page, "[data-kemajuan]"));
        assert!(page.text().contains("<noscript><meta http-equiv=\"refresh\""));
    }
    let mut seen = String::new();
    let began = std::time::Instant::now();
    while began.elapsed().as_secs() < 120 {
        let answer = editor.get(&format!("{path}/kemajuan"));
        if answer.text() == r#"{"selesai":true}"# {
            break;
        }
        assert!(answer.text().starts_with(r#"{"selesai":false,"kata":""#), "{}", answer.text());
        answer.text().clone_into(&mut seen);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let last = words(&editor.get(&path));
    assert!(last.contains("20.000 baris dibaca"), "{seen} {last}");
}

#[test]
fn a_source_is_read_as_last_time() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let file = |date: &str| format!("kode,tanggal,Jml\n5171,{date},\"1,312\"\n");
    let upload =
        |name: &str, text: &str| taken(&upload(&editor, name, text.as_bytes(), &own_key(&editor)));
    let first = upload("satu.csv", &file("31/10/2025"));
    let answers = [
        ("segmen", "total"),
        ("sumber", "antarabali376813"),
        ("kode", "bps"),
        ("bilangan", "en"),
        ("jenis", "cakupan"),
        ("judul-2", "Jml"),
        ("kolom-2", "peserta"),
    ];
    let mut all = answers.to_vec();
    all.push(("tindakan", "periksa"));
    editor.post(&first, &all);
    let says = words(&editor.get(&first));
    assert!(!says.contains("seperti impor terakhir"), "{says}");
    all.pop();
    all.push(("tindakan", "terapkan"));
    assert_eq!(taken(&editor.post(&first, &all)), "/revisi/2");

    // The next file of the source needs none of it, and does not go in before somebody has seen that.
    let second = upload("dua.csv", &file("30/11/2025"));
    let about = [
        ("segmen", "total"),
        ("sumber", "antarabali376813"),
        ("kode", ""),
        ("jenis", "cakupan"),
        ("tindakan", "terapkan"),
    ];
    assert_eq!(taken(&editor.post(&second, &about)), second);
    let page = editor.get(&second);
    let says = words(&page);
    assert!(says.contains("dibaca seperti impor terakhir dari sumber ini"), "{says}");
    assert!(says.contains("oleh Orang editor_pusat"), "{says}");
    assert!(says.contains("Terapkan 1 angka"), "{says}");
    for chosen in [
        "#kode option[value=bps][selected]",
        "#bilangan option[value=en][selected]",
        "#kolom-2 option[value=peserta][selected]",
    ] {
        assert!(holds(&page, chosen), "{chosen}");
    }
    assert_eq!(taken(&editor.post(&second, &all)), "/revisi/3");

    // Another source knows nothing of it; what is changed by hand stays changed.
    let third = upload("tiga.csv", &file("31/12/2025"));
    editor.post(&third, &[("sumber", "kiatnewskendari"), ("kode", ""), ("tindakan", "periksa")]);
    assert!(!words(&editor.get(&third)).contains("impor terakhir"));
    editor.post(&third, &[("sumber", "antarabali376813"), ("kode", ""), ("tindakan", "periksa")]);
    assert!(words(&editor.get(&third)).contains("seperti impor terakhir"));
    editor.post(
        &third,
        &[("sumber", "antarabali376813"), ("kode", "kemendagri"), ("tindakan", "periksa")],
    );
    let page = editor.get(&third);
    assert!(holds(&page, "#kode option[value=kemendagri][selected]"));
    assert!(words(&page).contains("dibaca dengan jawaban lain"), "{}", words(&page));
}

#[test]
fn thresholds_of_the_operator_count_on_the_pages() {
    let limits = cakupan::import::limits::read("lompatan_cakupan = 90").unwrap();
    let settings = cakupan::web::Settings { limits, ..Default::default() };
    let sites =
        [Site::start(), Site::with(crate::common::db::TestDb::sqlite_published(), settings)];
    let doubts = sites.map(|site| {
        let editor = site.signed_in("editor_pusat");
        let text = "kode,tanggal,peserta,semesta\n51,2025-11-30,1873899,1873899\n";
        let path = taken(&upload(&editor, "a.csv", text.as_bytes(), &own_key(&editor)));
        let about = [("segmen", "total"), ("sumber", "kiatnewskendari"), ("tindakan", "periksa")];
        editor.post(&path, &about);
        words(&editor.get(&path)).contains("cakupan Provinsi Bali naik")
    });
    assert_eq!(doubts, [true, false]);
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
        assert!(holds(&page, "select#kolom-3 option[value='target-pekerja']"));

        assert_eq!(sent(&[("baris-3", "0:51.02"), ("tindakan", "periksa")]).status, 303);
        let says = words(&editor.get(&path));
        assert!(says.contains("Baris baru 2"), "{says}");
        assert!(says.contains("51.02 Kabupaten Tabanan, 2027, daerah"), "{says}");
        assert_eq!(taken(&sent(&[("tindakan", "terapkan")])), "/revisi/2", "{}", site.test.backend);
        let says = words(&editor.get("/revisi/2"));
        assert!(says.contains("2 target baru") && says.contains("62,50%"), "{says}");
        let audit = words(&site.signed_in("admin").get("/audit"));
        assert!(audit.contains("Versi 2") && audit.contains("target.csv"), "{audit}");
        let region = words(&editor.get("/wilayah/51.01"));
        assert!(region.contains("62,5%"), "{region}");

        // What the next file of the source is, its own titles say, or somebody.
        let next = taken(&upload(&editor, "lagi.csv", TARGETS.as_bytes(), &own_key(&editor)));
        let is = |page: &Answer, word: &str| {
            holds(page, &format!("select#isi-berkas option[value='{word}'][selected]"))
        };
        assert!(is(&editor.get(&next), "target"));
        let sources = site.test.pool.read(cakupan::db::sources::all).unwrap();
        let own = sources.iter().find(|source| source.publisher == "Bappeda Bali").unwrap();
        let about = [("isi-berkas", "angka"), ("sumber", &*own.code), ("tindakan", "periksa")];
        editor.post(&next, &about);
        assert!(is(&editor.get(&next), "angka"), "what is said stands");
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
    assert_eq!(apply(&central, &path, &about[..1]), "/revisi/2");
    assert!(words(&central.get("/wilayah/51.01")).contains("Negara"));
}

#[test]
fn a_source_is_chosen_by_its_name() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let all = site.test.pool.read(cakupan::db::sources::all).unwrap();
    let source = all.iter().find(|source| source.code == "antarabali376813").unwrap();
    let text = b"kode,tanggal,peserta,pekerja\n51.01,2025-11-30,30566,96000\n";
    let path = taken(&upload(&editor, "a.csv", text, &own_key(&editor)));
    let name = cakupan::web::view::imported::sources::name_of(source, &all);
    assert!(holds(&editor.get(&path), &format!("option[value=\"{name}\"]")));
    let about = [("segmen", "total"), ("sumber", name.as_str()), ("tindakan", "periksa")];
    assert_eq!(taken(&editor.post(&path, &about)), path);
    let page = editor.get(&path);
    assert!(holds(&page, &format!("input[name=sumber][value=\"{name}\"]")), "by its name");
    assert!(words(&page).contains("Angka baru 1"), "{}", words(&page));
    // What is no source is said to be none.
    let about = [("segmen", "total"), ("sumber", "Kantor Entah"), ("tindakan", "periksa")];
    assert_eq!(taken(&editor.post(&path, &about)), path);
    let says = words(&editor.get(&path));
    assert!(says.contains("Kantor Entah") && !says.contains("Angka baru 1"), "{says}");
}

#[test]
fn one_file_at_a_time_and_one_address_for_each() {
    let site = Site::start();
    let editor = site.signed_in("editor_pusat");
    let mut body = Vec::new();
    let part = |head: &str| format!("--batas\r\ncontent-disposition: form-data; {head}\r\n\r\n");
    body.extend(format!("{}{}\r\n", part("name=\"kunci\""), own_key(&editor)).bytes());
    for name in ["a.csv", "b.csv"] {
        body.extend(part(&format!("name=\"berkas\"; filename=\"{name}\"")).bytes());
        body.extend(FILE.bytes());
        body.extend(b"\r\n");
    }
    body.extend(b"--batas--\r\n");
    let answer = editor.post_bytes("/impor", "multipart/form-data; boundary=batas", &body);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Unggah satu berkas setiap kali"), "{}", answer.text());

    let path = taken(&upload(&editor, "a.csv", FILE.as_bytes(), &own_key(&editor)));
    assert_eq!(editor.get(&path).status, 200);
    let number = path.rsplit('/').next().unwrap();
    assert_eq!(editor.get(&format!("/impor/0{number}")).status, 404);
    assert_eq!(editor.get("/revisi/01").status, 404);
}
