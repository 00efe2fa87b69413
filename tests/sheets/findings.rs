//! Findings as files.

use std::io::Cursor;

use cakupan::export::findings;
use cakupan::import::{Mode, Outcome, Report, Rule};
use calamine::{Data, Reader, Xlsx};

use crate::testdb::TestDb;
use crate::{part, run, total};

const FILE: &str = "\
Rekap per 30 November 2025,,,,\n\
kode,nama,peserta,semesta,ket\n\
15.01,Kerinci,\"30.566\",96000,=1+1\n\
15.99,\"=HYPERLINK(\"\"http://x\"\")\",1000,2000,+62\n\
15.02,Merangin,1.312,2000,-\n\
15.03,Sarolangun,3000,2000,@x\n";

fn report(test: &TestDb) -> Report {
    let report = run(test, "uji.csv", FILE.as_bytes(), &total(), Mode::Rehearse);
    assert_eq!(report.outcome, Outcome::Blocked);
    report
}

#[test]
fn the_list_has_the_names_of_the_json_and_runs_nothing() {
    let [test, _] = TestDb::both();
    let list = findings::csv(&report(&test));
    let lines: Vec<&str> = list.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(lines[0], "baris,wilayah,kolom,isi,aturan,tingkat,alasan,saran");
    let of = |start: &str| lines.iter().find(|line| line.starts_with(start)).copied();
    let code = of("4,,kode,15.99,R10,tolak,").unwrap_or_else(|| panic!("{list}"));
    assert!(code.contains("Kode wilayah 15.99 tidak dikenal"), "{code}");
    assert!(of("5,15.02 Kabupaten Merangin,peserta,1.312,R9,tolak,").is_some(), "{list}");
    assert!(of("6,15.03 Kabupaten Sarolangun,peserta,3000,R2,peringatan,").is_some(), "{list}");
    for line in &lines {
        assert!(!line.split(',').any(|cell| cell.starts_with(['=', '+', '@'])), "{line}");
    }
}

#[test]
fn the_sheet_comes_back_with_its_cells_marked() {
    let [test, _] = TestDb::both();
    let report = report(&test);
    let bytes = findings::xlsx(&report, FILE.as_bytes()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["Berkas", "Temuan"]);
    let sheet = book.worksheet_range("Berkas").unwrap();
    let at = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    let said = |said: &str| Data::String(said.to_owned());
    assert_eq!(at(0, 0), said("Rekap per 30 November 2025"));
    assert_eq!((at(2, 0), at(2, 2)), (said("15.01"), said("30.566")), "as it was written");
    assert_eq!(at(3, 1), said("=HYPERLINK(\"http://x\")"), "a text, not a formula");
    let formulas = book.worksheet_formula("Berkas").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));

    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>"), "{xml}");
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("quotePrefix=\"1\"") && styles.contains("FFF6C9CF"), "{styles}");
    let comments = part(&bytes, "xl/comments1.xml");
    let comment = |cell: &str| {
        let found = comments.split("<comment ").find(|c| c.contains(&format!("ref=\"{cell}\"")));
        found.unwrap_or_else(|| panic!("{cell}: {comments}")).to_owned()
    };
    assert!(comment("A4").contains("R10 Wilayah tidak dikenal (tolak): kode wilayah 15.99"));
    assert!(comment("C5").contains("R9"));
    assert!(comment("C6").contains("R2 Peserta melebihi pekerja (peringatan)"), "at the figure");

    let list = book.worksheet_range("Temuan").unwrap();
    let rows: Vec<Vec<String>> =
        list.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let row = rows.iter().find(|row| row[4] == "R10").unwrap();
    assert_eq!((row[0].as_str(), row[2].as_str(), row[3].as_str()), ("4", "kode", "15.99"));
    let links = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(
        links.contains("location=\"Berkas!A4\"") || links.contains("location=\"'Berkas'!A4\""),
        "{links}"
    );
}

/// Who corrects the marked sheet uploads it again: it must read as the first one did.
#[test]
fn the_marked_sheet_reads_as_the_one_before() {
    let [test, _] = TestDb::both();
    let first = report(&test);
    let bytes = findings::xlsx(&first, FILE.as_bytes()).unwrap();
    let again = run(&test, "temuan-uji.xlsx", &bytes, &total(), Mode::Rehearse);
    assert_eq!(again.findings.list(), first.findings.list());
    let twice = findings::xlsx(&again, &bytes).unwrap();
    let third = run(&test, "temuan.xlsx", &twice, &total(), Mode::Rehearse);
    assert_eq!(third.findings.list(), first.findings.list());
}

#[test]
fn a_workbook_keeps_its_numbers_dates_and_hidden_rows() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let [test, _] = TestDb::both();
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Lain").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Temuan").unwrap();
    let share = Format::new().set_num_format("0.00%");
    let day = Format::new().set_num_format("d mmm yyyy");
    for (at, title) in (0..).zip(["Kode", "Tanggal", "Peserta", "Cakupan"]) {
        sheet.write(0, at, title).unwrap();
    }
    for (row, code) in (1..).zip(["15.01", "15.02"]) {
        sheet.write(row, 0, code).unwrap();
        let date = ExcelDateTime::from_ymd(2025, 11, 30).unwrap();
        sheet.write_with_format(row, 1, &date, &day).unwrap();
        sheet.write(row, 2, 1_000.5).unwrap();
        sheet.write_with_format(row, 3, 0.4517, &share).unwrap();
    }
    sheet.set_row_hidden(2).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let options = cakupan::import::Options { sheet: Some("Temuan".to_owned()), ..total() };
    let report = run(&test, "uji.xlsx", &bytes, &options, Mode::Rehearse);
    assert!(report.findings.list().iter().any(|f| f.rule == Rule::R9 && f.line == 2));
    let marked = findings::xlsx(&report, &bytes).unwrap();
    let again = run(&test, "uji.xlsx", &marked, &total(), Mode::Rehearse);
    assert_eq!(again.sheets, ["Berkas", "Temuan"], "the name of the list is taken");
    assert_eq!(again.findings.list(), report.findings.list());
}

#[test]
fn an_open_document_comes_back_too() {
    let [test, _] = TestDb::both();
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: [&str; 3]| {
        format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat())
    };
    let rows = [row(["Kode", "Tanggal", "Peserta"]), row(["15.99", "30 April 2025", "=1+1"])];
    let table = format!("<table:table table:name=\"Rekap\">{}</table:table>", rows.concat());
    let bytes = crate::make::ods("", &table);
    let report = run(&test, "uji.ods", &bytes, &total(), Mode::Rehearse);
    let marked = findings::xlsx(&report, &bytes).unwrap();
    let again = run(&test, "uji.xlsx", &marked, &total(), Mode::Rehearse);
    assert_eq!(again.sheets, ["Rekap", "Temuan"]);
    assert_eq!(again.findings.list(), report.findings.list());
    assert_eq!(report.refused, 1);
}

#[test]
fn a_very_long_sheet_is_shown_to_a_line() {
    let [test, _] = TestDb::both();
    // Empty lines count as lines, and cost nothing.
    let long = format!(
        "kode,tanggal,peserta\n15.99,2025-11-30,1\n{}15.98,2025-11-30,1\n",
        "\n".repeat(100_000)
    );
    let report = run(&test, "panjang.csv", long.as_bytes(), &total(), Mode::Rehearse);
    assert_eq!(report.refused, 2);
    let bytes = findings::xlsx(&report, long.as_bytes()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    assert_eq!(book.worksheet_range("Berkas").unwrap().height(), 2);
    let list = book.worksheet_range("Temuan").unwrap();
    let all: Vec<String> = list.rows().map(|row| row[0].to_string()).collect();
    assert!(all.iter().any(|cell| cell.contains("sampai baris 2")), "{all:?}");
    assert!(all.contains(&"100003".to_owned()), "still in the list");
}
