//! Identical requests that miss the cache at the same time are answered by one run of the page.
//!
//! The run does not belong to the request that started it: if that client goes away, the others
//! still get their answer. A failure is shared too, so that a database that does not answer costs
//! one wait and not one for each client.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::Error;
use super::cache::Entry;

/// Different pages that may be under way at once; more are told to come back.
const MAX_FLIGHTS: usize = 256;

type Outcome = Result<Arc<Entry>, Error>;

#[derive(Debug, Default)]
struct Progress {
    outcome: Option<Outcome>,
    waiting: Vec<Waker>,
}

/// One run of a page; as a future, its outcome.
#[derive(Debug, Clone, Default)]
pub struct Flight(Arc<Mutex<Progress>>);

impl Future for Flight {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let mut progress = lock(&self.0);
        if let Some(outcome) = &progress.outcome {
            return Poll::Ready(outcome.clone());
        }
        if !progress.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            progress.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}

/// All runs under way, by the key of the page and the edition of the data that was asked for: a run
/// that began before the data changed may show what was before.
#[derive(Debug, Default)]
pub struct Flights(Mutex<HashMap<(String, u64), Flight>>);

/// What somebody who wants a page has to do.
pub enum Boarding {
    /// Run the page and land with its outcome.
    Lead(Flight),
    /// Wait for the one who does.
    Wait(Flight),
}

impl Flights {
    /// Joins the run of a page, or starts one.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many pages are under way.
    pub fn board(&self, key: &str, edition: u64) -> Result<Boarding, Error> {
        let mut flights = lock(&self.0);
        let wanted = (key.to_owned(), edition);
        if let Some(flight) = flights.get(&wanted) {
            return Ok(Boarding::Wait(flight.clone()));
        }
        if flights.len() >= MAX_FLIGHTS {
            return Err(Error::Busy);
        }
        let flight = Flight::default();
        flights.insert(wanted, flight.clone());
        Ok(Boarding::Lead(flight))
    }

    /// Ends the run of a page: everybody who waits gets the outcome.
    pub fn land(&self, key: &str, edition: u64, outcome: Outcome) {
        let Some(flight) = lock(&self.0).remove(&(key.to_owned(), edition)) else { return };
        let mut progress = lock(&flight.0);
        progress.outcome = Some(outcome);
        for waker in progress.waiting.drain(..) {
            waker.wake();
        }
    }
}

/// A panic elsewhere leaves nothing half done under these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_leads_and_the_others_wait() {
        let flights = Flights::default();
        assert!(matches!(flights.board("/a", 1), Ok(Boarding::Lead(_))));
        assert!(matches!(flights.board("/a", 1), Ok(Boarding::Wait(_))));
        assert!(matches!(flights.board("/b", 1), Ok(Boarding::Lead(_))));
        flights.land("/a", 1, Err(Error::Busy));
        assert!(
            matches!(flights.board("/a", 1), Ok(Boarding::Lead(_))),
            "the next run is a new one"
        );
    }

    #[test]
    fn nobody_waits_for_an_older_edition() {
        let flights = Flights::default();
        assert!(matches!(flights.board("/a", 1), Ok(Boarding::Lead(_))));
        assert!(matches!(flights.board("/a", 2), Ok(Boarding::Lead(_))));
        flights.land("/a", 1, Err(Error::Busy));
        assert!(matches!(flights.board("/a", 2), Ok(Boarding::Wait(_))), "still under way");
    }

    #[test]
    fn too_many_pages_under_way_are_refused() {
        let flights = Flights::default();
        for number in 0..MAX_FLIGHTS {
            assert!(flights.board(&number.to_string(), 1).is_ok());
        }
        assert!(matches!(flights.board("one more", 1), Err(Error::Busy)));
        assert!(matches!(flights.board("0", 1), Ok(Boarding::Wait(_))), "waiting costs nothing");
    }
}
