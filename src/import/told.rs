//! What an import changes, in words: the same on its page, for who publishes it, and in the command line.

use super::{Content, Report, Severity};
use crate::domain::wording::size;
use crate::effect::told;

/// What a file changes, in pairs: what, and how.
pub fn effect(report: &Report) -> Vec<(String, String)> {
    let effect = &report.effect;
    let what = if report.content.list().is_none() { "Angka" } else { "Baris" };
    let mut pairs = vec![
        (format!("{what} baru"), size(effect.new)),
        (format!("{what} berubah"), size(effect.changed)),
        ("Sudah ada".to_owned(), size(effect.same)),
    ];
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
