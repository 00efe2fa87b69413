//! `/revisi` and `/revisi/{versi}`: what each version of the data brought, old beside new.

use std::collections::HashSet;

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::db::versions;
use crate::domain::Act;
use crate::domain::wording::{self, count};
use crate::editing::withdrawal::{self, CAN_BE};
use crate::import::{Said, drafts};
use crate::reports::revisions::{self, ListCounts, VersionReport, VersionsReport};
use crate::reports::rows::{Counts, Values, Version};
use crate::web::Error;
use crate::web::download::Download;
use crate::web::filter::whole_number;
use crate::web::headers::CachePolicy;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::session::Person;
use crate::web::view::choices::report_error;
use crate::web::view::contest::contest_path;
use crate::web::view::imported::said::said;
use crate::web::view::lists::{PageLink, beyond, page_links};
use crate::web::view::versions::{
    ChangeRow, ListRow, RegionRows, by_region, kind_word, list_row, told,
};
use crate::web::view::{UNKNOWN, source_line};

/// A version in the list.
struct VersionRow {
    id: i32,
    title: String,
    kind: &'static str,
    when: String,
    who: String,
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

/// A decision between sources.
struct DecidedRow {
    region: String,
    link: String,
    segment: String,
    date: String,
    old: String,
    new: String,
    reason: String,
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
    /// The source of all values, where there is one.
    source: Option<String>,
    effect: Vec<(String, String)>,
    lists: Vec<ListRow>,
    /// Whether rows of lists rest on sources.
    lists_have_sources: bool,
    changes: Vec<RegionRows>,
    withdrawn: Vec<RegionRows>,
    decided: Vec<DecidedRow>,
    pages: Vec<PageLink>,
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
        _ if version.takes_back().is_some() => "Penarikan",
        _ => "Keputusan antarsumber",
    }
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
            kind: kind(version),
            when: when(version),
            who: version.who.clone(),
            rows: count(version.rows.into()),
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

fn version_page(report: &VersionReport, context: &Context, page: usize) -> VersionPage {
    let version = &report.version;
    let row = |region_id: i32, segment_id: i32, as_of, kind, source_id: i32, old, new| ChangeRow {
        region_id,
        segment: report.segments.get(&segment_id).map_or_else(String::new, |s| s.name.clone()),
        date: as_of,
        kind: kind_word(kind),
        old,
        new,
        source: report.sources.get(&source_id).map_or_else(String::new, source_line),
    };
    let dated = |as_of: Option<crate::domain::AsOf>| {
        as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of)
    };
    let sources: HashSet<i32> = report.changes.iter().map(|change| change.source_id).collect();
    let only = sources.iter().next().filter(|_| sources.len() == 1 && report.pages == 1);
    let changes: Vec<ChangeRow> = report
        .changes
        .iter()
        .map(|change| {
            let old = change.old.as_ref().map_or_else(|| UNKNOWN.to_owned(), told);
            let date = dated(change.as_of);
            let (kind, new) = (change.kind, told(&change.new));
            row(change.region_id, change.segment_id, date, kind, change.source_id, old, new)
        })
        .collect();
    let withdrawn: Vec<ChangeRow> = report
        .withdrawn
        .iter()
        .map(|s| {
            let old = told(&Values {
                active: s.active,
                workforce: s.workforce,
                published: s.published,
                uncovered: s.uncovered,
            });
            row(s.region_id, s.segment_id, dated(s.as_of), s.kind, s.source_id, old, String::new())
        })
        .collect();
    let mut meta = vec![kind(version).to_owned(), when(version)];
    if !version.who.is_empty() {
        meta.push(format!("oleh {}", version.who));
    }
    let path = format!("/revisi/{}", version.id);
    let segments: Vec<_> = report.segments.values().cloned().collect();
    let lists: Vec<ListRow> = report.lists.iter().map(|change| list_row(report, change)).collect();
    VersionPage {
        layout: context.layout(
            format!("Versi data {}", version.id),
            "Angka yang masuk, berubah, dan ditarik dengan versi ini.",
        ),
        id: version.id,
        title: version.title.clone(),
        meta,
        file: version.file_name.clone(),
        hash: version.sha256.clone(),
        note: version.note.clone(),
        said: said(&Said::read(&report.answers), None, &segments),
        source: only.and_then(|id| report.sources.get(id)).map(source_line),
        effect: effect(&report.counts, &report.list_counts),
        lists_have_sources: lists.iter().any(|row| !row.source.is_empty()),
        lists,
        changes: by_region(report, changes),
        withdrawn: by_region(report, withdrawn),
        decided: decided(report),
        pages: page_links(&context.filter, &path, page, report.pages),
        can_be_withdrawn: context.version.is_none()
            && report.taken_back.is_none()
            && CAN_BE.contains(&version.kind.as_str()),
        taken_back: report.taken_back,
        at: format!("/?versi={}", version.id),
        before: (version.id > 1).then(|| format!("/?versi={}", version.id - 1)),
    }
}

/// What was decided, each beside what held before.
fn decided(report: &VersionReport) -> Vec<DecidedRow> {
    let source = |id: Option<i32>| {
        let source = id.and_then(|id| report.sources.get(&id));
        source.map_or_else(|| "menurut aturan".to_owned(), source_line)
    };
    let rows = report.decided.iter().filter_map(|decided| {
        let region = report.regions.get(&decided.key.region_id)?;
        let segment = report.segments.get(&decided.key.segment_id)?;
        Some(DecidedRow {
            region: region.full_name.clone(),
            link: contest_path(&region.code, &segment.code, decided.key.as_of),
            segment: segment.name.clone(),
            date: wording::date(decided.key.as_of),
            old: source(decided.old),
            new: source(decided.new),
            reason: decided.reason.clone(),
        })
    });
    rows.collect()
}

fn effect(counts: &Counts, lists: &[ListCounts]) -> Vec<(String, String)> {
    let mut effect = vec![
        ("angka baru".to_owned(), counts.new),
        ("angka berubah".to_owned(), counts.changed),
        ("angka ditarik".to_owned(), counts.withdrawn),
    ];
    let size = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    for own in lists {
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
