//! The container of Office 97 to 2003: a small file system of sectors, in which an XLS workbook is
//! one stream. Chains of sectors are followed with a limit, for a damaged file may tie them into a
//! ring.

use std::borrow::Cow;

use super::SheetError;

/// What every container begins with.
pub(super) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Sector numbers from here on are signs, not sectors.
const LAST_SECTOR: u32 = 0xffff_fffa;
/// Streams below this size lie in the small sectors.
const SMALL_STREAM: u64 = 4096;
const SMALL_SECTOR: usize = 64;
const ENTRY: usize = 128;

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// A container and the directory of its streams.
pub(super) struct Container<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    entries: Vec<Entry>,
}

impl<'b> Container<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged("size of sectors")),
        };
        let mut this =
            Self { bytes, sector, table: Vec::new(), small_table: Vec::new(), entries: Vec::new() };
        this.table = this.read_table()?;

        let directory = this.chain(u32_at(bytes, 48).unwrap_or(LAST_SECTOR));
        let wide = sector == 4096;
        for entry in directory.as_chunks::<ENTRY>().0 {
            // 0 stands for an entry that is not used.
            if entry[66] == 0 {
                continue;
            }
            let length = usize::from(u16_at(entry, 64).unwrap_or(0)).saturating_sub(2).min(62);
            let name = entry.get(..length).unwrap_or_default();
            let units = name.as_chunks::<2>().0.iter().map(|&pair| u16::from_le_bytes(pair));
            let low = u64::from(u32_at(entry, 120).unwrap_or(0));
            // Only containers of large sectors use the upper half; others leave rubbish there.
            let high = if wide { u64::from(u32_at(entry, 124).unwrap_or(0)) } else { 0 };
            this.entries.push(Entry {
                name: String::from_utf16_lossy(&units.collect::<Vec<_>>()),
                start: u32_at(entry, 116).unwrap_or(LAST_SECTOR),
                size: high << 32 | low,
            });
        }
        if this.entries.is_empty() {
            return Err(damaged("no directory"));
        }
        let small = this.chain(u32_at(bytes, 60).unwrap_or(LAST_SECTOR));
        this.small_table = numbers(&small);
        Ok(this)
    }

    /// Whether there is a stream or folder of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, SheetError> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
            .ok_or_else(|| damaged("no such stream"))?;
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        let mut stream = if entry.size < SMALL_STREAM {
            // The first entry is the root, whose stream holds all small sectors.
            let root = self.entries.first().map_or(LAST_SECTOR, |root| root.start);
            let small = self.chain(root);
            let pick = |at: u32| {
                let start = usize::try_from(at).ok()?.checked_mul(SMALL_SECTOR)?;
                small.get(start..start + SMALL_SECTOR).map(Cow::Borrowed)
            };
            follow(entry.start, &self.small_table, pick)
        } else {
            self.chain(entry.start)
        };
        if stream.len() < size {
            return Err(damaged("a stream breaks off"));
        }
        stream.truncate(size);
        Ok(stream)
    }

    fn sector(&self, at: u32) -> Option<&'b [u8]> {
        let start = usize::try_from(at).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, start: u32) -> Vec<u8> {
        follow(start, &self.table, |at| self.sector(at).map(Cow::Borrowed))
    }

    /// The table that leads from each sector to the next, itself spread over sectors that the
    /// header lists, and further lists behind it.
    fn read_table(&self) -> Result<Vec<u32>, SheetError> {
        let most = self.bytes.len() / self.sector + 1;
        let mut places = numbers(self.bytes.get(76..512).ok_or_else(|| damaged("no header"))?);
        let mut next = u32_at(self.bytes, 68).unwrap_or(LAST_SECTOR);
        let mut steps = 0;
        while next < LAST_SECTOR && steps < most {
            let Some(list) = self.sector(next) else { break };
            let mut list = numbers(list);
            next = list.pop().unwrap_or(LAST_SECTOR);
            places.extend(list);
            steps += 1;
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|&place| place < LAST_SECTOR).take(most) {
            if let Some(sector) = self.sector(place) {
                table.extend(numbers(sector));
            }
            if table.len() > most + self.sector {
                break;
            }
        }
        Ok(table)
    }
}

/// Puts the sectors of a chain together.
fn follow<'s>(start: u32, table: &[u32], sector: impl Fn(u32) -> Option<Cow<'s, [u8]>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = start;
    // No chain is longer than the table: otherwise it runs in a ring.
    for _ in 0..table.len() {
        let Some(bytes) = sector(at).filter(|_| at < LAST_SECTOR) else { break };
        out.extend_from_slice(&bytes);
        at = match usize::try_from(at).ok().and_then(|at| table.get(at)) {
            Some(next) => *next,
            None => break,
        };
    }
    out
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|&four| u32::from_le_bytes(four)).collect()
}

/// Two bytes at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Four bytes at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn damaged(what: &str) -> SheetError {
    SheetError::Damaged(format!("compound file: {what}"))
}
