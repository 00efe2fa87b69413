//! What somebody said by hand about a file that went in, as it is kept with its version.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::finding::{Finding, Severity};
use super::left_out::LeftOut;
use super::report::Report;
use super::sheet::{Book, Row};
use super::stated::FIXES;
use super::{Stated, text};
use crate::db::{Connection, Error, regions, segments};
use crate::domain::rules::Settled;

/// What was said about a file, and what was right in spite of a warning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The answers of the form.
    pub stated: Stated,
    /// The warnings that were accepted, the first ones of each rule.
    pub warnings: Vec<Warning>,
    /// The cells that were written anew, with what they held.
    pub rewritten: Vec<Rewritten>,
    /// The lines that stayed out with what they are about, the first ones; none of before this was kept.
    pub left_out: Vec<LeftOut>,
}

/// A warning that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Warning {
    /// What a rule found about a figure.
    Doubt(Doubted),
    /// What is about no single figure, as a sentence; and all that was kept before figures were named.
    Sentence(String),
}

/// What a rule found about a figure, so that it is known again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubted {
    /// All of it, as a sentence.
    pub told: String,
    /// The code of the rule.
    pub rule: String,
    /// The code of the region.
    pub region: String,
    /// The code of the segment.
    pub segment: String,
    /// The day of the figure.
    pub as_of: NaiveDate,
    /// What is the matter, as the rule says it.
    pub reason: String,
}

/// A cell that was written anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewritten {
    /// Its line.
    pub line: u32,
    /// The title of its column.
    pub column: String,
    /// What the file holds.
    pub old: String,
    /// What was read instead.
    pub new: String,
}

impl Said {
    /// What was said about a file, of its bytes and its finished run.
    pub(super) fn of(
        c: &mut Connection,
        stated: Option<&Stated>,
        report: &Report,
        bytes: &[u8],
    ) -> Result<Self, Error> {
        let stated = stated.cloned().unwrap_or_default();
        Ok(Self {
            warnings: warnings(c, report)?,
            left_out: left_out(&stated, report),
            rewritten: rewritten(&stated, report, bytes),
            stated,
        })
    }

    /// What rules found doubtful about figures, and was accepted.
    pub fn settled(self) -> Vec<Settled> {
        let own = self.warnings.into_iter().filter_map(|warning| match warning {
            Warning::Doubt(Doubted { rule, region, segment, as_of, reason, .. }) => {
                Some(Settled { rule, region, segment, as_of, reason })
            }
            Warning::Sentence(_) => None,
        });
        own.collect()
    }

    /// The lines that stayed out, the first ones; of old versions often only their numbers are known.
    pub fn lines_left_out(&self) -> Vec<LeftOut> {
        if self.left_out.is_empty() { self.stated.lines_left_out() } else { self.left_out.clone() }
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
        let warnings = self.warnings.iter().map(|warning| match warning {
            Warning::Doubt(Doubted { told, .. }) | Warning::Sentence(told) => {
                ("Peringatan yang diterima", told.clone())
            }
        });
        let cells = self.rewritten.iter().map(Rewritten::told).collect::<Vec<_>>().join("; ");
        stated
            .map(|(name, text)| match name {
                FIXES if !cells.is_empty() => (name, cells.clone()),
                _ => (name, text),
            })
            .filter(|(name, text)| *name != "Alasan" && !text.is_empty())
            .chain(warnings)
            .collect()
    }
}

impl Rewritten {
    fn told(&self) -> String {
        let Self { line, column, old, new } = self;
        let old = if old.is_empty() { "(kosong)" } else { old };
        format!("baris {line}, kolom {column}: {old} menjadi {new}")
    }
}

/// Lines that stayed out that are kept.
const KEPT_LEFT_OUT: usize = 1_000;

/// The lines that stay out: those left out by hand, and those that cannot go in.
fn left_out(stated: &Stated, report: &Report) -> Vec<LeftOut> {
    let mut all = stated.lines_left_out();
    let refused = |f: &&Finding| f.severity == Severity::Refuse && f.line > 0;
    let refused: BTreeSet<u32> =
        report.findings.list().iter().filter(refused).map(|f| f.line).collect();
    all.extend(refused.into_iter().map(|line| LeftOut::of(report, line)));
    all.sort_by_key(|own| own.line);
    all.truncate(KEPT_LEFT_OUT);
    all
}

/// The warnings of a run, those about figures with the codes of region and segment.
fn warnings(c: &mut Connection, report: &Report) -> Result<Vec<Warning>, Error> {
    let all = || report.findings.list().iter().filter(|f| f.severity == Severity::Warn);
    let ids: Vec<i32> = all().filter_map(|f| Some(f.figure?.region_id)).collect();
    let (mut regions, mut segments) = (HashMap::new(), HashMap::new());
    if !ids.is_empty() {
        let found = regions::by_ids(c, &ids)?.into_iter();
        regions.extend(found.map(|region| (region.id, region.code.to_string())));
        let found = segments::all(c)?.into_iter();
        segments.extend(found.map(|segment| (segment.id, segment.code.as_str().to_owned())));
    }
    let doubted = |finding: &Finding| {
        let key = finding.figure?;
        Some(Doubted {
            told: finding.told(),
            rule: finding.rule.code().to_owned(),
            region: regions.get(&key.region_id)?.clone(),
            segment: segments.get(&key.segment_id)?.clone(),
            as_of: key.as_of,
            reason: finding.reason.clone(),
        })
    };
    let warning = |finding: &Finding| match doubted(finding) {
        Some(doubted) => Warning::Doubt(doubted),
        None => Warning::Sentence(finding.told()),
    };
    Ok(all().map(warning).collect())
}

/// The cells that were written anew. What they held is read from the file once more; a cell that is not found
/// again held nothing.
fn rewritten(stated: &Stated, report: &Report, bytes: &[u8]) -> Vec<Rewritten> {
    let mut fixes: Vec<_> = stated.fixes.iter().collect();
    fixes.sort_by_key(|(line, place, _)| (*line, *place));
    let Some((last, ..)) = fixes.last() else { return Vec::new() };
    let mut old: HashMap<(u32, usize), String> = HashMap::new();
    let mut look = |row: Row| {
        for (line, place, _) in fixes.iter().filter(|(line, ..)| *line == row.line) {
            let cell = row.cells.get(*place).map(|cell| text::of(cell).into_owned());
            old.insert((*line, *place), cell.unwrap_or_default());
        }
        if row.line < *last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    if let Ok(book) = Book::open(bytes, &report.file_name) {
        // It was read to its end a moment ago.
        _ = book.rows(report.sheet, &mut look);
    }
    let columns = report.header.as_ref().map_or(&[][..], |header| &header.columns);
    let title = |place: usize| {
        let title = columns.get(place).map(|column| column.title.clone());
        title.unwrap_or_else(|| format!("ke-{}", place + 1))
    };
    let cell = |(line, place, new): &(u32, usize, String)| Rewritten {
        line: *line,
        column: title(*place),
        old: old.remove(&(*line, *place)).unwrap_or_default(),
        new: new.clone(),
    };
    fixes.into_iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_before_figures_were_named_is_still_told() {
        let said = Said::read(r#"{"warnings":["Baris 5: peserta lebih besar daripada pekerja."]}"#);
        let told = ("Peringatan yang diterima", "Baris 5: peserta lebih besar daripada pekerja.");
        assert_eq!(said.told().last(), Some(&(told.0, told.1.to_owned())));
        assert!(said.settled().is_empty(), "nobody can know which figure it was");
    }

    #[test]
    fn lines_that_stayed_out_are_known_by_their_numbers_where_no_more_was_kept() {
        let old = Said::read(r#"{"stated":{"left_out":[7,10]}}"#);
        let lines: Vec<u32> = old.lines_left_out().iter().map(|own| own.line).collect();
        assert_eq!(lines, [7, 10]);
        let bungo = LeftOut {
            line: 7,
            region: "15.08 Kabupaten Bungo".to_owned(),
            reason: "Jumlah tidak jelas.".to_owned(),
        };
        let new = Said { left_out: vec![bungo.clone()], ..Said::default() };
        assert_eq!(Said::read(&new.write()).lines_left_out(), [bungo]);
    }

    #[test]
    fn a_doubt_about_a_figure_is_kept_with_all_of_it() {
        let doubted = Doubted {
            told: "Baris 5, 51.03 Kabupaten Badung: terlalu besar.".to_owned(),
            rule: "R2".to_owned(),
            region: "51.03".to_owned(),
            segment: "total".to_owned(),
            as_of: NaiveDate::from_ymd_opt(2025, 11, 30).unwrap_or_default(),
            reason: "terlalu besar.".to_owned(),
        };
        let said = Said { warnings: vec![Warning::Doubt(doubted)], ..Said::default() };
        let read = Said::read(&said.write());
        assert_eq!(read, said);
        let last = read.told().pop().map(|(_, told)| told);
        assert_eq!(last.as_deref(), Some("Baris 5, 51.03 Kabupaten Badung: terlalu besar."));
        assert_eq!(read.settled()[0].region, "51.03");
    }
}
