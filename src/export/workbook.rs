//! Templates as workbooks: a sheet to fill in, an explanation of its columns, regions to look up.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula,
    Note, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::templates::{Column, Form, NOTICE, Template, Value};
use crate::domain::wording::count;

/// Colours of the pages, for what has a meaning.
pub(super) const INK: Color = Color::RGB(0x1A_1D29);
const INDIGO: Color = Color::RGB(0x1D_4289);
const CLOTH: Color = Color::RGB(0xF1_F3F8);
const LINE: Color = Color::RGB(0xC9_CEDA);

/// Rows for which lists to choose from are made.
const LISTED: u32 = 5_000;

/// Columns of a sheet of Excel.
const LAST_COLUMN: u16 = 16_383;

const FILL_IN: &str = "Isian";
const GUIDE: &str = "Petunjuk";
const LOOK_UP: &str = "Wilayah";

/// The whole workbook.
pub(super) fn template(template: &Template) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The lists of the first sheet stand in the second.
    let guide = Guide::of(template);
    fill_in(book.add_worksheet(), template, &guide)?;
    guide.write(book.add_worksheet(), template)?;
    if !template.regions.is_empty() {
        look_up(book.add_worksheet(), &template.regions)?;
    }
    book.save_to_buffer()
}

/// A title over a column.
pub(super) fn title_format() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(INDIGO)
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// How the cells of a column are formatted: codes as text, so that 15.10 stays as it is typed. A
/// percent has no format of its own: with one, a typed `45,17%` would show as 0,45.
fn cell_format(form: &Form) -> Format {
    let format = Format::new().set_unlocked().set_align(FormatAlign::Top);
    match form {
        Form::Code => format.set_num_format("@"),
        Form::Count | Form::Rupiah => format.set_num_format("#,##0"),
        _ => format,
    }
}

fn width(form: &Form) -> f64 {
    match form {
        Form::Code | Form::Percent => 16.0,
        Form::Text => 30.0,
        Form::Count | Form::Date => 18.0,
        Form::Rupiah | Form::Words(_) => 22.0,
        Form::Year => 10.0,
    }
}

fn place(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(LAST_COLUMN)
}

fn line(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The sheet to fill in.
fn fill_in(sheet: &mut Worksheet, template: &Template, guide: &Guide) -> Result<(), XlsxError> {
    sheet.set_name(FILL_IN)?;
    // Rows can only be deleted where every cell of them may be changed.
    let free = Format::new().set_unlocked();
    sheet.set_column_range_format(0, LAST_COLUMN, &free)?;
    for (at, column) in template.columns.iter().enumerate() {
        sheet.set_column_width(place(at), width(&column.form))?;
        sheet.set_column_format(place(at), &cell_format(&column.form))?;
    }
    let notice = Format::new().set_italic().set_font_color(INK);
    sheet.write_string_with_format(0, 0, NOTICE, &notice)?;
    let mut row = 1;
    if let Some(above) = template.above {
        let format = Format::new().set_bold().set_font_size(13).set_unlocked();
        sheet.write_string_with_format(row, 0, above, &format)?;
        sheet.insert_note(
            row,
            0,
            &note("Tulis tanggal posisi data berkas ini, misalnya Posisi 30 April 2025."),
        )?;
        row += 1;
    }
    row = titles(sheet, template, row)?;
    sheet.set_freeze_panes(row, 2)?;
    let first = row;
    for example in &template.examples {
        for (at, value) in example.iter().enumerate() {
            let form = &template.columns[at].form;
            let format = cell_format(form).set_italic().set_background_color(CLOTH);
            match value {
                Value::Empty => sheet.write_blank(row, place(at), &format)?,
                Value::Text(text) => {
                    sheet.write_string_with_format(row, place(at), *text, &format)?
                }
                #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
                Value::Count(value) => {
                    sheet.write_number_with_format(row, place(at), *value as f64, &format)?
                }
                Value::Percent(value) => {
                    let share = f64::from(value.0) / 100.0;
                    sheet.write_number_with_format(row, place(at), share, &format)?
                }
            };
        }
        row += 1;
    }
    for (at, column) in template.columns.iter().enumerate() {
        if let (Form::Words(_), Some((from, to))) = (&column.form, guide.range(at)) {
            let list = Formula::new(format!("={GUIDE}!$B${}:$B${}", from + 1, to + 1));
            let check = DataValidation::new()
                .allow_list_formula(list)
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("Bukan kata dari daftar")?
                .set_error_message("Pilih dari daftar. Artinya ada di lembar Petunjuk.")?;
            sheet.add_data_validation(first, place(at), first + LISTED, place(at), &check)?;
        }
    }
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        delete_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    });
    Ok(())
}

/// The rows of titles, with what each column means; the row below them.
fn titles(sheet: &mut Worksheet, template: &Template, row: u32) -> Result<u32, XlsxError> {
    let format = title_format();
    let last = row + line(template.title_rows()) - 1;
    for (from, to, title) in &template.over {
        let middle = format.clone().set_align(FormatAlign::Center);
        sheet.merge_range(row, place(*from), row, place(*to), title, &middle)?;
    }
    for (at, column) in template.columns.iter().enumerate() {
        let is_under = template.over.iter().any(|(from, to, _)| (*from..=*to).contains(&at));
        let top = if is_under { last } else { row };
        if top < last {
            sheet.merge_range(top, place(at), last, place(at), column.title, &format)?;
        } else {
            sheet.write_string_with_format(top, place(at), column.title, &format)?;
        }
        sheet.insert_note(top, place(at), &note(&about(column)))?;
    }
    if template.over.is_empty() {
        sheet.set_row_height(row, 32)?;
    }
    Ok(last + 1)
}

/// What a column means, as its comment says it.
fn about(column: &Column) -> String {
    let need = if column.needed { "Wajib diisi." } else { "Boleh kosong." };
    format!("{} {}. {need}", column.meaning, column.form.told())
}

/// A comment without a name before it.
pub(super) fn note(text: &str) -> Note {
    Note::new(text).add_author_prefix(false).set_author("Cakupan").set_width(300).set_height(110)
}

/// The explanation: one row a column, then the words that columns may hold.
struct Guide {
    /// Rows of the words of each column: column, first and last row.
    lists: Vec<(usize, u32, u32)>,
}

/// Where the table of columns begins, below the sentences about the whole sheet.
const COLUMNS_AT: u32 = 8;

impl Guide {
    fn of(template: &Template) -> Self {
        let mut row = COLUMNS_AT + line(distinct(template).len()) + 4;
        let mut lists = Vec::new();
        for (at, column) in template.columns.iter().enumerate() {
            if let Form::Words(words) = &column.form {
                lists.push((at, row, row + line(words.len()) - 1));
                row += line(words.len());
            }
        }
        Self { lists }
    }

    fn range(&self, column: usize) -> Option<(u32, u32)> {
        self.lists.iter().find(|(own, ..)| *own == column).map(|(_, from, to)| (*from, *to))
    }

    fn write(&self, sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
        sheet.set_name(GUIDE)?;
        for (at, width) in [24.0, 44.0, 12.0, 48.0, 40.0].into_iter().enumerate() {
            sheet.set_column_width(place(at), width)?;
        }
        let head = Format::new().set_bold().set_font_size(14).set_font_color(INDIGO);
        sheet.write_string_with_format(0, 0, template.subject.label(), &head)?;
        for (row, text) in [
            "Isi lembar Isian mulai di bawah judulnya; satu baris satu pernyataan. Judul kolom jangan diubah.",
            "Baris contoh yang miring sudah ada di Cakupan; timpa atau hapus.",
            "Kolom yang tidak diketahui isinya dibiarkan kosong. Kosong bukan nol.",
            "Unggah berkas ini di halaman Impor. Berkas diperiksa dahulu; belum ada yang berubah sebelum Anda menerapkannya.",
        ]
        .into_iter()
        .enumerate()
        {
            sheet.write_string(line(row) + 1, 0, text)?;
        }
        if template.above.is_some() {
            let text = "Tanggal posisi data ditulis sekali, di baris di atas judul. Segmen tanpa angka dibiarkan kosong.";
            sheet.write_string(5, 0, text)?;
        }
        let title = title_format();
        for (at, text) in ["Kolom", "Isi", "Wajib", "Cara menulis", "Contoh"].iter().enumerate() {
            sheet.write_string_with_format(COLUMNS_AT - 1, place(at), *text, &title)?;
        }
        let cell = wrapped();
        for (row, at) in distinct(template).into_iter().enumerate() {
            let (row, column) = (COLUMNS_AT + line(row), &template.columns[at]);
            let need = if column.needed { "ya" } else { "tidak" };
            let sample = sample(template, at);
            let texts = [column.title, column.meaning, need, column.form.told(), &sample];
            for (at, text) in texts.into_iter().enumerate() {
                sheet.write_string_with_format(row, place(at), text, &cell)?;
            }
        }
        if let Some((_, first, _)) = self.lists.first() {
            let words = ["Kolom", "Kata", "", "Arti"];
            for (at, text) in words.into_iter().enumerate() {
                sheet.write_string_with_format(first - 1, place(at), text, &title)?;
            }
        }
        for (at, first, _) in &self.lists {
            let column = &template.columns[*at];
            let Form::Words(words) = &column.form else { continue };
            for (row, word) in words.iter().enumerate() {
                let row = first + line(row);
                sheet.write_string_with_format(row, 0, column.title, &cell)?;
                sheet.write_string_with_format(row, 1, &word.word, &cell)?;
                sheet.write_string_with_format(row, 3, &word.meaning, &cell)?;
            }
        }
        Ok(())
    }
}

/// Columns without those whose title stood there before.
fn distinct(template: &Template) -> Vec<usize> {
    let columns = &template.columns;
    (0..columns.len())
        .filter(|at| columns[..*at].iter().all(|before| before.title != columns[*at].title))
        .collect()
}

/// What the first example that has something holds in a column.
fn sample(template: &Template, at: usize) -> String {
    let filled = template.examples.iter().filter_map(|row| row.get(at));
    match filled.copied().find(|value| *value != Value::Empty) {
        Some(Value::Count(value)) if template.columns[at].form != Form::Year => count(value),
        Some(value) => value.plain(),
        None => String::new(),
    }
}

/// The regions, to look codes up.
fn look_up(sheet: &mut Worksheet, regions: &[[String; 3]]) -> Result<(), XlsxError> {
    sheet.set_name(LOOK_UP)?;
    let title = title_format();
    for (at, (text, width)) in
        [("Kode", 12.0), ("Nama", 44.0), ("Provinsi", 36.0)].into_iter().enumerate()
    {
        sheet.set_column_width(place(at), width)?;
        sheet.write_string_with_format(0, place(at), text, &title)?;
    }
    let code = Format::new().set_num_format("@");
    for (row, [own, name, above]) in regions.iter().enumerate() {
        let row = line(row) + 1;
        sheet.write_string_with_format(row, 0, own, &code)?;
        sheet.write_string(row, 1, name)?;
        sheet.write_string(row, 2, above)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, line(regions.len()), 2)?;
    Ok(())
}
