//! The ZIP archive that an XLSX or ODS file is, opened with care: what it claims about its size is
//! checked before anything is unpacked, and enforced while it is.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::SheetError;

/// Most bytes that all parts may unpack to.
const MAX_UNPACKED: u64 = 1 << 30;
/// Most entries of an archive.
const MAX_ENTRIES: usize = 10_000;
/// How many times its packed size a large part may unpack to. Real sheets stay below a hundred.
const MAX_RATIO: u64 = 250;
/// Parts up to this size may be packed as tightly as they like.
const SMALL: u64 = 16 << 20;
/// Longest stretch between two marks of XML: far more than a full cell takes.
const MAX_STRETCH: usize = 1 << 20;

const TOO_MUCH: &str = "more than the archive says";
const STRETCH: &str = "a single value of more than a megabyte";

pub(super) type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The parts of an archive by their names.
pub(super) struct Archive<'b> {
    zip: Zip<'b>,
    /// Case and the direction of slashes differ between writers, so neither counts.
    places: HashMap<String, (usize, u64)>,
}

impl<'b> Archive<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        // Counted before the directory is read, which would take memory for each entry.
        let marks = bytes.windows(4).filter(|window| window == b"PK\x01\x02").count();
        if marks > MAX_ENTRIES {
            return Err(SheetError::Bomb("entries"));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
        let mut places = HashMap::new();
        let mut total: u64 = 0;
        for at in 0..zip.len() {
            let file = zip.by_index_raw(at).map_err(|e| damaged(&e))?;
            if file.encrypted() {
                return Err(SheetError::Encrypted);
            }
            let (size, packed) = (file.size(), file.compressed_size());
            total = total.saturating_add(size);
            if total > MAX_UNPACKED {
                return Err(SheetError::Bomb("size"));
            }
            if size > SMALL && size / packed.max(1) > MAX_RATIO {
                return Err(SheetError::Bomb("ratio"));
            }
            let name = String::from_utf8_lossy(file.name_raw());
            places.insert(plain(&name), (at, size));
        }
        Ok(Self { zip, places })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&plain(name))
    }

    /// Whether a part stands below a folder.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.places.keys().any(|name| name.starts_with(folder))
    }

    /// The names of all parts, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// A handle to read one part with; several may be read at a time.
    pub(super) fn again(&self) -> Zip<'b> {
        self.zip.clone()
    }

    /// The unpacked bytes of a part, through a handle from [`again`](Self::again).
    pub(super) fn part<'z>(
        &self,
        zip: &'z mut Zip<'b>,
        name: &str,
    ) -> Result<Gauge<'z>, SheetError> {
        let (at, size) = *self
            .places
            .get(&plain(name))
            .ok_or_else(|| SheetError::Damaged(format!("no part {name}")))?;
        let file = zip.by_index(at).map_err(|e| damaged(&e))?;
        let inner: Box<dyn Read + 'z> = Box::new(file);
        Ok(Gauge { inner: BufReader::with_capacity(32 << 10, inner), left: size, stretch: 0 })
    }
}

/// A name as [`Archive`] keeps it.
fn plain(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

fn damaged(error: &ZipError) -> SheetError {
    match error {
        ZipError::UnsupportedArchive(why) if why.contains("assword") => SheetError::Encrypted,
        other => SheetError::Damaged(other.to_string()),
    }
}

/// A reader that stops where a part is longer than its archive says, or where a single piece of
/// XML would fill the memory.
pub(super) struct Gauge<'z> {
    inner: BufReader<Box<dyn Read + 'z>>,
    left: u64,
    stretch: usize,
}

impl Gauge<'_> {
    /// A new piece of XML begins.
    pub(super) fn fresh(&mut self) {
        self.stretch = 0;
    }

    /// Stops reading after so many bytes.
    pub(super) fn at_most(mut self, bytes: u64) -> Self {
        self.left = self.left.min(bytes);
        self
    }
}

impl Read for Gauge<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        self.fresh();
        Ok(read)
    }
}

impl BufRead for Gauge<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.stretch > MAX_STRETCH {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, STRETCH));
        }
        let buf = self.inner.fill_buf()?;
        if self.left == 0 && !buf.is_empty() {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, TOO_MUCH));
        }
        Ok(buf)
    }

    fn consume(&mut self, amount: usize) {
        self.stretch = self.stretch.saturating_add(amount);
        self.left = self.left.saturating_sub(amount as u64);
        self.inner.consume(amount);
    }
}

/// What an interrupted reading means for the user.
pub(super) fn interrupted(error: &io::Error) -> SheetError {
    if error.kind() == io::ErrorKind::FileTooLarge {
        SheetError::Bomb("a part")
    } else {
        SheetError::Damaged(error.to_string())
    }
}
