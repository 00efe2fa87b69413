//! The generated Indonesian text: findings, readings, notes. Plain words, no markup.
//!
//! A [`Story`] holds what is known of one region and segment at the date of a page; the functions
//! here turn it into sentences. Text about many regions takes [`Member`]s. What is not known is
//! said, never left as an empty slot, and no sentence names a colour.

mod headline;
mod kpi;
mod lead;
mod members;
mod notes;
mod participants;
mod phrases;
mod quality;
mod reading;
mod story;
mod text;
mod trend;
pub mod words;

pub use headline::headline;
pub use kpi::{Kpi, kpis, ordinal, place, status_sentence};
pub use lead::{beside_nation, description, figure_line, lead};
pub use members::{
    Member, changes_title, furthest_title, parts_title, ranking_title, reporting, tiles_title,
};
pub use notes::{
    SegmentShare, Voice, against_sum, conflict, created, derived_base, divided, print_conflict,
    recoded, segments_title, sum_note,
};
pub use participants::{participants_desc, participants_subtitle, participants_title};
pub use quality::{Request, Usable, arrived_title, months, not_due, usable_title};
pub use reading::reading;
pub use story::{Facts, Goal, Name, SegmentWords, Standing, Story};
pub use text::{Part, Text};
pub use trend::{chart_desc, chart_subtitle, chart_title};
