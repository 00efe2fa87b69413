//! Templates for files to bring in: what each column means, and rows that show it.
//!
//! One description for each kind of file; [`Template::xlsx`] and [`Template::csv`] are both made of
//! it. Words that a column may hold come from where they are read: the domain, the store, the import.

use super::{Error, comma, kinds, workbook};
use crate::db::segments::{self, Segment};
use crate::db::{self, Connection, regions};
use crate::domain::wording::percent_bare;
use crate::domain::{Level, Percent};

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Figures, one row a region, segment and date.
    Figures,
    /// Figures with the segments side by side.
    FiguresWide,
    /// Targets.
    Targets,
    /// Funding.
    Funding,
    /// Regulations.
    Regulations,
    /// Kecamatan, desa and kelurahan.
    Regions,
    /// Sources.
    Sources,
}

impl Subject {
    /// Every subject, its word in addresses, and what its file holds, for readers.
    pub const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Figures, "angka", "Angka kepesertaan, satu baris satu segmen"),
        (Self::FiguresWide, "angka-lebar", "Angka kepesertaan, segmen bersebelahan"),
        (Self::Targets, "target", "Target"),
        (Self::Funding, "pendanaan", "Pendanaan"),
        (Self::Regulations, "regulasi", "Regulasi"),
        (Self::Regions, "wilayah", "Kecamatan, desa, dan kelurahan"),
        (Self::Sources, "sumber", "Sumber"),
    ];

    /// Its word in addresses and names of files.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(subject, ..)| *subject == self).map_or("", |(_, word, _)| word)
    }

    /// What its file holds.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(subject, ..)| *subject == self).map_or("", |(.., label)| label)
    }

    /// The subject of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == word).map(|(subject, ..)| *subject)
    }
}

/// How a column is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A code, which a spreadsheet must not take for a number.
    Code,
    /// Words of one's own.
    Text,
    /// A whole number.
    Count,
    /// A percent.
    Percent,
    /// Rupiah.
    Rupiah,
    /// A year.
    Year,
    /// A date, as exact as it is known.
    Date,
    /// One of these words.
    Words(Vec<Word>),
}

impl Form {
    /// How to write it, for readers.
    pub fn told(&self) -> &'static str {
        match self {
            Self::Code => "Persis seperti aslinya; titik dan nol di depan ikut ditulis",
            Self::Text => "Teks",
            Self::Count => "Bilangan bulat: 592806 atau 592.806",
            Self::Percent => "45,17 atau 45,17%; paling banyak dua angka di belakang koma",
            Self::Rupiah => "3024000000, 3.024.000.000, atau Rp3,02 miliar",
            Self::Year => "Empat angka: 2025",
            Self::Date => {
                "2025-04-30, 30 April 2025, April 2025, Triwulan III 2025, atau 2025; seteliti \
                 yang diketahui"
            }
            Self::Words(_) => "Pilih dari daftar; artinya ada di bawah tabel ini",
        }
    }
}

/// A word that a column may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is written in the cell.
    pub word: String,
    /// What it means; empty where the word says it.
    pub meaning: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title, as the import knows it.
    pub title: &'static str,
    /// What it holds, as a sentence.
    pub meaning: &'static str,
    /// Whether no row can do without it.
    pub needed: bool,
    /// How it is written.
    pub form: Form,
}

/// A cell of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Words or a code.
    Text(&'static str),
    /// A whole number.
    Count(i64),
    /// A percent.
    Percent(Percent),
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What it is for.
    pub subject: Subject,
    /// A line above the titles that belongs to all rows, such as their date.
    pub above: Option<&'static str>,
    /// Titles over several columns: first and last column, title. The others reach down over both
    /// rows of titles.
    pub over: Vec<(usize, usize, &'static str)>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Rows that show how it is filled in. All stand in the published data, so that a template that
    /// is brought in as it is changes nothing.
    pub examples: Vec<Vec<Value>>,
    /// Regions to look up: code, full name, full name of the region above; empty where a row needs
    /// none.
    pub regions: Vec<[String; 3]>,
}

/// What stands above the titles of every template.
pub const NOTICE: &str =
    "Baris contoh ada di bawah judul. Timpa atau hapus sebelum berkas ini diunggah.";

/// What templates are made of that the database knows.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub(super) segments: Vec<Segment>,
    pub(super) regions: Vec<[String; 3]>,
}

impl Known {
    /// Loads it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn load(c: &mut Connection) -> Result<Self, db::Error> {
        let provinces = regions::of_level(c, Level::Province)?;
        let regencies = regions::of_level(c, Level::Regency)?;
        let above = |id: Option<i32>| {
            provinces
                .iter()
                .find(|province| Some(province.id) == id)
                .map_or_else(String::new, |province| province.full_name.clone())
        };
        let mut rows: Vec<[String; 3]> = provinces
            .iter()
            .chain(&regencies)
            .map(|region| {
                let code = region.code.as_str().to_owned();
                [code, region.full_name.clone(), above(region.parent_id)]
            })
            .collect();
        rows.sort();
        Ok(Self { segments: segments::all(c)?, regions: rows })
    }
}

impl Template {
    /// The template of a subject.
    pub fn of(subject: Subject, known: &Known) -> Self {
        kinds::describe(subject, known)
    }

    /// Rows of titles: one, or two where titles stand over others.
    pub fn title_rows(&self) -> usize {
        if self.over.is_empty() { 1 } else { 2 }
    }

    /// As a workbook: the sheet to fill in, an explanation of each column, regions to look up.
    ///
    /// # Errors
    /// When the workbook cannot be written.
    pub fn xlsx(&self) -> Result<Vec<u8>, Error> {
        Ok(workbook::template(self)?)
    }

    /// As comma-separated values, with the mark that tells spreadsheets that it is UTF-8.
    pub fn csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        comma::line(&[NOTICE], &mut text);
        if let Some(above) = self.above {
            comma::line(&[above], &mut text);
        }
        let titles: Vec<&str> = self.columns.iter().map(|column| column.title).collect();
        if self.over.is_empty() {
            comma::line(&titles, &mut text);
        } else {
            let over = |place: usize| self.over.iter().find(|(a, b, _)| (*a..=*b).contains(&place));
            // A title over several columns stands in the first of them.
            let first = titles.iter().enumerate().map(|(place, title)| match over(place) {
                Some((from, _, title)) if *from == place => title,
                Some(_) => "",
                None => title,
            });
            comma::line(&first.collect::<Vec<_>>(), &mut text);
            let second = titles.iter().enumerate();
            let second = second.map(|(place, title)| over(place).map_or("", |_| title));
            comma::line(&second.collect::<Vec<_>>(), &mut text);
        }
        for row in &self.examples {
            let cells: Vec<String> = row.iter().map(|value| value.plain()).collect();
            comma::line(&cells.iter().map(String::as_str).collect::<Vec<_>>(), &mut text);
        }
        text
    }
}

impl Value {
    /// As it is written in a text file.
    pub fn plain(self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.to_owned(),
            Self::Count(value) => value.to_string(),
            Self::Percent(value) => percent_bare(value),
        }
    }
}
