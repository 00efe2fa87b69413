//! temporary
use chrono::NaiveDate;
use std::ops::ControlFlow;
pub struct Book<'b> {
    bytes: &'b [u8],
    sheets: Vec<SheetInfo>,
}
pub struct SheetInfo {
    pub name: String,
    pub hidden: bool,
}
pub struct Row<'a> {
    pub line: u32,
    pub hidden: bool,
    pub cells: &'a [Cell<'a>],
}
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    Number { value: f64, percent: bool },
    Date(NaiveDate),
    Bool(bool),
    Fault(&'a str),
}
#[derive(Debug, thiserror::Error)]
#[error("sheet")]
pub struct SheetError;
impl SheetError {
    pub fn tell(&self) -> String {
        "x".into()
    }
}
impl<'b> Book<'b> {
    pub fn open(bytes: &'b [u8], _name: &str) -> Result<Self, SheetError> {
        Ok(Self { bytes, sheets: vec![SheetInfo { name: String::new(), hidden: false }] })
    }
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }
    pub fn default_sheet(&self) -> usize {
        0
    }
    pub fn rows(
        &self,
        _s: usize,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let mut r =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(self.bytes);
        let mut rec = csv::StringRecord::new();
        while r.read_record(&mut rec).map_err(|_| SheetError)? {
            let line = rec.position().map_or(0, |p| p.line() as u32);
            let cells: Vec<Cell> = rec
                .iter()
                .map(|t| if t.is_empty() { Cell::Empty } else { Cell::Text(t) })
                .collect();
            if each(Row { line, hidden: false, cells: &cells }).is_break() {
                break;
            }
        }
        Ok(())
    }
}
