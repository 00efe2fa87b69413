//! Files around an import: templates to fill in, findings to work through, and how far a run is.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::{HttpResponse, web};

use super::Error;
use super::download::Download;
use super::headers::{self, CachePolicy};
use super::imports::waiting;
use super::pages::{usulan, usulan_satu};
use super::session::{Person, see_other};
use crate::domain::Act;
use crate::export::findings;
use crate::export::templates::{Known, Subject, Template};
use crate::import::drafts;

/// A file for nobody else.
fn file(name: String, kind: &'static str, bytes: Vec<u8>) -> HttpResponse {
    Download { name, kind, bytes }.respond(CachePolicy::Private)
}

fn failed(error: &crate::export::Error) -> Error {
    Error::Internal(error.to_string())
}

/// `/impor/templat/angka.xlsx`: a template.
pub async fn template(person: Person, asked: web::Path<String>) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let missing = || Error::not_found("Templat ini tidak ada.").way("/impor", "Impor data");
    let (word, ending) = asked.rsplit_once('.').ok_or_else(missing)?;
    let subject = Subject::parse(word).ok_or_else(missing)?;
    let (kind, is_workbook) = match ending {
        "csv" => (Download::CSV, false),
        "xlsx" => (Download::XLSX, true),
        _ => return Err(missing()),
    };
    let made = person
        .visit()
        .work(move |state| {
            let template = Template::of(subject, &state.pool().read(Known::load)?);
            if is_workbook {
                template.xlsx().map_err(|error| failed(&error))
            } else {
                Ok(template.csv().into_bytes())
            }
        })
        .await?;
    Ok(file(format!("templat-{asked}"), kind, made))
}

/// The name of a file of findings.
fn named(file: &str, ending: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    format!("temuan-{stem}.{ending}")
}

/// `/impor/{nomor}/temuan.csv`: the findings as a list.
pub async fn list(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let (draft, report) = waiting::looked_at(&person, &number).await?;
    let Some(report) = report else { return Ok(see_other(&format!("/impor/{}", draft.id))) };
    let text = findings::csv(&report);
    Ok(file(named(&draft.file_name, "csv"), Download::CSV, text.into_bytes()))
}

/// `/impor/{nomor}/temuan.xlsx`: the sheet with its cells marked.
pub async fn marked(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let (draft, report) = waiting::looked_at(&person, &number).await?;
    let Some(report) = report else { return Ok(see_other(&format!("/impor/{}", draft.id))) };
    let id = draft.id;
    let made = person
        .visit()
        .work(move |state| {
            let bytes = state.pool().read(|c| drafts::bytes(c, id))?.unwrap_or_default();
            findings::xlsx(&report, &bytes).map_err(|error| failed(&error))
        })
        .await?;
    Ok(file(named(&draft.file_name, "xlsx"), Download::XLSX, made))
}

/// `/usulan/{nomor}/berkas`: the file of a proposal as it was uploaded, for those who may see the proposal.
pub async fn proposed(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    usulan::must_see(&person)?;
    let (draft, _) = usulan_satu::find(&person, &number).await?;
    if draft.kind != drafts::DraftKind::Import {
        return Err(usulan_satu::unknown());
    }
    let id = draft.id;
    let bytes =
        person.read(move |c| Ok(drafts::bytes(c, id)?)).await?.ok_or_else(usulan_satu::unknown)?;
    Ok(file(draft.file_name, Download::ANY, bytes))
}

/// `/impor/{nomor}/kemajuan`: how far the run is, for the script of the page.
pub async fn progress(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let draft = waiting::find(&person, &number).await?;
    // The words are ours and hold nothing that JSON would have to escape.
    let body = match person.visit().state().imports().progress(draft.id) {
        Some(progress) => {
            let share = progress.share().map_or("null".to_owned(), |share| share.to_string());
            format!(r#"{{"selesai":false,"kata":"{}","bagian":{share}}}"#, progress.told())
        }
        None => r#"{"selesai":true}"#.to_owned(),
    };
    let mut response = HttpResponse::with_body(StatusCode::OK, body).map_into_boxed_body();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    CachePolicy::Private.write(headers);
    headers::guard(headers);
    Ok(response)
}
