//! What an import makes of a file, as its pages show it.

pub mod about;
pub mod applies;
pub mod columns;
pub mod counts;
pub mod effect;
pub mod findings;
pub mod left_out;
pub mod list;
pub mod preview;
pub mod said;
pub mod sources;
pub mod state;

use crate::domain::wording;
use crate::import::drafts::Draft;

/// A size of a file, in bytes, as people read it.
pub fn file_size(bytes: i32) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes / 1_024),
        _ => format!("{},{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// That a file was given back, in a sentence; empty where it was not.
pub fn returned(draft: &Draft) -> String {
    draft.returned.as_ref().map_or_else(String::new, |returned| {
        let when = wording::moment(returned.at);
        format!("Dikembalikan oleh {} pada {when}. Alasan: {}", returned.by, returned.reason)
    })
}
