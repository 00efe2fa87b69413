//! What an import changes, for those who decide whether it goes in.

use chrono::NaiveDate;

use crate::db::statements::Statement;
use crate::domain::list::Changed;
use crate::domain::wording::{count, percent};
use crate::domain::{AsOf, Figure, Level, Percent, Points, RegionCode};

/// Jumps, shifts, sums and regions that are told one by one.
pub(super) const TOLD: usize = 10;

/// Changed values that are kept with both versions.
pub(super) const KEPT: usize = 1_000;

/// A statement that was there before with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line in the file.
    pub line: u32,
    /// Code and full name of its region.
    pub region: String,
    /// The name of the segment; empty for the total.
    pub segment: String,
    /// The version of today.
    pub old: Statement,
    /// What the file says.
    pub new: Statement,
}

impl Change {
    /// The values that differ, in words.
    pub fn values(&self) -> Vec<Changed> {
        let number = |value: Option<i64>| value.map_or_else(String::new, count);
        let place = |value: Option<i32>| number(value.map(i64::from));
        let share = |value: Option<Percent>| value.map_or_else(String::new, percent);
        let rounded = |own: bool| if own { "ya" } else { "tidak" }.to_owned();
        let all = |of: &Statement| {
            [
                ("Peserta aktif", number(of.active)),
                ("Pekerja", number(of.workforce)),
                ("Persen tertulis", share(of.published)),
                ("Belum terlindungi", number(of.uncovered)),
                ("Dibulatkan", rounded(of.rounded)),
                ("Peringkat", place(of.rank)),
                ("Peringkat dari", place(of.rank_of)),
                ("Catatan", of.note.clone()),
            ]
        };
        let both = all(&self.old).into_iter().zip(all(&self.new));
        both.filter(|((_, old), (_, new))| old != new)
            .map(|((title, old), (_, new))| Changed { title, old, new })
            .collect()
    }
}

/// A coverage that moves far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    /// The line in the file.
    pub line: u32,
    /// The region.
    pub region: RegionCode,
    /// Its full name.
    pub name: String,
    /// The name of the segment; empty for the total.
    pub segment: String,
    /// The figure that is shown before it.
    pub from: Figure,
    /// The figure of the file.
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

/// A row of a list that is new, or was there with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    /// The line in the file.
    pub line: u32,
    /// Code and full name of its region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// Whether it was not there before.
    pub is_new: bool,
    /// The values that change; of a new one, those that are filled.
    pub values: Vec<Changed>,
}

/// What an import changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Statements that were not there.
    pub new: usize,
    /// Statements that were there with other values.
    pub changed: usize,
    /// Statements that are there already, value for value.
    pub same: usize,
    /// Changed values, the first ones.
    pub changes: Vec<Change>,
    /// New and changed rows of a list, the first ones.
    pub records: Vec<RecordChange>,
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
    /// Counts that have a sum of all parts to be held against, where the file may change either.
    pub compared: usize,
    /// The first regions that it speaks of, by code: code and full name.
    pub about: Vec<(RegionCode, String)>,
    /// How many regions it speaks of.
    pub own_regions: usize,
    /// Regions whose pages change: those, and the regions above them.
    pub regions: usize,
    /// Earliest and latest date of the statements.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

impl Effect {
    /// The date that pages open with before and afterwards, where it becomes another one.
    pub fn moved_date(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.opened_at.zip(self.opens_at).filter(|(before, after)| before != after)
    }
}
