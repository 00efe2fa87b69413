//! Which edition of the data is the newest that anybody has read.
//!
//! Many threads read the state of the data, and one that was held up may come with what is old by
//! then. Numbers alone do not tell: a backup that is put back has a lower version, and is newer all
//! the same. So each read says when it began. One that began after the known state was taken over
//! has seen the database later; of reads that overlap, the one with the higher version counts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use crate::db::state::DataState;

/// The beginning of a read; to be taken before the database is asked.
#[derive(Debug, Clone, Copy)]
pub struct Began(u64);

/// The newest known state of the data.
#[derive(Debug)]
pub struct Newest {
    clock: AtomicU64,
    /// The edition of `known`, to be had without a lock.
    edition: AtomicU64,
    known: RwLock<Known>,
}

#[derive(Debug)]
struct Known {
    data: DataState,
    /// When it was last taken over or confirmed.
    at: u64,
}

impl Newest {
    /// A state that nobody else knows yet.
    pub fn new(data: DataState) -> Self {
        Self {
            clock: AtomicU64::new(1),
            edition: AtomicU64::new(data.edition()),
            known: RwLock::new(Known { data, at: 0 }),
        }
    }

    /// Notes that a read begins now.
    pub fn begin(&self) -> Began {
        Began(self.tick())
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    /// [`DataState::edition`] of the newest state.
    pub fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    /// The newest state.
    pub fn data(&self) -> DataState {
        self.known.read().unwrap_or_else(PoisonError::into_inner).data.clone()
    }

    /// Takes over what a read has seen, unless something newer is known; whether it was news.
    pub fn learn(&self, began: Began, data: &DataState) -> bool {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let is_news = known.data != *data;
        if is_news && began.0 < known.at && data.version <= known.data.version {
            return false;
        }
        known.at = self.tick();
        if is_news {
            known.data = data.clone();
            self.edition.store(data.edition(), Ordering::Release);
        }
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(version: i64, stamp: i64) -> DataState {
        DataState { version, stamp, newest_total: None, simulated: false }
    }

    #[test]
    fn an_older_read_that_ends_late_changes_nothing() {
        let newest = Newest::new(state(5, 50));
        let late = newest.begin();
        let quick = newest.begin();
        assert!(newest.learn(quick, &state(6, 60)));
        assert!(!newest.learn(late, &state(5, 50)));
        assert_eq!((newest.data(), newest.edition()), (state(6, 60), state(6, 60).edition()));
    }

    #[test]
    fn a_read_that_began_first_may_still_see_more() {
        let newest = Newest::new(state(5, 50));
        let first = newest.begin();
        let second = newest.begin();
        // Begun, then held up before it looked: the second one saw less.
        assert!(newest.learn(first, &state(6, 60)));
        assert!(!newest.learn(second, &state(5, 50)));
        let third = newest.begin();
        assert!(newest.learn(first, &state(7, 70)), "a higher version is newer, whenever it began");
        assert!(!newest.learn(third, &state(6, 60)));
        assert_eq!(newest.data(), state(7, 70));
    }

    #[test]
    fn a_confirmed_state_is_not_taken_back_by_reads_from_before() {
        let newest = Newest::new(state(6, 60));
        let late = newest.begin();
        let confirming = newest.begin();
        assert!(!newest.learn(confirming, &state(6, 60)), "nothing new");
        assert!(!newest.learn(late, &state(5, 50)));
        assert_eq!(newest.data(), state(6, 60));
    }

    #[test]
    fn a_backup_that_is_put_back_counts_from_the_next_read_on() {
        let newest = Newest::new(state(6, 60));
        let before = newest.begin();
        assert!(newest.learn(newest.begin(), &state(4, 41)));
        assert!(!newest.learn(before, &state(4, 40)), "the same version of another time");
        assert!(newest.learn(newest.begin(), &state(4, 42)));
        assert_eq!(newest.data(), state(4, 42));
    }
}
