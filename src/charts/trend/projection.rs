//! The projection in a trend: dashed line, band and label, all from one computation of the domain.

use chrono::Datelike;

use super::super::axis::day;
use super::super::labels::{Anchor, Block, Edge, Spot};
use super::super::plot::{At, Sketch};
use super::super::theme::Ink;
use crate::domain::projection::Projection;
use crate::domain::wording;

/// The line and, where several windows could be measured, the band.
pub fn draw(sketch: &mut Sketch, projection: Option<&Projection>) {
    let Some((from, to, projection)) = ends(projection) else { return };
    if let Some((low, high)) = projection.band {
        sketch.area(Ink::Band, vec![from, (to.0, high.0.into()), (to.0, low.0.into())]);
    }
    sketch.line(Ink::Projection, vec![from, to]);
}

fn ends(projection: Option<&Projection>) -> Option<(At, At, &Projection)> {
    let projection = projection?;
    let start = projection.from.coverage?;
    let from = (day(projection.from.as_of.date), start.0.into());
    Some((from, (day(projection.to), projection.value.0.into()), projection))
}

/// "Proyeksi 54,3%" with its range and, inside the picture, its month.
pub fn label(sketch: &mut Sketch, projection: Option<&Projection>) {
    let Some((_, to, projection)) = ends(projection) else { return };
    let (x, y) = sketch.xy(to);
    let value = format!("{}%", wording::percent_short(projection.value));
    let named = (format!("Proyeksi {value}"), Ink::ProjectionLabel);
    let at_edge = to.0 == sketch.time.to;
    let month =
        || format!("{} {}", wording::month_name(projection.to.month()), projection.to.year());
    let ends = projection
        .band
        .map(|(low, high)| (wording::percent_short(low), wording::percent_short(high)));
    let range = ends.filter(|(low, high)| low != high).map(|(low, high)| format!("{low}–{high}%"));
    let second = match (range, at_edge) {
        (Some(range), true) => format!("rentang {range}"),
        (Some(range), false) => format!("{} ({range})", month()),
        (None, true) => "bila laju tetap".to_owned(),
        (None, false) => month(),
    };
    let forms = [
        Block::lines(vec![named.clone(), (second, Ink::ProjectionLabel)]),
        Block::lines(vec![named]),
        Block::line(value, Ink::ProjectionLabel),
    ];
    let mut spots = Vec::with_capacity(24);
    for form in 0..forms.len() {
        let spot = |anchor, x, edge, y| Spot { form, anchor, x, edge, y };
        spots.push(spot(Anchor::Start, x + 90, Edge::Middle, y));
        for distance in [60, 140, 240] {
            spots.push(spot(Anchor::End, x, Edge::Top, y + distance));
            spots.push(spot(Anchor::End, x, Edge::Bottom, y - distance));
            spots.push(spot(Anchor::Start, x + 90, Edge::Middle, y + distance));
            spots.push(spot(Anchor::Start, x + 90, Edge::Middle, y - distance));
        }
    }
    sketch.placer.place(&forms, &spots);
}
