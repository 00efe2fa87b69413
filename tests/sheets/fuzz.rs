//! Files that nobody meant to send: whatever the bytes are, the readers answer, and soon.

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use cakupan::export::findings;
use cakupan::export::templates::{Known, Subject, Template};
use cakupan::import::{self, Book, File, Mode, Options, Sender, Style};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::testdb::TestDb;
use crate::{TODAY, make, total};

/// No file of a few kilobytes takes longer, on a slow machine and without optimisation.
const SOON: Duration = Duration::from_secs(10);

static TEST: LazyLock<TestDb> = LazyLock::new(TestDb::sqlite_published);

/// Every template: as text, as a workbook, as a workbook without compression, so that what is changed
/// in it reaches the readers of its parts, and as an open document.
static SEEDS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let known = TEST.pool.read(Known::load).unwrap();
    // The list of regions would make most changes hit nothing else.
    let templates = Subject::ALL.map(|(subject, ..)| {
        let mut template = Template::of(subject, &known);
        template.regions.truncate(3);
        template
    });
    let mut seeds = Vec::new();
    for template in templates {
        let (csv, xlsx) = (template.csv(), template.xlsx().unwrap());
        seeds.push(("a.ods".to_owned(), stored(&make::ods("", &table(&csv)))));
        seeds.push(("a.csv".to_owned(), csv.into_bytes()));
        seeds.push(("a.xlsx".to_owned(), stored(&xlsx)));
        seeds.push(("a.xlsx".to_owned(), xlsx));
    }
    seeds
});

/// Lines of text as a table of an open document.
fn table(csv: &str) -> String {
    let mut table = "<table:table table:name=\"Isian\">".to_owned();
    for line in csv.lines() {
        table.push_str("<table:table-row>");
        for cell in line.split(',') {
            let text = cell.replace('&', "&amp;").replace('<', "&lt;");
            let cell = format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            );
            table.push_str(&cell);
        }
        table.push_str("</table:table-row>");
    }
    table + "</table:table>"
}

fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        to.start_file(file.name().to_owned(), options).unwrap();
        to.write_all(&part).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Reads every sheet of a file to its end, by every name that it may come under.
fn read(name: &str, bytes: &[u8]) {
    let began = Instant::now();
    for name in [name, "a.xls", ""] {
        match Book::open(bytes, name) {
            Ok(book) => {
                for sheet in 0..book.sheets().len() {
                    if let Err(error) = book.rows(sheet, &mut |_| ControlFlow::Continue(())) {
                        assert!(!error.tell().is_empty());
                    }
                }
            }
            Err(error) => assert!(error.tell().ends_with('.'), "{error:?}"),
        }
    }
    assert!(began.elapsed() < SOON, "{:?} for {} bytes", began.elapsed(), bytes.len());
}

/// A cell as people write it, and as nobody does.
fn cell() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "15.01",
        "1501",
        "51",
        "Kota Jambi",
        "Kab. Kerinci",
        "BOGOR",
        "total",
        "pu",
        "BPU",
        "30 April 2025",
        "2025-02-30",
        "31/12/25",
        "Apr-25",
        "Triwulan III 2025",
        "45.777",
        "1.312",
        "1.312.370",
        "1,312,370",
        "592 806",
        "45,17%",
        "-5",
        "=1+1",
        "@x",
        "16,7 juta",
        "1e309",
        "NaN",
        "#REF!",
        "Total",
        "",
        "",
        "",
        "9223372036854775808",
        "0",
        "٣",
        "\u{feff}",
        "😀",
    ];
    prop_oneof![4 => select(KNOWN).prop_map(str::to_owned), 1 => "\\PC{0,12}", 1 => "[0-9.,% -]{0,12}"]
}

fn title() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "Kode wilayah",
        "Nama wilayah",
        "Segmen",
        "Tanggal data",
        "Peserta aktif",
        "Pekerja",
        "Persen",
        "PU",
        "BPU",
        "Total",
        "30 April 2025",
        "No",
        "Peringkat",
        "Kode sumber",
        "Catatan",
        "(1)",
        "",
    ];
    prop_oneof![6 => select(KNOWN).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

/// Rows of cells as a file; separators and quotation marks in a cell are what they are.
fn text(rows: &[Vec<String>], separator: &str) -> String {
    rows.iter().map(|row| row.join(separator) + "\n").collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_change_of_a_template(
        seed: Index,
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<Index>()),
    ) {
        let (name, bytes) = seed.get(&SEEDS[..]);
        let mut bytes = bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(name, &bytes);
    }

    #[test]
    fn any_two_templates_in_one(one: Index, other: Index, at: Index, from: Index, length: Index) {
        let ((name, bytes), (_, others)) = (one.get(&SEEDS[..]), other.get(&SEEDS[..]));
        let (at, from) = (at.index(bytes.len()), from.index(others.len()));
        let piece = &others[from..=from + length.index(others.len() - from)];
        let inserted = [&bytes[..at], piece, &bytes[at..]].concat();
        read(name, &inserted);
        let end = (at + piece.len()).min(bytes.len());
        let replaced = [&bytes[..at], piece, &bytes[end..]].concat();
        read(name, &replaced);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The whole way of a file, with what it finds as files again.
    #[test]
    fn any_table(
        titles in prop::collection::vec(title(), 1..9),
        under in prop::option::of(prop::collection::vec(title(), 1..9)),
        rows in prop::collection::vec(prop::collection::vec(cell(), 0..9), 0..12),
        separator in select(vec![",", ";", "\t"]),
        (said, style, shares) in (any::<bool>(), 0..3_u8, prop::option::of(any::<bool>())),
    ) {
        let mut all = vec![vec!["Rekap posisi 30 April 2025".to_owned()], titles];
        all.extend(under);
        all.extend(rows);
        let text = text(&all, separator);
        let numbers = [None, Some(Style::Indonesian), Some(Style::English)][usize::from(style)];
        let base = if said { total() } else { Options::default() };
        let options = Options { numbers, shares, ..base };
        let file = File { name: "a.csv", bytes: text.as_bytes() };
        let began = Instant::now();
        match import::run(&TEST.pool, file, &options, &Sender::default(), Mode::Rehearse, TODAY) {
            Ok(report) => {
                prop_assert!(report.passed + report.refused <= 2 * report.rows, "{:?}", report);
                let list = findings::csv(&report);
                prop_assert!(list.lines().count() > report.findings.list().len());
                let bytes = findings::xlsx(&report, text.as_bytes()).unwrap();
                prop_assert!(Book::open(&bytes, "a.xlsx").is_ok());
            }
            Err(import::Error::Sheet(error)) => prop_assert!(error.tell().ends_with('.')),
            Err(error) => prop_assert!(false, "{error:?}"),
        }
        prop_assert!(began.elapsed() < SOON);
    }
}
