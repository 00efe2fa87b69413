//! Charts: domain values in, SVG out.
//!
//! The map:
//! - [`theme`]: what a mark means, as an ink; ink, sentinel colour and class are one list.
//! - [`backend`]: our plotters backend, which writes classes, one decimal and merged paths.
//! - [`axis`], [`plot`], `series`, [`labels`]: a chart over time. Axes, marks in data coordinates,
//!   runs and gaps of reports, labels that never collide.
//! - [`mod@trend`] and [`mod@participants`]: the two charts over time, in two sizes.
//! - [`bar`], [`dots`], [`mod@spark`], [`multiples`]: small pictures that stand many times on a page, or
//!   that stretch with it. Their x is a percentage, which plotters cannot express, or their bytes
//!   count, so they are written directly with [`mod@write`].
//! - [`tiles`]: the place and the class of each province on the tile map; the template draws it.
//!
//! Every chart is pure: it asks neither the clock nor the database, and no font. Colours, widths and
//! fonts are decided by `static/cakupan.css` through the classes of [`theme`]. Numbers and dates are
//! written by [`crate::domain::wording`], the same as on the page around the chart.

use std::fmt;

pub mod axis;
pub mod backend;
pub mod bar;
pub mod dots;
pub mod labels;
pub mod multiples;
pub mod participants;
pub mod plot;
mod series;
pub mod spark;
pub mod theme;
pub mod tiles;
pub mod trend;
pub mod write;

pub use bar::{BarMark, BarScale, CoverageBar, Swatch, coverage_bar, mini_bar, swatch};
pub use dots::{DotPlot, LineMark};
pub use multiples::Multiples;
pub use participants::{Participants, participants};
pub use spark::spark;
pub use trend::{TargetMark, Trend, trend};

/// A finished picture: one `<svg>` element that may stand in HTML as it is.
///
/// Every text in it is escaped, and it has no inline style or script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    /// The element as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Svg> for String {
    fn from(svg: Svg) -> Self {
        svg.0
    }
}

/// The size of a chart over time. Pages hold both, and the style sheet shows one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// For the column of a page on a laptop.
    Wide,
    /// For a phone.
    Narrow,
}

impl Size {
    /// Width and height in pixels.
    pub fn pixels(self) -> (i32, i32) {
        match self {
            Self::Wide => (746, 366),
            Self::Narrow => (340, 320),
        }
    }

    /// The prefix of the ids in the picture of this size.
    fn id(self, prefix: &str) -> String {
        let size = if self == Self::Wide { 'l' } else { 's' };
        format!("{prefix}-{size}")
    }
}
