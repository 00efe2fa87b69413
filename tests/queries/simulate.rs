//! The simulation.

use cakupan::db::seed::Outcome;
use cakupan::db::simulate::{Options, Summary, simulate};
use cakupan::db::{self, Connection, Error, figures, regions, state, statements, targets};
use cakupan::domain::{Level, Percent};
use chrono::{Datelike, NaiveDate};
use diesel::RunQueryDsl;

use crate::testdb::TestDb;
use crate::{count, day, region, segment};

const LAST: NaiveDate = NaiveDate::from_ymd_opt(2025, 10, 31).unwrap();

fn options(months: u32, levels: &[Level], seed: u64) -> Options {
    Options { months, levels: levels.to_vec(), seed }
}

fn run(test: &TestDb, options: &Options) -> Summary {
    let mut last = 0;
    let summary = simulate(&test.pool, options, |rows| {
        assert!(rows >= last);
        last = rows;
    })
    .unwrap();
    assert_eq!(last, summary.statements);
    summary
}

/// All rows of a table as text, in order.
fn rows(c: &mut Connection, columns: &str, table: &str) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        line: String,
    }
    let text: Vec<String> =
        columns.split(' ').map(|column| format!("coalesce(cast({column} as text), '-')")).collect();
    let query = format!(
        "select {} as line from {table} order by {}",
        text.join(" || ' ' || "),
        columns.replace(' ', ", ")
    );
    diesel::sql_query(query).load::<Line>(c).unwrap().into_iter().map(|row| row.line).collect()
}

const OBSERVATION: &str = "region_id segment_id as_of precision source_id active workforce \
                           published_pct kind batch_id";
const SHOWN: &str = "segment_id region_id as_of precision active workforce published_pct \
                     statements source_id parts_reported parts_counted parts_active parts_workforce";

#[test]
fn the_same_seed_gives_the_same_data_on_both_backends() {
    let wanted = options(14, &[Level::Province, Level::Regency], 1);
    let mut seen = Vec::new();
    for test in TestDb::both_migrated() {
        let summary = run(&test, &wanted);
        assert_eq!(summary.regions, 553);
        assert_eq!((summary.from, summary.to), (day("2024-09-30"), LAST));
        test.pool
            .read(|c| {
                assert_eq!(usize::try_from(count(c, "observation")).unwrap(), summary.statements);
                seen.push((
                    summary,
                    rows(c, OBSERVATION, "observation"),
                    rows(c, SHOWN, "shown"),
                    rows(c, "id region_id year percent", "target"),
                ));
                Ok(())
            })
            .unwrap();
    }
    assert!(seen[0] == seen[1], "SQLite and Postgres differ");
    let [other, again] = TestDb::both_migrated();
    run(&other, &options(14, &[Level::Province, Level::Regency], 2));
    run(&again, &wanted);
    let of = |test: &TestDb| test.pool.read(|c| Ok(rows(c, OBSERVATION, "observation"))).unwrap();
    assert!(of(&again) == seen[0].1, "the same seed differs");
    assert!(of(&other) != seen[0].1, "another seed gives the same");
}

#[test]
fn leaving_out_a_level_changes_no_other_region() {
    let [one, two] = TestDb::both_migrated();
    run(&one, &options(3, &[Level::Province], 5));
    run(&two, &options(3, &[Level::Province, Level::Regency], 5));
    let of = |test: &TestDb| {
        test.pool
            .read(|c| {
                let from = "(select o.* from observation o join region_version v \
                            on v.region_id = o.region_id where v.level < 2) o";
                Ok(rows(c, OBSERVATION, from))
            })
            .unwrap()
    };
    assert!(of(&one).len() > 500);
    assert!(of(&one) == of(&two));
}

#[test]
fn it_behaves_like_the_real_thing() {
    for test in TestDb::both_migrated() {
        run(&test, &options(60, &[Level::Province, Level::Regency], 1));
        test.pool
            .read(|c| {
                let (total, jakon) = (segment(c, "total"), segment(c, "jakon"));
                let state = state::load(c)?;
                assert!(state.simulated);
                assert_eq!((state.version, state.newest_total), (1, Some(LAST)));

                let nation = region(c, "ID");
                let series = figures::of_region(c, nation.id, total)?;
                assert_eq!(series.len(), 60);
                let coverage = |date: &str| {
                    let row = series.iter().find(|s| s.as_of.date == day(date)).unwrap();
                    row.figure().unwrap().coverage.unwrap()
                };
                for year in 2022..=2025 {
                    let (december, january) =
                        (format!("{}-12-31", year - 1), format!("{year}-01-31"));
                    assert!(coverage(&january) < coverage(&december), "{year}: no fall in January");
                    assert!(coverage(&format!("{year}-10-31")) > coverage(&january));
                }
                assert!(coverage("2025-10-31") > coverage("2021-10-31"), "it grows over the years");
                assert!((Percent(1_000)..Percent(9_000)).contains(&coverage("2025-10-31")));

                let mut above = 0;
                for province in regions::of_level(c, Level::Province)? {
                    let parts = figures::of_parts(c, province.id, jakon)?;
                    above += parts
                        .iter()
                        .filter(|s| s.as_of.date == LAST)
                        .filter(|s| s.figure().unwrap().coverage > Some(Percent(10_000)))
                        .count();
                }
                assert!(above > 20, "construction exceeds 100% in some");

                let silent = region(c, "81");
                assert!(figures::of_region(c, silent.id, total)?.is_empty());
                let provinces: std::collections::HashSet<i32> =
                    figures::of_parts(c, nation.id, total)?
                        .iter()
                        .map(|row| row.region_id)
                        .collect();
                assert_eq!(provinces.len(), 37);

                let selatan = region(c, "93");
                let own = figures::of_region(c, selatan.id, total)?
                    .into_iter()
                    .filter(|s| s.own.is_some())
                    .map(|s| s.as_of.date)
                    .collect::<Vec<_>>();
                assert!(own[0] >= day("2022-07-31"), "not before its creation: {}", own[0]);
                let merauke = region(c, "93.01");
                let first = figures::of_region(c, merauke.id, total)?[0].as_of.date;
                assert!(first < day("2021-06-30"), "its regencies reported before: {first}");

                let regencies = figures::of_level(c, Level::Regency, total, None, LAST)?;
                assert!(regencies.len() < 60 * 514 * 98 / 100, "months are missing");
                let reported =
                    |date: &str| regencies.iter().filter(|s| s.as_of.date == day(date)).count();
                assert!(reported("2025-10-31") + 15 < reported("2025-03-31"), "some are late");
                assert!(!statements::disputed(c)?.is_empty());
                let jambi = region(c, "15");
                let sums = figures::of_region(c, jambi.id, total)?;
                assert!(sums.iter().any(|s| s.parts_sum.is_some()));
                assert!(sums.iter().any(|s| s.parts_sum.is_none()));
                let counted: i64 = statements::count_by_source(c)?.values().sum();
                assert_eq!(counted, count(c, "observation"));
                let years: Vec<i32> =
                    targets::of_region(c, jambi.id)?.iter().map(|t| t.year).collect();
                assert_eq!(years, [2021, 2022, 2023, 2024, 2025]);
                assert!(regencies.iter().any(|s| s.as_of.date.month() == 1));
                assert_revisions(c, total)
            })
            .unwrap();
    }
}

/// Bases jump in some regions, as they do when they are counted anew.
fn assert_revisions(c: &mut Connection, total: i32) -> Result<(), Error> {
    let rows = figures::of_level(c, Level::Regency, total, None, LAST)?;
    let jumps = rows
        .windows(2)
        .filter(|pair| pair[0].region_id == pair[1].region_id)
        .filter_map(|pair| Some((pair[0].own?.workforce?, pair[1].own?.workforce?)))
        .filter(|(before, after)| (after - before).abs() * 10 > *before)
        .count();
    assert!((20..2_000).contains(&jumps), "{jumps} strong revisions");
    Ok(())
}

#[test]
fn districts_are_invented_from_the_official_numbers() {
    let all = [Level::Province, Level::Regency, Level::District];
    for test in TestDb::both_migrated() {
        let summary = run(&test, &options(2, &all, 1));
        assert_eq!(summary.regions, 1 + 38 + 514 + 7_285);
        test.pool
            .read(|c| {
                let jambi = region(c, "15.71");
                assert_eq!(jambi.parts, 11);
                let districts = regions::parts(c, jambi.id)?;
                assert_eq!(districts.len(), 11);
                assert_eq!(districts[0].code.as_str(), "15.71.01");
                assert_eq!(districts[0].full_name, "Kecamatan Simulasi 1 Jambi");
                let jakon = segment(c, "jakon");
                assert!(figures::of_parts(c, jambi.id, jakon)?.is_empty());
                let total = segment(c, "total");
                assert!(figures::of_parts(c, jambi.id, total)?.len() > 15);
                let jakarta = region(c, "31.01");
                assert_eq!(
                    usize::try_from(jakarta.parts).unwrap(),
                    regions::parts(c, jakarta.id)?.len()
                );
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn it_goes_into_an_empty_database_only_and_stays_alone() {
    for test in TestDb::both() {
        let error = simulate(&test.pool, &options(2, &[Level::Province], 1), |_| ()).unwrap_err();
        assert!(matches!(error, Error::NotEmpty), "{error:?}");
        assert!(!test.pool.read(state::load).unwrap().simulated);
    }
    for test in TestDb::both_migrated() {
        run(&test, &options(2, &[Level::Province], 1));
        let error = simulate(&test.pool, &options(2, &[Level::Province], 1), |_| ()).unwrap_err();
        assert!(matches!(error, Error::NotEmpty), "{error:?}");
        assert_eq!(db::prepare(&test.pool).unwrap(), Outcome::Unchanged);
        assert_eq!(test.pool.read(|c| Ok(count(c, "batch"))).unwrap(), 1);
    }
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    for test in TestDb::both_migrated() {
        for wrong in [
            options(0, &[Level::Province], 1),
            options(601, &[Level::Province], 1),
            options(2, &[Level::Village], 1),
        ] {
            let error = simulate(&test.pool, &wrong, |_| ()).unwrap_err();
            assert!(matches!(error, Error::Option(_)), "{error:?}");
        }
        assert_eq!(test.pool.read(|c| Ok(count(c, "region"))).unwrap(), 0);
    }
}

#[test]
fn the_schema_is_the_same_afterwards() {
    let catalogue = |c: &mut Connection| match c {
        Connection::Sqlite(_) => rows(c, "name sql", "sqlite_master"),
        Connection::Postgres(_) => {
            let mut all = rows(
                c,
                "indexname indexdef",
                "(select indexname, indexdef from pg_indexes where schemaname = 'public') i",
            );
            all.extend(rows(
                c,
                "conname def",
                "(select conname, pg_get_constraintdef(oid) as def from pg_constraint) k",
            ));
            all
        }
    };
    let plain = TestDb::both_migrated();
    for (test, plain) in TestDb::both_migrated().into_iter().zip(plain) {
        // ANALYZE makes its own tables in SQLite.
        plain.pool.write(|c| Ok(crate::execute(c, "analyze"))).unwrap();
        run(&test, &options(2, &[Level::Province], 1));
        let (before, after) = (
            plain.pool.read(|c| Ok(catalogue(c))).unwrap(),
            test.pool.read(|c| Ok(catalogue(c))).unwrap(),
        );
        assert!(before.len() > 40);
        assert_eq!(before, after, "{}", test.backend);
    }
}
