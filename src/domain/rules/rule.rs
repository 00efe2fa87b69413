//! The rules by name.

/// A rule about figures. `R1` to `R14` hold a figure against itself, its neighbours and its past; the
/// others are about reading it at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The printed percent is not that of the counts.
    R1,
    /// More active participants than workers.
    R2,
    /// The uncovered are not workers minus participants.
    R3,
    /// The parts of a region do not add up to it.
    R4,
    /// The segments do not add up to the total.
    R5,
    /// Wage earners and others together exceed all.
    R6,
    /// The coverage jumps.
    R7,
    /// The base changes.
    R8,
    /// A number that is none, or can be read in two ways.
    R9,
    /// A region that is unknown, or known under another code today.
    R10,
    /// A date that is none, lies in the future, or is older than the latest one.
    R11,
    /// Another base or unit than the series has.
    R12,
    /// It looks like the share of a target, not like coverage.
    R13,
    /// Two digits are swapped against another source.
    R14,
    /// The same region, segment and date twice in the file.
    Twice,
    /// A value that must be there is missing, or is none of those allowed.
    Value,
    /// The table or a column cannot be understood.
    Table,
    /// The file has been imported before.
    Repeat,
}

impl Rule {
    /// Its short name, for filters and downloads.
    pub fn code(self) -> &'static str {
        match self {
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
            Self::R5 => "R5",
            Self::R6 => "R6",
            Self::R7 => "R7",
            Self::R8 => "R8",
            Self::R9 => "R9",
            Self::R10 => "R10",
            Self::R11 => "R11",
            Self::R12 => "R12",
            Self::R13 => "R13",
            Self::R14 => "R14",
            Self::Twice => "GANDA",
            Self::Value => "ISI",
            Self::Table => "TABEL",
            Self::Repeat => "BERKAS",
        }
    }

    /// What it looks at, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::R1 => "Persen berbeda dari hasil hitung",
            Self::R2 => "Peserta melebihi pekerja",
            Self::R3 => "Belum terlindungi tidak cocok",
            Self::R4 => "Jumlah bagian berbeda dari induk",
            Self::R5 => "Jumlah segmen berbeda dari total",
            Self::R6 => "PU dan BPU melebihi total",
            Self::R7 => "Cakupan melompat",
            Self::R8 => "Pembagi berubah",
            Self::R9 => "Bilangan tidak jelas",
            Self::R10 => "Wilayah tidak dikenal",
            Self::R11 => "Tanggal",
            Self::R12 => "Pembagi lain dari deretnya",
            Self::R13 => "Mungkin capaian target",
            Self::R14 => "Angka tertukar",
            Self::Twice => "Baris ganda",
            Self::Value => "Isi kolom",
            Self::Table => "Tabel",
            Self::Repeat => "Berkas yang sama",
        }
    }
}
