//! The tile map: one tile a province, laid out after its place on the map.
//!
//! Geometry and classes only; the list itself is markup and belongs to the template. The layout
//! comes from `data/tile_grid.csv`, read while compiling: a list that is not exactly the provinces
//! named here does not build.

use crate::domain::{Percent, wording};

/// A province on the tile map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// Its region code, two digits.
    pub code: &'static str,
    /// The short name on the tile.
    pub name: &'static str,
    /// The heading under which phones list it.
    pub island: Island,
    /// Column class, 1 to 15: `x1` to `x15`.
    pub x: u8,
    /// Row class, 1 to 7: `y1` to `y7`.
    pub y: u8,
}

/// A group of islands, from west to east.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Island {
    /// Sumatera.
    Sumatera,
    /// Jawa.
    Jawa,
    /// Bali and Nusa Tenggara.
    BaliNusaTenggara,
    /// Kalimantan.
    Kalimantan,
    /// Sulawesi.
    Sulawesi,
    /// Maluku and Papua.
    MalukuPapua,
}

impl Island {
    /// Every group in the order of the list.
    pub const ALL: [Self; 6] = [
        Self::Sumatera,
        Self::Jawa,
        Self::BaliNusaTenggara,
        Self::Kalimantan,
        Self::Sulawesi,
        Self::MalukuPapua,
    ];

    /// The heading that users read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sumatera => "Sumatera",
            Self::Jawa => "Jawa",
            Self::BaliNusaTenggara => "Bali dan Nusa Tenggara",
            Self::Kalimantan => "Kalimantan",
            Self::Sulawesi => "Sulawesi",
            Self::MalukuPapua => "Maluku dan Papua",
        }
    }
}

/// Number of provinces.
const PROVINCES: usize = 38;

/// Codes, short names and island groups, in order of code.
const NAMES: [(&str, &str, Island); PROVINCES] = {
    use Island::{BaliNusaTenggara, Jawa, Kalimantan, MalukuPapua, Sulawesi, Sumatera};
    [
        ("11", "Aceh", Sumatera),
        ("12", "Sumut", Sumatera),
        ("13", "Sumbar", Sumatera),
        ("14", "Riau", Sumatera),
        ("15", "Jambi", Sumatera),
        ("16", "Sumsel", Sumatera),
        ("17", "Bengkulu", Sumatera),
        ("18", "Lampung", Sumatera),
        ("19", "Babel", Sumatera),
        ("21", "Kepri", Sumatera),
        ("31", "Jakarta", Jawa),
        ("32", "Jabar", Jawa),
        ("33", "Jateng", Jawa),
        ("34", "DIY", Jawa),
        ("35", "Jatim", Jawa),
        ("36", "Banten", Jawa),
        ("51", "Bali", BaliNusaTenggara),
        ("52", "NTB", BaliNusaTenggara),
        ("53", "NTT", BaliNusaTenggara),
        ("61", "Kalbar", Kalimantan),
        ("62", "Kalteng", Kalimantan),
        ("63", "Kalsel", Kalimantan),
        ("64", "Kaltim", Kalimantan),
        ("65", "Kaltara", Kalimantan),
        ("71", "Sulut", Sulawesi),
        ("72", "Sulteng", Sulawesi),
        ("73", "Sulsel", Sulawesi),
        ("74", "Sultra", Sulawesi),
        ("75", "Gorontalo", Sulawesi),
        ("76", "Sulbar", Sulawesi),
        ("81", "Maluku", MalukuPapua),
        ("82", "Malut", MalukuPapua),
        ("91", "Papua", MalukuPapua),
        ("92", "Pap. Barat", MalukuPapua),
        ("93", "Pap. Sel.", MalukuPapua),
        ("94", "Pap. Teng.", MalukuPapua),
        ("95", "Pap. Peg.", MalukuPapua),
        ("96", "Papua BD", MalukuPapua),
    ]
};

/// All provinces, by island group and code.
pub static TILES: [Tile; PROVINCES] = lay_out(include_str!("../../data/tile_grid.csv").as_bytes());

/// Reads `code,column,row,abbr` lines after a head line, in order of code.
const fn lay_out(csv: &[u8]) -> [Tile; PROVINCES] {
    let first = NAMES[0];
    let mut tiles = [Tile { code: first.0, name: first.1, island: first.2, x: 0, y: 0 }; PROVINCES];
    let mut at = next_line(csv, 0);
    let mut index = 0;
    while at < csv.len() {
        assert!(index < PROVINCES, "the tile grid has more than 38 provinces");
        let (code, name, island) = NAMES[index];
        let wanted = code.as_bytes();
        assert!(
            csv[at] == wanted[0] && csv[at + 1] == wanted[1] && csv[at + 2] == b',',
            "the tile grid is not in the order of the province codes"
        );
        let (column, after) = number(csv, at + 3);
        let (row, _) = number(csv, after);
        assert!(column < 15 && row < 7, "a tile lies outside the grid of 15 by 7");
        tiles[index] = Tile { code, name, island, x: column + 1, y: row + 1 };
        index += 1;
        at = next_line(csv, at);
    }
    assert!(index == PROVINCES, "the tile grid has fewer than 38 provinces");
    tiles
}

const fn next_line(csv: &[u8], mut at: usize) -> usize {
    while at < csv.len() && csv[at] != b'\n' {
        at += 1;
    }
    at + 1
}

/// A number and the place after the comma that ends it.
const fn number(csv: &[u8], mut at: usize) -> (u8, usize) {
    let mut value = 0;
    while csv[at] != b',' {
        assert!(csv[at].is_ascii_digit(), "the tile grid holds something else than a number");
        value = value * 10 + (csv[at] - b'0');
        at += 1;
    }
    (value, at + 1)
}

/// Upper ends of the classes below the target, in percent; the last class begins at the target.
const BREAKS: [i32; 3] = [2_500, 3_500, 4_500];

/// The class of a tile: `k0` without a figure, `k1` to `k4` by the fixed breaks, `k5` at the target.
pub fn class(coverage: Option<Percent>, target: Option<Percent>) -> &'static str {
    match coverage {
        None => "k0",
        Some(share) if target.is_some_and(|target| share >= target) => "k5",
        Some(Percent(..2_500)) => "k1",
        Some(Percent(..3_500)) => "k2",
        Some(Percent(..4_500)) => "k3",
        Some(_) => "k4",
    }
}

/// The key of the map: class and words, from "no data" to the target.
///
/// A class that the target leaves no room for is left out.
pub fn key(target: Option<Percent>) -> Vec<(&'static str, String)> {
    let mut key = vec![("k0", "Belum ada data".to_owned())];
    let classes = ["k1", "k2", "k3", "k4"];
    let mut lower = 0;
    let end = target.map_or(i32::MAX, |target| target.0);
    for (class, upper) in classes.into_iter().zip(BREAKS.into_iter().chain([i32::MAX])) {
        let upper = upper.min(end);
        if lower < upper {
            key.push((class, range(lower, upper)));
        }
        lower = lower.max(upper);
    }
    if let Some(target) = target {
        key.push(("k5", format!("{} ke atas", wording::percent_trimmed(target))));
    }
    key
}

/// `Di bawah 25%`, `45–52,4%` or `45% ke atas`: the last value has the decimals of the upper end.
fn range(lower: i32, upper: i32) -> String {
    if upper == i32::MAX {
        return format!("{} ke atas", wording::percent_trimmed(Percent(lower)));
    }
    if lower == 0 {
        return format!("Di bawah {}", wording::percent_trimmed(Percent(upper)));
    }
    let last = if upper % 10 == 0 {
        wording::percent_short(Percent(upper - 10))
    } else {
        wording::percent_bare(Percent(upper - 1))
    };
    format!("{}–{last}%", wording::count((lower / 100).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_do_not_lie_on_each_other() {
        let mut places: Vec<_> = TILES.iter().map(|tile| (tile.x, tile.y)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 38);
        assert_eq!(
            TILES[4],
            Tile { code: "15", name: "Jambi", island: Island::Sumatera, x: 3, y: 3 }
        );
        assert!(TILES.is_sorted_by_key(|tile| (tile.island, tile.code)));
    }

    #[test]
    fn classes_follow_the_breaks_and_the_target() {
        let target = Percent(5_250);
        for (share, expected) in [
            (0, "k1"),
            (2_499, "k1"),
            (2_500, "k2"),
            (3_499, "k2"),
            (3_500, "k3"),
            (4_499, "k3"),
            (4_500, "k4"),
            (5_249, "k4"),
            (5_250, "k5"),
            (12_615, "k5"),
        ] {
            assert_eq!(class(Some(Percent(share)), Some(target)), expected, "{share}");
        }
        assert_eq!(class(None, Some(target)), "k0");
        assert_eq!(class(Some(Percent(3_499)), Some(Percent(3_499))), "k5");
        assert_eq!(class(Some(Percent(9_000)), None), "k4", "no target, none reached");
    }

    #[test]
    fn the_key_names_only_classes_that_can_occur() {
        let words = |target| {
            key(Some(Percent(target))).into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(
            words(5_250),
            ["Belum ada data", "Di bawah 25%", "25–34,9%", "35–44,9%", "45–52,4%", "52,5% ke atas"]
        );
        assert_eq!(key(None).pop(), Some(("k4", "45% ke atas".to_owned())));
        assert_eq!(words(5_215)[4], "45–52,14%");
        assert_eq!(words(3_499).len(), 4);
        assert_eq!(words(3_499)[2], "25–34,98%");
        assert_eq!(words(2_000), ["Belum ada data", "Di bawah 20%", "20% ke atas"]);
    }
}
