//! Published statements, and which of several is shown.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{Figure, Percent};

/// What the count or percent of a statement is. Only [`Kind::Active`] is coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Active participants of the segment.
    Active,
    /// Registered, not necessarily active.
    Registered,
    /// Agreements and plans counted as well.
    Committed,
    /// Premium paid one single time.
    PaidOnce,
    /// Attainment of a target, not coverage.
    ShareOfTarget,
    /// None of these.
    Other,
}

/// Who published a figure, from the nearest to the count to the farthest.
///
/// Says who speaks, not whether the figure is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// BPJS Ketenagakerjaan.
    Bpjs,
    /// A ministry or national body.
    Ministry,
    /// A regional government.
    RegionalGovernment,
    /// The state news agency.
    Antara,
    /// Other press.
    Press,
    /// A university or study.
    Academic,
    /// Anyone else.
    Other,
}

/// A statement that competes to be the shown figure of a region, segment and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it says.
    pub figure: Figure,
    /// Who published it.
    pub authority: Authority,
    /// When, as an ISO text of any precision; empty when unknown.
    pub published_on: String,
    /// The source, by its stable id.
    pub source: String,
}

/// Which of several statements about the same region, segment and date is shown.
///
/// An editor's decision wins; then the highest authority, the percent that most sources state, the
/// statement with exact counts, the more exact date, the latest publication, and at last the source
/// id and the figures, so that the answer never depends on the order of the rows. Statements with a percent always
/// come before those without. `None` for an empty list.
pub fn choose(candidates: &[Candidate], decision: Option<&str>) -> Option<usize> {
    let mut supporters: HashMap<Option<Percent>, usize> = HashMap::new();
    for candidate in candidates {
        *supporters.entry(candidate.figure.coverage).or_default() += 1;
    }
    (0..candidates.len()).min_by_key(|&index| {
        let candidate = &candidates[index];
        let figure = &candidate.figure;
        (
            decision != Some(candidate.source.as_str()),
            figure.coverage.is_none(),
            candidate.authority,
            Reverse(supporters[&figure.coverage]),
            figure.uncovered().is_none(),
            figure.as_of.precision,
            Reverse(candidate.published_on.clone()),
            candidate.source.clone(),
            (figure.coverage, figure.active, figure.workforce),
        )
    })
}

/// Whether the statements contradict each other: two percents more than 0,01 point apart.
pub fn contradict(figures: impl IntoIterator<Item = Percent>) -> bool {
    let mut range: Option<(Percent, Percent)> = None;
    for percent in figures {
        let (low, high) = range.unwrap_or((percent, percent));
        range = Some((low.min(percent), high.max(percent)));
    }
    range.is_some_and(|(low, high)| high.minus(low).0 > 1)
}
