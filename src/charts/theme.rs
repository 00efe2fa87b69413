//! The palette: what a mark means, not how it looks.
//!
//! plotters hands a backend nothing but RGB, so meaning travels as a sentinel colour, `(1, 2, n)`
//! for the n-th ink. The backend writes the class of that ink, and `static/cakupan.css` decides
//! colour, width, dashes and font: one chart serves light, dark, print and projector.

use super::labels;
use plotters::style::{RGBColor, ShapeStyle};

/// The meaning of a mark or of a text in a chart, in the order of painting: later ones lie on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Ink {
    /// Grid line.
    Grid,
    /// Baseline and ticks.
    Axis,
    /// Axis label and remark.
    Text,
    /// Where a series breaks.
    Break,
    /// Bracket over months without a report.
    Gap,
    /// The range of the projection.
    Band,
    /// The reference, usually the nation.
    Reference,
    /// A report of the reference that no line touches.
    ReferenceDot,
    /// A target over its own year.
    Target,
    /// From the last value to the target.
    Needed,
    /// The projection.
    Projection,
    /// The region being read.
    Line,
    /// The day on which a target is due.
    Diamond,
    /// A report.
    Dot,
    /// A report that is stale, or whose day is not known.
    HollowDot,
    /// Name and value of a target.
    TargetLabel,
    /// Name and value of the reference.
    ReferenceLabel,
    /// Value and range of the projection.
    ProjectionLabel,
    /// A labelled value.
    Value,
    /// Name of the region.
    Name,
    /// The last value.
    Current,
}

impl Ink {
    /// Every ink in the order of its sentinel.
    pub const ALL: [Self; 21] = [
        Self::Grid,
        Self::Axis,
        Self::Text,
        Self::Break,
        Self::Gap,
        Self::Band,
        Self::Reference,
        Self::ReferenceDot,
        Self::Target,
        Self::Needed,
        Self::Projection,
        Self::Line,
        Self::Diamond,
        Self::Dot,
        Self::HollowDot,
        Self::TargetLabel,
        Self::ReferenceLabel,
        Self::ProjectionLabel,
        Self::Value,
        Self::Name,
        Self::Current,
    ];

    /// The class of `static/cakupan.css`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Grid => "g-kisi",
            Self::Axis => "g-sumbu",
            Self::Text => "g-teks",
            Self::Break => "g-catatan",
            Self::Gap => "g-jeda",
            Self::Band => "g-pita",
            Self::Reference => "g-acuan",
            Self::ReferenceDot => "g-titik--acuan",
            Self::Target => "g-target",
            Self::Needed => "g-butuh",
            Self::Projection => "g-proyeksi",
            Self::Line => "g-garis",
            Self::Diamond => "g-wajik",
            Self::Dot => "g-titik",
            Self::HollowDot => "g-titik g-titik--lalu",
            Self::TargetLabel => "g-label g-label--target",
            Self::ReferenceLabel => "g-label g-label--acuan",
            Self::ProjectionLabel => "g-label g-label--proyeksi",
            Self::Value => "g-label g-label--nilai",
            Self::Name => "g-label g-label--wilayah",
            Self::Current => "g-label g-label--kini",
        }
    }

    /// Size of its text in pixels, as the style sheet sets it.
    pub fn font_size(self) -> i32 {
        if self == Self::Current { 17 } else { 13 }
    }

    /// Estimated width of a text of this ink, in tenths of a pixel.
    pub fn text_width(self, text: &str) -> i32 {
        labels::text_width(text, self.font_size(), self == Self::Text)
    }

    /// The sentinel colour.
    pub fn color(self) -> RGBColor {
        RGBColor(1, 2, self as u8)
    }

    /// The ink of a sentinel colour; `None` for any other colour.
    pub fn from_rgb(rgb: (u8, u8, u8)) -> Option<Self> {
        match rgb {
            (1, 2, index) => Self::ALL.get(usize::from(index)).copied(),
            _ => None,
        }
    }

    /// The style to hand to a plotters element.
    pub fn style(self) -> ShapeStyle {
        ShapeStyle::from(self.color()).filled()
    }
}
