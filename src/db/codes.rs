//! The words and numbers under which domain values are stored.
//!
//! The reading side refuses what the program does not write: a stored code that is unknown is an
//! error, never a default.

use chrono::NaiveDate;

use super::Error;
use crate::domain::{AsOf, Authority, Basis, Kind, Level, Precision, RegionCode, RegionKind};

/// A domain value with its stored code.
pub(super) trait Code: Sized + Copy + 'static {
    /// How it is stored.
    type Stored: Copy + PartialEq + std::fmt::Display;
    /// What it is, for messages.
    const WHAT: &'static str;
    /// Every value with its code.
    const ALL: &'static [(Self, Self::Stored)];

    /// How this value is stored.
    fn code(self) -> Self::Stored;

    /// Reads a code.
    fn find(code: Self::Stored) -> Option<Self> {
        Self::ALL.iter().find(|(_, stored)| *stored == code).map(|(value, _)| *value)
    }

    /// Reads a stored code.
    fn stored(code: Self::Stored) -> Result<Self, Error> {
        Self::find(code).ok_or_else(|| Error::stored(Self::WHAT, code))
    }
}

/// Gives a type its codes, and the way back: a match, so that a new variant does not compile
/// before it has a code.
macro_rules! codes {
    ($type:ident, $what:literal, $stored:ty, { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl Code for $type {
            type Stored = $stored;
            const WHAT: &'static str = $what;
            const ALL: &'static [(Self, $stored)] = &[$((Self::$variant, $code)),+];

            fn code(self) -> $stored {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}
pub(super) use codes;

codes!(Level, "a level", i16, {
    Nation = 0, Province = 1, Regency = 2, District = 3, Village = 4,
});

codes!(RegionKind, "a kind of region", &'static str, {
    Nation = "nation", Province = "province", Kabupaten = "kabupaten", Kota = "kota",
    KabupatenAdm = "kabupaten_adm", KotaAdm = "kota_adm", Kecamatan = "kecamatan",
    Kelurahan = "kelurahan", Desa = "desa",
});

codes!(Kind, "a kind of figure", i16, {
    Active = 0, Registered = 1, Committed = 2, PaidOnce = 3, ShareOfTarget = 4, Other = 5,
});

codes!(Authority, "an authority", i16, {
    Bpjs = 0, Ministry = 1, RegionalGovernment = 2, Antara = 3, Press = 4, Academic = 5, Other = 6,
});

codes!(Basis, "a basis of a target", &'static str, {
    Kemendagri = "kemendagri", Rpjmn = "rpjmn", Rkp = "rkp", Rpjpn = "rpjpn", Rpjmd = "rpjmd",
    Regional = "daerah", Other = "lain", Rpjpd = "rpjpd",
});

/// Reads a code that is stored as text.
pub(super) fn from_text<T: Code<Stored = &'static str>>(code: &str) -> Result<T, Error> {
    T::ALL
        .iter()
        .find(|(_, stored)| *stored == code)
        .map(|(value, _)| *value)
        .ok_or_else(|| Error::stored(T::WHAT, code))
}

/// The code of a precision; 3 marks a statement without a date.
pub(super) fn precision(value: Precision) -> i16 {
    match value {
        Precision::Day => 0,
        Precision::Month => 1,
        Precision::Year => 2,
    }
}

/// The stored precision of a statement without a date.
pub(super) const UNDATED: i16 = 3;

/// The stored date of a statement without one, and the lower end of an open range.
pub(super) const NO_DATE: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");

/// The upper end of an open range.
pub(super) const FAR_DATE: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// Reads a stored date; `None` for a statement without one.
pub(super) fn as_of(date: NaiveDate, precision: i16) -> Result<Option<AsOf>, Error> {
    let precision = match precision {
        0 => Precision::Day,
        1 => Precision::Month,
        2 => Precision::Year,
        UNDATED => return Ok(None),
        other => return Err(Error::stored("a precision", other)),
    };
    Ok(Some(AsOf { date, precision }))
}

/// Reads the date of a row that always has one.
pub(super) fn dated(date: NaiveDate, precision: i16) -> Result<AsOf, Error> {
    as_of(date, precision)?.ok_or_else(|| Error::stored("a dated precision", precision))
}

/// Reads a stored region code.
pub(super) fn region_code(text: &str) -> Result<RegionCode, Error> {
    RegionCode::parse(text).map_err(|_| Error::stored("a region code", text))
}
