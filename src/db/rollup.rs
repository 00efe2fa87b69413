//! The rollup: one shown figure for each region, segment and date.
//!
//! It is derived from the statements and decisions, and kept inside the transaction that writes
//! them ([`refresh`]); [`rebuild`] makes the same rows again from nothing. Where several statements
//! compete, [`choose`] decides; a key with one is copied by SQL. Then, from the villages up, each
//! parent counts and sums those of its parts that have a figure: their own, else the sum of all
//! their parts. The sums are made here, not in SQL: a database sorts what it groups, which takes longer
//! than all the rest.

mod parts;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, SmallInt, Text};

use super::codes::{self, Code, FAR_DATE, NO_DATE};
use super::connection::on_backend;
use super::sql::{Sql, sql};
use super::{Connection, Error, schema};
use crate::domain::statement::{Candidate, choose, contradict};
use crate::domain::{Authority, Figure, Level, Percent};

/// Regions whose statements or decisions changed, each with the dates between which they did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    dates: BTreeMap<i32, Dates>,
    /// Regions with one statement at most for each segment and date.
    undisputed: BTreeSet<i32>,
}

/// A range of dates, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dates {
    from: NaiveDate,
    to: NaiveDate,
}

impl Touched {
    /// Marks a date of a region. The date of an undated statement is never shown, and ignored.
    pub fn add(&mut self, region_id: i32, as_of: NaiveDate) {
        if as_of > NO_DATE {
            self.widen(region_id, Dates { from: as_of, to: as_of });
        }
    }

    /// Says that a region has one statement at most for each segment and date: nothing has to be chosen.
    pub(super) fn undisputed(&mut self, region_id: i32) {
        self.undisputed.insert(region_id);
    }

    /// Each region with its first and last date.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (i32, NaiveDate, NaiveDate)> {
        self.dates.iter().map(|(id, dates)| (*id, dates.from, dates.to))
    }

    /// The same, with regions of consecutive numbers and equal dates in one: rows that are made
    /// together come in the order of their key, which is the quickest.
    fn runs(&self) -> Vec<(Regions, Dates)> {
        let mut runs: Vec<(Regions, Dates)> = Vec::new();
        for (id, dates) in &self.dates {
            match runs.last_mut() {
                Some((regions, same)) if regions.last + 1 == *id && same == dates => {
                    regions.last = *id;
                }
                _ => runs.push((Regions { first: *id, last: *id }, *dates)),
            }
        }
        runs
    }

    fn widen(&mut self, region_id: i32, dates: Dates) {
        let known = self.dates.entry(region_id).or_insert(dates);
        known.from = known.from.min(dates.from);
        known.to = known.to.max(dates.to);
    }

    /// Those of some consecutive regions where statements may compete.
    fn disputed(&self, regions: Regions) -> Vec<Regions> {
        let mut runs: Vec<Regions> = Vec::new();
        for id in (regions.first..=regions.last).filter(|id| !self.undisputed.contains(id)) {
            match runs.last_mut() {
                Some(run) if run.last + 1 == id => run.last = id,
                _ => runs.push(Regions { first: id, last: id }),
            }
        }
        runs
    }
}

/// Regions by number, both ends included.
#[derive(Clone, Copy)]
struct Regions {
    first: i32,
    last: i32,
}

const ALL_REGIONS: Regions = Regions { first: 0, last: i32::MAX };
const ALL_DATES: Dates = Dates { from: NO_DATE, to: FAR_DATE };

/// Makes the whole rollup again. Belongs into a writing transaction.
pub fn rebuild(c: &mut Connection) -> Result<(), Error> {
    sql("delete from shown").run(c)?;
    chosen(c, ALL_REGIONS, ALL_DATES, Target::Shown)?;
    single(c, ALL_REGIONS, ALL_DATES, Target::Shown)?;
    let tree = tree(c)?;
    for level in Level::ALL.into_iter().rev() {
        let Some(below) = level.below() else { continue };
        let mut parents: Vec<i32> =
            tree.iter().filter(|(_, (own, _))| *own == level).map(|(id, _)| *id).collect();
        parents.sort_unstable();
        for parent in parents {
            parts::sum(c, below, parent, ALL_DATES, Target::Shown)?;
        }
    }
    Ok(())
}

/// Makes the rows of what was touched again, and those of the regions above. Belongs into the
/// transaction that changed the statements.
pub fn refresh(c: &mut Connection, touched: &Touched) -> Result<(), Error> {
    let tree = tree(c)?;
    let touched = widened(&tree, touched);
    for (region_id, from, to) in touched.ranges() {
        sql(include_str!("sql/rollup.clear.sql")).int(region_id).date(from).date(to).run(c)?;
    }
    again(c, &tree, &touched, Target::Shown)
}

/// What was touched, and with it the regions above.
pub(super) fn with_parents(c: &mut Connection, touched: &Touched) -> Result<Touched, Error> {
    Ok(widened(&tree(c)?, touched))
}

/// Makes the rows of what was touched in the table `redone`, which `shown` then reads them from.
pub(super) fn redo(c: &mut Connection, touched: &Touched) -> Result<(), Error> {
    let tree = tree(c)?;
    again(c, &tree, touched, Target::Redone)
}

type Tree = HashMap<i32, (Level, Option<i32>)>;

fn widened(tree: &Tree, touched: &Touched) -> Touched {
    let mut all = touched.clone();
    for (region_id, dates) in &touched.dates {
        let mut next = tree.get(region_id).and_then(|(_, parent)| *parent);
        while let Some(parent) = next {
            all.widen(parent, *dates);
            next = tree.get(&parent).and_then(|(_, parent)| *parent);
        }
    }
    all
}

/// The own figures of what was touched; then, from the villages up, the sums of the parts.
fn again(c: &mut Connection, tree: &Tree, touched: &Touched, into: Target) -> Result<(), Error> {
    for (regions, dates) in touched.runs() {
        for regions in touched.disputed(regions) {
            chosen(c, regions, dates, into)?;
        }
        single(c, regions, dates, into)?;
    }
    for level in Level::ALL.into_iter().rev() {
        let Some(below) = level.below() else { continue };
        let here =
            touched.dates.iter().filter(|(id, _)| tree.get(id).is_some_and(|t| t.0 == level));
        for (region_id, dates) in here {
            parts::sum(c, below, *region_id, *dates, into)?;
        }
    }
    Ok(())
}

/// The table that rows are made in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// The rollup of today.
    Shown,
    /// Rows of a past version, from which `shown` is read then.
    Redone,
}

impl Target {
    /// A statement that writes the rollup, for this table.
    fn sql(self, text: impl Into<Cow<'static, str>>) -> Sql {
        let text = text.into();
        match self {
            Self::Shown => sql(text),
            Self::Redone => sql(text.replace("insert into shown", "insert into redone")),
        }
    }
}

/// Level and parent of every region of today.
fn tree(c: &mut Connection) -> Result<Tree, Error> {
    let rows: Vec<(i32, i16, Option<i32>)> =
        sql("select region_id, level, parent_id from region_version where valid_to is null")
            .rows::<(Integer, SmallInt, Nullable<Integer>), _>(c)?;
    rows.into_iter().map(|(id, level, parent)| Ok((id, (Level::stored(level)?, parent)))).collect()
}

/// Inserts the figure that is shown wherever a region has several statements.
fn chosen(c: &mut Connection, regions: Regions, dates: Dates, into: Target) -> Result<(), Error> {
    let rows = several(c, regions, dates)?;
    match into {
        // 14 columns a row: far below the 32,766 values that SQLite binds.
        Target::Shown => {
            for rows in rows.chunks(1_000) {
                on_backend!(c, |c| {
                    diesel::insert_into(schema::shown::table).values(rows).execute(c)?;
                });
            }
        }
        Target::Redone => {
            for row in rows {
                row.redo(c)?;
            }
        }
    }
    Ok(())
}

/// Inserts the only statement of a region, segment and date.
fn single(c: &mut Connection, regions: Regions, dates: Dates, into: Target) -> Result<(), Error> {
    into.sql(include_str!("sql/rollup.single.sql"))
        .int(regions.first)
        .int(regions.last)
        .date(dates.from)
        .date(dates.to)
        .run(c)?;
    Ok(())
}

#[derive(Debug, diesel::Insertable)]
#[diesel(table_name = schema::shown, treat_none_as_default_value = false)]
struct NewShown {
    segment_id: i32,
    region_id: i32,
    as_of: NaiveDate,
    precision: i16,
    active: Option<i64>,
    workforce: Option<i64>,
    published_pct: Option<i32>,
    rounded: bool,
    source_id: i32,
    statements: i32,
    disputed: bool,
    parts_reported: i32,
    parts_counted: i32,
    parts_rounded: bool,
}

impl NewShown {
    /// Writes the row of a past version.
    fn redo(self, c: &mut Connection) -> Result<(), Error> {
        sql(include_str!("sql/rollup.redo.sql"))
            .int(self.segment_id)
            .int(self.region_id)
            .date(self.as_of)
            .small(self.precision)
            .optional_big(self.active)
            .optional_big(self.workforce)
            .optional_int(self.published_pct)
            .bool(self.rounded)
            .int(self.source_id)
            .int(self.statements)
            .bool(self.disputed)
            .run(c)?;
        Ok(())
    }
}

/// A statement that competes for a key, as it is stored.
struct Competitor {
    key: (i32, i32, NaiveDate),
    precision: i16,
    counts: (Option<i64>, Option<i64>),
    published_pct: Option<i32>,
    rounded: bool,
    source_id: i32,
    candidate: Candidate,
}

/// Chooses where several statements have the same region, segment and date.
fn several(c: &mut Connection, regions: Regions, dates: Dates) -> Result<Vec<NewShown>, Error> {
    let competitors = competitors(c, regions, dates)?;
    if competitors.is_empty() {
        return Ok(Vec::new());
    }
    let decisions = decisions(c, regions)?;
    let mut rows = Vec::new();
    for group in competitors.chunk_by(|a, b| a.key == b.key) {
        let candidates: Vec<Candidate> =
            group.iter().map(|competitor| competitor.candidate.clone()).collect();
        let key = group[0].key;
        let decision = decisions.get(&key).map(String::as_str);
        let Some(chosen) = choose(&candidates, decision) else { continue };
        let disputed = contradict(candidates.iter().filter_map(|one| one.figure.coverage));
        let chosen = &group[chosen];
        let (region_id, segment_id, as_of) = key;
        rows.push(NewShown {
            segment_id,
            region_id,
            as_of,
            precision: chosen.precision,
            active: chosen.counts.0,
            workforce: chosen.counts.1,
            published_pct: chosen.published_pct,
            rounded: chosen.rounded,
            source_id: chosen.source_id,
            statements: i32::try_from(group.len()).unwrap_or(i32::MAX),
            disputed,
            parts_reported: 0,
            parts_counted: 0,
            parts_rounded: false,
        });
    }
    Ok(rows)
}

fn competitors(
    c: &mut Connection,
    regions: Regions,
    dates: Dates,
) -> Result<Vec<Competitor>, Error> {
    type Columns = (
        Integer,
        Integer,
        Date,
        SmallInt,
        Nullable<BigInt>,
        Nullable<BigInt>,
        Nullable<Integer>,
        Bool,
        Integer,
        Text,
        Text,
        SmallInt,
    );
    type Row = (
        i32,
        i32,
        NaiveDate,
        i16,
        Option<i64>,
        Option<i64>,
        Option<i32>,
        bool,
        i32,
        String,
        String,
        i16,
    );
    let rows = sql(include_str!("sql/rollup.several.sql"))
        .int(regions.first)
        .int(regions.last)
        .date(dates.from)
        .date(dates.to)
        .rows::<Columns, Row>(c)?;
    rows.into_iter()
        .map(|row| {
            let (region_id, segment_id, date, precision, active, workforce, published_pct, ..) =
                row;
            let (.., rounded, source_id, source, published_on, authority) = row;
            let figure = Figure::read(
                codes::dated(date, precision)?,
                active,
                workforce,
                published_pct.map(Percent),
                rounded,
            );
            let authority = Authority::stored(authority)?;
            Ok(Competitor {
                key: (region_id, segment_id, date),
                precision,
                counts: (active, workforce),
                published_pct,
                rounded,
                source_id,
                candidate: Candidate { figure, authority, published_on, source },
            })
        })
        .collect()
}

/// The code of the source that an editor chose, by region, segment and date.
fn decisions(
    c: &mut Connection,
    regions: Regions,
) -> Result<HashMap<(i32, i32, NaiveDate), String>, Error> {
    let rows: Vec<(i32, i32, NaiveDate, String)> = sql(include_str!("sql/rollup.decisions.sql"))
        .int(regions.first)
        .int(regions.last)
        .rows::<(Integer, Integer, Date, Text), _>(c)?;
    Ok(rows
        .into_iter()
        .map(|(region, segment, date, code)| ((region, segment, date), code))
        .collect())
}
