//! The regions of today, as sentences about an effect call them.

use std::collections::HashMap;

use crate::db::names::Named;

/// The regions of today by their numbers, with how many parts each has.
#[derive(Debug, Default)]
pub struct Regions {
    today: HashMap<i32, Named>,
    parts: HashMap<i32, i32>,
}

impl Regions {
    /// Adds a region as it is called today.
    pub fn add(&mut self, named: Named) {
        if let Some(parent_id) = named.parent_id {
            *self.parts.entry(parent_id).or_default() += 1;
        }
        self.today.insert(named.region_id, named);
    }

    /// A region; `None` where there is none of this number today.
    pub fn get(&self, region_id: i32) -> Option<&Named> {
        self.today.get(&region_id)
    }

    /// All of them, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Named> {
        self.today.values()
    }

    /// How many direct parts a region has.
    pub fn parts(&self, region_id: i32) -> i32 {
        self.parts.get(&region_id).copied().unwrap_or_default()
    }

    /// These, and of others those that are not among them.
    #[must_use]
    pub fn or(mut self, others: &Self) -> Self {
        for (id, named) in &others.today {
            self.today.entry(*id).or_insert_with(|| named.clone());
        }
        for (id, parts) in &others.parts {
            self.parts.entry(*id).or_insert(*parts);
        }
        self
    }
}

impl FromIterator<Named> for Regions {
    /// Of names of all times, those of today.
    fn from_iter<T: IntoIterator<Item = Named>>(names: T) -> Self {
        let mut regions = Self::default();
        for named in names.into_iter().filter(|named| named.valid_to.is_none()) {
            regions.add(named);
        }
        regions
    }
}
