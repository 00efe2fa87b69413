//! Which column of a file holds what, and how its columns write numbers and dates.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::{Context, columns};
use crate::domain::list::List;
use crate::import::date::{self, DateStyle};
use crate::import::finding::{Asks, Finding, Findings};
use crate::import::header::{Column, Field, Header, permil_asked, scale_asked};
use crate::import::number::{self, Style};
use crate::import::percents;
use crate::import::places::{CodeSystem, Codes};
use crate::import::sheet::{Book, Cell, Format, Row, SheetError};
use crate::import::unread::{self, Unread};

/// The columns of a table in the order in which a row is read.
pub(super) struct Plan {
    /// The place of each field.
    pub fields: BTreeMap<Field, usize>,
    /// How each column writes numbers.
    pub styles: Vec<Style>,
    /// How the column of dates writes them.
    pub dates: DateStyle,
    /// Whose region codes they use.
    pub codes: CodeSystem,
    /// The column that says of each row what its numbers count, and the units that it may name.
    pub unit: Option<(usize, &'static [&'static str])>,
}

/// Fields whose cells are numbers.
const NUMBERS: [Field; 5] =
    [Field::TargetPercent, Field::TargetWorkers, Field::Workers, Field::Amount, Field::Cases];

/// Sorts the columns, and says what is missing for any row to be read.
pub(super) fn plan(
    book: &Book,
    sheet: usize,
    header: &Header,
    context: &Context,
    findings: &mut Findings,
) -> Result<Option<Plan>, SheetError> {
    let mut sound = true;
    let mut ask = |asks: Asks, reason: &str, so: &str| {
        sound = false;
        findings.push(Finding::question(asks, reason).so(so));
    };
    let options = context.options;
    let is_of = |column: &Column, fields: &[Field]| {
        options.field_of(column).is_some_and(|field| fields.contains(&field))
    };
    let units = [
        scale_asked(header, |column| is_of(column, &NUMBERS)),
        permil_asked(header, |column| is_of(column, &[Field::TargetPercent])),
    ];
    for (reason, so) in units.into_iter().flatten() {
        ask(Asks::Columns, &reason, so);
    }
    let mut fields = BTreeMap::new();
    for (place, column) in header.columns.iter().enumerate() {
        let field = options.field_of(column).filter(|field| *field != Field::Ignored);
        let Some(field) = field else { continue };
        if fields.insert(field, place).is_some() {
            ask(
                Asks::Columns,
                &format!("dua kolom dibaca sebagai {}.", field.label()),
                &format!("Abaikan salah satunya, misalnya kolom {}.", column.title),
            );
        }
    }
    if context.list.has_regions()
        && !fields.contains_key(&Field::Code)
        && !fields.contains_key(&Field::Name)
    {
        ask(Asks::Columns, "tidak ada kolom kode atau nama wilayah.", "Nyatakan kolomnya.");
    }
    for column in columns(context.list).iter().filter(|column| column.required) {
        if !fields.contains_key(&column.field) {
            ask(Asks::Columns, &format!("tidak ada kolom {}.", column.title), "Nyatakan kolomnya.");
        }
    }
    let is_empty =
        !fields.contains_key(&Field::TargetPercent) && !fields.contains_key(&Field::TargetWorkers);
    if context.list == List::Targets && is_empty {
        ask(
            Asks::Columns,
            "tidak ada kolom target dalam persen atau dalam jumlah pekerja.",
            "Nyatakan kolomnya.",
        );
    }
    let has_source = fields.contains_key(&Field::Source) || options.source.is_some();
    if context.list.has_regions() && !has_source {
        ask(Asks::Source, "sumber data belum dinyatakan.", "Pilih atau tambahkan sumbernya.");
    }
    if !sound {
        return Ok(None);
    }
    let title = |place: &usize| (*place, header.columns[*place].title.as_str());
    let code = fields.get(&Field::Code).filter(|_| context.list.has_regions()).map(title);
    let name = fields.get(&Field::Name).copied();
    let mut codes = Codes::new(&context.places, options, code, name);
    let subjects = columns(context.list).iter().take(2);
    let subjects = subjects.filter_map(|column| fields.get(&column.field).copied()).collect();
    let is_text = book.format() == Format::Csv;
    let mut unread = Unread::new(header, options, is_text, subjects);
    let samples = samples(book, sheet, header, &fields, &mut codes, &mut unread)?;
    let unit = match context.list {
        List::Targets => Some(unread::PEOPLE),
        List::Funding => Some(unread::MONEY),
        _ => None,
    };
    if unit.is_none() {
        unread.forget_scale();
    }
    if !unread.settle(book, sheet, findings)? {
        return Ok(None);
    }
    if let Some(place) = fields.get(&Field::TargetPercent)
        && options.shares.is_none()
        && let Some(asked) = percents::all_small(&header.columns[*place].title, &samples.shares)
    {
        findings.push(asked);
        return Ok(None);
    }
    let texts = |place: usize| samples.texts[place].iter().map(String::as_str);
    let numbers = || NUMBERS.iter().filter_map(|field| fields.get(field).copied());
    // A column that leaves it open is written as the rest of the sheet is.
    let of_sheet = options.numbers.unwrap_or_else(|| number::style_of(numbers().flat_map(texts)));
    let styles = (0..samples.texts.len())
        .map(|place| match number::style_of(texts(place)) {
            Style::Unknown => of_sheet,
            own => own,
        })
        .collect();
    let column = fields.get(&Field::Period).or(fields.get(&Field::Published)).copied();
    let dates = column.map_or(DateStyle::Unknown, |place| date::style_of(texts(place)));
    let (codes, told) = codes.settle();
    findings.extend(told);
    let unit = unread::unit(header, options).zip(unit);
    Ok(codes.map(|codes| Plan { fields, styles, dates, codes, unit }))
}

/// Cells that tell how columns write numbers and dates.
struct Samples {
    /// Texts of each column of numbers or dates.
    texts: Vec<Vec<String>>,
    /// Numbers of the column of percents that do not say that they are percents.
    shares: Vec<f64>,
}

/// So many of a column are enough.
const SAMPLES: usize = 20_000;

fn samples(
    book: &Book,
    sheet: usize,
    header: &Header,
    fields: &BTreeMap<Field, usize>,
    codes: &mut Codes,
    unread: &mut Unread,
) -> Result<Samples, SheetError> {
    let mut samples = Samples { texts: vec![Vec::new(); header.columns.len()], shares: Vec::new() };
    let of_interest: Vec<(Field, usize)> = fields
        .iter()
        .map(|(field, place)| (*field, *place))
        .filter(|(field, _)| {
            NUMBERS.contains(field) || matches!(field, Field::Period | Field::Published)
        })
        .collect();
    book.rows(sheet, &mut |row: Row| {
        if row.line < header.data_line {
            return ControlFlow::Continue(());
        }
        codes.row(&row);
        unread.row(&row);
        for (field, place) in &of_interest {
            let Some(cell) = row.cells.get(*place) else { continue };
            if *field == Field::TargetPercent && samples.shares.len() < SAMPLES {
                samples.shares.extend(percents::unsigned(cell));
            }
            if let Cell::Text(text) = cell
                && samples.texts[*place].len() < SAMPLES
            {
                let short = text.get(..text.floor_char_boundary(60)).unwrap_or_default();
                samples.texts[*place].push(short.to_owned());
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(samples)
}
