//! Numbers in merged cells: they belong to none of their rows, or columns, alone.

use super::cell;
use super::finding::{Finding, Rule, Severity};
use super::sheet::{Merged, Row};
use super::text;

/// The range that a number of a row is merged over; `None` where the cell stands for itself, or says that
/// there is no number.
pub(super) fn range<'a>(row: &Row<'a>, place: usize) -> Option<&'a Merged> {
    let at = row.merged.partition_point(|merged| merged.right < place);
    let merged = row.merged.get(at).filter(|merged| merged.covers(place))?;
    let own = row.cells.get(place).map(text::of).unwrap_or_default();
    let says = if merged.top < merged.bottom {
        !cell::is_missing(&own)
    } else {
        // Words over some columns of one row are a heading or a remark.
        own.bytes().any(|byte| byte.is_ascii_digit())
    };
    (!merged.is_text || says).then_some(merged)
}

/// That such a number cannot go in, under the title of its column, unless it was written anew.
pub(super) fn refused(row: &Row, place: usize, title: &str, is_fixed: bool) -> Option<Finding> {
    let merged = range(row, place).filter(|_| !is_fixed)?;
    let (reason, so) = if merged.top < merged.bottom {
        let reason = format!(
            "angkanya ada di sel gabungan {}, untuk baris {} sampai {}, sehingga tidak jelas milik \
             baris mana.",
            merged.range(),
            merged.top,
            merged.bottom
        );
        (reason, "Pisahkan sel itu dan tulis angka tiap baris.")
    } else {
        let own = Merged { top: row.line, bottom: row.line, ..*merged };
        let reason = format!(
            "angkanya ada di sel gabungan {}, untuk beberapa kolom, sehingga tidak jelas milik kolom \
             mana.",
            own.range()
        );
        (reason, "Pisahkan sel itu dan tulis angka tiap kolom.")
    };
    let value = row.cells.get(place).map(text::of).unwrap_or_default();
    Some(Finding::new(row.line, Rule::R9, Severity::Refuse, reason).at(title, value).so(so))
}
