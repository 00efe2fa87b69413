//! A chart over time before and while it is drawn: axes, marks in data coordinates, labels.
//!
//! A sketch collects; a [`Plan`] is the finished picture and draws itself on any plotters backend.
//! Only [`super::backend::SvgBackend`] is used by pages; the benchmark compares it with others.

use plotters::coord::Shift;
use plotters::coord::cartesian::{Cartesian2d, MeshLine};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, TextStyle};
use plotters_backend::DrawingBackend;

use super::axis::{self, Day, TimeAxis, ValueAxis};
use super::backend::SvgBackend;
use super::labels::{Anchor, Label, LabelBox, Placer, Tenths};
use super::theme::Ink;
use super::{Size, Svg, write};
use crate::domain::wording;

/// A point of the data: a day and a value in hundredths of a percent or in persons.
pub type At = (Day, i64);

/// The edges of the plotting area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Left edge, where the values stand.
    pub left: Tenths,
    /// Right edge.
    pub right: Tenths,
    /// Top grid line.
    pub top: Tenths,
    /// Baseline.
    pub bottom: Tenths,
}

impl Frame {
    /// Room for the longest value at the left, for the months below, and for
    /// end labels at the right of the wide picture.
    pub fn new(size: Size, top: Tenths, values: impl Iterator<Item = String>) -> Self {
        let widest = values.map(|text| Ink::Text.text_width(&text)).max().unwrap_or(0);
        let (width, height) = size.pixels();
        let right_margin = if size == Size::Wide { 150 } else { 14 };
        Self {
            left: (widest + VALUE_GAP + 9).max(340) / 10 * 10,
            right: (width - right_margin) * 10,
            top,
            bottom: (height - 46) * 10,
        }
    }
}

/// Between a value of the axis and the plotting area.
const VALUE_GAP: Tenths = 70;

/// What is drawn besides axes and labels.
#[derive(Debug, Clone, PartialEq)]
enum Mark {
    /// A stroke through points of the data.
    Line(Vec<At>),
    /// A filled shape with corners in the data.
    Area(Vec<At>),
    /// A dot with its radius.
    Dot(At, Tenths),
    /// A diamond.
    Diamond(At),
    /// A stroke in the picture.
    Screen(Vec<(Tenths, Tenths)>),
}

/// Half the width of a diamond.
const DIAMOND: Tenths = 50;

/// Length of a tick.
const TICK: Tenths = 50;

/// A finished chart: every mark and every label has its place.
#[derive(Debug)]
pub struct Plan {
    size: (i32, i32),
    frame: Frame,
    time: TimeAxis,
    value: ValueAxis,
    whole: bool,
    marks: Vec<(Ink, Mark)>,
    labels: Vec<Label>,
}

/// A chart that still takes marks and labels.
#[derive(Debug)]
pub(super) struct Sketch {
    pub frame: Frame,
    pub time: TimeAxis,
    pub value: ValueAxis,
    pub placer: Placer,
    size: (i32, i32),
    whole: bool,
    marks: Vec<(Ink, Mark)>,
}

impl Sketch {
    /// An empty chart; `whole` marks 100 percent when the axis goes beyond it.
    pub fn new(
        size: Size,
        frame: Frame,
        (time, value): (TimeAxis, ValueAxis),
        whole: bool,
    ) -> Self {
        let size = size.pixels();
        let placer = Placer::new(size);
        Self { frame, time, value, placer, size, whole, marks: Vec::with_capacity(32) }
    }

    /// Where a point of the data stands in the picture.
    pub fn xy(&self, (day, value): At) -> (Tenths, Tenths) {
        use plotters::coord::ranged1d::Ranged;
        let x = self.time.map(&day, (self.frame.left, self.frame.right));
        (x, self.value.map(&value, (self.frame.bottom, self.frame.top)))
    }

    /// Labels the axes: values at the left, months and years below.
    pub fn label_axes(&mut self, value_text: impl Fn(i64) -> String) {
        let Frame { left, right, bottom, .. } = self.frame;
        let label = |text, anchor, x, y| Label { text, ink: Ink::Text, anchor, x, y };
        for value in self.value.ticks() {
            let (_, y) = self.xy((self.time.from, value));
            self.placer.fix(label(value_text(value), Anchor::End, left - VALUE_GAP, y + 45));
        }
        let step = self.time.step(self.most_ticks());
        let mut year_below = None;
        for tick in self.time.ticks(step) {
            use chrono::Datelike;
            let (x, _) = self.xy((axis::day(tick), 0));
            if right - x < 140 {
                continue;
            }
            let year = tick.year().to_string();
            if step >= 12 {
                self.placer.fix(label(year, Anchor::Start, x, bottom + 180));
                continue;
            }
            let month = wording::month_short(tick.month()).to_owned();
            let placed = self.placer.fix(label(month, Anchor::Start, x, bottom + 180));
            if placed && year_below != Some(tick.year()) {
                self.placer.fix(label(year, Anchor::Start, x, bottom + 340));
                year_below = Some(tick.year());
            }
        }
    }

    fn most_ticks(&self) -> usize {
        most_ticks(&self.frame)
    }

    /// A stroke through points of the data; labels keep off it.
    pub fn line(&mut self, ink: Ink, points: Vec<At>) {
        let mut before = None;
        for point in &points {
            let here = self.xy(*point);
            if let Some(before) = before {
                self.placer.add_stroke(before, here);
            }
            before = Some(here);
        }
        self.marks.push((ink, Mark::Line(points)));
    }

    /// Labels keep off this stroke, whether it is drawn later or not.
    pub fn keep_off(&mut self, from: At, to: At) {
        self.placer.add_stroke(self.xy(from), self.xy(to));
    }

    /// A filled shape; labels may lie on it.
    pub fn area(&mut self, ink: Ink, corners: Vec<At>) {
        self.marks.push((ink, Mark::Area(corners)));
    }

    /// A dot.
    pub fn dot(&mut self, ink: Ink, at: At, radius: Tenths) {
        self.placer.add_mark(self.xy(at), radius);
        self.marks.push((ink, Mark::Dot(at, radius)));
    }

    /// A diamond.
    pub fn diamond(&mut self, ink: Ink, at: At) {
        self.placer.add_mark(self.xy(at), DIAMOND);
        self.marks.push((ink, Mark::Diamond(at)));
    }

    /// A stroke in the picture, away from the data.
    pub fn screen(&mut self, ink: Ink, points: Vec<(Tenths, Tenths)>) {
        for pair in points.windows(2) {
            self.placer.add_stroke(pair[0], pair[1]);
        }
        self.marks.push((ink, Mark::Screen(points)));
    }

    /// The finished chart.
    pub fn finish(mut self) -> Plan {
        self.marks.sort_by_key(|(ink, _)| *ink);
        let mut labels = self.placer.into_labels();
        labels.sort_by_key(|label| (label.ink, label.anchor));
        Plan {
            size: self.size,
            frame: self.frame,
            time: self.time,
            value: self.value,
            whole: self.whole,
            marks: self.marks,
            labels,
        }
    }
}

/// Month labels start at least 36 px apart.
fn most_ticks(frame: &Frame) -> usize {
    usize::try_from((frame.right - frame.left) / 360).unwrap_or(1)
}

type Area<DB, CT> = DrawingArea<DB, CT>;
type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

impl Plan {
    /// Every text with its place.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The estimated box of every text, in tenths of a pixel.
    pub fn boxes(&self) -> Vec<LabelBox> {
        self.labels.iter().map(Label::bounds).collect()
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (i32, i32) {
        self.size
    }

    /// The plotting area.
    pub fn frame(&self) -> Frame {
        self.frame
    }

    /// The axes.
    pub fn axes(&self) -> (TimeAxis, ValueAxis) {
        (self.time, self.value)
    }

    /// Draws on a canvas that is a whole number of times as large as the picture.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw<DB: DrawingBackend>(&self, root: &Area<DB, Shift>) -> Drawn<DB> {
        let width = i32::try_from(root.dim_in_pixel().0).unwrap_or(self.size.0);
        let scale = (width / self.size.0).max(1);
        let canvas = |length: Tenths| length * scale / 10;
        let Frame { left, right, top, bottom } = self.frame;
        let actual = (canvas(left)..canvas(right), canvas(bottom)..canvas(top));
        let plot = root.apply_coord_spec(Cartesian2d::<TimeAxis, ValueAxis>::new(
            self.time, self.value, actual,
        ));
        self.draw_axes(&plot, canvas(TICK))?;
        for (ink, mark) in &self.marks {
            let style = ink.style();
            match mark {
                Mark::Line(points) => plot.draw(&PathElement::new(points.clone(), style))?,
                Mark::Area(corners) => plot.draw(&Polygon::new(corners.clone(), style))?,
                Mark::Dot(at, radius) => plot.draw(&Circle::new(*at, canvas(*radius), style))?,
                Mark::Diamond(at) => {
                    let ((x, y), half) = (plot.map_coordinate(at), canvas(DIAMOND));
                    let corners = vec![(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
                    root.draw(&Polygon::new(corners, style))?;
                }
                Mark::Screen(points) => {
                    let points: Vec<_> =
                        points.iter().map(|(x, y)| (canvas(*x), canvas(*y))).collect();
                    root.draw(&PathElement::new(points, style))?;
                }
            }
        }
        let font = FontDesc::new(FontFamily::SansSerif, 16.0 * f64::from(scale), FontStyle::Normal);
        let mut style = TextStyle::from(font);
        for label in &self.labels {
            style.color = label.ink.color().to_backend_color();
            let side = match label.anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            style.pos = Pos::new(side, VPos::Bottom);
            root.draw_text(&label.text, &style, (canvas(label.x), canvas(label.y)))?;
        }
        root.present()
    }

    fn draw_axes<DB: DrawingBackend>(
        &self,
        plot: &Area<DB, Cartesian2d<TimeAxis, ValueAxis>>,
        tick: i32,
    ) -> Drawn<DB> {
        plot.draw_mesh(
            |backend, line| match line {
                MeshLine::XMesh((x, bottom), ..) => {
                    backend.draw_line((x, bottom), (x, bottom + tick), &Ink::Axis.style())
                }
                MeshLine::YMesh(from, to, value) => {
                    let strong = *value == 0 || (self.whole && *value == axis::WHOLE);
                    let strong = strong && (*value == 0 || self.value.top > axis::WHOLE);
                    let ink = if strong { Ink::Axis } else { Ink::Grid };
                    backend.draw_line(from, to, &ink.style())
                }
            },
            usize::MAX,
            most_ticks(&self.frame),
        )
    }

    /// Draws into an `<svg>` that names itself to screen readers.
    ///
    /// `id` must be unique on the page.
    pub fn into_svg(self, id: &str, title: &str, desc: &str) -> Svg {
        let mut out = String::with_capacity(6 * 1024);
        open_chart(&mut out, self.size, id, title, desc);
        {
            let root = SvgBackend::new(&mut out, self.size).into_drawing_area();
            // Writing into a string cannot fail, and the area is not shared.
            let drawn = self.draw(&root);
            debug_assert!(drawn.is_ok(), "the backend refused a mark");
        }
        out.push_str("</svg>");
        Svg(out)
    }
}

/// Opens the `<svg>` of a chart with its title and description.
fn open_chart(out: &mut String, (width, height): (i32, i32), id: &str, title: &str, desc: &str) {
    out.push_str("<svg class=\"bagan-svg\" viewBox=\"0 0 ");
    write::integer(out, width);
    out.push(' ');
    write::integer(out, height);
    out.push_str("\" role=\"img\" aria-labelledby=\"");
    write::text(out, id);
    out.push_str("t ");
    write::text(out, id);
    out.push_str("d\"><title id=\"");
    write::text(out, id);
    out.push_str("t\">");
    write::text(out, title);
    out.push_str("</title><desc id=\"");
    write::text(out, id);
    out.push_str("d\">");
    write::text(out, desc);
    out.push_str("</desc>");
}
