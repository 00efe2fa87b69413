//! Where the findings of an import go besides the report.

use std::path::{Path, PathBuf};

use super::Failure;
use crate::export::findings;
use crate::import::Report;

/// The file that findings go to.
pub enum FindingsFile {
    /// All of them, as comma-separated values.
    List(PathBuf),
    /// The sheet as it came, with its cells marked.
    Sheet(PathBuf),
}

impl FindingsFile {
    /// By the ending of the name.
    pub fn new(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("csv") => Ok(Self::List(path.to_owned())),
            Some("xlsx") => Ok(Self::Sheet(path.to_owned())),
            _ => Err(Failure::Choice(
                "--findings",
                format!("{}: tulis nama berkas yang berakhiran .csv atau .xlsx", path.display()),
            )),
        }
    }

    /// Writes the findings of a run; `bytes` are those of its file.
    pub fn write(&self, report: &Report, bytes: &[u8]) -> Result<(), Failure> {
        let (path, content) = match self {
            Self::List(path) => (path, findings::csv(report).into_bytes()),
            Self::Sheet(path) => (path, findings::xlsx(report, bytes)?),
        };
        std::fs::write(path, content)
            .map_err(|error| Failure::File(path.display().to_string(), error))
    }
}
