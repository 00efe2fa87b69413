//! One series of reports in a chart over time: runs, dots, gaps and the labels of its values.

use chrono::NaiveDate;

use super::axis::Day;
use super::labels::{Anchor, Block, Edge, Label, LabelBox, Spot, Tenths};
use super::plot::{At, Frame, Sketch};
use super::theme::Ink;
use crate::domain::number::divide_rounded;
use crate::domain::series::JOIN_DAYS;
use crate::domain::{AsOf, Precision, wording};

/// With so many reports or fewer every one is a dot.
const ALL_DOTS: usize = 8;

/// With so many reports or fewer every value is written.
const ALL_VALUES: usize = 4;

/// Radius of a dot.
const DOT: Tenths = 45;

/// One report.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// Where it stands.
    pub at: At,
    /// Its date as published.
    pub as_of: AsOf,
}

/// A series of reports, how to name it and how to write its values.
pub struct Reports<'a, W: Fn(i64) -> String> {
    /// In order of date.
    pub all: &'a [Report],
    /// Days on which the region or its base changed.
    pub breaks: &'a [Day],
    /// The name beside the last value.
    pub name: &'a str,
    /// The last report is too old to pass for the current one.
    pub stale: bool,
    /// A value in words.
    pub write: W,
}

fn joined(earlier: &Report, later: &Report, breaks: &[Day]) -> bool {
    let (from, to) = (earlier.at.0, later.at.0);
    i64::from(to - from) <= JOIN_DAYS && !breaks.iter().any(|day| from < *day && *day <= to)
}

/// Splits reports into runs that a line may join: at most 100 days apart, no break between.
pub fn runs<'a>(
    reports: &'a [Report],
    breaks: &'a [Day],
) -> impl Iterator<Item = &'a [Report]> + use<'a> {
    reports.chunk_by(move |earlier, later| joined(earlier, later, breaks))
}

/// Strokes and dots of the reference: dots only where no line shows the report.
pub fn draw_reference(sketch: &mut Sketch, reports: &[Report]) {
    for run in runs(reports, &[]) {
        match run {
            [single] => sketch.dot(Ink::ReferenceDot, single.at, 35),
            _ => sketch.line(Ink::Reference, run.iter().map(|report| report.at).collect()),
        }
    }
}

impl<W: Fn(i64) -> String> Reports<'_, W> {
    fn hollow(&self, index: usize) -> bool {
        let last = index + 1 == self.all.len();
        (last && self.stale) || self.all[index].as_of.precision != Precision::Day
    }

    /// Strokes and dots: every dot with few or scattered reports, else the last one and those that
    /// stand alone.
    pub fn draw(&self, sketch: &mut Sketch) {
        let count = self.all.len();
        let scattered = runs(self.all, self.breaks).count() * 3 >= count;
        let every = count <= ALL_DOTS || scattered;
        let radius = if every && count > ALL_DOTS { 35 } else { DOT };
        let mut index = 0;
        for run in runs(self.all, self.breaks) {
            if run.len() > 1 {
                sketch.line(Ink::Line, run.iter().map(|report| report.at).collect());
            }
            for report in run {
                let last = index + 1 == count;
                if every || last || run.len() == 1 {
                    let ink = if self.hollow(index) { Ink::HollowDot } else { Ink::Dot };
                    sketch.dot(ink, report.at, if last { DOT } else { radius });
                }
                index += 1;
            }
        }
    }

    /// Writes the last value, the name and, where the dot is hollow, the date beside it.
    ///
    /// The name gives way first, then the date; the value always finds a place.
    pub fn label_last(&self, sketch: &mut Sketch) {
        let Some(last) = self.all.last() else { return };
        let value = ((self.write)(last.at.1), Ink::Current);
        let date = self.hollow(self.all.len() - 1).then(|| wording::as_of_short(last.as_of));
        let remarks = match date {
            Some(date) => vec![format!("{}, {date}", self.name), date],
            None => vec![self.name.to_owned()],
        };
        let mut forms = Vec::new();
        for remark in remarks {
            let remark = (remark, Ink::Name);
            forms.push(Block::lines(vec![remark.clone(), value.clone()]));
            forms.push(Block::lines(vec![value.clone(), remark]));
        }
        let bare = Block::lines(vec![value]);
        forms.extend([bare.clone(), bare.clone()]);
        place_around(sketch, &forms, &bare, last.at);
    }

    /// Writes the other values when there are few, the newest first.
    pub fn label_others(&self, sketch: &mut Sketch) {
        let count = self.all.len();
        if count > ALL_VALUES {
            return;
        }
        for (index, report) in self.all.iter().enumerate().rev().skip(1) {
            let value = ((self.write)(report.at.1), Ink::Value);
            let mut forms = Vec::new();
            if self.hollow(index) {
                let date = (wording::as_of_short(report.as_of), Ink::Text);
                forms.push(Block::lines(vec![date.clone(), value.clone()]));
                forms.push(Block::lines(vec![value.clone(), date]));
            }
            let bare = Block::lines(vec![value]);
            forms.extend([bare.clone(), bare.clone()]);
            place_around(sketch, &forms, &bare, report.at);
        }
    }

    /// Brackets over the gaps at the foot of the chart, with their length in months.
    ///
    /// All stand at one height, where they cover least. A gap that holds a break has its own mark
    /// already.
    pub fn draw_gaps(&self, sketch: &mut Sketch) {
        let gaps: Vec<(LabelBox, i64)> = self
            .all
            .windows(2)
            .filter(|pair| !joined(&pair[0], &pair[1], self.breaks))
            .filter(|pair| {
                let (from, to) = (pair[0].at.0, pair[1].at.0);
                !self.breaks.iter().any(|day| from < *day && *day <= to)
            })
            .filter_map(|pair| {
                let (left, right) = (sketch.xy(pair[0].at).0 + 90, sketch.xy(pair[1].at).0 - 90);
                let days = i64::from(pair[1].at.0 - pair[0].at.0);
                let area = LabelBox { left, top: 0, right, bottom: 250 };
                (right - left >= 120).then_some((area, days))
            })
            .collect();
        if gaps.is_empty() {
            return;
        }
        let (top, bottom) = (sketch.frame.top, sketch.frame.bottom);
        let cost = |height: &Tenths| -> u32 {
            let at = |area: &LabelBox| LabelBox { top: *height, bottom: height + 250, ..*area };
            gaps.iter()
                .map(|(area, _)| {
                    let area = at(area);
                    let blocked = if sketch.placer.is_free(&area) { 0 } else { 40 };
                    blocked + sketch.placer.ink_under(&area)
                })
                .sum()
        };
        let heights = [bottom - 480, bottom - 880, top + 40, i32::midpoint(top, bottom)];
        let Some(height) = heights.into_iter().min_by_key(cost) else { return };
        for (area, days) in gaps {
            draw_gap(sketch, area.left, area.right, height, days);
        }
    }
}

fn draw_gap(sketch: &mut Sketch, left: Tenths, right: Tenths, top: Tenths, days: i64) {
    let (middle, bottom) = (top + 50, top + 100);
    let bracket = LabelBox { left, top, right, bottom };
    if !sketch.placer.is_free(&bracket) {
        return;
    }
    for stroke in [
        vec![(left, top), (left, bottom)],
        vec![(left, middle), (right, middle)],
        vec![(right, top), (right, bottom)],
    ] {
        sketch.screen(Ink::Gap, stroke);
    }
    // A month is 365,25/12 = 487/16 days.
    let months = divide_rounded(i128::from(days) * 16, 487);
    for text in [format!("{months} bulan tanpa data"), format!("{months} bulan")] {
        let width = Ink::Text.text_width(&text);
        let (x, y) = (i32::midpoint(left, right), bottom + 140);
        let label = Label { text, ink: Ink::Text, anchor: Anchor::Middle, x, y };
        if width <= right - left + 160 && sketch.placer.fix(label) {
            break;
        }
    }
}

/// The vertical marks of the breaks that lie in the picture.
pub fn draw_breaks(sketch: &mut Sketch, breaks: &[Day]) {
    let Frame { top, bottom, .. } = sketch.frame;
    for day in breaks {
        if (sketch.time.from..=sketch.time.to).contains(day) {
            let (x, _) = sketch.xy((*day, 0));
            sketch.screen(Ink::Break, vec![(x, top), (x, bottom)]);
        }
    }
}

/// Places one of the forms around a point, else the last resort somewhere on its column.
///
/// `forms` come in pairs: for above the point and for any other side.
pub fn place_around(sketch: &mut Sketch, forms: &[Block], last_resort: &Block, at: At) {
    let (x, y) = sketch.xy(at);
    // At the right edge there is room beside the end of the line, in the wide picture.
    let at_end = x > sketch.frame.right - 120;
    let mut spots = Vec::with_capacity(forms.len() * 4);
    for form in (0..forms.len()).step_by(2) {
        spots.extend(around((x, y), form, at_end));
    }
    if sketch.placer.place(forms, &spots).is_none() {
        sketch.placer.place_on_column(last_resort, (x, y));
    }
}

fn around((x, y): (Tenths, Tenths), form: usize, at_end: bool) -> [Spot; 8] {
    let above = |anchor, x| Spot { form, anchor, x, edge: Edge::Bottom, y: y - 90 };
    let below = |anchor, x| Spot { form: form + 1, anchor, x, edge: Edge::Top, y: y + 90 };
    let beside = |anchor, x| Spot { form: form + 1, anchor, x, edge: Edge::Middle, y };
    let mut spots = [
        above(Anchor::Middle, x),
        above(Anchor::End, x - 10),
        above(Anchor::Start, x + 10),
        below(Anchor::Middle, x),
        below(Anchor::Start, x + 10),
        below(Anchor::End, x - 10),
        beside(Anchor::Start, x + 100),
        beside(Anchor::End, x - 100),
    ];
    if at_end {
        spots.rotate_right(2);
    }
    spots
}

/// The number of a day of the calendar, for breaks.
pub fn days(dates: impl IntoIterator<Item = NaiveDate>) -> Vec<Day> {
    dates.into_iter().map(super::axis::day).collect()
}
