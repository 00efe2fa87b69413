//! What workbooks hide, merge and tell in an odd order.

use cakupan::import::{self, Error, SheetError};
use cakupan::import::{Content, File, Mode, Options, Outcome, Report, Sender, Severity};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::testdb::TestDb;
use crate::{TODAY, make, run, total};

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let titles = ["kode", "provinsi", "wilayah", "tanggal", "peserta"];
    for (place, title) in (0_u16..).zip(titles) {
        sheet.write(0, place, title).unwrap();
    }
    for (line, code, name) in [(1, "15.03", "Sarolangun"), (2, "15.04", "Batanghari")] {
        sheet.write(line, 0, code).unwrap();
        sheet.write(line, 2, name).unwrap();
        sheet.write(line, 3, "30 April 2025").unwrap();
        sheet.write(line, 4, 1_000 + line).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn rehearse(test: &TestDb, bytes: &[u8]) -> Report {
    run(test, "uji.xlsx", bytes, &total(), Mode::Rehearse)
}

fn told(report: &Report) -> Vec<(Severity, u32, &str)> {
    let all = report.findings.list().iter();
    all.map(|f| (f.severity, f.line, f.reason.as_str())).collect()
}

#[test]
fn a_number_merged_over_rows_is_that_of_none() {
    let [test, _] = TestDb::both();
    let plain = Format::new();
    let bytes = book(|sheet| {
        sheet.merge_range(1, 4, 2, 4, "", &plain).unwrap();
        sheet.write(1, 4, 100).unwrap();
    });
    let report = rehearse(&test, &bytes);
    let reason = "angkanya ada di sel gabungan E2:E3, untuk baris 2 sampai 3, sehingga tidak jelas \
                  milik baris mana.";
    assert_eq!(told(&report), [(Severity::Refuse, 2, reason), (Severity::Refuse, 3, reason)]);
    // Sent again as it comes back marked, it is still refused.
    let marked = cakupan::export::findings::xlsx(&report, &bytes).unwrap();
    assert_eq!(rehearse(&test, &marked).outcome, Outcome::Blocked);
    // The same, written as a text, and far below the titles.
    let bytes = book(|sheet| {
        sheet.merge_range(1, 4, 2, 4, "64.709", &plain).unwrap();
        sheet.merge_range(40, 4, 50, 4, "", &plain).unwrap();
        sheet.write(40, 4, 100).unwrap();
        for (line, code) in [(40, "15.05"), (50, "15.06")] {
            sheet.write(line, 0, code).unwrap();
            sheet.write(line, 3, "30 April 2025").unwrap();
        }
    });
    let lines: Vec<u32> = told(&rehearse(&test, &bytes)).iter().map(|(_, line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 41, 51]);
    // A text that holds for its rows goes on to do so: here the province, down a long list.
    let bytes = book(|sheet| {
        sheet.merge_range(1, 1, 40, 1, "Jambi", &plain).unwrap();
    });
    let report = rehearse(&test, &bytes);
    assert_eq!(report.outcome, Outcome::Ready, "{:?}", told(&report));
    let bytes = book(|sheet| {
        sheet.merge_range(1, 1, 40, 1, "Aceh", &plain).unwrap();
        for (place, text) in [(2, "Merangin"), (3, "30 April 2025"), (4, "1000")] {
            sheet.write(30, place, text).unwrap();
        }
    });
    assert_eq!(rehearse(&test, &bytes).refused, 3, "nothing of Jambi is a part of Aceh");
}

#[test]
fn a_number_merged_over_columns_is_that_of_none() {
    let [test, _] = TestDb::both();
    let plain = Format::new();
    for line in [4, 24] {
        let bytes = book(|sheet| {
            for (place, title) in [(5, "pekerja"), (6, "catatan")] {
                sheet.write(0, place, title).unwrap();
            }
            for (place, text) in [(0, "15.05"), (3, "30 April 2025")] {
                sheet.write(line, place, text).unwrap();
            }
            sheet.merge_range(line, 4, line, 5, "", &plain).unwrap();
            sheet.write(line, 4, 1_000).unwrap();
            // Words over two columns say nothing about a number.
            sheet.merge_range(line + 1, 2, line + 1, 5, "Kabupaten lain", &plain).unwrap();
        });
        let report = rehearse(&test, &bytes);
        let of_row = |f: &&(Severity, u32, &str)| f.1 == line + 1;
        let told = told(&report);
        let own: Vec<_> = told.iter().filter(of_row).collect();
        let reason = format!(
            "angkanya ada di sel gabungan E{0}:F{0}, untuk beberapa kolom, sehingga tidak jelas milik \
             kolom mana.",
            line + 1
        );
        let refused = &(Severity::Refuse, line + 1, reason.as_str());
        assert_eq!(own, [refused, refused], "in both columns");
    }
}

#[test]
fn a_number_of_a_list_merged_over_columns_is_refused_too() {
    let [test, _] = TestDb::both();
    for line in [4, 24] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let titles = ["kode", "tahun", "target (persen)", "target (pekerja)", "dasar"];
        for (place, title) in (0_u16..).zip(titles) {
            sheet.write(0, place, title).unwrap();
            sheet
                .write(line, place, ["15.03", "2026", "", "", "rpjmd"][usize::from(place)])
                .unwrap();
        }
        sheet.merge_range(line, 2, line, 3, "", &Format::new()).unwrap();
        sheet.write(line, 2, 60).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let options = Options { content: Some(Content::Targets), segment: None, ..total() };
        let report = run(&test, "uji.xlsx", &bytes, &options, Mode::Rehearse);
        let lines: Vec<u32> = told(&report).iter().map(|(_, line, _)| *line).collect();
        assert_eq!(lines, [line + 1, line + 1], "{:?}", told(&report));
        assert_eq!((report.refused, report.outcome), (1, Outcome::Blocked));
    }
}

#[test]
fn hidden_columns_and_rows_stay_out_and_are_told() {
    let [test, _] = TestDb::both();
    let bytes = book(|sheet| {
        sheet.write(0, 5, "pekerja").unwrap();
        sheet.write(1, 5, 10).unwrap();
        sheet.set_column_hidden(5).unwrap();
        sheet.set_row_height(2, 0).unwrap();
    });
    let report = rehearse(&test, &bytes);
    assert_eq!(report.effect.new, 1);
    assert_eq!(
        told(&report),
        [
            (Severity::Inform, 0, "kolom tersembunyi dilewati: F (pekerja)."),
            (Severity::Inform, 0, "1 baris tersembunyi dilewati."),
        ]
    );
    assert_eq!(report.preview[0].statement.workforce, None);
}

#[test]
fn a_second_table_is_told() {
    let [test, _] = TestDb::both();
    let mut book = Workbook::new();
    for (name, active) in [("Jan", 1_000), ("Feb", 2_000)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (place, title) in (0_u16..).zip(["kode", "tanggal", "peserta"]) {
            sheet.write(0, place, title).unwrap();
        }
        sheet.write(1, 0, "15.03").unwrap();
        sheet.write(1, 1, "30 April 2025").unwrap();
        sheet.write(1, 2, active).unwrap();
    }
    let notes = book.add_worksheet().set_name("Wilayah").unwrap();
    notes.write(0, 0, "kode").unwrap();
    notes.write(0, 1, "nama").unwrap();
    notes.write(1, 0, "15.03").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let report = rehearse(&test, &bytes);
    let reason = "lembar lain juga memuat tabel dan tidak dibaca: Feb.";
    assert_eq!(told(&report), [(Severity::Inform, 0, reason)]);
    assert_eq!(report.outcome, Outcome::Ready);
}

#[test]
fn rows_and_cells_out_of_order_are_refused() {
    let [test, _] = TestDb::both();
    let titles = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>kode</v></c><c r=\"B1\" t=\"str\"><v>peserta\
                  </v></c></row>";
    let row = |line: u32, more: &str| {
        format!(
            "<row r=\"{line}\"><c r=\"A{line}\" t=\"str\"><v>15.03</v></c><c r=\"B{line}\"><v>10</v>\
             </c>{more}</row>"
        )
    };
    let of = |rows: &str| {
        let sheet = format!("<worksheet><sheetData>{titles}{rows}</sheetData></worksheet>");
        let file = File { name: "uji.xlsx", bytes: &make::xlsx(&sheet) };
        let options = Options { as_of: import::as_of("2025-04-30").ok(), ..total() };
        import::run(&test.pool, file, &options, &Sender::default(), Mode::Rehearse, TODAY)
    };
    assert_eq!(of(&row(2, "")).unwrap().outcome, Outcome::Ready);
    let error = |result: Result<Report, Error>| match result {
        Err(Error::Sheet(error)) => error,
        other => panic!("{:?}", other.map(|report| report.outcome)),
    };
    assert_eq!(error(of(&(row(3, "") + &row(2, "")))), SheetError::OutOfOrder(2));
    let twice = "<c r=\"B2\"><v>11</v></c>";
    assert_eq!(error(of(&row(2, twice))), SheetError::OutOfOrder(2));
}
