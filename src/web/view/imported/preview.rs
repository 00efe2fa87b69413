//! Rows of a file of figures as they were read.

use std::collections::BTreeSet;

use crate::domain::wording::size;
use crate::domain::wording::{self, count, percent};
use crate::domain::{Figure, Percent};
use crate::import::{Report, Segment};
use crate::web::view::UNKNOWN;
use crate::web::view::imported::state::State;

/// A row as it was read.
pub struct PreviewRow {
    /// The line.
    pub line: u32,
    /// Code and full name of its region.
    pub region: String,
    /// The name of its segment.
    pub segment: String,
    /// Its date.
    pub date: String,
    /// The coverage that is shown before it.
    pub before: String,
    /// Its coverage, computed anew where that can be.
    pub coverage: String,
    /// Active participants.
    pub active: String,
    /// Workforce.
    pub workforce: String,
    /// Its remark; empty for none.
    pub note: String,
    /// What keeps it out, or does not.
    pub state: State,
}

/// The rows that are shown.
#[derive(Default)]
pub struct Preview {
    /// The rows, by line.
    pub rows: Vec<PreviewRow>,
    /// How many of the rows with figures they are, and what all of them have in common.
    pub extent: String,
    /// Whether they are of several segments.
    pub has_segments: bool,
    /// Whether they are of several dates.
    pub has_dates: bool,
    /// Whether anything was known of any of them before.
    pub has_before: bool,
}

impl Preview {
    /// The chosen rows, each with the coverage that is shown `before` it; nothing of a list.
    pub fn new(report: &Report, before: &[Option<Percent>], segments: &[Segment]) -> Self {
        if report.content.list().is_some() {
            return Self::default();
        }
        let rows = rows(report, before, segments);
        let several =
            |of: fn(&PreviewRow) -> &str| rows.windows(2).any(|two| of(&two[0]) != of(&two[1]));
        let (has_segments, has_dates) = (several(|row| &row.segment), several(|row| &row.date));
        let has_before = rows.iter().any(|row| row.before != UNKNOWN);
        let mut common = vec![String::new()];
        if let Some(row) = rows.first() {
            common.extend(Some(row.segment.clone()).filter(|own| !has_segments && own != UNKNOWN));
            common.extend(Some(row.date.clone()).filter(|own| !has_dates && own != UNKNOWN));
        }
        let extent = extent(report, &common.join(", "));
        Self { rows, extent, has_segments, has_dates, has_before }
    }
}

/// How many of the rows with figures are shown, and what they have in common.
fn extent(report: &Report, common: &str) -> String {
    let read = report.preview.iter().map(|row| row.line);
    let shown: BTreeSet<u32> = read.chain(report.held.iter().map(|held| held.line)).collect();
    let all = report.with_figures();
    if shown.len() < all {
        let (shown, all) = (size(shown.len()), size(all));
        format!(
            "{shown} dari {all} baris berisi angka{common}: yang perlu diputuskan, lalu yang pertama."
        )
    } else {
        format!("Semua {} baris berisi angka{common}.", size(all))
    }
}

/// The rows that were read and those that cannot go in, by line.
fn rows(report: &Report, before: &[Option<Percent>], segments: &[Segment]) -> Vec<PreviewRow> {
    let segment = |id: i32| {
        let found = segments.iter().find(|segment| segment.id == id);
        found.map_or_else(String::new, |segment| segment.name.clone())
    };
    let known = |text: &str| if text.is_empty() { UNKNOWN.to_owned() } else { text.to_owned() };
    let read = report.preview.iter().zip(before).map(|(row, before)| {
        let s = &row.statement;
        let share = s.figure().and_then(|figure: Figure| figure.coverage).or(s.published);
        PreviewRow {
            line: row.line,
            region: row.region.clone(),
            segment: segment(s.segment_id),
            date: s.as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of_short),
            before: before.map_or_else(|| UNKNOWN.to_owned(), percent),
            coverage: share.map_or_else(|| UNKNOWN.to_owned(), percent),
            active: s.active.map_or_else(|| UNKNOWN.to_owned(), count),
            workforce: s.workforce.map_or_else(|| UNKNOWN.to_owned(), count),
            note: s.note.clone(),
            state: State::of_figure(report, row.line, row.group),
        }
    });
    let held = report.held.iter().map(|row| PreviewRow {
        line: row.line,
        region: known(&row.region),
        segment: known(&row.segment),
        date: known(&row.date),
        before: UNKNOWN.to_owned(),
        coverage: known(&row.coverage),
        active: known(&row.active),
        workforce: known(&row.workforce),
        note: String::new(),
        state: State::refused(report, row.line),
    });
    let mut rows: Vec<PreviewRow> = read.chain(held).collect();
    rows.sort_by_key(|row| row.line);
    rows
}
