//! House rules of the schema, read from the catalogues of both backends.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[path = "common/db.rs"]
mod testdb;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cakupan::db::{self, Connection, Pool};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use testdb::TestDb;

#[derive(Debug, diesel::QueryableByName)]
struct Pair {
    #[diesel(sql_type = Text)]
    a: String,
    #[diesel(sql_type = Text)]
    b: String,
}

/// Two text columns of a query, named `a` and `b`.
fn pairs(pool: &Pool, sqlite: &str, postgres: &str) -> Vec<(String, String)> {
    pool.read(|c| {
        let query = if matches!(c, Connection::Sqlite(_)) { sqlite } else { postgres };
        let rows: Vec<Pair> = diesel::sql_query(query).load(c)?;
        Ok(rows.into_iter().map(|Pair { a, b }| (a, b)).collect())
    })
    .unwrap()
}

/// Tables of Cakupan with their columns.
fn columns(pool: &Pool) -> BTreeMap<String, BTreeSet<String>> {
    let rows = pairs(
        pool,
        "select m.name as a, c.name as b from sqlite_master m, pragma_table_info(m.name) c \
         where m.type = 'table' and m.name not like 'sqlite%' and m.name not like '\\_%' escape '\\'",
        "select table_name::text as a, column_name::text as b from information_schema.columns \
         where table_schema = 'public' and table_name not like '\\_%'",
    );
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, column) in rows {
        tables.entry(table).or_default().insert(column);
    }
    tables
}

/// Foreign keys as (table, columns joined by a comma).
fn foreign_keys(pool: &Pool) -> BTreeSet<(String, String)> {
    pairs(
        pool,
        "select m.name as a, group_concat(f.\"from\") as b \
         from sqlite_master m, pragma_foreign_key_list(m.name) f \
         where m.type = 'table' group by m.name, f.id",
        "select k.conrelid::regclass::text as a, string_agg(c.attname, ',') as b \
         from pg_constraint k join pg_attribute c \
             on c.attrelid = k.conrelid and c.attnum = any (k.conkey) \
         where k.contype = 'f' group by k.oid, k.conrelid",
    )
    .into_iter()
    .collect()
}

/// Columns that some index, or the primary key, begins with, as (table, column).
fn indexed(pool: &Pool) -> BTreeSet<(String, String)> {
    pairs(
        pool,
        // A rowid table has no index for its own key, and needs none.
        "select m.name as a, x.name as b \
         from sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) x \
         where m.type = 'table' and x.seqno = 0 \
         union select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c \
         where m.type = 'table' and c.pk = 1",
        "select i.indrelid::regclass::text as a, c.attname::text as b \
         from pg_index i join pg_attribute c on c.attrelid = i.indrelid and c.attnum = i.indkey[0]",
    )
    .into_iter()
    .collect()
}

/// The definition of each table, one line, lower case.
fn definitions(pool: &Pool) -> BTreeMap<String, String> {
    pairs(
        pool,
        "select name as a, sql as b from sqlite_master \
         where type = 'table' and name not like 'sqlite%' and name not like '\\_%' escape '\\'",
        "select t.relname::text as a, coalesce(string_agg(pg_get_constraintdef(k.oid), '; '), '') \
         as b from pg_class t left join pg_constraint k on k.conrelid = t.oid \
         where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace \
             and t.relname not like '\\_%' group by t.relname",
    )
    .into_iter()
    .map(|(table, text)| {
        (table, text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "))
    })
    .collect()
}

#[test]
fn both_backends_have_the_same_tables_columns_and_foreign_keys() {
    let [sqlite, postgres] = TestDb::both_migrated();
    let tables = columns(&sqlite.pool);
    assert_eq!(tables.len(), 23);
    assert_eq!(tables, columns(&postgres.pool));
    let keys = foreign_keys(&sqlite.pool);
    assert!(keys.len() > 25, "{}", keys.len());
    let mut held = foreign_keys(&postgres.pool);
    for column in HELD_BY_TRIGGERS {
        assert!(held.insert(("observation".into(), column.into())), "{column} is a foreign key");
    }
    assert_eq!(keys, held);
}

/// While a file goes in, SQLite does not look at references row by row, and would not follow one down.
#[test]
fn no_foreign_key_does_anything_by_itself() {
    let [sqlite, _] = TestDb::both_migrated();
    let acting = pairs(
        &sqlite.pool,
        "select m.name as a, f.on_delete || f.on_update as b \
         from sqlite_master m, pragma_foreign_key_list(m.name) f \
         where m.type = 'table' and (f.on_delete <> 'NO ACTION' or f.on_update <> 'NO ACTION')",
        "",
    );
    assert_eq!(acting, []);
}

/// The references of `observation`, which triggers check on Postgres, once for each statement; the
/// tests of refused rows hold them.
const HELD_BY_TRIGGERS: [&str; 5] =
    ["region_id", "segment_id", "source_id", "batch_id", "ended_by"];

/// Millions of rows refer to these, and nobody ever deletes one: an index would make each import
/// longer and the file larger, and answer nothing.
const NOT_INDEXED: [(&str, &str); 2] =
    [("observation", "segment_id"), ("observation", "source_id")];

#[test]
fn every_foreign_key_is_indexed() {
    for test in TestDb::both_migrated() {
        let indexed = indexed(&test.pool);
        let triggers = HELD_BY_TRIGGERS.map(|column| ("observation".into(), column.into()));
        for key in foreign_keys(&test.pool).into_iter().chain(triggers) {
            assert!(!key.1.contains(','), "{key:?} has several columns: teach this test about it");
            let wanted = !NOT_INDEXED.contains(&(key.0.as_str(), key.1.as_str()));
            assert_eq!(indexed.contains(&key), wanted, "{}: the index of {key:?}", test.backend);
        }
    }
}

/// Columns that hold a full date.
const DATES: [&str; 5] = ["as_of", "effective", "newest_total", "valid_from", "valid_to"];

#[test]
fn every_date_is_checked() {
    let [sqlite, postgres] = TestDb::both_migrated();
    let definitions = definitions(&sqlite.pool);
    let mut dates = BTreeSet::new();
    for (table, columns) in columns(&sqlite.pool) {
        for column in columns.iter().filter(|column| DATES.contains(&column.as_str())) {
            let check = format!("check (date({column}) is {column})");
            assert!(definitions[&table].contains(&check), "{table}.{column} is not checked");
            dates.insert((table.clone(), column.clone()));
        }
    }
    // On Postgres the type is the check; and no other column has it, so that none is missing above.
    let typed = pairs(
        &postgres.pool,
        "",
        "select table_name::text as a, column_name::text as b from information_schema.columns \
         where table_schema = 'public' and data_type = 'date'",
    );
    assert_eq!(typed.into_iter().collect::<BTreeSet<_>>(), dates);
}

#[test]
fn a_wrong_date_is_refused() {
    for test in TestDb::both() {
        for date in ["2025-02-30", "2025-2-3", "kemarin", "2025-01-01T00:00:00"] {
            let result = test.pool.write(|c| {
                diesel::sql_query(format!(
                    "insert into shown (segment_id, region_id, as_of, precision, rounded, \
                     statements, disputed, parts_reported, parts_counted, parts_rounded) \
                     values (1, 1, '{date}', 0, false, 0, false, 0, 0, false)"
                ))
                .execute(c)?;
                Ok(())
            });
            // Postgres reads more forms of a date than we write; what it cannot read, it refuses.
            let readable =
                test.backend == "Postgres" && date.starts_with("2025-") && !date.contains("30");
            assert_eq!(result.is_ok(), readable, "{}: {date}", test.backend);
        }
    }
}

/// Columns that hold codes, by table.
const CODES: [(&str, &str); 27] = [
    ("account", "role"),
    ("audit", "role"),
    ("batch", "kind"),
    ("data_state", "id"),
    ("draft", "kind"),
    ("funding", "kind"),
    ("funding", "payer"),
    ("observation", "kind"),
    ("observation", "precision"),
    ("region_alias", "kind"),
    ("region_succession", "kind"),
    ("region_version", "code"),
    ("region_version", "kind"),
    ("region_version", "level"),
    ("region_version_former", "code"),
    ("region_version_former", "kind"),
    ("region_version_former", "level"),
    ("regulation", "kind_code"),
    ("segment", "code"),
    ("segment", "counting"),
    ("shown", "precision"),
    ("source", "authority"),
    ("source", "code"),
    ("source_former", "authority"),
    ("source_former", "code"),
    ("target", "basis"),
    ("bps_code", "code"),
];

#[test]
fn every_code_is_checked() {
    for test in TestDb::both_migrated() {
        let definitions = definitions(&test.pool);
        for (table, columns) in columns(&test.pool) {
            let named = [
                "kind",
                "level",
                "precision",
                "code",
                "basis",
                "counting",
                "payer",
                "authority",
                "kind_code",
                "role",
            ];
            for column in columns.iter().filter(|column| named.contains(&column.as_str())) {
                // The kind of a regulation is the word that was printed.
                if (table.as_str(), column.as_str()) == ("regulation", "kind") {
                    continue;
                }
                assert!(
                    CODES.contains(&(table.as_str(), column.as_str())),
                    "{table}.{column} is new here"
                );
            }
        }
        for (table, column) in CODES {
            let text = &definitions[table];
            let checked = text.match_indices("check (").any(|(at, _)| {
                let rest = &text[at..];
                let end = rest.find(')').unwrap_or(rest.len());
                rest[..end].contains(column)
                    || rest[..(end + 40).min(rest.len())].contains(&format!("({column}"))
            });
            assert!(checked, "{}: {table}.{column} has no check: {text}", test.backend);
        }
    }
}

#[test]
fn wrong_codes_and_half_rows_are_refused() {
    let observation = "insert into observation (region_id, segment_id, as_of, precision, kind, \
                       source_id, batch_id, active, rounded) values";
    let wrong = [
        format!("{observation} (1000, 1, '2025-01-31', 4, 0, 10001, 1, 1, false)"),
        format!("{observation} (1000, 1, '2025-01-31', 0, 9, 10001, 1, 1, false)"),
        format!("{observation} (1000, 1, '2025-01-31', 0, 0, 10001, 1, -1, false)"),
        format!("{observation} (1000, 1, '2025-01-31', 0, 0, 10001, 1, null, false)"),
        format!("{observation} (1000, 1, '2025-01-31', 3, 0, 10001, 1, 1, false)"),
        format!("{observation} (1000, 1, '0001-01-01', 0, 0, 10001, 1, 1, false)"),
        format!("{observation} (1, 1, '2025-01-31', 0, 0, 10001, 1, 1, false)"),
        format!("{observation} (1000, 99, '2025-01-31', 0, 0, 10001, 1, 1, false)"),
        format!("{observation} (1000, 1, '2025-01-31', 0, 0, 9, 1, 1, false)"),
        format!("{observation} (1000, 1, '2025-01-31', 0, 0, 10001, 99, 1, false)"),
        "update observation set segment_id = 99 where region_id = 1000".to_owned(),
        "update observation set ended_by = 99".to_owned(),
        "insert into batch (id, kind, title) values (9, 'secret', 'x')".to_owned(),
        "insert into data_state (id, version, simulated, release, release_hash) \
         values (2, 0, false, 0, '')"
            .to_owned(),
        "update region_version set level = 7".to_owned(),
        "update region_version set valid_to = '2000-01-01' where code = '93'".to_owned(),
        "update source set published_on = '2025-1'".to_owned(),
        "update target set basis = 'menteri'".to_owned(),
        "delete from region where id = 1000".to_owned(),
    ];
    for test in TestDb::both() {
        for statement in &wrong {
            let result = test.pool.write(|c| {
                diesel::sql_query(statement).execute(c)?;
                Ok(())
            });
            assert!(result.is_err(), "{} accepted: {statement}", test.backend);
        }
        let right = format!("{observation} (1000, 1, '2025-01-31', 0, 0, 10001, 1, 1, false)");
        test.pool.write(|c| Ok(diesel::sql_query(&right).execute(c)?)).unwrap();
    }
}

#[test]
fn what_an_observation_refers_to_stays() {
    let parents = [
        ("region_id", "region", "insert into region (id) values (777)"),
        (
            "segment_id",
            "segment",
            "insert into segment (id, code, name, base, counting) \
             values (777, 'baru', 'Baru', '', 'nik')",
        ),
        (
            "source_id",
            "source",
            "insert into source (id, code, publisher, title, published_on, url, authority) \
             values (777, 'baru', '', '', '', '', 6)",
        ),
        ("batch_id", "batch", "insert into batch (id, kind, title) values (777, 'manual', '')"),
        ("ended_by", "batch", "insert into batch (id, kind, title) values (777, 'manual', '')"),
    ];
    for test in TestDb::both() {
        for (column, table, parent) in parents {
            let try_to = |statement: String, with_observation: bool| {
                test.pool.write(|c| {
                    diesel::sql_query(parent).execute(c)?;
                    if with_observation {
                        let at = |own: &str, usual| if own == column { 777 } else { usual };
                        let ended = if column == "ended_by" { "777" } else { "null" };
                        diesel::sql_query(format!(
                            "insert into observation (region_id, segment_id, as_of, precision, \
                             kind, source_id, batch_id, active, rounded, ended_by) \
                             values ({}, {}, '2025-01-31', 0, 0, {}, {}, 1, false, {ended})",
                            at("region_id", 1000),
                            at("segment_id", 1),
                            at("source_id", 10001),
                            at("batch_id", 1),
                        ))
                        .execute(c)?;
                    }
                    diesel::sql_query(statement).execute(c)?;
                    // So that the next column finds nothing of it.
                    Err::<(), _>(db::Error::NotKept)
                })
            };
            for statement in [
                format!("delete from {table} where id = 777"),
                format!("update {table} set id = 778 where id = 777"),
            ] {
                let name = format!("{}, {column}: {statement}", test.backend);
                let free = try_to(statement.clone(), false).unwrap_err();
                assert!(matches!(free, db::Error::NotKept), "{name}: {free}");
                let held = try_to(statement, true).unwrap_err();
                let says = held.to_string().to_lowercase();
                let refused = ["foreign key", "observation refers"];
                assert!(refused.iter().any(|words| says.contains(words)), "{name}: {says}");
            }
            let code = format!("update {table} set id = id");
            assert!(matches!(try_to(code, true), Err(db::Error::NotKept)), "{column}");
        }
    }
}

/// The files of `migrations/BACKEND` as "name/file".
fn migration_files(backend: &str) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(backend);
    for migration in fs::read_dir(folder).unwrap().flatten() {
        let name = migration.file_name().into_string().unwrap();
        for file in fs::read_dir(migration.path()).unwrap().flatten() {
            files.insert(format!("{name}/{}", file.file_name().into_string().unwrap()));
        }
    }
    files
}

#[test]
fn both_folders_hold_the_same_migrations() {
    let sqlite = migration_files("sqlite");
    assert_eq!(sqlite, migration_files("postgres"));
    assert!(!sqlite.is_empty());
    for file in &sqlite {
        let (name, part) = file.split_once('/').unwrap();
        assert!(part == "up.sql" || part == "down.sql", "{file} is neither up nor down");
        assert!(
            sqlite.contains(&format!("{name}/up.sql"))
                && sqlite.contains(&format!("{name}/down.sql"))
        );
    }
}

#[test]
fn migrations_go_up_and_down_and_are_counted() {
    for test in TestDb::both_empty() {
        let all: BTreeSet<String> = migration_files("sqlite")
            .iter()
            .map(|file| file.split('/').next().unwrap().to_owned())
            .collect();
        let all: Vec<String> = all.into_iter().collect();
        assert_eq!(db::migrations::pending(&test.pool).unwrap(), all);
        assert_eq!(db::migrations::run(&test.pool).unwrap(), all);
        assert!(db::migrations::run(&test.pool).unwrap().is_empty());
        let status = db::migrations::status(&test.pool).unwrap();
        assert_eq!((status.applied, status.pending), (all.clone(), vec![]));
        let tables = columns(&test.pool);
        db::migrations::revert_all(&test.pool).unwrap();
        assert!(columns(&test.pool).is_empty(), "{}: a down migration leaves tables", test.backend);
        assert_eq!(db::migrations::run(&test.pool).unwrap(), all);
        assert_eq!(columns(&test.pool), tables);
    }
}

#[test]
fn what_older_titles_say_of_withdrawals_is_kept_in_a_column() {
    const MIGRATION: &str = "2026-11-28-000000_taken_back";
    for test in TestDb::both_migrated() {
        let folder = format!("migrations/{}/{MIGRATION}", test.backend.to_lowercase());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let batch = |id: i32, kind: &str, title: &str| {
            format!(
                "insert into batch (id, kind, title, committed_at) \
                 values ({id}, '{kind}', '{title}', '2026-11-01T00:00:00Z');"
            )
        };
        let own = [
            fs::read_to_string(folder.join("down.sql")).unwrap(),
            batch(101, "import", "a.csv"),
            batch(110, "import", "Penarikan versi 101: nama berkas"),
            batch(111, "manual", "Penarikan versi 101: a.csv"),
            batch(112, "manual", "Penarikan versi 111: Penarikan versi 101: a.csv"),
            batch(113, "manual", "Angka dipilih untuk Bali"),
            batch(114, "manual", "Penarikan versi 999: tidak ada"),
            fs::read_to_string(folder.join("up.sql")).unwrap(),
        ];
        let run = |c: &mut Connection| -> Result<(), db::Error> {
            for text in &own {
                c.batch_execute(text)?;
            }
            Ok(())
        };
        test.pool.write(run).unwrap();
        let query = "select cast(id as text) as a, coalesce(cast(takes_back as text), '') as b \
                     from batch where id > 100 order by id";
        let found = pairs(&test.pool, query, query);
        let wanted =
            [("101", ""), ("110", ""), ("111", "101"), ("112", "111"), ("113", ""), ("114", "")];
        let wanted = wanted.map(|(id, takes)| (id.to_owned(), takes.to_owned()));
        assert_eq!(found, wanted, "{}", test.backend);
    }
}

#[test]
fn what_older_batches_hold_is_counted_by_the_migration() {
    for test in TestDb::both() {
        let kept = |pool: &Pool| {
            let query = "select cast(id as text) as a, contents as b from batch order by id";
            pairs(pool, query, query)
        };
        let counted = kept(&test.pool);
        assert!(counted[0].1.contains("statements"), "{}: {counted:?}", test.backend);
        let folder =
            format!("migrations/{}/2026-11-29-000000_contents", test.backend.to_lowercase());
        let down = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("down.sql");
        let down = fs::read_to_string(down).unwrap();
        let back = |c: &mut Connection| -> Result<(), db::Error> {
            c.batch_execute(&down)?;
            c.batch_execute(
                "delete from __diesel_schema_migrations where version = '20261129000000';
                 insert into batch (id, kind, title, committed_at)
                 values (2, 'manual', 'kosong', '2026-11-01T00:00:00Z')",
            )?;
            Ok(())
        };
        test.pool.write(back).unwrap();
        assert_eq!(db::migrations::run(&test.pool).unwrap(), ["2026-11-29-000000_contents"]);
        let again = kept(&test.pool);
        assert_eq!(again[0], counted[0], "{}", test.backend);
        assert!(again[1].1.contains("\"regions\":null"), "{}: {again:?}", test.backend);
    }
}

/// All statements of `src/db/sql`, by file name.
fn sql_files() -> BTreeMap<String, String> {
    fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/sql"))
        .unwrap()
        .flatten()
        .map(|file| {
            (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())
        })
        .collect()
}

fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            sources(&entry.path(), text);
        } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn every_sql_file_is_used_and_keeps_to_the_dialect() {
    let mut rust = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db"), &mut rust);
    // What one of the backends does not have, or does differently.
    let foreign = [
        "ilike",
        "distinct on",
        "::",
        "strftime",
        "date(",
        "julianday",
        "now()",
        "interval",
        "json",
        "array",
        "ifnull",
        "group_concat",
        "string_agg",
        "row_number",
        "pragma",
        "rowid",
    ];
    let files = sql_files();
    assert!(files.len() > 40);
    for (name, text) in files {
        assert!(rust.contains(&format!("sql/{name}\"")), "{name} is used nowhere");
        let own = name.ends_with(".sqlite.sql") || name.ends_with(".postgres.sql");
        let lower = text.to_lowercase();
        for word in foreign.iter().filter(|_| !own) {
            assert!(!lower.contains(word), "{name} says {word}");
        }
    }
}
