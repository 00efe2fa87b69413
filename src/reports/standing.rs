//! Where one region stands: the single computation behind every row, page and chart.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::db::figures::Shown;
use crate::db::regions::Region;
use crate::db::targets::ByRegion;
use crate::domain::change::Change;
use crate::domain::pace::{self, MeasuredPace, Pace};
use crate::domain::ranking::{Rank, rank};
use crate::domain::series::Series;
use crate::domain::target::pick;
use crate::domain::{Figure, Level, Points, Status, Target, Whose};

/// A target and what it says about a figure.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The target.
    pub target: Target,
    /// Whose it is.
    pub whose: Whose,
    /// Points still missing; negative when exceeded.
    pub gap_points: Option<Points>,
    /// Workers still missing; negative when exceeded, `None` without counts.
    pub gap_workers: Option<i64>,
    /// What it takes to be there in time; `None` when the date has passed.
    pub needed: Option<Pace>,
    /// The state against this target.
    pub status: Status,
}

/// What is known of one region and segment on a page of a given date.
#[derive(Debug, Clone)]
pub struct Standing {
    /// All figures with a percent that were read for it.
    pub series: Series,
    /// The rows behind them: sources, conflicts, parts.
    pub shown: Vec<Shown>,
    /// The figure of the page; `None` when the last one is too old or there is none.
    pub figure: Option<Figure>,
    /// The latest figure at or before the date of the page, however old.
    pub last_known: Option<Figure>,
    /// Pace that the reports show.
    pub measured: Option<MeasuredPace>,
    /// Change since the report nearest to a year before.
    pub year: Option<Change>,
    /// The target of the page and the verdict; `None` where no target is known at all.
    pub judged: Option<Judged>,
}

impl Standing {
    /// Reads the rows of a region.
    ///
    /// `targets` are those of the region, `national` those of the nation, used where the region has
    /// none; targets speak of the segment `total` only, so pass none for another segment.
    pub fn new(
        shown: Vec<Shown>,
        breaks: Vec<NaiveDate>,
        targets: &[Target],
        national: &[Target],
        level: Level,
        date: NaiveDate,
    ) -> Self {
        let series = Series::new(shown.iter().filter_map(Shown::figure), breaks);
        let figure = series.at(date).copied();
        let year_ago = figure.and_then(|figure| series.years_before(&figure, 1).copied());
        let mut standing = Self {
            figure,
            last_known: series.last_known(date).copied(),
            measured: figure.and_then(|figure| pace::measured(&series, &figure)),
            year: year_ago.zip(figure).and_then(|(from, to)| Change::between(&from, &to)),
            judged: None,
            series,
            shown,
        };
        let basis = figure.map_or(date, |figure| figure.as_of.date);
        standing.judged = pick(targets, national, level, basis)
            .map(|choice| standing.judge(choice.target.clone(), choice.whose));
        standing
    }

    /// Holds the figure of the page against a target.
    pub fn judge(&self, target: Target, whose: Whose) -> Judged {
        let figure = self.figure.as_ref();
        let measured = self.measured.as_ref();
        let needed = figure.and_then(|figure| pace::needed(figure, target.percent, target.due()));
        let status = Status::judge(
            figure.and_then(|figure| figure.coverage),
            target.percent,
            measured.map(|measured| &measured.pace),
            needed.as_ref(),
        );
        Judged {
            gap_points: figure.and_then(|figure| figure.gap_in_points(target.percent)),
            gap_workers: figure.and_then(|figure| figure.gap_in_workers(target.percent)),
            needed,
            status,
            target,
            whose,
        }
    }

    /// The state against the target of the page; without any target there is none to judge by.
    pub fn status(&self) -> Option<Status> {
        self.judged.as_ref().map(|judged| judged.status)
    }

    /// The row behind the figure of the page, where it is the region's own and not a sum.
    pub fn own_figure(&self) -> Option<&Shown> {
        let figure = self.figure?;
        self.shown.iter().rev().find(|row| row.own == Some(figure))
    }
}

/// A region among others.
#[derive(Debug, Clone)]
pub struct Row {
    /// The region.
    pub region: Region,
    /// Where it stands.
    pub standing: Standing,
    /// Its place by coverage among those that have data.
    pub rank: Option<Rank>,
}

/// Builds one row a region from what is shown of each, and ranks them by coverage.
///
/// The rows keep the order of `regions`.
pub(super) fn rows(
    regions: &[Region],
    mut shown: HashMap<i32, Vec<Shown>>,
    breaks: &HashMap<i32, Vec<NaiveDate>>,
    targets: &ByRegion,
    national: &[Target],
    date: NaiveDate,
) -> Vec<Row> {
    let mut rows: Vec<Row> = regions
        .iter()
        .map(|region| {
            let standing = Standing::new(
                shown.remove(&region.id).unwrap_or_default(),
                breaks.get(&region.id).cloned().unwrap_or_default(),
                targets.get(&region.id).map_or(&[], Vec::as_slice),
                national,
                region.level,
                date,
            );
            Row { region: region.clone(), standing, rank: None }
        })
        .collect();
    rank_rows(&mut rows);
    rows
}

/// Sets the ranks of rows by the coverage of their page figure.
fn rank_rows(rows: &mut [Row]) {
    let values: Vec<_> =
        rows.iter().map(|row| row.standing.figure.and_then(|figure| figure.coverage)).collect();
    for (row, rank) in rows.iter_mut().zip(rank(&values)) {
        row.rank = rank;
    }
}
