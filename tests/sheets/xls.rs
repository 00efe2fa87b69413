//! Old workbooks made by hand.

use crate::make::{begin, cell, ole, record, wide};

/// A text or a number in a cell of an old workbook; style 1 shows a percent.
pub enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Percent(f64),
}

/// An old workbook with one sheet of these rows; `first` are records at its beginning.
pub fn xls(first: &[u8], rows: &[Vec<Value>]) -> Vec<u8> {
    let end = record(0x000a, &[]);
    let style = |id: u16| {
        let mut data = [0, id].map(u16::to_le_bytes).concat();
        data.resize(20, 0);
        record(0x00e0, &data)
    };
    let globals = |at: u32| {
        let sheet = [&at.to_le_bytes()[..], &[0, 0, 4, 0], b"Data"].concat();
        let sheet = record(0x0085, &sheet);
        [begin(5), first.to_vec(), style(0), style(10), sheet, end.clone()].concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    let mut stream = globals(start);
    stream.extend(begin(16));
    for (line, row) in (0_u16..).zip(rows) {
        for (column, value) in (0_u16..).zip(row) {
            stream.extend(match value {
                Value::Text(text) => record(0x0204, &cell(line, column, 0, &wide(text))),
                Value::Number(number) => {
                    record(0x0203, &cell(line, column, 0, &number.to_le_bytes()))
                }
                Value::Percent(number) => {
                    record(0x0203, &cell(line, column, 1, &number.to_le_bytes()))
                }
            });
        }
    }
    stream.extend(end);
    ole(&[("Workbook", &stream)])
}
