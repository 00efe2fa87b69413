//! `/usulan`: changes that wait for a second person.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::{Act, wording};
use crate::editing::proposal::{self, Draft, Effect, Kind};
use crate::web::Error;
use crate::web::form::Query;
use crate::web::layout::{Layout, PROPOSALS};
use crate::web::session::Person;
use crate::web::view::UNKNOWN;
use crate::web::view::proposals::{about, kind};

/// A proposal in the list.
struct Row {
    link: String,
    title: String,
    /// What it is about, in one line; empty where that is not known.
    about: String,
    kind: &'static str,
    who: String,
    when: String,
    state: String,
}

#[derive(Template)]
#[template(path = "usulan.html")]
struct ListPage {
    layout: Layout,
    summary: String,
    notice: &'static str,
    /// A second person is needed today.
    needs_two: bool,
    rows: Vec<Row>,
}

/// Shows what waits.
pub async fn show(person: Person, query: Query) -> Result<HttpResponse, Error> {
    must_see(&person)?;
    let notice = match query.0.text("kabar") {
        "kembali" => "Usulan dikembalikan kepada pengusul.",
        "batal" => "Usulan ditarik.",
        _ => "",
    };
    let account = person.account().clone();
    let all = person.read(move |c| proposal::all(c, &account)).await?;
    let waiting = all.iter().filter(|(draft, _)| draft.proposed.is_some()).count();
    let rows: Vec<Row> = all.into_iter().map(|(draft, who)| row(draft, who)).collect();
    let page = ListPage {
        layout: person.layout("Usulan", "Perubahan yang menunggu orang kedua.").menu(PROPOSALS),
        summary: match rows.len() - waiting {
            0 => format!("{waiting} menunggu persetujuan"),
            back => format!("{waiting} menunggu persetujuan, {back} dikembalikan"),
        },
        needs_two: person.needs_two(),
        rows,
        notice,
    };
    person.page(StatusCode::OK, &page)
}

/// The guard of both pages: who enters figures sees the own proposals, who publishes all.
pub(in crate::web) fn must_see(person: &Person) -> Result<(), Error> {
    if person.may(Act::Publish, None) { Ok(()) } else { person.must_somewhere(Act::Import) }
}

fn row(draft: Draft, who: String) -> Row {
    let is_file = draft.kind == Kind::Import;
    let page = if is_file && draft.proposed.is_none() { "impor" } else { "usulan" };
    let at = draft.proposed.as_ref().map(|proposed| proposed.at);
    let at = at.or(draft.returned.as_ref().map(|returned| returned.at));
    Row {
        link: format!("/{page}/{}", draft.id),
        kind: kind(&draft),
        about: about(&Effect::proposed(&draft)),
        state: match &draft.returned {
            Some(returned) => format!("Dikembalikan: {}", returned.reason),
            None => "Menunggu persetujuan".to_owned(),
        },
        title: draft.file_name,
        who,
        when: at.map_or_else(|| UNKNOWN.to_owned(), wording::moment_short),
    }
}
