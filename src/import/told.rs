//! What an import changes, in words: the same on its page, for who publishes it, and in the command line.

use super::{Content, Report, Severity};
use crate::domain::wording::size;
use crate::effect::pages::{self, OF_FIGURES, Pages, of_list};
use crate::effect::subject::{self, SUBJECT};
use crate::effect::told;

/// What a file changes, in pairs: what, and how.
pub fn effect(report: &Report) -> Vec<(String, String)> {
    let effect = &report.effect;
    let within = effect.around.spread.as_ref();
    let (spread, name) = (within.map(|(own, _)| own), within.map_or("", |(_, name)| name));
    let what = subject::what(report.content.list());
    let about = subject::line(&what, effect.span, spread, name);
    let what = if report.content.list().is_none() { "Angka" } else { "Baris" };
    let mut pairs = Vec::new();
    if effect.new + effect.changed > 0 {
        pairs.push((SUBJECT.to_owned(), about));
    }
    pairs.extend([
        (format!("{what} baru"), size(effect.new)),
        (format!("{what} berubah"), size(effect.changed)),
        ("Sudah ada".to_owned(), size(effect.same)),
    ]);
    if report.content != Content::Sources {
        pairs.push(told::regions(&effect.around, "di berkas ini"));
    }
    if report.content == Content::Figures && effect.new + effect.changed > 0 {
        told::figures(&effect.around, &mut pairs);
    }
    let doubtful = report.findings.count(Severity::Warn);
    if doubtful > 0 {
        pairs.push(("Peringatan".to_owned(), size(doubtful)));
    }
    pairs
}

/// The pages that a file changes; `None` where it changes nothing.
pub fn pages(report: &Report) -> Option<Pages> {
    let effect = &report.effect;
    let own = report.content.list().map_or(&OF_FIGURES[..], of_list);
    (effect.new + effect.changed > 0).then(|| pages::pages(&effect.around, own))
}
