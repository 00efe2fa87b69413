//! Words for the codes of the data: kinds of funding and regulation, and periods.

use crate::domain::{AsOf, wording};

/// A period of any precision, in words; empty when it is not known.
pub fn period(iso: &str) -> String {
    AsOf::parse(iso).map_or_else(String::new, wording::as_of)
}

/// What a statement on funding counts: its code, the heading of its group, and how to read it.
pub const FUNDING_KINDS: [(&str, &str, &str); 8] = [
    (
        "workers_covered",
        "Pekerja yang dibayari",
        "Jumlah pekerja yang iurannya dibayar menurut sumber. Beberapa pernyataan dapat menyangkut \
         pekerja yang sama, sehingga tidak dijumlahkan.",
    ),
    (
        "workers_planned",
        "Pekerja yang direncanakan",
        "Rencana atau komitmen; belum berarti iurannya sudah dibayar.",
    ),
    ("budget", "Anggaran", "Dianggarkan; belum berarti dibelanjakan."),
    ("spent", "Belanja", "Sudah dibelanjakan menurut sumber."),
    ("need", "Kebutuhan", "Yang disebut dibutuhkan, bukan yang tersedia."),
    ("benefit_paid", "Manfaat yang dibayarkan", "Santunan dan manfaat lain kepada peserta atau ahli waris."),
    ("benefit_claims", "Klaim", "Jumlah klaim atau kasus menurut sumber."),
    (
        "arrears_recovered",
        "Tunggakan iuran yang tertagih",
        "Hasil penagihan kepada pemberi kerja, antara lain melalui kejaksaan.",
    ),
];

/// The heading of a kind of funding.
pub fn funding_kind(code: &str) -> &'static str {
    FUNDING_KINDS.iter().find(|(known, ..)| *known == code).map_or("Lainnya", |(_, name, _)| name)
}
