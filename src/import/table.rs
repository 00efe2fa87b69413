//! The table of a sheet: its titles, and what of the workbook is not read.

use std::ops::{ControlFlow, RangeInclusive};

use super::finding::{Asks, Finding, Findings, Rule, Severity};
use super::header::{self, Field, Header, TitleRow, Vocabulary};
use super::lists;
use super::options::Content;
use super::sheet::{Book, Format, Row, SheetError, column_name};
use super::text;
use crate::domain::List;

/// Other sheets that are looked at.
const LOOKED_AT: usize = 20;
/// The same of an open document, which has to be unpacked from its beginning for each of them.
const LOOKED_AT_OPEN: usize = 3;

/// What was found of a table.
pub(super) struct Table {
    /// Its titles.
    pub header: Option<Header>,
    /// The first row below them.
    pub sample: Vec<String>,
    /// What there is to tell about it.
    pub told: Findings,
}

/// What a file is about, as its titles show it.
pub(super) struct Recognised {
    /// What it is read as.
    pub content: Content,
    /// That it was recognised as a list.
    pub told: Option<Finding>,
    /// The question what it is about, where that does not show.
    pub doubt: Option<Finding>,
}

impl Recognised {
    /// By what the user said.
    pub fn said(content: Content) -> Self {
        Self { content, told: None, doubt: None }
    }

    /// As a list, by its titles.
    fn list(content: Content, label: &str) -> Self {
        let text = format!("isi berkas dikenali dari judul kolomnya: {label}.");
        let told = Some(Finding::new(0, Rule::Table, Severity::Inform, text));
        Self { content, told, doubt: None }
    }
}

/// What the titles of a sheet are those of: a list, where all columns of its template are there, or all that
/// it needs and more than figures would have; else figures. Titles that could be those of several lists, and
/// name no figure, leave it open. Code and name alone make no list of regions: figures have them too.
pub(super) fn recognise(book: &Book, sheet: usize) -> Result<Recognised, SheetError> {
    let mut rows = first_rows(book, sheet)?;
    blank(&mut rows, &book.hidden_columns(sheet)?);
    let found = |content: Content| header::find(&rows, vocabulary(content));
    let known = |header: &Header| header.columns.iter().filter(|c| c.field.is_some()).count();
    let figures = found(Content::Figures).filter(|header| is_table(header, Content::Figures));
    let figures = figures.as_ref().map_or(0, known);
    let mut like = Vec::new();
    for (content, _, label) in Content::ALL {
        let Some((list, header)) = content.list().zip(found(content)) else { continue };
        let has = |field: Field| header.columns.iter().any(|column| column.field == Some(field));
        if lists::columns(list).iter().all(|column| has(column.field)) {
            return Ok(Recognised::list(content, label));
        }
        if is_table(&header, content) {
            like.push((content, label, known(&header)));
        }
    }
    if let [(content, label, columns)] = like[..]
        && columns > figures
    {
        return Ok(Recognised::list(content, label));
    }
    let doubt = (figures == 0 && !like.is_empty()).then(|| {
        let labels: Vec<&str> = like.iter().map(|(_, label, _)| *label).collect();
        let like = format!("isi berkas ini apa? Judul kolomnya seperti {}.", labels.join(" atau "));
        Finding::question(Asks::Content, like).so("Pilih isi berkasnya.")
    });
    Ok(Recognised { doubt, ..Recognised::said(Content::Figures) })
}

/// Finds the titles of a sheet, and tells which columns and sheets stay out.
pub(super) fn find(book: &Book, sheet: usize, content: Content) -> Result<Table, SheetError> {
    let hidden = book.hidden_columns(sheet)?;
    let mut rows = first_rows(book, sheet)?;
    let kept = rows.clone();
    blank(&mut rows, &hidden);
    let header = header::find(&rows, vocabulary(content));
    let mut told = Findings::default();
    if let Some(header) = &header {
        let titles = kept.iter().filter(|(line, _)| (header.line..header.data_line).contains(line));
        told.extend(hidden_columns(titles, &hidden));
    }
    told.extend(other_sheets(book, sheet, content)?);
    let data_line = header.as_ref().map_or(u32::MAX, |header| header.data_line);
    let below = rows.into_iter().find(|(line, _)| *line >= data_line);
    Ok(Table { header, sample: below.map(|(_, cells)| cells).unwrap_or_default(), told })
}

fn vocabulary(content: Content) -> Vocabulary {
    match content.list() {
        None => Vocabulary::Figures,
        Some(list) => Vocabulary::List(lists::columns(list)),
    }
}

/// The rows among which titles are looked for.
fn first_rows(book: &Book, sheet: usize) -> Result<Vec<TitleRow>, SheetError> {
    let mut rows: Vec<TitleRow> = Vec::new();
    book.rows(sheet, &mut |row: Row| {
        rows.push((row.line, row.cells.iter().map(|cell| text::of(cell).into_owned()).collect()));
        if rows.len() < header::LOOKED_THROUGH {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    Ok(rows)
}

/// Takes hidden columns out: without a title, nothing in them is read.
fn blank(rows: &mut [TitleRow], hidden: &[RangeInclusive<usize>]) {
    for (_, cells) in rows {
        for (place, cell) in cells.iter_mut().enumerate() {
            if hidden.iter().any(|range| range.contains(&place)) {
                cell.clear();
            }
        }
    }
}

/// That hidden columns with a title stay out.
fn hidden_columns<'a>(
    titles: impl Iterator<Item = &'a TitleRow>,
    hidden: &[RangeInclusive<usize>],
) -> Option<Finding> {
    let mut named: Vec<(usize, &str)> = Vec::new();
    for (_, cells) in titles {
        for (place, title) in cells.iter().enumerate() {
            let is_hidden = hidden.iter().any(|range| range.contains(&place));
            if is_hidden && !title.trim().is_empty() && !named.iter().any(|(own, _)| *own == place)
            {
                named.push((place, title.trim()));
            }
        }
    }
    if named.is_empty() {
        return None;
    }
    named.sort_unstable();
    let told: Vec<String> =
        named.iter().map(|(place, title)| format!("{} ({title})", column_name(*place))).collect();
    let text = format!("kolom tersembunyi dilewati: {}.", told.join(", "));
    Some(
        Finding::new(0, Rule::Table, Severity::Inform, text)
            .so("Tampilkan kolomnya di lembar itu bila harus ikut dibaca."),
    )
}

/// That other sheets hold a table, too.
fn other_sheets(
    book: &Book,
    sheet: usize,
    content: Content,
) -> Result<Option<Finding>, SheetError> {
    let mut names = Vec::new();
    let others = book.sheets().iter().enumerate().filter(|(at, own)| *at != sheet && !own.hidden);
    let most = if book.format() == Format::Ods { LOOKED_AT_OPEN } else { LOOKED_AT };
    for (at, own) in others.take(most) {
        // A sheet that cannot be read keeps nobody from another one.
        let Ok(mut rows) = first_rows(book, at) else { continue };
        let holds_table = |rows: &[TitleRow]| {
            header::find(rows, vocabulary(content)).is_some_and(|header| {
                is_table(&header, content) && rows.iter().any(|(line, _)| *line >= header.data_line)
            })
        };
        // What is hidden matters only where there is a table.
        if !holds_table(&rows) {
            continue;
        }
        blank(&mut rows, &book.hidden_columns(at)?);
        if holds_table(&rows) {
            names.push(own.name.as_str());
        }
    }
    if names.is_empty() {
        return Ok(None);
    }
    let text = format!("lembar lain juga memuat tabel dan tidak dibaca: {}.", names.join(", "));
    Ok(Some(
        Finding::new(0, Rule::Table, Severity::Inform, text)
            .so("Bila perlu, impor lagi berkas ini dengan memilih lembar itu."),
    ))
}

/// Whether titles are those of a table of this content, and not of remarks or a list of regions.
fn is_table(header: &Header, content: Content) -> bool {
    let has = |field: Field| header.columns.iter().any(|column| column.field == Some(field));
    match content.list() {
        None => header.columns.iter().any(|column| {
            column.segment.is_some()
                || column.as_of.is_some()
                || column.field.is_some_and(Field::is_measure)
        }),
        // A sheet of codes and names to look up is a part of many workbooks.
        Some(List::Regions) => false,
        Some(list) => lists::columns(list).iter().all(|c| !c.required || has(c.field)),
    }
}
