//! Words for the codes of the data.

use crate::reports::rows::Regulation;
use crate::reports::rows::{Funding, FundingKind};

/// What a statement on funding counts: its anchor, the heading of its group, how to read it.
pub const FUNDING_KINDS: [(FundingKind, &str, &str, &str); 8] = [
    (
        FundingKind::WorkersCovered,
        "dibayari",
        FundingKind::WorkersCovered.label(),
        "Jumlah pekerja yang iurannya dibayar menurut sumber. Beberapa pernyataan dapat menyangkut \
         pekerja yang sama, sehingga tidak dijumlahkan.",
    ),
    (
        FundingKind::WorkersPlanned,
        "direncanakan",
        FundingKind::WorkersPlanned.label(),
        "Rencana atau komitmen; belum berarti iurannya sudah dibayar.",
    ),
    (
        FundingKind::Budget,
        "anggaran",
        FundingKind::Budget.label(),
        "Dianggarkan; belum berarti dibelanjakan.",
    ),
    (
        FundingKind::Spent,
        "belanja",
        FundingKind::Spent.label(),
        "Sudah dibelanjakan menurut sumber.",
    ),
    (
        FundingKind::Need,
        "kebutuhan",
        FundingKind::Need.label(),
        "Yang disebut dibutuhkan, bukan yang tersedia.",
    ),
    (
        FundingKind::BenefitPaid,
        "manfaat",
        FundingKind::BenefitPaid.label(),
        "Santunan dan manfaat lain kepada peserta atau ahli waris.",
    ),
    (
        FundingKind::BenefitClaims,
        "klaim",
        FundingKind::BenefitClaims.label(),
        "Jumlah klaim atau kasus menurut sumber.",
    ),
    (
        FundingKind::ArrearsRecovered,
        "tunggakan",
        FundingKind::ArrearsRecovered.label(),
        "Hasil penagihan kepada pemberi kerja, antara lain melalui kejaksaan.",
    ),
];

/// The heading of a kind of funding.
pub fn funding_kind(kind: FundingKind) -> &'static str {
    FUNDING_KINDS.iter().find(|(known, ..)| *known == kind).map_or("", |(.., name, _)| name)
}

/// The name of a rule as it is cited: `Perbup 54/2023`, `SE Mendagri 842.2/5193/SJ tahun 2021`.
pub fn rule_title(rule: &Regulation) -> String {
    let plain = !rule.number.is_empty() && rule.number.bytes().all(|b| b.is_ascii_digit());
    match (rule.number.as_str(), rule.year) {
        ("", Some(year)) => format!("{} tahun {year}", rule.kind),
        ("", None) => rule.kind.clone(),
        (number, Some(year)) if plain => format!("{} {number}/{year}", rule.kind),
        (number, Some(year)) => format!("{} {number} tahun {year}", rule.kind),
        (number, None) => format!("{} {number}", rule.kind),
    }
}

/// Whom a row of funding is for, and under which programme: `pekerja rentan, JKK+JKM`.
pub fn funding_group(row: &Funding) -> String {
    let who = match row.beneficiaries.as_str() {
        "semua" | "semua kelompok" | "total" => "semua peserta",
        named => named,
    };
    let program = Some(row.program.as_str()).filter(|program| *program != who).unwrap_or_default();
    [who, program].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
