//! The order of rows in a list of regions.

use std::cmp::Reverse;

use super::standing::Row;
use crate::domain::Points;

/// What a list of regions is sorted by. Rows that lack the value come last, ties go by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Highest coverage first.
    #[default]
    Coverage,
    /// Largest rise first.
    Change,
    /// Most workers missing to the target first.
    Gap,
    /// By name.
    Name,
}

impl Order {
    /// Every order, in the order of the picker.
    pub const ALL: [Self; 4] = [Self::Coverage, Self::Change, Self::Gap, Self::Name];

    /// Sorts rows of any kind: `row` finds the region in one, `change` its change in points.
    pub fn sort<T>(
        self,
        rows: &mut [T],
        row: impl Fn(&T) -> &Row,
        change: impl Fn(&T) -> Option<Points>,
    ) {
        let code = |item: &T| row(item).region.code.clone();
        match self {
            Self::Coverage => rows.sort_by_key(|item| {
                (row(item).rank.map_or(usize::MAX, |rank| rank.place), code(item))
            }),
            Self::Change => rows.sort_by_key(|item| {
                let points = change(item).map(Reverse);
                (points.is_none(), points, code(item))
            }),
            Self::Gap => rows.sort_by_key(|item| {
                let judged = row(item).standing.judged.as_ref();
                let gap = judged.and_then(|judged| judged.gap_workers).map(Reverse);
                (gap.is_none(), gap, code(item))
            }),
            Self::Name => {
                rows.sort_by_key(|item| (row(item).region.name.to_lowercase(), code(item)));
            }
        }
    }
}
