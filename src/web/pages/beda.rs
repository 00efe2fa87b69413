//! `/beda/{kode}/{segmen}/{tanggal}`: figures that contradict each other, and the decision between them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

use crate::domain::{Act, RegionCode, SegmentCode};
use crate::editing::contest::{self, Choice};
use crate::editing::{Author, MIN_REASON, Outcome, Touch, is_reason, proposal};
use crate::effect::rehearsal::{Before, NOT_NOW};
use crate::reports::contest::{self as reports, ContestReport};
use crate::web::Error;
use crate::web::code;
use crate::web::form::{Clash, Field, Fields, Form, Problems};
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::session::{Person, see_other};
use crate::web::view::UNKNOWN;
use crate::web::view::choices::report_error;
use crate::web::view::contest::{ContestView, named};
use crate::web::view::imported::effect::{Pages, pages_after};

/// The value of the choice that ends a decision.
const RULE: &str = "aturan";

#[derive(Template)]
#[template(path = "beda.html")]
struct ContestPage {
    layout: Layout,
    view: ContestView,
}

#[derive(Template)]
#[template(path = "beda_putuskan.html")]
struct DecidePage {
    layout: Layout,
    key: String,
    problems: Problems,
    clash: Option<Clash>,
    view: ContestView,
    /// What is chosen: the number of a source, or [`RULE`]; empty for nothing.
    chosen: String,
    choice_problem: String,
    reason: Field,
    based_on: i32,
    decided: bool,
    needs_two: bool,
    options: Vec<String>,
    effects: Vec<EffectOfOptions>,
    pages: Pages,
    /// Why what choices do is not known; empty where it is.
    unknown: String,
}

/// One thing that choices do differently, or alike.
struct EffectOfOptions {
    name: String,
    /// How, by choice.
    values: Vec<String>,
}

/// What each choice would do; of none that is shown already.
#[derive(Default)]
struct Effects {
    /// What is chosen.
    options: Vec<String>,
    rows: Vec<EffectOfOptions>,
    pages: Pages,
    /// Why that is not known; empty where it is.
    unknown: String,
}

/// Choices whose effect is worked out: each is carried out and undone.
const MOST_OPTIONS: usize = 6;

async fn effects(person: &Person, report: &ContestReport) -> Result<Effects, Error> {
    let (contest, limits) = (report.contest.clone(), person.limits());
    let shown = contest.shown.and_then(|place| contest.voices.get(place));
    let shown = shown.map(|voice| voice.source.id);
    let mut choices: Vec<Option<i32>> = Vec::new();
    for voice in &contest.voices {
        let id = Some(voice.source.id);
        if id != shown && !choices.contains(&id) {
            choices.push(id);
        }
    }
    choices.truncate(MOST_OPTIONS);
    choices.extend(contest.decision().is_some().then_some(None));
    let found = person.rehearse(move |c| {
        let mut found = Vec::new();
        let before = Before::load(c)?;
        for source_id in choices {
            let ahead = contest::rehearse(c, &before, &contest, source_id, &limits)?;
            let Some(rehearsal) = ahead.known() else { continue };
            let option = match source_id.and_then(|id| contest.of_source(id)) {
                Some(voice) => named(voice),
                None => "Kembali ke aturan".to_owned(),
            };
            let pairs = contest::effect(c, &contest, source_id, &ahead)?;
            found.push((option, pairs, pages_after(rehearsal)));
        }
        Ok(found)
    });
    let mut effects = Effects::default();
    let Some(found) = found.await? else {
        effects.unknown = format!("Dampak setiap pilihan tidak dihitung, {NOT_NOW}.");
        return Ok(effects);
    };
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in found.iter().flat_map(|(_, pairs, _)| pairs) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let value = |pairs: &[(String, String)], name: &String| {
        let own = pairs.iter().find(|(own, _)| own == name);
        own.map_or_else(|| UNKNOWN.to_owned(), |(_, value)| value.clone())
    };
    effects.rows = names
        .iter()
        .map(|name| EffectOfOptions {
            name: (*name).clone(),
            values: found.iter().map(|(_, pairs, _)| value(pairs, name)).collect(),
        })
        .collect();
    for (option, _, pages) in found {
        effects.options.push(option);
        effects.pages = pages;
    }
    Ok(effects)
}

/// What an address names.
#[derive(Clone)]
struct Asked {
    region: RegionCode,
    segment: SegmentCode,
    as_of: NaiveDate,
}

type Address = web::Path<(String, String, String)>;

impl Asked {
    fn read((region, segment, as_of): &(String, String, String)) -> Result<Self, Error> {
        let region = code::read(region)?;
        let segment = SegmentCode::parse(segment).ok_or_else(missing)?;
        let date: NaiveDate = as_of.parse().map_err(|_| missing())?;
        if date.to_string() != *as_of {
            return Err(missing());
        }
        Ok(Self { region, segment, as_of: date })
    }
}

fn missing() -> Error {
    Error::not_found("Tidak ada angka yang berbeda antarsumber pada alamat ini.")
        .way("/sumber#konflik", "Angka yang berbeda")
}

/// Shows all statements, which one is shown and why, and what was decided before.
pub async fn show(page: Page, address: Address) -> Result<HttpResponse, Error> {
    let asked = Asked::read(&address)?;
    page.show(move |r, context| {
        let found = reports::load(r, &asked.region, &asked.segment, asked.as_of);
        let report = found.map_err(report_error)?.ok_or_else(missing)?;
        let view = ContestView::new(&report);
        let title = format!("Angka yang berbeda: {}, {}", view.region, view.date);
        let layout = context.layout(title, "Semua angka dengan sumbernya, dan yang dipakai.");
        Ok(ContestPage { layout: layout.menu("/sumber"), view })
    })
    .await
}

async fn find(person: &Person, asked: &Asked) -> Result<ContestReport, Error> {
    let wanted = asked.clone();
    let find =
        move |c: &mut _| Ok(reports::find(c, &wanted.region, &wanted.segment, wanted.as_of)?);
    let report = person.read(find).await?.ok_or_else(missing)?;
    person.must(Act::DecideConflict, Some(&asked.region))?;
    Ok(report)
}

/// What the form shows beside the statements.
#[derive(Default)]
struct Shown {
    problems: Problems,
    clash: Option<Clash>,
    typed: Option<Fields>,
}

/// Shows the form.
pub async fn decide(person: Person, address: Address) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::DecideConflict)?;
    let asked = Asked::read(&address)?;
    let report = find(&person, &asked).await?;
    page(&person, StatusCode::OK, &report, &Shown::default()).await
}

async fn page(
    person: &Person,
    status: StatusCode,
    report: &ContestReport,
    shown: &Shown,
) -> Result<HttpResponse, Error> {
    let view = ContestView::new(report);
    let Effects { options, rows, pages, unknown } = effects(person, report).await?;
    let typed = |name: &str| {
        shown.typed.as_ref().map_or_else(String::new, |typed| typed.text(name).to_owned())
    };
    let title = format!("Putuskan: {}, {}", view.region, view.date);
    let page = DecidePage {
        layout: person.layout(title, "Memilih angka yang dipakai.").menu("/sumber"),
        key: person.form_key(),
        chosen: typed("pilihan"),
        choice_problem: shown.problems.of("pilihan"),
        reason: Field::new("alasan", "Alasan", &typed("alasan"), &shown.problems)
            .hint("Mengapa sumber ini yang dipakai. Tampil untuk semua pembaca."),
        problems: shown.problems.clone(),
        clash: shown.clash.clone(),
        based_on: report.contest.last_touch,
        decided: report.contest.decision().is_some(),
        needs_two: person.needs_two(),
        options,
        effects: rows,
        pages,
        unknown,
        view,
    };
    person.page(status, &page)
}

/// Decides, or proposes it where a second person is needed.
pub async fn send(person: Person, address: Address, form: Form) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::DecideConflict)?;
    let asked = Asked::read(&address)?;
    let report = find(&person, &asked).await?;
    let fields = form.0;
    if fields.text("tindakan") != "simpan" {
        return Err(Error::BadRequest);
    }
    let based_on: i32 = fields.text("dasar").parse().map_err(|_| Error::BadRequest)?;
    let pick = fields.text("pilihan");
    let source_id = (pick != RULE).then(|| pick.parse().ok()).flatten();
    let mut problems = Problems::default();
    let can = |id: i32| contest::can_choose(&report.contest, Some(id));
    if pick != RULE && !source_id.is_some_and(can) {
        problems.list.push(("pilihan", "Pilih satu sumber dari daftar ini.".to_owned()));
    } else if !contest::can_choose(&report.contest, source_id) {
        let sentence = "Tidak ada keputusan yang berlaku; aturan sudah dipakai.";
        problems.list.push(("pilihan", sentence.to_owned()));
    }
    let reason = fields.text("alasan").to_owned();
    if !is_reason(&reason) {
        let sentence = format!("Tulis alasannya, paling sedikit {MIN_REASON} karakter.");
        problems.list.push(("alasan", sentence));
    }
    if !problems.is_empty() {
        "Keputusan belum disimpan".clone_into(&mut problems.title);
        let shown = Shown { problems, typed: Some(fields), clash: None };
        return page(&person, StatusCode::UNPROCESSABLE_ENTITY, &report, &shown).await;
    }
    let key = report.contest.key;
    let choice = Choice {
        region_id: key.region_id,
        segment_id: key.segment_id,
        as_of: key.as_of.to_string(),
        source_id,
        reason,
        based_on,
    };
    match save(&person, choice).await? {
        Saved::At(path) => Ok(see_other(&path)),
        Saved::Changed(touch) => {
            let report = find(&person, &asked).await?;
            let (now, why) = ContestView::now(&report);
            let typed = match source_id {
                None => "Kembali ke aturan".to_owned(),
                Some(id) => report.contest.of_source(id).map(named).unwrap_or_default(),
            };
            let clash = Clash::by(&touch.who, touch.at).row("Angka yang dipakai", now, typed).row(
                "Alasan",
                why,
                fields.text("alasan"),
            );
            let shown = Shown { clash: Some(clash), typed: Some(fields), ..Shown::default() };
            page(&person, StatusCode::CONFLICT, &report, &shown).await
        }
    }
}

/// What became of a choice.
enum Saved {
    /// It stands, or waits, at this address.
    At(String),
    /// Somebody else was first.
    Changed(Touch),
}

async fn save(person: &Person, choice: Choice) -> Result<Saved, Error> {
    let (actor, account, now) = (person.actor(), person.account().clone(), person.now());
    let (needs_two, limits) = (person.needs_two(), person.limits());
    let outcome = person
        .change(move |c| {
            if needs_two {
                contest::propose(c, &actor, &account, choice, &limits, now)
            } else {
                let done = contest::decide(c, &Author::alone(actor), &choice, now)?;
                Ok(proposal::Sent::Published(done))
            }
        })
        .await?;
    match outcome {
        proposal::Sent::Proposed(id) => Ok(Saved::At(format!("/usulan/{id}"))),
        proposal::Sent::Published(Outcome::Done(id)) => Ok(Saved::At(format!("/revisi/{id}"))),
        proposal::Sent::Published(Outcome::Changed(touch)) => Ok(Saved::Changed(touch)),
        proposal::Sent::Published(Outcome::Nothing) => Err(missing()),
    }
}
