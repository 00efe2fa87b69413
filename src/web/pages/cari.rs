//! `/cari?q=`: a region by name, abbreviation, alias or code.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::search::{MAX_MATCHES, MatchKind};
use crate::reports::search::{self, Found};
use crate::web::Error;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::view::choices::report_error;
use crate::web::view::region_path;

/// A region that was found.
struct Hit {
    name: String,
    link: String,
    detail: String,
    code: String,
}

#[derive(Template)]
#[template(path = "cari.html")]
struct SearchPage {
    layout: Layout,
    title: String,
    query: String,
    message: String,
    results: Vec<Hit>,
}

/// Shows what a query finds.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|reader, context| {
        let query = context.filter.search.clone();
        let found = if query.is_empty() {
            Vec::new()
        } else {
            search::load(reader, &query).map_err(report_error)?
        };
        Ok(build(context, query, &found))
    })
    .await
}

fn build(context: &Context, query: String, found: &[Found]) -> SearchPage {
    let title = if query.is_empty() {
        "Cari wilayah".to_owned()
    } else {
        format!("Hasil cari “{query}”")
    };
    SearchPage {
        layout: context.layout(title.clone(), "Cari provinsi atau kabupaten/kota."),
        message: message(&query, found),
        results: found
            .iter()
            .map(|hit| Hit {
                name: hit.entry.full_name.clone(),
                link: region_path(&hit.entry.code),
                detail: detail(hit),
                code: format!("Kode {}", hit.entry.code),
            })
            .collect(),
        title,
        query,
    }
}

/// What was found, in a sentence; a match by a typo is said, never silent.
fn message(query: &str, found: &[Found]) -> String {
    match found {
        _ if query.is_empty() => {
            "Tulis nama, singkatan, atau kode wilayah, misalnya “jambi”, “babel”, atau “15.01”."
                .to_owned()
        }
        [] => format!(
            "Tidak ada wilayah bernama “{query}”. Periksa ejaannya, atau mulai dari daftar provinsi \
             di halaman Nasional."
        ),
        [first, ..] if first.kind == MatchKind::Typo => {
            format!("Tidak ada wilayah bernama “{query}”. Maksud Anda {}?", first.entry.full_name)
        }
        [_] => "Satu wilayah ditemukan.".to_owned(),
        many if many.len() >= MAX_MATCHES => {
            format!(
                "{} wilayah pertama yang cocok; tulis lebih lengkap untuk mempersempit.",
                many.len()
            )
        }
        many => format!("{} wilayah ditemukan.", many.len()),
    }
}

/// The parent, and the name by which it was found where that is another one.
fn detail(hit: &Found) -> String {
    let mut detail = hit.entry.parent_name.clone();
    if hit.entry.is_alias {
        let alias = format!("dikenal juga sebagai {}", hit.entry.text);
        detail = if detail.is_empty() { alias } else { format!("{detail}; {alias}") };
    }
    detail
}
