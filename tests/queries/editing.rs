//! Decisions between statements, withdrawals, and changes that wait.

use cakupan::db::accounts::{self, NewAccount};
use cakupan::db::decisions::{self, Contest, Key};
use cakupan::db::drafts::{self, DraftKind, Proposed, Returned, Upload};
use cakupan::db::intake::Origin;
use cakupan::db::seed::{self, Files, RELEASE};
use cakupan::db::{Connection, audit, figures, state, versions, withdrawals};
use cakupan::domain::statement::Why;
use cakupan::domain::{Login, Percent, Role};

use crate::testdb::TestDb;
use crate::{day, region};

/// The nation in April 2025: 35,68% and 35,86%, which the release has decided on.
fn april(c: &mut Connection) -> Key {
    Key { region_id: region(c, "ID").id, segment_id: 1, as_of: day("2025-04-30") }
}

/// What is shown for a key.
fn shown(c: &mut Connection, key: Key) -> Option<Percent> {
    let rows = figures::of_region(c, key.region_id, key.segment_id).unwrap();
    let row = rows.into_iter().find(|row| row.as_of.date == key.as_of).unwrap();
    row.own.unwrap().coverage
}

fn origin(reason: &str) -> Origin<'_> {
    Origin { title: "Angka dipilih", who: "Siti (siti)", note: reason, ..Origin::default() }
}

/// The source of the statement with a percent.
fn source(contest: &Contest, percent: i32) -> i32 {
    let is = |voice: &&decisions::Voice| voice.figure.coverage == Some(Percent(percent));
    contest.voices.iter().find(is).unwrap().source.id
}

#[test]
fn a_decision_ends_the_one_before_and_all_are_kept() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let key = april(c);
                let before = Contest::load(c, key)?;
                assert_eq!((before.history.len(), before.last_touch), (1, 1));
                assert_eq!(before.why, Some(Why::Decision));
                assert_ne!(before.why_by_rule, Some(Why::Decision));
                assert_eq!(shown(c, key), Some(Percent(3568)));
                let other = source(&before, 3586);
                assert_eq!(decisions::decide(c, &origin("surat resmi"), key, Some(other))?, 2);

                assert_eq!(shown(c, key), Some(Percent(3586)), "the rollup follows");
                let after = Contest::load(c, key)?;
                assert_eq!((after.history.len(), after.last_touch), (2, 2));
                let newest = &after.history[0];
                assert_eq!((newest.source_id, newest.reason.as_str()), (other, "surat resmi"));
                assert_eq!((newest.begun.version, newest.begun.who.as_str()), (2, "Siti (siti)"));
                assert!(versions::seconds(&newest.begun.committed_at) > 1_700_000_000);
                assert_eq!(newest.ended, None);
                assert_eq!(after.history[1].ended.as_ref().unwrap().version, 2);
                let decided = decisions::of_batch(c, 2, 10)?;
                assert_eq!(decided.len(), 1);
                assert_eq!(decided[0].old, Some(before.history[0].source_id));
                assert_eq!(
                    (decided[0].new, decided[0].reason.as_str()),
                    (Some(other), "surat resmi")
                );
                assert_eq!(state::load(c)?.version, 2);

                // Back to the rule: the decision ends, with the reason in its batch.
                assert_eq!(decisions::decide(c, &origin("tidak perlu lagi"), key, None)?, 3);
                let rule = Contest::load(c, key)?;
                assert_eq!((rule.decision(), rule.shown), (None, rule.by_rule));
                let ended = rule.history[0].ended.as_ref().unwrap();
                assert_eq!((ended.version, ended.note.as_str()), (3, "tidak perlu lagi"));
                assert_eq!(decisions::of_batch(c, 3, 10)?[0].new, None);
                assert_eq!(decisions::last_touch(c, key)?, 3);
                let nothing = Key { as_of: day("2001-01-31"), ..key };
                assert_eq!(decisions::last_touch(c, nothing)?, 0);
                assert!(Contest::load(c, nothing)?.voices.is_empty());
                Ok(())
            })
            .unwrap();
        assert_eq!(audit::problems(&test.pool).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_past_version_knows_its_decisions() {
    for test in TestDb::both() {
        let key = test.pool.read(|c| Ok(april(c))).unwrap();
        let contest = test.pool.read(|c| Contest::load(c, key)).unwrap();
        let other = source(&contest, 3586);
        let decide = |source| {
            test.pool.write(|c| decisions::decide(c, &origin("alasan uji"), key, source)).unwrap()
        };
        assert_eq!((decide(Some(other)), decide(None)), (2, 3));
        let at = |version| {
            test.pool
                .read_at(version, |c| {
                    let contest = Contest::load(c, key)?;
                    let now = contest.decision().map(|decision| decision.source_id);
                    let ended = contest.history.iter().filter(|one| one.ended.is_some()).count();
                    Ok((shown(c, key), now.is_some(), contest.history.len(), ended))
                })
                .unwrap()
        };
        assert_eq!(at(1), (Some(Percent(3568)), true, 1, 0), "{}", test.backend);
        assert_eq!(at(2), (Some(Percent(3586)), true, 2, 1));
        assert_eq!((at(3).1, at(3).2, at(3).3), (false, 2, 2));
    }
}

#[test]
fn a_decision_is_taken_back() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let key = april(c);
                let before = Contest::load(c, key)?;
                let other = source(&before, 3586);
                decisions::decide(c, &origin("keliru"), key, Some(other))?;
                let effect = withdrawals::withdrawal(c, 2)?;
                assert_eq!((effect.decisions_ended, effect.decisions_back), (1, 1));
                assert!(!effect.is_empty() && effect.since == 0, "{effect:?}");
                assert_eq!(withdrawals::regions_of_batch(c, 2)?, ["ID"]);
                assert_eq!(withdrawals::withdraw(c, 2, &origin("keliru"))?, Some(3));
                assert_eq!(shown(c, key), Some(Percent(3568)));
                let after = Contest::load(c, key)?;
                let (old, new) = (&before.history[0], after.decision().unwrap());
                assert_eq!((new.source_id, &new.reason), (old.source_id, &old.reason));
                assert_eq!(after.history.len(), 3, "nothing is lost");
                let effect = withdrawals::withdrawal(c, 2)?;
                assert!(effect.is_empty() && effect.since == 3, "{effect:?}");
                assert_eq!(withdrawals::withdraw(c, 2, &origin("lagi"))?, None);

                // What was decided since stays.
                decisions::decide(c, &origin("baru lagi"), key, Some(other))?;
                assert_eq!(withdrawals::withdraw(c, 3, &origin("terlambat"))?, None);
                Ok(())
            })
            .unwrap();
        assert_eq!(audit::problems(&test.pool).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_withdrawal_brings_nothing_back_over_a_later_word() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let key = april(c);
                let other = source(&Contest::load(c, key)?, 3586);
                assert_eq!(decisions::decide(c, &origin("keliru"), key, Some(other))?, 2);
                assert_eq!(decisions::decide(c, &origin("aturan saja"), key, None)?, 3);
                // The decision of the release, which 2 ended, stays where 3 wanted it.
                let effect = withdrawals::withdrawal(c, 2)?;
                assert!(effect.is_empty() && effect.since == 3, "{effect:?}");
                assert_eq!(withdrawals::withdraw(c, 2, &origin("keliru"))?, None);
                assert_eq!(Contest::load(c, key)?.decision(), None, "{}", test.backend);
                Ok(())
            })
            .unwrap();
        assert_eq!(audit::problems(&test.pool).unwrap(), Vec::<String>::new());
    }
}

fn account(c: &mut Connection, login: &str) -> i32 {
    let new = NewAccount {
        login: &Login::parse(login).unwrap(),
        name: login,
        password_hash: "$argon2id$x",
        role: Role::CentralEditor,
        region_id: None,
        must_change: false,
        at: 5,
    };
    accounts::add(c, &new).unwrap()
}

#[test]
fn drafts_wait_go_back_and_come_again() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let (siti, budi) = (account(c, "siti"), account(c, "budi"));
                let sha256 = "a".repeat(64);
                let upload = Upload {
                    account_id: siti,
                    created_at: 10,
                    file_name: "a.csv",
                    sha256: &sha256,
                    bytes: b"a,b\n",
                    kind: DraftKind::Import,
                };
                let file = drafts::add(c, &upload)?;
                let kind = DraftKind::Decision;
                let other = drafts::add(c, &Upload { account_id: budi, kind, ..upload })?;
                drafts::state(c, file, "{}", 12)?;
                let draft = drafts::one(c, file, siti)?.unwrap();
                assert_eq!((draft.kind, draft.changed_at), (DraftKind::Import, 12));
                assert_eq!((draft.proposed, draft.returned), (None, None));
                assert!(drafts::proposed(c)?.is_empty());

                let effect = r#"[["Angka baru","3"]]"#.to_owned();
                let proposed = Proposed { at: 20, effect, digest: "d".to_owned() };
                drafts::propose(c, file, &proposed)?;
                drafts::propose(c, other, &Proposed { at: 19, ..proposed.clone() })?;
                let waiting = drafts::proposed(c)?;
                assert_eq!(waiting.iter().map(|d| d.id).collect::<Vec<_>>(), [other, file]);
                assert_eq!(waiting[0].kind, DraftKind::Decision);
                assert_eq!(drafts::of_anybody(c, file)?.unwrap().proposed, Some(proposed.clone()));

                let (by, reason) = ("Budi (budi)".to_owned(), "berkas salah".to_owned());
                let returned = Returned { at: 30, by, reason };
                assert!(!drafts::give_back(c, file, 21, &returned)?, "another proposal");
                assert!(drafts::give_back(c, file, 20, &returned)?);
                assert!(!drafts::give_back(c, file, 20, &returned)?, "once");
                let draft = drafts::of_anybody(c, file)?.unwrap();
                assert_eq!((draft.proposed, draft.returned), (None, Some(returned)));
                drafts::propose(c, file, &proposed)?;
                assert_eq!(drafts::of_anybody(c, file)?.unwrap().returned, None);
                assert!(!drafts::state(c, file, "[]", 13)?, "it waits for somebody else");
                assert!(!drafts::propose(c, file, &proposed)?, "once");
                assert!(!drafts::take_back(c, file, 21)? && drafts::take_back(c, file, 20)?);
                assert_eq!(drafts::of_anybody(c, file)?.unwrap().proposed, None);
                assert!(drafts::remove(c, other)? && !drafts::remove(c, other)?);
                assert_eq!(drafts::of_anybody(c, other)?, None);
                assert_eq!(drafts::add(c, &upload)?, other + 1, "no number is used again");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn what_nobody_touches_goes_and_what_waits_stays() {
    for test in TestDb::both() {
        let kept = test.pool.write(|c| {
            let siti = account(c, "siti");
            let sha256 = "a".repeat(64);
            let upload = Upload {
                account_id: siti,
                created_at: 10,
                file_name: "a.csv",
                sha256: &sha256,
                bytes: b"a,b\n",
                kind: DraftKind::Import,
            };
            let old = drafts::add(c, &upload)?;
            let decision = drafts::add(c, &Upload { kind: DraftKind::Decision, ..upload })?;
            let changed = drafts::add(c, &upload)?;
            drafts::state(c, changed, "{}", 99)?;
            let waits = drafts::add(c, &upload)?;
            let effect = Proposed { at: 20, effect: "[]".to_owned(), digest: "d".to_owned() };
            drafts::propose(c, waits, &effect)?;
            let returned = drafts::add(c, &upload)?;
            drafts::propose(c, returned, &effect)?;
            let by = Returned { at: 99, by: "Budi".to_owned(), reason: "salah".to_owned() };
            drafts::give_back(c, returned, 20, &by)?;
            let new = drafts::add(c, &Upload { created_at: 50, ..upload })?;
            assert_eq!(drafts::expire(c, 50)?, 1);
            assert_eq!(drafts::of_anybody(c, old)?, None);
            let mut kept = Vec::new();
            for id in [decision, changed, waits, returned, new] {
                kept.push(drafts::of_anybody(c, id)?.is_some());
            }
            Ok(kept)
        });
        assert_eq!(kept.unwrap(), [true; 5], "{}", test.backend);
    }
}

#[test]
fn a_release_leaves_the_rule_where_an_editor_went_back_to_it() {
    for test in TestDb::both() {
        let key = test.pool.read(|c| Ok(april(c))).unwrap();
        test.pool
            .write(|c| decisions::decide(c, &origin("menurut aturan saja"), key, None))
            .unwrap();
        let mut newer = Files::embedded();
        newer.decisions = newer.decisions.replace("tertukar digit", "tertukar angkanya");
        seed::fill_from(&test.pool, &newer, RELEASE + 1).unwrap();
        let contest = test.pool.read(|c| Contest::load(c, key)).unwrap();
        assert_eq!(contest.decision(), None, "{}", test.backend);
    }
}
