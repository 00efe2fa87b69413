//! `/mutu/{kode}`: what a region and its parts are asked for before a session; as a page, and with
//! `.txt`, `.csv` or `.xlsx` behind the code as a file.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::domain::narrative::{self, Request};
use crate::domain::{RegionCode, wording};
use crate::export::comma;
use crate::export::quality::{self as list, Entry};
use crate::import::Said;
use crate::reports::Reader;
use crate::reports::quality::{ListReport, load_list};
use crate::web::Error;
use crate::web::code;
use crate::web::download::Download;
use crate::web::filter::Key;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::view::choices::{asked, regional_error};
use crate::web::view::region_path;

/// A region with what it is asked for.
struct Group {
    name: String,
    link: String,
    entries: Vec<Entry>,
}

/// A warning that somebody accepted, and that is not asked again.
struct AcceptedRow {
    region: String,
    link: String,
    segment: String,
    rule: &'static str,
    state: String,
    reason: String,
    who: String,
    when: String,
    version: i32,
}

#[derive(Template)]
#[template(path = "mutu_wilayah.html")]
struct ListPage {
    layout: Layout,
    name: String,
    region: String,
    quality: String,
    per: String,
    summary: String,
    /// What it is called and where it is.
    files: [(&'static str, String); 3],
    groups: Vec<Group>,
    accepted: Vec<AcceptedRow>,
    /// The months that are not asked for yet.
    not_due: String,
    whole: String,
}

/// The files of a list.
#[derive(Debug, Clone, Copy)]
enum Form {
    Text,
    Csv,
    Workbook,
}

/// Shows the list, or sends it as a file.
pub async fn show(page: Page, kode: web::Path<String>) -> Result<HttpResponse, Error> {
    let (kode, form) = match kode.rsplit_once('.') {
        Some((kode, "txt")) => (kode, Some(Form::Text)),
        Some((kode, "csv")) => (kode, Some(Form::Csv)),
        Some((kode, "xlsx")) => (kode, Some(Form::Workbook)),
        _ => (kode.as_str(), None),
    };
    let code = code::read(kode)?;
    let Some(form) = form else {
        return page
            .show(move |reader, context| {
                let list = load(reader, &code, context)?;
                Ok(build(&list, context))
            })
            .await;
    };
    page.download(move |reader, context| {
        let list = load(reader, &code, context)?;
        file(&list, form)
    })
    .await
}

fn load(reader: &mut Reader, code: &RegionCode, context: &Context) -> Result<ListReport, Error> {
    let settled = |answers: &str| Said::read(answers).settled();
    load_list(reader, code, &asked(&context.filter), &context.measure, settled)
        .map_err(|error| regional_error(error, code))
}

fn file(list: &ListReport, form: Form) -> Result<Download, Error> {
    let (ending, kind, bytes) = match form {
        Form::Text => ("txt", Download::TEXT, list::text(list).into_bytes()),
        Form::Csv => ("csv", Download::CSV, csv(list).into_bytes()),
        Form::Workbook => {
            let bytes = list::workbook(list).map_err(|error| Error::Internal(error.to_string()))?;
            ("xlsx", Download::XLSX, bytes)
        }
    };
    let name = format!("permintaan-data-{}-{}.{ending}", list.region.code, list.scope.date);
    Ok(Download { name, kind, bytes })
}

fn accepted(report: &ListReport) -> Vec<AcceptedRow> {
    let rows = report.accepted.iter().filter_map(|own| {
        let doubt = &own.doubt;
        let regions = report.regions.iter().map(|(region, _)| region);
        let region = regions.into_iter().find(|region| region.id == doubt.region_id)?;
        let segment = report.scope.segment_of(doubt.segment_id);
        Some(AcceptedRow {
            region: region.full_name.clone(),
            link: region_path(&region.code),
            segment: segment.map_or_else(String::new, |segment| segment.name.clone()),
            rule: doubt.breach.rule.label(),
            state: Request::check(doubt.as_of, &doubt.breach).state,
            reason: own.version.note.clone(),
            who: own.version.who.clone(),
            when: wording::moment(own.version.moment()),
            version: own.version.id,
        })
    });
    rows.collect()
}

fn csv(report: &ListReport) -> String {
    // The mark tells spreadsheets that it is UTF-8.
    let mut text = String::from("\u{feff}");
    comma::local(&list::HEAD, &mut text);
    for row in list::rows(report) {
        comma::local(&row.cells.each_ref().map(String::as_str), &mut text);
    }
    text
}

fn build(report: &ListReport, context: &Context) -> ListPage {
    let groups: Vec<Group> = report
        .regions
        .iter()
        .filter(|(_, asks)| !asks.is_empty())
        .map(|(region, asks)| Group {
            name: region.full_name.clone(),
            link: region_path(&region.code),
            entries: asks.iter().map(|ask| list::entry(report, ask)).collect(),
        })
        .collect();
    let code = &report.region.code;
    let file = |ending| context.filter.link(&format!("/mutu/{code}.{ending}")).to_string();
    let above = report.region.code.as_str().get(..2).unwrap_or_default();
    let title = format!("Permintaan data: {}", list::title(report));
    let summary = match report.count() {
        0 => "Tidak ada yang perlu diminta".to_owned(),
        count => format!("{count} permintaan untuk {} wilayah", groups.len()),
    };
    ListPage {
        layout: context.layout(title, format!("{summary}.")),
        name: list::title(report),
        region: region_path(code),
        quality: context.link("/mutu").with(Key::Wilayah, above).to_string(),
        per: wording::date(report.scope.date),
        summary,
        files: [
            ("Teks untuk pesan atau surat", file("txt")),
            ("CSV", file("csv")),
            ("XLSX dengan kolom jawaban", file("xlsx")),
        ],
        groups,
        accepted: accepted(report),
        not_due: narrative::not_due(&report.not_due),
        whole: format!(
            "Semua angka bulanan sampai {} sudah masuk, lengkap, dan tanpa temuan.",
            wording::date(report.scope.date)
        ),
    }
}
