//! The data as they were known at a past version.

use std::fmt::Write as _;

use cakupan::db::intake::{self, Origin};
use cakupan::db::statements::{self, Statement};
use cakupan::db::{
    Connection, Error, contents, decisions, figures, funding, lists, regulations, segments,
    sources, state, targets, versions, withdrawals,
};
use cakupan::domain::{AsOf, Kind, Level, List, Percent, Record};
use diesel::RunQueryDsl as _;

use crate::testdb::TestDb;
use crate::{count, day, execute, region};

/// Everything that pages read, as text.
fn everything(c: &mut Connection) -> String {
    let mut all = String::new();
    let state = state::load(c).unwrap();
    let _ = writeln!(all, "{} {:?}", state.version, state.newest_total);
    for segment in segments::all(c).unwrap() {
        for level in [Level::Nation, Level::Province, Level::Regency] {
            let rows = figures::of_level(c, level, segment.id, None, day("2199-12-31")).unwrap();
            let _ = writeln!(all, "{rows:#?}");
        }
    }
    for code in ["ID", "15", "15.01", "74.02", "93"] {
        let id = region(c, code).id;
        for segment in [1, 2, 3] {
            let rows = statements::of_segment(c, id, segment).unwrap();
            let _ = writeln!(all, "{rows:#?}");
        }
        let to = day("2199-12-31");
        let newest = figures::newest_around(c, id, to, 3).unwrap();
        let stated = statements::newest_around(c, id, to).unwrap();
        let came = statements::came_around(c, id, 1, day("2024-01-01"), to).unwrap();
        let _ = writeln!(all, "{newest:#?} {stated:#?} {came:#?}");
    }
    let register = statements::count_disputed(c).unwrap();
    let _ = writeln!(all, "{register}");
    let mut targets: Vec<_> = targets::all(c).unwrap().into_iter().collect();
    targets.sort_by_key(|(id, _)| *id);
    let counts = targets::counts(c).unwrap();
    let funding = funding::all(c).unwrap();
    let regulations = regulations::all(c).unwrap();
    let disputed = statements::disputed(c).unwrap();
    let mut by_source: Vec<_> = statements::count_by_source(c).unwrap().into_iter().collect();
    by_source.sort_unstable();
    let _ = writeln!(
        all,
        "{targets:#?} {counts:#?} {funding:#?} {regulations:#?} {disputed:#?} {by_source:?}"
    );
    all
}

fn statement(c: &mut Connection, kode: &str, date: &str, active: i64, source: usize) -> Statement {
    Statement {
        region_id: region(c, kode).id,
        segment_id: 1,
        kind: Kind::Active,
        as_of: Some(AsOf::day(day(date))),
        active: Some(active),
        workforce: Some(200_000),
        published: None,
        uncovered: None,
        rounded: false,
        rank: None,
        rank_of: None,
        source_id: sources::all(c).unwrap()[source].id,
        note: String::new(),
        batch_id: 0,
    }
}

/// Brings statements in, in place of those of today with the same key.
fn bring(c: &mut Connection, mut new: Vec<Statement>) {
    new.sort_by_key(|s| (s.region_id, s.segment_id, s.as_of));
    let mut ended = Vec::new();
    for statement in &new {
        let known = statements::of_segment(c, statement.region_id, 1).unwrap();
        let same =
            |old: &&Statement| old.as_of == statement.as_of && old.source_id == statement.source_id;
        ended.extend(known.iter().filter(same).map(Statement::key));
    }
    let new: Vec<&Statement> = new.iter().collect();
    intake::write(c, &Origin::default(), &new, &ended).unwrap();
}

#[test]
fn every_version_reads_as_it_did_when_it_was_the_newest() {
    for test in TestDb::both() {
        let mut then = vec![test.pool.read(|c| Ok(everything(c))).unwrap()];
        let steps: [fn(&mut Connection) -> Vec<Statement>; 5] = [
            |c| vec![statement(c, "15.01", "2026-09-30", 1_000, 0)],
            |c| {
                let mut parts = Vec::new();
                for part in ["93.01", "93.02", "93.03", "93.04"] {
                    parts.push(statement(c, part, "2026-09-30", 4_000, 1));
                }
                parts
            },
            // A correction, and another source that contradicts.
            |c| {
                vec![
                    statement(c, "15.01", "2026-09-30", 2_000, 0),
                    statement(c, "93.01", "2026-09-30", 9_000, 2),
                ]
            },
            |c| vec![statement(c, "15", "2024-12-02", 600_000, 3)],
            |c| vec![statement(c, "15.01", "2026-09-30", 3_000, 0)],
        ];
        for step in steps {
            let seen = test
                .pool
                .write(|c| {
                    let new = step(c);
                    bring(c, new);
                    Ok(everything(c))
                })
                .unwrap();
            then.push(seen);
        }
        let differ = then.windows(2).all(|pair| pair[0] != pair[1]);
        assert!(differ, "each step changes something");
        for (version, then) in (1..).zip(&then) {
            let again = test.pool.read_at(version, |c| Ok(everything(c))).unwrap();
            if again != *then {
                let line = again.lines().zip(then.lines()).position(|(a, b)| a != b).unwrap();
                let near = |t: &str| {
                    t.lines().skip(line.saturating_sub(9)).take(24).collect::<Vec<_>>().join("\n")
                };
                panic!(
                    "{} version {version}: {}\n---- then\n{}",
                    test.backend,
                    near(&again),
                    near(then)
                );
            }
        }
        let newest = test.pool.read(|c| Ok(everything(c))).unwrap();
        assert!(newest == then[5], "{}: the connection reads today again", test.backend);
    }
}

#[test]
fn what_editors_decided_since_is_not_known_then() {
    for test in TestDb::both() {
        let before = test.pool.read(|c| Ok(everything(c))).unwrap();
        test.pool
            .write(|c| {
                execute(c, "insert into batch (id, kind, title) values (2, 'manual', 'x')");
                execute(c, "update decision set ended_by = 2");
                execute(c, "update target set ended_by = 2 where id <= 3");
                execute(c, "update regulation set ended_by = 2 where id <= 3");
                execute(c, "update funding set ended_by = 2 where id <= 3");
                cakupan::db::rollup::rebuild(c)?;
                execute(c, "update data_state set version = 2, stamp = 7");
                Ok(())
            })
            .unwrap();
        let after = test.pool.read(|c| Ok(everything(c))).unwrap();
        assert!(before != after);
        let again = test.pool.read_at(1, |c| Ok(everything(c))).unwrap();
        assert!(again == before, "{}", test.backend);
    }
}

#[test]
fn versions_are_listed_and_others_are_refused() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let all = versions::all(c)?;
                assert_eq!((all.len(), all[0].id, all[0].kind.as_str()), (1, 1, "release"));
                assert_eq!(versions::one(c, 1)?.unwrap(), all[0]);
                assert_eq!(versions::one(c, 2)?, None);
                Ok(())
            })
            .unwrap();
        for asked in [0, 2, -1] {
            let error = test.pool.read_at(asked, |_| Ok(())).unwrap_err();
            let asked = i64::from(asked);
            assert!(
                matches!(error, Error::NoSuchVersion { asked: a, last: 1 } if a == asked),
                "{error}"
            );
        }
    }
}

#[test]
fn a_failure_in_the_past_leaves_the_connection_in_the_present() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let new = vec![statement(c, "15.01", "2026-09-30", 1_000, 0)];
                bring(c, new);
                Ok(())
            })
            .unwrap();
        let now = test.pool.read(|c| Ok(everything(c))).unwrap();
        for _ in 0..6 {
            let failed = test.pool.read_at(1, |c| {
                everything(c);
                Err::<(), _>(Error::NotEmpty)
            });
            assert!(failed.is_err());
            assert_eq!(test.pool.read(|c| Ok(everything(c))).unwrap(), now, "{}", test.backend);
        }
    }
}

#[test]
fn percent_of_a_past_version_is_computed_by_the_same_rule() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let new = vec![statement(c, "15", "2024-12-02", 600_000, 3)];
                bring(c, new);
                Ok(())
            })
            .unwrap();
        let jambi = |c: &mut Connection| {
            let id = region(c, "15").id;
            let shown = figures::of_region(c, id, 1)?;
            let row = shown.into_iter().find(|s| s.as_of.date == day("2024-12-02")).unwrap();
            Ok((row.statements, row.figure().unwrap().coverage))
        };
        let (before, percent) = test.pool.read_at(1, jambi).unwrap();
        assert_eq!(percent, Some(Percent(4517)));
        let (after, _) = test.pool.read(jambi).unwrap();
        assert_eq!(after, before + 1, "{}", test.backend);
    }
}

/// The shown count of Kerinci on 30 September 2026.
fn kerinci(c: &mut Connection) -> Option<i64> {
    let id = region(c, "15.01").id;
    let shown = figures::of_region(c, id, 1).unwrap();
    shown.into_iter().find(|s| s.as_of.date == day("2026-09-30")).and_then(|s| s.own?.active)
}

#[test]
fn a_version_lists_what_it_changed() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let first = vec![
                    statement(c, "15.01", "2026-09-30", 1_000, 0),
                    statement(c, "15.02", "2026-09-30", 2_000, 0),
                ];
                bring(c, first);
                let second = vec![
                    statement(c, "15.01", "2026-09-30", 1_500, 0),
                    statement(c, "15.03", "2026-09-30", 3_000, 0),
                ];
                bring(c, second);
                let counts = contents::count(c, 3)?.counts;
                assert_eq!((counts.new, counts.changed, counts.withdrawn), (1, 1, 0));
                let changes = versions::changes(c, 3, 10, 0)?;
                let told: Vec<_> = changes
                    .iter()
                    .map(|change| {
                        (change.old.as_ref().and_then(|old| old.active), change.new.active)
                    })
                    .collect();
                assert_eq!(told, [(Some(1_000), Some(1_500)), (None, Some(3_000))]);
                assert_eq!(versions::changes(c, 3, 10, 1)?, changes[1..]);
                assert_eq!(versions::changes(c, 3, 1, 0)?, changes[..1]);
                assert!(versions::withdrawn(c, 3, 10)?.is_empty());
                let first = contents::count(c, 1)?.counts;
                assert!(first.new > 400 && first.decisions > 0, "{first:?}");
                assert!(lists::touched(c, List::Targets, 1)?.len() > 50);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_withdrawn_batch_leaves_what_was_there_before() {
    for test in TestDb::both() {
        let origin = Origin { title: "Penarikan", note: "salah berkas", ..Origin::default() };
        test.pool
            .write(|c| {
                let first = vec![statement(c, "15.01", "2026-09-30", 1_000, 0)];
                bring(c, first);
                let second = vec![
                    statement(c, "15.01", "2026-09-30", 1_500, 0),
                    statement(c, "15.03", "2026-09-30", 3_000, 0),
                ];
                bring(c, second);
                assert_eq!(kerinci(c), Some(1_500));
                assert_eq!(withdrawals::withdraw(c, 3, &origin)?, Some(4));
                assert_eq!(kerinci(c), Some(1_000));
                let counts = contents::count(c, 4)?.counts;
                assert_eq!((counts.new, counts.changed, counts.withdrawn), (0, 1, 1));
                let gone = versions::withdrawn(c, 4, 10)?;
                assert_eq!((gone.len(), gone[0].active), (1, Some(3_000)));
                assert_eq!(withdrawals::withdraw(c, 3, &origin)?, None, "nothing of it stands");

                // What a later batch says about the same stays.
                let third = vec![statement(c, "15.01", "2026-09-30", 1_700, 0)];
                bring(c, third);
                assert_eq!(withdrawals::withdraw(c, 2, &origin)?, None);
                assert_eq!(withdrawals::withdraw(c, 4, &origin)?, Some(6), "the withdrawal itself");
                assert_eq!(kerinci(c), Some(1_700));
                Ok(())
            })
            .unwrap();
        assert_eq!(cakupan::db::audit::problems(&test.pool).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn what_holds_again_can_be_taken_back_too() {
    for test in TestDb::both() {
        let origin = Origin { title: "Penarikan", note: "salah berkas", ..Origin::default() };
        test.pool
            .write(|c| {
                for active in [4_000, 5_000, 6_000] {
                    let rows = vec![statement(c, "15.01", "2026-09-30", active, 0)];
                    bring(c, rows);
                }
                let mut holds = Vec::new();
                for batch in [4, 3, 2] {
                    let ahead = withdrawals::withdrawal(c, batch)?;
                    let back = i64::from(batch > 2);
                    assert_eq!((ahead.ended, ahead.back, ahead.left), (1, back, 0), "{batch}");
                    assert!(withdrawals::withdraw(c, batch, &origin)?.is_some(), "{batch}");
                    holds.push(kerinci(c));
                }
                assert_eq!(holds, [Some(5_000), Some(4_000), None]);
                Ok(())
            })
            .unwrap();
        assert_eq!(cakupan::db::audit::problems(&test.pool).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_withdrawal_brings_nothing_back_that_a_later_batch_ended() {
    for test in TestDb::both() {
        let origin = Origin { title: "Penarikan", note: "salah", ..Origin::default() };
        test.pool
            .write(|c| {
                for active in [1_000, 1_500] {
                    let rows = vec![statement(c, "15.01", "2026-09-30", active, 0)];
                    bring(c, rows);
                }
                let id = region(c, "15.01").id;
                let mut own = statements::of_segment(c, id, 1)?;
                own.retain(|statement| statement.batch_id == 3);
                assert_eq!(own.len(), 1);
                intake::write(c, &Origin::default(), &[], &[own[0].key()])?;
                assert_eq!(kerinci(c), None);
                assert!(withdrawals::withdrawal(c, 3)?.is_empty());
                assert_eq!(withdrawals::withdraw(c, 3, &origin)?, None, "{}", test.backend);
                assert_eq!(kerinci(c), None);
                Ok(())
            })
            .unwrap();
    }
}

/// What `/revisi/{id}` tells, as text.
fn told(c: &mut Connection, id: i32) -> String {
    let contents = contents::count(c, id).unwrap();
    assert_eq!(versions::one(c, id).unwrap().unwrap().contents, contents, "as it was kept");
    let changes = versions::changes(c, id, 1_000, 0).unwrap();
    let withdrawn = versions::withdrawn(c, id, 1_000).unwrap();
    let decided = decisions::of_batch(c, id, 1_000).unwrap();
    let mut all = format!("{contents:#?} {changes:#?} {withdrawn:#?} {decided:#?}");
    for list in List::ALL {
        let touched = lists::touched(c, list, id).unwrap();
        let _ = writeln!(all, "{list:?} {touched:#?}");
    }
    all
}

/// Changes the first row of a list; the number of that batch.
fn correct(c: &mut Connection, list: List) -> i32 {
    let today = lists::today(c, list).unwrap().remove(0);
    let mut record = today.record;
    let text = match &mut record {
        Record::Target(own) => &mut own.note,
        Record::Funding(own) => &mut own.note,
        Record::Regulation(own) => &mut own.meaning,
        Record::Region(own) => &mut own.legal_basis,
        Record::Source(own) => &mut own.title,
    };
    "diperbaiki".clone_into(text);
    let changes =
        lists::Changes { changed: vec![(today.id, &record)], ..lists::Changes::default() };
    lists::write(c, &Origin::default(), list, &changes).unwrap()
}

#[test]
fn what_a_version_brought_is_told_alike_from_every_later_one() {
    for test in TestDb::both() {
        let origin = Origin { title: "Penarikan", note: "salah", ..Origin::default() };
        let last = test
            .pool
            .write(|c| {
                let first = vec![
                    statement(c, "15.01", "2026-09-30", 1_000, 0),
                    statement(c, "15.02", "2026-09-30", 2_000, 0),
                ];
                bring(c, first);
                let second = vec![
                    statement(c, "15.01", "2026-09-30", 1_500, 0),
                    statement(c, "15.03", "2026-09-30", 3_000, 0),
                ];
                bring(c, second);
                assert_eq!(withdrawals::withdraw(c, 3, &origin)?, Some(4));
                for (list, id) in List::ALL.into_iter().zip((5..).step_by(2)) {
                    assert_eq!(correct(c, list), id);
                    assert_eq!(withdrawals::withdraw(c, id, &origin)?, Some(id + 1), "{list:?}");
                }
                Ok(14)
            })
            .unwrap();
        let now: Vec<String> =
            test.pool.read(|c| Ok((1..=last).map(|id| told(c, id)).collect())).unwrap();
        for at in 1..last {
            let then: Vec<String> =
                test.pool.read_at(at, |c| Ok((1..=at).map(|id| told(c, id)).collect())).unwrap();
            for (id, (then, now)) in (1..).zip(then.iter().zip(&now)) {
                let differ = then.lines().zip(now.lines()).find(|(then, now)| then != now);
                assert!(then == now, "{} version {id} at {at}: {differ:?}", test.backend);
            }
        }
    }
}

#[test]
fn what_an_attempt_writes_refers_to_what_there_is() {
    for test in TestDb::both() {
        let name = test.backend;
        let target = "insert into target (id, region_id, year, basis, basis_text, source_id, note, \
                      batch_id) values (987654, 777, 2026, 'lain', '', 10001, '', 1)";
        let lost = || {
            let by_target = test.pool.attempt_bulk(|c| {
                diesel::sql_query(target).execute(c)?;
                Ok(((), true))
            });
            let by_observation = test.pool.attempt_bulk(|c| {
                let known = statement(c, "15", "2025-05-05", 7, 0);
                let new = Statement { region_id: 777, ..known };
                intake::write(c, &Origin::default(), &[&new], &[])?;
                Ok(((), true))
            });
            [by_target, by_observation]
        };
        for written in lost() {
            assert!(written.is_err(), "{name}");
        }
        // Whatever became of an attempt, the connection looks at each row again.
        let looks = |after: &str| {
            let each = test.pool.write(|c| Ok(diesel::sql_query(target).execute(c)?)).unwrap_err();
            let says = each.to_string().to_lowercase();
            assert!(says.contains("foreign key"), "{name}, {after}: {says}");
        };
        looks("refused");
        test.pool.attempt_bulk(|_| Ok(((), true))).unwrap();
        looks("kept");
        test.pool.attempt_bulk(|_| Ok(((), false))).unwrap();
        looks("not kept");
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            test.pool.attempt_bulk(|_| -> Result<((), bool), Error> { panic!("as intended") })
        }));
        assert!(broken.is_err(), "{name}");
        looks("broken off");
        let kept = test.pool.read(|c| {
            Ok((
                count(c, "target where region_id = 777"),
                count(c, "observation where region_id = 777"),
            ))
        });
        assert_eq!(kept.unwrap(), (0, 0), "{name}");
    }
}
