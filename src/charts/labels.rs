//! Labels that never collide.
//!
//! There is no font on the server, so the box of a text is estimated: a width for each letter (0.56
//! em on average), from 0.77 em above the baseline to 0.23 em below it. A label comes with a list of spots in the order
//! of its wishes. A spot that leaves the picture, touches a label already placed or hides a dot is out; among
//! the rest the one that covers least line wins, then the earlier one.
//!
//! Retreat of the last value: around its point, then without the name, then anywhere on the column
//! of its point. Other labels give up in the end: the table beside the chart holds every number.

use super::theme::Ink;

/// Everything here is in tenths of a pixel, from the top left corner of the picture.
pub type Tenths = i32;

/// Which part of a text stands at its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// Left end.
    Start,
    /// Middle.
    Middle,
    /// Right end.
    End,
}

/// A text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it says.
    pub text: String,
    /// Its meaning, which also sets its size.
    pub ink: Ink,
    /// The part of the text that stands at `x`.
    pub anchor: Anchor,
    /// Place of the anchor.
    pub x: Tenths,
    /// Baseline.
    pub y: Tenths,
}

/// The estimated box of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelBox {
    /// Left edge.
    pub left: Tenths,
    /// Top edge.
    pub top: Tenths,
    /// Right edge.
    pub right: Tenths,
    /// Bottom edge.
    pub bottom: Tenths,
}

/// Estimated width of a text, in tenths of a pixel.
///
/// A class of widths for each kind of letter, rounded up from the font of the pages; its usual
/// fallbacks are narrower. `tabular` says that all figures have the same width, as on axes.
pub fn text_width(text: &str, font_size: i32, tabular: bool) -> Tenths {
    let hundredths: i32 = text.chars().map(|letter| advance(letter, tabular)).sum();
    (hundredths * font_size + 9) / 10
}

/// Width of a letter in hundredths of an em.
fn advance(letter: char, tabular: bool) -> i32 {
    match letter {
        '0'..='9' if tabular => 60,
        '0' => 72,
        '2'..='9' => 62,
        ' ' => 24,
        '%' => 104,
        ',' | '.' | ':' | '(' | ')' => 36,
        'i' | 'j' | 'l' | 'I' => 27,
        '1' | 'f' | 'r' | 't' | 'J' => 40,
        's' | 'v' | 'x' | 'y' | 'z' | 'k' | 'T' => 56,
        'a' | 'c' | 'e' | 'h' | 'n' | 'u' | 'E' | 'F' | 'L' | 'Z' => 60,
        'm' | 'w' | 'C' | 'G' | 'M' | 'O' | 'Q' => 90,
        'W' => 102,
        'D' | 'H' | 'N' | 'U' => 75,
        // b, d, g, o, p, q, the other capitals, dashes and whatever else a name may hold.
        _ => 70,
    }
}

fn ascent(ink: Ink) -> Tenths {
    ink.font_size() * 77 / 10
}

fn descent(ink: Ink) -> Tenths {
    ink.font_size() * 10 - ascent(ink)
}

impl Label {
    /// The estimated box.
    pub fn bounds(&self) -> LabelBox {
        let width = self.ink.text_width(&self.text);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2,
            Anchor::End => self.x - width,
        };
        let (top, bottom) = (self.y - ascent(self.ink), self.y + descent(self.ink));
        LabelBox { left, top, right: left + width, bottom }
    }
}

impl LabelBox {
    /// Whether two boxes share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Lines of text that stay together, from top to bottom.
#[derive(Debug, Clone)]
pub struct Block {
    lines: Vec<(String, Ink)>,
}

/// Free space between two lines of a block.
const LEADING: Tenths = 30;

impl Block {
    /// A block of one line.
    pub fn line(text: impl Into<String>, ink: Ink) -> Self {
        Self { lines: vec![(text.into(), ink)] }
    }

    /// A block of several lines.
    pub fn lines(lines: Vec<(String, Ink)>) -> Self {
        Self { lines }
    }

    fn width(&self) -> Tenths {
        self.lines.iter().map(|(text, ink)| ink.text_width(text)).max().unwrap_or(0)
    }

    fn height(&self) -> Tenths {
        let lines: Tenths = self.lines.iter().map(|(_, ink)| ink.font_size() * 10 + LEADING).sum();
        lines - LEADING
    }
}

/// Where a block would like to stand.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// Which of the forms of the label stands here.
    pub form: usize,
    /// The part of its lines that stands at `x`.
    pub anchor: Anchor,
    /// Place of the anchor.
    pub x: Tenths,
    /// Which edge of the block stands at `y`.
    pub edge: Edge,
    /// Place of the edge.
    pub y: Tenths,
}

/// The edge of a block that a spot fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The block hangs below `y`.
    Top,
    /// The block is centred on `y`.
    Middle,
    /// The block stands on `y`.
    Bottom,
}

/// Free space at the sides of a block.
const AIR: Tenths = 40;

/// Side of a cell of the raster that remembers ink.
const CELL: Tenths = 40;

/// A covered cell counts as much as so many places in the order of the spots.
const CELL_COST: u32 = 3;

/// The next shorter form of a label counts as much as so many places.
const FORM_COST: usize = 20;

/// Places labels one after another.
#[derive(Debug)]
pub struct Placer {
    width: Tenths,
    height: Tenths,
    /// One column of cells a number, one row a bit; rows beyond the last bit count as free.
    ink: Vec<u128>,
    labels: Vec<Label>,
    /// Boxes of the labels, and of the marks that no label may hide.
    boxes: Vec<LabelBox>,
}

impl Placer {
    /// An empty picture of that many pixels.
    pub fn new((width, height): (i32, i32)) -> Self {
        let columns = usize::try_from(width * 10 / CELL + 1).unwrap_or(0);
        Self {
            width: width * 10,
            height: height * 10,
            ink: vec![0; columns],
            labels: Vec::with_capacity(48),
            boxes: Vec::with_capacity(48),
        }
    }

    /// The labels placed so far, each a line of its own.
    pub fn into_labels(self) -> Vec<Label> {
        self.labels
    }

    /// Remembers a straight stroke, so that labels keep off it where they can.
    pub fn add_stroke(&mut self, from: (Tenths, Tenths), to: (Tenths, Tenths)) {
        let (from, to) = if from.0 <= to.0 { (from, to) } else { (to, from) };
        let (first, last) = (from.0.div_euclid(CELL), to.0.div_euclid(CELL));
        let y_at = |x: Tenths| {
            let run = i64::from(to.0 - from.0).max(1);
            let rise = i64::from(to.1 - from.1) * i64::from(x.clamp(from.0, to.0) - from.0) / run;
            from.1 + i32::try_from(rise).unwrap_or(0)
        };
        if first == last {
            self.add_cells(first, from.1, to.1);
            return;
        }
        let mut entry = from.1;
        for column in first..=last {
            let exit = if column == last { to.1 } else { y_at((column + 1) * CELL) };
            self.add_cells(column, entry, exit);
            entry = exit;
        }
    }

    /// Remembers a dot or a diamond, which no label may hide.
    pub fn add_mark(&mut self, (x, y): (Tenths, Tenths), radius: Tenths) {
        let (left, right) = (x - radius, x + radius);
        self.boxes.push(LabelBox { left, top: y - radius, right, bottom: y + radius });
    }

    fn add_cells(&mut self, column: i32, from: Tenths, to: Tenths) {
        let Some(cells) = usize::try_from(column).ok().and_then(|c| self.ink.get_mut(c)) else {
            return;
        };
        *cells |= mask(from.min(to), from.max(to));
    }

    /// Cells of ink inside a box.
    pub fn ink_under(&self, area: &LabelBox) -> u32 {
        let column = |x: Tenths| usize::try_from(x.div_euclid(CELL)).unwrap_or(0);
        let rows = mask(area.top, area.bottom - 1);
        let (first, last) = (column(area.left), column(area.right - 1).min(self.ink.len() - 1));
        self.ink
            .get(first..=last)
            .map_or(0, |columns| columns.iter().map(|cells| (cells & rows).count_ones()).sum())
    }

    /// Whether a box lies inside the picture and touches no label.
    pub fn is_free(&self, area: &LabelBox) -> bool {
        area.left >= 0
            && area.top >= 0
            && area.right <= self.width
            && area.bottom <= self.height
            && !self.boxes.iter().any(|other| other.overlaps(area))
    }

    /// Whether a block may stand there: free, with air to its left and right.
    fn has_room(&self, area: &LabelBox) -> bool {
        let airy = LabelBox {
            left: (area.left - AIR).max(area.left.min(0)),
            right: (area.right + AIR).min(area.right.max(self.width)),
            ..*area
        };
        self.is_free(&airy)
    }

    /// Places a text exactly there, if it is free.
    pub fn fix(&mut self, label: Label) -> bool {
        let bounds = label.bounds();
        let free = self.is_free(&bounds);
        if free {
            self.boxes.push(bounds);
            self.labels.push(label);
        }
        free
    }

    /// Places one form of a label at the best of its spots; answers the index of the spot.
    pub fn place(&mut self, forms: &[Block], spots: &[Spot]) -> Option<usize> {
        let mut best: Option<(u32, usize)> = None;
        for (index, spot) in spots.iter().enumerate() {
            let order = u32::try_from(index + FORM_COST * spot.form).unwrap_or(u32::MAX / 2);
            if best.is_some_and(|(cost, _)| cost <= order) {
                break;
            }
            let Some(block) = forms.get(spot.form) else { continue };
            let area = area(block, spot);
            if !self.has_room(&area) {
                continue;
            }
            let cost = order + CELL_COST * self.ink_under(&area);
            if best.is_none_or(|(lowest, _)| cost < lowest) {
                best = Some((cost, index));
            }
        }
        let (_, index) = best?;
        let spot = spots[index];
        self.put(&forms[spot.form], &spot);
        Some(index)
    }

    /// Places a block as near as possible to a point, anywhere above or below it.
    ///
    /// False only when its whole column is full.
    pub fn place_on_column(&mut self, block: &Block, (x, y): (Tenths, Tenths)) -> bool {
        let steps = self.height / CELL;
        let spots = (1..=steps).flat_map(|step| [-step, step]).flat_map(|step| {
            [Anchor::Middle, Anchor::End, Anchor::Start].map(|anchor| Spot {
                form: 0,
                anchor,
                x,
                edge: Edge::Middle,
                y: y + step * CELL,
            })
        });
        for spot in spots {
            if self.has_room(&area(block, &spot)) {
                self.put(block, &spot);
                return true;
            }
        }
        false
    }

    fn put(&mut self, block: &Block, spot: &Spot) {
        let mut top = area(block, spot).top;
        for (text, ink) in &block.lines {
            let y = top + ascent(*ink);
            let label = Label { text: text.clone(), ink: *ink, anchor: spot.anchor, x: spot.x, y };
            self.boxes.push(label.bounds());
            self.labels.push(label);
            top += ink.font_size() * 10 + LEADING;
        }
    }
}

/// The box of a block at a spot.
fn area(block: &Block, spot: &Spot) -> LabelBox {
    let (width, height) = (block.width(), block.height());
    let left = match spot.anchor {
        Anchor::Start => spot.x,
        Anchor::Middle => spot.x - width / 2,
        Anchor::End => spot.x - width,
    };
    let top = match spot.edge {
        Edge::Top => spot.y,
        Edge::Middle => spot.y - height / 2,
        Edge::Bottom => spot.y - height,
    };
    LabelBox { left, top, right: left + width, bottom: top + height }
}

/// The bits of the rows from one y to another.
fn mask(from: Tenths, to: Tenths) -> u128 {
    let row = |y: Tenths| u32::try_from(y.div_euclid(CELL).clamp(0, 127)).unwrap_or(0);
    let (first, last) = (row(from), row(to));
    (u128::MAX >> (127 - (last - first))) << first
}
