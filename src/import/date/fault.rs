//! Why a cell holds no date, and what to write instead.

use std::fmt;

use chrono::Weekday;

use super::super::cell::quoted;
use super::super::text::either;
use super::{DateStyle, names};
use crate::domain::{AsOf, wording};

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// It can mean several days.
    Ambiguous,
    /// Day and month stand in the other order than in its column.
    AgainstStyle(DateStyle),
    /// The month has fewer days.
    NoSuchDay {
        /// Its year.
        year: i32,
        /// The month.
        month: u32,
        /// Its last day.
        last: u32,
    },
    /// There are twelve.
    NoSuchMonth(u32),
    /// Before 2000 or after 2199.
    OutOfRange,
    /// Two digits that may be a year of the last century.
    ShortYear,
    /// The number behind a date of Excel.
    Serial,
    /// A day and a month without a year.
    NoYear,
    /// The date is of this day of the week, and the cell names another.
    Weekday(Weekday),
    /// Digits of another script.
    ForeignDigits,
    /// In no form that is known.
    Unreadable,
    /// Too long to be a date.
    TooLong,
}

/// A cell that holds no date. Its text is for users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong.
    pub kind: Kind,
    /// What may be meant, in words; empty where nothing can be said.
    pub readings: Vec<String>,
    cell: String,
}

impl DateError {
    pub(super) fn new(text: &str, kind: Kind, readings: &[AsOf]) -> Self {
        let readings = readings.iter().map(|as_of| wording::date(as_of.date)).collect();
        Self { kind, readings, cell: quoted(text) }
    }
}

/// What every date can be written like.
const FORMS: &str = "Tulis seperti 30 April 2025 atau 2025-04-30";

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { cell, readings, .. } = self;
        let readings = either(readings);
        match &self.kind {
            Kind::Ambiguous => {
                write!(f, "{cell} dapat berarti {readings}. Tulis bulannya dengan huruf.")
            }
            Kind::AgainstStyle(style) => {
                let order = match style {
                    DateStyle::MonthFirst => "bulan di depan hari",
                    _ => "hari di depan bulan",
                };
                write!(
                    f,
                    "Kolom ini menulis {order}, sedangkan {cell} sebaliknya. Tulis {readings} jika \
                     itu yang dimaksud."
                )
            }
            Kind::NoSuchDay { year, month, last } => write!(
                f,
                "{cell} tidak ada di kalender: {} {year} hanya sampai tanggal {last}. Periksa \
                 tanggalnya.",
                wording::month_name(*month)
            ),
            Kind::NoSuchMonth(month) => {
                write!(
                    f,
                    "{cell} menyebut bulan {month}, padahal bulan hanya 1 sampai 12. {FORMS}."
                )
            }
            Kind::OutOfRange => write!(
                f,
                "{cell} di luar tahun 2000 sampai 2199 yang dapat disimpan. Periksa tahunnya."
            ),
            Kind::ShortYear => {
                write!(f, "Tahun pada {cell} hanya dua angka. Tulis tahun dengan empat angka.")
            }
            Kind::Serial => write!(
                f,
                "{cell} tampaknya bilangan tanggal Excel untuk {readings}. Tulis {readings}, atau \
                 beri sel ini format tanggal."
            ),
            Kind::NoYear => write!(f, "{cell} belum memuat tahun. {FORMS}."),
            Kind::Weekday(day) => write!(
                f,
                "{cell} menyebut hari yang berbeda: {readings} adalah hari {}. Periksa hari dan \
                 tanggalnya.",
                names::weekday_name(*day)
            ),
            Kind::ForeignDigits => {
                write!(f, "{cell} memuat angka selain 0 sampai 9. {FORMS}.")
            }
            Kind::Unreadable => write!(
                f,
                "{cell} belum dikenali sebagai tanggal. {FORMS}, atau April 2025 atau 2025 jika \
                 harinya tidak diketahui."
            ),
            Kind::TooLong => {
                write!(f, "Isi sel {cell} terlalu panjang untuk sebuah tanggal. {FORMS}.")
            }
        }
    }
}

impl std::error::Error for DateError {}
