//! How many rows of a file there are, and what goes in.

use crate::domain::wording::size;
use crate::import::{Report, Stated};

/// What became of the rows of a file: the parts add up to the whole.
pub fn counts(report: &Report, stated: &Stated) -> Vec<String> {
    let by_hand = stated.left_out.len().min(report.passed);
    let silent = report.passed - by_hand;
    let sound = report.with_figures().saturating_sub(report.refused);
    let mut counts = vec![
        format!("{} baris dibaca", size(report.rows)),
        format!("{} dapat diterapkan", size(sound)),
        format!("{} ditolak", size(report.refused)),
    ];
    if silent > 0 {
        counts.push(format!("{} baris jumlah, catatan, atau tanpa angka", size(silent)));
    }
    if by_hand > 0 {
        counts.push(format!("{} Anda lewati", size(by_hand)));
    }
    counts
}

/// What goes in: `44 angka dari 11 baris`, `4 baris`.
pub fn with_rows(report: &Report) -> String {
    let all = size(report.effect.new + report.effect.changed);
    if report.content.list().is_some() {
        return format!("{all} baris");
    }
    let sound = report.with_figures().saturating_sub(report.refused);
    format!("{all} angka yang baru atau berubah dari {} baris", size(sound))
}
