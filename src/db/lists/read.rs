//! Rows of the lists out of the database.

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, SmallInt, Text};

use super::{Stored, Which};
use crate::db::codes::{self, Code};
use crate::db::sql::{Sql, sql};
use crate::db::{Connection, Error};
use crate::domain::list::{
    FundingRecord, List, Record, RegionRecord, RegulationRecord, SourceRecord, TargetRecord,
};
use crate::domain::{
    Authority, Basis, FundingKind, Payer, Percent, Period, RegionKind, regulation,
};

/// Rows of a list, in its order.
pub(super) fn rows(c: &mut Connection, list: List, which: Which) -> Result<Vec<Stored>, Error> {
    let query = |text: &'static str| match which {
        Which::Today => sql(text.replace("{which}", "t.ended_by is null")),
        Which::BroughtBy(id) => sql(text.replace("{which}", "t.batch_id = $1")).int(id),
        Which::StandingOf(id) => {
            sql(text.replace("{which}", "t.batch_id = $1 and t.ended_by is null")).int(id)
        }
        Which::EndedBy(id) => sql(text.replace("{which}", "t.ended_by = $1")).int(id),
    };
    match list {
        List::Targets => targets(c, query(include_str!("../sql/lists.targets.sql"))),
        List::Funding => funding(c, query(include_str!("../sql/lists.funding.sql"))),
        List::Regulations => regulations(c, query(include_str!("../sql/lists.regulations.sql"))),
        List::Regions => regions(c, query(include_str!("../sql/lists.regions.sql"))),
        List::Sources => sources(c, query(include_str!("../sql/lists.sources.sql"))),
    }
}

fn targets(c: &mut Connection, query: Sql) -> Result<Vec<Stored>, Error> {
    type Columns =
        (Integer, Integer, Integer, Nullable<Integer>, Nullable<BigInt>, Text, Text, Integer, Text);
    type Row = (i32, i32, i32, Option<i32>, Option<i64>, String, String, i32, String);
    let read = |row: Row| {
        let (id, region_id, year, percent, workers, basis, basis_text, source_id, note) = row;
        let basis = codes::from_text::<Basis>(&basis)?;
        let percent = percent.map(Percent);
        let record =
            TargetRecord { region_id, year, basis, source_id, percent, workers, basis_text, note };
        Ok(Stored { id, record: Record::Target(record) })
    };
    query.rows::<Columns, Row>(c)?.into_iter().map(read).collect()
}

fn funding(c: &mut Connection, query: Sql) -> Result<Vec<Stored>, Error> {
    type Head = (Integer, Integer, Text, Text, Text, Text, Text);
    type Tail = (Nullable<BigInt>, Nullable<BigInt>, Text, Nullable<Integer>, Integer, Text);
    type HeadRow = (i32, i32, String, String, String, String, String);
    type TailRow = (Option<i64>, Option<i64>, String, Option<i32>, i32, String);
    let read = |(head, tail): (HeadRow, TailRow)| {
        let (id, region_id, period, kind, payer, payer_text, beneficiaries) = head;
        let (workers, amount_rp, program, cases, source_id, note) = tail;
        let period = match period.as_str() {
            "" => None,
            text => Some(Period::parse(text).ok_or_else(|| Error::stored("a period", text))?),
        };
        let record = FundingRecord {
            region_id,
            period,
            kind: codes::from_text::<FundingKind>(&kind)?,
            payer: codes::from_text::<Payer>(&payer)?,
            beneficiaries,
            program,
            source_id,
            payer_text,
            workers,
            amount_rp,
            cases,
            note,
        };
        Ok(Stored { id, record: Record::Funding(record) })
    };
    let rows = query.rows::<(Head, Tail), (HeadRow, TailRow)>(c)?.into_iter().map(read);
    let mut rows = rows.collect::<Result<Vec<Stored>, Error>>()?;
    // The database would order periods as texts.
    rows.sort_by_key(|own| match &own.record {
        Record::Funding(row) => (row.region_id, row.period.and_then(Period::end), own.id),
        _ => (0, None, own.id),
    });
    Ok(rows)
}

fn regulations(c: &mut Connection, query: Sql) -> Result<Vec<Stored>, Error> {
    type Columns = (Integer, Integer, Text, Text, Text, Nullable<Integer>, Text, Integer);
    type Row = (i32, i32, String, String, String, Option<i32>, String, i32);
    let read = |row: Row| {
        let (id, region_id, code, kind, number, year, meaning, source_id) = row;
        let known = regulation::KINDS.iter().find(|(known, _)| *known == code);
        let (kind_code, _) = known.ok_or_else(|| Error::stored("a kind of regulation", &code))?;
        let record =
            RegulationRecord { region_id, kind_code, kind, number, year, meaning, source_id };
        Ok(Stored { id, record: Record::Regulation(record) })
    };
    query.rows::<Columns, Row>(c)?.into_iter().map(read).collect()
}

fn regions(c: &mut Connection, query: Sql) -> Result<Vec<Stored>, Error> {
    type Columns = (Integer, Text, Text, Text, Text, Text, Nullable<Date>);
    type Row = (i32, String, String, String, String, String, Option<NaiveDate>);
    let read = |row: Row| {
        let (id, code, name, full_name, kind, legal_basis, valid_from) = row;
        let code = codes::region_code(&code)?;
        let kind = codes::from_text::<RegionKind>(&kind)?;
        let record = RegionRecord { code, name, full_name, kind, legal_basis, valid_from };
        Ok(Stored { id, record: Record::Region(record) })
    };
    query.rows::<Columns, Row>(c)?.into_iter().map(read).collect()
}

fn sources(c: &mut Connection, query: Sql) -> Result<Vec<Stored>, Error> {
    type Columns = (Integer, Text, Text, Text, Text, Text, SmallInt);
    type Row = (i32, String, String, String, String, String, i16);
    let read = |row: Row| {
        let (id, code, publisher, title, published_on, url, authority) = row;
        let authority = Authority::stored(authority)?;
        let record = SourceRecord { code, publisher, title, published_on, url, authority };
        Ok(Stored { id, record: Record::Source(record) })
    };
    query.rows::<Columns, Row>(c)?.into_iter().map(read).collect()
}
