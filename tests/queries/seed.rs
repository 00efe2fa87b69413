//! Filling a database, and a newer release on top of it.

use cakupan::db::seed::{self, Files, Outcome, RELEASE};
use cakupan::db::{self, Connection, Error, figures, state, statements, targets};
use cakupan::domain::Percent;

use crate::testdb::TestDb;
use crate::{count, day, execute, region, segment};

fn shown_at(c: &mut Connection, region_id: i32, segment_id: i32, date: &str) -> figures::Shown {
    let rows = figures::of_region(c, region_id, segment_id).unwrap();
    rows.into_iter().find(|row| row.as_of.date == day(date)).expect(date)
}

/// The files with one text replaced in one of them; the text must stand there.
fn with(edit: impl FnOnce(&mut Files)) -> Files {
    let mut files = Files::embedded();
    edit(&mut files);
    files
}

#[track_caller]
fn replace(text: &mut String, from: &str, to: &str) {
    assert_eq!(text.matches(from).count(), 1, "{from:?} does not stand there once");
    *text = text.replace(from, to);
}

const JAMBI: &str =
    "15,total,active,Jambi,2024-12-02,day,592806,1312370,45.17,,16,34,jambiekspres20241204,,no\n";
const KONAWE: &str =
    "74.02,total,active,Konawe,2025-04-30,day,27636,79388,34.81,51752,,,persadakita20250509,";

#[test]
fn the_release_number_follows_the_files() {
    assert_eq!(
        (RELEASE, Files::embedded().hash().as_str()),
        (2, "adffce40b798ce15e324e3f159fe85d12849c8c3d1ce550b5d70cfdf346c92f0"),
        "a file under data/ has changed: raise seed::RELEASE and write both here"
    );
}

#[test]
fn a_new_database_is_filled_and_a_second_start_changes_nothing() {
    for test in TestDb::both_empty() {
        let first = db::prepare(&test.pool).unwrap();
        assert_eq!(first, Outcome::Filled { batch_id: 1, rows: 497 + 2 + 100 + 215 + 70 });
        let tables = |test: &TestDb| {
            test.pool
                .read(|c| {
                    Ok([
                        "region",
                        "region_version",
                        "region_alias",
                        "bps_code",
                        "segment",
                        "source",
                        "batch",
                        "observation",
                        "decision",
                        "target",
                        "funding",
                        "regulation",
                    ]
                    .map(|table| count(c, table)))
                })
                .unwrap()
        };
        let filled = tables(&test);
        assert_eq!(filled, [553, 579, 276, 552, 22, 372, 1, 497, 2, 100, 215, 70]);
        for _ in 0..2 {
            assert_eq!(db::prepare(&test.pool).unwrap(), Outcome::Unchanged);
            assert_eq!(seed::fill(&test.pool).unwrap(), Outcome::Unchanged);
        }
        assert_eq!(tables(&test), filled);
        assert_eq!(test.pool.read(state::load).unwrap().version, 1);
    }
}

#[test]
fn a_later_start_does_not_even_write() {
    let test = TestDb::sqlite_published();
    let path = test.url.sqlite_path().unwrap();
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(db::prepare(&test.reopen().unwrap()).unwrap(), Outcome::Unchanged);
    assert!(std::fs::read(path).unwrap() == bytes);
}

#[test]
fn two_programs_that_start_at_once_fill_once() {
    for test in TestDb::both_empty() {
        let outcomes = std::thread::scope(|scope| {
            [0, 1]
                .map(|_| scope.spawn(|| db::prepare(&test.reopen().unwrap()).unwrap()))
                .map(|thread| thread.join().unwrap())
        });
        assert_eq!(outcomes.iter().filter(|one| **one == Outcome::Unchanged).count(), 1);
        assert_eq!(test.pool.read(|c| Ok(count(c, "batch"))).unwrap(), 1, "{}", test.backend);
    }
}

#[test]
fn a_newer_release_adds_a_batch_and_keeps_the_old_values() {
    let newer = with(|files| {
        let changed = JAMBI.replace("592806", "592900");
        replace(&mut files.observations, JAMBI, &changed);
        let konawe = files.observations.lines().find(|line| line.starts_with(KONAWE)).unwrap();
        let konawe = format!("{konawe}\n");
        replace(&mut files.observations, &konawe, "");
        files.observations.push_str(
            "94,total,active,Papua Tengah,2026-04,month,,,12.34,,,,persadakita20250509,baru,no\n",
        );
        let second = files.decisions.lines().nth(2).unwrap().to_owned() + "\n";
        replace(&mut files.decisions, &second, "");
        files.targets.push_str("15,Jambi,2026,61,kemendagri,target baru,persadakita20250509,\n");
        replace(&mut files.segments, "Jasa Konstruksi,", "Jasa Konstruksi (baru),");
        files.sources.push_str("barusekali,baru.id,Sumber baru,2026-04-02,,pers\n");
        let regulation = files.regulations.lines().last().unwrap().to_owned() + "\n";
        replace(&mut files.regulations, &regulation, "");
    });
    for test in TestDb::both() {
        let before = test.pool.read(|c| Ok(targets_by_id(c))).unwrap();
        let outcome = seed::fill_from(&test.pool, &newer, RELEASE + 1).unwrap();
        // One changed (ends and comes), one gone, one new; a decision gone; a target new; a
        // regulation gone.
        assert_eq!(outcome, Outcome::Filled { batch_id: 2, rows: 2 + 1 + 1 + 1 + 1 + 1 });
        test.pool
            .read(|c| {
                let (jambi, total) = (region(c, "15"), segment(c, "total"));
                let state = state::load(c)?;
                assert_eq!((state.version, state.newest_total), (2, Some(day("2026-04-30"))));

                let shown = shown_at(c, jambi.id, total, "2024-12-02");
                assert_eq!(shown.own.unwrap().active, Some(592_900), "the new value is shown");
                let live = crate::statements(c, jambi.id);
                assert!(live.iter().any(|s| s.active == Some(592_900) && s.batch_id == 2));
                assert!(live.iter().all(|s| s.active != Some(592_806) || s.workforce.is_none()));
                let old = "observation where active = 592806 and workforce is not null \
                           and batch_id = 1 and ended_by = 2";
                assert_eq!(count(c, old), 1, "the old value is kept");

                let konawe = region(c, "74.02");
                assert!(
                    figures::of_region(c, konawe.id, total)?
                        .iter()
                        .all(|s| { s.as_of.date != day("2025-04-30") || s.statements == 0 })
                );
                assert_eq!(count(c, "observation where workforce = 79388 and ended_by = 2"), 1);
                let tengah = region(c, "94");
                let new = shown_at(c, tengah.id, total, "2026-04-30");
                assert_eq!(new.own.unwrap().coverage, Some(Percent(1234)));

                let october = statements::disputed(c)?
                    .into_iter()
                    .find(|d| d.as_of == day("2025-10-31") && d.segment_id == total)
                    .unwrap();
                assert_eq!(october.reason, None, "the decision has ended");
                let after = targets_by_id(c);
                assert_eq!(after[..before.len()], before, "targets keep their numbers");
                assert_eq!(after.len(), before.len() + 1);
                assert_eq!(db::regulations::all(c)?.len(), 69);
                let segments = db::segments::all(c)?;
                assert_eq!(segments.len(), 22);
                assert!(segments.iter().any(|s| s.name == "Jasa Konstruksi (baru)"));
                assert_eq!(db::sources::all(c)?.len(), 373);
                let counted: i64 = statements::count_by_source(c)?.values().sum();
                assert_eq!(counted, count(c, "observation where ended_by is null"));
                Ok(())
            })
            .unwrap();
        let unchanged = seed::fill_from(&test.pool, &newer, RELEASE + 1).unwrap();
        assert_eq!(unchanged, Outcome::Unchanged);
        assert_eq!(db::prepare(&test.pool).unwrap(), Outcome::Unchanged, "older files stay out");
        // What was gone comes back as a new version.
        let back = seed::fill_from(&test.pool, &Files::embedded(), RELEASE + 2).unwrap();
        assert!(matches!(back, Outcome::Filled { batch_id: 3, .. }));
        test.pool
            .read(|c| {
                assert_eq!(count(c, "observation where ended_by is null"), 497);
                assert_eq!(count(c, "observation where workforce = 79388"), 2);
                assert_eq!(statements::disputed(c)?.len(), 10);
                Ok(())
            })
            .unwrap();
    }
}

fn targets_by_id(c: &mut Connection) -> Vec<(i32, i32, i32)> {
    let mut all: Vec<_> = targets::all(c)
        .unwrap()
        .into_iter()
        .flat_map(|(region_id, of_region)| {
            of_region.into_iter().map(move |t| (t.id, region_id, t.percent.0))
        })
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn what_users_entered_stays_as_it_is() {
    for test in TestDb::both() {
        // A user corrects Jambi, withdraws Konawe, decides April anew and enters a figure that a
        // later release will also hold.
        test.pool
            .write(|c| {
                let (jambi, konawe, nation) =
                    (region(c, "15").id, region(c, "74.02").id, region(c, "ID").id);
                let source = |c: &mut Connection, code: &str| {
                    db::sources::all(c).unwrap().into_iter().find(|s| s.code == code).unwrap().id
                };
                let (ekspres, persada) =
                    (source(c, "jambiekspres20241204"), source(c, "persadakita20250509"));
                let sukabumi = source(c, "beritausukabumi20250516");
                execute(c, "insert into batch (id, kind, title) values (2, 'import', 'x')");
                for (region, source, date) in
                    [(jambi, ekspres, "2024-12-02"), (konawe, persada, "2025-04-30")]
                {
                    let ended = execute(c, &format!(
                        "update observation set ended_by = 2 where region_id = {region} \
                         and source_id = {source} and as_of = '{date}' and segment_id = 1"
                    ));
                    assert_eq!(ended, 1);
                }
                let columns = "insert into observation (region_id, segment_id, as_of, precision, \
                               kind, source_id, batch_id, active, workforce, rounded) values";
                execute(c, &format!(
                    "{columns} ({jambi}, 1, '2024-12-02', 0, 0, {ekspres}, 2, 777, 1000, false)"
                ));
                execute(c, &format!(
                    "{columns} ({jambi}, 1, '2026-04-30', 1, 0, {persada}, 2, 555, 1000, false)"
                ));
                execute(c, "update decision set ended_by = 2 where id = 1");
                execute(c, &format!(
                    "insert into decision (id, region_id, segment_id, as_of, chosen_source_id, \
                     reason, batch_id) values (50, {nation}, 1, '2025-04-30', {sukabumi}, 'saya', 2)"
                ));
                execute(c, &format!(
                    "insert into target (id, region_id, year, percent, basis, basis_text, \
                     source_id, note, batch_id) values (500, {jambi}, 2030, 7000, 'daerah', '', \
                     {persada}, '', 2)"
                ));
                db::rollup::rebuild(c)
            })
            .unwrap();
        let newer = with(|files| {
            replace(&mut files.observations, JAMBI, &JAMBI.replace("592806", "592900"));
            files.observations.push_str(
                "15,total,active,Jambi,2026-04,month,444,1000,44.4,,,,persadakita20250509,,no\n",
            );
        });
        seed::fill_from(&test.pool, &newer, RELEASE + 1).unwrap();
        test.pool
            .read(|c| {
                let (jambi, konawe, total) =
                    (region(c, "15"), region(c, "74.02"), segment(c, "total"));
                let shown = figures::of_region(c, jambi.id, total)?;
                let live = statements::of_key(c, jambi.id, total, day("2024-12-02"))?;
                assert!(live.iter().any(|s| s.active == Some(777) && s.batch_id == 2));
                assert!(live.iter().all(|s| s.active != Some(592_900)));
                let april = shown.iter().find(|s| s.as_of.date == day("2026-04-30")).unwrap();
                assert_eq!(april.own.unwrap().active, Some(555));
                assert_eq!(april.statements, 1);
                let withdrawn = statements::of_key(c, konawe.id, total, day("2025-04-30"))?;
                assert!(withdrawn.is_empty(), "what a user withdrew does not come back");
                let dispute = statements::disputed(c)?
                    .into_iter()
                    .find(|d| d.as_of == day("2025-04-30") && d.region_id == region(c, "ID").id)
                    .unwrap();
                assert_eq!(dispute.reason.as_deref(), Some("saya"));
                assert!(targets::of_region(c, jambi.id)?.iter().any(|t| t.id == 500));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn corrected_names_of_regions_are_taken_over() {
    let newer = with(|files| {
        replace(&mut files.regions, "Kota Jambi,15,11,68,0", "Kota Jambi Baru,15,12,70,0");
    });
    for test in TestDb::both() {
        seed::fill_from(&test.pool, &newer, RELEASE + 1).unwrap();
        let city = test.pool.read(|c| Ok(region(c, "15.71"))).unwrap();
        assert_eq!(city.full_name, "Kota Jambi Baru");
        assert_eq!((city.below.kelurahan, city.below.desa), (Some(70), Some(0)));
    }
}

#[test]
fn a_bad_file_is_refused_with_its_place_and_leaves_nothing() {
    type Edit = fn(&mut Files);
    let cases: [(Edit, &str); 14] = [
        (
            |f| replace(&mut f.regions, "96.71,", "96.99.01,"),
            "column level: \"regency\" does not fit",
        ),
        (
            |f| {
                let last = f.regions.lines().last().unwrap().to_owned() + "\n";
                replace(&mut f.regions, &last, "");
            },
            "provinces and regencies are not 38 + 514",
        ),
        (
            |f| f.regions = f.regions.replace("15.71,", "15.72,"),
            "column code: \"15.72\" stands twice",
        ),
        (|f| f.region_aliases.push_str("X,99,short\n"), "is not a region of regions.csv"),
        (|f| f.region_history.push_str("11,renamed,2022-07-25,91,,X,UU\n"), "column event"),
        (|f| f.bps_codes.push_str("11.99,1199\n"), "column code: \"11.99\""),
        (
            |f| f.segments.push_str("a,b,c,nik,nichts\n"),
            "column parent: \"nichts\" is not a segment",
        ),
        (|f| f.sources.push_str("x,y,z,2025-13,,pers\n"), "column published: \"2025-13\""),
        (
            |f| {
                f.observations
                    .push_str("15,total,active,J,2025-02-30,day,,,1,,,,persadakita20250509,,no\n");
            },
            "published/observations.csv, row 499, column as_of: \"2025-02-30\" is not a date",
        ),
        (
            |f| {
                f.observations
                    .push_str("15,total,active,J,2025,year,,,1.234,,,,persadakita20250509,,no\n");
            },
            "column coverage_pct: \"1.234\" is not a percent",
        ),
        (
            |f| {
                f.observations
                    .push_str("15,nichts,active,J,2025,year,,,1,,,,persadakita20250509,,no\n");
            },
            "column segment: \"nichts\" is not in segments.csv",
        ),
        (
            |f| f.observations.push_str(JAMBI),
            "has two statements on the same region, segment and date",
        ),
        (
            |f| f.targets.push_str("15,J,2026,61,menteri,x,persadakita20250509,\n"),
            "column basis_code",
        ),
        (|f| f.funding = f.funding.replace("cases", "case"), "is not the header"),
    ];
    for test in TestDb::both_migrated() {
        for (edit, message) in cases {
            let error = seed::fill_from(&test.pool, &with(edit), RELEASE).unwrap_err();
            assert!(matches!(error, Error::Data(_)), "{error:?}");
            assert!(error.to_string().contains(message), "{error} lacks {message}");
            assert!(!error.is_unavailable());
        }
        test.pool
            .read(|c| {
                for table in ["region", "segment", "source", "batch", "observation", "shown"] {
                    assert_eq!(count(c, table), 0, "{}: {table}", test.backend);
                }
                assert_eq!(state::load(c)?.version, 0);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn another_history_of_regions_needs_a_migration() {
    type Edit = fn(&mut Files);
    fn recoded(files: &mut Files) {
        replace(&mut files.regions, "96.71,", "96.72,");
        replace(&mut files.region_history, "96.71,", "96.72,");
        replace(&mut files.bps_codes, "96.71,", "96.72,");
        files.region_aliases = files.region_aliases.replace(",96.71,", ",96.72,");
        files.observations = files.observations.replace("\n96.71,", "\n96.72,");
    }
    let cases: [(Edit, &[&str]); 8] = [
        (recoded, &["regions.csv, row", "column code: \"96.72\" is not in this database"]),
        (
            |f| replace(&mut f.regions, "15.71,regency,kota,", "15.71,regency,kabupaten,"),
            &["column type: \"kabupaten\"", "15.71", "\"kota\""],
        ),
        (
            |f| replace(&mut f.regions, "Kota Jambi,15,", "Kota Jambi,14,"),
            &["column parent_code: \"14\"", "15.71", "\"15\""],
        ),
        (
            |f| {
                replace(
                    &mut f.region_history,
                    "93,province_created,2022-07-25",
                    "93,province_created,2022-07-26",
                );
            },
            &["region_history.csv, row 2, column effective: \"2022-07-26\"", "93", "2022-07-25"],
        ),
        (
            |f| {
                replace(
                    &mut f.region_history,
                    "93,province_created,2022-07-25,91",
                    "93,province_created,2022-07-25,92",
                );
            },
            &["column old_parent_code: \"92\"", "93", "\"91\""],
        ),
        (
            |f| f.region_history = f.region_history.replace(",91.01,", ",91.99,"),
            &["column old_code: \"91.99\"", "93.01", "\"91.01\""],
        ),
        (
            |f| {
                let row = f.region_history.lines().nth(1).unwrap().to_owned() + "\n";
                replace(&mut f.region_history, &row, "");
            },
            &["region_history.csv: \"93\" has an event in this database, and none"],
        ),
        (
            |f| f.region_history.push_str("15.71,recoded,2020-01-01,14,14.99,Jambi,UU 1\n"),
            &["column code: \"15.71\" has other events in this database"],
        ),
    ];
    for test in TestDb::both() {
        let kept = |c: &mut Connection| {
            Ok([
                "region",
                "region_version",
                "region_succession",
                "region_alias where alias <> 'Uji'",
                "batch",
                "observation",
            ]
            .map(|table| count(c, table)))
        };
        let before = test.pool.read(kept).unwrap();
        for (edit, says) in cases {
            let changed = with(|files| {
                edit(files);
                // What would be applied by itself, and must not be now.
                files.region_aliases.push_str("Uji,15,short\n");
                files.regions = files.regions.replace(",Aceh,Provinsi Aceh,", ",Aceh,Aceh Uji,");
            });
            let error = seed::fill_from(&test.pool, &changed, RELEASE + 1).unwrap_err();
            assert!(matches!(error, Error::Data(_)), "{error:?}");
            for part in says {
                assert!(error.to_string().contains(part), "{error} lacks {part}");
            }
            assert!(error.to_string().contains("needs a migration"), "{error}");
            assert_eq!(test.pool.read(kept).unwrap(), before, "{}: {error}", test.backend);
            assert_eq!(
                test.pool.read(|c| Ok(count(c, "region_alias where alias = 'Uji'"))).unwrap(),
                0
            );
            let aceh = test.pool.read(|c| Ok(region(c, "11"))).unwrap();
            assert_eq!(aceh.full_name, "Provinsi Aceh");
        }
    }
}

#[test]
fn a_region_that_is_gone_from_the_list_needs_a_migration() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                execute(c, "insert into region (id) values (5000)");
                let jambi = region(c, "15").id;
                execute(c, &format!(
                    "insert into region_version (id, region_id, code, name, full_name, folded_name, \
                     kind, level, parent_id) values (5000, 5000, '15.99', 'X', 'X', 'x', 'kota', 2, \
                     {jambi})"
                ));
                Ok(())
            })
            .unwrap();
        let newer = with(|files| {
            files.regions = files.regions.replace(",Aceh,Provinsi Aceh,", ",Aceh,Aceh Uji,");
        });
        let error = seed::fill_from(&test.pool, &newer, RELEASE + 1).unwrap_err();
        let says = "regions.csv: \"15.99\" is in this database, and gone from the file";
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(test.pool.read(|c| Ok(region(c, "11").full_name)).unwrap(), "Provinsi Aceh");
    }
}

#[test]
fn regions_below_the_list_and_corrected_legal_texts_are_no_change_of_history() {
    let newer = with(|files| {
        files.region_history = files.region_history.replace("UU 14/2022", "UU 14 Tahun 2022");
    });
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                execute(c, "insert into region (id) values (5000)");
                let jambi = region(c, "15.71").id;
                execute(c, &format!(
                    "insert into region_version (id, region_id, code, name, full_name, folded_name, \
                     kind, level, parent_id) values (5000, 5000, '15.71.99', 'X', 'X', 'x', \
                     'kecamatan', 3, {jambi})"
                ));
                Ok(())
            })
            .unwrap();
        seed::fill_from(&test.pool, &newer, RELEASE + 1).unwrap();
        test.pool
            .read(|c| {
                let old = "where legal_basis = 'UU 14/2022'";
                let new = "where legal_basis = 'UU 14 Tahun 2022'";
                for table in ["region_version", "region_succession"] {
                    assert_eq!(count(c, &format!("{table} {old}")), 0);
                    assert!(count(c, &format!("{table} {new}")) > 0, "{table}");
                }
                Ok(())
            })
            .unwrap();
    }
}
