//! `/`: where the nation stands, which provinces move, which lag, how fresh the data is.

use chrono::NaiveDate;

use super::reader::Reader;
use super::region::{self, RegionReport};
use super::scope::{Asked, Error};
use super::standing::{Row, Standing};
use crate::domain::RegionCode;
use crate::domain::change::Change;

/// What the landing page shows: the report of the nation, read for its provinces.
#[derive(Debug, Clone)]
pub struct NationalReport {
    /// The nation as a region; its parts are the provinces.
    pub nation: RegionReport,
}

/// How many rows each side of the change list holds.
pub const CHANGE_ROWS: usize = 5;

/// Loads the landing page.
pub fn load(r: &mut Reader, asked: &Asked) -> Result<NationalReport, Error> {
    Ok(NationalReport { nation: region::load(r, &RegionCode::nation(), asked)? })
}

/// A province and its change since the report nearest to a year before.
#[derive(Debug, Clone, Copy)]
pub struct Mover<'a> {
    /// The province.
    pub row: &'a Row,
    /// Its change.
    pub change: Change,
}

impl NationalReport {
    /// Provinces that rose most, and those that fell most or rose least: at most [`CHANGE_ROWS`]
    /// each, none in both lists, and none that fell in the first.
    pub fn movers(&self) -> (Vec<Mover<'_>>, Vec<Mover<'_>>) {
        let mut movers: Vec<Mover<'_>> = self
            .nation
            .parts
            .iter()
            .filter_map(|row| Some(Mover { row, change: row.standing.year? }))
            .collect();
        movers.sort_by(|a, b| {
            b.change
                .points
                .cmp(&a.change.points)
                .then_with(|| a.row.region.code.cmp(&b.row.region.code))
        });
        let rose = movers.iter().take_while(|mover| mover.change.points.0 > 0).count();
        let top = rose.min(CHANGE_ROWS);
        let bottom = CHANGE_ROWS.min(movers.len() - top);
        let lowest = movers.split_off(movers.len() - bottom).into_iter().rev().collect();
        movers.truncate(top);
        (movers, lowest)
    }

    /// Earliest and latest date among the figures of the provinces.
    pub fn dates(&self) -> Option<(NaiveDate, NaiveDate)> {
        let dates =
            || self.nation.parts.iter().filter_map(|row| Some(row.standing.figure?.as_of.date));
        Some((dates().min()?, dates().max()?))
    }

    /// Where the nation stands.
    pub fn standing(&self) -> &Standing {
        &self.nation.standing
    }
}
