//! The thresholds of the rules as an operator writes them: a text file, one `name = number` a line.

use std::collections::HashSet;

use super::rules::Thresholds;
use crate::domain::{Percent, Points};

/// One threshold: its name in the file, and where it stands.
struct Key {
    name: &'static str,
    /// What follows the number, for sentences.
    unit: &'static str,
    /// The numbers that make sense, in hundredths.
    range: (i64, i64),
    set: fn(&mut Thresholds, i64),
}

const KEYS: [Key; 6] = [
    Key {
        name: "persen_tertulis",
        unit: "poin",
        range: (0, 10_000),
        set: |limits, value| limits.printed = Points(whole(value)),
    },
    Key {
        name: "jumlah_bagian",
        unit: "persen",
        range: (0, 10_000),
        set: |limits, value| limits.sum = Percent(whole(value)),
    },
    Key {
        name: "lompatan_cakupan",
        unit: "poin dalam 30 hari",
        range: (0, 10_000),
        set: |limits, value| limits.jump = Points(whole(value)),
    },
    Key {
        name: "perubahan_pembagi",
        unit: "persen",
        range: (0, 10_000),
        set: |limits, value| limits.base = Percent(whole(value)),
    },
    Key {
        name: "pembagi_lain",
        unit: "kali",
        range: (101, 10_000),
        set: |limits, value| limits.other_base = value,
    },
    Key {
        name: "dekat_capaian",
        unit: "poin",
        range: (0, 10_000),
        set: |limits, value| limits.share = Points(whole(value)),
    },
];

fn whole(hundredths: i64) -> i32 {
    i32::try_from(hundredths).unwrap_or(i32::MAX)
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("baris {line}: {reason}")]
pub struct Unusable {
    /// The line, from 1.
    pub line: usize,
    /// What is the matter and what to write, for operators.
    pub reason: String,
}

/// Reads thresholds. What the file does not name keeps its default; empty lines, and what follows a
/// `#`, say nothing.
///
/// # Errors
/// The first line that cannot be used.
pub fn read(text: &str) -> Result<Thresholds, Unusable> {
    let mut limits = Thresholds::default();
    let mut seen = HashSet::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let said = line.split('#').next().unwrap_or_default().trim();
        if said.is_empty() {
            continue;
        }
        let key = one(said, &mut limits).map_err(|reason| Unusable { line: at + 1, reason })?;
        if !seen.insert(key) {
            let reason = format!("{key} ditulis dua kali. Hapus salah satunya.");
            return Err(Unusable { line: at + 1, reason });
        }
    }
    Ok(limits)
}

/// Takes one line; the name that it sets.
fn one(said: &str, limits: &mut Thresholds) -> Result<&'static str, String> {
    let Some((name, value)) = said.split_once('=') else {
        return Err(format!("{said:?} bukan ambang. Tulis seperti jumlah_bagian = 0,5."));
    };
    let name = name.trim();
    let Some(key) = KEYS.iter().find(|key| key.name == name) else {
        let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        return Err(format!("ambang {name:?} tidak dikenal. Yang ada: {}.", names.join(", ")));
    };
    let (least, most) = key.range;
    match hundredths(value.trim()) {
        Some(value) if (least..=most).contains(&value) => {
            (key.set)(limits, value);
            Ok(key.name)
        }
        _ => Err(format!(
            "{name} harus berupa bilangan dari {} sampai {} {}, paling banyak dua angka di \
             belakang koma; tertulis {:?}.",
            plain(least),
            plain(most),
            key.unit,
            value.trim()
        )),
    }
}

/// `0,5`, `0.5` or `5` in hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(rest) || whole.len() > 6 || rest.len() > 2 {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 100 + format!("{rest:0<2}").parse::<i64>().ok()?)
}

/// Hundredths as they are written: `1,01`, `100`.
fn plain(hundredths: i64) -> String {
    match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        rest => format!("{},{rest:02}", hundredths / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_is_read() {
        let text = "\u{feff}# ambang aturan\r\n\r\npersen_tertulis = 0,05  # poin\n\
                    jumlah_bagian=1\nlompatan_cakupan = 7.5\nperubahan_pembagi = 10\n\
                    pembagi_lain = 2\ndekat_capaian = 0,25\n";
        let wanted = Thresholds {
            printed: Points(5),
            sum: Percent(100),
            jump: Points(750),
            base: Percent(1_000),
            other_base: 200,
            share: Points(25),
        };
        assert_eq!(read(text), Ok(wanted));
        assert_eq!(read(""), Ok(Thresholds::default()));
        let one = Thresholds { sum: Percent(0), ..Thresholds::default() };
        assert_eq!(read("jumlah_bagian = 0"), Ok(one), "the others keep their default");
    }

    #[test]
    fn a_line_that_cannot_be_used_is_named() {
        let of = |text: &str| read(text).unwrap_err().to_string();
        assert_eq!(
            of("\n# x\nlompatan = 5"),
            "baris 3: ambang \"lompatan\" tidak dikenal. Yang ada: persen_tertulis, jumlah_bagian, \
             lompatan_cakupan, perubahan_pembagi, pembagi_lain, dekat_capaian."
        );
        assert!(of("lima").starts_with("baris 1: \"lima\" bukan ambang."));
        assert!(
            of("jumlah_bagian = 1\njumlah_bagian = 2")
                .contains("baris 2: jumlah_bagian ditulis dua kali")
        );
        for bad in ["", "-1", "0,125", "1.000,5", "5%", "101", "lima", "1e3", ","] {
            let told = of(&format!("perubahan_pembagi = {bad}"));
            assert!(told.contains("bilangan dari 0 sampai 100 persen"), "{bad}: {told}");
        }
        assert!(of("pembagi_lain = 1").contains("dari 1,01 sampai 100 kali"));
    }
}
