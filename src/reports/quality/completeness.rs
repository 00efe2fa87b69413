//! Whether the figure of each month came, and when.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::Around;
use crate::db::figures::Shown;
use crate::db::regions::Region;
use crate::db::statements;
use crate::domain::completeness::{Arrival, Delivery, Expectation, Tally, month_end};
use crate::domain::{AsOf, Figure};
use crate::reports::reader::Reader;
use crate::reports::scope::Error;

/// What a region reported, month by month.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The region.
    pub region: Region,
    /// What became of the figure of each month.
    pub deliveries: Vec<Delivery>,
    /// The date of its latest own figure; `None` when it never had one.
    pub last: Option<AsOf>,
    /// The figure of the page, its own or the sum of its parts.
    pub figure: Option<Figure>,
    /// The day by which the next figure is due.
    pub next_due: NaiveDate,
}

impl Timeline {
    /// How its figures came in.
    pub fn tally(&self) -> Tally {
        Tally::of(self.deliveries.iter().copied())
    }
}

/// The first day of the months looked back.
pub(super) fn first_day(months: &[NaiveDate], date: NaiveDate) -> NaiveDate {
    months.first().and_then(|end| end.with_day(1)).unwrap_or(date)
}

/// The region first, then its parts by code.
pub(super) fn load(
    r: &mut Reader,
    around: &Around,
    expectation: Expectation,
    months: &[NaiveDate],
) -> Result<Vec<Timeline>, Error> {
    let date = around.scope.date;
    let from = first_day(months, date);
    let mut arrivals: HashMap<(i32, NaiveDate), Arrival> = HashMap::new();
    for came in statements::came_around(r.c, around.region.id, around.scope.segment.id, from, date)?
    {
        let arrival = Arrival::of(&came.published_on, &came.brought, came.with_program);
        let first = arrivals.entry((came.region_id, month_end(came.as_of))).or_insert(arrival);
        *first = first.or(arrival);
    }
    let timeline = |region: &Region| {
        let rows = around.rows(region.id);
        let own = |row: &&Shown| row.own.is_some();
        let has_figure = |end: NaiveDate| {
            rows.iter().rev().filter(own).any(|row| month_end(row.as_of.date) == end)
        };
        let arrival =
            |end: NaiveDate| arrivals.get(&(region.id, end)).copied().filter(|_| has_figure(end));
        Timeline {
            region: region.clone(),
            deliveries: months
                .iter()
                .map(|end| expectation.judge(*end, arrival(*end), date))
                .collect(),
            last: rows.iter().rfind(own).map(|row| row.as_of),
            figure: around.figures.get(&region.id).copied(),
            next_due: expectation.next_due(date, |end| arrival(end).is_some()),
        }
    };
    Ok(around.regions().map(timeline).collect())
}
