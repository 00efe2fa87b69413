//! `/cari?q=`: a region by name, abbreviation, alias or code.

use super::reader::Reader;
use super::scope::Error;
use crate::db::regions::{self, SearchEntry};
use crate::domain::search::{self, MatchKind};

/// A region that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The region and the name by which it was found.
    pub entry: SearchEntry,
    /// How it was found; a typo is said, never silent.
    pub kind: MatchKind,
}

fn as_entry(entry: &SearchEntry) -> search::Entry<'_> {
    search::Entry { code: entry.code.as_str(), full_name: &entry.full_name, folded: &entry.folded }
}

/// Regions for a query, best first, each once.
pub fn load(r: &mut Reader, query: &str) -> Result<Vec<Found>, Error> {
    let entries = regions::search_entries(r.c)?;
    let folded: Vec<search::Entry<'_>> = entries.iter().map(as_entry).collect();
    Ok(search::search(&folded, query)
        .into_iter()
        .map(|found| Found { entry: entries[found.index].clone(), kind: found.kind })
        .collect())
}
