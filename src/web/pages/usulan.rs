//! `/usulan` and `/usulan/{nomor}`: changes that wait for a second person.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::impor::{self, PreviewRow};
use crate::domain::{Act, Event, wording};
use crate::editing::proposal::{self, Change, Draft, Effect, Kind};
use crate::editing::{Author, MIN_REASON, Outcome, contest, is_reason};
use crate::import::{self, Mode, Report, Severity, Stated};
use crate::people::account::Account;
use crate::web::Error;
use crate::web::form::{Field, Form, Problems, Query};
use crate::web::imports::{self, Found, Order};
use crate::web::layout::{Layout, PROPOSALS};
use crate::web::session::{Person, see_other};
use crate::web::view::UNKNOWN;
use crate::web::view::contest::contest_path;

/// Findings that are told one by one.
const TOLD: usize = 5;

/// A proposal in the list.
struct Row {
    link: String,
    title: String,
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
    rows: Vec<Row>,
}

/// Something that a proposal changes, as it was when it was proposed and as it is now.
struct EffectRow {
    name: String,
    then: String,
    now: String,
}

#[derive(Template)]
#[template(path = "usulan_satu.html")]
struct ProposalPage {
    layout: Layout,
    key: String,
    problems: Problems,
    id: i32,
    title: String,
    state: &'static str,
    kind: &'static str,
    meta: Vec<String>,
    /// That it was given back, by whom and why; empty while it waits.
    returned: String,
    notes: Vec<String>,
    waiting: bool,
    differs: bool,
    reason: String,
    effect: Vec<EffectRow>,
    link: Option<String>,
    link_text: &'static str,
    preview: Vec<PreviewRow>,
    /// Stands for the effect as this page shows it.
    seen: String,
    may: Ways,
    give_back: Field,
}

/// What this person may do about a proposal.
struct Ways {
    publish: bool,
    give_back: bool,
    take_back: bool,
}

fn kind(draft: &Draft) -> &'static str {
    match draft.kind {
        Kind::Import => "Impor",
        Kind::Decision => "Keputusan antarsumber",
        Kind::Withdrawal => "Penarikan versi",
    }
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
    let rows = all.into_iter().map(|(draft, who)| row(draft, who)).collect();
    let page = ListPage {
        layout: person.layout("Usulan", "Perubahan yang menunggu persetujuan.").menu(PROPOSALS),
        summary: format!("{waiting} menunggu persetujuan"),
        notice,
        rows,
    };
    person.page(StatusCode::OK, &page)
}

/// The guard of both pages: who enters figures sees the own proposals, who publishes all.
fn must_see(person: &Person) -> Result<(), Error> {
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
        state: match &draft.returned {
            Some(returned) => format!("Dikembalikan: {}", returned.reason),
            None => "Menunggu persetujuan".to_owned(),
        },
        title: draft.file_name,
        who,
        when: at.map_or_else(|| UNKNOWN.to_owned(), wording::moment_short),
    }
}

fn unknown() -> Error {
    Error::not_found(
        "Usulan ini tidak ada lagi: sudah diterbitkan, ditarik, atau milik orang lain.",
    )
    .way(PROPOSALS, "Usulan")
}

/// A proposal with its author, and what it would change today.
struct Proposal {
    draft: Draft,
    author: Account,
    change: Option<Change>,
    /// What it would change today; `None` while a file is being looked at.
    today: Option<Effect>,
    link: Option<String>,
    /// The run of a file.
    report: Option<Arc<Report>>,
    fault: String,
}

async fn find(person: &Person, number: &str) -> Result<(Draft, Account), Error> {
    let id: i32 = number.parse().map_err(|_| unknown())?;
    let who = person.account().clone();
    person.read(move |c| proposal::one(c, id, &who)).await?.ok_or_else(unknown)
}

async fn look(person: &Person, draft: Draft, author: Account) -> Result<Proposal, Error> {
    let mut found = Proposal {
        draft,
        author,
        change: None,
        today: None,
        link: None,
        report: None,
        fault: String::new(),
    };
    if found.draft.kind == Kind::Import {
        match run(person, &found.draft, &found.author, Mode::Rehearse, String::new()).await {
            None => {}
            Some(Err(error)) => found.fault = error.tell(),
            Some(Ok(report)) => {
                let (pairs, digest) = (impor::effect(&report), report.digest.clone());
                found.today = Some(Effect { pairs, digest });
                found.report = Some(report);
            }
        }
        return Ok(found);
    }
    let draft = found.draft.clone();
    let (change, today, place) = person
        .read(move |c| {
            let Some(change) = proposal::change(c, &draft)? else { return Ok((None, None, None)) };
            let place = match &change {
                Change::Decision(choice) => contest::place(c, choice)?.zip(choice.key()),
                Change::Withdrawal(_) => None,
            };
            let today = proposal::effect(c, &change)?;
            Ok((Some(change), Some(today), place))
        })
        .await?;
    found.link = match &change {
        Some(Change::Withdrawal(taking)) => Some(format!("/revisi/{}", taking.version)),
        _ => place.map(|((code, segment), key)| contest_path(&code, &segment, key.as_of)),
    };
    (found.change, found.today) = (change, today);
    Ok(found)
}

/// Looks at a proposed file, or brings it in, as its author would.
async fn run(
    person: &Person,
    draft: &Draft,
    author: &Account,
    mode: Mode,
    seen: String,
) -> Option<Found> {
    let actor = person.actor();
    let order = Order {
        draft: draft.clone(),
        stated: Stated::read(&draft.stated),
        mode,
        within: author.grant.region().cloned(),
        who: Author::publishing(actor.clone(), &named(author)).by,
        actor,
        event: Event::Publish,
        now: person.now(),
        checked: Some(seen),
    };
    imports::run(person.visit().state(), order).await
}

/// Name and login, as lists of versions show them.
fn named(account: &Account) -> String {
    format!("{} ({})", account.name, account.login)
}

/// Shows one proposal, read-only, with what it would change.
pub async fn one(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    must_see(&person)?;
    let (draft, author) = match find(&person, &number).await {
        Ok(found) => found,
        Err(error) => return impor::gone(&person, &number, error),
    };
    let found = look(&person, draft, author).await?;
    page(&person, StatusCode::OK, found, Problems::default(), "").await
}

async fn page(
    person: &Person,
    status: StatusCode,
    found: Proposal,
    problems: Problems,
    typed: &str,
) -> Result<HttpResponse, Error> {
    let Proposal { draft, author, change, today, link, report, fault } = found;
    let own = draft.account_id == person.account().id;
    let waiting = today.is_none() && fault.is_empty();
    let proposed = Effect::proposed(&draft);
    let differs = draft.proposed.is_some()
        && today.as_ref().is_some_and(|today| today.digest != proposed.digest);
    let mut notes = notes(report.as_deref(), fault);
    let may_still = proposal::may_still(&author, draft.kind);
    if !may_still {
        notes.push(
            "Pengusul tidak lagi berhak mengubah data ini. Kembalikan usulan ini.".to_owned(),
        );
    }
    let goes_in = report.as_ref().is_none_or(|r| r.outcome == import::Outcome::Ready);
    let has_effect = today.as_ref().is_some_and(|today| !today.pairs.is_empty());
    let mut meta = vec![format!("oleh {}", named(&author))];
    meta.extend(draft.proposed.as_ref().map(|proposed| wording::moment(proposed.at)));
    let today = today.unwrap_or_else(|| proposed.clone());
    let preview = match &report {
        Some(report) => {
            let shown = report.clone();
            let ((segments, _), before) = person
                .read(move |c| Ok((import::known(c)?, import::previous(c, &shown.preview)?)))
                .await?;
            let name = |id: i32| {
                let found = segments.iter().find(|segment| segment.id == id);
                found.map_or_else(String::new, |segment| segment.name.clone())
            };
            impor::preview(report, &before, &name)
        }
        None => Vec::new(),
    };
    let decides = draft.proposed.is_some() && !own && !waiting && person.may(Act::Publish, None);
    let page = ProposalPage {
        layout: person.layout(format!("Usulan {}", draft.id), "Memeriksa usulan.").menu(PROPOSALS),
        key: person.form_key(),
        id: draft.id,
        state: if draft.proposed.is_some() { "Menunggu persetujuan" } else { "Dikembalikan" },
        kind: kind(&draft),
        meta,
        returned: impor::returned(&draft),
        notes,
        waiting,
        differs,
        reason: match &change {
            Some(change) => change.reason().to_owned(),
            None => Stated::read(&draft.stated).reason,
        },
        effect: rows(&proposed, &today),
        link,
        link_text: match draft.kind {
            Kind::Decision => "Semua angka dengan sumbernya",
            _ => "Versi yang akan ditarik",
        },
        preview,
        seen: today.digest,
        may: Ways {
            publish: decides && may_still && goes_in && has_effect,
            give_back: decides,
            take_back: own,
        },
        give_back: Field::new("alasan", "Alasan dikembalikan", typed, &problems)
            .hint("Dibaca oleh pengusul."),
        problems,
        title: draft.file_name,
    };
    person.page(status, &page)
}

/// What was found about a file, in sentences.
fn notes(report: Option<&Report>, fault: String) -> Vec<String> {
    let mut notes: Vec<String> =
        Some(fault).filter(|fault| !fault.is_empty()).into_iter().collect();
    let Some(report) = report else { return notes };
    match report.outcome {
        import::Outcome::Blocked => {
            notes.push("Berkas ini sekarang tertahan oleh temuan di bawah ini.".to_owned());
        }
        import::Outcome::Nothing => {
            notes.push("Semua angka berkas ini sudah ada; tidak ada yang berubah.".to_owned());
        }
        _ => {}
    }
    let told = report.findings.list().iter().filter(|f| f.severity != Severity::Inform);
    let told: Vec<String> = told.map(import::Finding::told).collect();
    let more = told.len().saturating_sub(TOLD);
    notes.extend(told.into_iter().take(TOLD));
    if more > 0 {
        notes.push(format!("{more} temuan lain juga sudah diberi alasan."));
    }
    notes
}

/// Then and now side by side, by name.
fn rows(then: &Effect, now: &Effect) -> Vec<EffectRow> {
    let value = |effect: &Effect, name: &str| {
        let found = effect.pairs.iter().find(|(own, _)| own == name);
        found.map_or_else(|| UNKNOWN.to_owned(), |(_, value)| value.clone())
    };
    let mut names: Vec<&String> = now.pairs.iter().map(|(name, _)| name).collect();
    names.extend(
        then.pairs
            .iter()
            .map(|(name, _)| name)
            .filter(|name| !now.pairs.iter().any(|(own, _)| own == *name)),
    );
    let row = |name: &String| EffectRow {
        name: name.clone(),
        then: value(then, name),
        now: value(now, name),
    };
    names.into_iter().map(row).collect()
}

/// Publishes, gives back, or takes the own proposal back.
pub async fn send(
    person: Person,
    number: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, Error> {
    must_see(&person)?;
    let (draft, author) = match find(&person, &number).await {
        Ok(found) => found,
        Err(error) => return impor::gone(&person, &number, error),
    };
    let own = draft.account_id == person.account().id;
    let fields = form.0;
    match fields.text("tindakan") {
        "terbitkan" => {
            person.must(Act::Publish, None)?;
            if own {
                let sentence = "Usulan sendiri harus diterbitkan oleh orang lain.";
                return refuse(&person, draft, author, "dampak", sentence, "").await;
            }
            publish(&person, draft, author, fields.text("dasar").to_owned()).await
        }
        "kembalikan" => {
            person.must(Act::Publish, None)?;
            let reason = fields.text("alasan").to_owned();
            if !is_reason(&reason) {
                let sentence = format!("Tulis alasannya, paling sedikit {MIN_REASON} karakter.");
                return refuse(&person, draft, author, "alasan", &sentence, &reason).await;
            }
            let (actor, now, id) = (person.actor(), person.now(), draft.id);
            person.change(move |c| proposal::give_back(c, &actor, &draft, &reason, now)).await?;
            person.visit().state().imports().forget(id);
            Ok(see_other("/usulan?kabar=kembali"))
        }
        "batal" if own => {
            let (actor, now) = (person.actor(), person.now());
            let stays = draft.kind == Kind::Import && draft.proposed.is_some();
            let page = if stays { format!("/impor/{}", draft.id) } else { back() };
            person.change(move |c| proposal::take_back(c, &actor, &draft, now)).await?;
            Ok(see_other(&page))
        }
        _ => Err(Error::BadRequest),
    }
}

fn back() -> String {
    format!("{PROPOSALS}?kabar=batal")
}

async fn refuse(
    person: &Person,
    draft: Draft,
    author: Account,
    field: &'static str,
    sentence: &str,
    typed: &str,
) -> Result<HttpResponse, Error> {
    let problems = Problems::one("Usulan ini belum diubah", field, sentence);
    let found = look(person, draft, author).await?;
    page(person, StatusCode::UNPROCESSABLE_ENTITY, found, problems, typed).await
}

async fn publish(
    person: &Person,
    draft: Draft,
    author: Account,
    seen: String,
) -> Result<HttpResponse, Error> {
    if draft.proposed.is_none() || seen.is_empty() {
        return Err(Error::BadRequest);
    }
    if !proposal::may_still(&author, draft.kind) {
        let sentence = "Pengusul tidak lagi berhak mengubah data ini. Kembalikan usulan ini.";
        return refuse(person, draft, author, "dampak", sentence, "").await;
    }
    let id = draft.id;
    let version = if draft.kind == Kind::Import {
        match run(person, &draft, &author, Mode::Commit, seen).await {
            None => return Ok(see_other(&format!("/usulan/{id}"))),
            Some(Ok(report)) => match report.outcome {
                import::Outcome::Committed(version) => Some(version),
                _ => None,
            },
            Some(Err(_)) => None,
        }
    } else {
        let (author, now) = (Author::publishing(person.actor(), &named(&author)), person.now());
        match person.change(move |c| proposal::publish(c, &author, id, &seen, now)).await? {
            Outcome::Done(version) => Some(version),
            Outcome::Changed(_) => None,
            Outcome::Nothing => return Err(unknown()),
        }
    };
    if let Some(version) = version {
        return Ok(see_other(&format!("/revisi/{version}")));
    }
    // The page says itself what is different now, and asks again.
    let found = look(person, draft, author).await?;
    page(person, StatusCode::CONFLICT, found, Problems::default(), "").await
}
