//! Words where a number should stand: those that say that there is none, and remarks of rows without any.
//! Nobody who answers "belum ada data" is passed over in silence.

use super::RowReader;
use crate::domain::wording::count;
use crate::import::cell;
use crate::import::finding::{Finding, Rule, Severity};
use crate::import::header::Field;

/// So many of a kind are told one by one.
const TOLD: usize = 20;

/// Findings of one kind: the first ones, and how many others there are.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    first: Vec<Finding>,
    others: usize,
}

impl Gathered {
    fn add(&mut self, finding: impl FnOnce() -> Finding) {
        if self.first.len() < TOLD {
            self.first.push(finding());
        } else {
            self.others += 1;
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The findings; the last one tells how many others there are of `what`.
    pub fn settle(mut self, what: &str) -> Vec<Finding> {
        if let Some(last) = self.first.pop_if(|_| self.others > 0) {
            let others = count(i64::try_from(self.others).unwrap_or(i64::MAX));
            self.first.push(last.so(format!("Begitu juga {others} {what}.")));
        }
        self.first
    }
}

impl RowReader<'_, '_> {
    /// Tells what a row without any number says instead of one.
    pub(super) fn tell_words(&mut self) {
        let is_about = self.filled(Field::Code) || self.filled(Field::Name);
        if !is_about || self.total().is_some() {
            return;
        }
        let groups = self.plan.groups.iter();
        let places: Vec<usize> = groups
            .flat_map(|g| [g.active, g.workforce, g.percent, g.uncovered].into_iter().flatten())
            .collect();
        let note = self.field(Field::Note).trim().to_owned();
        let has_note = !cell::is_missing(&note);
        if !has_note && places.iter().all(|place| self.text_at(*place).trim().is_empty()) {
            return;
        }
        let titled = self.plan.groups.first().and_then(|group| group.as_of);
        let as_of = titled.or(self.context.options.as_of).or(self.header.sheet_as_of);
        self.region_id = self.find_region(as_of).ok().map(|place| place.region_id);
        for place in places {
            self.tell_mark(place);
        }
        if let Some(place) = self.plan.fields.get(&Field::Note).filter(|_| has_note) {
            let mut remarks = std::mem::take(&mut self.memory.remarks);
            remarks.add(|| {
                let reason = format!(
                    "penjelasan {} tanpa angka tidak disimpan sebagai angka; berkas asli tetap \
                     tersimpan.",
                    cell::quoted(&note)
                );
                self.know(reason).at(self.title(*place), note)
            });
            self.memory.remarks = remarks;
        }
    }

    /// Tells of a word that stands for no number; an empty cell says nothing.
    pub(super) fn tell_mark(&mut self, place: usize) {
        if cell::trimmed(&self.text_at(place)).is_empty() {
            return;
        }
        let mut marks = std::mem::take(&mut self.memory.marks);
        marks.add(|| {
            let text = self.text_at(place);
            let reason = format!("tertulis {}, dibaca sebagai tanpa angka.", cell::quoted(&text));
            self.know(reason).at(self.title(place), text)
        });
        self.memory.marks = marks;
    }

    /// What is good to know about this row.
    fn know(&self, reason: String) -> Finding {
        let new = Finding::new(self.row.line, Rule::R9, Severity::Inform, reason);
        new.of(self.told_region())
    }

    /// Code and full name of the region; empty while it is unknown.
    pub(super) fn told_region(&self) -> String {
        self.region_id.map_or_else(String::new, |id| self.context.places.told(id))
    }
}
