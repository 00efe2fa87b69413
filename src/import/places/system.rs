//! Whose codes a file uses.
//!
//! `31.71` and `3171` are different places to the ministry and to the bureau of statistics, and a code
//! without full stops may be one of either. The file has to show which: by the title of the column or
//! by the names beside the codes. Else the user is asked.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::{Asked, Places};
use crate::domain::wording::fold;
use crate::import::cell::LONGEST;
use crate::import::finding::{Asks, Finding, Rule, Severity};
use crate::import::options::Options;
use crate::import::sheet::Row;
use crate::import::text;

/// Whose codes a file uses. They look alike and mean different places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeSystem {
    /// Those of the Ministry of Home Affairs: `31.74`.
    #[default]
    Kemendagri,
    /// Those of the bureau of statistics: `3171`.
    Bps,
}

impl CodeSystem {
    /// Its word in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kemendagri => "kemendagri",
            Self::Bps => "bps",
        }
    }

    /// The system of a word in forms; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Kemendagri, Self::Bps].into_iter().find(|system| system.word() == word)
    }

    /// The system of a cell: one that was written anew on the page, with full stops, is the ministry's,
    /// as are the candidates that are offered there.
    pub(in crate::import) fn of_cell(self, code: &str, is_fixed: bool) -> Self {
        if is_fixed && code.contains('.') { Self::Kemendagri } else { self }
    }

    /// The system that the title of a column of codes names.
    fn titled(title: &str) -> Option<Self> {
        let words = fold(title);
        let names = |name: &str| words.split(' ').any(|word| word == name);
        match (names("bps"), names("kemendagri")) {
            (true, false) => Some(Self::Bps),
            (false, true) => Some(Self::Kemendagri),
            _ => None,
        }
    }
}

/// So many different pairs of code and name show enough.
const MOST_SEEN: usize = 100_000;

/// What the rows of a sheet show about its codes, gathered while they pass.
pub(in crate::import) struct Codes<'a> {
    places: &'a Places,
    options: &'a Options,
    /// What was said by the user or by the title of the column.
    said: Option<CodeSystem>,
    /// The columns of codes and of names.
    code: Option<usize>,
    name: Option<usize>,
    /// Hashes of codes and names together; a file may hold any number of texts of any length.
    seen: HashSet<u64>,
    hasher: RandomState,
    shown: Shown,
}

impl<'a> Codes<'a> {
    /// With the column of codes and its title, and the column of names.
    pub fn new(
        places: &'a Places,
        options: &'a Options,
        code: Option<(usize, &str)>,
        name: Option<usize>,
    ) -> Self {
        let said = options.codes.or_else(|| CodeSystem::titled(code?.1));
        let code = code.map(|(place, _)| place);
        Self {
            places,
            options,
            said,
            code,
            name,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            shown: Shown::default(),
        }
    }

    /// Takes note of a row of data.
    pub fn row(&mut self, row: &Row) {
        let Some(at) = self.code.filter(|_| self.said.is_none()) else { return };
        let fixes = &self.options.fixes;
        if row.hidden
            || self.options.left_out.contains(&row.line)
            || fixes.contains_key(&(row.line, at))
        {
            return;
        }
        let cell = |place: usize| row.cells.get(place).map_or("".into(), text::of);
        let code = cell(at);
        let code = code.trim();
        self.shown.has_dots |= code.len() > 2 && code.contains('.');
        if !matches!(code.len(), 2 | 4) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let name: Cow<str> = match self.name {
            None => "".into(),
            Some(place) => match fixes.get(&(row.line, place)) {
                Some(written) => written.as_str().into(),
                None => cell(place),
            },
        };
        // No name is so long: it tells nothing.
        let name = if name.len() <= LONGEST { name } else { "".into() };
        if self.seen.len() < MOST_SEEN && self.seen.insert(self.hasher.hash_one((code, &name))) {
            self.shown.see(self.places, row.line, code, name.trim());
        }
    }

    /// Whose codes they are, with what there is to tell about it; no system, and a question, where it does
    /// not show and the two systems mean different regions.
    pub fn settle(self) -> (Option<CodeSystem>, Option<Finding>) {
        match self.said {
            Some(said) => (Some(said), None),
            None => self.shown.settle(self.places),
        }
    }
}

/// A code that the systems give to different regions; 0 where one gives it to none.
#[derive(Debug, Clone)]
struct Doubt {
    line: u32,
    code: String,
    kemendagri: Option<i32>,
    bps: Option<i32>,
}

/// What the codes of a sheet show.
#[derive(Default)]
struct Shown {
    /// Some are written with full stops, as only the ministry does.
    has_dots: bool,
    /// So many names fit the ministry's meaning only.
    kemendagri: usize,
    /// So many names fit the bureau's meaning only.
    bps: usize,
    /// The first code of a kabupaten or kota whose name does not tell, and of a province.
    open: Option<Doubt>,
    open_province: Option<Doubt>,
}

impl Shown {
    fn see(&mut self, places: &Places, line: u32, code: &str, name: &str) {
        let of = |system| {
            let asked = Asked { code, ..Asked::default() };
            places.find(asked, system).ok().map(|place| place.region_id)
        };
        let (kemendagri, bps) = (of(CodeSystem::Kemendagri), of(CodeSystem::Bps));
        if kemendagri == bps {
            return;
        }
        let fits = |region_id: Option<i32>| region_id.is_some_and(|id| places.is_called(id, name));
        match (fits(kemendagri), fits(bps)) {
            (true, false) => self.kemendagri += 1,
            (false, true) => self.bps += 1,
            _ => {
                let doubt = Doubt { line, code: code.to_owned(), kemendagri, bps };
                let open = if code.len() == 2 { &mut self.open_province } else { &mut self.open };
                open.get_or_insert(doubt);
            }
        }
    }

    fn settle(self, places: &Places) -> (Option<CodeSystem>, Option<Finding>) {
        // Who writes 31.71 means the ministry's 91, too.
        let open = self.open.or(self.open_province.filter(|_| !self.has_dots));
        match (self.kemendagri, self.bps, open) {
            (0, 0, None) | (1.., 0, _) => (Some(CodeSystem::Kemendagri), None),
            (0, 1.., _) => {
                let text =
                    "kode wilayah dibaca menurut BPS, karena cocok dengan nama di sebelahnya.";
                let told = Finding::new(0, Rule::R10, Severity::Inform, text)
                    .so("Nyatakan sistem kodenya bila keliru.");
                (Some(CodeSystem::Bps), Some(told))
            }
            // Rows whose name fits the other system are refused one by one.
            (own, other, None) if own >= other => (Some(CodeSystem::Kemendagri), None),
            (_, _, None) => (Some(CodeSystem::Bps), None),
            (_, _, Some(doubt)) => (None, Some(doubt.question(places))),
        }
    }
}

impl Doubt {
    fn question(&self, places: &Places) -> Finding {
        let told = |id: Option<i32>| {
            id.and_then(|id| places.region(id))
                .map_or_else(|| "tidak ada".to_owned(), |named| named.full_name.clone())
        };
        let reason = format!(
            "sistem kode wilayah tidak jelas: {} di baris {} menurut Kemendagri {}, menurut BPS {}.",
            self.code,
            self.line,
            told(self.kemendagri),
            told(self.bps)
        );
        Finding::question(Asks::Codes, reason)
            .so("Nyatakan sistem kodenya (pilihan Kode wilayah menurut, atau --codes).")
    }
}
