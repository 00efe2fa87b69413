//! The audit log: who did what, when and from where. The database itself refuses to change it.

use diesel::sql_types::{BigInt, Integer, Nullable, Text};

use super::sql::{Sql, sql};
use super::{Connection, Error, batch};
use crate::domain::{Event, Role};

/// Something that was done. Names and roles stand as they were then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, in seconds of Unix.
    pub at: i64,
    /// The account; `None` for the command line.
    pub account_id: Option<i32>,
    /// Name and login, or what else it was.
    pub who: String,
    /// The role; `None` for the command line.
    pub role: Option<Role>,
    /// What was done.
    pub event: Event,
    /// To what: an account, a batch, a region.
    pub subject: String,
    /// How it was before; may be empty.
    pub before: String,
    /// How it was after; may be empty.
    pub after: String,
    /// From which address of the network.
    pub address: String,
    /// The number of the request, as in the log of the server.
    pub request_id: String,
}

/// Which entries are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Those of one account.
    pub account_id: Option<i32>,
    /// Those of one kind.
    pub event: Option<Event>,
    /// Those from this moment on.
    pub from: i64,
    /// Those before this moment.
    pub until: i64,
}

/// Adds an entry; its number.
pub fn add(c: &mut Connection, entry: &Entry) -> Result<i32, Error> {
    let id = batch::next_id(c, "select coalesce(max(id), 0) from audit")?;
    sql(include_str!("sql/trail.add.sql"))
        .int(id)
        .big(entry.at)
        .optional_int(entry.account_id)
        .text(&entry.who)
        .text(entry.role.map_or("", Role::code))
        .text(entry.event.code())
        .text(&entry.subject)
        .text(&entry.before)
        .text(&entry.after)
        .text(&entry.address)
        .text(&entry.request_id)
        .run(c)?;
    Ok(id)
}

/// Entries with their numbers, the newest first.
pub fn search(
    c: &mut Connection,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<(i32, Entry)>, Error> {
    type Columns =
        ((Integer, BigInt, Nullable<Integer>, Text, Text, Text), (Text, Text, Text, Text, Text));
    type Row =
        ((i32, i64, Option<i32>, String, String, String), (String, String, String, String, String));
    let rows = bound(sql(include_str!("sql/trail.search.sql")), wanted)
        .big(limit)
        .big(offset)
        .rows::<Columns, Row>(c)?;
    rows.into_iter()
        .map(|row| {
            let ((id, at, account_id, who, role, event), rest) = row;
            let (subject, before, after, address, request_id) = rest;
            let role = match role.as_str() {
                "" => None,
                code => Some(Role::find(code).ok_or_else(|| Error::stored("a role", code))?),
            };
            let event = Event::find(&event).ok_or_else(|| Error::stored("an event", &event))?;
            let entry = Entry {
                at,
                account_id,
                who,
                role,
                event,
                subject,
                before,
                after,
                address,
                request_id,
            };
            Ok((id, entry))
        })
        .collect()
}

/// How many entries are wanted.
pub fn count(c: &mut Connection, wanted: &Wanted) -> Result<i64, Error> {
    let row: Option<(i64,)> =
        bound(sql(include_str!("sql/trail.count.sql")), wanted).first::<(BigInt,), _>(c)?;
    Ok(row.map_or(0, |(count,)| count))
}

fn bound(statement: Sql, wanted: &Wanted) -> Sql {
    // Accounts count from one, and no code is empty.
    statement
        .int(wanted.account_id.unwrap_or(0))
        .text(wanted.event.map_or("", Event::code))
        .big(wanted.from)
        .big(wanted.until)
}
