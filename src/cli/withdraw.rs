//! `cakupan withdraw`: takes a version back, as a new one.

use std::io::Write;

use clap::Args;

use super::{Failure, tell};
use crate::config::Config;
use crate::db::versions::{self, Version};
use crate::db::{self, Pool};
use crate::domain::wording::count;
use crate::editing::withdrawal::{self, CAN_BE, Taking, Withdrawal};
use crate::editing::{Author, MIN_REASON, Outcome, is_reason};
use crate::effect::rehearsal::Ahead;
use crate::effect::values::{self, Line};
use crate::people::trail::Actor;
use crate::people::{self, Clock};

/// Which version, and why.
#[derive(Debug, Args)]
pub struct Choice {
    /// The number of the version, as /revisi lists it
    version: i32,

    /// Why; it stands beside the new version
    #[arg(long, value_name = "REASON", required_unless_present = "dry_run")]
    reason: Option<String>,

    /// Only tell what it would change
    #[arg(long)]
    dry_run: bool,
}

/// Tells what it does, withdraws, and says what came of it.
pub fn run(config: &Config, choice: &Choice, out: &mut impl Write) -> Result<(), Failure> {
    let reason = choice.reason.as_deref().unwrap_or_default().trim().to_owned();
    if !choice.dry_run && !is_reason(&reason) {
        let sentence = format!("tulis alasannya, paling sedikit {MIN_REASON} karakter");
        return Err(Failure::Choice("--reason", sentence));
    }
    let pool = Pool::open_existing(&config.database, 1)?;
    db::prepare(&pool)?;
    let (id, now) = (choice.version, Clock::system().now());
    let found = people::rehearse(&pool, |c| {
        let Some(version) = versions::one(c, id)? else {
            return Ok(Err(format!("versi {id} tidak ada")));
        };
        if !CAN_BE.contains(&version.kind.as_str()) {
            let title = version.title;
            return Ok(Err(format!("versi {id} ({title}) bukan impor atau perubahan oleh editor")));
        }
        let today = withdrawal::look(c, id)?;
        let ahead = withdrawal::rehearse(c, id, &today, &config.limits)?;
        Ok(Ok((version, today, ahead)))
    });
    let found = found.map_err(people::Error::into_store)?;
    let refused = |sentence| Failure::Choice("VERSION", sentence);
    let (version, today, ahead) = found.map_err(refused)?;
    if today.is_empty() {
        let none = format!("Tidak ada isi versi {id} yang masih berlaku; tidak ada yang berubah.");
        return tell(out, &none);
    }
    if let Ahead::Impossible(error) = ahead {
        return Err(failure(error));
    }
    for line in lines(&version, &today, &ahead) {
        tell(out, &line)?;
    }
    if choice.dry_run {
        return tell(out, "Belum ada yang disimpan.");
    }
    let taking = Taking { version: id, reason, seen: withdrawal::digest(&today) };
    let author = Author::alone(Actor::operator());
    let done = people::write(&pool, |c| withdrawal::withdraw(c, &author, &taking, now));
    match done.map_err(|error| failure(error.into_store()))? {
        Outcome::Done(new) => {
            tell(out, &format!("Versi {id} ditarik; disimpan sebagai versi {new}."))
        }
        Outcome::Nothing | Outcome::Changed(_) => Err(refused(format!(
            "data berubah sesudah dampaknya dihitung; versi {id} belum ditarik, ulangi perintah ini"
        ))),
    }
}

/// Why it cannot be taken back, where that is the reason.
fn failure(error: db::Error) -> Failure {
    let sentence = match error {
        db::Error::InUse { code, by, rows } => format!(
            "{code} masih dirujuk oleh {} {}; tarik dahulu yang merujuknya (sumber yang pernah \
             dirujuk tidak dapat ditarik)",
            count(rows),
            by.label()
        ),
        db::Error::Gone { code } => {
            format!("yang berlaku lagi merujuk wilayah {code}, yang sudah tidak ada")
        }
        other => return other.into(),
    };
    Failure::Choice("VERSION", sentence)
}

/// Values that are told one by one.
const TOLD: usize = 50;

/// What taking a version back changes, as its page tells it.
fn lines(version: &Version, today: &Withdrawal, ahead: &Ahead) -> Vec<String> {
    let mut lines = vec![format!("Dampak penarikan versi {}, {}:", version.id, version.title)];
    let pairs = withdrawal::effect(today, ahead);
    lines.extend(pairs.iter().map(|(name, value)| format!("  {name}: {value}")));
    let Some(rehearsal) = ahead.known() else { return lines };
    let values = values::lines(&rehearsal.report);
    if !values.is_empty() {
        lines.push("Angka:".to_owned());
    }
    for Line { subject, old, new } in values.iter().take(TOLD) {
        lines.push(format!("  {subject}: {old} menjadi {new}"));
    }
    let counts = &rehearsal.report.version.contents.counts;
    let all = counts.new + counts.changed + counts.withdrawn;
    let told = i64::try_from(values.len().min(TOLD)).unwrap_or(i64::MAX);
    if all > told && told > 0 {
        lines.push(format!("  dan {} angka lainnya", count(all - told)));
    }
    lines
}
