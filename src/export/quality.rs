//! The list of figures that a region is asked for, as text, as rows and as a workbook.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

use crate::domain::narrative::{self, Request, words};
use crate::domain::{AsOf, Precision, wording};
use crate::reports::quality::{Ask, ListReport, Want};

/// Something that is asked for, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What kind of thing is wanted.
    pub kind: &'static str,
    /// The name of the segment.
    pub segment: String,
    /// What the rule looks at that found it; empty for none.
    pub rule: &'static str,
    /// How it stands, and what to send.
    pub request: Request,
}

/// An ask in words.
pub fn entry(list: &ListReport, ask: &Ask) -> Entry {
    let (kind, request) = match &ask.want {
        Want::Months(ends) => ("Belum masuk", Request::months(ends)),
        Want::Counts(figure) => ("Belum lengkap", Request::counts(figure)),
        Want::Segments(names, at) => ("Belum ada rincian", Request::segments(names, *at)),
        Want::Check(doubt) => ("Perlu diperiksa", Request::check(doubt.as_of, &doubt.breach)),
        Want::Choice(voices) => {
            let who = |id| list.sources.get(id).map_or("sumber lain", |s| s.publisher.as_str());
            let voices: Vec<_> = voices.iter().map(|(figure, id)| (*figure, who(id))).collect();
            ("Berbeda antarsumber", Request::choice(&voices))
        }
    };
    let rule = match &ask.want {
        Want::Check(doubt) => doubt.breach.rule.label(),
        _ => "",
    };
    let segment = list.scope.segment_of(ask.segment_id).map(|segment| segment.name.clone());
    Entry { kind, segment: segment.unwrap_or_default(), rule, request }
}

/// The titles of the columns; the last three are for those who answer.
pub const HEAD: [&str; 11] = [
    "Kode wilayah",
    "Wilayah",
    "Segmen",
    "Data per",
    "Jenis",
    "Aturan",
    "Keadaan",
    "Yang diminta",
    "Jawaban: peserta aktif",
    "Jawaban: angkatan kerja",
    "Jawaban: keterangan",
];

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells, as texts.
    pub cells: [String; HEAD.len()],
    /// The date, where it is a day.
    pub day: Option<NaiveDate>,
}

/// The place of the date among the columns.
const DATE: u16 = 3;

/// One row for each figure that is asked for: a month has a row of its own.
pub fn rows(list: &ListReport) -> Vec<Row> {
    let mut rows = Vec::new();
    for (region, asks) in &list.regions {
        let mut add = |ask: &Ask, as_of: Option<AsOf>| {
            let Entry { kind, mut segment, rule, request } = entry(list, ask);
            if let Want::Segments(names, _) = &ask.want {
                segment = names.join(", ");
            }
            let cells = [
                region.code.to_string(),
                region.full_name.clone(),
                segment,
                as_of.map(wording::as_of).unwrap_or_default(),
                kind.to_owned(),
                rule.to_owned(),
                request.state,
                request.wanted,
                String::new(),
                String::new(),
                String::new(),
            ];
            let day = as_of.filter(|as_of| as_of.precision == Precision::Day);
            rows.push(Row { cells, day: day.map(|as_of| as_of.date) });
        };
        for ask in asks {
            match &ask.want {
                Want::Months(ends) => {
                    for end in ends {
                        let month = Ask { want: Want::Months(vec![*end]), ..ask.clone() };
                        add(&month, Some(AsOf { date: *end, precision: Precision::Day }));
                    }
                }
                Want::Counts(figure) => add(ask, Some(figure.as_of)),
                // A row for each: an answer has one segment.
                Want::Segments(names, at) => {
                    for name in names {
                        let want = Want::Segments(vec![name.clone()], *at);
                        add(&Ask { want, ..ask.clone() }, Some(*at));
                    }
                }
                Want::Check(doubt) => add(ask, Some(doubt.as_of)),
                Want::Choice(voices) => add(ask, voices.first().map(|(f, _)| f.as_of)),
            }
        }
    }
    rows
}

/// What the list is about: the region and how far it reaches.
pub fn title(list: &ListReport) -> String {
    let below = list.region.level.below().filter(|_| list.regions.len() > 1);
    match below {
        Some(level) => format!("{} dan {} di dalamnya", list.region.full_name, words::noun(level)),
        None => list.region.full_name.clone(),
    }
}

/// The list as plain text, for a message or a letter.
pub fn text(list: &ListReport) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "PERMINTAAN DATA CAKUPAN JAMINAN SOSIAL KETENAGAKERJAAN");
    let _ = writeln!(text, "{}", title(list));
    let _ = writeln!(
        text,
        "Keadaan data per {}, versi data {}.",
        wording::date(list.scope.date),
        list.scope.state.version
    );
    if list.scope.state.simulated {
        text.push_str("DATA SIMULASI, bukan angka sebenarnya.\n");
    }
    if list.count() == 0 {
        text.push_str("\nTidak ada angka yang perlu diminta.\n");
        return text;
    }
    let usual = &list.scope.segment.name;
    let _ = writeln!(text, "Segmen: {usual}, kecuali bila disebut lain.");
    text.push_str("Mohon dilengkapi dan dikirim sebelum rapat.\n");
    let later = narrative::not_due(&list.not_due);
    if !later.is_empty() {
        let _ = writeln!(text, "{later}");
    }
    text.push_str("Diminta oleh (nama, jabatan, kantor): ........\n");
    text.push_str("Tanggal permintaan: ........\n");
    text.push_str("Jawaban dikirim ke (alamat surel atau nomor): ........\n");
    for (region, asks) in list.regions.iter().filter(|(_, asks)| !asks.is_empty()) {
        let _ = writeln!(text, "\n{} ({})", region.full_name.to_uppercase(), region.code);
        for (place, ask) in asks.iter().enumerate() {
            let Entry { segment, request, .. } = entry(list, ask);
            let number = place + 1;
            let segment = if segment == *usual { String::new() } else { segment + ". " };
            let _ = writeln!(text, "{number}. {segment}{} {}", request.state, request.wanted);
        }
    }
    text
}

/// The list as a workbook with room for answers.
///
/// # Errors
/// When the writer refuses it, which no list has brought about.
pub fn workbook(list: &ListReport) -> Result<Vec<u8>, XlsxError> {
    /// In characters, by column.
    const WIDTHS: [u16; HEAD.len()] = [13, 30, 24, 18, 20, 22, 52, 44, 16, 16, 28];
    let date = list.scope.date;
    let mut book = Workbook::new();
    // The day of the data, so that the same list is the same file.
    let made = excel_date(date)?;
    let name = format!("Permintaan data: {}", title(list));
    book.set_properties(&DocProperties::new().set_title(&name).set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name("Permintaan data")?;
    let top = Format::new().set_bold().set_font_size(14);
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F3_F0E8))
        .set_border_bottom(FormatBorder::Medium)
        .set_align(FormatAlign::Top)
        .set_text_wrap();
    let cell = Format::new()
        .set_align(FormatAlign::Top)
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Hair);
    let dated = cell.clone().set_num_format("d mmmm yyyy").set_align(FormatAlign::Left);
    let blank = cell.clone().set_background_color(Color::RGB(0x00F6_EAD0));
    sheet.write_string_with_format(0, 0, &name, &top)?;
    let simulated = if list.scope.state.simulated { " DATA SIMULASI." } else { "" };
    let state = format!(
        "Keadaan data per {}, versi data {}. Isi kolom jawaban, lalu kirim kembali.{simulated}",
        wording::date(date),
        list.scope.state.version
    );
    sheet.write_string(1, 0, &state)?;
    for ((column, title), width) in (0_u16..).zip(HEAD).zip(WIDTHS) {
        sheet.set_column_width(column, f64::from(width))?;
        sheet.write_string_with_format(3, column, title, &head)?;
    }
    let rows = rows(list);
    for (line, row) in (4_u32..).zip(&rows) {
        for (column, value) in (0_u16..).zip(&row.cells) {
            let is_answer = HEAD[usize::from(column)].starts_with("Jawaban");
            let format = if is_answer { &blank } else { &cell };
            if let Some(day) = row.day.filter(|_| column == DATE) {
                sheet.write_datetime_with_format(line, column, excel_date(day)?, &dated)?;
            } else if value.is_empty() {
                sheet.write_blank(line, column, format)?;
            } else {
                // As text in any case: what looks like a formula is none.
                sheet.write_string_with_format(line, column, value, format)?;
            }
        }
    }
    let bottom = u32::try_from(rows.len()).unwrap_or(u32::MAX - 4) + 3;
    sheet.autofilter(3, 0, bottom, 10)?;
    sheet.set_freeze_panes(4, 2)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(3, 3)?;
    book.save_to_buffer()
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(1900);
    let (month, day) = (u8::try_from(date.month()), u8::try_from(date.day()));
    ExcelDateTime::from_ymd(year, month.unwrap_or(1), day.unwrap_or(1))
}
