//! The merged cells of a sheet.

use std::io::Read;

use super::place;
use crate::import::sheet::SheetError;
use crate::import::sheet::archive::{Archive, interrupted};
use crate::import::sheet::grid::{MAX_MERGES, Merge};

/// The merged ranges. They stand behind the cells, so that the part is run through once, without
/// looking at what it says before that.
pub(super) fn find(archive: &Archive, part: &str) -> Result<Vec<Merge>, SheetError> {
    const MARK: &[u8] = b"mergeCell ";
    const CHUNK: usize = 32 << 10;
    let mut zip = archive.again();
    let mut part = archive.part(&mut zip, part)?;
    let mut merges = Vec::new();
    let mut window = vec![0; CHUNK];
    let mut kept = 0;
    loop {
        let read = part
            .read(window.get_mut(kept..).unwrap_or_default())
            .map_err(|error| interrupted(&error))?;
        let held = window.get(..kept + read).unwrap_or_default();
        let mut at = 0;
        while let Some(found) = place_of(held.get(at..).unwrap_or_default(), MARK) {
            at += found + MARK.len();
            let rest = held.get(at..).unwrap_or_default();
            let Some(end) = rest.iter().position(|&byte| byte == b'>') else { break };
            let tag = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
            merges.extend(range(&tag));
            if merges.len() > MAX_MERGES {
                return Err(SheetError::TooManyMerges);
            }
        }
        if read == 0 {
            return Ok(merges);
        }
        // A tag may lie across two pieces: the end of this one is looked at again, from the
        // last tag on, for none may count twice.
        let tail = held.iter().rposition(|&byte| byte == b'<').unwrap_or(held.len());
        let end = held.len();
        let from = tail.max(end.saturating_sub(CHUNK / 2));
        let closed = held.get(from..).is_some_and(|rest| rest.contains(&b'>'));
        let from = if closed { end } else { from };
        window.copy_within(from..end, 0);
        kept = end - from;
    }
}

/// The range of a tag `mergeCell`, if it matters.
fn range(tag: &str) -> Option<Merge> {
    let (_, value) = tag.split_once("ref=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, _) = value.get(1..)?.split_once(quote)?;
    let (first, last) = value.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    Merge::new(top, bottom, left, right)
}

fn place_of(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    let first = *mark.first()?;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|&byte| byte == first)?;
        if bytes.get(at..)?.starts_with(mark) {
            return Some(at);
        }
        at += 1;
    }
}
