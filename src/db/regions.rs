//! Regions: who they are today, what they were called before, and how they came to be.
//!
//! A region is an identity that never changes; its code, name and parent are versions. "Today" is
//! the version that has no end.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::sql_types::{Date, Integer, Nullable, SmallInt, Text};

use super::codes::{self, Code};
use super::sql::sql;
use super::{Connection, Error};
use crate::domain::wording::fold;
use crate::domain::{Level, RegionCode, RegionKind};

/// A region as it is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its identity.
    pub id: i32,
    /// Its code.
    pub code: RegionCode,
    /// Its short name, `Jambi`.
    pub name: String,
    /// Its name with the word before it, `Provinsi Jambi`.
    pub full_name: String,
    /// What it is in law.
    pub kind: RegionKind,
    /// Its level.
    pub level: Level,
    /// The region it is a part of; `None` for the nation.
    pub parent_id: Option<i32>,
    /// Direct parts it has in the list of regions.
    pub parts: i32,
    /// Kecamatan, kelurahan and desa in it by the official list, where known.
    pub below: Below,
}

/// Official numbers of the lower levels of a region; they may not be in the list of regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Below {
    /// Kecamatan.
    pub kecamatan: Option<i32>,
    /// Kelurahan.
    pub kelurahan: Option<i32>,
    /// Desa.
    pub desa: Option<i32>,
}

type RegionColumns = (
    Integer,
    Text,
    Text,
    Text,
    Text,
    SmallInt,
    Nullable<Integer>,
    Integer,
    Nullable<Integer>,
    Nullable<Integer>,
    Nullable<Integer>,
);
type RegionRow = (
    i32,
    String,
    String,
    String,
    String,
    i16,
    Option<i32>,
    i32,
    Option<i32>,
    Option<i32>,
    Option<i32>,
);

fn region(row: RegionRow) -> Result<Region, Error> {
    let (id, code, name, full_name, kind, level, parent_id, parts, kecamatan, kelurahan, desa) =
        row;
    Ok(Region {
        id,
        code: codes::region_code(&code)?,
        name,
        full_name,
        kind: codes::from_text::<RegionKind>(&kind)?,
        level: Level::stored(level)?,
        parent_id,
        parts,
        below: Below { kecamatan, kelurahan, desa },
    })
}

/// The region that bears a code today.
pub fn by_code(c: &mut Connection, code: &RegionCode) -> Result<Option<Region>, Error> {
    let row = sql(include_str!("sql/regions.by_code.sql"))
        .text(code.as_str())
        .first::<RegionColumns, RegionRow>(c)?;
    row.map(region).transpose()
}

/// The region that bore a code in the past, as it is today. The latest one, if there were several.
pub fn by_former_code(c: &mut Connection, code: &RegionCode) -> Result<Option<Region>, Error> {
    let row = sql(include_str!("sql/regions.by_former_code.sql"))
        .text(code.as_str())
        .first::<RegionColumns, RegionRow>(c)?;
    row.map(region).transpose()
}

/// A region by its identity.
pub fn by_id(c: &mut Connection, region_id: i32) -> Result<Option<Region>, Error> {
    let row = sql(include_str!("sql/regions.by_id.sql"))
        .int(region_id)
        .first::<RegionColumns, RegionRow>(c)?;
    row.map(region).transpose()
}

/// The regions that a region is part of: the nation first, its parent last.
pub fn ancestors(c: &mut Connection, region: &Region) -> Result<Vec<Region>, Error> {
    let mut ancestors = Vec::new();
    let mut next = region.parent_id;
    while let Some(id) = next {
        let parent = by_id(c, id)?.ok_or_else(|| Error::stored("a parent region", id))?;
        next = parent.parent_id;
        ancestors.push(parent);
    }
    ancestors.reverse();
    Ok(ancestors)
}

/// The direct parts of a region, by code.
pub fn parts(c: &mut Connection, region_id: i32) -> Result<Vec<Region>, Error> {
    let rows = sql(include_str!("sql/regions.parts.sql"))
        .int(region_id)
        .rows::<RegionColumns, RegionRow>(c)?;
    rows.into_iter().map(region).collect()
}

/// All regions of a level, by code.
pub fn of_level(c: &mut Connection, level: Level) -> Result<Vec<Region>, Error> {
    let rows = sql(include_str!("sql/regions.of_level.sql"))
        .small(level.code())
        .rows::<RegionColumns, RegionRow>(c)?;
    rows.into_iter().map(region).collect()
}

/// The code of the bureau of statistics, which looks like ours and means other places.
pub fn bps_code(c: &mut Connection, region_id: i32) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sql("select code from bps_code where region_id = $1")
        .int(region_id)
        .first::<(Text,), _>(c)?;
    Ok(row.map(|(code,)| code))
}

/// What happened to a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// It was made from a part of the old region.
    Created,
    /// It is the old region, and lost the territory of which the new one was made.
    Split,
    /// It took in the old region, or is the old region and went into the new one.
    Merged,
    /// It got another code, and with it another parent where that differs.
    Recoded,
    /// It got another name.
    Renamed,
}

/// A change in the history of a region.
///
/// The creation of Papua Selatan stands twice: as [`EventKind::Created`] in its own history and as
/// [`EventKind::Split`] in that of Papua; `region_id` is Papua Selatan and `old_region_id` is Papua
/// in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened, seen from the region whose history it is.
    pub kind: EventKind,
    /// The day on which the law took effect.
    pub effective: NaiveDate,
    /// The new region; for a new code or name the region itself.
    pub region_id: i32,
    /// Its code from that day on.
    pub code: RegionCode,
    /// Its full name from that day on.
    pub full_name: String,
    /// The old region; `None` for a new code or name.
    pub old_region_id: Option<i32>,
    /// The code before that day; for a split that of the old region.
    pub old_code: Option<RegionCode>,
    /// The full name before that day; for a split that of the old region.
    pub old_full_name: Option<String>,
    /// Code and full name of the parent before that day, when it was another one.
    pub old_parent: Option<(RegionCode, String)>,
    /// The law.
    pub legal_basis: String,
}

/// What happened to a region and what it gave away, by date, then by code.
pub fn history(c: &mut Connection, region_id: i32) -> Result<Vec<Event>, Error> {
    let mut events = successions(c, region_id)?;
    let versions = versions(c, region_id)?;
    for pair in versions.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let Some(effective) = after.valid_from else { continue };
        let recoded = before.code != after.code;
        events.push(Event {
            kind: if recoded { EventKind::Recoded } else { EventKind::Renamed },
            effective,
            region_id,
            code: after.code.clone(),
            full_name: after.full_name.clone(),
            old_region_id: None,
            old_code: Some(before.code.clone()),
            old_full_name: Some(before.full_name.clone()),
            old_parent: before
                .parent
                .clone()
                .filter(|parent| after.parent.as_ref() != Some(parent)),
            legal_basis: after.legal_basis.clone(),
        });
    }
    events.sort_by(|a, b| (a.effective, a.kind, &a.code).cmp(&(b.effective, b.kind, &b.code)));
    Ok(events)
}

fn successions(c: &mut Connection, region_id: i32) -> Result<Vec<Event>, Error> {
    type Columns = (Text, Date, Text, Integer, Text, Text, Integer, Text, Text);
    type Row = (String, NaiveDate, String, i32, String, String, i32, String, String);
    let rows =
        sql(include_str!("sql/regions.successions.sql")).int(region_id).rows::<Columns, Row>(c)?;
    rows.into_iter()
        .map(|(kind, effective, legal_basis, id, code, full_name, old_id, old_code, old_name)| {
            let kind = match kind.as_str() {
                "split" if id == region_id => EventKind::Created,
                "split" => EventKind::Split,
                "merge" => EventKind::Merged,
                other => return Err(Error::stored("a succession", other)),
            };
            Ok(Event {
                kind,
                effective,
                region_id: id,
                code: codes::region_code(&code)?,
                full_name,
                old_region_id: Some(old_id),
                old_code: Some(codes::region_code(&old_code)?),
                old_full_name: Some(old_name),
                old_parent: None,
                legal_basis,
            })
        })
        .collect()
}

/// The days on which a region of this history changed its area: breaks of its series.
///
/// A new code or name changes no area, and a region that was made on a day has nothing before it.
pub fn breaks(history: &[Event]) -> Vec<NaiveDate> {
    let mut days: Vec<_> = history
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Split | EventKind::Merged))
        .map(|event| event.effective)
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

struct Version {
    code: RegionCode,
    full_name: String,
    parent: Option<(RegionCode, String)>,
    valid_from: Option<NaiveDate>,
    legal_basis: String,
}

/// All versions of a region, the oldest first; the parent under its name of today.
fn versions(c: &mut Connection, region_id: i32) -> Result<Vec<Version>, Error> {
    type Columns = (Text, Text, Nullable<Date>, Text, Nullable<Text>, Nullable<Text>);
    type Row = (String, String, Option<NaiveDate>, String, Option<String>, Option<String>);
    let rows =
        sql(include_str!("sql/regions.versions.sql")).int(region_id).rows::<Columns, Row>(c)?;
    rows.into_iter()
        .map(|(code, full_name, valid_from, legal_basis, parent_code, parent_name)| {
            let parent = match parent_code.zip(parent_name) {
                Some((code, name)) => Some((codes::region_code(&code)?, name)),
                None => None,
            };
            let code = codes::region_code(&code)?;
            Ok(Version { code, full_name, parent, valid_from, legal_basis })
        })
        .collect()
}

/// A text under which a region can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchEntry {
    /// The region.
    pub region_id: i32,
    /// Its code today.
    pub code: RegionCode,
    /// Its level.
    pub level: Level,
    /// Its full name today.
    pub full_name: String,
    /// The full name of the region it is part of; empty for the nation.
    pub parent_name: String,
    /// The text itself, as it is written.
    pub text: String,
    /// The text as [`fold`] leaves it.
    pub folded: String,
    /// Not the name of today: a former name, an abbreviation, another spelling or a former code.
    pub is_alias: bool,
}

/// Every name, full name, alias and former code, by code; matching is a rule of the domain.
pub fn search_entries(c: &mut Connection) -> Result<Vec<SearchEntry>, Error> {
    type Columns = (Integer, Text, SmallInt, Text, Nullable<Text>, Text, Text, Integer);
    type Row = (i32, String, i16, String, Option<String>, String, String, i32);
    let rows = sql(include_str!("sql/regions.search_entries.sql")).rows::<Columns, Row>(c)?;
    let mut entries = Vec::with_capacity(rows.len() * 2);
    for (region_id, code, level, full_name, parent_name, text, folded, is_alias) in rows {
        let entry = SearchEntry {
            region_id,
            code: codes::region_code(&code)?,
            level: Level::stored(level)?,
            full_name,
            parent_name: parent_name.unwrap_or_default(),
            text,
            folded,
            is_alias: is_alias != 0,
        };
        if !entry.is_alias && entry.full_name != entry.text {
            let text = entry.full_name.clone();
            let folded = fold(&text);
            entries.push(SearchEntry { text, folded, ..entry.clone() });
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The breaks of every region that has any, for lists over many regions; see [`breaks`].
pub fn all_breaks(c: &mut Connection) -> Result<HashMap<i32, Vec<NaiveDate>>, Error> {
    let rows =
        sql(include_str!("sql/regions.breaks.sql")).rows::<(Integer, Date), (i32, NaiveDate)>(c)?;
    let mut breaks: HashMap<i32, Vec<NaiveDate>> = HashMap::new();
    for (region_id, day) in rows {
        breaks.entry(region_id).or_default().push(day);
    }
    Ok(breaks)
}

/// Regions by their identities, each once, by code.
pub fn by_ids(c: &mut Connection, region_ids: &[i32]) -> Result<Vec<Region>, Error> {
    let mut ids = region_ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut regions = Vec::with_capacity(ids.len());
    for id in ids {
        regions.extend(by_id(c, id)?);
    }
    regions.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(regions)
}
