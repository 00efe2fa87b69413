//! Accounts, sessions and the audit log.

use cakupan::db::accounts::{self, NewAccount};
use cakupan::db::sessions::{self, NewSession};
use cakupan::db::trail::{self, Entry, Wanted};
use cakupan::db::{Connection, Error};
use cakupan::domain::{Event, Login, Role};

use crate::testdb::TestDb;
use crate::{execute, region};

const NOW: i64 = 1_800_000_000;
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g";

fn login(text: &str) -> Login {
    Login::parse(text).unwrap()
}

fn add(c: &mut Connection, text: &str, role: Role, region_id: Option<i32>) -> Result<i32, Error> {
    let new = NewAccount {
        login: &login(text),
        name: text,
        password_hash: HASH,
        role,
        region_id,
        must_change: false,
        at: NOW,
    };
    accounts::add(c, &new)
}

fn begin(c: &mut Connection, account_id: i32, token: char, at: i64) -> Result<(), Error> {
    let new = NewSession {
        token_hash: &token.to_string().repeat(64),
        account_id,
        generation: 1,
        at,
        expires_at: at + 100,
        address: "192.0.2.1",
        agent: "Firefox",
    };
    sessions::add(c, &new)
}

#[test]
fn an_account_is_found_as_it_was_added() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let bali = region(c, "51");
                let siti = add(c, "siti", Role::Admin, None)?;
                let wayan = add(c, "Wayan@Bali.go.id", Role::RegionalEditor, Some(bali.id))?;
                let found = accounts::by_login(c, &login("WAYAN@bali.go.id"))?.unwrap();
                assert_eq!((found.id, found.login.as_str()), (wayan, "wayan@bali.go.id"));
                assert_eq!(found.grant.role(), Role::RegionalEditor);
                assert_eq!(found.grant.region().unwrap().as_str(), "51");
                assert_eq!(found.region_name, "Provinsi Bali");
                assert!(found.active && !found.must_change);
                assert_eq!((found.created_at, found.password_at), (NOW, NOW));
                assert_eq!((found.signed_in_at, found.generation), (None, 1));
                assert_eq!(accounts::by_id(c, wayan)?, Some(found));
                assert_eq!(accounts::by_id(c, 99)?, None);
                assert_eq!(accounts::by_login(c, &login("nobody"))?, None);
                let names: Vec<_> = accounts::all(c)?.into_iter().map(|a| a.id).collect();
                assert_eq!(names, [siti, wayan], "by name, capitals aside");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn an_account_changes() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let jambi = region(c, "15");
                let (siti, budi) =
                    (add(c, "siti", Role::Admin, None)?, add(c, "budi", Role::Admin, None)?);
                assert_eq!(accounts::other_admins(c, siti)?, 1);
                accounts::set_active(c, budi, false)?;
                assert_eq!(accounts::other_admins(c, siti)?, 0, "who is locked does not count");
                accounts::change(c, budi, "Budi S", Role::RegionalEditor, Some(jambi.id))?;
                accounts::set_password(c, budi, &format!("{HASH}x"), true, NOW + 5)?;
                accounts::signed_in(c, budi, NOW + 7)?;
                assert_eq!(accounts::next_generation(c, budi)?, 2);
                let found = accounts::by_id(c, budi)?.unwrap();
                assert_eq!(
                    (found.name.as_str(), found.region_name.as_str()),
                    ("Budi S", "Provinsi Jambi")
                );
                assert!(!found.active && found.must_change && found.password_hash.ends_with('x'));
                assert_eq!((found.password_at, found.signed_in_at), (NOW + 5, Some(NOW + 7)));
                assert_eq!(found.generation, 2);
                let other = accounts::by_id(c, siti)?.unwrap();
                assert_eq!((other.generation, other.name.as_str()), (1, "siti"), "nobody else");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_region_that_is_no_more_keeps_its_last_name() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let bali = region(c, "51");
                let id = add(c, "wayan", Role::RegionalEditor, Some(bali.id))?;
                execute(c, "update region_version set valid_to = '2030-01-01' where code = '51'");
                let found = accounts::by_id(c, id)?.unwrap();
                assert_eq!(found.grant.region().unwrap().as_str(), "51");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn sessions_are_found_noted_and_ended() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let (siti, budi) =
                    (add(c, "siti", Role::Admin, None)?, add(c, "budi", Role::Reader, None)?);
                begin(c, siti, 'a', NOW)?;
                begin(c, siti, 'b', NOW + 10)?;
                begin(c, budi, 'c', NOW)?;
                let a = "a".repeat(64);
                let found = sessions::find(c, &a)?.unwrap();
                assert_eq!((found.account.id, found.generation), (siti, 1));
                assert_eq!(
                    (found.created_at, found.seen_at, found.expires_at),
                    (NOW, NOW, NOW + 100)
                );
                assert_eq!(sessions::find(c, &"f".repeat(64))?, None);
                sessions::touch(c, &a, NOW + 50)?;
                sessions::touch(c, &a, NOW + 20)?;
                assert_eq!(sessions::find(c, &a)?.unwrap().seen_at, NOW + 50, "never back");
                let of_siti = |c: &mut _, now, seen| {
                    let all = sessions::of_account(c, siti, now, seen).unwrap();
                    all.into_iter().map(|s| s.token_hash[..1].to_owned()).collect::<String>()
                };
                assert_eq!(of_siti(c, NOW + 60, NOW), "ab", "the last used first");
                assert_eq!(of_siti(c, NOW + 60, NOW + 10), "a");
                assert_eq!(of_siti(c, NOW + 105, NOW), "b");
                assert!(!sessions::end(c, budi, &a)?, "a session of somebody else");
                assert!(sessions::end(c, siti, &a)? && !sessions::end(c, siti, &a)?);
                assert_eq!(sessions::end_all(c, siti)?, 1);
                begin(c, siti, 'd', NOW)?;
                accounts::next_generation(c, siti)?;
                assert_eq!(of_siti(c, NOW + 1, 0), "", "of an older generation");
                assert_eq!(sessions::sweep(c, NOW + 100, 0)?, 2, "c and d have run out");
                begin(c, budi, 'e', NOW)?;
                assert_eq!(sessions::sweep(c, NOW + 1, NOW)?, 1, "idle");
                Ok(())
            })
            .unwrap();
    }
}

fn entry(at: i64, account_id: Option<i32>, event: Event) -> Entry {
    Entry {
        at,
        account_id,
        who: "Siti (siti)".to_owned(),
        role: account_id.map(|_| Role::Admin),
        event,
        subject: "budi".to_owned(),
        before: "Pembaca".to_owned(),
        after: "Admin".to_owned(),
        address: "192.0.2.1".to_owned(),
        request_id: "x-1".to_owned(),
    }
}

const ALL: Wanted = Wanted { account_id: None, event: None, from: 0, until: i64::MAX };

#[test]
fn the_audit_log_is_searched() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let siti = add(c, "siti", Role::Admin, None)?;
                let entries = [
                    entry(NOW, None, Event::AddAccount),
                    entry(NOW + 1, Some(siti), Event::SignIn),
                    entry(NOW + 2, Some(siti), Event::ChangeAccount),
                ];
                for (number, entry) in (1..).zip(&entries) {
                    assert_eq!(trail::add(c, entry)?, number);
                }
                for (wanted, numbers) in [
                    (ALL, vec![3, 2, 1]),
                    (Wanted { account_id: Some(siti), ..ALL }, vec![3, 2]),
                    (Wanted { event: Some(Event::SignIn), ..ALL }, vec![2]),
                    (Wanted { from: NOW + 1, ..ALL }, vec![3, 2]),
                    (Wanted { until: NOW + 1, ..ALL }, vec![1]),
                    (Wanted { account_id: Some(77), ..ALL }, vec![]),
                ] {
                    let found = trail::search(c, &wanted, 100, 0)?;
                    assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), numbers);
                    assert_eq!(trail::count(c, &wanted)?, i64::try_from(numbers.len()).unwrap());
                    for (id, found) in found {
                        assert_eq!(found, entries[usize::try_from(id).unwrap() - 1]);
                    }
                }
                let page = trail::search(c, &ALL, 1, 1)?;
                assert_eq!(page[0].0, 2);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_audit_log_is_never_changed() {
    for test in TestDb::both() {
        test.pool.write(|c| trail::add(c, &entry(NOW, None, Event::SignIn))).unwrap();
        let mut statements = vec![
            "update audit set who = 'x'",
            "update audit set at = at where id = 1",
            "delete from audit",
            "delete from audit where id = 1",
        ];
        if test.backend == "SQLite" {
            statements.push(
                "insert or replace into audit select id, at, account_id, 'x', role, act, subject, \
                 old_value, new_value, address, request_id from audit",
            );
        } else {
            statements.push("truncate audit");
            statements.push("truncate account, session, draft, audit");
        }
        for statement in statements {
            let refused = test.pool.write(|c| {
                use diesel::RunQueryDsl;
                Ok(diesel::sql_query(statement).execute(c)?)
            });
            let says = refused.unwrap_err().to_string();
            assert!(
                says.contains("audit entries are never"),
                "{}: {statement}: {says}",
                test.backend
            );
        }
        let kept = test.pool.read(|c| trail::search(c, &ALL, 10, 0)).unwrap();
        assert_eq!(kept, [(1, entry(NOW, None, Event::SignIn))], "{}", test.backend);
    }
}

#[test]
fn what_cannot_be_an_account_is_refused() {
    for test in TestDb::both() {
        let bali = test
            .pool
            .write(|c| {
                add(c, "siti", Role::Admin, None)?;
                Ok(region(c, "51").id)
            })
            .unwrap();
        let refused = |role, region_id, text: &str| {
            test.pool.write(|c| add(c, text, role, region_id)).unwrap_err();
        };
        refused(Role::Reader, None, "siti");
        refused(Role::Reader, Some(bali), "satu");
        refused(Role::RegionalEditor, None, "dua");
        refused(Role::RegionalEditor, Some(1), "tiga");
        for statement in [
            "update account set login = 'Siti'",
            "update account set password_hash = 'rahasia'",
            "update account set role = 'raja'",
            "update account set generation = 0",
            "delete from account where id = 1",
        ] {
            let result = test.pool.write(|c| {
                use diesel::RunQueryDsl;
                // Something refers to it, so that it cannot be deleted.
                trail::add(c, &entry(NOW, Some(1), Event::SignIn))?;
                Ok(diesel::sql_query(statement).execute(c)?)
            });
            assert!(result.is_err(), "{} accepted: {statement}", test.backend);
        }
    }
}
