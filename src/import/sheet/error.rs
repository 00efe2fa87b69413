//! Why a file cannot be read: in English for the log, in Indonesian for the user.

use super::{MAX_CELL, MAX_COLUMNS, MAX_FILE, MAX_ROWS};

/// What a file turned out to be instead of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A PDF document.
    Pdf,
    /// A picture.
    Image,
    /// A text document of a word processor.
    Document,
    /// A presentation.
    Slides,
    /// A web page, often under the name of a workbook.
    WebPage,
    /// A workbook as one XML file, the way Excel 2003 wrote it.
    XmlWorkbook,
    /// A binary workbook (`.xlsb`).
    BinaryWorkbook,
    /// A workbook from before Excel 97.
    OldWorkbook,
    /// A document of Apple Numbers, Pages or Keynote.
    Apple,
    /// A packed archive of other files.
    Archive,
    /// Bytes that are neither text nor a known container.
    Unknown,
}

impl Found {
    fn english(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF document",
            Self::Image => "a picture",
            Self::Document => "a text document",
            Self::Slides => "a presentation",
            Self::WebPage => "a web page",
            Self::XmlWorkbook => "an XML workbook of Excel 2003",
            Self::BinaryWorkbook => "a binary workbook (xlsb)",
            Self::OldWorkbook => "a workbook from before Excel 97",
            Self::Apple => "an Apple iWork document",
            Self::Archive => "an archive of other files",
            Self::Unknown => "of an unknown type",
        }
    }

    fn indonesian(self) -> &'static str {
        match self {
            Self::Pdf => {
                "Berkas ini dokumen PDF, bukan tabel. Mintalah tabel asalnya dari pembuat dokumen, \
                 simpan sebagai .xlsx atau .csv, lalu unggah."
            }
            Self::Image => {
                "Berkas ini gambar, bukan tabel. Mintalah tabel asalnya, simpan sebagai .xlsx atau \
                 .csv, lalu unggah."
            }
            Self::Document => {
                "Berkas ini dokumen teks, bukan lembar kerja. Salin tabelnya ke Excel, simpan \
                 sebagai .xlsx, lalu unggah."
            }
            Self::Slides => {
                "Berkas ini presentasi, bukan lembar kerja. Salin tabelnya ke Excel, simpan \
                 sebagai .xlsx, lalu unggah."
            }
            Self::WebPage => {
                "Isi berkas ini halaman web, apa pun akhiran namanya. Buka di Excel, simpan ulang \
                 sebagai .xlsx, lalu unggah lagi."
            }
            Self::XmlWorkbook => {
                "Berkas ini lembar kerja XML dari Excel 2003. Buka di Excel, simpan ulang sebagai \
                 .xlsx, lalu unggah lagi."
            }
            Self::BinaryWorkbook => {
                "Berkas ini buku kerja biner (.xlsb), yang tidak dibaca di sini. Buka di Excel, \
                 simpan ulang sebagai .xlsx, lalu unggah lagi."
            }
            Self::OldWorkbook => {
                "Berkas ini ditulis oleh Excel versi lama (sebelum Excel 97). Buka di Excel, \
                 simpan ulang sebagai .xlsx, lalu unggah lagi."
            }
            Self::Apple => {
                "Berkas ini dokumen Apple. Buka di Numbers, ekspor ke Excel (.xlsx), lalu unggah \
                 hasilnya."
            }
            Self::Archive => {
                "Berkas ini arsip yang memuat berkas lain. Ekstrak dahulu, lalu unggah lembar \
                 kerja di dalamnya."
            }
            Self::Unknown => {
                "Jenis berkas ini tidak dikenali. Unggah berkas .csv, .xlsx, .xls, atau .ods."
            }
        }
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than may be uploaded.
    #[error("the file is larger than {} MB", MAX_FILE >> 20)]
    TooLarge,
    /// The file is something else than a table.
    #[error("the file is {}", .0.english())]
    WrongType(Found),
    /// The workbook is locked with a password.
    #[error("the workbook is encrypted")]
    Encrypted,
    /// The workbook carries macros.
    #[error("the workbook contains macros")]
    Macros,
    /// The file breaks off, or its parts contradict one another.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Unpacked, the workbook would be far larger than any real one.
    #[error("the workbook unpacks to too much: {0}")]
    Bomb(&'static str),
    /// The workbook has no sheet with cells.
    #[error("the workbook has no worksheet")]
    NoSheet,
    /// A sheet was asked for that the workbook does not have.
    #[error("there is no sheet number {0}")]
    UnknownSheet(usize),
    /// More rows than are read.
    #[error("more than {MAX_ROWS} rows")]
    TooManyRows,
    /// A row reaches too far to the right.
    #[error("line {0} has more than {MAX_COLUMNS} columns")]
    TooManyColumns(u32),
    /// A cell holds more than a cell of a workbook can.
    #[error("a cell in line {0} is longer than {MAX_CELL} characters")]
    CellTooLong(u32),
    /// Rows do not follow one another, or a cell stands twice in a row.
    #[error("the row of line {0} is out of order")]
    OutOfOrder(u32),
    /// More merged cells than a table has.
    #[error("too many merged cells")]
    TooManyMerges,
    /// Merged cells lie upon one another.
    #[error("merged cells overlap in line {0}")]
    OverlappingMerges(u32),
    /// A quotation mark opens a cell that no other closes.
    #[error("the quotation mark in line {0} is not closed")]
    OpenQuote(u32),
}

impl SheetError {
    /// What happened and what to do about it, for the user.
    #[must_use]
    pub fn tell(&self) -> String {
        match self {
            Self::Empty => "Berkas ini kosong. Periksa berkasnya, lalu unggah lagi.".to_owned(),
            Self::TooLarge => format!(
                "Berkas ini lebih besar dari {} MB. Bagi menjadi beberapa berkas, lalu unggah satu \
                 per satu.",
                MAX_FILE >> 20
            ),
            Self::WrongType(found) => found.indonesian().to_owned(),
            Self::Encrypted => "Berkas ini terkunci sandi. Buka di Excel, hapus sandinya, simpan, \
                                lalu unggah lagi."
                .to_owned(),
            Self::Macros => {
                "Berkas ini memuat makro. Makro tidak diterima di sini. Simpan sebagai \
                             .xlsx (tanpa makro), lalu unggah lagi."
                    .to_owned()
            }
            Self::Damaged(_) => "Berkas ini rusak atau terpotong, mungkin karena pengunduhan yang \
                                 terputus. Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah \
                                 lagi."
                .to_owned(),
            Self::Bomb(_) => "Isi berkas ini jauh lebih besar daripada ukurannya, sehingga tidak \
                              dibuka. Salin tabelnya ke buku kerja baru, simpan sebagai .xlsx, \
                              lalu unggah lagi."
                .to_owned(),
            Self::NoSheet => {
                "Tidak ada lembar yang berisi tabel di berkas ini. Periksa berkasnya, \
                              lalu unggah lagi."
                    .to_owned()
            }
            Self::UnknownSheet(_) => {
                "Lembar yang dipilih tidak ada di berkas ini. Pilih lembar lain.".to_owned()
            }
            Self::TooManyRows => format!(
                "Lembar ini memuat lebih dari {} baris. Bagi menjadi beberapa berkas, lalu unggah \
                 satu per satu.",
                dotted(MAX_ROWS)
            ),
            Self::TooManyColumns(line) => format!(
                "Baris {line} memuat lebih dari {} kolom. Hapus kolom yang tidak diperlukan, \
                 simpan, lalu unggah lagi.",
                dotted(MAX_COLUMNS)
            ),
            Self::CellTooLong(line) => format!(
                "Sebuah sel di baris {line} memuat lebih dari {} karakter. Persingkat isinya, \
                 simpan, lalu unggah lagi.",
                dotted(MAX_CELL)
            ),
            Self::OutOfOrder(line) => format!(
                "Baris {line} tersimpan tidak berurutan atau memuat satu sel dua kali, sehingga \
                 isinya tidak jelas. Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah lagi."
            ),
            Self::TooManyMerges => "Lembar ini memuat terlalu banyak sel gabungan. Pisahkan \
                                    sel-selnya, simpan, lalu unggah lagi."
                .to_owned(),
            Self::OverlappingMerges(line) => format!(
                "Sel gabungan di baris {line} saling tumpang tindih, sehingga isinya tidak jelas. \
                 Pisahkan sel-selnya, simpan, lalu unggah lagi."
            ),
            Self::OpenQuote(line) => format!(
                "Tanda kutip (\") di baris {line} dibuka, tetapi tidak ditutup. Tutup atau hapus \
                 tanda kutip itu, simpan, lalu unggah lagi."
            ),
        }
    }
}

/// A whole number with a dot between thousands.
fn dotted(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_to_the_user_says_what_to_do() {
        let all = [
            SheetError::Empty,
            SheetError::TooLarge,
            SheetError::WrongType(Found::Pdf),
            SheetError::WrongType(Found::WebPage),
            SheetError::WrongType(Found::Unknown),
            SheetError::Encrypted,
            SheetError::Macros,
            SheetError::Damaged("x".to_owned()),
            SheetError::Bomb("x"),
            SheetError::NoSheet,
            SheetError::UnknownSheet(3),
            SheetError::TooManyRows,
            SheetError::TooManyColumns(7),
            SheetError::CellTooLong(7),
            SheetError::OpenQuote(7),
            SheetError::OutOfOrder(7),
            SheetError::TooManyMerges,
            SheetError::OverlappingMerges(7),
        ];
        for one in all {
            let text = one.tell();
            assert!(text.ends_with('.') && text.contains(". "), "{text}");
            let small = text.to_lowercase();
            assert!(!["error", "invalid", "gagal"].iter().any(|w| small.contains(w)), "{text}");
        }
        assert!(SheetError::TooManyRows.tell().contains("1.000.000 baris"));
        assert!(SheetError::CellTooLong(2).tell().contains("32.767"));
        assert!(SheetError::TooLarge.tell().contains("50 MB"));
    }
}
