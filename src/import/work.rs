//! The part of a run that happens within the transaction: what a file changes is compared, written and
//! looked at, and then kept or not.

use std::collections::HashMap;
use std::ops::Range;
use std::panic::resume_unwind;

use super::difference::{Difference, keep_notes};
use super::finding::{Finding, Findings, Rule, Severity};
use super::header::Field;
use super::new_source::NEW_SOURCE;
use super::options::Options;
use super::progress::{Phase, Progress};
use super::report::{Outcome, Report};
use super::rules::{self, Entry, Known, Thresholds};
use super::said::Said;
use super::{Lists, Mode, Sender, ranks};
use crate::db::intake::{self, Origin};
use crate::db::statements::{self, Statement};
use crate::db::{self, Connection, drafts, figures, sources};
use crate::domain::wording::moment;
use crate::domain::{Figure, SegmentCode};
use crate::effect::rankings::Rankings;
use crate::effect::sums::{self, Sums};

/// The statements of a file on their way in.
pub(super) struct Work<'a> {
    pub entries: Vec<Entry>,
    pub lists: Lists,
    pub options: &'a Options,
    pub sender: &'a Sender<'a>,
    pub progress: &'a Progress,
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
        let mut added = None;
        if let Some(new) = &self.sender.new_source
            && self.entries.iter().any(|entry| entry.statement.source_id == NEW_SOURCE)
        {
            let id = sources::add(c, new)?;
            for entry in &mut self.entries {
                if entry.statement.source_id == NEW_SOURCE {
                    entry.statement.source_id = id;
                }
            }
            self.lists.source_names.insert(id, new.publisher.clone());
            added = Some(id);
        }
        let limits = &self.options.limits;
        self.progress.enter(Phase::Compare, self.entries.len());
        self.beside_stored(c, &mut report)?;
        let places = &self.lists.places;
        let segment = |id| self.lists.segment_name(id);
        let findings = &mut report.findings;
        rules::parts_beside_stored(c, &self.entries, places, segment, limits, findings)?;
        let mut entries = std::mem::take(&mut self.entries);
        let (mut difference, unknown) = self.compare(c, &mut entries, &mut report)?;
        difference.finish(places);
        tell_repeat(difference.write.len(), difference.effect.same, &mut report);
        self.progress.enter(Phase::Write, difference.write.len());
        // What the file says by itself is looked at while the database is busy.
        let (batch_id, together) = std::thread::scope(|threads| {
            let (entries, lists) = (entries.as_slice(), &self.lists);
            let together = threads.spawn(move || together(entries, unknown, lists, limits));
            (self.write(c, entries, &mut difference, &report), together.join())
        });
        let batch_id = batch_id?;
        report.findings.append(together.unwrap_or_else(|panic| resume_unwind(panic)));
        if self.sender.checked.is_some() {
            let codes = self.lists.sources.iter().map(|(code, id)| (*id, code.clone()));
            let mut codes: HashMap<i32, String> = codes.collect();
            codes.extend(added.map(|id| (id, format!("{:?}", self.sender.new_source))));
            report.digest = difference.digest(&entries, &codes);
        }
        report.effect = difference.effect;
        report.name_regions(&entries, places);
        report.choose(&entries, places);
        // Keeping the file takes a copy of it: the largest of what is done is let go of first.
        drop(entries);
        let ending = Ending {
            options: self.options,
            sender: self.sender,
            mode: self.mode,
            bytes: self.bytes,
        };
        conclude(c, report, batch_id, &ending)
    }

    /// Writes what is new, and looks at what comes of it; the batch that it was written as.
    fn write(
        &self,
        c: &mut Connection,
        entries: &[Entry],
        difference: &mut Difference,
        report: &Report,
    ) -> Result<Option<i32>, db::Error> {
        let statements = difference.statements(entries);
        if statements.is_empty() {
            return Ok(None);
        }
        let limits = &self.options.limits;
        let before = Rankings::load(c)?;
        let regions = &self.lists.places.regions;
        let keys = statements.iter().filter_map(|statement| {
            Some((statement.region_id, statement.segment_id, statement.as_of?.date))
        });
        let touched = sums::touched(keys, regions);
        let sums = Sums::load(c, &touched, limits)?;
        let origin = Origin {
            title: &report.file_name,
            file_name: &report.file_name,
            sha256: &report.sha256,
            who: &self.sender.who,
            note: self.options.accepted.as_deref().unwrap_or_default(),
            file_rows: Some(report.rows),
            takes_back: None,
        };
        let batch_id = intake::write(c, &origin, &statements, &difference.end)?;
        let mut around = std::mem::take(&mut difference.effect.around);
        before.compare(&Rankings::load(c)?, regions, difference.own(), &mut around);
        let segment = |id| self.lists.segment_name(id);
        Sums::load(c, &touched, limits)?.tell(&sums, regions, segment, &mut around);
        difference.effect.around = around;
        Ok(Some(batch_id))
    }

    /// Holds segments of the file against those of the database.
    fn beside_stored(&self, c: &mut Connection, report: &mut Report) -> Result<(), db::Error> {
        let same = |a: &Entry, b: &Entry| a.statement.region_id == b.statement.region_id;
        for group in self.entries.chunk_by(same) {
            let dates = || group.iter().filter_map(|entry| Some(entry.statement.as_of?.date));
            let Some((from, to)) = dates().min().zip(dates().max()) else { continue };
            let stored = figures::of_segments(c, group[0].statement.region_id, from, to)?;
            let stored: Vec<(i32, Figure)> =
                stored.into_iter().filter_map(|(id, shown)| Some((id, shown.figure()?))).collect();
            if stored.is_empty() {
                continue;
            }
            let (codes, limits) = (&self.lists.segment_codes, &self.options.limits);
            rules::beside_stored(group, &stored, codes, limits, &mut report.findings);
        }
        Ok(())
    }

    /// Compares the statements with what is stored; the places of those on regions and segments of which
    /// nothing is.
    fn compare(
        &self,
        c: &mut Connection,
        entries: &mut [Entry],
        report: &mut Report,
    ) -> Result<(Difference, Vec<Range<usize>>), db::Error> {
        let has_notes = report.columns.keys().any(|(_, field)| *field == Field::Note);
        let (mut difference, mut unknown) = (Difference::default(), Vec::new());
        let same = |a: &Entry, b: &Entry| {
            let key = |entry: &Entry| (entry.statement.region_id, entry.statement.segment_id);
            key(a) == key(b)
        };
        let mut done = 0;
        for group in entries.chunk_by_mut(same) {
            let from = done;
            done += group.len();
            self.progress.at(done);
            let first = &group[0].statement;
            let (region_id, segment_id) = (first.region_id, first.segment_id);
            let known = statements::of_segment(c, region_id, segment_id)?;
            if !has_notes {
                keep_notes(group, &known);
            }
            let group = &*group;
            let mut figures: Vec<Figure> = Vec::new();
            if known.is_empty() {
                unknown.push(from..done);
            } else {
                let shown = figures::of_region(c, region_id, segment_id)?;
                figures.extend(shown.iter().filter_map(figures::Shown::figure));
                let limits = &self.options.limits;
                against(group, &known, &figures, &self.lists, limits, &mut report.findings);
            }
            difference.add(group, from, &known, &figures, &self.lists);
        }
        Ok((difference, unknown))
    }
}

/// Holds the statements of a file on one region and segment against what is stored of these.
fn against(
    group: &[Entry],
    statements: &[Statement],
    figures: &[Figure],
    lists: &Lists,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    let Statement { region_id, segment_id, .. } = group[0].statement;
    let total = lists.segments.get(&SegmentCode::total());
    let targets = lists.targets.get(&region_id).filter(|_| Some(&segment_id) == total);
    let targets = targets.map_or(&[][..], Vec::as_slice);
    let source = |id: i32| lists.source_names.get(&id).cloned().unwrap_or_default();
    let known = Known { statements, figures, targets, source: &source };
    let name = lists.places.region(region_id).map_or("", |named| &named.full_name);
    rules::against(group, name, &known, limits, findings);
}

/// Holds the statements of a file against each other; `unknown` are the places of those on regions and
/// segments of which nothing is stored, each by itself.
fn together(
    entries: &[Entry],
    unknown: Vec<Range<usize>>,
    lists: &Lists,
    limits: &Thresholds,
) -> Findings {
    let mut findings = Findings::default();
    for group in unknown {
        against(&entries[group], &[], &[], lists, limits, &mut findings);
    }
    rules::together(entries, &lists.places, &lists.segment_codes, limits, &mut findings);
    ranks::contradicting(entries, &lists.places, &mut findings);
    findings
}

/// Who decides about a file at the end of its run, and how.
pub(super) struct Ending<'a> {
    pub options: &'a Options,
    pub sender: &'a Sender<'a>,
    pub mode: Mode,
    pub bytes: &'a [u8],
}

/// Decides what became of a file; its report, and whether to keep what was written.
pub(super) fn conclude(
    c: &mut Connection,
    mut report: Report,
    batch_id: Option<i32>,
    ending: &Ending,
) -> Result<(Report, bool), db::Error> {
    let columns = std::mem::take(&mut report.columns);
    report
        .findings
        .name_columns(|at, field| columns.get(&(at, field)).cloned().unwrap_or_default());
    report.findings.sort();
    if !report.digest.is_empty() {
        // Who publishes has seen these warnings, and no others.
        let all = format!("{} {}", report.digest, report.findings.stamp_of_warnings());
        report.digest = super::sha256(all.as_bytes());
    }
    let refused = report.findings.count(Severity::Refuse);
    let file_refused =
        report.findings.list().iter().any(|f| f.line == 0 && f.severity == Severity::Refuse);
    let doubtful = report.findings.count(Severity::Warn);
    // No row is dropped without a word.
    let blocked = file_refused
        || (report.refused > 0 && refused == 0)
        || (refused > 0 && !ending.options.leave_refused)
        || (doubtful > 0 && ending.options.accepted.is_none())
        || ending.options.confirmed.as_ref().is_some_and(|own| report.findings.doubts_beyond(own));
    let checked = ending.sender.checked.as_deref();
    let is_other = checked.is_some_and(|own| !own.is_empty() && own != report.digest);
    report.outcome = match (blocked, batch_id, ending.mode) {
        (true, ..) => Outcome::Blocked,
        (false, None, _) => Outcome::Nothing,
        (false, Some(_), Mode::Rehearse) => Outcome::Ready,
        (false, Some(_), Mode::Commit) if is_other => Outcome::Ready,
        (false, Some(id), Mode::Commit) => Outcome::Committed(id),
    };
    let Outcome::Committed(id) = report.outcome else { return Ok((report, false)) };
    let said = Said::of(c, ending.sender.stated, &report, ending.bytes)?;
    drafts::keep(c, id, ending.bytes, &said.write())?;
    if let Some(then) = ending.sender.then {
        then(c, id)?;
    }
    Ok((report, true))
}

/// Says that the file was brought in before.
pub(super) fn tell_repeat(written: usize, same: usize, report: &mut Report) {
    if let Some(earlier) = report.earlier.first() {
        let rest = match (written, same) {
            (0, 0) => "",
            (0, _) => "Semua isinya sudah ada.",
            (_, 0) => "Isinya kini tidak tersimpan, atau tersimpan dengan nilai lain.",
            _ => "Sebagian isinya kini berbeda dari yang tersimpan.",
        };
        let at = chrono::DateTime::parse_from_rfc3339(&earlier.committed_at);
        let at = at.map_or_else(|_| earlier.committed_at.clone(), |at| moment(at.timestamp()));
        let text =
            format!("berkas yang sama sudah diimpor pada {at} (versi {}).", earlier.batch_id);
        report.findings.push(Finding::new(0, Rule::Repeat, Severity::Inform, text).so(rest));
    }
}
