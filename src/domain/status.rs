//! The eight states of a region against a target.

use super::pace::{self, Pace};
use super::{Figure, Percent, Points, Target};

/// Where a region stands. Always shown with the name and date of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Tercapai: coverage is at or above the target.
    Achieved,
    /// Sesuai jalur: pace is at least 0,95 of the needed one.
    OnTrack,
    /// Perlu percepatan: 0,60 to below 0,95.
    NeedsSpeed,
    /// Tertinggal: 0 to below 0,60.
    Behind,
    /// Menurun: coverage falls.
    Falling,
    /// Lewat tenggat: the date of the target has passed without reaching it.
    PastDue,
    /// Laju belum terukur: fewer than two comparable reports.
    PaceUnknown,
    /// Belum ada data: no report in 400 days, or none at all.
    NoData,
}

impl Status {
    /// Every state, in the order of the key.
    pub const ALL: [Self; 8] = [
        Self::Achieved,
        Self::OnTrack,
        Self::NeedsSpeed,
        Self::Behind,
        Self::Falling,
        Self::PastDue,
        Self::PaceUnknown,
        Self::NoData,
    ];

    /// Judges a region (`ui.md`, section 5).
    ///
    /// `needed` is `None` when the date of the target has passed at the date of the figure.
    pub fn judge(
        coverage: Option<Percent>,
        target: Percent,
        measured: Option<&Pace>,
        needed: Option<&Pace>,
    ) -> Self {
        let Some(coverage) = coverage else { return Self::NoData };
        if coverage >= target {
            return Self::Achieved;
        }
        let Some(needed) = needed else { return Self::PastDue };
        let Some(measured) = measured else { return Self::PaceUnknown };
        if measured.points < Points(0) {
            Self::Falling
        } else if measured.reaches(needed, 95) {
            Self::OnTrack
        } else if measured.reaches(needed, 60) {
            Self::NeedsSpeed
        } else {
            Self::Behind
        }
    }

    /// Judges a figure against a target with the pace measured at that figure.
    pub fn against(figure: Option<&Figure>, measured: Option<&Pace>, target: &Target) -> Self {
        let needed = figure.and_then(|figure| pace::needed(figure, target.percent, target.due()));
        let coverage = figure.and_then(|figure| figure.coverage);
        Self::judge(coverage, target.percent, measured, needed.as_ref())
    }

    /// The word that users read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Achieved => "Tercapai",
            Self::OnTrack => "Sesuai jalur",
            Self::NeedsSpeed => "Perlu percepatan",
            Self::Behind => "Tertinggal",
            Self::Falling => "Menurun",
            Self::PastDue => "Lewat tenggat",
            Self::PaceUnknown => "Laju belum terukur",
            Self::NoData => "Belum ada data",
        }
    }
}
