//! Writing the lists: all of them into a new database, corrections into one that has them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::RunQueryDsl;
use diesel::sql_types::{Integer, Text};

use super::{Ids, Lists};
use crate::db::codes::Code;
use crate::db::connection::on_backend;
use crate::db::sql::sql;
use crate::db::{Connection, Error, schema};
use crate::domain::wording::fold;

/// The first number of a region; the nation has it. Numbers of other things lie elsewhere, so that
/// a mix-up finds nothing instead of something wrong.
const FIRST_REGION: i32 = 1_000;
const FIRST_SOURCE: i32 = 10_001;

impl Lists {
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

    /// Corrects names, numbers and legal texts of regions that are there.
    fn update_regions(&self, c: &mut Connection, ids: &HashMap<String, i32>) -> Result<(), Error> {
        self.compare(c, ids)?;
        for region in &self.regions {
            let code = region.code.as_str();
            let id = ids[code];
            let [kecamatan, kelurahan, desa] =
                region.below.map(|number| i64::from(number.unwrap_or(-1)));
            sql(include_str!("../../sql/seed.update_region.sql"))
                .text(region.name.as_str())
                .text(region.full_name.as_str())
                .text(fold(&region.name))
                .big(kecamatan)
                .big(kelurahan)
                .big(desa)
                .int(id)
                .run(c)?;
            if let Some(event) = self.events.get(code) {
                for statement in [
                    include_str!("../../sql/seed.legal_basis.sql"),
                    "update region_succession set legal_basis = $1 where new_id = $2",
                ] {
                    sql(statement).text(event.legal_basis.as_str()).int(id).run(c)?;
                }
            }
        }
        Ok(())
    }

    fn write_segments(&self, c: &mut Connection) -> Result<HashMap<String, i32>, Error> {
        let mut ids = ids_by_code(c, "select code, id from segment")?;
        let mut next = ids.values().max().copied().unwrap_or_default();
        for segment in &self.segments {
            let statement = if ids.contains_key(&segment.code) {
                include_str!("../../sql/seed.update_segment.sql")
            } else {
                next += 1;
                ids.insert(segment.code.clone(), next);
                include_str!("../../sql/seed.insert_segment.sql")
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
            sql(include_str!("../../sql/seed.segment_parent.sql"))
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
                sql(include_str!("../../sql/seed.update_source.sql"))
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
