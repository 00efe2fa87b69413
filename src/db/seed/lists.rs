//! Regions, segments and sources.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::RunQueryDsl;
use diesel::sql_types::{Integer, Text};

use super::Files;
use super::table::{Row, Table};
use crate::db::codes::Code;
use crate::db::connection::on_backend;
use crate::db::error::DataError;
use crate::db::sql::sql;
use crate::db::{Connection, Error, schema};
use crate::domain::wording::fold;
use crate::domain::{Authority, Level, RegionCode, RegionKind, SegmentCode};

const PROVINCES: usize = 38;
const REGENCIES: usize = 514;

/// The first number of a region; the nation has it. Numbers of other things lie elsewhere, so that
/// a mix-up finds nothing instead of something wrong.
const FIRST_REGION: i32 = 1_000;
const FIRST_SOURCE: i32 = 10_001;

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
    code: RegionCode,
    kind: RegionKind,
    name: String,
    full_name: String,
    parent: Option<RegionCode>,
    below: [Option<i32>; 3],
}

struct Event {
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

    /// Writes what is new or changed.
    pub fn write(&self, c: &mut Connection) -> Result<Ids, Error> {
        let regions = self.write_regions(c)?;
        let segments = self.write_segments(c)?;
        let sources = self.write_sources(c)?;
        Ok(Ids { regions, segments, sources })
    }

    fn write_regions(&self, c: &mut Connection) -> Result<HashMap<String, i32>, Error> {
        let mut ids =
            ids_by_code(c, "select code, region_id from region_version where valid_to is null")?;
        if ids.is_empty() {
            ids = self.insert_regions(c)?;
        } else {
            self.update_regions(c, &ids)?;
        }
        sql("delete from region_alias").run(c)?;
        let aliases: Vec<NewAlias> = self
            .aliases
            .iter()
            .map(|(alias, code, kind)| NewAlias {
                region_id: ids[code],
                alias,
                folded: fold(alias),
                kind,
            })
            .collect();
        sql("delete from bps_code").run(c)?;
        let bps_codes: Vec<NewBpsCode> = self
            .bps_codes
            .iter()
            .map(|(code, bps)| NewBpsCode { region_id: ids[code], code: bps })
            .collect();
        on_backend!(c, |c| {
            diesel::insert_into(schema::region_alias::table).values(&aliases).execute(c)?;
            diesel::insert_into(schema::bps_code::table).values(&bps_codes).execute(c)?;
        });
        Ok(ids)
    }

    fn insert_regions(&self, c: &mut Connection) -> Result<HashMap<String, i32>, Error> {
        let ids: HashMap<String, i32> = self
            .regions
            .iter()
            .zip(FIRST_REGION..)
            .map(|(region, id)| (region.code.as_str().to_owned(), id))
            .collect();
        let mut parts: HashMap<&str, i32> = HashMap::new();
        for parent in self.regions.iter().filter_map(|region| region.parent.as_ref()) {
            *parts.entry(parent.as_str()).or_default() += 1;
        }
        let mut identities = Vec::new();
        let mut versions = Vec::new();
        let mut successions = Vec::new();
        for region in &self.regions {
            let code = region.code.as_str();
            let id = ids[code];
            identities.push(NewRegion { id, parts: parts.get(code).copied().unwrap_or_default() });
            let [kecamatan, kelurahan, desa] = region.below;
            let mut today = NewVersion {
                id: 0,
                region_id: id,
                code,
                name: &region.name,
                full_name: &region.full_name,
                folded_name: fold(&region.name),
                kind: region.kind.code(),
                level: region.code.level().code(),
                parent_id: region.parent.as_ref().map(|parent| ids[parent.as_str()]),
                valid_from: None,
                valid_to: None,
                legal_basis: "",
                kecamatan,
                kelurahan,
                desa,
            };
            if let Some(event) = self.events.get(code) {
                let old_parent = ids[&event.old_parent];
                today.valid_from = Some(event.effective);
                today.legal_basis = &event.legal_basis;
                if let Some(old_code) = &event.old_code {
                    versions.push(NewVersion {
                        code: old_code,
                        parent_id: Some(old_parent),
                        valid_from: None,
                        valid_to: Some(event.effective),
                        legal_basis: "",
                        kecamatan: None,
                        kelurahan: None,
                        desa: None,
                        ..today.clone()
                    });
                } else {
                    successions.push(NewSuccession {
                        old_id: old_parent,
                        new_id: id,
                        kind: "split",
                        effective: event.effective,
                        legal_basis: &event.legal_basis,
                    });
                }
            }
            versions.push(today);
        }
        for (version, id) in versions.iter_mut().zip(1..) {
            version.id = id;
        }
        on_backend!(c, |c| {
            diesel::insert_into(schema::region::table).values(&identities).execute(c)?;
            diesel::insert_into(schema::region_version::table).values(&versions).execute(c)?;
            diesel::insert_into(schema::region_succession::table)
                .values(&successions)
                .execute(c)?;
        });
        Ok(ids)
    }

    /// Corrects names and numbers of regions that are there. A region that comes, goes or changes
    /// its code is history, and needs a migration that says since when.
    fn update_regions(&self, c: &mut Connection, ids: &HashMap<String, i32>) -> Result<(), Error> {
        for region in &self.regions {
            let code = region.code.as_str();
            let Some(id) = ids.get(code) else {
                return Err(Error::Data(DataError {
                    file: "regions.csv".to_owned(),
                    place: None,
                    value: code.to_owned(),
                    reason: "is not a region of this database; a new region or code needs a \
                             migration with its date"
                        .to_owned(),
                }));
            };
            let [kecamatan, kelurahan, desa] =
                region.below.map(|number| i64::from(number.unwrap_or(-1)));
            sql(include_str!("../sql/seed.update_region.sql"))
                .text(region.name.as_str())
                .text(region.full_name.as_str())
                .text(fold(&region.name))
                .big(kecamatan)
                .big(kelurahan)
                .big(desa)
                .int(*id)
                .run(c)?;
        }
        Ok(())
    }

    fn write_segments(&self, c: &mut Connection) -> Result<HashMap<String, i32>, Error> {
        let mut ids = ids_by_code(c, "select code, id from segment")?;
        let mut next = ids.values().max().copied().unwrap_or_default();
        for segment in &self.segments {
            let statement = if ids.contains_key(&segment.code) {
                include_str!("../sql/seed.update_segment.sql")
            } else {
                next += 1;
                ids.insert(segment.code.clone(), next);
                include_str!("../sql/seed.insert_segment.sql")
            };
            sql(statement)
                .int(ids[&segment.code])
                .text(segment.code.as_str())
                .text(segment.name.as_str())
                .text(segment.base.as_str())
                .text(segment.counting)
                .run(c)?;
        }
        // Parents last, because a segment may stand before its parent in the file.
        for segment in &self.segments {
            sql(include_str!("../sql/seed.segment_parent.sql"))
                .text(segment.parent.as_str())
                .int(ids[&segment.code])
                .run(c)?;
        }
        Ok(ids)
    }

    fn write_sources(&self, c: &mut Connection) -> Result<HashMap<String, i32>, Error> {
        let mut ids = ids_by_code(c, "select code, id from source")?;
        let mut next = ids.values().max().map_or(FIRST_SOURCE, |highest| highest + 1);
        let mut new = Vec::new();
        for source in &self.sources {
            if let Some(id) = ids.get(&source.code) {
                sql(include_str!("../sql/seed.update_source.sql"))
                    .text(source.publisher.as_str())
                    .text(source.title.as_str())
                    .text(source.published_on.as_str())
                    .text(source.url.as_str())
                    .small(source.authority.code())
                    .int(*id)
                    .run(c)?;
                continue;
            }
            ids.insert(source.code.clone(), next);
            new.push(NewSource {
                id: next,
                code: &source.code,
                publisher: &source.publisher,
                title: &source.title,
                published_on: &source.published_on,
                url: &source.url,
                authority: source.authority.code(),
            });
            next += 1;
        }
        on_backend!(c, |c| {
            diesel::insert_into(schema::source::table).values(&new).execute(c)?;
        });
        Ok(ids)
    }
}

fn ids_by_code(c: &mut Connection, query: &'static str) -> Result<HashMap<String, i32>, Error> {
    let rows: Vec<(String, i32)> = sql(query).rows::<(Text, Integer), _>(c)?;
    Ok(rows.into_iter().collect())
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
        return Err(table.error(found, reason));
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

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::region)]
struct NewRegion {
    id: i32,
    parts: i32,
}

#[derive(Clone, diesel::Insertable)]
#[diesel(table_name = schema::region_version)]
#[diesel(treat_none_as_default_value = false)]
struct NewVersion<'a> {
    id: i32,
    region_id: i32,
    code: &'a str,
    name: &'a str,
    full_name: &'a str,
    folded_name: String,
    kind: &'static str,
    level: i16,
    parent_id: Option<i32>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    legal_basis: &'a str,
    kecamatan: Option<i32>,
    kelurahan: Option<i32>,
    desa: Option<i32>,
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::region_succession)]
struct NewSuccession<'a> {
    old_id: i32,
    new_id: i32,
    kind: &'static str,
    effective: NaiveDate,
    legal_basis: &'a str,
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::region_alias)]
struct NewAlias<'a> {
    region_id: i32,
    alias: &'a str,
    folded: String,
    kind: &'static str,
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::bps_code)]
struct NewBpsCode<'a> {
    region_id: i32,
    code: &'a str,
}

#[derive(diesel::Insertable)]
#[diesel(table_name = schema::source)]
struct NewSource<'a> {
    id: i32,
    code: &'a str,
    publisher: &'a str,
    title: &'a str,
    published_on: &'a str,
    url: &'a str,
    authority: i16,
}
