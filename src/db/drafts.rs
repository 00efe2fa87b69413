//! Changes on their way in: files that somebody has uploaded and not yet brought in, with what was said
//! about them; and what waits for a second person.

use diesel::sql_types::{BigInt, Binary, Integer, Nullable, Text};

use super::sql::sql;
use super::{Connection, Error, batch};

/// What kind of change waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// A file of figures; its bytes are those of the file.
    Import,
    /// A decision between sources; its bytes say which.
    Decision,
    /// Taking a version back; its bytes say which.
    Withdrawal,
}

impl DraftKind {
    fn code(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Decision => "decision",
            Self::Withdrawal => "withdrawal",
        }
    }

    fn stored(code: &str) -> Self {
        match code {
            "decision" => Self::Decision,
            "withdrawal" => Self::Withdrawal,
            _ => Self::Import,
        }
    }
}

/// That a change was put before a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// When, in seconds of Unix.
    pub at: i64,
    /// What it would have changed then, as the proposer saw it.
    pub effect: String,
    /// The same exactly: another one means that the data have changed since.
    pub digest: String,
}

/// That a second person gave a change back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// When, in seconds of Unix.
    pub at: i64,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// A change on its way in, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: i32,
    /// Whose it is.
    pub account_id: i32,
    /// When it came, in seconds of Unix.
    pub created_at: i64,
    /// The name of the file, or what the change is called.
    pub file_name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub size: i32,
    /// What was said about it, as the import wrote it; may be empty.
    pub stated: String,
    /// What kind of change it is.
    pub kind: DraftKind,
    /// When something was last said about it, in seconds of Unix; 0 for never.
    pub changed_at: i64,
    /// While it waits for a second person.
    pub proposed: Option<Proposed>,
    /// Since it was given back.
    pub returned: Option<Returned>,
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
    /// What kind of change it is.
    pub kind: DraftKind,
}

type Columns = (
    (Integer, Integer, BigInt, Text, Text, Integer, Text, Text, BigInt),
    (Nullable<BigInt>, Text, Text),
    (Nullable<BigInt>, Text, Text),
);
type About = (i32, i32, i64, String, String, i32, String, String, i64);
type Row = (About, (Option<i64>, String, String), (Option<i64>, String, String));

fn draft((about, proposed, returned): Row) -> Draft {
    let (id, account_id, created_at, file_name, sha256, size, stated, kind, changed_at) = about;
    let (at, effect, digest) = proposed;
    let proposed = at.map(|at| Proposed { at, effect, digest });
    let (at, by, reason) = returned;
    let returned = at.map(|at| Returned { at, by, reason });
    Draft {
        id,
        account_id,
        created_at,
        file_name,
        sha256,
        size,
        stated,
        kind: DraftKind::stored(&kind),
        changed_at,
        proposed,
        returned,
    }
}

/// Keeps a file; its number. A number is given once: pages and the audit log name drafts that are gone.
pub fn add(c: &mut Connection, upload: &Upload) -> Result<i32, Error> {
    let id = batch::next_id(c, "select last_draft from data_state")?;
    sql("update data_state set last_draft = $1").int(id).run(c)?;
    sql(include_str!("sql/drafts.add.sql"))
        .int(id)
        .int(upload.account_id)
        .big(upload.created_at)
        .text(upload.file_name)
        .text(upload.sha256)
        .int(i32::try_from(upload.bytes.len()).unwrap_or(i32::MAX))
        .bytes(upload.bytes)
        .text(upload.kind.code())
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

/// Lets files go that nobody has touched since `before`, in seconds of Unix; what waits for a second
/// person stays. The number of those that went.
pub fn expire(c: &mut Connection, before: i64) -> Result<usize, Error> {
    sql(include_str!("sql/drafts.expire.sql")).big(before).run(c)
}

/// The bytes of a file.
pub fn bytes(c: &mut Connection, id: i32) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> =
        sql("select bytes from draft where id = $1").int(id).first::<(Binary,), _>(c)?;
    Ok(row.map(|(bytes,)| bytes))
}

/// A change, whose ever it is.
pub fn of_anybody(c: &mut Connection, id: i32) -> Result<Option<Draft>, Error> {
    let row = sql(include_str!("sql/drafts.of_anybody.sql")).int(id).first::<Columns, Row>(c)?;
    Ok(row.map(draft))
}

/// What waits for a second person, the oldest first.
pub fn proposed(c: &mut Connection) -> Result<Vec<Draft>, Error> {
    let rows = sql(include_str!("sql/drafts.proposed.sql")).rows::<Columns, Row>(c)?;
    Ok(rows.into_iter().map(draft).collect())
}

/// Notes what was said about a file, and when; whether it is there and waits for nobody else.
pub fn state(c: &mut Connection, id: i32, stated: &str, at: i64) -> Result<bool, Error> {
    let query =
        "update draft set stated = $1, changed_at = $2 where id = $3 and proposed_at is null";
    Ok(sql(query).text(stated).big(at).int(id).run(c)? > 0)
}

/// Puts a change before a second person, with what it changes; whether it is there and was not before.
pub fn propose(c: &mut Connection, id: i32, proposed: &Proposed) -> Result<bool, Error> {
    let rows = sql(include_str!("sql/drafts.propose.sql"))
        .big(proposed.at)
        .text(proposed.effect.as_str())
        .text(proposed.digest.as_str())
        .int(id)
        .run(c)?;
    Ok(rows > 0)
}

/// Gives a change that was proposed at `seen` back to whose it is; whether it still was.
pub fn give_back(
    c: &mut Connection,
    id: i32,
    seen: i64,
    returned: &Returned,
) -> Result<bool, Error> {
    let rows = sql(include_str!("sql/drafts.give_back.sql"))
        .big(returned.at)
        .text(returned.by.as_str())
        .text(returned.reason.as_str())
        .int(id)
        .big(seen)
        .run(c)?;
    Ok(rows > 0)
}

/// Takes what was proposed at `seen` back, so that more can be said about it; whether it still was.
pub fn take_back(c: &mut Connection, id: i32, seen: i64) -> Result<bool, Error> {
    let query = "update draft set proposed_at = null where id = $1 and proposed_at = $2";
    Ok(sql(query).int(id).big(seen).run(c)? > 0)
}

/// Lets a change go; whether it was there.
pub fn remove(c: &mut Connection, id: i32) -> Result<bool, Error> {
    Ok(sql("delete from draft where id = $1").int(id).run(c)? > 0)
}

/// Keeps the file of a batch as it was uploaded, and what was said about it by hand, as the import wrote
/// it.
pub fn keep(c: &mut Connection, batch_id: i32, bytes: &[u8], answers: &str) -> Result<(), Error> {
    sql("insert into batch_file (batch_id, bytes, answers) values ($1, $2, $3)")
        .int(batch_id)
        .bytes(bytes)
        .text(answers)
        .run(c)?;
    Ok(())
}

/// What was said by hand about the file of a batch, as the import wrote it; empty for nothing.
pub fn answers_of_batch(c: &mut Connection, batch_id: i32) -> Result<String, Error> {
    let row: Option<(String,)> = sql("select answers from batch_file where batch_id = $1")
        .int(batch_id)
        .first::<(Text,), _>(c)?;
    Ok(row.map_or_else(String::new, |(answers,)| answers))
}

/// The file of a batch as it was uploaded.
pub fn file_of_batch(c: &mut Connection, batch_id: i32) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> = sql("select bytes from batch_file where batch_id = $1")
        .int(batch_id)
        .first::<(Binary,), _>(c)?;
    Ok(row.map(|(bytes,)| bytes))
}
