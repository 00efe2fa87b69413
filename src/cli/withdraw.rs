//! `cakupan withdraw`: takes a version back, as a new one.

use std::io::Write;

use clap::Args;

use super::{Failure, tell};
use crate::config::Config;
use crate::db::{self, Pool, versions};
use crate::domain::wording::count;
use crate::editing::withdrawal::{self, CAN_BE, Taking};
use crate::editing::{Author, MIN_REASON, Outcome, is_reason};
use crate::people::trail::Actor;
use crate::people::{self, Clock};

/// Which version, and why.
#[derive(Debug, Args)]
pub struct Choice {
    /// The number of the version, as /revisi lists it
    version: i32,

    /// Why; it stands beside the new version
    #[arg(long, value_name = "REASON")]
    reason: String,
}

/// Withdraws and says what came of it.
pub fn run(config: &Config, choice: &Choice, out: &mut impl Write) -> Result<(), Failure> {
    let reason = choice.reason.trim().to_owned();
    if !is_reason(&reason) {
        let sentence = format!("tulis alasannya, paling sedikit {MIN_REASON} karakter");
        return Err(Failure::Choice("--reason", sentence));
    }
    let pool = Pool::open_existing(&config.database, 1)?;
    db::prepare(&pool)?;
    let (id, now) = (choice.version, Clock::system().now());
    let done = people::write(&pool, |c| {
        let Some(version) = versions::one(c, id)? else {
            return Ok(Err(format!("versi {id} tidak ada")));
        };
        if !CAN_BE.contains(&version.kind.as_str()) {
            let title = version.title;
            return Ok(Err(format!("versi {id} ({title}) bukan impor atau perubahan oleh editor")));
        }
        let seen = withdrawal::digest(&withdrawal::look(c, id)?);
        let taking = Taking { version: id, reason, seen };
        Ok(Ok(withdrawal::withdraw(c, &Author::alone(Actor::operator()), &taking, now)?))
    });
    let done = match done {
        Err(people::Error::Database(db::Error::InUse { code, by, rows })) => {
            let sentence = format!(
                "{code} masih dirujuk oleh {} {}; tarik dahulu yang merujuknya (sumber yang pernah \
                 dirujuk tidak dapat ditarik)",
                count(rows),
                by.label()
            );
            return Err(Failure::Choice("VERSION", sentence));
        }
        Err(people::Error::Database(db::Error::Gone { code })) => {
            let sentence =
                format!("yang berlaku lagi merujuk wilayah {code}, yang sudah tidak ada");
            return Err(Failure::Choice("VERSION", sentence));
        }
        other => other.map_err(people::Error::into_store)?,
    };
    match done.map_err(|sentence| Failure::Choice("VERSION", sentence))? {
        Outcome::Done(new) => {
            tell(out, &format!("Versi {id} ditarik; disimpan sebagai versi {new}."))
        }
        // Looked at and taken back in one transaction: nothing can come between.
        Outcome::Nothing | Outcome::Changed(_) => tell(
            out,
            &format!("Tidak ada isi versi {id} yang masih berlaku; tidak ada yang berubah."),
        ),
    }
}
