//! What the columns of a table hold, by their titles.
//!
//! Titles stand in one row or in two (a segment or date over several columns, what is counted
//! below it), under rows of titles that belong to the whole sheet. A title that is not known stays
//! unknown: the user says what it is, or leaves it out.

use super::date;
use crate::domain::wording::fold;
use crate::domain::{AsOf, SegmentCode};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The code of the region.
    Code,
    /// The name of the region.
    Name,
    /// The name or code of the region above.
    Parent,
    /// The segment.
    Segment,
    /// The as-of date.
    AsOf,
    /// How exactly the date is known: `day`, `month`, `year`.
    Precision,
    /// The kind of figure: `active`, `registered` and so on.
    Kind,
    /// Active participants.
    Active,
    /// Eligible workers.
    Workforce,
    /// The percent as printed.
    Percent,
    /// Workers not covered.
    Uncovered,
    /// The place that the source gives.
    Rank,
    /// Among how many.
    RankOf,
    /// Whether counts are rounded.
    Rounded,
    /// The code of the source.
    Source,
    /// A remark.
    Note,
    /// Of no use here.
    Ignored,
}

impl Field {
    /// Every field under the name by which a mapping calls it.
    pub const ALL: [(Self, &'static str, &'static str); 17] = [
        (Self::Code, "kode", "Kode wilayah"),
        (Self::Name, "nama", "Nama wilayah"),
        (Self::Parent, "induk", "Wilayah induk"),
        (Self::Segment, "segmen", "Segmen"),
        (Self::AsOf, "tanggal", "Tanggal data"),
        (Self::Precision, "ketelitian", "Ketelitian tanggal"),
        (Self::Kind, "jenis", "Jenis angka"),
        (Self::Active, "peserta", "Peserta aktif"),
        (Self::Workforce, "pekerja", "Pekerja dalam semesta"),
        (Self::Percent, "persen", "Cakupan (persen)"),
        (Self::Uncovered, "belum", "Belum terlindungi"),
        (Self::Rank, "peringkat", "Peringkat"),
        (Self::RankOf, "dari", "Peringkat dari"),
        (Self::Rounded, "pembulatan", "Angka dibulatkan"),
        (Self::Source, "sumber", "Kode sumber"),
        (Self::Note, "catatan", "Catatan"),
        (Self::Ignored, "abaikan", "Abaikan kolom ini"),
    ];

    /// Its name in a mapping.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(field, ..)| *field == self).map_or("", |(_, word, _)| word)
    }

    /// Its name for readers.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(field, ..)| *field == self).map_or("", |(.., label)| label)
    }

    /// The field of a name in a mapping.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == word).map(|(field, ..)| *field)
    }

    /// Whether it is a number of the figure.
    pub fn is_measure(self) -> bool {
        matches!(self, Self::Active | Self::Workforce | Self::Percent | Self::Uncovered)
    }
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title as it stands in the file, rows joined by a stroke.
    pub title: String,
    /// What it holds; `None` while nobody knows.
    pub field: Option<Field>,
    /// The segment that the title names.
    pub segment: Option<SegmentCode>,
    /// The date that the title names.
    pub as_of: Option<AsOf>,
}

/// The titles of a table and where its rows begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// The line of the first title row.
    pub line: u32,
    /// Rows of titles, without those of the sheet above.
    pub rows: usize,
    /// The line at which the data begin.
    pub data_line: u32,
    /// The one date that titles of the whole sheet name.
    pub sheet_as_of: Option<AsOf>,
}

/// Rows that are looked through for the titles.
pub const LOOKED_THROUGH: usize = 40;

/// Titles by what they mean, folded; a title that begins with one of the longer ones means it too.
const TITLES: &[(Field, &[&str])] = &[
    (
        Field::Code,
        &[
            "kode",
            "kode wilayah",
            "kode wil",
            "kode wilayah kemendagri",
            "kode kemendagri",
            "kode bps",
            "kode daerah",
            "kode kab kota",
            "kode kabupaten kota",
            "kode provinsi",
            "kode prov",
            "region code",
            "kd wilayah",
            "kdwil",
            "kode kabkota",
        ],
    ),
    (
        Field::Name,
        &[
            "wilayah",
            "nama wilayah",
            "nama",
            "nama daerah",
            "daerah",
            "kabupaten kota",
            "kab kota",
            "kabupaten",
            "kabkota",
            "nama kab kota",
            "nama kabupaten kota",
            "region name",
            "kab kot",
            "provinsi kabupaten kota",
            "kabupaten",
            "pemerintah daerah",
            "pemda",
            "lokasi",
        ],
    ),
    (
        Field::Parent,
        &[
            "provinsi induk",
            "wilayah induk",
            "induk",
            "parent",
            "kode induk",
            "kode provinsi induk",
        ],
    ),
    (Field::Segment, &["segmen", "segment", "segmen kepesertaan", "jenis kepesertaan"]),
    (
        Field::AsOf,
        &[
            "tanggal",
            "tanggal data",
            "tgl data",
            "tgl",
            "per tanggal",
            "posisi",
            "periode",
            "as of",
            "bulan",
            "posisi data",
            "tahun",
            "data per",
            "per",
        ],
    ),
    (Field::Precision, &["as of precision", "ketelitian", "ketelitian tanggal"]),
    (Field::Kind, &["kind", "jenis angka", "jenis data"]),
    (
        Field::Active,
        &[
            "peserta",
            "peserta aktif",
            "jumlah peserta aktif",
            "jumlah peserta",
            "tk aktif",
            "tenaga kerja aktif",
            "jumlah tk aktif",
            "aktif",
            "kepesertaan aktif",
            "active",
            "pekerja terlindungi",
            "sudah terlindungi",
            "terlindungi",
            "realisasi peserta",
            "jumlah tenaga kerja aktif",
            "kepesertaan",
            "peserta terlindungi",
        ],
    ),
    (
        Field::Workforce,
        &[
            "pekerja",
            "angkatan kerja",
            "semesta",
            "semesta pekerja",
            "potensi",
            "potensi pekerja",
            "jumlah pekerja",
            "angk kerja",
            "penduduk bekerja",
            "workforce",
            "potensi tk",
            "potensi tenaga kerja",
            "jumlah angkatan kerja",
            "semesta tk",
            "eligible",
            "angkatan kerja non asn",
            "penduduk yang bekerja",
            "universe",
            "potensi peserta",
            "pekerja dalam semesta",
            "jumlah potensi",
        ],
    ),
    (
        Field::Percent,
        &[
            "persen",
            "persentase",
            "cakupan",
            "coverage",
            "coverage pct",
            "ucj",
            "capaian",
            "cakupan persen",
            "persentase cakupan",
            "capaian ucj",
            "persentase ucj",
            "coverage ucj",
            "cakupan ucj",
            "realisasi persen",
            "prosentase",
            "universal coverage",
            "presentase",
            "persentase kepesertaan",
        ],
    ),
    (
        Field::Uncovered,
        &[
            "belum",
            "belum terlindungi",
            "uncovered",
            "belum peserta",
            "gap",
            "selisih",
            "belum menjadi peserta",
            "pekerja belum terlindungi",
            "sisa potensi",
            "belum terdaftar",
        ],
    ),
    (Field::Rank, &["peringkat", "ranking", "rank", "rangking"]),
    (Field::RankOf, &["rank of", "peringkat dari", "dari"]),
    (Field::Rounded, &["rounded", "pembulatan", "dibulatkan"]),
    (Field::Source, &["sumber", "source", "source id", "kode sumber", "sumber data"]),
    (Field::Note, &["catatan", "note", "keterangan", "ket", "komentar", "ket "]),
    (Field::Ignored, &["no", "no urut", "nomor", "nomor urut", "#", "nr"]),
];

/// Segments by what titles and cells call them, folded.
const SEGMENTS: &[(&str, &[&str])] = &[
    (
        "total",
        &[
            "total",
            "jumlah",
            "total semua segmen",
            "semua segmen",
            "seluruh segmen",
            "jumlah total",
        ],
    ),
    (
        "total_tanpa_jakon",
        &[
            "total tanpa jakon",
            "tanpa jakon",
            "total tanpa jasa konstruksi",
            "tanpa jasa konstruksi",
            "pu bpu",
        ],
    ),
    (
        "pu",
        &["pu", "penerima upah", "penerima upah pu", "segmen pu", "pekerja penerima upah", "ppu"],
    ),
    (
        "bpu",
        &[
            "bpu",
            "bukan penerima upah",
            "bukan penerima upah bpu",
            "segmen bpu",
            "pekerja bukan penerima upah",
            "pbpu",
            "informal",
        ],
    ),
    (
        "jakon",
        &[
            "jakon",
            "jasa konstruksi",
            "jasa konstruksi jakon",
            "konstruksi",
            "jaskon",
            "segmen jakon",
        ],
    ),
    ("pmi", &["pmi", "pekerja migran indonesia", "pekerja migran", "pekerja migran indonesia pmi"]),
    ("pu_jakon", &["pu jakon", "pu dan jakon", "formal", "penerima upah dan jasa konstruksi"]),
    ("jakon_pmi", &["jakon pmi", "jakon dan pmi"]),
    ("rentan", &["rentan", "pekerja rentan"]),
    ("non_asn", &["non asn", "pegawai non asn", "nonasn"]),
    ("desa", &["desa", "ekosistem desa", "kelembagaan desa"]),
    ("perangkat_desa", &["perangkat desa"]),
    ("rt_rw", &["rt rw", "pengurus rt rw"]),
    ("gtk", &["gtk", "guru", "guru dan tenaga kependidikan"]),
    ("nakes", &["nakes", "tenaga kesehatan"]),
    ("miskin", &["pekerja miskin"]),
    ("miskin_ekstrem", &["miskin ekstrem", "pekerja miskin ekstrem"]),
];

/// The segment that a text names: its code, or a name it is known by.
pub fn segment_of(text: &str) -> Option<SegmentCode> {
    let folded = fold(text);
    let by_name = SEGMENTS.iter().find(|(_, names)| names.contains(&folded.as_str()));
    if let Some((code, _)) = by_name {
        return SegmentCode::parse(code);
    }
    SegmentCode::parse(text.trim())
}

/// What a single title means.
fn field_of(folded: &str) -> Option<Field> {
    TITLES.iter().find(|(_, titles)| titles.contains(&folded)).map(|(field, _)| *field)
}

/// A title without what is known otherwise: units in brackets and numbers of columns.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for ch in text.chars() {
        match ch {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '%' if depth == 0 => plain.push_str(" persen "),
            _ if depth == 0 => plain.push(ch),
            _ => {}
        }
    }
    fold(&plain)
}

/// What the titles of one column mean together.
fn column(titles: &[&str]) -> Column {
    let mut shown: Vec<&str> = titles.iter().map(|title| title.trim()).collect();
    shown.retain(|title| !title.is_empty());
    shown.dedup();
    let mut column = Column { title: shown.join(" / "), field: None, segment: None, as_of: None };
    for title in shown {
        let folded = plain(title);
        if let Some(field) = field_of(&folded) {
            column.field = Some(field);
        } else if let Some(segment) = named_segment(&folded) {
            column.segment = Some(segment);
        } else if let Some(as_of) = date::find(title) {
            column.as_of = Some(as_of);
            // "Peserta aktif per 30 April 2025"
            let before = plain(title.split(|ch: char| ch.is_ascii_digit()).next().unwrap_or(""));
            column.field = column.field.or_else(|| leading_field(&before));
        } else if let Some((field, segment)) = both(&folded) {
            column.field = Some(field);
            column.segment = Some(segment);
        } else if title.contains('%') && folded.trim() == "persen" {
            column.field = Some(Field::Percent);
        }
    }
    column
}

fn named_segment(folded: &str) -> Option<SegmentCode> {
    let found = SEGMENTS.iter().find(|(_, names)| names.contains(&folded));
    found.and_then(|(code, _)| SegmentCode::parse(code))
}

/// "Peserta PU", "PU peserta", "Cakupan BPU".
fn both(folded: &str) -> Option<(Field, SegmentCode)> {
    let words: Vec<&str> = folded.split(' ').collect();
    (1..words.len()).find_map(|at| {
        let (head, tail) = (words[..at].join(" "), words[at..].join(" "));
        let pair = |measure: &str, segment: &str| {
            let field = field_of(measure).filter(|field| field.is_measure())?;
            Some((field, named_segment(segment)?))
        };
        pair(&head, &tail).or_else(|| pair(&tail, &head))
    })
}

/// The measure that a title begins with.
fn leading_field(folded: &str) -> Option<Field> {
    let words: Vec<&str> = folded.split(' ').collect();
    (1..=words.len())
        .rev()
        .find_map(|end| field_of(&words[..end].join(" ")).filter(|field| field.is_measure()))
}

/// A row as titles are looked for in it: its line and the text of each cell.
pub type TitleRow = (u32, Vec<String>);

/// Finds the titles among the first rows of a table.
///
/// The title row is the first one that names a region column and a second known column; the next
/// rows belong to it while they only go on with titles.
pub fn find(rows: &[TitleRow]) -> Option<Header> {
    let columns_of = |row: &[String]| -> Vec<Column> {
        row.iter().map(|title| column(&[title.as_str()])).collect()
    };
    let fits = |cells: &[String], others: fn(&Column) -> bool| {
        let columns = columns_of(cells);
        let places = columns.iter().filter(|c| matches!(c.field, Some(Field::Code | Field::Name)));
        places.count() > 0 && columns.iter().filter(|c| others(c)).count() > 1
    };
    let is_known = |c: &Column| {
        c.segment.is_some() || c.as_of.is_some() || c.field.is_some_and(|f| f != Field::Ignored)
    };
    // Where no row fits, one with a region column beside titles that the user has to explain.
    let is_title = |c: &Column| c.title.chars().any(char::is_alphabetic);
    let at = rows
        .iter()
        .position(|(_, cells)| fits(cells, is_known))
        .or_else(|| rows.iter().position(|(_, cells)| fits(cells, is_title)))?;
    let (line, first) = &rows[at];
    let mut titles: Vec<Vec<&str>> = vec![filled(first)];
    let mut next = at + 1;
    while let Some((_, cells)) = rows.get(next) {
        if is_numbering(cells) {
            next += 1;
            continue;
        }
        if titles.len() >= 3 || !goes_on(&titles, cells) {
            break;
        }
        titles.push(cells.iter().map(String::as_str).collect());
        next += 1;
    }
    let width = titles.iter().map(Vec::len).max().unwrap_or_default();
    let columns = (0..width)
        .map(|place| {
            let own: Vec<&str> =
                titles.iter().map(|row| row.get(place).copied().unwrap_or("")).collect();
            column(&own)
        })
        .collect();
    let sheet_as_of = sheet_date(&rows[..at]);
    let above = rows[next - 1].0;
    let data_line = rows.get(next).map_or(above + 1, |(line, _)| *line);
    Some(Header { columns, line: *line, rows: titles.len(), data_line, sheet_as_of })
}

/// A title over several columns stands in the first of them; the others are empty.
fn filled(cells: &[String]) -> Vec<&str> {
    let mut over = "";
    cells
        .iter()
        .map(|cell| {
            let own = cell.trim();
            if !own.is_empty() {
                let column = column(&[own]);
                let spans = column.segment.is_some() || column.as_of.is_some();
                over = if spans { own } else { "" };
                return own;
            }
            over
        })
        .collect()
}

/// Whether a row goes on with titles: it has some, none under a region column, and no numbers.
fn goes_on(titles: &[Vec<&str>], cells: &[String]) -> bool {
    let mut known = 0;
    for (place, cell) in cells.iter().enumerate() {
        let text = cell.trim();
        if text.is_empty() {
            continue;
        }
        let above = titles[0].get(place).copied().unwrap_or("");
        let region = matches!(column(&[above]).field, Some(Field::Code | Field::Name));
        if region && text != above {
            return false;
        }
        let own = column(&[text]);
        if own.field.is_some() || own.segment.is_some() || own.as_of.is_some() {
            known += 1;
        } else if text.bytes().any(|byte| byte.is_ascii_digit()) {
            return false;
        }
    }
    known > 0
}

/// `1 2 3 4` or `(1) (2) (3)` under the titles.
fn is_numbering(cells: &[String]) -> bool {
    let numbers: Vec<Option<usize>> = cells
        .iter()
        .map(|cell| cell.trim().trim_start_matches('(').trim_end_matches(')'))
        .filter(|cell| !cell.is_empty())
        .map(|cell| cell.parse().ok())
        .collect();
    numbers.len() > 2
        && numbers.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if *b == a + 1))
        && matches!(numbers[0], Some(1 | 2))
}

/// The one date that the rows above the titles name.
fn sheet_date(rows: &[TitleRow]) -> Option<AsOf> {
    let mut found = rows.iter().flat_map(|(_, cells)| cells).filter_map(|cell| date::find(cell));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}
