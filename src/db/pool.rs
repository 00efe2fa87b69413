//! Connections kept open, and the two ways to use one.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::r2d2::{self, ManageConnection, NopErrorHandler, R2D2Connection};
use diesel::sql_types::Text;

use super::connection::{Access, on_backend};
use super::error::SERVER_IS_READ_ONLY;
use super::file::{self, Identity};
use super::sql::sql;
use super::url::{Address, DatabaseUrl};
use super::{Connection, Error, migrations, references};

/// How long a request waits for a free connection.
const WAIT: Duration = Duration::from_secs(3);

/// The number under which writers of Postgres queue; the same for every version of the program.
const WRITER_LOCK: i64 = 7_301_945;

/// Connections to one database, shared by all threads. Cloning is cheap.
///
/// A connection that broke is thrown away and replaced, so that the program works again by itself
/// once the server is back.
#[derive(Clone)]
pub struct Pool(Arc<Shared>);

struct Shared {
    url: DatabaseUrl,
    size: u32,
    current: RwLock<Arc<Connections>>,
    /// Held while the pool looks for another file under the name, and opens it.
    following: Mutex<()>,
    /// Held for writing while a log is set aside, for reading while a connection is opened: SQLite
    /// opens file and log one after the other, by name.
    names: Arc<RwLock<()>>,
}

/// Connections to what stood under the address when they were opened.
struct Connections {
    inner: r2d2::Pool<Manager>,
    read_only: Option<String>,
    file: Option<Identity>,
    /// The write-ahead log that was last seen beside the file.
    log: Mutex<Option<Identity>>,
    failure: Failure,
}

/// Why the last attempt to connect failed; empty when it did not.
type Failure = Arc<Mutex<Option<Error>>>;

#[derive(Debug)]
struct Manager {
    url: DatabaseUrl,
    access: Access,
    file: Option<Identity>,
    failure: Failure,
    names: Arc<RwLock<()>>,
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
        Self::open_or(url, size, true)
    }

    /// The same, for a database that has to be there.
    ///
    /// # Errors
    /// Those of [`open`](Self::open), and when there is no such file.
    pub fn open_existing(url: &DatabaseUrl, size: u32) -> Result<Self, Error> {
        Self::open_or(url, size, false)
    }

    fn open_or(url: &DatabaseUrl, size: u32, create: bool) -> Result<Self, Error> {
        let size = size.max(1);
        let names = Arc::default();
        let current = RwLock::new(Arc::new(Connections::open(url, size, create, &names)?));
        let following = Mutex::new(());
        Ok(Self(Arc::new(Shared { url: url.clone(), size, current, following, names })))
    }

    /// Most connections that are open at once.
    pub fn size(&self) -> u32 {
        self.0.size
    }

    /// Why the database can only be read; `None` when it can be written.
    pub fn read_only(&self) -> Option<String> {
        self.current().read_only.clone()
    }

    fn current(&self) -> Arc<Connections> {
        self.0.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens what stands under the address now, and leaves the connections of before to those who
    /// still use them.
    fn replace(&self, connections: Connections) {
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(connections);
    }

    /// Gives up the connections to a server that does not answer; new ones are made when needed.
    ///
    /// A connection on which somebody waits cannot be ended from here; it is thrown away when the
    /// wait ends.
    pub fn give_up(&self) {
        if matches!(self.0.url.0, Address::Postgres(_)) {
            let read_only = self.read_only();
            let names = &self.0.names;
            self.replace(Connections::new(&self.0.url, self.0.size, read_only, names));
        }
    }

    /// Notices that another file stands under the name of a SQLite database, and opens that.
    ///
    /// # Errors
    /// When the file is gone, or the new one cannot be opened.
    pub(super) fn follow(&self) -> Result<(), Error> {
        let Some(path) = self.0.url.sqlite_path() else { return Ok(()) };
        // One at a time: who came second would take the log of the new file for that of the old one.
        let _following = lock(&self.0.following);
        let current = self.current();
        let found = file::identity(path).ok_or_else(|| file::missing(path))?;
        let log = file::identity(&file::log(path));
        if current.file == Some(found) {
            *lock(&current.log) = log;
            return Ok(());
        }
        tracing::info!(file = %path.display(), "another file stands under this name; opening it");
        if log.is_some() && log == *lock(&current.log) {
            let _names = self.0.names.write().unwrap_or_else(PoisonError::into_inner);
            file::set_log_aside(path)?;
        }
        self.replace(Connections::open(&self.0.url, self.0.size, false, &self.0.names)?);
        Ok(())
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
        let mut connection = self.get_writer()?;
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

    /// Runs statements as [`write`](Self::write) does, and keeps what they did only when the closure
    /// says so: a rehearsal and the real thing are the same way.
    ///
    /// # Errors
    /// Those of [`write`](Self::write).
    pub fn attempt<T>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<(T, bool), Error>,
    ) -> Result<T, Error> {
        let mut outcome = None;
        let written = self.write(keeping(f, &mut outcome));
        kept(outcome, written)
    }

    /// The same for a closure that adds many rows and takes none away: on SQLite, what they refer to is
    /// looked at together, not row by row (decision 024).
    ///
    /// # Errors
    /// Those of [`write`](Self::write).
    pub fn attempt_bulk<T>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<(T, bool), Error>,
    ) -> Result<T, Error> {
        if self.0.url.sqlite_path().is_none() {
            return self.attempt(f);
        }
        let mut outcome = None;
        let written = self.write_together(keeping(f, &mut outcome));
        kept(outcome, written)
    }

    fn write_together(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut connection = self.get_writer()?;
        references::look_up(&mut connection, false)?;
        // After a panic the connection is thrown away.
        let written = in_transaction(&mut connection, "BEGIN IMMEDIATE", |c| {
            f(c)?;
            references::hold_all(c)
        });
        if references::look_up(&mut connection, true).is_err() {
            // Nobody may write with it again: the pool will throw it away.
            on_backend!(&mut *connection, |c| {
                AnsiTransactionManager::transaction_manager_status_mut(c).set_in_error();
            });
        }
        written
    }

    /// The same snapshot as [`read`](Self::read), with temporary tables and as much time as it takes.
    /// Nobody waits for it, and it waits for nobody.
    pub(super) fn read_with_scratch<T>(
        &self,
        f: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut connection = self.get()?;
        match &*connection {
            Connection::Sqlite(_) => in_transaction(&mut connection, "BEGIN", f),
            // To Postgres, making a temporary table is writing.
            Connection::Postgres(_) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE";
                in_transaction(&mut connection, begin, |c| {
                    sql("set local statement_timeout = 0").run(c)?;
                    f(c)
                })
            }
        }
    }

    fn get_writer(&self) -> Result<r2d2::PooledConnection<Manager>, Error> {
        match self.read_only() {
            Some(reason) => Err(Error::ReadOnly(reason)),
            None => self.get(),
        }
    }

    fn get(&self) -> Result<r2d2::PooledConnection<Manager>, Error> {
        let current = self.current();
        current.inner.get().map_err(|_| {
            lock(&current.failure).clone().unwrap_or(Error::PoolTimeout(WAIT.as_secs()))
        })
    }
}

impl Connections {
    /// Connects once by hand, because the pool would hide the reason of a failure behind a timeout.
    fn open(
        url: &DatabaseUrl,
        size: u32,
        create: bool,
        names: &Arc<RwLock<()>>,
    ) -> Result<Self, Error> {
        let mut read_only = match &url.0 {
            Address::Sqlite { path, read_only } => file::check(path, *read_only, create)?,
            Address::Postgres(_) => None,
        };
        let access = match &read_only {
            Some(_) => Access::Read,
            None if create => Access::Create,
            None => Access::Write,
        };
        let mut first = Connection::open(url, access, None)
            .and_then(|mut first| migrations::status_of(&mut first).map(|_| first))
            .map_err(|error| match (error, url.sqlite_path()) {
                (Error::ReadOnly(_), Some(path)) => file::log_out_of_reach(path),
                (error, _) => error,
            })?;
        if let Connection::Postgres(_) = first {
            let setting: Option<(String,)> = sql("select current_setting('transaction_read_only')")
                .first::<(Text,), _>(&mut first)?;
            read_only = setting.filter(|(setting,)| setting == "on").map(|_| {
                format!("the server allows only {SERVER_IS_READ_ONLY}s; it may be a standby")
            });
        }
        Ok(Self::new(url, size, read_only, names))
    }

    fn new(
        url: &DatabaseUrl,
        size: u32,
        read_only: Option<String>,
        names: &Arc<RwLock<()>>,
    ) -> Self {
        let file = url.sqlite_path().and_then(file::identity);
        let log = url.sqlite_path().and_then(|path| file::identity(&file::log(path)));
        let failure = Failure::default();
        let access = if read_only.is_some() { Access::Read } else { Access::Write };
        let names = names.clone();
        let manager = Manager { url: url.clone(), access, file, failure: failure.clone(), names };
        let inner = r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(WAIT)
            .error_handler(Box::new(NopErrorHandler))
            .build_unchecked(manager);
        Self { inner, read_only, file, log: Mutex::new(log), failure }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A closure that gives the answer of another one away, and fails where nothing is to be kept.
fn keeping<T>(
    f: impl FnOnce(&mut Connection) -> Result<(T, bool), Error>,
    outcome: &mut Option<T>,
) -> impl FnOnce(&mut Connection) -> Result<(), Error> {
    |c| {
        let (value, keep) = f(c)?;
        *outcome = Some(value);
        if keep { Ok(()) } else { Err(Error::NotKept) }
    }
}

/// The answer of such a closure.
fn kept<T>(outcome: Option<T>, written: Result<(), Error>) -> Result<T, Error> {
    match (outcome, written) {
        (Some(value), Ok(()) | Err(Error::NotKept)) => Ok(value),
        (_, Err(error)) => Err(error),
        (None, Ok(())) => Err(Error::NotKept),
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
        let outcome = match self.url.sqlite_path() {
            // Another file belongs to other connections: the pool will follow.
            Some(path) if file::identity(path) != self.file => {
                Err(Error::Unreachable(format!("{} is gone or was replaced", path.display())))
            }
            _ => {
                let _names = self.names.read().unwrap_or_else(PoisonError::into_inner);
                Connection::open(&self.url, self.access, self.file)
            }
        };
        *lock(&self.failure) = outcome.as_ref().err().cloned();
        outcome
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
