//! What somebody says about a file in a form, as it is kept until the file goes in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::finding::Doubt;
use super::header::{Field, segment_of};
use super::left_out::{self, LeftOut};
use super::new_source;
use super::number::Style;
use super::options::{Content, Options};
use super::places::CodeSystem;
use super::report::Report;
use crate::db::sources::NewSource;
use crate::domain::reason::is_reason;
use crate::domain::{Authority, Kind, Level};

/// The answers of a form; empty where nothing was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stated {
    /// What the file is about, as [`Content`] names it; empty for what its titles show.
    pub content: String,
    /// The sheet of a workbook, by name.
    pub sheet: String,
    /// The as-of date, as it was typed.
    pub as_of: String,
    /// The code of the segment.
    pub segment: String,
    /// What columns hold whose title names only a segment or a date: a word of [`Field`].
    pub measure: String,
    /// `cakupan` or `capaian`; empty for coverage, unless the file raises a doubt.
    pub kind: String,
    /// `id` or `en`.
    pub numbers: String,
    /// `bagian` or `persen`.
    pub small_percent: String,
    /// `kemendagri` or `bps`; empty for whichever the file shows.
    pub codes: String,
    /// The level of the regions, as [`LEVELS`] names it; empty for any.
    pub level: String,
    /// The code of the source.
    pub source: String,
    /// A source that is not known yet.
    pub new_source: Option<StatedSource>,
    /// Words of [`Field`] by the title of the column.
    pub columns: BTreeMap<String, String>,
    /// Lines that stay out.
    pub left_out: BTreeSet<u32>,
    /// What was known of these when they were left out; nothing of those of before that was kept.
    pub left_out_as: Vec<LeftOut>,
    /// Doubtful lines that are right, with what was doubted; `None` where nobody was asked about single
    /// lines.
    pub confirmed: Option<BTreeSet<Doubt>>,
    /// All doubtful lines are right, those that the page does not show too.
    pub confirms_all: bool,
    /// Rows that cannot go in stay out.
    pub leave_refused: bool,
    /// Cells written anew: line, column from 0, text.
    pub fixes: Vec<(u32, usize, String)>,
    /// Why doubtful values are right.
    pub reason: String,
    /// The source whose last answers were offered, so that they are offered once.
    pub recalled: String,
}

/// A source as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedSource {
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// When; a date of any precision, or empty.
    pub published_on: String,
    /// Its address; may be empty.
    pub url: String,
    /// The kind of publisher, as [`AUTHORITIES`] names it.
    pub authority: String,
}

/// Levels of regions, their words in forms and their names for users.
pub const LEVELS: [(Level, &str, &str); 4] = [
    (Level::Province, "provinsi", "Provinsi"),
    (Level::Regency, "kabupaten-kota", "Kabupaten/kota"),
    (Level::District, "kecamatan", "Kecamatan"),
    (Level::Village, "desa-kelurahan", "Desa/kelurahan"),
];

/// Kinds of publisher and their words in forms.
pub const AUTHORITIES: [(Authority, &str); 7] = [
    (Authority::Bpjs, "bpjs"),
    (Authority::Ministry, "kementerian"),
    (Authority::RegionalGovernment, "pemda"),
    (Authority::Antara, "antara"),
    (Authority::Press, "pers"),
    (Authority::Academic, "akademik"),
    (Authority::Other, "lain"),
];

/// What lines that stay out are called.
pub const LEFT_OUT: &str = "Baris yang dilewati";

/// What cells written anew are called.
pub(super) const FIXES: &str = "Sel yang ditulis ulang";

/// Answers that cannot be used: field and sentence.
pub type Problems = Vec<(&'static str, String)>;

impl Stated {
    /// Reads what was kept; nothing that cannot be read any more is believed.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// How it is kept.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Every answer in words, for who compares two of them; empty where nothing was said.
    pub fn told(&self) -> Vec<(&'static str, String)> {
        let lines: Vec<String> = self.lines_left_out().iter().map(LeftOut::told).collect();
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|(title, word)| {
                format!("{title}: {}", Field::parse(word).map_or("", Field::label))
            })
            .collect();
        let source = self.new_source.as_ref().map_or_else(
            || self.source.clone(),
            |new| format!("{}, {}, {}", new.publisher, new.title, new.published_on),
        );
        let one_of = |value: &str, words: &[(&str, &str)]| {
            words
                .iter()
                .find(|(own, _)| *own == value)
                .map_or_else(|| value.to_owned(), |(_, words)| (*words).to_owned())
        };
        let content = Content::parse(&self.content);
        let contents = Content::ALL.iter().map(|(_, word, label)| (*word, *label));
        let contents: Vec<(&str, &str)> = contents.collect();
        let levels: Vec<(&str, &str)> =
            LEVELS.iter().map(|(_, word, name)| (*word, *name)).collect();
        vec![
            ("Isi berkas", one_of(content.word(), &contents)),
            ("Lembar", self.sheet.clone()),
            ("Tanggal data", self.as_of.clone()),
            ("Segmen", self.segment.clone()),
            ("Isi kolom", Field::parse(&self.measure).map_or("", Field::label).to_owned()),
            (
                "Arti persen",
                one_of(
                    &self.kind,
                    &[("cakupan", "Cakupan"), ("capaian", "Capaian terhadap target")],
                ),
            ),
            ("Titik dan koma", one_of(&self.numbers, &[("id", "1.234,5"), ("en", "1,234.5")])),
            (
                "Persen di bawah dua",
                one_of(
                    &self.small_percent,
                    &[("bagian", "0,45 berarti 45%"), ("persen", "0,45 berarti 0,45%")],
                ),
            ),
            (
                "Kode wilayah menurut",
                one_of(&self.codes, &[("kemendagri", "Kemendagri"), ("bps", "BPS")]),
            ),
            ("Tingkat wilayah", one_of(&self.level, &levels)),
            ("Sumber", source),
            ("Kolom", columns.join("; ")),
            (LEFT_OUT, lines.join(", ")),
            ("Baris yang dinyatakan benar", self.confirmed_told()),
            (FIXES, self.fixes_told()),
            ("Alasan", self.reason.clone()),
        ]
    }

    /// The lines that stay out, with what is known of each.
    pub fn lines_left_out(&self) -> Vec<LeftOut> {
        let bare = |line: u32| LeftOut { line, ..LeftOut::default() };
        let known = |line: u32| self.left_out_as.iter().find(|own| own.line == line).cloned();
        self.left_out.iter().map(|line| known(*line).unwrap_or_else(|| bare(*line))).collect()
    }

    /// Notes what a report knows of lines that stay out from now on, because the next one passes over them.
    pub fn note_left_out(&mut self, report: &Report) {
        let left_out = &self.left_out;
        left_out::note(&mut self.left_out_as, |line| left_out.contains(&line), report);
    }

    fn confirmed_told(&self) -> String {
        if self.confirms_all {
            return "semua yang meragukan".to_owned();
        }
        let lines = self.confirmed.iter().flatten().map(|doubt| doubt.line.to_string());
        lines.collect::<Vec<_>>().join(", ")
    }

    fn fixes_told(&self) -> String {
        let fixes = self.fixes.iter();
        let told = fixes
            .map(|(line, place, text)| format!("baris {line}, kolom ke-{}: {text}", place + 1));
        told.collect::<Vec<_>>().join("; ")
    }

    /// What was left out and written anew by hand, for the audit log; empty where nothing was.
    pub fn by_hand(&self) -> String {
        let told = self.told().into_iter();
        let told = told.filter(|(name, text)| [LEFT_OUT, FIXES].contains(name) && !text.is_empty());
        let told: Vec<String> = told.map(|(name, text)| format!("{name}: {text}")).collect();
        told.join(". ")
    }

    /// Lets go of what was said about lines and cells: those of another sheet are others.
    pub fn forget_lines(&mut self) {
        self.left_out.clear();
        self.left_out_as.clear();
        self.fixes.clear();
        self.confirmed = self.confirmed.take().map(|_| BTreeSet::new());
        self.confirms_all = false;
    }

    /// A short text that is another one when anything else was said.
    pub fn stamp(text: &str) -> String {
        super::sha256(text.as_bytes()).chars().take(16).collect()
    }

    /// The options that it means, and the source to be added.
    ///
    /// # Errors
    /// Field and sentence for each answer that cannot be used.
    pub fn options(&self) -> Result<(Options, Option<NewSource>), Problems> {
        let mut problems = Vec::new();
        let as_of = match self.as_of.trim() {
            "" => None,
            text => super::as_of(text).map_err(|problem| problems.push(("tanggal", problem))).ok(),
        };
        let segment = match self.segment.trim() {
            "" => None,
            text => {
                let found = segment_of(text);
                if found.is_none() {
                    problems.push(("segmen", format!("Segmen {text} tidak dikenal.")));
                }
                found
            }
        };
        let new_source = self
            .new_source
            .as_ref()
            .and_then(|new| new.checked(&self.source).map_err(|found| problems.extend(found)).ok());
        if !problems.is_empty() {
            return Err(problems);
        }
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mapping: HashMap<String, Field> = self
            .columns
            .iter()
            .filter_map(|(title, word)| Some((title.clone(), Field::parse(word)?)))
            .collect();
        let options = Options {
            content: Content::find(&self.content),
            sheet: text(&self.sheet),
            as_of,
            segment,
            measure: Field::parse(&self.measure).filter(|field| field.is_measure()),
            kind: match self.kind.as_str() {
                "cakupan" => Some(Kind::Active),
                "capaian" => Some(Kind::ShareOfTarget),
                _ => None,
            },
            numbers: match self.numbers.as_str() {
                "id" => Some(Style::Indonesian),
                "en" => Some(Style::English),
                _ => None,
            },
            shares: match self.small_percent.as_str() {
                "bagian" => Some(true),
                "persen" => Some(false),
                _ => None,
            },
            codes: CodeSystem::parse(&self.codes),
            level: LEVELS.iter().find(|(_, word, _)| *word == self.level).map(|(level, ..)| *level),
            source: new_source.as_ref().map(|new| new.code.clone()).or_else(|| text(&self.source)),
            mapping,
            left_out: self.left_out.clone(),
            leave_refused: self.leave_refused,
            fixes: self
                .fixes
                .iter()
                .map(|(line, column, text)| ((*line, *column), text.clone()))
                .collect(),
            accepted: text(&self.reason).filter(|reason| is_reason(reason)),
            confirmed: self.confirmed.clone().filter(|_| !self.confirms_all),
            ..Options::default()
        };
        Ok((options, new_source))
    }
}

impl StatedSource {
    /// The source with a code of its own.
    fn checked(&self, code: &str) -> Result<NewSource, Problems> {
        let mut problems = Vec::new();
        let filled = |text: &str, field, sentence: &str, problems: &mut Vec<_>| {
            if text.trim().is_empty() {
                problems.push((field, sentence.to_owned()));
            }
            text.trim().to_owned()
        };
        let publisher =
            filled(&self.publisher, "penerbit", "Tulis penerbit sumber ini.", &mut problems);
        let title = filled(&self.title, "judul", "Tulis judul atau nomor suratnya.", &mut problems);
        let authority =
            AUTHORITIES.iter().find(|(_, word)| *word == self.authority).map(|(kind, _)| *kind);
        if authority.is_none() {
            problems.push(("jenis-penerbit", "Pilih jenis penerbitnya.".to_owned()));
        }
        let published_on = match self.published_on.trim() {
            "" => String::new(),
            text => match super::as_of(text) {
                Ok(as_of) => as_of.iso(),
                Err(problem) => {
                    problems.push(("terbit", problem));
                    String::new()
                }
            },
        };
        let url = self.url.trim();
        if !new_source::is_address(url) {
            let sentence = "Tulis alamat yang diawali https:// dan tanpa spasi, atau kosongkan.";
            problems.push(("alamat", sentence.to_owned()));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let url = url.to_owned();
        let code = match code.trim() {
            "" => new_source::code(&[&publisher, &title, &published_on, &url, &self.authority]),
            code => code.to_owned(),
        };
        let authority = authority.unwrap_or(Authority::Other);
        Ok(NewSource { code, publisher, title, published_on, url, authority })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        let of = |url: &str| StatedSource {
            publisher: "Uji".to_owned(),
            title: "Uji".to_owned(),
            url: url.to_owned(),
            authority: "pers".to_owned(),
            ..StatedSource::default()
        };
        for url in ["", "https://bps.go.id/a?b=1", "http://bps.go.id"] {
            assert!(of(url).checked("").is_ok(), "{url}");
        }
        for url in ["javascript:alert(1)", "bps.go.id", "https://a b", "https://a\"b"] {
            assert_eq!(of(url).checked("").unwrap_err()[0].0, "alamat", "{url}");
        }
    }
}
