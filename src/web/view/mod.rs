//! Parts of pages that several pages share: plain values that the templates print.
//!
//! A view holds text that is ready to read; numbers and dates have gone through
//! [`crate::domain::wording`], sentences come from [`crate::domain::narrative`].

pub mod accounts;
pub mod choices;
pub mod contest;
pub mod imported;
pub mod labels;
pub mod lists;
pub mod opening;
pub mod parts;
pub mod proposals;
pub mod quality;
pub mod sections;
pub mod statements;
pub mod trend;
pub mod versions;

pub use crate::domain::wording::UNKNOWN;
use crate::domain::{RegionCode, wording};
use crate::reports::rows::Source;

/// The page of a region.
pub fn region_path(code: &RegionCode) -> String {
    if *code == RegionCode::nation() { "/".to_owned() } else { format!("/wilayah/{code}") }
}

/// A count, or the dash of what is not known.
pub fn count_or_unknown(value: Option<i64>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), wording::count)
}

/// A date of publication of any precision, in words; says when it is not known.
pub fn published_on(iso: &str) -> String {
    crate::domain::AsOf::parse(iso).map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of)
}

/// Publisher and date of a source: `antaranews.com, 16 Desember 2025`.
pub fn source_line(source: &Source) -> String {
    format!("{}, {}", source.publisher, published_on(&source.published_on))
}

/// The address of a source, where it is a web address.
///
/// Anything else is not made a link: a `javascript:` address in a data file must stay text.
pub fn source_url(source: &Source) -> Option<String> {
    let url = source.url.as_str();
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}

/// The title of a page with what it is about, where that is known: `Usulan 4: Target, 38 provinsi`.
pub fn titled(title: String, about: &str) -> String {
    if about.is_empty() { title } else { format!("{title}: {about}") }
}
