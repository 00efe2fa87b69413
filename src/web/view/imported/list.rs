//! What an import makes of the rows of a list, and which rows it changes.

use super::state::State;
use crate::domain::list::{Changed, Value};
use crate::domain::wording;
use crate::domain::wording::size;
use crate::import::{Change, Report};
use crate::web::view::UNKNOWN;

/// A row of a list as it was read.
pub struct ListedRow {
    /// The line.
    pub line: u32,
    /// Code and full name of its region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// What it says, in the order of the titles, and whether that is a number.
    pub values: Vec<(String, bool)>,
    /// What keeps it out, or does not.
    pub state: State,
}

/// A row that is new, or was there with other values.
pub struct ChangedRow {
    /// The line.
    pub line: u32,
    /// Code and full name of its region; empty for a region or source itself.
    pub region: String,
    /// What it is about.
    pub subject: String,
    /// Whether it was not there before.
    pub is_new: bool,
    /// Title, before, now.
    pub values: Vec<(&'static str, String, String)>,
}

/// What was read of a list, and what it changes.
#[derive(Default)]
pub struct ListView {
    /// The titles of the values that some row has, and whether they are numbers.
    pub titles: Vec<(&'static str, bool)>,
    /// The first rows as they were read.
    pub rows: Vec<ListedRow>,
    /// How many of the rows these are.
    pub extent: String,
    /// The first rows that are new or changed.
    pub changed: Vec<ChangedRow>,
    /// Whether what changes are figures; else rows of a list, of which new ones are shown, too.
    pub is_of_figures: bool,
    /// How many others are new or changed.
    pub more: usize,
}

/// New and changed rows that the page shows.
const SHOWN: usize = 100;

impl ListView {
    /// Takes from a report the rows of a list, and what it changes.
    pub fn new(report: &Report) -> Self {
        let count = report.listed.first().map_or(0, |row| row.values.len());
        let has = |at: usize| report.listed.iter().any(|row| !text_of(&row.values, at).is_empty());
        let filled: Vec<usize> = (0..count).filter(|at| has(*at)).collect();
        let listed = report.listed.iter().map(|row| ListedRow {
            line: row.line,
            region: row.region.clone(),
            subject: row.subject.clone(),
            values: filled
                .iter()
                .map(|at| {
                    (text_of(&row.values, *at).to_owned(), is_number(title_of(&row.values, *at)))
                })
                .collect(),
            state: State::of_row(report, row.line),
        });
        let held = report.held.iter().filter(|_| report.content.list().is_some());
        let held = held.map(|row| ListedRow {
            line: row.line,
            region: row.region.clone(),
            subject: UNKNOWN.to_owned(),
            values: filled.iter().map(|_| (String::new(), false)).collect(),
            state: State::refused(report, row.line),
        });
        let mut rows: Vec<ListedRow> = listed.chain(held).collect();
        rows.sort_by_key(|row| row.line);
        let (shown, all) = (size(rows.len()), size(report.with_figures()));
        let extent = if rows.len() < report.with_figures() {
            format!("{shown} dari {all} baris, sebagaimana dibaca.")
        } else {
            format!("Semua {all} baris, sebagaimana dibaca.")
        };
        let titles = report.listed.first().into_iter().flat_map(|row| {
            filled.iter().filter_map(|at| row.values.get(*at)).map(|value| value.title)
        });
        let (figures, records) = (&report.effect.changes, &report.effect.records);
        let of_list = records.iter().map(|change| ChangedRow {
            line: change.line,
            region: change.region.clone(),
            subject: change.subject.clone(),
            is_new: change.is_new,
            values: values(change.values.clone()),
        });
        let changed: Vec<ChangedRow> =
            of_list.chain(figures.iter().map(changed_figure)).take(SHOWN).collect();
        let all = match report.content.list() {
            Some(_) => report.effect.new + report.effect.changed,
            None => report.effect.changed,
        };
        Self {
            is_of_figures: report.content.list().is_none(),
            titles: titles.map(|title| (title, is_number(title))).collect(),
            rows,
            extent,
            more: if changed.is_empty() { 0 } else { all.saturating_sub(changed.len()) },
            changed,
        }
    }
}

/// A figure that was there with other values.
fn changed_figure(change: &Change) -> ChangedRow {
    let date = change.new.as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of);
    let subject =
        if change.segment.is_empty() { date } else { format!("{}, {date}", change.segment) };
    ChangedRow {
        line: change.line,
        region: change.region.clone(),
        subject,
        is_new: false,
        values: values(change.values()),
    }
}

fn values(changed: Vec<Changed>) -> Vec<(&'static str, String, String)> {
    changed.into_iter().map(|value| (value.title, value.old, value.new)).collect()
}

fn text_of(values: &[Value], at: usize) -> &str {
    values.get(at).map_or("", |value| &value.text)
}

fn title_of(values: &[Value], at: usize) -> &'static str {
    values.get(at).map_or("", |value| value.title)
}

/// Whether the values under a title are numbers, which stand on the right.
fn is_number(title: &str) -> bool {
    ["Target (persen)", "Target (pekerja)", "Pekerja", "Jumlah (rupiah)", "Kasus", "Tahun"]
        .contains(&title)
}
