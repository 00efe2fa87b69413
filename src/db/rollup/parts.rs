//! The sums of parts: made from one read of all parts of a region.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, SmallInt};

use super::{Dates, Target};
use crate::db::codes::Code;
use crate::db::sql::{Day, Sql, sql};
use crate::db::{Connection, Error};
use crate::domain::Level;

/// What the parts of a region have at one date, counted and summed.
#[derive(Debug, Default)]
struct Sum {
    precision: i16,
    reported: i32,
    /// Those with both counts, and only they are summed.
    counted: i32,
    active: Option<i64>,
    workforce: Option<i64>,
    rounded: bool,
}

/// Counts and sums the parts of this level into their parent.
pub(super) fn sum(
    c: &mut Connection,
    level: Level,
    parent_id: i32,
    dates: Dates,
    into: Target,
) -> Result<(), Error> {
    type Columns = (Integer, Date, SmallInt, Nullable<BigInt>, Nullable<BigInt>, Bool);
    type Row = (i32, Day, i16, Option<i64>, Option<i64>, bool);
    let rows = sql(include_str!("../sql/rollup.parts.sql"))
        .small(level.code())
        .int(parent_id)
        .date(dates.from)
        .date(dates.to)
        .rows::<Columns, Row>(c)?;
    let mut sums: BTreeMap<(i32, NaiveDate), Sum> = BTreeMap::new();
    for (segment_id, Day(as_of), precision, active, workforce, rounded) in rows {
        let sum = sums.entry((segment_id, as_of)).or_default();
        sum.precision = sum.precision.max(precision);
        sum.reported += 1;
        sum.rounded |= rounded;
        if let (Some(active), Some(workforce)) = (active, workforce) {
            sum.counted += 1;
            *sum.active.get_or_insert_default() += active;
            *sum.workforce.get_or_insert_default() += workforce;
        }
    }
    let sums: Vec<_> = sums.into_iter().collect();
    let (of_many, of_one) = (statement(SUMS), statement(1));
    let mut many = sums.chunks_exact(SUMS);
    for sums in many.by_ref() {
        write_sums(c, parent_id, sums, into.sql(of_many.clone()))?;
    }
    for sum in many.remainder() {
        write_sums(c, parent_id, std::slice::from_ref(sum), into.sql(of_one.clone()))?;
    }
    Ok(())
}

/// Sums that one statement writes: each is a way to the server and back. It is prepared for this many and
/// for one.
const SUMS: usize = 50;

/// The statement that writes so many sums.
fn statement(sums: usize) -> String {
    let row = |number: usize| {
        let [segment, parent, date, precision, reported, counted, active, workforce, rounded] =
            std::array::from_fn(|column| number * 9 + column + 1);
        format!(
            "(${segment}, ${parent}, ${date}, ${precision}, false, 0, false, ${reported}, \
             ${counted}, ${active}, ${workforce}, ${rounded})"
        )
    };
    let rows: Vec<String> = (0..sums).map(row).collect();
    include_str!("../sql/rollup.sum.sql").replace("{rows}", &rows.join(", "))
}

fn write_sums(
    c: &mut Connection,
    parent_id: i32,
    sums: &[((i32, NaiveDate), Sum)],
    mut statement: Sql,
) -> Result<(), Error> {
    for ((segment_id, as_of), sum) in sums {
        statement = statement
            .int(*segment_id)
            .int(parent_id)
            .date(*as_of)
            .small(sum.precision)
            .int(sum.reported)
            .int(sum.counted)
            .optional_big(sum.active)
            .optional_big(sum.workforce)
            .bool(sum.rounded);
    }
    statement.run(c)?;
    Ok(())
}
