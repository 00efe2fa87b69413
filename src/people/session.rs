//! Being signed in.
//!
//! A session ends an hour after it was last used, and twelve hours after it was begun in any case.
//! Its token is known to the browser alone; the database has the hash.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::account::Account;
use super::secret::Token;
use super::trail::{self, Actor};
use super::{Error, Origin};
use crate::db::{Connection, accounts, sessions};
use crate::domain::{Event, Login};

pub use crate::db::sessions::Session;

/// Seconds without a request after which a session ends.
pub const IDLE: i64 = 60 * 60;

/// Seconds after which a session ends in any case.
pub const ABSOLUTE: i64 = 12 * 60 * 60;

/// Seconds between two notes in the database that a session is in use.
const NOTE: i64 = 60;

/// Sessions whose use is remembered.
const CAPACITY: usize = 10_000;

/// When sessions were last used, by the hash of their token.
///
/// The database learns it about once a minute, and not at all while a long import writes; this
/// memory fills the gap.
#[derive(Debug, Default)]
pub struct Uses(Mutex<HashMap<String, Use>>);

#[derive(Debug, Clone, Copy)]
struct Use {
    at: i64,
    noted: i64,
}

impl Uses {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Use>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn last(&self, token_hash: &str) -> i64 {
        self.lock().get(token_hash).map_or(0, |used| used.at)
    }

    /// Remembers a use; whether the database should learn of it.
    fn used(&self, token_hash: &str, in_database: i64, now: i64) -> bool {
        let mut all = self.lock();
        if all.len() >= CAPACITY {
            all.retain(|_, used| now - used.at < IDLE);
        }
        let used =
            all.entry(token_hash.to_owned()).or_insert(Use { at: in_database, noted: in_database });
        used.at = used.at.max(now);
        let due = now - used.noted.max(in_database) >= NOTE;
        if due {
            // Also when it then fails: the next attempt is a minute away.
            used.noted = now;
        }
        due
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Whose session it is, as the account is now.
    pub account: Account,
    /// The hash of the token, by which the session is known.
    pub token_hash: String,
    /// Whether [`sessions::touch`] is due.
    pub note: bool,
}

/// Who holds a token; `None` when the session has ended or was never there.
pub fn find(
    c: &mut Connection,
    uses: &Uses,
    token: &Token,
    now: i64,
) -> Result<Option<SignedIn>, Error> {
    let token_hash = token.hash();
    let Some(found) = sessions::find(c, &token_hash)? else { return Ok(None) };
    let seen = found.seen_at.max(uses.last(&token_hash));
    let holds = found.account.active
        && found.generation == found.account.generation
        && now < found.expires_at
        && now - seen < IDLE;
    if !holds {
        return Ok(None);
    }
    let note = uses.used(&token_hash, found.seen_at, now);
    Ok(Some(SignedIn { account: found.account, token_hash, note }))
}

/// Notes in the database that a session is in use.
pub fn note(c: &mut Connection, token_hash: &str, now: i64) -> Result<(), Error> {
    Ok(sessions::touch(c, token_hash, now)?)
}

/// The account of a sign-in name, if there is one that is let in.
pub fn candidate(c: &mut Connection, login: &str) -> Result<Option<Account>, Error> {
    let Ok(login) = Login::parse(login) else { return Ok(None) };
    Ok(accounts::by_login(c, &login)?.filter(|account| account.active))
}

/// Begins a session for an account whose password has been verified, under a new token.
///
/// `None` when the account was locked or given another password meanwhile. A session that the
/// browser held before ends, whoever's it was.
pub fn begin(
    c: &mut Connection,
    verified: &Account,
    before: Option<&Token>,
    in_vain: u32,
    origin: &Origin,
    now: i64,
) -> Result<Option<Token>, Error> {
    let Some(account) = accounts::by_id(c, verified.id)? else { return Ok(None) };
    if !account.active || account.password_hash != verified.password_hash {
        return Ok(None);
    }
    sessions::sweep(c, now, now - IDLE)?;
    if let Some(before) = before {
        let hash = before.hash();
        if let Some(found) = sessions::find(c, &hash)? {
            sessions::end(c, found.account.id, &hash)?;
        }
    }
    let token = Token::new()?;
    add(c, &account, account.generation, &token, origin, now)?;
    accounts::signed_in(c, account.id, now)?;
    let after = match in_vain {
        0 => String::new(),
        in_vain => format!("setelah {in_vain} percobaan yang tidak cocok"),
    };
    let actor = Actor::person(&account, origin);
    trail::record(c, &actor, Event::SignIn, "", "", &after, now)?;
    Ok(Some(token))
}

/// Ends all sessions of an account and begins a new one: after a change of the password.
pub(super) fn renew(
    c: &mut Connection,
    account: &Account,
    origin: &Origin,
    now: i64,
) -> Result<Token, Error> {
    sessions::end_all(c, account.id)?;
    let generation = accounts::next_generation(c, account.id)?;
    let token = Token::new()?;
    add(c, account, generation, &token, origin, now)?;
    Ok(token)
}

fn add(
    c: &mut Connection,
    account: &Account,
    generation: i32,
    token: &Token,
    origin: &Origin,
    now: i64,
) -> Result<(), Error> {
    let agent: String = origin.agent.chars().filter(|c| !c.is_control()).take(300).collect();
    let address: String = origin.address.chars().take(50).collect();
    let new = sessions::NewSession {
        token_hash: &token.hash(),
        account_id: account.id,
        generation,
        at: now,
        expires_at: now + ABSOLUTE,
        address: &address,
        agent: &agent,
    };
    Ok(sessions::add(c, &new)?)
}

/// Ends the session by which somebody is signed in.
pub fn sign_out(
    c: &mut Connection,
    who: &SignedIn,
    origin: &Origin,
    now: i64,
) -> Result<(), Error> {
    if sessions::end(c, who.account.id, &who.token_hash)? {
        let actor = Actor::person(&who.account, origin);
        trail::record(c, &actor, Event::SignOut, "", "", "", now)?;
    }
    Ok(())
}

/// Ends all sessions of somebody, this one too.
pub fn sign_out_everywhere(
    c: &mut Connection,
    who: &SignedIn,
    origin: &Origin,
    now: i64,
) -> Result<(), Error> {
    let ended = sessions::end_all(c, who.account.id)?;
    accounts::next_generation(c, who.account.id)?;
    let actor = Actor::person(&who.account, origin);
    let after = format!("{ended} sesi berakhir");
    trail::record(c, &actor, Event::SignOutEverywhere, "", "", &after, now)
}

/// Ends one of somebody's sessions from another one; whether there was such a session.
pub fn end(
    c: &mut Connection,
    who: &SignedIn,
    token_hash: &str,
    origin: &Origin,
    now: i64,
) -> Result<bool, Error> {
    let ended = sessions::end(c, who.account.id, token_hash)?;
    if ended {
        let actor = Actor::person(&who.account, origin);
        trail::record(c, &actor, Event::EndSession, "", "", "", now)?;
    }
    Ok(ended)
}

/// The sessions of an account that still count, the last used first.
pub fn of_account(c: &mut Connection, account_id: i32, now: i64) -> Result<Vec<Session>, Error> {
    Ok(sessions::of_account(c, account_id, now, now - IDLE)?)
}
