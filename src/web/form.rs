//! Forms: what was sent, what is wrong with it, and the fields of a page.
//!
//! Taking a [`Form`] as an argument is what protects a handler: it is only given when the form
//! carries the key of the session (`kunci`). That the request comes from a page of this site has
//! been checked before ([`super::front`]).

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};

use super::session::{Visit, sign_in};
use super::{Error, urlencoding};
use crate::domain::wording::printable;

/// The name of the hidden field with the key.
pub const KEY: &str = "kunci";

/// The fields of a form or of a query, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=1&b=2`; control characters, which nobody types, are left out.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when it is not encoded as browsers do.
    pub fn read(text: &str) -> Result<Self, Error> {
        let decode = |part| {
            urlencoding::decode(part, true)
                .map(|text| printable(&text).into_owned())
                .map_err(|_| Error::BadRequest)
        };
        text.split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Ok((decode(name)?, decode(value)?))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Every field with its value, as they were sent.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A field as it was sent; empty when it was not.
    pub fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A field without the spaces around it.
    pub fn text(&self, name: &str) -> &str {
        self.exact(name).trim()
    }
}

/// The query of a page that is not kept in the cache.
#[derive(Debug, Clone, Default)]
pub struct Query(pub Fields);

impl FromRequest for Query {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Fields::read(request.query_string()).map(Self))
    }
}

/// A form that was sent from a page of the same session.
#[derive(Debug, Clone)]
pub struct Form(pub Fields);

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = Visit::extract(request);
        let body = Bytes::from_request(request, payload);
        let path = request.path().to_owned();
        Box::pin(async move {
            let visit = visit.await?;
            // Nobody has a session yet where it begins.
            let token = if path == "/masuk" { visit.guest() } else { visit.session() };
            let body = body.await.map_err(|_| Error::BadRequest)?;
            let text = std::str::from_utf8(&body).map_err(|_| Error::BadRequest)?;
            let fields = Fields::read(text)?;
            match token {
                Some(token) if token.fits_form(fields.exact(KEY)) => Ok(Self(fields)),
                None if path != "/masuk" => Err(sign_in(&path)),
                _ => Err(Error::StaleForm),
            }
        })
    }
}

/// What is wrong with a form.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// The heading of the summary.
    pub title: String,
    /// Field and sentence.
    pub list: Vec<(&'static str, String)>,
}

impl Problems {
    /// One problem.
    pub fn one(title: &str, field: &'static str, sentence: impl Into<String>) -> Self {
        Self { title: title.to_owned(), list: vec![(field, sentence.into())] }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What is wrong with a field; empty for nothing.
    pub fn of(&self, field: &str) -> String {
        let found = self.list.iter().find(|(name, _)| *name == field);
        found.map(|(_, sentence)| sentence.clone()).unwrap_or_default()
    }
}

/// That somebody else has saved since a form was opened: what stands now beside what was typed.
#[derive(Debug, Clone, Default)]
pub struct Clash {
    /// Who, and when.
    pub sentence: String,
    /// What is compared, what stands now, what was typed.
    pub rows: Vec<(String, String, String)>,
}

impl Clash {
    /// With the sentence that names who was first; the rows are to be added.
    pub fn by(who: &str, at: i64) -> Self {
        let who = if who.is_empty() { "program (data baru)" } else { who };
        let when = crate::domain::wording::moment(at);
        let sentence = format!(
            "Telah diubah oleh {who} pada {when}, sesudah halaman ini Anda buka. Isian Anda belum \
             disimpan dan masih ada di formulir."
        );
        Self { sentence, rows: Vec::new() }
    }

    /// One more thing to compare.
    #[must_use]
    pub fn row(
        mut self,
        name: impl Into<String>,
        now: impl Into<String>,
        typed: impl Into<String>,
    ) -> Self {
        let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        self.rows.push((name.into(), shown(now.into()), shown(typed.into())));
        self
    }
}

/// A field of a form, for `komponen/formulir.html`.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, and its id on the page.
    pub id: &'static str,
    /// What stands above it.
    pub label: &'static str,
    /// What stands under the label; may be empty.
    pub hint: String,
    /// `text`, `password` or `date`.
    pub kind: &'static str,
    /// What stands in it.
    pub value: String,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// What is wrong with it; empty for nothing.
    pub problem: String,
}

impl Field {
    /// A field for a line of text.
    pub fn new(id: &'static str, label: &'static str, value: &str, problems: &Problems) -> Self {
        Self {
            id,
            label,
            hint: String::new(),
            kind: "text",
            value: value.to_owned(),
            autocomplete: "off",
            problem: problems.of(id),
        }
    }

    /// A field for a password, which is never filled in again.
    pub fn password(
        id: &'static str,
        label: &'static str,
        autocomplete: &'static str,
        problems: &Problems,
    ) -> Self {
        Self { kind: "password", autocomplete, ..Self::new(id, label, "", problems) }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With what the browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }

    /// The ids of what describes it, for `aria-describedby`; empty for nothing.
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-petunjuk", self.id));
        let problem = (!self.problem.is_empty()).then(|| format!("{}-galat", self.id));
        problem.into_iter().chain(hint).collect::<Vec<_>>().join(" ")
    }
}

/// An entry of a list to choose from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub name: String,
    /// Whether it is chosen.
    pub selected: bool,
}

impl Choice {
    /// An entry.
    pub fn new(value: impl Into<String>, name: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        Self { selected: value == chosen, value, name: name.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded() {
        let fields = Fields::read("nama=Siti+R%C3%A9&kosong=&&sandi=+a%26b+&nama=lain").unwrap();
        assert_eq!(fields.text("nama"), "Siti Ré", "the first counts");
        assert_eq!((fields.exact("sandi"), fields.text("sandi")), (" a&b ", "a&b"));
        assert_eq!((fields.text("kosong"), fields.text("tidak ada")), ("", ""));
        let typed = Fields::read("alasan=a%00b%1Bc%7F").unwrap();
        assert_eq!(typed.text("alasan"), "abc", "nobody types control characters");
        for text in ["a=%", "a=%ff", "%zz=1"] {
            assert!(Fields::read(text).is_err(), "{text}");
        }
    }
}
