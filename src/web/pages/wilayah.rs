//! `/wilayah/{kode}`: everything that is known of one region.

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::domain::narrative::{self, Story, words};
use crate::domain::{Level, RegionCode, wording};
use crate::reports::order::Order;
use crate::reports::region::{self, RegionReport};
use crate::reports::rows::{Event, EventKind};
use crate::reports::standing::Row;
use crate::reports::story::{member, name_of, tell};
use crate::web::Error;
use crate::web::code;
use crate::web::filter::Filter;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::view::choices::{Choices, asked, regional_error};
use crate::web::view::labels::rule_title;
use crate::web::view::lists::read_order;
use crate::web::view::opening::Opening;
use crate::web::view::parts::{self, PartsTable};
use crate::web::view::region_path;
use crate::web::view::sections::{Compared, Money, Segments, TargetList};
use crate::web::view::statements::Statements;
use crate::web::view::trend::{ParticipantsView, TrendView};

/// A fact in the head of the page: text, an emphasised value, text after it.
pub type MetaItem = (String, String, String);

#[derive(Template)]
#[template(path = "wilayah.html")]
struct WilayahPage {
    layout: Layout,
    crumbs: Vec<(String, String)>,
    name: String,
    full_name: String,
    code: String,
    /// The list of what is asked for before a session.
    quality: String,
    meta: Vec<MetaItem>,
    choices: Choices,
    notices: Vec<String>,
    opening: Opening,
    trend: TrendView,
    participants: Option<ParticipantsView>,
    parts: Option<PartsTable>,
    neighbours: Option<Compared>,
    segments: Segments,
    target: TargetList,
    funding: Money,
    regulations: Vec<(String, String)>,
    statements: Statements,
}

/// Shows a region; a former code leads to the page of today's code.
pub async fn show(page: Page, path: web::Path<String>) -> Result<HttpResponse, Error> {
    let code = code::read(&path)?;
    if code == RegionCode::nation() {
        return Ok(HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, "/"))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .finish());
    }
    page.show(move |reader, context| {
        let filter = &context.filter;
        let order = read_order(filter)?;
        let report = region::load(reader, &code, &asked(filter))
            .map_err(|error| regional_error(error, &code))?;
        Ok(build(&report, context, order))
    })
    .await
}

fn build(report: &RegionReport, context: &Context, order: Order) -> WilayahPage {
    let region = &report.region;
    let filter = &context.filter;
    let story = tell(report);
    let path = region_path(&region.code);
    let crumbs = report
        .ancestors
        .iter()
        .map(|ancestor| {
            let name = if ancestor.level == Level::Nation { "Nasional" } else { &ancestor.name };
            (region_path(&ancestor.code), name.to_owned())
        })
        .collect();
    let with_figures: Vec<i32> = report.segments.iter().map(|row| row.segment.id).collect();
    let chosen = report.standing.judged.as_ref().map(|judged| judged.target.id);
    WilayahPage {
        layout: context.layout(region.full_name.clone(), narrative::description(&story)),
        crumbs,
        name: name_of(region).running().to_owned(),
        full_name: region.full_name.clone(),
        code: region.code.to_string(),
        quality: context.link(&format!("/mutu/{}", region.code)).to_string(),
        meta: meta(report, &story),
        choices: Choices::new(path.clone(), &report.scope, &with_figures, &report.targets, chosen),
        notices: notices(report),
        opening: Opening::new(report, &story),
        trend: TrendView::new(report, &story),
        participants: ParticipantsView::new(report),
        parts: parts_table(report, filter, &path, order),
        neighbours: Compared::new(report, &story),
        segments: Segments::new(report, filter, &path),
        target: TargetList::new(report, &story, filter, &path),
        funding: Money::new(report, &story),
        regulations: report
            .regulations
            .iter()
            .map(|rule| (rule_title(rule), rule.meaning.clone()))
            .collect(),
        statements: Statements::new(report, &story),
    }
}

/// Parts, date, segment and rank, in the head of the page.
fn meta(report: &RegionReport, story: &Story) -> Vec<MetaItem> {
    let mut items = Vec::new();
    let plain = |text: String| (text, String::new(), String::new());
    if report.region.parts > 0 {
        if let Some(level) = report.region.level.below() {
            items.push(plain(format!("{} {}", report.region.parts, words::noun(level))));
        }
    } else if let Some(count) = report.region.below.kecamatan {
        items.push(plain(format!("{count} kecamatan")));
    }
    if let Some(figure) = story.current {
        items.push(("Data per".to_owned(), wording::as_of(figure.as_of), String::new()));
    } else {
        items.push(("Keadaan per".to_owned(), wording::date(story.per), String::new()));
    }
    if !report.scope.has_targets() {
        items.push(("Segmen".to_owned(), report.scope.segment.name.clone(), String::new()));
    }
    if let Some(standing) = &story.standing {
        let noun = words::noun(report.region.level);
        let within = match report.ancestors.last() {
            Some(parent) if parent.level != Level::Nation => format!(" di {}", parent.name),
            _ => String::new(),
        };
        items.push((
            "Peringkat".to_owned(),
            narrative::ordinal(standing),
            format!(", antara {noun}{within} yang punya data"),
        ));
    }
    let published = report.statements.iter().find(|statement| {
        story.current.is_some_and(|figure| statement.as_of == Some(figure.as_of))
            && statement.segment_id == report.scope.segment.id
            && statement.rank.is_some()
    });
    if let Some((rank, of)) = published.and_then(|statement| statement.rank.zip(statement.rank_of))
    {
        items.push((
            "Menurut sumber".to_owned(),
            format!("peringkat {rank} dari {of}"),
            String::new(),
        ));
    }
    items
}

/// Creation, split and recoding; a date of the page that lies beyond the data.
fn notices(report: &RegionReport) -> Vec<String> {
    let mut notices: Vec<String> = Vec::new();
    let region = &report.region;
    let splits: Vec<&Event> = report
        .history
        .iter()
        .filter(|event| event.kind == EventKind::Split && event.old_region_id == Some(region.id))
        .collect();
    let mut days: Vec<_> = splits.iter().map(|event| event.effective).collect();
    days.dedup();
    for day in days {
        let here: Vec<&&Event> = splits.iter().filter(|event| event.effective == day).collect();
        let names: Vec<&str> =
            here.iter().map(|e| e.full_name.trim_start_matches("Provinsi ")).collect();
        let mut laws: Vec<&str> = here.iter().map(|event| event.legal_basis.as_str()).collect();
        laws.dedup();
        notices.push(narrative::divided(&region.name, &names, day, &laws));
    }
    for event in report.history.iter().filter(|event| event.region_id == region.id) {
        let (full_name, parent) = (event.old_full_name.as_ref(), event.old_parent.as_ref());
        match (event.kind, full_name, parent, &event.old_code) {
            (EventKind::Created, Some(old), ..) => notices.push(narrative::created(
                &region.name,
                old.trim_start_matches("Provinsi "),
                event.effective,
                &event.legal_basis,
            )),
            (EventKind::Recoded, _, Some((_, parent)), Some(code)) => {
                notices.push(narrative::recoded(
                    name_of(region).running(),
                    code.as_str(),
                    parent,
                    event.effective,
                    &event.legal_basis,
                ));
            }
            _ => {}
        }
    }
    notices.dedup();
    notices
}

/// The parts of the region, where it has any.
fn parts_table(
    report: &RegionReport,
    filter: &Filter,
    path: &str,
    order: Order,
) -> Option<PartsTable> {
    let level = report.region.level.below().filter(|_| !report.parts.is_empty())?;
    let noun = words::noun(level);
    let mut rows: Vec<&Row> = report.parts.iter().collect();
    order.sort(&mut rows, |row| row, |row| row.standing.year.map(|change| change.points));
    let members: Vec<_> = report.parts.iter().map(member).collect();
    let has_counts = report.parts.iter().any(|row| {
        row.standing.figure.is_some_and(|f| f.active.is_some() && f.workforce.is_some())
    });
    let reported = report.parts.iter().filter(|row| row.standing.figure.is_some()).count();
    let own = Row { region: report.region.clone(), standing: report.standing.clone(), rank: None };
    let mut total = parts::part_row(&own);
    total.name.clone_from(&report.region.full_name);
    total.spark = None;
    Some(PartsTable {
        title: narrative::parts_title(&members, parts::shared_target(&report.parts), level),
        subtitle: format!(
            "Cakupan per {noun}, dalam persen, keadaan per {}. {}.{}",
            wording::date(report.scope.date),
            narrative::reporting(reported, report.parts.len(), level),
            parts::target_words(&report.parts)
        ),
        table_title: format!(
            "Cakupan {} {noun} di {}",
            report.parts.len(),
            report.region.full_name
        ),
        ranking_link: String::new(),
        has_counts,
        columns: parts::columns(filter, path, level, order, has_counts),
        rows: rows.into_iter().map(parts::part_row).collect(),
        total: report.standing.figure.is_some().then_some(total),
        key: parts::key(&report.parts),
        notes: parts::sum_notes(report),
    })
}
