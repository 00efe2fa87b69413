//! Each threshold of the rules, as the file of an operator sets it; and what no file may make us do.

use std::fmt::Write;
use std::ops::ControlFlow;

use cakupan::import::{Book, Mode, Options, Rule, SheetError, Thresholds, limits};

use crate::testdb::TestDb;
use crate::{make, run, total};

/// What is known of Kerinci before: 50%.
const BEFORE: &str = "kode,tanggal,peserta,semesta\n15.01,2025-01-31,1000,2000\n";

/// A file, the rule that finds something in it by default, and the line that keeps the rule from it.
const CASES: [(&str, Rule, &str); 6] = [
    (
        "kode,tanggal,peserta,semesta,persen\n15.01,2025-02-28,1000,2000,\"50,05\"\n",
        Rule::R1,
        "persen_tertulis = 0,05",
    ),
    (
        "kode,tanggal,segmen,peserta\n15.02,2025-02-28,total,1000\n15.02,2025-02-28,pu,600\n\
         15.02,2025-02-28,bpu,300\n15.02,2025-02-28,jakon,94\n",
        Rule::R5,
        "jumlah_bagian = 0,6",
    ),
    (
        "kode,tanggal,peserta,semesta\n15.01,2025-02-28,1120,2000\n",
        Rule::R7,
        "lompatan_cakupan = 6",
    ),
    (
        "kode,tanggal,peserta,semesta\n15.01,2025-02-28,1040,2080\n",
        Rule::R8,
        "perubahan_pembagi = 4",
    ),
    ("kode,tanggal,peserta,semesta\n15.01,2025-02-28,1600,3200\n", Rule::R12, "pembagi_lain = 1,6"),
    // Bali had 49,90%, which is 74,17% of its target.
    ("kode,tanggal,persen\n51,2025-12-31,\"74,67\"\n", Rule::R13, "dekat_capaian = 0,49"),
];

#[test]
fn each_threshold_takes_effect() {
    for test in TestDb::both() {
        run(&test, "dulu.csv", BEFORE.as_bytes(), &total(), Mode::Commit);
        for (file, rule, line) in CASES {
            let finds = |limits: Thresholds| {
                let own = total().segment.filter(|_| !file.contains("segmen"));
                let options = Options { limits, segment: own, ..total() };
                let report = run(&test, "kini.csv", file.as_bytes(), &options, Mode::Rehearse);
                report.findings.list().iter().any(|finding| finding.rule == rule)
            };
            assert!(finds(Thresholds::default()), "{rule:?} by default");
            assert!(!finds(limits::read(line).unwrap()), "{rule:?} with {line}");
        }
    }
}

/// A workbook whose first cell holds a long text, with these merged ranges.
fn merged(ranges: &str) -> Vec<u8> {
    let long = "x".repeat(30_000);
    let mut rows = format!("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>{long}</v></c></row>");
    for line in 2..=300 {
        write!(rows, "<row r=\"{line}\"><c r=\"B{line}\"><v>1</v></c></row>").unwrap();
    }
    make::xlsx(&format!(
        "<worksheet><sheetData>{rows}</sheetData><mergeCells>{ranges}</mergeCells></worksheet>"
    ))
}

#[test]
fn merged_ranges_upon_one_another_are_refused() {
    let read = |bytes: &[u8]| {
        let mut rows = 0;
        let book = Book::open(bytes, "uji.xlsx").unwrap();
        book.rows(0, &mut |_| {
            rows += 1;
            ControlFlow::Continue(())
        })
        .map(|()| rows)
    };
    let same = "<mergeCell ref=\"A1:A1048576\"/>";
    assert_eq!(read(&merged(same)), Ok(300), "one of them is no harm");
    let overlapping = Err(SheetError::OverlappingMerges(1));
    assert_eq!(read(&merged(&same.repeat(20_000))), overlapping);
    assert_eq!(read(&merged(&format!("{same}<mergeCell ref=\"A1:C1\"/>"))), overlapping);
    let later = "<mergeCell ref=\"A1:A9\"/><mergeCell ref=\"A9:C9\"/>";
    assert_eq!(read(&merged(later)), Err(SheetError::OverlappingMerges(9)));
    let beside = "<mergeCell ref=\"A1:A9\"/><mergeCell ref=\"B1:C9\"/><mergeCell ref=\"A10:C10\"/>";
    assert_eq!(read(&merged(beside)), Ok(300));
    assert_eq!(read(&merged(&same.repeat(200_001))), Err(SheetError::TooManyMerges));
}
