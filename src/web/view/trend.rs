//! The trend of a region: charts, the same numbers as a table, the reading beside them.

use std::collections::HashMap;

use crate::charts::{Participants, Size, TargetMark, Trend, participants, trend};
use crate::domain::narrative::{self, Story, Text};
use crate::domain::{AsOf, Figure, Origin, Percent, Target, wording};
use crate::reports::region::RegionReport;
use crate::reports::rows::Source;
use crate::web::markup::Image;

use super::{UNKNOWN, count_or_unknown, source_line};

/// A row of the table under the chart.
#[derive(Debug)]
pub struct TrendRow {
    /// The date as exactly as the source states it.
    pub date: String,
    /// Coverage without its sign; the head says percent.
    pub coverage: String,
    /// Active participants.
    pub active: String,
    /// Workforce.
    pub workforce: String,
    /// The national figure of the same day.
    pub reference: String,
    /// Origin and conflicts.
    pub note: String,
}

/// Rows of the table beside a chart: five years of monthly reports.
const TABLE_ROWS: usize = 60;

/// The trend section.
#[derive(Debug)]
pub struct TrendView {
    /// The finding.
    pub title: String,
    /// Measure, unit, segment, dates.
    pub subtitle: String,
    /// Wide and narrow chart; `None` without any figure.
    pub image: Option<(Image, Image)>,
    /// Whether the table has a national column.
    pub has_reference: bool,
    /// Whether some row has a note.
    pub has_notes: bool,
    /// The numbers of the chart, newest first.
    pub table: Vec<TrendRow>,
    /// How many reports the table leaves out.
    pub table_note: Option<String>,
    /// A remark under the chart.
    pub note: Option<String>,
    /// Who published the figures.
    pub source: String,
    /// Heading of the reading.
    pub reading_title: &'static str,
    /// One to three paragraphs.
    pub reading: Vec<Text>,
}

/// The chart of participants, where a percent is missing for some of them.
#[derive(Debug)]
pub struct ParticipantsView {
    /// The finding.
    pub title: String,
    /// Measure, unit, dates.
    pub subtitle: String,
    /// The chart for wide screens and paper.
    pub wide: Image,
    /// The chart for phones.
    pub narrow: Image,
    /// The numbers of the chart, newest first.
    pub table: Vec<(String, String)>,
    /// Why there is no percent.
    pub note: String,
    /// Who published the counts.
    pub source: String,
}

impl TrendView {
    /// Draws and words the trend of a region.
    pub fn new(report: &RegionReport, story: &Story) -> Self {
        let figures = report.standing.series.up_to(report.scope.date);
        let nation = report.nation.as_ref().map(|n| n.series.up_to(report.scope.date));
        let image = (!figures.is_empty()).then(|| {
            let title = format!("Tren cakupan {}", story.name.full);
            let targets = target_marks(report);
            let chosen = report.standing.judged.as_ref();
            let chart = Trend {
                id: "tren",
                title: &title,
                desc: &narrative::chart_desc(story),
                name: &story.name.short,
                figures,
                reference: nation.filter(|n| !n.is_empty()).map(|n| ("Nasional", n)),
                chosen_target: chosen.and_then(|judged| {
                    targets.iter().position(|mark| mark.year == judged.target.year)
                }),
                targets,
                projection: story.projection.as_ref().ok(),
                breaks: break_marks(report),
                page_date: report.scope.date,
            };
            (Image::new(trend(&chart, Size::Wide)), Image::new(trend(&chart, Size::Narrow)))
        });
        let by_day: HashMap<_, _> =
            nation.unwrap_or_default().iter().map(|figure| (figure.as_of.date, figure)).collect();
        let table: Vec<TrendRow> = figures
            .iter()
            .rev()
            .take(TABLE_ROWS)
            .map(|figure| TrendRow {
                date: wording::as_of(figure.as_of),
                coverage: figure.coverage.map_or_else(|| UNKNOWN.to_owned(), wording::percent_bare),
                active: count_or_unknown(figure.active),
                workforce: count_or_unknown(figure.workforce),
                reference: by_day
                    .get(&figure.as_of.date)
                    .and_then(|figure| figure.coverage)
                    .map_or_else(|| UNKNOWN.to_owned(), wording::percent_bare),
                note: figure_note(figure),
            })
            .collect();
        Self {
            title: narrative::chart_title(story),
            subtitle: narrative::chart_subtitle(story),
            has_reference: table.iter().any(|row| row.reference != UNKNOWN),
            has_notes: table.iter().any(|row| !row.note.is_empty()),
            image,
            table_note: (figures.len() > TABLE_ROWS).then(|| {
                format!("Tabel memuat {TABLE_ROWS} laporan terbaru dari {}.", figures.len())
            }),
            table,
            note: figures.iter().any(|figure| figure.coverage > Some(Percent::FULL)).then(|| {
                "Cakupan di atas 100% bukan salah cetak: pekerja konstruksi didaftarkan melalui \
                 proyek, sehingga peserta aktif dapat melebihi angkatan kerja setempat. Sumbu bagan \
                 diperpanjang, bukan dipotong."
                    .to_owned()
            }),
            source: source_of(report, figures),
            reading_title: "Cara membaca",
            reading: narrative::reading(story),
        }
    }
}

/// What a reader must know of a single figure.
fn figure_note(figure: &Figure) -> String {
    let origin = match figure.origin {
        Origin::Counts => "",
        Origin::Published => "persen seperti diterbitkan",
        Origin::SumOfParts => "jumlah bagian wilayah",
    };
    match figure.disputed_by_print() {
        Some(printed) => format!("tercetak {}", wording::percent(printed)),
        None => origin.to_owned(),
    }
}

/// The targets that the chart marks: the chosen one and others of the same basis.
fn target_marks(report: &RegionReport) -> Vec<TargetMark> {
    let Some(chosen) = report.standing.judged.as_ref() else { return Vec::new() };
    let same =
        |target: &&Target| target.basis == chosen.target.basis && target.id != chosen.target.id;
    let others = report.targets.iter().filter(|j| j.whose == chosen.whose).map(|j| &j.target);
    let mut marks: Vec<TargetMark> = std::iter::once(&chosen.target)
        .chain(others.filter(same))
        .map(|target| TargetMark {
            year: target.year,
            percent: target.percent,
            label: format!("Target {}: {}", target.year, wording::percent_trimmed(target.percent)),
        })
        .collect();
    marks.sort_by_key(|mark| mark.year);
    marks.dedup_by_key(|mark| mark.year);
    marks
}

/// Breaks of the series with a note of two lines.
fn break_marks(report: &RegionReport) -> Vec<(chrono::NaiveDate, [String; 2])> {
    report
        .standing
        .series
        .breaks()
        .iter()
        .map(|day| (*day, ["Pemekaran".to_owned(), "wilayah".to_owned()]))
        .collect()
}

/// The sources of the figures that the chart shows, newest first, at most three by name.
fn source_of(report: &RegionReport, figures: &[Figure]) -> String {
    let days: HashMap<_, _> =
        report.standing.shown.iter().map(|row| (row.as_of.date, row)).collect();
    let mut sources: Vec<&Source> = Vec::new();
    for figure in figures.iter().rev() {
        let source = days
            .get(&figure.as_of.date)
            .and_then(|row| row.source_id)
            .and_then(|id| report.sources.get(&id));
        if let Some(source) = source.filter(|s| !sources.iter().any(|known| known.id == s.id)) {
            sources.push(source);
        }
    }
    match sources.as_slice() {
        [] => "Sumber: belum ada angka cakupan yang terbit.".to_owned(),
        all => {
            let named: Vec<String> = all.iter().take(3).map(|source| source_line(source)).collect();
            let more = all.len().saturating_sub(3);
            let rest = if more > 0 { format!("; dan {more} sumber lain") } else { String::new() };
            format!("Sumber: {}{rest}.", named.join("; "))
        }
    }
}

impl ParticipantsView {
    /// Draws counts of participants; `None` when all of them also have a percent.
    pub fn new(report: &RegionReport) -> Option<Self> {
        let points = report.participants.as_slice();
        if points.is_empty() {
            return None;
        }
        let counts: Vec<(AsOf, i64)> =
            points.iter().filter_map(|figure| Some((figure.as_of, figure.active?))).collect();
        let title = format!("Peserta aktif {}", report.region.full_name);
        let chart = Participants {
            id: "peserta",
            title: &title,
            desc: &narrative::participants_desc(points),
            name: &report.region.name,
            points: &counts,
            breaks: report.standing.series.breaks().to_vec(),
            page_date: report.scope.date,
        };
        let days: HashMap<_, _> =
            report.standing.shown.iter().map(|row| (row.as_of.date, row)).collect();
        let mut names: Vec<String> = points
            .iter()
            .rev()
            .filter_map(|figure| report.sources.get(&days.get(&figure.as_of.date)?.source_id?))
            .map(source_line)
            .collect();
        names.dedup();
        names.truncate(3);
        Some(Self {
            title: narrative::participants_title(points),
            subtitle: narrative::participants_subtitle(points),
            wide: Image::new(participants(&chart, Size::Wide)),
            narrow: Image::new(participants(&chart, Size::Narrow)),
            table: points
                .iter()
                .rev()
                .map(|figure| (wording::as_of(figure.as_of), count_or_unknown(figure.active)))
                .collect(),
            note:
                "Sebagian angka ini terbit tanpa angkatan kerja, sehingga tidak dihitung sebagai \
                   cakupan; angkatan kerja dari tanggal lain tidak dipinjam."
                    .to_owned(),
            source: format!("Sumber: {}.", names.join("; ")),
        })
    }
}
