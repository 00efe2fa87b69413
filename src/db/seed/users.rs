//! What users have entered of targets, funding and regulations, and what of a release they have replaced
//! or withdrawn: a later release leaves it alone.

use std::collections::HashSet;

use diesel::sql_types::{Integer, Nullable, Text};

use super::published::{FundingRow, RegulationRow, TargetRow};
use crate::db::sql::sql;
use crate::db::{Connection, Error};

/// Takes out of a release what users have spoken of.
pub(super) fn leave_targets(c: &mut Connection, wanted: &mut Vec<TargetRow>) -> Result<(), Error> {
    let users: HashSet<(i32, i32, String, i32)> =
        sql(include_str!("../sql/seed.targets_of_users.sql"))
            .rows::<(Integer, Integer, Text, Integer), _>(c)?
            .into_iter()
            .collect();
    wanted.retain(|t| !users.contains(&(t.region_id, t.year, t.basis.clone(), t.source_id)));
    Ok(())
}

/// Takes out of a release what users have spoken of.
pub(super) fn leave_funding(c: &mut Connection, wanted: &mut Vec<FundingRow>) -> Result<(), Error> {
    type Key = (i32, String, String, String, String, String, i32);
    let users: HashSet<Key> = sql(include_str!("../sql/seed.funding_of_users.sql"))
        .rows::<(Integer, Text, Text, Text, Text, Text, Integer), _>(c)?
        .into_iter()
        .collect();
    wanted.retain(|f| {
        let text = String::clone;
        let (period, kind, payer) = (text(&f.period), text(&f.kind), text(&f.payer));
        let (beneficiaries, program) = (text(&f.beneficiaries), text(&f.program));
        let key = (f.region_id, period, kind, payer, beneficiaries, program, f.source_id);
        !users.contains(&key)
    });
    Ok(())
}

/// Takes out of a release what users have spoken of.
pub(super) fn leave_regulations(
    c: &mut Connection,
    wanted: &mut Vec<RegulationRow>,
) -> Result<(), Error> {
    let users: HashSet<(i32, String, String, String, Option<i32>)> =
        sql(include_str!("../sql/seed.regulations_of_users.sql"))
            .rows::<(Integer, Text, Text, Text, Nullable<Integer>), _>(c)?
            .into_iter()
            .collect();
    wanted.retain(|r| {
        let (code, kind, number) = (r.kind_code.clone(), r.kind.clone(), r.number.clone());
        !users.contains(&(r.region_id, code, kind, number, r.year))
    });
    Ok(())
}
