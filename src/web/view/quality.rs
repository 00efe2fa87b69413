//! The tables of `/mutu`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{UNKNOWN, source_line};
use crate::domain::completeness::{Delivery, Tally};
use crate::domain::narrative::Request;
use crate::domain::rules::{BaseChange, Rule};
use crate::domain::{Percent, wording};
use crate::reports::quality::{AgainstSum, BaseRevision, Doubt, QualityReport, Timeline};
use crate::reports::rows::Region;
use crate::reports::story::name_of;

/// Changes of bases that the page lists.
pub const MAX_BASES: usize = 20;

/// Findings that the page tells in words.
pub const MAX_TOLD: usize = 40;

/// The list of a region.
pub fn list_path(region: &Region) -> String {
    format!("/mutu/{}", region.code)
}

/// A month in a cell: a sign, its class and what it means. What did not come stays quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// One letter or dash.
    pub text: &'static str,
    /// Its class in the style sheet.
    pub class: &'static str,
    /// What it means.
    pub words: &'static str,
    /// Whether the cell says it in words too; dashes are explained by the key alone.
    pub told: bool,
}

/// Every sign, in the order of the key.
pub const SIGNS: [Sign; 5] = [
    Sign { text: "T", class: "kel-tepat", words: "tepat waktu", told: true },
    Sign { text: "L", class: "kel-lambat", words: "terlambat", told: true },
    Sign {
        text: "M",
        class: "kel-masuk",
        words: "masuk, ketepatan waktunya tidak diketahui",
        told: true,
    },
    Sign { text: UNKNOWN, class: "kel-kosong", words: "belum masuk", told: false },
    Sign { text: "·", class: "kel-kosong", words: "belum jatuh tempo", told: false },
];

fn sign(delivery: Delivery) -> Sign {
    SIGNS[match delivery {
        Delivery::OnTime => 0,
        Delivery::Late => 1,
        Delivery::Undated => 2,
        Delivery::Missing => 3,
        Delivery::NotDue => 4,
    }]
}

/// The head of a month.
#[derive(Debug)]
pub struct MonthHead {
    /// `Apr`.
    pub short: &'static str,
    /// The year, where it begins in this table.
    pub year: Option<String>,
}

/// A region in the table of months.
#[derive(Debug)]
pub struct TimelineRow {
    /// The list of the region.
    pub link: String,
    /// Its name.
    pub name: String,
    /// The date of its latest figure.
    pub last: String,
    /// Expected, on time, late, at an unknown time, missing.
    pub counts: [usize; 5],
    /// One for each month.
    pub cells: Vec<Sign>,
    /// The day by which the next one is due.
    pub next: String,
}

/// The table of months.
#[derive(Debug)]
pub struct Completeness {
    /// The months.
    pub months: Vec<MonthHead>,
    /// The region itself.
    pub own: TimelineRow,
    /// Its parts.
    pub rows: Vec<TimelineRow>,
    /// The counts of all parts.
    pub counts: [usize; 5],
    /// How many parts reported each month.
    pub arrived: Vec<usize>,
}

fn counts(tally: Tally) -> [usize; 5] {
    [tally.expected(), tally.on_time, tally.late, tally.undated, tally.missing]
}

fn timeline(row: &Timeline) -> TimelineRow {
    TimelineRow {
        link: list_path(&row.region),
        name: name_of(&row.region).running().to_owned(),
        last: row.last.map_or_else(|| "belum pernah".to_owned(), wording::as_of_short),
        counts: counts(row.tally()),
        cells: row.deliveries.iter().map(|delivery| sign(*delivery)).collect(),
        next: wording::date_short(row.next_due),
    }
}

fn head((place, end): (usize, &NaiveDate)) -> MonthHead {
    let starts = place == 0 || end.month() == 1;
    MonthHead {
        short: wording::month_short(end.month()),
        year: starts.then(|| end.year().to_string()),
    }
}

impl Completeness {
    /// The table of a report.
    pub fn new(report: &QualityReport) -> Self {
        let came = |delivery: Delivery| !matches!(delivery, Delivery::Missing | Delivery::NotDue);
        let arrived = |place: usize| {
            let of = |row: &&Timeline| row.deliveries.get(place).copied().is_some_and(came);
            report.parts.iter().filter(of).count()
        };
        Self {
            months: report.months.iter().enumerate().map(head).collect(),
            own: timeline(&report.own),
            rows: report.parts.iter().map(timeline).collect(),
            counts: counts(report.tally()),
            arrived: (0..report.months.len()).map(arrived).collect(),
        }
    }
}

/// What the rules find: a row a region, a column a rule.
#[derive(Debug)]
pub struct Findings {
    /// Code and meaning of the rules that found something.
    pub rules: Vec<(&'static str, &'static str)>,
    /// List, name, number by rule (empty for none), and all together.
    pub rows: Vec<(String, String, Vec<String>, usize)>,
    /// Numbers by rule.
    pub totals: Vec<usize>,
}

impl Findings {
    /// The table of a report.
    pub fn new(report: &QualityReport) -> Self {
        let rules: BTreeSet<Rule> = report.doubts.iter().map(|doubt| doubt.breach.rule).collect();
        let mut numbers: BTreeMap<(i32, Rule), usize> = BTreeMap::new();
        for doubt in &report.doubts {
            *numbers.entry((doubt.region_id, doubt.breach.rule)).or_default() += 1;
        }
        let number = |region_id, rule| numbers.get(&(region_id, rule)).copied().unwrap_or_default();
        let rows = std::iter::once(&report.own)
            .chain(&report.parts)
            .map(|row| {
                let found: Vec<usize> =
                    rules.iter().map(|rule| number(row.region.id, *rule)).collect();
                let said = |found: &usize| match found {
                    0 => String::new(),
                    some => some.to_string(),
                };
                let name = name_of(&row.region).running().to_owned();
                let all = found.iter().sum();
                (list_path(&row.region), name, found.iter().map(said).collect(), all)
            })
            .filter(|(.., all)| *all > 0)
            .collect();
        let of_rule = |rule: &Rule| {
            numbers.iter().filter(|((_, own), _)| own == rule).map(|(_, count)| count).sum()
        };
        Self {
            totals: rules.iter().map(of_rule).collect(),
            rules: rules.iter().map(|rule| (rule.code(), rule.label())).collect(),
            rows,
        }
    }
}

/// A finding in words.
#[derive(Debug)]
pub struct Told {
    /// The list of the region.
    pub link: String,
    /// Its name.
    pub name: String,
    /// The segment, and the rule.
    pub about: String,
    /// What is the matter.
    pub state: String,
    /// Where the figure comes from; empty for a sum.
    pub source: String,
}

/// The first findings in words.
pub fn told(report: &QualityReport) -> Vec<Told> {
    let one = |doubt: &Doubt| {
        let region = report.region_of(doubt.region_id)?;
        let segment = report.scope.segment_of(doubt.segment_id)?;
        let source = doubt.source_id.and_then(|id| report.sources.get(&id));
        Some(Told {
            link: list_path(region),
            name: name_of(region).running().to_owned(),
            about: format!("{}, {}", segment.name, doubt.breach.rule.label()),
            state: Request::check(doubt.as_of, &doubt.breach).state,
            source: source.map(source_line).unwrap_or_default(),
        })
    };
    report.doubts.iter().take(MAX_TOLD).filter_map(one).collect()
}

/// A base that changed.
#[derive(Debug)]
pub struct BaseRow {
    /// The list of the region.
    pub link: String,
    /// Its name.
    pub name: String,
    /// The earlier base, its date and its source.
    pub before: (String, String, String),
    /// The later one.
    pub after: (String, String, String),
    /// By how much, with a sign.
    pub share: String,
    /// What it may mean.
    pub meaning: &'static str,
}

/// The rows of the bases that changed most.
pub fn bases(report: &QualityReport) -> Vec<BaseRow> {
    let source = |id: Option<i32>| {
        id.and_then(|id| report.sources.get(&id)).map(source_line).unwrap_or_default()
    };
    let row = |revision: &BaseRevision| {
        let region = report.region_of(revision.region_id)?;
        let (before, after) = (revision.before, revision.after);
        let told = |(figure, base): (crate::domain::Figure, i64), from: Option<i32>| {
            let computed = if figure.workforce.is_none() { " (dihitung)" } else { "" };
            let base = wording::count(base) + computed;
            (base, wording::as_of_short(figure.as_of), source(from))
        };
        Some(BaseRow {
            link: list_path(region),
            name: name_of(region).running().to_owned(),
            before: told(before, revision.sources.0),
            after: told(after, revision.sources.1),
            share: signed(revision.share()),
            meaning: match revision.change {
                BaseChange::Revised => "Mungkin diperbarui",
                BaseChange::Other => "Mungkin pembagi lain",
            },
        })
    };
    report.bases.iter().take(MAX_BASES).filter_map(row).collect()
}

fn signed(share: Percent) -> String {
    let sign = if share.0 > 0 { "+" } else { "" };
    format!("{sign}{}", wording::percent(share))
}

/// A region beside the sum of its parts.
#[derive(Debug)]
pub struct SumRow {
    /// The list of the region.
    pub link: String,
    /// Its name.
    pub name: String,
    /// The date.
    pub date: String,
    /// Its own participants.
    pub own: String,
    /// Those of its parts.
    pub sum: String,
    /// Parts minus own, with a sign, and as a share of the own.
    pub difference: (String, String),
}

/// The rows of the regions with both numbers: those that differ, and those that do not.
pub fn sums(report: &QualityReport) -> (Vec<SumRow>, Vec<SumRow>) {
    let row = |beside: &AgainstSum| {
        let region = report.region_of(beside.region_id)?;
        let (own, sum) = beside.active();
        let size = Percent::of((sum - own).abs(), own);
        let share = size.map(|size| if sum < own { Percent(-size.0) } else { size });
        Some(SumRow {
            link: list_path(region),
            name: name_of(region).running().to_owned(),
            date: wording::as_of_short(beside.own.as_of),
            own: wording::count(own),
            sum: wording::count(sum),
            difference: (
                wording::signed_count(sum - own),
                share.map_or_else(|| UNKNOWN.to_owned(), signed),
            ),
        })
    };
    let (off, same): (Vec<_>, Vec<_>) = report.sums.iter().partition(|beside| beside.off);
    let rows = |list: Vec<&AgainstSum>| list.into_iter().filter_map(row).collect();
    (rows(off), rows(same))
}
