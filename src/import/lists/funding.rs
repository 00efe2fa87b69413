//! Statements on money: who pays for whom, planned and spent.

use super::columns::ListColumn;
use super::row::RowReader;
use super::words::Words;
use crate::domain::list::{FundingRecord, Record};
use crate::domain::{FundingKind, Payer};
use crate::import::finding::Rule;
use crate::import::header::Field;

/// The columns of the template.
pub(super) const COLUMNS: &[ListColumn] = &[
    ListColumn::optional(Field::Code, "Kode wilayah"),
    ListColumn::optional(Field::Name, "Nama wilayah"),
    ListColumn::optional(Field::Period, "Periode").or(&["tahun", "tanggal", "tahun anggaran"]),
    ListColumn::needed(Field::FundingKind, "Jenis").or(&["jenis pendanaan", "kind"]),
    ListColumn::needed(Field::Payer, "Pembayar").or(&["sumber dana", "funding code"]),
    ListColumn::optional(Field::PayerText, "Uraian pembayar").or(&["funding source"]),
    ListColumn::optional(Field::Beneficiaries, "Penerima manfaat").or(&["penerima", "kelompok"]),
    ListColumn::optional(Field::Workers, "Pekerja").or(&["jumlah pekerja", "workers"]),
    ListColumn::optional(Field::Amount, "Jumlah (rupiah)").or(&[
        "jumlah rp",
        "rupiah",
        "jumlah rupiah",
        "nilai rp",
        "amount rp",
    ]),
    ListColumn::optional(Field::Program, "Program"),
    ListColumn::optional(Field::Cases, "Kasus").or(&["jumlah kasus", "cases"]),
    ListColumn::optional(Field::Source, "Kode sumber"),
    ListColumn::optional(Field::Note, "Catatan"),
];

const KINDS: Words<FundingKind> = Words(&[
    (FundingKind::WorkersCovered, &[FundingKind::WorkersCovered.label(), "workers_covered"]),
    (FundingKind::WorkersPlanned, &[FundingKind::WorkersPlanned.label(), "workers_planned"]),
    (FundingKind::Budget, &[FundingKind::Budget.label(), "budget"]),
    (FundingKind::Spent, &[FundingKind::Spent.label(), "spent", "realisasi"]),
    (FundingKind::Need, &[FundingKind::Need.label(), "need"]),
    (FundingKind::BenefitPaid, &[FundingKind::BenefitPaid.label(), "benefit_paid", "santunan"]),
    (FundingKind::BenefitClaims, &[FundingKind::BenefitClaims.label(), "benefit_claims"]),
    (
        FundingKind::ArrearsRecovered,
        &[FundingKind::ArrearsRecovered.label(), "arrears_recovered", "tunggakan tertagih"],
    ),
]);

/// Kinds that tell what was done; the others may be plans.
const HAPPENED: [FundingKind; 5] = [
    FundingKind::WorkersCovered,
    FundingKind::Spent,
    FundingKind::BenefitPaid,
    FundingKind::BenefitClaims,
    FundingKind::ArrearsRecovered,
];

const PAYERS: Words<Payer> = Words(&[
    (Payer::ProvinceBudget, &[Payer::ProvinceBudget.label(), "apbd_prov"]),
    (
        Payer::RegencyBudget,
        &[Payer::RegencyBudget.label(), "apbd_kab", "APBD kabupaten", "APBD kota"],
    ),
    (Payer::VillageBudget, &[Payer::VillageBudget.label(), "apbdes"]),
    (Payer::VillageFund, &[Payer::VillageFund.label(), "dana_desa"]),
    (Payer::SpecialAid, &[Payer::SpecialAid.label(), "bkk"]),
    (Payer::PalmOilShare, &[Payer::PalmOilShare.label(), "dbh_sawit"]),
    (Payer::TobaccoShare, &[Payer::TobaccoShare.label(), "dbh_cht", "DBHCHT"]),
    (Payer::Csr, &["CSR", "TJSL"]),
    (Payer::Zis, &["ZIS", "Baznas"]),
    (Payer::SelfPaid, &["Swadaya"]),
    (Payer::Bpjs, &[Payer::Bpjs.label(), "bpjs"]),
    (Payer::Mixed, &["Campuran"]),
    (Payer::Other, &[Payer::Other.label(), "lain"]),
]);

pub(super) fn read(row: &mut RowReader) -> Option<Record> {
    let region_id = row.region();
    let period = row.span(Field::Period);
    let kind = row.word(Field::FundingKind, &KINDS);
    if let Some((period, _)) = period.zip(kind.filter(|kind| HAPPENED.contains(kind))) {
        row.happened(Field::Period, period);
    }
    let payer = row.word(Field::Payer, &PAYERS);
    let source_id = row.source();
    let workers = row.count(Field::Workers);
    let amount_rp = row.rupiah(Field::Amount);
    let cases = row.count(Field::Cases);
    let few = cases.and_then(|cases| i32::try_from(cases).ok());
    if cases.is_some() && few.is_none() {
        row.refuse(Rule::R9, Field::Cases, "jumlah kasus terlalu besar.".to_owned(), "");
    }
    if row.is_sound() && workers.is_none() && amount_rp.is_none() && cases.is_none() {
        let reason = "pekerja, jumlah rupiah, dan kasus ketiganya kosong.".to_owned();
        row.refuse(Rule::Value, Field::Amount, reason, "Isi sedikitnya satu.");
    }
    Some(Record::Funding(FundingRecord {
        region_id: region_id?,
        period,
        kind: kind?,
        payer: payer?,
        beneficiaries: row.text(Field::Beneficiaries),
        program: row.text(Field::Program),
        source_id: source_id?,
        payer_text: row.text(Field::PayerText),
        workers,
        amount_rp,
        cases: few,
        note: row.text(Field::Note),
    }))
}

pub(super) fn keep(new: &mut FundingRecord, old: &FundingRecord, has: &dyn Fn(Field) -> bool) {
    if !has(Field::PayerText) {
        new.payer_text.clone_from(&old.payer_text);
    }
    if !has(Field::Workers) {
        new.workers = old.workers;
    }
    if !has(Field::Amount) {
        new.amount_rp = old.amount_rp;
    }
    if !has(Field::Cases) {
        new.cases = old.cases;
    }
    if !has(Field::Note) {
        new.note.clone_from(&old.note);
    }
}
