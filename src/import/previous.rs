//! What was known of a region before a row of a file.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Previewed;
use crate::db::figures::{self, Shown};
use crate::db::{self, Connection};
use crate::domain::{Figure, Percent};

/// For each row that is shown, the coverage that its region and segment had last, at its date or before.
///
/// # Errors
/// Those of the database.
pub fn previous(c: &mut Connection, rows: &[Previewed]) -> Result<Vec<Option<Percent>>, db::Error> {
    let mut known: HashMap<(i32, i32), Vec<Figure>> = HashMap::new();
    rows.iter()
        .map(|row| {
            let key = (row.statement.region_id, row.statement.segment_id);
            let figures = match known.entry(key) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let shown = figures::of_region(c, key.0, key.1)?;
                    entry.insert(shown.iter().filter_map(Shown::figure).collect())
                }
            };
            let Some(at) = row.statement.as_of else { return Ok(None) };
            let before = figures.iter().filter(|figure| figure.as_of.date <= at.date);
            Ok(before.filter_map(|figure| figure.coverage).next_back())
        })
        .collect()
}
