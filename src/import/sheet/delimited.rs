//! Text with delimiters: CSV as Excel, databases and people write it.
//!
//! Cells are lent as slices of the file wherever they stand in it unchanged. Every line counts as
//! an editor counts it, also within quotes and where it is blank, for users look up what we report.

mod scan;

use std::borrow::Cow;
use std::ops::ControlFlow;

use self::scan::{Field, Scan, unquote};
use super::grid::{reuse, too_long};
use super::{Cell, Found, MAX_COLUMNS, MAX_LENT_ROWS, Row, SheetError};

/// What Windows-1252 has where Latin-1 has control characters. Five places are unused.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// Stands for no delimiter: it occurs in no text that is read.
const NONE: u8 = 0;

/// A text and how it is divided.
pub(super) struct Text<'b> {
    whole: Cow<'b, str>,
    delimiter: u8,
    /// Where the first row begins: behind the line by which Excel is told the delimiter.
    start: usize,
    first_line: u32,
}

impl<'b> Text<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        let text = decode(bytes)?;
        if text.trim().is_empty() {
            return Err(SheetError::Empty);
        }
        Ok(match told(&text) {
            Some((delimiter, start)) => Self { whole: text, delimiter, start, first_line: 2 },
            None => Self { delimiter: guess(&text), whole: text, start: 0, first_line: 1 },
        })
    }

    /// The rows in two parts of about the same size; `None` for a short text, and where a cell is quoted:
    /// what stands within quotes is only known from the beginning.
    pub(super) fn halves(&self) -> Option<[Part<'_>; 2]> {
        /// From so many bytes on, the two are read quicker.
        const LONG: usize = 1 << 20;
        let bytes = self.whole.as_bytes();
        if bytes.len() < LONG || bytes.contains(&b'"') {
            return None;
        }
        let middle = bytes.len() / 2;
        let middle = middle + 1 + bytes[middle..].iter().position(|byte| *byte == b'\n')?;
        let (first, second) = self.whole.split_at_checked(middle)?;
        let lines = line_ends(first.as_bytes().get(self.start..)?);
        let line = self.first_line.saturating_add(u32::try_from(lines).ok()?);
        let part = |text, start, line| Part { text, delimiter: self.delimiter, start, line };
        Some([part(first, self.start, self.first_line), part(second, 0, line)])
    }

    pub(super) fn rows(
        &self,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let Self { whole, delimiter, start, first_line } = self;
        let part = Part { text: whole, delimiter: *delimiter, start: *start, line: *first_line };
        part.rows(each)
    }
}

/// Whole rows of a text.
pub struct Part<'t> {
    text: &'t str,
    delimiter: u8,
    /// Where the first row begins.
    start: usize,
    /// The line on which it does, in the file.
    line: u32,
}

impl Part<'_> {
    /// Lends the rows to `each` until that breaks or the part ends.
    pub fn rows(&self, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), SheetError> {
        let mut scan = Scan::new(self.text, self.delimiter, self.start, self.line);
        let mut rows = 0;
        let mut spare: Vec<Cell<'static>> = Vec::new();
        let mut joined = String::new();
        let mut rough: Vec<(usize, &str)> = Vec::new();
        while scan.next_line() {
            let line = scan.line;
            let mut cells: Vec<Cell> = reuse(std::mem::take(&mut spare));
            let mut filled = false;
            rough.clear();
            joined.clear();
            let mut column = 0;
            loop {
                let (field, last) = scan.field()?;
                let (text, plain) = match field {
                    Field::Plain(text) => (text, true),
                    Field::Rough(raw) => (raw, false),
                };
                if plain && too_long(text) {
                    return Err(SheetError::CellTooLong(line));
                }
                if column < MAX_COLUMNS {
                    if !plain {
                        rough.push((column, text));
                    }
                    filled |= !text.is_empty();
                    cells.push(if text.is_empty() { Cell::Empty } else { Cell::Text(text) });
                } else if !text.is_empty() {
                    return Err(SheetError::TooManyColumns(line));
                }
                column += 1;
                if last {
                    break;
                }
            }
            let mut ends = Vec::new();
            for (_, raw) in &rough {
                unquote(raw, &mut joined);
                ends.push(joined.len());
            }
            let mut start = 0;
            for ((column, _), end) in rough.iter().zip(ends) {
                if let Some(cell) = cells.get_mut(*column) {
                    let text = joined.get(start..end).unwrap_or_default();
                    if too_long(text) {
                        return Err(SheetError::CellTooLong(line));
                    }
                    *cell = if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
                }
                start = end;
            }
            if filled {
                rows += 1;
                if rows > MAX_LENT_ROWS {
                    return Err(SheetError::TooManyRows);
                }
                if each(Row { line, hidden: false, cells: &cells, merged: &[] }).is_break() {
                    break;
                }
            }
            spare = reuse(cells);
        }
        Ok(())
    }
}

/// The ends of lines before the end of a text that ends with LF: LF, CRLF or CR.
fn line_ends(bytes: &[u8]) -> usize {
    let ends = |pair: &&[u8]| pair[1] == b'\n' || pair[0] == b'\r';
    bytes.windows(2).filter(ends).count() + usize::from(bytes.first() == Some(&b'\n'))
}

/// The text of a file in UTF-8, in UTF-16 with a byte order mark, or else in Windows-1252.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            // Cut off within the very last character: still UTF-8.
            Err(e) if e.error_len().is_none() => String::from_utf8_lossy(bytes),
            Err(_) => Cow::Owned(bytes.iter().map(|&byte| windows_1252(byte)).collect()),
        },
    };
    if text.as_bytes().contains(&NONE) {
        return Err(SheetError::WrongType(Found::Unknown));
    }
    Ok(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|&pair| unit(pair)))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// A character of Windows-1252.
pub(super) fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The delimiter that a first line `sep=;` tells Excel, and where the rows begin.
fn told(text: &str) -> Option<(u8, usize)> {
    let line_end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text.get(..line_end)?;
    let value = line.strip_prefix("sep=").or_else(|| line.strip_prefix("\"sep="))?;
    let delimiter = match value.trim_end_matches('"').as_bytes() {
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && *one != b'"' => *one,
        _ => return None,
    };
    let pair = text.get(line_end..)?.starts_with("\r\n");
    Some((delimiter, (line_end + if pair { 2 } else { 1 }).min(text.len())))
}

/// The delimiter by which most of the first lines fall into the same number of cells.
fn guess(text: &str) -> u8 {
    const SAMPLE: usize = 64 << 10;
    const LINES: usize = 100;
    // At a tie the first wins: numbers are full of commas, but hardly of tabs.
    const CANDIDATES: [u8; 3] = [b'\t', b';', b','];

    let mut lines: Vec<[usize; 3]> = Vec::new();
    let mut counts = [0; 3];
    let (mut within, mut blank, mut before) = (false, true, b'\n');
    let whole = text.len() <= SAMPLE;
    for &byte in text.as_bytes().iter().take(SAMPLE) {
        let ends = byte == b'\n' || byte == b'\r';
        match byte {
            b'"' if within => within = false,
            // Also reopens at a doubled mark, which stands for itself.
            b'"' => within = before == b'"' || before == b'\n' || CANDIDATES.contains(&before),
            _ if within => {}
            _ if ends => {
                if !blank {
                    lines.push(counts);
                }
                (counts, blank) = ([0; 3], true);
                if lines.len() == LINES {
                    break;
                }
            }
            _ => {
                if let Some(which) = CANDIDATES.iter().position(|c| *c == byte) {
                    counts[which] += 1;
                }
            }
        }
        blank &= ends;
        before = if ends { b'\n' } else { byte };
    }
    // The last line of a short file may lack its end; that of a sample is cut off.
    if !blank && (whole || lines.is_empty()) && lines.len() < LINES {
        lines.push(counts);
    }
    let mut best = (0, NONE);
    for (which, candidate) in CANDIDATES.into_iter().enumerate() {
        let mut found: Vec<usize> = lines.iter().map(|c| c[which]).filter(|c| *c > 0).collect();
        if found.len() * 2 < lines.len() {
            continue;
        }
        found.sort_unstable();
        let same = found.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0);
        if same > best.0 {
            best = (same, candidate);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(text: &str) -> char {
        char::from(guess(text))
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(guessed("a,b,c\n1,2,3\n"), ',');
        assert_eq!(guessed("Provinsi;Persen;Porsi\nAceh;1,5;2,5\nBali;1,7;8,8\n"), ';');
        assert_eq!(guessed("a\tb\n1,000\t2,000\n"), '\t');
        assert_eq!(guessed("Laporan, tahun 2024\n\na;b;c\n1;2;3\n4;5;6"), ';');
        assert_eq!(guessed("\"x;y;z\",1\n\"x;y;z\",2\n"), ',');
        assert_eq!(guessed("\"a \"\"b\"\"; c\",1\n\"d\",2\n"), ',');
        assert_eq!(guessed("satu\ndua\ntiga, empat\nlima\n"), '\0');
        assert_eq!(guessed("satu"), '\0');
        assert_eq!(guessed("satu;dua"), ';');
    }

    #[test]
    fn halves_have_the_rows_and_lines_of_the_whole() {
        let line = "15.01;pu;2025-04-30;1;2";
        for end in ["\n", "\r\n", "\n\n", "\r\r\n"] {
            let long = format!("sep=;\na;b{end}{}", [line, end].concat().repeat(60_000));
            let text = Text::open(long.as_bytes()).unwrap();
            let mut whole = Vec::new();
            let mut see = |row: Row| {
                whole.push((row.line, row.cells.len()));
                ControlFlow::Continue(())
            };
            text.rows(&mut see).unwrap();
            let mut both = Vec::new();
            let halves = text.halves().unwrap();
            for half in &halves {
                let mut see = |row: Row| {
                    both.push((row.line, row.cells.len()));
                    ControlFlow::Continue(())
                };
                half.rows(&mut see).unwrap();
            }
            assert_eq!(both, whole, "{end:?}");
            assert!(halves[1].line > 29_000, "{end:?}");
            let quoted = long.replacen("pu", "\"pu\"", 1);
            assert!(Text::open(quoted.as_bytes()).unwrap().halves().is_none(), "{end:?}");
        }
        assert!(Text::open(b"a;b\n1;2\n").unwrap().halves().is_none(), "too short");
        let one = "a;b\r".repeat(300_000);
        assert!(Text::open(one.as_bytes()).unwrap().halves().is_none(), "no LF to begin behind");
    }

    #[test]
    fn excel_is_told() {
        assert_eq!(told("sep=;\r\na;b"), Some((b';', 7)));
        assert_eq!(told("sep=\t\na"), Some((b'\t', 6)));
        assert_eq!(told("\"sep=,\"\na"), Some((b',', 8)));
        assert_eq!(told("sep=,"), Some((b',', 5)));
        assert_eq!(told("separuh;b"), None);
    }
}
