//! What a file changes.

use super::size_of;
use crate::domain::Percent;
use crate::domain::wording::{self, signed_points};
use crate::import::{Content, Report};

/// What the file changes, in pairs.
pub fn effect(report: &Report) -> Vec<(String, String)> {
    let effect = &report.effect;
    let (new, changed) = match report.content.list() {
        None => ("Angka baru", "Angka berubah"),
        Some(_) => ("Baris baru", "Baris berubah"),
    };
    let mut rows = vec![
        (new.to_owned(), size_of(effect.new)),
        (changed.to_owned(), size_of(effect.changed)),
        ("Sudah ada".to_owned(), size_of(effect.same)),
    ];
    if report.content != Content::Sources {
        rows.push(("Wilayah yang halamannya berubah".to_owned(), size_of(effect.regions)));
    }
    let share = |percent: Option<Percent>| percent.map_or_else(String::new, wording::percent);
    for jump in effect.jumps.iter().take(3) {
        rows.push((
            jump.name.clone(),
            format!(
                "{} menjadi {} ({})",
                share(jump.from.coverage),
                share(jump.to.coverage),
                signed_points(jump.points)
            ),
        ));
    }
    for shift in effect.shifts.iter().take(3) {
        let place =
            |place: Option<usize>| place.map_or("tanpa data".to_owned(), |p| format!("ke-{p}"));
        let (before, after) = (place(shift.before), place(shift.after));
        rows.push((format!("Peringkat {}", shift.name), format!("{before} menjadi {after}")));
    }
    rows
}
