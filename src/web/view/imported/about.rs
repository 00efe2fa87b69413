//! What is said about a file that it does not say itself: the fields of the form.

use crate::domain::List;
use crate::import::{self, AUTHORITIES, Content, LEVELS, Report, Segment, Stated};
use crate::reports::rows::Source;
use crate::web::form::{Choice, Field, Problems};
use crate::web::view::imported::sources::{called, names};

/// The fields of "Tentang berkas ini".
pub struct About {
    /// What the file may be about.
    pub contents: Vec<Choice>,
    /// What it is about.
    pub content: Content,
    /// Its sheets; empty where there is one.
    pub sheets: Vec<Choice>,
    /// Its date.
    pub date: Field,
    /// The segment of figures that name none.
    pub segments: Vec<Choice>,
    /// What percents are.
    pub kinds: Vec<Choice>,
    /// Whose codes of regions it uses.
    pub codes: Vec<Choice>,
    /// The level of its regions.
    pub levels: Vec<Choice>,
    /// How numbers are written.
    pub numbers: Vec<Choice>,
    /// What percents below two are.
    pub shares: Vec<Choice>,
    /// What columns hold whose title does not say it.
    pub measures: Vec<Choice>,
    /// The source of rows that name none.
    pub source: Field,
    /// What known sources are called.
    pub sources: Vec<String>,
    /// Who published a new source.
    pub publisher: Field,
    /// Its title.
    pub title: Field,
    /// When.
    pub published: Field,
    /// Its address.
    pub url: Field,
    /// Kinds of publisher.
    pub authorities: Vec<Choice>,
}

impl About {
    /// The fields as they were filled in before, for a file of this content; `is_local` for who enters
    /// figures of one region only.
    pub fn new(
        stated: &Stated,
        content: Content,
        is_local: bool,
        problems: &Problems,
        segments: &[Segment],
        sources: &[Source],
    ) -> Self {
        let choices = |list: &[(&str, &str)], chosen: &str| -> Vec<Choice> {
            list.iter().map(|(value, name)| Choice::new(*value, *name, chosen)).collect()
        };
        let new = stated.new_source.clone().unwrap_or_default();
        let authorities: Vec<Choice> = std::iter::once(Choice::new("", "Pilih", &new.authority))
            .chain(
                AUTHORITIES
                    .iter()
                    .filter(|(authority, _)| !is_local || import::is_local(*authority))
                    .map(|(authority, word)| Choice::new(*word, authority.label(), &new.authority)),
            )
            .collect();
        Self {
            contents: Content::ALL
                .iter()
                .map(|(_, word, label)| Choice::new(*word, *label, content.word()))
                .collect(),
            content,
            sheets: Vec::new(),
            date: match content {
                Content::Regions => {
                    Field::new("tanggal", "Nama baru berlaku sejak", &stated.as_of, problems)
                        .hint("Bila kosong, nama yang berbeda dianggap perbaikan tulisan.")
                }
                _ => Field::new("tanggal", "Tanggal data", &stated.as_of, problems),
            },
            segments: std::iter::once(Choice::new(
                "",
                "Seperti tertulis di berkas",
                &stated.segment,
            ))
            .chain(
                segments
                    .iter()
                    .map(|s| Choice::new(s.code.to_string(), s.name.clone(), &stated.segment)),
            )
            .collect(),
            kinds: choices(
                &[
                    ("", "Tanyakan bila meragukan"),
                    ("cakupan", "Cakupan"),
                    ("capaian", "Capaian terhadap target"),
                ],
                &stated.kind,
            ),
            codes: choices(
                &[
                    ("", "Seperti terlihat dari berkas"),
                    ("kemendagri", "Kemendagri"),
                    ("bps", "BPS"),
                ],
                &stated.codes,
            ),
            levels: std::iter::once(Choice::new("", "Semua tingkat", &stated.level))
                .chain(
                    LEVELS.iter().map(|(_, word, name)| Choice::new(*word, *name, &stated.level)),
                )
                .collect(),
            numbers: choices(
                &[("", "Seperti terlihat dari berkas"), ("id", "1.234,5"), ("en", "1,234.5")],
                &stated.numbers,
            ),
            shares: choices(
                &[
                    ("", "Tanyakan bila meragukan"),
                    ("bagian", "0,45 berarti 45%"),
                    ("persen", "0,45 berarti 0,45%"),
                ],
                &stated.small_percent,
            ),
            measures: choices(
                &[
                    ("", "Hanya bila judulnya menyebut"),
                    ("peserta", "Peserta aktif"),
                    ("pekerja", "Pekerja"),
                    ("persen", "Cakupan"),
                ],
                &stated.measure,
            ),
            source: Field::new("sumber", "Sumber", &called(&stated.source, sources), problems).hint(
                "Ketik sebagian nama penerbit, judul, atau tanggalnya, lalu pilih. Kosongkan bila \
                 berkas menyebutnya di setiap baris, atau isi Sumber baru.",
            ),
            sources: names(sources),
            publisher: Field::new("penerbit", "Penerbit", &new.publisher, problems),
            title: Field::new("judul", "Judul atau nomor surat", &new.title, problems),
            published: Field::new("terbit", "Tanggal terbit", &new.published_on, problems),
            url: Field::new("alamat", "Alamat web", &new.url, problems),
            authorities,
        }
    }

    /// Offers the sheets of a workbook, where there are several.
    pub fn offer_sheets(&mut self, report: &Report) {
        if report.sheets.len() > 1 {
            let chosen = report.sheets.get(report.sheet).cloned().unwrap_or_default();
            self.sheets = report
                .sheets
                .iter()
                .map(|name| Choice::new(name.clone(), name.clone(), &chosen))
                .collect();
        }
    }

    /// The sheet that was read; empty where there is one.
    pub fn sheet(&self) -> &str {
        self.sheets.iter().find(|sheet| sheet.selected).map_or("", |sheet| &sheet.value)
    }

    /// Whether the file is one of figures; else one of a list.
    pub fn is_of_figures(&self) -> bool {
        self.content == Content::Figures
    }

    /// Whether rows name regions and sources.
    pub fn is_regional(&self) -> bool {
        self.content.list().is_none_or(List::has_regions)
    }

    /// Whether a date may be stated.
    pub fn is_dated(&self) -> bool {
        matches!(self.content, Content::Figures | Content::Regions)
    }
}
