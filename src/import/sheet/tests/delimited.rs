use proptest::prelude::*;

use super::super::{Book, Cell, Format, Found, SheetError};
use super::{read, rows};

fn text(bytes: &[u8]) -> Vec<String> {
    read(bytes, "data.csv").unwrap()
}

#[test]
fn comma_semicolon_and_tab() {
    for text_ in ["a,b,c\n1,,3\n", "a;b;c\r\n1;;3\r\n", "a\tb\tc\r1\t\t3", "a;b;c\n\r\n1;;3"] {
        let read: Vec<String> =
            text(text_.as_bytes()).iter().map(|row| row[1..].to_owned()).collect();
        assert_eq!(read, ["|a|b|c", "|1||3"], "{text_:?}");
    }
    assert_eq!(
        text(b"satu\ndua, tiga\nempat\nlima\n"),
        ["1|satu", "2|dua, tiga", "3|empat", "4|lima"]
    );
}

#[test]
fn numbers_with_decimal_commas() {
    assert_eq!(
        text(b"Provinsi;Peserta;Persen\nAceh;1.234;45,17\nBali;2.000;50,5\n"),
        ["1|Provinsi|Peserta|Persen", "2|Aceh|1.234|45,17", "3|Bali|2.000|50,5"]
    );
}

#[test]
fn encodings() {
    let name = "Kab. Kep. Mentawai – ½";
    let want = ["1|nama|n".to_owned(), format!("2|{name}|1")];
    let utf8 = format!("nama;n\n{name};1\n");
    let with_mark = [b"\xef\xbb\xbf", utf8.as_bytes()].concat();
    let windows = b"nama;n\nKab. Kep. Mentawai \x96 \xbd;1\n".to_vec();
    let units: Vec<u16> = utf8.encode_utf16().collect();
    let little: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(units.iter().flat_map(|u| u.to_le_bytes())).collect();
    let big: Vec<u8> =
        [0xfe, 0xff].into_iter().chain(units.iter().flat_map(|u| u.to_be_bytes())).collect();
    for bytes in [utf8.as_bytes(), &with_mark, &windows, &little, &big] {
        assert_eq!(text(bytes), want);
    }
    // Cut off within the last character, a file is still UTF-8.
    assert_eq!(text(b"\xc3\xa9;1\n2;\xc3"), ["1|é|1", "2|2|\u{fffd}"]);
    assert_eq!(text(b"\x80;\x81;\x9f\n"), ["1|€|\u{fffd}|Ÿ"]);
}

#[test]
fn quotes_over_lines_keep_the_count() {
    let read = text(b"a,b\n\"x\ny\",1\r\n\r\n\"\"\"q\"\", r\",2\n\"s\"t,\"\"\r\"u\r\nv\",3\nz,4");
    assert_eq!(read, ["1|a|b", "2|x\ny|1", "5|\"q\", r|2", "6|st|", "7|u\r\nv|3", "9|z|4"]);
}

#[test]
fn ragged_and_blank_rows() {
    assert_eq!(
        text(b"\n\nJudul\na;b;c\n1;2\n;;\n1;2;3;4\n"),
        ["3|Judul", "4|a|b|c", "5|1|2", "7|1|2|3|4"]
    );
}

#[test]
fn excel_tells_the_delimiter() {
    assert_eq!(text(b"sep=;\r\na,a;b\r\nc,c;d"), ["2|a,a|b", "3|c,c|d"]);
    assert_eq!(text(b"\xef\xbb\xbfsep=|\n1|2"), ["2|1|2"]);
    assert_eq!(text(b"separuh,b\n1,2"), ["1|separuh|b", "2|1|2"]);
}

#[test]
fn an_open_quote_is_told() {
    let found = read(b"a,b\nc,\"d\ne,f\n", "x.csv");
    assert_eq!(found, Err(SheetError::OpenQuote(2)));
}

#[test]
fn limits() {
    let columns = |n: usize| vec!["1"; n].join(";").into_bytes();
    assert!(read(&columns(1_000), "x.csv").is_ok());
    assert_eq!(read(&columns(10_000), "x.csv"), Err(SheetError::TooManyColumns(1)));
    let blank = [b"a".to_vec(), vec![b';'; 5_000]].concat();
    assert!(read(&blank, "x.csv").is_ok(), "empty columns do no harm");
    let cell = |n: usize| format!("a;b\n1;{}\n", "é".repeat(n)).into_bytes();
    assert!(read(&cell(32_767), "x.csv").is_ok());
    assert_eq!(read(&cell(32_768), "x.csv"), Err(SheetError::CellTooLong(2)));
    let quoted = format!("a;b\n1;\"{}\"\n", "\"\"".repeat(32_767)).into_bytes();
    assert!(read(&quoted, "x.csv").is_ok(), "doubled marks count once");
    let million = "1\n".repeat(1_000_020).into_bytes();
    let count = |bytes: &[u8]| {
        let mut rows = 0;
        let book = Book::open(bytes, "x.csv").unwrap();
        book.rows(0, &mut |_| {
            rows += 1;
            std::ops::ControlFlow::Continue(())
        })
        .map(|()| rows)
    };
    assert_eq!(count(&million), Ok(1_000_020));
    assert_eq!(count(&[&million[..], b"1\n"].concat()), Err(SheetError::TooManyRows));
}

#[test]
fn text_under_the_name_of_a_workbook() {
    let book = Book::open(b"a\tb\n1\t2\n", "laporan.xls").unwrap();
    assert_eq!(book.format(), Format::Csv);
    assert_eq!(book.sheets().len(), 1);
    assert_eq!(rows(&book, 1), Err(SheetError::UnknownSheet(1)));
}

#[test]
fn not_text() {
    let unknown = Err(SheetError::WrongType(Found::Unknown));
    assert_eq!(read(b"a,b\n1,\0\n", "x.csv"), unknown);
    assert_eq!(read(b"\x01\x02\x03", "x.csv"), unknown);
    assert_eq!(read(b"{\"a\": 1}", "x.json"), unknown);
    assert_eq!(read(b"\xff\xfea\0\0\0", "x.csv"), unknown);
}

#[test]
fn breaking_ends_the_reading() {
    let book = Book::open(b"a\nb\nc\n", "x.csv").unwrap();
    let mut seen = 0;
    let read = book.rows(0, &mut |_| {
        seen += 1;
        std::ops::ControlFlow::Break(())
    });
    assert_eq!((read, seen), (Ok(()), 1));
}

proptest! {
    /// A reader that others wrote finds the same cells.
    #[test]
    fn as_another_reader(text in "[ab,\"\r\n]{0,60}") {
        let forced = format!("sep=,\n{text}");
        let Ok(book) = Book::open(forced.as_bytes(), "x.csv") else { return Ok(()) };
        let mut ours: Vec<Vec<String>> = Vec::new();
        let read = book.rows(0, &mut |row| {
            let cells = row.cells.iter().map(|cell| match cell {
                Cell::Text(text) => (*text).to_owned(),
                _ => String::new(),
            });
            ours.push(cells.collect());
            std::ops::ControlFlow::Continue(())
        });
        if read.is_err() {
            return Ok(());
        }
        let mut theirs: Vec<Vec<String>> = Vec::new();
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false).flexible(true).from_reader(text.as_bytes());
        for record in reader.records() {
            let cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                theirs.push(cells);
            }
        }
        prop_assert_eq!(ours, theirs);
    }
}
