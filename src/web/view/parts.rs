//! The table of the parts of a region: one row for each, with trend and state.

use crate::charts::spark;
use crate::domain::aggregate::SumOfParts;
use crate::domain::narrative::words::{noun, sentence_case};
use crate::domain::narrative::{self, place};
use crate::domain::{Figure, Level, Percent, Status, Whose, wording};
use crate::reports::order::Order;
use crate::reports::region::RegionReport;
use crate::reports::standing::{Row, Standing};
use crate::reports::story::name_of;
use crate::web::filter::{Filter, Key};
use crate::web::markup::Image;

use super::lists::order_key;
use super::{UNKNOWN, count_or_unknown, region_path};

/// A column of the table.
#[derive(Debug)]
pub struct Column {
    /// What the head says.
    pub name: String,
    /// Its CSS classes.
    pub class: &'static str,
    /// The link that sorts by it.
    pub link: Option<String>,
    /// `aria-sort`, on the column that is sorted by.
    pub direction: Option<&'static str>,
}

/// A row of the table.
#[derive(Debug)]
pub struct PartRow {
    /// Place by coverage, with "=" for a shared one.
    pub rank: String,
    /// The page of the region.
    pub link: String,
    /// Its name.
    pub name: String,
    /// Coverage with its sign.
    pub coverage: String,
    /// The date of the figure; where there is none, what was known last.
    pub date: String,
    /// Whether there is a figure; else `date` tells of the last one.
    pub known: bool,
    /// Points since a year before.
    pub year_change: String,
    /// The last twelve months as a small line.
    pub spark: Option<Image>,
    /// Active participants.
    pub active: String,
    /// Workforce.
    pub workforce: String,
    /// Workers missing to the target.
    pub gap: String,
    /// The same in points; empty where nothing is missing or nothing is known.
    pub gap_points: String,
    /// The state.
    pub status: Option<Status>,
    /// The target that the state refers to.
    pub target: String,
}

/// The table.
#[derive(Debug)]
pub struct PartsTable {
    /// The finding.
    pub title: String,
    /// Measure, unit, date.
    pub subtitle: String,
    /// Caption of the table.
    pub table_title: String,
    /// Where the ranking of this level stands.
    pub ranking_link: String,
    /// Whether counts have columns of their own.
    pub has_counts: bool,
    /// The heads.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<PartRow>,
    /// The region itself.
    pub total: Option<PartRow>,
    /// States that occur, in the order of the key.
    pub key: Vec<Status>,
    /// Remarks under the table.
    pub notes: Vec<String>,
}

/// One row.
pub fn part_row(row: &Row) -> PartRow {
    let standing = &row.standing;
    let figure = standing.figure;
    let gap = standing.judged.as_ref().and_then(|judged| judged.gap_workers);
    let gap_points = standing.judged.as_ref().and_then(|judged| judged.gap_points);
    PartRow {
        rank: row.rank.map_or_else(|| UNKNOWN.to_owned(), place),
        link: region_path(&row.region.code),
        name: name_of(&row.region).running().to_owned(),
        coverage: figure
            .and_then(|figure| figure.coverage)
            .map_or_else(|| UNKNOWN.to_owned(), wording::percent),
        date: date_or_last(standing),
        known: figure.is_some(),
        year_change: standing
            .year
            .map_or_else(|| UNKNOWN.to_owned(), |change| wording::signed_points(change.points)),
        spark: spark_of(standing),
        active: count_or_unknown(figure.and_then(|figure| figure.active)),
        workforce: count_or_unknown(figure.and_then(|figure| figure.workforce)),
        gap: match gap_points {
            // Without counts the points say it alone.
            Some(points) if gap.is_none() && points.0 > 0 => String::new(),
            Some(points) if points.0 <= 0 => "0".to_owned(),
            _ => gap_text(gap, figure),
        },
        gap_points: gap_points
            .filter(|points| points.0 > 0)
            .map_or_else(String::new, |points| format!("{} poin", wording::points(points))),
        status: standing.status(),
        target: target_short(standing),
    }
}

/// The target that the state of a row refers to: `52,15% (nasional 2025)`, and whether the pace it
/// rests on is provisional; empty where no figure can be held against it.
fn target_short(standing: &Standing) -> String {
    let judged = standing.judged.as_ref().filter(|_| standing.figure.is_some());
    judged.map_or_else(String::new, |judged| {
        let target = &judged.target;
        let national = judged.whose == Whose::National;
        let whose = if national { "nasional" } else { target.basis.label() };
        let provisional = standing.measured.is_some_and(|measured| measured.provisional)
            && judged.status.rests_on_pace();
        format!(
            "{} ({whose} {}){}",
            wording::percent_trimmed(target.percent),
            target.year,
            if provisional { ", laju sementara" } else { "" }
        )
    })
}

/// Workers missing to the target; nothing is missing where it is reached.
pub fn gap_text(gap: Option<i64>, figure: Option<Figure>) -> String {
    match (gap, figure) {
        (Some(gap), Some(figure)) if gap > 0 => {
            let about = figure.counts == crate::domain::Counts::Rounded;
            format!("{}{}", if about { "sekitar " } else { "" }, wording::count(gap))
        }
        (Some(_), Some(_)) => "0".to_owned(),
        _ => UNKNOWN.to_owned(),
    }
}

/// The date of the figure, or the last known figure with its own date.
fn date_or_last(standing: &Standing) -> String {
    match (standing.figure, standing.last_known) {
        (Some(figure), _) => wording::as_of_short(figure.as_of),
        (None, Some(last)) => match last.coverage {
            Some(coverage) => format!(
                "terakhir {}: {}",
                wording::as_of_short(last.as_of),
                wording::percent(coverage)
            ),
            None => UNKNOWN.to_owned(),
        },
        (None, None) => UNKNOWN.to_owned(),
    }
}

/// The small line over the year before the figure; a single report is a dot.
fn spark_of(standing: &Standing) -> Option<Image> {
    let figure = standing.figure?;
    Some(Image::new(spark(standing.series.figures(), figure.as_of.date)))
}

/// The heads; those that sort are links.
pub fn columns(
    filter: &Filter,
    path: &str,
    level: Level,
    order: Order,
    counts: bool,
) -> Vec<Column> {
    let sorted = |name: &str, class, by: Order| Column {
        name: name.to_owned(),
        class,
        link: Some(filter.link(path).with(Key::Urut, order_key(by)).to_string() + "#bagian"),
        direction: (by == order).then_some(if by == Order::Name {
            "ascending"
        } else {
            "descending"
        }),
    };
    let plain =
        |name: &str, class| Column { name: name.to_owned(), class, link: None, direction: None };
    let name = sentence_case(noun(level));
    let mut columns = vec![
        sorted(&name, "", Order::Name),
        sorted("Cakupan", "angka", Order::Coverage),
        plain("Data per", ""),
        sorted("12 bulan, poin", "angka", Order::Change),
        plain("Tren", "sembunyi sel-spark"),
    ];
    if counts {
        columns.push(plain("Peserta aktif", "angka sembunyi"));
        columns.push(plain("Angkatan kerja", "angka sembunyi"));
    }
    columns.push(sorted("Selisih ke target, pekerja", "angka sembunyi", Order::Gap));
    columns.push(plain("Status", ""));
    columns
}

/// States that occur among rows, in the order of the key.
pub fn key<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Status> {
    let mut states: Vec<Status> =
        rows.into_iter().filter_map(|row| row.standing.status()).collect();
    states.sort_unstable();
    states.dedup();
    states
}

/// The target that all rows are judged by; `None` when they have different ones.
pub fn shared_target(rows: &[Row]) -> Option<Percent> {
    let mut targets = rows.iter().map(|row| {
        row.standing.judged.as_ref().map(|judged| (judged.target.percent, judged.target.year))
    });
    let first = targets.next()??;
    targets.all(|target| target == Some(first)).then_some(first.0)
}

/// Which targets the gaps and states of rows refer to.
pub fn target_words(rows: &[Row]) -> String {
    let judged: Vec<_> = rows.iter().filter_map(|row| row.standing.judged.as_ref()).collect();
    let national: Vec<_> = judged.iter().filter(|judged| judged.whose == Whose::National).collect();
    let mut named: Vec<String> = national
        .iter()
        .map(|judged| {
            format!(
                "{} {} ({})",
                judged.target.year,
                wording::percent_trimmed(judged.target.percent),
                judged.target.basis.label()
            )
        })
        .collect();
    named.sort_unstable();
    named.dedup();
    let national = national.len();
    let named = (!named.is_empty()).then(|| named.join(" atau "));
    match (judged.len(), national, named) {
        (0, ..) => String::new(),
        (all, national, Some(target)) if all == national => {
            format!(" Status terhadap target nasional untuk tahun data itu: {target}.")
        }
        (_, 0, _) => " Status terhadap target masing-masing daerah.".to_owned(),
        (.., Some(target)) => format!(
            " Status terhadap target masing-masing daerah; tanpa target sendiri, terhadap target \
             nasional untuk tahun data itu: {target}."
        ),
        _ => String::new(),
    }
}

/// What the parts add up to, beside the region's own figure.
pub fn sum_notes(report: &RegionReport) -> Vec<String> {
    let level = report.region.level;
    let Some(sum) = &report.sum else { return Vec::new() };
    let mut notes = vec![narrative::sum_note(sum, report.parts.len(), level)];
    if let (SumOfParts::Complete { figure, .. }, Some(own)) = (sum, report.standing.figure)
        && let (Some(own), Some(sum)) = (own.coverage, figure.coverage)
        && own != sum
    {
        notes.push(narrative::against_sum(own, sum, report.parts.len(), level));
    }
    notes
}
