//! A form with a file, as browsers send it without a script.

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::TryStreamExt;

use super::Error;
use super::form::KEY;
use super::session::Person;

/// A little more than the largest file, so that a larger one is told by its size and not cut off.
const MOST: usize = (50 << 20) + (1 << 20);

/// The longest other field.
const MOST_TEXT: usize = 4_096;

/// A file that was sent.
#[derive(Debug, Default)]
pub struct Upload {
    /// Its name, without a folder; may be empty.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// More was sent than a file may have.
    pub too_large: bool,
    /// More than one file was sent.
    pub several: bool,
}

/// Reads the file of a form that carries the key of the session.
///
/// # Errors
/// [`Error::StaleForm`] without that key, [`Error::BadRequest`] when it is no such form.
pub async fn read(
    person: &Person,
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<Upload, Error> {
    let mut form =
        Multipart::from_request(request, payload).await.map_err(|_| Error::BadRequest)?;
    let (mut upload, mut key) = (Upload::default(), String::new());
    while let Some(mut field) = form.try_next().await.map_err(|_| Error::BadRequest)? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = name == "berkas";
        if is_file {
            let given = field.content_disposition().and_then(|it| it.get_filename());
            let name = plain(given.unwrap_or_default());
            upload.several |= !upload.name.is_empty() && !name.is_empty();
            upload.name = name;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.try_next().await.map_err(|_| Error::BadRequest)? {
            let most = if is_file { MOST } else { MOST_TEXT };
            // The rest is read and let go: a browser shows an answer only after sending all.
            if bytes.len() + chunk.len() <= most {
                bytes.extend_from_slice(&chunk);
            } else if is_file {
                upload.too_large = true;
            }
        }
        if is_file {
            upload.bytes = bytes;
        } else if name == KEY {
            key = String::from_utf8(bytes).unwrap_or_default();
        }
    }
    if person.fits_form(&key) { Ok(upload) } else { Err(Error::StaleForm) }
}

/// The name of a file without folders and signs that nobody sees.
fn plain(name: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    own.chars().filter(|c| !c.is_control()).take(120).collect()
}
