//! What was said by hand about a file, as people read it.

use super::findings::fixes;
use super::sources::called;
use crate::domain::AsOf;
use crate::import::{Report, Said, Segment, Stated, is_address};
use crate::reports::rows::Source;
use crate::web::view::{published_on, source_url};

/// The source of a file.
pub struct SourceLine {
    /// Publisher, title and date.
    pub name: String,
    /// Its address; `None` without one.
    pub url: Option<String>,
    /// Whether it comes with the file.
    pub is_new: bool,
}

/// The source of a file; `None` where its rows name theirs.
pub fn source(stated: &Stated, sources: &[Source]) -> Option<SourceLine> {
    if let Some(new) = &stated.new_source {
        let day = match crate::import::as_of(&new.published_on) {
            Ok(day) => published_on(&AsOf::iso(day)),
            Err(_) => "tanpa tanggal".to_owned(),
        };
        return Some(SourceLine {
            name: format!("{}: {} ({day})", new.publisher, new.title),
            url: is_address(&new.url).then(|| new.url.clone()),
            is_new: true,
        });
    }
    let known = sources.iter().find(|source| source.code == stated.source)?;
    Some(SourceLine {
        name: called(&stated.source, sources),
        url: source_url(known),
        is_new: false,
    })
}

/// What was said, in pairs, in the words of the form.
pub fn said(
    said: &Said,
    report: Option<&Report>,
    segments: &[Segment],
) -> Vec<(&'static str, String)> {
    said.told()
        .into_iter()
        .map(|(name, value)| match (name, report) {
            ("Segmen", _) => {
                let known = segments.iter().find(|segment| segment.code.as_str() == value);
                (name, known.map_or(value, |segment| segment.name.clone()))
            }
            ("Sel yang ditulis ulang", Some(report)) => {
                let cells: Vec<String> =
                    fixes(report, &said.stated).into_iter().map(|fix| fix.told).collect();
                (name, cells.join("; "))
            }
            _ => (name, value),
        })
        .collect()
}
