//! `/impor`: a file is uploaded, or one that waits is chosen.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::domain::{Act, wording};
use crate::export::templates;
use crate::import::drafts::{self, Draft, DraftKind};
use crate::import::{self, Content, MAX_FILE, Stated};
use crate::reports::rows::Source;
use crate::web::Error;
use crate::web::form::Problems;
use crate::web::layout::Layout;
use crate::web::session::{Person, see_other};
use crate::web::upload;
use crate::web::view::imported::sources::called;
use crate::web::view::imported::{file_size, returned};

/// Files of one person that may wait at a time; each may have 50 MB.
const MOST_WAITING: usize = 20;

/// Days after which a file goes that nobody has touched; the page says so.
const DAYS_KEPT: i64 = 90;

/// A file that waits.
struct DraftRow {
    name: String,
    link: String,
    size: String,
    /// When it was uploaded.
    when: String,
    content: &'static str,
    source: String,
    /// How far it is; who gave it back and why.
    state: String,
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
    days_kept: i64,
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
    let (drafts, (_, sources)) =
        person.read(move |c| Ok((drafts::of_account(c, account_id)?, import::known(c)?))).await?;
    let page = UploadPage {
        layout: person.layout("Impor data", "Memasukkan berkas angka."),
        key: person.form_key(),
        problems,
        drafts: waiting(drafts).map(|draft| draft_row(draft, &sources)).collect(),
        templates: templates::Subject::ALL.iter().map(|(_, word, label)| (*word, *label)).collect(),
        days_kept: DAYS_KEPT,
    };
    person.page(status, &page)
}

/// The files among these drafts about which more is to be said.
fn waiting(drafts: Vec<Draft>) -> impl Iterator<Item = Draft> {
    drafts.into_iter().filter(|draft| draft.kind == DraftKind::Import && draft.proposed.is_none())
}

fn draft_row(draft: Draft, sources: &[Source]) -> DraftRow {
    let stated = Stated::read(&draft.stated);
    let content = Content::parse(&stated.content);
    let content = Content::ALL.iter().find(|(own, ..)| *own == content);
    let source = match &stated.new_source {
        Some(new) => format!("{}: {} (baru)", new.publisher, new.title),
        None => called(&stated.source, sources),
    };
    let returned = returned(&draft);
    let state = match (returned.is_empty(), draft.changed_at) {
        (false, _) => returned,
        (true, 0) => "Belum diperiksa".to_owned(),
        (true, at) => format!("Terakhir diisi {}", wording::moment(at)),
    };
    DraftRow {
        link: format!("/impor/{}", draft.id),
        size: file_size(draft.size),
        when: wording::moment(draft.created_at),
        content: content.map_or("", |(.., label)| label),
        source: if source.is_empty() { "Belum dinyatakan".to_owned() } else { source },
        state,
        name: draft.file_name,
    }
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
    } else if upload.several {
        Some("Unggah satu berkas setiap kali; yang dikirim lebih dari satu.".to_owned())
    } else if upload.too_large || upload.bytes.len() > MAX_FILE {
        Some("Berkas ini lebih besar dari 50 MB. Bagi menjadi beberapa berkas.".to_owned())
    } else {
        import::recognise(&upload.bytes, &upload.name).err().map(|error| error.tell())
    };
    if let Some(sentence) = problem {
        return upload_page(&person, StatusCode::UNPROCESSABLE_ENTITY, refuse(sentence)).await;
    }
    let (account_id, created_at) = (person.account().id, person.now());
    let sha256 = import::sha256(&upload.bytes);
    let kept = person
        .write(move |c| {
            drafts::expire(c, created_at - DAYS_KEPT * 86_400)?;
            let own = drafts::of_account(c, account_id)?;
            if own.iter().filter(|d| d.kind == DraftKind::Import).count() >= MOST_WAITING {
                return Ok(None);
            }
            let upload = drafts::Upload {
                account_id,
                created_at,
                file_name: &upload.name,
                sha256: &sha256,
                bytes: &upload.bytes,
                kind: DraftKind::Import,
            };
            Ok(Some(drafts::add(c, &upload)?))
        })
        .await?;
    match kept {
        Ok(Some(id)) => Ok(see_other(&format!("/impor/{id}"))),
        Ok(None) => {
            let sentence = format!(
                "{MOST_WAITING} berkas Anda masih menunggu. Terapkan atau buang salah satunya \
                 lebih dahulu."
            );
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            upload_page(&person, status, refuse(sentence)).await
        }
        Err(_) => Err(Error::BadRequest),
    }
}
