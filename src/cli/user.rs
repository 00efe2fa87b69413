//! `cakupan user`: accounts from the command line, above all the first one.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::{Args, Subcommand};

use super::{Failure, tell};
use crate::config::Config;
use crate::db::{Error, Pool, migrations};
use crate::domain::{Login, Role, password, wording};
use crate::people::account::{self, Account, Profile};
use crate::people::trail::Actor;
use crate::people::{self, Clock};

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum Choice {
    /// Add an account; asks for its password, or reads it from standard input
    Add(Add),
    /// List the accounts
    List,
    /// Set a new password, which ends all sessions of the account
    Password(Whose),
    /// Lock an account, which ends all its sessions
    Lock(Whose),
    /// Let a locked account in again
    Unlock(Whose),
}

/// A new account.
#[derive(Debug, Args)]
pub struct Add {
    /// The name that others read
    name: String,
    /// What its owner signs in with: a short name or an e-mail address
    #[arg(long)]
    login: String,
    /// `admin`, `editor_pusat`, `editor_daerah`, `pemeriksa` or `pembaca`
    #[arg(long, value_parser = role)]
    role: Role,
    /// The code of the region of an `editor_daerah`, such as 15 or 15.04
    #[arg(long, default_value = "", hide_default_value = true)]
    region: String,
}

/// An account.
#[derive(Debug, Args)]
pub struct Whose {
    /// What its owner signs in with
    login: String,
}

fn role(text: &str) -> Result<Role, String> {
    Role::find(text).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.into_iter().map(Role::code).collect();
        format!("one of {}", codes.join(", "))
    })
}

/// Does it, and says what was done.
///
/// # Errors
/// When the database cannot be used, or something about the account cannot be taken.
pub fn run(config: &Config, choice: &Choice, out: &mut impl Write) -> Result<(), Failure> {
    let pool = Pool::open_existing(&config.database, 1)?;
    let pending = migrations::pending(&pool)?;
    if !pending.is_empty() {
        return Err(Error::NotMigrated(format!("needs {}", pending.join(", "))).into());
    }
    let (actor, now) = (Actor::operator(), Clock::system().now());
    let find = |login: &str| people::read(&pool, |c| account::by_login(c, login));
    match choice {
        Choice::List => {
            for account in people::read(&pool, account::all)? {
                tell(out, &line(&account))?;
            }
            Ok(())
        }
        Choice::Add(new) => {
            // Asked for after all that can be refused without it.
            let login = Login::parse(&new.login).map_err(|e| Failure::Refused(e.to_string()))?;
            if find(&new.login).is_ok() {
                return Err(people::Error::from(account::Refused::Taken).into());
            }
            let password = ask(&login, &new.name)?;
            let profile =
                Profile { name: new.name.clone(), role: new.role, region: new.region.clone() };
            people::write(&pool, |c| {
                account::add(c, &actor, &new.login, &profile, Some(&password), now)
            })?;
            tell(out, &format!("added {login}, {}", new.role.code()))
        }
        Choice::Password(whose) => {
            let account = find(&whose.login)?;
            let password = ask(&account.login, &account.name)?;
            people::write(&pool, |c| {
                account::reset_password(c, &actor, account.id, Some(&password), now)
            })?;
            tell(out, &format!("new password for {}; its sessions have ended", account.login))
        }
        Choice::Lock(whose) => {
            let account = find(&whose.login)?;
            people::write(&pool, |c| account::lock(c, &actor, account.id, true, now))?;
            tell(out, &format!("locked {}; its sessions have ended", account.login))
        }
        Choice::Unlock(whose) => {
            let account = find(&whose.login)?;
            people::write(&pool, |c| account::unlock(c, &actor, account.id, now))?;
            tell(out, &format!("unlocked {}", account.login))
        }
    }
}

/// Columns with tabs between them, for people and for `cut`.
fn line(account: &Account) -> String {
    let state = if account.active { "active" } else { "locked" };
    let region = account.grant.region().map_or("-", |region| region.as_str());
    let last = account.signed_in_at.map_or_else(|| "-".to_owned(), wording::moment_exact);
    let role = account.grant.role().code();
    format!("{}\t{role}\t{region}\t{state}\t{last}\t{}", account.login, account.name)
}

/// Asks for a new password twice, without showing it; from anything but a terminal, reads one line.
fn ask(login: &Login, name: &str) -> Result<String, Failure> {
    let unread = |error| Failure::System("cannot read the password", error);
    let given = if io::stdin().is_terminal() {
        let given = rpassword::prompt_password("Password: ").map_err(unread)?;
        if rpassword::prompt_password("Once more: ").map_err(unread)? != given {
            return Err(Failure::Refused("the two passwords differ".to_owned()));
        }
        given
    } else {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(unread)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    password::check(&given, login, name).map_err(|why| Failure::Refused(why.to_string()))?;
    Ok(given)
}
