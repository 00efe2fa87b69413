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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_end_with_how_many_more_there_are() {
        let all: Vec<LeftOut> =
            (1..=25).map(|line| LeftOut { line, ..LeftOut::default() }).collect();
        let told = LeftOutRows::new(&all, "/usulan/1/berkas".to_owned());
        assert_eq!((told.rows.len(), told.more.as_str()), (20, "5 baris lainnya"));
        assert_eq!(told.rows[0], (1, UNKNOWN.to_owned(), UNKNOWN.to_owned()), "only its number");
        assert!(LeftOutRows::new(&all[..20], String::new()).more.is_empty());
    }
}
