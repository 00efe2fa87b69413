//! Targets of regions for a year.

use super::columns::ListColumn;
use super::row::RowReader;
use super::words::Words;
use crate::domain::list::{Record, TargetRecord};
use crate::domain::wording::percent_bare;
use crate::domain::{Basis, Percent};
use crate::import::finding::Rule;
use crate::import::header::Field;

/// The columns of the template.
pub(super) const COLUMNS: &[ListColumn] = &[
    ListColumn::optional(Field::Code, "Kode wilayah"),
    ListColumn::optional(Field::Name, "Nama wilayah"),
    ListColumn::needed(Field::Year, "Tahun").or(&["tahun target", "year"]),
    ListColumn::optional(Field::TargetPercent, "Target (persen)").or(&[
        "persen target",
        "target cakupan",
        "target ucj",
        "target pct",
    ]),
    ListColumn::optional(Field::TargetWorkers, "Target (pekerja)").or(&[
        "target peserta",
        "target orang",
        "target tenaga kerja",
        "jumlah target",
    ]),
    ListColumn::needed(Field::Basis, "Dasar").or(&["dasar target", "basis", "basis code"]),
    ListColumn::optional(Field::BasisText, "Uraian dasar").or(&["dokumen", "uraian"]),
    ListColumn::optional(Field::Source, "Kode sumber"),
    ListColumn::optional(Field::Note, "Catatan"),
];

const BASES: Words<Basis> = Words(&[
    (Basis::Kemendagri, &["Kemendagri"]),
    (Basis::Rpjmn, &["RPJMN"]),
    (Basis::Rkp, &["RKP"]),
    (Basis::Rpjpn, &["RPJPN"]),
    (Basis::Rpjmd, &["RPJMD"]),
    (Basis::Rpjpd, &["RPJPD"]),
    (Basis::Regional, &["daerah"]),
    (Basis::Other, &["dasar lain", "lain", "lainnya"]),
]);

pub(super) fn read(row: &mut RowReader) -> Option<Record> {
    let region_id = row.region();
    let year = row.year(Field::Year, 2000, 2199);
    if year.is_none() {
        row.needed(Field::Year);
    }
    let basis = row.word(Field::Basis, &BASES);
    let source_id = row.source();
    let percent = row.percent(Field::TargetPercent);
    let workers = row.count(Field::TargetWorkers);
    if row.is_sound() && percent.is_none() && workers.is_none() {
        let reason = "target kosong: tidak ada persen dan tidak ada jumlah pekerja.".to_owned();
        row.refuse(Rule::Value, Field::TargetPercent, reason, "Isi salah satunya.");
    }
    if percent.is_some_and(|percent| percent > Percent(10_000)) {
        let reason = "target di atas 100%.".to_owned();
        row.warn(Rule::Value, Field::TargetPercent, reason, "Periksa letak komanya.");
    }
    if let Some(percent) = percent.filter(|percent| *percent < Percent(100)) {
        let reason = "target di bawah 1%.".to_owned();
        let so =
            format!("{} dibaca sebagai persen, bukan bagian dari satu.", percent_bare(percent));
        row.warn(Rule::Value, Field::TargetPercent, reason, &so);
    }
    Some(Record::Target(TargetRecord {
        region_id: region_id?,
        year: year?,
        basis: basis?,
        source_id: source_id?,
        percent,
        workers,
        basis_text: row.text(Field::BasisText),
        note: row.text(Field::Note),
    }))
}

pub(super) fn keep(new: &mut TargetRecord, old: &TargetRecord, has: &dyn Fn(Field) -> bool) {
    if !has(Field::TargetPercent) {
        new.percent = old.percent;
    }
    if !has(Field::TargetWorkers) {
        new.workers = old.workers;
    }
    if !has(Field::BasisText) {
        new.basis_text.clone_from(&old.basis_text);
    }
    if !has(Field::Note) {
        new.note.clone_from(&old.note);
    }
}
