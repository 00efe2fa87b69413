//! What stands beside the numbers: notes, words in place of a number, and rows that stay out.

use cakupan::db::{regions, statements};
use cakupan::domain::{AsOf, RegionCode};
use cakupan::import::{
    self, Asks, File, Finding, Mode, Options, Outcome, Report, Rule, Sender, Severity, Stated,
};

use super::{TODAY, TestDb, refusals, run, sender, total};

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
    let doubts = run(&db, text, &total(), Mode::Rehearse).findings.doubts();
    let with = |lines: Option<&[u32]>| Options {
        accepted: Some("Dicocokkan dengan surat".to_owned()),
        confirmed: lines.map(|lines| {
            doubts.iter().filter(|doubt| lines.contains(&doubt.line)).cloned().collect()
        }),
        ..total()
    };
    let outcome = |lines| run(&db, text, &with(lines), Mode::Rehearse).outcome;
    assert_eq!(outcome(Some(&[])), Outcome::Blocked);
    assert_eq!(outcome(Some(&[2])), Outcome::Blocked, "line 3 is still open");
    assert_eq!(outcome(Some(&[2, 3])), Outcome::Ready);
    assert_eq!(outcome(None), Outcome::Ready, "the reason goes for all");
}

/// Whoever said that a row is right has looked at what was doubtful then, and at nothing else.
#[test]
fn a_confirmed_row_is_asked_about_again_when_something_else_is_doubtful() {
    let text = "kode,tanggal,peserta,pekerja\n15.01,30 April 2025,2000,1000\n";
    let db = TestDb::sqlite_published();
    let accepted = Options { accepted: Some("Dicocokkan dengan surat".to_owned()), ..total() };
    let sender = Sender { checked: Some(String::new()), ..sender() };
    let look = |options: &Options| {
        let file = File { name: "uji.csv", bytes: text.as_bytes() };
        import::run(&db.pool, file, options, &sender, Mode::Rehearse, TODAY).unwrap()
    };
    let first = look(&accepted);
    let own = Options { confirmed: Some(first.findings.doubts()), ..accepted.clone() };
    assert_eq!(look(&own).outcome, Outcome::Ready);
    // Somebody else brings in the province, which is smaller than its part.
    let province = "kode,tanggal,peserta\n15,30 April 2025,1500\n";
    let other = run(&db, province, &accepted, Mode::Commit);
    assert!(matches!(other.outcome, Outcome::Committed(_)), "{:?}", other.findings.list());
    let then = look(&own);
    assert_eq!(then.outcome, Outcome::Blocked, "{:?}", then.findings.list());
    assert_ne!(then.findings.doubts(), first.findings.doubts());
    assert_ne!(then.digest, first.digest, "a proposal with another warning is looked at again");
    assert_eq!(then.digest, look(&accepted).digest, "answers about lines do not count");
}

#[test]
fn answers_of_before_say_nothing_about_a_doubt_of_today() {
    let stated = Stated::read(r#"{"segment":"total","confirmed":[5,7],"reason":"Surat"}"#);
    assert_eq!(stated.segment, "total");
    let kept = stated.confirmed.clone().unwrap();
    assert_eq!(kept.iter().map(|doubt| doubt.line).collect::<Vec<_>>(), [5, 7]);
    assert!(kept.iter().all(|doubt| doubt.stamp.is_empty()));
    assert_eq!(Stated::read(&stated.write()), stated);
}

#[test]
fn a_file_of_ranks_alone_goes_in() {
    let ranks = "kode,peringkat,dari\n15.01,3,11\n15.02,4,11\n";
    let db = TestDb::sqlite_published();
    let bare = run(&db, ranks, &Options { segment: None, ..total() }, Mode::Rehearse);
    let asked: Vec<_> = bare.findings.list().iter().filter_map(|finding| finding.asks).collect();
    assert_eq!(asked, [Asks::Date, Asks::Segment], "a rank has a date and a segment, too");
    let dated = Options { as_of: AsOf::parse("2025-04-30"), ..total() };
    let report = run(&db, ranks, &dated, Mode::Commit);
    assert!(matches!(report.outcome, Outcome::Committed(_)), "{:?}", report.findings.list());
    assert_eq!((report.effect.new, report.passed), (2, 0));
}
