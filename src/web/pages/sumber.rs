//! `/sumber`: who published what, and where they contradict each other.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::narrative::words;
use crate::domain::wording;
use crate::editing::contest;
use crate::reports::rows::Dispute;
use crate::reports::sources::{self, SourcesReport};
use crate::reports::story::name_of;
use crate::web::Error;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::view::choices::report_error;
use crate::web::view::contest::contest_path;
use crate::web::view::lists::{PageLink, beyond, page_links};
use crate::web::view::{UNKNOWN, published_on, region_path, source_line, source_url};

/// Sources on one page.
const PAGE_ROWS: usize = 100;

/// One of several contradicting statements.
struct Voice {
    figure: String,
    used: bool,
    source: String,
    url: Option<String>,
    authority: &'static str,
    note: String,
}

/// Statements that contradict each other.
struct DisputeView {
    id: String,
    region: String,
    link: String,
    /// The page of all about it.
    page: String,
    segment: String,
    date: String,
    statements: Vec<Voice>,
    reason: String,
}

/// A source.
struct SourceRow {
    publisher: String,
    title: String,
    url: Option<String>,
    published: String,
    authority: &'static str,
    figure: String,
}

#[derive(Template)]
#[template(path = "sumber.html")]
struct SourcesPage {
    layout: Layout,
    summary: String,
    lead: &'static str,
    disputes_title: String,
    disputes: Vec<DisputeView>,
    sources: Vec<SourceRow>,
    sources_sub: String,
    pages: Vec<PageLink>,
}

/// Shows the register of conflicting figures and the sources.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|reader, context| {
        let report = sources::load(reader).map_err(report_error)?;
        let pages = report.sources.len().div_ceil(PAGE_ROWS).max(1);
        let number = context.filter.page as usize;
        if number > pages {
            return Err(beyond(number, pages));
        }
        Ok(build(&report, context, number, pages))
    })
    .await
}

fn build(report: &SourcesReport, context: &Context, page: usize, pages: usize) -> SourcesPage {
    let disputes: Vec<DisputeView> =
        report.disputes.iter().filter_map(|dispute| dispute_view(report, dispute)).collect();
    let shown = report.sources.iter().skip((page - 1) * PAGE_ROWS).take(PAGE_ROWS);
    SourcesPage {
        layout: context
            .layout("Sumber dan angka yang berbeda", "Siapa menerbitkan apa, dan di mana berbeda.")
            .menu("/sumber"),
        summary: format!(
            "{} sumber, {} kelompok angka yang berbeda",
            report.sources.len(),
            disputes.len()
        ),
        lead: "Semua angka dikutip dari terbitan terbuka, disimpan seperti diterbitkan, dan tidak \
               pernah dirata-ratakan atau dibetulkan.",
        disputes_title: match disputes.len() {
            0 => "Tidak ada angka yang berbeda antarsumber".to_owned(),
            number => format!(
                "{} kelompok angka berbeda antarsumber",
                words::sentence_case(&words::number(number))
            ),
        },
        disputes,
        sources: shown
            .map(|(source, count)| SourceRow {
                publisher: source.publisher.clone(),
                title: if source.title.is_empty() {
                    "(tanpa judul)".to_owned()
                } else {
                    source.title.clone()
                },
                url: source_url(source),
                published: published_on(&source.published_on),
                authority: source.authority.label(),
                figure: wording::count(*count),
            })
            .collect(),
        sources_sub: "Kolom terakhir: banyaknya angka cakupan yang dikutip dari sumber itu."
            .to_owned(),
        pages: page_links(&context.filter, "/sumber", page, pages),
    }
}

fn dispute_view(report: &SourcesReport, dispute: &Dispute) -> Option<DisputeView> {
    let region = report.regions.get(&dispute.region_id)?;
    let segment = report.segments.get(&dispute.segment_id)?;
    let statements: Vec<Voice> = dispute
        .statements
        .iter()
        .map(|statement| {
            let source = report
                .sources
                .iter()
                .map(|(source, _)| source)
                .find(|s| s.id == statement.source_id);
            Voice {
                figure: statement
                    .figure()
                    .map_or_else(|| UNKNOWN.to_owned(), |figure| contest::figure(&figure)),
                used: dispute.chosen_source_id == statement.source_id,
                source: source.map(source_line).unwrap_or_default(),
                url: source.and_then(source_url),
                authority: source.map_or("", |source| source.authority.label()),
                note: statement.note.clone(),
            }
        })
        .collect();
    Some(DisputeView {
        id: format!(
            "k-{}-{}-{}",
            region.code.as_str().replace('.', "-"),
            segment.code,
            dispute.as_of
        ),
        region: name_of(region).full,
        page: contest_path(&region.code, &segment.code, dispute.as_of),
        link: format!(
            "{}?per={}&segmen={}",
            region_path(&region.code),
            dispute.as_of,
            segment.code
        ),
        segment: segment.name.clone(),
        date: dispute
            .statements
            .iter()
            .find_map(|statement| statement.as_of)
            .map_or_else(|| wording::date(dispute.as_of), wording::as_of),
        statements,
        reason: dispute.reason.as_deref().map_or_else(
            || "Dipilih menurut urutan di atas; belum ada keputusan editor.".to_owned(),
            |reason| format!("Keputusan: {}.", reason.trim_end_matches('.')),
        ),
    })
}
