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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places(values: &[Option<i32>]) -> Vec<Option<(usize, bool)>> {
        rank(values).into_iter().map(|rank| rank.map(|rank| (rank.place, rank.tied))).collect()
    }

    #[test]
    fn ties_share_a_place_and_leave_one_out() {
        let values = [Some(50), Some(70), Some(50), None, Some(10)];
        let wanted = [Some((2, true)), Some((1, false)), Some((2, true)), None, Some((4, false))];
        assert_eq!(places(&values), wanted);
    }

    #[test]
    fn nothing_to_rank() {
        assert!(places(&[]).is_empty());
        assert_eq!(places(&[None, None]), [None, None]);
        assert_eq!(places(&[Some(0)]), [Some((1, false))]);
    }

    proptest! {
        #[test]
        fn a_place_is_one_more_than_those_above(
            values in prop::collection::vec(prop::option::of(0..20_i32), 0..60),
        ) {
            for (value, rank) in values.iter().zip(rank(&values)) {
                prop_assert_eq!(value.is_some(), rank.is_some());
                let Some((value, rank)) = value.zip(rank) else { continue };
                let above = values.iter().flatten().filter(|other| **other > value).count();
                let equal = values.iter().flatten().filter(|other| **other == value).count();
                prop_assert_eq!(rank, Rank { place: above + 1, tied: equal > 1 });
            }
        }
    }
}
