//! The part of a run that happens within the transaction: what the file changes, written and told.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;

use super::{Context, Entry, keep, regions};
use crate::db::intake::{self, Origin};
use crate::db::lists::{self, Changes, Stored};
use crate::db::{self, Connection, sources};
use crate::domain::list::{self, Key, List, Record};
use crate::domain::{RegionCode, wording};
use crate::import::effect::{Effect, KEPT, RecordChange};
use crate::import::finding::{Finding, Rule, Severity};
use crate::import::header::Field;
use crate::import::new_source::NEW_SOURCE;
use crate::import::work::{Ending, conclude, tell_repeat};
use crate::import::{Mode, Report, Sender, sha256};

/// The records of a file on their way in.
pub(super) struct Work<'a> {
    pub entries: Vec<Entry>,
    /// The fields that the file has columns for.
    pub has: Vec<Field>,
    pub context: Context<'a>,
    pub sender: &'a Sender<'a>,
    pub mode: Mode,
    pub bytes: &'a [u8],
}

impl Work<'_> {
    /// Compares, writes and looks at what came of it; the report, and whether to keep it.
    pub fn carry_out(
        mut self,
        c: &mut Connection,
        mut report: Report,
    ) -> Result<(Report, bool), db::Error> {
        report.earlier = intake::same_file(c, &report.sha256)?;
        self.add_source(c)?;
        let list = self.context.list;
        let today = if self.entries.is_empty() { Vec::new() } else { lists::today(c, list)? };
        if list == List::Regions {
            let known: HashSet<RegionCode> = today.iter().filter_map(region_code).collect();
            for finding in regions::without_orphans(&mut self.entries, &known) {
                report.refused += 1;
                report.findings.push(finding);
            }
        }
        let today: HashMap<Key, Stored> =
            today.into_iter().map(|row| (row.record.key(), row)).collect();
        let has = |field: Field| self.has.contains(&field);
        for entry in &mut self.entries {
            if let Some(old) = today.get(&entry.record.key()) {
                keep(&mut entry.record, old, &has);
            }
        }
        let (changes, effect) = self.compare(&today, &mut report);
        if self.sender.checked.is_some() {
            report.digest = self.digest(&changes, &effect);
        }
        report.effect = effect;
        let written = report.effect.new + report.effect.changed;
        tell_repeat(written, report.effect.same, &mut report);
        let mut batch_id = None;
        if !changes.is_empty() {
            let origin = Origin {
                title: &report.file_name,
                file_name: &report.file_name,
                sha256: &report.sha256,
                who: &self.sender.who,
                note: self.context.options.accepted.as_deref().unwrap_or_default(),
                file_rows: Some(report.rows),
                takes_back: None,
            };
            batch_id = Some(lists::write(c, &origin, list, &changes)?);
        }
        let ending = Ending {
            options: self.context.options,
            sender: self.sender,
            mode: self.mode,
            bytes: self.bytes,
        };
        conclude(c, report, batch_id, &ending)
    }

    /// Stands for every value that is written and every row that ends. Sources go by their codes: one
    /// that comes with the file may get another number the next time.
    fn digest(&self, changes: &Changes, effect: &Effect) -> String {
        let mut all =
            format!("{} {:?} {:?}", effect.same, changes.valid_from, self.sender.new_source);
        let new = changes.new.iter().map(|record| (0, *record));
        for (ended, record) in new.chain(changes.changed.iter().copied()) {
            let source = record.source_id().map(|id| self.context.source_name(id));
            let mut record = record.clone();
            record.set_source(0);
            _ = write!(all, "{ended} {source:?} {record:?}");
        }
        sha256(all.as_bytes())
    }

    /// Adds the source that came with the file, if a record rests on it.
    fn add_source(&mut self, c: &mut Connection) -> Result<(), db::Error> {
        let waits = |entry: &Entry| entry.record.source_id() == Some(NEW_SOURCE);
        let Some(new) = self.sender.new_source.as_ref().filter(|_| self.entries.iter().any(waits))
        else {
            return Ok(());
        };
        let id = sources::add(c, new)?;
        for entry in self.entries.iter_mut().filter(|entry| waits(entry)) {
            entry.record.set_source(id);
        }
        self.context.source_names.insert(id, new.code.clone());
        Ok(())
    }

    /// Holds each record against the one of today with the same key.
    fn compare(&self, today: &HashMap<Key, Stored>, report: &mut Report) -> (Changes<'_>, Effect) {
        let mut changes = Changes::default();
        let mut effect = Effect::default();
        let mut touched = BTreeSet::new();
        let mut latest = None;
        let source = |id: i32| self.context.source_name(id);
        for entry in &self.entries {
            let old = today.get(&entry.record.key());
            match old {
                Some(old) if entry.record.says_the_same(&old.record) => {
                    effect.same += 1;
                    continue;
                }
                Some(old) => {
                    effect.changed += 1;
                    changes.changed.push((old.id, &entry.record));
                    if let Record::Region(region) = &old.record {
                        latest = latest.max(region.valid_from);
                    }
                }
                None => {
                    effect.new += 1;
                    changes.new.push(&entry.record);
                }
            }
            let region_id = entry.record.region_id();
            touched.extend(region_id);
            if effect.records.len() < KEPT {
                let old = old.map(|old| &old.record);
                effect.records.push(RecordChange {
                    line: entry.line,
                    region: region_id.map_or_else(String::new, |id| self.context.places.told(id)),
                    subject: entry.record.subject(),
                    is_new: old.is_none(),
                    values: list::changed(old, &entry.record, &source),
                });
            }
        }
        effect.around.speaks_of(&touched, &BTreeSet::new(), &self.context.places.regions);
        if self.context.list == List::Regions {
            effect.around.regions = effect.new + effect.changed;
            effect.around.own_regions = effect.around.regions;
            self.date_names(&mut changes, latest, report);
        }
        (changes, effect)
    }

    /// From which day the names of the file hold, where regions had others.
    fn date_names(
        &self,
        changes: &mut Changes,
        latest: Option<chrono::NaiveDate>,
        report: &mut Report,
    ) {
        if changes.changed.is_empty() {
            return;
        }
        if let Some(finding) = regions::day_fits(&self.context, latest) {
            report.findings.push(finding);
            return;
        }
        changes.valid_from = self.context.options.as_of.map(|as_of| as_of.date);
        let text = match changes.valid_from {
            Some(day) => format!("nama yang berubah berlaku sejak {}.", wording::date(day)),
            None => "nama yang berubah dianggap perbaikan tulisan, bukan nama baru.".to_owned(),
        };
        report.findings.push(
            Finding::new(0, Rule::Table, Severity::Inform, text)
                .so("Nyatakan tanggalnya bila nama itu baru berlaku sejak tanggal tertentu."),
        );
    }
}

fn region_code(row: &Stored) -> Option<RegionCode> {
    match &row.record {
        Record::Region(region) => Some(region.code.clone()),
        _ => None,
    }
}
