//! Lines and cells of a text, found without a copy.

use super::SheetError;

/// A cell as it stands in the file.
pub(super) enum Field<'t> {
    /// As it stands in the file.
    Plain(&'t str),
    /// With quotation marks that are not part of it.
    Rough(&'t str),
}

/// Goes through a text cell by cell.
pub(super) struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    delimiter: u8,
    at: usize,
    /// The line on which it stands, from 1.
    pub(super) line: u32,
}

impl<'t> Scan<'t> {
    /// Begins at a place, which is on a line of the file.
    pub(super) fn new(text: &'t str, delimiter: u8, at: usize, line: u32) -> Self {
        Self { text, bytes: text.as_bytes(), delimiter, at, line }
    }

    /// Goes to the next line that is not blank, if there is one.
    pub(super) fn next_line(&mut self) -> bool {
        while let Some(b'\r' | b'\n') = self.bytes.get(self.at) {
            self.line_end();
        }
        self.at < self.bytes.len()
    }

    /// Steps over one line end: LF, CRLF or CR.
    fn line_end(&mut self) {
        let pair = self.bytes.get(self.at..self.at + 2) == Some(b"\r\n");
        self.at += if pair { 2 } else { 1 };
        self.line = self.line.saturating_add(1);
    }

    fn part(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The next cell of the line, and whether it is the last.
    pub(super) fn field(&mut self) -> Result<(Field<'t>, bool), SheetError> {
        let start = self.at;
        if self.bytes.get(start) == Some(&b'"') {
            return self.quoted();
        }
        let end = self.open_end();
        Ok((Field::Plain(self.part(start, end)), self.close()))
    }

    /// Where text outside quotes ends. Most cells are short, so that eight bytes at a time are
    /// looked at: fewer steps than one by one, and less ado than a search of long stretches.
    fn open_end(&mut self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let (eights, tail) = rest.as_chunks::<8>();
        let marks = [self.delimiter, b'\n', b'\r'];
        let wide = marks.map(|mark| u64::from(mark) * LOW);
        for (nth, eight) in eights.iter().enumerate() {
            let word = u64::from_le_bytes(*eight);
            let found = wide.iter().fold(0, |found, mark| found | zero_bytes(word ^ mark));
            if found != 0 {
                self.at += nth * 8 + (found.trailing_zeros() / 8) as usize;
                return self.at;
            }
        }
        let more = tail.iter().position(|byte| marks.contains(byte)).unwrap_or(tail.len());
        self.at += rest.len() - tail.len() + more;
        self.at
    }

    /// Steps over what ends a cell; whether it ends the line too.
    fn close(&mut self) -> bool {
        match self.bytes.get(self.at) {
            Some(&byte) if byte == self.delimiter => {
                self.at += 1;
                false
            }
            Some(_) => {
                self.line_end();
                true
            }
            None => true,
        }
    }

    fn quoted(&mut self) -> Result<(Field<'t>, bool), SheetError> {
        let start = self.at;
        let line = self.line;
        let mut plain = true;
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(SheetError::OpenQuote(line)),
                Some(b'\r' | b'\n') => self.line_end(),
                Some(b'"') if self.bytes.get(self.at + 1) == Some(&b'"') => {
                    plain = false;
                    self.at += 2;
                }
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(_) => self.at += 1,
            }
        }
        let closed = self.at;
        let end = self.open_end();
        let field = if plain && end == closed {
            Field::Plain(self.part(start + 1, end - 1))
        } else {
            Field::Rough(self.part(start, end))
        };
        Ok((field, self.close()))
    }
}

/// One in every byte.
const LOW: u64 = u64::MAX / 255;

/// The highest bit of every byte that is zero. A byte above such a one may be marked wrongly; the
/// lowest mark is always right.
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & (LOW << 7)
}

/// Appends a cell that begins with a quotation mark, without the marks that are not part of it.
/// What stands behind the closing mark belongs to the cell as it is.
pub(super) fn unquote(raw: &str, out: &mut String) {
    let mut rest = raw.strip_prefix('"').unwrap_or(raw);
    while let Some((before, after)) = rest.split_once('"') {
        out.push_str(before);
        rest = after;
        match after.strip_prefix('"') {
            Some(inside) => {
                out.push('"');
                rest = inside;
            }
            None => break,
        }
    }
    out.push_str(rest);
}
