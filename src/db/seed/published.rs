//! The rows of the published files, checked, with the numbers of what they refer to.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::Files;
use super::lists::Ids;
use super::table::{Row, Table};
use crate::db::codes::{self, Code, NO_DATE, UNDATED};
use crate::db::funding::{FundingKind, Payer};
use crate::db::{Error, schema};
use crate::domain::{AsOf, Basis, Kind, Percent, Precision, regulation};

/// All published rows.
pub(super) struct Published {
    pub observations: Vec<(ObservationKey, ObservationValue)>,
    pub decisions: Vec<DecisionRow>,
    pub targets: Vec<TargetRow>,
    pub funding: Vec<FundingRow>,
    pub regulations: Vec<RegulationRow>,
}

/// What a statement speaks of, and who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = schema::observation)]
pub(super) struct ObservationKey {
    pub region_id: i32,
    pub segment_id: i32,
    pub as_of: NaiveDate,
    pub precision: i16,
    pub kind: i16,
    pub source_id: i32,
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = schema::observation, treat_none_as_default_value = false)]
pub(super) struct ObservationValue {
    pub active: Option<i64>,
    pub workforce: Option<i64>,
    pub published_pct: Option<i32>,
    pub uncovered: Option<i64>,
    pub rounded: bool,
    pub rank: Option<i32>,
    pub rank_of: Option<i32>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = schema::decision)]
pub(super) struct DecisionRow {
    pub region_id: i32,
    pub segment_id: i32,
    pub as_of: NaiveDate,
    pub chosen_source_id: i32,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = schema::target, treat_none_as_default_value = false)]
pub(super) struct TargetRow {
    pub region_id: i32,
    pub year: i32,
    pub percent: Option<i32>,
    pub workers: Option<i64>,
    pub basis: String,
    pub basis_text: String,
    pub source_id: i32,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = schema::funding, treat_none_as_default_value = false)]
pub(super) struct FundingRow {
    pub region_id: i32,
    pub period: String,
    pub kind: String,
    pub payer: String,
    pub payer_text: String,
    pub beneficiaries: String,
    pub workers: Option<i64>,
    pub amount_rp: Option<i64>,
    pub program: String,
    pub cases: Option<i32>,
    pub source_id: i32,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, diesel::Queryable, diesel::Insertable)]
#[diesel(table_name = schema::regulation, treat_none_as_default_value = false)]
pub(super) struct RegulationRow {
    pub region_id: i32,
    pub kind_code: String,
    pub kind: String,
    pub number: String,
    pub year: Option<i32>,
    pub meaning: String,
    pub source_id: i32,
}

impl Published {
    /// Reads and checks the files.
    pub fn parse(files: &Files, ids: &Ids) -> Result<Self, Error> {
        Ok(Self {
            observations: observations(&files.observations, ids)?,
            decisions: decisions(&files.decisions, ids)?,
            targets: targets(&files.targets, ids)?,
            funding: funding(&files.funding, ids)?,
            regulations: regulations(&files.regulations, ids)?,
        })
    }
}

fn id(row: Row, column: &str, ids: &HashMap<String, i32>, list: &str) -> Result<i32, Error> {
    row.parse(column, &format!("is not in {list}"), |code| ids.get(code).copied())
}

/// The stored codes of a type, which the files use as well.
fn words<T: Code<Stored = &'static str>>() -> Vec<&'static str> {
    T::ALL.iter().map(|(_, code)| *code).collect()
}

fn region(row: Row, ids: &Ids) -> Result<i32, Error> {
    id(row, "region_code", &ids.regions, "regions.csv")
}

fn segment(row: Row, ids: &Ids) -> Result<i32, Error> {
    id(row, "segment", &ids.segments, "segments.csv")
}

fn source(row: Row, column: &str, ids: &Ids) -> Result<i32, Error> {
    id(row, column, &ids.sources, "sources.csv")
}

fn observations(text: &str, ids: &Ids) -> Result<Vec<(ObservationKey, ObservationValue)>, Error> {
    let columns = &[
        "region_code",
        "segment",
        "kind",
        "region_name",
        "as_of",
        "as_of_precision",
        "active",
        "workforce",
        "coverage_pct",
        "uncovered",
        "rank",
        "rank_of",
        "source_id",
        "note",
        "rounded",
    ];
    let table = Table::read("published/observations.csv", text, columns)?;
    let mut seen = HashSet::new();
    let mut observations = Vec::new();
    for row in table.rows() {
        let (as_of, precision) = as_of(row)?;
        let key = ObservationKey {
            region_id: region(row, ids)?,
            segment_id: segment(row, ids)?,
            as_of,
            precision,
            kind: kind(row)?,
            source_id: source(row, "source_id", ids)?,
        };
        let value = ObservationValue {
            active: row.count("active")?,
            workforce: row.count("workforce")?,
            published_pct: percent(row, "coverage_pct")?,
            uncovered: row.count("uncovered")?,
            rounded: row.code("rounded", &["yes", "no"])? == "yes",
            rank: row.count("rank")?,
            rank_of: row.count("rank_of")?,
            note: row.text("note").to_owned(),
        };
        if value.active.is_none()
            && value.workforce.is_none()
            && value.published_pct.is_none()
            && value.uncovered.is_none()
            && value.rank.is_none()
        {
            return Err(row.error("active", "and the other figures are all empty"));
        }
        if value.rank == Some(0) || value.rank_of.is_some_and(|of| value.rank > Some(of)) {
            return Err(row.error("rank", "is not a place among rank_of"));
        }
        if !seen.insert(key.clone()) {
            let reason = "has two statements on the same region, segment and date";
            return Err(row.error("source_id", reason));
        }
        observations.push((key, value));
    }
    Ok(observations)
}

fn kind(row: Row) -> Result<i16, Error> {
    row.parse("kind", "is not a kind of figure", |text| {
        let kind = match text {
            "active" => Kind::Active,
            "registered" => Kind::Registered,
            "committed" => Kind::Committed,
            "paid_once" => Kind::PaidOnce,
            "share_of_target" => Kind::ShareOfTarget,
            "other" => Kind::Other,
            _ => return None,
        };
        Some(kind.code())
    })
}

fn as_of(row: Row) -> Result<(NaiveDate, i16), Error> {
    let precision = match row.code("as_of_precision", &["day", "month", "year", "unknown"])? {
        "day" => Precision::Day,
        "month" => Precision::Month,
        "year" => Precision::Year,
        _ if row.text("as_of").is_empty() => return Ok((NO_DATE, UNDATED)),
        _ => return Err(row.error("as_of", "has a date, but an unknown precision")),
    };
    let as_of = row.parse("as_of", "is not a date of this precision", |text| {
        AsOf::parse(text).filter(|as_of| as_of.precision == precision)
    })?;
    Ok((as_of.date, codes::precision(precision)))
}

fn percent(row: Row, column: &str) -> Result<Option<i32>, Error> {
    row.optional(column, "is not a percent with at most two decimals", |text| {
        let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        Percent::parse(text).filter(|_| decimals <= 2).map(|percent| percent.0)
    })
}

fn decisions(text: &str, ids: &Ids) -> Result<Vec<DecisionRow>, Error> {
    let columns = &["region_code", "segment", "as_of", "chosen_source_id", "reason"];
    let table = Table::read("published/decisions.csv", text, columns)?;
    let mut seen = HashSet::new();
    let mut decisions = Vec::new();
    for row in table.rows() {
        let decision = DecisionRow {
            region_id: region(row, ids)?,
            segment_id: segment(row, ids)?,
            as_of: row.parse("as_of", "is not a date", AsOf::parse)?.date,
            chosen_source_id: source(row, "chosen_source_id", ids)?,
            reason: row.filled("reason")?.to_owned(),
        };
        if !seen.insert((decision.region_id, decision.segment_id, decision.as_of)) {
            return Err(row.error("as_of", "is decided twice"));
        }
        decisions.push(decision);
    }
    Ok(decisions)
}

fn targets(text: &str, ids: &Ids) -> Result<Vec<TargetRow>, Error> {
    let columns = &[
        "region_code",
        "region_name",
        "year",
        "target_pct",
        "basis_code",
        "basis",
        "source_id",
        "note",
    ];
    let table = Table::read("published/targets.csv", text, columns)?;
    let bases = words::<Basis>();
    table
        .rows()
        .map(|row| {
            Ok(TargetRow {
                region_id: region(row, ids)?,
                year: year(row)?.ok_or_else(|| row.error("year", "must not be empty"))?,
                percent: percent(row, "target_pct")?,
                // The files have no column for a number of workers: it stands in the note.
                workers: None,
                basis: row.code("basis_code", &bases)?.to_owned(),
                basis_text: row.text("basis").to_owned(),
                source_id: source(row, "source_id", ids)?,
                note: row.text("note").to_owned(),
            })
        })
        .collect()
}

fn year(row: Row) -> Result<Option<i32>, Error> {
    row.optional("year", "is not a year", |text| {
        AsOf::parse(text)
            .filter(|as_of| as_of.precision == Precision::Year)
            .map(AsOf::calendar_year)
    })
}

fn funding(text: &str, ids: &Ids) -> Result<Vec<FundingRow>, Error> {
    let columns = &[
        "region_code",
        "region_name",
        "period",
        "kind",
        "funding_code",
        "funding_source",
        "segment",
        "workers",
        "amount_rp",
        "program",
        "cases",
        "source_id",
        "note",
    ];
    let kinds = words::<FundingKind>();
    let payers = words::<Payer>();
    let table = Table::read("published/funding.csv", text, columns)?;
    table
        .rows()
        .map(|row| {
            Ok(FundingRow {
                region_id: region(row, ids)?,
                period: row.period("period")?.to_owned(),
                kind: row.code("kind", &kinds)?.to_owned(),
                payer: row.code("funding_code", &payers)?.to_owned(),
                payer_text: row.text("funding_source").to_owned(),
                beneficiaries: row.text("segment").to_owned(),
                workers: row.count("workers")?,
                amount_rp: row.count("amount_rp")?,
                program: row.text("program").to_owned(),
                cases: row.count("cases")?,
                source_id: source(row, "source_id", ids)?,
                note: row.text("note").to_owned(),
            })
        })
        .collect()
}

fn regulations(text: &str, ids: &Ids) -> Result<Vec<RegulationRow>, Error> {
    let columns = &[
        "region_code",
        "region_name",
        "kind_code",
        "kind",
        "number",
        "year",
        "meaning",
        "source_id",
    ];
    let kinds = regulation::KINDS.map(|(code, _)| code);
    let table = Table::read("published/regulations.csv", text, columns)?;
    table
        .rows()
        .map(|row| {
            Ok(RegulationRow {
                region_id: region(row, ids)?,
                kind_code: row.code("kind_code", &kinds)?.to_owned(),
                kind: row.text("kind").to_owned(),
                number: row.text("number").to_owned(),
                year: year(row)?,
                meaning: row.text("meaning").to_owned(),
                source_id: source(row, "source_id", ids)?,
            })
        })
        .collect()
}
