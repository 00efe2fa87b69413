//! The coverage bar: filled, hatched gap to the target, rest. The signature of the product.
//!
//! Its x is a percentage of the width, so that it stretches from a phone to a projector while its
//! text keeps its size.

mod labels;

use self::labels::{Kind, LABEL_SIZE, LAPTOP, Placed, ROWS, Side};
use super::labels::text_width;
use super::{Svg, write};
use crate::domain::{Percent, wording};

/// A vertical mark on the bar with its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BarMark<'a> {
    /// Such as "Target 2025: 52,5%".
    pub label: &'a str,
    /// Its place.
    pub percent: Percent,
}

/// What the large bar shows.
#[derive(Debug, Clone, Copy)]
pub struct CoverageBar<'a> {
    /// Prefix of the ids, unique on the page.
    pub id: &'a str,
    /// Coverage, target and reference in words, for screen readers.
    pub title: &'a str,
    /// Coverage.
    pub coverage: Percent,
    /// Text inside the filled part, such as "592.806 peserta aktif"; left out where it does not fit.
    pub inside: &'a str,
    /// The target that the hatched gap leads to.
    pub target: Option<BarMark<'a>>,
    /// A later target, on wide screens only.
    pub later: Option<BarMark<'a>>,
    /// The reference, usually the nation.
    pub reference: Option<BarMark<'a>>,
}

/// The axis of one bar or of bars that stand below each other: 0 to 100 percent, or farther.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BarScale {
    top: i32,
    step: i32,
}

/// 100 percent.
const WHOLE: i32 = 10_000;

/// Top and step of an axis that holds a value beyond 100 percent: at most five steps, so that the
/// numbers keep apart on a phone, and 100 percent is one of them up to five times that.
pub(super) fn beyond_whole(highest: i32) -> (i32, i32) {
    let step = match highest {
        ..=12_500 => 2_500,
        12_501..=25_000 => 5_000,
        _ => (highest - 1) / 50_000 * 10_000 + 10_000,
    };
    ((highest + step - 1) / step * step, step)
}

impl BarScale {
    /// The scale that holds all of these values: to 100, or to a round value beyond the highest.
    pub fn over(values: impl IntoIterator<Item = Percent>) -> Self {
        let highest = values.into_iter().max().map_or(0, |percent| percent.0);
        let (top, step) = if highest <= WHOLE { (WHOLE, 2_500) } else { beyond_whole(highest) };
        Self { top, step }
    }

    /// Hundredths of a percent of the width.
    fn x(self, percent: Percent) -> i32 {
        let top = i64::from(self.top);
        i32::try_from((i64::from(percent.0) * 20_000 + top) / (2 * top)).unwrap_or(WHOLE)
    }

    /// Round values under the bar.
    fn ticks(self) -> impl Iterator<Item = Percent> {
        (0..=self.top / self.step).map(move |index| Percent(index * self.step))
    }
}

/// Draws the large bar.
pub fn coverage_bar(bar: &CoverageBar) -> Svg {
    let marks = [bar.target, bar.later, bar.reference];
    let scale =
        BarScale::over(marks.iter().flatten().map(|mark| mark.percent).chain([bar.coverage]));
    let placed = labels::place(bar, scale);
    let mut out = String::with_capacity(2048);
    out.push_str(
        "<svg class=\"bilah\" width=\"100%\" height=\"100\" role=\"img\" aria-labelledby=\"",
    );
    write::text(&mut out, bar.id);
    out.push_str("-t\"><title id=\"");
    write::text(&mut out, bar.id);
    out.push_str("-t\">");
    write::text(&mut out, bar.title);
    out.push_str("</title>");
    let hatch = format!("{}-p", bar.id);
    pattern(&mut out, &hatch);
    rect(&mut out, (0, WHOLE), (44, 26), "class=\"b-sisa\"");
    let filled = scale.x(bar.coverage);
    if let Some(target) = bar.target.filter(|target| target.percent > bar.coverage) {
        let mut fill = String::from("fill=\"url(#");
        write::text(&mut fill, &hatch);
        fill.push_str(")\"");
        rect(&mut out, (filled, scale.x(target.percent) - filled), (44, 26), &fill);
    }
    rect(&mut out, (0, filled), (44, 26), "class=\"b-isi\"");
    axis(&mut out, scale);
    for placed in &placed {
        mark(&mut out, placed, scale, placed.mark.percent <= bar.coverage);
    }
    inside(&mut out, bar, scale, &placed);
    out.push_str("</svg>");
    Svg(out)
}

/// Ticks and their values; 100 percent stands out on an axis that goes beyond it.
fn axis(out: &mut String, scale: BarScale) {
    if scale.top > WHOLE {
        line(out, scale.x(Percent(WHOLE)), (44, 75), "b-sumbu");
    }
    for tick in scale.ticks() {
        line(out, scale.x(tick), (70, 75), "b-sumbu");
    }
    for tick in scale.ticks() {
        let anchor = match tick.0 {
            0 => "",
            end if end == scale.top => "end",
            _ => "middle",
        };
        let text = format!("{}%", wording::count((tick.0 / 100).into()));
        label(out, (scale.x(tick), 90), ("g-teks", anchor, false), &text);
    }
}

/// The line of a mark and its label.
fn mark(out: &mut String, placed: &Placed, scale: BarScale, in_fill: bool) {
    let (baseline, top) = ROWS[placed.row];
    let x = scale.x(placed.mark.percent);
    let (line_class, label_class) = match placed.kind {
        Kind::Target | Kind::Later => ("b-target", "g-label g-label--target"),
        Kind::Reference => ("b-acuan", "g-label g-label--acuan"),
    };
    if in_fill {
        line(out, x, (44, 70), if placed.wide_only { "b-halo lebar-saja" } else { "b-halo" });
    }
    let class =
        if placed.wide_only { format!("{line_class} lebar-saja") } else { line_class.into() };
    line(out, x, (top, 75), &class);
    let (x, anchor) = match placed.side {
        Side::Left => (x, "end"),
        Side::Right => (x, ""),
        Side::Start => (0, ""),
        Side::End => (WHOLE, "end"),
    };
    label(out, (x, baseline), (label_class, anchor, placed.wide_only), placed.mark.label);
}

/// The text in the filled part, where it fits before the first mark at every wide width.
fn inside(out: &mut String, bar: &CoverageBar, scale: BarScale, placed: &[Placed]) {
    let width = text_width(bar.inside, LABEL_SIZE, false) / 10 + 20;
    let marks = placed.iter().map(|placed| scale.x(placed.mark.percent));
    let room = marks.chain([scale.x(bar.coverage)]).min().unwrap_or(0);
    if !bar.inside.is_empty() && room * LAPTOP[0] / WHOLE >= width {
        out.push_str("<text x=\"10\" y=\"62\" class=\"b-dalam lebar-saja\">");
        write::text(out, bar.inside);
        out.push_str("</text>");
    }
}

fn pattern(out: &mut String, id: &str) {
    out.push_str("<defs><pattern id=\"");
    write::text(out, id);
    out.push_str(
        "\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"6\" height=\"6\" class=\"b-sisa\"/><rect width=\"2\" height=\"6\" \
         class=\"b-arsir\"/></pattern></defs>",
    );
}

fn rect(out: &mut String, (x, width): (i32, i32), (y, height): (i32, i32), paint: &str) {
    out.push_str("<rect");
    if x != 0 {
        out.push_str(" x=\"");
        write::hundredths(out, x);
        out.push_str("%\"");
    }
    out.push_str(" width=\"");
    write::hundredths(out, width);
    out.push_str("%\" y=\"");
    write::integer(out, y);
    out.push_str("\" height=\"");
    write::integer(out, height);
    out.push_str("\" ");
    out.push_str(paint);
    out.push_str("/>");
}

fn line(out: &mut String, x: i32, (from, to): (i32, i32), class: &str) {
    out.push_str("<line");
    for name in [" x1=\"", " x2=\""] {
        out.push_str(name);
        write::hundredths(out, x);
        out.push_str("%\"");
    }
    out.push_str(" y1=\"");
    write::integer(out, from);
    out.push_str("\" y2=\"");
    write::integer(out, to);
    out.push_str("\" class=\"");
    out.push_str(class);
    out.push_str("\"/>");
}

fn label(
    out: &mut String,
    (x, y): (i32, i32),
    (class, anchor, wide_only): (&str, &str, bool),
    text: &str,
) {
    out.push_str("<text x=\"");
    write::hundredths(out, x);
    out.push_str("%\" y=\"");
    write::integer(out, y);
    out.push_str("\" class=\"");
    out.push_str(class);
    if wide_only {
        out.push_str(" lebar-saja");
    }
    if !anchor.is_empty() {
        out.push_str("\" text-anchor=\"");
        out.push_str(anchor);
    }
    out.push_str("\">");
    write::text(out, text);
    out.push_str("</text>");
}

/// A bar for a row of segments or regions, with an optional target; the row carries the number.
pub fn mini_bar(coverage: Percent, target: Option<Percent>, scale: BarScale) -> Svg {
    let mut out = String::with_capacity(320);
    out.push_str("<svg class=\"bilah-mini\" width=\"100%\" height=\"14\" aria-hidden=\"true\">");
    rect(&mut out, (0, WHOLE), (4, 6), "class=\"b-sisa\"");
    rect(&mut out, (0, scale.x(coverage)), (4, 6), "class=\"b-isi\"");
    if scale.top > WHOLE {
        line(&mut out, scale.x(Percent(WHOLE)), (2, 12), "b-sumbu");
    }
    if let Some(target) = target {
        line(&mut out, scale.x(target), (0, 14), "b-target");
    }
    out.push_str("</svg>");
    Svg(out)
}

/// A field of the key under the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swatch {
    /// Active participants.
    Filled,
    /// Gap to the target.
    Gap,
    /// The rest.
    Rest,
}

/// Draws a field of the key; `id` is unique on the page and used by the hatching.
pub fn swatch(kind: Swatch, id: &str) -> Svg {
    let mut out = String::from("<svg width=\"26\" height=\"12\" aria-hidden=\"true\">");
    match kind {
        Swatch::Filled => out.push_str("<rect width=\"26\" height=\"12\" class=\"b-isi\"/>"),
        Swatch::Rest => out.push_str("<rect width=\"26\" height=\"12\" class=\"b-sisa\"/>"),
        Swatch::Gap => {
            pattern(&mut out, id);
            out.push_str("<rect width=\"26\" height=\"12\" fill=\"url(#");
            write::text(&mut out, id);
            out.push_str(")\"/>");
        }
    }
    out.push_str("</svg>");
    Svg(out)
}
