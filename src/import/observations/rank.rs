//! The rank that a row states.

use super::RowReader;
use crate::domain::wording::count;
use crate::import::finding::Rule;
use crate::import::header::Field;
use crate::import::ranks;

impl RowReader<'_, '_> {
    /// The rank and of how many, from 1; neither can be nothing, nor the first beyond the second.
    pub(super) fn rank(&mut self) -> (Option<i32>, Option<i32>) {
        let (rank, of) = (self.small(Field::Rank), self.small(Field::RankOf));
        if let Some((rank, of)) = rank.zip(of).filter(|(rank, of)| rank > of) {
            let reason = format!("peringkat {rank} lebih besar daripada jumlah wilayahnya, {of}.");
            self.refuse(Rule::Value, Field::Rank, reason, "Periksa keduanya.");
        }
        (rank, of)
    }

    fn small(&mut self, field: Field) -> Option<i32> {
        let place = *self.plan.fields.get(&field)?;
        let amount = self.count(Some(place))?;
        let small = i32::try_from(amount.value).ok().filter(|value| *value > 0);
        if small.is_none() {
            let reason = format!("{} bukan peringkat.", count(amount.value));
            let so = "Peringkat mulai dari 1. Kosongkan selnya bila tidak ada.";
            self.refuse(Rule::Value, field, reason, so);
        }
        small
    }

    /// Refuses a rank beyond the regions that there are.
    pub(super) fn hold_rank(&mut self, region_id: i32, rank: Option<i32>, of: Option<i32>) {
        if !self.sound {
            return;
        }
        if let Some(reason) = ranks::beyond(self.context.places, region_id, rank, of) {
            self.refuse(Rule::Value, Field::Rank, reason, "Periksa peringkatnya.");
        }
    }
}
