//! Rows of a file that stay out: what they are about, and why.

use crate::domain::wording::size;
use crate::import::LeftOut;
use crate::web::view::UNKNOWN;

/// Rows that are told one by one.
const TOLD: usize = 20;

/// Rows that stay out.
#[derive(Default)]
pub struct LeftOutRows {
    /// Line, region and reason of the first ones.
    pub rows: Vec<(u32, String, String)>,
    /// How many others there are, in words; empty for none.
    pub more: String,
    /// Where the file can be had; empty where it was not kept.
    pub file: String,
}

impl LeftOutRows {
    /// Those of a file, by line.
    pub fn new(all: &[LeftOut], file: String) -> Self {
        let known = |text: &str| if text.is_empty() { UNKNOWN.to_owned() } else { text.to_owned() };
        let row = |own: &LeftOut| (own.line, known(&own.region), known(&own.reason));
        let more = all.len().saturating_sub(TOLD);
        Self {
            rows: all.iter().take(TOLD).map(row).collect(),
            more: if more > 0 { format!("{} baris lainnya", size(more)) } else { String::new() },
            file,
        }
    }
}
