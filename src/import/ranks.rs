//! Ranks that a file gives: beyond the regions there are, or given twice.

use std::collections::HashMap;

use super::finding::{Finding, Findings, Rule, Severity};
use super::places::Places;
use super::rules::Entry;
use crate::domain::narrative::words::noun;
use crate::domain::wording::percent;
use crate::domain::{Level, Percent};

/// Why a region cannot have a rank, or not among so many: there are fewer regions of its level. Below
/// kabupaten and kota they may not all be known.
pub(super) fn beyond(
    places: &Places,
    region_id: i32,
    rank: Option<i32>,
    of: Option<i32>,
) -> Option<String> {
    rank.or(of)?;
    let level = places.region(region_id)?.kind.level();
    if !matches!(level, Level::Province | Level::Regency) {
        return None;
    }
    let most = places.of_level(level);
    let stated = [rank, of].into_iter().flatten().find(|stated| *stated > most)?;
    let noun = noun(level);
    Some(format!("peringkat sampai {stated}, padahal hanya ada {most} {noun}."))
}

/// Tells rows of one rank whose percents differ: the same segment and date, and parts of the same region,
/// so that the rank means the same for both.
pub(super) fn contradicting(entries: &[Entry], places: &Places, findings: &mut Findings) {
    let mut first: HashMap<_, (&Entry, Percent)> = HashMap::new();
    let mut ranked: Vec<&Entry> = entries.iter().filter(|e| e.statement.rank.is_some()).collect();
    ranked.sort_by_key(|entry| entry.line);
    for entry in ranked {
        let own = &entry.statement;
        let (Some(named), Some(figure)) = (places.region(own.region_id), own.figure()) else {
            continue;
        };
        let Some(covered) = figure.coverage else { continue };
        let level = named.kind.level();
        let key =
            (level, named.parent_id, own.segment_id, figure.as_of.date, own.rank, own.rank_of);
        let (other, other_covered) = *first.entry(key).or_insert((entry, covered));
        if other_covered == covered {
            continue;
        }
        let reason = format!(
            "peringkat {} juga diberikan kepada {} di baris {}, padahal persennya {} dan {}.",
            own.rank.unwrap_or_default(),
            places.told(other.statement.region_id),
            other.line,
            percent(covered),
            percent(other_covered)
        );
        findings.push(
            Finding::new(entry.line, Rule::Value, Severity::Inform, reason)
                .so("Periksa peringkatnya dengan dokumen aslinya."),
        );
    }
}
