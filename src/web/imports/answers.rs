//! What a form says about a file.

use crate::import::{Content, Doubt, Stated, StatedSource};
use crate::web::form::Fields;
use crate::web::view::imported::findings::RIGHT;

/// What a form says, on top of what was said before.
pub fn read(fields: &Fields, mut before: Stated) -> Stated {
    let text = |name: &str| fields.text(name).to_owned();
    // Lines and cells are those of the sheet that the page has shown.
    let shown = fields.text("lembar-dilihat");
    let shown = if shown.is_empty() { before.sheet.as_str() } else { shown };
    let read = fields.text("isi-dilihat");
    let read = if read.is_empty() { before.content.as_str() } else { read };
    let is_other = shown != fields.text("lembar")
        || Content::parse(read) != Content::parse(fields.text("isi-berkas"));
    if is_other {
        before.forget_lines();
    }
    let mut stated = Stated {
        content: text("isi-berkas"),
        sheet: text("lembar"),
        as_of: text("tanggal"),
        segment: text("segmen"),
        measure: text("isi"),
        kind: text("jenis"),
        numbers: text("bilangan"),
        small_percent: text("pecahan"),
        codes: text("kode"),
        level: text("tingkat"),
        source: text("sumber"),
        reason: text("alasan"),
        leave_refused: false,
        confirms_all: !is_other && text("benar-semua") == "ya",
        new_source: None,
        ..before
    };
    let mut confirmed = stated.confirmed.take().unwrap_or_default();
    if !text("penerbit").is_empty() || !text("judul").is_empty() {
        stated.source = String::new();
        stated.new_source = Some(StatedSource {
            publisher: text("penerbit"),
            title: text("judul"),
            published_on: text("terbit"),
            url: text("alamat"),
            authority: text("jenis-penerbit"),
        });
    }
    for (name, value) in fields.all() {
        let value = value.trim();
        if let Some(place) = name.strip_prefix("kolom-") {
            let title = fields.exact(&format!("judul-{place}"));
            if value.is_empty() {
                stated.columns.remove(title);
            } else {
                stated.columns.insert(title.to_owned(), value.to_owned());
            }
        } else if is_other {
            // What else is said is about lines.
        } else if let Some(cell) = name.strip_prefix("asli-").and_then(place) {
            stated.fixes.retain(|(line, place, _)| (*line, *place) != cell);
        } else if let Some(line) = name.strip_prefix("kembali-").and_then(|n| n.parse().ok()) {
            stated.left_out.remove(&line);
        } else if let Some(line) = name.strip_prefix("baris-").and_then(|n| n.parse::<u32>().ok()) {
            confirmed.retain(|doubt| doubt.line != line);
            if value == "lewati" {
                stated.left_out.insert(line);
            } else if let Some(stamp) = value.strip_prefix(RIGHT) {
                confirmed.insert(Doubt { line, stamp: stamp.to_owned() });
            } else if let Some((place, cell)) = value.split_once(':')
                && let Ok(place) = place.parse()
            {
                fix(&mut stated, line, place, cell);
            }
        } else if let Some((line, place)) = name.strip_prefix("isi-").and_then(place)
            && !value.is_empty()
        {
            // What is written anew has to be looked at again.
            confirmed.retain(|doubt| doubt.line != line);
            fix(&mut stated, line, place, value);
        }
    }
    stated.confirmed = Some(confirmed);
    stated
}

/// Line and column of a cell, as names of fields end with them.
fn place(name: &str) -> Option<(u32, usize)> {
    let (line, place) = name.split_once('-')?;
    Some((line.parse().ok()?, place.parse().ok()?))
}

/// Takes a cell as it was written anew.
fn fix(stated: &mut Stated, line: u32, place: usize, cell: &str) {
    stated.fixes.retain(|(own, column, _)| (*own, *column) != (line, place));
    stated.fixes.push((line, place, cell.to_owned()));
}
