//! `/revisi/{versi}/tarik`: taking a version back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::db::{Connection, versions};
use crate::domain::{Act, wording};
use crate::editing::withdrawal::{self, CAN_BE, Taking, Withdrawal};
use crate::editing::{Author, MIN_REASON, Outcome, Touch, is_reason, proposal};
use crate::effect::rehearsal::Ahead;
use crate::reports::rows::Version;
use crate::web::Error;
use crate::web::error::obstacle;
use crate::web::filter::whole_number;
use crate::web::form::{Clash, Field, Form, Problems};
use crate::web::layout::Layout;
use crate::web::session::{Person, see_other};
use crate::web::view::imported::effect::{Pages, pages_after};
use crate::web::view::versions::Contents;

#[derive(Template)]
#[template(path = "tarik.html")]
struct TakingPage {
    layout: Layout,
    key: String,
    problems: Problems,
    clash: Option<Clash>,
    id: i32,
    title: String,
    meta: Vec<String>,
    effect: Vec<(String, String)>,
    /// How much it changes, in one line.
    counted: String,
    pages: Pages,
    contents: Contents,
    /// Why it cannot be taken back; empty where it can.
    nothing: String,
    reason: Field,
    seen: String,
    needs_two: bool,
}

/// A version that can be taken back, and how much that would change.
struct Found {
    version: Version,
    today: Withdrawal,
}

impl Found {
    /// How much it changes, in one line.
    fn counted(&self) -> String {
        let counts = withdrawal::counts(&self.today).into_iter();
        counts.map(|(name, n)| format!("{name}: {n}")).collect::<Vec<_>>().join("; ")
    }
}

fn missing() -> Error {
    Error::not_found(
        "Versi ini bukan impor atau perubahan oleh editor, sehingga tidak dapat ditarik.",
    )
    .way("/revisi", "Daftar versi data")
}

async fn find(person: &Person, id: &str) -> Result<Found, Error> {
    person.must_somewhere(Act::WithdrawBatch)?;
    let id = whole_number(id).ok_or_else(missing)?;
    let own = person.account().grant.region().cloned();
    let found = person
        .read(move |c| {
            let version = versions::one(c, id)?;
            let fits = |version: &Version| CAN_BE.contains(&version.kind.as_str());
            let Some(version) = version.filter(fits) else { return Ok(None) };
            let inside = match &own {
                Some(own) => withdrawal::is_within(c, id, own)?,
                None => true,
            };
            let today = withdrawal::look(c, id)?;
            Ok(Some((Found { version, today }, inside)))
        })
        .await?;
    let (found, inside) = found.ok_or_else(missing)?;
    if !inside {
        // A version that reaches beyond the own region is like one of all regions.
        person.must(Act::WithdrawBatch, None)?;
    }
    Ok(found)
}

/// Shows what would change, and asks for the reason.
pub async fn show(person: Person, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let found = find(&person, &id).await?;
    page(&person, StatusCode::OK, found, "", Problems::default(), None).await
}

/// How much it would change today, and what that does; the first alone where it cannot be carried out now.
async fn ahead(person: &Person, found: Found) -> Result<(Found, Ahead), Error> {
    let (id, limits) = (found.version.id, person.limits());
    let rehearse = move |c: &mut Connection| {
        let today = withdrawal::look(c, id)?;
        let ahead = withdrawal::rehearse(c, id, &today, &limits)?;
        Ok((today, ahead))
    };
    Ok(match person.rehearse(rehearse).await? {
        Some((today, ahead)) => (Found { today, ..found }, ahead),
        None => (found, Ahead::NotNow),
    })
}

async fn page(
    person: &Person,
    status: StatusCode,
    found: Found,
    typed: &str,
    problems: Problems,
    clash: Option<Clash>,
) -> Result<HttpResponse, Error> {
    let (found, ahead) = ahead(person, found).await?;
    let counted = found.counted();
    let Found { version, today } = found;
    let mut meta = vec![wording::moment(version.moment())];
    if !version.who.is_empty() {
        meta.push(format!("oleh {}", version.who));
    }
    let nothing = match (today.is_empty(), today.since) {
        (false, _) => match &ahead {
            Ahead::Impossible(error) => {
                let (reason, advice) = obstacle(error).unwrap_or_default();
                format!("Versi ini sekarang tidak dapat ditarik. {reason} {advice}")
            }
            _ => String::new(),
        },
        (true, 0) => "Tidak ada yang dapat ditarik: versi ini tidak memuat angka atau keputusan \
                      yang masih berlaku."
            .to_owned(),
        (true, since) => format!(
            "Tidak ada yang dapat ditarik: semua angka dan keputusan versi ini sudah diganti, \
             terakhir oleh versi {since}."
        ),
    };
    let of = format!("penarikan versi {}", version.id);
    let page = TakingPage {
        layout: person.layout(format!("Tarik versi {}", version.id), "Menarik satu versi data."),
        key: person.form_key(),
        reason: Field::new("alasan", "Alasan", typed, &problems)
            .hint("Mengapa versi ini ditarik. Tampil untuk semua pembaca."),
        problems,
        clash,
        id: version.id,
        title: version.title,
        meta,
        effect: withdrawal::effect(&today, &ahead),
        counted,
        pages: ahead.known().map(pages_after).unwrap_or_default(),
        contents: ahead.known().map(|own| Contents::ahead(own, of)).unwrap_or_default(),
        nothing,
        seen: withdrawal::digest(&today),
        needs_two: person.needs_two(),
    };
    person.page(status, &page)
}

/// Takes it back, or proposes that where a second person is needed.
pub async fn send(
    person: Person,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, Error> {
    let found = find(&person, &id).await?;
    let fields = form.0;
    if fields.text("tindakan") != "tarik" {
        return Err(Error::BadRequest);
    }
    let reason = fields.text("alasan").to_owned();
    if found.today.is_empty() {
        let status = StatusCode::CONFLICT;
        return page(&person, status, found, &reason, Problems::default(), None).await;
    }
    if !is_reason(&reason) {
        let sentence = format!("Tulis alasannya, paling sedikit {MIN_REASON} karakter.");
        let problems = Problems::one("Versi ini belum ditarik", "alasan", sentence);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&person, status, found, &reason, problems, None).await;
    }
    let seen = fields.text("dasar").to_owned();
    let taking = Taking { version: found.version.id, reason: reason.clone(), seen };
    let (actor, account, now) = (person.actor(), person.account().clone(), person.now());
    let (needs_two, limits) = (person.needs_two(), person.limits());
    let outcome = person
        .change(move |c| {
            if needs_two {
                withdrawal::propose(c, &actor, &account, taking, &limits, now)
            } else {
                let done = withdrawal::withdraw(c, &Author::alone(actor), &taking, now)?;
                Ok(proposal::Sent::Published(done))
            }
        })
        .await?;
    match outcome {
        proposal::Sent::Proposed(id) => Ok(see_other(&format!("/usulan/{id}"))),
        proposal::Sent::Published(Outcome::Done(id)) => Ok(see_other(&format!("/revisi/{id}"))),
        proposal::Sent::Published(Outcome::Nothing) => Err(missing()),
        proposal::Sent::Published(Outcome::Changed(touch)) => {
            let found = find(&person, &id).await?;
            let clash = clash(&found, &touch, fields.text("dampak"), &reason);
            let status = StatusCode::CONFLICT;
            page(&person, status, found, &reason, Problems::default(), Some(clash)).await
        }
    }
}

/// What would change now, beside what would have changed when the form was opened.
fn clash(found: &Found, touch: &Touch, seen: &str, reason: &str) -> Clash {
    Clash::by(&touch.who, touch.at)
        .row("Dampak penarikan", found.counted(), seen)
        .row("Alasan", "", reason)
}
