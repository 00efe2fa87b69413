//! The audit log: writing what somebody did, and reading it.

use super::account::Account;
use super::{Error, Origin};
use crate::db::{Connection, trail};
use crate::domain::{Event, Role};

pub use crate::db::trail::{Entry, Wanted};

/// Who does something, as the log keeps it.
#[derive(Debug, Clone)]
pub struct Actor {
    account_id: Option<i32>,
    who: String,
    role: Option<Role>,
    address: String,
    request_id: String,
}

impl Actor {
    /// Somebody who is signed in.
    pub fn person(account: &Account, origin: &Origin) -> Self {
        Self {
            account_id: Some(account.id),
            who: format!("{} ({})", account.name, account.login),
            role: Some(account.grant.role()),
            address: origin.address.clone(),
            request_id: origin.request_id.clone(),
        }
    }

    /// Name and login, as lists of versions show them.
    pub fn who(&self) -> &str {
        &self.who
    }

    /// The account; `None` for the command line.
    pub fn account_id(&self) -> Option<i32> {
        self.account_id
    }

    /// The operator at the command line of the server.
    pub fn operator() -> Self {
        Self {
            account_id: None,
            who: "Baris perintah".to_owned(),
            role: None,
            address: String::new(),
            request_id: String::new(),
        }
    }
}

/// Writes a line of the log; to be called in the transaction of what it tells.
pub fn record(
    c: &mut Connection,
    actor: &Actor,
    event: Event,
    subject: &str,
    before: &str,
    after: &str,
    now: i64,
) -> Result<(), Error> {
    let entry = Entry {
        at: now,
        account_id: actor.account_id,
        who: actor.who.clone(),
        role: actor.role,
        event,
        subject: subject.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        address: actor.address.clone(),
        request_id: actor.request_id.clone(),
    };
    trail::add(c, &entry)?;
    Ok(())
}

/// Entries with their numbers, the newest first.
pub fn search(
    c: &mut Connection,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<(i32, Entry)>, Error> {
    Ok(trail::search(c, wanted, limit, offset)?)
}

/// How many entries are wanted.
pub fn count(c: &mut Connection, wanted: &Wanted) -> Result<i64, Error> {
    Ok(trail::count(c, wanted)?)
}
