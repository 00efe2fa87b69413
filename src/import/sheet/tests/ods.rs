use calamine::Reader;

use super::super::{Book, Format, SheetError};
use super::{make, read, rows};

const STYLES: &str = "<style:style style:name=\"ta1\" style:family=\"table\">\
    <style:table-properties table:display=\"true\"/></style:style>\
    <style:style style:name=\"ta2\" style:family=\"table\">\
    <style:table-properties table:display=\"false\"/></style:style>";

/// A sheet with rows of cells; `p` is a paragraph.
fn sample() -> Vec<u8> {
    let tables = r#"
<table:table table:name="Kosong" table:style-name="ta1"><table:table-row><table:table-cell/></table:table-row></table:table>
<table:table table:name="Sembunyi" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>
<table:table table:name="Data" table:style-name="ta1">
<table:shapes><draw:frame><text:p>no</text:p></draw:frame></table:shapes>
<table:table-column table:number-columns-repeated="16384"/>
<table:table-header-rows>
<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" office:value-type="string"><text:p>Judul</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="2024" table:number-columns-spanned="2"><text:p>2024</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row><table:covered-table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>
</table:table-header-rows>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell office:value-type="percentage" office:value="0.4517"><text:p>45,17%</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-12-02T10:00:00"><text:p>2 Des</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="-1.5"><text:p>Rp</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell><table:table-cell office:value-type="string"><office:annotation><text:p>no</text:p></office:annotation><text:p>a<text:s text:c="2"/>b<text:span>c</text:span></text:p><text:p>&lt;d&gt;</text:p></table:table-cell></table:table-row>
<table:table-row-group><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell></table:table-row></table:table-row-group>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table>"#;
    make::ods(STYLES, tables)
}

#[test]
fn every_kind_of_cell() {
    let bytes = sample();
    let book = Book::open(&bytes, "x").unwrap();
    assert_eq!(book.format(), Format::Ods);
    let names: Vec<_> = book.sheets().iter().map(|s| (s.name.as_str(), s.hidden)).collect();
    assert_eq!(names, [("Kosong", false), ("Sembunyi", true), ("Data", false)]);
    assert_eq!(book.default_sheet(), 2);
    assert_eq!(rows(&book, 1).unwrap(), ["1|x"]);
    assert_eq!(
        read(&bytes, "x.ods").unwrap(),
        [
            "1|Judul|Judul|2024|2024",
            "2|Judul|Judul|a",
            "6h|0.4517%|@2024-12-02|=true|-1.5",
            "7|!#REF!|!Err:502|a  bc\n<d>",
            "8|7|7",
            "9|7|7",
        ]
    );
}

#[test]
fn as_another_reader() {
    let tables = "<table:table table:name=\"A\"><table:table-row><table:table-cell \
        office:value-type=\"string\"><text:p>Aceh &amp; ½</text:p></table:table-cell><table:table-cell \
        office:value-type=\"float\" office:value=\"12.5\"><text:p>12,5</text:p></table:table-cell>\
        </table:table-row></table:table>";
    let bytes = make::ods("", tables);
    let mut theirs: calamine::Ods<_> = calamine::Ods::new(std::io::Cursor::new(&bytes)).unwrap();
    let range = theirs.worksheet_range("A").unwrap();
    let row: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(read(&bytes, "x").unwrap(), [format!("1|{}", row.join("|"))]);
}

#[test]
fn repetitions_are_no_trap() {
    let table = |row: u64, column: u64, cell: &str| {
        let tables = format!(
            "<table:table><table:table-row table:number-rows-repeated=\"{row}\"><table:table-cell \
             table:number-columns-repeated=\"{column}\" {cell}</table:table-cell></table:table-row></table:table>"
        );
        make::ods("", &tables)
    };
    let text = "office:value-type=\"string\"><text:p>a</text:p>";
    let most = u64::from(u32::MAX);
    assert_eq!(read(&table(1, 16_384, text), "x"), Err(SheetError::TooManyColumns(1)));
    assert_eq!(read(&table(1, most * 9, text), "x"), Err(SheetError::TooManyColumns(1)));
    assert_eq!(read(&table(most, 1, text), "x"), Err(SheetError::TooManyRows));
    assert_eq!(read(&table(most, most, ">"), "x"), Ok(vec![]));
    let long = format!("office:value-type=\"string\"><text:p>{}</text:p>", "a".repeat(30_000));
    let bytes = table(900_000, 900, &long);
    let book = Book::open(&bytes, "x").unwrap();
    let read = book.rows(0, &mut |_| std::ops::ControlFlow::Continue(()));
    assert!(matches!(read, Err(SheetError::Bomb(_))));
}

#[test]
fn locked_and_with_macros() {
    let parts = |more: (&str, &[u8])| {
        make::archive(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", b"\x80\x81"),
            (more.0, more.1),
        ])
    };
    let manifest = b"<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    assert_eq!(read(&parts(("META-INF/manifest.xml", manifest)), "x"), Err(SheetError::Encrypted));
    assert_eq!(read(&parts(("encrypted-package", b"")), "x"), Err(SheetError::Encrypted));
    assert_eq!(read(&parts(("Basic/Standard/Module1.xml", b"")), "x"), Err(SheetError::Macros));
    assert_eq!(read(&parts(("Scripts/python/a.py", b"")), "x"), Err(SheetError::Macros));
    let list = parts(("Basic/Standard/script-lb.xml", b""));
    assert!(matches!(read(&list, "x"), Err(SheetError::Damaged(_))), "lists alone are no macros");
}

#[test]
fn an_empty_workbook() {
    assert_eq!(read(&make::ods("", ""), "x"), Err(SheetError::NoSheet));
}
