//! Dot plot rows: hollow for the earlier value, filled for the current one.
//!
//! The x of everything is a percentage of the cell, so that rows stretch with the table and text
//! never scales. Grid, national and target lines are the same in every row: the header row defines
//! them once and the others refer to them.

use super::labels::text_width;
use super::write;
use super::{Svg, bar};
use crate::domain::{Percent, wording};

/// A vertical line through all rows, with its label in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineMark<'a> {
    /// Such as "Nasional 35,86%".
    pub label: &'a str,
    /// Its place.
    pub percent: Percent,
}

/// The height of a row in pixels: a name and its date below each other.
const ROW: i32 = 44;

/// The axis that all rows of a dot plot share.
#[derive(Debug, Clone)]
pub struct DotPlot<'a> {
    id: &'a str,
    top: i32,
    step: i32,
    national: Option<LineMark<'a>>,
    target: Option<LineMark<'a>>,
}

impl<'a> DotPlot<'a> {
    /// An axis from 0 to 80 percent, or to a round value beyond the highest.
    ///
    /// `id` is unique on the page.
    pub fn new(
        id: &'a str,
        national: Option<LineMark<'a>>,
        target: Option<LineMark<'a>>,
        values: impl IntoIterator<Item = Percent>,
    ) -> Self {
        let marks = [national, target].into_iter().flatten().map(|mark| mark.percent);
        let highest = values.into_iter().chain(marks).max().map_or(0, |percent| percent.0);
        let (top, step) = match highest {
            ..=8_000 => (8_000, 2_000),
            8_001..=10_000 => (10_000, 2_000),
            _ => bar::beyond_whole(highest),
        };
        Self { id, top, step, national, target }
    }

    fn ticks(&self) -> impl Iterator<Item = i32> + use<> {
        let (top, step) = (self.top, self.step);
        (0..=top / step).map(move |index| index * step)
    }

    fn x(&self, out: &mut String, name: &str, share: i32) {
        out.push_str(name);
        out.push_str("=\"");
        write::hundredths(out, scaled(share, self.top));
        out.push_str("%\"");
    }

    fn line(&self, out: &mut String, class: &str, (from, to): (i32, i32), y: (i32, i32)) {
        out.push_str("<line ");
        self.x(out, "x1", from);
        self.x(out, " x2", to);
        out.push_str(" y1=\"");
        write::integer(out, y.0);
        out.push_str("\" y2=\"");
        write::integer(out, y.1);
        out.push_str("\" class=\"");
        out.push_str(class);
        out.push_str("\"/>");
    }

    fn dot(&self, out: &mut String, share: Percent, (y, radius): (i32, i32), hollow: bool) {
        out.push_str("<circle ");
        self.x(out, "cx", share.0);
        out.push_str(" cy=\"");
        write::integer(out, y);
        out.push_str("\" r=\"");
        write::tenths(out, radius);
        out.push_str(if hollow {
            "\" class=\"g-titik g-titik--lalu\"/>"
        } else {
            "\" class=\"g-titik\"/>"
        });
    }

    /// The head of the column: axis, labels of the lines, and what the rows refer to.
    pub fn header(&self) -> Svg {
        let mut out = String::with_capacity(2048);
        out.push_str("<svg width=\"100%\" height=\"40\" aria-hidden=\"true\"><defs><g id=\"");
        write::text(&mut out, self.id);
        out.push_str("\">");
        for tick in self.ticks() {
            self.line(&mut out, "g-kisi", (tick, tick), (0, ROW));
        }
        for (mark, class) in self.marks() {
            self.line(&mut out, class, (mark.percent.0, mark.percent.0), (-1, ROW + 1));
        }
        out.push_str("</g></defs>");
        for tick in self.ticks().filter(|tick| !self.meets_mark(*tick)) {
            let anchor = match tick {
                0 => "start",
                _ if tick == self.top => "end",
                _ => "middle",
            };
            let text = format!("{}%", wording::count((tick / 100).into()));
            self.text(&mut out, ("g-teks", anchor), (tick, 0, 36), &text);
        }
        self.label_marks(&mut out);
        for (mark, class) in self.marks() {
            self.line(&mut out, class, (mark.percent.0, mark.percent.0), (22, 48));
        }
        out.push_str("</svg>");
        Svg(out)
    }

    /// Whether the line of a mark would run through the label of a tick.
    fn meets_mark(&self, tick: i32) -> bool {
        let room = |percent: i32| scaled(percent, self.top) * NARROWEST / 10_000;
        self.marks().any(|(mark, _)| (room(mark.percent.0) - room(tick)).abs() < TICK_HALF)
    }

    /// The lines that exist, with their classes.
    fn marks(&self) -> impl Iterator<Item = (LineMark<'a>, &'static str)> + use<'a> {
        [(self.national, "b-acuan"), (self.target, "b-target")]
            .into_iter()
            .filter_map(|(mark, class)| Some((mark?, class)))
    }

    /// The lower mark speaks to its left, the higher one to its right.
    ///
    /// A label that would leave the column on that side is left out: the text above the table names
    /// both lines. The column is at least 288 px wide.
    fn label_marks(&self, out: &mut String) {
        let mut marks: Vec<_> = self.marks().collect();
        marks.sort_by_key(|(mark, _)| mark.percent);
        let single = marks.len() == 1;
        for (index, (mark, class)) in marks.iter().enumerate() {
            let class = match *class {
                "b-acuan" => "g-label g-label--acuan",
                _ => "g-label g-label--target",
            };
            let x = scaled(mark.percent.0, self.top);
            let width = text_width(mark.label, 13, false) / 10 + 4;
            let room = |share: i32| share * NARROWEST / 10_000;
            let fits_left = room(x) >= width;
            let fits_right = room(10_000 - x) >= width;
            let left = if single { !fits_right } else { index == 0 };
            if left && fits_left {
                self.text(out, (class, "end"), (mark.percent.0, -4, 16), mark.label);
            } else if !left && fits_right {
                self.text(out, (class, "start"), (mark.percent.0, 4, 16), mark.label);
            }
        }
    }

    fn text(
        &self,
        out: &mut String,
        (class, anchor): (&str, &str),
        (share, dx, y): (i32, i32, i32),
        text: &str,
    ) {
        out.push_str("<text ");
        self.x(out, "x", share);
        if dx != 0 {
            out.push_str(" dx=\"");
            write::integer(out, dx);
            out.push('"');
        }
        out.push_str(" y=\"");
        write::integer(out, y);
        out.push_str("\" class=\"");
        out.push_str(class);
        if anchor != "start" {
            out.push_str("\" text-anchor=\"");
            out.push_str(anchor);
        }
        out.push_str("\">");
        write::text(out, text);
        out.push_str("</text>");
    }

    /// One row; a value that is not known has no dot.
    pub fn row(&self, earlier: Option<Percent>, now: Option<Percent>) -> Svg {
        let mut out = String::with_capacity(320);
        out.push_str("<svg width=\"100%\" height=\"44\" aria-hidden=\"true\"><use href=\"#");
        write::text(&mut out, self.id);
        out.push_str("\"/>");
        self.pair(&mut out, earlier, now, ROW / 2, 60);
        out.push_str("</svg>");
        Svg(out)
    }

    /// A row of the list of changes: a baseline, the target and the two dots.
    pub fn change(&self, earlier: Percent, now: Percent) -> Svg {
        let mut out = String::with_capacity(384);
        out.push_str("<svg width=\"100%\" height=\"22\" aria-hidden=\"true\">");
        self.line(&mut out, "g-kisi", (0, self.top), (11, 11));
        if let Some(target) = self.target {
            self.line(&mut out, "b-target", (target.percent.0, target.percent.0), (-8, 30));
        }
        self.pair(&mut out, Some(earlier), Some(now), 11, 55);
        out.push_str("</svg>");
        Svg(out)
    }

    fn pair(
        &self,
        out: &mut String,
        earlier: Option<Percent>,
        now: Option<Percent>,
        y: i32,
        radius: i32,
    ) {
        if let (Some(earlier), Some(now)) = (earlier, now)
            && earlier != now
        {
            self.line(out, "g-hubung", (earlier.0, now.0), (y, y));
        }
        if let Some(earlier) = earlier {
            self.dot(out, earlier, (y, 45), true);
        }
        if let Some(now) = now {
            self.dot(out, now, (y, radius), false);
        }
    }
}

/// Half a label of the axis, in pixels, with air around it.
const TICK_HALF: i32 = 18;

/// Width of the column on the smallest phone.
const NARROWEST: i32 = 288;

/// A share as hundredths of a percent of the axis.
fn scaled(share: i32, top: i32) -> i32 {
    let scaled = (i64::from(share) * 20_000 + i64::from(top)) / (2 * i64::from(top));
    i32::try_from(scaled).unwrap_or(10_000)
}
