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

    /// Judges a region.
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

    /// Whether the measured pace decides this state.
    pub fn rests_on_pace(self) -> bool {
        matches!(self, Self::OnTrack | Self::NeedsSpeed | Self::Behind | Self::Falling)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::Basis;
    use crate::domain::testing::{any_figure, counts, percent, target};

    fn pace(points: i32) -> Pace {
        Pace { points: Points(points), workers: None, days: 365 }
    }

    fn judge(coverage: i32, measured: Option<i32>, needed: Option<i32>) -> Status {
        let (measured, needed) = (measured.map(pace), needed.map(pace));
        let coverage = Some(Percent(coverage));
        Status::judge(coverage, Percent(5000), measured.as_ref(), needed.as_ref())
    }

    #[test]
    fn the_eight_states() {
        assert_eq!(judge(5000, None, None), Status::Achieved, "at the target, whatever the date");
        assert_eq!(judge(5000, Some(-100), Some(0)), Status::Achieved, "even when it falls");
        assert_eq!(judge(4000, Some(950), Some(1000)), Status::OnTrack);
        assert_eq!(judge(4000, Some(949), Some(1000)), Status::NeedsSpeed);
        assert_eq!(judge(4000, Some(600), Some(1000)), Status::NeedsSpeed);
        assert_eq!(judge(4000, Some(599), Some(1000)), Status::Behind);
        assert_eq!(judge(4000, Some(0), Some(1000)), Status::Behind);
        assert_eq!(judge(4000, Some(-1), Some(1000)), Status::Falling);
        assert_eq!(judge(4000, Some(950), None), Status::PastDue);
        assert_eq!(judge(4000, None, None), Status::PastDue);
        assert_eq!(judge(4000, None, Some(1000)), Status::PaceUnknown);
        assert_eq!(Status::judge(None, Percent(5000), None, None), Status::NoData);
    }

    #[test]
    fn jambi_is_behind_its_target_of_2024() {
        let from = percent("2024-10-01", 4138);
        let now = counts("2024-12-02", 592_806, 1_312_370);
        let measured = pace::between(&from, &now).unwrap();
        let goal = target(1, 2024, 5300, Basis::Regional);
        assert_eq!(Status::against(Some(&now), Some(&measured), &goal), Status::Behind);
        let last_year = target(2, 2023, 5300, Basis::Regional);
        assert_eq!(Status::against(Some(&now), Some(&measured), &last_year), Status::PastDue);
        assert_eq!(Status::against(None, None, &goal), Status::NoData);
    }

    #[test]
    fn every_state_has_its_own_word() {
        let labels: std::collections::HashSet<_> = Status::ALL.map(Status::label).into();
        assert_eq!(labels.len(), 8);
    }

    proptest! {
        #[test]
        fn faster_is_never_worse(
            figure in any_figure(), slow in -500..2000_i32, more in 0..2000_i32,
        ) {
            let goal = target(1, 2030, 9000, Basis::Kemendagri);
            let judge = |points| Status::against(Some(&figure), Some(&pace(points)), &goal);
            let order = |status| match status {
                Status::Falling => 0, Status::Behind => 1, Status::NeedsSpeed => 2,
                Status::OnTrack => 3, _ => 4,
            };
            prop_assert!(order(judge(slow)) <= order(judge(slow + more)));
        }
    }
}
