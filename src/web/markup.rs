//! Markup made in Rust, which askama must not escape.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::charts::Svg;
use crate::domain::Status;

/// Markup from a constant of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Markup(&'static str);

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl HtmlSafe for Markup {}

/// A picture drawn by [`crate::charts`], which escapes every text in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image(Svg);

impl Image {
    /// A picture for a page.
    pub fn new(svg: Svg) -> Self {
        Self(svg)
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl HtmlSafe for Image {}

macro_rules! icon {
    ($shape:literal) => {
        Markup(concat!(
            r#"<svg class="ikon" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">"#,
            $shape,
            "</svg>"
        ))
    };
}

/// The shape of a status: each is told apart without its colour.
pub fn icon(status: &Status) -> Markup {
    match status {
        Status::Achieved => icon!(
            r#"<path class="st-sesuai" fill-rule="evenodd" d="M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zM2.8 6.5 5.3 9 9.3 4.6 8.2 3.6 5.2 6.8 3.9 5.4z"/>"#
        ),
        Status::OnTrack => icon!(r#"<circle cx="6" cy="6" r="5" class="st-sesuai"/>"#),
        Status::NeedsSpeed => icon!(r#"<path d="M6 .8 11.6 11H.4z" class="st-percepat"/>"#),
        Status::Behind => icon!(r#"<path d="M1 1h10v10H1z" class="st-tertinggal"/>"#),
        Status::Falling => icon!(r#"<path d="M6 11.2.4 1h11.2z" class="st-tertinggal"/>"#),
        Status::PastDue => icon!(
            r#"<path class="st-tertinggal" fill-rule="evenodd" d="M1 1h10v10H1zM3.6 2.6l-1 1L5 6 2.6 8.4l1 1L6 7l2.4 2.4 1-1L7 6l2.4-2.4-1-1L6 5z"/>"#
        ),
        Status::PaceUnknown => icon!(
            r#"<path fill="currentColor" fill-rule="evenodd" d="M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zM6 2.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8z"/>"#
        ),
        Status::NoData => icon!(r#"<circle cx="6" cy="6" r="4.6" class="st-kosong"/>"#),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_own_shape() {
        let shapes: std::collections::HashSet<_> =
            Status::ALL.iter().map(|status| icon(status).to_string()).collect();
        assert_eq!(shapes.len(), Status::ALL.len());
    }
}
