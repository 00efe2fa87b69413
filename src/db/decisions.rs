//! Editors' decisions between statements on the same region, segment and date.

use chrono::NaiveDate;
use diesel::sql_types::{Bool, Date, Integer, Nullable, Text};

use super::batch;
use super::intake::Origin;
use super::rollup::{self, Touched};
use super::sources::{self, Source};
use super::sql::sql;
use super::statements::{self, Statement};
use super::{Connection, Error};
use crate::domain::Figure;
use crate::domain::statement::{self, Candidate, Why};

/// What statements compete for: a region, a segment and a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// The day at which the statements are placed.
    pub as_of: NaiveDate,
}

/// A batch that decided something, or ended a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Its number.
    pub version: i32,
    /// Who; empty for the program itself.
    pub who: String,
    /// When, in UTC: `2026-01-31T08:30:00Z`.
    pub committed_at: String,
    /// What it says about itself.
    pub note: String,
}

/// An editor's decision, of today or of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its number.
    pub id: i32,
    /// The source that was chosen.
    pub source_id: i32,
    /// Why.
    pub reason: String,
    /// What brought it.
    pub begun: Touch,
    /// What ended it; `None` while it holds.
    pub ended: Option<Touch>,
}

/// A statement that competes, with its source.
#[derive(Debug, Clone)]
pub struct Voice {
    /// What it says.
    pub statement: Statement,
    /// The same as a figure.
    pub figure: Figure,
    /// Who says it.
    pub source: Source,
}

/// The statements on one key, and what became of them.
#[derive(Debug, Clone)]
pub struct Contest {
    /// What they compete for.
    pub key: Key,
    /// All of them, by source.
    pub voices: Vec<Voice>,
    /// The one that is shown; `None` when there is none at all.
    pub shown: Option<usize>,
    /// The one that the rule would show.
    pub by_rule: Option<usize>,
    /// Why the shown one is shown.
    pub why: Option<Why>,
    /// Why the rule would show its own.
    pub why_by_rule: Option<Why>,
    /// Every decision, the newest first.
    pub history: Vec<Decision>,
    /// The last batch that changed any of it; what a form on it was based on.
    pub last_touch: i32,
}

impl Contest {
    /// Loads a key; without voices and history where nothing was ever said.
    ///
    /// # Errors
    /// Those of the database.
    pub fn load(c: &mut Connection, key: Key) -> Result<Self, Error> {
        let sources = sources::all(c)?;
        let of = |id: i32| sources.iter().find(|source| source.id == id).cloned();
        let voices: Vec<Voice> = statements::of_key(c, key.region_id, key.segment_id, key.as_of)?
            .into_iter()
            .filter_map(|statement| {
                let (figure, source) = (statement.figure()?, of(statement.source_id)?);
                Some(Voice { statement, figure, source })
            })
            .collect();
        let candidates: Vec<Candidate> =
            voices.iter().map(|voice| candidate(voice.figure, &voice.source)).collect();
        let history = history(c, key)?;
        let decided = history.iter().find(|decision| decision.ended.is_none());
        let chosen = decided.and_then(|decision| of(decision.source_id)).map(|source| source.code);
        Ok(Self {
            key,
            shown: statement::choose(&candidates, chosen.as_deref()),
            by_rule: statement::choose(&candidates, None),
            why: statement::why(&candidates, chosen.as_deref()),
            why_by_rule: statement::why(&candidates, None),
            voices,
            history,
            last_touch: last_touch(c, key)?,
        })
    }

    /// The decision of today.
    pub fn decision(&self) -> Option<&Decision> {
        self.history.iter().find(|decision| decision.ended.is_none())
    }

    /// The voice of a source: the one that is shown, if several are of that source.
    pub fn of_source(&self, source_id: i32) -> Option<&Voice> {
        let of = |voice: &&Voice| voice.source.id == source_id;
        let shown = self.shown.and_then(|place| self.voices.get(place));
        shown.filter(of).or_else(|| self.voices.iter().find(of))
    }
}

/// Every decision on a key, the newest first.
pub fn history(c: &mut Connection, key: Key) -> Result<Vec<Decision>, Error> {
    type Columns = (
        (Integer, Integer, Text),
        (Integer, Text, Text),
        (Nullable<Integer>, Nullable<Text>, Nullable<Text>, Nullable<Text>),
    );
    type Ended = (Option<i32>, Option<String>, Option<String>, Option<String>);
    type Row = ((i32, i32, String), (i32, String, String), Ended);
    let rows = sql(include_str!("sql/decisions.history.sql"))
        .int(key.region_id)
        .int(key.segment_id)
        .date(key.as_of)
        .rows::<Columns, Row>(c)?;
    Ok(rows
        .into_iter()
        .map(|((id, source_id, reason), (version, who, committed_at), ended)| Decision {
            id,
            source_id,
            begun: Touch { version, who, committed_at, note: reason.clone() },
            reason,
            ended: ended.0.map(|version| Touch {
                version,
                who: ended.1.unwrap_or_default(),
                committed_at: ended.2.unwrap_or_default(),
                note: ended.3.unwrap_or_default(),
            }),
        })
        .collect())
}

/// The last batch that changed what competes for a key, or what was decided on it; 0 for none.
pub fn last_touch(c: &mut Connection, key: Key) -> Result<i32, Error> {
    let row: Option<(i32,)> = sql(include_str!("sql/decisions.last_touch.sql"))
        .int(key.region_id)
        .int(key.segment_id)
        .date(key.as_of)
        .first::<(Integer,), _>(c)?;
    Ok(row.map_or(0, |(last,)| last))
}

/// Decides on a key as a new batch, whose number it returns: for a source, or with `None` for the
/// rule again. The decision of before ends, and what is shown is worked out anew.
///
/// # Errors
/// Those of the database; the transaction has to be given up then.
pub fn decide(
    c: &mut Connection,
    origin: &Origin,
    key: Key,
    source_id: Option<i32>,
) -> Result<i32, Error> {
    let batch_id = origin.open_manual(c)?;
    let ended = end(c, batch_id, key)?;
    if let Some(source_id) = source_id {
        add(c, batch_id, &Kept { key, source_id, reason: origin.note.to_owned() })?;
    }
    let mut touched = Touched::default();
    touched.add(key.region_id, key.as_of);
    rollup::refresh(c, &touched)?;
    batch::close(c, batch_id, ended + usize::from(source_id.is_some()), None)?;
    Ok(batch_id)
}

/// A decision on its own, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// On what.
    pub key: Key,
    /// For which source.
    pub source_id: i32,
    /// Why.
    pub reason: String,
}

type KeptColumns = (Integer, Integer, Date, Integer, Text);
type KeptRow = (i32, i32, NaiveDate, i32, String);

fn kept((region_id, segment_id, as_of, source_id, reason): KeptRow) -> Kept {
    Kept { key: Key { region_id, segment_id, as_of }, source_id, reason }
}

/// The decisions that a batch brought and that still hold.
pub(super) fn brought(c: &mut Connection, batch_id: i32) -> Result<Vec<Kept>, Error> {
    let query = sql(include_str!("sql/decisions.brought.sql")).int(batch_id);
    Ok(query.rows::<KeptColumns, KeptRow>(c)?.into_iter().map(kept).collect())
}

/// The decisions that a batch ended, where no later batch has decided or gone back to the rule.
pub(super) fn replaced(c: &mut Connection, batch_id: i32) -> Result<Vec<Kept>, Error> {
    let query = sql(include_str!("sql/decisions.replaced.sql")).int(batch_id);
    Ok(query.rows::<KeptColumns, KeptRow>(c)?.into_iter().map(kept).collect())
}

/// Ends the decision of today on a key; how many that were, none or one.
pub(super) fn end(c: &mut Connection, batch_id: i32, key: Key) -> Result<usize, Error> {
    sql(include_str!("sql/decisions.end.sql"))
        .int(batch_id)
        .int(key.region_id)
        .int(key.segment_id)
        .date(key.as_of)
        .run(c)
}

/// Adds a decision, where none holds.
pub(super) fn add(c: &mut Connection, batch_id: i32, new: &Kept) -> Result<(), Error> {
    let id = batch::next_id(c, "select coalesce(max(id), 0) from decision")?;
    sql(include_str!("sql/decisions.add.sql"))
        .int(id)
        .int(new.key.region_id)
        .int(new.key.segment_id)
        .date(new.key.as_of)
        .int(new.source_id)
        .text(new.reason.as_str())
        .int(batch_id)
        .run(c)?;
    Ok(())
}

/// What a batch decided about one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The key.
    pub key: Key,
    /// The source that was chosen before; `None` for the rule.
    pub old: Option<i32>,
    /// The source that is chosen; `None` for the rule.
    pub new: Option<i32>,
    /// Why; empty for the rule.
    pub reason: String,
    /// Why the source of before was chosen; empty for the rule.
    pub old_reason: String,
}

/// A statement on its way through the rule that chooses one.
fn candidate(figure: Figure, source: &Source) -> Candidate {
    Candidate {
        figure,
        authority: source.authority,
        published_on: source.published_on.clone(),
        source: source.code.clone(),
    }
}

/// The figure of a key that pages showed once a batch had been written, with the number of its source, where
/// `chosen` was decided for, or by the rule; `None` where there was none. `source` knows all sources.
pub fn shown_then<'a>(
    c: &mut Connection,
    key: Key,
    batch_id: i32,
    chosen: Option<i32>,
    source: impl Fn(i32) -> Option<&'a Source>,
) -> Result<Option<(i32, Figure)>, Error> {
    let Key { region_id, segment_id, as_of } = key;
    let statements = statements::of_key_then(c, region_id, segment_id, as_of, batch_id)?;
    let voices: Vec<(Figure, &Source)> =
        statements.iter().filter_map(|own| Some((own.figure()?, source(own.source_id)?))).collect();
    let candidates: Vec<Candidate> =
        voices.iter().map(|(figure, source)| candidate(*figure, source)).collect();
    let chosen = chosen.and_then(&source).map(|source| source.code.as_str());
    let place = statement::choose(&candidates, chosen);
    Ok(place.and_then(|place| voices.get(place)).map(|(figure, source)| (source.id, *figure)))
}

/// What a batch decided, by region, segment and date; the first ones.
pub fn of_batch(c: &mut Connection, id: i32, limit: usize) -> Result<Vec<Decided>, Error> {
    type Columns = (Integer, Integer, Date, Integer, Text, Bool);
    type Row = (i32, i32, NaiveDate, i32, String, bool);
    let rows = sql(include_str!("sql/decisions.of_batch.sql"))
        .int(id)
        .big(i64::try_from(limit).unwrap_or(i64::MAX))
        .rows::<Columns, Row>(c)?;
    let mut all: Vec<Decided> = Vec::new();
    for (region_id, segment_id, as_of, source_id, reason, is_new) in rows {
        let key = Key { region_id, segment_id, as_of };
        if all.last().is_none_or(|last| last.key != key) {
            let (reason, old_reason) = (String::new(), String::new());
            all.push(Decided { key, old: None, new: None, reason, old_reason });
        }
        let Some(last) = all.last_mut() else { continue };
        if is_new {
            last.new = Some(source_id);
            last.reason = reason;
        } else {
            last.old = Some(source_id);
            last.old_reason = reason;
        }
    }
    Ok(all)
}
