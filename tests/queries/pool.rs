//! Opening, reading, writing, and what happens when the database misbehaves.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cakupan::db::seed::Outcome;
use cakupan::db::{self, DatabaseUrl, Error, Pool, state};
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, RunQueryDsl, SqliteConnection};

use crate::testdb::{TestDb, server};
use crate::{count, execute};

fn open(url: &str) -> Result<Pool, Error> {
    Pool::open(&url.parse().unwrap(), 2)
}

/// The one line that an operator sees, after checking that it is one.
#[track_caller]
fn line(error: &Error) -> String {
    let line = error.to_string();
    assert!(!line.contains('\n') && !line.is_empty(), "{line:?}");
    assert!(!error.hint().is_empty());
    line
}

#[test]
fn a_missing_folder_or_file_is_named_and_nothing_is_created() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/such/cakupan.db");
    let error = open(&format!("sqlite:{}", missing.display())).err().unwrap();
    assert!(matches!(&error, Error::Unreachable(_)) && error.is_unavailable());
    assert!(line(&error).contains("no/such"), "{error}");
    let error = open(&format!("sqlite:{}", folder.path().display())).err().unwrap();
    assert!(line(&error).contains("is a folder"), "{error}");
    let file = folder.path().join("x.db");
    let error = open(&format!("sqlite:{}?mode=ro", file.display())).err().unwrap();
    assert!(line(&error).contains("there is no file"), "{error}");
    assert!(!file.exists());
}

#[test]
fn odd_characters_in_a_path_are_part_of_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b#c%20é.db");
    let pool = Pool::open(&DatabaseUrl::sqlite(&path), 1).unwrap();
    db::migrations::run(&pool).unwrap();
    assert!(path.exists());
    assert_eq!(
        std::fs::read_dir(folder.path())
            .unwrap()
            .flatten()
            .filter(|f| { f.path().extension().is_some_and(|e| e == "db") })
            .count(),
        1
    );
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    std::fs::write(&path, "Dear diary, this is not a database.\n".repeat(200)).unwrap();
    let error = Pool::open(&DatabaseUrl::sqlite(&path), 1).err().unwrap();
    assert!(matches!(&error, Error::Corrupt(_)), "{error:?}");
    line(&error);
}

#[test]
fn the_database_of_another_program_is_refused() {
    for test in TestDb::both_empty() {
        test.pool.write(|c| Ok(execute(c, "create table observation (x integer)"))).unwrap();
        let error = test.reopen().err().unwrap();
        assert!(matches!(&error, Error::HalfMigrated(_)), "{}: {error:?}", test.backend);
        line(&error);
        let error = db::prepare(&test.pool).unwrap_err();
        assert!(matches!(error, Error::HalfMigrated(_)), "{}: {error:?}", test.backend);
    }
}

#[test]
fn a_half_migrated_database_is_refused() {
    for test in TestDb::both_migrated() {
        test.pool.write(|c| Ok(execute(c, "drop table data_state"))).unwrap();
        let error = test.reopen().err().unwrap();
        assert!(matches!(&error, Error::HalfMigrated(_)), "{}: {error:?}", test.backend);
        line(&error);
    }
    for test in TestDb::both() {
        test.pool.write(|c| Ok(execute(c, "delete from data_state"))).unwrap();
        let error = test.pool.read(state::load).unwrap_err();
        assert!(matches!(error, Error::HalfMigrated(_)), "{}: {error:?}", test.backend);
    }
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    for test in TestDb::both() {
        let future = "insert into __diesel_schema_migrations (version) values ('29990101000000')";
        test.pool.write(|c| Ok(execute(c, future))).unwrap();
        let error = test.reopen().err().unwrap();
        assert!(matches!(&error, Error::NewerThanProgram(v) if v == "29990101000000"), "{error:?}");
        line(&error);
        let error = db::prepare(&test.pool).unwrap_err();
        assert!(matches!(error, Error::NewerThanProgram(_)), "{}", test.backend);
    }
}

#[test]
fn an_empty_database_says_that_it_is_not_migrated() {
    for test in TestDb::both_empty() {
        assert!(!db::migrations::pending(&test.pool).unwrap().is_empty(), "{}", test.backend);
        if test.backend == "SQLite" {
            let error = test.pool.read(state::load).unwrap_err();
            assert!(matches!(&error, Error::NotMigrated(_)) && error.is_unavailable());
            line(&error);
        }
    }
}

#[test]
fn a_server_that_is_not_there_is_unreachable() {
    for url in [
        "postgres://nobody@127.0.0.1:1/none".to_owned(),
        server().address("cakupan_no_such_database"),
    ] {
        let begin = Instant::now();
        let error = open(&url).err().unwrap();
        assert!(matches!(&error, Error::Unreachable(_)) && error.is_unavailable(), "{error:?}");
        line(&error);
        assert!(begin.elapsed() < Duration::from_secs(6));
    }
}

#[test]
fn a_read_only_database_is_served_but_not_written() {
    // Beside a writer, whose write-ahead log is read too, and as a file that nobody has open.
    let test = TestDb::sqlite_published();
    test.pool.write(|c| Ok(execute(c, "update batch set note = 'in the log'"))).unwrap();
    let alone = tempfile::tempdir().unwrap();
    let path = alone.path().join("cakupan.db");
    let copy = format!("vacuum into '{}'", path.display());
    SqliteConnection::establish(test.url.sqlite_path().unwrap().to_str().unwrap())
        .unwrap()
        .batch_execute(&copy)
        .unwrap();
    for path in [test.url.sqlite_path().unwrap(), &path] {
        let pool = open(&format!("sqlite:{}?mode=ro", path.display())).unwrap();
        assert!(pool.read_only().is_some());
        assert_eq!(pool.read(state::load).unwrap().version, 1);
        let noted = "batch where note = 'in the log'";
        assert_eq!(pool.read(|c| Ok(count(c, noted))).unwrap(), 1, "{}", path.display());
        assert_eq!(db::prepare(&pool).unwrap(), Outcome::Unchanged);
        let error = pool.write(|_| Ok(())).unwrap_err();
        assert!(matches!(&error, Error::ReadOnly(_)) && error.is_unavailable(), "{error:?}");
        line(&error);
    }
    assert_eq!(std::fs::read_dir(alone.path()).unwrap().count(), 1, "nothing was made beside it");
}

#[test]
fn a_read_only_database_without_a_schema_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.db");
    std::fs::write(&path, "").unwrap();
    let pool = open(&format!("sqlite:{}?mode=ro", path.display())).unwrap();
    let error = db::prepare(&pool).unwrap_err();
    assert!(matches!(&error, Error::NotMigrated(_)), "{error:?}");
    assert!(line(&error).contains("foundation"), "{error}");
}

#[test]
fn a_locked_database_is_busy_and_works_again_when_it_is_free() {
    let test = TestDb::sqlite_published();
    let path = test.url.sqlite_path().unwrap().to_str().unwrap();
    let mut other = SqliteConnection::establish(path).unwrap();
    // The pool may be opening a connection in this moment.
    other.batch_execute("pragma busy_timeout = 5000; begin immediate").unwrap();
    let error = test.pool.write(|_| Ok(())).unwrap_err();
    assert!(matches!(&error, Error::Busy(_)) && error.is_unavailable(), "{error:?}");
    line(&error);
    assert_eq!(test.pool.read(state::load).unwrap().version, 1, "readers do not wait");
    other.batch_execute("rollback").unwrap();
    test.pool.write(|c| Ok(execute(c, "update batch set note = 'x'"))).unwrap();
}

#[test]
fn a_database_locked_as_a_whole_is_busy_on_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("locked.db");
    let mut other = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    other.batch_execute("create table t (x)").unwrap();
    other.batch_execute("begin exclusive").unwrap();
    let error = Pool::open(&DatabaseUrl::sqlite(&path), 1).err().unwrap();
    assert!(matches!(&error, Error::Busy(_)), "{error:?}");
    line(&error);
}

#[test]
fn a_second_writer_of_postgres_waits_and_is_then_refused() {
    let test = TestDb::postgres_published();
    let error = test
        .pool
        .write(|_| {
            let error = test.pool.write(|_| Ok(())).unwrap_err();
            Ok(error)
        })
        .unwrap();
    assert!(matches!(&error, Error::Busy(_)), "{error:?}");
    line(&error);
}

#[test]
fn all_connections_in_use_is_a_timeout() {
    for test in TestDb::both() {
        let pool = Pool::open(&test.url, 1).unwrap();
        let error = pool.read(|_| Ok(pool.read(|_| Ok(())).unwrap_err())).unwrap();
        assert!(matches!(&error, Error::PoolTimeout(3)) && error.is_unavailable(), "{error:?}");
        line(&error);
    }
}

#[test]
fn readers_see_one_snapshot() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let before = count(c, "batch");
                test.pool.write(|c| {
                    Ok(execute(c, "insert into batch (id, kind, title) values (7, 'manual', 'x')"))
                })?;
                assert_eq!(count(c, "batch"), before, "{}", test.backend);
                Ok(())
            })
            .unwrap();
        assert_eq!(test.pool.read(|c| Ok(count(c, "batch"))).unwrap(), 2);
    }
}

#[test]
fn a_failed_or_panicking_write_leaves_nothing() {
    for test in TestDb::both() {
        let insert = "insert into batch (id, kind, title) values (7, 'manual', 'x')";
        let error = test
            .pool
            .write(|c| {
                execute(c, insert);
                Err::<(), _>(Error::NotEmpty)
            })
            .unwrap_err();
        assert!(matches!(error, Error::NotEmpty));
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            test.pool.write(|c| {
                execute(c, insert);
                assert_eq!(count(c, "batch"), 0, "on purpose");
                Ok(())
            })
        }));
        assert!(panicked.is_err());
        // Every connection of the pool is sound.
        for _ in 0..8 {
            assert_eq!(test.pool.write(|c| Ok(count(c, "batch"))).unwrap(), 1, "{}", test.backend);
        }
    }
}

#[test]
fn reading_does_not_write() {
    let test = TestDb::postgres_published();
    let result = test.pool.read(|c| {
        diesel::sql_query("update batch set note = 'x'").execute(c)?;
        Ok(())
    });
    assert!(matches!(result, Err(Error::ReadOnly(_))), "{result:?}");
}

#[test]
fn readers_and_a_writer_work_at_once() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                execute(c, "insert into batch (id, kind, title) values (100, 'manual', '0')");
                Ok(execute(c, "insert into batch (id, kind, title) values (101, 'manual', '0')"))
            })
            .unwrap();
        let done = AtomicBool::new(false);
        let all_ready = Barrier::new(3);
        std::thread::scope(|scope| {
            let readers: Vec<_> = (0..2)
                .map(|_| {
                    scope.spawn(|| {
                        all_ready.wait();
                        loop {
                            let titles = "(select distinct title from batch where id >= 100) t";
                            let different = test.pool.read(|c| Ok(count(c, titles))).unwrap();
                            assert_eq!(different, 1, "half a write was seen");
                            if done.load(Ordering::Relaxed) {
                                break;
                            }
                        }
                    })
                })
                .collect();
            all_ready.wait();
            for number in 1..=40 {
                test.pool
                    .write(|c| {
                        execute(c, &format!("update batch set title = '{number}' where id = 100"));
                        Ok(execute(
                            c,
                            &format!("update batch set title = '{number}' where id = 101"),
                        ))
                    })
                    .unwrap();
            }
            done.store(true, Ordering::Relaxed);
            for reader in readers {
                reader.join().unwrap();
            }
        });
    }
}

#[test]
fn the_pool_recovers_when_the_server_is_back() {
    let test = TestDb::postgres_published();
    assert_eq!(test.pool.read(state::load).unwrap().version, 1);
    let name = test.url.to_string().rsplit('/').next().unwrap().to_owned();
    let cut =
        format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    // Connections that are cut are replaced without anybody noticing.
    server().execute(&cut);
    assert_eq!(test.pool.read(state::load).unwrap().version, 1);
    // A server that lets nobody in is unreachable, until it does.
    server().execute(&format!("alter database {name} allow_connections false"));
    server().execute(&cut);
    let error = test.pool.read(state::load).unwrap_err();
    assert!(matches!(&error, Error::Unreachable(_)) && error.is_unavailable(), "{error:?}");
    assert_eq!(line(&error).matches("cannot be reached").count(), 1, "{error}");
    server().execute(&format!("alter database {name} allow_connections true"));
    let begin = Instant::now();
    while test.pool.read(state::load).is_err() {
        assert!(begin.elapsed() < Duration::from_secs(10), "it does not recover");
    }
}

#[test]
fn a_connection_cut_in_the_middle_of_a_page_is_unreachable() {
    let test = TestDb::postgres_published();
    let result = test.pool.read(|c| {
        server().execute(&format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}'",
            test.url.to_string().rsplit('/').next().unwrap()
        ));
        state::load(c)
    });
    let error = result.unwrap_err();
    assert!(error.is_unavailable(), "{error:?}");
    assert_eq!(test.pool.read(state::load).unwrap().version, 1);
}

#[test]
fn a_role_without_rights_is_told_which() {
    let test = TestDb::postgres_published();
    let role = format!("{}_role", test.url.to_string().rsplit('/').next().unwrap());
    server().execute(&format!("create role {role} login"));
    let url = test.url.to_string();
    let (_, rest) = url.split_once("://").unwrap();
    let at = rest.split_once('@').map_or(rest, |(_, at)| at);
    let error = open(&format!("postgres://{role}@{at}")).err();
    server().execute(&format!("drop role {role}"));
    let error = error.unwrap();
    assert!(matches!(&error, Error::Forbidden(_)) && error.is_unavailable(), "{error:?}");
    assert!(line(&error).contains("permission denied for table"), "{error}");
    assert!(error.hint().contains("rights"));
}

#[test]
fn a_server_that_is_read_only_is_served_but_not_written() {
    let test = TestDb::postgres_published();
    let name = test.url.to_string().rsplit('/').next().unwrap().to_owned();
    server().execute(&format!("alter database {name} set default_transaction_read_only = on"));
    let pool = test.reopen().unwrap();
    assert_eq!(db::prepare(&pool).unwrap(), Outcome::Unchanged);
    let error = pool.write(|_| Ok(())).unwrap_err();
    assert!(matches!(&error, Error::ReadOnly(_)), "{error:?}");
    assert!(error.hint().contains("standby") && !error.hint().contains("file"), "{error}");
}

#[test]
fn the_reason_of_a_failure_to_connect_is_told_once() {
    let error = open("postgres://127.0.0.1:1/none").err().unwrap();
    assert_eq!(line(&error).matches("cannot be reached").count(), 1, "{error}");
    // libpq would repeat the value.
    let error = open("postgres://127.0.0.1:1/none?keepalives=geheim").err().unwrap();
    assert!(!line(&error).contains("geheim"), "{error}");
}

#[test]
fn postgres_is_reached_over_tls() {
    let test = TestDb::postgres_published();
    let address = test.url.to_string();
    let joint = if address.contains('?') { '&' } else { '?' };
    let pool = open(&format!("{address}{joint}sslmode=require"))
        .unwrap_or_else(|error| panic!("the test server must run with ssl = on: {error}"));
    let encrypted = "pg_stat_ssl where pid = pg_backend_pid() and ssl";
    assert_eq!(pool.read(|c| Ok(count(c, encrypted))).unwrap(), 1);
    assert_eq!(pool.read(state::load).unwrap().version, 1);
}

#[test]
fn postgres_knows_who_connects_and_how_long_a_page_may_take() {
    let test = TestDb::postgres_published();
    test.pool
        .read(|c| {
            let own =
                "pg_stat_activity where pid = pg_backend_pid() and application_name = 'cakupan'";
            assert_eq!(count(c, own), 1);
            let limit = "pg_settings where name = 'statement_timeout' and setting = '10000'";
            assert_eq!(count(c, limit), 1);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_check_and_a_writer_do_not_wait_for_each_other() {
    for test in TestDb::both() {
        let other = test.reopen().unwrap();
        test.pool
            .write(|c| {
                assert_eq!(db::audit::problems(&other)?, Vec::<String>::new());
                assert_eq!(count(c, "shown where statements < 0"), 0);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_server_of_another_language_answers_in_english() {
    #[derive(diesel::QueryableByName)]
    struct Setting {
        #[diesel(sql_type = diesel::sql_types::Text)]
        setting: String,
    }
    let test = TestDb::postgres_published();
    let name = test.url.to_string().rsplit('/').next().unwrap().to_owned();
    // Every system knows this name; it stands for any language but the one that is asked for.
    server().execute(&format!("alter database {name} set lc_messages = 'POSIX'"));
    let pool = test.reopen().unwrap();
    let query = "select current_setting('lc_messages') as setting";
    let found: Vec<Setting> =
        pool.read(|c| Ok(diesel::sql_query(query).load::<Setting>(c)?)).unwrap();
    assert_eq!(found[0].setting, "C");
}

/// Everybody notices at the same time that another file stands there; the log that the first one
/// writes must not be taken for that of the old file.
#[test]
fn a_replaced_file_is_followed_once() {
    const THREADS: usize = 6;
    for round in 0..10 {
        let test = TestDb::sqlite_published();
        let path = test.url.sqlite_path().unwrap();
        let copy = path.with_extension("copy");
        std::fs::copy(path, &copy).unwrap();
        let pool = Pool::open(&test.url, u32::try_from(THREADS).unwrap()).unwrap();
        pool.write(|c| Ok(execute(c, "update batch set note = 'old'"))).unwrap();
        state::look(&pool).unwrap();
        let old_log = std::fs::read(path.with_extension("db-wal")).unwrap();
        assert!(!old_log.is_empty());
        std::fs::rename(&copy, path).unwrap();
        let start = Barrier::new(THREADS);
        std::thread::scope(|scope| {
            for thread in 0..THREADS {
                let (pool, start) = (&pool, &start);
                scope.spawn(move || {
                    start.wait();
                    state::look(pool).unwrap();
                    let insert = format!("insert into region (id) values ({})", 6000 + thread);
                    pool.write(|c| Ok(execute(c, &insert))).unwrap();
                    state::look(pool).unwrap();
                });
            }
        });
        let other = Pool::open_existing(&test.url, 1).unwrap();
        let (regions, notes) = other
            .read(|c| {
                let regions = count(c, "region where id >= 6000");
                Ok((regions, count(c, "batch where note = 'old'")))
            })
            .unwrap();
        assert_eq!((usize::try_from(regions).unwrap(), notes), (THREADS, 0), "round {round}");
        assert!(std::fs::read(path.with_extension("db-wal.old")).unwrap() == old_log);
    }
}
