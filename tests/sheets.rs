//! Sheets in and out: templates, findings as files, remembered answers, thresholds, and files that
//! were never meant to be read.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[path = "common/db.rs"]
mod testdb;

#[path = "sheets/columns.rs"]
mod columns;
#[path = "sheets/findings.rs"]
mod findings;
#[path = "sheets/fuzz.rs"]
mod fuzz;
#[path = "sheets/habits.rs"]
mod habits;
#[path = "sheets/limits.rs"]
mod limits;
#[path = "sheets/lists.rs"]
mod lists;
#[path = "../src/import/sheet/tests/make.rs"]
#[allow(dead_code, reason = "the readers' own tests use the rest")]
mod make;
#[path = "sheets/percents.rs"]
mod percents;
#[path = "sheets/recognise.rs"]
mod recognise;
#[path = "sheets/refused.rs"]
mod refused;
#[path = "sheets/said.rs"]
mod said;
#[path = "sheets/templates.rs"]
mod templates;
#[path = "sheets/workbook.rs"]
mod workbook;
#[path = "sheets/xls.rs"]
mod xls;

use std::io::{Cursor, Read};

use cakupan::domain::SegmentCode;
use cakupan::import::{self, File, Mode, Options, Report, Sender};
use chrono::NaiveDate;
use testdb::TestDb;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

/// A source of the published data that says nothing about Jambi.
const SOURCE: &str = "posbelitung20250519";

/// What is said about most files here.
fn total() -> Options {
    Options {
        segment: Some(SegmentCode::total()),
        source: Some(SOURCE.to_owned()),
        ..Options::default()
    }
}

fn run(test: &TestDb, name: &str, bytes: &[u8], options: &Options, mode: Mode) -> Report {
    let file = File { name, bytes };
    import::run(&test.pool, file, options, &Sender::default(), mode, TODAY).unwrap()
}

/// A part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
