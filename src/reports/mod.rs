//! One file per question a page asks: the database in, plain structs out.
//!
//! A report decides nothing by itself: figures, states and ranks come from [`crate::domain`], rows
//! from [`crate::db`]. Markup and wording are left to the pages.

pub mod contest;
pub mod funding;
mod memory;
pub mod national;
pub mod order;
pub mod quality;
pub mod ranking;
pub mod reader;
pub mod region;
pub mod regulation;
pub mod revisions;
pub mod scope;
pub mod search;
pub mod sources;
pub mod standing;
pub mod story;
mod sums;
pub mod targets;

/// Rows that reports hand on as they stand in the database; pages name them by this module.
pub mod rows {
    pub use crate::db::contents::{Contents, Counts, ListCounts};
    pub use crate::db::decisions::{Contest, Decided, Decision, Touch, Voice};
    pub use crate::db::funding::{Funding, FundingKind};
    pub use crate::db::regions::{Event, EventKind, Region};
    pub use crate::db::regulations::Regulation;
    pub use crate::db::sources::Source;
    pub use crate::db::statements::{Dispute, Statement};
    pub use crate::db::versions::{Change, Values, Version};
}

pub use memory::Memory;
pub use reader::Reader;
pub use scope::Scope;
pub use standing::{Judged, Row, Standing};
