//! A row that cannot go in, as far as it can be shown.

use super::RowReader;
use super::plan::Group;
use crate::domain::wording::{as_of_short, count, percent};
use crate::domain::{AsOf, Percent};
use crate::import::header::{Field, segment_of};
use crate::import::report::Held;
use crate::import::sheet::Cell;
use crate::import::{cell, date};

impl RowReader<'_, '_> {
    /// Names the region in what was found about this row, since so many findings were kept.
    pub(super) fn name(&mut self, kept: usize) {
        if self.findings.kept() > kept && self.region_id.is_some() {
            let region = self.told_region();
            self.findings.name_since(kept, &region);
        }
    }

    /// The row with its first figure.
    pub(super) fn held(&self) -> Held {
        let filled = |group: &&Group| {
            let places = [group.active, group.workforce, group.percent, group.uncovered];
            places.into_iter().flatten().any(|place| !self.text_at(place).trim().is_empty())
        };
        let groups = &self.plan.groups;
        let Some(group) = groups.iter().find(filled).or(groups.first()) else {
            return Held { line: self.row.line, region: self.named(), ..Held::default() };
        };
        Held {
            line: self.row.line,
            region: self.named(),
            segment: self.held_segment(group),
            date: self.held_date(group),
            coverage: self.held_coverage(group),
            active: group.active.map_or_else(String::new, |place| self.held_count(place)),
            workforce: group.workforce.map_or_else(String::new, |place| self.held_count(place)),
        }
    }

    /// The region, or what the row calls it.
    fn named(&self) -> String {
        if self.region_id.is_some() {
            return self.told_region();
        }
        let (code, name) = (self.field(Field::Code), self.field(Field::Name));
        let words = [code.trim(), name.trim()];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        short(&words.join(" "))
    }

    fn held_segment(&self, group: &Group) -> String {
        if let Some(code) = group.segment.as_ref().or(self.context.options.segment.as_ref()) {
            return self.context.segment_name(code);
        }
        let stated = self.field(Field::Segment);
        let code = self.context.named_segment(&stated).or_else(|| segment_of(&stated));
        code.map_or_else(|| short(&stated), |code| self.context.segment_name(&code))
    }

    fn held_date(&self, group: &Group) -> String {
        let written = self.field(Field::AsOf);
        let place = self.plan.fields.get(&Field::AsOf);
        let own = match place.and_then(|place| self.cell(*place)) {
            Some(Cell::Date(day)) => Some(AsOf::day(day)),
            _ => date::as_of(&written, self.plan.date_style).ok().flatten(),
        };
        let is_written = !written.trim().is_empty();
        let whole = self.context.options.as_of.or(self.header.sheet_as_of);
        match group.as_of.or(own).or(whole.filter(|_| !is_written)) {
            Some(as_of) => as_of_short(as_of),
            None => short(&written),
        }
    }

    fn held_coverage(&self, group: &Group) -> String {
        let number = |place: Option<usize>| self.read_count(place?).ok()?.map(|own| own.value);
        let (active, workforce) = (number(group.active), number(group.workforce));
        let computed = active.zip(workforce).and_then(|(a, w)| Percent::of(a, w));
        let read = group.percent.and_then(|place| self.read_percent(place).0.ok().flatten());
        match (computed.or(read), group.percent) {
            (Some(share), _) => percent(share),
            (None, Some(place)) => short(&self.text_at(place)),
            (None, None) => String::new(),
        }
    }

    fn held_count(&self, place: usize) -> String {
        match self.read_count(place) {
            Ok(Some(amount)) => count(amount.value),
            _ => short(&self.text_at(place)),
        }
    }
}

/// What stands in a cell, in quotation marks; empty where nothing does.
fn short(text: &str) -> String {
    if cell::is_missing(text) { String::new() } else { cell::quoted(text) }
}
