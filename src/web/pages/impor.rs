//! `/impor` and `/impor/{nomor}`: a file is uploaded, looked at, decided on, and brought in.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::domain::wording::{self, count, percent, signed_points};
use crate::domain::{Act, Event, Figure, List, Percent};
use crate::import::drafts::{self, Draft};
use crate::import::{
    self, AUTHORITIES, Content, Field as ColumnField, File, Finding, LEVELS, MAX_FILE, Mode,
    Outcome, Report, Sender, Severity, Stated, StatedSource,
};
use crate::people::trail;
use crate::web::Error;
use crate::web::form::{Choice, Field, Fields, Form, Problems};
use crate::web::imports::{Found, Subject};
use crate::web::layout::Layout;
use crate::web::session::{Person, see_other};
use crate::web::upload;
use crate::web::view::UNKNOWN;
use crate::web::view::imported::{ListView, state};

/// Lines that are asked about at once.
const ASKED: usize = 40;

/// A file that waits.
struct DraftRow {
    name: String,
    link: String,
    size: String,
}

#[derive(Template)]
#[template(path = "impor.html")]
struct UploadPage {
    layout: Layout,
    key: String,
    problems: Problems,
    drafts: Vec<DraftRow>,
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
            .map(|draft| DraftRow {
                link: format!("/impor/{}", draft.id),
                size: size(draft.size),
                name: draft.file_name,
            })
            .collect(),
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

async fn find(person: &Person, number: &str) -> Result<Draft, Error> {
    let id: i32 = number.parse().map_err(|_| unknown())?;
    let account_id = person.account().id;
    let found = person.read(move |c| Ok(drafts::one(c, id, account_id)?)).await?;
    found.ok_or_else(unknown)
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
    decide_page(&person, &draft, &stated, found, problems).await
}

/// A draft that is not there any more may have just gone in.
fn gone(person: &Person, number: &str, error: Error) -> Result<HttpResponse, Error> {
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
    let state = person.visit().state().clone();
    let subject =
        Subject { stated: stated.write(), commit: mode == Mode::Commit, edition: state.edition() };
    let (options, new_source) = stated.options().ok()?;
    let options = import::Options { within: person.account().grant.region().cloned(), ..options };
    let who = format!("{} ({})", person.account().name, person.account().login);
    let (actor, now) = (person.actor(), person.now());
    let (draft_id, name) = (draft.id, draft.file_name.clone());
    let imports = state.imports().clone();
    imports
        .found(draft.id, subject, move || {
            let bytes = state.pool().read(|c| drafts::bytes(c, draft_id))?.unwrap_or_default();
            let then = |c: &mut crate::db::Connection, id: i32| {
                drafts::remove(c, draft_id)?;
                let subject = format!("Versi {id}");
                trail::record(c, &actor, Event::Import, &subject, "", &name, now)
                    .map_err(crate::people::Error::into_store)
            };
            let sender = Sender { who, new_source, then: Some(&then) };
            let file = File { name: &name, bytes: &bytes };
            let today = import::today(now);
            let report = import::run(state.pool(), file, &options, &sender, mode, today)?;
            if matches!(report.outcome, Outcome::Committed(_)) {
                // The pages would notice within a second anyway.
                _ = state.refresh();
            }
            Ok(report)
        })
        .await
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
    let stated = read(&fields, Stated::read(&draft.stated));
    let text = stated.write();
    person
        .write(move |c| Ok(drafts::state(c, id, &text)?))
        .await?
        .map_err(|_| Error::BadRequest)?;
    if act == "terapkan"
        && stated.options().is_ok()
        && let Some(Ok(report)) = run(&person, &draft, &stated, Mode::Commit).await
        && let Outcome::Committed(version) = report.outcome
    {
        return Ok(see_other(&format!("/revisi/{version}")));
    }
    Ok(see_other(&format!("/impor/{id}")))
}

/// What a form says, on top of what was said before.
fn read(fields: &Fields, before: Stated) -> Stated {
    let text = |name: &str| fields.text(name).to_owned();
    let mut stated = Stated {
        content: text("isi-berkas"),
        sheet: text("lembar"),
        as_of: text("tanggal"),
        segment: text("segmen"),
        measure: text("isi"),
        kind: text("jenis"),
        numbers: text("bilangan"),
        small_percent: text("pecahan"),
        codes: text("kode"),
        level: text("tingkat"),
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
    sentences: Vec<String>,
    /// Value and words of each way on.
    ways: Vec<(String, String)>,
    /// Column and text of a cell that can be written anew.
    cell: Option<(usize, String, String)>,
    doubt: bool,
}

/// A row as it was read.
struct PreviewRow {
    line: u32,
    region: String,
    segment: String,
    date: String,
    coverage: String,
    active: String,
    workforce: String,
    state: &'static str,
}

/// A column and what it is read as.
struct ColumnRow {
    place: usize,
    title: String,
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
    waiting: bool,
    fault: String,
    summary: Vec<String>,
    problems: Problems,
    notes: Vec<String>,
    contents: Vec<Choice>,
    content: Content,
    sheets: Vec<Choice>,
    date: Field,
    segments: Vec<Choice>,
    kinds: Vec<Choice>,
    codes: Vec<Choice>,
    levels: Vec<Choice>,
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
    left_out: Vec<u32>,
    needs_reason: bool,
    reason: Field,
    columns: Vec<ColumnRow>,
    preview: Vec<PreviewRow>,
    list: ListView,
    effect: Vec<(String, String)>,
    rows: usize,
    ready: bool,
    step: u8,
}

async fn decide_page(
    person: &Person,
    draft: &Draft,
    stated: &Stated,
    found: Option<Found>,
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let (segments, sources) = person.read(|c| Ok(import::known(c)?)).await?;
    let report: Option<Arc<Report>> = match &found {
        Some(Ok(report)) => Some(report.clone()),
        _ => None,
    };
    let waiting = found.is_none() && problems.is_empty();
    let mut page = FilePage::new(person, draft, stated, problems);
    page.waiting = waiting;
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
    if let Some(report) = &report {
        page.fill(report, stated, &name_of);
    }
    person.page(StatusCode::OK, &page)
}

impl FilePage {
    /// Whether the file is one of figures; else one of a list.
    fn is_of_figures(&self) -> bool {
        self.content == Content::Figures
    }

    /// Whether rows name regions and sources.
    fn is_regional(&self) -> bool {
        self.content.list().is_none_or(List::has_regions)
    }

    /// Whether a date may be stated.
    fn is_dated(&self) -> bool {
        matches!(self.content, Content::Figures | Content::Regions)
    }

    fn new(person: &Person, draft: &Draft, stated: &Stated, problems: Problems) -> Self {
        let choices = |list: &[(&str, &str)], chosen: &str| -> Vec<Choice> {
            list.iter().map(|(value, name)| Choice::new(*value, *name, chosen)).collect()
        };
        let content = Content::parse(&stated.content);
        let new = stated.new_source.clone().unwrap_or_default();
        let authorities: Vec<Choice> = std::iter::once(Choice::new("", "Pilih", &new.authority))
            .chain(
                AUTHORITIES
                    .iter()
                    .map(|(authority, word)| Choice::new(*word, authority.label(), &new.authority)),
            )
            .collect();
        Self {
            layout: person.layout(format!("Impor {}", draft.file_name), "Memeriksa berkas angka."),
            key: person.form_key(),
            link: format!("/impor/{}", draft.id),
            name: draft.file_name.clone(),
            size: size(draft.size),
            waiting: false,
            fault: String::new(),
            summary: Vec::new(),
            notes: Vec::new(),
            contents: Content::ALL
                .iter()
                .map(|(_, word, label)| Choice::new(*word, *label, content.word()))
                .collect(),
            content,
            sheets: Vec::new(),
            date: match content {
                Content::Regions => {
                    Field::new("tanggal", "Nama baru berlaku sejak", &stated.as_of, &problems)
                        .hint("Bila kosong, nama yang berbeda dianggap perbaikan tulisan.")
                }
                _ => Field::new("tanggal", "Tanggal data", &stated.as_of, &problems)
                    .hint("Bila berkas tidak menyebutnya, misalnya 30 April 2025."),
            },
            segments: Vec::new(),
            kinds: choices(
                &[("cakupan", "Cakupan"), ("capaian", "Capaian terhadap target")],
                &stated.kind,
            ),
            codes: choices(&[("kemendagri", "Kemendagri"), ("bps", "BPS")], &stated.codes),
            levels: std::iter::once(Choice::new("", "Semua tingkat", &stated.level))
                .chain(
                    LEVELS.iter().map(|(_, word, name)| Choice::new(*word, *name, &stated.level)),
                )
                .collect(),
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
            list: ListView::default(),
            effect: Vec::new(),
            rows: 0,
            ready: false,
            step: 2,
            problems,
        }
    }

    fn fill(&mut self, report: &Report, stated: &Stated, segment: &dyn Fn(i32) -> String) {
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
        self.needs_reason = doubts > 0;
        self.columns = columns(report, stated);
        self.preview = report
            .preview
            .iter()
            .map(|row| {
                let (line, s) = (&row.line, &row.statement);
                let share = s.figure().and_then(|figure: Figure| figure.coverage).or(s.published);
                PreviewRow {
                    line: *line,
                    region: row.region.clone(),
                    segment: segment(s.segment_id),
                    date: s.as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of_short),
                    coverage: share.map_or_else(|| UNKNOWN.to_owned(), percent),
                    active: s.active.map_or_else(|| UNKNOWN.to_owned(), count),
                    workforce: s.workforce.map_or_else(|| UNKNOWN.to_owned(), count),
                    state: state(report, *line),
                }
            })
            .collect();
        self.list = ListView::new(report);
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
            self.questions.push(Question {
                line,
                sentences: findings.iter().map(|f| f.told()).collect(),
                ways,
                cell,
                doubt: refused.is_none(),
            });
        }
    }
}

/// The field of the form that answers a finding about the whole file.
fn field_of(finding: &Finding) -> &'static str {
    let of = |word: &str| finding.reason.contains(word);
    if of("hanya dapat diubah") {
        "isi-berkas"
    } else if of("kode BPS") {
        "kode"
    } else if of("tanggal") {
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
            let fields = ColumnField::of(report.content).into_iter();
            let choices = std::iter::once(own)
                .chain(fields.map(|field| Choice::new(field.word(), field.label(), chosen)))
                .collect();
            ColumnRow { place, title: column.title.clone(), choices }
        })
        .collect()
}

/// What the file changes, in pairs.
fn effect(report: &Report) -> Vec<(String, String)> {
    let effect = &report.effect;
    let (new, changed) = match report.content.list() {
        None => ("Angka baru", "Angka berubah"),
        Some(_) => ("Baris baru", "Baris berubah"),
    };
    let mut rows = vec![
        (new.to_owned(), size_of(effect.new)),
        (changed.to_owned(), size_of(effect.changed)),
        ("Sudah ada".to_owned(), size_of(effect.same)),
    ];
    if report.content != Content::Sources {
        rows.push(("Wilayah yang berubah".to_owned(), size_of(effect.regions)));
    }
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
