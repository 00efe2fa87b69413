//! The trend: coverage over real time, with its reference, targets, needed path and projection.
//!
//! The span runs from the first report to the latest of the last report, the date of the page, the
//! chosen target and the end of the projection; at least one calendar year. The chosen target
//! stretches it only while the data keep half of the width (or the future is within two years). A
//! target farther away, such as 2045, is a short dash at the right edge with its label and no
//! diamond, because its day is not in the picture; a projection that ends there and the other far
//! targets are left to the page. No target is drawn whose label found no room.

mod projection;
mod targets;

use chrono::{Datelike, NaiveDate};

use super::axis::{self, Day, TimeAxis, ValueAxis, day, new_year};
use super::labels::{Anchor, Block, Edge, Spot};
use super::plot::{Frame, Plan, Sketch};
use super::series::{self, Report, Reports};
use super::theme::Ink;
use super::{Size, Svg};
use crate::domain::projection::Projection;
use crate::domain::series::STALE_DAYS;
use crate::domain::{Figure, Percent, wording};

/// A target in a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetMark {
    /// The year at whose 31 December it is due.
    pub year: i32,
    /// The share to reach.
    pub percent: Percent,
    /// Its label, such as "Target 2025: 55%".
    pub label: String,
}

/// All that a trend shows.
#[derive(Debug, Clone)]
pub struct Trend<'a> {
    /// Prefix of the ids, unique on the page; both sizes may share it.
    pub id: &'a str,
    /// What the picture is, for screen readers.
    pub title: &'a str,
    /// First and last value, target and gaps in words, for screen readers.
    pub desc: &'a str,
    /// The region.
    pub name: &'a str,
    /// Its figures in order of date; those without a percent are left out.
    pub figures: &'a [Figure],
    /// Name and figures of the reference.
    pub reference: Option<(&'a str, &'a [Figure])>,
    /// Targets of any year.
    pub targets: Vec<TargetMark>,
    /// Which of `targets` the page judges by; the needed path leads to it.
    pub chosen_target: Option<usize>,
    /// Where coverage ends if the pace stays.
    pub projection: Option<&'a Projection>,
    /// Days on which the series breaks, with two short lines that say why.
    pub breaks: Vec<(NaiveDate, [String; 2])>,
    /// The date of the page.
    pub page_date: NaiveDate,
}

/// Draws a trend.
pub fn trend(trend: &Trend, size: Size) -> Svg {
    plan(trend, size).into_svg(&size.id(trend.id), trend.title, trend.desc)
}

/// Places everything in a trend without drawing it.
pub fn plan(trend: &Trend, size: Size) -> Plan {
    let reports = reports(trend.figures);
    let time = span(trend, &reports);
    let reference = trend.reference.map(|(name, figures)| {
        let mut shown = self::reports(figures);
        shown.retain(|report| (time.from..=time.to).contains(&report.at.0));
        (name, shown)
    });
    let targets = targets::in_view(trend, time);
    let projection = trend.projection.filter(|projection| day(projection.to) <= time.to);
    let others = reference.iter().flat_map(|(_, reports)| reports);
    let value = ValueAxis::shares(highest(reports.iter().chain(others), &targets, projection));
    let axis_text = |share| axis_text(share, value.top);
    let frame = Frame::new(size, 140, value.ticks().map(axis_text));
    let mut sketch = Sketch::new(size, frame, (time, value), true);
    sketch.label_axes(axis_text);

    // Ink before labels: a label keeps off every line, also off those it does not belong to.
    let breaks = series::days(trend.breaks.iter().map(|(date, _)| *date));
    let region = Reports {
        all: &reports,
        breaks: &breaks,
        name: trend.name,
        stale: is_stale(&reports, trend.page_date),
        write: |share| wording::percent(percent(share)),
    };
    if let Some((_, reports)) = &reference {
        series::draw_reference(&mut sketch, reports);
    }
    series::draw_breaks(&mut sketch, &breaks);
    region.draw(&mut sketch);
    projection::draw(&mut sketch, projection);
    for target in &targets {
        sketch.keep_off(target.from, target.to);
    }
    if let (Some(last), Some(target)) = (reports.last(), targets.first()) {
        targets::draw_needed(&mut sketch, last.at, target);
    }

    region.label_last(&mut sketch);
    for target in &targets {
        targets::draw(&mut sketch, target);
    }
    region.label_others(&mut sketch);
    if let Some((name, reports)) = &reference {
        label_reference(&mut sketch, name, reports, region.all.last());
    }
    projection::label(&mut sketch, projection);
    region.draw_gaps(&mut sketch);
    label_breaks(&mut sketch, trend);
    sketch.finish()
}

fn percent(share: i64) -> Percent {
    Percent(i32::try_from(share).unwrap_or(i32::MAX))
}

fn axis_text(share: i64, top: i64) -> String {
    if share == top {
        wording::percent_trimmed(percent(share))
    } else {
        wording::count(share / 100)
    }
}

fn reports(figures: &[Figure]) -> Vec<Report> {
    figures
        .iter()
        .filter_map(|figure| {
            let share = i64::from(figure.coverage?.0);
            Some(Report { at: (day(figure.as_of.date), share), as_of: figure.as_of })
        })
        .collect()
}

pub(super) fn is_stale(reports: &[Report], page_date: NaiveDate) -> bool {
    reports.last().is_some_and(|last| i64::from(day(page_date) - last.at.0) > STALE_DAYS)
}

/// Two years, the future that even a single report may be shown with.
const NEAR_FUTURE: Day = 731;

/// Other targets than the chosen one are shown when due so soon after the data.
const NEXT_YEAR: Day = 400;

/// The span of time: see the head of this file.
fn span(trend: &Trend, reports: &[Report]) -> TimeAxis {
    let page = day(trend.page_date);
    let first = reports.first().map_or(page, |report| report.at.0);
    let now = reports.last().map_or(page, |report| report.at.0.max(page));
    let reach = NEAR_FUTURE.max(now - first);
    let (mut from, mut to) = (first, now);
    for (index, target) in trend.targets.iter().enumerate() {
        let due = new_year(target.year + 1) - 1;
        let chosen = trend.chosen_target == Some(index);
        if due - now <= if chosen { reach } else { NEXT_YEAR } {
            to = to.max(due);
        }
        // A target that passed before the first report: show its year, unless it is long ago.
        if chosen && due < first && first - due <= NEAR_FUTURE {
            from = from.min(new_year(target.year));
        }
    }
    if let Some(projection) = trend.projection {
        let end = day(projection.to);
        if end - now <= reach {
            to = to.max(end);
        }
    }
    padded(from, to, reports.len())
}

/// Rounds a span down to a month and gives sparse dots some air; at least whole calendar years.
pub(super) fn padded(from: Day, to: Day, reports: usize) -> TimeAxis {
    let year = |day: Day| axis::date(day).year();
    if to - from < 365 {
        return TimeAxis { from: new_year(year(from)), to: new_year(year(to) + 1) - 1 };
    }
    let air = if reports > 8 { 0 } else { (to - from) / 30 };
    let start = axis::date(from - air);
    let from = start.with_day(1).map_or(from, day);
    TimeAxis { from, to }
}

/// The highest value in the picture.
fn highest<'a>(
    reports: impl Iterator<Item = &'a Report>,
    targets: &[targets::TargetLine],
    projection: Option<&Projection>,
) -> i64 {
    let projection = projection.iter().flat_map(|projection| {
        [Some(projection.value), projection.band.map(|(_, high)| high)].into_iter().flatten()
    });
    reports
        .map(|report| report.at.1)
        .chain(targets.iter().map(|target| target.to.1))
        .chain(projection.map(|share| i64::from(share.0)))
        .max()
        .unwrap_or(0)
}

/// Name and last value of the reference, near its end; the name gives way first.
fn label_reference(sketch: &mut Sketch, name: &str, reports: &[Report], region: Option<&Report>) {
    let Some(last) = reports.last() else { return };
    let (x, y) = sketch.xy(last.at);
    let value = wording::percent(percent(last.at.1));
    let forms = [
        Block::line(format!("{name} {value}"), Ink::ReferenceLabel),
        Block::line(value, Ink::ReferenceLabel),
    ];
    // Away from the line of the region, so that no reader takes the label for its own.
    let below = region.is_none_or(|region| region.at.1 >= last.at.1);
    let mut spots = Vec::with_capacity(42);
    for form in 0..forms.len() {
        let spot = |anchor, x, edge, y| Spot { form, anchor, x, edge, y };
        let side = |below: bool, anchor, x, distance| {
            let (edge, sign) = if below { (Edge::Top, 1) } else { (Edge::Bottom, -1) };
            spot(anchor, x, edge, y + sign * distance)
        };
        let rows = [(below, 60), (below, 110), (!below, 60), (below, 180), (below, 260)];
        for (below, distance) in rows {
            spots.push(side(below, Anchor::End, x + 20, distance));
            spots.push(side(below, Anchor::End, x - 90, distance));
            spots.push(side(below, Anchor::Middle, x, distance));
            spots.push(side(below, Anchor::Start, x - 20, distance));
        }
        spots.push(spot(Anchor::Start, x + 80, Edge::Middle, y));
    }
    if sketch.placer.place(&forms, &spots).is_none() {
        sketch.placer.place_on_column(&forms[1], (x, y));
    }
}

/// The two lines that say why a series breaks, at the foot of its mark or higher up.
fn label_breaks(sketch: &mut Sketch, trend: &Trend) {
    let Frame { top, bottom, .. } = sketch.frame;
    for (date, lines) in &trend.breaks {
        if !(sketch.time.from..=sketch.time.to).contains(&day(*date)) {
            continue;
        }
        let (x, _) = sketch.xy((day(*date), 0));
        let block = Block::lines(lines.iter().map(|line| (line.clone(), Ink::Text)).collect());
        let mut spots = Vec::with_capacity(24);
        let mut y = bottom - 80;
        while y > top + 320 {
            for (anchor, x) in [(Anchor::Start, x + 60), (Anchor::End, x - 60)] {
                spots.push(Spot { form: 0, anchor, x, edge: Edge::Bottom, y });
            }
            y -= 240;
        }
        sketch.placer.place(&[block], &spots);
    }
}
