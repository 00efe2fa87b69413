//! The file of a SQLite database, as the operating system sees it.
//!
//! SQLite goes on with the file it has opened, whatever becomes of its name. So the pool compares:
//! a file that was replaced is opened anew, and one that is gone is not made again.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Error;

/// Which file a name stands for: device and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

/// The file under a name; `None` when there is none.
pub(super) fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|file| Identity(file.dev(), file.ino()))
}

/// The error of a database file that is not there.
pub(super) fn missing(path: &Path) -> Error {
    Error::Unreachable(format!("there is no file {}", path.display()))
}

/// The error of a file that was last written with a write-ahead log, in a folder where none can be
/// made: even a reader needs it, to see what a writer does meanwhile.
pub(super) fn log_out_of_reach(path: &Path) -> Error {
    let shown = path.display();
    Error::Unreachable(format!("{shown} can only be read by who may write its folder"))
}

/// The write-ahead log of a database file.
pub(super) fn log(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// Takes the log of a file that was replaced out of the way: SQLite would read it into the new one.
/// It is kept, because it may hold what the old file lacks.
///
/// # Errors
/// When it cannot be renamed.
pub(super) fn set_log_aside(path: &Path) -> Result<(), Error> {
    let failed = |error| {
        let log = log(path);
        Error::Unreachable(format!("{} of another file lies in the way: {error}", log.display()))
    };
    fs::rename(log(path), beside(path, "-wal.old")).map_err(failed)?;
    match fs::remove_file(beside(path, "-shm")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(()),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.into();
    name.push(ending);
    name.into()
}

/// Looks at a file before it is opened. The answer is why it can only be read, if so.
///
/// # Errors
/// When it cannot be opened, or is not there and may not be made.
pub(super) fn check(path: &Path, read_only: bool, create: bool) -> Result<Option<String>, Error> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Error::Unreachable(format!("{shown} is a folder, not a file")));
    }
    if !path.exists() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Error::Unreachable(format!("there is no folder {}", folder.display())));
        }
        return if read_only || !create { Err(missing(path)) } else { Ok(None) };
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
            fs::File::open(path)
                .map_err(|error| Error::Unreachable(format!("{shown} cannot be read: {error}")))?;
            Ok(Some(format!("{shown} may not be written")))
        }
        Err(error) => Err(Error::Unreachable(format!("{shown} cannot be opened: {error}"))),
    }
}
