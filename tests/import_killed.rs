//! An import that is killed leaves the database as it was, or as it should be, never between.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cakupan::db::{audit, contents, regions, state};
use cakupan::domain::Level;
use common::db::TestDb;

/// Kills on each backend.
const KILLS: u64 = 50;

/// Months of the file.
const MONTHS: usize = 2;

/// Figures of all regencies, and how many.
fn figures(filled: &TestDb) -> (String, i64) {
    let codes: Vec<String> = filled
        .pool
        .read(|c| regions::of_level(c, Level::Regency))
        .unwrap()
        .into_iter()
        .map(|region| region.code.to_string())
        .collect();
    let mut lines = "kode,tanggal,peserta,pekerja\n".to_owned();
    for month in 1..=MONTHS {
        for (number, code) in codes.iter().enumerate() {
            let _ = writeln!(lines, "{code},2026-{month:02},{},{}", 20_000 + number, 100_000);
        }
    }
    let rows = i64::try_from(codes.len() * MONTHS).unwrap();
    (lines, rows)
}

fn start(test: &TestDb, file: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cakupan"));
    command
        .args(["import", "--segment", "total", "--accept", "uji coba saja", "--source", "uji"])
        .args(["--source-publisher", "Uji", "--source-title", "Uji", "--source-authority", "bpjs"])
        .arg(file)
        .env("CAKUPAN_DATABASE", &test.address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Numbers between 0 and 1 that are the same in every run.
fn moments() -> impl Iterator<Item = f64> {
    let mut seed = 20_261_121_u32;
    std::iter::from_fn(move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(f64::from(seed >> 8) / f64::from(1 << 24))
    })
}

fn kill_at_random(new: fn() -> TestDb) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("angka.csv");
    let whole = new();
    let (content, rows) = figures(&whole);
    std::fs::write(&path, content).unwrap();
    let began = Instant::now();
    assert!(start(&whole, &path).wait().unwrap().success());
    let needed = began.elapsed();
    drop(whole);

    let (mut before, mut after) = (0, 0);
    for moment in moments().take(usize::try_from(KILLS).unwrap()) {
        let test = new();
        let mut import = start(&test, &path);
        std::thread::sleep(Duration::from_secs_f64(needed.as_secs_f64() * 1.1 * moment));
        // It may be done by now.
        let _ = import.kill();
        import.wait().unwrap();
        let version = test.pool.read(state::load).unwrap().version;
        let brought = test.pool.read(|c| contents::count(c, 2)).unwrap().counts.new;
        match version {
            1 => {
                assert_eq!(brought, 0, "killed after {moment}");
                before += 1;
            }
            2 => {
                assert_eq!(brought, rows, "killed after {moment}");
                after += 1;
            }
            other => panic!("version {other}"),
        }
        assert_eq!(audit::problems(&test.pool).unwrap(), Vec::<String>::new(), "after {moment}");
    }
    assert!(before > 0, "{before} before, {after} after: no kill came early enough");
}

#[test]
fn sqlite_is_before_or_after_never_between() {
    kill_at_random(TestDb::sqlite_published);
}

#[test]
fn postgres_is_before_or_after_never_between() {
    kill_at_random(TestDb::postgres_published);
}
