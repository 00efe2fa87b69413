//! The columns of a file, and what each is read as.

use crate::domain::{SegmentCode, wording};
use crate::import::{Field, Report, Segment, Stated};
use crate::web::form::Choice;

/// A column and what it is read as.
pub struct ColumnRow {
    /// Its place among the titles, from 0.
    pub place: usize,
    /// Its title.
    pub title: String,
    /// What stands in it first.
    pub sample: String,
    /// What it can be read as.
    pub choices: Vec<Choice>,
}

/// The columns that have a title.
pub fn columns(report: &Report, stated: &Stated, segments: &[Segment]) -> Vec<ColumnRow> {
    let Some(header) = &report.header else { return Vec::new() };
    let name_of = |code: &SegmentCode| {
        if code.is_total() {
            return "total".to_owned();
        }
        let known = segments.iter().find(|segment| segment.code == *code);
        known.map_or_else(|| code.to_string(), |segment| segment.name.clone())
    };
    header
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.title.is_empty())
        .map(|(place, column)| {
            let chosen = stated.columns.get(&column.title).map_or("", String::as_str);
            let read = match (column.field, &column.segment, column.as_of) {
                (None, None, None) => "Belum dikenal".to_owned(),
                (field, segment, as_of) => {
                    let mut parts: Vec<String> = Vec::new();
                    parts.extend(field.map(|field| field.label().to_owned()));
                    parts.extend(segment.as_ref().map(name_of));
                    parts.extend(as_of.map(wording::as_of));
                    parts.join(", ")
                }
            };
            // What was recognised stands first; the same by hand would say no more.
            let fields = Field::of(report.content).into_iter();
            let fields = fields.filter(|field| field.label() != read || field.word() == chosen);
            let own = Choice::new("", read.clone(), chosen);
            let choices = std::iter::once(own)
                .chain(fields.map(|field| Choice::new(field.word(), field.label(), chosen)))
                .collect();
            let sample = report.sample.get(place).map_or("", |cell| cell.trim());
            let sample = sample.chars().take(40).collect();
            ColumnRow { place, title: column.title.clone(), sample, choices }
        })
        .collect()
}
