//! Titles of figures that leave open what is counted below them, or contradict a column of the rows.

use crate::domain::SegmentCode;
use crate::import::header::{
    Column, Field, Header, names_permil, names_scale, odd_remark, permil_asked, scale_asked,
};
use crate::import::options::Options;

/// The segment that the title of a measure names. Beside a column of segments a total is that of each row.
pub(super) fn segment(header: &Header, options: &Options, column: &Column) -> Option<SegmentCode> {
    let in_rows = column_of(header, options, Field::Segment).is_some();
    let own = column.segment.as_ref().filter(|own| !in_rows || !own.is_total());
    own.filter(|_| is_measure(options, column)).cloned()
}

/// What is asked about titles, and what to do.
pub(super) fn doubts(header: &Header, options: &Options) -> Vec<(String, String)> {
    let measures = || header.columns.iter().filter(|column| is_measure(options, column));
    let is_percent = |column: &Column| options.field_of(column) == Some(Field::Percent);
    let mut asked = Vec::new();
    let is_count = |column: &Column| is_measure(options, column) && !is_percent(column);
    let units = [scale_asked(header, is_count), permil_asked(header, is_percent)];
    asked.extend(units.into_iter().flatten().map(|(reason, so)| (reason, so.to_owned())));
    let odd = |column: &Column| {
        let (title, is_percent) = (&column.title, is_percent(column));
        let is_told = names_scale(title) || (is_percent && names_permil(title));
        let is_stated = options.mapping.contains_key(title);
        odd_remark(title, is_percent).filter(|_| !is_told && !is_stated).map(str::to_owned)
    };
    if let Some((column, remark)) = measures().find_map(|c| Some((c, odd(c)?))) {
        asked.push((
            format!("arti ({remark}) pada judul “{}” tidak jelas.", column.title.trim()),
            "Nyatakan isi kolomnya bila angkanya memang itu, atau abaikan kolom itu.".to_owned(),
        ));
    }
    let mut contradicted = |rows: Option<&Column>, titled: Option<&Column>, what: &str| {
        if let Some((rows, titled)) = rows.zip(titled) {
            let (rows, titled) = (rows.title.trim(), titled.title.trim());
            asked.push((
                format!("judul “{titled}” menyebut {what}, padahal ada kolom {rows}."),
                format!("Abaikan kolom {rows}, atau hapus {what} itu dari judul kolomnya."),
            ));
        }
    };
    let titled = measures().find(|column| segment(header, options, column).is_some());
    contradicted(column_of(header, options, Field::Segment), titled, "segmen");
    let titled = measures().find(|column| column.as_of.is_some());
    contradicted(column_of(header, options, Field::AsOf), titled, "tanggal");
    asked
}

fn is_measure(options: &Options, column: &Column) -> bool {
    options.field_of(column).is_some_and(Field::is_measure)
}

fn column_of<'a>(header: &'a Header, options: &Options, field: Field) -> Option<&'a Column> {
    header.columns.iter().find(|column| options.field_of(column) == Some(field))
}
