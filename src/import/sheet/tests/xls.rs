//! No program at hand writes old workbooks, so that they are made record by record here; another
//! reader has to understand them just as well.

use calamine::Reader;

use super::super::{Book, Format, SheetError};
use super::make::{self, begin, cell, record, wide};
use super::{read, rows};

const EOF: u16 = 0x000a;

/// A stream of two sheets, the first hidden, with these shared texts and these records of cells.
fn stream(shared: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let name = |text: &str| {
        let mut name = vec![u8::try_from(text.len()).unwrap(), 0];
        name.extend(text.bytes());
        name
    };
    let code = "dd/mm/yyyy";
    let own = [&164_u16.to_le_bytes()[..], &wide(code)].concat();
    let style = |id: u16| {
        let mut data = [0, id].map(u16::to_le_bytes).concat();
        data.resize(20, 0);
        record(0x00e0, &data)
    };
    let globals = |first: u32, second: u32| {
        let sheet = |at: u32, state: u8, text: &str| {
            record(0x0085, &[&at.to_le_bytes()[..], &[state, 0], &name(text)].concat())
        };
        let mut all = begin(5);
        all.extend(record(0x0042, &1200_u16.to_le_bytes()));
        all.extend(record(0x041e, &own));
        all.extend([style(0), style(10), style(164)].concat());
        all.extend(sheet(first, 1, "Sembunyi"));
        all.extend(sheet(second, 0, "Data"));
        all.extend(shared.concat());
        all.extend(record(EOF, &[]));
        all
    };
    let hidden = [begin(16), record(EOF, &[])].concat();
    let first = u32::try_from(globals(0, 0).len()).unwrap();
    let second = first + u32::try_from(hidden.len()).unwrap();
    [globals(first, second), hidden, begin(16), cells.concat(), record(EOF, &[])].concat()
}

fn shared() -> Vec<Vec<u8>> {
    // The second text begins in one record, eight bits wide, and ends in the next, sixteen wide.
    let mut table = [3_u32, 3].map(u32::to_le_bytes).concat();
    table.extend(wide("Provinsi ½"));
    table.extend([6, 0, 0]);
    table.extend(b"Ace");
    let mut rest = vec![1];
    rest.extend("h –".encode_utf16().flat_map(u16::to_le_bytes));
    // Two runs of format, and how to say it.
    rest.extend([1, 0, 0x0c, 2, 0, 3, 0, 0, 0, b'x', 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9]);
    vec![record(0x00fc, &table), record(0x003c, &rest)]
}

pub(super) fn sample() -> Vec<u8> {
    let text = |line, column, at: u32| record(0x00fd, &cell(line, column, 0, &at.to_le_bytes()));
    let mut hidden = [5_u16, 0, 9, 255, 0, 0].map(u16::to_le_bytes).concat();
    hidden.extend([0x20, 0x01, 0, 0]);
    let mut many = [4_u16, 0].map(u16::to_le_bytes).concat();
    for (style, raw) in [(0_u16, 7_u32 << 2 | 2), (1, 4517 << 2 | 3), (0, 0x3ff8_0000)] {
        many.extend(style.to_le_bytes());
        many.extend(raw.to_le_bytes());
    }
    many.extend(2_u16.to_le_bytes());
    let formula = |column, result: [u8; 8]| {
        record(0x0006, &cell(5, column, 0, &[&result[..], &[0; 8]].concat()))
    };
    make::ole(&[(
        "Workbook",
        &stream(
            &shared(),
            &[
                record(0x0208, &hidden),
                text(0, 0, 0),
                text(2, 0, 1),
                text(2, 1, 2),
                record(0x0203, &cell(3, 0, 2, &45_628.0_f64.to_le_bytes())),
                record(0x0203, &cell(3, 2, 1, &0.4517_f64.to_le_bytes())),
                record(0x0201, &cell(3, 3, 1, &[])),
                record(0x00bd, &many),
                record(0x0205, &cell(4, 3, 0, &[1, 0])),
                record(0x0205, &cell(4, 4, 0, &[0x17, 1])),
                formula(0, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
                record(0x0207, &wide("hasil")),
                formula(1, [1, 0, 1, 0, 0, 0, 0xff, 0xff]),
                formula(2, [2, 0, 7, 0, 0, 0, 0xff, 0xff]),
                formula(3, 2.5_f64.to_le_bytes()),
                formula(4, [3, 0, 0, 0, 0, 0, 0xff, 0xff]),
                record(0x0204, &cell(1, 1, 0, &wide("tak urut"))),
                record(0x00e5, &[1_u16, 0, 0, 0, 2].map(u16::to_le_bytes).concat()),
            ],
        ),
    )])
}

#[test]
fn every_kind_of_cell() {
    let bytes = sample();
    let book = Book::open(&bytes, "x").unwrap();
    assert_eq!(book.format(), Format::Xls);
    let names: Vec<_> = book.sheets().iter().map(|s| (s.name.as_str(), s.hidden)).collect();
    assert_eq!(names, [("Sembunyi", true), ("Data", false)]);
    assert_eq!(book.default_sheet(), 1);
    assert_eq!(rows(&book, 0).unwrap(), [""; 0]);
    assert_eq!(
        read(&bytes, "x.xls").unwrap(),
        [
            "1|Provinsi ½|Provinsi ½|Provinsi ½",
            "2||tak urut",
            "3|Aceh –|x",
            "4|@2024-12-02||0.4517%",
            "5|7|45.17%|1.5|=true|!#REF!",
            "6h|hasil|=true|!#DIV/0!|2.5",
        ]
    );
}

#[test]
fn as_another_reader() {
    let bytes = sample();
    let mut theirs: calamine::Xls<_> = calamine::Xls::new(std::io::Cursor::new(&bytes)).unwrap();
    let range = theirs.worksheet_range("Data").unwrap();
    for (line, column, want) in [
        (0, 0, "Provinsi ½"),
        (1, 1, "tak urut"),
        (2, 0, "Aceh –"),
        (2, 1, "x"),
        (4, 0, "7"),
        (4, 1, "45.17"),
        (4, 2, "1.5"),
        (4, 4, "#REF!"),
        (5, 0, "hasil"),
        (5, 3, "2.5"),
    ] {
        assert_eq!(range.get_value((line, column)).unwrap().to_string(), want);
    }
}

#[test]
fn locked_damaged_and_old() {
    let of = |stream: &[u8]| read(&make::ole(&[("Workbook", stream)]), "x.xls");
    let locked = [begin(5), record(0x002f, &[0; 6]), record(EOF, &[])].concat();
    assert_eq!(of(&locked), Err(SheetError::Encrypted));
    let mut old = begin(5);
    old[5] = 5;
    assert!(matches!(of(&old), Err(SheetError::WrongType(_))));
    let whole = stream(&shared(), &[]);
    assert!(matches!(of(&whole[..whole.len() - 30]), Err(SheetError::Damaged(_))));
    let bytes = sample();
    for cut in [100, 600, 2_000, bytes.len() - 2_000] {
        assert!(
            matches!(read(&bytes[..cut], "x.xls"), Err(SheetError::Damaged(_))),
            "cut at {cut}"
        );
    }
}

#[test]
fn far_cells_take_no_memory() {
    let far = record(0x0203, &cell(65_535, 65_535, 0, &1.0_f64.to_le_bytes()));
    let near = record(0x0203, &cell(0, 0, 0, &1.0_f64.to_le_bytes()));
    let of = |cells: &[Vec<u8>]| {
        let stream = stream(&shared(), cells);
        read(&make::ole(&[("Workbook", &stream)]), "x.xls")
    };
    assert_eq!(of(&[near.clone(), far]), Err(SheetError::TooManyColumns(65_536)));
    let last = record(0x0203, &cell(65_535, 255, 0, &1.0_f64.to_le_bytes()));
    assert_eq!(of(&[near, last]).unwrap().len(), 2);
}
