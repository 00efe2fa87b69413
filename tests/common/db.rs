//! Databases for tests: a fresh one for each test, on both backends.
//!
//! Migrating and filling takes a while, so it happens once for each test program and backend; each
//! test gets a copy. Everything is removed when the test ends.

#![allow(dead_code, reason = "each test program uses its own part of this file")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use cakupan::db::{self, DatabaseUrl, Pool};
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, RunQueryDsl};

/// Where tests find a Postgres server: the address of a database on it, as a user who may create
/// others.
const POSTGRES: &str = "CAKUPAN_TEST_POSTGRES";

/// A database of one test.
pub struct TestDb {
    /// Its name in messages.
    pub backend: &'static str,
    /// Its address.
    pub url: DatabaseUrl,
    /// The same as an operator writes it, with what keeps it secret.
    pub address: String,
    /// Open connections.
    pub pool: Pool,
    _guard: Guard,
}

/// What is in a new database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    Schema,
    Published,
}

impl TestDb {
    /// A database with the schema and the published figures, on each backend.
    pub fn both() -> [Self; 2] {
        [Self::sqlite(Content::Published), Self::postgres(Content::Published)]
    }

    /// A database with the schema only, on each backend.
    pub fn both_migrated() -> [Self; 2] {
        [Self::sqlite(Content::Schema), Self::postgres(Content::Schema)]
    }

    /// A database with nothing in it, on each backend.
    pub fn both_empty() -> [Self; 2] {
        [Self::sqlite(Content::Nothing), Self::postgres(Content::Nothing)]
    }

    /// A SQLite database with the published figures, for what only SQLite does.
    pub fn sqlite_published() -> Self {
        Self::sqlite(Content::Published)
    }

    /// A Postgres database with the published figures, for what only Postgres does.
    pub fn postgres_published() -> Self {
        Self::postgres(Content::Published)
    }

    /// Opens more connections to the same database.
    pub fn reopen(&self) -> Result<Pool, db::Error> {
        Pool::open(&self.url, 2)
    }

    fn sqlite(content: Content) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cakupan.db");
        if content != Content::Nothing {
            std::fs::copy(sqlite_template(content), &path).unwrap();
        }
        let url = DatabaseUrl::sqlite(&path);
        let pool = Pool::open(&url, 4).unwrap();
        let address = format!("sqlite:{}", path.display());
        Self { backend: "SQLite", url, address, pool, _guard: Guard::Folder(folder) }
    }

    fn postgres(content: Content) -> Self {
        let server = server();
        let name = unique_name("test");
        let template = match content {
            Content::Nothing => "template0".to_owned(),
            _ => postgres_template(content),
        };
        server.execute(&format!("create database {name} template {template}"));
        let address = server.address(&name);
        let url: DatabaseUrl = address.parse().unwrap();
        let pool = Pool::open(&url, 4).unwrap();
        Self { backend: "Postgres", url, address, pool, _guard: Guard::Database(name) }
    }
}

enum Guard {
    Folder(tempfile::TempDir),
    Database(String),
}

impl Drop for Guard {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => drop(std::fs::remove_dir_all(folder.path())),
            Self::Database(name) => {
                server().execute(&format!("drop database if exists {name} with (force)"));
            }
        }
    }
}

/// A Postgres server that the tests may use.
pub struct Server {
    address: String,
}

/// The server, or a failure that says how to get one.
pub fn server() -> Server {
    let Ok(address) = std::env::var(POSTGRES) else {
        panic!(
            "{POSTGRES} is not set: the tests need a Postgres server. Run scripts/test, which \
             starts one, or set it to the address of a database whose user may create others."
        )
    };
    Server { address }
}

impl Server {
    /// The address of another database on it.
    pub fn address(&self, database: &str) -> String {
        let (base, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let (server, _) = base.rsplit_once('/').unwrap_or((base, ""));
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        format!("{server}/{database}{query}")
    }

    /// Runs a statement outside of any test database.
    pub fn execute(&self, statement: &str) {
        let mut connection = PgConnection::establish(&self.address)
            .unwrap_or_else(|error| panic!("{POSTGRES} leads to no server: {error}"));
        connection.batch_execute(statement).unwrap();
    }

    /// Drops what test programs that have ended left behind.
    fn sweep(&self) {
        #[derive(diesel::QueryableByName)]
        struct Name {
            #[diesel(sql_type = diesel::sql_types::Text)]
            name: String,
        }
        let mut connection = PgConnection::establish(&self.address)
            .unwrap_or_else(|error| panic!("{POSTGRES} leads to no server: {error}"));
        let names: Vec<Name> = diesel::sql_query("select datname::text as name from pg_database")
            .load(&mut connection)
            .unwrap();
        for Name { name } in names.into_iter().filter(|row| owner_has_ended(&row.name)) {
            let _ =
                connection.batch_execute(&format!("drop database if exists {name} with (force)"));
        }
    }
}

/// Waits until the last connection has closed and taken its write-ahead log with it.
fn settle(path: &Path) {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    for _ in 0..500 {
        if !Path::new(&log).exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{} is still open", path.display());
}

/// Removes templates of test programs that have ended: nothing runs at the end of a program.
fn sweep_files() {
    for file in std::fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if owner_has_ended(&name) {
            let _ = std::fs::remove_file(file.path());
        }
    }
}

/// Whether a name of [`unique_name`] belongs to a program that does not run any more.
fn owner_has_ended(name: &str) -> bool {
    let mut words = name.split('_');
    words.next() == Some("cakupan")
        && words.next().is_some_and(|role| ["test", "template"].contains(&role))
        && words
            .next()
            .and_then(|pid| pid.parse::<u32>().ok())
            .is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists())
}

/// A name that no other test, program or earlier run uses.
fn unique_name(role: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let nanos = std::time::UNIX_EPOCH.elapsed().unwrap().subsec_nanos();
    format!("cakupan_{role}_{}_{nanos}_{number}", std::process::id())
}

fn fill(url: &DatabaseUrl, content: Content) {
    let pool = Pool::open(url, 1).unwrap();
    match content {
        Content::Nothing => {}
        Content::Schema => drop(db::migrations::run(&pool).unwrap()),
        Content::Published => drop(db::prepare(&pool).unwrap()),
    }
}

fn sqlite_template(content: Content) -> PathBuf {
    static SCHEMA: OnceLock<PathBuf> = OnceLock::new();
    static PUBLISHED: OnceLock<PathBuf> = OnceLock::new();
    let cell = if content == Content::Schema { &SCHEMA } else { &PUBLISHED };
    cell.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("{}.db", unique_name("template")));
        sweep_files();
        fill(&DatabaseUrl::sqlite(&path), content);
        settle(&path);
        path
    })
    .clone()
}

fn postgres_template(content: Content) -> String {
    static SCHEMA: OnceLock<String> = OnceLock::new();
    static PUBLISHED: OnceLock<String> = OnceLock::new();
    let cell = if content == Content::Schema { &SCHEMA } else { &PUBLISHED };
    cell.get_or_init(|| {
        let name = unique_name("template");
        let server = server();
        server.sweep();
        server.execute(&format!("create database {name} template template0"));
        fill(&server.address(&name).parse().unwrap(), content);
        name
    })
    .clone()
}
