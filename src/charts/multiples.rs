//! Small multiples: one small chart per region on one scale, with the nation as context.
//!
//! Grid, axis labels and the line of the nation are the same in all of them, so they are written
//! once ([`Multiples::shared`]) and each chart refers to them. Coordinates are whole pixels: at this
//! size a tenth is not seen, and the bytes are.

use chrono::{Datelike, NaiveDate};

use super::Svg;
use super::axis::{TimeAxis, WHOLE, day};
use super::write::{self, Pen};
use crate::domain::series::JOIN_DAYS;
use crate::domain::{Figure, wording};

/// Width and height of one chart.
const SIZE: (i32, i32) = (174, 108);

/// Left, right, top and bottom edge of the plotting area.
const LEFT: i32 = 30;
const RIGHT: i32 = 168;
const TOP: i32 = 14;
const BOTTOM: i32 = 88;

/// The scale and the context that all charts of a page share.
#[derive(Debug, Clone)]
pub struct Multiples<'a> {
    id: &'a str,
    time: TimeAxis,
    top: i64,
    context: &'a [Figure],
}

impl<'a> Multiples<'a> {
    /// A scale for the regions' figures between two dates.
    ///
    /// `id` is unique on the page; `context` is the series drawn thin in every chart.
    pub fn new(
        id: &'a str,
        (from, to): (NaiveDate, NaiveDate),
        context: &'a [Figure],
        regions: impl IntoIterator<Item = &'a Figure>,
    ) -> Self {
        let highest = regions
            .into_iter()
            .chain(context)
            .filter(|figure| (from..=to).contains(&figure.as_of.date))
            .filter_map(|figure| figure.coverage)
            .map(|share| i64::from(share.0))
            .max()
            .unwrap_or(0);
        // Steps of 20 points; wider ones where a value lies far beyond 100.
        let step = if highest < 2 * WHOLE { 2_000 } else { 10_000 };
        let top = (highest.max(1) + step - 1) / step * step;
        let time = TimeAxis { from: day(from), to: day(to).max(day(from) + 1) };
        Self { id, time, top, context }
    }

    fn x(&self, date: NaiveDate) -> Option<i32> {
        let days = day(date) - self.time.from;
        let span = self.time.to - self.time.from;
        (0..=span).contains(&days).then(|| LEFT + (2 * days * (RIGHT - LEFT) + span) / (2 * span))
    }

    fn y(&self, share: i64) -> i32 {
        let height = i64::from(BOTTOM - TOP);
        BOTTOM - i32::try_from((2 * share * height + self.top) / (2 * self.top)).unwrap_or(0)
    }

    fn points(&self, figures: &[Figure]) -> Vec<(NaiveDate, (i32, i32), i64)> {
        figures
            .iter()
            .filter_map(|figure| {
                let share = i64::from(figure.coverage?.0);
                let date = figure.as_of.date;
                Some((date, (self.x(date)?, self.y(share)), share))
            })
            .collect()
    }

    /// What all charts share: stands once on the page, before the first chart.
    pub fn shared(&self) -> Svg {
        let mut out = String::with_capacity(1024);
        out.push_str("<svg class=\"vh\" aria-hidden=\"true\"><defs><g id=\"");
        write::text(&mut out, self.id);
        out.push_str("\"><path class=\"g-sumbu\" d=\"");
        let line = |out: &mut String, y| {
            let mut pen = Pen::new(1);
            pen.move_to(out, (LEFT, y));
            pen.line_to(out, (RIGHT, y));
        };
        line(&mut out, BOTTOM);
        out.push_str("\"/><path class=\"g-kisi\" d=\"");
        let step = if self.top < 2 * WHOLE { 2_000 } else { 10_000 };
        for share in (step..=self.top).step_by(usize::try_from(step).unwrap_or(1)) {
            line(&mut out, self.y(share));
        }
        out.push_str("\"/><g class=\"g-teks\" text-anchor=\"end\">");
        // Zero, the middle and the top: more numbers would not fit.
        for share in [0, self.top / step / 2 * step, self.top] {
            if share > 0 || self.top == share || self.top > 0 {
                let unit = if share == self.top { "%" } else { "" };
                let text = format!("{}{unit}", wording::count(share / 100));
                label(&mut out, (LEFT - 5, self.y(share) + 4), &text);
            }
            if share == 0 && self.top == step {
                break;
            }
        }
        out.push_str("</g><g class=\"g-teks\">");
        label(&mut out, (LEFT, BOTTOM + 16), &month(super::axis::date(self.time.from)));
        out.push_str("</g><g class=\"g-teks\" text-anchor=\"end\">");
        label(&mut out, (SIZE.0, BOTTOM + 16), &month(super::axis::date(self.time.to)));
        out.push_str("</g>");
        if !self.context.is_empty() {
            out.push_str("<path class=\"g-garis g-garis--latar\" d=\"");
            trace(&mut out, &self.points(self.context));
            out.push_str("\"/>");
        }
        out.push_str("</g></defs></svg>");
        Svg(out)
    }

    /// The chart of one region, with its last value; its name stands beside it in HTML.
    ///
    /// Hidden from screen readers: the page has a table of the same numbers.
    pub fn chart(&self, figures: &[Figure]) -> Svg {
        let mut out = String::with_capacity(448);
        out.push_str("<svg viewBox=\"0 0 174 108\" aria-hidden=\"true\"><use href=\"#");
        write::text(&mut out, self.id);
        out.push_str("\"/>");
        let points = self.points(figures);
        if points.len() > 1 {
            let start = out.len();
            out.push_str("<path class=\"g-garis\" d=\"");
            let empty = out.len();
            trace(&mut out, &points);
            if out.len() == empty {
                out.truncate(start);
            } else {
                out.push_str("\"/>");
            }
        }
        for (index, (_, at, _)) in points.iter().enumerate() {
            let alone = |other: Option<&(NaiveDate, (i32, i32), i64)>| {
                other.is_none_or(|other| !joined(other.0, points[index].0))
            };
            let last = index + 1 == points.len();
            if last
                || (alone(index.checked_sub(1).and_then(|i| points.get(i)))
                    && alone(points.get(index + 1)))
            {
                dot(&mut out, *at, if last { 4 } else { 3 });
            }
        }
        if let Some((_, (x, y), share)) = points.last() {
            value(&mut out, (*x, *y), *share);
        }
        out.push_str("</svg>");
        Svg(out)
    }
}

/// The last value above its point, or below it at the upper edge.
fn value(out: &mut String, (x, y): (i32, i32), share: i64) {
    let text =
        wording::percent_short(crate::domain::Percent(i32::try_from(share).unwrap_or(i32::MAX)));
    let y = if y - 22 < 0 { y + 18 } else { y - 8 };
    let width = super::labels::text_width(&text, 13, false) / 10;
    let right = (x + width / 2).clamp(LEFT + width + 2, SIZE.0);
    out.push_str("<text class=\"g-nilai\" x=\"");
    write::integer(out, right);
    out.push_str("\" y=\"");
    write::integer(out, y);
    out.push_str("\">");
    out.push_str(&text);
    out.push_str("</text>");
}

fn joined(one: NaiveDate, other: NaiveDate) -> bool {
    (day(other) - day(one)).abs() <= i32::try_from(JOIN_DAYS).unwrap_or(0)
}

/// Strokes through points that are near enough in time.
fn trace(out: &mut String, points: &[(NaiveDate, (i32, i32), i64)]) {
    let mut pen = Pen::new(1);
    for run in points.chunk_by(|earlier, later| joined(earlier.0, later.0)) {
        if let [first, rest @ ..] = run
            && !rest.is_empty()
        {
            pen.move_to(out, first.1);
            for (_, at, _) in rest {
                pen.line_to(out, *at);
            }
        }
    }
}

fn dot(out: &mut String, (x, y): (i32, i32), radius: i32) {
    out.push_str("<circle class=\"g-titik\" cx=\"");
    write::integer(out, x);
    out.push_str("\" cy=\"");
    write::integer(out, y);
    out.push_str("\" r=\"");
    write::integer(out, radius);
    out.push_str("\"/>");
}

fn label(out: &mut String, (x, y): (i32, i32), text: &str) {
    out.push_str("<text x=\"");
    write::integer(out, x);
    out.push_str("\" y=\"");
    write::integer(out, y);
    out.push_str("\">");
    write::text(out, text);
    out.push_str("</text>");
}

/// `Apr 2024`.
fn month(date: NaiveDate) -> String {
    format!("{} {}", wording::month_short(date.month()), date.year())
}
