//! The source that comes with a file: a new one, or one that is known already by the same particulars.

use super::finding::{Asks, Finding, Rule, Severity};
use super::options::Options;
use crate::db::sources::{NewSource, Source};
use crate::domain::Authority;

/// The number that stands for a source until it is written.
pub(super) const NEW_SOURCE: i32 = -1;

/// Longest code of a source.
const LONGEST_CODE: usize = 60;

/// Whether a code can be the code of a source.
pub fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.chars().count() <= LONGEST_CODE
        && !code.chars().any(char::is_whitespace)
}

/// Whether a text can be the address of a source; an empty one is none and will do.
pub fn is_address(text: &str) -> bool {
    let is_web = ["https://", "http://"].iter().any(|start| text.starts_with(start));
    text.is_empty() || (is_web && !text.contains([' ', '"', '<', '>']))
}

/// Whether somebody who enters figures of one region may add a source of such a publisher: none whose word
/// counts for more than that of a regional government.
pub fn is_local(authority: Authority) -> bool {
    authority >= Authority::RegionalGovernment
}

/// A refusal of a source that a regional editor may not add.
pub(super) fn not_theirs(new: &NewSource, options: &Options) -> Option<Finding> {
    if options.within.is_none() || is_local(new.authority) {
        return None;
    }
    let reason = format!(
        "sumber baru dari {} hanya dapat ditambah oleh admin dan editor pusat.",
        new.authority.label()
    );
    Some(
        Finding::question(Asks::Publisher, reason)
            .so("Pilih sumber yang sudah ada, atau mintalah mereka menambahkannya."),
    )
}

/// A refusal where the code of the source is that of a known one with other particulars: whose figures
/// these are would not be told rightly.
pub(super) fn refused(new: &NewSource, known: &[Source]) -> Option<Finding> {
    let other = known.iter().find(|source| source.code == new.code && !is_same(new, source))?;
    let own = [&other.publisher, &other.title, &other.published_on, &other.url];
    let own: Vec<&str> =
        own.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let reason = format!("kode sumber {} sudah dipakai sumber lain: {}.", new.code, own.join(", "));
    Some(
        Finding::new(0, Rule::Value, Severity::Refuse, reason)
            .so("Pilih sumber itu tanpa keterangan baru, atau pakai kode lain.")
            .asking(Asks::Source),
    )
}

fn is_same(new: &NewSource, known: &Source) -> bool {
    (&new.publisher, &new.title, &new.published_on, &new.url, new.authority)
        == (&known.publisher, &known.title, &known.published_on, &known.url, known.authority)
}

/// A code made of publisher and date for people, and of all particulars, so that it is nobody else's:
/// publisher, title, date, address and the kind of publisher.
pub(super) fn code(particulars: &[&str; 5]) -> String {
    /// Letters of the publisher.
    const LETTERS: usize = 24;
    /// Letters of the hash of all.
    const HASH: usize = 8;
    let [publisher, _, published_on, ..] = particulars;
    let word = crate::domain::wording::fold(publisher).replace(' ', "");
    let mut code: String = word.chars().take(LETTERS).chain(published_on.chars()).collect();
    if !code.is_empty() {
        code.push('-');
    }
    let hash = super::sha256(particulars.join("\n").as_bytes());
    code.extend(hash.chars().take(HASH));
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(code: &str, title: &str) -> NewSource {
        NewSource {
            code: code.to_owned(),
            publisher: "Dinas".to_owned(),
            title: title.to_owned(),
            published_on: String::new(),
            url: String::new(),
            authority: Authority::RegionalGovernment,
        }
    }

    #[test]
    fn a_code_belongs_to_one_source() {
        let jambi = "Dinas Tenaga Kerja Provinsi Jambi";
        let aceh = "Dinas Tenaga Kerja Provinsi Aceh";
        let of = |publisher: &str| code(&[publisher, "Surat", "2025-12-02", "", "pemda"]);
        assert!(of(jambi).starts_with("dinastenagakerjaprovinsi2025-12-02-"), "{}", of(jambi));
        assert_ne!(of(jambi), of(aceh));
        assert_eq!(of(jambi), of(jambi));
        assert!(is_code(&of(jambi)) && is_code(&code(&["***", "Surat", "", "", "pers"])));
        assert!(!is_code("") && !is_code("dua kata") && !is_code(&"a".repeat(61)));
    }

    #[test]
    fn the_code_of_another_source_is_refused() {
        let own = new("dinas", "Surat 1");
        let known = Source {
            id: 7,
            code: own.code.clone(),
            publisher: own.publisher.clone(),
            title: own.title.clone(),
            published_on: String::new(),
            url: String::new(),
            authority: own.authority,
        };
        let known = [known];
        assert_eq!(refused(&own, &known), None);
        assert_eq!(refused(&new("lain", "Surat 2"), &known), None);
        let refused = refused(&new("dinas", "Surat 2"), &known).unwrap();
        assert_eq!(refused.severity, Severity::Refuse);
        assert!(refused.reason.contains("Dinas, Surat 1"), "{}", refused.reason);
    }
}
