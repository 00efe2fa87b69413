//! What applies to a file when it goes in, and from where: in sight of who presses the button.

use super::said::source;
use crate::domain::{AsOf, wording};
use crate::import::{self, CodeSystem, Content, Field, Reading, Report, Segment, Stated};
use crate::reports::rows::Source;

/// Something that applies to all rows of a file.
pub struct Applied {
    /// What.
    pub name: &'static str,
    /// How it is read.
    pub value: String,
    /// From where that is known; may be empty.
    pub origin: &'static str,
}

const STATED: &str = "dinyatakan";
const OF_FILE: &str = "dari berkas";
const OF_SHEET: &str = "dari judul lembar";
const OF_TITLES: &str = "dari judul kolom";

fn applied(name: &'static str, value: impl Into<String>, origin: &'static str) -> Applied {
    Applied { name, value: value.into(), origin }
}

fn unknown(name: &'static str) -> Applied {
    applied(name, "Belum diketahui", "")
}

/// What applies to a file as it was read.
pub fn applies(
    report: &Report,
    stated: &Stated,
    segments: &[Segment],
    sources: &[Source],
) -> Vec<Applied> {
    let content = report.content;
    let label = Content::ALL.iter().find(|(own, ..)| *own == content);
    let mut all = vec![applied("Isi berkas", label.map_or("", |(.., label)| label), "")];
    if report.sheets.len() > 1 {
        let sheet = report.sheets.get(report.sheet).cloned().unwrap_or_default();
        all.push(applied("Lembar", sheet, ""));
    }
    let reading = report.reading.as_ref();
    if content.list().is_none_or(crate::domain::List::has_regions) {
        all.push(of_source(report, stated, sources));
    }
    match content {
        Content::Figures => {
            all.push(date(report, stated));
            all.push(segment(reading, stated, segments));
            all.extend(reading.map(|reading| percents(reading, stated)));
            all.extend(reading.map(|reading| codes(reading, stated)));
        }
        Content::Regions => all.extend(
            said_date(stated)
                .map(|at| applied("Nama baru berlaku sejak", wording::as_of(at), STATED)),
        ),
        _ => {}
    }
    all
}

/// The title of the column that holds a field, in words.
fn column(reading: Option<&Reading>, field: Field) -> Option<String> {
    Some(format!("Menurut kolom {}", reading?.columns.get(&field)?))
}

fn said_date(stated: &Stated) -> Option<AsOf> {
    let text = stated.as_of.trim();
    import::as_of(text).ok().filter(|_| !text.is_empty())
}

fn of_source(report: &Report, stated: &Stated, sources: &[Source]) -> Applied {
    let name = "Sumber";
    let own = column(report.reading.as_ref(), Field::Source).or_else(|| {
        let columns = report.header.iter().flat_map(|header| &header.columns);
        let own = columns.into_iter().find(|column| column.field == Some(Field::Source));
        own.map(|column| format!("Menurut kolom {}", column.title))
    });
    match (source(stated, sources), own) {
        (Some(source), None) if source.is_new => applied(name, source.name, "sumber baru"),
        (Some(source), None) => applied(name, source.name, STATED),
        (Some(source), Some(own)) => {
            applied(name, format!("{own}; bila kosong, {}", source.name), "")
        }
        (None, Some(own)) => applied(name, own, ""),
        (None, None) if !stated.source.is_empty() => applied(name, &stated.source, STATED),
        (None, None) => unknown(name),
    }
}

fn date(report: &Report, stated: &Stated) -> Applied {
    let name = "Tanggal data";
    let reading = report.reading.as_ref();
    let titled = reading.filter(|reading| !reading.is_date_open);
    if let Some(reading) = titled {
        let dates: Vec<String> = reading.dates.iter().map(|at| wording::as_of(*at)).collect();
        return applied(name, dates.join(", "), OF_TITLES);
    }
    if let Some(own) = column(reading, Field::AsOf) {
        return applied(name, own, "");
    }
    let of_sheet = report.header.as_ref().and_then(|header| header.sheet_as_of);
    match (said_date(stated), of_sheet) {
        (Some(at), _) => applied(name, wording::as_of(at), STATED),
        (None, Some(at)) => applied(name, wording::as_of(at), OF_SHEET),
        (None, None) => unknown(name),
    }
}

fn segment(reading: Option<&Reading>, stated: &Stated, segments: &[Segment]) -> Applied {
    let name = "Segmen";
    let called = |code: &str| {
        let known = segments.iter().find(|segment| segment.code.as_str() == code);
        known.map_or_else(|| code.to_owned(), |segment| segment.name.clone())
    };
    let of_titles = reading.map_or(&[][..], |reading| &reading.segments);
    let is_said = of_titles.len() == 1 && of_titles[0].as_str() == stated.segment;
    if !of_titles.is_empty() && !is_said {
        let names: Vec<String> = of_titles.iter().map(|code| called(code.as_str())).collect();
        return applied(name, names.join(", "), OF_TITLES);
    }
    match (column(reading, Field::Segment), stated.segment.as_str()) {
        (Some(own), _) => applied(name, own, ""),
        (None, "") => unknown(name),
        (None, code) => applied(name, called(code), STATED),
    }
}

fn percents(reading: &Reading, stated: &Stated) -> Applied {
    let name = "Arti persen";
    match (column(Some(reading), Field::Kind), stated.kind.as_str()) {
        (Some(own), _) => applied(name, own, ""),
        (None, "capaian") => applied(name, "Capaian terhadap target", STATED),
        (None, "cakupan") => applied(name, "Cakupan", STATED),
        _ if reading.has_percents => applied(name, "Cakupan", OF_TITLES),
        _ => applied(name, "Cakupan, dihitung dari peserta dan pekerja", ""),
    }
}

fn codes(reading: &Reading, stated: &Stated) -> Applied {
    let name = "Kode wilayah";
    if !reading.columns.contains_key(&Field::Code) {
        return applied(name, "Tidak ada kolom kode; wilayah dikenali dari namanya", "");
    }
    let system = match reading.codes {
        CodeSystem::Kemendagri => "Kemendagri",
        CodeSystem::Bps => "BPS",
    };
    applied(name, system, if stated.codes.is_empty() { OF_FILE } else { STATED })
}
