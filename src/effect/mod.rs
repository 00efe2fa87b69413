//! What a change does beyond its own rows, for those who decide about it: the date that pages open with,
//! the ranking, the sums of parts, and the coverages that move. Imports, decisions between sources and
//! withdrawals tell it in the same words (decision 023).
//!
//! - [`rankings`], [`sums`]: read before and after, in the transaction that makes the change.
//! - [`rehearsal`]: carries a change out, looks at what came of it, and undoes it.
//! - [`told`]: all of it in words; [`values`]: values one by one.

pub mod rankings;
mod regions;
pub mod rehearsal;
pub mod sums;
pub mod told;
pub mod values;

use chrono::NaiveDate;

pub use self::regions::Regions;
use crate::domain::{AsOf, Figure, Level, Points, RegionCode};

/// Jumps, shifts, sums and regions that are told one by one.
pub const TOLD: usize = 10;

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
    /// Its place before; `None` without data.
    pub before: Option<Place>,
    /// Its place afterwards.
    pub after: Place,
}

/// Regions of a level that have a place in the ranking, and none afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The level.
    pub level: Level,
    /// Full names of the first ones, by code.
    pub names: Vec<String>,
    /// How many there are.
    pub count: usize,
    /// How many regions have a place before.
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
    /// Regions whose place in the ranking changes: those with new figures first, then the furthest.
    pub shifts: Vec<Shift>,
    /// How many such regions there are.
    pub shifted: usize,
    /// Regions that the ranking loses.
    pub lost: Vec<Lost>,
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
    /// The first regions that it speaks of, by code: code and full name.
    pub about: Vec<(RegionCode, String)>,
    /// How many regions it speaks of.
    pub own_regions: usize,
    /// Regions whose pages change: those, and the regions above them.
    pub regions: usize,
}

impl Effect {
    /// The date that pages open with before and afterwards, where it becomes another one.
    pub fn moved_date(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.opened_at.zip(self.opens_at).filter(|(before, after)| before != after)
    }
}
