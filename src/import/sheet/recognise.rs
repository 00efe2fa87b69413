//! What kind of file it is: by its content, and only where that leaves it open, by its name.

use super::archive::Archive;
use super::{Found, MAX_FILE, SheetError, ods, ole};

/// The kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with delimiters.
    Csv,
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// A workbook of Excel 97 to 2003.
    Xls,
    /// A workbook of `LibreOffice` and its relatives.
    Ods,
}

/// Says what a file is, or why it is not read.
pub fn recognise(bytes: &[u8], name: &str) -> Result<Format, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.len() > MAX_FILE {
        return Err(SheetError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if bytes.starts_with(&ole::MAGIC) {
        return compound(bytes);
    }
    if let Some(found) = foreign(bytes) {
        return Err(SheetError::WrongType(found));
    }
    text(bytes, name)
}

/// What other files begin with.
fn foreign(bytes: &[u8]) -> Option<Found> {
    const STARTS: [(&[u8], Found); 17] = [
        (b"%PDF-", Found::Pdf),
        (b"\x89PNG", Found::Image),
        (b"\xff\xd8\xff", Found::Image),
        (b"GIF8", Found::Image),
        (b"RIFF", Found::Unknown),
        (b"II*\0", Found::Image),
        (b"MM\0*", Found::Image),
        (b"{\\rtf", Found::Document),
        (b"Rar!", Found::Archive),
        (b"7z\xbc\xaf", Found::Archive),
        (b"\x1f\x8b", Found::Archive),
        (b"BZh", Found::Archive),
        (b"\xfd7zXZ", Found::Archive),
        // The streams that Excel 2 to 4 wrote without a container.
        (b"\x09\x00\x04\x00", Found::OldWorkbook),
        (b"\x09\x02\x06\x00", Found::OldWorkbook),
        (b"\x09\x04\x06\x00", Found::OldWorkbook),
        (b"SQLite format 3", Found::Unknown),
    ];
    STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, found)| *found)
}

fn text(bytes: &[u8], name: &str) -> Result<Format, SheetError> {
    // UTF-16 has a zero in every other byte; web pages in it still show their signs.
    let head: String = bytes
        .iter()
        .take(4096)
        .filter(|&&byte| byte != 0)
        .map(|&byte| char::from(byte).to_ascii_lowercase())
        .collect();
    let head = head.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{ef}' | '\u{bb}' | '\u{bf}' | '\u{ff}' | '\u{fe}')
    });
    if head.is_empty() {
        return Err(SheetError::Empty);
    }
    if head.starts_with("<?xml") && head.contains("office:spreadsheet") {
        return Err(SheetError::WrongType(Found::XmlWorkbook));
    }
    let tags = ["<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<style", "<div"];
    let page = head.starts_with('<') && tags.iter().any(|tag| head.contains(tag));
    if page || head.starts_with("mime-version:") {
        return Err(SheetError::WrongType(Found::WebPage));
    }
    let control =
        |c: char| matches!(c, '\u{1}'..='\u{8}' | '\u{e}'..='\u{19}' | '\u{1c}'..='\u{1f}');
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if head.starts_with("<?xml")
        || (!marked && (head.contains(control) || bytes.contains(&0)))
        || of_another_kind(name)
    {
        return Err(SheetError::WrongType(Found::Unknown));
    }
    Ok(Format::Csv)
}

/// Whether the name says that a text is no table. Tables under the name of a workbook are common:
/// many programs export text as `.xls`.
fn of_another_kind(name: &str) -> bool {
    const OTHERS: [&str; 12] =
        ["json", "geojson", "xml", "sql", "md", "log", "ini", "yaml", "yml", "js", "py", "rtf"];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    OTHERS.iter().any(|other| extension.eq_ignore_ascii_case(other))
}

fn zipped(bytes: &[u8]) -> Result<Format, SheetError> {
    let archive = Archive::open(bytes)?;
    if archive.has("xl/workbook.bin") {
        return Err(SheetError::WrongType(Found::BinaryWorkbook));
    }
    if archive.has_below("xl/") || archive.has("xl/workbook.xml") {
        let macros = archive.names().any(|name| name.ends_with("vbaproject.bin"))
            || archive.has_below("xl/macrosheets/");
        return if macros { Err(SheetError::Macros) } else { Ok(Format::Xlsx) };
    }
    if archive.has("mimetype") || archive.has("content.xml") {
        return ods::recognise(&archive).map(|()| Format::Ods);
    }
    let found = if archive.has_below("word/") {
        Found::Document
    } else if archive.has_below("ppt/") {
        Found::Slides
    } else if archive.names().any(|name| name.contains(".iwa") || name == "index.zip") {
        Found::Apple
    } else {
        Found::Archive
    };
    Err(SheetError::WrongType(found))
}

fn compound(bytes: &[u8]) -> Result<Format, SheetError> {
    let container = ole::Container::open(bytes)?;
    if container.has("EncryptedPackage") {
        return Err(SheetError::Encrypted);
    }
    if container.has("Workbook") {
        let macros = container.has("_VBA_PROJECT_CUR") || container.has("_VBA_PROJECT");
        return if macros { Err(SheetError::Macros) } else { Ok(Format::Xls) };
    }
    Err(SheetError::WrongType(if container.has("Book") {
        Found::OldWorkbook
    } else if container.has("WordDocument") {
        Found::Document
    } else if container.has("PowerPoint Document") {
        Found::Slides
    } else {
        Found::Unknown
    }))
}
