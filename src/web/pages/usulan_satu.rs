//! `/usulan/{nomor}`: one change that waits for a second person.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::usulan::must_see;
use crate::db::{self, Connection};
use crate::domain::rules::Thresholds;
use crate::domain::{Act, Event, wording};
use crate::editing::proposal::{self, Change, Draft, Effect, Kind};
use crate::editing::{Author, MIN_REASON, Outcome, contest, is_reason};
use crate::effect::rehearsal::Ahead;
use crate::import::told::effect;
use crate::import::{self, LEFT_OUT, Mode, Report, Said, Stated};
use crate::people::account::Account;
use crate::web::Error;
use crate::web::error::obstacle;
use crate::web::filter::whole_number;
use crate::web::form::{Field, Form, Problems};
use crate::web::imports::{self, Found, Order, waiting};
use crate::web::layout::{Layout, PROPOSALS};
use crate::web::session::{Person, see_other};
use crate::web::view::contest::contest_path;
use crate::web::view::imported::effect::{Pages, pages, pages_after};
use crate::web::view::imported::left_out::LeftOutRows;
use crate::web::view::imported::list::ListView;
use crate::web::view::imported::preview::Preview;
use crate::web::view::imported::said::{SourceLine, said, source};
use crate::web::view::imported::{file_size, returned};
use crate::web::view::proposals::{EffectRow, about, effect_rows, kind, notes};
use crate::web::view::titled;
use crate::web::view::versions::Contents;

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
    pages: Pages,
    contents: Contents,
    link: Option<String>,
    link_text: &'static str,
    preview: Preview,
    list: ListView,
    /// Name and size of a file, and where it can be had.
    file: Option<(String, String, String)>,
    /// Where its figures come from.
    source: Option<SourceLine>,
    /// What was said by hand about a file.
    said: Vec<(&'static str, String)>,
    /// Rows of a file that stay out.
    left_out: LeftOutRows,
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

pub(in crate::web) fn unknown() -> Error {
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
    /// What is known of another change.
    ahead: Ahead,
    /// Whether its author may still propose it.
    may_still: bool,
    fault: String,
}

/// A proposal that this person may see, and its author.
pub(in crate::web) async fn find(person: &Person, number: &str) -> Result<(Draft, Account), Error> {
    let id = whole_number(number).ok_or_else(unknown)?;
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
        ahead: Ahead::Nothing,
        may_still: true,
        fault: String::new(),
    };
    if found.draft.kind == Kind::Import {
        match run(person, &found.draft, &found.author, Mode::Rehearse, String::new()).await {
            None => {}
            Some(Err(error)) => found.fault = error.tell(),
            Some(Ok(report)) => {
                let (draft, pairs) = (&found.draft, effect(&report));
                let today = Effect::of_file(draft, &draft.stated, pairs, &report.digest);
                found.today = Some(today);
                found.report = Some(report);
            }
        }
        found.may_still = may_still(person, &found.draft, &found.author).await?;
        return Ok(found);
    }
    found.may_still = may_still(person, &found.draft, &found.author).await?;
    let (draft, limits) = (found.draft.clone(), person.limits());
    let rehearsed = person.rehearse(move |c| Ok(today(c, &draft, Some(&limits))?)).await?;
    let known = if let Some(known) = rehearsed {
        known
    } else {
        let draft = found.draft.clone();
        person.read(move |c| Ok(today(c, &draft, None)?)).await?
    };
    let Some((change, effect, ahead, link)) = known else { return Ok(found) };
    if let Ahead::Impossible(error) = &ahead {
        let (reason, advice) = obstacle(error).unwrap_or_default();
        found.fault = format!("Usulan ini sekarang tidak dapat diterbitkan. {reason} {advice}");
    }
    (found.change, found.today, found.ahead, found.link) =
        (Some(change), Some(effect), ahead, link);
    Ok(found)
}

/// A change that is no file, what it would do today, and the page of what it is about.
type Today = (Change, Effect, Ahead, Option<String>);

/// That of a proposal; with limits for the rules the change is carried out and undone.
fn today(
    c: &mut Connection,
    draft: &Draft,
    limits: Option<&Thresholds>,
) -> Result<Option<Today>, db::Error> {
    let Some(change) = proposal::change(c, draft)? else { return Ok(None) };
    let link = match &change {
        Change::Withdrawal(taking) => Some(format!("/revisi/{}", taking.version)),
        Change::Decision(choice) => contest::place(c, choice)?
            .zip(choice.key())
            .map(|((code, segment), key)| contest_path(&code, &segment, key.as_of)),
    };
    let (effect, ahead) = proposal::effect(c, &change, limits)?;
    Ok(Some((change, effect, ahead, link)))
}

/// Whether the author of a proposal may still propose it.
async fn may_still(person: &Person, draft: &Draft, author: &Account) -> Result<bool, Error> {
    let (draft, author) = (draft.clone(), author.clone());
    person
        .read(move |c| {
            let change = proposal::change(c, &draft)?;
            Ok(proposal::may_still(c, &author, change.as_ref())?)
        })
        .await
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
pub async fn show(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    must_see(&person)?;
    let (draft, author) = match find(&person, &number).await {
        Ok(found) => found,
        Err(error) => return waiting::gone(&person, &number, error),
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
    let Proposal { draft, author, change, today, link, report, .. } = found;
    let Proposal { ahead, may_still, fault, .. } = found;
    let own = draft.account_id == person.account().id;
    let waiting = today.is_none() && fault.is_empty();
    let proposed = Effect::proposed(&draft);
    let differs = draft.proposed.is_some()
        && today.as_ref().is_some_and(|today| today.digest != proposed.digest);
    let mut notes = notes(report.as_deref(), fault);
    if !may_still {
        notes.push(
            "Pengusul tidak lagi berhak mengubah data ini. Kembalikan usulan ini.".to_owned(),
        );
    }
    let goes_in = report.as_ref().is_none_or(|r| r.outcome == import::Outcome::Ready);
    let is_possible = !matches!(ahead, Ahead::Impossible(_));
    let has_effect = today.as_ref().is_some_and(|today| !today.pairs.is_empty());
    let today = today.unwrap_or_else(|| proposed.clone());
    let about = about(&today);
    let mut meta = vec![about.clone(), format!("oleh {}", named(&author))];
    meta.retain(|item| !item.is_empty());
    meta.extend(draft.proposed.as_ref().map(|proposed| wording::moment(proposed.at)));
    let shown = report.clone();
    let ((segments, sources), before) = person
        .read(move |c| {
            let rows = shown.as_ref().map_or(&[][..], |report| &report.preview);
            Ok((import::known(c)?, import::previous(c, rows)?))
        })
        .await?;
    let preview = report.as_deref().map(|report| Preview::new(report, &before, &segments));
    let stated = Stated::read(&draft.stated);
    let by_hand = Said { stated: stated.clone(), ..Said::default() };
    let is_file = draft.kind == Kind::Import;
    let decides = draft.proposed.is_some() && !own && !waiting && person.may(Act::Publish, None);
    let page = ProposalPage {
        layout: person
            .layout(titled(format!("Usulan {}", draft.id), &about), "Memeriksa usulan.")
            .menu(PROPOSALS),
        key: person.form_key(),
        id: draft.id,
        state: if draft.proposed.is_some() { "Menunggu persetujuan" } else { "Dikembalikan" },
        kind: kind(&draft),
        meta,
        returned: returned(&draft),
        notes,
        waiting,
        differs,
        reason: match &change {
            Some(change) => change.reason().to_owned(),
            None => stated.reason.clone(),
        },
        effect: effect_rows(&proposed, &today),
        pages: match ahead.known() {
            Some(rehearsal) => pages_after(rehearsal),
            None => report.as_deref().map(pages).unwrap_or_default(),
        },
        contents: ahead
            .known()
            .map(|own| Contents::ahead(own, format!("usulan {}", draft.id)))
            .unwrap_or_default(),
        link,
        link_text: match draft.kind {
            Kind::Decision => "Semua angka dengan sumbernya",
            _ => "Versi yang akan ditarik",
        },
        preview: preview.unwrap_or_default(),
        list: report.as_deref().map(ListView::new).unwrap_or_default(),
        file: is_file.then(|| {
            let link = format!("/usulan/{}/berkas", draft.id);
            (draft.file_name.clone(), file_size(draft.size), link)
        }),
        source: source(&stated, &sources).filter(|_| is_file),
        left_out: LeftOutRows::new(
            &stated.lines_left_out(),
            format!("/usulan/{}/berkas", draft.id),
        ),
        // The source and these rows stand by themselves.
        said: said(&by_hand, report.as_deref(), &segments)
            .into_iter()
            .filter(|(name, _)| !["Sumber", LEFT_OUT].contains(name))
            .collect(),
        seen: today.digest,
        may: Ways {
            publish: decides && may_still && goes_in && is_possible && has_effect,
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

/// Publishes, gives back, or takes the own proposal back.
pub async fn send(
    person: Person,
    number: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, Error> {
    must_see(&person)?;
    let (draft, author) = match find(&person, &number).await {
        Ok(found) => found,
        Err(error) => return waiting::gone(&person, &number, error),
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
            let back = move |c: &mut _| proposal::give_back(c, &actor, &draft, &reason, now);
            if !person.change(back).await? {
                return changed(&person, &number).await;
            }
            person.visit().state().imports().forget(id);
            Ok(see_other("/usulan?kabar=kembali"))
        }
        "batal" if own => {
            let (actor, now) = (person.actor(), person.now());
            let stays = draft.kind == Kind::Import && draft.proposed.is_some();
            let page = if stays { format!("/impor/{}", draft.id) } else { back() };
            if !person.change(move |c| proposal::take_back(c, &actor, &draft, now)).await? {
                return changed(&person, &number).await;
            }
            Ok(see_other(&page))
        }
        _ => Err(Error::BadRequest),
    }
}

fn back() -> String {
    format!("{PROPOSALS}?kabar=batal")
}

/// Says that a proposal was changed since it was looked at, and asks again.
async fn changed(person: &Person, number: &str) -> Result<HttpResponse, Error> {
    let (draft, author) = find(person, number).await?;
    let sentence = "Usulan ini diubah orang lain sesudah halaman ini dibuka. Periksa lagi.";
    let problems = Problems::one("Usulan ini belum diubah", "dampak", sentence);
    let found = look(person, draft, author).await?;
    page(person, StatusCode::CONFLICT, found, problems, "").await
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
    if !may_still(person, &draft, &author).await? {
        let sentence = "Pengusul tidak lagi berhak mengubah data ini. Kembalikan usulan ini.";
        return refuse(person, draft, author, "dampak", sentence, "").await;
    }
    let id = draft.id;
    let mut fault = None;
    let version = if draft.kind == Kind::Import {
        let found = match proposal::seen_of_file(&draft, &seen) {
            // Something else was said about the file since.
            None => Some(None),
            Some(seen) => {
                run(person, &draft, &author, Mode::Commit, seen.to_owned()).await.map(Some)
            }
        };
        match found {
            None => return Ok(see_other(&format!("/usulan/{id}"))),
            Some(Some(Ok(report))) => match report.outcome {
                import::Outcome::Committed(version) => Some(version),
                _ => None,
            },
            Some(Some(Err(error))) => {
                fault = Some(error.tell());
                None
            }
            Some(None) => None,
        }
    } else {
        let (author, now) = (Author::publishing(person.actor(), &named(&author)), person.now());
        match person.change(move |c| proposal::publish(c, &author, id, &seen, now)).await {
            Ok(Outcome::Done(version)) => Some(version),
            // The page says why it cannot be carried out any more.
            Ok(Outcome::Changed(_)) | Err(Error::InUse(..)) => None,
            Ok(Outcome::Nothing) => return Err(unknown()),
            Err(error) => return Err(error),
        }
    };
    if let Some(version) = version {
        return Ok(see_other(&format!("/revisi/{version}")));
    }
    // The page says itself what is different now, and asks again.
    let mut found = look(person, draft, author).await?;
    if let Some(fault) = fault {
        found.fault = fault;
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return page(person, status, found, Problems::default(), "").await;
    }
    page(person, StatusCode::CONFLICT, found, Problems::default(), "").await
}
