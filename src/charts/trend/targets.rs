//! Targets in a trend: a dashed line over the own year, a diamond on its last day, the needed path.

use super::super::axis::{TimeAxis, new_year};
use super::super::labels::{Anchor, Block, Edge, Spot, Tenths};
use super::super::plot::{At, Sketch};
use super::super::theme::Ink;
use super::{TargetMark, Trend};
use crate::domain::wording;

/// A target that has its place in the picture; coordinates of the data.
#[derive(Debug)]
pub struct TargetLine<'a> {
    /// The target as given.
    mark: &'a TargetMark,
    /// Where its line begins.
    pub from: At,
    /// Where its line ends.
    pub to: At,
    /// Its due day is in the picture.
    diamond: bool,
    /// The page judges by it.
    chosen: bool,
}

/// The targets that the span can show, the chosen one first.
pub fn in_view<'a>(trend: &'a Trend, time: TimeAxis) -> Vec<TargetLine<'a>> {
    let mut lines: Vec<TargetLine> = trend
        .targets
        .iter()
        .enumerate()
        .filter_map(|(index, mark)| {
            let chosen = trend.chosen_target == Some(index);
            let (start, due) = (new_year(mark.year), new_year(mark.year + 1) - 1);
            let share = i64::from(mark.percent.0);
            if (time.from..=time.to).contains(&due) {
                let from = (start.max(time.from), share);
                return Some(TargetLine { mark, from, to: (due, share), diamond: true, chosen });
            }
            let stub = time.to - (time.to - time.from) / 20;
            (chosen && due > time.to).then_some(TargetLine {
                mark,
                from: (stub, share),
                to: (time.to, share),
                diamond: false,
                chosen,
            })
        })
        .collect();
    lines.sort_by_key(|line| !line.chosen);
    // Several documents may set the same share for the same year: one mark says it.
    let mut distinct: Vec<TargetLine> = Vec::with_capacity(lines.len());
    for line in lines {
        if !distinct.iter().any(|other| other.to == line.to) {
            distinct.push(line);
        }
    }
    distinct
}

/// From the last value to the diamond, when that is the chosen target and lies ahead and above.
pub fn draw_needed(sketch: &mut Sketch, last: At, target: &TargetLine) {
    if target.chosen && target.diamond && target.to.0 > last.0 && target.to.1 > last.1 {
        sketch.line(Ink::Needed, vec![last, target.to]);
    }
}

/// The dashed line and the diamond of a target, if its label finds room.
///
/// The label of the chosen target shrinks to its value before it gives up.
pub fn draw(sketch: &mut Sketch, target: &TargetLine) {
    let (x, y) = sketch.xy(target.to);
    let (start, _) = sketch.xy(target.from);
    let short = wording::percent_trimmed(target.mark.percent);
    let forms = [
        Block::line(target.mark.label.as_str(), Ink::TargetLabel),
        Block::line(short, Ink::TargetLabel),
    ];
    let right_edge = x > sketch.frame.right - 200;
    let mut spots = Vec::with_capacity(32);
    for form in 0..forms.len() {
        let beside = |dy: Tenths| Spot {
            form,
            anchor: Anchor::Start,
            x: x + 90,
            edge: Edge::Middle,
            y: y + dy,
        };
        let over = |anchor, x: Tenths| Spot { form, anchor, x, edge: Edge::Bottom, y: y - 60 };
        let under = |anchor, x: Tenths| Spot { form, anchor, x, edge: Edge::Top, y: y + 60 };
        if right_edge {
            spots.push(beside(0));
        }
        spots.extend([over(Anchor::End, x - 60), under(Anchor::End, x - 60)]);
        spots.extend([over(Anchor::End, x + 60), under(Anchor::End, x + 60)]);
        spots.extend([over(Anchor::Start, start), under(Anchor::Start, start)]);
        if right_edge {
            spots.extend([-140, 140, -280, 280].map(beside));
        }
    }
    let placed = sketch.placer.place(&forms, &spots).is_some()
        || (target.chosen && sketch.placer.place_on_column(&forms[1], (x, y)));
    if !placed {
        return;
    }
    if target.to.0 > target.from.0 {
        sketch.line(Ink::Target, vec![target.from, target.to]);
    }
    if target.diamond {
        sketch.diamond(Ink::Diamond, target.to);
    }
}
