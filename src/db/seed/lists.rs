//! Regions, segments and sources.

mod compare;
mod write;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::Files;
use super::table::{Row, Table};
use crate::db::Error;
use crate::domain::{Authority, Level, RegionCode, RegionKind, SegmentCode};

const PROVINCES: usize = 38;
const REGENCIES: usize = 514;

/// The lists, checked but not yet written.
pub(super) struct Lists {
    regions: Vec<Region>,
    aliases: Vec<(String, String, &'static str)>,
    events: HashMap<String, Event>,
    bps_codes: Vec<(String, String)>,
    segments: Vec<Segment>,
    sources: Vec<Source>,
}

struct Region {
    /// Its row in the file; `None` for the nation, which has none.
    row: Option<u64>,
    code: RegionCode,
    kind: RegionKind,
    name: String,
    full_name: String,
    parent: Option<RegionCode>,
    below: [Option<i32>; 3],
}

struct Event {
    row: u64,
    effective: NaiveDate,
    old_parent: String,
    /// `None` for a province that was made on that day.
    old_code: Option<String>,
    legal_basis: String,
}

struct Segment {
    code: String,
    name: String,
    base: String,
    counting: &'static str,
    parent: String,
}

struct Source {
    code: String,
    publisher: String,
    title: String,
    published_on: String,
    url: String,
    authority: Authority,
}

/// Numbers by code, for the rows that refer to the lists.
pub(super) struct Ids {
    pub regions: HashMap<String, i32>,
    pub segments: HashMap<String, i32>,
    pub sources: HashMap<String, i32>,
}

impl Lists {
    /// Reads and checks the files.
    pub fn parse(files: &Files) -> Result<Self, Error> {
        let regions = parse_regions(&files.regions)?;
        let codes: HashSet<&str> = regions.iter().map(|region| region.code.as_str()).collect();
        let known = |row: Row, column: &str| {
            let reason = "is not a region of regions.csv";
            row.parse(column, reason, |code| codes.contains(code).then(|| code.to_owned()))
        };
        let table =
            Table::read("region_aliases.csv", &files.region_aliases, &["alias", "code", "kind"])?;
        let kinds = ["former", "spelling", "short", "english", "kind"];
        let aliases = table
            .rows()
            .map(|row| {
                let alias = row.filled("alias")?.to_owned();
                Ok((alias, known(row, "code")?, row.code("kind", &kinds)?))
            })
            .collect::<Result<_, Error>>()?;
        let table = Table::read("bps_codes.csv", &files.bps_codes, &["code", "bps_code"])?;
        let bps_codes = table
            .rows()
            .map(|row| Ok((known(row, "code")?, row.filled("bps_code")?.to_owned())))
            .collect::<Result<_, Error>>()?;
        let events = parse_events(&files.region_history, &known)?;
        let segments = parse_segments(&files.segments)?;
        let sources = parse_sources(&files.sources)?;
        Ok(Self { regions, aliases, events, bps_codes, segments, sources })
    }

    /// The codes of the segments.
    pub fn segment_codes(self) -> Vec<String> {
        self.segments.into_iter().map(|segment| segment.code).collect()
    }
}

fn parse_regions(text: &str) -> Result<Vec<Region>, Error> {
    let columns = &[
        "code",
        "level",
        "type",
        "name",
        "full_name",
        "parent_code",
        "kecamatan",
        "kelurahan",
        "desa",
    ];
    let table = Table::read("regions.csv", text, columns)?;
    let mut regions = vec![Region {
        row: None,
        code: RegionCode::nation(),
        kind: RegionKind::Nation,
        name: "Indonesia".to_owned(),
        full_name: "Indonesia".to_owned(),
        parent: None,
        below: [None; 3],
    }];
    let mut seen = HashSet::from(["ID".to_owned()]);
    for row in table.rows() {
        let code =
            row.parse("code", "is not a region code", |text| RegionCode::parse(text).ok())?;
        let kind = row.parse("type", "is not a type of region", |text| match text {
            "provinsi" => Some(RegionKind::Province),
            "kabupaten" => Some(RegionKind::Kabupaten),
            "kota" => Some(RegionKind::Kota),
            "kabupaten administrasi" => Some(RegionKind::KabupatenAdm),
            "kota administrasi" => Some(RegionKind::KotaAdm),
            _ => None,
        })?;
        let (level, word) = match kind {
            RegionKind::Province => (Level::Province, "province"),
            _ => (Level::Regency, "regency"),
        };
        if row.text("level") != word || code.level() != level {
            return Err(row.error("level", "does not fit the code and the type"));
        }
        if !seen.insert(code.as_str().to_owned()) {
            return Err(row.error("code", "stands twice"));
        }
        let parent = match row.text("parent_code") {
            "" => RegionCode::nation(),
            _ => row.parse("parent_code", "is not a region above", |text| {
                seen.contains(text).then(|| RegionCode::parse(text).ok())?
            })?,
        };
        regions.push(Region {
            row: Some(row.line()),
            code,
            kind,
            name: row.filled("name")?.to_owned(),
            full_name: row.filled("full_name")?.to_owned(),
            parent: Some(parent),
            below: [row.count("kecamatan")?, row.count("kelurahan")?, row.count("desa")?],
        });
    }
    let of = |level| regions.iter().filter(|region| region.code.level() == level).count();
    let counts = (of(Level::Province), of(Level::Regency));
    if counts != (PROVINCES, REGENCIES) {
        let found = format!("{} + {}", counts.0, counts.1);
        let reason = format!("provinces and regencies are not {PROVINCES} + {REGENCIES}");
        return Err(table.error(&found, &reason));
    }
    Ok(regions)
}

fn parse_events(
    text: &str,
    known: &impl Fn(Row, &str) -> Result<String, Error>,
) -> Result<HashMap<String, Event>, Error> {
    let columns =
        &["code", "event", "effective", "old_parent_code", "old_code", "name", "legal_basis"];
    let table = Table::read("region_history.csv", text, columns)?;
    let mut events = HashMap::new();
    for row in table.rows() {
        let recoded = row.code("event", &["province_created", "recoded"])? == "recoded";
        let old_code = row.optional("old_code", "is not a region code", |text| {
            RegionCode::parse(text).ok().map(|code| code.as_str().to_owned())
        })?;
        if recoded != old_code.is_some() {
            return Err(row.error("old_code", "does not fit the event"));
        }
        let event = Event {
            row: row.line(),
            effective: row.parse("effective", "is not a date", |text| {
                NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
            })?,
            old_parent: known(row, "old_parent_code")?,
            old_code,
            legal_basis: row.filled("legal_basis")?.to_owned(),
        };
        if events.insert(known(row, "code")?, event).is_some() {
            return Err(row.error("code", "has two events; only one is understood"));
        }
    }
    Ok(events)
}

fn parse_segments(text: &str) -> Result<Vec<Segment>, Error> {
    let columns = &["segment", "name", "base", "counting", "parent"];
    let table = Table::read("published/segments.csv", text, columns)?;
    let codes: HashSet<&str> = table.rows().map(|row| row.text("segment")).collect();
    table
        .rows()
        .map(|row| {
            if !row.text("parent").is_empty() && !codes.contains(row.text("parent")) {
                return Err(row.error("parent", "is not a segment"));
            }
            let code = row.parse("segment", "is not a segment code", SegmentCode::parse)?;
            Ok(Segment {
                code: code.as_str().to_owned(),
                name: row.filled("name")?.to_owned(),
                base: row.filled("base")?.to_owned(),
                counting: row.code("counting", &["nik", "tempat_daftar", "proyek", "lain"])?,
                parent: row.text("parent").to_owned(),
            })
        })
        .collect()
}

fn parse_sources(text: &str) -> Result<Vec<Source>, Error> {
    let columns = &["source_id", "publisher", "title", "published", "url", "authority"];
    let table = Table::read("published/sources.csv", text, columns)?;
    let mut seen = HashSet::new();
    table
        .rows()
        .map(|row| {
            let code = row.filled("source_id")?;
            if !seen.insert(code) {
                return Err(row.error("source_id", "stands twice"));
            }
            Ok(Source {
                code: code.to_owned(),
                publisher: row.filled("publisher")?.to_owned(),
                title: row.text("title").to_owned(),
                published_on: row.period("published")?.to_owned(),
                url: row.text("url").to_owned(),
                authority: row.parse("authority", "is not an authority", |text| match text {
                    "bpjs" => Some(Authority::Bpjs),
                    "kementerian" => Some(Authority::Ministry),
                    "pemda" => Some(Authority::RegionalGovernment),
                    "antara" => Some(Authority::Antara),
                    "pers" => Some(Authority::Press),
                    "akademik" => Some(Authority::Academic),
                    "lain" => Some(Authority::Other),
                    _ => None,
                })?,
            })
        })
        .collect()
}
