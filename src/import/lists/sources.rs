//! Sources: who published what, and when.

use chrono::Datelike;

use super::columns::ListColumn;
use super::row::RowReader;
use super::words::Words;
use crate::domain::list::{Record, SourceRecord};
use crate::domain::{AsOf, Authority, Precision, wording};
use crate::import::finding::Rule;
use crate::import::header::Field;
use crate::import::new_source::{is_address, is_code};

/// The columns of the template.
pub(super) const COLUMNS: &[ListColumn] = &[
    ListColumn::needed(Field::Source, "Kode").or(&["kode sumber", "source id"]),
    ListColumn::needed(Field::Publisher, "Penerbit").or(&["publisher", "nama penerbit"]),
    ListColumn::optional(Field::Title, "Judul").or(&["title", "judul dokumen"]),
    ListColumn::optional(Field::Published, "Tanggal terbit").or(&[
        "terbit",
        "published",
        "tanggal",
    ]),
    ListColumn::optional(Field::Url, "Alamat web").or(&["url", "tautan", "alamat"]),
    ListColumn::needed(Field::Authority, "Jenis penerbit").or(&["jenis", "authority"]),
];

const AUTHORITIES: Words<Authority> = Words(&[
    (Authority::Bpjs, &["BPJS Ketenagakerjaan", "bpjs"]),
    (Authority::Ministry, &["Kementerian atau lembaga", "kementerian"]),
    (Authority::RegionalGovernment, &["Pemerintah daerah", "pemda"]),
    (Authority::Antara, &["Kantor berita Antara", "antara"]),
    (Authority::Press, &["Pers"]),
    (Authority::Academic, &["Akademik"]),
    (Authority::Other, &["Lainnya", "lain"]),
]);

pub(super) fn read(row: &mut RowReader) -> Option<Record> {
    let code = row.needed(Field::Source);
    if code.as_ref().is_some_and(|code| !is_code(code)) {
        let reason = "kode sumber memuat spasi atau lebih dari 60 karakter.".to_owned();
        row.refuse(Rule::Value, Field::Source, reason, "Tulis kode tanpa spasi.");
    }
    let publisher = row.needed(Field::Publisher);
    let day = row.period(Field::Published);
    if let Some(ahead) = day.filter(|day| is_ahead(*day, row.context().today)) {
        let reason = format!("tanggal terbit {} belum lewat.", wording::as_of(ahead));
        row.refuse(Rule::R11, Field::Published, reason, "Periksa tahun dan bulannya.");
    }
    let url = row.text(Field::Url);
    if !is_address(&url) {
        let reason =
            "alamat web tidak diawali https:// atau http://, atau memuat spasi.".to_owned();
        row.refuse(Rule::Value, Field::Url, reason, "Perbaiki atau kosongkan alamatnya.");
    }
    let authority = row.word(Field::Authority, &AUTHORITIES);
    Some(Record::Source(SourceRecord {
        code: code?,
        publisher: publisher?,
        title: row.text(Field::Title),
        published_on: day.map_or_else(String::new, AsOf::iso),
        url,
        authority: authority?,
    }))
}

/// Whether no day of a period has begun.
fn is_ahead(period: AsOf, today: chrono::NaiveDate) -> bool {
    let first = match period.precision {
        Precision::Day => Some(period.date),
        Precision::Month => period.date.with_day(1),
        Precision::Year => period.date.with_ordinal(1),
    };
    first.is_some_and(|first| first > today)
}

pub(super) fn keep(new: &mut SourceRecord, old: &SourceRecord, has: &dyn Fn(Field) -> bool) {
    if !has(Field::Title) {
        new.title.clone_from(&old.title);
    }
    if !has(Field::Published) {
        new.published_on.clone_from(&old.published_on);
    }
    if !has(Field::Url) {
        new.url.clone_from(&old.url);
    }
}
