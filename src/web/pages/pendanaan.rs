//! `/pendanaan`: workers, rupiah and months funded, by payer.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::premium::LOWEST_BPU;
use crate::domain::{Period, wording};
use crate::reports::funding::{self, FundingReport};
use crate::reports::rows::Funding;
use crate::web::Error;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::view::choices::report_error;
use crate::web::view::labels::{FUNDING_KINDS, funding_group};
use crate::web::view::{count_or_unknown, region_path, source_line, source_url};

/// A published statement on money.
struct FundingRow {
    region: String,
    link: String,
    period: String,
    payer: String,
    group: String,
    workers: String,
    rupiah: String,
    source: String,
    url: Option<String>,
    note: String,
}

/// Statements that count the same thing.
struct Group {
    id: &'static str,
    title: &'static str,
    subtitle: &'static str,
    has_workers: bool,
    has_rupiah: bool,
    rows: Vec<FundingRow>,
}

#[derive(Template)]
#[template(path = "pendanaan.html")]
struct FundingPage {
    layout: Layout,
    summary: String,
    lead: String,
    groups: Vec<Group>,
}

/// Shows what was published on money.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|reader, context| {
        let report = funding::load(reader).map_err(report_error)?;
        Ok(build(&report, context))
    })
    .await
}

fn build(report: &FundingReport, context: &Context) -> FundingPage {
    let groups = FUNDING_KINDS
        .iter()
        .filter_map(|(kind, id, title, subtitle)| {
            let mut rows: Vec<&Funding> =
                report.rows.iter().filter(|row| row.kind == *kind).collect();
            rows.sort_by_key(|row| {
                let code = report.regions.get(&row.region_id).map(|region| region.code.clone());
                (code, std::cmp::Reverse(row.period.and_then(Period::end)))
            });
            (!rows.is_empty()).then(|| Group {
                id,
                title,
                subtitle,
                has_workers: rows.iter().any(|row| row.workers.is_some()),
                has_rupiah: rows.iter().any(|row| row.amount_rp.is_some()),
                rows: rows.into_iter().map(|row| funding_row(report, row)).collect(),
            })
        })
        .collect();
    let mut regions: Vec<i32> = report.rows.iter().map(|row| row.region_id).collect();
    regions.sort_unstable();
    regions.dedup();
    FundingPage {
        layout: context
            .layout("Pendanaan iuran", "Pekerja, rupiah, dan bulan iuran menurut sumber dana.")
            .menu("/pendanaan"),
        summary: format!("{} pernyataan tentang {} wilayah", report.rows.len(), regions.len()),
        lead: format!(
            "Siapa membayar iuran untuk siapa, sebanyak apa, dan untuk berapa lama, seperti \
             diterbitkan. Iuran JKK dan JKM peserta BPU upah terendah adalah {} per orang per \
             bulan ({}); bila jumlah rupiah sepadan dengan kelipatan bulan dari iuran itu, \
             bulannya disebut.",
            wording::rupiah(LOWEST_BPU.per_month()),
            LOWEST_BPU.legal_basis
        ),
        groups,
    }
}

fn funding_row(report: &FundingReport, row: &Funding) -> FundingRow {
    let region = report.regions.get(&row.region_id);
    let source = report.sources.get(&row.source_id);
    let mut note: Vec<String> = Vec::new();
    let months = row.workers.zip(row.amount_rp).and_then(|(w, a)| LOWEST_BPU.months_paid(w, a));
    // A note of the editors that does the arithmetic goes before ours.
    if let Some(months) = months.filter(|_| !row.note.contains(" x ")) {
        note.push(format!(
            "Sepadan dengan {months} bulan iuran {}.",
            wording::rupiah(LOWEST_BPU.per_month())
        ));
    }
    if let Some(cases) = row.cases {
        note.push(format!("{} kasus.", wording::count(cases.into())));
    }
    if !row.note.is_empty() {
        let end = if row.note.ends_with('.') { "" } else { "." };
        note.push(format!("{}{end}", row.note));
    }
    FundingRow {
        region: region.map_or_else(String::new, |region| region.full_name.clone()),
        link: region.map_or_else(String::new, |region| region_path(&region.code)),
        period: row.period.map_or_else(|| "tanpa tanggal".to_owned(), wording::period),
        payer: row.payer_text.clone(),
        group: funding_group(row),
        workers: count_or_unknown(row.workers),
        rupiah: row.amount_rp.map_or_else(|| "–".to_owned(), wording::rupiah),
        source: source.map(source_line).unwrap_or_default(),
        url: source.and_then(source_url),
        note: note.join(" "),
    }
}
