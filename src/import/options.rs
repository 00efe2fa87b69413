//! What the user says about a file that the file does not say itself.

use std::collections::{BTreeSet, HashMap};

use super::finding::Doubt;
use super::header::{Column, Field};
use super::number::Style;
use super::places::CodeSystem;
use super::rules::Thresholds;
use crate::domain::{AsOf, Kind, Level, List, RegionCode, SegmentCode};

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// Figures of regions.
    #[default]
    Figures,
    /// Targets.
    Targets,
    /// Statements on money.
    Funding,
    /// Rules.
    Regulations,
    /// Kecamatan, kelurahan and desa.
    Regions,
    /// Who published what.
    Sources,
}

impl Content {
    /// Every content with its word in forms and its name for users.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Figures, "angka", "Angka kepesertaan"),
        (Self::Targets, "target", "Target"),
        (Self::Funding, "pendanaan", "Pendanaan"),
        (Self::Regulations, "regulasi", "Regulasi"),
        (Self::Regions, "wilayah", "Wilayah"),
        (Self::Sources, "sumber", "Sumber"),
    ];

    /// The content of a word; `None` for any other.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == word).map(|(content, ..)| *content)
    }

    /// The content of a word; figures for any other.
    pub fn parse(word: &str) -> Self {
        Self::find(word).unwrap_or_default()
    }

    /// Its name for users.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(own, ..)| *own == self).map_or("", |(.., label)| label)
    }

    /// Its word in forms.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(own, ..)| *own == self).map_or("", |(_, word, _)| word)
    }

    /// The list that it is a file of; `None` for figures.
    pub fn list(self) -> Option<List> {
        match self {
            Self::Figures => None,
            Self::Targets => Some(List::Targets),
            Self::Funding => Some(List::Funding),
            Self::Regulations => Some(List::Regulations),
            Self::Regions => Some(List::Regions),
            Self::Sources => Some(List::Sources),
        }
    }
}

/// The choices for one file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the file is about; else what its titles show.
    pub content: Option<Content>,
    /// The sheet of a workbook, by name; else the first one that has rows.
    pub sheet: Option<String>,
    /// The date of figures that have none in their row or title; in a list of regions, the day from
    /// which regions that are there bear the names of the file.
    pub as_of: Option<AsOf>,
    /// The segment of figures that have none in their row or title.
    pub segment: Option<SegmentCode>,
    /// What columns hold whose title names only a segment or a date.
    pub measure: Option<Field>,
    /// What the numbers are, where no column says it; coverage, unless the file raises a doubt.
    pub kind: Option<Kind>,
    /// How numbers are written, where the sheet leaves it open.
    pub numbers: Option<Style>,
    /// Whether percents that look like shares (0.45) are shares, and not percents below two.
    pub shares: Option<bool>,
    /// Whose region codes the file uses; else those that its titles and names show.
    pub codes: Option<CodeSystem>,
    /// The level of its regions; helps where regions of several levels bear one name.
    pub level: Option<Level>,
    /// The code of the source, where no column says it.
    pub source: Option<String>,
    /// What columns hold, by title, where the title does not say it or says it wrongly.
    pub mapping: HashMap<String, Field>,
    /// Lines that stay out.
    pub left_out: BTreeSet<u32>,
    /// Lines with findings that refuse them stay out, and the rest goes in.
    pub leave_refused: bool,
    /// Cells written anew: by line and column, from 0.
    pub fixes: HashMap<(u32, usize), String>,
    /// Why doubtful values are right; without it, warnings keep everything out.
    pub accepted: Option<String>,
    /// What is doubtful about lines that were said to be right, one by one; `None` where the reason goes
    /// for all of them.
    pub confirmed: Option<BTreeSet<Doubt>>,
    /// The region that figures may be of, with what is below it; `None` for all.
    pub within: Option<RegionCode>,
    /// From where on something is doubtful.
    pub limits: Thresholds,
}

impl Options {
    /// What a column is read as: what the user says, else what its title says. A column with only a
    /// segment or a date in its title holds what the user said such columns hold.
    pub(super) fn field_of(&self, column: &Column) -> Option<Field> {
        let stated = self.mapping.get(&column.title).copied();
        let is_bare = column.segment.is_some() || column.as_of.is_some();
        stated.or(column.field).or(self.measure.filter(|_| is_bare))
    }
}
