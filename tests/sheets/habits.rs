//! Answers that are remembered for a source.

use cakupan::db::Connection;
use cakupan::import::habits::{self, Habits};
use cakupan::import::{
    self, CodeSystem, Content, Field, File, Mode, Options, Outcome, Sender, Style,
};

use crate::testdb::TestDb;
use crate::{SOURCE, TODAY, total};

const FILE: &str = "kode,tanggal,Jml\n3171,30/11/2025,\"1,312\"\n";

fn answered() -> Options {
    Options {
        codes: Some(CodeSystem::Bps),
        numbers: Some(Style::English),
        mapping: [("Jml".to_owned(), Field::Active)].into(),
        ..total()
    }
}

fn send(test: &TestDb, content: &str, options: &Options, at: i64, mode: Mode) -> Outcome {
    let keep = |c: &mut Connection, _| habits::keep(c, options, "Siti (siti)", at);
    let sender = Sender { then: Some(&keep), ..Sender::default() };
    let file = File { name: "uji.csv", bytes: content.as_bytes() };
    import::run(&test.pool, file, options, &sender, mode, TODAY).unwrap().outcome
}

#[test]
fn answers_of_an_import_are_kept_for_its_source() {
    for test in TestDb::both() {
        let recall = |source: &str| test.pool.read(|c| habits::recall(c, source)).unwrap();
        assert_eq!(send(&test, FILE, &answered(), 7, Mode::Rehearse), Outcome::Ready);
        assert_eq!(recall(SOURCE), None, "a rehearsal keeps nothing");
        assert!(matches!(send(&test, FILE, &answered(), 7, Mode::Commit), Outcome::Committed(_)));
        let last = recall(SOURCE).unwrap();
        assert_eq!((last.who.as_str(), last.kept_at), ("Siti (siti)", 7));
        assert_eq!(last.habits, Habits::of(&answered()));
        assert_eq!(recall("kiatnewskendari"), None);

        // The next file of the source needs no answers.
        let next = FILE.replace("30/11/2025", "31/12/2025");
        assert_eq!(send(&test, &next, &total(), 8, Mode::Rehearse), Outcome::Blocked);
        let mut options = total();
        last.habits.fill_options(&mut options);
        assert!(matches!(send(&test, &next, &options, 8, Mode::Commit), Outcome::Committed(_)));
        assert_eq!(recall(SOURCE).unwrap().kept_at, 8);

        // A file that was read without any says so.
        let plain = "kode,tanggal,peserta\n15.01,2025-10-31,1000\n";
        assert!(matches!(send(&test, plain, &total(), 9, Mode::Commit), Outcome::Committed(_)));
        assert_eq!(recall(SOURCE), None, "{}", test.backend);
    }
}

#[test]
fn the_kind_of_file_is_remembered_too() {
    for test in TestDb::both() {
        let targets = "kode,tahun,target (persen),dasar\n15.01,2031,80,RPJMD\n";
        let source = Some(SOURCE.to_owned());
        let options = Options {
            content: Some(Content::Targets),
            source: source.clone(),
            ..Options::default()
        };
        assert!(matches!(send(&test, targets, &options, 7, Mode::Commit), Outcome::Committed(_)));

        let last = test.pool.read(|c| habits::recall(c, SOURCE)).unwrap().unwrap();
        let mut next = Options { source, ..Options::default() };
        last.habits.fill_options(&mut next);
        assert_eq!(next.content, Some(Content::Targets));
        let file = targets.replace("2031", "2032");
        assert_eq!(send(&test, &file, &next, 8, Mode::Rehearse), Outcome::Ready);
    }
}

#[test]
fn who_enters_figures_of_one_region_says_nothing_for_the_others() {
    for test in TestDb::both() {
        let recall = || test.pool.read(|c| habits::recall(c, SOURCE)).unwrap();
        let within = cakupan::domain::RegionCode::parse("15").ok();
        let ignored = |title: &str, within| Options {
            mapping: [(title.to_owned(), Field::Ignored)].into(),
            within,
            ..total()
        };
        let file = "kode,tanggal,peserta,pekerja\n15.01,2025-10-31,1000,2000\n";
        let regional = ignored("pekerja", within.clone());
        assert!(matches!(send(&test, file, &regional, 7, Mode::Commit), Outcome::Committed(_)));
        assert_eq!(recall(), None, "{}", test.backend);

        let file = file.replace("1000", "1001");
        let central = ignored("pekerja", None);
        assert!(matches!(send(&test, &file, &central, 8, Mode::Commit), Outcome::Committed(_)));
        assert_eq!(recall().map(|last| last.kept_at), Some(8));
        // Nor does it make anything forgotten.
        let file = file.replace("1001", "1002");
        let plain = Options { within, ..total() };
        assert!(matches!(send(&test, &file, &plain, 9, Mode::Commit), Outcome::Committed(_)));
        assert_eq!(recall().map(|last| last.kept_at), Some(8), "{}", test.backend);
    }
}
