//! Adding, changing and locking accounts.

use super::secret::{self, Token};
use super::session::{self, SignedIn};
use super::trail::{self, Actor, Wanted};
use super::{Error, Origin};
use crate::db::accounts::{self, NewAccount};
use crate::db::{Connection, regions, sessions};
use crate::domain::{Event, Login, RegionCode, Role, password};

pub use crate::db::accounts::Account;

/// Most characters of a name.
pub const MAX_NAME: usize = 100;

/// Changes of accounts among which the last one of an account is looked for.
const LOOKED_THROUGH: i64 = 1_000;

/// Why an account is not made or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The name is empty, too long, or holds characters that are not seen.
    #[error("a name has 1 to {MAX_NAME} visible characters")]
    Name,
    /// The login cannot be one.
    #[error(transparent)]
    Login(#[from] crate::domain::login::NotALogin),
    /// Somebody has that login already.
    #[error("there is an account with this login already")]
    Taken,
    /// Role and region do not go together.
    #[error(transparent)]
    Grant(#[from] crate::domain::role::Mismatch),
    /// There is no such region.
    #[error("there is no region {0}")]
    Region(String),
    /// The password is too easy.
    #[error(transparent)]
    Password(#[from] password::Refused),
    /// The password of today was not right.
    #[error("the password of today is another one")]
    WrongPassword,
    /// Nobody could look after accounts any more.
    #[error("this is the last admin who can sign in")]
    LastAdmin,
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
}

/// What an account is to be.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The name that others read.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The code of the region as it was typed; empty for none.
    pub region: String,
}

/// A checked [`Profile`].
struct Checked {
    name: String,
    role: Role,
    region_id: Option<i32>,
    words: String,
}

fn check(c: &mut Connection, profile: &Profile) -> Result<Checked, Error> {
    let name = profile.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(is_unseen) {
        return Err(Refused::Name.into());
    }
    let given = profile.region.trim();
    let code = if given.is_empty() {
        None
    } else {
        Some(RegionCode::parse(given).map_err(|_| Refused::Region(given.to_owned()))?)
    };
    let grant = crate::domain::Grant::new(profile.role, code).map_err(Refused::from)?;
    let region = match grant.region() {
        None => None,
        Some(code) => {
            let found = regions::by_code(c, code)?;
            Some(found.ok_or_else(|| Refused::Region(code.to_string()))?)
        }
    };
    let words = described(&name, profile.role, region.as_ref().map(|r| r.full_name.as_str()));
    Ok(Checked { name, role: profile.role, region_id: region.map(|region| region.id), words })
}

/// Control characters, and those that change the direction or have no width.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// An account in the words of the audit log.
fn described(name: &str, role: Role, region: Option<&str>) -> String {
    match region {
        Some(region) => format!("{name}, {}, {region}", role.label()),
        None => format!("{name}, {}", role.label()),
    }
}

fn words(account: &Account) -> String {
    let region = Some(account.region_name.as_str()).filter(|name| !name.is_empty());
    described(&account.name, account.grant.role(), region)
}

/// Adds an account; its number. `given` is a password that its owner chose; without one, the
/// returned password was made, and has to be changed by its owner.
///
/// # Errors
/// [`Refused`] when something cannot be taken.
pub fn add(
    c: &mut Connection,
    actor: &Actor,
    login: &str,
    profile: &Profile,
    given: Option<&str>,
    now: i64,
) -> Result<(i32, Option<String>), Error> {
    let login = Login::parse(login).map_err(Refused::from)?;
    if accounts::by_login(c, &login)?.is_some() {
        return Err(Refused::Taken.into());
    }
    let checked = check(c, profile)?;
    let made = match given {
        None => Some(secret::password()?),
        Some(_) => None,
    };
    let password = given.or(made.as_deref()).unwrap_or_default();
    password::check(password, &login, &checked.name).map_err(Refused::from)?;
    let new = NewAccount {
        login: &login,
        name: &checked.name,
        password_hash: &secret::hash(password)?,
        role: checked.role,
        region_id: checked.region_id,
        must_change: made.is_some(),
        at: now,
    };
    let id = accounts::add(c, &new)?;
    trail::record(c, actor, Event::AddAccount, login.as_str(), "", &checked.words, now)?;
    Ok((id, made))
}

/// Changes name, role and region. Sessions stay: they go by the account as it is.
///
/// # Errors
/// [`Refused`] when something cannot be taken.
pub fn change(
    c: &mut Connection,
    actor: &Actor,
    id: i32,
    profile: &Profile,
    now: i64,
) -> Result<(), Error> {
    let account = by_id(c, id)?;
    let checked = check(c, profile)?;
    if checked.role != Role::Admin {
        keep_an_admin(c, &account)?;
    }
    if words(&account) == checked.words {
        return Ok(());
    }
    accounts::change(c, id, &checked.name, checked.role, checked.region_id)?;
    let before = words(&account);
    let subject = account.login.as_str();
    trail::record(c, actor, Event::ChangeAccount, subject, &before, &checked.words, now)
}

/// Name, role and region of an account as one text: another one when any of them was changed.
pub fn stamp(account: &Account) -> String {
    let region = account.grant.region().map(ToString::to_string).unwrap_or_default();
    format!("{}|{}|{region}", account.name, account.grant.role().code())
}

/// Who changed an account last, and when in seconds of Unix; `None` when nobody did.
///
/// # Errors
/// Those of the database.
pub fn last_change(c: &mut Connection, account: &Account) -> Result<Option<(String, i64)>, Error> {
    let wanted =
        Wanted { account_id: None, event: Some(Event::ChangeAccount), from: 0, until: i64::MAX };
    let entries = trail::search(c, &wanted, LOOKED_THROUGH, 0)?;
    let found = entries.into_iter().find(|(_, entry)| entry.subject == account.login.as_str());
    Ok(found.map(|(_, entry)| (entry.who, entry.at)))
}

/// Locks an account, which ends its sessions.
///
/// # Errors
/// [`Refused::LastAdmin`], unless `even_the_last`: the operator can add another one.
pub fn lock(
    c: &mut Connection,
    actor: &Actor,
    id: i32,
    even_the_last: bool,
    now: i64,
) -> Result<(), Error> {
    let account = by_id(c, id)?;
    if !even_the_last {
        keep_an_admin(c, &account)?;
    }
    if !account.active {
        return Ok(());
    }
    accounts::set_active(c, id, false)?;
    accounts::next_generation(c, id)?;
    sessions::end_all(c, id)?;
    trail::record(c, actor, Event::LockAccount, account.login.as_str(), "aktif", "terkunci", now)
}

/// Lets a locked account in again.
///
/// # Errors
/// When there is no such account.
pub fn unlock(c: &mut Connection, actor: &Actor, id: i32, now: i64) -> Result<(), Error> {
    let account = by_id(c, id)?;
    if account.active {
        return Ok(());
    }
    accounts::set_active(c, id, true)?;
    trail::record(c, actor, Event::UnlockAccount, account.login.as_str(), "terkunci", "aktif", now)
}

/// Gives an account a new password, which ends its sessions. With `given`, a password that its owner
/// chose; without, one is made and returned, and has to be changed.
///
/// # Errors
/// [`Refused`] when the password is too easy or there is no such account.
pub fn reset_password(
    c: &mut Connection,
    actor: &Actor,
    id: i32,
    given: Option<&str>,
    now: i64,
) -> Result<Option<String>, Error> {
    let account = by_id(c, id)?;
    let made = match given {
        None => Some(secret::password()?),
        Some(_) => None,
    };
    let password = given.or(made.as_deref()).unwrap_or_default();
    password::check(password, &account.login, &account.name).map_err(Refused::from)?;
    accounts::set_password(c, id, &secret::hash(password)?, made.is_some(), now)?;
    accounts::next_generation(c, id)?;
    sessions::end_all(c, id)?;
    trail::record(c, actor, Event::ResetPassword, account.login.as_str(), "", "", now)?;
    Ok(made)
}

/// Changes the own password: all sessions end, and a new one begins with the returned token.
///
/// `hash` is that of `new`, made before, because hashing takes longer than a transaction should.
/// That the password of today was right must be known already.
///
/// # Errors
/// [`Refused`] when the password was changed meanwhile.
pub fn change_own_password(
    c: &mut Connection,
    who: &SignedIn,
    hash: &str,
    origin: &Origin,
    now: i64,
) -> Result<Token, Error> {
    let account = by_id(c, who.account.id)?;
    if account.password_hash != who.account.password_hash {
        return Err(Refused::WrongPassword.into());
    }
    accounts::set_password(c, account.id, hash, false, now)?;
    let token = session::renew(c, &account, origin, now)?;
    let actor = Actor::person(&account, origin);
    trail::record(c, &actor, Event::ChangePassword, "", "", "", now)?;
    Ok(token)
}

/// All accounts, by name.
pub fn all(c: &mut Connection) -> Result<Vec<Account>, Error> {
    Ok(accounts::all(c)?)
}

/// An account by its number.
///
/// # Errors
/// [`Refused::NoAccount`].
pub fn by_id(c: &mut Connection, id: i32) -> Result<Account, Error> {
    accounts::by_id(c, id)?.ok_or_else(|| Refused::NoAccount.into())
}

/// An account by its login.
///
/// # Errors
/// [`Refused::NoAccount`].
pub fn by_login(c: &mut Connection, login: &str) -> Result<Account, Error> {
    let login = Login::parse(login).map_err(Refused::from)?;
    accounts::by_login(c, &login)?.ok_or_else(|| Refused::NoAccount.into())
}

fn keep_an_admin(c: &mut Connection, account: &Account) -> Result<(), Error> {
    let counts = account.active && account.grant.role() == Role::Admin;
    if counts && accounts::other_admins(c, account.id)? == 0 {
        return Err(Refused::LastAdmin.into());
    }
    Ok(())
}
