//! The region that a row is about.

use super::{REMEMBERED, RowReader};
use crate::domain::AsOf;
use crate::import::finding::{Finding, Rule, Severity};
use crate::import::header::Field;
use crate::import::places::{Asked, Place, PlaceError};

impl RowReader<'_, '_> {
    /// The region at a date; `first` tells what is found only once for a row.
    pub(super) fn region(&mut self, as_of: Option<AsOf>, first: bool) -> Option<i32> {
        let mut key = std::mem::take(&mut self.memory.asked);
        key.clear();
        for field in [Field::Code, Field::Name, Field::Parent] {
            key.push_str(&self.field(field));
            key.push('\0');
        }
        self.memory.asked = key;
        if let Some(known) = self.memory.places.get(&self.memory.asked) {
            return Some(*known);
        }
        let found = self.find_region(as_of);
        let (code, name) = (self.field(Field::Code), self.field(Field::Name));
        let field = if code.trim().is_empty() { Field::Name } else { Field::Code };
        let value = self.field(field).into_owned();
        let column = self.plan.fields.get(&field).map(|place| self.title(*place).to_owned());
        let finding = match &found {
            Ok(Place { odd_name: true, region_id, .. }) => {
                let text = format!(
                    "kodenya {}, tetapi namanya tertulis {}.",
                    self.context.places.told(*region_id),
                    name.trim()
                );
                let so = "Periksa kode dan namanya.";
                Some(Finding::new(self.row.line, Rule::R10, Severity::Warn, text).so(so))
            }
            Ok(Place { former: false, .. }) => None,
            Ok(Place { region_id, former: true, .. }) => {
                let text =
                    format!("{} kini {}.", value.trim(), self.context.places.told(*region_id));
                Some(Finding::new(self.row.line, Rule::R10, Severity::Inform, text))
            }
            Err(error) => Some(error.finding(self.context.places, self.row.line)),
        };
        let outside = found.as_ref().ok().filter(|place| !self.is_within(place.region_id));
        let finding = match outside {
            Some(place) => {
                self.sound = false;
                let text =
                    format!("{} di luar wilayah Anda.", self.context.places.told(place.region_id));
                Some(Finding::new(self.row.line, Rule::Value, Severity::Refuse, text))
            }
            None => finding,
        };
        if let (Ok(Place { region_id, former: false, always: true, .. }), None) = (&found, &finding)
            && self.memory.places.len() < REMEMBERED
        {
            self.memory.places.insert(self.memory.asked.clone(), *region_id);
        }
        let told = |finding: &Finding| first || finding.severity == Severity::Refuse;
        if let Some(finding) = finding.filter(told) {
            self.findings.push(finding.at(column.unwrap_or_default(), value));
        }
        if found.is_err() {
            self.sound = false;
        }
        found.ok().map(|place| place.region_id)
    }

    /// The region that code, name and parent mean at a date, without a word about it.
    pub(super) fn find_region(&self, as_of: Option<AsOf>) -> Result<Place, PlaceError> {
        let (code, name) = (self.field(Field::Code), self.field(Field::Name));
        let parent = self.field(Field::Parent);
        let is_fixed = |field: Field| {
            let place = self.plan.fields.get(&field);
            let fixes = &self.context.options.fixes;
            place.is_some_and(|place| fixes.contains_key(&(self.row.line, *place)))
        };
        let asked = Asked {
            code: &code,
            name: &name,
            parent: &parent,
            level: self.context.options.level,
            chosen: is_fixed(Field::Name),
            at: as_of.map(|as_of| as_of.date),
        };
        let system = self.plan.codes.of_cell(&code, is_fixed(Field::Code));
        self.context.places.find(asked, system)
    }

    /// Whether a region is one that this user may enter figures of.
    fn is_within(&self, region_id: i32) -> bool {
        let Some(own) = &self.context.options.within else { return true };
        self.context.places.is_within(region_id, own)
    }
}
