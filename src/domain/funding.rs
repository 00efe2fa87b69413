//! What statements on money count, and who pays.

/// What a row of funding counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FundingKind {
    /// Workers whose premium is paid.
    WorkersCovered,
    /// Workers for whom it is planned.
    WorkersPlanned,
    /// Money in a budget.
    Budget,
    /// Money spent.
    Spent,
    /// Money that would be needed.
    Need,
    /// Benefits paid out.
    BenefitPaid,
    /// Claims for benefits.
    BenefitClaims,
    /// Arrears collected.
    ArrearsRecovered,
}

impl FundingKind {
    /// The heading under which users read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::WorkersCovered => "Pekerja yang dibayari",
            Self::WorkersPlanned => "Pekerja yang direncanakan",
            Self::Budget => "Anggaran",
            Self::Spent => "Belanja",
            Self::Need => "Kebutuhan",
            Self::BenefitPaid => "Manfaat yang dibayarkan",
            Self::BenefitClaims => "Klaim",
            Self::ArrearsRecovered => "Tunggakan iuran yang tertagih",
        }
    }
}

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Payer {
    /// Budget of a province.
    ProvinceBudget,
    /// Budget of a kabupaten or kota.
    RegencyBudget,
    /// Budget of a village.
    VillageBudget,
    /// Dana Desa.
    VillageFund,
    /// Bantuan keuangan khusus.
    SpecialAid,
    /// Share of palm-oil revenue.
    PalmOilShare,
    /// Share of tobacco excise.
    TobaccoShare,
    /// Companies.
    Csr,
    /// Zakat, infak, sedekah.
    Zis,
    /// The worker, or somebody who adopts one.
    SelfPaid,
    /// BPJS Ketenagakerjaan, as benefits.
    Bpjs,
    /// Several of these.
    Mixed,
    /// Something else, or not stated.
    Other,
}

impl Payer {
    /// What users read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ProvinceBudget => "APBD provinsi",
            Self::RegencyBudget => "APBD kabupaten/kota",
            Self::VillageBudget => "APBDes",
            Self::VillageFund => "Dana Desa",
            Self::SpecialAid => "Bantuan keuangan khusus",
            Self::PalmOilShare => "DBH sawit",
            Self::TobaccoShare => "DBH CHT",
            Self::Csr => "CSR",
            Self::Zis => "ZIS",
            Self::SelfPaid => "Swadaya",
            Self::Bpjs => "BPJS Ketenagakerjaan",
            Self::Mixed => "Campuran",
            Self::Other => "Lainnya",
        }
    }
}
