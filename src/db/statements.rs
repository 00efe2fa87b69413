//! Everything that was published, and where sources contradict each other.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, SmallInt, Text};

use super::codes::{self, Code, NO_DATE, UNDATED};
use super::sql::{Day, Sql, sql};
use super::{Connection, Error};
use crate::domain::rules::Numbers;
use crate::domain::{AsOf, Figure, Kind, Percent};

/// What one source said of a region and segment, in its version of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// What the count or percent is; only [`Kind::Active`] is coverage.
    pub kind: Kind,
    /// The date it holds for; `None` when the source does not say.
    pub as_of: Option<AsOf>,
    /// People counted.
    pub active: Option<i64>,
    /// The base.
    pub workforce: Option<i64>,
    /// The percent as printed.
    pub published: Option<Percent>,
    /// Workers not covered, as published.
    pub uncovered: Option<i64>,
    /// A count or percent is marked as rounded.
    pub rounded: bool,
    /// The place that the source gives.
    pub rank: Option<i32>,
    /// Among how many.
    pub rank_of: Option<i32>,
    /// The source.
    pub source_id: i32,
    /// Remark for the reader; may be empty.
    pub note: String,
    /// The batch that brought it.
    pub batch_id: i32,
}

impl Statement {
    /// The statement as a figure: for a dated one of kind [`Kind::Active`] with a percent or a
    /// number of participants.
    pub fn figure(&self) -> Option<Figure> {
        let as_of = self.as_of.filter(|_| self.kind == Kind::Active)?;
        let figure = Figure::read(as_of, self.active, self.workforce, self.published, self.rounded);
        (figure.coverage.is_some() || figure.active.is_some()).then_some(figure)
    }

    /// Its numbers, for the rules.
    pub fn numbers(&self) -> Numbers {
        Numbers {
            active: self.active,
            workforce: self.workforce,
            published: self.published,
            uncovered: self.uncovered,
            rounded: self.rounded,
        }
    }

    /// The key of its row.
    pub fn key(&self) -> RowKey {
        let Self { region_id, segment_id, as_of, kind, source_id, batch_id, .. } = *self;
        RowKey { region_id, segment_id, as_of, kind, source_id, batch_id }
    }

    /// Its date as it is stored, with the code of its precision.
    pub(super) fn stored_date(&self) -> (NaiveDate, i16) {
        stored(self.as_of)
    }
}

/// Which version of which statement: little to hold where very many end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// The date it holds for; `None` when the source does not say.
    pub as_of: Option<AsOf>,
    /// What is counted.
    pub kind: Kind,
    /// The source.
    pub source_id: i32,
    /// The batch that brought this version.
    pub batch_id: i32,
}

impl RowKey {
    /// Its date as it is stored, with the code of its precision.
    pub(super) fn stored_date(&self) -> (NaiveDate, i16) {
        stored(self.as_of)
    }

    /// The same for all versions of a statement.
    pub(super) fn of_any_batch(&self) -> Self {
        Self { batch_id: 0, ..*self }
    }
}

fn stored(as_of: Option<AsOf>) -> (NaiveDate, i16) {
    as_of.map_or((NO_DATE, UNDATED), |as_of| (as_of.date, codes::precision(as_of.precision)))
}

/// Statements on the same region, segment and date that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// The day at which all of them are placed.
    pub as_of: NaiveDate,
    /// All of them, by source.
    pub statements: Vec<Statement>,
    /// The source whose statement is shown.
    pub chosen_source_id: i32,
    /// Why, when an editor decided; `None` when the rule did.
    pub reason: Option<String>,
}

type Columns = (
    Integer,
    Integer,
    SmallInt,
    Date,
    SmallInt,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<Integer>,
    Nullable<BigInt>,
    Bool,
    Nullable<Integer>,
    Nullable<Integer>,
    Integer,
    Text,
    Integer,
);
type Row = (
    i32,
    i32,
    i16,
    Day,
    i16,
    Option<i64>,
    Option<i64>,
    Option<i32>,
    Option<i64>,
    bool,
    Option<i32>,
    Option<i32>,
    i32,
    String,
    i32,
);

fn statement(row: Row) -> Result<Statement, Error> {
    let (region_id, segment_id, kind, Day(date), precision, active, workforce, published, ..) = row;
    let (.., uncovered, rounded, rank, rank_of, source_id, note, batch_id) = row;
    Ok(Statement {
        region_id,
        segment_id,
        kind: Kind::stored(kind)?,
        as_of: codes::as_of(date, precision)?,
        active,
        workforce,
        published: published.map(Percent),
        uncovered,
        rounded,
        rank,
        rank_of,
        source_id,
        note,
        batch_id,
    })
}

pub(super) fn read(c: &mut Connection, query: Sql) -> Result<Vec<Statement>, Error> {
    query.rows::<Columns, Row>(c)?.into_iter().map(statement).collect()
}

/// The statements on a region, segment and date that compete to be shown, by source.
pub fn of_key(
    c: &mut Connection,
    region_id: i32,
    segment_id: i32,
    as_of: NaiveDate,
) -> Result<Vec<Statement>, Error> {
    let query =
        sql(include_str!("sql/statements.of_key.sql")).int(region_id).int(segment_id).date(as_of);
    read(c, query)
}

/// Those that competed once a batch had been written: what later ones brought or ended is not known yet.
pub fn of_key_then(
    c: &mut Connection,
    region_id: i32,
    segment_id: i32,
    as_of: NaiveDate,
    batch_id: i32,
) -> Result<Vec<Statement>, Error> {
    let query = sql(include_str!("sql/statements.of_key_then.sql"))
        .int(region_id)
        .int(segment_id)
        .date(as_of)
        .int(batch_id);
    read(c, query)
}

/// All statements of today on a region and segment, by date and source; the undated first.
pub fn of_segment(
    c: &mut Connection,
    region_id: i32,
    segment_id: i32,
) -> Result<Vec<Statement>, Error> {
    read(c, sql(include_str!("sql/statements.of_segment.sql")).int(region_id).int(segment_id))
}

/// The register of contradictions, the newest first.
pub fn disputed(c: &mut Connection) -> Result<Vec<Dispute>, Error> {
    type DisputeColumns = (Integer, Integer, Date, Integer, Nullable<Text>);
    type DisputeRow = (i32, i32, NaiveDate, i32, Option<String>);
    let rows =
        sql(include_str!("sql/statements.disputed.sql")).rows::<DisputeColumns, DisputeRow>(c)?;
    rows.into_iter()
        .map(|(region_id, segment_id, as_of, chosen_source_id, reason)| {
            let statements = of_key(c, region_id, segment_id, as_of)?;
            Ok(Dispute { region_id, segment_id, as_of, statements, chosen_source_id, reason })
        })
        .collect()
}

/// How many figures there are about which sources contradict each other.
pub fn count_disputed(c: &mut Connection) -> Result<usize, Error> {
    let row: Option<(i64,)> =
        sql("select count(*) from shown where disputed").first::<(BigInt,), _>(c)?;
    Ok(row.and_then(|(count,)| usize::try_from(count).ok()).unwrap_or_default())
}

/// The newest statements on a region, of all segments and kinds, those without a date last; and
/// whether there are more.
pub fn newest_of_region(
    c: &mut Connection,
    region_id: i32,
    limit: usize,
) -> Result<(Vec<Statement>, bool), Error> {
    let newest: Option<(Option<NaiveDate>,)> = sql(include_str!(
        "sql/statements.newest_day_of_region.sql"
    ))
    .int(region_id)
    .first::<(Nullable<Date>,), _>(c)?;
    let Some(newest) = newest.and_then(|(day,)| day) else { return Ok((Vec::new(), false)) };
    let mut since = |from| {
        let query = sql(include_str!("sql/statements.newest_of_region.sql"))
            .int(region_id)
            .date(from)
            .big(i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX));
        read(c, query)
    };
    // Where a lot is published, its last year is enough, and the rest need not be sorted.
    let mut rows = since(newest.checked_sub_days(Days::new(366)).unwrap_or(NO_DATE))?;
    if rows.len() <= limit {
        rows = since(NO_DATE)?;
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok((rows, more))
}

/// The statements that compete to be shown at the newest date, not after `to`, of a region and of each
/// of its direct parts in every segment: by region, segment and source.
pub fn newest_around(
    c: &mut Connection,
    region_id: i32,
    to: NaiveDate,
) -> Result<Vec<Statement>, Error> {
    read(c, sql(include_str!("sql/statements.newest_around.sql")).int(region_id).date(to))
}

/// When a statement on a region and day came, as far as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The region.
    pub region_id: i32,
    /// The day at which the statement is placed.
    pub as_of: NaiveDate,
    /// ISO date of any precision on which the source published it; empty when unknown.
    pub published_on: String,
    /// When it was brought in, in UTC: `2026-01-31T08:30:00Z`.
    pub brought: String,
    /// It came with the program, or was simulated.
    pub with_program: bool,
}

/// When the statements came that a region and its direct parts have or had in a segment between two
/// dates, by region and day. Those that were corrected or withdrawn count: what came, came. Those
/// that name only a year do not: they are of no month.
pub fn came_around(
    c: &mut Connection,
    region_id: i32,
    segment_id: i32,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Came>, Error> {
    type Columns = (Integer, Date, Text, Text, Text);
    type Row = (i32, Day, String, String, String);
    let rows = sql(include_str!("sql/statements.came_around.sql"))
        .int(region_id)
        .int(segment_id)
        .date(from)
        .date(to)
        .rows::<Columns, Row>(c)?;
    let came = |(region_id, Day(as_of), published_on, brought, kind): Row| Came {
        region_id,
        as_of,
        published_on,
        brought,
        with_program: matches!(kind.as_str(), "release" | "simulation"),
    };
    Ok(rows.into_iter().map(came).collect())
}

/// The bases that were published without participants or percent, of a region and its direct parts in a
/// segment between two dates, each as a figure with nothing else: by region and date.
pub fn bases_alone(
    c: &mut Connection,
    region_id: i32,
    segment_id: i32,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(i32, Figure)>, Error> {
    type Columns = (Integer, Date, SmallInt, BigInt, Bool);
    let rows = sql(include_str!("sql/statements.bases_alone.sql"))
        .int(region_id)
        .int(segment_id)
        .date(from)
        .date(to)
        .rows::<Columns, (i32, Day, i16, i64, bool)>(c)?;
    let base = |(region_id, Day(date), precision, workforce, rounded)| {
        let as_of = codes::dated(date, precision)?;
        Ok((region_id, Figure::read(as_of, None, Some(workforce), None, rounded)))
    };
    rows.into_iter().map(base).collect()
}

/// How many statements of today each source has; those without any are left out.
pub fn count_by_source(c: &mut Connection) -> Result<HashMap<i32, i64>, Error> {
    let rows = sql("select id, statements from source where statements > 0")
        .rows::<(Integer, Integer), (i32, i32)>(c)?;
    Ok(rows.into_iter().map(|(id, count)| (id, count.into())).collect())
}

/// Why an editor chose one of several statements on a region, segment and date.
pub fn decision(
    c: &mut Connection,
    region_id: i32,
    segment_id: i32,
    as_of: NaiveDate,
) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sql(include_str!("sql/statements.decision.sql"))
        .int(region_id)
        .int(segment_id)
        .date(as_of)
        .first::<(Text,), _>(c)?;
    Ok(row.map(|(reason,)| reason))
}
