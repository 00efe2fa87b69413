//! `cakupan withdraw`: takes a version back, as a new one.

use std::io::Write;

use clap::Args;

use super::{Failure, tell};
use crate::config::Config;
use crate::db::intake::Origin;
use crate::db::{self, Pool, versions, withdrawals};
use crate::domain::wording::count;

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
    let reason = choice.reason.trim();
    if reason.is_empty() {
        return Err(Failure::Choice("--reason", "alasan tidak boleh kosong".to_owned()));
    }
    let pool = Pool::open_existing(&config.database, 1)?;
    db::prepare(&pool)?;
    let id = choice.version;
    let done = pool.write(|c| {
        let Some(version) = versions::one(c, id)? else { return Ok(None) };
        if !withdrawals::CAN_BE.contains(&version.kind.as_str()) {
            return Ok(Some(Err(version.title)));
        }
        let title = withdrawals::title(id, &version.title);
        let origin = Origin { title: &title, note: reason, ..Origin::default() };
        Ok(Some(Ok(withdrawals::withdraw(c, id, &origin)?)))
    });
    let done = match done {
        Err(db::Error::InUse { code, by, rows }) => {
            let sentence = format!(
                "{code} masih dirujuk oleh {} {}; tarik yang merujuknya lebih dahulu",
                count(rows),
                by.label()
            );
            return Err(Failure::Choice("VERSION", sentence));
        }
        other => other?,
    };
    match done {
        None => Err(Failure::Choice("VERSION", format!("versi {id} tidak ada"))),
        Some(Err(title)) => Err(Failure::Choice(
            "VERSION",
            format!("versi {id} ({title}) bukan impor atau perubahan oleh editor"),
        )),
        Some(Ok(None)) => tell(
            out,
            &format!("Tidak ada isi versi {id} yang masih berlaku; tidak ada yang berubah."),
        ),
        Some(Ok(Some(new))) => {
            tell(out, &format!("Versi {id} ditarik; disimpan sebagai versi {new}."))
        }
    }
}
