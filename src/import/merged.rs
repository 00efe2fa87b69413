//! Numbers in cells that are merged over several rows: they belong to none of these rows alone.

use super::cell;
use super::finding::{Finding, Rule, Severity};
use super::sheet::{Row, Tall};
use super::text;

/// The range that a number of a row is merged over; `None` where the cell stands for itself, or says that
/// there is no number.
pub(super) fn range<'a>(row: &Row<'a>, place: usize) -> Option<&'a Tall> {
    let tall = row.merged.iter().find(|tall| tall.covers(place))?;
    let says_nothing = || row.cells.get(place).is_none_or(|own| cell::is_missing(&text::of(own)));
    (!tall.is_text || !says_nothing()).then_some(tall)
}

/// That such a number cannot go in, under the title of its column.
pub(super) fn refused(row: &Row, place: usize, title: &str) -> Option<Finding> {
    let tall = range(row, place)?;
    let reason = format!(
        "angkanya ada di sel gabungan {}, untuk baris {} sampai {}, sehingga tidak jelas milik baris \
         mana.",
        tall.range(),
        tall.top,
        tall.bottom
    );
    let value = row.cells.get(place).map(text::of).unwrap_or_default();
    Some(
        Finding::new(row.line, Rule::R9, Severity::Refuse, reason)
            .at(title, value)
            .so("Pisahkan sel itu dan tulis angka tiap baris."),
    )
}
