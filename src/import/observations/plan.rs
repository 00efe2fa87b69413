//! The columns of a table of figures, sorted, and how they write numbers and dates.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::{Context, said, target, titles};
use crate::domain::{AsOf, SegmentCode};
use crate::import::date::{self, DateStyle};
use crate::import::finding::{Asks, Finding, Findings};
use crate::import::header::{Column, Field, Header};
use crate::import::number::{self, Style};
use crate::import::percents;
use crate::import::places::{CodeSystem, Codes};
use crate::import::progress::Phase;
use crate::import::report::Reading;
use crate::import::sheet::{Book, Cell, Row, SheetError};
use crate::import::unread::{self, Unread};

/// Columns that belong to one segment and date.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub segment: Option<SegmentCode>,
    pub as_of: Option<AsOf>,
    pub active: Option<usize>,
    pub workforce: Option<usize>,
    pub percent: Option<usize>,
    pub uncovered: Option<usize>,
}

/// The columns of a table in the order in which a row is read.
pub(super) struct Plan {
    pub fields: BTreeMap<Field, usize>,
    pub groups: Vec<Group>,
    pub styles: Vec<Style>,
    pub date_style: DateStyle,
    pub codes: CodeSystem,
    /// The column that says of each row what its numbers count.
    pub unit: Option<usize>,
}

impl Plan {
    /// What holds for all rows.
    pub fn reading(&self, header: &Header) -> Reading {
        let titled = self.fields.iter().filter_map(|(field, place)| {
            Some((*field, header.columns.get(*place)?.title.trim().to_owned()))
        });
        let mut segments: Vec<SegmentCode> = Vec::new();
        let mut dates: Vec<AsOf> = Vec::new();
        for group in &self.groups {
            segments.extend(group.segment.clone().filter(|own| !segments.contains(own)));
            dates.extend(group.as_of.filter(|own| !dates.contains(own)));
        }
        Reading {
            codes: self.codes,
            columns: titled.collect(),
            segments,
            is_segment_open: self.groups.iter().any(|group| group.segment.is_none()),
            dates,
            is_date_open: self.groups.iter().any(|group| group.as_of.is_none()),
            has_percents: self.groups.iter().any(|group| group.percent.is_some()),
        }
    }

    /// The titles of what is counted in each group, and of single fields.
    pub fn titles(&self, header: &Header) -> HashMap<(usize, Field), String> {
        let date = self.fields.get(&Field::AsOf).copied();
        let note = self.fields.get(&Field::Note).copied();
        let groups = self.groups.iter().enumerate();
        let places = groups.flat_map(|(at, group)| {
            [
                (at, Field::Active, group.active),
                (at, Field::Workforce, group.workforce),
                (at, Field::Percent, group.percent),
                (at, Field::Uncovered, group.uncovered),
                (at, Field::AsOf, date),
                (at, Field::Note, note),
            ]
        });
        let titled = places.filter_map(|(at, field, place)| {
            Some(((at, field), header.columns.get(place?)?.title.clone()))
        });
        titled.collect()
    }
}

/// What to write for a segment.
pub(super) const SEGMENTS: &str = "Tulis misalnya PU, BPU, Jakon, atau total.";

/// Sorts the columns, and says what is missing for any row to be read.
#[expect(clippy::too_many_lines, reason = "one question after another, each with its words")]
pub(super) fn plan(
    book: &Book,
    sheet: usize,
    header: &Header,
    context: &Context,
    findings: &mut Findings,
) -> Result<Option<Plan>, SheetError> {
    let mut ask = |asks: Asks, reason: &str, so: &str| {
        findings.push(Finding::question(asks, reason).so(so));
    };
    let mut fields = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut sound = true;
    for (reason, so) in titles::doubts(header, context.options) {
        sound = false;
        ask(Asks::Columns, &reason, &so);
    }
    // A column without a segment, beside some that have one, belongs to those of the one that was stated.
    let titled = |column: &Column| titles::segment(header, context.options, column);
    let in_rows =
        header.columns.iter().any(|c| context.options.field_of(c) == Some(Field::Segment));
    let is_mixed = !in_rows && header.columns.iter().any(|column| titled(column).is_some());
    let stated = context.options.segment.as_ref().filter(|_| is_mixed);
    for (place, column) in header.columns.iter().enumerate() {
        let Some(field) = context.options.field_of(column) else { continue };
        if !field.is_measure() {
            if field != Field::Ignored && fields.insert(field, place).is_some() {
                sound = false;
                ask(
                    Asks::Columns,
                    &format!("dua kolom dibaca sebagai {}.", field.label()),
                    &format!("Abaikan salah satunya, misalnya kolom {}.", column.title),
                );
            }
            continue;
        }
        let segment = titled(column).or_else(|| stated.cloned());
        let at =
            groups.iter().position(|group| group.segment == segment && group.as_of == column.as_of);
        let group = if let Some(at) = at {
            &mut groups[at]
        } else {
            groups.push(Group { segment, as_of: column.as_of, ..Group::default() });
            groups.last_mut().expect("one was just pushed")
        };
        let slot = match field {
            Field::Active => &mut group.active,
            Field::Workforce => &mut group.workforce,
            Field::Percent => &mut group.percent,
            _ => &mut group.uncovered,
        };
        if slot.replace(place).is_some() {
            sound = false;
            ask(
                Asks::Columns,
                &format!("dua kolom berisi {} yang sama.", field.label().to_lowercase()),
                &format!("Abaikan salah satunya, misalnya kolom {}.", column.title),
            );
        }
    }
    if !fields.contains_key(&Field::Code) && !fields.contains_key(&Field::Name) {
        sound = false;
        ask(Asks::Columns, "tidak ada kolom kode atau nama wilayah.", "Nyatakan kolomnya.");
    }
    if groups.is_empty() && fields.contains_key(&Field::Rank) {
        // A rank alone is a statement, too: of the segment and date of its row or file.
        groups.push(Group { segment: stated.cloned(), ..Group::default() });
    } else if groups.is_empty() {
        sound = false;
        ask(
            Asks::Columns,
            "tidak ada kolom berisi angka.",
            "Nyatakan kolom peserta aktif, pekerja, atau cakupan.",
        );
    }
    let options = context.options;
    let is_open = !fields.contains_key(&Field::Kind) && options.kind.is_none();
    for (asks, reason, so) in target::beside(header, options, &groups, is_open) {
        sound = false;
        ask(asks, &reason, so);
    }
    let dated = fields.contains_key(&Field::AsOf)
        || options.as_of.or(header.sheet_as_of).is_some()
        || groups.iter().all(|group| group.as_of.is_some());
    if !dated {
        sound = false;
        ask(
            Asks::Date,
            "tanggal data tidak disebut di berkas ini.",
            "Nyatakan tanggalnya, misalnya 30 April 2025.",
        );
    }
    let segmented = fields.contains_key(&Field::Segment)
        || options.segment.is_some()
        || groups.iter().all(|group| group.segment.is_some());
    if !segmented {
        sound = false;
        let so = "Nyatakan segmennya, misalnya total untuk semua segmen.";
        match without_segment(header, &groups) {
            Some(title) => {
                let reason = format!(
                    "kolom {title} tidak menyebut segmen, sedangkan kolom lain menyebutnya."
                );
                ask(Asks::Segment, &reason, so);
            }
            None => ask(Asks::Segment, "segmen tidak disebut di berkas ini.", so),
        }
    }
    let named = options.segment.iter().chain(groups.iter().filter_map(|g| g.segment.as_ref()));
    if let Some(code) = named.into_iter().find(|code| !context.segments.contains_key(code)) {
        sound = false;
        ask(Asks::Segment, &format!("segmen {code} tidak dikenal."), SEGMENTS);
    }
    if !fields.contains_key(&Field::Source) && options.source.is_none() {
        sound = false;
        ask(Asks::Source, "sumber data belum dinyatakan.", "Pilih atau tambahkan sumbernya.");
    }
    if !sound {
        return Ok(None);
    }
    said::against_titles(header, &groups, |f| fields.contains_key(&f), context, findings);
    findings.extend(header.health.as_deref().map(said::about_health));
    let title = |place: &usize| (*place, header.columns[*place].title.as_str());
    let name = fields.get(&Field::Name).copied();
    let mut codes = Codes::new(context.places, options, fields.get(&Field::Code).map(title), name);
    let subjects = [fields.get(&Field::Code), name.as_ref()];
    let subjects = subjects.into_iter().flatten().copied().collect();
    let mut unread = Unread::new(header, options, context.is_text, subjects);
    let found = samples(book, sheet, header, &mut codes, &mut unread)?;
    let Samples { texts: cells, numbers: values, rows } = found;
    if !unread.settle(book, sheet, findings)? {
        return Ok(None);
    }
    context.progress.enter(Phase::Read, rows);
    for place in groups.iter().filter_map(|group| group.percent) {
        let title = &header.columns[place].title;
        if options.shares.is_none()
            && let Some(asked) = percents::all_small(title, &values[place])
        {
            findings.push(asked);
            return Ok(None);
        }
    }
    let texts = |place: usize| cells.get(place).into_iter().flatten().map(String::as_str);
    let date_style =
        fields.get(&Field::AsOf).map_or(DateStyle::Unknown, |place| date::style_of(texts(*place)));
    // A column that leaves it open is written as the rest of the sheet is.
    let numbers = (0..cells.len()).filter(|place| Some(place) != fields.get(&Field::AsOf));
    let of_sheet = options.numbers.unwrap_or_else(|| number::style_of(numbers.flat_map(texts)));
    let styles = (0..cells.len())
        .map(|place| match number::style_of(texts(place)) {
            Style::Unknown => of_sheet,
            own => own,
        })
        .collect();
    let (codes, told) = codes.settle();
    findings.extend(told);
    let Some(codes) = codes else { return Ok(None) };
    let unit = unread::unit(header, options);
    Ok(Some(Plan { fields, groups, styles, date_style, codes, unit }))
}

/// Cells of each column that tell how it writes numbers and dates.
struct Samples {
    /// Texts with a sign between digits.
    texts: Vec<Vec<String>>,
    /// Numbers that do not say that they are percents.
    numbers: Vec<Vec<f64>>,
    /// Rows below the titles.
    rows: usize,
}

/// The title of a measure without a segment, where others have one.
fn without_segment<'a>(header: &'a Header, groups: &[Group]) -> Option<&'a str> {
    let group = groups.iter().find(|group| group.segment.is_none())?;
    groups.iter().find(|group| group.segment.is_some())?;
    let place = group.active.or(group.workforce).or(group.percent).or(group.uncovered)?;
    header.columns.get(place).map(|column| column.title.trim())
}

/// So many of a column are enough.
const SAMPLES: usize = 20_000;

fn samples(
    book: &Book,
    sheet: usize,
    header: &Header,
    codes: &mut Codes,
    unread: &mut Unread,
) -> Result<Samples, SheetError> {
    let width = header.columns.len();
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); width];
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); width];
    let mut rows = 0;
    let numeric: Vec<bool> = header
        .columns
        .iter()
        .map(|column| column.field.is_none_or(|field| field.is_measure() || field == Field::AsOf))
        .collect();
    book.rows(sheet, &mut |row: Row| {
        if row.line >= header.data_line {
            rows += 1;
            codes.row(&row);
            unread.row(&row);
            for (place, cell) in row.cells.iter().enumerate() {
                if let Some(own) = values.get_mut(place).filter(|own| own.len() < SAMPLES) {
                    own.extend(percents::unsigned(cell));
                }
                if let Cell::Text(text) = cell
                    && numeric.get(place).copied().unwrap_or_default()
                    && cells[place].len() < SAMPLES
                    && text.len() <= 60
                    && text.bytes().any(|byte| matches!(byte, b'.' | b',' | b'/'))
                {
                    cells[place].push((*text).to_owned());
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(Samples { texts: cells, numbers: values, rows })
}
