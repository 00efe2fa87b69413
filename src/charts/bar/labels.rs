//! Where the labels of the coverage bar stand.
//!
//! The bar stretches, its text does not, so a place has to hold at every width. Two boxes that keep
//! apart at both ends of a range of widths keep apart between them: only the ends are checked.

use super::super::labels::text_width;
use super::{BarMark, BarScale, CoverageBar, WHOLE};

/// The narrowest picture, on a phone of 360 px.
const PHONE: i32 = 328;

/// The narrowest and the widest picture beyond the breakpoint for phones.
pub const LAPTOP: [i32; 2] = [608, 1168];

/// A label may reach so far into the margin of the page.
const MARGIN: i32 = 8;

/// Baselines of the two rows of labels, and where the mark below each begins.
pub const ROWS: [(i32, i32); 2] = [(31, 37), (14, 20)];

/// Size of the labels of the bar.
pub const LABEL_SIZE: i32 = 14;

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// To the left of its mark.
    Left,
    /// To the right of its mark.
    Right,
    /// At the left end of the bar, over its mark.
    Start,
    /// At the right end of the bar, over its mark.
    End,
}

/// A label with its place.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The mark it belongs to.
    pub mark: BarMark<'a>,
    /// What it speaks of.
    pub kind: Kind,
    /// Where it stands.
    pub side: Side,
    /// Its row: 0 is next to the bar.
    pub row: usize,
    /// Hidden on phones.
    pub wide_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
/// What a label speaks of.
pub enum Kind {
    /// The target that the gap leads to.
    Target,
    /// A later target.
    Later,
    /// The reference.
    Reference,
}

impl Placed<'_> {
    /// Left and right edge of the text at a width of the picture, in pixels.
    fn text_span(&self, scale: BarScale, width: i32) -> (i32, i32) {
        let text = text_width(self.mark.label, LABEL_SIZE, false) / 10 + 1;
        let x = self.mark_at(scale, width);
        match self.side {
            Side::Left => (x - text, x),
            Side::Right => (x, x + text),
            Side::Start => (0, text),
            Side::End => (width - text, width),
        }
    }

    fn mark_at(&self, scale: BarScale, width: i32) -> i32 {
        scale.x(self.mark.percent) * width / WHOLE
    }

    fn widths(&self) -> &'static [i32] {
        if self.wide_only { &LAPTOP } else { &[PHONE, LAPTOP[1]] }
    }

    /// Inside the picture, and over or beside its own mark, at every width.
    fn stands(&self, scale: BarScale) -> bool {
        self.widths().iter().all(|width| {
            let (left, right) = self.text_span(scale, *width);
            let mark = self.mark_at(scale, *width);
            left >= -MARGIN && right <= *width + MARGIN && (left..=right).contains(&mark)
        })
    }

    /// Keeps clear of another label and of the line that leads to it, at every width.
    fn clear_of(&self, other: &Self, scale: BarScale) -> bool {
        const GAP: i32 = 8;
        let widths = if self.wide_only || other.wide_only { LAPTOP } else { [PHONE, LAPTOP[1]] };
        let apart = |side: fn((i32, i32), (i32, i32)) -> bool| {
            widths
                .iter()
                .all(|width| side(self.text_span(scale, *width), other.text_span(scale, *width)))
        };
        let line_clear = |upper: &Self, lower: &Self| {
            let beyond = |side: fn(i32, (i32, i32)) -> bool| {
                widths
                    .iter()
                    .all(|width| side(upper.mark_at(scale, *width), lower.text_span(scale, *width)))
            };
            beyond(|line, text| line + GAP / 2 <= text.0)
                || beyond(|line, text| line >= text.1 + GAP / 2)
        };
        match self.row.cmp(&other.row) {
            std::cmp::Ordering::Equal => {
                apart(|one, two| one.1 + GAP <= two.0) || apart(|one, two| two.1 + GAP <= one.0)
            }
            std::cmp::Ordering::Greater => line_clear(self, other),
            std::cmp::Ordering::Less => line_clear(other, self),
        }
    }
}

/// Finds a place for every label; the target first, the others give way.
pub fn place<'a>(bar: &CoverageBar<'a>, scale: BarScale) -> Vec<Placed<'a>> {
    let mut placed: Vec<Placed> = Vec::with_capacity(3);
    let lower_than_target = |mark: &BarMark| bar.target.is_some_and(|t| mark.percent <= t.percent);
    let kinds =
        [(bar.target, Kind::Target), (bar.reference, Kind::Reference), (bar.later, Kind::Later)];
    for (mark, kind) in kinds {
        let Some(mark) = mark else { continue };
        let natural = match kind {
            Kind::Target if bar.reference.is_some_and(|r| r.percent > mark.percent) => Side::Left,
            Kind::Reference if lower_than_target(&mark) => Side::Left,
            Kind::Target | Kind::Reference => Side::Right,
            Kind::Later => Side::End,
        };
        let other = if natural == Side::Left { Side::Right } else { Side::Left };
        let sides = [natural, other, Side::Start, Side::End];
        let options = [kind == Kind::Later, true].into_iter().flat_map(|wide_only| {
            [0, 1]
                .into_iter()
                .flat_map(move |row| sides.map(|side| Placed { mark, kind, side, row, wide_only }))
        });
        let fits = |option: &Placed| {
            option.stands(scale) && placed.iter().all(|other| option.clear_of(other, scale))
        };
        if let Some(option) = options.into_iter().find(fits) {
            placed.push(option);
        }
    }
    placed
}
