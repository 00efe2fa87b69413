//! Whether the regions of a database are those of the lists. Names, numbers and legal texts are
//! corrected in place; what a region is, what it is part of and since when is history, which only a
//! migration may change.

use std::collections::HashMap;
use std::fmt;

use chrono::NaiveDate;
use diesel::sql_types::{Date, Integer, Nullable, Text};

use super::{Event, Lists, Region};
use crate::db::codes::Code;
use crate::db::error::{DataError, Place};
use crate::db::sql::sql;
use crate::db::{Connection, Error};

const REGIONS: &str = "regions.csv";
const HISTORY: &str = "region_history.csv";

/// A region as the database has it.
struct Stored {
    code: String,
    kind: String,
    parent: Option<i32>,
    events: Vec<StoredEvent>,
}

/// A change of code, or the making of a province.
struct StoredEvent {
    effective: NaiveDate,
    old_parent: Option<i32>,
    old_code: Option<String>,
}

impl Lists {
    /// Refuses lists whose regions or history are not those of the database.
    pub(super) fn compare(
        &self,
        c: &mut Connection,
        ids: &HashMap<String, i32>,
    ) -> Result<(), Error> {
        let stored = stored(c)?;
        let code_of = |id: Option<i32>| {
            id.and_then(|id| stored.get(&id)).map_or("no region", |region| region.code.as_str())
        };
        for region in &self.regions {
            let code = region.code.as_str();
            let Some(known) = ids.get(code).and_then(|id| stored.get(id)) else {
                return Err(refuse(REGIONS, region.row, "code", code, "is not in this database"));
            };
            let differs = |column, value: &str, has: &str| {
                let reason = format!("is not what {code} has in this database, {has:?}");
                Err(refuse(REGIONS, region.row, column, value, reason))
            };
            if known.kind != region.kind.code() {
                return differs("type", region.kind.code(), &known.kind);
            }
            let parent = region.parent.as_ref().map_or("", |parent| parent.as_str());
            if known.parent != ids.get(parent).copied() {
                return differs("parent_code", parent, code_of(known.parent));
            }
            compare_events(region, known, self.events.get(code), &code_of)?;
        }
        let listed = |code: &str| self.regions.iter().any(|region| region.code.as_str() == code);
        let mut gone: Vec<&str> =
            stored.values().map(|known| known.code.as_str()).filter(|code| !listed(code)).collect();
        gone.sort_unstable();
        match gone.first() {
            Some(code) => {
                Err(refuse(REGIONS, None, "", code, "is in this database, and gone from the file"))
            }
            None => Ok(()),
        }
    }
}

fn compare_events<'a>(
    region: &Region,
    known: &Stored,
    event: Option<&Event>,
    code_of: &impl Fn(Option<i32>) -> &'a str,
) -> Result<(), Error> {
    let code = region.code.as_str();
    let (event, known) = match (event, known.events.as_slice()) {
        (None, []) => return Ok(()),
        (Some(event), [known]) => (event, known),
        (Some(event), _) => {
            let reason = "has other events in this database";
            return Err(refuse(HISTORY, Some(event.row), "code", code, reason));
        }
        (None, _) => {
            let reason = "has an event in this database, and none in the file";
            return Err(refuse(HISTORY, None, "", code, reason));
        }
    };
    let columns = [
        ("effective", event.effective.to_string(), known.effective.to_string()),
        ("old_parent_code", event.old_parent.clone(), code_of(known.old_parent).to_owned()),
        (
            "old_code",
            event.old_code.clone().unwrap_or_default(),
            known.old_code.clone().unwrap_or_default(),
        ),
    ];
    for (column, value, has) in columns {
        if value != has {
            let reason = format!("is not what {code} has in this database, {has:?}");
            return Err(refuse(HISTORY, Some(event.row), column, &value, reason));
        }
    }
    Ok(())
}

/// The regions of the levels that the lists hold, by number.
fn stored(c: &mut Connection) -> Result<HashMap<i32, Stored>, Error> {
    type Columns = (Integer, Text, Text, Nullable<Integer>, Nullable<Date>);
    type Row = (i32, String, String, Option<i32>, Option<NaiveDate>);
    let versions =
        sql(include_str!("../../sql/seed.region_versions.sql")).rows::<Columns, Row>(c)?;
    let mut regions = HashMap::new();
    let mut former = Vec::new();
    for (id, code, kind, parent, valid_to) in versions {
        if let Some(effective) = valid_to {
            former.push((id, StoredEvent { effective, old_parent: parent, old_code: Some(code) }));
        } else {
            regions.insert(id, Stored { code, kind, parent, events: Vec::new() });
        }
    }
    let successions: Vec<(i32, i32, NaiveDate)> =
        sql("select new_id, old_id, effective from region_succession")
            .rows::<(Integer, Integer, Date), _>(c)?;
    let made = successions.into_iter().map(|(id, old, effective)| {
        (id, StoredEvent { effective, old_parent: Some(old), old_code: None })
    });
    for (id, event) in former.into_iter().chain(made) {
        if let Some(region) = regions.get_mut(&id) {
            region.events.push(event);
        }
    }
    Ok(regions)
}

fn refuse(
    file: &str,
    row: impl Into<Option<u64>>,
    column: &str,
    value: &str,
    reason: impl fmt::Display,
) -> Error {
    Error::Data(DataError {
        file: file.to_owned(),
        place: row.into().map(|row| Place { row, column: column.to_owned() }),
        value: value.to_owned(),
        reason: format!("{reason}; such a change needs a migration with its date"),
    })
}
