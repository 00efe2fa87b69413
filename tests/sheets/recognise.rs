//! What a file is, by its titles, and what of it is never kept.

use cakupan::db::sources::NewSource;
use cakupan::domain::{Authority, RegionCode};
use cakupan::export::quality::HEAD;
use cakupan::import::{
    self, Asks, Content, File, Mode, Options, Outcome, Report, Sender, Severity,
};

use crate::testdb::TestDb;
use crate::{SOURCE, TODAY, make, run, total};

fn source() -> Options {
    Options { source: Some(SOURCE.to_owned()), ..Options::default() }
}

#[test]
fn the_sheet_with_answers_can_be_brought_in() {
    let [test, _] = TestDb::both();
    let line = |code: &str, answer: &str| {
        format!(
            "{code};Wilayah;Total semua segmen;2025-12-31;Belum masuk;R8;kosong;angka;{answer}\n"
        )
    };
    let rows = [
        line("15.03", "64709;124440;dari surat").replace("Wilayah", "Kabupaten Sarolangun"),
        line("15.04", ";;").replace("Wilayah", "Kabupaten Batanghari"),
        line("15.05", "1.312.370;;").replace("Wilayah", "Kabupaten Muaro Jambi"),
    ];
    let sheet = format!("Permintaan data\n{}\n{}", HEAD.join(";"), rows.concat());
    let report = run(&test, "15.csv", sheet.as_bytes(), &source(), Mode::Rehearse);
    assert_eq!(report.outcome, Outcome::Ready, "{:#?}", report.findings.list());
    assert_eq!((report.effect.new, report.passed), (2, 1), "what is not answered is passed over");
    let first = &report.preview[0].statement;
    assert_eq!((first.active, first.workforce), (Some(64_709), Some(124_440)));
    assert_eq!(first.note, "dari surat");
}

#[test]
fn a_file_that_may_be_a_list_is_asked_about() {
    let [test, _] = TestDb::both();
    let asked = |report: &Report| -> Vec<Option<Asks>> {
        let refused = report.findings.list().iter().filter(|f| f.severity == Severity::Refuse);
        refused.map(|f| f.asks).collect()
    };
    let list = "Kode wilayah;Tahun;Target (persen);Dasar\n15.03;2026;60;rpjmd\n";
    let report = run(&test, "a.csv", list.as_bytes(), &source(), Mode::Rehearse);
    assert_eq!(report.content, Content::Targets, "all that the list needs is there");
    let open = "Kode wilayah;Tahun;Jenis;Pembayar;Dasar;Tentang\n15.03;2026;a;b;c;d\n";
    let report = run(&test, "a.csv", open.as_bytes(), &source(), Mode::Rehearse);
    assert_eq!(asked(&report), [Some(Asks::Content)], "and nothing else that would mislead");
    let said = Options { content: Some(Content::Targets), ..source() };
    let report = run(&test, "a.csv", list.as_bytes(), &said, Mode::Rehearse);
    assert_eq!(report.outcome, Outcome::Ready, "{:#?}", report.findings.list());
    // A sheet of figures with titles of its own goes on to be asked about its columns.
    let odd = "kode;nama;Jml TK\n15.03;Sarolangun;10\n";
    let report = run(&test, "a.csv", odd.as_bytes(), &total(), Mode::Rehearse);
    assert!(asked(&report).contains(&Some(Asks::Columns)));
}

#[test]
fn who_enters_figures_of_one_region_adds_no_source_above_its_own() {
    let [test, _] = TestDb::both();
    let try_as = |authority: Authority, within: Option<&str>, content: &str| {
        let new = NewSource {
            code: "baru".to_owned(),
            publisher: "Dinas".to_owned(),
            title: "Surat".to_owned(),
            published_on: String::new(),
            url: String::new(),
            authority,
        };
        let within = within.map(|code| RegionCode::parse(code).unwrap());
        let options = Options { source: Some("baru".to_owned()), within, ..total() };
        let sender = Sender { new_source: Some(new), ..Sender::default() };
        let file = File { name: "uji.csv", bytes: content.as_bytes() };
        import::run(&test.pool, file, &options, &sender, Mode::Rehearse, TODAY).unwrap()
    };
    let figures = "kode;tanggal;peserta\n15.03;2025-04-30;1000\n";
    let targets = "Kode wilayah;Nama wilayah;Tahun;Target (persen);Target (pekerja);Dasar;Uraian \
                   dasar;Kode sumber;Catatan\n15.03;;2026;60;;rpjmd;;;\n";
    for content in [figures, targets] {
        for (authority, may) in [
            (Authority::Bpjs, false),
            (Authority::Ministry, false),
            (Authority::RegionalGovernment, true),
            (Authority::Press, true),
        ] {
            let report = try_as(authority, Some("15"), content);
            let refused = report.findings.list().iter().find(|f| f.severity == Severity::Refuse);
            assert_eq!(report.outcome == Outcome::Ready, may, "{authority:?} {refused:?}");
            assert_eq!(refused.is_some_and(|f| f.asks == Some(Asks::Publisher)), !may);
            assert_eq!(try_as(authority, None, content).outcome, Outcome::Ready);
        }
    }
}

#[test]
fn signs_that_nobody_sees_are_left_out() {
    let cells = |texts: [&str; 4]| {
        let cells = texts.map(|text| format!("<c t=\"str\"><v>{text}</v></c>"));
        format!("<row>{}</row>", cells.concat())
    };
    let rows = cells(["kode", "tanggal", "peserta", "catatan"])
        + &cells(["15.04", "2025-04-30", "1000", "a_x0000_b_x000A_c"]);
    let xlsx = make::xlsx(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"));
    let csv = "kode,tanggal,peserta,catatan\n15.03,2025-04-30,1000,\"a\u{7f}b\nc\u{9f}\"\n";
    for test in TestDb::both() {
        for (name, bytes) in [("a.csv", csv.as_bytes()), ("a.xlsx", xlsx.as_slice())] {
            let report = run(&test, name, bytes, &total(), Mode::Commit);
            assert!(matches!(report.outcome, Outcome::Committed(_)), "{name}");
            assert_eq!(report.preview[0].statement.note, "ab\nc", "{name}");
        }
    }
}

#[test]
fn usual_short_names_are_offered_and_sums_passed_over() {
    let [test, _] = TestDb::both();
    let sheet = "wilayah;tanggal;peserta\nTanjab Timur;2025-04-30;10\nJUMLAH / PROVINSI JAMBI;2025-04-30;21\n";
    let report = run(&test, "a.csv", sheet.as_bytes(), &total(), Mode::Rehearse);
    let refused: Vec<_> =
        report.findings.list().iter().filter(|f| f.severity == Severity::Refuse).collect();
    let offered = |at: usize| refused[at].candidates[0].1.as_str();
    assert_eq!(refused.len(), 1, "{refused:#?}");
    assert_eq!(offered(0), "Kabupaten Tanjung Jabung Timur");
    assert_eq!(report.passed, 1);
}

#[test]
fn every_doubt_names_its_cell_and_what_to_do() {
    let [test, _] = TestDb::both();
    let wide = "Posisi 30 April 2025\nKode;Wilayah;PU;PU;Total;Total\n;;Peserta;Pekerja;Peserta;Pekerja\n\
                15.03;Sarolangun;10;20;500;400\n";
    let report = run(&test, "a.csv", wide.as_bytes(), &source(), Mode::Rehearse);
    let list = cakupan::export::findings::csv(&report);
    assert!(list.contains(",Total / Peserta,500,R2,peringatan,Peserta aktif 500"), "{list}");
    for finding in report.findings.list().iter().filter(|f| f.line > 0) {
        assert!(!finding.suggestion.is_empty(), "{finding:?}");
    }
}
