//! What a page is asked for, resolved against the data.

use chrono::NaiveDate;

use super::reader::Reader;
use crate::db;
use crate::db::segments::{self, Segment};
use crate::db::state::DataState;
use crate::domain::{RegionCode, SegmentCode};

/// The choices of a reader, as the URL states them; `None` means the default of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// `per`: the date of the page.
    pub date: Option<NaiveDate>,
    /// `segmen`.
    pub segment: Option<SegmentCode>,
    /// `banding`: the date to compare with.
    pub compare: Option<NaiveDate>,
    /// `target`: the id of a target.
    pub target: Option<i32>,
}

/// Why a report cannot be made.
///
/// Everything but `Store` is the reader's to mend, and names what would work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] db::Error),
    /// The database holds no figure of the segment `total` yet.
    #[error("the database holds no figures")]
    Empty,
    /// No region bears or bore this code.
    #[error("no region has the code {0}")]
    NoSuchRegion(RegionCode),
    /// The code was valid once; the region bears another one today.
    #[error("region code {old} is now {current}")]
    Moved {
        /// The code in the URL.
        old: RegionCode,
        /// The code of today.
        current: RegionCode,
        /// The full name of the region.
        name: String,
    },
    /// No such segment.
    #[error("no segment has the code {0}")]
    NoSuchSegment(SegmentCode),
    /// The region has no target of this id.
    #[error("no target {0} for this region")]
    NoSuchTarget(i32),
}

/// The date, the segment and the state of the data that a whole page shares.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Version and freshness of the data.
    pub state: DataState,
    /// The date of the page: asked for, or the newest as-of date of a total.
    pub date: NaiveDate,
    /// The newest as-of date of a total.
    pub newest: NaiveDate,
    /// The segment that is read.
    pub segment: Segment,
    /// All segments, for the picker and for names.
    pub segments: Vec<Segment>,
}

impl Scope {
    /// Resolves what was asked for.
    pub fn load(r: &mut Reader, asked: &Asked) -> Result<Self, Error> {
        let state = r.state().clone();
        let newest = state.newest_total.ok_or(Error::Empty)?;
        let segments = segments::all(r.c)?;
        let code = asked.segment.clone().unwrap_or_else(SegmentCode::total);
        let segment = segments
            .iter()
            .find(|segment| segment.code == code)
            .cloned()
            .ok_or(Error::NoSuchSegment(code))?;
        Ok(Self { date: asked.date.unwrap_or(newest), newest, segment, segments, state })
    }

    /// Whether the targets speak of the segment that is read.
    pub fn has_targets(&self) -> bool {
        self.segment.code.is_total()
    }

    /// The segment of an id.
    pub fn segment_of(&self, id: i32) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.id == id)
    }
}
