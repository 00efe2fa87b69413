//! One connection, to either backend.

use std::fmt::Write as _;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, SqliteConnection};

use super::Error;
use super::url::{Address, DatabaseUrl};

/// A connection to SQLite or Postgres; the functions of this module take it.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The embedded database.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConnection),
}

/// Runs one body on the concrete connection, for what does not compile through the enum: inserts of
/// many rows, `on_conflict`, `COPY`.
macro_rules! on_backend {
    ($connection:expr, |$c:ident| $body:expr) => {
        match $connection {
            $crate::db::connection::AnyConnection::Sqlite($c) => $body,
            $crate::db::connection::AnyConnection::Postgres($c) => $body,
        }
    };
}
pub(super) use on_backend;

/// How long a statement waits for a lock of another program, in milliseconds.
const BUSY_MS: u32 = 5_000;

/// How long Postgres works on one statement of a page.
const STATEMENT_MS: u32 = 10_000;

impl AnyConnection {
    /// Opens a connection. For SQLite, `writable` says whether the file may be written.
    pub(super) fn open(url: &DatabaseUrl, writable: bool) -> Result<Self, Error> {
        match &url.0 {
            Address::Sqlite { path, .. } => open_sqlite(path, writable).map(Self::Sqlite),
            Address::Postgres(url) => open_postgres(url).map(Self::Postgres),
        }
    }
}

fn open_sqlite(path: &Path, writable: bool) -> Result<SqliteConnection, Error> {
    let mut connection = SqliteConnection::establish(&sqlite_uri(path, writable)?)?;
    // One PRAGMA a statement. The timeout first: switching to WAL may already have to wait.
    let mut pragmas = vec![format!("PRAGMA busy_timeout = {BUSY_MS}")];
    if writable {
        pragmas.push("PRAGMA journal_mode = WAL".to_owned());
        pragmas.push("PRAGMA synchronous = NORMAL".to_owned());
    } else {
        pragmas.push("PRAGMA query_only = ON".to_owned());
    }
    pragmas.push("PRAGMA foreign_keys = ON".to_owned());
    // 4 MB for each connection. No memory map: its pages would count once for each connection.
    pragmas.push("PRAGMA cache_size = -4096".to_owned());
    pragmas.push("PRAGMA temp_store = MEMORY".to_owned());
    for pragma in pragmas {
        connection.batch_execute(&pragma)?;
    }
    Ok(connection)
}

/// The file as a URI, so that odd characters in a path are never read as parameters.
fn sqlite_uri(path: &Path, writable: bool) -> Result<String, Error> {
    let text = path.to_str().ok_or_else(|| {
        Error::Unreachable(format!("the path {} is not valid UTF-8", path.display()))
    })?;
    let mut uri = String::from("file:");
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(byte));
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    if writable {
        return Ok(uri);
    }
    // Without a write-ahead log there is nothing to share with a writer, and a folder that cannot
    // be written holds no room for the index of one: such a file is read as it lies there.
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let log_is_empty = std::fs::metadata(log).map_or(true, |log| log.len() == 0);
    uri.push_str(if log_is_empty { "?immutable=1" } else { "?mode=ro" });
    Ok(uri)
}

fn open_postgres(url: &str) -> Result<PgConnection, Error> {
    let mut url = url.to_owned();
    if !url.contains("connect_timeout=") {
        url.push_str(if url.contains('?') { "&" } else { "?" });
        url.push_str("connect_timeout=5");
    }
    let mut connection = PgConnection::establish(&url)?;
    connection.batch_execute(&format!(
        "SET application_name = 'cakupan';
         SET statement_timeout = {STATEMENT_MS};
         SET lock_timeout = {BUSY_MS};
         SET timezone = 'UTC';
         SET client_min_messages = warning"
    ))?;
    Ok(connection)
}
