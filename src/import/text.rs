//! Cells as text, and lists in sentences.

use std::borrow::Cow;

use super::sheet::Cell;
use crate::domain::wording::printable;

/// What a cell says, as somebody would type it: without signs that nobody sees, which a database may
/// not take.
pub(super) fn of<'a>(cell: &Cell<'a>) -> Cow<'a, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) | Cell::Fault(text) => printable(text),
        Cell::Number { value, .. } => value.to_string().into(),
        Cell::Date(day) => day.to_string().into(),
        Cell::Bool(true) => "ya".into(),
        Cell::Bool(false) => "tidak".into(),
    }
}

/// `a`, `a atau b`, `a, b, atau c`.
pub(super) fn either(options: &[String]) -> String {
    match options {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} atau {two}"),
        [most @ .., last] => format!("{}, atau {last}", most.join(", ")),
    }
}
