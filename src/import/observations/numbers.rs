//! The counts and percents of a row.

use super::RowReader;
use crate::domain::Percent;
use crate::domain::wording::count;
use crate::import::finding::{Finding, Rule, Severity};
use crate::import::number::{self, Amount, NumberError, Style};
use crate::import::sheet::Cell;
use crate::import::{merged, percents};

impl RowReader<'_, '_> {
    /// Whether a number is merged over several rows.
    pub(super) fn is_shared(&self, place: usize) -> bool {
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        !fixed && merged::range(self.row, place).is_some()
    }

    /// Refuses a number that is merged over several rows.
    fn refuse_shared(&mut self, place: usize) -> bool {
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        let refused = merged::refused(self.row, place, self.title(place), fixed);
        self.sound &= refused.is_none();
        let is_shared = refused.is_some();
        self.findings.extend(refused);
        is_shared
    }

    pub(super) fn count(&mut self, place: Option<usize>) -> Option<Amount> {
        let place = place.filter(|place| !self.refuse_shared(*place))?;
        let read = self.read_count(place);
        let amount = self.kept(read, place)?;
        if amount.value > number::MOST_PEOPLE {
            self.sound = false;
            let reason =
                format!("{} lebih banyak daripada penduduk Indonesia.", count(amount.value));
            let (title, value) = (self.title(place).to_owned(), self.text_at(place).into_owned());
            self.findings.push(
                Finding::new(self.row.line, Rule::R9, Severity::Refuse, reason)
                    .at(title, value)
                    .so("Periksa angkanya dan pemisah ribuannya."),
            );
            return None;
        }
        Some(amount)
    }

    pub(super) fn read_count(&self, place: usize) -> Result<Option<Amount>, NumberError> {
        match self.cell(place) {
            Some(Cell::Number { value, .. }) => {
                number::count_of_cell(value).map(|value| Some(Amount { value, rounded: false }))
            }
            _ => number::count(&self.text_at(place), self.style(place)),
        }
    }

    pub(super) fn percent(&mut self, place: Option<usize>) -> Option<Percent> {
        let place = place.filter(|place| !self.refuse_shared(*place))?;
        let (read, is_cut) = self.read_percent(place);
        let read = self.kept(read, place)?;
        if is_cut {
            let cell = (self.title(place).to_owned(), self.text_at(place).into_owned());
            self.memory.cut.take(self.row.line, read, cell);
        }
        Some(read)
    }

    /// A percent, and whether it has more than two decimals.
    pub(super) fn read_percent(
        &self,
        place: usize,
    ) -> (Result<Option<Percent>, NumberError>, bool) {
        let shares = self.context.options.shares;
        percents::read(self.cell(place), &self.text_at(place), self.style(place), shares)
    }

    /// The cell itself, unless its text was written anew.
    pub(super) fn cell(&self, place: usize) -> Option<Cell<'_>> {
        let fixed = self.context.options.fixes.contains_key(&(self.row.line, place));
        self.row.cells.get(place).filter(|_| !fixed).copied()
    }

    fn style(&self, place: usize) -> Style {
        self.plan.styles.get(place).copied().unwrap_or(Style::Unknown)
    }

    pub(super) fn kept<T>(
        &mut self,
        read: Result<Option<T>, NumberError>,
        place: usize,
    ) -> Option<T> {
        match read {
            Ok(Some(value)) => Some(value),
            Ok(None) => {
                self.tell_mark(place);
                None
            }
            Err(error) => {
                self.sound = false;
                let value = self.text_at(place).into_owned();
                let title = self.title(place).to_owned();
                self.findings.push(
                    Finding::new(self.row.line, Rule::R9, Severity::Refuse, error.to_string())
                        .at(title, value),
                );
                None
            }
        }
    }
}
