//! Accounts of people. An account is never removed, because the audit log refers to it.

use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};

use super::sql::sql;
use super::{Connection, Error, batch, codes};
use crate::domain::{Grant, Login, Role};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: i32,
    /// What its owner signs in with.
    pub login: Login,
    /// The name that others read.
    pub name: String,
    /// The argon2id hash of the password, with its parameters.
    pub password_hash: String,
    /// Role and region.
    pub grant: Grant,
    /// The name of the region of a regional editor; empty for others.
    pub region_name: String,
    /// Whether its owner is let in.
    pub active: bool,
    /// Whether the password was set by somebody else and has to be changed.
    pub must_change: bool,
    /// When it was added, in seconds of Unix.
    pub created_at: i64,
    /// When the password was set.
    pub password_at: i64,
    /// When its owner last signed in.
    pub signed_in_at: Option<i64>,
    /// Sessions of an older generation do not count any more.
    pub generation: i32,
}

/// What a new account begins with.
#[derive(Debug)]
pub struct NewAccount<'a> {
    /// What its owner signs in with.
    pub login: &'a Login,
    /// The name that others read.
    pub name: &'a str,
    /// The argon2id hash of the password.
    pub password_hash: &'a str,
    /// The role.
    pub role: Role,
    /// The number of the region, for a regional editor.
    pub region_id: Option<i32>,
    /// Whether the password has to be changed.
    pub must_change: bool,
    /// Now.
    pub at: i64,
}

/// The SQL types of [`Row`].
pub(super) type Columns = (
    (Integer, Text, Text, Text, Text, Nullable<Text>, Nullable<Text>),
    (Bool, Bool, BigInt, BigInt, Nullable<BigInt>, Integer),
);

/// The columns of an account, in the order of the statements.
pub(super) type Row = (
    (i32, String, String, String, String, Option<String>, Option<String>),
    (bool, bool, i64, i64, Option<i64>, i32),
);

pub(super) fn account(row: Row) -> Result<Account, Error> {
    let (
        (id, login, name, password_hash, role, region, region_name),
        (active, must_change, created_at, password_at, signed_in_at, generation),
    ) = row;
    let found = Role::find(&role).ok_or_else(|| Error::stored("a role", &role))?;
    let region = region.as_deref().map(codes::region_code).transpose()?;
    Ok(Account {
        id,
        login: Login::parse(&login).map_err(|_| Error::stored("a login", &login))?,
        name,
        password_hash,
        grant: Grant::new(found, region).map_err(|_| Error::stored("a role", &role))?,
        region_name: region_name.unwrap_or_default(),
        active,
        must_change,
        created_at,
        password_at,
        signed_in_at,
        generation,
    })
}

/// All accounts, by name as the program sorts it: capitals do not count.
pub fn all(c: &mut Connection) -> Result<Vec<Account>, Error> {
    let rows = sql(include_str!("sql/accounts.all.sql")).rows::<Columns, Row>(c)?;
    let mut all = rows.into_iter().map(account).collect::<Result<Vec<_>, _>>()?;
    all.sort_by_cached_key(|account| (account.name.to_lowercase(), account.id));
    Ok(all)
}

/// An account by its number.
pub fn by_id(c: &mut Connection, id: i32) -> Result<Option<Account>, Error> {
    let row = sql(include_str!("sql/accounts.by_id.sql")).int(id).first::<Columns, Row>(c)?;
    row.map(account).transpose()
}

/// An account by what its owner signs in with.
pub fn by_login(c: &mut Connection, login: &Login) -> Result<Option<Account>, Error> {
    let row = sql(include_str!("sql/accounts.by_login.sql"))
        .text(login.as_str())
        .first::<Columns, Row>(c)?;
    row.map(account).transpose()
}

/// Adds an account; its number. The login must be free.
pub fn add(c: &mut Connection, new: &NewAccount) -> Result<i32, Error> {
    let id = batch::next_id(c, "select coalesce(max(id), 0) from account")?;
    sql(include_str!("sql/accounts.add.sql"))
        .int(id)
        .text(new.login.as_str())
        .text(new.name)
        .text(new.password_hash)
        .text(new.role.code())
        .optional_int(new.region_id)
        .bool(new.must_change)
        .big(new.at)
        .run(c)?;
    Ok(id)
}

/// Changes name, role and region.
pub fn change(
    c: &mut Connection,
    id: i32,
    name: &str,
    role: Role,
    region_id: Option<i32>,
) -> Result<(), Error> {
    sql("update account set name = $1, role = $2, region_id = $3 where id = $4")
        .text(name)
        .text(role.code())
        .optional_int(region_id)
        .int(id)
        .run(c)?;
    Ok(())
}

/// Locks an account, or lets it in again.
pub fn set_active(c: &mut Connection, id: i32, active: bool) -> Result<(), Error> {
    sql("update account set active = $1 where id = $2").bool(active).int(id).run(c)?;
    Ok(())
}

/// Sets the hash of a new password.
pub fn set_password(
    c: &mut Connection,
    id: i32,
    hash: &str,
    must_change: bool,
    at: i64,
) -> Result<(), Error> {
    sql("update account set password_hash = $1, must_change = $2, password_at = $3 where id = $4")
        .text(hash)
        .bool(must_change)
        .big(at)
        .int(id)
        .run(c)?;
    Ok(())
}

/// Begins a new generation of sessions: those of before do not count any more. Its number.
pub fn next_generation(c: &mut Connection, id: i32) -> Result<i32, Error> {
    sql("update account set generation = generation + 1 where id = $1").int(id).run(c)?;
    let row: Option<(i32,)> =
        sql("select generation from account where id = $1").int(id).first::<(Integer,), _>(c)?;
    row.map(|(generation,)| generation).ok_or_else(|| Error::stored("no account", id))
}

/// Notes that somebody signed in.
pub fn signed_in(c: &mut Connection, id: i32, at: i64) -> Result<(), Error> {
    sql("update account set signed_in_at = $1 where id = $2").big(at).int(id).run(c)?;
    Ok(())
}

/// How many admins could still sign in, were this account not there.
pub fn other_admins(c: &mut Connection, id: i32) -> Result<i64, Error> {
    let row: Option<(i64,)> = sql(include_str!("sql/accounts.other_admins.sql"))
        .int(id)
        .bool(true)
        .first::<(BigInt,), _>(c)?;
    Ok(row.map_or(0, |(count,)| count))
}
