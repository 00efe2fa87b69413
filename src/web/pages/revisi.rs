//! `/revisi` and `/revisi/{versi}`: what each version of the data brought, old beside new.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::db::versions;
use crate::domain::wording::{self, count};
use crate::domain::{Act, RegionCode};
use crate::editing::withdrawal::{self, CAN_BE};
use crate::effect::subject;
use crate::import::{LEFT_OUT, Said, Segment, drafts};
use crate::reports::revisions::{self, VersionReport, VersionsReport};
use crate::reports::rows::{Contents as Held, Source, Version};
use crate::web::Error;
use crate::web::download::Download;
use crate::web::filter::whole_number;
use crate::web::headers::CachePolicy;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::session::Person;
use crate::web::view::choices::report_error;
use crate::web::view::imported::left_out::LeftOutRows;
use crate::web::view::imported::said::{said, source};
use crate::web::view::lists::{beyond, page_links};
use crate::web::view::versions::Contents;
use crate::web::view::{source_line, titled};

/// A version in the list.
struct VersionRow {
    id: i32,
    title: String,
    /// What it is about, in one line; empty where the title says all of it.
    about: String,
    kind: &'static str,
    when: String,
    who: String,
    /// Where its figures come from.
    source: String,
    /// What it changed: a number and its words.
    effect: Vec<(String, String)>,
    /// Rows of its file; empty for no file.
    rows: String,
    note: String,
    /// The version that took it back.
    taken_back: Option<i32>,
}

#[derive(Template)]
#[template(path = "revisi.html")]
struct VersionsPage {
    layout: Layout,
    summary: String,
    rows: Vec<VersionRow>,
}

#[derive(Template)]
#[template(path = "revisi_versi.html")]
struct VersionPage {
    layout: Layout,
    id: i32,
    title: String,
    meta: Vec<String>,
    file: String,
    hash: String,
    note: String,
    /// What was said by hand about the file.
    said: Vec<(&'static str, String)>,
    /// Rows of its file that stayed out.
    left_out: LeftOutRows,
    effect: Vec<(String, String)>,
    contents: Contents,
    at: String,
    /// It is no part of the program, so that editors can take it back.
    can_be_withdrawn: bool,
    /// The version that took it back.
    taken_back: Option<i32>,
    before: Option<String>,
}

/// Shows the list of versions.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|r, context| {
        let report = revisions::load(r).map_err(report_error)?;
        Ok(list(&report, context))
    })
    .await
}

/// Shows one version.
pub async fn one(page: Page, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id = whole_number(&id)
        .filter(|number| *number > 0)
        .ok_or_else(|| Error::not_found("Alamat ini tidak memuat nomor versi data."))?;
    page.show(move |r, context| {
        let number = context.filter.page as usize;
        let report = revisions::load_one(r, id, number).map_err(report_error)?;
        let report = report.ok_or_else(|| {
            let last = context.data.version;
            Error::not_found(format!("Versi data {id} tidak ada. Versi terakhir adalah {last}."))
                .way("/revisi", "Daftar versi data")
        })?;
        if number > report.pages {
            return Err(beyond(number, report.pages));
        }
        Ok(version_page(&report, context, number))
    })
    .await
}

/// Sends the file of a version as it was uploaded, to those who may bring figures in of all its regions.
pub async fn file(person: Person, id: web::Path<String>) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let missing =
        || Error::not_found("Versi ini tidak menyimpan berkas.").way("/revisi", "Versi data");
    let id = whole_number(&id).ok_or_else(missing)?;
    let own = person.account().grant.region().cloned();
    let found = person
        .read(move |c| {
            let Some(bytes) = drafts::file_of_batch(c, id)? else { return Ok(None) };
            let inside = match &own {
                Some(own) => withdrawal::is_within(c, id, own)?,
                None => true,
            };
            Ok(versions::one(c, id)?.map(|version| (version.file_name, bytes, inside)))
        })
        .await?;
    let (name, bytes, inside) = found.ok_or_else(missing)?;
    if !inside {
        person.must(Act::Import, None)?;
    }
    Ok(Download { name, kind: Download::ANY, bytes }.respond(CachePolicy::Private))
}

fn kind(version: &Version) -> &'static str {
    match version.kind.as_str() {
        "release" => "Angka terbitan",
        "simulation" => "Data simulasi",
        "import" => "Impor",
        _ if version.takes_back.is_some() => "Penarikan",
        _ => "Keputusan antarsumber",
    }
}

/// What a version is about; `name` gives the full name of a region.
fn about<'a>(version: &Version, name: impl Fn(&RegionCode) -> &'a str) -> String {
    let within = version.contents.spread.as_ref().map_or("", |own| name(&own.within));
    subject::of_version(&version.contents, within)
}

/// Day and hour of a version.
fn when(version: &Version) -> String {
    wording::moment(version.moment())
}

fn list(report: &VersionsReport, context: &Context) -> VersionsPage {
    let rows: Vec<VersionRow> = report
        .versions
        .iter()
        .map(|version| VersionRow {
            id: version.id,
            title: version.title.clone(),
            about: about(version, |code| report.within.get(code).map_or("", String::as_str)),
            kind: kind(version),
            when: when(version),
            who: version.who.clone(),
            source: publishers(report, &version.contents),
            effect: effect(&version.contents),
            rows: version.file_rows.map_or_else(String::new, |rows| count(rows.into())),
            note: version.note.clone(),
            taken_back: report.taken_back.get(&version.id).copied(),
        })
        .collect();
    VersionsPage {
        layout: context.layout("Versi data", "Apa yang masuk, berubah, dan ditarik, dan kapan."),
        summary: format!("{} versi", rows.len()),
        rows,
    }
}

/// Publishers whose figures and rows a version brought, the first ones.
fn publishers(report: &VersionsReport, held: &Held) -> String {
    const NAMED: usize = 2;
    let lines = held.sources.iter().filter_map(|id| report.sources.get(id)).map(source_line);
    let lines: Vec<String> = lines.collect();
    let more = lines.len().saturating_sub(NAMED);
    let named = lines.into_iter().take(NAMED).collect::<Vec<_>>().join("; ");
    if more > 0 { format!("{named}; dan {more} sumber lain") } else { named }
}

fn version_page(report: &VersionReport, context: &Context, page: usize) -> VersionPage {
    let version = &report.version;
    let about = about(version, |_| &report.within);
    let mut meta = vec![about.clone(), kind(version).to_owned(), when(version)];
    meta.retain(|item| !item.is_empty());
    if !version.who.is_empty() {
        meta.push(format!("oleh {}", version.who));
    }
    let path = format!("/revisi/{}", version.id);
    let segments: Vec<_> = report.segments.values().cloned().collect();
    let sources: Vec<_> = report.sources.values().cloned().collect();
    let own = Said::read(&report.answers);
    let pages = page_links(&context.filter, &path, page, report.pages);
    VersionPage {
        layout: context.layout(
            titled(format!("Versi data {}", version.id), &about),
            "Angka yang masuk, berubah, dan ditarik dengan versi ini.",
        ),
        id: version.id,
        title: version.title.clone(),
        meta,
        file: version.file_name.clone(),
        hash: version.sha256.clone(),
        note: version.note.clone(),
        left_out: LeftOutRows::new(&own.lines_left_out(), format!("{path}/berkas")),
        said: answers(&own, &segments, &sources),
        effect: effect(&version.contents),
        contents: Contents::new(report, format!("versi {}", version.id), pages),
        can_be_withdrawn: context.version.is_none()
            && report.taken_back.is_none()
            && CAN_BE.contains(&version.kind.as_str()),
        taken_back: report.taken_back,
        at: format!("/?versi={}", version.id),
        before: (version.id > 1).then(|| format!("/?versi={}", version.id - 1)),
    }
}

/// What was said about the file, with the source by its name.
fn answers(own: &Said, segments: &[Segment], sources: &[Source]) -> Vec<(&'static str, String)> {
    let named = source(&own.stated, sources).map(|line| line.name);
    said(own, None, segments)
        .into_iter()
        .filter(|(name, _)| *name != LEFT_OUT)
        .map(|(name, value)| match &named {
            Some(line) if name == "Sumber" => (name, line.clone()),
            _ => (name, value),
        })
        .collect()
}

fn effect(held: &Held) -> Vec<(String, String)> {
    let counts = &held.counts;
    let mut effect = vec![
        ("angka baru".to_owned(), counts.new),
        ("angka berubah".to_owned(), counts.changed),
        ("angka ditarik".to_owned(), counts.withdrawn),
    ];
    let size = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    for own in &held.lists {
        let name = own.list.label();
        effect.push((format!("{name} baru"), size(own.new)));
        effect.push((format!("{name} berubah"), size(own.changed)));
        effect.push((format!("{name} ditarik"), size(own.withdrawn)));
    }
    effect.push(("keputusan antarsumber".to_owned(), counts.decisions));
    effect
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(name, number)| (name, count(number)))
        .collect()
}
