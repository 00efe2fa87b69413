//! What can go wrong in the store.
//!
//! The policy: an error names what the *operator* has to deal with, not which library call failed.
//! There are three groups.
//!
//! - The store cannot be used at the moment ([`Error::is_unavailable`]): it is locked, unreachable,
//!   read-only, not migrated, damaged, out of our rights. A page answers 503 and works again without a restart once the
//!   reason is gone; on start the program prints the one line and ends.
//! - What it was given is wrong ([`Error::Data`], [`Error::NotEmpty`], [`Error::Option`]): nothing was written,
//!   because everything happens in one transaction. The message names file, row, column and value.
//! - Anything else is a fault of the program ([`Error::Query`]): a page answers 500.
//!
//! Something that is not there is no error: such functions return an `Option` or an empty list.

use std::fmt;

use crate::domain::list::Use;

use diesel::result::{ConnectionError, DatabaseErrorKind, Error as Diesel};

/// What Postgres says, and we do, of a server that accepts no writes.
pub(super) const SERVER_IS_READ_ONLY: &str = "read-only transaction";

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// No connection: the server is down, the file or its folder is missing, nobody is let in.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// Another program holds the database, or it did not answer in time.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// All connections of the pool stayed in use.
    #[error("no free database connection within {0} seconds")]
    PoolTimeout(u64),
    /// There is no such data version.
    #[error("there is no data version {asked}; the last one is {last}")]
    NoSuchVersion {
        /// The number asked for.
        asked: i64,
        /// The newest one.
        last: i64,
    },
    /// A region or source cannot be taken back, because something refers to it.
    #[error("{code} cannot be taken back: {rows} rows refer to it ({})", .by.label())]
    InUse {
        /// The code of the region or source.
        code: String,
        /// What refers to it.
        by: Use,
        /// How many of them.
        rows: i64,
    },
    /// What would come again refers to a region that is not there any more.
    #[error("the region {code} is gone, and what would come again refers to it")]
    Gone {
        /// The code of the region.
        code: String,
    },
    /// What was done was only a rehearsal; [`Pool::attempt`](super::Pool::attempt) keeps this to itself.
    #[error("the statements were only rehearsed")]
    NotKept,
    /// It can be read, but not written.
    #[error("the database is read-only: {0}")]
    ReadOnly(String),
    /// The user of the database may not do what Cakupan has to.
    #[error("the database refuses its user: {0}")]
    Forbidden(String),
    /// The schema is older than this program, or there is none yet.
    #[error("the database is not migrated: {0}")]
    NotMigrated(String),
    /// The schema is in a state that no version of the program leaves behind.
    #[error("the database is half migrated: {0}")]
    HalfMigrated(String),
    /// A newer version of the program has migrated it.
    #[error("the database is newer than this program: it holds migration {0}")]
    NewerThanProgram(String),
    /// Not a database, or damaged.
    #[error("the database is damaged or not a database: {0}")]
    Corrupt(String),
    /// A row of a data file was refused.
    #[error("{0}")]
    Data(#[from] DataError),
    /// Simulated figures would be mixed with others.
    #[error("the database already holds figures; simulated ones go into an empty database only")]
    NotEmpty,
    /// A setting of a command makes no sense.
    #[error("{0}")]
    Option(String),
    /// A query failed, or a stored value is not what the program writes.
    #[error("a database query failed: {0}")]
    Query(String),
}

/// A row of a data file that was refused, with its place and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The file, as it is named under `data/`.
    pub file: String,
    /// Line and column; `None` when the file as a whole is meant.
    pub place: Option<Place>,
    /// What stands there.
    pub value: String,
    /// What is wrong with it; completes the sentence "VALUE ...".
    pub reason: String,
}

/// A field of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line of the file; the header is line 1.
    pub row: u64,
    /// The column by its header; empty when the row as a whole is meant.
    pub column: String,
}

impl std::error::Error for DataError {}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(Place { row, column }) = &self.place {
            write!(f, ", row {row}")?;
            if !column.is_empty() {
                write!(f, ", column {column}")?;
            }
        }
        write!(f, ": {:?} {}", self.value, self.reason)
    }
}

impl Error {
    /// Whether the store cannot be used at the moment, so that trying again later makes sense.
    pub fn is_unavailable(&self) -> bool {
        !matches!(
            self,
            Self::Data(_) | Self::NotEmpty | Self::Option(_) | Self::InUse { .. } | Self::Query(_)
        )
    }

    /// What the operator can do, in one line.
    pub fn hint(&self) -> String {
        match self {
            Self::Unreachable(_) => {
                "check the address (--database), that the server runs and that the folder exists"
            }
            Self::Busy(_) => "wait for the other program, or end it",
            Self::PoolTimeout(_) => "the load is too high for the pool; try again",
            Self::ReadOnly(reason) if reason.contains(SERVER_IS_READ_ONLY) => {
                "a standby cannot be written: point --database to the primary server"
            }
            Self::ReadOnly(_) => "give this user the right to write the file and its folder",
            Self::Forbidden(_) => {
                "give this role its rights: all on the schema and its tables, or at least SELECT \
                 on the tables to read a database that is up to date"
            }
            Self::NotMigrated(_) => "run `cakupan migrate`, or start `cakupan serve` once",
            Self::HalfMigrated(_) => "restore the last backup, or start with a new database",
            Self::NewerThanProgram(_) => "start the newer version of Cakupan",
            Self::Corrupt(_) => "restore the last backup, or point --database to another file",
            Self::Data(_) => "correct the file; nothing was written",
            Self::NotEmpty => "point --database to a new file",
            Self::Option(_) => "see `cakupan help`",
            Self::InUse { .. } => "take back what refers to it first",
            Self::NoSuchVersion { .. } => "ask for one between 1 and the last one",
            Self::NotKept | Self::Gone { .. } | Self::Query(_) => {
                "this is a fault of Cakupan; please report it with the log"
            }
        }
        .to_owned()
    }

    /// A value in the database that this program does not write.
    pub(super) fn stored(what: &str, value: impl fmt::Display) -> Self {
        Self::Query(format!("{value} is stored as {what}, which this program does not know"))
    }
}

/// Sorts an error of a query by what it means to the operator.
///
/// diesel tells few kinds apart and keeps no error codes, so texts are read. Those of SQLite are never
/// translated. Those of Postgres are English where the role may choose the language of its messages
/// (`connection`) or the server speaks it anyway; in any other language, an error of which diesel
/// does not know the kind is an [`Error::Query`].
impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        let Diesel::DatabaseError(kind, info) = &error else {
            return match error {
                Diesel::BrokenTransactionManager => Self::Unreachable("connection lost".to_owned()),
                other => Self::Query(other.to_string()),
            };
        };
        let text = one_line(info.message());
        let says = |part: &str| text.contains(part);
        match kind {
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                Self::Unreachable(text)
            }
            DatabaseErrorKind::ReadOnlyTransaction => Self::ReadOnly(text),
            DatabaseErrorKind::SerializationFailure => Self::Busy(text),
            _ if says("database is locked")
                || says("database table is locked")
                || says("database schema is locked")
                || says("lock timeout")
                || says("statement timeout") =>
            {
                Self::Busy(text)
            }
            _ if says(SERVER_IS_READ_ONLY) => Self::ReadOnly(text),
            _ if says("permission denied") || says("must be owner") => Self::Forbidden(text),
            _ if says("relation \"") && says("does not exist") => Self::NotMigrated(text),
            _ if says("readonly database") => Self::ReadOnly(text),
            _ if says("is not a database") || says("disk image is malformed") => {
                Self::Corrupt(text)
            }
            _ if says("no such table") || says("no such column") => Self::NotMigrated(text),
            _ if says("unable to open database file")
                || says("disk I/O error")
                || says("disk is full")
                || says("server closed the connection") =>
            {
                Self::Unreachable(text)
            }
            _ => Self::Query(text),
        }
    }
}

impl From<ConnectionError> for Error {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::CouldntSetupConfiguration(error) => error.into(),
            other => Self::Unreachable(one_line(&other.to_string())),
        }
    }
}

/// Server messages may span lines; a log entry and a 503 page want one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
