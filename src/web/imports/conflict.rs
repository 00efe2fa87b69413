//! That something was changed since the page of a file was opened.

use crate::domain::wording;
use crate::editing::Touch;
use crate::editing::proposal::Effect;
use crate::import::Stated;
use crate::import::drafts::Draft;
use crate::web::form::{Clash, Fields};
use crate::web::session::Person;
use crate::web::view::proposals::EffectRow;

/// That something else was changed since a page was opened.
pub enum Conflict {
    /// Nothing was.
    None,
    /// What was said about the file.
    Answers(Clash),
    /// The data.
    Data(Moved),
}

/// That the effect of a file is another one by now.
pub struct Moved {
    /// Who has changed the data, and when.
    pub sentence: String,
    /// As the page has shown it, and as it is now.
    pub rows: Vec<EffectRow>,
}

impl Moved {
    /// With who has changed the data last.
    pub fn new(last: &Touch, rows: Vec<EffectRow>) -> Self {
        let who = if last.who.is_empty() { "program (data baru)" } else { &last.who };
        let sentence = format!(
            "Telah diubah oleh {who} pada {}, sesudah halaman ini Anda buka. Berkas ini belum \
             diterapkan, karena dampaknya sekarang lain. Terapkan lagi bila tetap benar.",
            wording::moment(last.at)
        );
        Self { sentence, rows }
    }
}

/// The effect of a file as the page has shown it, which its form carries.
pub struct Seen {
    /// The digest; empty where the page has shown none.
    pub digest: String,
    /// The same for people.
    pub pairs: Vec<(String, String)>,
    /// The version of the data then.
    pub version: i32,
}

impl Seen {
    /// Reads what the form carries.
    pub fn read(fields: &Fields) -> Self {
        Self {
            digest: fields.text("dampak").to_owned(),
            pairs: Effect::read(fields.text("tampak")),
            version: fields.text("versi").parse().unwrap_or_default(),
        }
    }
}

/// What another tab has said about a file, beside what was said here.
pub fn clash(person: &Person, draft: &Draft, typed: &Stated) -> Clash {
    let stored = Stated::read(&draft.stated);
    let pairs = stored.told().into_iter().zip(typed.told());
    let different = pairs.filter(|((_, now), (_, typed))| now != typed);
    let clash = Clash::by(person.actor().who(), draft.changed_at);
    different.fold(clash, |clash, ((name, now), (_, typed))| clash.row(name, now, typed))
}
