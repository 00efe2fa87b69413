//! Long texts are read in two halves at the same time: what comes of it is what reading them in order does.

use std::fmt::Write as _;

use cakupan::domain::AsOf;
use cakupan::import::{Field, Mode, Options, Report};
use chrono::{Days, NaiveDate};

use crate::common::db::TestDb;
use crate::{run, total};

const ROWS: u64 = 600;

/// A text above a megabyte; `odd` are cells in place of the participants of some rows. With a quoted cell it
/// is read in order.
fn text(odd: &[(u64, &str)], quote: &str) -> String {
    let start = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let mut text = format!("Kode;Tanggal;Peserta;Lain\n15.01;2023-12-31;4000;{quote}x{quote}\n");
    let filling = "isi ".repeat(500);
    for row in 0..ROWS {
        let day = start.checked_add_days(Days::new(row)).unwrap();
        let cell = odd.iter().find(|(at, _)| *at == row).map(|(_, cell)| (*cell).to_owned());
        let cell = cell.unwrap_or_else(|| (5_000 + row).to_string());
        writeln!(text, "15.01;{day};{cell};{filling}").unwrap();
    }
    text
}

fn read(test: &TestDb, file: &str) -> Report {
    let mut options = Options { as_of: None, ..total() };
    options.mapping.insert("Lain".to_owned(), Field::Ignored);
    run(test, file, &options, Mode::Rehearse)
}

#[test]
fn halves_say_what_the_whole_does() {
    let test = TestDb::sqlite_published();
    let (early, late) = (40, ROWS - 40);
    let cases: [(&[(u64, &str)], usize); 5] = [
        (&[], 0),
        // What is told once, of both halves.
        (&[(early, "belum ada data"), (late, "belum ada data"), (late + 1, "n/a")], 0),
        (&[(late, "belum ada data"), (late + 1, "n/a")], 0),
        (&[(early, "12.5x"), (late, "45,1")], 2),
        (&[(late, "5.000"), (late + 3, "salah")], 2),
    ];
    for (odd, refused) in cases {
        let long = text(odd, "");
        assert!(long.len() > 1 << 20);
        let (halves, whole) = (read(&test, &long), read(&test, &text(odd, "\"")));
        assert_eq!(halves.findings.list(), whole.findings.list(), "{odd:?}");
        assert_eq!(halves.refused, whole.refused, "{odd:?}");
        assert_eq!(halves.refused, refused, "{odd:?} {:#?}", halves.findings.list());
        assert_eq!((halves.rows, halves.passed), (whole.rows, whole.passed), "{odd:?}");
        assert_eq!(halves.rows, usize::try_from(ROWS).unwrap() + 1);
        assert_eq!(halves.effect.new, whole.effect.new, "{odd:?}");
        let first = &halves.preview[0].statement;
        assert_eq!(first.as_of, AsOf::parse("2023-12-31"), "{odd:?}");
    }
}
