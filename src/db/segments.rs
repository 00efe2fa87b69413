//! Segments: what is counted, over which base.

use diesel::sql_types::{Integer, Nullable, Text};

use super::sql::sql;
use super::{Connection, Error};
use crate::domain::SegmentCode;

/// A segment of the published figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its number, which is also its place in lists.
    pub id: i32,
    /// Its code.
    pub code: SegmentCode,
    /// Its name for the reader.
    pub name: String,
    /// What it is divided by, in words.
    pub base: String,
    /// The counting rule: `nik`, `tempat_daftar`, `proyek` or `lain`.
    pub counting: String,
    /// The segment it is usually part of; parts do not always add up to it.
    pub parent: Option<SegmentCode>,
}

/// All segments, in the order of lists.
pub fn all(c: &mut Connection) -> Result<Vec<Segment>, Error> {
    type Columns = (Integer, Text, Text, Text, Text, Nullable<Text>);
    type Row = (i32, String, String, String, String, Option<String>);
    let rows = sql(include_str!("sql/segments.all.sql")).rows::<Columns, Row>(c)?;
    rows.into_iter()
        .map(|(id, code, name, base, counting, parent)| {
            let parent = parent.as_deref().map(segment_code).transpose()?;
            Ok(Segment { id, code: segment_code(&code)?, name, base, counting, parent })
        })
        .collect()
}

fn segment_code(text: &str) -> Result<SegmentCode, Error> {
    SegmentCode::parse(text).ok_or_else(|| Error::stored("a segment code", text))
}
