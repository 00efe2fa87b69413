//! Files that are locked, cut off, or something else than their name says: what is told of each.

use std::ops::ControlFlow;

use cakupan::import::{Book, Row};

use crate::make;
use crate::xls::{Value, xls};

/// The rows of a file, or what is told of it.
fn read(name: &str, bytes: &[u8]) -> Result<usize, String> {
    let mut rows = 0;
    let book = Book::open(bytes, name).map_err(|error| error.tell())?;
    let mut each = |_: Row| {
        rows += 1;
        ControlFlow::Continue(())
    };
    book.rows(book.default_sheet(), &mut each).map_err(|error| error.tell())?;
    Ok(rows)
}

/// An agile locked workbook: the parts that `[MS-OFFCRYPTO]` puts into the container.
fn locked_xlsx() -> Vec<u8> {
    let info = b"\x04\0\x04\0\x40\0\0\0<?xml version=\"1.0\"?><encryption \
        xmlns=\"http://schemas.microsoft.com/office/2006/encryption\"><keyData saltSize=\"16\" \
        cipherAlgorithm=\"AES\"/></encryption>";
    let package: Vec<u8> =
        (0..9_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    make::ole(&[("EncryptionInfo", info), ("EncryptedPackage", &package)])
}

/// `FILEPASS` with RC4, and what follows it scrambled.
fn locked_xls() -> Vec<u8> {
    let mut pass = [1_u16, 1, 1].map(u16::to_le_bytes).concat();
    pass.resize(54, 0x5a);
    xls(&make::record(0x002f, &pass), &[vec![Value::Text("kode")]])
}

fn locked_ods() -> Vec<u8> {
    let manifest = br#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="5000"><manifest:encryption-data manifest:checksum="x"><manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>"#;
    make::archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x93\x1f\x80\x00\xff\x12"),
        ("META-INF/manifest.xml", manifest),
    ])
}

/// An archive whose parts are locked by the archive itself, as its flags say.
fn locked_zip() -> Vec<u8> {
    let mut bytes = make::xlsx("<worksheet/>");
    for at in 0..bytes.len() - 9 {
        match &bytes[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    bytes
}

#[test]
fn each_file_that_cannot_be_read_is_told_in_words() {
    let sheet = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
    let macros = make::xlsx_with(sheet, &[("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")]);
    let binary =
        make::archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.bin", b"\x83\x01\0")]);
    let numbers = make::archive(&[("Index/Document.iwa", b"\0"), ("preview.jpg", b"\xff\xd8\xff")]);
    let page =
        b"<html><head><meta charset=utf-8></head><body><table><tr><td>15.03</td></tr></table>";
    for (name, bytes, wanted) in [
        ("a.xlsx", locked_xlsx(), "terkunci sandi"),
        ("a.xls", locked_xls(), "terkunci sandi"),
        ("a.ods", locked_ods(), "terkunci sandi"),
        ("c.xlsx", locked_zip(), "terkunci sandi"),
        ("a.xlsm", macros, "memuat makro"),
        ("a.xlsb", binary, "(.xlsb)"),
        ("a.xlsx", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj".to_vec(), "dokumen PDF"),
        ("a.numbers", numbers, "dokumen Apple"),
        ("a.xls", page.to_vec(), "halaman web"),
        ("a.xlsx", Vec::new(), "kosong"),
    ] {
        let told = read(name, &bytes).unwrap_err();
        assert!(told.contains(wanted), "{name}: {told}");
        assert!(told.ends_with('.') && told.contains(". "), "{told}");
    }
}

/// Whatever is cut off: no panic, no figures, and a sentence that says what to do.
#[test]
fn workbooks_that_break_off_are_told_in_words() {
    let rows = "<row><c><v>1</v></c></row>".repeat(200);
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>";
    let rows = format!("<table:table-row>{cell}</table:table-row>").repeat(200);
    let tables = format!("<table:table table:name=\"A\">{rows}</table:table>");
    let cells: Vec<Vec<Value>> =
        (0..200).map(|_| vec![Value::Text("kode"), Value::Number(1.0)]).collect();
    for (name, bytes) in [
        ("a.xlsx", make::xlsx(&sheet)),
        ("a.ods", make::ods("", &tables)),
        ("a.xls", xls(&[], &cells)),
        ("b.xlsx", locked_xlsx()),
        ("b.ods", locked_ods()),
    ] {
        let whole = read(name, &bytes);
        assert!(whole == Ok(200) || whole.as_ref().is_err_and(|told| told.contains("sandi")));
        let step = (bytes.len() / 150).max(1);
        // Before its first eight bytes nobody can tell what it is.
        for cut in (8..bytes.len()).step_by(step) {
            match read(name, &bytes[..cut]) {
                // Only what fills up the last sector is missing.
                Ok(rows) => assert_eq!(rows, 200, "{name} at {cut}"),
                Err(told) => {
                    let known = ["rusak atau terpotong", "terkunci sandi", "Tidak ada lembar"];
                    assert!(known.iter().any(|own| told.contains(own)), "{name} at {cut}: {told}");
                }
            }
        }
    }
}
