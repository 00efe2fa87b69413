//! Active participants over time, for series that have counts but no base.

use chrono::NaiveDate;

use super::axis::{ValueAxis, day};
use super::labels::{Anchor, Label};
use super::plot::{Frame, Plan, Sketch};
use super::series::{self, Report, Reports};
use super::theme::Ink;
use super::{Size, Svg, trend};
use crate::domain::number::divide_rounded;
use crate::domain::{AsOf, wording};

/// What the chart "Peserta aktif" shows.
#[derive(Debug, Clone)]
pub struct Participants<'a> {
    /// Prefix of the ids, unique on the page; both sizes may share it.
    pub id: &'a str,
    /// What the picture is, for screen readers.
    pub title: &'a str,
    /// First and last value and gaps in words, for screen readers.
    pub desc: &'a str,
    /// The region.
    pub name: &'a str,
    /// Dates with active participants, in order of date.
    pub points: &'a [(AsOf, i64)],
    /// Days on which the region changed its area.
    pub breaks: Vec<NaiveDate>,
    /// The date of the page.
    pub page_date: NaiveDate,
}

/// Draws active participants over time.
pub fn participants(participants: &Participants, size: Size) -> Svg {
    plan(participants, size).into_svg(
        &size.id(participants.id),
        participants.title,
        participants.desc,
    )
}

/// Places everything without drawing it.
pub fn plan(input: &Participants, size: Size) -> Plan {
    let reports: Vec<Report> = input
        .points
        .iter()
        .map(|(as_of, count)| Report { at: (day(as_of.date), *count), as_of: *as_of })
        .collect();
    let page = day(input.page_date);
    let first = reports.first().map_or(page, |report| report.at.0);
    let last = reports.last().map_or(page, |report| report.at.0.max(page));
    let time = trend::padded(first, last, reports.len());
    let value = ValueAxis::counts(reports.iter().map(|report| report.at.1).max().unwrap_or(0));
    let unit = Unit::of(value);
    let frame = Frame::new(size, 340, value.ticks().map(|tick| unit.text(tick)));
    let mut sketch = Sketch::new(size, frame, (time, value), false);
    let text = unit.heading().to_owned();
    sketch.placer.fix(Label { text, ink: Ink::Text, anchor: Anchor::Start, x: 20, y: 140 });
    sketch.label_axes(|count| unit.text(count));
    let breaks = series::days(input.breaks.iter().copied());
    let region = Reports {
        all: &reports,
        breaks: &breaks,
        name: input.name,
        stale: trend::is_stale(&reports, input.page_date),
        write: wording::count,
    };
    series::draw_breaks(&mut sketch, &breaks);
    region.draw(&mut sketch);
    region.label_last(&mut sketch);
    region.label_others(&mut sketch);
    region.draw_gaps(&mut sketch);
    sketch.finish()
}

/// The unit of the axis, so that its numbers stay short.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Million,
    Thousand,
    One,
}

impl Unit {
    fn of(axis: ValueAxis) -> Self {
        match axis.top {
            2_000_000.. => Self::Million,
            2_000.. => Self::Thousand,
            _ => Self::One,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Million => "juta peserta",
            Self::Thousand => "ribu peserta",
            Self::One => "peserta",
        }
    }

    /// A grid value in this unit: `2`, `2,5`, `600`.
    fn text(self, count: i64) -> String {
        let unit = match self {
            Self::Million => 1_000_000,
            Self::Thousand => 1_000,
            Self::One => 1,
        };
        let tenths = divide_rounded(i128::from(count) * 10, unit);
        let (whole, rest) = (tenths / 10, tenths % 10);
        let whole = wording::count(i64::try_from(whole).unwrap_or(i64::MAX));
        if rest == 0 { whole } else { format!("{whole},{rest}") }
    }
}
