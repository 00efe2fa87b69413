//! People: who signs in, with what, and what is kept of what they do.
//!
//! Pages and the command line go through the same functions. Those that read or write take a
//! connection, so that a change and its line in the audit log are committed together.
//!
//! - [`secret`]: passwords and tokens.
//! - [`attempts`]: how often somebody may try.
//! - [`session`]: being signed in.
//! - [`account`]: adding, changing and locking accounts.
//! - [`trail`]: the audit log.

pub mod account;
pub mod attempts;
pub mod clock;
pub mod secret;
pub mod session;
pub mod trail;

pub use account::Account;
pub use clock::Clock;

use crate::db::{self, Connection, Pool};

/// Where a request came from; kept with sessions and in the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address of the network.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    /// The number of the request.
    pub request_id: String,
}

/// Why something about people was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// What was given cannot be taken; the caller says so beside the field.
    #[error(transparent)]
    Refused(#[from] account::Refused),
    /// The operating system gives no random numbers, or hashing failed.
    #[error("{0}")]
    Secret(String),
}

impl Error {
    /// The same for those who only know the database.
    pub fn into_store(self) -> db::Error {
        match self {
            Self::Database(error) => error,
            other => db::Error::Query(other.to_string()),
        }
    }
}

/// [`Pool::read`] for functions of this module.
pub fn read<T>(
    pool: &Pool,
    f: impl FnOnce(&mut Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    keep_own(|keep| pool.read(|c| f(c).map_err(keep)))
}

/// [`Pool::write`] for functions of this module: what is refused leaves nothing behind.
pub fn write<T>(
    pool: &Pool,
    f: impl FnOnce(&mut Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    keep_own(|keep| pool.write(|c| f(c).map_err(keep)))
}

/// Runs in a transaction and undoes it all: for what only tells what would come of something.
pub fn rehearse<T>(
    pool: &Pool,
    f: impl FnOnce(&mut Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    keep_own(|keep| pool.attempt(|c| Ok((f(c).map_err(keep)?, false))))
}

/// Carries an error that is none of the database through a transaction, which only knows those.
fn keep_own<T>(
    run: impl FnOnce(&mut dyn FnMut(Error) -> db::Error) -> Result<T, db::Error>,
) -> Result<T, Error> {
    let mut own = None;
    let outcome = run(&mut |error| match error {
        Error::Database(error) => error,
        other => {
            let text = other.to_string();
            own = Some(other);
            db::Error::Option(text)
        }
    });
    match (outcome, own) {
        (_, Some(own)) => Err(own),
        (outcome, None) => Ok(outcome?),
    }
}
