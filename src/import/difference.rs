//! The statements of a file beside those of today.

use std::collections::{BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use super::Lists;
use super::effect::{Change, Effect, KEPT};
use super::places::Places;
use super::rules::Entry;
use crate::db::statements::{RowKey, Statement};
use crate::domain::{AsOf, Figure};
use crate::effect::{Jump, TOLD};

/// The statements of a file sorted by what they mean to the database.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// To be written: new ones and new versions, by their places in the file's statements.
    pub write: Vec<usize>,
    /// Versions of today that end.
    pub end: Vec<RowKey>,
    pub effect: Effect,
    /// Regions that it says something else about than today.
    own: BTreeSet<i32>,
}

/// Whether two statements with the same key hold the same values.
fn says_the_same(a: &Statement, b: &Statement) -> bool {
    (a.active, a.workforce, a.published, a.uncovered, a.rounded, a.rank, a.rank_of)
        == (b.active, b.workforce, b.published, b.uncovered, b.rounded, b.rank, b.rank_of)
        && a.note == b.note
}

/// What tells two statements apart: all of its key but region and segment.
type Key = (Option<AsOf>, crate::domain::Kind, i32);

fn key(statement: &Statement) -> Key {
    (statement.as_of, statement.kind, statement.source_id)
}

/// Gives the statements of a file without a column for notes those that stand today: what a file does not
/// speak of stays as it is.
pub(super) fn keep_notes(entries: &mut [Entry], known: &[Statement]) {
    let today: HashMap<Key, &String> =
        known.iter().map(|statement| (key(statement), &statement.note)).collect();
    for entry in entries {
        if let Some(note) = today.get(&key(&entry.statement)) {
            entry.statement.note.clone_from(note);
        }
    }
}

impl Difference {
    /// Compares the statements on one region and segment with those of today; `first` is the place of the
    /// first one.
    pub fn add(
        &mut self,
        entries: &[Entry],
        first: usize,
        known: &[Statement],
        shown: &[Figure],
        lists: &Lists,
    ) {
        let today: HashMap<Key, &Statement> =
            known.iter().map(|statement| (key(statement), statement)).collect();
        for (place, entry) in (first..).zip(entries) {
            let new = &entry.statement;
            let old = today.get(&key(new)).copied();
            if let Some(old) = old
                && says_the_same(new, old)
            {
                self.effect.same += 1;
                continue;
            }
            match old {
                None => self.effect.new += 1,
                Some(old) => {
                    self.effect.changed += 1;
                    self.end.push(old.key());
                    if self.effect.changes.len() < KEPT {
                        let change = Change {
                            line: entry.line,
                            region: lists.places.told(new.region_id),
                            segment: lists.segment_name(new.segment_id),
                            old: old.clone(),
                            new: new.clone(),
                        };
                        self.effect.changes.push(change);
                    }
                }
            }
            self.own.insert(new.region_id);
            if let Some(as_of) = new.as_of {
                let (from, to) = self.effect.span.unwrap_or((as_of, as_of));
                self.effect.span = Some((from.min(as_of), to.max(as_of)));
            }
            self.jump(entry, shown, lists);
            self.write.push(place);
        }
    }

    fn jump(&mut self, entry: &Entry, shown: &[Figure], lists: &Lists) {
        let Some(to) = entry.statement.figure() else { return };
        let before = shown.iter().rfind(|figure| figure.as_of.date <= to.as_of.date);
        let Some(from) = before.filter(|from| from.coverage.is_some()).copied() else { return };
        let Some(points) = to.coverage.zip(from.coverage).map(|(to, from)| to.minus(from)) else {
            return;
        };
        if points.0 == 0 {
            return;
        }
        self.effect.around.moved += 1;
        let jumps = &mut self.effect.around.jumps;
        let least = jumps.last().map_or(0, |jump| jump.points.0.abs());
        if jumps.len() == TOLD && points.0.abs() <= least {
            return;
        }
        let statement = &entry.statement;
        let Some(named) = lists.places.region(statement.region_id) else { return };
        let (region, name) = (named.code.clone(), named.full_name.clone());
        let segment = lists.segment_name(statement.segment_id);
        let at = jumps.partition_point(|jump| jump.points.0.abs() >= points.0.abs());
        jumps.insert(at, Jump { line: entry.line, region, name, segment, from, to, points });
        jumps.truncate(TOLD);
    }

    /// Closes the comparison: which pages change.
    pub fn finish(&mut self, places: &Places) {
        let mut above = BTreeSet::new();
        for id in &self.own {
            let mut next = places.region(*id).and_then(|named| named.parent_id);
            while let Some(id) = next.filter(|id| above.insert(*id)) {
                next = places.region(id).and_then(|named| named.parent_id);
            }
        }
        self.effect.around.speaks_of(&self.own, &above, &places.regions);
    }

    /// Regions whose own figures change.
    pub fn own(&self) -> &BTreeSet<i32> {
        &self.own
    }

    /// What is to be written, of the file's statements.
    pub fn statements<'a>(&self, entries: &'a [Entry]) -> Vec<&'a Statement> {
        self.write.iter().map(|place| &entries[*place].statement).collect()
    }

    /// The same for what writes the same values in the same way, whenever it is worked out. Sources go
    /// by their codes: one that comes with the file may get another number the next time.
    pub fn digest(&self, entries: &[Entry], codes: &HashMap<i32, String>) -> String {
        let Effect { same, span, around, .. } = &self.effect;
        let crate::effect::Effect { jumps, shifts, lost, opens_at, apart, regions, .. } = around;
        let mut hash = Sha256::new();
        hash.update(format!("{same} {jumps:?} {shifts:?} {lost:?} {opens_at:?} {apart:?}"));
        hash.update(format!("{regions} {span:?}"));
        for statement in self.statements(entries) {
            let source = codes.get(&statement.source_id);
            let statement = Statement { source_id: 0, batch_id: 0, ..statement.clone() };
            hash.update(format!("+{source:?} {statement:?}"));
        }
        for old in &self.end {
            hash.update(format!("-{old:?}"));
        }
        crate::domain::wording::hexadecimal(&hash.finalize())
    }
}
