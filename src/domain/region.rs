//! Regions by their Kemendagri codes. Codes are text: `11.10` is not a number.

use std::fmt;

/// The administrative level of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Indonesia.
    Nation,
    /// Provinsi.
    Province,
    /// Kabupaten, kota and the administrative ones of Jakarta.
    Regency,
    /// Kecamatan.
    District,
    /// Desa and kelurahan.
    Village,
}

impl Level {
    /// Every level, from the nation down.
    pub const ALL: [Self; 5] =
        [Self::Nation, Self::Province, Self::Regency, Self::District, Self::Village];

    /// The level of the parts of a region of this level; `None` below the village.
    pub fn below(self) -> Option<Self> {
        match self {
            Self::Nation => Some(Self::Province),
            Self::Province => Some(Self::Regency),
            Self::Regency => Some(Self::District),
            Self::District => Some(Self::Village),
            Self::Village => None,
        }
    }

    /// The level of the regions that it is part of.
    pub fn above(self) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.below() == Some(self))
    }
}

/// What kind of region it is in law; decides the word before its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionKind {
    /// Negara.
    Nation,
    /// Provinsi.
    Province,
    /// Kabupaten.
    Kabupaten,
    /// Kota.
    Kota,
    /// Kabupaten administrasi (Kepulauan Seribu).
    KabupatenAdm,
    /// Kota administrasi (Jakarta).
    KotaAdm,
    /// Kecamatan.
    Kecamatan,
    /// Kelurahan.
    Kelurahan,
    /// Desa or what it is called locally.
    Desa,
}

impl RegionKind {
    /// The word for it, as users read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nation => "negara",
            Self::Province => "provinsi",
            Self::Kabupaten => "kabupaten",
            Self::Kota => "kota",
            Self::KabupatenAdm => "kabupaten administrasi",
            Self::KotaAdm => "kota administrasi",
            Self::Kecamatan => "kecamatan",
            Self::Kelurahan => "kelurahan",
            Self::Desa => "desa",
        }
    }

    /// The level that regions of this kind belong to.
    pub fn level(self) -> Level {
        match self {
            Self::Nation => Level::Nation,
            Self::Province => Level::Province,
            Self::Kabupaten | Self::Kota | Self::KabupatenAdm | Self::KotaAdm => Level::Regency,
            Self::Kecamatan => Level::District,
            Self::Kelurahan | Self::Desa => Level::Village,
        }
    }
}

/// A Kemendagri region code: `ID`, `15`, `15.01`, `15.01.01` or `15.01.01.2001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

/// The text is not a region code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a Kemendagri region code")]
pub struct NotARegionCode(pub String);

impl RegionCode {
    /// Checks the form of a code; says nothing about whether such a region exists.
    ///
    /// # Errors
    /// When the text has another form, such as `1501`, `15.1` or `15.01.`.
    pub fn parse(text: &str) -> Result<Self, NotARegionCode> {
        let wanted: &[usize] = &[2, 2, 2, 4];
        let parts: Vec<&str> = text.split('.').collect();
        let fits = parts.len() <= wanted.len()
            && parts.iter().zip(wanted).all(|(part, length)| {
                part.len() == *length && part.bytes().all(|b| b.is_ascii_digit())
            });
        if text == "ID" || fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotARegionCode(text.to_owned()))
        }
    }

    /// The code of Indonesia.
    pub fn nation() -> Self {
        Self("ID".to_owned())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level that the form of the code implies.
    pub fn level(&self) -> Level {
        match self.0.len() {
            _ if self.0 == "ID" => Level::Nation,
            2 => Level::Province,
            5 => Level::Regency,
            8 => Level::District,
            _ => Level::Village,
        }
    }

    /// The code one level up by the form of the code; `None` for the nation.
    pub fn parent(&self) -> Option<Self> {
        match self.0.rsplit_once('.') {
            Some((parent, _)) => Some(Self(parent.to_owned())),
            None if self.0 == "ID" => None,
            None => Some(Self::nation()),
        }
    }

    /// Whether a region is this one or a part of it, by the form of the codes.
    pub fn covers(&self, other: &Self) -> bool {
        let mut at = Some(other.clone());
        while let Some(code) = at {
            if code == *self {
                return true;
            }
            at = code.parent();
        }
        false
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_of_every_level() {
        let cases = [
            ("ID", Level::Nation, None),
            ("15", Level::Province, Some("ID")),
            ("11.10", Level::Regency, Some("11")),
            ("15.01.01", Level::District, Some("15.01")),
            ("15.01.01.2001", Level::Village, Some("15.01.01")),
        ];
        for (text, level, parent) in cases {
            let code = RegionCode::parse(text).unwrap();
            assert_eq!((code.level(), code.as_str()), (level, text));
            let parent = parent.map(|parent| RegionCode::parse(parent).unwrap());
            assert_eq!(code.parent(), parent);
        }
    }

    #[test]
    fn what_is_no_code() {
        let bad = [
            "",
            "id",
            "1",
            "1501",
            "15.1",
            "15.01.",
            ".15",
            "15.001",
            "15.01.01.201",
            "15,01",
            "15.01.01.2001.1",
            " 15",
            "15 ",
            "1\u{661}",
            "xx",
        ];
        for text in bad {
            assert_eq!(RegionCode::parse(text), Err(NotARegionCode(text.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn levels_go_down_to_the_village() {
        let below: Vec<_> = Level::ALL.iter().filter_map(|level| level.below()).collect();
        assert_eq!(below, Level::ALL[1..]);
        assert_eq!(RegionKind::KotaAdm.level(), Level::Regency);
    }

    proptest! {
        #[test]
        fn a_parent_is_one_level_up(text in "[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?") {
            let code = RegionCode::parse(&text).unwrap();
            prop_assert_eq!(code.parent().unwrap().level().below(), Some(code.level()));
        }

        #[test]
        fn parsing_never_panics(text in "\\PC{0,20}") {
            let _ = RegionCode::parse(&text);
        }
    }
}
