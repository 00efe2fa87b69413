//! The records that an XLS workbook is made of, and the strings in them.

use std::iter::FusedIterator;

use super::SheetError;
use super::ole::{u16_at, u32_at};

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000a;
pub(super) const CONTINUE: u16 = 0x003c;
pub(super) const FILE_PASS: u16 = 0x002f;
pub(super) const DATE_MODE: u16 = 0x0022;
pub(super) const BOUND_SHEET: u16 = 0x0085;
pub(super) const SHARED_TEXTS: u16 = 0x00fc;
pub(super) const FORMAT: u16 = 0x041e;
pub(super) const STYLE: u16 = 0x00e0;
pub(super) const ROW: u16 = 0x0208;
pub(super) const COLUMNS: u16 = 0x007d;
pub(super) const MERGED: u16 = 0x00e5;
pub(super) const LABEL_SHARED: u16 = 0x00fd;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const LABEL_RICH: u16 = 0x00d6;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const SHORT_NUMBER: u16 = 0x027e;
pub(super) const SHORT_NUMBERS: u16 = 0x00bd;
pub(super) const BOOL_OR_FAULT: u16 = 0x0205;
pub(super) const FORMULA: u16 = 0x0006;
pub(super) const FORMULA_TEXT: u16 = 0x0207;

/// One record and where it begins.
#[derive(Clone, Copy)]
pub(super) struct Record<'s> {
    pub at: usize,
    pub kind: u16,
    pub data: &'s [u8],
}

/// The records of a stream from a place on.
#[derive(Clone)]
pub(super) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    pub(super) fn from(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The data of a record together with that of those that continue it.
    pub(super) fn pieces(&self, first: &'s [u8]) -> Pieces<'s> {
        let more = self.clone().take_while(|record| record.kind == CONTINUE);
        let all = std::iter::once(first).chain(more.map(|record| record.data)).collect();
        Pieces { all, current: 0, at: 0 }
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let kind = u16_at(self.stream, at)?;
        let length = usize::from(u16_at(self.stream, at + 2)?);
        let data = self.stream.get(at + 4..at + 4 + length)?;
        self.at = at + 4 + length;
        Some(Record { at, kind, data })
    }
}

impl FusedIterator for Records<'_> {}

/// Data spread over a record and those that continue it.
pub(super) struct Pieces<'s> {
    all: Vec<&'s [u8]>,
    current: usize,
    at: usize,
}

impl<'s> Pieces<'s> {
    /// What is left of the piece at hand, or else the next one; and whether it is a new one.
    fn rest(&mut self) -> Result<(&'s [u8], bool), SheetError> {
        let mut new = false;
        loop {
            let piece = *self.all.get(self.current).ok_or_else(broken)?;
            match piece.get(self.at..) {
                Some(rest) if !rest.is_empty() => return Ok((rest, new)),
                _ => {
                    self.current += 1;
                    self.at = 0;
                    new = true;
                }
            }
        }
    }

    fn byte(&mut self) -> Result<u8, SheetError> {
        let (rest, _) = self.rest()?;
        self.at += 1;
        rest.first().copied().ok_or_else(broken)
    }

    fn two(&mut self) -> Result<u16, SheetError> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn four(&mut self) -> Result<u32, SheetError> {
        Ok(u32::from(self.two()?) | u32::from(self.two()?) << 16)
    }

    fn skip(&mut self, mut bytes: usize) -> Result<(), SheetError> {
        while bytes > 0 {
            let (rest, _) = self.rest()?;
            let step = rest.len().min(bytes);
            self.at += step;
            bytes -= step;
        }
        Ok(())
    }

    /// Appends a string as the table of shared texts holds it, which is also how a cell does when
    /// it lacks what the flags do not announce.
    pub(super) fn string(&mut self, out: &mut String) -> Result<(), SheetError> {
        let length = self.two()?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.two()? } else { 0 };
        let extra = if flags & 4 != 0 { self.four()? } else { 0 };
        self.chars(usize::from(length), flags & 1 != 0, out)?;
        self.skip(usize::from(runs) * 4)?;
        self.skip(usize::try_from(extra).unwrap_or(usize::MAX))
    }

    /// Appends so many characters of one or two bytes. Where they go on in another record, that
    /// begins with a byte which says anew how wide they are.
    fn chars(&mut self, length: usize, wide: bool, out: &mut String) -> Result<(), SheetError> {
        let mut wide = wide;
        let mut left = length;
        let mut units: Vec<u16> = Vec::new();
        while left > 0 {
            let (rest, new) = self.rest()?;
            let mut rest = rest;
            if new {
                wide = self.byte()? & 1 != 0;
                rest = rest.get(1..).unwrap_or_default();
            }
            let width = if wide { 2 } else { 1 };
            let step = (rest.len() / width).min(left);
            if step == 0 && !rest.is_empty() {
                return Err(broken());
            }
            let bytes = rest.get(..step * width).unwrap_or_default();
            if wide {
                units.extend(bytes.as_chunks::<2>().0.iter().map(|&pair| u16::from_le_bytes(pair)));
            } else {
                units.extend(bytes.iter().map(|&byte| u16::from(byte)));
            }
            self.at += step * width;
            left -= step;
        }
        let chars = char::decode_utf16(units);
        out.extend(chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(())
    }
}

/// The name of a sheet: one byte for its length, one for its width.
pub(super) fn short_string(data: &[u8]) -> String {
    let length = usize::from(data.first().copied().unwrap_or(0));
    let wide = data.get(1).is_some_and(|flags| flags & 1 != 0);
    let bytes = data.get(2..).unwrap_or_default();
    if wide {
        let units = bytes.as_chunks::<2>().0.iter().map(|&pair| u16::from_le_bytes(pair));
        String::from_utf16_lossy(&units.take(length).collect::<Vec<_>>())
    } else {
        bytes.iter().take(length).map(|&byte| char::from(byte)).collect()
    }
}

/// A number in four bytes: the upper part of a float, or a whole number, either in hundredths.
pub(super) fn short_number(data: &[u8], at: usize) -> Option<f64> {
    let raw = u32_at(data, at)?;
    let value = if raw & 2 == 0 {
        f64::from_bits(u64::from(raw & !3) << 32)
    } else {
        f64::from(raw.cast_signed() >> 2)
    };
    Some(if raw & 1 == 0 { value } else { value / 100.0 })
}

/// What stands for a missing answer, by its number.
pub(super) fn fault(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

fn broken() -> SheetError {
    SheetError::Damaged("a text breaks off".to_owned())
}
