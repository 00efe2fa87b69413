//! What a withdrawal or a decision is said to do is what it then does.

use cakupan::db::decisions::{self, Contest, Key};
use cakupan::db::intake::{self, Origin};
use cakupan::db::statements::Statement;
use cakupan::db::{Connection, figures, sources, versions, withdrawals};
use cakupan::domain::rules::Thresholds;
use cakupan::domain::{AsOf, Kind, Level, Precision};
use cakupan::editing::contest;
use cakupan::effect::Effect;
use cakupan::effect::rehearsal::{Ahead, Before, Rehearsal, rehearse};
use cakupan::reports::revisions::{self, VersionReport};
use cakupan::reports::{Memory, Reader, ranking};

use crate::testdb::TestDb;
use crate::{day, region};

fn statement(c: &mut Connection, code: &str, date: &str, active: i64, base: i64) -> Statement {
    let source_id = sources::all(c).unwrap()[0].id;
    Statement {
        region_id: region(c, code).id,
        segment_id: 1,
        kind: Kind::Active,
        as_of: Some(AsOf { date: day(date), precision: Precision::Day }),
        active: Some(active),
        workforce: Some(base),
        published: None,
        uncovered: None,
        rounded: false,
        rank: None,
        rank_of: None,
        source_id,
        note: String::new(),
        batch_id: 0,
    }
}

fn write(c: &mut Connection, rows: &[Statement], ended: &[Statement]) -> i32 {
    let mut rows: Vec<&Statement> = rows.iter().collect();
    rows.sort_by_key(|row| (row.region_id, row.segment_id, row.as_of.map(|at| at.date)));
    let ended: Vec<_> = ended.iter().map(Statement::key).collect();
    intake::write(c, &Origin::default(), &rows, &ended).unwrap()
}

fn report(c: &mut Connection, id: i32) -> VersionReport {
    let memory = Memory::default();
    let mut reader = Reader::new(c, &memory).unwrap();
    revisions::load_one(&mut reader, id, 1).unwrap().unwrap()
}

/// Number, place and size of the ranking of a level, with its date.
fn places(c: &mut Connection, level: Level) -> (String, Vec<(i32, usize)>) {
    let memory = Memory::default();
    let mut reader = Reader::new(c, &memory).unwrap();
    let own = ranking::places(&mut reader, level).unwrap().unwrap();
    (own.date.to_string(), own.places)
}

/// Holds what was told against what has come.
fn holds(
    c: &mut Connection,
    told: &Rehearsal,
    id: i32,
    before: &[(Level, Vec<(i32, usize)>)],
    opened: &str,
) {
    let done = report(c, id);
    assert_eq!(told.report.changes, done.changes);
    assert_eq!(told.report.withdrawn, done.withdrawn);
    assert_eq!(told.report.decided, done.decided);
    assert_eq!(told.report.version.contents.counts, done.version.contents.counts);
    let Effect { shifts, opened_at, opens_at, jumps, .. } = &told.effect;
    assert_eq!(opened_at.map(|at| at.to_string()).as_deref(), Some(opened));
    let mut moved = 0;
    for (level, old) in before {
        let (at, new) = places(c, *level);
        let only = |one: &[(i32, usize)], other: &[(i32, usize)]| {
            one.iter().filter(|(id, _)| !other.iter().any(|(own, _)| own == id)).count()
        };
        let lost = told.effect.lost.iter().find(|own| own.level == *level);
        let gone = lost.map_or(0, |own| own.without.len() + own.aged.len());
        assert_eq!(gone, only(old, &new), "{lost:?}");
        let gained = told.effect.gained.iter().find(|own| own.level == *level);
        assert_eq!(gained.map_or(0, |own| own.names.len()), only(&new, old), "{gained:?}");
        assert_eq!(opens_at.map(|at| at.to_string()), Some(at));
        let place = |all: &[(i32, usize)], id: i32| {
            all.iter().find(|(own, _)| *own == id).map(|(_, place)| *place)
        };
        moved += new.iter().filter(|(id, own)| place(old, *id) != Some(*own)).count();
        for shift in shifts.iter().filter(|shift| shift.level == *level) {
            let id = region(c, shift.region.as_str()).id;
            assert_eq!(place(&new, id), Some(shift.after.place), "{shift:?}");
            assert_eq!(place(old, id), shift.before.map(|before| before.place), "{shift:?}");
        }
    }
    assert_eq!(told.effect.shifted, moved);
    for jump in jumps.iter().filter(|jump| jump.segment.is_empty()) {
        let id = region(c, jump.region.as_str()).id;
        let shown = figures::of_region(c, id, 1).unwrap();
        let all: Vec<_> = shown.iter().filter_map(figures::Shown::figure).collect();
        assert!(all.contains(&jump.to), "{jump:?}");
    }
}

fn known(ahead: &Ahead) -> Rehearsal {
    ahead.known().cloned().unwrap()
}

#[test]
fn a_withdrawal_does_what_was_told() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                // A month of two regencies of Bali, and a correction of one of them.
                let mut old = statement(c, "51.01", "2026-10-31", 20_000, 100_000);
                let other = statement(c, "51.02", "2026-10-31", 90_000, 100_000);
                old.batch_id = write(c, &[old.clone(), other], &[]);
                let new = statement(c, "51.01", "2026-10-31", 95_000, 100_000);
                let third = statement(c, "51.03", "2026-11-30", 10_000, 100_000);
                let id = write(c, &[new, third], &[old]);
                let levels = [Level::Province, Level::Regency];
                let before: Vec<_> = levels.map(|level| (level, places(c, level).1)).into();
                let (opened, _) = places(c, Level::Regency);
                let limits = Thresholds::default();
                let take = |c: &mut Connection| withdrawals::withdraw(c, id, &Origin::default());
                let data = Before::load(c)?;
                let told = known(&rehearse(c, &data, &limits, take)?);
                assert_eq!(versions::last(c)?, id, "{}: nothing is kept", test.backend);
                let again = known(&rehearse(c, &data, &limits, take)?);
                assert_eq!(told.effect, again.effect);
                assert_eq!(told.effect.own_regions, 2);
                assert_eq!(told.effect.vanished, 1, "that of Badung");
                assert!(told.effect.jumps.iter().any(|jump| {
                    jump.region.as_str() == "51.01" && jump.points.0 == 2_000 - 9_500
                }));
                assert_eq!(
                    told.report.version.contents.counts.changed
                        + told.report.version.contents.counts.new,
                    1
                );
                assert_eq!(told.report.version.contents.counts.withdrawn, 1);
                assert_eq!(told.effect.moved_date().map(|(_, to)| to), Some(day("2026-10-31")));
                let words = told.told();
                let says = |name: &str| words.iter().any(|(own, _)| own.contains(name));
                assert!(says("Tanggal data semua halaman") && says("Peringkat Kabupaten"));
                let done = take(c)?.unwrap();
                holds(c, &told, done, &before, &opened);
                let badung = region(c, "51.03");
                let is_left = !figures::of_region(c, badung.id, 1)?.is_empty();
                let lost = told.effect.lost.iter().find(|own| own.level == Level::Regency);
                let without = lost.is_some_and(|own| own.without.contains(&badung.full_name));
                assert_ne!(without, is_left, "{lost:?}");
                if without {
                    let cause = words.iter().find(|(own, _)| own.starts_with("Tidak lagi"));
                    assert!(cause.unwrap().1.contains("tidak lagi punya angka"), "{cause:?}");
                }
                let version = versions::one(c, done)?.unwrap();
                assert_eq!(version.takes_back, Some(id), "whatever it is called");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_decision_does_what_was_told() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                // The release has decided between 35,68% and 35,86%.
                let region_id = region(c, "ID").id;
                let key = Key { region_id, segment_id: 1, as_of: day("2025-04-30") };
                let contest = Contest::load(c, key)?;
                let shown = contest.shown.map(|place| contest.voices[place].source.id);
                let other = contest
                    .voices
                    .iter()
                    .find(|voice| {
                        Some(voice.source.id) != shown
                            && contest::can_choose(&contest, Some(voice.source.id))
                    })
                    .unwrap()
                    .clone();
                let limits = Thresholds::default();
                let (data, source_id) = (Before::load(c)?, Some(other.source.id));
                let told = known(&contest::rehearse(c, &data, &contest, source_id, &limits)?);
                let levels = [Level::Province, Level::Regency];
                let before: Vec<_> = levels.map(|level| (level, places(c, level).1)).into();
                let (opened, _) = places(c, Level::Province);
                assert!(told.effect.jumps.iter().any(|jump| jump.to == other.figure));
                let done = decisions::decide(c, &Origin::default(), key, Some(other.source.id))?;
                holds(c, &told, done, &before, &opened);
                let version = versions::one(c, done)?.unwrap();
                assert_eq!((version.takes_back, version.file_rows), (None, None));
                Ok(())
            })
            .unwrap();
    }
}
