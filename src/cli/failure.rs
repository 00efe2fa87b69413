//! Why a command ends with exit code 1: one line that says what happened and what to do.

use std::net::SocketAddr;

use crate::config::Invalid;
use crate::{db, people};

/// The reason that a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A setting cannot be used.
    #[error(transparent)]
    Setting(#[from] Invalid),
    /// The database cannot be used.
    #[error("{0}; {hint}", hint = .0.hint())]
    Database(#[from] db::Error),
    /// The address is taken.
    #[error("{0} is already in use; stop the other program or choose another port with --listen")]
    Busy(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The report of `cakupan check` is not clean.
    #[error("{0} problems found; see the report above")]
    Check(usize),
    /// Something about an account cannot be taken.
    #[error("{0}; nothing was changed")]
    Refused(String),
    /// The operating system refuses something else.
    #[error("{0}: {1}")]
    System(&'static str, std::io::Error),
}

impl From<people::Error> for Failure {
    fn from(error: people::Error) -> Self {
        match error {
            people::Error::Database(error) => Self::Database(error),
            other => Self::Refused(other.to_string()),
        }
    }
}

impl Failure {
    /// Sorts out why an address cannot be listened on.
    pub fn listen(address: SocketAddr, error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            Self::Busy(address)
        } else {
            Self::Listen(address, error)
        }
    }

    /// The whole failure on one line, whatever a library has put into it.
    pub fn line(&self) -> String {
        let text = self.to_string();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
