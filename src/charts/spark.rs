//! The sparkline of a table row: the last twelve months in 88 x 26 pixels.
//!
//! All rows share one slope scale (the full height is 11 points), not one origin: the page says so
//! once above the table. A row that moves by more than 11 points keeps that scale: the window
//! stands so that the last report is inside, the line is cut where it leaves, and a small dash at
//! the edge says that it goes on. The columns of the row carry the numbers, so it is hidden from
//! screen readers.

use chrono::NaiveDate;

use super::Svg;
use super::axis::day;
use super::write::{self, Pen};
use crate::domain::Figure;
use crate::domain::series::JOIN_DAYS;

/// Days across the picture: a leap year, so that the report of a year ago is in it.
const SPAN: i64 = 366;

/// Hundredths of a point over the full height.
const HEIGHT: i64 = 1_100;

/// Left and right edge of the drawing, in tenths of a pixel.
const X: (i64, i64) = (30, 830);

/// Top and bottom edge of the drawing, in tenths of a pixel.
const Y: (i64, i64) = (30, 230);

/// Draws the figures of the twelve months up to a date.
///
/// Without any a dashed line stands for "no data". Reports more than 100 days apart are not joined.
pub fn spark(figures: &[Figure], until: NaiveDate) -> Svg {
    let last_day = i64::from(day(until));
    let points: Vec<(i64, i64)> = figures
        .iter()
        .filter_map(|figure| {
            let age = last_day - i64::from(day(figure.as_of.date));
            (0..=SPAN).contains(&age).then_some((SPAN - age, i64::from(figure.coverage?.0)))
        })
        .collect();
    let mut out = String::with_capacity(384);
    out.push_str(
        "<svg class=\"spark\" viewBox=\"0 0 88 26\" width=\"88\" height=\"26\" aria-hidden=\"true\">",
    );
    match window(&points) {
        None => out.push_str("<path class=\"g-spark-kosong\" d=\"M0 13h88\"/>"),
        Some(bottom) => draw(&mut out, &points, bottom),
    }
    out.push_str("</svg>");
    Svg(out)
}

/// The value at the bottom of the window: centred on the range, but the last report stays inside.
fn window(points: &[(i64, i64)]) -> Option<i64> {
    let (_, last) = *points.last()?;
    let lowest = points.iter().map(|(_, value)| *value).min()?;
    let highest = points.iter().map(|(_, value)| *value).max()?;
    Some((i64::midpoint(lowest, highest) - HEIGHT / 2).clamp(last - HEIGHT, last))
}

fn draw(out: &mut String, points: &[(i64, i64)], bottom: i64) {
    let place = |(x, value): (i64, i64)| {
        let y = Y.1 - (value - bottom) * (Y.1 - Y.0) / HEIGHT;
        (X.0 + x * (X.1 - X.0) / SPAN, y)
    };
    let mut pen = Pen::new(10);
    let mut line = String::with_capacity(128);
    let mut dots = String::new();
    let mut cuts = String::new();
    for run in points.chunk_by(|earlier, later| later.0 - earlier.0 <= JOIN_DAYS) {
        for pair in run.windows(2) {
            stroke(&mut pen, &mut line, &mut cuts, (place(pair[0]), place(pair[1])));
        }
        if let ([single], true) = (run, run.last() != points.last()) {
            let (x, y) = place(*single);
            if (Y.0..=Y.1).contains(&y) {
                circle(&mut dots, "g-spark-titik", (x, y), 16);
            } else {
                cut(&mut cuts, (x, y.clamp(Y.0, Y.1)));
            }
        }
    }
    for (class, d) in [("g-spark", &line), ("g-spark-kosong", &cuts)] {
        if !d.is_empty() {
            out.push_str("<path class=\"");
            out.push_str(class);
            out.push_str("\" d=\"");
            out.push_str(d);
            out.push_str("\"/>");
        }
    }
    out.push_str(&dots);
    if let Some(last) = points.last() {
        circle(out, "g-spark-akhir", place(*last), 26);
    }
}

type Point = (i64, i64);

/// One stroke, cut at the upper and lower edge.
fn stroke(pen: &mut Pen, line: &mut String, cuts: &mut String, (from, to): (Point, Point)) {
    if (from.1 < Y.0 && to.1 < Y.0) || (from.1 > Y.1 && to.1 > Y.1) {
        return;
    }
    let edge = |y: i64| {
        let x = from.0 + (to.0 - from.0) * (y - from.1) / (to.1 - from.1);
        (x, y)
    };
    let mut inside = |point: Point| {
        if (Y.0..=Y.1).contains(&point.1) {
            return point;
        }
        let at = edge(point.1.clamp(Y.0, Y.1));
        cut(cuts, at);
        at
    };
    let (from, to) = (inside(from), inside(to));
    pen.move_to(line, small(from));
    pen.line_to(line, small(to));
}

/// The dash that says that a line goes on beyond the edge.
fn cut(cuts: &mut String, (x, y): Point) {
    let (x, y) = small((x.clamp(40, 840), y));
    let mut pen = Pen::new(10);
    pen.move_to(cuts, (x - 40, y));
    pen.line_to(cuts, (x + 40, y));
}

fn circle(out: &mut String, class: &str, point: Point, radius: i32) {
    let (x, y) = small(point);
    out.push_str("<circle class=\"");
    out.push_str(class);
    for (name, value) in [("cx", x), ("cy", y), ("r", radius)] {
        out.push_str("\" ");
        out.push_str(name);
        out.push_str("=\"");
        write::tenths(out, value);
    }
    out.push_str("\"/>");
}

/// Inside the picture, where every coordinate is small.
fn small((x, y): Point) -> (i32, i32) {
    let small = |value: i64| i32::try_from(value).unwrap_or(0);
    (small(x), small(y))
}
