//! `/metodologi`: definitions, formulas and rules, in words.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::aggregate::MAX_SPAN_DAYS;
use crate::domain::projection::MIN_REPORTS;
use crate::domain::series::{JOIN_DAYS, MAX_AGE_DAYS, STALE_DAYS};
use crate::domain::{AsOf, Figure, Percent, Status, wording};
use crate::web::Error;
use crate::web::layout::Layout;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "metodologi.html")]
struct Metodologi {
    layout: Layout,
    example: Example,
    states: Vec<State>,
}

/// Jambi on 2 December 2024, computed here so that the example cannot differ from the pages.
struct Example {
    active: String,
    workforce: String,
    coverage: String,
    target: String,
    gap: String,
}

impl Example {
    fn new() -> Self {
        let (active, workforce, target) = (592_806, 1_312_370, Percent(5300));
        let figure = AsOf::parse("2024-12-02")
            .map(|as_of| Figure::read(as_of, Some(active), Some(workforce), None, false));
        let coverage = figure.and_then(|figure| figure.coverage);
        let gap = figure.and_then(|figure| figure.gap_in_workers(target));
        Self {
            active: wording::count(active),
            workforce: wording::count(workforce),
            coverage: coverage.map_or_else(String::new, wording::percent),
            target: wording::percent_trimmed(target),
            gap: gap.map_or_else(String::new, wording::count),
        }
    }
}

/// One of the eight states and the rule that gives it.
struct State {
    status: Status,
    rule: &'static str,
}

fn rule(status: Status) -> &'static str {
    match status {
        Status::Achieved => "Cakupan sama dengan target atau di atasnya.",
        Status::OnTrack => "Laju terukur sedikitnya 0,95 dari laju yang dibutuhkan.",
        Status::NeedsSpeed => "Laju terukur 0,60 sampai kurang dari 0,95 laju yang dibutuhkan.",
        Status::Behind => "Laju terukur 0 sampai kurang dari 0,60 laju yang dibutuhkan.",
        Status::Falling => "Cakupan turun: laju terukur kurang dari nol.",
        Status::PastDue => "Tanggal target telah lewat dan target belum tercapai.",
        Status::PaceUnknown => "Laporan yang dapat dibandingkan kurang dari dua.",
        Status::NoData => {
            "Tidak ada laporan dalam 400 hari sampai tanggal halaman, atau belum pernah ada laporan."
        }
    }
}

/// Shows the page.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|_, context| {
        Ok(Metodologi {
            layout: context.layout(
                "Metodologi",
                "Cara Cakupan menghitung, membandingkan, dan menampilkan cakupan Universal \
                 Coverage Jamsostek: definisi, rumus, aturan, dan istilah.",
            ),
            example: Example::new(),
            states: Status::ALL.map(|status| State { status, rule: rule(status) }).into(),
        })
    })
    .await
}
