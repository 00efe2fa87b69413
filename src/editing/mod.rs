//! What people change beside bringing files in: decisions between sources, withdrawals, and what waits
//! for a second person.
//!
//! Every function that changes something takes a connection inside a transaction, checks there that the
//! change is still based on what its author saw, writes it as a new batch, and adds the line of the audit
//! log. Who may do it is asked before, by [`crate::domain::may`]; of who proposed it, once more there.
//!
//! - [`contest`]: choosing one of several statements, or going back to the rule.
//! - [`withdrawal`]: taking a version back.
//! - [`proposal`]: the same, and files, put before a second person.

pub mod contest;
pub mod proposal;
pub mod withdrawal;

use crate::db::{Connection, Error, versions};
use crate::domain::Event;
use crate::people::trail::Actor;

pub use crate::domain::reason::{MAX_REASON, MIN_REASON, is_reason};

/// Who makes a change.
#[derive(Debug, Clone)]
pub struct Author {
    /// Who does it now, for the audit log.
    pub actor: Actor,
    /// Who is named beside the version: both, where two people were needed.
    pub by: String,
    /// What the audit log calls it, where it is not called what it is.
    event: Option<Event>,
}

impl Author {
    /// One person alone.
    pub fn alone(actor: Actor) -> Self {
        Self { by: actor.who().to_owned(), actor, event: None }
    }

    /// A person who publishes what another one has proposed.
    pub fn publishing(actor: Actor, proposer: &str) -> Self {
        let by = format!("{proposer}, diterbitkan oleh {}", actor.who());
        Self { actor, by, event: Some(Event::Publish) }
    }

    fn event(&self, own: Event) -> Event {
        self.event.unwrap_or(own)
    }
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is the version of this number.
    Done(i32),
    /// Something else was changed since its author looked; nothing was written.
    Changed(Touch),
    /// There is nothing to change; nothing was written.
    Nothing,
}

/// A version that came meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Its number.
    pub version: i32,
    /// Who brought it; empty for the program itself.
    pub who: String,
    /// When, in seconds of Unix.
    pub at: i64,
}

impl Touch {
    /// The newest version.
    ///
    /// # Errors
    /// Those of the database.
    pub fn last(c: &mut Connection) -> Result<Self, Error> {
        let version = versions::last(c)?;
        Self::of(c, version)
    }

    fn of(c: &mut Connection, version: i32) -> Result<Self, Error> {
        let found = versions::one(c, version)?;
        Ok(found.map_or(Self { version, who: String::new(), at: 0 }, |found| Self {
            version,
            at: found.moment(),
            who: found.who,
        }))
    }
}
