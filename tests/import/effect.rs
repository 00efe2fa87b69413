//! What a file changes beyond its own rows: the date of pages, the ranking, the sums of parts.

use cakupan::db::figures;
use cakupan::domain::Level;
use cakupan::import::{Mode, Options, Outcome, told};
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
        assert_eq!(at, day("2026-03-31"));
        let report = run(&test, PARTS, &accepted(), Mode::Rehearse);
        assert_eq!(report.outcome, Outcome::Ready, "{:?}", report.findings.list());
        let effect = &report.effect;
        assert_eq!(effect.moved_date(), Some((day("2026-03-31"), day("2026-10-31"))));
        assert_eq!((effect.own_regions, effect.regions), (5, 7), "with their province and nation");
        assert_eq!(effect.about[0].0.as_str(), "34.01");
        assert_eq!(places(&test, Level::Province).1, before, "nothing is kept");

        let done = run(&test, PARTS, &accepted(), Mode::Commit);
        assert_eq!(done.effect, *effect, "{}", test.backend);
        for level in [Level::Province, Level::Regency] {
            let (at, after) = places(&test, level);
            assert_eq!(Some(at), effect.opens_at);
            for shift in effect.shifts.iter().filter(|shift| shift.level == level) {
                assert_eq!(shift.after.of, after.len(), "{shift:?}");
                assert!(after.iter().any(|(_, place)| *place == shift.after.place));
            }
        }
        let after = places(&test, Level::Province).1;
        let gone = before.iter().filter(|(id, _)| !after.iter().any(|(own, _)| own == id)).count();
        let lost = effect.lost.iter().find(|lost| lost.level == Level::Province).unwrap();
        assert_eq!((lost.count, lost.of), (gone, before.len()));
        assert!(gone > 0 && lost.names.len() <= gone);
        let told = told::effect(&report);
        let value = |name: &str| told.iter().find(|(own, _)| own == name).map(|(_, v)| v.as_str());
        assert_eq!(
            value("Tanggal data semua halaman"),
            Some("31 Maret 2026 menjadi 31 Oktober 2026")
        );
        assert!(value("Tidak lagi di peringkat provinsi").unwrap().contains("400 hari"));
        assert_eq!(
            value("Wilayah yang halamannya berubah"),
            Some("7 (5 di berkas ini, 2 di atasnya)")
        );
        assert_eq!(value("Angka ditarik"), Some("0"));
    }
}

#[test]
fn a_report_tells_which_sums_differ_from_the_whole_afterwards() {
    for test in TestDb::both() {
        let parts = run(&test, PARTS, &accepted(), Mode::Commit);
        assert_eq!((parts.effect.unfit, parts.effect.apart.len()), (0, 0), "no own figure yet");
        let whole = run(&test, WHOLE, &accepted(), Mode::Rehearse);
        let apart = &whole.effect.apart[0];
        assert_eq!((whole.effect.unfit, whole.effect.apart.len()), (1, 1), "{}", test.backend);
        assert_eq!((apart.region.as_str(), apart.own, apart.sum), ("34", 400_000, 50_000));
        assert_eq!((apart.parts, apart.segment.as_str()), (5, ""));
        let told = told::effect(&whole);
        let told = told.iter().find(|(name, _)| name.starts_with("Jumlah wilayah di")).unwrap();
        assert_eq!(told.1, "50.000 peserta di 5 wilayah, angka induknya 400.000 (selisih 350.000)");
        // What fits within the thresholds is no difference.
        let close = WHOLE.replace("400000", "50010");
        assert_eq!(run(&test, &close, &accepted(), Mode::Rehearse).effect.unfit, 0);
    }
}

#[test]
fn own_counts_apart_from_their_parts_are_found_by_date() {
    for test in TestDb::both() {
        for file in [PARTS, WHOLE] {
            run(&test, file, &accepted(), Mode::Commit);
        }
        test.pool
            .read(|c| {
                let code = cakupan::domain::RegionCode::parse("34").unwrap();
                let id = cakupan::db::regions::by_code(c, &code)?.unwrap().id;
                let found = figures::apart(c, id, day("2026-10-31"), day("2026-10-31"))?;
                assert_eq!(found.len(), 1, "{}", test.backend);
                let row = &found[0].1;
                assert_eq!(row.own.unwrap().active, Some(400_000));
                assert_eq!(row.parts_sum.unwrap().active, Some(50_000));
                assert!(figures::apart(c, id, day("2026-11-01"), day("2026-12-31"))?.is_empty());
                Ok(())
            })
            .unwrap();
    }
}
