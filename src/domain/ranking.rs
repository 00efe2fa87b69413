//! Ranks of those that have data: ties share a place (1224), missing ones have none.

/// A place in a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rank {
    /// 1 is the highest value.
    pub place: usize,
    /// Shared with another region: shown with "=".
    pub tied: bool,
}

/// Ranks values from the highest; `None` stays unranked. The answer follows the order of the input.
pub fn rank<V: Ord + Copy>(values: &[Option<V>]) -> Vec<Option<Rank>> {
    let mut sorted: Vec<V> = values.iter().flatten().copied().collect();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    values
        .iter()
        .map(|value| {
            value.map(|value| {
                let above = sorted.partition_point(|other| *other > value);
                let upto = sorted.partition_point(|other| *other >= value);
                Rank { place: above + 1, tied: upto - above > 1 }
            })
        })
        .collect()
}
