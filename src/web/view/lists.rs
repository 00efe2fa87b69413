//! What pages with a long list share: its level, its order, its pages.

use crate::domain::Level;
use crate::reports::order::Order;
use crate::web::Error;
use crate::web::filter::{BadInput, Filter, Key, level_word};

use super::choices::Choice;

/// The levels that have lists.
const LEVELS: [(Level, &str); 2] =
    [(Level::Province, "Provinsi"), (Level::Regency, "Kabupaten/kota")];

/// Provinces or regencies; others have no list of their own.
pub fn read_level(filter: &Filter) -> Result<Level, BadInput> {
    if LEVELS.iter().any(|(level, _)| *level == filter.level) {
        return Ok(filter.level);
    }
    Err(BadInput::new(Key::Tingkat, level_word(filter.level), "tidak punya daftar di halaman ini")
        .expected("Pilih provinsi atau kabupaten-kota.")
        .nearest(Some(level_word(Level::Regency).to_owned())))
}

/// A page of a long list.
#[derive(Debug)]
pub struct PageLink {
    /// What is read.
    pub name: String,
    /// Where it leads.
    pub link: String,
    /// This page.
    pub current: bool,
}

/// Links to all pages of a list; empty when there is only one.
pub fn page_links(filter: &Filter, path: &str, page: usize, pages: usize) -> Vec<PageLink> {
    if pages < 2 {
        return Vec::new();
    }
    (1..=pages)
        .map(|number| PageLink {
            name: number.to_string(),
            link: filter.link(path).with(Key::Hal, number).to_string(),
            current: number == page,
        })
        .collect()
}

/// The value of `urut` for an order.
pub fn order_key(order: Order) -> &'static str {
    match order {
        Order::Coverage => "cakupan",
        Order::Change => "ubah",
        Order::Gap => "selisih",
        Order::Name => "nama",
    }
}

/// The order of a list, from `urut`.
///
/// # Errors
/// When the word is not one of ours.
pub fn read_order(filter: &Filter) -> Result<Order, BadInput> {
    let known = Order::ALL.map(order_key);
    let word = filter.sort(&known)?;
    Ok(Order::ALL.into_iter().find(|order| order_key(*order) == word).unwrap_or_default())
}

/// A page of a list that has fewer.
pub fn beyond(page: usize, pages: usize) -> Error {
    BadInput::new(Key::Hal, &page.to_string(), "melebihi jumlah halaman")
        .expected(format!("Daftar ini terdiri atas {pages} halaman."))
        .nearest(Some(pages.to_string()))
        .into()
}

/// The picker of levels.
pub fn level_choices(current: Level) -> Vec<Choice> {
    LEVELS
        .iter()
        .map(|(level, name)| Choice::new(level_word(*level), *name, level_word(current)))
        .collect()
}
