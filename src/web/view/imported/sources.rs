//! Sources as people find them: publisher, title and date instead of a code.

use crate::reports::rows::Source;
use crate::web::view::published_on;

/// What a source is called where one is chosen: `BPS: Sakernas (7 November 2025)`; with its code where
/// another one is called the same.
pub fn name_of(source: &Source, all: &[Source]) -> String {
    let same = |other: &&Source| {
        (&other.publisher, &other.title, &other.published_on)
            == (&source.publisher, &source.title, &source.published_on)
    };
    let name = plain(source);
    if all.iter().filter(same).count() > 1 { format!("{name}, {}", source.code) } else { name }
}

fn plain(source: &Source) -> String {
    format!("{}: {} ({})", source.publisher, source.title, published_on(&source.published_on))
}

/// The names of all sources, in the order of their publishers.
pub fn names(all: &[Source]) -> Vec<String> {
    let mut names: Vec<String> = all.iter().map(|source| name_of(source, all)).collect();
    names.sort_by_cached_key(|name| name.to_lowercase());
    names
}

/// The code of what was chosen or typed; the text itself where no source is called so.
pub fn code_of(text: &str, all: &[Source]) -> String {
    let known = |source: &&Source| source.code == text || name_of(source, all) == text;
    all.iter().find(known).map_or_else(|| text.to_owned(), |source| source.code.clone())
}

/// What a code is called; the code itself where there is no such source.
pub fn called(code: &str, all: &[Source]) -> String {
    let known = all.iter().find(|source| source.code == code);
    known.map_or_else(|| code.to_owned(), |source| name_of(source, all))
}
