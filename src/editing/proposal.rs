//! What waits for a second person: files, decisions and withdrawals, in one list.
//!
//! A proposal is a [`Draft`] with what it would change, as its author saw it. Publishing does the very
//! same again, on the data of today; where it would change something else by now, nothing is written and
//! who publishes looks again.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::contest::{self, Choice};
use super::withdrawal::{self, Taking};
use super::{Author, Outcome, Touch};
use crate::db::decisions::Contest;
use crate::db::drafts::{self, DraftKind, Proposed, Returned, Upload};
use crate::db::{self, Connection, regions};
use crate::domain::rules::Thresholds;
use crate::domain::{Act, Event, may, wording};
use crate::effect::rehearsal::{Ahead, Before};
use crate::people;
use crate::people::account::{self, Account};
use crate::people::trail::{self, Actor};

pub use crate::db::drafts::{Draft, DraftKind as Kind};

/// A change that is no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A decision between sources.
    Decision(Choice),
    /// Taking a version back.
    Withdrawal(Taking),
}

impl Change {
    /// Why.
    pub fn reason(&self) -> &str {
        match self {
            Self::Decision(choice) => &choice.reason,
            Self::Withdrawal(taking) => &taking.reason,
        }
    }

    fn kind(&self) -> DraftKind {
        match self {
            Self::Decision(_) => DraftKind::Decision,
            Self::Withdrawal(_) => DraftKind::Withdrawal,
        }
    }

    fn seen(&self) -> String {
        match self {
            Self::Decision(choice) => choice.based_on.to_string(),
            Self::Withdrawal(taking) => taking.seen.clone(),
        }
    }

    /// Stands for what is to be done and why, whatever it is based on.
    fn stamp(&self) -> String {
        sha256(&serde_json::to_vec(&self.clone().based_on("")).unwrap_or_default())
    }

    /// The digest of its effect on data as its author saw them.
    fn digest(&self) -> String {
        digest(&self.seen(), &self.stamp())
    }

    /// The same, based on what somebody else has seen.
    #[must_use]
    fn based_on(mut self, seen: &str) -> Self {
        match &mut self {
            Self::Decision(choice) => choice.based_on = seen.parse().unwrap_or(-1),
            Self::Withdrawal(taking) => seen.clone_into(&mut taking.seen),
        }
        self
    }
}

/// Where a change went that somebody sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It waits for a second person, as the proposal of this number.
    Proposed(i32),
    /// It was made, or was not.
    Published(Outcome),
}

/// What a change does: pairs for people, and a text that is another one when anything differs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// What changes, and how.
    pub pairs: Vec<(String, String)>,
    /// Stands for all of it.
    pub digest: String,
}

impl Effect {
    /// What the author of a proposal saw.
    pub fn proposed(draft: &Draft) -> Self {
        draft.proposed.as_ref().map_or_else(Self::default, |proposed| Self {
            pairs: Self::read(&proposed.effect),
            digest: proposed.digest.clone(),
        })
    }

    /// What a file changes, as its run has found: pairs for people, and the digest of its report.
    pub fn of_file(draft: &Draft, stated: &str, pairs: Vec<(String, String)>, found: &str) -> Self {
        Self { pairs, digest: digest(found, &stamp_of_file(draft, stated)) }
    }

    /// Pairs for people as a draft or a form keeps them.
    pub fn write(pairs: &[(String, String)]) -> String {
        serde_json::to_string(pairs).unwrap_or_default()
    }

    /// What [`write`](Self::write) wrote; nothing that cannot be read is believed.
    pub fn read(text: &str) -> Vec<(String, String)> {
        serde_json::from_str(text).unwrap_or_default()
    }

    fn at(&self, at: i64) -> Proposed {
        Proposed { at, effect: Self::write(&self.pairs), digest: self.digest.clone() }
    }
}

/// The digest of an effect: what the data say, and what is to be done.
fn digest(data: &str, stamp: &str) -> String {
    format!("{data}.{stamp}")
}

/// Stands for a file and what was said about it.
fn stamp_of_file(draft: &Draft, stated: &str) -> String {
    sha256(format!("{} {stated}", draft.sha256).as_bytes())
}

/// The digest of the report that somebody has `seen` of a proposed file; `None` when it was another
/// file, or something else was said about it.
pub fn seen_of_file<'a>(draft: &Draft, seen: &'a str) -> Option<&'a str> {
    let (data, stamp) = seen.rsplit_once('.')?;
    (stamp == stamp_of_file(draft, &draft.stated)).then_some(data)
}

/// What a change would do today, in words, and as the version that it would be. With limits for the rules it
/// is carried out and undone, which needs a transaction that may write; without them only what changes is
/// counted.
///
/// # Errors
/// Those of the database.
pub fn effect(
    c: &mut Connection,
    change: &Change,
    limits: Option<&Thresholds>,
) -> Result<(Effect, Ahead), db::Error> {
    let (pairs, data, ahead) = match change {
        Change::Decision(choice) => {
            let Some(key) = choice.key() else { return Ok(<_>::default()) };
            let contest = Contest::load(c, key)?;
            let ahead = match limits {
                None => Ahead::NotNow,
                Some(limits) => {
                    let before = Before::load(c)?;
                    contest::rehearse(c, &before, &contest, choice.source_id, limits)?
                }
            };
            let pairs = contest::effect(c, &contest, choice.source_id, &ahead)?;
            (pairs, contest.last_touch.to_string(), ahead)
        }
        Change::Withdrawal(taking) => {
            let today = withdrawal::look(c, taking.version)?;
            let ahead = match limits {
                None => Ahead::NotNow,
                Some(limits) => withdrawal::rehearse(c, taking.version, &today, limits)?,
            };
            (withdrawal::effect(&today, &ahead), withdrawal::digest(&today), ahead)
        }
    };
    Ok((Effect { pairs, digest: digest(&data, &change.stamp()) }, ahead))
}

/// The change that a proposal holds; `None` for a file.
///
/// # Errors
/// Those of the database.
pub fn change(c: &mut Connection, draft: &Draft) -> Result<Option<Change>, db::Error> {
    if draft.kind == DraftKind::Import {
        return Ok(None);
    }
    let bytes = drafts::bytes(c, draft.id)?.unwrap_or_default();
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| db::Error::Query(format!("draft {}: {error}", draft.id)))
}

/// Whether somebody may still propose a change; `None` stands for a file, whose figures the import itself
/// holds against the own region.
///
/// # Errors
/// Those of the database.
pub fn may_still(
    c: &mut Connection,
    account: &Account,
    change: Option<&Change>,
) -> Result<bool, db::Error> {
    let (grant, own) = (&account.grant, account.grant.region());
    let may = match change {
        None => may(grant, Act::Import, own),
        Some(Change::Decision(choice)) => regions::by_id(c, choice.region_id)?
            .is_some_and(|region| may(grant, Act::DecideConflict, Some(&region.code))),
        Some(Change::Withdrawal(taking)) => {
            let inside = match own {
                Some(own) => withdrawal::is_within(c, taking.version, own)?,
                None => true,
            };
            inside && may(grant, Act::WithdrawBatch, own)
        }
    };
    Ok(account.active && may)
}

/// Puts a change before a second person; its number. When the data are others than its author saw,
/// nothing is written.
///
/// # Errors
/// Those of the database.
pub fn propose(
    c: &mut Connection,
    actor: &Actor,
    account: &Account,
    title: &str,
    change: &Change,
    limits: &Thresholds,
    now: i64,
) -> Result<Option<i32>, people::Error> {
    let (effect, ahead) = effect(c, change, Some(limits))?;
    if let Ahead::Impossible(error) = ahead {
        return Err(error.into());
    }
    if effect.digest != change.digest() {
        return Ok(None);
    }
    let bytes = serde_json::to_vec(change).unwrap_or_default();
    let sha256 = sha256(&bytes);
    let upload = Upload {
        account_id: account.id,
        created_at: now,
        file_name: title,
        sha256: &sha256,
        bytes: &bytes,
        kind: change.kind(),
    };
    let id = drafts::add(c, &upload)?;
    drafts::propose(c, id, &effect.at(now))?;
    trail::record(c, actor, Event::Propose, &subject(id), "", title, now)?;
    Ok(Some(id))
}

/// Puts a file before a second person, with what it would change; whether it was not there before.
///
/// # Errors
/// Those of the database.
pub fn propose_file(
    c: &mut Connection,
    actor: &Actor,
    draft: &Draft,
    effect: &Effect,
    now: i64,
) -> Result<bool, people::Error> {
    if !drafts::propose(c, draft.id, &effect.at(now))? {
        return Ok(false);
    }
    trail::record(c, actor, Event::Propose, &subject(draft.id), "", &draft.file_name, now)?;
    Ok(true)
}

/// Publishes a proposed change that is no file, as it was `seen` by who publishes it: [`Effect::digest`].
/// When it is another one by now, or its author may not do it any more, nothing is written.
///
/// # Errors
/// Those of the database.
pub fn publish(
    c: &mut Connection,
    author: &Author,
    id: i32,
    seen: &str,
    now: i64,
) -> Result<Outcome, people::Error> {
    let found = drafts::of_anybody(c, id)?.filter(|draft| draft.proposed.is_some());
    let Some(draft) = found else { return Ok(Outcome::Nothing) };
    let Some(change) = change(c, &draft)? else { return Ok(Outcome::Nothing) };
    let proposer = account::by_id(c, draft.account_id)?;
    let same = seen.rsplit_once('.').filter(|(_, stamp)| *stamp == change.stamp());
    let Some((data, _)) = same else {
        return Ok(Outcome::Changed(Touch::last(c)?));
    };
    if !may_still(c, &proposer, Some(&change))? {
        return Ok(Outcome::Changed(Touch::last(c)?));
    }
    let outcome = match change.based_on(data) {
        Change::Decision(choice) => contest::decide(c, author, &choice, now)?,
        Change::Withdrawal(taking) => withdrawal::withdraw(c, author, &taking, now)?,
    };
    if let Outcome::Done(_) = outcome {
        drafts::remove(c, id)?;
    }
    Ok(outcome)
}

/// Gives a proposal back to its author, with a reason; whether it still was what `draft` says.
///
/// # Errors
/// Those of the database.
pub fn give_back(
    c: &mut Connection,
    actor: &Actor,
    draft: &Draft,
    reason: &str,
    now: i64,
) -> Result<bool, people::Error> {
    let reason = reason.trim();
    let returned = Returned { at: now, by: actor.who().to_owned(), reason: reason.to_owned() };
    let seen = draft.proposed.as_ref().map_or(-1, |proposed| proposed.at);
    if !drafts::give_back(c, draft.id, seen, &returned)? {
        return Ok(false);
    }
    let after = format!("Alasan: {reason}");
    let before = &draft.file_name;
    trail::record(c, actor, Event::GiveBack, &subject(draft.id), before, &after, now)?;
    Ok(true)
}

/// Takes an own proposal back: a file waits for more to be said about it, everything else is let go.
/// Whether it still was what `draft` says.
///
/// # Errors
/// Those of the database.
pub fn take_back(
    c: &mut Connection,
    actor: &Actor,
    draft: &Draft,
    now: i64,
) -> Result<bool, people::Error> {
    let taken = match &draft.proposed {
        Some(proposed) if draft.kind == DraftKind::Import => {
            drafts::take_back(c, draft.id, proposed.at)?
        }
        _ => drafts::remove(c, draft.id)?,
    };
    if taken {
        trail::record(c, actor, Event::TakeBack, &subject(draft.id), &draft.file_name, "", now)?;
    }
    Ok(taken)
}

/// A proposal that somebody may see, with its author: everybody's for those who publish, else the own.
///
/// # Errors
/// Those of the database.
pub fn one(
    c: &mut Connection,
    id: i32,
    who: &Account,
) -> Result<Option<(Draft, Account)>, people::Error> {
    let Some(draft) = drafts::of_anybody(c, id)? else { return Ok(None) };
    let is_proposal =
        draft.proposed.is_some() || (draft.kind != DraftKind::Import && draft.returned.is_some());
    let is_own = draft.account_id == who.id;
    let sees = is_own || (draft.proposed.is_some() && may(&who.grant, Act::Publish, None));
    if !is_proposal || !sees {
        return Ok(None);
    }
    let author = account::by_id(c, draft.account_id)?;
    Ok(Some((draft, author)))
}

/// What waits, the oldest first, with its author; and what was given back to somebody. Everybody's for
/// those who publish, else the own.
///
/// # Errors
/// Those of the database.
pub fn all(c: &mut Connection, who: &Account) -> Result<Vec<(Draft, String)>, people::Error> {
    let publishes = may(&who.grant, Act::Publish, None);
    let mut rows = Vec::new();
    for draft in drafts::proposed(c)? {
        if publishes || draft.account_id == who.id {
            let name = account::by_id(c, draft.account_id)?.name;
            rows.push((draft, name));
        }
    }
    let returned = drafts::of_account(c, who.id)?;
    let returned = returned.into_iter().filter(|draft| draft.returned.is_some());
    rows.extend(returned.map(|draft| (draft, who.name.clone())));
    Ok(rows)
}

/// The SHA-256 of bytes, in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    wording::hexadecimal(&Sha256::digest(bytes))
}

fn subject(id: i32) -> String {
    format!("Usulan {id}")
}
