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
    (FundingKind::WorkersCovered, &["workers_covered", FundingKind::WorkersCovered.label()]),
    (FundingKind::WorkersPlanned, &["workers_planned", FundingKind::WorkersPlanned.label()]),
    (FundingKind::Budget, &["budget", FundingKind::Budget.label()]),
    (FundingKind::Spent, &["spent", FundingKind::Spent.label(), "realisasi"]),
    (FundingKind::Need, &["need", FundingKind::Need.label()]),
    (FundingKind::BenefitPaid, &["benefit_paid", FundingKind::BenefitPaid.label(), "santunan"]),
    (FundingKind::BenefitClaims, &["benefit_claims", FundingKind::BenefitClaims.label()]),
    (
        FundingKind::ArrearsRecovered,
        &["arrears_recovered", FundingKind::ArrearsRecovered.label(), "tunggakan tertagih"],
    ),
]);

const PAYERS: Words<Payer> = Words(&[
    (Payer::ProvinceBudget, &["apbd_prov", Payer::ProvinceBudget.label()]),
    (
        Payer::RegencyBudget,
        &["apbd_kab", Payer::RegencyBudget.label(), "APBD kabupaten", "APBD kota"],
    ),
    (Payer::VillageBudget, &["apbdes", Payer::VillageBudget.label()]),
    (Payer::VillageFund, &["dana_desa", Payer::VillageFund.label()]),
    (Payer::SpecialAid, &["bkk", Payer::SpecialAid.label()]),
    (Payer::PalmOilShare, &["dbh_sawit", Payer::PalmOilShare.label()]),
    (Payer::TobaccoShare, &["dbh_cht", Payer::TobaccoShare.label(), "DBHCHT"]),
    (Payer::Csr, &["csr", "TJSL"]),
    (Payer::Zis, &["zis", "Baznas"]),
    (Payer::SelfPaid, &["swadaya"]),
    (Payer::Bpjs, &["bpjs", Payer::Bpjs.label()]),
    (Payer::Mixed, &["campuran"]),
    (Payer::Other, &["lain", Payer::Other.label()]),
]);

pub(super) fn read(row: &mut RowReader) -> Option<Record> {
    let region_id = row.region();
    let period = row.period(Field::Period);
    let kind = row.word(Field::FundingKind, &KINDS);
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
