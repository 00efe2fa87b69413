//! What waits for a second person: its kind, what it changes, and what was found about it.

use super::UNKNOWN;
use crate::editing::proposal::{Draft, Effect, Kind};
use crate::effect::subject::SUBJECT;
use crate::import::{self, Report, Severity};

/// Findings that are told one by one.
const TOLD: usize = 5;

/// Something that a proposal changes, as it was when it was proposed and as it is now.
pub struct EffectRow {
    /// What changes.
    pub name: String,
    /// How, when it was proposed.
    pub then: String,
    /// How, today.
    pub now: String,
}

/// What a proposal is, for users.
pub fn kind(draft: &Draft) -> &'static str {
    match draft.kind {
        Kind::Import => "Impor",
        Kind::Decision => "Keputusan antarsumber",
        Kind::Withdrawal => "Penarikan versi",
    }
}

/// What a proposal is about, in one line; empty where its effect does not say.
pub fn about(effect: &Effect) -> String {
    let own = effect.pairs.iter().find(|(name, _)| name == SUBJECT);
    own.map_or_else(String::new, |(_, value)| value.clone())
}

/// What was found about a file, in sentences.
pub fn notes(report: Option<&Report>, fault: String) -> Vec<String> {
    let mut notes: Vec<String> =
        Some(fault).filter(|fault| !fault.is_empty()).into_iter().collect();
    let Some(report) = report else { return notes };
    match report.outcome {
        import::Outcome::Blocked => {
            notes.push("Berkas ini sekarang tertahan oleh temuan di bawah ini.".to_owned());
        }
        import::Outcome::Nothing => {
            notes.push("Semua angka berkas ini sudah ada; tidak ada yang berubah.".to_owned());
        }
        _ => {}
    }
    let told = report.findings.list().iter().filter(|f| f.severity != Severity::Inform);
    // A file waits only when all its warnings were accepted; something else may hold it by now.
    let accepted = match report.outcome {
        import::Outcome::Blocked => "",
        _ => "Peringatan yang sudah diterima dengan alasan: ",
    };
    let told: Vec<String> = told.map(|finding| format!("{accepted}{}", finding.told())).collect();
    let more = told.len().saturating_sub(TOLD);
    notes.extend(told.into_iter().take(TOLD));
    if more > 0 {
        notes.push(format!("{more} temuan lain juga sudah diberi alasan."));
    }
    notes
}

/// Then and now side by side, by name.
pub fn effect_rows(then: &Effect, now: &Effect) -> Vec<EffectRow> {
    let value = |effect: &Effect, name: &str| {
        let found = effect.pairs.iter().find(|(own, _)| own == name);
        found.map_or_else(|| UNKNOWN.to_owned(), |(_, value)| value.clone())
    };
    let mut names: Vec<&String> = now.pairs.iter().map(|(name, _)| name).collect();
    names.extend(
        then.pairs
            .iter()
            .map(|(name, _)| name)
            .filter(|name| !now.pairs.iter().any(|(own, _)| own == *name)),
    );
    let row = |name: &String| EffectRow {
        name: name.clone(),
        then: value(then, name),
        now: value(now, name),
    };
    names.into_iter().map(row).collect()
}
