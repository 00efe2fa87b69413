//! Reports: the same region says the same wherever it stands.

use std::collections::BTreeMap;

use cakupan::db::rollup::{self, Touched};
use cakupan::db::{Connection, regions};
use cakupan::domain::{Figure, Level, Origin, Percent, SegmentCode};
use cakupan::reports::order::Order;
use cakupan::reports::ranking::{self, RankingChoice};
use cakupan::reports::region::{self, RegionReport};
use cakupan::reports::rows::Source;
use cakupan::reports::scope::Asked;
use cakupan::reports::{Memory, Reader};

use crate::testdb::TestDb;
use crate::{code, day, execute, region};

const SOURCE: i32 = 10_001;

fn state(c: &mut Connection, region_id: i32, date: &str, active: i64, workforce: i64) {
    execute(
        c,
        &format!(
            "insert into observation (region_id, segment_id, as_of, precision, kind, source_id, \
             batch_id, active, workforce, rounded) values ({region_id}, 1, '{date}', 0, 0, {SOURCE}, 2, \
             {active}, {workforce}, false)"
        ),
    );
}

/// The report of a region, read anew: within a transaction the data change, the edition does not.
fn report(c: &mut Connection, kode: &str, asked: &Asked) -> RegionReport {
    let memory = Memory::default();
    region::load(&mut Reader::new(c, &memory).unwrap(), &code(kode), asked).unwrap()
}

/// A whole report as text.
fn told(mut report: RegionReport) -> String {
    let sources: BTreeMap<i32, Source> = std::mem::take(&mut report.sources).into_iter().collect();
    format!("{report:#?} {sources:#?}")
}

/// Papua Selatan has no figure of its own any more; its four kabupaten have one each.
fn only_parts_report(c: &mut Connection, dates: [&str; 4]) {
    execute(c, "insert into batch (id, kind, title) values (2, 'import', 'x')");
    let province = region(c, "93");
    let parts = regions::parts(c, province.id).unwrap();
    let ids: Vec<String> =
        parts.iter().chain([&province]).map(|region| region.id.to_string()).collect();
    execute(
        c,
        &format!(
            "update observation set ended_by = 2 where segment_id = 1 and region_id in ({})",
            ids.join(", ")
        ),
    );
    for (part, date) in parts.iter().zip(dates) {
        state(c, part.id, date, 100, 400);
    }
    rollup::rebuild(c).unwrap();
}

#[test]
fn a_sum_of_parts_is_the_same_figure_on_every_page() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                only_parts_report(c, ["2025-08-31", "2025-09-30", "2025-10-31", "2025-10-31"]);
                let asked = Asked { date: Some(day("2025-11-15")), ..Asked::default() };
                let summed = |figure: Option<Figure>| {
                    let figure = figure.expect("a sum");
                    assert_eq!(
                        (figure.active, figure.workforce, figure.coverage, figure.origin),
                        (Some(400), Some(1_600), Some(Percent(2_500)), Origin::SumOfParts)
                    );
                    assert_eq!(figure.as_of.date, day("2025-10-31"));
                };
                let own = report(c, "93", &asked);
                summed(own.standing.figure);
                let state = own.standing.status();
                assert!(own.standing.judged.as_ref().is_some_and(|j| j.target.year == 2025));

                let nation = report(c, "ID", &asked);
                let row = nation.parts.iter().find(|row| row.region.code.as_str() == "93").unwrap();
                summed(row.standing.figure);
                assert_eq!((row.standing.status(), row.rank), (state, own.rank));

                let part = report(c, "93.01", &asked);
                summed(part.parent.expect("the province").figure);
                let beside = report(c, "94", &asked);
                let peer =
                    beside.peers.iter().find(|row| row.region.code.as_str() == "93").unwrap();
                summed(peer.standing.figure);
                assert_eq!(peer.rank, own.rank);

                let choice =
                    RankingChoice { level: Level::Province, order: Order::Coverage, page: 1 };
                let ranking =
                    ranking::load(&mut Reader::new(c, &Memory::default()).unwrap(), &asked, choice)
                        .unwrap();
                let row =
                    ranking.all.iter().find(|row| row.row.region.code.as_str() == "93").unwrap();
                summed(row.row.standing.figure);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn parts_too_far_apart_are_no_figure() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                only_parts_report(c, ["2025-07-01", "2025-09-30", "2025-10-31", "2025-10-31"]);
                let asked = Asked { date: Some(day("2025-11-15")), ..Asked::default() };
                assert_eq!(report(c, "93", &asked).standing.figure, None);
                let nation = report(c, "ID", &asked);
                let row = nation.parts.iter().find(|row| row.region.code.as_str() == "93").unwrap();
                assert_eq!(row.standing.figure, None);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_part_that_only_counts_by_now_keeps_its_last_percent() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                only_parts_report(c, ["2022-01-31", "2025-09-30", "2025-10-31", "2025-10-31"]);
                let province = region(c, "93");
                let part = regions::parts(c, province.id)?.remove(0);
                execute(
                    c,
                    &format!(
                        "insert into observation (region_id, segment_id, as_of, precision, kind, \
                         source_id, batch_id, active, rounded) values ({}, 1, '2025-10-31', 0, 0, \
                         {SOURCE}, 2, 7, false)",
                        part.id
                    ),
                );
                rollup::rebuild(c)?;
                let asked = Asked { date: Some(day("2025-11-15")), ..Asked::default() };
                let report = report(c, "93", &asked);
                let row = report.parts.iter().find(|row| row.region.id == part.id).unwrap();
                assert_eq!(row.standing.figure, None);
                let last = row.standing.last_known.expect("the percent of 2022");
                assert_eq!(
                    (last.as_of.date, last.coverage),
                    (day("2022-01-31"), Some(Percent(2_500)))
                );
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_conflict_is_told_however_much_was_published_since() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let konawe = region(c, "74.02");
                execute(c, "insert into batch (id, kind, title) values (2, 'import', 'x')");
                execute(
                    c,
                    &format!(
                        "insert into observation (region_id, segment_id, as_of, precision, kind, \
                         source_id, batch_id, published_pct, rounded) values ({}, 1, '2025-04-30', 0, \
                         0, {SOURCE}, 2, 5000, false)",
                        konawe.id
                    ),
                );
                let mut touched = Touched::default();
                for month in 0..70 {
                    let (year, month) = (2026 + month / 12, month % 12 + 1);
                    state(c, konawe.id, &format!("{year}-{month:02}-15"), 1, 2);
                }
                touched.add(konawe.id, day("2025-04-30"));
                touched.add(konawe.id, day("2031-12-15"));
                rollup::refresh(c, &touched)?;
                let asked = Asked { date: Some(day("2025-05-01")), ..Asked::default() };
                let report = report(c, "74.02", &asked);
                assert!(report.standing.own_figure().is_some_and(|shown| shown.disputed));
                assert!(report.more_statements);
                assert!(report.competing.len() > 1);
                assert!(
                    report.competing.iter().all(|s| report.sources.contains_key(&s.source_id))
                );
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn what_is_kept_in_memory_changes_no_report() {
    for test in TestDb::both() {
        let kept = Memory::default();
        test.pool
            .read(|c| {
                for kode in ["ID", "15", "93", "15.04", "74.02", "15"] {
                    for date in ["2024-12-31", "2026-04-30", "2025-06-01", "1990-01-01"] {
                        for segment in ["total", "bpu"] {
                            let asked = Asked {
                                date: Some(day(date)),
                                segment: Some(SegmentCode::parse(segment).unwrap()),
                                ..Asked::default()
                            };
                            let fresh = told(report(c, kode, &asked));
                            let mut reader = Reader::new(c, &kept)?;
                            let again = region::load(&mut reader, &code(kode), &asked).unwrap();
                            assert!(fresh == told(again), "{kode} at {date}, {segment}");
                        }
                    }
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_new_batch_is_seen_past_the_memory() {
    for test in TestDb::both() {
        let kept = Memory::default();
        let asked = Asked { date: Some(day("2026-04-30")), ..Asked::default() };
        let konawe = |c: &mut Connection| {
            let report = region::load(&mut Reader::new(c, &kept)?, &code("74.02"), &asked).unwrap();
            Ok((report.standing.last_known.unwrap().active, report.statements.len()))
        };
        let (before, statements) = test.pool.read(konawe).unwrap();
        assert_eq!(before, Some(27_636));
        test.pool
            .write(|c| {
                execute(c, "insert into batch (id, kind, title) values (2, 'import', 'x')");
                let region = region(c, "74.02");
                state(c, region.id, "2025-12-31", 40_000, 80_000);
                rollup::rebuild(c)?;
                execute(c, "update data_state set version = 2, stamp = 5");
                Ok(())
            })
            .unwrap();
        let after = test.pool.read(konawe).unwrap();
        assert_eq!(after, (Some(40_000), statements + 1), "{}", test.backend);
    }
}
