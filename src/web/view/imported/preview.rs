//! The first rows of a file of figures as they were read.

use crate::domain::wording::{self, count, percent};
use crate::domain::{Figure, Percent, Status};
use crate::import::{Report, Segment, Severity};
use crate::web::markup::{Markup, icon};
use crate::web::view::UNKNOWN;
use crate::web::view::imported::size_of;

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
    /// The mark of its state.
    pub icon: Markup,
    /// What keeps it out, or does not.
    pub state: &'static str,
    /// Whether nothing keeps it out.
    pub is_ready: bool,
}

/// That a file says more than its preview shows; empty where it does not.
pub fn beyond(report: &Report) -> String {
    let effect = &report.effect;
    let all = effect.new + effect.changed + effect.same;
    match report.preview.len() {
        shown if shown > 0 && shown < all => {
            format!(
                "Tampil {} dari {} angka; berkasnya memuat semua.",
                size_of(shown),
                size_of(all)
            )
        }
        _ => String::new(),
    }
}

/// The first rows as they were read, each with the coverage that is shown `before` it.
pub fn preview(
    report: &Report,
    before: &[Option<Percent>],
    segments: &[Segment],
) -> Vec<PreviewRow> {
    let segment = |id: i32| {
        let found = segments.iter().find(|segment| segment.id == id);
        found.map_or_else(String::new, |segment| segment.name.clone())
    };
    report
        .preview
        .iter()
        .zip(before)
        .map(|(row, before)| {
            let (line, s) = (&row.line, &row.statement);
            let worst =
                report.findings.list().iter().filter(|f| f.line == *line).map(|f| f.severity).min();
            let (icon, state, is_ready) = match worst {
                Some(Severity::Refuse) => (icon(&Status::Behind), "Ditolak", false),
                Some(Severity::Warn) => (icon(&Status::NeedsSpeed), "Perlu alasan", false),
                _ => (icon(&Status::OnTrack), "Siap", true),
            };
            let share = s.figure().and_then(|figure: Figure| figure.coverage).or(s.published);
            PreviewRow {
                line: *line,
                region: row.region.clone(),
                segment: segment(s.segment_id),
                date: s.as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of_short),
                before: before.map_or_else(|| UNKNOWN.to_owned(), percent),
                coverage: share.map_or_else(|| UNKNOWN.to_owned(), percent),
                active: s.active.map_or_else(|| UNKNOWN.to_owned(), count),
                workforce: s.workforce.map_or_else(|| UNKNOWN.to_owned(), count),
                icon,
                state,
                is_ready,
            }
        })
        .collect()
}
