//! The report for scripts. `docs/import.md` describes it.

use serde_json::{Value, json};

use super::{Change, Effect, Finding, Outcome, RecordChange, Report};
use crate::db::statements::Statement;
use crate::domain::{AsOf, Figure, narrative::words::noun};
use crate::effect::pages::paths;
use crate::effect::{Apart, Gained, Jump, Lost, Place, Shift};

/// The whole report.
pub fn report(report: &Report) -> Value {
    let (outcome, batch) = match report.outcome {
        Outcome::Ready => ("siap", None),
        Outcome::Blocked => ("tertahan", None),
        Outcome::Committed(id) => ("masuk", Some(id)),
        Outcome::Nothing => ("tidak_ada_perubahan", None),
    };
    json!({
        "hasil": outcome,
        "versi": batch,
        "isi": report.content.word(),
        "berkas": { "nama": report.file_name, "bita": report.bytes, "sha256": report.sha256 },
        "lembar": report.sheets.get(report.sheet),
        "semua_lembar": report.sheets,
        "baris_judul": report.header.as_ref().map(|header| header.line),
        "kolom": report.header.iter().flat_map(|header| &header.columns).map(|column| json!({
            "judul": column.title,
            "dibaca_sebagai": column.field.map(super::Field::word),
            "segmen": column.segment.as_ref().map(ToString::to_string),
            "tanggal": column.as_of.map(AsOf::iso),
        })).collect::<Vec<_>>(),
        "baris": { "dibaca": report.rows, "dilewati": report.passed, "ditolak": report.refused },
        "temuan": {
            "jumlah": report.findings.by_rule().map(|(severity, rule, count)| json!({
                "tingkat": severity.word(), "aturan": rule.code(), "jumlah": count,
            })).collect::<Vec<_>>(),
            "daftar": report.findings.list().iter().map(finding).collect::<Vec<_>>(),
        },
        "dampak": effect(&report.effect),
        "berkas_sama": report.earlier.iter().map(|earlier| json!({
            "versi": earlier.batch_id, "waktu": earlier.committed_at, "oleh": earlier.who,
        })).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "baris": finding.line,
        "wilayah": finding.region,
        "kolom": finding.column,
        "isi": finding.value,
        "aturan": finding.rule.code(),
        "tingkat": finding.severity.word(),
        "alasan": finding.reason,
        "saran": finding.suggestion,
        "pilihan": finding.candidates.iter().map(|(code, name)| json!({
            "kode": code.as_str(), "nama": name,
        })).collect::<Vec<_>>(),
    })
}

fn effect(effect: &Effect) -> Value {
    let around = &effect.around;
    json!({
        "baru": effect.new,
        "berubah": effect.changed,
        "sama": effect.same,
        "wilayah": around.regions,
        "wilayah_di_berkas": around.own_regions,
        "halaman": paths(around),
        "tanggal": effect.span.map(|(from, to)| [from.date.to_string(), to.date.to_string()]),
        "perubahan": effect.changes.iter().map(change).collect::<Vec<_>>(),
        "perubahan_daftar": effect.records.iter().map(record).collect::<Vec<_>>(),
        "lompatan": around.jumps.iter().map(jump).collect::<Vec<_>>(),
        "cakupan_berubah": around.moved,
        "tanggal_situs": {
            "sebelum": around.opened_at.map(|at| at.to_string()),
            "sesudah": around.opens_at.map(|at| at.to_string()),
        },
        "peringkat": {
            "per": around.opens_at.map(|at| at.to_string()),
            "jumlah_bergeser": around.shifted,
            "bergeser": around.shifts.iter().map(shift).collect::<Vec<_>>(),
            "keluar": around.lost.iter().map(lost).collect::<Vec<_>>(),
            "masuk": around.gained.iter().map(gained).collect::<Vec<_>>(),
        },
        "jumlah_bagian": {
            "dibandingkan": around.compared,
            "jumlah_berbeda": around.unfit,
            "sudah_berbeda": around.unfit_before,
            "berbeda": around.apart.iter().map(apart).collect::<Vec<_>>(),
        },
    })
}

fn change(change: &Change) -> Value {
    json!({
        "baris": change.line,
        "wilayah": change.region,
        "segmen": change.segment,
        "lama": values(&change.old),
        "baru": values(&change.new),
    })
}

fn record(change: &RecordChange) -> Value {
    json!({
        "baris": change.line,
        "wilayah": change.region,
        "tentang": change.subject,
        "baru": change.is_new,
        "nilai": change.values.iter().map(|value| json!({
            "kolom": value.title, "lama": value.old, "baru": value.new,
        })).collect::<Vec<_>>(),
    })
}

fn values(statement: &Statement) -> Value {
    json!({
        "peserta": statement.active,
        "pekerja": statement.workforce,
        "persen_seperseratus": statement.published.map(|percent| percent.0),
        "belum": statement.uncovered,
        "dibulatkan": statement.rounded,
        "peringkat": statement.rank,
        "peringkat_dari": statement.rank_of,
        "catatan": statement.note,
    })
}

fn jump(jump: &Jump) -> Value {
    json!({
        "baris": jump.line,
        "kode": jump.region.as_str(),
        "nama": jump.name,
        "segmen": jump.segment,
        "dari": figure(&jump.from),
        "menjadi": figure(&jump.to),
        "poin_seperseratus": jump.points.0,
    })
}

fn figure(figure: &Figure) -> Value {
    json!({
        "tanggal": figure.as_of.iso(),
        "persen_seperseratus": figure.coverage.map(|percent| percent.0),
    })
}

fn shift(shift: &Shift) -> Value {
    json!({
        "kode": shift.region.as_str(), "nama": shift.name, "tingkat": noun(shift.level),
        "sebelum": shift.before.map(place), "ada_angka_sebelumnya": shift.was_known,
        "sesudah": place(shift.after),
    })
}

fn place(place: Place) -> Value {
    json!({ "ke": place.place, "dari": place.of })
}

fn lost(lost: &Lost) -> Value {
    json!({
        "tingkat": noun(lost.level),
        "jumlah": lost.without.len() + lost.aged.len(), "dari": lost.of,
        "tanpa_angka": lost.without, "angka_lama": lost.aged,
    })
}

fn gained(gained: &Gained) -> Value {
    json!({
        "tingkat": noun(gained.level),
        "jumlah": gained.names.len(), "dari": gained.of, "nama": gained.names,
    })
}

fn apart(apart: &Apart) -> Value {
    json!({
        "kode": apart.region.as_str(), "nama": apart.name, "segmen": apart.segment,
        "tanggal": apart.as_of.iso(), "peserta": apart.own, "jumlah_bagian": apart.sum,
        "bagian": apart.parts, "sudah_berbeda": apart.before,
    })
}
