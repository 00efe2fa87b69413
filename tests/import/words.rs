//! What stands beside the numbers: notes, words in place of a number, and rows that stay out.

use std::collections::BTreeSet;

use cakupan::db::{regions, statements};
use cakupan::domain::RegionCode;
use cakupan::import::{Finding, Mode, Options, Outcome, Report, Rule, Severity};

use super::{TestDb, refusals, run, total};

/// The note of a region that stands today.
fn note(test: &TestDb, kode: &str) -> String {
    let found = test.pool.read(|c| {
        let region = regions::by_code(c, &RegionCode::parse(kode).unwrap())?.unwrap();
        statements::of_segment(c, region.id, 1)
    });
    let today =
        |s: &&statements::Statement| s.as_of.is_some_and(|at| at.date.to_string() == "2025-11-30");
    found.unwrap().iter().find(today).unwrap().note.clone()
}

#[test]
fn a_note_goes_only_where_a_file_empties_it() {
    let noted = "kode,tanggal,peserta,ket\n15.01,2025-11-30,1000,data sementara\n";
    let without = "kode,tanggal,peserta\n15.01,2025-11-30,1000\n";
    for test in TestDb::both() {
        assert_eq!(run(&test, noted, &total(), Mode::Commit).outcome, Outcome::Committed(2));
        let again = run(&test, without, &total(), Mode::Commit);
        assert_eq!(again.outcome, Outcome::Nothing, "{}", test.backend);
        assert_eq!((again.effect.changed, again.effect.same), (0, 1));

        let other = without.replace("1000", "1100");
        let report = run(&test, &other, &total(), Mode::Commit);
        assert_eq!((report.effect.changed, report.outcome), (1, Outcome::Committed(3)));
        assert_eq!(note(&test, "15.01"), "data sementara", "the file does not speak of it");

        let emptied = noted.replace("1000,data sementara", "1100,");
        let report = run(&test, &emptied, &total(), Mode::Commit);
        let change = &report.effect.changes[0];
        assert_eq!(change.region, "15.01 Kabupaten Kerinci");
        let values: Vec<_> = change.values().into_iter().map(|v| (v.title, v.old, v.new)).collect();
        assert_eq!(values, [("Catatan", "data sementara".to_owned(), String::new())]);
        assert_eq!(note(&test, "15.01"), "", "{}", test.backend);
    }
}

/// What is good to know about the numbers of single rows.
fn told(report: &Report) -> Vec<String> {
    let own = report.findings.list().iter();
    let own = own.filter(|f| f.rule == Rule::R9 && f.severity == Severity::Inform);
    own.map(Finding::told).collect()
}

#[test]
fn words_in_place_of_a_number_are_named() {
    let text = "\
kode,nama,tanggal,peserta aktif,pekerja,keterangan
15.01,Kerinci,30 April 2025,1000,-,
15.02,Merangin,30 April 2025,Belum ada data,,
15.03,Sarolangun,30 April 2025,,,menunggu surat BPJS
15.04,Batanghari,30 April 2025,,,
15.05,Muaro Jambi,30 April 2025,menunggu surat,,
,Jumlah,,-,-,
";
    let db = TestDb::sqlite_published();
    let report = run(&db, text, &total(), Mode::Rehearse);
    assert_eq!(refusals(&report), [(Rule::R9, 6)]);
    assert_eq!(
        told(&report),
        [
            "Baris 2, 15.01 Kabupaten Kerinci, kolom pekerja: tertulis “-”, dibaca sebagai tanpa \
             angka.",
            "Baris 3, 15.02 Kabupaten Merangin, kolom peserta aktif: tertulis “Belum ada data”, \
             dibaca sebagai tanpa angka.",
            "Baris 4, 15.03 Kabupaten Sarolangun, kolom keterangan: penjelasan “menunggu surat \
             BPJS” tanpa angka tidak disimpan sebagai angka; berkas asli tetap tersimpan.",
        ]
    );
    let refused = report.findings.list().iter().find(|f| f.line == 6).unwrap();
    assert_eq!(refused.region, "15.05 Kabupaten Muaro Jambi");
    assert_eq!((report.rows, report.passed, report.refused), (6, 4, 1));
    assert_eq!(report.held.len(), 1);
    assert_eq!(report.held[0].region, "15.05 Kabupaten Muaro Jambi");
    assert_eq!(report.held[0].active, "“menunggu surat”");
}

#[test]
fn many_such_words_are_told_together() {
    let rows: Vec<String> =
        (1..=30).map(|day| format!("15.01,{day} April 2025,1000,belum tersedia\n")).collect();
    let rows = rows.concat();
    let report = run(
        &TestDb::sqlite_published(),
        &format!("kode,tanggal,peserta,pekerja\n{rows}"),
        &total(),
        Mode::Rehearse,
    );
    let told = told(&report);
    assert_eq!(told.len(), 20);
    assert!(told[19].ends_with("Begitu juga 10 sel lain tanpa angka."), "{}", told[19]);
}

#[test]
fn a_refused_row_stays_out_as_a_whole_and_is_shown() {
    let text = "kode,tanggal,peserta\n15.01,30 April 2031,1000\n15.02,30 April 2025,1000\n\
                15.99,30 April 2025,1000\n15.03,30 April 2025,1000\n15.03,2025-04-30,1001\n";
    for test in TestDb::both() {
        let options = Options { leave_refused: true, ..total() };
        let report = run(&test, text, &options, Mode::Commit);
        assert_eq!(report.outcome, Outcome::Committed(2), "{:#?}", report.findings.list());
        assert_eq!((report.rows, report.refused, report.effect.new), (5, 4, 1));
        let held: Vec<_> = report
            .held
            .iter()
            .map(|row| (row.line, row.region.as_str(), row.date.as_str()))
            .collect();
        let (kerinci, sarolangun) = ("15.01 Kabupaten Kerinci", "15.03 Kabupaten Sarolangun");
        let april = "30 Apr 2025";
        assert_eq!(
            held,
            [
                (2, kerinci, "30 Apr 2031"),
                (4, "“15.99”", april),
                (5, sarolangun, april),
                (6, sarolangun, april)
            ]
        );
        let future = report.findings.list().iter().find(|f| f.line == 2).unwrap();
        assert!(future.told().starts_with("Baris 2, 15.01 Kabupaten Kerinci, kolom tanggal: "));
    }
}

#[test]
fn doubtful_rows_are_confirmed_one_by_one_where_they_are_asked_about() {
    let text = "kode,tanggal,peserta,pekerja\n15.01,30 April 2025,2000,1000\n\
                15.02,30 April 2025,3000,1000\n";
    let db = TestDb::sqlite_published();
    let with = |lines: Option<&[u32]>| Options {
        accepted: Some("Dicocokkan dengan surat".to_owned()),
        confirmed: lines.map(|lines| lines.iter().copied().collect::<BTreeSet<u32>>()),
        ..total()
    };
    let outcome = |lines| run(&db, text, &with(lines), Mode::Rehearse).outcome;
    assert_eq!(outcome(Some(&[])), Outcome::Blocked);
    assert_eq!(outcome(Some(&[2])), Outcome::Blocked, "line 3 is still open");
    assert_eq!(outcome(Some(&[2, 3])), Outcome::Ready);
    assert_eq!(outcome(None), Outcome::Ready, "the reason goes for all");
}
