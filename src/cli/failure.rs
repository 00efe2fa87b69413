//! Why a command ends with exit code 1: one line that says what happened and what to do.

use std::net::SocketAddr;

use crate::config::Invalid;
use crate::{db, export, import, people};

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
    /// A file cannot be read.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// A file cannot be brought in.
    #[error("{}", told(.0))]
    Import(#[from] import::Error),
    /// The findings cannot be written as a workbook.
    #[error(transparent)]
    Export(#[from] export::Error),
    /// Findings keep a file out.
    #[error("nothing was written; see the findings above")]
    Findings,
    /// The value of an option cannot be used.
    #[error("{0}: {1}")]
    Choice(&'static str, String),
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

    /// The exit status: 2 where a file was read and kept out.
    pub fn status(&self) -> u8 {
        if matches!(self, Self::Findings) { 2 } else { 1 }
    }

    /// The whole failure on one line, whatever a library has put into it.
    pub fn line(&self) -> String {
        let text = self.to_string();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Why a file cannot be brought in, for those who have the file.
fn told(error: &import::Error) -> String {
    match error {
        import::Error::Store(error) => format!("{error}; {}", error.hint()),
        other => other.tell(),
    }
}
