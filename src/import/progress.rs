//! How far a run is, for those who wait for it.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use crate::domain::wording::count;

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Opens the file and looks for its titles.
    Open,
    /// Reads and checks row by row.
    Read,
    /// Holds what it read against the database.
    Compare,
    /// Writes, and looks at what comes of it; a rehearsal takes it back.
    Write,
}

/// Where a run stands. It is written by the run and read by others, at any time.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    /// Begins a phase of `all` steps; 0 where nobody knows how many.
    pub(super) fn enter(&self, phase: Phase, all: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Notes that one more step of the phase is done, whoever does it.
    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes how many steps of the phase are done. A plain store, so every row may say so.
    pub(super) fn at(&self, done: usize) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// What it is doing.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Open,
            1 => Phase::Read,
            2 => Phase::Compare,
            _ => Phase::Write,
        }
    }

    /// How much of the phase is done, in percent from 0 to 100; `None` where it cannot be told.
    pub fn share(&self) -> Option<usize> {
        let (done, all) = self.steps();
        (all > 0).then(|| done * 100 / all)
    }

    /// The phase in words, with its numbers: `Memeriksa 120.000 dari 736.000 baris`.
    pub fn told(&self) -> String {
        let (done, all) = self.steps();
        let told = |steps: usize| count(i64::try_from(steps).unwrap_or(i64::MAX));
        match self.phase() {
            Phase::Open => "Membuka berkas".to_owned(),
            Phase::Read => format!("Memeriksa {} dari {} baris", told(done), told(all)),
            Phase::Compare => {
                format!("Membandingkan {} dari {} angka", told(done), told(all))
            }
            Phase::Write => format!("Menghitung dampak {} angka", told(all)),
        }
    }

    fn steps(&self) -> (usize, usize) {
        let all = self.all.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed).min(all), all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_says_where_it_stands() {
        let progress = Progress::default();
        assert_eq!((progress.told().as_str(), progress.share()), ("Membuka berkas", None));
        progress.enter(Phase::Read, 736_000);
        progress.at(120_000);
        assert_eq!(progress.told(), "Memeriksa 120.000 dari 736.000 baris");
        assert_eq!(progress.share(), Some(16));
        progress.enter(Phase::Compare, 10);
        progress.at(11);
        assert_eq!(progress.told(), "Membandingkan 10 dari 10 angka", "never more than all");
        progress.enter(Phase::Write, 1_000);
        assert_eq!(
            (progress.told().as_str(), progress.share()),
            ("Menghitung dampak 1.000 angka", Some(0))
        );
    }
}
