//! Statements kept in `sql/*.sql`, with `$1`, `$2` for both backends.
//!
//! diesel's own `sql_query` is never kept as a prepared statement. This one is: its text is fixed,
//! only the bound values differ, so each connection prepares it once.

use std::borrow::Cow;
use std::marker::PhantomData;

use chrono::NaiveDate;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::{ExecuteDsl, LoadQuery};
use diesel::sql_types::{BigInt, Binary, Bool, Date, Integer, Nullable, SmallInt, Text};
use diesel::sqlite::{Sqlite, SqliteValue};
use diesel::{QueryResult, RunQueryDsl};

use super::connection::{MultiBackend, MultiRawValue};
use super::{Connection, Error};

/// A statement with its bound values, `$1` first.
pub(super) struct Sql {
    text: Cow<'static, str>,
    binds: Vec<Bind>,
}

enum Bind {
    SmallInt(i16),
    Integer(i32),
    BigInt(i64),
    Text(String),
    Date(NaiveDate),
    Bool(bool),
    OptionalInteger(Option<i32>),
    OptionalBigInt(Option<i64>),
    Bytes(Vec<u8>),
}

/// Starts a statement; bind one value for each `$n`.
pub(super) fn sql(text: impl Into<Cow<'static, str>>) -> Sql {
    Sql { text: text.into(), binds: Vec::new() }
}

impl Sql {
    pub fn small(mut self, value: i16) -> Self {
        self.binds.push(Bind::SmallInt(value));
        self
    }

    pub fn int(mut self, value: i32) -> Self {
        self.binds.push(Bind::Integer(value));
        self
    }

    pub fn big(mut self, value: i64) -> Self {
        self.binds.push(Bind::BigInt(value));
        self
    }

    pub fn text(mut self, value: impl Into<String>) -> Self {
        self.binds.push(Bind::Text(value.into()));
        self
    }

    pub fn date(mut self, value: NaiveDate) -> Self {
        self.binds.push(Bind::Date(value));
        self
    }

    pub fn bool(mut self, value: bool) -> Self {
        self.binds.push(Bind::Bool(value));
        self
    }

    pub fn optional_int(mut self, value: Option<i32>) -> Self {
        self.binds.push(Bind::OptionalInteger(value));
        self
    }

    pub fn optional_big(mut self, value: Option<i64>) -> Self {
        self.binds.push(Bind::OptionalBigInt(value));
        self
    }

    pub fn bytes(mut self, value: &[u8]) -> Self {
        self.binds.push(Bind::Bytes(value.to_vec()));
        self
    }

    /// All rows; `ST` are the SQL types of the columns, in the order of the statement.
    pub fn rows<'query, ST, U>(self, c: &mut Connection) -> Result<Vec<U>, Error>
    where
        Typed<ST>: LoadQuery<'query, Connection, U>,
    {
        let query = Typed { sql: self, row: PhantomData };
        Ok(query.internal_load(c)?.collect::<QueryResult<_>>()?)
    }

    /// The first row, when there is one.
    pub fn first<'query, ST, U>(self, c: &mut Connection) -> Result<Option<U>, Error>
    where
        Typed<ST>: LoadQuery<'query, Connection, U>,
    {
        let query = Typed { sql: self, row: PhantomData };
        Ok(query.internal_load(c)?.next().transpose()?)
    }

    /// Runs it; the number of rows it touched.
    pub fn run(self, c: &mut Connection) -> Result<usize, Error> {
        Ok(ExecuteDsl::execute(self, c)?)
    }
}

/// A statement that returns rows of the SQL types `ST`.
pub(super) struct Typed<ST> {
    sql: Sql,
    row: PhantomData<ST>,
}

impl QueryFragment<MultiBackend> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let mut rest = &*self.text;
        while let Some((before, after)) = rest.split_once('$') {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let number: usize = after[..end].parse().unwrap_or_default();
            let Some(bind) = number.checked_sub(1).and_then(|index| self.binds.get(index)) else {
                return Err(diesel::result::Error::QueryBuilderError(
                    format!("no value is bound to ${number}").into(),
                ));
            };
            out.push_sql(before);
            match bind {
                Bind::SmallInt(value) => out.push_bind_param::<SmallInt, _>(value)?,
                Bind::Integer(value) => out.push_bind_param::<Integer, _>(value)?,
                Bind::BigInt(value) => out.push_bind_param::<BigInt, _>(value)?,
                Bind::Text(value) => out.push_bind_param::<Text, _>(value.as_str())?,
                Bind::Date(value) => out.push_bind_param::<Date, _>(value)?,
                Bind::Bool(value) => out.push_bind_param::<Bool, _>(value)?,
                Bind::Bytes(value) => out.push_bind_param::<Binary, _>(value)?,
                Bind::OptionalInteger(value) => {
                    out.push_bind_param::<Nullable<Integer>, _>(value)?;
                }
                Bind::OptionalBigInt(value) => {
                    out.push_bind_param::<Nullable<BigInt>, _>(value)?;
                }
            }
            rest = &after[end..];
        }
        out.push_sql(rest);
        Ok(())
    }
}

impl<ST> QueryFragment<MultiBackend> for Typed<ST> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.sql.walk_ast(out)
    }
}

impl QueryId for Sql {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> QueryId for Typed<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for Typed<ST> {
    type SqlType = ST;
}

impl RunQueryDsl<Connection> for Sql {}
impl<ST> RunQueryDsl<Connection> for Typed<ST> {}

/// A date column of a table that pages read hundreds of rows from: diesel reads the text of SQLite
/// by a format, which takes longer than the rest of such a row.
#[derive(Debug, Clone, Copy, FromSqlRow)]
#[diesel(sql_type = Date)]
pub(super) struct Day(pub NaiveDate);

impl FromSql<Date, Sqlite> for Day {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = value.read_text();
        let number = |range| text.get(range).and_then(|digits: &str| digits.parse::<u16>().ok());
        let date = match (number(0..4), number(5..7), number(8..10)) {
            (Some(year), Some(month), Some(day)) => {
                NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
            }
            _ => None,
        };
        date.map(Self).ok_or_else(|| format!("{text} is no date").into())
    }
}

impl FromSql<Date, Pg> for Day {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Date, Pg>::from_sql(value).map(Self)
    }
}

impl FromSql<Date, MultiBackend> for Day {
    fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Date>()
    }
}
