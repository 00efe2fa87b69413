//! One connection, to either backend.

use std::fmt::Write as _;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::connection::{AnsiTransactionManager, TransactionManager as _};
use diesel::{Connection as _, ConnectionError, PgConnection, SqliteConnection};

use super::Error;
use super::file::{self, Identity};
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

/// 4 MB for each connection to SQLite. No memory map: its pages would count once for each connection.
pub(super) const CACHE_SIZE: i32 = -4096;

/// What a connection may do to a SQLite file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Make it, if it is not there.
    Create,
    /// Write it.
    Write,
    /// Read it.
    Read,
}

impl AnyConnection {
    /// Runs statements within the transaction of this connection, and undoes all that they did, whatever
    /// they return.
    ///
    /// # Errors
    /// Those of the closure, and those of the database.
    pub fn rehearse<T>(
        &mut self,
        f: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        on_backend!(self, |c| AnsiTransactionManager::begin_transaction(c))?;
        let outcome = f(self);
        let undone = on_backend!(self, |c| AnsiTransactionManager::rollback_transaction(c));
        // The database may have undone it by itself; why is what the caller has to know.
        let value = outcome?;
        undone?;
        Ok(value)
    }

    /// Opens a connection.
    ///
    /// With a `file`, only to that one: SQLite looks for its log by name, and closing a connection to
    /// a file that was just put there would write what lies in the log of the old one into it.
    pub(super) fn open(
        url: &DatabaseUrl,
        access: Access,
        file: Option<Identity>,
    ) -> Result<Self, Error> {
        match &url.0 {
            Address::Sqlite { path, .. } => open_sqlite(path, access, file).map(Self::Sqlite),
            Address::Postgres(url) => open_postgres(url).map(Self::Postgres),
        }
    }
}

fn open_sqlite(
    path: &Path,
    access: Access,
    file: Option<Identity>,
) -> Result<SqliteConnection, Error> {
    let mut connection = SqliteConnection::establish(&sqlite_uri(path, access)?)?;
    // Nothing has been read yet, so it can still be closed without a trace.
    if file.is_some() && file::identity(path) != file {
        let shown = path.display();
        return Err(Error::Unreachable(format!("{shown} is gone or was replaced")));
    }
    // One PRAGMA a statement. The timeout first: switching to WAL may already have to wait.
    let mut pragmas = vec![format!("PRAGMA busy_timeout = {BUSY_MS}")];
    if access != Access::Read {
        pragmas.push("PRAGMA journal_mode = WAL".to_owned());
        pragmas.push("PRAGMA synchronous = NORMAL".to_owned());
    }
    pragmas.push("PRAGMA foreign_keys = ON".to_owned());
    pragmas.push(format!("PRAGMA cache_size = {CACHE_SIZE}"));
    pragmas.push("PRAGMA temp_store = MEMORY".to_owned());
    for pragma in pragmas {
        connection.batch_execute(&pragma)?;
    }
    Ok(connection)
}

/// The file as a URI, so that odd characters in a path are never read as parameters.
fn sqlite_uri(path: &Path, access: Access) -> Result<String, Error> {
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
    uri.push_str(match access {
        Access::Create => "?mode=rwc",
        Access::Write => "?mode=rw",
        Access::Read => "?mode=ro",
    });
    Ok(uri)
}

/// What libpq is told where the address says nothing: a server that went away without a word is
/// given up after about half a minute, instead of never.
const NETWORK: [(&str, &str); 5] = [
    ("connect_timeout", "5"),
    ("keepalives_idle", "10"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "20000"),
];

fn with_network(url: &str) -> String {
    let mut url = url.to_owned();
    for (key, value) in NETWORK {
        let query = url.split_once('?').map_or("", |(_, query)| query);
        if !query.split('&').any(|pair| pair.split('=').next() == Some(key)) {
            let joint = if url.contains('?') { '&' } else { '?' };
            let _ = write!(url, "{joint}{key}={value}");
        }
    }
    url
}

fn open_postgres(url: &str) -> Result<PgConnection, Error> {
    let mut connection = PgConnection::establish(&with_network(url)).map_err(unsecret)?;
    connection.batch_execute(&format!(
        "SET application_name = 'cakupan';
         SET statement_timeout = {STATEMENT_MS};
         SET lock_timeout = {BUSY_MS};
         SET timezone = 'UTC';
         SET client_min_messages = warning"
    ))?;
    // `db::error` reads messages in English. Only some roles may choose; others get the language of
    // the server, which is English unless somebody set another one.
    _ = connection.batch_execute(
        "DO $$ BEGIN SET lc_messages = 'C';
         EXCEPTION WHEN insufficient_privilege THEN NULL; END $$",
    );
    Ok(connection)
}

/// libpq repeats what it cannot read of an address, and that may be a piece of the password. What it
/// says about a server is shown.
fn unsecret(error: ConnectionError) -> Error {
    let text = error.to_string();
    let of_server = ["connection to server", "could not translate host"];
    if of_server.iter().any(|start| text.starts_with(start)) && !text.contains("connection option")
    {
        return error.into();
    }
    Error::Unreachable("the server's address or a parameter behind ? is not accepted".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_is_told_only_what_the_address_leaves_open() {
        assert!(with_network("postgres://h/n").starts_with("postgres://h/n?connect_timeout=5&"));
        let own = with_network("postgres://h/n?connect_timeout=60&keepalives_idle=1");
        assert_eq!(own.matches("connect_timeout=").count(), 1, "{own}");
        assert_eq!(own.matches("keepalives_idle=").count(), 1, "{own}");
        assert!(own.contains("&tcp_user_timeout=20000"), "{own}");
    }
}
