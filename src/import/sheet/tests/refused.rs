//! Files of other kinds, and what is said of them.

use super::super::{Book, Found, MAX_FILE, SheetError, recognise};
use super::make;

fn found(bytes: &[u8], name: &str) -> Found {
    match recognise(bytes, name) {
        Err(SheetError::WrongType(found)) => found,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn nothing_at_all() {
    for bytes in [&b""[..], b" \r\n\t", b"\xef\xbb\xbf\n", b"\xff\xfe"] {
        assert_eq!(Book::open(bytes, "x.csv").map(|_| ()), Err(SheetError::Empty), "{bytes:?}");
    }
}

#[test]
fn too_much() {
    let bytes = vec![b'a'; MAX_FILE + 1];
    assert_eq!(recognise(&bytes, "x.csv"), Err(SheetError::TooLarge));
}

#[test]
fn other_kinds() {
    assert_eq!(found(b"%PDF-1.7\n", "laporan.xlsx"), Found::Pdf);
    assert_eq!(found(b"\x89PNG\r\n\x1a\n", "a.png"), Found::Image);
    assert_eq!(found(b"\xff\xd8\xff\xe0", "a.jpg"), Found::Image);
    assert_eq!(found(b"Rar!\x1a\x07", "a.rar"), Found::Archive);
    for page in [
        &b"<html><body><table><tr><td>1</td></tr></table>"[..],
        b"\xef\xbb\xbf  <!DOCTYPE html>\n<html>",
        b"<table border=1>",
        b"\xff\xfe<\0h\0t\0m\0l\0>\0",
        b"<?xml version=\"1.0\"?><html xmlns=\"x\">",
    ] {
        assert_eq!(found(page, "laporan.xls"), Found::WebPage);
    }
    let xml =
        b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
    assert_eq!(found(xml, "laporan.xls"), Found::XmlWorkbook);
    assert_eq!(found(b"<?xml version=\"1.0\"?><data/>", "a.csv"), Found::Unknown);
}

#[test]
fn archives_of_other_kinds() {
    let of = |name: &str| found(&make::archive(&[("a", b""), (name, b"x")]), "x.xlsx");
    assert_eq!(of("word/document.xml"), Found::Document);
    assert_eq!(of("ppt/presentation.xml"), Found::Slides);
    assert_eq!(of("xl/workbook.bin"), Found::BinaryWorkbook);
    assert_eq!(of("Index/Document.iwa"), Found::Apple);
    assert_eq!(of("data.csv"), Found::Archive);
    assert_eq!(found(&make::archive(&[]), "x.zip"), Found::Archive);
    let text = make::archive(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
    assert_eq!(found(&text, "x.odt"), Found::Document);
}

#[test]
fn containers_of_other_kinds() {
    let of = |name: &str| recognise(&make::ole(&[("A", b""), (name, b"x")]), "x.xls");
    assert_eq!(of("EncryptedPackage"), Err(SheetError::Encrypted));
    assert_eq!(of("WordDocument"), Err(SheetError::WrongType(Found::Document)));
    assert_eq!(of("Book"), Err(SheetError::WrongType(Found::OldWorkbook)));
    assert_eq!(of("other"), Err(SheetError::WrongType(Found::Unknown)));
    let macros = make::ole(&[("Workbook", b""), ("_VBA_PROJECT_CUR", b"")]);
    assert_eq!(recognise(&macros, "x.xls"), Err(SheetError::Macros));
}

#[test]
fn macros() {
    for part in ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"] {
        let bytes = make::xlsx_with("<worksheet/>", &[(part, b"x")]);
        assert_eq!(recognise(&bytes, "x.xlsm"), Err(SheetError::Macros), "{part}");
    }
}
