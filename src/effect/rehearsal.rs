//! A change that is carried out, looked at, and undone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::rankings::Rankings;
use super::sums::{self, Sums, Touched};
use super::told;
use super::{Effect, Jump, Regions, TOLD};
use crate::db::segments::{self, Segment};
use crate::db::{Connection, Error, decisions, figures, lists, names, versions};
use crate::domain::rules::Thresholds;
use crate::domain::wording::{count, size};
use crate::domain::{Figure, List};
use crate::reports::revisions::{self, VersionReport};
use crate::reports::{Memory, Reader, scope};

/// What came of a change that was undone.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// The version that it would be, as its page would show it.
    pub report: VersionReport,
    /// What it does beyond its own rows.
    pub effect: Effect,
    /// It may change what pages show of figures.
    pub has_figures: bool,
}

impl Rehearsal {
    /// What it does beyond its own rows, in words.
    pub fn told(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if self.effect.regions > 0 {
            pairs.push(told::regions(&self.effect, "langsung"));
        }
        if self.has_figures {
            pairs.push(("Cakupan yang berubah".to_owned(), size(self.effect.moved)));
            if self.effect.vanished > 0 {
                let told = size(self.effect.vanished);
                pairs.push(("Cakupan yang tidak ada lagi pada tanggalnya".to_owned(), told));
            }
            told::figures(&self.effect, &mut pairs);
        }
        pairs
    }
}

/// What is known of a change before it is made.
#[derive(Debug, Clone, Default)]
pub enum Ahead {
    /// What came of it when it was carried out and undone.
    Known(Box<Rehearsal>),
    /// It changes nothing.
    #[default]
    Nothing,
    /// It was not carried out: it changes more rows than this.
    TooLarge(i64),
    /// It was not carried out: somebody else writes, or nobody can.
    NotNow,
    /// It cannot be carried out: [`Error::InUse`] or [`Error::Gone`].
    Impossible(Error),
}

impl Ahead {
    /// What came of it, where it was carried out.
    pub fn known(&self) -> Option<&Rehearsal> {
        match self {
            Self::Known(rehearsal) => Some(rehearsal),
            _ => None,
        }
    }

    /// What it does beyond its own rows, in words, or why that is not known. Why it cannot be carried out is
    /// for the page to say.
    pub fn told(&self) -> Vec<(String, String)> {
        let unknown = |why: String| {
            vec![(
                "Cakupan, peringkat, dan jumlah wilayah".to_owned(),
                format!("tidak dihitung {why}"),
            )]
        };
        match self {
            Self::Known(rehearsal) => rehearsal.told(),
            Self::Nothing | Self::Impossible(_) => Vec::new(),
            Self::TooLarge(most) => {
                let most = count(*most);
                unknown(format!("lebih dahulu, karena lebih dari {most} baris berubah"))
            }
            Self::NotNow => unknown(NOT_NOW.to_owned()),
        }
    }
}

/// Why a change was not carried out ahead; follows "tidak dihitung".
pub const NOT_NOW: &str =
    "karena data sedang diubah atau hanya dapat dibaca; muat ulang halaman ini sebentar lagi";

/// What is read before a change, whatever it is: for several that are rehearsed on the same data.
#[derive(Debug)]
pub struct Before {
    regions: Regions,
    rankings: Rankings,
}

impl Before {
    /// That of the snapshot that the connection sees.
    ///
    /// # Errors
    /// Those of the database.
    pub fn load(c: &mut Connection) -> Result<Self, Error> {
        Ok(Self { regions: today(c)?, rankings: Rankings::load(c)? })
    }
}

/// The figures of a region and segment, by date.
type Series = BTreeMap<(i32, i32), BTreeMap<NaiveDate, Figure>>;

/// What is read before and after, of what a version touches.
struct Snapshot {
    sums: Sums,
    shown: Series,
}

/// What a version touches.
struct Reach {
    /// Regions that it is about.
    own: BTreeSet<i32>,
    /// Regions whose figures it may change, with those above, each until this day.
    until: BTreeMap<i32, NaiveDate>,
    /// Counts and sums that it may set apart or bring together.
    sums: Touched,
    has_figures: bool,
}

/// Carries a change out, looks at what came of it, and undoes all of it; [`Ahead::Nothing`] when the change
/// makes no version. Needs a transaction that may write, which sees what was read `before`.
///
/// # Errors
/// Those of the change, unless it cannot be carried out, and of the database.
pub fn rehearse(
    c: &mut Connection,
    before: &Before,
    limits: &Thresholds,
    change: impl FnOnce(&mut Connection) -> Result<Option<i32>, Error>,
) -> Result<Ahead, Error> {
    match carry_out(c, before, limits, change) {
        Ok(Some(rehearsal)) => Ok(Ahead::Known(Box::new(rehearsal))),
        Ok(None) => Ok(Ahead::Nothing),
        Err(error @ (Error::InUse { .. } | Error::Gone { .. })) => Ok(Ahead::Impossible(error)),
        Err(error) => Err(error),
    }
}

fn carry_out(
    c: &mut Connection,
    before: &Before,
    limits: &Thresholds,
    change: impl FnOnce(&mut Connection) -> Result<Option<i32>, Error>,
) -> Result<Option<Rehearsal>, Error> {
    let found = c.rehearse(|c| {
        let Some(id) = change(c)? else { return Ok(None) };
        // A region that goes is called as it is now, one that comes as it will be.
        let regions = if lists::touched(c, List::Regions, id)?.is_empty() {
            None
        } else {
            Some(today(c)?.or(&before.regions))
        };
        let reach = Reach::of(c, id, regions.as_ref().unwrap_or(&before.regions))?;
        let after = (Snapshot::load(c, &reach, limits)?, Rankings::load(c)?);
        let memory = Memory::default();
        let mut reader = Reader::new(c, &memory)?;
        let report = revisions::load_one(&mut reader, id, 1).map_err(store)?;
        Ok(report.map(|report| (report, regions, reach, after)))
    })?;
    let Some((report, regions, reach, after)) = found else { return Ok(None) };
    let regions = regions.as_ref().unwrap_or(&before.regions);
    let (after, rankings) = after;
    let segments = segments::all(c)?;
    let mut effect =
        effect(&Snapshot::load(c, &reach, limits)?, &after, &reach, regions, &segments);
    before.rankings.compare(&rankings, regions, &reach.own, &mut effect);
    let has_figures = reach.has_figures || effect.shifted > 0 || effect.moved_date().is_some();
    Ok(Some(Rehearsal { report, effect, has_figures }))
}

fn today(c: &mut Connection) -> Result<Regions, Error> {
    Ok(names::versions(c)?.into_iter().collect())
}

/// What reports fail with, for those who only know the database.
pub(super) fn store(error: scope::Error) -> Error {
    match error {
        scope::Error::Store(error) => error,
        other => Error::Query(other.to_string()),
    }
}

impl Reach {
    /// That of the newest version.
    fn of(c: &mut Connection, id: i32, regions: &Regions) -> Result<Self, Error> {
        let changes = versions::changes(c, id, usize::MAX, 0)?;
        let mut keys: BTreeSet<(i32, i32, NaiveDate)> = changes
            .iter()
            .filter_map(|change| Some((change.region_id, change.segment_id, change.as_of?.date)))
            .collect();
        let ended = versions::withdrawn(c, id, usize::MAX)?;
        keys.extend(ended.iter().filter_map(|s| Some((s.region_id, s.segment_id, s.as_of?.date))));
        let decided = decisions::of_batch(c, id, usize::MAX)?;
        keys.extend(decided.iter().map(|d| (d.key.region_id, d.key.segment_id, d.key.as_of)));
        let mut own: BTreeSet<i32> = changes.iter().map(|change| change.region_id).collect();
        own.extend(ended.iter().map(|statement| statement.region_id));
        own.extend(decided.iter().map(|decided| decided.key.region_id));
        for list in List::ALL {
            for touched in lists::touched(c, list, id)? {
                own.extend(touched.new.or(touched.old).and_then(|record| record.region_id()));
            }
        }
        let mut until: BTreeMap<i32, NaiveDate> = BTreeMap::new();
        for (region_id, _, to) in versions::touched_by_newest(c, id)? {
            for id in with_above(region_id, regions) {
                let last = until.entry(id).or_insert(to);
                *last = to.max(*last);
            }
        }
        let has_figures = !until.is_empty();
        Ok(Self { own, until, sums: sums::touched(keys, regions), has_figures })
    }
}

/// A region and those above it.
fn with_above(region_id: i32, regions: &Regions) -> impl Iterator<Item = i32> {
    std::iter::successors(Some(region_id), |id| regions.get(*id)?.parent_id)
}

impl Snapshot {
    /// What the connection sees.
    fn load(c: &mut Connection, reach: &Reach, limits: &Thresholds) -> Result<Self, Error> {
        let mut shown = Series::new();
        for (region_id, to) in &reach.until {
            for (segment_id, row) in figures::until(c, *region_id, *to)? {
                let Some(figure) = row.figure() else { continue };
                let series = shown.entry((*region_id, segment_id)).or_default();
                series.insert(figure.as_of.date, figure);
            }
        }
        let sums = Sums::load(c, &reach.sums, limits)?;
        Ok(Self { sums, shown })
    }
}

/// What lies between two snapshots.
fn effect(
    before: &Snapshot,
    after: &Snapshot,
    reach: &Reach,
    regions: &Regions,
    segments: &[Segment],
) -> Effect {
    let named: HashMap<i32, &Segment> = segments.iter().map(|own| (own.id, own)).collect();
    let segment = |id: i32| {
        let own = named.get(&id).filter(|own| !own.code.is_total());
        own.map_or_else(String::new, |own| own.name.clone())
    };
    let mut effect = Effect::default();
    let mut jumps = jumps(&before.shown, &after.shown, regions, &segment);
    jumps.sort_by_key(|jump| std::cmp::Reverse(jump.points.0.abs()));
    effect.moved = jumps.len();
    effect.vanished = vanished(&before.shown, &after.shown);
    jumps.truncate(TOLD);
    effect.jumps = jumps;
    after.sums.tell(&before.sums, regions, segment, &mut effect);
    // Rows of lists are on the page of their region alone.
    effect.speaks_of(&reach.own, &reach.until.keys().copied().collect(), regions);
    effect
}

/// How many coverages of before have none of the same day afterwards.
fn vanished(before: &Series, after: &Series) -> usize {
    let of_day = |all: &Series, key: &(i32, i32), day: &NaiveDate| {
        let figure = all.get(key).and_then(|series| series.get(day));
        figure.is_some_and(|figure| figure.coverage.is_some())
    };
    let days = before.iter().flat_map(|(key, series)| series.keys().map(move |day| (key, day)));
    days.filter(|(key, day)| of_day(before, key, day) && !of_day(after, key, day)).count()
}

/// The figures of before that are other ones afterwards, at each date that either has: where one has none of
/// that day, its newest before it.
fn jumps(
    before: &Series,
    after: &Series,
    regions: &Regions,
    segment: &impl Fn(i32) -> String,
) -> Vec<Jump> {
    let mut jumps = Vec::new();
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    for (region_id, segment_id) in keys {
        let Some(named) = regions.get(region_id) else { continue };
        let of = |all: &Series| all.get(&(region_id, segment_id)).cloned().unwrap_or_default();
        let (old, new) = (of(before), of(after));
        let days: BTreeSet<NaiveDate> = old.keys().chain(new.keys()).copied().collect();
        for day in days.into_iter().filter(|day| old.get(day) != new.get(day)) {
            let at = |series: &BTreeMap<NaiveDate, Figure>| {
                let with_percent = |figure: &&Figure| figure.coverage.is_some();
                series.range(..=day).map(|(_, figure)| figure).rfind(with_percent).copied()
            };
            let Some((from, to)) = at(&old).zip(at(&new)) else { continue };
            let points = to.coverage.zip(from.coverage).map(|(to, from)| to.minus(from));
            let Some(points) = points.filter(|points| points.0 != 0) else { continue };
            jumps.push(Jump {
                line: 0,
                region: named.code.clone(),
                name: named.full_name.clone(),
                segment: segment(segment_id),
                from,
                to,
                points,
            });
        }
    }
    jumps
}
