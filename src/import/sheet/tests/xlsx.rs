use calamine::Reader;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook};

use super::super::{Book, Format, SheetError};
use super::{make, read, rows};

fn sample() -> Vec<u8> {
    let mut book = Workbook::new();
    let percent = Style::new().set_num_format("0.00%");
    let date = Style::new().set_num_format("dd mmmm yyyy");
    let money = Style::new().set_num_format("\"Rp\"#,##0");
    let plain = Style::new();
    book.add_worksheet().set_name("Kosong").unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("Tersembunyi").unwrap().set_hidden(true);
    hidden.write(0, 0, "x").unwrap();
    let sheet = book.add_worksheet().set_name("Data & isi").unwrap();
    sheet.merge_range(0, 0, 0, 2, "Judul", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "Provinsi", &plain).unwrap();
    sheet.merge_range(1, 1, 1, 2, "", &plain).unwrap();
    sheet.write(1, 1, 2024).unwrap();
    sheet.write(2, 1, "Peserta").unwrap();
    sheet.write(2, 2, "Persen").unwrap();
    sheet.write(3, 0, "Aceh <&> ½").unwrap();
    sheet.write_with_format(3, 1, 1234.5, &money).unwrap();
    sheet.write_with_format(3, 2, 0.4517, &percent).unwrap();
    sheet.write_with_format(3, 3, ExcelDateTime::from_ymd(2024, 12, 2).unwrap(), &date).unwrap();
    sheet.write(3, 5, true).unwrap();
    sheet.write_formula(4, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(4, 1, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_formula(4, 2, Formula::new("=\"a\"").set_result("a")).unwrap();
    sheet.set_row_hidden(4).unwrap();
    sheet.write_blank(5, 3, &date).unwrap();
    sheet.write(8, 1, "  dua\nbaris ").unwrap();
    sheet.merge_range(30, 0, 31, 1, "bawah", &plain).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn every_kind_of_cell() {
    let bytes = sample();
    let book = Book::open(&bytes, "x").unwrap();
    assert_eq!(book.format(), Format::Xlsx);
    let names: Vec<_> = book.sheets().iter().map(|s| (s.name.as_str(), s.hidden)).collect();
    assert_eq!(names, [("Kosong", false), ("Tersembunyi", true), ("Data & isi", false)]);
    assert_eq!(book.default_sheet(), 2);
    assert_eq!(rows(&book, 0).unwrap(), [""; 0]);
    assert_eq!(rows(&book, 1).unwrap(), ["1|x"]);
    assert_eq!(
        read(&bytes, "x.xlsx").unwrap(),
        [
            "1|Judul|Judul|Judul",
            "2|Provinsi|2024|2024",
            "3|Provinsi|Peserta|Persen",
            "4|Aceh <&> ½|1234.5|0.4517%|@2024-12-02||=true",
            "5h|!#DIV/0!|2|a",
            "9||  dua\nbaris ",
            "31|bawah",
        ]
    );
}

#[test]
fn as_another_reader() {
    let bytes = sample();
    let mut theirs = calamine::Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
    let range = theirs.worksheet_range("Data & isi").unwrap();
    let ours = read(&bytes, "x.xlsx").unwrap();
    for (line, column, want) in [(4, 0, "Aceh <&> ½"), (4, 1, "1234.5"), (9, 1, "  dua\nbaris ")] {
        assert_eq!(range.get_value((line - 1, column)).unwrap().to_string(), want);
        assert!(ours.iter().any(|row| row.starts_with(&format!("{line}|")) && row.contains(want)));
    }
}

#[test]
fn what_other_writers_leave_out() {
    // No places, no shared texts, prefixes, texts within cells and in pieces, an empty value.
    let sheet = "<x:worksheet><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:r><x:t>a</x:t></x:r>\
                 <x:r><x:t xml:space=\"preserve\"> b</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c>\
                 <x:c><x:v>1e3</x:v></x:c><x:c t=\"str\"><x:f>x</x:f><x:v></x:v></x:c><x:c t=\"d\">\
                 <x:v>2024-12-02T00:00:00</x:v></x:c></x:row><x:row/><x:row><x:c t=\"e\"><x:v>#REF!\
                 </x:v></x:c><x:c t=\"b\"><x:v>0</x:v></x:c><x:c t=\"str\"><x:v>a&#x41;&lt;_x000A_</x:v></x:c>\
                 </x:row></x:sheetData><x:mergeCells><x:mergeCell ref=\"A1:A1\"/></x:mergeCells></x:worksheet>";
    assert_eq!(
        read(&make::xlsx(sheet), "x.xlsx").unwrap(),
        ["1|a b|1000||@2024-12-02", "3|!#REF!|=false|aA<\n"]
    );
}

#[test]
fn the_other_calendar_and_the_first_days() {
    let styles = br#"<styleSheet><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>"#;
    let sheet = r#"<worksheet><sheetData><row r="7"><c r="B7" s="1"><v>44166.5</v></c><c r="C7" s="2"><v>0.5</v></c><c s="9"><v>3</v></c><c s="1"><v>-4</v></c></row></sheetData></worksheet>"#;
    let parts: [(&str, &[u8]); 4] = [
        ("xl/workbook.xml", br#"<workbook><workbookPr date1904="1"/><sheets><sheet name="A" id="x"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="x" Type="a/worksheet" Target="/xl/S.xml"/><Relationship Id="y" Type="a/styles" Target="styles.xml"/></Relationships>"#),
        ("xl/s.xml", sheet.as_bytes()),
        ("xl\\styles.xml", styles),
    ];
    let bytes = make::archive(&parts);
    assert_eq!(read(&bytes, "x.xlsx").unwrap(), ["7||@2024-12-02|0.5%|3|-4"]);
}

#[test]
fn limits() {
    let wide = |column: &str| {
        format!(
            "<worksheet><sheetData><row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"{column}3\"><v>1</v></c></row></sheetData></worksheet>"
        )
    };
    assert!(read(&make::xlsx(&wide("ALL")), "x").is_ok(), "column 1,000");
    assert_eq!(read(&make::xlsx(&wide("ALM")), "x"), Err(SheetError::TooManyColumns(3)));
    assert_eq!(read(&make::xlsx(&wide("NTP")), "x"), Err(SheetError::TooManyColumns(3)));
    let text = |n: usize| {
        format!(
            "<worksheet><sheetData><row><c t=\"str\"><v>{}</v></c></row></sheetData></worksheet>",
            "a".repeat(n)
        )
    };
    assert!(read(&make::xlsx(&text(32_767)), "x").is_ok());
    assert_eq!(read(&make::xlsx(&text(32_768)), "x"), Err(SheetError::CellTooLong(1)));
    assert!(matches!(read(&make::xlsx(&text(3 << 20)), "x"), Err(SheetError::Bomb(_))));
}

#[test]
fn claims_of_size_are_not_believed() {
    let sheet = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>\
                 </row><row r=\"1048576\"><c r=\"ALL1048576\"><v>2</v></c></row></sheetData></worksheet>";
    let rows = read(&make::xlsx(sheet), "x").unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows[1].starts_with("1048576|") && rows[1].ends_with("|2"));
}

#[test]
fn damage_inside() {
    let damaged = |bytes: &[u8]| matches!(read(bytes, "x"), Err(SheetError::Damaged(_)));
    for sheet in [
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1",
        "<worksheet><sheetData><row r=\"x\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"1\"><c r=\"?\"><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"9999999\"><c><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData></worksheet>",
    ] {
        assert!(damaged(&make::xlsx(sheet)), "{sheet}");
    }
    assert!(damaged(&make::xlsx(&format!("<worksheet>{}", "<a>".repeat(100_000)))));
    let whole = sample();
    for cut in [10, whole.len() / 2, whole.len() - 1] {
        assert!(damaged(&whole[..cut]), "cut at {cut}");
    }
}

#[test]
fn a_formula_that_nobody_worked_out_is_not_empty() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><f>1+1</f></c><c r=\"B1\" t=\"str\">\
                 <f>A2</f><v></v></c><c r=\"C1\"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>";
    let bytes = make::xlsx(sheet);
    let rows = read(&bytes, "a.xlsx").unwrap();
    assert!(rows[0].contains("#BELUM DIHITUNG"), "{rows:?}");
    assert_eq!(rows[0].matches("BELUM").count(), 1, "{rows:?}");
}

#[test]
fn the_number_of_a_footnote_is_no_digit() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>64709</t></r>\
                 <r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r><r><t> orang</t></r></is></c>\
                 <c r=\"B1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
    let shared = b"<sst><si><r><t>12</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>3</t></r></si></sst>";
    let bytes = make::xlsx_with(sheet, &[("xl/t.xml", shared)]);
    assert_eq!(read(&bytes, "a.xlsx").unwrap(), read(b"64709 orang;12\n", "a.csv").unwrap());
}
