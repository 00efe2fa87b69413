//! `/peringkat`: all regions of a level at a date, beside another date.

use std::cmp::Ordering;

use actix_web::HttpResponse;
use askama::Template;

use crate::charts::{DotPlot, LineMark};
use crate::domain::narrative::{self, Member, words};
use crate::domain::{Level, Status, wording};
use crate::reports::order::Order;
use crate::reports::ranking::{self, PAGE_ROWS, RankedRow, RankingChoice, RankingReport};
use crate::reports::story::member;
use crate::web::Error;
use crate::web::filter::{Filter, Key};
use crate::web::layout::Layout;
use crate::web::markup::Image;
use crate::web::page::{Context, Page};
use crate::web::view::choices::{Choice, asked, report_error};
use crate::web::view::lists::{
    PageLink, beyond, level_choices, order_key, page_links, read_level, read_order,
};
use crate::web::view::parts;
use crate::web::view::{UNKNOWN, region_path};

/// A column of the ranking.
struct Column {
    name: String,
    class: &'static str,
    link: Option<String>,
    direction: Option<&'static str>,
    /// The axis of the dot plot, in its column.
    axis: Option<Image>,
}

/// A row of the ranking.
struct RankingRow {
    rank: String,
    link: String,
    name: String,
    /// The province of a kabupaten/kota.
    parent: Option<String>,
    coverage: String,
    date: String,
    dots: Option<Image>,
    /// What stands in place of the dots.
    note: String,
    points: String,
    /// The date of the earlier figure, which rarely is the date asked for.
    since: String,
    gap: String,
    gap_points: String,
    target: String,
    status: Option<Status>,
    shift: String,
}

#[derive(Template)]
#[template(path = "peringkat.html")]
struct RankingPage {
    layout: Layout,
    title: String,
    reporting: String,
    per: String,
    span: Option<String>,
    levels: Vec<Choice>,
    segments: Vec<Choice>,
    date_iso: String,
    newest_iso: String,
    compare_iso: String,
    orders: Vec<Choice>,
    finding: String,
    subtitle: String,
    key: Vec<Status>,
    table_caption: String,
    columns: Vec<Column>,
    /// Whether places at both dates can be compared.
    has_shift: bool,
    rows: Vec<RankingRow>,
    pages: Vec<PageLink>,
    notes: Vec<String>,
}

/// Shows the ranking of a level.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    let level = read_level(page.filter())?;
    page.show(move |reader, context| {
        let order = read_order(&context.filter)?;
        let page = context.filter.page as usize;
        let choice = RankingChoice { level, order, page };
        let report =
            ranking::load(reader, &asked(&context.filter), choice).map_err(report_error)?;
        if page > report.pages {
            return Err(beyond(page, report.pages));
        }
        Ok(build(&report, context))
    })
    .await
}

fn build(report: &RankingReport, context: &Context) -> RankingPage {
    let filter = &context.filter;
    let scope = &report.scope;
    let noun = words::noun(report.level);
    let nation = report.nation.figure.and_then(|figure| figure.coverage);
    let target = report.nation.judged.as_ref().map(|judged| &judged.target);
    let members: Vec<Member> = report.all.iter().map(in_ranking).collect();
    let nation_label = nation.map(|nation| format!("Nasional {}", wording::percent(nation)));
    let target_label = target.map(|t| format!("Target {}", wording::percent_trimmed(t.percent)));
    let plot = DotPlot::new(
        "titik",
        nation.zip(nation_label.as_deref()).map(|(percent, label)| LineMark { label, percent }),
        target
            .zip(target_label.as_deref())
            .map(|(target, label)| LineMark { label, percent: target.percent }),
        report
            .all
            .iter()
            .flat_map(|row| [row.row.standing.figure, row.before])
            .filter_map(|figure| figure?.coverage),
    );
    let finding = if report.order == Order::Gap {
        narrative::furthest_title(&members, report.level)
    } else {
        narrative::ranking_title(&members, nation.map(|n| ("angka nasional", n)), report.level)
    };
    let compare = wording::date(report.compare);
    let lines = match (nation, target) {
        (Some(nation), Some(target)) => format!(
            " Garis tegak: nasional {} dan target nasional {} {}.",
            wording::percent(nation),
            target.year,
            wording::percent_trimmed(target.percent)
        ),
        (Some(nation), None) => format!(" Garis tegak: nasional {}.", wording::percent(nation)),
        _ => String::new(),
    };
    let all: Vec<_> = report.all.iter().map(|row| row.row.clone()).collect();
    let title = format!("Peringkat {noun}");
    RankingPage {
        layout: context
            .layout(
                title.clone(),
                format!("Peringkat cakupan {noun} per {}.", wording::date(scope.date)),
            )
            .menu("/peringkat"),
        title,
        reporting: narrative::reporting(report.reported, report.all.len(), report.level),
        per: wording::date(scope.date),
        span: report.span.filter(|(first, last)| first != last).map(|(first, last)| {
            format!("Tanggal angka: {} sampai {}", wording::date(first), wording::date(last))
        }),
        levels: level_choices(report.level),
        segments: scope
            .segments
            .iter()
            .map(|s| Choice::new(s.code.as_str(), s.name.clone(), scope.segment.code.as_str()))
            .collect(),
        date_iso: scope.date.to_string(),
        newest_iso: scope.newest.to_string(),
        compare_iso: report.compare.to_string(),
        orders: order_choices(report.order),
        finding,
        subtitle: format!(
            "Cakupan per {noun}, dalam persen. Lingkaran penuh: keadaan per {}. Lingkaran kosong: \
             laporan terakhir sebelum atau pada {compare}.{lines}{}",
            wording::date(scope.date),
            parts::target_words(&all)
        ),
        key: parts::key(&all),
        table_caption: format!(
            "Peringkat cakupan {noun} per {} dan perubahannya sejak {compare}",
            wording::date(scope.date)
        ),
        columns: columns(report, filter, &plot),
        has_shift: report.same_regions,
        rows: report.rows.iter().map(|row| ranking_row(report, row, &plot)).collect(),
        pages: page_links(filter, "/peringkat", report.page, report.pages),
        notes: notes(report),
    }
}

/// A row with the change that this page shows.
fn in_ranking(row: &RankedRow) -> Member {
    Member { change: row.change, ..member(&row.row) }
}

fn order_choices(current: Order) -> Vec<Choice> {
    Order::ALL
        .into_iter()
        .map(|order| {
            let name = match order {
                Order::Coverage => "Cakupan, tertinggi dulu",
                Order::Change => "Perubahan, naik terbesar dulu",
                Order::Gap => "Selisih ke target, pekerja terbanyak dulu",
                Order::Name => "Nama",
            };
            Choice::new(order_key(order), name, order_key(current))
        })
        .collect()
}

fn columns(report: &RankingReport, filter: &Filter, plot: &DotPlot<'_>) -> Vec<Column> {
    let link = |order: Order| {
        let link = filter.link("/peringkat").without(Key::Hal);
        Some(link.with(Key::Urut, order_key(order)).to_string())
    };
    let sorted = |name: String, class: &'static str, by: Order| Column {
        name,
        class,
        link: link(by),
        direction: (by == report.order).then_some(if by == Order::Name {
            "ascending"
        } else {
            "descending"
        }),
        axis: None,
    };
    let plain = |name: &str, class: &'static str| Column {
        name: name.to_owned(),
        class,
        link: None,
        direction: None,
        axis: None,
    };
    let name = if report.level == Level::Province { "Provinsi" } else { "Kabupaten/kota" };
    let mut columns = vec![
        sorted(name.to_owned(), "", Order::Name),
        sorted("Cakupan".to_owned(), "angka", Order::Coverage),
        Column { axis: Some(Image::new(plot.header())), ..plain("Letak pada sumbu", "sel-titik") },
        sorted(
            format!("Sejak {}, poin", wording::date_short(report.compare)),
            "angka",
            Order::Change,
        ),
        sorted("Selisih ke target, pekerja".to_owned(), "angka sembunyi", Order::Gap),
        plain("Status", ""),
    ];
    if report.same_regions {
        columns.push(plain("Peringkat", "sembunyi"));
    }
    columns
}

fn ranking_row(report: &RankingReport, row: &RankedRow, plot: &DotPlot<'_>) -> RankingRow {
    let standing = &row.row.standing;
    let region = &row.row.region;
    let figure = standing.figure;
    let coverage = figure.and_then(|figure| figure.coverage);
    let base = parts::part_row(&row.row);
    RankingRow {
        rank: base.rank,
        link: region_path(&region.code),
        name: crate::reports::story::name_of(region).running().to_owned(),
        parent: region.parent_id.and_then(|id| report.parents.get(&id)).cloned(),
        coverage: base.coverage,
        date: figure.map_or_else(|| "belum ada data".to_owned(), |f| wording::as_of_short(f.as_of)),
        dots: coverage.map(|coverage| {
            let before = row.before.and_then(|before| before.coverage);
            Image::new(plot.row(before, Some(coverage)))
        }),
        note: narrative_missing(row),
        points: row
            .change
            .map_or_else(|| UNKNOWN.to_owned(), |change| wording::signed_points(change.points)),
        since: row
            .change
            .map_or_else(String::new, |change| wording::as_of_short(change.from.as_of)),
        target: base.target,
        gap: base.gap,
        gap_points: base.gap_points,
        status: base.status,
        shift: shift(report, row),
    }
}

/// What is known of a region without a figure.
fn narrative_missing(row: &RankedRow) -> String {
    match row.row.standing.last_known.and_then(|last| Some((last.as_of, last.coverage?))) {
        Some((as_of, coverage)) => format!(
            "Belum ada data. Laporan terakhir {}: {}.",
            wording::as_of(as_of),
            wording::percent(coverage)
        ),
        None => "Belum ada data.".to_owned(),
    }
}

/// How the place moved; only where the same regions have data at both dates, because a place among
/// others says nothing about the region.
fn shift(report: &RankingReport, row: &RankedRow) -> String {
    let places = row.rank_before.zip(row.row.rank).filter(|_| report.same_regions);
    let Some((before, now)) = places else { return UNKNOWN.to_owned() };
    match before.place.cmp(&now.place) {
        Ordering::Equal => "tetap".to_owned(),
        Ordering::Greater => format!("naik {}", before.place - now.place),
        Ordering::Less => format!("turun {}", now.place - before.place),
    }
}

fn notes(report: &RankingReport) -> Vec<String> {
    let mut notes = Vec::new();
    if !report.same_regions && report.reported_before > 0 {
        notes.push(format!(
            "Pergeseran peringkat tidak dihitung: pada {} yang punya data {} dari {}, kini {}, dan \
             wilayahnya tidak sama.",
            wording::date(report.compare),
            report.reported_before,
            report.all.len(),
            report.reported
        ));
    }
    if report.reported_before == 0 {
        notes.push(format!(
            "Tidak ada angka untuk pembanding per {}; pilih tanggal lain.",
            wording::date(report.compare)
        ));
    }
    if report.pages > 1 {
        notes.push(format!(
            "Halaman {} dari {}, {PAGE_ROWS} baris tiap halaman.",
            report.page, report.pages
        ));
    }
    notes
}
