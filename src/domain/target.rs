//! Targets with their basis. No status is shown without the name and date of its target.

use chrono::{Datelike, NaiveDate};

use super::statement::Authority;
use super::{Level, Percent};

/// The document or body that sets a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Annual target of Kemendagri (also "pusat", Rakortekrenbang).
    Kemendagri,
    /// National medium-term plan.
    Rpjmn,
    /// National annual plan.
    Rkp,
    /// National long-term plan.
    Rpjpn,
    /// Regional medium-term plan.
    Rpjmd,
    /// Set by the region or its leader.
    Regional,
    /// Basis not stated.
    Other,
    /// Regional long-term plan.
    Rpjpd,
}

impl Basis {
    /// The place of a basis in the order in which a page picks its target; smaller comes first.
    ///
    /// Nation: Kemendagri, RPJMN, RKP, RPJPN. Regions: Kemendagri, RPJMD, daerah, lain. Bases that
    /// the order does not name come after those it does.
    pub fn order(self, level: Level) -> usize {
        let named: &[Self] = if level == Level::Nation {
            &[Self::Kemendagri, Self::Rpjmn, Self::Rkp, Self::Rpjpn]
        } else {
            &[Self::Kemendagri, Self::Rpjmd, Self::Regional, Self::Other]
        };
        named.iter().position(|basis| *basis == self).unwrap_or(named.len() + self as usize)
    }

    /// The short name that users read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Kemendagri => "Kemendagri",
            Self::Rpjmn => "RPJMN",
            Self::Rkp => "RKP",
            Self::Rpjpn => "RPJPN",
            Self::Rpjmd => "RPJMD",
            Self::Regional => "daerah",
            Self::Other => "dasar lain",
            Self::Rpjpd => "RPJPD",
        }
    }
}

/// A published target of a region for the end of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Number of the target in this database, used by `?target=`; another database may count
    /// differently.
    pub id: i32,
    /// The year at whose 31 December it is due.
    pub year: i32,
    /// The share to reach.
    pub percent: Percent,
    /// Who set it.
    pub basis: Basis,
    /// The basis in the words of the source.
    pub basis_text: String,
    /// Who published it.
    pub authority: Authority,
    /// Remark for the reader; may be empty.
    pub note: String,
    /// Stable id of the source.
    pub source: String,
}

impl Target {
    /// The day it is due.
    ///
    /// # Panics
    /// Never for years of the calendar, which the database checks.
    pub fn due(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 12, 31).unwrap_or(NaiveDate::MAX)
    }
}

/// The target that a page uses for a figure of that year.
///
/// The nearest year at or after the year of the figure, in it the first basis of the order; when
/// all years have passed, the last one. Several statements of the same year and basis: the highest
/// authority, then the value most of them state, then the smallest id.
pub fn choose(targets: &[Target], level: Level, figure_year: i32) -> Option<&Target> {
    let support = |target: &Target| {
        targets
            .iter()
            .filter(|t| (t.year, t.basis, t.percent) == (target.year, target.basis, target.percent))
            .count()
    };
    let key = |target: &&Target| {
        (target.basis.order(level), target.authority, std::cmp::Reverse(support(target)), target.id)
    };
    let year = targets
        .iter()
        .map(|target| target.year)
        .filter(|year| *year >= figure_year)
        .min()
        .or_else(|| targets.iter().map(|target| target.year).max())?;
    targets.iter().filter(|target| target.year == year).min_by_key(key)
}

/// Whose target it is that a region is judged against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The region's own.
    Own,
    /// The nation's, because the region has none: "target nasional".
    National,
}

/// The target that a page judges a figure against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetChoice<'a> {
    /// The target.
    pub target: &'a Target,
    /// Whose target it is.
    pub whose: Whose,
}

/// The target for a figure of that date: the region's own by [`choose`], the nation's where the
/// region has none.
///
/// For the nation itself pass its targets as `own`.
pub fn pick<'a>(
    own: &'a [Target],
    national: &'a [Target],
    level: Level,
    figure_date: NaiveDate,
) -> Option<TargetChoice<'a>> {
    let year = figure_date.year();
    let (targets, level, whose) = if own.is_empty() {
        (national, Level::Nation, Whose::National)
    } else {
        (own, level, Whose::Own)
    };
    Some(TargetChoice { target: choose(targets, level, year)?, whose })
}

/// Every target a page may be judged against: the region's own, then the nation's; each by year,
/// then in the order of bases. `?target=` selects one of them by its id.
pub fn choices<'a>(
    own: &'a [Target],
    national: &'a [Target],
    level: Level,
) -> Vec<TargetChoice<'a>> {
    let listed = |targets: &'a [Target], whose: Whose, level: Level| {
        let mut sorted: Vec<&Target> = targets.iter().collect();
        sorted.sort_by_key(|target| (target.year, target.basis.order(level), target.id));
        sorted.into_iter().map(move |target| TargetChoice { target, whose })
    };
    listed(own, Whose::Own, level).chain(listed(national, Whose::National, Level::Nation)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{day, target};

    fn ids(choices: &[TargetChoice<'_>]) -> Vec<i32> {
        choices.iter().map(|choice| choice.target.id).collect()
    }

    #[test]
    fn the_nearest_year_ahead_and_in_it_the_first_basis() {
        let targets = [
            target(1, 2045, 9950, Basis::Rpjpn),
            target(2, 2025, 3215, Basis::Rpjmn),
            target(3, 2025, 5215, Basis::Kemendagri),
            target(4, 2026, 3499, Basis::Rkp),
            target(5, 2026, 4900, Basis::Other),
        ];
        let chosen = |year| choose(&targets, Level::Nation, year).map(|target| target.id);
        assert_eq!(chosen(2023), Some(3));
        assert_eq!(chosen(2025), Some(3));
        assert_eq!(chosen(2026), Some(4), "a named basis comes before the others");
        assert_eq!(chosen(2027), Some(1));
        assert_eq!(chosen(2046), Some(1), "all have passed: the last one");
        assert_eq!(choose(&[], Level::Nation, 2025), None);
    }

    #[test]
    fn nation_and_regions_order_the_bases_differently() {
        let targets = [target(1, 2025, 3000, Basis::Rpjmn), target(2, 2025, 4000, Basis::Rpjmd)];
        let chosen = |level| choose(&targets, level, 2025).map(|target| target.id);
        assert_eq!(chosen(Level::Nation), Some(1));
        assert_eq!(chosen(Level::Province), Some(2));
        let order = [Basis::Kemendagri, Basis::Rpjmd, Basis::Regional, Basis::Other];
        assert!(order.is_sorted_by_key(|basis| basis.order(Level::Regency)));
        assert!(Basis::Other.order(Level::Regency) < Basis::Rpjpd.order(Level::Regency));
    }

    #[test]
    fn several_statements_of_one_target() {
        let with = |id, hundredths, authority| Target {
            authority,
            ..target(id, 2025, hundredths, Basis::Kemendagri)
        };
        let authority = [with(1, 6600, Authority::Press), with(2, 6672, Authority::Bpjs)];
        assert_eq!(choose(&authority, Level::Province, 2025).unwrap().id, 2);
        let press = [
            with(1, 6600, Authority::Press),
            with(2, 6672, Authority::Press),
            with(3, 6672, Authority::Press),
        ];
        assert_eq!(choose(&press, Level::Province, 2025).unwrap().id, 2, "most state it");
        let reversed: Vec<Target> = press.iter().rev().cloned().collect();
        assert_eq!(choose(&reversed, Level::Province, 2025).unwrap().id, 2, "in any order");
    }

    #[test]
    fn a_region_without_targets_is_judged_against_the_nation() {
        let national =
            [target(9, 2025, 5215, Basis::Kemendagri), target(8, 2025, 3215, Basis::Rpjmn)];
        let own = [target(1, 2024, 5300, Basis::Regional)];
        let at = day("2025-04-30");
        let picked = pick(&[], &national, Level::Regency, at).unwrap();
        assert_eq!((picked.target.id, picked.whose), (9, Whose::National));
        let picked = pick(&own, &national, Level::Regency, at).unwrap();
        assert_eq!((picked.target.id, picked.whose), (1, Whose::Own));
        assert_eq!(pick(&[], &[], Level::Regency, at), None);
    }

    #[test]
    fn all_targets_are_on_offer() {
        let own = [target(5, 2026, 6000, Basis::Regional), target(4, 2025, 5300, Basis::Other)];
        let national =
            [target(9, 2025, 3215, Basis::Rpjmn), target(8, 2025, 5215, Basis::Kemendagri)];
        let all = choices(&own, &national, Level::Province);
        assert_eq!(ids(&all), [4, 5, 8, 9]);
        assert_eq!(all[2].whose, Whose::National);
    }
}
