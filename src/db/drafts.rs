//! Files on their way in: what somebody has uploaded and not yet brought in, and what was said about
//! it.

use diesel::sql_types::{BigInt, Binary, Integer, Text};

use super::sql::sql;
use super::{Connection, Error, batch};

/// A file on its way in, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: i32,
    /// Whose it is.
    pub account_id: i32,
    /// When it was uploaded, in seconds of Unix.
    pub created_at: i64,
    /// The name of the file.
    pub file_name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub size: i32,
    /// What was said about it, as the import wrote it; may be empty.
    pub stated: String,
}

/// A file that was uploaded.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// Whose it is.
    pub account_id: i32,
    /// When, in seconds of Unix.
    pub created_at: i64,
    /// The name of the file.
    pub file_name: &'a str,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

type Columns = (Integer, Integer, BigInt, Text, Text, Integer, Text);
type Row = (i32, i32, i64, String, String, i32, String);

fn draft(row: Row) -> Draft {
    let (id, account_id, created_at, file_name, sha256, size, stated) = row;
    Draft { id, account_id, created_at, file_name, sha256, size, stated }
}

/// Keeps a file; its number.
pub fn add(c: &mut Connection, upload: &Upload) -> Result<i32, Error> {
    let id = batch::next_id(c, "select coalesce(max(id), 0) from draft")?;
    sql(include_str!("sql/drafts.add.sql"))
        .int(id)
        .int(upload.account_id)
        .big(upload.created_at)
        .text(upload.file_name)
        .text(upload.sha256)
        .int(i32::try_from(upload.bytes.len()).unwrap_or(i32::MAX))
        .bytes(upload.bytes)
        .run(c)?;
    Ok(id)
}

/// A file of an account.
pub fn one(c: &mut Connection, id: i32, account_id: i32) -> Result<Option<Draft>, Error> {
    let row =
        sql(include_str!("sql/drafts.one.sql")).int(id).int(account_id).first::<Columns, Row>(c)?;
    Ok(row.map(draft))
}

/// The files of an account, the newest first.
pub fn of_account(c: &mut Connection, account_id: i32) -> Result<Vec<Draft>, Error> {
    let rows =
        sql(include_str!("sql/drafts.of_account.sql")).int(account_id).rows::<Columns, Row>(c)?;
    Ok(rows.into_iter().map(draft).collect())
}

/// The bytes of a file.
pub fn bytes(c: &mut Connection, id: i32) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> =
        sql("select bytes from draft where id = $1").int(id).first::<(Binary,), _>(c)?;
    Ok(row.map(|(bytes,)| bytes))
}

/// Notes what was said about a file.
pub fn state(c: &mut Connection, id: i32, stated: &str) -> Result<(), Error> {
    sql("update draft set stated = $1 where id = $2").text(stated).int(id).run(c)?;
    Ok(())
}

/// Lets a file go.
pub fn remove(c: &mut Connection, id: i32) -> Result<(), Error> {
    sql("delete from draft where id = $1").int(id).run(c)?;
    Ok(())
}

/// Keeps the file of a batch as it was uploaded.
pub(super) fn keep(c: &mut Connection, batch_id: i32, bytes: &[u8]) -> Result<(), Error> {
    sql("insert into batch_file (batch_id, bytes) values ($1, $2)")
        .int(batch_id)
        .bytes(bytes)
        .run(c)?;
    Ok(())
}

/// The file of a batch as it was uploaded.
pub fn file_of_batch(c: &mut Connection, batch_id: i32) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> = sql("select bytes from batch_file where batch_id = $1")
        .int(batch_id)
        .first::<(Binary,), _>(c)?;
    Ok(row.map(|(bytes,)| bytes))
}
