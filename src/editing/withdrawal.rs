//! Taking a version back.

use serde::{Deserialize, Serialize};

use super::proposal::{self, Change, Sent};
use super::{Author, Outcome, Touch};
use crate::db::intake::Origin;
use crate::db::withdrawals;
use crate::db::{self, Connection, versions};
use crate::domain::rules::Thresholds;
use crate::domain::{Event, RegionCode, wording};
use crate::effect::rehearsal::{self, Ahead, Before};
use crate::effect::subject::{self, SUBJECT};
use crate::people;
use crate::people::account::Account;
use crate::people::trail::{self, Actor};

pub use crate::db::withdrawals::{CAN_BE, Withdrawal};

/// What somebody wants to take back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taking {
    /// The version.
    pub version: i32,
    /// Why.
    pub reason: String,
    /// The [`digest`] of what it would change when they looked.
    pub seen: String,
}

/// What the version is called that takes a version back.
fn title(version: i32, of: &str) -> String {
    format!("Penarikan versi {version}: {of}")
}

/// How much taking a version back would change.
///
/// # Errors
/// Those of the database.
pub fn look(c: &mut Connection, version: i32) -> Result<Withdrawal, db::Error> {
    withdrawals::withdrawal(c, version)
}

/// Most rows of a version that are taken back only to tell what that does: everybody else who writes waits
/// meanwhile.
const MOST_REHEARSED: i64 = 20_000;

/// Takes a version back, looks at what that does, and undoes it, unless it is too large for that. Needs a
/// transaction that may write.
///
/// # Errors
/// Those of the database.
pub fn rehearse(
    c: &mut Connection,
    version: i32,
    today: &Withdrawal,
    limits: &Thresholds,
) -> Result<Ahead, db::Error> {
    if today.is_empty() {
        return Ok(Ahead::Nothing);
    }
    if today.ended + today.back + today.rows_ended + today.rows_back > MOST_REHEARSED {
        return Ok(Ahead::TooLarge(MOST_REHEARSED));
    }
    let before = Before::load(c)?;
    let take = |c: &mut Connection| withdrawals::withdraw(c, version, &Origin::default());
    rehearsal::rehearse(c, &before, limits, take)
}

/// What it does in pairs of words: how much, and what that does to pages.
pub fn effect(today: &Withdrawal, ahead: &Ahead) -> Vec<(String, String)> {
    let mut pairs = counts(today);
    if pairs.is_empty() {
        return pairs;
    }
    if let Some(rehearsal) = ahead.known() {
        let report = &rehearsal.report;
        let about = subject::of_version(&report.version.contents, &report.within);
        if !about.is_empty() {
            pairs.insert(0, (SUBJECT.to_owned(), about));
        }
    }
    pairs.extend(ahead.told());
    pairs
}

/// How much it would change in pairs of words and numbers; zeros are left out.
pub fn counts(withdrawal: &Withdrawal) -> Vec<(String, String)> {
    let lost = (withdrawal.ended - withdrawal.back).max(0);
    [
        ("Angka yang kembali seperti sebelumnya", withdrawal.back),
        ("Angka yang ditarik tanpa pengganti", lost),
        ("Angka yang sudah diganti versi lain, tetap", withdrawal.left),
        ("Keputusan yang berakhir", withdrawal.decisions_ended),
        ("Keputusan yang berlaku lagi", withdrawal.decisions_back),
        ("Baris daftar yang berakhir", withdrawal.rows_ended),
        ("Baris daftar yang berlaku lagi", withdrawal.rows_back),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(words, number)| (words.to_owned(), wording::count(number)))
    .collect()
}

/// Stands for what it would change: another one means that the data have changed.
pub fn digest(withdrawal: &Withdrawal) -> String {
    let Withdrawal { ended, back, left, decisions_ended, decisions_back, .. } = withdrawal;
    let Withdrawal { rows_ended, rows_back, since, .. } = withdrawal;
    format!(
        "{ended}.{back}.{left}.{decisions_ended}.{decisions_back}.{rows_ended}.{rows_back}.{since}"
    )
}

/// Whether all that a version changed lies in a region or below it.
///
/// # Errors
/// Those of the database.
pub fn is_within(c: &mut Connection, version: i32, own: &RegionCode) -> Result<bool, db::Error> {
    let codes = withdrawals::regions_of_batch(c, version)?;
    Ok(codes.iter().all(|code| RegionCode::parse(code).is_ok_and(|code| own.covers(&code))))
}

/// Puts the withdrawal of a version before a second person.
///
/// # Errors
/// Those of the database.
pub fn propose(
    c: &mut Connection,
    actor: &Actor,
    account: &Account,
    taking: Taking,
    limits: &Thresholds,
    now: i64,
) -> Result<Sent, people::Error> {
    let Some(version) = versions::one(c, taking.version)? else {
        return Ok(Sent::Published(Outcome::Nothing));
    };
    let title = title(version.id, &version.title);
    let since = look(c, version.id)?.since;
    let change = Change::Withdrawal(taking);
    let proposed = proposal::propose(c, actor, account, &title, &change, limits, now)?;
    Ok(match proposed {
        Some(id) => Sent::Proposed(id),
        None => Sent::Published(Outcome::Changed(changed(c, since)?)),
    })
}

/// Who changed something last: the version that replaced some of it, else the newest one.
fn changed(c: &mut Connection, since: i32) -> Result<Touch, db::Error> {
    let last = if since > 0 { since } else { versions::last(c)? };
    Touch::of(c, last)
}

/// Takes a version back, as a new one.
///
/// # Errors
/// Those of the database.
pub fn withdraw(
    c: &mut Connection,
    author: &Author,
    taking: &Taking,
    now: i64,
) -> Result<Outcome, people::Error> {
    let Some(version) = versions::one(c, taking.version)? else { return Ok(Outcome::Nothing) };
    if !CAN_BE.contains(&version.kind.as_str()) {
        return Ok(Outcome::Nothing);
    }
    let today = look(c, version.id)?;
    if digest(&today) != taking.seen {
        return Ok(Outcome::Changed(changed(c, today.since)?));
    }
    let (title, reason) = (title(version.id, &version.title), taking.reason.trim());
    let origin = Origin { title: &title, who: &author.by, note: reason, ..Origin::default() };
    let Some(new) = withdrawals::withdraw(c, version.id, &origin)? else {
        return Ok(Outcome::Nothing);
    };
    let subject = format!("Versi {}: {}", version.id, version.title);
    let told: Vec<String> =
        counts(&today).into_iter().map(|(words, number)| format!("{words}: {number}")).collect();
    let after = format!("Versi {new}. {}. Alasan: {reason}", told.join("; "));
    let event = author.event(Event::WithdrawBatch);
    trail::record(c, &author.actor, event, &subject, "", &after, now)?;
    Ok(Outcome::Done(new))
}
