//! Everything the text about one region needs, computed once from its series.

use chrono::NaiveDate;

use crate::domain::change::Change;
use crate::domain::date::days_between;
use crate::domain::pace::{self, MeasuredPace, Pace};
use crate::domain::projection::{self, NoProjection, Projection};
use crate::domain::ranking::Rank;
use crate::domain::series::{self, Gap, Series};
use crate::domain::{
    Figure, Percent, Points, RegionKind, SegmentCode, Status, Target, TargetChoice, Whose,
};

/// The names of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// What kind of region bears it.
    pub kind: RegionKind,
    /// Without the kind: "Jambi", "Konawe", "Kendari".
    pub short: String,
    /// With the kind: "Provinsi Jambi", "Kabupaten Konawe", "Kota Kendari", "Indonesia".
    pub full: String,
}

impl Name {
    /// The name inside a sentence: short, but a kota keeps its "Kota", because many share their
    /// name with a kabupaten or a province.
    pub fn running(&self) -> &str {
        match self.kind {
            RegionKind::Kota | RegionKind::Kecamatan | RegionKind::Kelurahan | RegionKind::Desa => {
                &self.full
            }
            _ => &self.short,
        }
    }
}

/// What is counted, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentWords {
    /// The code; `total` is what the targets speak of.
    pub code: SegmentCode,
    /// The name that users read.
    pub name: String,
    /// The base in words.
    pub base: String,
    /// The unit is a project, not a worker.
    pub projects: bool,
}

impl SegmentWords {
    /// The word for what is counted.
    pub fn unit(&self) -> &'static str {
        if self.projects { "proyek" } else { "pekerja" }
    }

    /// The word after a number at the end of a sentence: "51.752 orang".
    pub fn counted(&self) -> &'static str {
        if self.projects { "proyek" } else { "orang" }
    }

    /// The short word for the base that a share refers to.
    pub fn base_word(&self) -> &'static str {
        if self.code.is_total() { "angkatan kerja" } else { "potensi segmen" }
    }

    /// The word for what a counted one is.
    pub fn covered(&self) -> &'static str {
        if self.projects { "terdaftar" } else { "terlindungi" }
    }
}

/// A place among regions that have data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The place.
    pub rank: Rank,
    /// Regions that have data.
    pub of: usize,
    /// The date of the ranking.
    pub date: NaiveDate,
}

/// The target that a story is told against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The target.
    pub target: Target,
    /// Whose target it is.
    pub whose: Whose,
}

/// What a page knows before the story is computed.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The region.
    pub name: &'a Name,
    /// The segment.
    pub segment: &'a SegmentWords,
    /// The date of the page.
    pub per: NaiveDate,
    /// Shown figures of the region and segment.
    pub series: &'a Series,
    /// The newest figure with participants but no percent, if there is one.
    pub participants: Option<Figure>,
    /// The target of the page.
    pub target: Option<TargetChoice<'a>>,
    /// The place among its peers.
    pub standing: Option<Standing>,
    /// The national figure of the same segment.
    pub nation: Option<Figure>,
    /// Several sources contradict each other about the current figure.
    pub disputed: bool,
}

/// The story of one region and segment at the date of a page.
///
/// Pages, charts and text read the same values from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The region.
    pub name: Name,
    /// The segment.
    pub segment: SegmentWords,
    /// The date of the page.
    pub per: NaiveDate,
    /// The figure of the page; `None` when the last one is older than 400 days or there is none.
    pub current: Option<Figure>,
    /// The latest figure, however old.
    pub last_known: Option<Figure>,
    /// The first figure.
    pub first: Option<Figure>,
    /// Figures up to the date of the page, in order of date.
    pub reports: Vec<Figure>,
    /// Change since the report before the current one, where they are comparable.
    pub since_previous: Option<Change>,
    /// Change since the same season of last year (320 to 410 days).
    pub since_year: Option<Change>,
    /// The measured pace at the current figure.
    pub measured: Option<MeasuredPace>,
    /// The target.
    pub goal: Option<Goal>,
    /// The pace needed to the target; `None` when its date has passed.
    pub needed: Option<Pace>,
    /// The state; `None` where there is a figure and no target.
    pub status: Option<Status>,
    /// The place among its peers.
    pub standing: Option<Standing>,
    /// The national figure.
    pub nation: Option<Figure>,
    /// The projection, or why there is none.
    pub projection: Result<Projection, NoProjection>,
    /// Stretches without reports.
    pub gaps: Vec<Gap>,
    /// Breaks between the first report and the date of the page.
    pub breaks: Vec<NaiveDate>,
    /// The newest figure with participants but no percent.
    pub participants: Option<Figure>,
    /// Several sources contradict each other about the current figure.
    pub disputed: bool,
}

impl Story {
    /// Computes the story from what the page knows.
    pub fn new(facts: &Facts<'_>) -> Self {
        let series = facts.series;
        let reports = series.up_to(facts.per).to_vec();
        let current = series.at(facts.per).copied();
        let change = |from: Option<&Figure>| Change::between(from?, current.as_ref()?);
        let previous = reports.iter().rev().nth(1);
        let since_previous =
            change(previous.filter(|from| current.is_some_and(|to| series.comparable(from, &to))));
        let since_year = change(current.and_then(|figure| series.years_before(&figure, 1)));
        let measured = current.and_then(|figure| pace::measured(series, &figure));
        let goal =
            facts.target.map(|choice| Goal { target: choice.target.clone(), whose: choice.whose });
        let needed = current.zip(goal.as_ref()).and_then(|(figure, goal)| {
            pace::needed(&figure, goal.target.percent, goal.target.due())
        });
        let status = match (&current, &goal) {
            (None, _) => Some(Status::NoData),
            (Some(_), None) => None,
            (Some(figure), Some(goal)) => {
                Some(Status::against(Some(figure), measured.map(|m| m.pace).as_ref(), &goal.target))
            }
        };
        let projection = current.ok_or(NoProjection::NothingAhead).and_then(|figure| {
            let due = goal.as_ref().map(|goal| goal.target.due());
            projection::project(series, &figure, projection::horizon(figure.as_of.date, due))
        });
        let first = reports.first().copied();
        let breaks = series.breaks().iter().copied();
        Self {
            name: facts.name.clone(),
            segment: facts.segment.clone(),
            per: facts.per,
            current,
            last_known: series.last_known(facts.per).copied(),
            first,
            since_previous,
            since_year,
            measured,
            goal,
            needed,
            status,
            standing: facts.standing,
            nation: facts.nation,
            projection,
            gaps: series::gaps(&reports),
            breaks: breaks
                .filter(|day| first.is_some_and(|first| first.as_of.date < *day))
                .filter(|day| *day <= facts.per)
                .collect(),
            participants: facts.participants,
            disputed: facts.disputed,
            reports,
        }
    }

    /// The change a finding speaks of: over the window of the measured pace, so that it agrees
    /// with the status; where no pace is measured, since the report before.
    pub fn movement(&self) -> Option<Change> {
        let measured = self.measured.zip(self.current);
        measured.and_then(|(pace, to)| Change::between(&pace.from, &to)).or(self.since_previous)
    }

    /// Points missing to the target; zero or negative when it is reached.
    pub fn gap_in_points(&self) -> Option<Points> {
        self.current?.gap_in_points(self.goal.as_ref()?.target.percent)
    }

    /// Workers missing to the target, negative beyond it; `None` as [`Figure::gap_in_workers`].
    pub fn gap_in_workers(&self) -> Option<i64> {
        self.current?.gap_in_workers(self.goal.as_ref()?.target.percent)
    }

    /// Workers not covered; `None` without both counts or when more are active than counted.
    pub fn uncovered(&self) -> Option<i64> {
        self.current?.uncovered().filter(|workers| *workers >= 0)
    }

    /// The share not covered, so that it and the coverage add up to 100%; `None` above 100%.
    pub fn uncovered_share(&self) -> Option<Percent> {
        let rest = Percent::FULL.minus(self.current?.coverage?).0;
        (rest >= 0).then_some(Percent(rest))
    }

    /// Whether the current figure is older than 120 days at the date of the page.
    pub fn is_stale(&self) -> bool {
        self.current.is_some_and(|figure| series::is_stale(&figure, self.per))
    }

    /// Days from the current figure to the date of the page.
    pub fn age_days(&self) -> Option<i64> {
        Some(days_between(self.current?.as_of.date, self.per))
    }
}
