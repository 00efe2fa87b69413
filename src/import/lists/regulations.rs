//! Rules that regions and the nation have made.

use chrono::Datelike as _;

use super::columns::ListColumn;
use super::row::RowReader;
use crate::domain::list::{Record, RegulationRecord};
use crate::domain::regulation;
use crate::import::cell;
use crate::import::finding::Rule;
use crate::import::header::Field;

/// The columns of the template.
pub(super) const COLUMNS: &[ListColumn] = &[
    ListColumn::optional(Field::Code, "Kode wilayah"),
    ListColumn::optional(Field::Name, "Nama wilayah"),
    ListColumn::needed(Field::RuleKind, "Jenis").or(&["jenis peraturan", "peraturan", "kind"]),
    ListColumn::optional(Field::Number, "Nomor").or(&["nomor peraturan", "number"]),
    ListColumn::optional(Field::Year, "Tahun").or(&["tahun peraturan", "year"]),
    ListColumn::needed(Field::Meaning, "Tentang").or(&["isi", "judul", "meaning"]),
    ListColumn::optional(Field::Source, "Kode sumber"),
];

pub(super) fn read(row: &mut RowReader) -> Option<Record> {
    let region_id = row.region();
    let written = row.needed(Field::RuleKind);
    let kind_code = written.as_deref().and_then(regulation::kind_code);
    if let (Some(written), None) = (&written, kind_code) {
        let reason = format!("jenis peraturan {} tidak dikenal.", cell::quoted(written));
        let so = "Tulis misalnya Perda, Pergub, Perbup, Perwali, SE, SK, Instruksi, atau Lainnya.";
        row.refuse(Rule::Value, Field::RuleKind, reason, so);
    }
    if let (Some(makers), Some(region_id)) = (kind_code.and_then(regulation::makers), region_id)
        && let Some(named) = row.context().places.region(region_id)
        && !makers.contains(&named.kind)
    {
        let kind = regulation::kind_name(&written.clone().unwrap_or_default());
        let reason = format!("{} tidak menerbitkan {kind}.", named.full_name);
        row.refuse(Rule::Value, Field::RuleKind, reason, "Periksa jenis peraturan dan wilayahnya.");
    }
    let this_year = row.context().today.year();
    let year = row.year(Field::Year, 1945, this_year);
    let meaning = row.needed(Field::Meaning);
    let source_id = row.source();
    Some(Record::Regulation(RegulationRecord {
        region_id: region_id?,
        kind_code: kind_code?,
        kind: regulation::kind_name(&written?),
        number: regulation::number(&row.text(Field::Number), year),
        year,
        meaning: meaning?,
        source_id: source_id?,
    }))
}

/// Every value of a rule has a column that is needed; one without its source column has the source that
/// was stated.
pub(super) fn keep(
    new: &mut RegulationRecord,
    old: &RegulationRecord,
    has: &dyn Fn(Field) -> bool,
) {
    if !has(Field::Meaning) {
        new.meaning.clone_from(&old.meaning);
    }
}
