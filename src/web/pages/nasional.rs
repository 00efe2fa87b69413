//! `/`: where the nation stands, which provinces move, which lag, how fresh the data is.

use actix_web::HttpResponse;
use askama::Template;

use crate::charts::{DotPlot, LineMark, Multiples, tiles};
use crate::domain::narrative::{self, Story};
use crate::domain::{Level, Percent, wording};
use crate::reports::national::{self, Mover, NationalReport};
use crate::reports::order::Order;
use crate::reports::region::SMALL_CHART_DAYS;
use crate::reports::story::{member, tell};
use crate::web::Error;
use crate::web::layout::Layout;
use crate::web::markup::Image;
use crate::web::page::{Context, Page};
use crate::web::view::choices::{Choices, asked, report_error};
use crate::web::view::lists::read_order;
use crate::web::view::opening::Opening;
use crate::web::view::parts::{self, PartsTable};
use crate::web::view::statements::Statements;
use crate::web::view::trend::{ParticipantsView, TrendView};
use crate::web::view::{UNKNOWN, region_path};

/// A province on the tile map.
struct TileView {
    /// The heading of an island group before its first tile, for phones.
    island: Option<&'static str>,
    /// Column and row on the grid, from 1.
    x: u8,
    y: u8,
    /// The class of its coverage; 0 without a figure.
    class: &'static str,
    link: String,
    /// Full name, value and date.
    title: String,
    /// Short name.
    name: &'static str,
    value: String,
}

/// The tile map.
struct TileMap {
    title: String,
    subtitle: String,
    tiles: Vec<TileView>,
    key: Vec<(&'static str, String)>,
    notes: Vec<String>,
}

/// A province in the list of changes.
struct MoverView {
    name: String,
    link: String,
    image: Option<Image>,
    points: String,
}

/// The list of changes.
struct Changes {
    title: String,
    subtitle: String,
    groups: Vec<(&'static str, Vec<MoverView>)>,
}

/// A province in the small multiples.
struct SmallChart {
    name: &'static str,
    link: String,
    image: Image,
}

/// The small multiples of the provinces.
struct SmallCharts {
    title: String,
    subtitle: String,
    /// Axes and the national line, which all charts refer to.
    shared: Image,
    items: Vec<SmallChart>,
    without_trend: Option<String>,
}

#[derive(Template)]
#[template(path = "nasional.html")]
struct NationalPage {
    layout: Layout,
    opening: Opening,
    newest: String,
    choices: Choices,
    trend: TrendView,
    participants: Option<ParticipantsView>,
    map: TileMap,
    changes: Changes,
    multiples: Option<SmallCharts>,
    parts: PartsTable,
    freshness: Vec<(&'static str, String, String)>,
    disputes: Vec<String>,
    findings: Vec<String>,
}

/// Shows the nation.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|reader, context| {
        let filter = &context.filter;
        let order = read_order(filter)?;
        let report = national::load(reader, &asked(filter)).map_err(report_error)?;
        Ok(build(&report, context, order))
    })
    .await
}

fn build(report: &NationalReport, context: &Context, order: Order) -> NationalPage {
    let nation = &report.nation;
    let story = tell(nation);
    let with_figures: Vec<i32> = nation.segments.iter().map(|row| row.segment.id).collect();
    let chosen = nation.standing.judged.as_ref().map(|judged| judged.target.id);
    let statements = Statements::new(nation, &story);
    NationalPage {
        layout: context.layout("Cakupan nasional", narrative::description(&story)).menu("/"),
        opening: Opening::new(nation, &story),
        newest: if nation.scope.date == nation.scope.newest {
            format!("Angka terbaru dalam data: {}.", wording::date(nation.scope.newest))
        } else {
            format!(
                "Keadaan per {}; angka terbaru dalam data: {}.",
                wording::date(nation.scope.date),
                wording::date(nation.scope.newest)
            )
        },
        choices: Choices::new(
            "/".to_owned(),
            &nation.scope,
            &with_figures,
            &nation.targets,
            chosen,
        ),
        trend: TrendView::new(nation, &story),
        participants: ParticipantsView::new(nation),
        map: tile_map(report, &story),
        changes: changes(report, &story),
        multiples: small_multiples(report),
        parts: provinces(report, context, order),
        freshness: freshness(report),
        disputes: statements.disputes,
        findings: parts::sum_notes(nation),
    }
}

/// The target that the page of the nation judges by.
fn target_of(story: &Story) -> Option<Percent> {
    story.goal.as_ref().map(|goal| goal.target.percent)
}

fn tile_map(report: &NationalReport, story: &Story) -> TileMap {
    let rows = &report.nation.parts;
    let target = target_of(story);
    let members: Vec<_> = rows.iter().map(member).collect();
    let mut island = None;
    let tiles = tiles::TILES
        .iter()
        .filter_map(|tile| {
            let row = rows.iter().find(|row| row.region.code.as_str() == tile.code)?;
            let coverage = row.standing.figure.and_then(|figure| figure.coverage);
            let heading = (island != Some(tile.island)).then(|| tile.island.label());
            island = Some(tile.island);
            let title = match row.standing.figure.zip(coverage) {
                Some((figure, coverage)) => format!(
                    "{}: {}, {}",
                    row.region.name,
                    wording::percent(coverage),
                    wording::as_of(figure.as_of)
                ),
                None => format!("{}: belum ada data", row.region.name),
            };
            Some(TileView {
                island: heading,
                x: tile.x,
                y: tile.y,
                class: tiles::class(coverage, target),
                link: region_path(&row.region.code),
                title,
                name: tile.name,
                value: coverage.map_or_else(|| UNKNOWN.to_owned(), wording::percent_short),
            })
        })
        .collect();
    TileMap {
        title: narrative::tiles_title(&members, target, Level::Province),
        subtitle: format!(
            "Cakupan per provinsi, dalam persen, keadaan per {}. {} Satu petak satu provinsi, \
             disusun menurut letaknya.",
            wording::date(report.nation.scope.date),
            span_words(report)
        ),
        tiles,
        key: tiles::key(target),
        notes: Vec::new(),
    }
}

/// The dates of the figures of the provinces, which are rarely of one day.
fn span_words(report: &NationalReport) -> String {
    match report.dates() {
        Some((first, last)) if first != last => {
            format!("Tanggal angka: {} sampai {}.", wording::date(first), wording::date(last))
        }
        _ => String::new(),
    }
}

fn changes(report: &NationalReport, story: &Story) -> Changes {
    let members: Vec<_> = report.nation.parts.iter().map(member).collect();
    let (rose, fell) = report.movers();
    let target = target_of(story);
    let plot = DotPlot::new(
        "ubah",
        None,
        target.map(|percent| LineMark { label: "", percent }),
        rose.iter()
            .chain(&fell)
            .flat_map(|m| [m.change.from.coverage, m.change.to.coverage])
            .flatten(),
    );
    let view = |mover: &Mover<'_>| MoverView {
        name: mover.row.region.name.clone(),
        link: region_path(&mover.row.region.code),
        image: mover
            .change
            .from
            .coverage
            .zip(mover.change.to.coverage)
            .map(|(from, to)| Image::new(plot.change(from, to))),
        points: wording::signed_points(mover.change.points),
    };
    let groups = [("Naik terbesar", &rose), ("Turun terdalam atau naik terkecil", &fell)]
        .into_iter()
        .filter(|(_, movers)| !movers.is_empty())
        .map(|(title, movers)| (title, movers.iter().map(view).collect()))
        .collect();
    let target = target
        .map(|target| format!(" Garis tegak: target {}.", wording::percent_trimmed(target)))
        .unwrap_or_default();
    Changes {
        title: narrative::changes_title(&members, Level::Province),
        subtitle: format!(
            "Perubahan cakupan dari laporan setahun sebelumnya (lingkaran kosong) ke laporan \
             terakhir (lingkaran penuh), karena cakupan turun setiap Januari.{target}"
        ),
        groups,
    }
}

fn small_multiples(report: &NationalReport) -> Option<SmallCharts> {
    let date = report.nation.scope.date;
    let from = date - chrono::Days::new(SMALL_CHART_DAYS);
    let charts = Multiples::new(
        "kecil",
        (from, date),
        report.standing().series.up_to(date),
        report.nation.parts.iter().flat_map(|row| row.standing.series.up_to(date)),
    );
    let mut items = Vec::new();
    let mut without: Vec<&str> = Vec::new();
    for tile in &tiles::TILES {
        let row = report.nation.parts.iter().find(|row| row.region.code.as_str() == tile.code);
        let Some(row) = row else { continue };
        let figures: Vec<_> = row
            .standing
            .series
            .up_to(date)
            .iter()
            .filter(|figure| figure.as_of.date >= from)
            .copied()
            .collect();
        if figures.is_empty() {
            without.push(row.region.name.as_str());
            continue;
        }
        items.push(SmallChart {
            name: tile.name,
            link: region_path(&row.region.code),

            image: Image::new(charts.chart(&figures)),
        });
    }
    if items.is_empty() {
        return None;
    }
    Some(SmallCharts {
        title: "Setiap provinsi pada skala yang sama".to_owned(),
        subtitle: format!(
            "Cakupan dua tahun sampai {}, dalam persen. Garis tipis: nasional. Titik lepas: laporan yang berjarak lebih dari 100 hari.",
            wording::date(date)
        ),
        shared: Image::new(charts.shared()),
        items,
        without_trend: (!without.is_empty()).then(|| {
            format!("Tanpa laporan dalam dua tahun itu: {}.", narrative::words::list(&without))
        }),
    })
}

fn provinces(report: &NationalReport, context: &Context, order: Order) -> PartsTable {
    let nation = &report.nation;
    let mut rows: Vec<_> = nation.parts.iter().collect();
    order.sort(&mut rows, |row| row, |row| row.standing.year.map(|change| change.points));
    let members: Vec<_> = nation.parts.iter().map(member).collect();
    let reported = members.iter().filter(|member| member.figure.is_some()).count();
    let reference = nation
        .standing
        .figure
        .and_then(|figure| figure.coverage)
        .map(|coverage| ("angka nasional", coverage));
    PartsTable {
        title: narrative::ranking_title(&members, reference, Level::Province),
        subtitle: format!(
            "Keadaan per {}. {}. {}{} Grafik kecil pada kolom Tren menggambarkan 12 bulan \
             terakhir dengan skala kemiringan yang sama di semua baris.",
            wording::date(nation.scope.date),
            narrative::reporting(reported, members.len(), Level::Province),
            span_words(report),
            parts::target_words(&nation.parts)
        ),
        table_title: format!("Cakupan {} provinsi", members.len()),
        ranking_link: context.link("/peringkat").to_string(),
        has_counts: false,
        columns: parts::columns(&context.filter, "/", Level::Province, order, false),
        rows: rows.into_iter().map(parts::part_row).collect(),
        total: None,
        key: parts::key(&nation.parts),
        notes: vec!["Wilayah tanpa data tidak diberi peringkat.".to_owned()],
    }
}

fn freshness(report: &NationalReport) -> Vec<(&'static str, String, String)> {
    let nation = &report.nation;
    let reported = nation.parts.iter().filter(|row| row.standing.figure.is_some()).count();
    let missing: Vec<&str> = nation
        .parts
        .iter()
        .filter(|row| row.standing.figure.is_none())
        .map(|row| row.region.name.as_str())
        .collect();
    let mut list = vec![
        (
            "Angka nasional",
            nation
                .standing
                .own_figure()
                .and_then(|row| nation.sources.get(&row.source_id?))
                .map_or_else(|| "belum ada data".to_owned(), crate::web::view::source_line),
            nation
                .standing
                .figure
                .map_or_else(|| UNKNOWN.to_owned(), |figure| wording::as_of(figure.as_of)),
        ),
        (
            "Angka terbaru dalam data",
            "angka total semua wilayah".to_owned(),
            wording::date(nation.scope.newest),
        ),
        (
            "Provinsi yang sudah melapor",
            if missing.is_empty() {
                "semua provinsi".to_owned()
            } else {
                format!("belum melapor: {}", narrative::words::list(&missing))
            },
            format!("{reported} dari {}", nation.parts.len()),
        ),
    ];
    if let Some(judged) = &nation.standing.judged {
        list.push((
            "Target",
            judged.target.basis_text.clone(),
            format!(
                "{} pada {}",
                wording::percent_trimmed(judged.target.percent),
                wording::date(judged.target.due())
            ),
        ));
    }
    list
}
