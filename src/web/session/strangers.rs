//! Cookies that name no session, remembered for a moment.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Seconds after which the database is asked again.
const MOMENT: i64 = 10;

/// Most that are remembered: about a megabyte.
const CAPACITY: usize = 8_192;

/// Hashes of tokens that no session has. Anybody can send such a cookie with each request; a page that
/// stands in memory is not to cost a query each time. A token is never given to a session after somebody
/// has sent it, so nobody who signs in is kept waiting.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<HashMap<String, i64>>);

impl Strangers {
    /// Whether the database did not know a token a moment ago.
    pub fn has(&self, token_hash: &str, now: i64) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(token_hash).is_some_and(|at| (0..MOMENT).contains(&(now - at)))
    }

    /// Remembers a token that the database does not know. When there are too many, none is added until
    /// the oldest are forgotten.
    pub fn add(&self, token_hash: String, now: i64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CAPACITY {
            known.retain(|_, at| (0..MOMENT).contains(&(now - *at)));
        }
        if known.len() < CAPACITY {
            known.insert(token_hash, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_is_remembered_for_a_moment() {
        let strangers = Strangers::default();
        assert!(!strangers.has("a", 100));
        strangers.add("a".to_owned(), 100);
        assert!(strangers.has("a", 100) && strangers.has("a", 109) && !strangers.has("b", 100));
        assert!(
            !strangers.has("a", 110) && !strangers.has("a", 99),
            "nor when the clock goes back"
        );
    }

    #[test]
    fn there_is_an_end_to_what_is_remembered() {
        let strangers = Strangers::default();
        for number in 0..CAPACITY + 10 {
            strangers.add(number.to_string(), 100);
        }
        assert!(strangers.has("0", 100) && !strangers.has(&CAPACITY.to_string(), 100));
        strangers.add("new".to_owned(), 110);
        assert!(strangers.has("new", 110));
        assert_eq!(strangers.0.lock().unwrap().len(), 1);
    }
}
