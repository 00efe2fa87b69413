//! Sums against their wholes: the parts of a region (R4), and its segments (R5, R6).

use super::{Breach, Rule, Thresholds};
use crate::domain::Percent;
use crate::domain::wording::count;

/// R4: the participants of a region and the sum of all its parts at the same date.
pub fn parts(whole: i64, sum: i64, parts: i32, limits: &Thresholds) -> Option<Breach> {
    is_off(sum, whole, limits.sum).then(|| {
        let reason = format!(
            "peserta aktif {}, sedangkan jumlah {parts} wilayah di bawahnya {}.",
            count(whole),
            count(sum)
        );
        Breach::new(Rule::R4, reason)
    })
}

/// R4, where some parts are not known: those that are have more participants than the region already.
pub fn some_parts(
    whole: i64,
    sum: i64,
    known: i32,
    parts: i32,
    limits: &Thresholds,
) -> Option<Breach> {
    (sum > whole && is_off(sum, whole, limits.sum)).then(|| {
        let reason = format!(
            "peserta aktif {}, sedangkan {known} dari {parts} wilayah di bawahnya sudah berjumlah {}.",
            count(whole),
            count(sum)
        );
        Breach::new(Rule::R4, reason)
    })
}

/// Segments that are counted in another way than the total, so that they may exceed it: by where employers
/// register, and projects in place of people.
const COUNTED_OTHERWISE: [&str; 2] = ["total_tempat_daftar", "proyek_jakon"];

/// Participants by segment, at one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Segments {
    /// Wage earners.
    pub pu: Option<i64>,
    /// Others who work for themselves.
    pub bpu: Option<i64>,
    /// Construction.
    pub jakon: Option<i64>,
    /// Migrant workers.
    pub pmi: Option<i64>,
    /// The largest of all that are part of the total.
    pub largest: Option<i64>,
}

impl Segments {
    /// Puts a count under the code of its segment; others than the four only count by their size.
    pub fn set(&mut self, code: &str, active: i64) {
        if !COUNTED_OTHERWISE.contains(&code) {
            self.largest = self.largest.max(Some(active));
        }
        match code {
            "pu" => self.pu = Some(active),
            "bpu" => self.bpu = Some(active),
            "jakon" => self.jakon = Some(active),
            "pmi" => self.pmi = Some(active),
            _ => {}
        }
    }
}

/// R5 and R6: the segments of a region at a date against its total. `place` says where they stand. Those
/// that are known may be too many where others are missing.
pub fn segments(
    total: i64,
    segments: &Segments,
    place: &str,
    limits: &Thresholds,
) -> Option<Breach> {
    let Segments { pu, bpu, jakon, pmi, largest } = *segments;
    let sum: i64 = [pu, bpu, jakon, pmi].into_iter().flatten().sum();
    let off = |sum: i64, what: &str| {
        is_off(sum, total, limits.sum).then(|| {
            let reason = format!(
                "peserta aktif semua segmen {}, sedangkan {what} {place} {}.",
                count(total),
                count(sum)
            );
            Breach::new(Rule::R5, reason)
        })
    };
    let known = sum.max(largest.unwrap_or_default());
    match (pu, bpu, jakon) {
        (Some(_), Some(_), Some(_)) => off(sum, "jumlah segmen").or_else(|| {
            let largest = largest.filter(|largest| *largest > total)?;
            off(largest, "satu segmen")
        }),
        (Some(pu), Some(bpu), None) if pu + bpu > total => {
            let reason = format!(
                "penerima upah {} dan bukan penerima upah {} bersama melebihi total {}.",
                count(pu),
                count(bpu),
                count(total)
            );
            Some(Breach::new(Rule::R6, reason))
        }
        _ if known > total && known == sum => off(sum, "jumlah segmen yang ada"),
        _ if known > total => off(known, "satu segmen"),
        _ => None,
    }
}

fn is_off(sum: i64, whole: i64, allowed: Percent) -> bool {
    (sum - whole).abs() * 10_000 > whole.max(1) * i64::from(allowed.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Thresholds = Thresholds::USUAL;

    #[test]
    fn sums_may_be_off_by_half_a_percent() {
        assert_eq!(parts(10_000, 10_050, 3, &LIMITS), None);
        assert_eq!(parts(10_000, 10_051, 3, &LIMITS).map(|found| found.rule), Some(Rule::R4));
        let found = |pu, bpu, jakon| {
            let split = Segments { pu: Some(pu), bpu: Some(bpu), jakon, ..Segments::default() };
            segments(10_000, &split, "di sini", &LIMITS).map(|found| found.rule)
        };
        assert_eq!(found(5_000, 3_000, Some(2_000)), None);
        assert_eq!(found(5_000, 3_000, Some(2_100)), Some(Rule::R5));
        assert_eq!(found(5_000, 3_000, None), None, "the third is not known");
        assert_eq!(found(7_000, 3_001, None), Some(Rule::R6));
    }

    #[test]
    fn what_is_known_may_be_too_much_already() {
        let of = |rows: &[(&str, i64)]| {
            let mut split = Segments::default();
            for (code, active) in rows {
                split.set(code, *active);
            }
            segments(10_000, &split, "di sini", &LIMITS).map(|found| found.rule)
        };
        assert_eq!(of(&[("pu", 10_050)]), None, "within the threshold");
        assert_eq!(of(&[("pu", 10_051)]), Some(Rule::R5));
        assert_eq!(of(&[("rentan", 10_051)]), Some(Rule::R5), "any segment");
        assert_eq!(of(&[("bpu", 6_000), ("jakon", 4_100)]), Some(Rule::R5));
        assert_eq!(of(&[("total_tempat_daftar", 20_000), ("proyek_jakon", 20_000)]), None);
        let parts = |sum| some_parts(10_000, sum, 2, 3, &LIMITS).map(|found| found.rule);
        assert_eq!((parts(9_000), parts(10_050), parts(10_051)), (None, None, Some(Rule::R4)));
    }
}
