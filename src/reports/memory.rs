//! What reports keep of the database until the data change.
//!
//! Readers walk through dates and segments of the same few regions, and what is known of a region
//! does not depend on the date of the page. So its rows are read once for an edition of the data,
//! and each page takes its window out of them.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// About how much is kept, in bytes; beyond that everything is let go and read again when needed.
const MOST: usize = 24 << 20;

/// What can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// Everything on a region that does not depend on date or segment, by its code.
    Dossier(String),
    /// The direct parts of a region, by its id.
    Parts(i32),
    /// The breaks of all regions.
    Breaks,
    /// All sources.
    Sources,
    /// The figures of a region in a segment.
    Figures(i32, i32),
    /// The figures of the direct parts of a region in a segment.
    FiguresOfParts(i32, i32),
}

type Value = Arc<dyn Any + Send + Sync>;

/// Rows of one edition of the data, shared by all pages.
#[derive(Default)]
pub struct Memory(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    edition: u64,
    bytes: usize,
    values: HashMap<Key, Value>,
}

impl Memory {
    /// What is kept under a key for an edition.
    pub(super) fn get<T: Any + Send + Sync>(&self, edition: u64, key: &Key) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let value = kept.values.get(key).filter(|_| kept.edition == edition)?;
        value.clone().downcast().ok()
    }

    /// Keeps a value of about so many bytes; what belongs to another edition goes.
    pub(super) fn keep(&self, edition: u64, key: Key, value: Value, bytes: usize) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.edition != edition || kept.bytes + bytes > MOST {
            *kept = Kept { edition, ..Kept::default() };
        }
        if kept.values.insert(key, value).is_none() {
            kept.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(memory: &Memory, edition: u64, id: i32) -> Option<i32> {
        memory.get::<i32>(edition, &Key::Parts(id)).map(|value| *value)
    }

    #[test]
    fn a_value_is_kept_for_its_edition_only() {
        let memory = Memory::default();
        memory.keep(7, Key::Parts(1), Arc::new(10), 8);
        assert_eq!(kept(&memory, 7, 1), Some(10));
        assert_eq!(kept(&memory, 8, 1), None);
        memory.keep(8, Key::Parts(2), Arc::new(20), 8);
        assert_eq!(kept(&memory, 8, 1), None, "the older edition is gone");
        assert_eq!(kept(&memory, 7, 1), None);
        assert_eq!(kept(&memory, 8, 2), Some(20));
    }

    #[test]
    fn it_never_holds_more_than_it_may() {
        let memory = Memory::default();
        for id in 0..100 {
            memory.keep(1, Key::Parts(id), Arc::new(id), MOST / 10);
            assert_eq!(kept(&memory, 1, id), Some(id));
            assert!(memory.0.lock().unwrap().bytes <= MOST);
        }
        assert!(memory.0.lock().unwrap().values.len() <= 10);
    }
}
