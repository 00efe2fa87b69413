//! `/impor/{nomor}`: a file is looked at, decided on, and brought in.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::domain::reason::{MIN_REASON, is_reason};
use crate::domain::{Act, Percent, wording};
use crate::editing::Touch;
use crate::editing::proposal::{self, Effect};
use crate::import::drafts::{self, Draft};
use crate::import::habits::{self, Habits, Remembered};
use crate::import::told::effect;
use crate::import::{self, Content, Mode, Outcome, Report, Segment, Severity, Stated};
use crate::web::Error;
use crate::web::form::{Clash, Field, Form, Problems};
use crate::web::imports::conflict::{Conflict, Moved, Seen, clash};
use crate::web::imports::{Found, answers, waiting};
use crate::web::layout::Layout;
use crate::web::session::{Person, see_other};
use crate::web::view::imported::about::About;
use crate::web::view::imported::applies::{Applied, applies};
use crate::web::view::imported::columns::{ColumnRow, columns};
use crate::web::view::imported::counts::{counts, with_rows};
use crate::web::view::imported::effect::{Pages, pages};
use crate::web::view::imported::findings::{Decisions, Fix, field_of, fixes, sentence, told};
use crate::web::view::imported::list::ListView;
use crate::web::view::imported::preview::Preview;
use crate::web::view::imported::sources::code_of;
use crate::web::view::imported::{file_size, returned};
use crate::web::view::proposals::effect_rows;

/// Why a file could not be looked at to its end.
struct Fault {
    sentence: String,
    /// Whether looking again may help.
    passes: bool,
}

#[derive(Template)]
#[template(path = "impor_berkas.html")]
struct FilePage {
    layout: Layout,
    key: String,
    link: String,
    name: String,
    size: String,
    /// Stands for what was said about the file when this page was made.
    based_on: String,
    clash: Option<Clash>,
    moved: Option<Moved>,
    /// Digest and pairs of the effect as this page shows it, and the version of the data.
    seen: String,
    shown: String,
    version: i32,
    returned: String,
    /// What the button does, and what is said below it.
    submit: &'static str,
    submit_note: &'static str,
    waiting: bool,
    /// How far the run is, in words and in percent.
    progress: (String, Option<usize>),
    fault: Option<Fault>,
    summary: Vec<String>,
    problems: Problems,
    notes: Vec<String>,
    about: About,
    /// What applies when the file goes in.
    applies: Vec<Applied>,
    decisions: Decisions,
    findings: usize,
    /// What is good to know about single lines.
    told: Vec<String>,
    more_told: usize,
    left_out: Vec<u32>,
    /// Cells written anew.
    fixes: Vec<Fix>,
    needs_reason: bool,
    reason: Field,
    columns: Vec<ColumnRow>,
    preview: Preview,
    list: ListView,
    effect: Vec<(String, String)>,
    pages: Pages,
    /// How many figures or rows go in.
    rows: usize,
    /// The same in words, with the rows that they stand in.
    figures: String,
    /// Rows that cannot go in.
    refused: usize,
    ready: bool,
    step: u8,
}

/// Shows what was found in a file.
pub async fn check(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let draft = match waiting::find(&person, &number).await {
        Ok(draft) => draft,
        Err(error) => return waiting::gone(&person, &number, error),
    };
    let stated = Stated::read(&draft.stated);
    let problems = match stated.options() {
        Ok(_) => Problems::default(),
        Err(list) => Problems { title: "Beberapa isian perlu diperbaiki".to_owned(), list },
    };
    let found = waiting::run(&person, &draft, &stated, Mode::Rehearse, "").await;
    if let Some(Ok(report)) = &found
        && let Outcome::Committed(id) = report.outcome
    {
        return Ok(see_other(&format!("/revisi/{id}")));
    }
    decide_page(&person, StatusCode::OK, &draft, &stated, found, problems, Conflict::None).await
}

/// Notes what was said about a file; then looks again, brings it in, or lets it go.
pub async fn send(
    person: Person,
    number: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let draft = match waiting::find(&person, &number).await {
        Ok(draft) => draft,
        Err(error) => return waiting::gone(&person, &number, error),
    };
    let fields = form.0;
    let id = draft.id;
    let act = fields.text("tindakan").to_owned();
    if act == "batal" {
        let gone = person.write(move |c| Ok(drafts::remove(c, id)?)).await?;
        if !gone.map_err(|_| Error::BadRequest)? {
            // It has gone in meanwhile: the page of the file leads on.
            return Ok(see_other(&format!("/impor/{id}")));
        }
        person.visit().state().imports().forget(id);
        return Ok(see_other("/impor"));
    }
    if !["periksa", "terapkan"].contains(&act.as_str()) {
        return Err(Error::BadRequest);
    }
    let mut stated = answers::read(&fields, Stated::read(&draft.stated));
    if let Some(Ok(report)) = person.visit().state().imports().look(id) {
        stated.note_left_out(&report);
    }
    if !stated.source.is_empty() {
        let (_, sources) = person.read(|c| Ok(import::known(c)?)).await?;
        stated.source = code_of(&stated.source, &sources);
    }
    let content = Content::parse(fields.text("isi-berkas"));
    let is_filled_in = recall(&person, &mut stated, content).await?;
    let (text, now, based_on) = (stated.write(), person.now(), fields.text("dasar").to_owned());
    let (other, is_noted) = person
        .write(move |c| {
            let today = drafts::of_anybody(c, id)?;
            let is_other =
                |today: &Draft| !based_on.is_empty() && Stated::stamp(&today.stated) != based_on;
            if let Some(other) = today.filter(is_other) {
                return Ok((Some(other), false));
            }
            Ok((None, drafts::state(c, id, &text, now)?))
        })
        .await?
        .map_err(|_| Error::BadRequest)?;
    if let Some(other) = other {
        let found = waiting::run(&person, &other, &stated, Mode::Rehearse, "").await;
        let clash = Conflict::Answers(clash(&person, &other, &stated));
        let (status, problems) = (StatusCode::CONFLICT, Problems::default());
        return decide_page(&person, status, &other, &stated, found, problems, clash).await;
    }
    // What was filled in just now has to be seen before it counts.
    if act == "terapkan" && is_noted && !is_filled_in && stated.options().is_ok() {
        return apply(&person, draft, &stated, &Seen::read(&fields)).await;
    }
    Ok(see_other(&format!("/impor/{id}")))
}

/// Brings a file in, or puts it before a second person, while it changes what the page has shown; else
/// shows both, and asks again.
async fn apply(
    person: &Person,
    draft: Draft,
    stated: &Stated,
    seen: &Seen,
) -> Result<HttpResponse, Error> {
    let again = format!("/impor/{}", draft.id);
    if seen.digest.is_empty() {
        return Ok(see_other(&again));
    }
    let found = if person.needs_two() {
        waiting::run(person, &draft, stated, Mode::Rehearse, "").await
    } else {
        waiting::run(person, &draft, stated, Mode::Commit, &seen.digest).await
    };
    let report = match found {
        None => return Ok(see_other(&again)),
        Some(Ok(report)) => report,
        failed => {
            let (status, problems) = (StatusCode::SERVICE_UNAVAILABLE, Problems::default());
            let none = Conflict::None;
            return decide_page(person, status, &draft, stated, failed, problems, none).await;
        }
    };
    if let Outcome::Committed(version) = report.outcome {
        return Ok(see_other(&format!("/revisi/{version}")));
    }
    if report.digest == seen.digest {
        if report.outcome == Outcome::Ready && person.needs_two() {
            return propose(person, draft, stated, &report).await;
        }
        return Ok(see_other(&again));
    }
    let last = person.read(|c| Ok(Touch::last(c)?)).await?;
    if last.version == seen.version {
        // It is what was answered just now that changes something else.
        return Ok(see_other(&again));
    }
    let then = Effect { pairs: seen.pairs.clone(), digest: String::new() };
    let today = Effect { pairs: effect(&report), digest: String::new() };
    let moved = Moved::new(&last, effect_rows(&then, &today));
    let (status, problems) = (StatusCode::CONFLICT, Problems::default());
    let found = Some(Ok(report));
    decide_page(person, status, &draft, stated, found, problems, Conflict::Data(moved)).await
}

/// Puts a file before a second person that would go in.
async fn propose(
    person: &Person,
    draft: Draft,
    stated: &Stated,
    report: &Report,
) -> Result<HttpResponse, Error> {
    let (id, actor, now, text) = (draft.id, person.actor(), person.now(), stated.write());
    let effect = Effect::of_file(&draft, &text, effect(report), &report.digest);
    let proposed = person
        .write(move |c| {
            let today = drafts::of_anybody(c, id)?;
            let same = today.is_some_and(|today| today.stated == text);
            Ok(same && proposal::propose_file(c, &actor, &draft, &effect, now)?)
        })
        .await?
        .map_err(|_| Error::BadRequest)?;
    let page = if proposed { "usulan" } else { "impor" };
    Ok(see_other(&format!("/{page}/{id}")))
}

/// With what is the matter with a reason that says too little.
fn with_short_reason(mut problems: Problems, stated: &Stated) -> Problems {
    let reason = stated.reason.trim();
    if !reason.is_empty() && !is_reason(reason) {
        if problems.is_empty() {
            "Beberapa isian perlu diperbaiki".clone_into(&mut problems.title);
        }
        let sentence = format!("Tulis alasannya, paling sedikit {MIN_REASON} karakter.");
        problems.list.push(("alasan", sentence));
    }
    problems
}

/// Fills in how the last file of a source was read, once its source is chosen; whether anything was.
async fn recall(person: &Person, stated: &mut Stated, content: Content) -> Result<bool, Error> {
    if stated.source.is_empty() || stated.source == stated.recalled {
        return Ok(false);
    }
    stated.recalled.clone_from(&stated.source);
    let last = remembered(person, &stated.source).await?;
    Ok(last.is_some_and(|last| last.habits.fill(stated, content)))
}

async fn remembered(person: &Person, source: &str) -> Result<Option<Remembered>, Error> {
    let source = source.to_owned();
    person.read(move |c| Ok(habits::recall(c, &source)?)).await
}

async fn decide_page(
    person: &Person,
    status: StatusCode,
    draft: &Draft,
    stated: &Stated,
    found: Option<Found>,
    problems: Problems,
    conflict: Conflict,
) -> Result<HttpResponse, Error> {
    let ((segments, sources), last) =
        person.read(|c| Ok((import::known(c)?, Touch::last(c)?))).await?;
    let report: Option<Arc<Report>> = match &found {
        Some(Ok(report)) => Some(report.clone()),
        _ => None,
    };
    let waiting = found.is_none() && problems.is_empty();
    let problems = with_short_reason(problems, stated);
    let content = report.as_ref().map_or(Content::parse(&stated.content), |report| report.content);
    let is_local = person.account().grant.region().is_some();
    let about = About::new(stated, content, is_local, &problems, &segments, &sources);
    let mut page = FilePage::new(person, draft, stated, problems, about);
    let waiting = waiting && matches!(conflict, Conflict::None);
    page.waiting = waiting;
    page.version = last.version;
    match conflict {
        Conflict::None => {}
        Conflict::Answers(clash) => page.clash = Some(clash),
        Conflict::Data(moved) => page.moved = Some(moved),
    }
    if waiting {
        page.step = 3;
    }
    if let Some(progress) = person.visit().state().imports().progress(draft.id) {
        page.progress = (progress.told(), progress.share());
    }
    if !stated.source.is_empty()
        && stated.source == stated.recalled
        && let Some(last) = remembered(person, &stated.source).await?
    {
        page.notes.push(as_last_time(&last, stated));
    }
    if let Some(Err(error)) = &found {
        page.fault = Some(Fault { sentence: error.tell(), passes: error.passes() });
    }
    if let Some(report) = report {
        let shown = report.clone();
        let before = person.read(move |c| Ok(import::previous(c, &shown.preview)?)).await?;
        page.applies = applies(&report, stated, &segments, &sources);
        page.fill(&report, stated, &before, &segments);
    }
    person.page(status, &page)
}

impl FilePage {
    fn new(
        person: &Person,
        draft: &Draft,
        stated: &Stated,
        problems: Problems,
        about: About,
    ) -> Self {
        Self {
            layout: person.layout(format!("Impor {}", draft.file_name), "Memeriksa berkas angka."),
            key: person.form_key(),
            link: format!("/impor/{}", draft.id),
            name: draft.file_name.clone(),
            size: file_size(draft.size),
            based_on: Stated::stamp(&draft.stated),
            clash: None,
            moved: None,
            seen: String::new(),
            shown: String::new(),
            version: 0,
            returned: returned(draft),
            submit: if person.needs_two() { "Usulkan" } else { "Terapkan" },
            submit_note: if person.needs_two() {
                "Angka tampil sesudah diterbitkan oleh orang kedua."
            } else {
                ""
            },
            waiting: false,
            progress: (String::new(), None),
            fault: None,
            summary: Vec::new(),
            notes: Vec::new(),
            about,
            applies: Vec::new(),
            decisions: Decisions::default(),
            findings: 0,
            told: Vec::new(),
            more_told: 0,
            left_out: stated.left_out.iter().copied().collect(),
            fixes: Vec::new(),
            needs_reason: !stated.reason.trim().is_empty(),
            reason: Field::new(
                "alasan",
                "Mengapa angka yang meragukan itu benar",
                &stated.reason,
                &problems,
            )
            .hint("Tersimpan bersama versi data ini."),
            columns: Vec::new(),
            preview: Preview::default(),
            list: ListView::default(),
            effect: Vec::new(),
            pages: Pages::default(),
            rows: 0,
            figures: String::new(),
            refused: 0,
            ready: false,
            step: 2,
            problems,
        }
    }

    /// Whether any row was read.
    fn is_read(&self) -> bool {
        !self.summary.is_empty()
    }

    fn fill(
        &mut self,
        report: &Report,
        stated: &Stated,
        before: &[Option<Percent>],
        segments: &[Segment],
    ) {
        let refused = report.findings.count(Severity::Refuse);
        let doubts = report.findings.count(Severity::Warn);
        if report.rows > 0 {
            self.summary = counts(report, stated);
        }
        for finding in report.findings.list().iter().filter(|f| f.line == 0) {
            match finding.severity {
                Severity::Refuse => {
                    "Beberapa hal belum diketahui tentang berkas ini"
                        .clone_into(&mut self.problems.title);
                    self.problems.list.push((field_of(finding), sentence(finding)));
                }
                _ => self.notes.push(sentence(finding)),
            }
        }
        self.about.offer_sheets(report);
        self.decisions = Decisions::new(report, stated);
        (self.told, self.more_told) = told(report);
        self.findings = report.findings.by_rule().map(|(.., count)| count).sum();
        self.needs_reason |= doubts > 0;
        self.columns = columns(report, stated, segments);
        self.fixes = fixes(report, stated);
        self.preview = Preview::new(report, before, segments);
        self.list = ListView::new(report);
        self.refused = report.refused;
        self.effect = effect(report);
        self.pages = pages(report);
        self.seen.clone_from(&report.digest);
        self.shown = Effect::write(&self.effect);
        self.rows = report.effect.new + report.effect.changed;
        self.figures = with_rows(report);
        let is_told = doubts == 0 || is_reason(&stated.reason);
        let is_decided = refused == 0 && self.decisions.open == 0;
        self.ready = is_decided && self.rows > 0 && is_told && self.problems.is_empty();
        self.step = match (self.is_read(), refused == 0 && self.problems.is_empty()) {
            (false, _) => 2,
            (true, false) => 3,
            (true, true) => 4,
        };
    }
}

/// What was filled in, and from where.
fn as_last_time(last: &Remembered, stated: &Stated) -> String {
    let who = if last.who.is_empty() { "perintah cakupan import" } else { &last.who };
    let from = format!("{}, oleh {who}", wording::moment(last.kept_at));
    match stated.options() {
        Ok((options, _)) if Habits::of(&options) == last.habits => format!(
            "Kolom, kode, dan cara angka dibaca seperti impor terakhir dari sumber ini \
             ({from}). Ubah bila berkas ini berbeda."
        ),
        _ => format!("Impor terakhir dari sumber ini ({from}) dibaca dengan jawaban lain."),
    }
}
