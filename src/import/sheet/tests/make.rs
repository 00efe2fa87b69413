//! Files made by hand: archives, open documents, and the containers of old workbooks.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An archive of these parts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet, with further parts.
pub(super) fn xlsx_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            br#"<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="x"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="x" Type="a/worksheet" Target="s.xml"/><Relationship Id="y" Type="a/sharedStrings" Target="t.xml"/></Relationships>"#,
        ),
        ("xl/s.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    archive(&parts)
}

pub(super) fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

/// An open document with this spreadsheet in its body, and these styles.
pub(super) fn ods(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>{styles}\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A container with these streams, each filled up to the size from which on it stands in large
/// sectors.
pub(super) fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    const FREE: u32 = 0xffff_ffff;
    let mut sectors: Vec<u8> = Vec::new();
    let mut table: Vec<u32> = Vec::new();
    let mut starts = Vec::new();
    let chain = |bytes: &[u8], sectors: &mut Vec<u8>, table: &mut Vec<u32>| {
        let start = table.len();
        sectors.extend(bytes);
        sectors.resize(sectors.len().next_multiple_of(512), 0);
        let end = sectors.len() / 512;
        table.extend((start + 1..end).map(|next| u32::try_from(next).unwrap()));
        table.push(END);
        u32::try_from(start).unwrap()
    };
    for (_, bytes) in streams {
        let mut bytes = bytes.to_vec();
        bytes.resize(bytes.len().max(4096), 0);
        let start = chain(&bytes, &mut sectors, &mut table);
        starts.push((start, u32::try_from(bytes.len()).unwrap()));
    }
    let mut directory = Vec::new();
    let mut entry = |name: &str, kind: u8, start: u32, size: u32| {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut entry = units.clone();
        entry.resize(64, 0);
        entry.extend(u16::try_from(units.len() + 2).unwrap().to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([FREE, if kind == 5 { 1 } else { FREE }, FREE].map(u32::to_le_bytes).concat());
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(size.to_le_bytes());
        entry.resize(128, 0);
        directory.extend(entry);
    };
    entry("Root Entry", 5, END, 0);
    for ((name, _), (start, size)) in streams.iter().zip(&starts) {
        entry(name, 2, *start, *size);
    }
    let directory = chain(&directory, &mut sectors, &mut table);
    let first = u32::try_from(table.len()).unwrap();
    let count = (table.len() + 1).div_ceil(127);
    table.extend(vec![0xffff_fffd; count]);
    table.resize(count * 128, FREE);
    sectors.extend(table.iter().flat_map(|next| next.to_le_bytes()));

    let count = u32::try_from(count).unwrap();
    let mut header = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    header.resize(24, 0);
    header.extend([0x3e_u16, 3, 0xfffe, 9, 6].map(u16::to_le_bytes).concat());
    header.resize(44, 0);
    header.extend([count, directory, 0, 4096, END, 0, END, 0].map(u32::to_le_bytes).concat());
    let list = (0..109).map(|nth| if nth < count { first + nth } else { FREE });
    header.extend(list.flat_map(u32::to_le_bytes));
    header.extend(sectors);
    header
}

/// One record of an old workbook.
pub(super) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// A text as old workbooks hold it: length, width, characters.
pub(super) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    bytes.push(1);
    bytes.extend(units.into_iter().flat_map(u16::to_le_bytes));
    bytes
}

/// The position and the style of a cell of an old workbook, before its value.
pub(super) fn cell(line: u16, column: u16, style: u16, value: &[u8]) -> Vec<u8> {
    [&[line, column, style].map(u16::to_le_bytes).concat(), value].concat()
}

/// The beginning of the globals (5) or a sheet (16) of an old workbook.
pub(super) fn begin(kind: u16) -> Vec<u8> {
    let mut data = [0x0600, kind, 0, 0].map(u16::to_le_bytes).concat();
    data.resize(16, 0);
    record(0x0809, &data)
}
