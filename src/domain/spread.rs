//! The regions that a file or a version is about, as one line says them.

use std::collections::BTreeSet;

use super::narrative::words::noun;
use super::wording::size;
use super::{Level, RegionCode};

/// How many regions there are, and the smallest one that holds all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// How many there are, at least 1.
    pub count: usize,
    /// The smallest region that is one of them or holds them, and all others.
    pub within: RegionCode,
    /// Whether it is one of them.
    pub has_within: bool,
    /// The level of all others; `None` where they have several, and without others.
    pub level: Option<Level>,
}

impl Spread {
    /// That of regions; `None` for none.
    pub fn of(regions: &BTreeSet<RegionCode>) -> Option<Self> {
        let mut within = regions.first()?.clone();
        while !regions.iter().all(|code| within.covers(code)) {
            within = within.parent()?;
        }
        let others = || regions.iter().filter(|code| **code != within);
        let level = others().next().map(RegionCode::level);
        Some(Self {
            count: regions.len(),
            has_within: regions.contains(&within),
            level: level.filter(|level| others().all(|code| code.level() == *level)),
            within,
        })
    }

    /// All of them in a few words: "Kota Jambi", "11 kabupaten/kota di Provinsi Jambi", "Provinsi Jambi dan 11
    /// kabupaten/kota". `name` is the full name of the region that holds them; empty where it has none today.
    pub fn told(&self, name: &str) -> String {
        let noun = self.level.map_or("wilayah", noun);
        let is_nation = self.within == RegionCode::nation();
        match (self.has_within, self.count) {
            _ if name.is_empty() => format!("{} wilayah", size(self.count)),
            (true, 1) => name.to_owned(),
            (true, count) => format!("{name} dan {} {noun}", size(count - 1)),
            (false, count) if is_nation => format!("{} {noun}", size(count)),
            (false, count) => format!("{} {noun} di {name}", size(count)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(codes: &[&str], name: &str) -> String {
        let codes = codes.iter().filter_map(|code| RegionCode::parse(code).ok()).collect();
        Spread::of(&codes).map_or_else(String::new, |spread| spread.told(name))
    }

    #[test]
    fn regions_are_told_by_what_holds_them() {
        assert_eq!(told(&[], ""), "");
        assert_eq!(told(&["15.71"], "Kota Jambi"), "Kota Jambi");
        let jambi = "Provinsi Jambi";
        assert_eq!(told(&["15.01", "15.71"], jambi), "2 kabupaten/kota di Provinsi Jambi");
        assert_eq!(told(&["15", "15.01", "15.71"], jambi), "Provinsi Jambi dan 2 kabupaten/kota");
        assert_eq!(told(&["15.01", "15.71.01"], jambi), "2 wilayah di Provinsi Jambi");
        assert_eq!(told(&["15", "16"], "Indonesia"), "2 provinsi");
        assert_eq!(told(&["15.01", "16"], "Indonesia"), "2 wilayah");
        assert_eq!(told(&["15.01", "16.01", "ID"], "Indonesia"), "Indonesia dan 2 kabupaten/kota");
        assert_eq!(told(&["15.01", "15.02"], ""), "2 wilayah", "a province that is gone");
    }
}
