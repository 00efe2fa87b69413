//! `/peringkat`: all regions of a level at a date, beside another date.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, Months, NaiveDate};

use super::order::Order;
use super::reader::Reader;
use super::region::{rank_level, shown_of, targets_for};
use super::scope::{Asked, Error, Scope};
use super::standing::{Row, Standing};
use crate::db::figures::{self, Shown};
use crate::db::regions;
use crate::domain::change::Change;
use crate::domain::ranking::{Rank, rank};
use crate::domain::series::{MAX_AGE_DAYS, YEAR_WINDOW_END};
use crate::domain::{Figure, Level, RegionCode};

/// Rows on one page of a long list.
pub const PAGE_ROWS: usize = 100;

/// What the reader asked of the ranking beyond what every page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankingChoice {
    /// Provinces or regencies.
    pub level: Level,
    /// The order of the rows.
    pub order: Order,
    /// The page of a long list, from 1.
    pub page: usize,
}

/// A region in the ranking.
#[derive(Debug, Clone)]
pub struct RankedRow {
    /// The region, where it stands and its place.
    pub row: Row,
    /// Its figure at the date of comparison.
    pub before: Option<Figure>,
    /// The change between both.
    pub change: Option<Change>,
    /// Its place at the date of comparison, among those that had data then.
    pub rank_before: Option<Rank>,
}

/// The ranking of a level.
#[derive(Debug, Clone)]
pub struct RankingReport {
    /// Date, segment, state of the data.
    pub scope: Scope,
    /// The level that is ranked.
    pub level: Level,
    /// The order of the rows.
    pub order: Order,
    /// The date of comparison.
    pub compare: NaiveDate,
    /// The nation, for the line through all rows.
    pub nation: Standing,
    /// The rows of this page in their order; those without data come last.
    pub rows: Vec<RankedRow>,
    /// All rows, in the order of their codes, for the findings above the table.
    pub all: Vec<RankedRow>,
    /// Regions with a figure at the date.
    pub reported: usize,
    /// Regions with a figure at the date of comparison.
    pub reported_before: usize,
    /// Whether the same regions have data at both dates, so that places can be compared.
    pub same_regions: bool,
    /// Earliest and latest date among the figures.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Names of the provinces by id, where regencies are ranked.
    pub parents: HashMap<i32, String>,
    /// This page, from 1.
    pub page: usize,
    /// The number of pages, at least 1.
    pub pages: usize,
}

/// Loads the ranking. Without a date of comparison it is the same day a year before.
pub fn load(r: &mut Reader, asked: &Asked, choice: RankingChoice) -> Result<RankingReport, Error> {
    let scope = Scope::load(r, asked)?;
    let compare = asked.compare.unwrap_or(scope.date - Months::new(12));
    let code = RegionCode::nation();
    let nation = regions::by_code(r.c, &code)?.ok_or(Error::NoSuchRegion(code))?;
    let national_targets = targets_for(r, &scope, nation.id)?;
    let nation_shown = shown_of(r, &scope, &nation, None)?;
    let nation =
        Standing::new(nation_shown, Vec::new(), &national_targets, &[], Level::Nation, scope.date);

    let shown = windows(r, &scope, choice.level, compare)?;
    let rows = rank_level(r, &scope, choice.level, shown, &national_targets)?;
    let all = beside(rows, compare);

    let reported = all.iter().filter(|r| r.row.standing.figure.is_some()).count();
    let reported_before = all.iter().filter(|r| r.before.is_some()).count();
    let same_regions = all.iter().all(|r| r.row.standing.figure.is_some() == r.before.is_some());
    let dates = || all.iter().filter_map(|r| r.row.standing.figure.map(|figure| figure.as_of.date));
    let span = dates().min().zip(dates().max());
    let parents = if choice.level == Level::Regency {
        let provinces = regions::of_level(r.c, Level::Province)?;
        provinces.into_iter().map(|province| (province.id, province.name)).collect()
    } else {
        HashMap::new()
    };
    let pages = all.len().div_ceil(PAGE_ROWS).max(1);
    let page = choice.page.clamp(1, pages);
    let mut rows = all.clone();
    choice.order.sort(&mut rows, |r| &r.row, |r| r.change.map(|change| change.points));
    let rows = rows.into_iter().skip((page - 1) * PAGE_ROWS).take(PAGE_ROWS).collect();
    Ok(RankingReport {
        scope,
        level: choice.level,
        order: choice.order,
        compare,
        nation,
        rows,
        all,
        reported,
        reported_before,
        same_regions,
        span,
        parents,
        page,
        pages,
    })
}

/// The ranking of a level at the date that pages open with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The date.
    pub date: NaiveDate,
    /// The number of each region that has a place, and its place.
    pub places: Vec<(i32, usize)>,
    /// The regions that have a figure until then, of whatever age.
    pub known: BTreeSet<i32>,
}

/// Loads the places of a level alone; `None` where there is no figure at all.
///
/// # Errors
/// Those of the database.
pub fn places(r: &mut Reader, level: Level) -> Result<Option<Places>, Error> {
    let scope = match Scope::load(r, &Asked::default()) {
        Err(Error::Empty) => return Ok(None),
        scope => scope?,
    };
    let from = scope.date.checked_sub_days(Days::new(MAX_AGE_DAYS as u64));
    let shown = figures::of_level(r.c, level, scope.segment.id, from, scope.date)?;
    let rows = rank_level(r, &scope, level, shown, &[])?;
    let places = rows.iter().filter_map(|row| Some((row.region.id, row.rank?.place))).collect();
    let known = figures::known(r.c, level, scope.segment.id, scope.date)?;
    Ok(Some(Places { date: scope.date, places, known }))
}

/// The rows that the two dates need: an age before the earlier one, a pace window before the date of
/// the page, and all between them, because a base that jumps there parts the two.
fn windows(
    r: &mut Reader,
    scope: &Scope,
    level: Level,
    compare: NaiveDate,
) -> Result<Vec<Shown>, Error> {
    let age = Days::new(MAX_AGE_DAYS as u64);
    let pace = Days::new((MAX_AGE_DAYS + YEAR_WINDOW_END) as u64);
    let from = scope.date.checked_sub_days(pace).min(compare.checked_sub_days(age));
    let to = scope.date.max(compare);
    Ok(figures::of_level(r.c, level, scope.segment.id, from, to)?)
}

/// Adds the figure, the change and the place at the date of comparison.
fn beside(rows: Vec<Row>, compare: NaiveDate) -> Vec<RankedRow> {
    let before: Vec<Option<Figure>> =
        rows.iter().map(|row| row.standing.series.at(compare).copied()).collect();
    let values: Vec<_> =
        before.iter().map(|figure| figure.and_then(|figure| figure.coverage)).collect();
    let ranks = rank(&values);
    rows.into_iter()
        .zip(before)
        .zip(ranks)
        .map(|((row, before), rank_before)| {
            let change = before.zip(row.standing.figure).and_then(|(before, now)| {
                row.standing
                    .series
                    .comparable(&before, &now)
                    .then(|| Change::between(&before, &now))?
            });
            RankedRow { row, before, change, rank_before }
        })
        .collect()
}
