//! Sessions of people who are signed in, under the hash of their token.

use diesel::sql_types::{BigInt, Integer, Text};

use super::accounts::{self, Account};
use super::sql::sql;
use super::{Connection, Error};

/// A session that begins.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// The hash of its token, 64 hexadecimal digits.
    pub token_hash: &'a str,
    /// Whose it is.
    pub account_id: i32,
    /// The generation of that account.
    pub generation: i32,
    /// Now, in seconds of Unix.
    pub at: i64,
    /// When it ends, whatever happens.
    pub expires_at: i64,
    /// Where it was begun.
    pub address: &'a str,
    /// What the browser calls itself.
    pub agent: &'a str,
}

/// A session with its account, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The generation in which it was begun.
    pub generation: i32,
    /// When it was begun.
    pub created_at: i64,
    /// When it was last noted to be in use; may lag by a minute.
    pub seen_at: i64,
    /// When it ends, whatever happens.
    pub expires_at: i64,
    /// Whose it is.
    pub account: Account,
}

/// A session in the list of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of its token.
    pub token_hash: String,
    /// When it was begun.
    pub created_at: i64,
    /// When it was last noted to be in use.
    pub seen_at: i64,
    /// Where it was begun.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// Begins a session.
pub fn add(c: &mut Connection, new: &NewSession) -> Result<(), Error> {
    sql(include_str!("sql/sessions.add.sql"))
        .text(new.token_hash)
        .int(new.account_id)
        .int(new.generation)
        .big(new.at)
        .big(new.expires_at)
        .text(new.address)
        .text(new.agent)
        .run(c)?;
    Ok(())
}

/// The session of a token, whether it still counts or not.
pub fn find(c: &mut Connection, token_hash: &str) -> Result<Option<Found>, Error> {
    type Times = (Integer, BigInt, BigInt, BigInt);
    let row =
        sql(include_str!("sql/sessions.find.sql"))
            .text(token_hash)
            .first::<(Times, accounts::Columns), ((i32, i64, i64, i64), accounts::Row)>(c)?;
    row.map(|((generation, created_at, seen_at, expires_at), account)| {
        let account = accounts::account(account)?;
        Ok(Found { generation, created_at, seen_at, expires_at, account })
    })
    .transpose()
}

/// Notes that a session is in use.
pub fn touch(c: &mut Connection, token_hash: &str, at: i64) -> Result<(), Error> {
    sql("update session set seen_at = $1 where token_hash = $2 and seen_at < $1")
        .big(at)
        .text(token_hash)
        .run(c)?;
    Ok(())
}

/// The sessions of an account that still count, the last used first.
pub fn of_account(
    c: &mut Connection,
    account_id: i32,
    now: i64,
    seen_after: i64,
) -> Result<Vec<Session>, Error> {
    type Columns = (Text, BigInt, BigInt, Text, Text);
    let rows = sql(include_str!("sql/sessions.of_account.sql"))
        .int(account_id)
        .big(now)
        .big(seen_after)
        .rows::<Columns, (String, i64, i64, String, String)>(c)?;
    let session = |(token_hash, created_at, seen_at, address, agent)| Session {
        token_hash,
        created_at,
        seen_at,
        address,
        agent,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends a session of an account; whether there was one.
pub fn end(c: &mut Connection, account_id: i32, token_hash: &str) -> Result<bool, Error> {
    let ended = sql("delete from session where account_id = $1 and token_hash = $2")
        .int(account_id)
        .text(token_hash)
        .run(c)?;
    Ok(ended > 0)
}

/// Ends all sessions of an account; how many there were.
pub fn end_all(c: &mut Connection, account_id: i32) -> Result<usize, Error> {
    sql("delete from session where account_id = $1").int(account_id).run(c)
}

/// Removes sessions that have run out.
pub fn sweep(c: &mut Connection, now: i64, seen_after: i64) -> Result<usize, Error> {
    sql("delete from session where expires_at <= $1 or seen_at <= $2")
        .big(now)
        .big(seen_after)
        .run(c)
}
