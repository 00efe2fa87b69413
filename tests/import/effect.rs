//! What a file changes beyond its own rows: the date of pages, the ranking, the sums of parts.

use cakupan::db::intake::Origin;
use cakupan::db::{contents, figures, regions, versions, withdrawals};
use cakupan::domain::{Level, RegionCode, SegmentCode};
use cakupan::import::{Mode, Options, Outcome, Report, told};
use cakupan::reports::{Memory, Reader, ranking};
use chrono::NaiveDate;

use crate::common::db::TestDb;
use crate::{run, total};

/// The five parts of Daerah Istimewa Yogyakarta; together 50.000 of 1.000.000.
const PARTS: &str = "\
kode,tanggal,peserta,pekerja
34.01,2026-10-31,10000,200000
34.02,2026-10-31,10000,200000
34.03,2026-10-31,10000,200000
34.04,2026-10-31,10000,200000
34.71,2026-10-31,10000,200000
";

const WHOLE: &str = "kode,tanggal,peserta,pekerja\n34,2026-10-31,400000,1000000\n";

fn accepted() -> Options {
    Options { accepted: Some("Dicocokkan dengan surat".to_owned()), ..total() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The number of the region with a code.
fn id(test: &TestDb, code: &str) -> i32 {
    let code = RegionCode::parse(code).unwrap();
    test.pool.read(|c| regions::by_code(c, &code)).unwrap().unwrap().id
}

/// Number and place of each region of a level in the ranking of today.
fn places(test: &TestDb, level: Level) -> (NaiveDate, Vec<(i32, usize)>) {
    let memory = Memory::default();
    test.pool
        .read(|c| {
            let mut reader = Reader::new(c, &memory)?;
            let own = ranking::places(&mut reader, level).unwrap().unwrap();
            Ok((own.date, own.places))
        })
        .unwrap()
}

#[test]
fn a_report_tells_the_date_and_the_ranking_that_pages_then_show() {
    for test in TestDb::both() {
        let (at, before) = places(&test, Level::Province);
        let regencies = places(&test, Level::Regency).1;
        let before_of = |level| if level == Level::Province { &before } else { &regencies };
        assert_eq!(at, day("2026-03-31"));
        let report = run(&test, PARTS, &accepted(), Mode::Rehearse);
        assert_eq!(report.outcome, Outcome::Ready, "{:?}", report.findings.list());
        let effect = &report.effect;
        assert_eq!(effect.around.moved_date(), Some((day("2026-03-31"), day("2026-10-31"))));
        assert_eq!(
            (effect.around.own_regions, effect.around.regions),
            (5, 7),
            "with their province and nation"
        );
        assert_eq!(effect.around.about[0].0.as_str(), "34.01");
        assert_eq!(places(&test, Level::Province).1, before, "nothing is kept");

        let done = run(&test, PARTS, &accepted(), Mode::Commit);
        assert_eq!(done.effect, *effect, "{}", test.backend);
        for level in [Level::Province, Level::Regency] {
            let (at, after) = places(&test, level);
            assert_eq!(Some(at), effect.around.opens_at);
            for shift in effect.around.shifts.iter().filter(|shift| shift.level == level) {
                assert_eq!(shift.after.of, after.len(), "{shift:?}");
                let own = id(&test, shift.region.as_str());
                assert!(after.contains(&(own, shift.after.place)), "{shift:?}");
                let was = before_of(level).iter().find(|(other, _)| *other == own).copied();
                assert_eq!(shift.before.map(|before| before.place), was.map(|(_, place)| place));
            }
        }
        let first = effect.around.shifts.iter().take(5).map(|shift| shift.level);
        assert!(first.eq([Level::Regency; 5]), "those of the file come first");
        assert_eq!(effect.around.own_shifts, 5);
        let told = told::effect(&report);
        let own = told.iter().filter(|(name, value)| {
            name.starts_with("Peringkat Kota") && value.starts_with("belum punya angka")
        });
        assert_eq!(own.count(), 1, "the city never had a figure: {told:?}");
        let pages = told::pages(&report).unwrap();
        let names = |all: &[(String, String)]| -> Vec<String> {
            all.iter().map(|(_, name)| name.clone()).collect()
        };
        assert_eq!((pages.regions.len(), pages.more), (5, 0));
        let above = names(&pages.others);
        assert_eq!(above[0], "Provinsi Daerah Istimewa Yogyakarta");
        assert_eq!(above[1..], ["Nasional", "Peringkat", "Mutu data"]);
        let after = places(&test, Level::Province).1;
        let gone = before.iter().filter(|(id, _)| !after.iter().any(|(own, _)| own == id)).count();
        let lost = effect.around.lost.iter().find(|lost| lost.level == Level::Province).unwrap();
        assert_eq!((lost.aged.len(), lost.of), (gone, before.len()));
        assert!(gone > 0 && lost.without.is_empty(), "an import takes no figure away");
        let told = told::effect(&report);
        let value = |name: &str| told.iter().find(|(own, _)| own == name).map(|(_, v)| v.as_str());
        assert_eq!(
            value("Isi"),
            Some(
                "Angka kepesertaan, 31 Oktober 2026, 5 kabupaten/kota di Provinsi Daerah Istimewa \
                 Yogyakarta"
            )
        );
        assert_eq!(
            value("Tanggal data semua halaman"),
            Some("31 Maret 2026 menjadi 31 Oktober 2026")
        );
        assert!(value("Tidak lagi di peringkat provinsi").unwrap().contains("400 hari"));
        assert_eq!(
            value("Wilayah yang halamannya berubah"),
            Some("7 (5 di berkas ini, 2 di atasnya)")
        );
        assert_eq!(value("Angka ditarik"), None, "an import withdraws none");
    }
}

/// What is told of a name.
fn value(report: &Report, name: &str) -> String {
    let told = told::effect(report);
    told.into_iter().find(|(own, _)| own == name).map(|(_, value)| value).unwrap()
}

const SUMS: &str = "Jumlah wilayah terhadap induknya";

#[test]
fn a_report_tells_which_sums_differ_from_the_whole_afterwards() {
    for test in TestDb::both() {
        let parts = run(&test, PARTS, &accepted(), Mode::Commit);
        assert_eq!(
            (parts.effect.around.unfit, parts.effect.around.compared),
            (0, 0),
            "no own figure yet"
        );
        assert!(value(&parts, SUMS).starts_with("tidak ada yang dapat dibandingkan"));
        let whole = run(&test, WHOLE, &accepted(), Mode::Rehearse);
        let apart = &whole.effect.around.apart[0];
        assert_eq!(
            (whole.effect.around.unfit, whole.effect.around.apart.len()),
            (1, 1),
            "{}",
            test.backend
        );
        assert_eq!((whole.effect.around.compared, whole.effect.around.unfit_before), (1, 0));
        assert_eq!((apart.region.as_str(), apart.own, apart.sum), ("34", 400_000, 50_000));
        assert_eq!((apart.parts, apart.segment.as_str(), apart.before), (5, "", false));
        assert_eq!(value(&whole, SUMS), "1 dari 1 berbeda");
        assert_eq!(
            value(&whole, "Jumlah wilayah di Provinsi Daerah Istimewa Yogyakarta, 31 Oktober 2026"),
            "50.000 peserta di 5 wilayah, angka induknya 400.000 (selisih 350.000)"
        );
        // What fits within the thresholds is no difference.
        let close = run(&test, &WHOLE.replace("400000", "50010"), &accepted(), Mode::Rehearse);
        assert_eq!((close.effect.around.unfit, close.effect.around.compared), (0, 1));
        assert_eq!(value(&close, SUMS), "tidak ada yang berbeda dari 1 yang dibandingkan");
    }
}

/// Another segment, and a date between those of the file, are no matter of the file, apart or not.
#[test]
fn sums_that_a_file_does_not_touch_are_not_told() {
    let of_segment =
        |code: &str| Options { segment: Some(SegmentCode::parse(code).unwrap()), ..accepted() };
    let at = |text: &str, date: &str| text.replace("2026-10-31", date);
    for test in TestDb::both() {
        for date in ["2026-08-31", "2026-09-30", "2026-10-31"] {
            run(&test, &at(PARTS, date), &accepted(), Mode::Commit);
            run(&test, &at(WHOLE, date), &accepted(), Mode::Commit);
        }
        for text in [PARTS, WHOLE] {
            run(&test, text, &of_segment("bpu"), Mode::Commit);
        }
        // One part at the first and the last of the dates: apart before as afterwards.
        let rows = "kode,tanggal,peserta,pekerja\n\
                    34.01,2026-08-31,10001,200000\n34.01,2026-10-31,10001,200000\n";
        let report = run(&test, rows, &accepted(), Mode::Rehearse);
        let effect = &report.effect;
        assert_eq!(
            (effect.around.compared, effect.around.unfit, effect.around.unfit_before),
            (2, 2, 2)
        );
        let told: Vec<_> = effect.around.apart.iter().map(|a| (a.as_of.iso(), a.before)).collect();
        assert_eq!(told, [("2026-10-31".to_owned(), true), ("2026-08-31".to_owned(), true)]);
        assert!(
            effect.around.apart.iter().all(|apart| apart.segment.is_empty()),
            "{}",
            test.backend
        );
        assert_eq!(
            value(&report, SUMS),
            "2 dari 2 berbeda, 2 di antaranya sudah berbeda sebelumnya"
        );
        let name = "Jumlah wilayah di Provinsi Daerah Istimewa Yogyakarta, 31 Oktober 2026";
        assert!(value(&report, name).ends_with("; sudah berbeda sebelumnya"));
        // The whole put right at one date, and another part made worse at none.
        let right = WHOLE.replace("400000", "50000");
        let report = run(&test, &right, &accepted(), Mode::Rehearse);
        assert_eq!((report.effect.around.compared, report.effect.around.unfit), (1, 0));
        // Another segment alone.
        let report = run(
            &test,
            "kode,tanggal,peserta,pekerja\n34.01,2026-10-31,9,200000\n",
            &of_segment("bpu"),
            Mode::Rehearse,
        );
        assert_eq!((report.effect.around.compared, report.effect.around.unfit), (1, 1));
        assert!(!report.effect.around.apart[0].segment.is_empty());
    }
}

#[test]
fn own_counts_are_found_beside_the_sum_of_their_parts_by_date() {
    for test in TestDb::both() {
        for file in [PARTS, WHOLE] {
            run(&test, file, &accepted(), Mode::Commit);
        }
        let id = id(&test, "34");
        test.pool
            .read(|c| {
                let found = figures::beside_parts(c, id, day("2026-10-31"), day("2026-10-31"))?;
                assert_eq!(found.len(), 1, "{}", test.backend);
                let row = &found[0].1;
                assert_eq!(row.own.unwrap().active, Some(400_000));
                assert_eq!(row.parts_sum.unwrap().active, Some(50_000));
                let later = figures::beside_parts(c, id, day("2026-11-01"), day("2026-12-31"))?;
                assert!(later.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

/// What is counted from the statements in hand is what the database counts.
#[test]
fn a_version_keeps_the_counts_of_what_it_holds() {
    for test in TestDb::both() {
        let commit = |text: &str| {
            let report = run(&test, text, &accepted(), Mode::Commit);
            assert!(matches!(report.outcome, Outcome::Committed(_)), "{report:?}");
        };
        commit(PARTS);
        commit(
            "kode,tanggal,peserta,pekerja\n34.71,2026-10-31,11000,200000\n34.01,2026-10-31,12000,200000\n\
             34,2026-09,400000,1000000\n",
        );
        let origin =
            Origin { title: "Tarik", who: "penguji", note: "Salah berkas", ..Origin::default() };
        let taken = test.pool.write(|c| withdrawals::withdraw(c, 3, &origin)).unwrap();
        assert_eq!(taken, Some(4));
        for id in 2..=4 {
            let version = test.pool.read(|c| versions::one(c, id)).unwrap().unwrap();
            let counted = test.pool.read(|c| contents::count(c, id)).unwrap();
            assert_eq!(version.contents, counted, "{} {id}", test.backend);
        }
        let counts = test.pool.read(|c| contents::count(c, 3)).unwrap().counts;
        assert_eq!((counts.new, counts.changed, counts.withdrawn), (1, 2, 0), "{}", test.backend);
        let counts = test.pool.read(|c| contents::count(c, 4)).unwrap().counts;
        assert_eq!((counts.new, counts.changed, counts.withdrawn), (0, 2, 1), "{}", test.backend);
    }
}
