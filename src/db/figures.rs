//! The figures that pages show: one for each region, segment and date, read from the rollup.
//!
//! Every function is a seek on the key of `shown` for each region or segment asked for, so that it
//! takes the same time whatever else the table holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, SmallInt};

use super::codes::{self, Code, NO_DATE};
use super::sql::{Day, Sql, sql};
use super::{Connection, Error};
use crate::domain::{AsOf, Counts, Figure, Level, Percent};

/// What is shown of a region and segment at a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The region.
    pub region_id: i32,
    /// The date, with the precision of the own figure, else the vaguest one of the parts.
    pub as_of: AsOf,
    /// The figure published for the region itself.
    pub own: Option<Figure>,
    /// Where `own` comes from.
    pub source_id: Option<i32>,
    /// Statements that were published for the region at this date.
    pub statements: i32,
    /// The statements contradict each other.
    pub disputed: bool,
    /// Direct parts that have a figure at exactly this date.
    pub parts_reported: i32,
    /// All direct parts.
    pub parts_expected: i32,
    /// The sum of the parts; only when all of them have both counts at exactly this date.
    pub parts_sum: Option<Figure>,
}

impl Shown {
    /// A sum of parts that are not all of one date, which no row of the rollup holds.
    pub fn summed(region_id: i32, sum: Figure, parts: i32) -> Self {
        Self {
            region_id,
            as_of: sum.as_of,
            own: None,
            source_id: None,
            statements: 0,
            disputed: false,
            parts_reported: parts,
            parts_expected: parts,
            parts_sum: Some(sum),
        }
    }

    /// The figure of the region: its own, else the sum of all its parts. Its own count without a
    /// percent gives way to a sum that has one.
    pub fn figure(&self) -> Option<Figure> {
        let own = self.own.filter(|own| own.coverage.is_some());
        own.or(self.parts_sum).or(self.own)
    }
}

type OwnColumns = (
    Integer,
    Date,
    SmallInt,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<Integer>,
    Bool,
    Nullable<Integer>,
    Integer,
    Bool,
);
type PartsColumns = (Integer, Integer, Nullable<BigInt>, Nullable<BigInt>, Bool, Integer);
type Columns = (OwnColumns, PartsColumns);

type OwnRow = (i32, Day, i16, Option<i64>, Option<i64>, Option<i32>, bool, Option<i32>, i32, bool);
type PartsRow = (i32, i32, Option<i64>, Option<i64>, bool, i32);
type Row = (OwnRow, PartsRow);

fn shown((own, parts): Row) -> Result<Shown, Error> {
    let (region_id, Day(date), precision, active, workforce, published, rounded, ..) = own;
    let (.., source_id, statements, disputed) = own;
    let (parts_reported, parts_counted, parts_active, parts_workforce, parts_rounded, expected) =
        parts;
    let as_of = codes::dated(date, precision)?;
    let complete = expected > 0 && parts_counted == expected;
    let parts_sum = parts_active.zip(parts_workforce).filter(|_| complete).map(|(active, base)| {
        let counts = if parts_rounded { Counts::Rounded } else { Counts::Exact };
        Figure::summed(as_of, active, base, counts)
    });
    let published = published.map(Percent);
    Ok(Shown {
        region_id,
        as_of,
        own: (statements > 0).then(|| Figure::read(as_of, active, workforce, published, rounded)),
        source_id,
        statements,
        disputed,
        parts_reported,
        parts_expected: expected,
        parts_sum,
    })
}

fn read(c: &mut Connection, query: Sql) -> Result<Vec<Shown>, Error> {
    query.rows::<Columns, Row>(c)?.into_iter().map(shown).collect()
}

/// The figures of a region and segment, by date.
pub fn of_region(c: &mut Connection, region_id: i32, segment_id: i32) -> Result<Vec<Shown>, Error> {
    read(c, sql(include_str!("sql/figures.of_region.sql")).int(segment_id).int(region_id))
}

/// The figures of a region in all segments between two dates, with the number of the segment: by segment
/// and date.
pub fn of_segments(
    c: &mut Connection,
    region_id: i32,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(i32, Shown)>, Error> {
    let query = sql(include_str!("sql/figures.of_segments.sql")).int(region_id).date(from).date(to);
    with_segments(query, c)
}

/// The figures of a region in all segments until a date, with the number of the segment: by segment and
/// date.
pub fn until(
    c: &mut Connection,
    region_id: i32,
    to: NaiveDate,
) -> Result<Vec<(i32, Shown)>, Error> {
    of_segments(c, region_id, NO_DATE, to)
}

/// The figures of the direct parts of a region, by region and date.
pub fn of_parts(c: &mut Connection, parent_id: i32, segment_id: i32) -> Result<Vec<Shown>, Error> {
    read(c, sql(include_str!("sql/figures.of_parts.sql")).int(segment_id).int(parent_id))
}

/// The figures of the direct parts of a region in all segments between two dates, with the number of the
/// segment: by region, segment and date.
pub fn of_parts_between(
    c: &mut Connection,
    parent_id: i32,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(i32, Shown)>, Error> {
    let query =
        sql(include_str!("sql/figures.of_parts_between.sql")).int(parent_id).date(from).date(to);
    with_segments(query, c)
}

/// The figures of all regions of a level, by region and date.
pub fn of_level(
    c: &mut Connection,
    level: Level,
    segment_id: i32,
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<Vec<Shown>, Error> {
    let query = sql(include_str!("sql/figures.of_level.sql"))
        .int(segment_id)
        .small(level.code())
        .date(from.unwrap_or(NO_DATE))
        .date(to);
    read(c, query)
}

/// The regions of a level that have a figure with a percent on any day until one, by number.
pub fn known(
    c: &mut Connection,
    level: Level,
    segment_id: i32,
    to: NaiveDate,
) -> Result<BTreeSet<i32>, Error> {
    let query = sql(include_str!("sql/figures.known.sql"));
    let rows = query.int(segment_id).small(level.code()).date(to).rows::<(Integer,), (i32,)>(c)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The latest figure with a percent, between two dates, of a region in every segment, with the
/// number of the segment, by segment.
pub fn segments_of_region(
    c: &mut Connection,
    region_id: i32,
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<Vec<(i32, Shown)>, Error> {
    let query = sql(include_str!("sql/figures.segments_of_region.sql"))
        .int(region_id)
        .date(from.unwrap_or(NO_DATE))
        .date(to);
    with_segments(query, c)
}

/// The figures of a region between two dates that have an own count and the sum of all parts at the same
/// date, with the number of the segment: the newest first.
pub fn beside_parts(
    c: &mut Connection,
    region_id: i32,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(i32, Shown)>, Error> {
    let query =
        sql(include_str!("sql/figures.beside_parts.sql")).int(region_id).date(from).date(to);
    with_segments(query, c)
}

fn with_segments(query: Sql, c: &mut Connection) -> Result<Vec<(i32, Shown)>, Error> {
    let rows =
        query.rows::<(Integer, OwnColumns, PartsColumns), (i32, OwnRow, PartsRow)>(c)?.into_iter();
    rows.map(|(segment_id, own, parts)| Ok((segment_id, shown((own, parts))?))).collect()
}

/// The newest figures, at most so many and none after a date, of a region and of each of its direct
/// parts in every segment, with the number of the segment: by region, segment and date.
pub fn newest_around(
    c: &mut Connection,
    region_id: i32,
    to: NaiveDate,
    how_many: u8,
) -> Result<Vec<(i32, Shown)>, Error> {
    let mut figures = Vec::new();
    // A query for each: one for a stretch of the key is slow on Postgres, which takes the stretch for
    // longer than it is.
    for newer in 0..how_many {
        let query = sql(include_str!("sql/figures.newest_around.sql"))
            .int(region_id)
            .date(to)
            .big(newer.into());
        figures.extend(with_segments(query, c)?);
    }
    figures.retain(|(_, row)| row.figure().is_some());
    figures.sort_by_key(|(segment_id, row)| (row.region_id, *segment_id, row.as_of.date));
    Ok(figures)
}
