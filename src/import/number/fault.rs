//! Why a cell holds no number of its column, and what to write instead.

use std::fmt;

use super::super::cell::quoted;
use super::super::text::either;
use super::{Reading, Style, units};
use crate::domain::wording;

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// It can mean two numbers.
    Ambiguous,
    /// Its dots and commas are those of the other style than the column's.
    AgainstStyle(Style),
    /// People and rupiah are whole.
    NotWhole,
    /// Dots, commas and spaces stand where no number has them.
    Shape,
    /// It starts like a code: `007`.
    LeadingZero,
    /// Below zero.
    Negative,
    /// `1,31E+06`, which has lost digits.
    Exponent,
    /// Digits of another script, or signs such as ½.
    ForeignDigits,
    /// A word that is no part of a number.
    Word(String),
    /// A sign that is no part of a number.
    Stray(char),
    /// It counts something else than its column.
    OtherUnit(Reading),
    /// What a spreadsheet shows for a formula without a result.
    Formula,
    /// Beyond what can be stored.
    TooLarge,
    /// Too long to be a number.
    TooLong,
}

/// A cell that holds no number of its column. Its text is for users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberError {
    /// What is wrong.
    pub kind: Kind,
    /// What may be meant, without signs between thousands; empty where nothing can be said.
    pub readings: Vec<String>,
    cell: String,
    reading: Reading,
    /// The decimal sign of the column.
    point: char,
}

impl NumberError {
    pub(super) fn new(text: &str, reading: Reading, point: char, kind: Kind) -> Self {
        Self { kind, readings: Vec::new(), cell: quoted(text), reading, point }
    }

    /// Something that the column takes.
    const fn example(&self) -> &'static str {
        match self.reading {
            Reading::Count => "592806",
            Reading::Percent if self.point == '.' => "45.17",
            Reading::Percent => "45,17",
            Reading::Rupiah => "3024000000",
        }
    }

    fn ambiguous(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let told: Vec<String> = self.readings.iter().map(|reading| told(reading)).collect();
        if let ([told], [reading]) = (told.as_slice(), self.readings.as_slice()) {
            return write!(
                f,
                "{} dapat berarti {told}, atau bilangan lebih besar yang tanda ribuannya bergeser. \
                 Tulis {reading} jika yang pertama benar.",
                self.cell
            );
        }
        write!(f, "{} dapat berarti {}. ", self.cell, either(&told))?;
        if self.readings.iter().all(|reading| reading.ends_with('%')) {
            // A share of one, or a percent: what holds for one such number holds for all of the file.
            return write!(
                f,
                "Tulis {}, atau nyatakan sekali untuk seluruh berkas (Persen di bawah dua).",
                either(&told)
            );
        }
        let whole = |reading: &&String| reading.bytes().all(|byte| byte.is_ascii_digit());
        let fits: Vec<String> = match self.reading {
            Reading::Percent => self.readings.clone(),
            _ => self.readings.iter().filter(whole).cloned().collect(),
        };
        if fits.len() == self.readings.len() {
            return write!(f, "Tulis {}.", either(&fits));
        }
        // The other reading is a fraction, which only a table in thousands can mean.
        let fits = if fits.is_empty() { self.example().to_owned() } else { either(&fits) };
        write!(
            f,
            "Tulis {fits} jika itu yang dimaksud; jika tabel ini dalam ribuan atau jutaan, tulis \
             {} lengkapnya.",
            noun(self.reading)
        )
    }

    fn against(&self, f: &mut fmt::Formatter, style: Style) -> fmt::Result {
        let signs = match style {
            Style::English => "koma untuk ribuan dan titik untuk desimal",
            _ => "titik untuk ribuan dan koma untuk desimal",
        };
        let cell = &self.cell;
        write!(f, "Kolom ini memakai {signs}, sedangkan {cell} sebaliknya. Tulis ")?;
        match self.readings.first() {
            Some(reading) => write!(f, "{reading} jika itu yang dimaksud."),
            None => write!(f, "seperti sel lain di kolom ini."),
        }
    }
}

/// `1312` as `1.312 (seribu tiga ratus dua belas)`: grouped it would be as unclear as the cell.
fn told(reading: &str) -> String {
    match reading.parse::<i64>() {
        Ok(number @ 1_000..=999_999) => {
            format!("{} ({})", wording::count(number), units::spelled(number.unsigned_abs()))
        }
        Ok(number) => wording::count(number),
        Err(_) => reading.to_owned(),
    }
}

const fn noun(reading: Reading) -> &'static str {
    match reading {
        Reading::Count => "jumlah orang",
        Reading::Percent => "persen",
        Reading::Rupiah => "jumlah rupiah",
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { cell, .. } = self;
        let (noun, example) = (noun(self.reading), self.example());
        match &self.kind {
            Kind::Ambiguous => self.ambiguous(f),
            Kind::AgainstStyle(style) => self.against(f, *style),
            Kind::NotWhole => write!(
                f,
                "{cell} bukan bilangan bulat. Tulis {noun} tanpa desimal, misalnya {example}."
            ),
            Kind::Shape => write!(
                f,
                "Titik, koma, atau spasi pada {cell} tidak membentuk bilangan. Tulis {noun} \
                 seperti {example}."
            ),
            Kind::LeadingZero => write!(
                f,
                "{cell} diawali angka nol seperti sebuah kode. Tulis {noun} tanpa nol di depan, \
                 misalnya {example}."
            ),
            Kind::Negative => write!(
                f,
                "{cell} kurang dari nol, padahal {noun} paling sedikit nol. Periksa sumbernya, \
                 atau kosongkan sel ini."
            ),
            Kind::Exponent => write!(
                f,
                "{cell} diringkas dengan pangkat sepuluh sehingga sebagian angkanya hilang. Tulis \
                 lengkap, misalnya {example}."
            ),
            Kind::ForeignDigits => write!(
                f,
                "{cell} memuat angka selain 0 sampai 9. Tulis dengan angka biasa, misalnya \
                 {example}."
            ),
            Kind::Word(word) => write!(
                f,
                "{cell} memuat kata {} yang bukan bagian dari bilangan. Tulis {noun} saja, \
                 misalnya {example}, atau kosongkan sel ini jika datanya tidak ada.",
                quoted(word)
            ),
            Kind::Stray(sign) => write!(
                f,
                "{cell} memuat tanda {} yang bukan bagian dari bilangan. Tulis {noun} saja, \
                 misalnya {example}.",
                quoted(&sign.to_string())
            ),
            Kind::OtherUnit(other) => write!(
                f,
                "{cell} adalah {}, sedangkan kolom ini berisi {noun}. Tulis {noun}, misalnya \
                 {example}, atau pilih kolom yang sesuai.",
                self::noun(*other)
            ),
            Kind::Formula => write!(
                f,
                "{cell} adalah tanda rumus yang tidak menghasilkan bilangan. Perbaiki rumusnya, \
                 atau kosongkan sel ini."
            ),
            Kind::TooLarge => write!(
                f,
                "{cell} terlalu besar untuk {noun}. Periksa angkanya dan pemisah ribuannya; tulis \
                 seperti {example}."
            ),
            Kind::TooLong => write!(
                f,
                "Isi sel {cell} terlalu panjang untuk sebuah bilangan. Tulis {noun} saja, \
                 misalnya {example}."
            ),
        }
    }
}

impl std::error::Error for NumberError {}
