//! What a change does beyond its own rows, for those who decide about it: the date that pages open with,
//! the ranking, the sums of parts, and the coverages that move. Imports, decisions between sources and
//! withdrawals tell it in the same words (decision 023).
//!
//! - [`rankings`], [`sums`]: read before and after, in the transaction that makes the change.
//! - [`rehearsal`]: carries a change out, looks at what came of it, and undoes it.
//! - [`subject`]: what it is about, in one line; [`pages`]: which pages it changes.
//! - [`told`]: all of it in words; [`values`]: values one by one.

pub mod pages;
pub mod rankings;
mod regions;
pub mod rehearsal;
pub mod subject;
pub mod sums;
pub mod told;
pub mod values;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use self::regions::Regions;
use crate::domain::{AsOf, Figure, Level, Points, RegionCode, Spread};

/// Jumps, sums and shifts of others that are told one by one.
pub const TOLD: usize = 10;

/// Regions that are told by their names.
const NAMED: usize = 1_000;

/// A coverage that moves far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    /// The line in the file; 0 for a change that is no file.
    pub line: u32,
    /// The region.
    pub region: RegionCode,
    /// Its full name.
    pub name: String,
    /// The name of the segment; empty for the total.
    pub segment: String,
    /// The figure that is shown before.
    pub from: Figure,
    /// The figure that comes: of the file, or as it is shown afterwards.
    pub to: Figure,
    /// From one to the other.
    pub points: Points,
}

/// A place among the regions of a level that have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1 is the highest coverage.
    pub place: usize,
    /// How many regions have a place.
    pub of: usize,
}

/// A place in the ranking that is another one afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The region.
    pub region: RegionCode,
    /// Its full name.
    pub name: String,
    /// The level that it is ranked in.
    pub level: Level,
    /// Its place before; `None` where it had none.
    pub before: Option<Place>,
    /// Whether it had a figure before, of whatever age.
    pub was_known: bool,
    /// Its place afterwards.
    pub after: Place,
}

/// Regions of a level that have a place in the ranking, and none afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The level.
    pub level: Level,
    /// Full names of those that have no figure any more, by code.
    pub without: Vec<String>,
    /// Full names of those whose figure is too old at the date of the ranking, by code.
    pub aged: Vec<String>,
    /// How many regions have a place before.
    pub of: usize,
}

/// Regions of a level that have a place in the ranking afterwards, and none before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gained {
    /// The level.
    pub level: Level,
    /// Full names, by code.
    pub names: Vec<String>,
    /// How many regions have a place afterwards.
    pub of: usize,
}

/// A count that differs from the sum of all parts at the same date by more than the rules allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The region.
    pub region: RegionCode,
    /// Its full name.
    pub name: String,
    /// The name of the segment; empty for the total.
    pub segment: String,
    /// The date.
    pub as_of: AsOf,
    /// Active participants of the region itself.
    pub own: i64,
    /// Those of all its parts together.
    pub sum: i64,
    /// How many parts it has.
    pub parts: i32,
    /// It differed before, too.
    pub before: bool,
}

/// What a change does beyond its own rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// The largest moves of coverage.
    pub jumps: Vec<Jump>,
    /// How many coverages move.
    pub moved: usize,
    /// How many days lose a coverage: those before it are older ones then, or there are none.
    pub vanished: usize,
    /// Regions whose place in the ranking changes: all of those with new figures, then the furthest of others.
    pub shifts: Vec<Shift>,
    /// How many of these have new figures.
    pub own_shifts: usize,
    /// How many such regions there are.
    pub shifted: usize,
    /// Regions that the ranking loses.
    pub lost: Vec<Lost>,
    /// Regions that it gains.
    pub gained: Vec<Gained>,
    /// The date that pages open with before it.
    pub opened_at: Option<NaiveDate>,
    /// The same afterwards.
    pub opens_at: Option<NaiveDate>,
    /// Counts that differ from the sum of their parts afterwards: those that fitted before first, then the
    /// newest.
    pub apart: Vec<Apart>,
    /// How many such counts there are.
    pub unfit: usize,
    /// How many of them differed before, too.
    pub unfit_before: usize,
    /// Counts that have a sum of all parts to be held against, where the change may concern either.
    pub compared: usize,
    /// The regions that it speaks of, as many as are told by name, by code: code and full name.
    pub about: Vec<(RegionCode, String)>,
    /// How many regions it speaks of.
    pub own_regions: usize,
    /// The regions above these whose pages change with them, by code: code and full name.
    pub above: Vec<(RegionCode, String)>,
    /// Regions whose pages change: those, and the regions above them.
    pub regions: usize,
    /// The regions that it speaks of in a few words, with the full name of the one that holds them; `None` for
    /// none.
    pub spread: Option<(Spread, String)>,
}

impl Effect {
    /// The date that pages open with before and afterwards, where it becomes another one.
    pub fn moved_date(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.opened_at.zip(self.opens_at).filter(|(before, after)| before != after)
    }

    /// Notes the regions that it speaks of, and those above them whose pages change with them.
    pub fn speaks_of(&mut self, own: &BTreeSet<i32>, above: &BTreeSet<i32>, regions: &Regions) {
        let named = |ids: &BTreeSet<i32>| {
            let found = ids.iter().filter_map(|id| regions.get(*id));
            let mut all: Vec<_> =
                found.map(|own| (own.code.clone(), own.full_name.clone())).collect();
            all.sort_unstable();
            all
        };
        self.about = named(own);
        self.above = named(&above.difference(own).copied().collect());
        self.own_regions = self.about.len();
        self.regions = self.own_regions + self.above.len();
        let spread = Spread::of(&self.about.iter().map(|(code, _)| code.clone()).collect());
        self.spread = spread.map(|spread| {
            let name = regions.all().find(|own| own.code == spread.within);
            let name = name.map_or_else(String::new, |own| own.full_name.clone());
            (spread, name)
        });
        self.about.truncate(NAMED);
    }
}
