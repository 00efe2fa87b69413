//! How the files of a source were read last: answers of an import, as the import wrote them.

use diesel::sql_types::{BigInt, Text};

use super::sql::sql;
use super::{Connection, Error};

/// The answers of the last import of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The answers, as the import wrote them; never empty.
    pub answers: String,
    /// Who gave them; empty for the command line.
    pub who: String,
    /// When, in seconds of Unix.
    pub kept_at: i64,
}

/// The answers for a source, by its code.
pub fn of_source(c: &mut Connection, source: &str) -> Result<Option<Mapping>, Error> {
    let row: Option<(String, String, i64)> = sql(include_str!("sql/mappings.of_source.sql"))
        .text(source)
        .first::<(Text, Text, BigInt), _>(c)?;
    Ok(row.map(|(answers, who, kept_at)| Mapping { answers, who, kept_at }))
}

/// Keeps answers for a source, by its code, in place of those before; for a source that does not
/// exist, nothing happens.
pub fn keep(c: &mut Connection, source: &str, mapping: &Mapping) -> Result<(), Error> {
    sql(include_str!("sql/mappings.keep.sql"))
        .text(source)
        .text(mapping.answers.as_str())
        .text(mapping.who.as_str())
        .big(mapping.kept_at)
        .run(c)?;
    Ok(())
}

/// Forgets the answers for a source.
pub fn forget(c: &mut Connection, source: &str) -> Result<(), Error> {
    sql("delete from mapping where source_id = (select id from source where code = $1)")
        .text(source)
        .run(c)?;
    Ok(())
}
