//! Columns, units and titles that could make a figure mean something else: none passes in silence.

use cakupan::domain::Kind;
use cakupan::import::{self, Asks, Field, Mode, Options, Outcome, Report, Rule, Severity};
use rust_xlsxwriter::{Format, Workbook};

use crate::testdb::TestDb;
use crate::{run, total};

fn dated() -> Options {
    Options { as_of: import::as_of("2026-02-28").ok(), ..total() }
}

fn rehearse(test: &TestDb, content: &str, options: &Options) -> Report {
    run(test, "uji.csv", content.as_bytes(), options, Mode::Rehearse)
}

fn told(report: &Report) -> Vec<(Severity, u32, &str)> {
    let all = report.findings.list().iter();
    all.map(|f| (f.severity, f.line, f.reason.as_str())).collect()
}

#[test]
fn a_day_that_is_not_of_the_data_is_asked_for() {
    let [test, _] = TestDb::both();
    let of = |title: &str| {
        let sheet = format!("{title}\nKode;Wilayah;Peserta\n15.03;Sarolangun;64\n");
        rehearse(&test, &sheet, &total())
    };
    for title in
        ["Dicetak 5 Februari 2026", "Lampiran surat nomor B/2026/02 tanggal 5 Februari 2026"]
    {
        let report = of(title);
        let asked: Vec<Option<Asks>> = report.findings.list().iter().map(|f| f.asks).collect();
        assert_eq!(asked, [Some(Asks::Date)], "{title}");
        assert_eq!(report.outcome, Outcome::Blocked);
    }
    assert_eq!(of("Posisi 5 Februari 2026").outcome, Outcome::Ready);
}

#[test]
fn a_target_beside_a_percent_leaves_it_open() {
    let [test, _] = TestDb::both();
    let sheet = "Kode;Wilayah;Target;Realisasi;%\n15.03;Sarolangun;80000;64709;80,89\n";
    let report = rehearse(&test, sheet, &dated());
    let asked: Vec<Option<Asks>> = report.findings.list().iter().map(|f| f.asks).collect();
    assert_eq!(asked, [Some(Asks::Columns), Some(Asks::Percent)]);
    assert_eq!(
        told(&report)[1].2,
        "persennya cakupan, atau capaian terhadap Target?",
        "{:?}",
        told(&report)
    );
    let mapped = |kind| {
        let mapping = [("Realisasi".to_owned(), Field::Active)].into();
        Options { mapping, kind, ..dated() }
    };
    let report = rehearse(&test, sheet, &mapped(None));
    assert_eq!(report.outcome, Outcome::Blocked, "the percent is still open");
    let report = rehearse(&test, sheet, &mapped(Some(Kind::ShareOfTarget)));
    assert_eq!(report.outcome, Outcome::Ready, "{:?}", told(&report));
    let first = &report.preview[0].statement;
    assert_eq!((first.kind, first.active), (Kind::ShareOfTarget, Some(64_709)));
    let unread = "kolom berisi angka yang tidak dibaca: Target.";
    assert_eq!(told(&report)[0], (Severity::Inform, 0, unread));
    // With a base there is no doubt what the percent is of.
    let based = "Kode;Target;Peserta;Pekerja;%\n15.03;80000;64709;124440;52,00\n";
    assert_eq!(rehearse(&test, based, &dated()).outcome, Outcome::Ready);
}

#[test]
fn columns_of_numbers_are_never_left_out_in_silence() {
    let [test, _] = TestDb::both();
    let of = |sheet: &str| rehearse(&test, sheet, &dated());
    let untitled = of("Kode;Wilayah;Peserta;\n15.04;Batanghari;6;7\n");
    let reason = "kolom D tidak berjudul, padahal berisi angka (mulai baris 2).";
    assert_eq!(told(&untitled), [(Severity::Refuse, 0, reason)]);
    let numbered = of(";Wilayah;Peserta\n1;Batanghari;6\n2;Sarolangun;7\n");
    assert_eq!(numbered.outcome, Outcome::Ready, "{:?}", told(&numbered));
    let unread = of("Kode;Peserta;Non PU;Desa binaan\n15.04;6;5;3\n");
    let left = "kolom berisi angka yang tidak dibaca: Non PU, Desa binaan.";
    assert_eq!(told(&unread), [(Severity::Inform, 0, left)]);
    let split = of("Kode;Status;Peserta\n15.04;;6\n15.03;Nonaktif;5\n");
    let left = "kolom yang tidak dibaca: Status (misalnya “Nonaktif”).";
    assert_eq!(told(&split), [(Severity::Inform, 0, left)]);

    // In a workbook, what is hidden is told as such; a signature beside the table is no column.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (place, title) in [(0, "kode"), (1, "peserta"), (2, "catatan kaki")] {
        sheet.write(0, place, title).unwrap();
    }
    for (place, value) in [(1, 6), (2, 5), (3, 4)] {
        sheet.write(1, place, value).unwrap();
    }
    sheet.write(1, 0, "15.04").unwrap();
    sheet.write(5, 4, 19_700_101).unwrap();
    sheet.set_column_hidden(2).unwrap();
    let plain = |bytes: &[u8]| run(&test, "uji.xlsx", bytes, &dated(), Mode::Rehearse);
    let report = plain(&book.save_to_buffer().unwrap());
    let reasons: Vec<&str> = told(&report).iter().map(|(_, _, reason)| *reason).collect();
    assert!(reasons.contains(&reason), "{reasons:?}");
    assert!(reasons.contains(&"kolom tersembunyi dilewati: C (catatan kaki)."), "{reasons:?}");
    assert_eq!(reasons.len(), 2, "{reasons:?}");
}

#[test]
fn numbers_are_people_and_percents_or_refused() {
    let [test, _] = TestDb::both();
    let of = |sheet: &str| rehearse(&test, sheet, &dated());
    for sheet in [
        "Kode;Peserta (rb)\n15.03;64\n",
        "Kode;Peserta (jt)\n15.03;64\n",
        "Kode;Peserta\n15.03;64\nKeterangan: angka dalam ribuan;\n",
        "Kode;Peserta;Catatan\n15.03;64;angka sementara, dalam ribuan\n",
        "Kode;Cakupan (permil)\n15.03;45\n",
        "Kode;Cakupan \u{2030}\n15.03;45\n",
        "Kode;Peserta;Satuan\n15.03;64;ribu\n",
        "Kode;Peserta;Satuan\n15.03;64;ribu orang\n",
    ] {
        let report = of(sheet);
        assert_eq!(report.outcome, Outcome::Blocked, "{sheet}: {:?}", told(&report));
        let severe = |f: &&(Severity, u32, &str)| f.0 == Severity::Refuse;
        assert_eq!(told(&report).iter().filter(severe).count(), 1, "{sheet}: {:?}", told(&report));
    }
    for sheet in [
        "Kode;Peserta;Satuan\n15.03;64;Orang\n",
        "Kode;Peserta;Satuan\n15.03;64;\n",
        "Kode;Peserta;Catatan\n15.03;64;naik 2 ribu dalam sebulan\n",
    ] {
        let report = of(sheet);
        assert_eq!(report.outcome, Outcome::Ready, "{sheet}: {:?}", told(&report));
    }
}

#[test]
fn a_title_of_health_insurance_needs_a_reason() {
    let [test, _] = TestDb::both();
    let sheet = |title: &str| format!("{title}\nKode;Peserta\n15.03;64\n");
    for title in ["Rekap kepesertaan BPJS Kesehatan", "Peserta aktif JKN-KIS"] {
        let report = rehearse(&test, &sheet(title), &dated());
        let found: Vec<_> = report.findings.list().iter().map(|f| (f.severity, f.rule)).collect();
        assert_eq!(found, [(Severity::Warn, Rule::Table)], "{title}");
        let accepted = Some("Judulnya keliru, isinya benar".to_owned());
        let options = Options { accepted, ..dated() };
        assert_eq!(rehearse(&test, &sheet(title), &options).outcome, Outcome::Ready);
    }
    for title in ["Rekap BPJS Ketenagakerjaan dan BPJS Kesehatan", "Dinas Kesehatan: pekerja"] {
        assert_eq!(rehearse(&test, &sheet(title), &dated()).outcome, Outcome::Ready, "{title}");
    }
}

#[test]
fn cells_of_workbooks_are_held_as_texts_are() {
    let [test, _] = TestDb::both();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let four = Format::new().set_num_format("0.0000");
    for (place, title) in [(0, "kode"), (1, "peserta"), (2, "persen")] {
        sheet.write(0, place, title).unwrap();
    }
    for (line, code) in [(1, "15.03"), (2, "15.04"), (3, "15.05")] {
        sheet.write(line, 0, code).unwrap();
        sheet.write(line, 1, 1_000).unwrap();
        sheet.write(line, 2, 45.17).unwrap();
    }
    sheet.write_with_format(2, 2, 0.4517, &four).unwrap();
    sheet.write_formula(3, 1, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let report = run(&test, "uji.xlsx", &bytes, &dated(), Mode::Rehearse);
    let all = report.findings.list().iter().filter(|f| f.severity == Severity::Refuse);
    let found: Vec<_> = all.map(|f| (f.severity, f.line, f.rule)).collect();
    let refused = |line| (Severity::Refuse, line, Rule::R9);
    assert_eq!(found, [refused(3), refused(4)], "{:?}", told(&report));
    assert!(told(&report).iter().any(|(.., reason)| reason.contains("0,45% atau 45,17%")));
    let said = Options { shares: Some(false), ..dated() };
    let report = run(&test, "uji.xlsx", &bytes, &said, Mode::Rehearse);
    assert_eq!(report.refused, 1, "who says that it is a percent is believed");
}

/// Two rows of titles, whose first has no cell behind its last title, as workbooks store it.
#[test]
fn a_title_over_the_last_columns_counts_for_all_of_them() {
    let [test, _] = TestDb::both();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, place, title) in [
        (0, 0, "Kode"),
        (0, 1, "PU"),
        (0, 3, "BPU"),
        (1, 1, "Peserta"),
        (1, 2, "Pekerja"),
        (1, 3, "Peserta"),
        (1, 4, "Pekerja"),
        (2, 0, "15.03"),
    ] {
        sheet.write(line, place, title).unwrap();
    }
    for (place, value) in [(1, 10), (2, 100), (3, 20), (4, 200)] {
        sheet.write(2, place, value).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let options = Options { segment: None, ..dated() };
    let report = run(&test, "uji.xlsx", &bytes, &options, Mode::Rehearse);
    assert_eq!(report.effect.new, 2, "{:?}", told(&report));
    let bases = report.preview.iter().map(|row| (row.statement.active, row.statement.workforce));
    let mut bases: Vec<_> = bases.collect();
    bases.sort_unstable();
    assert_eq!(bases, [(Some(10), Some(100)), (Some(20), Some(200))]);
}

#[test]
fn a_column_that_is_left_out_is_told_with_its_numbers() {
    let [test, _] = TestDb::both();
    let sheet =
        "Kode;Peserta;Pekerja;Catatan\n15.03;64;100;baik\n15.04;65;;\n15.05;66;Rp 5.000;x\n";
    let ignored = |titles: &[&str]| {
        let mapping = titles.iter().map(|title| ((*title).to_owned(), Field::Ignored)).collect();
        Options { mapping, ..dated() }
    };
    let report = rehearse(&test, sheet, &ignored(&["Pekerja", "Catatan"]));
    let left: Vec<_> = report.findings.list().iter().map(|f| (f.severity, f.told())).collect();
    assert_eq!(
        left,
        [(
            Severity::Inform,
            "Kolom Pekerja: kolom diabaikan, padahal 2 selnya berisi angka. Nyatakan isinya bila \
             harus ikut dibaca."
                .to_owned()
        )]
    );
    // The column of row numbers is left out by its own title.
    let numbered = "No;Kode;Peserta\n5;15.03;64\n";
    assert_eq!(told(&rehearse(&test, numbered, &dated())), []);
}

#[test]
fn a_merged_range_is_named_as_the_file_names_it() {
    let [test, _] = TestDb::both();
    let row = |cells: &str| format!("<row>{cells}</row>");
    let cell = |text: &str| format!("<c t=\"str\"><v>{text}</v></c>");
    let rows =
        row(&(cell("kode") + &cell("peserta"))) + &row(&(cell("15.03") + "<c><v>64709</v></c>"));
    let merged = "<mergeCells><mergeCell ref=\"B2:XFD1048576\"/></mergeCells>";
    let bytes =
        crate::make::xlsx(&format!("<worksheet><sheetData>{rows}</sheetData>{merged}</worksheet>"));
    let report = run(&test, "uji.xlsx", &bytes, &dated(), Mode::Rehearse);
    assert!(told(&report)[0].2.contains("sel gabungan B2:XFD1048576"), "{:?}", told(&report));
}

#[test]
fn a_column_of_ones_is_no_numbering() {
    let [test, _] = TestDb::both();
    let of = |column: &[&str]| {
        let rows: Vec<String> =
            column.iter().zip(1..).map(|(value, at)| format!("15.{at:02};{value};6\n")).collect();
        let sheet = format!("Kode;Ada perda;Peserta\n{}", rows.concat());
        let report = rehearse(&test, &sheet, &dated());
        let unread = "kolom berisi angka yang tidak dibaca: Ada perda.";
        report.findings.list().iter().any(|finding| finding.reason == unread)
    };
    for flags in [&["1", "1", "1"][..], &["1", "0", "1"], &["1", "1", "2"]] {
        assert!(of(flags), "{flags:?}");
    }
    for numbers in [&["1", "2", "3"][..], &["1", "2", "1", "2"], &["1"]] {
        assert!(!of(numbers), "{numbers:?}");
    }
}

#[test]
fn what_a_title_says_in_brackets_is_known_or_asked_about() {
    let [test, _] = TestDb::both();
    let of = |title: &str| rehearse(&test, &format!("Kode;{title}\n15.04;64\n"), &dated());
    for title in [
        "Peserta (KK)",
        "Peserta (%)",
        "Jumlah peserta (%)",
        "Peserta (badan usaha)",
        "Peserta (x1000)",
        "Peserta (K)",
        "Peserta (thousand)",
        "Peserta (per mil)",
        "Peserta (tidak aktif)",
        "Peserta (target)",
        "Peserta (JKK)",
        "Persen (terhadap target)",
        "Cakupan (terhadap target)",
        "Persen (kenaikan)",
        "Cakupan (orang)",
        "Peserta (PU)",
        "Peserta (2024)",
    ] {
        let report = of(title);
        assert_eq!(report.outcome, Outcome::Blocked, "{title}: {:?}", told(&report));
        assert_eq!(report.findings.list().len(), 1, "{title}: {:?}", told(&report));
    }
    for title in [
        "Peserta (orang)",
        "Peserta (Februari 2026)",
        "Peserta (2026)",
        "Persen (%)",
        "Persen (terhadap angkatan kerja 2024)",
        "Cakupan (%)",
    ] {
        let report = of(title);
        assert_eq!(report.outcome, Outcome::Ready, "{title}: {:?}", told(&report));
    }
}

#[test]
fn a_line_above_the_table_that_scales_its_numbers_keeps_them_out() {
    let [test, _] = TestDb::both();
    let of = |line: &str| {
        rehearse(&test, &format!("{line}\nKode;Peserta\n15.04;64\n"), &dated()).outcome
    };
    for line in [
        "Angka x 1.000",
        "(000)",
        "Unit: ribu orang",
        "In thousands",
        "Satuan: ribu",
        "Sumber: X (ribu jiwa)",
    ] {
        assert_eq!(of(line), Outcome::Blocked, "{line}");
    }
    for line in ["Daftar peserta", "Sumber: BPJS (2 juta pekerja)"] {
        assert_eq!(of(line), Outcome::Ready, "{line}");
    }
}

/// A later file of the same source and day that leaves a column away would empty what is stored.
#[test]
fn a_file_with_fewer_columns_needs_a_reason() {
    for test in TestDb::both() {
        let whole = "Kode;Peserta;Pekerja;Persen\n15.04;64000;128000;50\n";
        let first = run(&test, "uji.csv", whole.as_bytes(), &dated(), Mode::Commit);
        assert!(matches!(first.outcome, Outcome::Committed(_)), "{:?}", told(&first));
        let fewer = rehearse(&test, "Kode;Peserta\n15.04;64100\n", &dated());
        let reason = "pekerja 128.000, persen 50,00% yang tersimpan akan hilang, karena baris ini \
                      tidak memuatnya.";
        let warned = told(&fewer).contains(&(Severity::Warn, 2, reason));
        assert!(warned, "{}: {:?}", test.backend, told(&fewer));
        assert_eq!(fewer.outcome, Outcome::Blocked);
        let same = rehearse(&test, &whole.replace("64000", "64001"), &dated());
        assert_eq!(same.outcome, Outcome::Ready, "{:?}", told(&same));
    }
}
