//! The rollup against a plain recomputation of everything.

use std::collections::{BTreeMap, BTreeSet};

use cakupan::db::rollup::{self, Touched};
use cakupan::db::{self, Connection, Error};
use cakupan::domain::statement::{Candidate, choose, contradict};
use cakupan::domain::{Counts, Figure, Level};
use chrono::NaiveDate;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::testdb::TestDb;
use crate::{day, execute, region};

const DATES: [&str; 4] = ["2024-11-30", "2024-12-31", "2025-01-31", "2025-12-31"];
const LAST: NaiveDate = NaiveDate::from_ymd_opt(2099, 12, 31).unwrap();

struct Random(ChaCha8Rng);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.0.next_u64() % end as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Papua Barat Daya with its six regencies and the nation: small enough for sums to be complete.
fn regions(c: &mut Connection) -> Vec<db::regions::Region> {
    let province = region(c, "96");
    let mut all = db::regions::parts(c, province.id).unwrap();
    all.push(province);
    all.push(region(c, "ID"));
    all
}

/// Adds a statement that may or may not compete, in a batch of its own.
fn add(c: &mut Connection, random: &mut Random, batch: i32, touched: &mut Touched) {
    let all = regions(c);
    // Often the regencies, so that all of them report now and then.
    let region = if random.below(10) < 8 { &all[random.below(6)] } else { &all[random.below(8)] };
    let segment = random.one(&[1, 2]);
    let date = random.one(&DATES);
    let precision = match date {
        "2025-12-31" => random.one(&[0, 1, 2]),
        _ => random.one(&[0, 0, 1]),
    };
    let kind = random.one(&[0, 0, 0, 0, 0, 0, 0, 4]);
    let source = random.one(&[10_001, 10_002, 10_005, 10_009]);
    let number = |random: &mut Random| random.one(&["null", "40", "100", "120", "200"]);
    let (active, workforce) = (number(random), number(random));
    let percent = random.one(&["null", "null", "4000", "5000", "5001"]);
    let rounded = random.one(&["true", "false", "false"]);
    // The statement before it by the same source ends.
    execute(
        c,
        &format!(
            "update observation set ended_by = {batch} where region_id = {} and segment_id = {segment} \
         and as_of = '{date}' and precision = {precision} and kind = {kind} \
         and source_id = {source} and ended_by is null",
            region.id
        ),
    );
    execute(
        c,
        &format!(
            "insert into observation (region_id, segment_id, as_of, precision, kind, source_id, \
         batch_id, active, workforce, published_pct, rounded, rank) values ({}, {segment}, \
         '{date}', {precision}, {kind}, {source}, {batch}, {active}, {workforce}, {percent}, \
         {rounded}, 1)",
            region.id
        ),
    );
    touched.add(region.id, day(date));
}

fn decide(c: &mut Connection, random: &mut Random, id: i32, batch: i32, touched: &mut Touched) {
    let all = regions(c);
    let region = &all[random.below(8)];
    let date = random.one(&DATES);
    execute(
        c,
        &format!(
            "update decision set ended_by = {batch} where region_id = {} and segment_id = 1 \
         and as_of = '{date}' and ended_by is null",
            region.id
        ),
    );
    execute(
        c,
        &format!(
            "insert into decision (id, region_id, segment_id, as_of, chosen_source_id, reason, \
         batch_id) values ({id}, {}, 1, '{date}', {}, 'x', {batch})",
            region.id,
            random.one(&[10_001, 10_002, 10_005])
        ),
    );
    touched.add(region.id, day(date));
}

/// Ends every statement with a percent at the last date; figures without one stay there.
fn withdraw_the_last_percents(c: &mut Connection, batch: i32) -> Result<Option<NaiveDate>, Error> {
    new_batch(c, batch);
    execute(
        c,
        &format!(
            "update observation set ended_by = {batch} where as_of = '2025-12-31' \
         and ended_by is null and (published_pct is not null or workforce is not null)"
        ),
    );
    let province = region(c, "96").id;
    execute(
        c,
        &format!(
            "insert into observation (region_id, segment_id, as_of, precision, kind, source_id, \
         batch_id, active, rounded) values ({province}, 1, '2025-12-31', 0, 0, 10020, {batch}, 40, \
         false)"
        ),
    );
    let mut touched = Touched::default();
    for region in regions(c) {
        touched.add(region.id, day("2025-12-31"));
    }
    rollup::refresh(c, &touched)?;
    assert!(crate::count(c, "shown where as_of = '2025-12-31'") > 0);
    Ok(check_newest(c))
}

fn new_batch(c: &mut Connection, id: i32) {
    execute(c, &format!("insert into batch (id, kind, title) values ({id}, 'import', 'x')"));
}

type Key = (i32, i32, NaiveDate);

/// What must be shown, computed from the statements by the rules in words.
fn naive(c: &mut Connection) -> BTreeMap<Key, String> {
    let sources: BTreeMap<i32, db::sources::Source> =
        db::sources::all(c).unwrap().into_iter().map(|source| (source.id, source)).collect();
    let decisions = decisions(c);
    let mut own: BTreeMap<Key, (Figure, i32, usize, bool)> = BTreeMap::new();
    let mut tree = Vec::new();
    for level in Level::ALL.into_iter().rev() {
        tree.extend(db::regions::of_level(c, level).unwrap());
    }
    for region in &tree {
        let mut groups: BTreeMap<Key, Vec<db::statements::Statement>> = BTreeMap::new();
        for statement in crate::statements(c, region.id) {
            if let Some(figure) = statement.figure() {
                let key = (statement.segment_id, region.id, figure.as_of.date);
                groups.entry(key).or_default().push(statement);
            }
        }
        for (key, group) in groups {
            let candidates: Vec<Candidate> = group
                .iter()
                .map(|statement| Candidate {
                    figure: statement.figure().unwrap(),
                    authority: sources[&statement.source_id].authority,
                    published_on: sources[&statement.source_id].published_on.clone(),
                    source: sources[&statement.source_id].code.clone(),
                })
                .collect();
            let decision = decisions.get(&key).map(|id| sources[id].code.as_str());
            let chosen = choose(&candidates, decision).unwrap();
            let disputed = contradict(candidates.iter().filter_map(|c| c.figure.coverage));
            let figure = candidates[chosen].figure;
            own.insert(key, (figure, group[chosen].source_id, group.len(), disputed));
        }
    }
    let mut shown: BTreeMap<Key, Row> = BTreeMap::new();
    for (key, (figure, source, statements, disputed)) in own {
        let row = Row { own: Some((figure, source)), statements, disputed, parts: Vec::new() };
        shown.insert(key, row);
    }
    // From the lowest level up: each figure is one more part of its parent.
    for region in &tree {
        let Some(parent) = region.parent_id else { continue };
        let keys: Vec<Key> = shown.keys().filter(|key| key.1 == region.id).copied().collect();
        for key in keys {
            if let Some(figure) = shown[&key].figure(region.parts) {
                shown.entry((key.0, parent, key.2)).or_default().parts.push(figure);
            }
        }
    }
    let parts: BTreeMap<i32, i32> = tree.iter().map(|region| (region.id, region.parts)).collect();
    shown.into_iter().map(|(key, row)| (key, row.text(parts[&key.1]))).collect()
}

#[derive(Default)]
struct Row {
    own: Option<(Figure, i32)>,
    statements: usize,
    disputed: bool,
    parts: Vec<Figure>,
}

impl Row {
    fn sum(&self, expected: i32) -> Option<Figure> {
        let counted: Option<Vec<(i64, i64)>> =
            self.parts.iter().map(|part| part.active.zip(part.workforce)).collect();
        let counted = counted.filter(|_| i32::try_from(self.parts.len()).unwrap() == expected)?;
        let as_of = self.parts.iter().map(|part| part.as_of).max()?;
        let rounded = self.parts.iter().any(|part| part.counts == Counts::Rounded);
        let counts = if rounded { Counts::Rounded } else { Counts::Exact };
        let (active, base) = counted.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        Some(Figure::summed(as_of, active, base, counts))
    }

    fn figure(&self, expected: i32) -> Option<Figure> {
        let own = self.own.map(|(figure, _)| figure);
        let sum = self
            .sum(expected)
            .map(|sum| Figure { as_of: own.map_or(sum.as_of, |own| own.as_of), ..sum });
        own.filter(|own| own.coverage.is_some()).or(sum).or(own)
    }

    fn text(&self, expected: i32) -> String {
        let own = self.own.map(|(figure, _)| figure);
        let source = self.own.map(|(_, source)| source);
        // With an own figure the row has its precision, and so has the sum beside it.
        let sum = self.sum(expected).map(|sum| match own {
            Some(own) => Figure { as_of: own.as_of, ..sum },
            None => sum,
        });
        format!(
            "{own:?} {source:?} {} {} {}/{expected} {sum:?}",
            self.statements,
            self.disputed,
            self.parts.len()
        )
    }
}

fn decisions(c: &mut Connection) -> BTreeMap<Key, i32> {
    use diesel::RunQueryDsl;
    use diesel::sql_types::{Date, Integer};
    #[derive(diesel::QueryableByName)]
    struct Decision {
        #[diesel(sql_type = Integer)]
        region_id: i32,
        #[diesel(sql_type = Integer)]
        segment_id: i32,
        #[diesel(sql_type = Date)]
        as_of: NaiveDate,
        #[diesel(sql_type = Integer)]
        chosen_source_id: i32,
    }
    diesel::sql_query(
        "select region_id, segment_id, as_of, chosen_source_id from decision where ended_by is null",
    )
    .load::<Decision>(c)
    .unwrap()
    .into_iter()
    .map(|d| ((d.segment_id, d.region_id, d.as_of), d.chosen_source_id))
    .collect()
}

/// What is stored, in the same form.
fn stored(c: &mut Connection) -> BTreeMap<Key, String> {
    let mut all = BTreeMap::new();
    for level in Level::ALL {
        for segment in db::segments::all(c).unwrap() {
            for row in db::figures::of_level(c, level, segment.id, None, LAST).unwrap() {
                let text = format!(
                    "{:?} {:?} {} {} {}/{} {:?}",
                    row.own,
                    row.source_id,
                    row.statements,
                    row.disputed,
                    row.parts_reported,
                    row.parts_expected,
                    row.parts_sum
                );
                all.insert((segment.id, row.region_id, row.as_of.date), text);
            }
        }
    }
    all
}

/// The newest date of a percent of the segment `total`, by the figures of all levels.
fn check_newest(c: &mut Connection) -> Option<NaiveDate> {
    let mut rows = Vec::new();
    for level in Level::ALL {
        rows.extend(db::figures::of_level(c, level, 1, None, LAST).unwrap());
    }
    let has_percent =
        |row: &&db::figures::Shown| row.figure().is_some_and(|figure| figure.coverage.is_some());
    let newest = rows.iter().filter(has_percent).map(|row| row.as_of.date).max();
    assert_eq!(db::state::newest_total(c).unwrap(), newest);
    newest
}

#[track_caller]
fn assert_same(left: &BTreeMap<Key, String>, right: &BTreeMap<Key, String>, what: &str) {
    for key in left.keys().chain(right.keys()) {
        assert_eq!(left.get(key), right.get(key), "{what}: {key:?}");
    }
}

#[test]
fn refreshing_equals_rebuilding_equals_the_rules() {
    for (test, rounds) in TestDb::both().into_iter().zip([12, 4]) {
        let mut complete = 0;
        let mut newest = BTreeSet::new();
        for round in 0..rounds {
            test.pool
                .write(|c| {
                    let mut random = Random(ChaCha8Rng::seed_from_u64(round));
                    execute(c, "delete from observation");
                    execute(c, "delete from decision");
                    rollup::rebuild(c)?;
                    assert!(stored(c).is_empty());
                    assert_eq!(check_newest(c), None);
                    execute(c, "delete from batch where id > 1");
                    let mut batch = 1;
                    let mut decision = 0;
                    for step in 0..4 {
                        let mut touched = Touched::default();
                        let many = [60, 15, 3, 1][step];
                        for _ in 0..many {
                            batch += 1;
                            new_batch(c, batch);
                            add(c, &mut random, batch, &mut touched);
                        }
                        decision += 1;
                        decide(c, &mut random, decision, batch, &mut touched);
                        rollup::refresh(c, &touched)?;
                        let refreshed = stored(c);
                        assert_same(&refreshed, &naive(c), &format!("round {round} step {step}"));
                        newest.insert(check_newest(c));
                        complete += refreshed.values().filter(|t| t.contains("SumOfParts")).count();
                    }
                    newest.insert(withdraw_the_last_percents(c, batch + 1)?);
                    let refreshed = stored(c);
                    rollup::rebuild(c)?;
                    assert_same(&stored(c), &refreshed, "rebuild");
                    check_newest(c);
                    Ok(())
                })
                .unwrap();
        }
        assert!(complete > 0, "no sum was ever complete: the test is too weak");
        assert!(newest.len() > 1, "the newest date was always the same: {newest:?}");
    }
}

#[test]
fn the_published_figures_follow_the_rules_too() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let filled = stored(c);
                assert!(filled.len() > 400);
                assert_same(&filled, &naive(c), test.backend);
                rollup::rebuild(c)?;
                assert_same(&stored(c), &filled, "rebuild");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_region_that_loses_its_last_statement_is_not_shown() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let konawe = region(c, "74.02");
                new_batch(c, 2);
                let ended = execute(
                    c,
                    &format!(
                        "update observation set ended_by = 2 where region_id = {} \
                     and as_of = '2025-04-30'",
                        konawe.id
                    ),
                );
                assert!(ended > 0);
                let mut touched = Touched::default();
                touched.add(konawe.id, day("2025-04-30"));
                rollup::refresh(c, &touched)?;
                let rows = db::figures::of_region(c, konawe.id, 1)?;
                assert!(rows.iter().all(|row| row.as_of.date != day("2025-04-30")));
                assert_same(&stored(c), &naive(c), test.backend);
                Ok(())
            })
            .unwrap();
    }
}
