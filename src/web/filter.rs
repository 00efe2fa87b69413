//! The query string of a page, read once at the edge.
//!
//! Each page names the keys it reads in [`super::routes`]. Other keys are ignored. A key that the
//! page reads must hold a value of the right form, once; otherwise the answer is a 400 page that
//! names the parameter and the form. The normal form of a filter (known keys only, sorted, defaults
//! dropped) is the key of the page cache, so strange query strings cannot fill it.

mod date;

use chrono::NaiveDate;

use super::link::Link;
use super::urlencoding::{self, Broken};
use crate::domain::completeness::MAX_MONTHS;
use crate::domain::{Level, RegionCode, SegmentCode};

/// The longest value that a parameter may have, in characters after decoding.
pub const MAX_VALUE: usize = 100;

/// A parameter of the query string; ordered as in the normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The date that a page compares with.
    Banding,
    /// The months that a page looks back.
    Bulan,
    /// The page of a long list, from 1.
    Hal,
    /// The date of the page.
    Per,
    /// What somebody searches for.
    Q,
    /// The segment, by its code.
    Segmen,
    /// The target, by its number.
    Target,
    /// The level of the regions listed.
    Tingkat,
    /// The order of a table.
    Urut,
    /// The data version: the figures as they were known then.
    Versi,
    /// The region whose parts are listed, by its code.
    Wilayah,
}

impl Key {
    /// The word in the URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Banding => "banding",
            Self::Bulan => "bulan",
            Self::Hal => "hal",
            Self::Per => "per",
            Self::Q => "q",
            Self::Segmen => "segmen",
            Self::Target => "target",
            Self::Tingkat => "tingkat",
            Self::Urut => "urut",
            Self::Versi => "versi",
            Self::Wilayah => "wilayah",
        }
    }

    /// The value that means the same as leaving the parameter out.
    pub fn default_value(self) -> &'static str {
        match self {
            Self::Hal => "1",
            Self::Segmen => SegmentCode::TOTAL,
            Self::Tingkat => "provinsi",
            Self::Wilayah => "ID",
            _ => "",
        }
    }
}

/// The parameters of a page; those left out have their defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// `per`: the date of the page; without it, the newest date in the data. A month or a year
    /// stands for its last day.
    pub date: Option<NaiveDate>,
    /// `banding`: the date to compare with.
    pub compare: Option<NaiveDate>,
    /// `bulan`: the months looked back; without it, what the operator chose.
    pub months: Option<u16>,
    /// `wilayah`: the nation or a province; whether it exists is for the page to say.
    pub region: RegionCode,
    /// `segmen`: a code of the right form; whether it exists is for the page to say.
    pub segment: SegmentCode,
    /// `target`: the number of a target; whether it exists is for the page to say.
    pub target: Option<i32>,
    /// `tingkat`: the level listed.
    pub level: Level,
    /// `hal`: from 1.
    pub page: u32,
    /// `q`: trimmed, with single spaces.
    pub search: String,
    /// `versi`: a data version; whether it exists is for the store to say.
    pub version: Option<i32>,
    /// `urut`: a word; see [`Filter::sort`].
    sort: String,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            date: None,
            compare: None,
            months: None,
            region: RegionCode::nation(),
            segment: SegmentCode::total(),
            target: None,
            level: Level::Province,
            page: 1,
            search: String::new(),
            version: None,
            sort: String::new(),
        }
    }
}

/// A parameter that cannot be read, or names nothing that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadInput {
    /// Which parameter.
    pub key: Key,
    /// What it held, shortened and without control characters; empty when it was not text.
    pub given: String,
    /// What is wrong with it, as a sentence without its full stop.
    pub problem: String,
    /// What to write instead, as a whole sentence.
    pub expected: String,
    /// The nearest value that would do.
    pub nearest: Option<String>,
}

impl BadInput {
    /// A parameter whose value has the right form and names nothing that exists.
    pub fn new(key: Key, given: &str, problem: impl Into<String>) -> Self {
        let given = given.chars().filter(|c| !c.is_control()).take(60).collect();
        Self { key, given, problem: problem.into(), expected: String::new(), nearest: None }
    }

    /// Says what to write instead.
    #[must_use]
    pub fn expected(mut self, sentence: impl Into<String>) -> Self {
        self.expected = sentence.into();
        self
    }

    /// Offers the nearest right value.
    #[must_use]
    pub fn nearest(mut self, value: Option<String>) -> Self {
        self.nearest = value;
        self
    }
}

impl Filter {
    /// Reads the keys of a page from a raw query string.
    ///
    /// # Errors
    /// The first parameter that cannot be read.
    pub fn parse(query: &str, keys: &[Key]) -> Result<Self, BadInput> {
        match Self::parse_leniently(query, keys) {
            (filter, None) => Ok(filter),
            (_, Some(bad)) => Err(bad),
        }
    }

    /// Reads what can be read, and names the first parameter that cannot.
    pub fn parse_leniently(query: &str, keys: &[Key]) -> (Self, Option<BadInput>) {
        let mut filter = Self::default();
        let mut bad = None;
        let mut seen: Vec<Key> = Vec::new();
        for pair in query.split('&') {
            let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(key) = urlencoding::decode(name, true)
                .ok()
                .and_then(|name| keys.iter().copied().find(|key| key.name() == name))
            else {
                continue;
            };
            let outcome = if seen.contains(&key) {
                Err(BadInput::new(key, "", "ditulis lebih dari sekali")
                    .expected("Tulis satu nilai saja."))
            } else {
                filter.read(key, raw)
            };
            seen.push(key);
            bad = bad.or(outcome.err());
        }
        (filter, bad)
    }

    /// Reads one parameter; a blank one, as forms send it, is the default.
    fn read(&mut self, key: Key, raw: &str) -> Result<(), BadInput> {
        let value = urlencoding::decode(raw, true).map_err(|broken| {
            let problem = match broken {
                Broken::Escape => "memuat tanda % yang tidak lengkap",
                Broken::Utf8 => "memuat karakter yang tidak dapat dibaca",
            };
            BadInput::new(key, "", problem).expected("Salin alamat sekali lagi dari sumbernya.")
        })?;
        let (exact, value) = (value.as_str(), value.trim());
        if value.is_empty() {
            return Ok(());
        }
        if value.chars().count() > MAX_VALUE {
            return Err(BadInput::new(key, value, "terlalu panjang")
                .expected(format!("Paling panjang {MAX_VALUE} karakter.")));
        }
        match key {
            Key::Per => self.date = Some(date::read(key, value)?),
            Key::Banding => self.compare = Some(date::read(key, value)?),
            Key::Bulan => {
                self.months = Some(
                    whole_number(value)
                        .and_then(|months| u16::try_from(months).ok())
                        .filter(|months| (1..=MAX_MONTHS).contains(months))
                        .ok_or_else(|| {
                            BadInput::new(key, value, "bukan jumlah bulan yang dapat ditampilkan")
                                .expected(format!(
                                    "Tulis bilangan bulat dari 1 sampai {MAX_MONTHS}."
                                ))
                        })?,
                );
            }
            Key::Wilayah => {
                let code = RegionCode::parse(value).ok();
                let listed = |code: &RegionCode| code.level() <= Level::Province;
                self.region = code.clone().filter(listed).ok_or_else(|| {
                    let above = code.and_then(|code| RegionCode::parse(&code.as_str()[..2]).ok());
                    BadInput::new(key, value, "bukan kode provinsi")
                        .expected("Tulis kode provinsi seperti 15, atau ID untuk nasional.")
                        .nearest(above.map(|code| code.to_string()))
                })?;
            }
            Key::Segmen => {
                self.segment = SegmentCode::parse(value).ok_or_else(|| {
                    BadInput::new(key, value, "bukan kode segmen")
                        .expected("Tulis kode segmen dengan huruf kecil, misalnya total atau bpu.")
                        .nearest(Some(value.to_lowercase()).filter(|v| valid_segment(v)))
                })?;
            }
            Key::Target => {
                self.target = Some(whole_number(value).ok_or_else(|| {
                    BadInput::new(key, value, "bukan nomor target")
                        .expected("Pilih target dari daftar di halaman ini.")
                })?);
            }
            Key::Hal => {
                self.page = page_number(value)?;
            }
            Key::Versi => {
                // One page has one address: blanks around the number make another one.
                self.version = Some(whole_number(exact).filter(|n| *n > 0).ok_or_else(|| {
                    BadInput::new(key, value, "bukan nomor versi data")
                        .expected("Tulis bilangan bulat mulai dari 1.")
                })?);
            }
            Key::Tingkat => {
                self.level = read_level(value).ok_or_else(|| {
                    BadInput::new(key, value, "bukan tingkat wilayah").expected(
                        "Pilihannya: provinsi, kabupaten-kota, kecamatan, dan desa-kelurahan.",
                    )
                })?;
            }
            Key::Urut => {
                let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
                if !value.bytes().all(word) {
                    return Err(BadInput::new(key, value, "bukan nama urutan")
                        .expected("Pilih urutan dari judul kolom tabel."));
                }
                value.clone_into(&mut self.sort);
            }
            Key::Q => {
                let words = value.split(|c: char| c.is_whitespace() || c.is_control());
                let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
                self.search = words.join(" ");
            }
        }
        Ok(())
    }

    /// The order asked for, one of those that the page knows; without one, the first.
    ///
    /// # Errors
    /// When the page does not know the order.
    pub fn sort<'a>(&self, known: &[&'a str]) -> Result<&'a str, BadInput> {
        if self.sort.is_empty() {
            return Ok(known.first().copied().unwrap_or_default());
        }
        known.iter().find(|word| **word == self.sort).copied().ok_or_else(|| {
            BadInput::new(Key::Urut, &self.sort, "bukan urutan yang dikenal")
                .expected(format!("Pilihannya: {}.", known.join(", ")))
        })
    }

    /// The parameters that differ from their defaults, in the order of the normal form.
    pub fn pairs(&self) -> Vec<(Key, String)> {
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let all = [
            (Key::Banding, date(self.compare)),
            (Key::Bulan, self.months.map(|months| months.to_string()).unwrap_or_default()),
            (Key::Hal, self.page.to_string()),
            (Key::Per, date(self.date)),
            (Key::Q, self.search.clone()),
            (Key::Segmen, self.segment.to_string()),
            (Key::Target, self.target.map(|id| id.to_string()).unwrap_or_default()),
            (Key::Tingkat, level_word(self.level).to_owned()),
            (Key::Urut, self.sort.clone()),
            (Key::Versi, self.version.map(|id| id.to_string()).unwrap_or_default()),
            (Key::Wilayah, self.region.to_string()),
        ];
        all.into_iter().filter(|(key, value)| value != key.default_value()).collect()
    }

    /// A link to a path with all parameters of this filter.
    pub fn link(&self, path: &str) -> Link {
        Link::new(path, self.pairs())
    }
}

fn valid_segment(text: &str) -> bool {
    SegmentCode::parse(text).is_some()
}

/// A whole number without sign or leading zeros, so that it has one way to be written.
/// The number of a page.
///
/// # Errors
/// What is wrong with it, for users.
pub fn page_number(value: &str) -> Result<u32, BadInput> {
    let number = whole_number(value).and_then(|page| u32::try_from(page).ok());
    number.filter(|page| (1..=10_000).contains(page)).ok_or_else(|| {
        BadInput::new(Key::Hal, value, "bukan nomor halaman")
            .expected("Tulis bilangan bulat mulai dari 1.")
    })
}

/// A whole number as addresses write it, in one way only: not `01`, `+1`.
pub fn whole_number(text: &str) -> Option<i32> {
    let number: i32 = text.parse().ok()?;
    (number >= 0 && number.to_string() == text).then_some(number)
}

/// The word of a level in the URL.
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Nation => "nasional",
        Level::Province => "provinsi",
        Level::Regency => "kabupaten-kota",
        Level::District => "kecamatan",
        Level::Village => "desa-kelurahan",
    }
}

fn read_level(word: &str) -> Option<Level> {
    Level::ALL.into_iter().skip(1).find(|level| level_word(*level) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[Key] = &[
        Key::Banding,
        Key::Bulan,
        Key::Hal,
        Key::Per,
        Key::Q,
        Key::Segmen,
        Key::Target,
        Key::Tingkat,
        Key::Urut,
        Key::Versi,
        Key::Wilayah,
    ];

    fn normal(query: &str) -> String {
        Filter::parse(query, ALL).unwrap().link("").to_string()
    }

    #[test]
    fn normal_form_is_sorted_and_without_defaults() {
        for (query, wanted) in [
            ("", ""),
            ("x=1&utm_source=y", ""),
            ("segmen=total&hal=1&tingkat=provinsi&per=", ""),
            ("urut=nama&per=2025-04-30", "?per=2025-04-30&urut=nama"),
            ("per=2025-04", "?per=2025-04-30"),
            ("per=2024", "?per=2024-12-31"),
            ("p%65r=2025%2D04-30", "?per=2025-04-30"),
            ("q=++Toli-Toli%20%0A", "?q=Toli-Toli"),
            ("q=a+%20b", "?q=a+b"),
            ("wilayah=ID&bulan=", ""),
            ("wilayah=15&bulan=6", "?bulan=6&wilayah=15"),
            ("tingkat=kabupaten-kota&hal=12", "?hal=12&tingkat=kabupaten-kota"),
            ("&&=&=x&per", ""),
        ] {
            assert_eq!(normal(query), wanted, "{query:?}");
            let again = normal(wanted.trim_start_matches('?'));
            assert_eq!(again, wanted, "the normal form is its own normal form");
        }
    }

    #[test]
    fn a_key_that_the_page_does_not_read_is_ignored() {
        let filter = Filter::parse("per=nonsense&urut=nama", &[Key::Urut]).unwrap();
        assert_eq!(filter.pairs(), [(Key::Urut, "nama".to_owned())]);
    }

    #[test]
    fn says_what_is_wrong_and_offers_the_nearest() {
        for (query, key, nearest) in [
            ("per=2025-02-31", Key::Per, Some("2025-02-28")),
            ("per=30-04-2025", Key::Per, Some("2025-04-30")),
            ("per=30/4/2025", Key::Per, Some("2025-04-30")),
            ("per=2025-4-1", Key::Per, Some("2025-04-01")),
            ("per=kemarin", Key::Per, None),
            ("per=2025-13", Key::Per, Some("2025-12-31")),
            ("per=2024-13-40", Key::Per, Some("2024-12-31")),
            ("per=2024-00-00", Key::Per, Some("2024-01-01")),
            ("per=2024-02-99999999999", Key::Per, None),
            ("per=2101-01-01", Key::Per, None),
            ("per=1900-01-01", Key::Per, None),
            ("per=+262142-01-01", Key::Per, None),
            ("per=2025-04-30%00", Key::Per, Some("2025-04-30")),
            ("banding=0", Key::Banding, None),
            ("segmen=BPU", Key::Segmen, Some("bpu")),
            ("segmen=b%20pu", Key::Segmen, None),
            ("target=-1", Key::Target, None),
            ("target=007", Key::Target, None),
            ("target=99999999999", Key::Target, None),
            ("hal=0", Key::Hal, None),
            ("hal=1e3", Key::Hal, None),
            ("bulan=0", Key::Bulan, None),
            ("bulan=25", Key::Bulan, None),
            ("wilayah=15.01", Key::Wilayah, Some("15")),
            ("wilayah=jambi", Key::Wilayah, None),
            ("versi=0", Key::Versi, None),
            ("versi=1.0", Key::Versi, None),
            ("versi=03", Key::Versi, None),
            ("versi=+1", Key::Versi, None),
            ("versi=%201", Key::Versi, None),
            ("versi=1%20", Key::Versi, None),
            ("tingkat=negara", Key::Tingkat, None),
            ("urut=Nama", Key::Urut, None),
            ("urut=a'--", Key::Urut, None),
            ("q=%", Key::Q, None),
            ("q=%ff%fe", Key::Q, None),
            ("per=2025-04&per=2025-04", Key::Per, None),
        ] {
            let bad = Filter::parse(query, ALL).unwrap_err();
            assert_eq!((bad.key, bad.nearest.as_deref()), (key, nearest), "{query:?}");
            assert!(!bad.problem.is_empty() && bad.expected.ends_with('.'), "{bad:?}");
        }
        let long = format!("q={}", "a".repeat(MAX_VALUE + 1));
        assert_eq!(Filter::parse(&long, ALL).unwrap_err().key, Key::Q);
        let wide = format!("q={}", "%C3%A9".repeat(MAX_VALUE));
        assert!(Filter::parse(&wide, ALL).is_ok(), "characters count, not bytes");
    }

    #[test]
    fn what_can_be_read_survives_what_cannot() {
        let (filter, bad) = Filter::parse_leniently("per=x&segmen=bpu", ALL);
        assert_eq!(bad.unwrap().key, Key::Per);
        assert_eq!(filter.segment.as_str(), "bpu");
    }

    #[test]
    fn sort_is_one_that_the_page_knows() {
        let filter = Filter::parse("urut=nama", ALL).unwrap();
        assert_eq!(filter.sort(&["cakupan", "nama"]), Ok("nama"));
        assert_eq!(Filter::default().sort(&["cakupan", "nama"]), Ok("cakupan"));
        let bad = filter.sort(&["cakupan", "selisih"]).unwrap_err();
        assert_eq!(bad.expected, "Pilihannya: cakupan, selisih.");
    }
}
