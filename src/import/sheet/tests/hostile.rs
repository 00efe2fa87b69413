//! Files that mean harm, and files that mean nothing.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Book, Format, SheetError, recognise};
use super::{make, read};

/// Opens and reads as every format, whatever the bytes are.
fn try_everything(bytes: &[u8]) {
    for name in ["x.csv", "x.xlsx", "x.xls", "x.ods", ""] {
        let _ = recognise(bytes, name);
    }
    for format in [Format::Csv, Format::Xlsx, Format::Xls, Format::Ods] {
        if let Ok(book) = Book::open_as(bytes, format) {
            for sheet in 0..=book.sheets().len() {
                let _ = book.rows(sheet, &mut |_| ControlFlow::Continue(()));
            }
        }
    }
}

#[test]
fn bombs() {
    let zeros = vec![b' '; 40 << 20];
    let bomb = make::xlsx_with("<worksheet/>", &[("xl/big.xml", &zeros)]);
    assert!(bomb.len() < 100 << 10);
    assert_eq!(read(&bomb, "x.xlsx"), Err(SheetError::Bomb("ratio")));

    let names: Vec<String> = (0..10_001).map(|n| format!("xl/{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&make::archive(&parts), "x.xlsx"), Err(SheetError::Bomb("entries")));
}

#[test]
fn a_part_longer_than_it_says() {
    let mut sheet = "<worksheet><sheetData>".to_owned();
    for line in 1..2_000 {
        let row = format!("<row r=\"{line}\"><c r=\"A{line}\"><v>{line}</v></c></row>");
        sheet.push_str(&row);
    }
    let mut bytes = make::xlsx(&(sheet.clone() + "</sheetData></worksheet>"));
    assert_eq!(read(&bytes, "x.xlsx").unwrap().len(), 1_999);
    // The directory at the end says how long each part is; let it say less.
    let size = u32::try_from(sheet.len() + 24).unwrap().to_le_bytes();
    let at: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == size).collect();
    assert!(!at.is_empty());
    for at in at {
        bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    assert!(matches!(read(&bytes, "x.xlsx"), Err(SheetError::Bomb(_) | SheetError::Damaged(_))));
}

#[test]
fn entities_are_not_multiplied() {
    let sheet = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet>\
                 <sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    assert_eq!(read(&make::xlsx(sheet), "x.xlsx").unwrap(), ["1|&b;"]);
}

static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let sheet = "<worksheet><sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" \
                 s=\"1\"><v>4.5</v></c></row><row><c t=\"inlineStr\"><is><t>a_x0041_</t></is></c></row>\
                 </sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>";
    let shared = b"<sst><si><t>satu</t></si><si><r><t>dua</t></r></si></sst>";
    let tables = "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"2\">\
                  <table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"float\" \
                  office:value=\"1\"><text:p>1<text:s text:c=\"3\"/></text:p></table:table-cell>\
                  </table:table-row></table:table>";
    vec![
        b"sep=;\r\na;\"b\"\"c\"\n\"d\ne\";1\n".to_vec(),
        stored(&make::xlsx_with(sheet, &[("xl/t.xml", shared)])),
        stored(&make::ods("", tables)),
        super::xls::sample(),
    ]
});

/// The same archive without compression and without checks of its contents, so that what is
/// changed in it reaches the readers of its parts.
fn stored(bytes: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        to.start_file(file.name().to_owned(), options).unwrap();
        to.write_all(&part).unwrap();
    }
    to.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        try_everything(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_known_beginning(
        start in 0..4_usize,
        bytes in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let starts: [&[u8]; 4] =
            [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"];
        try_everything(&[starts[start], &bytes].concat());
    }

    #[test]
    fn any_sheet(sheet in "(<(row|c|v|is|t|x:c)( (r|s|t|hidden)=\"[A-Z0-9sbe]{0,9}\"){0,3}/?>|</(row|c|v|is|t)>|[0-9a&;_x]{0,6}){0,40}") {
        try_everything(&make::xlsx(&format!("<worksheet><sheetData>{sheet}")));
        let closed = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
        try_everything(&make::xlsx(&closed));
    }

    #[test]
    fn any_change_of_a_good_file(
        seed in 0..4_usize,
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<Index>()),
    ) {
        let mut bytes = SEEDS[seed].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        try_everything(&bytes);
    }
}
