//! A snapshot of the database, as reports read it.

use std::any::Any;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::memory::{Key, Memory};
use super::scope::Error;
use crate::db::figures::{self, Shown};
use crate::db::regions::{self, Region};
use crate::db::sources::{self, Source};
use crate::db::state::{self, DataState};
use crate::db::{self, Connection};

/// Reads from one snapshot, and from memory what another page of this edition has read already.
pub struct Reader<'a> {
    /// The snapshot.
    pub(super) c: &'a mut Connection,
    state: DataState,
    memory: &'a Memory,
}

impl<'a> Reader<'a> {
    /// A reader of the snapshot that the connection sees.
    pub fn new(c: &'a mut Connection, memory: &'a Memory) -> Result<Self, db::Error> {
        Ok(Self { state: state::load(c)?, c, memory })
    }

    /// The state of the data in this snapshot.
    pub fn state(&self) -> &DataState {
        &self.state
    }

    /// What is kept under a key, else what `load` reads; `bytes` says about how much that is.
    pub(super) fn once<T: Any + Send + Sync>(
        &mut self,
        key: Key,
        bytes: impl FnOnce(&T) -> usize,
        load: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<Arc<T>, Error> {
        let edition = self.state.edition();
        if let Some(kept) = self.memory.get(edition, &key) {
            return Ok(kept);
        }
        let value = Arc::new(load(self.c)?);
        self.memory.keep(edition, key, value.clone(), bytes(&value));
        Ok(value)
    }

    /// The direct parts of a region, by code.
    pub(super) fn parts(&mut self, region_id: i32) -> Result<Arc<Vec<Region>>, Error> {
        let bytes = |parts: &Vec<Region>| parts.len() * 2 * size_of::<Region>();
        self.once(Key::Parts(region_id), bytes, |c| Ok(regions::parts(c, region_id)?))
    }

    /// The breaks of every region that has any.
    pub(super) fn breaks(&mut self) -> Result<Arc<HashMap<i32, Vec<NaiveDate>>>, Error> {
        let bytes = |breaks: &HashMap<i32, Vec<NaiveDate>>| breaks.len() * 64;
        self.once(Key::Breaks, bytes, |c| Ok(regions::all_breaks(c)?))
    }

    /// All sources, by id.
    pub(super) fn sources(&mut self) -> Result<Arc<HashMap<i32, Source>>, Error> {
        let bytes = |sources: &HashMap<i32, Source>| sources.len() * 2 * size_of::<Source>();
        self.once(Key::Sources, bytes, |c| {
            Ok(sources::all(c)?.into_iter().map(|source| (source.id, source)).collect())
        })
    }

    /// The figures of the direct parts of a region in a segment.
    pub(super) fn figures_of_parts(
        &mut self,
        parent_id: i32,
        segment_id: i32,
    ) -> Result<Arc<Figures>, Error> {
        self.once(Key::FiguresOfParts(parent_id, segment_id), Figures::bytes, |c| {
            Ok(Figures::new(figures::of_parts(c, parent_id, segment_id)?))
        })
    }

    /// Figures among which those of a region in a segment are: with those of its neighbours, which
    /// its page needs too.
    pub(super) fn figures_around(
        &mut self,
        region: &Region,
        segment_id: i32,
    ) -> Result<Arc<Figures>, Error> {
        if let Some(parent_id) = region.parent_id {
            return self.figures_of_parts(parent_id, segment_id);
        }
        self.once(Key::Figures(region.id, segment_id), Figures::bytes, |c| {
            Ok(Figures::new(figures::of_region(c, region.id, segment_id)?))
        })
    }
}

/// The figures of some regions in one segment, over all time.
pub(super) struct Figures {
    rows: Vec<Shown>,
    regions: HashMap<i32, Range<usize>>,
}

impl Figures {
    /// Takes rows by region and date.
    fn new(rows: Vec<Shown>) -> Self {
        let mut regions: HashMap<i32, Range<usize>> = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            regions.entry(row.region_id).or_insert(place..place).end = place + 1;
        }
        Self { rows, regions }
    }

    fn bytes(&self) -> usize {
        self.rows.len() * size_of::<Shown>()
    }

    /// Those of a region, by date; empty when there are none.
    pub fn of(&self, region_id: i32) -> &[Shown] {
        self.regions.get(&region_id).map_or(&[], |range| &self.rows[range.clone()])
    }

    /// Those of a region from a date on, by date.
    pub fn since(&self, region_id: i32, from: Option<NaiveDate>) -> &[Shown] {
        let rows = self.of(region_id);
        &rows[rows.partition_point(|row| from.is_some_and(|from| row.as_of.date < from))..]
    }

    /// Those of a region between two dates, both included, by date.
    pub fn between(&self, region_id: i32, from: Option<NaiveDate>, to: NaiveDate) -> &[Shown] {
        let rows = self.since(region_id, from);
        &rows[..rows.partition_point(|row| row.as_of.date <= to)]
    }

    /// The latest one of a region, at or before a date, that has a percent.
    pub fn latest(&self, region_id: i32, at: NaiveDate) -> Option<&Shown> {
        let percent = |row: &&Shown| row.figure().is_some_and(|figure| figure.coverage.is_some());
        self.between(region_id, None, at).iter().rfind(percent)
    }
}
