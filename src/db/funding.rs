//! Published funding: who pays for whom, planned and spent.

use diesel::sql_types::{BigInt, Integer, Nullable, Text};

use super::codes::{self, Code};
use super::sql::{Sql, sql};
use super::{Connection, Error};
pub use crate::domain::funding::{FundingKind, Payer};
use crate::domain::{AsOf, Period};

/// A published fact on funding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funding {
    /// Stable number.
    pub id: i32,
    /// The region.
    pub region_id: i32,
    /// The period, as exact as it was published; `None` when the source does not say.
    pub period: Option<Period>,
    /// What it counts.
    pub kind: FundingKind,
    /// Who pays.
    pub payer: Payer,
    /// Who pays, in words.
    pub payer_text: String,
    /// For whom, in words.
    pub beneficiaries: String,
    /// Workers.
    pub workers: Option<i64>,
    /// Rupiah.
    pub amount_rp: Option<i64>,
    /// What for, in words.
    pub program: String,
    /// Number of cases.
    pub cases: Option<i32>,
    /// The source.
    pub source_id: i32,
    /// Remark for the reader.
    pub note: String,
}

type Head = (Integer, Integer, Text, Text, Text, Text, Text);
type Tail = (Nullable<BigInt>, Nullable<BigInt>, Text, Nullable<Integer>, Integer, Text);
type HeadRow = (i32, i32, String, String, String, String, String);
type TailRow = (Option<i64>, Option<i64>, String, Option<i32>, i32, String);

fn read(c: &mut Connection, query: Sql) -> Result<Vec<Funding>, Error> {
    query
        .rows::<(Head, Tail), (HeadRow, TailRow)>(c)?
        .into_iter()
        .map(|(head, (workers, amount_rp, program, cases, source_id, note))| {
            let (id, region_id, period, kind, payer, payer_text, beneficiaries) = head;
            let period = match period.as_str() {
                "" => None,
                text => Some(Period::parse(text).ok_or_else(|| Error::stored("a period", text))?),
            };
            Ok(Funding {
                id,
                region_id,
                period,
                kind: codes::from_text::<FundingKind>(&kind)?,
                payer: codes::from_text::<Payer>(&payer)?,
                payer_text,
                beneficiaries,
                workers,
                amount_rp,
                program,
                cases,
                source_id,
                note,
            })
        })
        .collect()
}

/// Every kind with the word it is stored under.
pub fn kinds() -> &'static [(FundingKind, &'static str)] {
    FundingKind::ALL
}

/// Every payer with the word it is stored under.
pub fn payers() -> &'static [(Payer, &'static str)] {
    Payer::ALL
}

/// All rows, by region, the newest period first, those without one last.
pub fn all(c: &mut Connection) -> Result<Vec<Funding>, Error> {
    let mut rows = read(c, sql(include_str!("sql/funding.all.sql")))?;
    rows.sort_by_key(|row| (row.region_id, newest_first(row)));
    Ok(rows)
}

/// The place of a row among those of its region. The database would order periods as texts.
fn newest_first(row: &Funding) -> (std::cmp::Reverse<Option<AsOf>>, i32) {
    (std::cmp::Reverse(row.period.and_then(Period::end)), row.id)
}

/// The rows of a region, the newest period first, those without one last.
pub fn of_region(c: &mut Connection, region_id: i32) -> Result<Vec<Funding>, Error> {
    let mut rows = read(c, sql(include_str!("sql/funding.of_region.sql")).int(region_id))?;
    rows.sort_by_key(newest_first);
    Ok(rows)
}

codes::codes!(FundingKind, "a kind of funding", &'static str, {
    WorkersCovered = "workers_covered", WorkersPlanned = "workers_planned", Budget = "budget",
    Spent = "spent", Need = "need", BenefitPaid = "benefit_paid",
    BenefitClaims = "benefit_claims", ArrearsRecovered = "arrears_recovered",
});

codes::codes!(Payer, "a payer", &'static str, {
    ProvinceBudget = "apbd_prov", RegencyBudget = "apbd_kab", VillageBudget = "apbdes",
    VillageFund = "dana_desa", SpecialAid = "bkk", PalmOilShare = "dbh_sawit",
    TobaccoShare = "dbh_cht", Csr = "csr", Zis = "zis", SelfPaid = "swadaya", Bpjs = "bpjs",
    Mixed = "campuran", Other = "lain",
});
