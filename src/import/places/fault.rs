//! Why a row has no region, and the sentence for it.

use super::Places;
use crate::import::finding::{Finding, Rule, Severity};
use crate::import::text;

/// Why a row has no region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceError {
    /// The row has neither code nor name.
    Missing,
    /// It is no code at all.
    NotACode(String),
    /// No region has or had this code; those whose code or name is nearest.
    UnknownCode(String, Vec<i32>),
    /// No region has or had this name; those that are written alike.
    UnknownName(String, Vec<i32>),
    /// Several regions have this name.
    Several(String, Vec<i32>),
    /// Code and name are of two regions: that of the code, then that of the name.
    Contradiction(i32, i32),
    /// A code with full stops, as only the ministry writes them, among codes of the bureau: the code, the
    /// region that has it of the ministry, and the one of the bureau.
    OtherSystem(String, Option<i32>, Option<i32>),
    /// The region of the code is no part of the one that the row names above it: the first, then that.
    OtherParent(i32, i32),
}

impl PlaceError {
    /// What is the matter with a line, and which regions may be meant.
    pub fn finding(&self, places: &Places, line: u32) -> Finding {
        let both: Vec<i32>;
        let (reason, near): (String, &[i32]) = match self {
            Self::Missing => ("kode dan nama wilayah kosong.".to_owned(), &[]),
            Self::NotACode(code) => {
                (format!("{code} bukan kode wilayah. Kode ditulis seperti 15.01."), &[])
            }
            Self::UnknownCode(code, near) => (format!("kode wilayah {code} tidak dikenal."), near),
            Self::UnknownName(name, near) => (format!("tidak ada wilayah bernama {name}."), near),
            Self::Several(name, near) => {
                (format!("{name} dapat berarti lebih dari satu wilayah."), near)
            }
            Self::Contradiction(code, name) => (
                format!("kodenya {}, tetapi namanya {}.", places.told(*code), places.told(*name)),
                &[],
            ),
            Self::OtherSystem(code, ministry, bureau) => {
                let told = |id: &Option<i32>| {
                    id.map_or_else(|| "tidak ada".to_owned(), |id| places.told(id))
                };
                let reason = format!(
                    "{code} ditulis bertitik seperti kode Kemendagri, sedangkan kode dibaca \
                     menurut BPS: menurut Kemendagri {}, menurut BPS {}.",
                    told(ministry),
                    told(bureau)
                );
                both = [*ministry, *bureau].into_iter().flatten().collect();
                (reason, &both)
            }
            Self::OtherParent(region, parent) => (
                format!(
                    "kodenya {}, yang bukan bagian dari {}.",
                    places.told(*region),
                    places.told(*parent)
                ),
                &[],
            ),
        };
        let mut finding = Finding::new(line, Rule::R10, Severity::Refuse, reason);
        finding.candidates = near
            .iter()
            .filter_map(|id| places.region(*id))
            .map(|named| (named.code.clone(), named.full_name.clone()))
            .collect();
        let names: Vec<String> =
            finding.candidates.iter().map(|(code, name)| format!("{code} {name}")).collect();
        if !names.is_empty() {
            finding.suggestion = format!("Maksud Anda {}?", text::either(&names));
        }
        finding
    }
}
