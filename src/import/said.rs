//! What somebody said by hand about a file that went in, as it is kept with its version.

use serde::{Deserialize, Serialize};

use super::Stated;
use super::finding::{Finding, Findings, Severity};

/// What was said about a file, and what was right in spite of a warning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The answers of the form.
    pub stated: Stated,
    /// The warnings that were accepted, as sentences, the first ones of each rule.
    pub warnings: Vec<String>,
}

impl Said {
    pub(super) fn of(stated: Option<&Stated>, findings: &Findings) -> Self {
        let warnings = findings.list().iter().filter(|f| f.severity == Severity::Warn);
        let warnings = warnings.map(Finding::told).collect();
        Self { stated: stated.cloned().unwrap_or_default(), warnings }
    }

    /// Reads what was kept; empty where nothing was.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    pub(super) fn write(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// All of it in pairs of words. The reason is not among them: the version has it.
    pub fn told(&self) -> Vec<(&'static str, String)> {
        if *self == Self::default() {
            return Vec::new();
        }
        let stated = self.stated.told().into_iter();
        let warnings = self.warnings.iter().map(|text| ("Peringatan yang diterima", text.clone()));
        stated
            .filter(|(name, text)| *name != "Alasan" && !text.is_empty())
            .chain(warnings)
            .collect()
    }
}
