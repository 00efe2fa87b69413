//! The values of a version in words, one by one.

use crate::domain::Percent;
use crate::domain::wording::{self, UNKNOWN, count, percent};
use crate::reports::revisions::VersionReport;
use crate::reports::rows::Values;

/// The values of a statement in one line.
pub fn told(values: &Values) -> String {
    let mut parts = Vec::new();
    match (values.active, values.workforce) {
        (Some(active), Some(workforce)) => {
            parts.push(format!("{} dari {}", count(active), count(workforce)));
        }
        (Some(active), None) => parts.push(format!("{} peserta", count(active))),
        (None, Some(workforce)) => parts.push(format!("{} pekerja", count(workforce))),
        (None, None) => {}
    }
    let computed = values.active.zip(values.workforce).and_then(|(a, w)| Percent::of(a, w));
    match (computed, values.published) {
        (Some(computed), Some(printed)) if computed != printed => {
            parts.push(format!("{} (tertulis {})", percent(computed), percent(printed)));
        }
        (computed, printed) => parts.extend(computed.or(printed).map(percent)),
    }
    if let Some(uncovered) = values.uncovered {
        parts.push(format!("{} belum terlindungi", count(uncovered)));
    }
    if values.rounded {
        parts.push("dibulatkan".to_owned());
    }
    match (values.rank, values.rank_of) {
        (Some(rank), Some(of)) => parts.push(format!("peringkat {rank} dari {of}")),
        (Some(rank), None) => parts.push(format!("peringkat {rank}")),
        (None, _) => {}
    }
    if !values.note.is_empty() {
        parts.push(format!("catatan “{}”", values.note));
    }
    if parts.is_empty() { UNKNOWN.to_owned() } else { parts.join(", ") }
}

/// A value that a version changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Region, segment and date.
    pub subject: String,
    /// What is said before.
    pub old: String,
    /// What is said with the version.
    pub new: String,
}

/// The values that a version brings, then those that it ends; as many as its report holds.
pub fn lines(report: &VersionReport) -> Vec<Line> {
    let subject = |region_id: i32, segment_id: i32, as_of: Option<crate::domain::AsOf>| {
        let region = report.regions.get(&region_id);
        let parts = [
            region.map_or_else(String::new, |own| format!("{} {}", own.code, own.full_name)),
            report.segments.get(&segment_id).map_or_else(String::new, |own| own.name.clone()),
            as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of),
        ];
        parts.join(", ")
    };
    let brought = report.changes.iter().map(|change| Line {
        subject: subject(change.region_id, change.segment_id, change.as_of),
        old: change.old.as_ref().map_or_else(|| UNKNOWN.to_owned(), told),
        new: told(&change.new),
    });
    let ended = report.withdrawn.iter().map(|own| Line {
        subject: subject(own.region_id, own.segment_id, own.as_of),
        old: told(&Values::from(own)),
        new: UNKNOWN.to_owned(),
    });
    brought.chain(ended).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_told() {
        let bare = Values {
            active: Some(189_443),
            workforce: Some(310_562),
            published: None,
            uncovered: None,
            rounded: false,
            rank: None,
            rank_of: None,
            note: String::new(),
        };
        assert_eq!(told(&bare), "189.443 dari 310.562, 61,00%");
        let full = Values {
            rounded: true,
            rank: Some(3),
            rank_of: Some(11),
            note: "data sementara".to_owned(),
            ..bare
        };
        assert_eq!(
            told(&full),
            "189.443 dari 310.562, 61,00%, dibulatkan, peringkat 3 dari 11, catatan “data sementara”"
        );
    }
}
