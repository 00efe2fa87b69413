//! How often somebody may try to sign in: after a few attempts in vain, each one has to wait longer.
//!
//! Counted in memory and not in the database. Strangers then cause no writes: they can neither fill
//! the database nor hold up its one writer. What is lost with a restart is a handful of free
//! attempts, and strangers cannot restart the program. Counted are the name that was typed, whether
//! there is such an account or not, and the address of the network.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Attempts for one account before the first wait, and the longest wait in seconds. Short enough
/// that strangers who try a name cannot keep its owner out for long.
const ACCOUNT: Limit = Limit { free: 5, longest: 300 };

/// The same for one address, behind which a whole office may sit.
const ADDRESS: Limit = Limit { free: 30, longest: 900 };

/// Seconds after which attempts are forgotten.
const FORGET: i64 = 3_600;

/// Most names and addresses that are remembered.
const CAPACITY: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Limit {
    free: u32,
    longest: i64,
}

impl Limit {
    /// Seconds to wait after so many attempts in vain: 2, 4, 8, ...
    fn wait(self, failures: u32) -> i64 {
        match failures.checked_sub(self.free) {
            None => 0,
            Some(over) => (2_i64 << over.min(20)).min(self.longest),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(String),
}

impl Key {
    fn limit(&self) -> Limit {
        match self {
            Self::Account(_) => ACCOUNT,
            Self::Address(_) => ADDRESS,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    failures: u32,
    last: i64,
    until: i64,
}

/// Attempts that came to nothing.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<Key, Tries>>);

/// An attempt under way. It counts as one in vain until it is known to be right.
#[derive(Debug)]
pub struct Attempt {
    before: [(Key, Tries); 2],
}

impl Attempt {
    /// How many attempts for this account were in vain before this one.
    pub fn in_vain(&self) -> u32 {
        self.before[0].1.failures
    }
}

impl Attempts {
    /// Begins an attempt.
    ///
    /// # Errors
    /// The seconds to wait, if it comes too soon; then it does not count.
    pub fn begin(&self, login: &str, address: &str, now: i64) -> Result<Attempt, i64> {
        let mut all = self.lock();
        let folded: String = login.trim().chars().take(100).collect::<String>().to_lowercase();
        let keys = [Key::Account(folded), Key::Address(network(address))];
        let before = keys.map(|key| {
            // What is old is not even remembered as the state to go back to.
            let tries = all.get(&key).copied().filter(|tries| now - tries.last < FORGET);
            (key, tries.unwrap_or_default())
        });
        let wait = before.iter().map(|(_, tries)| tries.until - now).max().unwrap_or(0);
        if wait > 0 {
            return Err(wait);
        }
        make_room(&mut all, now);
        for (key, tries) in &before {
            let failures = tries.failures.saturating_add(1);
            let until = now + key.limit().wait(failures);
            all.insert(key.clone(), Tries { failures, last: now, until });
        }
        Ok(Attempt { before })
    }

    /// Takes an attempt back that says nothing: the database did not answer. Attempts that others
    /// made meanwhile still count.
    pub fn forgive(&self, attempt: Attempt) {
        let mut all = self.lock();
        for (key, before) in attempt.before {
            let Some(tries) = all.get_mut(&key) else { continue };
            tries.failures -= 1;
            if tries.failures == before.failures {
                *tries = before;
            }
            if tries.failures == 0 {
                all.remove(&key);
            }
        }
    }

    /// Notes that an attempt was right.
    ///
    /// The address keeps what it has: whoever has an account could else try others without a wait.
    pub fn succeeded(&self, attempt: Attempt) {
        let account = attempt.before[0].0.clone();
        self.forgive(attempt);
        self.lock().remove(&account);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Tries>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets what is old, and of the rest those with the fewest attempts, once there are too many.
fn make_room(all: &mut HashMap<Key, Tries>, now: i64) {
    if all.len() < CAPACITY {
        return;
    }
    all.retain(|_, tries| now - tries.last < FORGET);
    if all.len() >= CAPACITY {
        let mut ranks: Vec<(u32, i64)> = all.values().map(|t| (t.failures, t.last)).collect();
        ranks.sort_unstable();
        let middle = ranks[ranks.len() / 2];
        all.retain(|_, tries| (tries.failures, tries.last) > middle);
    }
}

/// The address; of version 6 only the half that a subscriber cannot choose.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => format!("{:x?}", &v6.segments()[..4]),
        },
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    /// Fails so often, waiting as long as it has to; the waits.
    fn fail(attempts: &Attempts, login: &str, address: &str, times: usize) -> Vec<i64> {
        let mut now = NOW;
        let mut waits = Vec::new();
        while waits.len() < times {
            let wait = attempts.begin(login, address, now).err().unwrap_or(0);
            if wait > 0 {
                now += wait;
                attempts.begin(login, address, now).unwrap();
            }
            waits.push(wait);
        }
        waits
    }

    #[test]
    fn waits_of_an_account_grow_to_a_limit() {
        let attempts = Attempts::default();
        let waits = fail(&attempts, "siti", "192.0.2.1", 15);
        assert_eq!(waits, [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    }

    #[test]
    fn an_attempt_during_a_wait_does_not_count() {
        let attempts = Attempts::default();
        fail(&attempts, "siti", "192.0.2.1", 5);
        for _ in 0..100 {
            assert_eq!(attempts.begin("siti", "192.0.2.2", NOW).unwrap_err(), 2);
        }
        assert!(attempts.begin(" SITI ", "192.0.2.2", NOW + 2).is_ok());
        assert_eq!(attempts.begin("siti", "192.0.2.2", NOW + 2).unwrap_err(), 4);
    }

    #[test]
    fn an_address_waits_whatever_names_it_tries() {
        let attempts = Attempts::default();
        for number in 0..30 {
            attempts.begin(&format!("nama{number}"), "2001:db8::1", NOW).unwrap();
        }
        assert!(attempts.begin("lain", "2001:db8::2", NOW).is_err(), "the same network");
        assert!(attempts.begin("lain", "2001:db8:0:1::1", NOW).is_ok());
    }

    #[test]
    fn success_is_forgotten_by_the_account_and_not_by_the_address() {
        let attempts = Attempts::default();
        fail(&attempts, "siti", "192.0.2.1", 4);
        let right = attempts.begin("siti", "192.0.2.1", NOW).unwrap();
        assert_eq!(right.in_vain(), 4);
        attempts.succeeded(right);
        assert!(!attempts.lock().contains_key(&Key::Account("siti".to_owned())));
        assert_eq!(attempts.lock()[&Key::Address("192.0.2.1".to_owned())].failures, 4);
        for number in 0..100 {
            // The own account, and another one in turns.
            let Ok(right) = attempts.begin("siti", "192.0.2.1", NOW) else { return };
            attempts.succeeded(right);
            let _ = attempts.begin(&format!("nama{number}"), "192.0.2.1", NOW);
        }
        panic!("an own account makes up for attempts at others");
    }

    #[test]
    fn success_does_not_hide_what_was_tried_beside_it() {
        let attempts = Attempts::default();
        let right = attempts.begin("siti", "192.0.2.1", NOW).unwrap();
        for number in 0..7 {
            attempts.begin(&format!("nama{number}"), "192.0.2.1", NOW).unwrap();
        }
        attempts.succeeded(right);
        assert_eq!(attempts.lock()[&Key::Address("192.0.2.1".to_owned())].failures, 7);
    }

    #[test]
    fn what_says_nothing_does_not_count() {
        let attempts = Attempts::default();
        for _ in 0..50 {
            let attempt = attempts.begin("siti", "192.0.2.1", NOW).unwrap();
            attempts.forgive(attempt);
        }
        assert!(attempts.lock().is_empty());
    }

    #[test]
    fn an_hour_later_all_is_forgotten_and_memory_is_bounded() {
        let attempts = Attempts::default();
        fail(&attempts, "siti", "192.0.2.1", 9);
        assert!(attempts.begin("siti", "192.0.2.1", NOW + 2 * FORGET).is_ok());
        assert_eq!(attempts.lock()[&Key::Account("siti".to_owned())].failures, 1);
        for number in 0..CAPACITY {
            let address = format!("10.{}.{}.{}", number >> 16, (number >> 8) & 255, number & 255);
            let _ = attempts.begin(&format!("nama{number}"), &address, NOW + 2 * FORGET);
        }
        assert!(attempts.lock().len() <= CAPACITY + 2);
    }
}
