//! Completeness, findings and lists: a small province whose right answers are worked out by hand.

use cakupan::db::regions::Region;
use cakupan::db::rollup;
use cakupan::db::statements::{self, Came};
use cakupan::db::{Connection, figures, regions, segments};
use cakupan::domain::completeness::Delivery::{self, Late, Missing, NotDue, OnTime, Undated};
use cakupan::domain::completeness::{Expectation, Tally};
use cakupan::domain::rules::{BaseChange, Rule, Settled, Thresholds};
use cakupan::domain::{AsOf, Percent};
use cakupan::reports::quality::{self, ListReport, Measure, QualityReport, Want};
use cakupan::reports::scope::Asked;
use cakupan::reports::{Memory, Reader};

use crate::testdb::TestDb;
use crate::{code, day, execute, region, segment};

const EXPECTATION: Expectation = Expectation { due_days: 30, months: 4 };

/// Sources: of no date, of 15 August, and of some day in September 2025.
const UNDATED: i32 = 90_001;
const AUGUST: i32 = 90_002;
const SEPTEMBER: i32 = 90_003;

/// Batches: what came with the program, on 10 July, and on 21 September in Jakarta.
const PROGRAM: i32 = 1;
const JULY: i32 = 2;
const LATER: i32 = 3;

struct Row {
    region: i32,
    date: &'static str,
    precision: i16,
    counts: Option<(i64, i64)>,
    percent: Option<i32>,
    source: i32,
    batch: i32,
    ended_by: Option<i32>,
}

impl Row {
    fn new(region: i32, date: &'static str, active: i64, workforce: i64) -> Self {
        Self {
            region,
            date,
            precision: 0,
            counts: Some((active, workforce)),
            percent: None,
            source: UNDATED,
            batch: LATER,
            ended_by: None,
        }
    }

    fn put(self, c: &mut Connection) {
        let text = |number: Option<i64>| number.map_or("null".to_owned(), |n| n.to_string());
        let (active, workforce) = (self.counts.map(|c| c.0), self.counts.map(|c| c.1));
        execute(
            c,
            &format!(
                "insert into observation (region_id, segment_id, as_of, precision, kind, source_id, \
                 batch_id, active, workforce, published_pct, rounded, ended_by) values ({}, 1, '{}', \
                 {}, 0, {}, {}, {}, {}, {}, false, {})",
                self.region,
                self.date,
                self.precision,
                self.source,
                self.batch,
                text(active),
                text(workforce),
                text(self.percent.map(i64::from)),
                text(self.ended_by.map(i64::from)),
            ),
        );
    }
}

/// Papua Selatan and its four kabupaten, with nothing but what stands here.
fn fill(c: &mut Connection) {
    let province = region(c, "93");
    let parts: Vec<i32> =
        regions::parts(c, province.id).unwrap().iter().map(|part| part.id).collect();
    for (id, moment) in [(JULY, "2025-07-10T03:00:00Z"), (LATER, "2025-09-20T20:00:00Z")] {
        execute(
            c,
            &format!(
                "insert into batch (id, kind, title, committed_at) values ({id}, 'import', 'x', \
                 '{moment}')"
            ),
        );
    }
    for (id, published) in [(UNDATED, ""), (AUGUST, "2025-08-15"), (SEPTEMBER, "2025-09")] {
        execute(
            c,
            &format!(
                "insert into source (id, code, publisher, title, published_on, url, authority) \
                 values ({id}, 's{id}', 'Sumber {id}', '', '{published}', '', 4)"
            ),
        );
    }
    let all: Vec<String> = parts.iter().chain([&province.id]).map(ToString::to_string).collect();
    let all = all.join(", ");
    execute(c, &format!("delete from observation where region_id in ({all})"));
    execute(c, &format!("delete from decision where region_id in ({all})"));

    let [merauke, boven, mappi, asmat] = parts[..] else { panic!("{parts:?}") };
    let rows = [
        Row::new(province.id, "2025-07-31", 900, 1_700),
        Row { batch: JULY, ..Row::new(merauke, "2025-05-15", 100, 400) },
        // Corrected later: it came on 10 July all the same.
        Row { batch: JULY, ended_by: Some(LATER), ..Row::new(merauke, "2025-06-30", 101, 400) },
        Row::new(merauke, "2025-06-30", 110, 400),
        Row { source: AUGUST, ..Row::new(merauke, "2025-07-31", 111, 420) },
        Row::new(boven, "2025-07-31", 500, 400),
        Row { batch: PROGRAM, percent: Some(2500), ..Row::new(mappi, "2025-07-31", 100, 400) },
        Row {
            counts: None,
            percent: Some(2050),
            source: AUGUST,
            batch: PROGRAM,
            ..Row::new(mappi, "2025-07-31", 0, 0)
        },
        Row { precision: 2, ..Row::new(asmat, "2024-12-31", 120, 400) },
        Row { source: SEPTEMBER, ..Row::new(asmat, "2025-07-31", 200, 400) },
    ];
    for row in rows {
        row.put(c);
    }
    rollup::rebuild(c).unwrap();
}

fn asked(date: &str) -> Asked {
    Asked { date: Some(day(date)), ..Asked::default() }
}

fn measure() -> Measure {
    Measure { expectation: EXPECTATION, limits: Thresholds::USUAL }
}

fn report(c: &mut Connection, kode: &str, date: &str) -> QualityReport {
    let memory = Memory::default();
    let mut reader = Reader::new(c, &memory).unwrap();
    quality::load(&mut reader, &code(kode), &asked(date), &measure(), |_| Vec::new()).unwrap()
}

fn list(c: &mut Connection, kode: &str, date: &str) -> ListReport {
    let memory = Memory::default();
    let mut reader = Reader::new(c, &memory).unwrap();
    quality::load_list(&mut reader, &code(kode), &asked(date), &measure(), |_| Vec::new()).unwrap()
}

#[test]
fn what_came_when() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                let report = report(c, "93", "2025-08-31");
                let ends: Vec<String> = report.months.iter().map(ToString::to_string).collect();
                assert_eq!(ends, ["2025-05-31", "2025-06-30", "2025-07-31", "2025-08-31"]);
                let came: Vec<(&str, &[Delivery])> = report
                    .parts
                    .iter()
                    .map(|row| (row.region.code.as_str(), row.deliveries.as_slice()))
                    .collect();
                assert_eq!(
                    came,
                    [
                        // 10 July is after 30 June and before 30 July; published on 15 August.
                        ("93.01", &[Late, OnTime, OnTime, NotDue][..]),
                        ("93.02", &[Missing, Missing, Late, NotDue][..]),
                        ("93.03", &[Missing, Missing, OnTime, NotDue][..]),
                        // Some day in September is after 30 August.
                        ("93.04", &[Missing, Missing, Late, NotDue][..]),
                    ],
                    "{}",
                    test.backend
                );
                assert_eq!(report.own.deliveries, [Missing, Missing, Late, NotDue]);
                assert_eq!(report.tally(), Tally { on_time: 3, late: 3, undated: 0, missing: 6 });
                assert_eq!(report.parts[0].last, Some(AsOf::day(day("2025-07-31"))));
                assert_eq!(report.parts[0].next_due, day("2025-09-30"));
                assert_eq!((report.with_figure(), report.stale()), (4, 0));

                // A year earlier there is only a figure that names no more than its year.
                let before = self::report(c, "93", "2025-01-31");
                assert_eq!(before.tally().arrived(), 0);
                assert_eq!(before.parts[3].last, AsOf::year(2024));
                assert_eq!((before.with_figure(), before.stale()), (1, 0));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn what_came_with_the_program_came_at_an_unknown_time() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                execute(c, &format!("update source set published_on = '' where id = {AUGUST}"));
                let report = report(c, "93", "2025-08-31");
                assert_eq!(report.parts[2].deliveries[2], Undated);
                assert_eq!(report.parts[0].deliveries[2], Late, "brought in on 21 September");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn what_the_rules_find_bases_and_sums() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                let report = report(c, "93", "2025-08-31");
                let found: Vec<(&str, Rule, &str)> = report
                    .doubts
                    .iter()
                    .map(|doubt| {
                        let region = report.region_of(doubt.region_id).unwrap();
                        (region.code.as_str(), doubt.breach.rule, doubt.breach.reason.as_str())
                    })
                    .collect();
                assert_eq!(
                    found,
                    [
                        (
                            "93",
                            Rule::R4,
                            "peserta aktif 900, sedangkan jumlah 4 wilayah di bawahnya 911."
                        ),
                        (
                            "93.01",
                            Rule::R8,
                            "pekerja dalam semesta berubah dari 400 (30 Juni 2025) menjadi 420."
                        ),
                        (
                            "93.02",
                            Rule::R2,
                            "peserta aktif 500 lebih besar daripada pekerja dalam semesta 400."
                        ),
                        (
                            "93.03",
                            Rule::R14,
                            "25,00% menurut Sumber 90001, 20,50% menurut Sumber 90002: dua angka \
                             tertukar tempat."
                        ),
                    ],
                    "{}",
                    test.backend
                );
                let [base] = &report.bases[..] else { panic!("{:?}", report.bases) };
                assert_eq!((base.before.1, base.after.1, base.share()), (400, 420, Percent(500)));
                assert_eq!(base.change, BaseChange::Revised);
                assert_eq!(base.sources, (Some(UNDATED), Some(AUGUST)));
                let [sum] = &report.sums[..] else { panic!("{:?}", report.sums) };
                assert_eq!((sum.active(), sum.off), ((900, 911), true));
                assert_eq!(report.disputed, 1, "Mappi");
                let register = statements::disputed(c)?.len();
                assert_eq!(report.register, register);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_base_is_held_against_the_last_figure_that_has_one() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                let merauke = region(c, "93.01").id;
                for date in ["2025-08-10", "2025-08-20", "2025-08-31"] {
                    let percent = Some(2650);
                    Row { counts: None, percent, ..Row::new(merauke, date, 0, 0) }.put(c);
                }
                Row::new(merauke, "2025-09-30", 122, 460).put(c);
                rollup::rebuild(c)?;
                let report = report(c, "93", "2025-09-30");
                let of_merauke = report.doubts.iter().filter(|doubt| doubt.region_id == merauke);
                let found: Vec<&str> =
                    of_merauke.map(|doubt| doubt.breach.reason.as_str()).collect();
                let wanted = "pekerja dalam semesta berubah dari 420 (31 Juli 2025) menjadi 460.";
                assert_eq!(found, [wanted], "{}", test.backend);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn only_the_very_same_doubt_was_accepted() {
    let own = |rule: &str, region: &str, segment: &str, date: &str, reason: &str| Settled {
        rule: rule.to_owned(),
        region: region.to_owned(),
        segment: segment.to_owned(),
        as_of: day(date),
        reason: reason.to_owned(),
    };
    let reason = "peserta aktif 500 lebih besar daripada pekerja dalam semesta 400.";
    let same = own("R2", "93.02", "total", "2025-07-31", reason);
    let others = [
        own("R1", "93.02", "total", "2025-07-31", reason),
        own("R2", "93.01", "total", "2025-07-31", reason),
        own("R2", "93.02", "pu", "2025-07-31", reason),
        own("R2", "93.02", "total", "2025-06-30", reason),
        own("R2", "93.02", "total", "2025-07-31", &format!("1{reason}")),
    ];
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                execute(c, &format!("update batch set note = 'Sesuai surat' where id = {LATER}"));
                for (settled, accepted) in [(vec![same.clone()], 1), (others.to_vec(), 0)] {
                    let memory = Memory::default();
                    let mut reader = Reader::new(c, &memory)?;
                    let (code, asked) = (code("93"), asked("2025-08-31"));
                    let read = |_: &str| settled.clone();
                    let list =
                        quality::load_list(&mut reader, &code, &asked, &measure(), read).unwrap();
                    assert_eq!(list.accepted.len(), accepted, "{}", test.backend);
                    assert_eq!(list.count(), 14 - accepted);
                    let report =
                        quality::load(&mut reader, &code, &asked, &measure(), read).unwrap();
                    assert_eq!(report.accepted, list.accepted);
                    assert_eq!(report.doubts.len(), 4 - accepted);
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn what_is_asked_for() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                let list = list(c, "93", "2025-08-31");
                let told: Vec<(&str, Vec<String>)> = list
                    .regions
                    .iter()
                    .map(|(region, asks)| {
                        let word = |want: &Want| match want {
                            Want::Months(ends) => format!("months {}", ends.len()),
                            Want::Counts(_) => "counts".to_owned(),
                            Want::Segments(names, at) => {
                                format!("segments {} {}", names.len(), at.date)
                            }
                            Want::Check(doubt) => doubt.breach.rule.code().to_owned(),
                            Want::Choice(voices) => format!("choice {}", voices.len()),
                        };
                        let asks = asks.iter().map(|ask| word(&ask.want)).collect();
                        (region.code.as_str(), asks)
                    })
                    .collect();
                let wanted = [
                    ("93", vec!["months 2", "segments 3 2025-07-31", "R4"]),
                    ("93.01", vec!["segments 3 2025-07-31", "R8"]),
                    ("93.02", vec!["months 2", "segments 3 2025-07-31", "R2"]),
                    ("93.03", vec!["months 2", "segments 3 2025-07-31", "R14", "choice 2"]),
                    ("93.04", vec!["months 2", "segments 3 2025-07-31"]),
                ];
                assert_eq!(
                    told,
                    wanted.map(|(code, asks)| {
                        (code, asks.into_iter().map(str::to_owned).collect())
                    })
                );
                assert_eq!(list.count(), 14);
                // A kabupaten alone, and a figure without counts.
                let asmat = self::list(c, "93.04", "2025-01-31");
                assert_eq!(asmat.regions.len(), 1);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_base_that_stands_alone_asks_for_its_participants() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                let (boven, asmat) = (region(c, "93.02").id, region(c, "93.04").id);
                // Older than the figure of Boven Digoel, newest of all in Asmat, and the last one there withdrawn.
                let mut base = |region, date, ended_by| {
                    let insert = format!(
                        "insert into observation (region_id, segment_id, as_of, precision, kind, \
                         source_id, batch_id, workforce, rounded, ended_by) values ({region}, 1, \
                         '{date}', 0, 0, {AUGUST}, {JULY}, 51230, false, {ended_by})"
                    );
                    execute(c, &insert);
                };
                base(boven, "2025-06-15", "null");
                base(asmat, "2025-08-10", "null");
                base(asmat, "2025-08-15", "null");
                base(asmat, "2025-08-20", "3");
                rollup::rebuild(c)?;
                let list = list(c, "93", "2025-08-31");
                let counts = |(region, asks): &(Region, Vec<quality::Ask>)| {
                    let figure = asks.iter().find_map(|ask| match ask.want {
                        Want::Counts(figure) => Some(figure),
                        _ => None,
                    });
                    Some((region.code.as_str().to_owned(), figure?))
                };
                let asked: Vec<_> = list.regions.iter().filter_map(counts).collect();
                let [(code, figure)] = &asked[..] else { panic!("{asked:?}") };
                assert_eq!((code.as_str(), figure.as_of.date), ("93.04", day("2025-08-15")));
                assert_eq!((figure.active, figure.workforce), (None, Some(51_230)));
                assert_eq!(figure.coverage, None);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_decision_ends_the_question() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                let mappi = region(c, "93.03").id;
                execute(
                    c,
                    &format!(
                        "insert into decision (id, region_id, segment_id, as_of, chosen_source_id, \
                         reason, batch_id) values (99999, {mappi}, 1, '2025-07-31', {UNDATED}, 'x', \
                         {LATER})"
                    ),
                );
                rollup::rebuild(c)?;
                let list = list(c, "93.03", "2025-08-31");
                let choice = |ask: &quality::Ask| matches!(ask.want, Want::Choice(_));
                assert!(!list.regions[0].1.iter().any(choice));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_newest_figures_around_a_region_are_those_of_each_segment() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (nation, to) = (region(c, "ID"), day("2025-12-31"));
                let mut around = vec![nation.clone()];
                around.extend(regions::parts(c, nation.id)?);
                around.sort_by_key(|region| region.id);
                let (mut expected, mut stated) = (Vec::new(), Vec::new());
                for region in &around {
                    for segment in segments::all(c)? {
                        let mut rows = figures::of_region(c, region.id, segment.id)?;
                        rows.retain(|row| row.as_of.date <= to && row.figure().is_some());
                        let last = rows.iter().rfind(|row| row.statements > 0);
                        if let Some(day) = last.map(|row| row.as_of.date) {
                            stated.extend(statements::of_key(c, region.id, segment.id, day)?);
                        }
                        let from = rows.len().saturating_sub(2);
                        expected.extend(rows.split_off(from).into_iter().map(|r| (segment.id, r)));
                    }
                }
                expected.sort_by_key(|(segment, row)| (row.region_id, *segment, row.as_of.date));
                assert!(expected.len() > 60);
                assert_eq!(figures::newest_around(c, nation.id, to, 2)?, expected);
                stated.sort_by_key(|s| (s.region_id, s.segment_id, s.source_id));
                let mut found = statements::newest_around(c, nation.id, to)?;
                found.sort_by_key(|s| (s.region_id, s.segment_id, s.source_id));
                assert_eq!(found, stated);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn statements_say_when_they_came() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                fill(c);
                let (merauke, total) = (region(c, "93.01").id, segment(c, "total"));
                let (from, to) = (day("2025-06-01"), day("2025-07-31"));
                let came = statements::came_around(c, merauke, total, from, to)?;
                let one = |date: &str, published: &str, brought: &str| Came {
                    region_id: merauke,
                    as_of: day(date),
                    published_on: published.to_owned(),
                    brought: brought.to_owned(),
                    with_program: false,
                };
                assert_eq!(
                    came,
                    [
                        one("2025-06-30", "", "2025-07-10T03:00:00Z"),
                        one("2025-06-30", "", "2025-09-20T20:00:00Z"),
                        one("2025-07-31", "2025-08-15", "2025-09-20T20:00:00Z"),
                    ]
                );
                let asmat = region(c, "93.04").id;
                let year = (day("2024-01-01"), day("2024-12-31"));
                assert!(statements::came_around(c, asmat, total, year.0, year.1)?.is_empty());
                Ok(())
            })
            .unwrap();
    }
}
