//! Connections kept open, and the two ways to use one.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::r2d2::{self, ManageConnection, NopErrorHandler, R2D2Connection};

use super::connection::on_backend;
use super::error::CANNOT_BE_REACHED;
use super::url::{Address, DatabaseUrl};
use super::{Connection, Error, migrations, sql::sql};

/// How long a request waits for a free connection.
const WAIT: Duration = Duration::from_secs(3);

/// The number under which writers of Postgres queue; the same for every version of the program.
const WRITER_LOCK: i64 = 7_301_945;

/// Connections to one database, shared by all threads. Cloning is cheap.
///
/// A connection that broke is thrown away and replaced, so that the program works again by itself
/// once the server is back.
#[derive(Clone)]
pub struct Pool {
    inner: r2d2::Pool<Manager>,
    read_only: Option<String>,
}

struct Manager {
    url: DatabaseUrl,
    writable: bool,
}

impl Pool {
    /// Connects and checks what stands there; does not migrate.
    ///
    /// A SQLite file that does not exist is created, its folder is not. A file that may not be
    /// written is opened for reading.
    ///
    /// # Errors
    /// When the database cannot be opened, is no database, is newer than the program or half
    /// migrated. A database that still has to be migrated is not an error here.
    pub fn open(url: &DatabaseUrl, size: u32) -> Result<Self, Error> {
        let read_only = match &url.0 {
            Address::Sqlite { path, read_only } => check_file(path, *read_only)?,
            Address::Postgres(_) => None,
        };
        let manager = Manager { url: url.clone(), writable: read_only.is_none() };
        // The pool would hide the reason of a failure behind a timeout: try once by hand.
        let mut first = manager.connect()?;
        migrations::status_of(&mut first)?;
        drop(first);
        let inner = r2d2::Pool::builder()
            .max_size(size.max(1))
            .min_idle(Some(1))
            .connection_timeout(WAIT)
            .error_handler(Box::new(NopErrorHandler))
            .build_unchecked(manager);
        Ok(Self { inner, read_only })
    }

    /// Why the database can only be read; `None` when it can be written.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Runs queries on one consistent snapshot: what others commit meanwhile is not seen.
    ///
    /// # Errors
    /// Those of the closure, and [`Error::PoolTimeout`] or [`Error::Unreachable`] when no
    /// connection can be had.
    pub fn read<T>(&self, f: impl FnOnce(&mut Connection) -> Result<T, Error>) -> Result<T, Error> {
        let mut connection = self.get()?;
        let begin = match &*connection {
            Connection::Sqlite(_) => "BEGIN",
            Connection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        in_transaction(&mut connection, begin, f)
    }

    /// Runs statements that become visible together, or not at all when the closure fails.
    ///
    /// One writer at a time: a second one waits a few seconds and then gets [`Error::Busy`].
    ///
    /// # Errors
    /// Those of the closure, [`Error::Busy`], [`Error::ReadOnly`], and those of
    /// [`read`](Self::read).
    pub fn write<T>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(reason) = &self.read_only {
            return Err(Error::ReadOnly(reason.clone()));
        }
        let mut connection = self.get()?;
        match &*connection {
            Connection::Sqlite(_) => in_transaction(&mut connection, "BEGIN IMMEDIATE", f),
            Connection::Postgres(_) => in_transaction(&mut connection, "BEGIN", |c| {
                sql("select 1 from pg_advisory_xact_lock($1)").big(WRITER_LOCK).run(c)?;
                // An import or a migration may take longer than a page may.
                sql("set local statement_timeout = 0").run(c)?;
                f(c)
            }),
        }
    }

    fn get(&self) -> Result<r2d2::PooledConnection<Manager>, Error> {
        self.inner.get().map_err(|error| {
            // The pool tells why the last attempt to connect failed only at the end of its text.
            match error.to_string().split_once(CANNOT_BE_REACHED) {
                Some((_, reason)) => Error::Unreachable(reason.to_owned()),
                None => Error::PoolTimeout(WAIT.as_secs()),
            }
        })
    }
}

fn in_transaction<T>(
    connection: &mut Connection,
    begin: &str,
    f: impl FnOnce(&mut Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    on_backend!(connection, |c| AnsiTransactionManager::begin_transaction_sql(c, begin))?;
    match f(connection) {
        Ok(value) => {
            on_backend!(connection, |c| AnsiTransactionManager::commit_transaction(c))?;
            Ok(value)
        }
        Err(error) => {
            // The first error is the one to tell; a connection that cannot roll back is broken and
            // will be thrown away.
            let _ = on_backend!(connection, |c| AnsiTransactionManager::rollback_transaction(c));
            Err(error)
        }
    }
}

impl ManageConnection for Manager {
    type Connection = Connection;
    type Error = Error;

    fn connect(&self) -> Result<Connection, Error> {
        Connection::open(&self.url, self.writable)
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), Error> {
        match connection {
            // A file does not hang up.
            Connection::Sqlite(_) => Ok(()),
            Connection::Postgres(c) => Ok(c.ping()?),
        }
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        // Also true when a panic left a transaction open.
        std::thread::panicking() || connection.is_broken()
    }
}

/// Looks at a SQLite file before it is opened. The answer is why it can only be read, if so.
fn check_file(path: &Path, read_only: bool) -> Result<Option<String>, Error> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Error::Unreachable(format!("{shown} is a folder, not a file")));
    }
    if !path.exists() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Error::Unreachable(format!("there is no folder {}", folder.display())));
        }
        if read_only {
            return Err(Error::Unreachable(format!("there is no file {shown}")));
        }
        return Ok(None);
    }
    if read_only {
        return Ok(Some(format!("{shown} was opened with mode=ro")));
    }
    match OpenOptions::new().read(true).write(true).open(path) {
        Ok(_) => Ok(None),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            std::fs::File::open(path)
                .map_err(|error| Error::Unreachable(format!("{shown} cannot be read: {error}")))?;
            Ok(Some(format!("{shown} may not be written")))
        }
        Err(error) => Err(Error::Unreachable(format!("{shown} cannot be opened: {error}"))),
    }
}
