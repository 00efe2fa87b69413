//! What columns hold, and the words for it.

use crate::import::lists::columns;
use crate::import::options::Content;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The code of the region.
    Code,
    /// The name of the region.
    Name,
    /// The name or code of the region above.
    Parent,
    /// The segment.
    Segment,
    /// The as-of date.
    AsOf,
    /// How exactly the date is known: `day`, `month`, `year`.
    Precision,
    /// The kind of figure: `active`, `registered` and so on.
    Kind,
    /// Active participants.
    Active,
    /// Eligible workers.
    Workforce,
    /// The percent as printed.
    Percent,
    /// Workers not covered.
    Uncovered,
    /// The place that the source gives.
    Rank,
    /// Among how many.
    RankOf,
    /// Whether counts are rounded.
    Rounded,
    /// The code of the source.
    Source,
    /// A remark.
    Note,
    /// The year of a target or regulation.
    Year,
    /// A target as a share of workers.
    TargetPercent,
    /// A target as a number of workers.
    TargetWorkers,
    /// Who set a target.
    Basis,
    /// The same in words.
    BasisText,
    /// The period of a statement on money.
    Period,
    /// What a statement on money counts.
    FundingKind,
    /// Who pays.
    Payer,
    /// The same in words.
    PayerText,
    /// Who gets it.
    Beneficiaries,
    /// Workers that a statement on money is about.
    Workers,
    /// Rupiah.
    Amount,
    /// The programme.
    Program,
    /// A number of cases.
    Cases,
    /// The kind of a regulation.
    RuleKind,
    /// The number of a regulation.
    Number,
    /// What a regulation is about.
    Meaning,
    /// The kind of a region.
    RegionKind,
    /// What a region rests on in law.
    LegalBasis,
    /// Who published a source.
    Publisher,
    /// The title of a source.
    Title,
    /// When a source was published.
    Published,
    /// The address of a source.
    Url,
    /// The kind of publisher.
    Authority,
    /// Of no use here.
    Ignored,
}

impl Field {
    /// Every field under the name by which a mapping calls it, and as users read it.
    pub const ALL: [(Self, &'static str, &'static str); 41] = [
        (Self::Code, "kode", "Kode wilayah"),
        (Self::Name, "nama", "Nama wilayah"),
        (Self::Parent, "induk", "Wilayah induk"),
        (Self::Segment, "segmen", "Segmen"),
        (Self::AsOf, "tanggal", "Tanggal data"),
        (Self::Precision, "ketelitian", "Ketelitian tanggal"),
        (Self::Kind, "jenis", "Jenis angka"),
        (Self::Active, "peserta", "Peserta aktif"),
        (Self::Workforce, "pekerja", "Pekerja dalam semesta"),
        (Self::Percent, "persen", "Cakupan (persen)"),
        (Self::Uncovered, "belum", "Belum terlindungi"),
        (Self::Rank, "peringkat", "Peringkat"),
        (Self::RankOf, "dari", "Peringkat dari"),
        (Self::Rounded, "pembulatan", "Angka dibulatkan"),
        (Self::Source, "sumber", "Kode sumber"),
        (Self::Note, "catatan", "Catatan"),
        (Self::Year, "tahun", "Tahun"),
        (Self::TargetPercent, "target-persen", "Target (persen)"),
        (Self::TargetWorkers, "target-pekerja", "Target (pekerja)"),
        (Self::Basis, "dasar", "Dasar"),
        (Self::BasisText, "uraian-dasar", "Uraian dasar"),
        (Self::Period, "periode", "Periode"),
        (Self::FundingKind, "jenis-pendanaan", "Jenis pendanaan"),
        (Self::Payer, "pembayar", "Pembayar"),
        (Self::PayerText, "uraian-pembayar", "Uraian pembayar"),
        (Self::Beneficiaries, "penerima", "Penerima manfaat"),
        (Self::Workers, "jumlah-pekerja", "Pekerja"),
        (Self::Amount, "rupiah", "Jumlah (rupiah)"),
        (Self::Program, "program", "Program"),
        (Self::Cases, "kasus", "Kasus"),
        (Self::RuleKind, "jenis-peraturan", "Jenis peraturan"),
        (Self::Number, "nomor", "Nomor"),
        (Self::Meaning, "tentang", "Tentang"),
        (Self::RegionKind, "jenis-wilayah", "Jenis wilayah"),
        (Self::LegalBasis, "dasar-hukum", "Dasar hukum"),
        (Self::Publisher, "penerbit", "Penerbit"),
        (Self::Title, "judul", "Judul"),
        (Self::Published, "terbit", "Tanggal terbit"),
        (Self::Url, "alamat", "Alamat web"),
        (Self::Authority, "jenis-penerbit", "Jenis penerbit"),
        (Self::Ignored, "abaikan", "Abaikan kolom ini"),
    ];

    /// Those that a file of figures has.
    const OF_FIGURES: [Self; 16] = [
        Self::Code,
        Self::Name,
        Self::Parent,
        Self::Segment,
        Self::AsOf,
        Self::Precision,
        Self::Kind,
        Self::Active,
        Self::Workforce,
        Self::Percent,
        Self::Uncovered,
        Self::Rank,
        Self::RankOf,
        Self::Rounded,
        Self::Source,
        Self::Note,
    ];

    /// Those that a column of a file of this content may hold; at last, that it holds nothing of use.
    pub fn of(content: Content) -> Vec<Self> {
        let mut fields: Vec<Self> = match content.list() {
            None => Self::OF_FIGURES.to_vec(),
            Some(list) => columns(list).iter().map(|column| column.field).collect(),
        };
        fields.push(Self::Ignored);
        fields
    }

    /// Its name in a mapping.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(field, ..)| *field == self).map_or("", |(_, word, _)| word)
    }

    /// Its name for readers.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(field, ..)| *field == self).map_or("", |(.., label)| label)
    }

    /// The field of a name in a mapping.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == word).map(|(field, ..)| *field)
    }

    /// Whether it is a number of the figure.
    pub fn is_measure(self) -> bool {
        matches!(self, Self::Active | Self::Workforce | Self::Percent | Self::Uncovered)
    }
}
