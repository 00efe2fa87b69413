//! Lines of a file that stay out, for those who did not see the file: what they are about, and why.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Severity};
use super::report::Report;
use crate::domain::narrative::words::sentence_case;

/// A line that stays out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOut {
    /// The line.
    pub line: u32,
    /// Code and full name of its region; where that is unknown, what the row calls it; empty where it was not
    /// kept.
    pub region: String,
    /// What was found about it, as sentences; empty where nothing was, or it was not kept.
    pub reason: String,
}

impl LeftOut {
    /// A line as a report that still asks about it knows it.
    pub(super) fn of(report: &Report, line: u32) -> Self {
        let findings = || {
            let of_line = |f: &&Finding| f.line == line && f.severity != Severity::Inform;
            report.findings.list().iter().filter(of_line)
        };
        let held = report.held.iter().map(|row| (row.line, &row.region));
        let read = report.preview.iter().map(|row| (row.line, &row.region));
        let named = findings().map(|finding| (line, &finding.region)).chain(held).chain(read);
        let mut named = named.filter(|(own, region)| *own == line && !region.is_empty());
        let reasons: Vec<String> = findings().map(|f| sentence_case(&f.reason)).collect();
        Self {
            line,
            region: named.next().map_or_else(String::new, |(_, region)| region.clone()),
            reason: reasons.join(" "),
        }
    }

    /// Whether nothing but the line is known.
    fn is_bare(&self) -> bool {
        self.region.is_empty() && self.reason.is_empty()
    }

    /// The line in short: "7 (15.08 Kabupaten Bungo)".
    pub(super) fn told(&self) -> String {
        if self.region.is_empty() {
            self.line.to_string()
        } else {
            format!("{} ({})", self.line, self.region)
        }
    }
}

/// Takes from a report what is not known yet of lines that stay out, and lets go of those that do not.
pub(super) fn note(known: &mut Vec<LeftOut>, lines: impl Fn(u32) -> bool, report: &Report) {
    known.retain(|own| lines(own.line));
    let asked: BTreeSet<u32> = report.findings.lines();
    for line in asked.into_iter().filter(|line| lines(*line)) {
        if !known.iter().any(|own| own.line == line) {
            known.extend(Some(LeftOut::of(report, line)).filter(|own| !own.is_bare()));
        }
    }
    known.sort_by_key(|own| own.line);
}
