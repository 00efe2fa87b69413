//! `/impor` and `/impor/{nomor}`: a file is uploaded, looked at, decided on, and brought in.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::domain::wording::{self, count, percent, signed_points};
use crate::domain::{Act, Event, Figure, Percent, Status};
use crate::editing::proposal::{self, Effect};
use crate::export::templates;
use crate::import::drafts::{self, Draft, DraftKind};
use crate::import::habits::{self, Habits, Remembered};
use crate::import::{
    self, AUTHORITIES, Field as ColumnField, Finding, MAX_FILE, Mode, Outcome, Report, Severity,
    Stated, StatedSource,
};
use crate::web::Error;
use crate::web::form::{Choice, Clash, Field, Fields, Form, Problems};
use crate::web::imports::{self, Found, Order};
use crate::web::layout::Layout;
use crate::web::markup::{Markup, icon};
use crate::web::session::{Person, see_other};
use crate::web::upload;
use crate::web::view::UNKNOWN;

/// Lines that are asked about at once.
const ASKED: usize = 40;

/// A file that waits.
struct DraftRow {
    name: String,
    link: String,
    size: String,
    /// Who gave it back and why; empty where nobody did.
    returned: String,
}

#[derive(Template)]
#[template(path = "impor.html")]
struct UploadPage {
    layout: Layout,
    key: String,
    problems: Problems,
    drafts: Vec<DraftRow>,
    /// Word and content of each template.
    templates: Vec<(&'static str, &'static str)>,
}

/// Shows the form for a file, and the files that wait.
pub async fn show(person: Person) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    upload_page(&person, StatusCode::OK, Problems::default()).await
}

async fn upload_page(
    person: &Person,
    status: StatusCode,
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let account_id = person.account().id;
    let waiting = person.read(move |c| Ok(drafts::of_account(c, account_id)?)).await?;
    let page = UploadPage {
        layout: person.layout("Impor data", "Memasukkan berkas angka."),
        key: person.form_key(),
        problems,
        drafts: waiting
            .into_iter()
            .filter(|draft| draft.kind == DraftKind::Import && draft.proposed.is_none())
            .map(|draft| DraftRow {
                link: format!("/impor/{}", draft.id),
                size: size(draft.size),
                returned: returned(&draft),
                name: draft.file_name,
            })
            .collect(),
        templates: templates::Subject::ALL.iter().map(|(_, word, label)| (*word, *label)).collect(),
    };
    person.page(status, &page)
}

/// Takes a file.
pub async fn upload(
    person: Person,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let mut body = payload.into_inner();
    let upload = upload::read(&person, &request, &mut body).await?;
    let refuse = |sentence: String| Problems::one("Berkas belum diterima", "berkas", sentence);
    let problem = if upload.name.is_empty() {
        Some("Pilih berkas CSV, XLSX, XLS, atau ODS.".to_owned())
    } else if upload.too_large || upload.bytes.len() > MAX_FILE {
        Some("Berkas ini lebih besar dari 50 MB. Bagi menjadi beberapa berkas.".to_owned())
    } else {
        import::recognise(&upload.bytes, &upload.name).err().map(|error| error.tell())
    };
    if let Some(sentence) = problem {
        return upload_page(&person, StatusCode::UNPROCESSABLE_ENTITY, refuse(sentence)).await;
    }
    let (account_id, created_at) = (person.account().id, person.now());
    let kept = person
        .write(move |c| {
            let sha256 = import::sha256(&upload.bytes);
            let upload = drafts::Upload {
                account_id,
                created_at,
                file_name: &upload.name,
                sha256: &sha256,
                bytes: &upload.bytes,
                kind: DraftKind::Import,
            };
            Ok(drafts::add(c, &upload)?)
        })
        .await?;
    match kept {
        Ok(id) => Ok(see_other(&format!("/impor/{id}"))),
        Err(_) => Err(Error::BadRequest),
    }
}

fn unknown() -> Error {
    Error::not_found("Berkas ini tidak ada lagi, atau diunggah oleh orang lain.")
        .way("/impor", "Impor data")
}

/// A file of this person.
///
/// # Errors
/// A 404 page where there is none.
pub(in crate::web) async fn find(person: &Person, number: &str) -> Result<Draft, Error> {
    let id: i32 = number.parse().map_err(|_| unknown())?;
    let account_id = person.account().id;
    let found = person.read(move |c| Ok(drafts::one(c, id, account_id)?)).await?;
    let draft = found.filter(|draft| draft.kind == DraftKind::Import).ok_or_else(unknown)?;
    if draft.proposed.is_some() {
        // What somebody else decides on does not change under their eyes.
        return Err(Error::SeeOther(format!("/usulan/{id}")));
    }
    Ok(draft)
}

/// That a file was given back, in a sentence; empty where it was not.
pub(super) fn returned(draft: &Draft) -> String {
    draft.returned.as_ref().map_or_else(String::new, |returned| {
        let when = wording::moment(returned.at);
        format!("Dikembalikan oleh {} pada {when}. Alasan: {}", returned.by, returned.reason)
    })
}

/// Shows what was found in a file.
pub async fn check(person: Person, number: web::Path<String>) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let draft = match find(&person, &number).await {
        Ok(draft) => draft,
        Err(error) => return gone(&person, &number, error),
    };
    let stated = Stated::read(&draft.stated);
    let problems = match stated.options() {
        Ok(_) => Problems::default(),
        Err(list) => Problems { title: "Beberapa isian perlu diperbaiki".to_owned(), list },
    };
    let found = run(&person, &draft, &stated, Mode::Rehearse).await;
    if let Some(Ok(report)) = &found
        && let Outcome::Committed(id) = report.outcome
    {
        return Ok(see_other(&format!("/revisi/{id}")));
    }
    decide_page(&person, StatusCode::OK, &draft, &stated, found, problems, None).await
}

/// What was found in a file, for downloads; `None` while that is under way, or cannot be told.
///
/// # Errors
/// A 404 page where there is no such file.
pub(in crate::web) async fn looked_at(
    person: &Person,
    number: &str,
) -> Result<(Draft, Option<Arc<Report>>), Error> {
    let draft = find(person, number).await?;
    let stated = Stated::read(&draft.stated);
    let found = run(person, &draft, &stated, Mode::Rehearse).await;
    Ok((draft, found.and_then(Result::ok)))
}

/// A draft that is not there any more may have just gone in.
pub(super) fn gone(person: &Person, number: &str, error: Error) -> Result<HttpResponse, Error> {
    if matches!(error, Error::SeeOther(_)) {
        return Err(error);
    }
    let id: i32 = number.parse().map_err(|_| unknown())?;
    match person.visit().state().imports().look(id) {
        Some(Ok(report)) => match report.outcome {
            Outcome::Committed(version) => Ok(see_other(&format!("/revisi/{version}"))),
            _ => Err(error),
        },
        _ => Err(error),
    }
}

/// Looks at a file, or brings it in; `None` while that is under way.
async fn run(person: &Person, draft: &Draft, stated: &Stated, mode: Mode) -> Option<Found> {
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
        checked: person.needs_two().then(String::new),
    };
    imports::run(person.visit().state(), order).await
}

/// Notes what was said about a file; then looks again, brings it in, or lets it go.
pub async fn send(
    person: Person,
    number: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, Error> {
    person.must_somewhere(Act::Import)?;
    let draft = match find(&person, &number).await {
        Ok(draft) => draft,
        Err(error) => return gone(&person, &number, error),
    };
    let fields = form.0;
    let id = draft.id;
    let act = fields.text("tindakan").to_owned();
    if act == "batal" {
        person.write(move |c| Ok(drafts::remove(c, id)?)).await?.map_err(|_| Error::BadRequest)?;
        person.visit().state().imports().forget(id);
        return Ok(see_other("/impor"));
    }
    if !["periksa", "terapkan"].contains(&act.as_str()) {
        return Err(Error::BadRequest);
    }
    let mut stated = read(&fields, Stated::read(&draft.stated));
    let is_filled_in = recall(&person, &mut stated).await?;
    let (text, now, based_on) = (stated.write(), person.now(), fields.text("dasar").to_owned());
    let other = person
        .write(move |c| {
            let today = drafts::of_anybody(c, id)?;
            let is_other =
                |today: &Draft| !based_on.is_empty() && Stated::stamp(&today.stated) != based_on;
            if let Some(other) = today.filter(is_other) {
                return Ok(Some(other));
            }
            drafts::state(c, id, &text, now)?;
            Ok(None)
        })
        .await?
        .map_err(|_| Error::BadRequest)?;
    if let Some(other) = other {
        let found = run(&person, &other, &stated, Mode::Rehearse).await;
        let clash = clash(&person, &other, &stated);
        let (status, problems) = (StatusCode::CONFLICT, Problems::default());
        return decide_page(&person, status, &other, &stated, found, problems, Some(clash)).await;
    }
    // What was filled in just now has to be seen before it counts.
    if act == "terapkan" && !is_filled_in && person.needs_two() {
        return propose(&person, draft, &stated).await;
    }
    if act == "terapkan"
        && !is_filled_in
        && stated.options().is_ok()
        && let Some(Ok(report)) = run(&person, &draft, &stated, Mode::Commit).await
        && let Outcome::Committed(version) = report.outcome
    {
        return Ok(see_other(&format!("/revisi/{version}")));
    }
    Ok(see_other(&format!("/impor/{id}")))
}

/// What another tab has said about a file, beside what was said here.
fn clash(person: &Person, draft: &Draft, typed: &Stated) -> Clash {
    let stored = Stated::read(&draft.stated);
    let pairs = stored.told().into_iter().zip(typed.told());
    let different = pairs.filter(|((_, now), (_, typed))| now != typed);
    let clash = Clash::by(person.actor().who(), draft.changed_at);
    different.fold(clash, |clash, ((name, now), (_, typed))| clash.row(name, now, typed))
}

/// Puts a file before a second person, if it would go in.
async fn propose(person: &Person, draft: Draft, stated: &Stated) -> Result<HttpResponse, Error> {
    let id = draft.id;
    let found = run(person, &draft, stated, Mode::Rehearse).await;
    let Some(Ok(report)) = found.filter(|_| stated.options().is_ok()) else {
        return Ok(see_other(&format!("/impor/{id}")));
    };
    if report.outcome != Outcome::Ready {
        return Ok(see_other(&format!("/impor/{id}")));
    }
    let effect = Effect { pairs: effect(&report), digest: report.digest.clone() };
    let (actor, now, text) = (person.actor(), person.now(), stated.write());
    let proposed = person
        .write(move |c| {
            let today = drafts::of_anybody(c, id)?;
            let same = today.is_some_and(|today| today.stated == text && today.proposed.is_none());
            if same {
                proposal::propose_file(c, &actor, &draft, &effect, now)?;
            }
            Ok(same)
        })
        .await?
        .map_err(|_| Error::BadRequest)?;
    let page = if proposed { "usulan" } else { "impor" };
    Ok(see_other(&format!("/{page}/{id}")))
}

/// Fills in how the last file of a source was read, once its source is chosen; whether anything was.
async fn recall(person: &Person, stated: &mut Stated) -> Result<bool, Error> {
    if stated.source.is_empty() || stated.source == stated.recalled {
        return Ok(false);
    }
    stated.recalled.clone_from(&stated.source);
    let last = remembered(person, &stated.source).await?;
    Ok(last.is_some_and(|last| last.habits.fill(stated)))
}

async fn remembered(person: &Person, source: &str) -> Result<Option<Remembered>, Error> {
    let source = source.to_owned();
    person.read(move |c| Ok(habits::recall(c, &source)?)).await
}

/// What a form says, on top of what was said before.
fn read(fields: &Fields, before: Stated) -> Stated {
    let text = |name: &str| fields.text(name).to_owned();
    let mut stated = Stated {
        sheet: text("lembar"),
        as_of: text("tanggal"),
        segment: text("segmen"),
        measure: text("isi"),
        kind: text("jenis"),
        numbers: text("bilangan"),
        small_percent: text("pecahan"),
        codes: text("kode"),
        source: text("sumber"),
        reason: text("alasan"),
        leave_refused: false,
        new_source: None,
        ..before
    };
    if !text("penerbit").is_empty() || !text("judul").is_empty() {
        stated.source = String::new();
        stated.new_source = Some(StatedSource {
            publisher: text("penerbit"),
            title: text("judul"),
            published_on: text("terbit"),
            url: text("alamat"),
            authority: text("jenis-penerbit"),
        });
    }
    for (name, value) in fields.all() {
        let value = value.trim();
        if let Some(place) = name.strip_prefix("kolom-") {
            let title = fields.exact(&format!("judul-{place}"));
            if value.is_empty() {
                stated.columns.remove(title);
            } else {
                stated.columns.insert(title.to_owned(), value.to_owned());
            }
        } else if let Some(line) = name.strip_prefix("kembali-").and_then(|n| n.parse().ok()) {
            stated.left_out.remove(&line);
        } else if let Some(line) = name.strip_prefix("baris-").and_then(|n| n.parse::<u32>().ok()) {
            if value == "lewati" {
                stated.left_out.insert(line);
            } else if let Some((place, cell)) = value.split_once(':')
                && let Ok(place) = place.parse()
            {
                fix(&mut stated, line, place, cell);
            }
        } else if let Some((line, place)) =
            name.strip_prefix("isi-").and_then(|n| n.split_once('-'))
            && let (Ok(line), Ok(place)) = (line.parse(), place.parse())
            && !value.is_empty()
        {
            fix(&mut stated, line, place, value);
        }
    }
    stated
}

fn fix(stated: &mut Stated, line: u32, place: usize, cell: &str) {
    stated.fixes.retain(|(own, column, _)| (*own, *column) != (line, place));
    stated.fixes.push((line, place, cell.to_owned()));
}

/// A line that has to be decided on.
struct Question {
    line: u32,
    /// What is the matter, in short.
    short: String,
    sentences: Vec<String>,
    /// Value and words of each way on.
    ways: Vec<(String, String)>,
    /// Column and text of a cell that can be written anew.
    cell: Option<(usize, String, String)>,
    doubt: bool,
}

/// A row as it was read.
pub(super) struct PreviewRow {
    pub line: u32,
    pub region: String,
    pub segment: String,
    pub date: String,
    pub before: String,
    pub coverage: String,
    pub active: String,
    pub workforce: String,
    pub icon: Markup,
    pub state: &'static str,
    pub is_ready: bool,
}

/// A column and what it is read as.
struct ColumnRow {
    place: usize,
    title: String,
    /// What stands in it first.
    sample: String,
    choices: Vec<Choice>,
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
    returned: String,
    /// What the button does, and what is said below it.
    submit: &'static str,
    submit_note: &'static str,
    waiting: bool,
    /// How far the run is, in words and in percent.
    progress: (String, Option<usize>),
    fault: String,
    summary: Vec<String>,
    problems: Problems,
    notes: Vec<String>,
    sheets: Vec<Choice>,
    date: Field,
    segments: Vec<Choice>,
    kinds: Vec<Choice>,
    codes: Vec<Choice>,
    numbers: Vec<Choice>,
    shares: Vec<Choice>,
    measures: Vec<Choice>,
    sources: Vec<Choice>,
    publisher: Field,
    title: Field,
    published: Field,
    url: Field,
    authorities: Vec<Choice>,
    questions: Vec<Question>,
    more_questions: usize,
    findings: usize,
    left_out: Vec<u32>,
    needs_reason: bool,
    reason: Field,
    columns: Vec<ColumnRow>,
    preview: Vec<PreviewRow>,
    effect: Vec<(String, String)>,
    rows: usize,
    ready: bool,
    step: u8,
}

async fn decide_page(
    person: &Person,
    status: StatusCode,
    draft: &Draft,
    stated: &Stated,
    found: Option<Found>,
    problems: Problems,
    clash: Option<Clash>,
) -> Result<HttpResponse, Error> {
    let (segments, sources) = person.read(|c| Ok(import::known(c)?)).await?;
    let report: Option<Arc<Report>> = match &found {
        Some(Ok(report)) => Some(report.clone()),
        _ => None,
    };
    let waiting = found.is_none() && problems.is_empty();
    let mut page = FilePage::new(person, draft, stated, problems);
    let waiting = waiting && clash.is_none();
    page.waiting = waiting;
    page.clash = clash;
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
        page.fault = error.tell();
    }
    let name_of = |id: i32| {
        let found = segments.iter().find(|segment| segment.id == id);
        found.map_or_else(String::new, |segment| segment.name.clone())
    };
    page.segments = std::iter::once(Choice::new("", "Seperti tertulis di berkas", &stated.segment))
        .chain(
            segments
                .iter()
                .map(|s| Choice::new(s.code.to_string(), s.name.clone(), &stated.segment)),
        )
        .collect();
    page.sources = std::iter::once(Choice::new("", "Seperti tertulis di berkas", &stated.source))
        .chain(sources.iter().map(|s| {
            let name = format!("{}: {}", s.publisher, s.title);
            let name: String = name.chars().take(90).collect();
            Choice::new(s.code.clone(), name, &stated.source)
        }))
        .collect();
    if let Some(report) = report {
        let shown = report.clone();
        let before = person.read(move |c| Ok(import::previous(c, &shown.preview)?)).await?;
        page.fill(&report, stated, &before, &name_of);
    }
    person.page(status, &page)
}

impl FilePage {
    fn new(person: &Person, draft: &Draft, stated: &Stated, problems: Problems) -> Self {
        let choices = |list: &[(&str, &str)], chosen: &str| -> Vec<Choice> {
            list.iter().map(|(value, name)| Choice::new(*value, *name, chosen)).collect()
        };
        let new = stated.new_source.clone().unwrap_or_default();
        let authorities: Vec<Choice> = std::iter::once(Choice::new("", "Pilih", &new.authority))
            .chain(AUTHORITIES.iter().map(|(authority, word)| {
                let name = crate::web::view::authority(*authority);
                Choice::new(*word, name, &new.authority)
            }))
            .collect();
        Self {
            layout: person.layout(format!("Impor {}", draft.file_name), "Memeriksa berkas angka."),
            key: person.form_key(),
            link: format!("/impor/{}", draft.id),
            name: draft.file_name.clone(),
            size: size(draft.size),
            based_on: Stated::stamp(&draft.stated),
            clash: None,
            returned: returned(draft),
            submit: if person.needs_two() { "Usulkan" } else { "Terapkan" },
            submit_note: if person.needs_two() {
                "Angka tampil sesudah diterbitkan oleh orang kedua."
            } else {
                ""
            },
            waiting: false,
            progress: (String::new(), None),
            fault: String::new(),
            summary: Vec::new(),
            notes: Vec::new(),
            sheets: Vec::new(),
            date: Field::new("tanggal", "Tanggal data", &stated.as_of, &problems)
                .hint("Bila berkas tidak menyebutnya, misalnya 30 April 2025."),
            segments: Vec::new(),
            kinds: choices(
                &[("cakupan", "Cakupan"), ("capaian", "Capaian terhadap target")],
                &stated.kind,
            ),
            codes: choices(&[("kemendagri", "Kemendagri"), ("bps", "BPS")], &stated.codes),
            numbers: choices(
                &[("", "Seperti terlihat dari berkas"), ("id", "1.234,5"), ("en", "1,234.5")],
                &stated.numbers,
            ),
            shares: choices(
                &[
                    ("", "Tanyakan bila meragukan"),
                    ("bagian", "0,45 berarti 45%"),
                    ("persen", "0,45 berarti 0,45%"),
                ],
                &stated.small_percent,
            ),
            measures: choices(
                &[
                    ("", "Hanya bila judulnya menyebut"),
                    ("peserta", "Peserta aktif"),
                    ("pekerja", "Pekerja"),
                    ("persen", "Cakupan"),
                ],
                &stated.measure,
            ),
            sources: Vec::new(),
            publisher: Field::new("penerbit", "Penerbit", &new.publisher, &problems),
            title: Field::new("judul", "Judul atau nomor surat", &new.title, &problems),
            published: Field::new("terbit", "Tanggal terbit", &new.published_on, &problems),
            url: Field::new("alamat", "Alamat web", &new.url, &problems),
            authorities,
            questions: Vec::new(),
            more_questions: 0,
            findings: 0,
            left_out: stated.left_out.iter().copied().collect(),
            needs_reason: false,
            reason: Field::new(
                "alasan",
                "Mengapa angka yang meragukan itu benar",
                &stated.reason,
                &problems,
            )
            .hint("Tersimpan bersama versi data ini."),
            columns: Vec::new(),
            preview: Vec::new(),
            effect: Vec::new(),
            rows: 0,
            ready: false,
            step: 2,
            problems,
        }
    }

    fn fill(
        &mut self,
        report: &Report,
        stated: &Stated,
        before: &[Option<Percent>],
        segment: &dyn Fn(i32) -> String,
    ) {
        let refused = report.findings.count(Severity::Refuse);
        let doubts = report.findings.count(Severity::Warn);
        self.summary = vec![
            format!("{} baris dibaca", size_of(report.rows)),
            format!("{} dilewati", size_of(report.passed)),
            format!("{} ditolak", size_of(report.refused)),
        ];
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
        if report.sheets.len() > 1 {
            let chosen = report.sheets.get(report.sheet).cloned().unwrap_or_default();
            self.sheets = report
                .sheets
                .iter()
                .map(|name| Choice::new(name.clone(), name.clone(), &chosen))
                .collect();
        }
        self.questions(report);
        self.findings = report.findings.by_rule().map(|(.., count)| count).sum();
        self.needs_reason = doubts > 0;
        self.columns = columns(report, stated);
        self.preview = preview(report, before, segment);
        self.effect = effect(report);
        self.rows = report.effect.new + report.effect.changed;
        let told = doubts == 0 || !stated.reason.trim().is_empty();
        self.ready = refused == 0 && self.rows > 0 && told && self.problems.is_empty();
        self.step = if refused == 0 && self.problems.is_empty() { 4 } else { 3 };
    }

    fn questions(&mut self, report: &Report) {
        let titles: Vec<&str> =
            report.header.iter().flat_map(|h| &h.columns).map(|c| c.title.as_str()).collect();
        let asked =
            report.findings.list().iter().filter(|f| f.line > 0 && f.severity != Severity::Inform);
        let mut lines: Vec<(u32, Vec<&Finding>)> = Vec::new();
        for finding in asked {
            match lines.iter_mut().find(|(line, _)| *line == finding.line) {
                Some((_, own)) => own.push(finding),
                None => lines.push((finding.line, vec![finding])),
            }
        }
        self.more_questions = lines.len().saturating_sub(ASKED);
        for (line, findings) in lines.into_iter().take(ASKED) {
            let refused = findings.iter().find(|f| f.severity == Severity::Refuse);
            let place_of = |f: &Finding| titles.iter().position(|title| *title == f.column);
            let mut ways = Vec::new();
            let mut cell = None;
            if let Some(finding) = refused
                && let Some(place) = place_of(finding)
            {
                for (code, name) in &finding.candidates {
                    ways.push((format!("{place}:{code}"), format!("Pakai {code} {name}")));
                }
                cell = Some((place, finding.column.clone(), finding.value.clone()));
            }
            let worst = refused.copied().unwrap_or(findings[0]);
            self.questions.push(Question {
                line,
                short: format!("Baris {line}: {}", worst.reason.trim_end_matches('.')),
                sentences: findings.iter().map(|f| f.told()).collect(),
                ways,
                cell,
                doubt: refused.is_none(),
            });
        }
    }
}

/// The first rows as they were read, each with the coverage that is shown `before` it.
pub(super) fn preview(
    report: &Report,
    before: &[Option<Percent>],
    segment: &dyn Fn(i32) -> String,
) -> Vec<PreviewRow> {
    report
        .preview
        .iter()
        .zip(before)
        .map(|(row, before)| {
            let (line, s) = (&row.line, &row.statement);
            let worst =
                report.findings.list().iter().filter(|f| f.line == *line).map(|f| f.severity).min();
            let (icon, state, is_ready) = match worst {
                Some(Severity::Refuse) => (icon(&Status::Behind), "Ditolak", false),
                Some(Severity::Warn) => (icon(&Status::NeedsSpeed), "Perlu alasan", false),
                _ => (icon(&Status::OnTrack), "Siap", true),
            };
            let share = s.figure().and_then(|figure: Figure| figure.coverage).or(s.published);
            PreviewRow {
                line: *line,
                region: row.region.clone(),
                segment: segment(s.segment_id),
                date: s.as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of_short),
                before: before.map_or_else(|| UNKNOWN.to_owned(), percent),
                coverage: share.map_or_else(|| UNKNOWN.to_owned(), percent),
                active: s.active.map_or_else(|| UNKNOWN.to_owned(), count),
                workforce: s.workforce.map_or_else(|| UNKNOWN.to_owned(), count),
                icon,
                state,
                is_ready,
            }
        })
        .collect()
}

/// What was filled in, and from where.
fn as_last_time(last: &Remembered, stated: &Stated) -> String {
    let who = if last.who.is_empty() { "perintah cakupan import" } else { &last.who };
    let from = format!("{}, oleh {who}", wording::moment(last.kept_at));
    match stated.options() {
        Ok((options, _)) if Habits::of(&options) == last.habits => format!(
            "Kolom, kode, dan cara angka dibaca seperti impor terakhir dari sumber ini ({from}). \
             Ubah bila berkas ini berbeda."
        ),
        _ => format!("Impor terakhir dari sumber ini ({from}) dibaca dengan jawaban lain."),
    }
}

/// The field of the form that answers a finding about the whole file.
fn field_of(finding: &Finding) -> &'static str {
    let of = |word: &str| finding.reason.contains(word);
    if of("tanggal") {
        "tanggal"
    } else if of("segmen") {
        "segmen"
    } else if of("sumber") {
        "sumber"
    } else if of("bagian dari satu") {
        "pecahan"
    } else {
        "kolom"
    }
}

/// A finding about the whole file as a sentence.
fn sentence(finding: &Finding) -> String {
    let told = finding.told();
    let mut chars = told.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn columns(report: &Report, stated: &Stated) -> Vec<ColumnRow> {
    let Some(header) = &report.header else { return Vec::new() };
    header
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.title.is_empty())
        .map(|(place, column)| {
            let chosen = stated.columns.get(&column.title).map_or("", String::as_str);
            let read = match (column.field, &column.segment, column.as_of) {
                (None, None, None) => "belum dikenal".to_owned(),
                (field, segment, as_of) => {
                    let mut parts: Vec<String> = Vec::new();
                    parts.extend(field.map(|field| field.label().to_owned()));
                    parts.extend(segment.as_ref().map(ToString::to_string));
                    parts.extend(as_of.map(wording::as_of));
                    parts.join(", ")
                }
            };
            let own = Choice::new("", format!("Seperti dikenali: {read}"), chosen);
            let choices = std::iter::once(own)
                .chain(
                    ColumnField::ALL
                        .iter()
                        .map(|(_, word, label)| Choice::new(*word, *label, chosen)),
                )
                .collect();
            let sample = report.sample.get(place).map_or("", |cell| cell.trim());
            let sample = sample.chars().take(40).collect();
            ColumnRow { place, title: column.title.clone(), sample, choices }
        })
        .collect()
}

/// What the file changes, in pairs.
pub(super) fn effect(report: &Report) -> Vec<(String, String)> {
    let effect = &report.effect;
    let mut rows = vec![
        ("Angka baru".to_owned(), size_of(effect.new)),
        ("Angka berubah".to_owned(), size_of(effect.changed)),
        ("Sudah ada".to_owned(), size_of(effect.same)),
        ("Wilayah yang berubah".to_owned(), size_of(effect.regions)),
    ];
    let share = |percent: Option<Percent>| percent.map_or_else(String::new, wording::percent);
    for jump in effect.jumps.iter().take(3) {
        rows.push((
            jump.name.clone(),
            format!(
                "{} menjadi {} ({})",
                share(jump.from.coverage),
                share(jump.to.coverage),
                signed_points(jump.points)
            ),
        ));
    }
    for shift in effect.shifts.iter().take(3) {
        let place =
            |place: Option<usize>| place.map_or("tanpa data".to_owned(), |p| format!("ke-{p}"));
        let (before, after) = (place(shift.before), place(shift.after));
        rows.push((format!("Peringkat {}", shift.name), format!("{before} menjadi {after}")));
    }
    rows
}

fn size_of(value: usize) -> String {
    count(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A size of a file as people read it.
fn size(bytes: i32) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes / 1_024),
        _ => format!("{},{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}
