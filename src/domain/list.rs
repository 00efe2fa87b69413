//! Rows of the lists beside the figures: targets, funding, regulations, regions and sources, as files
//! bring them and as versions keep them.

use chrono::NaiveDate;

use super::wording::{as_of, count, percent, period, rupiah};
use super::{
    AsOf, Authority, Basis, FundingKind, Payer, Percent, Period, RegionCode, RegionKind, regulation,
};

/// A list that can be brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// Targets of regions for a year.
    Targets,
    /// Statements on money.
    Funding,
    /// Rules.
    Regulations,
    /// Kecamatan, kelurahan and desa.
    Regions,
    /// Who published what.
    Sources,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 5] =
        [Self::Targets, Self::Funding, Self::Regulations, Self::Regions, Self::Sources];

    /// Whether each row is about a region and rests on a source.
    pub fn has_regions(self) -> bool {
        matches!(self, Self::Targets | Self::Funding | Self::Regulations)
    }

    /// What its rows are, for users.
    pub fn label(self) -> &'static str {
        match self {
            Self::Targets => "target",
            Self::Funding => "pernyataan pendanaan",
            Self::Regulations => "peraturan",
            Self::Regions => "wilayah",
            Self::Sources => "sumber",
        }
    }
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRecord {
    /// The region.
    pub region_id: i32,
    /// The year at whose end it is due.
    pub year: i32,
    /// Who set it.
    pub basis: Basis,
    /// The source.
    pub source_id: i32,
    /// The share of workers, where it is one.
    pub percent: Option<Percent>,
    /// The number of workers, where it is one.
    pub workers: Option<i64>,
    /// The basis in the words of the source.
    pub basis_text: String,
    /// A remark.
    pub note: String,
}

/// A statement on money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingRecord {
    /// The region.
    pub region_id: i32,
    /// The period; `None` when the source does not say.
    pub period: Option<Period>,
    /// What it counts.
    pub kind: FundingKind,
    /// Who pays.
    pub payer: Payer,
    /// For whom, in words.
    pub beneficiaries: String,
    /// What for, in words.
    pub program: String,
    /// The source.
    pub source_id: i32,
    /// Who pays, in words.
    pub payer_text: String,
    /// Workers.
    pub workers: Option<i64>,
    /// Rupiah.
    pub amount_rp: Option<i64>,
    /// Number of cases.
    pub cases: Option<i32>,
    /// A remark.
    pub note: String,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegulationRecord {
    /// The region that made it, or the nation.
    pub region_id: i32,
    /// A code of [`regulation::KINDS`].
    pub kind_code: &'static str,
    /// The kind as it is written.
    pub kind: String,
    /// The number as it was printed; may be empty.
    pub number: String,
    /// The year; `None` when it was not stated.
    pub year: Option<i32>,
    /// What it is about.
    pub meaning: String,
    /// The source.
    pub source_id: i32,
}

/// A region as it is called from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionRecord {
    /// Its code.
    pub code: RegionCode,
    /// Its short name.
    pub name: String,
    /// Its name with the word before it.
    pub full_name: String,
    /// What it is in law.
    pub kind: RegionKind,
    /// What it rests on.
    pub legal_basis: String,
    /// The first day; `None` where it is not known or was always so.
    pub valid_from: Option<NaiveDate>,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Its stable code.
    pub code: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// ISO date of any precision; empty when unknown.
    pub published_on: String,
    /// Its address; may be empty.
    pub url: String,
    /// What kind of publisher it is.
    pub authority: Authority,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// Of the targets.
    Target(TargetRecord),
    /// Of the funding.
    Funding(FundingRecord),
    /// Of the regulations.
    Regulation(RegulationRecord),
    /// Of the regions.
    Region(RegionRecord),
    /// Of the sources.
    Source(SourceRecord),
}

/// What tells the rows of a list apart: two with the same key are versions of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    region_id: Option<i32>,
    /// The rest of the key, its parts divided by a character that no cell holds.
    rest: String,
}

/// A value of a row, under the title of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The title.
    pub title: &'static str,
    /// The value as users read it; empty for none.
    pub text: String,
}

impl Record {
    /// What tells it apart from the others of its list.
    pub fn key(&self) -> Key {
        let rest = |parts: &[&str]| parts.join("\u{1f}");
        match self {
            Self::Target(t) => Key {
                region_id: Some(t.region_id),
                rest: format!("{:04}\u{1f}{}\u{1f}{}", t.year, t.basis.label(), t.source_id),
            },
            Self::Funding(f) => Key {
                region_id: Some(f.region_id),
                rest: rest(&[
                    &f.period.map_or_else(String::new, Period::iso),
                    f.kind.label(),
                    f.payer.label(),
                    &f.beneficiaries,
                    &f.program,
                    &f.source_id.to_string(),
                ]),
            },
            Self::Regulation(r) => Key {
                region_id: Some(r.region_id),
                rest: rest(&[
                    r.kind_code,
                    &r.kind,
                    &r.number,
                    &r.year.map_or_else(String::new, |year| year.to_string()),
                ]),
            },
            Self::Region(r) => Key { region_id: None, rest: r.code.as_str().to_owned() },
            Self::Source(s) => Key { region_id: None, rest: s.code.clone() },
        }
    }

    /// The region that it is about; `None` for a region or source itself.
    pub fn region_id(&self) -> Option<i32> {
        match self {
            Self::Target(t) => Some(t.region_id),
            Self::Funding(f) => Some(f.region_id),
            Self::Regulation(r) => Some(r.region_id),
            Self::Region(_) | Self::Source(_) => None,
        }
    }

    /// The source that it rests on; `None` for a region or source itself.
    pub fn source_id(&self) -> Option<i32> {
        match self {
            Self::Target(t) => Some(t.source_id),
            Self::Funding(f) => Some(f.source_id),
            Self::Regulation(r) => Some(r.source_id),
            Self::Region(_) | Self::Source(_) => None,
        }
    }

    /// Gives it another source.
    pub fn set_source(&mut self, source_id: i32) {
        match self {
            Self::Target(t) => t.source_id = source_id,
            Self::Funding(f) => f.source_id = source_id,
            Self::Regulation(r) => r.source_id = source_id,
            Self::Region(_) | Self::Source(_) => {}
        }
    }

    /// Whether another row with the same key holds the same values. The day from which a region is
    /// called so is said by who brings it in, not by the row.
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Region(a), Self::Region(b)) => {
                (&a.name, &a.full_name, a.kind, &a.legal_basis)
                    == (&b.name, &b.full_name, b.kind, &b.legal_basis)
            }
            (a, b) => a == b,
        }
    }

    /// What it is about, without its region: "2026, RPJMD", "Perbup 54/2023".
    pub fn subject(&self) -> String {
        match self {
            Self::Target(t) => format!("{}, {}", t.year, t.basis.label()),
            Self::Funding(f) => {
                let when = f.period.map(period);
                let parts = [
                    when.as_deref().unwrap_or_default(),
                    f.kind.label(),
                    f.payer.label(),
                    &f.beneficiaries,
                    &f.program,
                ];
                let filled: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                filled.join(", ")
            }
            Self::Regulation(r) => regulation::title(&r.kind, &r.number, r.year),
            Self::Region(r) => format!("{} {}", r.code, r.full_name),
            Self::Source(s) => s.code.clone(),
        }
    }

    /// What it says about that, under the titles of its columns.
    pub fn values(&self, source: &dyn Fn(i32) -> String) -> Vec<Value> {
        let number = |value: Option<i64>| value.map_or_else(String::new, count);
        let values = match self {
            Self::Target(t) => vec![
                ("Target (persen)", t.percent.map_or_else(String::new, percent)),
                ("Target (pekerja)", number(t.workers)),
                ("Uraian dasar", t.basis_text.clone()),
                ("Catatan", t.note.clone()),
            ],
            Self::Funding(f) => vec![
                ("Uraian pembayar", f.payer_text.clone()),
                ("Pekerja", number(f.workers)),
                ("Jumlah (rupiah)", f.amount_rp.map_or_else(String::new, rupiah)),
                ("Kasus", number(f.cases.map(i64::from))),
                ("Catatan", f.note.clone()),
            ],
            Self::Regulation(r) => {
                vec![("Tentang", r.meaning.clone()), ("Sumber", source(r.source_id))]
            }
            Self::Region(r) => vec![
                ("Nama", r.name.clone()),
                ("Jenis", r.kind.label().to_owned()),
                ("Nama lengkap", r.full_name.clone()),
                ("Dasar hukum", r.legal_basis.clone()),
            ],
            Self::Source(s) => vec![
                ("Penerbit", s.publisher.clone()),
                ("Judul", s.title.clone()),
                (
                    "Tanggal terbit",
                    AsOf::parse(&s.published_on).map_or_else(|| s.published_on.clone(), as_of),
                ),
                ("Alamat web", s.url.clone()),
                ("Jenis penerbit", s.authority.label().to_owned()),
            ],
        };
        values.into_iter().map(|(title, text)| Value { title, text }).collect()
    }
}

/// A value that a row had, and the one that it has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The title of the column.
    pub title: &'static str,
    /// Before; empty for none.
    pub old: String,
    /// Now; empty for none.
    pub new: String,
}

/// The values in which two versions of a row differ; those of a new one that are filled.
pub fn changed(old: Option<&Record>, new: &Record, source: &dyn Fn(i32) -> String) -> Vec<Changed> {
    let before = old.map(|old| old.values(source)).unwrap_or_default();
    new.values(source)
        .into_iter()
        .enumerate()
        .map(|(place, value)| Changed {
            title: value.title,
            old: before.get(place).map(|value| value.text.clone()).unwrap_or_default(),
            new: value.text,
        })
        .filter(|change| change.old != change.new)
        .collect()
}

/// Why a row cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Figures rest on it.
    Figures,
    /// Targets do.
    Targets,
    /// Statements on money do.
    Funding,
    /// Rules do.
    Regulations,
    /// Decisions between sources do.
    Decisions,
    /// Somebody works for the region.
    Accounts,
    /// It has parts.
    Parts,
    /// The region that it is a part of has gone itself.
    Parent,
}

impl Use {
    /// What refers to it, for users.
    pub fn label(self) -> &'static str {
        match self {
            Self::Figures => "angka kepesertaan",
            Self::Targets => "target",
            Self::Funding => "pernyataan pendanaan",
            Self::Regulations => "peraturan",
            Self::Decisions => "keputusan antarsumber",
            Self::Accounts => "akun",
            Self::Parts => "wilayah di bawahnya",
            Self::Parent => "wilayah induk yang sudah ditarik",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(percent: i32, note: &str) -> Record {
        Record::Target(TargetRecord {
            region_id: 1_000,
            year: 2026,
            basis: Basis::Rpjmd,
            source_id: 10_001,
            percent: Some(Percent(percent)),
            workers: None,
            basis_text: String::new(),
            note: note.to_owned(),
        })
    }

    #[test]
    fn versions_of_a_row_share_their_key_and_tell_what_differs() {
        let (old, new) = (target(5_300, "x"), target(5_550, ""));
        assert_eq!(old.key(), new.key());
        assert!(!old.says_the_same(&new));
        let told: Vec<(&str, String, String)> = changed(Some(&old), &new, &|_| String::new())
            .into_iter()
            .map(|change| (change.title, change.old, change.new))
            .collect();
        assert_eq!(
            told,
            [
                ("Target (persen)", "53,00%".to_owned(), "55,50%".to_owned()),
                ("Catatan", "x".to_owned(), String::new())
            ]
        );
        assert_eq!(new.subject(), "2026, RPJMD");
        let first = changed(None, &old, &|_| String::new());
        assert_eq!(first.len(), 2, "what is filled");
    }
}
