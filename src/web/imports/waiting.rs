//! A file that waits to be brought in, for who has uploaded it.

use std::sync::Arc;

use actix_web::HttpResponse;

use super::{Found, Order};
use crate::domain::Event;
use crate::import::drafts::{self, Draft, DraftKind};
use crate::import::{Mode, Outcome, Report, Stated};
use crate::web::Error;
use crate::web::filter::whole_number;
use crate::web::session::{Person, see_other};

fn unknown() -> Error {
    Error::not_found("Berkas ini tidak ada lagi, atau diunggah oleh orang lain.")
        .way("/impor", "Impor data")
}

/// A file of this person.
///
/// # Errors
/// A 404 page where there is none.
pub async fn find(person: &Person, number: &str) -> Result<Draft, Error> {
    let id = whole_number(number).ok_or_else(unknown)?;
    let account_id = person.account().id;
    let found = person.read(move |c| Ok(drafts::one(c, id, account_id)?)).await?;
    let draft = found.filter(|draft| draft.kind == DraftKind::Import).ok_or_else(unknown)?;
    if draft.proposed.is_some() {
        // What somebody else decides on does not change under their eyes.
        return Err(Error::SeeOther(format!("/usulan/{id}")));
    }
    Ok(draft)
}

/// Looks at a file, or brings it in while it changes what was `seen`: [`Report::digest`]. `None` while
/// that is under way.
pub async fn run(
    person: &Person,
    draft: &Draft,
    stated: &Stated,
    mode: Mode,
    seen: &str,
) -> Option<Found> {
    let actor = person.actor();
    let order = Order {
        draft: draft.clone(),
        stated: stated.clone(),
        mode,
        within: person.account().grant.region().cloned(),
        who: actor.who().to_owned(),
        actor,
        event: Event::Import,
        now: person.now(),
        checked: Some(seen.to_owned()),
    };
    super::run(person.visit().state(), order).await
}

/// What was found in a file, for downloads; `None` while that is under way, or cannot be told.
///
/// # Errors
/// A 404 page where there is no such file.
pub async fn looked_at(
    person: &Person,
    number: &str,
) -> Result<(Draft, Option<Arc<Report>>), Error> {
    let draft = find(person, number).await?;
    let stated = Stated::read(&draft.stated);
    let found = run(person, &draft, &stated, Mode::Rehearse, "").await;
    Ok((draft, found.and_then(Result::ok)))
}

/// Answers for a file that is not there any more: it may have just gone in.
///
/// # Errors
/// The one that it was not found with.
pub fn gone(person: &Person, number: &str, error: Error) -> Result<HttpResponse, Error> {
    if matches!(error, Error::SeeOther(_)) {
        return Err(error);
    }
    let id = whole_number(number).ok_or_else(unknown)?;
    match person.visit().state().imports().look(id) {
        Some(Ok(report)) => match report.outcome {
            Outcome::Committed(version) => Ok(see_other(&format!("/revisi/{version}"))),
            _ => Err(error),
        },
        _ => Err(error),
    }
}
