//! A large, realistic data set that is the same for the same seed: for tests, measurements and
//! training. Pages that show it say "DATA SIMULASI".
//!
//! It goes into an empty database only, so that nobody's figures are ever mixed with invented ones.

mod load;
mod model;

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use diesel::sql_types::Integer;

use super::batch::{self, NewBatch};
use super::sql::sql;
use super::{Connection, Error, Pool, regions, rollup, seed, segments};
use crate::domain::{AsOf, Level, RegionCode, RegionKind};
use load::{Loader, Plan};
use model::{Model, Region};

/// The last month of every simulation. Fixed, so that the data do not depend on the clock; and before
/// the end of the year, when every target that was not reached would be overdue.
const LAST: (i32, u32) = (2025, 10);

/// The longest simulation, in months.
pub const MAX_MONTHS: u32 = 600;

/// The province that never reports, with all its regencies: Maluku.
const SILENT: &str = "81";

/// What to simulate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Months, counted back from October 2025.
    pub months: u32,
    /// Levels that report besides the nation: province, regency, district.
    pub levels: Vec<Level>,
    /// The same seed gives the same data, on every machine and both backends.
    pub seed: u64,
}

/// What was simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Regions of the chosen levels, with the nation; a few of them never report.
    pub regions: usize,
    /// Statements written.
    pub statements: usize,
    /// Targets written.
    pub targets: usize,
    /// The last day of the first month.
    pub from: NaiveDate,
    /// The last day of the last month.
    pub to: NaiveDate,
}

/// Fills a migrated database with simulated figures, in one transaction.
///
/// `progress` is told the number of statements written so far, now and then.
///
/// # Errors
/// [`Error::NotEmpty`] when the database holds figures, [`Error::Option`] for months or levels that
/// cannot be simulated.
pub fn simulate(
    pool: &Pool,
    options: &Options,
    mut progress: impl FnMut(usize),
) -> Result<Summary, Error> {
    if !(1..=MAX_MONTHS).contains(&options.months) {
        return Err(Error::Option(format!("months must be 1 to {MAX_MONTHS}")));
    }
    if options.levels.contains(&Level::Village) {
        return Err(Error::Option("villages cannot be simulated".to_owned()));
    }
    pool.write(|c| {
        let held: Option<(i32,)> = sql("select id from batch limit 1").first::<(Integer,), _>(c)?;
        if held.is_some() {
            return Err(Error::NotEmpty);
        }
        run(c, options, &mut progress)
    })
}

fn run(
    c: &mut Connection,
    options: &Options,
    progress: &mut dyn FnMut(usize),
) -> Result<Summary, Error> {
    seed::write_lists(c)?;
    if options.levels.contains(&Level::District) {
        load::districts(c)?;
    }
    let (from, months) = calendar(options.months)?;
    let plan = Plan {
        batch_id: batch::open(
            c,
            &NewBatch { kind: "simulation", title: "Data simulasi", ..NewBatch::default() },
        )?,
        sources: load::sources(c)?,
        segments: segment_ids(c)?,
        days: months.iter().map(NaiveDate::to_string).collect(),
        months,
    };
    let tree = tree(c, &plan.months)?;
    let start = usize::try_from(from.month0()).unwrap_or_default();
    let model = Model::new(options.seed, plan.months.len(), start);
    load::before(c)?;
    let mut loader = Loader::new(&plan, progress);
    let mut targets = Vec::new();
    let mut regions = 0;
    let mut nation = model.nothing();
    let mut report = |c: &mut Connection, region: &Region, truth: &model::Truth| {
        if region.level != Level::Nation && !options.levels.contains(&region.level) {
            return Ok(());
        }
        regions += 1;
        if region.level != Level::District {
            targets.extend(model.targets(region, truth));
        }
        model.reports(region, truth, |row| loader.push(c, row))
    };
    for province in &tree.provinces {
        let mut sum = model.nothing();
        for regency in tree.parts(province) {
            for district in tree.parts(regency) {
                report(c, district, &model.truth(district))?;
            }
            let truth = model.truth(regency);
            report(c, regency, &truth)?;
            sum.add(&truth);
        }
        report(c, province, &sum)?;
        nation.add(&sum);
    }
    report(c, &tree.nation, &nation)?;
    let statements = loader.finish(c)?;
    load::targets(c, &plan, from.year(), &targets)?;
    load::after(c)?;

    rollup::rebuild(c)?;
    batch::close(c, plan.batch_id, statements + targets.len(), None)?;
    sql("update data_state set simulated = true").run(c)?;
    super::analyze(c)?;
    load::end(c)?;
    let to = plan.months.last().copied().unwrap_or(from);
    Ok(Summary { regions, statements, targets: targets.len(), from, to })
}

/// The last days of the simulated months, and the first of them.
fn calendar(months: u32) -> Result<(NaiveDate, Vec<NaiveDate>), Error> {
    let (year, month) = LAST;
    let last = year * 12 + i32::try_from(month).unwrap_or(1) - 1;
    let days: Vec<NaiveDate> = (0..months)
        .rev()
        .filter_map(|back| {
            let number = last - i32::try_from(back).ok()?;
            let month = u32::try_from(number % 12).ok()? + 1;
            Some(AsOf::month(number / 12, month)?.date)
        })
        .collect();
    match days.first() {
        Some(first) => Ok((*first, days)),
        None => Err(Error::Option("there is no month to simulate".to_owned())),
    }
}

/// The numbers of the simulated segments, in the order of the model.
fn segment_ids(c: &mut Connection) -> Result<Vec<i32>, Error> {
    let known: HashMap<String, i32> =
        segments::all(c)?.into_iter().map(|s| (s.code.as_str().to_owned(), s.id)).collect();
    model::SEGMENTS
        .iter()
        .map(|code| known.get(*code).copied().ok_or_else(|| Error::stored("a segment", code)))
        .collect()
}

/// The regions, by parent.
struct Tree {
    nation: Region,
    provinces: Vec<Region>,
    parts: HashMap<i32, Vec<Region>>,
}

impl Tree {
    fn parts(&self, region: &Region) -> &[Region] {
        self.parts.get(&region.id).map_or(&[], Vec::as_slice)
    }
}

fn tree(c: &mut Connection, months: &[NaiveDate]) -> Result<Tree, Error> {
    let mut parts: HashMap<i32, Vec<Region>> = HashMap::new();
    let created = load::created(c)?;
    for level in [Level::Province, Level::Regency, Level::District] {
        for region in regions::of_level(c, level)? {
            let Some(parent) = region.parent_id else { continue };
            let silent = region.code.as_str().starts_with(SILENT);
            let from = created.get(&region.id).map_or(0, |day| months.partition_point(|m| m < day));
            let size = if level == Level::District { Some(1) } else { region.below.kecamatan };
            let villages = region.below.desa.unwrap_or(0) + region.below.kelurahan.unwrap_or(0);
            parts.entry(parent).or_default().push(Region {
                id: region.id,
                level,
                size: size.unwrap_or(1).max(1).into(),
                villages: if level == Level::District { 11 } else { villages.max(1).into() },
                city: matches!(region.kind, RegionKind::Kota | RegionKind::KotaAdm),
                silent,
                from,
            });
        }
    }
    let nation = regions::by_code(c, &RegionCode::nation())?
        .ok_or_else(|| Error::HalfMigrated("the nation is missing".to_owned()))?;
    let nation = Region {
        id: nation.id,
        level: Level::Nation,
        size: 1,
        villages: 1,
        city: false,
        silent: false,
        from: 0,
    };
    let provinces = parts.remove(&nation.id).unwrap_or_default();
    Ok(Tree { nation, provinces, parts })
}
