//! Pure rules and numbers of coverage monitoring.
//!
//! Nothing here knows a database, a page or a chart. Every figure that Cakupan shows is computed
//! by exactly one function of this module, so that a page, a chart and an export cannot differ.

pub mod aggregate;
pub mod change;
pub mod completeness;
pub mod date;
pub mod event;
pub mod figure;
pub mod funding;
pub mod list;
pub mod login;
pub mod narrative;
pub mod number;
pub mod pace;
pub mod password;
pub mod period;
pub mod premium;
pub mod projection;
pub mod ranking;
pub mod reason;
pub mod region;
pub mod regulation;
pub mod role;
pub mod rules;
pub mod search;
pub mod segment;
pub mod series;
pub mod spread;
pub mod statement;
pub mod status;
pub mod target;
#[cfg(test)]
mod testing;
pub mod wording;

pub use date::{AsOf, Precision};
pub use event::Event;
pub use figure::{Counts, Figure, Origin};
pub use funding::{FundingKind, Payer};
pub use list::{List, Record};
pub use login::Login;
pub use number::{Percent, Points};
pub use period::Period;
pub use region::{Level, RegionCode, RegionKind};
pub use role::{Act, Grant, Role, may};
pub use segment::SegmentCode;
pub use spread::Spread;
pub use statement::{Authority, Kind};
pub use status::Status;
pub use target::{Basis, Target, TargetChoice, Whose};
