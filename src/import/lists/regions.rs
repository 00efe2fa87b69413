//! Kecamatan, kelurahan and desa.

use std::collections::HashSet;

use super::columns::ListColumn;
use super::row::RowReader;
use super::words::Words;
use super::{Context, Entry};
use crate::domain::list::{Record, RegionRecord};
use crate::domain::wording::fold;
use crate::domain::{Level, Precision, RegionCode, RegionKind};
use crate::import::cell;
use crate::import::finding::{Asks, Finding, Rule, Severity};
use crate::import::header::Field;
use crate::import::places::dotted;

/// The columns of the template.
pub(super) const COLUMNS: &[ListColumn] = &[
    ListColumn::needed(Field::Code, "Kode"),
    ListColumn::needed(Field::Name, "Nama").or(&[
        "nama kecamatan",
        "nama desa",
        "nama kelurahan",
        "nama desa kelurahan",
        "nama kecamatan desa kelurahan",
    ]),
    ListColumn::optional(Field::RegionKind, "Jenis").or(&["jenis wilayah", "tingkat", "type"]),
    ListColumn::optional(Field::Parent, "Kode induk"),
    ListColumn::optional(Field::LegalBasis, "Dasar hukum"),
];

/// A kind of region with the word before its name, where that is another one.
type Word = (RegionKind, &'static str);

const KINDS: Words<Word> = Words(&[
    ((RegionKind::Kecamatan, "Kecamatan"), &["kecamatan", "kec"]),
    ((RegionKind::Kelurahan, "Kelurahan"), &["kelurahan", "kel"]),
    ((RegionKind::Desa, "Desa"), &["desa"]),
    ((RegionKind::Kecamatan, "Distrik"), &["distrik"]),
    ((RegionKind::Desa, "Kampung"), &["kampung"]),
    ((RegionKind::Desa, "Nagari"), &["nagari"]),
    ((RegionKind::Desa, "Gampong"), &["gampong"]),
    ((RegionKind::Desa, "Pekon"), &["pekon"]),
    ((RegionKind::Desa, "Negeri"), &["negeri"]),
]);

pub(super) fn read(row: &mut RowReader) -> Option<Record> {
    let code = code(row);
    let name = row.needed(Field::Name);
    let by_code = code.as_ref().and_then(kind_by_code);
    let stated = if row.text(Field::RegionKind).is_empty() {
        None
    } else {
        Some(row.word(Field::RegionKind, &KINDS)?)
    };
    let code = code?;
    parent_fits(row, &code);
    let Some(word) = stated.or(by_code) else {
        let reason = format!("jenis wilayah {code} tidak terbaca dari kodenya.");
        row.refuse(Rule::Value, Field::RegionKind, reason, &format!("Tulis {}.", offered()));
        return None;
    };
    if word.0.level() != code.level() {
        let reason = format!("kode {code} bukan kode {}.", word.0.label());
        row.refuse(Rule::Value, Field::RegionKind, reason, "Periksa kode dan jenisnya.");
        return None;
    }
    if let Some((by_code, _)) = by_code
        && by_code != word.0
    {
        let reason = format!(
            "jenisnya {}, sedangkan kode {code} berpola {}.",
            word.0.label(),
            by_code.label()
        );
        let so = "Bagian akhir kode desa diawali 2, kelurahan diawali 1.";
        row.warn(Rule::Value, Field::RegionKind, reason, so);
    }
    let (name, full_name) = names(&name?, word);
    Some(Record::Region(RegionRecord {
        code,
        name,
        full_name,
        kind: word.0,
        legal_basis: row.text(Field::LegalBasis),
        valid_from: None,
    }))
}

fn offered() -> &'static str {
    "kecamatan, kelurahan, atau desa"
}

/// The code, with its dots; that of a province or kabupaten is refused.
fn code(row: &mut RowReader) -> Option<RegionCode> {
    let written = row.needed(Field::Code)?;
    let code = dotted(&written).and_then(|code| RegionCode::parse(&code).ok());
    let Some(code) = code else {
        let reason = format!("{} bukan kode wilayah.", cell::quoted(&written));
        let so = "Kode kecamatan ditulis seperti 15.01.01, kode desa seperti 15.01.01.2001.";
        row.refuse(Rule::R10, Field::Code, reason, so);
        return None;
    };
    if matches!(code.level(), Level::District | Level::Village) {
        return Some(code);
    }
    let reason = format!(
        "{code} provinsi atau kabupaten/kota, yang merupakan bagian dari rilis Cakupan dan tidak \
         diubah oleh berkas."
    );
    row.refuse(Rule::R10, Field::Code, reason, "Lewati baris ini.");
    None
}

/// What the last part of a code says: kelurahan begin with 1, desa with 2.
fn kind_by_code(code: &RegionCode) -> Option<Word> {
    let last = code.as_str().rsplit('.').next().unwrap_or_default();
    match (code.level(), last.as_bytes().first()) {
        (Level::District, _) => Some((RegionKind::Kecamatan, "Kecamatan")),
        (Level::Village, Some(b'1')) => Some((RegionKind::Kelurahan, "Kelurahan")),
        (Level::Village, Some(b'2')) => Some((RegionKind::Desa, "Desa")),
        _ => None,
    }
}

/// Refuses a code of a parent that is not the one that the code of the row begins with.
fn parent_fits(row: &mut RowReader, code: &RegionCode) {
    let stated = row.text(Field::Parent);
    if stated.is_empty() {
        return;
    }
    let parent = dotted(&stated).and_then(|code| RegionCode::parse(&code).ok());
    if parent.is_none() || parent != code.parent() {
        let own = code.parent().map_or_else(String::new, |parent| parent.to_string());
        let reason =
            format!("kode induk {} tidak sesuai dengan kode {code}.", cell::quoted(&stated));
        row.refuse(Rule::R10, Field::Parent, reason, &format!("Induknya menurut kode: {own}."));
    }
}

/// The short and the full name of what a cell calls a region. Some desa are called Desa Baru, so that
/// the word stays part of their names, and is not written twice.
fn names(written: &str, (kind, word): Word) -> (String, String) {
    let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.split_once(' ').filter(|(first, _)| fold(first) == fold(word)) {
        Some((_, rest)) if kind != RegionKind::Desa => (rest.to_owned(), format!("{word} {rest}")),
        Some(_) => (name.clone(), name),
        None => (name.clone(), format!("{word} {name}")),
    }
}

/// Takes out the rows whose parent is neither known nor in the file, and those of other levels that are.
pub(super) fn without_orphans(
    entries: &mut Vec<Entry>,
    known: &HashSet<RegionCode>,
) -> Vec<Finding> {
    let mut here = known.clone();
    let mut findings = Vec::new();
    // Those above first: the level is told by the length of the code.
    for level in [Level::District, Level::Village] {
        let is_orphan = |entry: &Entry| match &entry.record {
            Record::Region(region) if region.code.level() == level => {
                region.code.parent().filter(|parent| !here.contains(parent))
            }
            _ => None,
        };
        for entry in entries.iter() {
            if let Some(parent) = is_orphan(entry) {
                let text = format!("wilayah induknya, {parent}, tidak dikenal.");
                findings
                    .push(Finding::new(entry.line, Rule::R10, Severity::Refuse, text).so(
                        "Masukkan wilayah induknya lebih dahulu, atau dalam berkas yang sama.",
                    ));
            }
        }
        entries.retain(|entry| is_orphan(entry).is_none());
        let codes = entries.iter().filter_map(|entry| match &entry.record {
            Record::Region(region) if region.code.level() == level => Some(region.code.clone()),
            _ => None,
        });
        let codes: Vec<RegionCode> = codes.collect();
        here.extend(codes);
    }
    findings
}

/// Why names cannot be valid from the stated day; `None` where they can.
pub(super) fn day_fits(context: &Context, latest: Option<chrono::NaiveDate>) -> Option<Finding> {
    let as_of = context.options.as_of?;
    let day = as_of.date;
    let refuse = |reason: String, so: &str| {
        Some(Finding::new(0, Rule::R11, Severity::Refuse, reason).so(so).asking(Asks::Date))
    };
    let told = crate::domain::wording::date(day);
    if as_of.precision != Precision::Day {
        let reason = "tanggal berlaku nama harus lengkap dengan harinya.".to_owned();
        return refuse(reason, "Tulis misalnya 1 Januari 2026.");
    }
    if day > context.today {
        return refuse(
            format!("tanggal berlaku {told} belum lewat."),
            "Periksa tahun dan bulannya.",
        );
    }
    if latest.is_some_and(|latest| latest >= day) {
        return refuse(
            format!("tanggal berlaku {told} tidak sesudah tanggal nama yang kini berlaku."),
            "Periksa tanggalnya, atau kosongkan bila nama itu hanya diperbaiki.",
        );
    }
    None
}

pub(super) fn keep(new: &mut RegionRecord, old: &RegionRecord, has: &dyn Fn(Field) -> bool) {
    if !has(Field::LegalBasis) {
        new.legal_basis.clone_from(&old.legal_basis);
    }
    // The word before the name is only known where the file has a column for it.
    if !has(Field::RegionKind) && old.kind == new.kind {
        let word = old.full_name.strip_suffix(&old.name).unwrap_or_default();
        if !word.is_empty() {
            new.full_name = format!("{word}{}", new.name);
        }
    }
}
