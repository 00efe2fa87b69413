//! What a batch holds, in numbers: counted once, when it is closed, because it never changes afterwards.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, SmallInt, Text};
use serde::{Deserialize, Serialize};

use super::codes::{self, Code, codes};
use super::lists::{self, Touched};
use super::sql::sql;
use super::statements::{RowKey, Statement};
use super::{Connection, Error, regions};
use crate::domain::{AsOf, Level, List, Record, RegionCode, Spread};

/// How many statements a batch changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Statements that were not there.
    pub new: i64,
    /// Statements with other values than before.
    pub changed: i64,
    /// Statements that ended.
    pub withdrawn: i64,
    /// Decisions between contradicting statements.
    pub decisions: i64,
}

/// How much a batch changed in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListCounts {
    /// The list.
    pub list: List,
    /// Rows that were not there.
    pub new: usize,
    /// Rows with other values than before.
    pub changed: usize,
    /// Rows that ended.
    pub withdrawn: usize,
}

/// What a batch holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Statements and decisions.
    pub counts: Counts,
    /// Rows of each list that it touched.
    pub lists: Vec<ListCounts>,
    /// The sources of the statements and rows that it brought, by number.
    pub sources: Vec<i32>,
    /// The first and the last date of its statements and decisions; `None` where none has a date.
    pub days: Option<(AsOf, AsOf)>,
    /// The regions that it speaks of, by their codes when it was closed; `None` for none.
    pub spread: Option<Spread>,
}

codes!(List, "a list", &'static str, {
    Targets = "targets", Funding = "funding", Regulations = "regulations", Regions = "regions",
    Sources = "sources",
});

/// The same as a batch keeps it: the text means what it means to everybody who reads the table.
#[derive(Serialize, Deserialize)]
struct Kept {
    statements: Counts,
    lists: Vec<(String, usize, usize, usize)>,
    sources: Vec<i32>,
    days: Option<(NaiveDate, i16, NaiveDate, i16)>,
    regions: Option<KeptSpread>,
}

#[derive(Serialize, Deserialize)]
struct KeptSpread {
    count: usize,
    within: String,
    has_within: bool,
    level: Option<i16>,
}

impl Contents {
    fn write(&self) -> String {
        let list =
            |own: &ListCounts| (own.list.code().to_owned(), own.new, own.changed, own.withdrawn);
        let day = |at: AsOf| (at.date, codes::precision(at.precision));
        let days = self.days.map(|(first, last)| (day(first), day(last)));
        let kept = Kept {
            statements: self.counts,
            lists: self.lists.iter().map(list).collect(),
            sources: self.sources.clone(),
            days: days.map(|(first, last)| (first.0, first.1, last.0, last.1)),
            regions: self.spread.as_ref().map(|own| KeptSpread {
                count: own.count,
                within: own.within.to_string(),
                has_within: own.has_within,
                level: own.level.map(Code::code),
            }),
        };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// Reads what a batch keeps; nothing is held by one that is not closed yet.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let kept: Kept =
            serde_json::from_str(text).map_err(|_| Error::stored("contents of a batch", text))?;
        let list = |(code, new, changed, withdrawn): (String, usize, usize, usize)| {
            Ok(ListCounts { list: codes::from_text(&code)?, new, changed, withdrawn })
        };
        let days = kept.days.map(|(from, exact, to, exactly)| {
            Ok::<_, Error>((codes::dated(from, exact)?, codes::dated(to, exactly)?))
        });
        let spread = kept.regions.map(|own| {
            Ok::<_, Error>(Spread {
                count: own.count,
                within: codes::region_code(&own.within)?,
                has_within: own.has_within,
                level: own.level.map(Level::stored).transpose()?,
            })
        });
        Ok(Self {
            counts: kept.statements,
            lists: kept.lists.into_iter().map(list).collect::<Result<_, Error>>()?,
            sources: kept.sources,
            days: days.transpose()?,
            spread: spread.transpose()?,
        })
    }
}

/// Counts what a batch holds.
pub fn count(c: &mut Connection, batch_id: i32) -> Result<Contents, Error> {
    let stretches = Stretches::read(c, batch_id)?;
    with_stretches(c, batch_id, &stretches)
}

fn with_stretches(
    c: &mut Connection,
    batch_id: i32,
    stretches: &Stretches,
) -> Result<Contents, Error> {
    let mut all = Gathered::default();
    let mut counts = all.statements(c, stretches)?;
    counts.decisions = all.decisions(c, batch_id)?;
    let mut lists = Vec::new();
    for list in List::ALL {
        let touched = lists::touched(c, list, batch_id)?;
        if !touched.is_empty() {
            lists.push(ListCounts::of(list, &touched));
            all.rows(c, &touched)?;
        }
    }
    Ok(Contents {
        counts,
        lists,
        sources: all.sources.into_iter().collect(),
        days: all.days,
        spread: Spread::of(&all.regions),
    })
}

/// Counts what a batch holds and writes it down; `stretches` are its statements, where they are at hand.
pub(super) fn keep(
    c: &mut Connection,
    batch_id: i32,
    stretches: Option<Stretches>,
) -> Result<(), Error> {
    let stretches = match stretches {
        Some(stretches) => stretches,
        None => Stretches::read(c, batch_id)?,
    };
    let contents = with_stretches(c, batch_id, &stretches)?.write();
    sql("update batch set contents = $1 where id = $2").text(contents).int(batch_id).run(c)?;
    Ok(())
}

/// Does so for batches of before the program did.
pub(super) fn fill(c: &mut Connection) -> Result<(), Error> {
    let rows = sql("select id from batch where contents = '' order by id");
    for (id,) in rows.rows::<(Integer,), (i32,)>(c)? {
        keep(c, id, None)?;
    }
    Ok(())
}

impl ListCounts {
    /// Those of rows that a batch touched.
    pub fn of(list: List, touched: &[Touched]) -> Self {
        let is = |old: bool, new: bool| {
            touched.iter().filter(|t| (t.old.is_some(), t.new.is_some()) == (old, new)).count()
        };
        Self { list, new: is(false, true), changed: is(true, true), withdrawn: is(true, false) }
    }
}

/// Statements that a batch brought or ended, of one region, source and exactness of the date.
struct Stretch {
    is_brought: bool,
    region_id: i32,
    source_id: i32,
    precision: i16,
    amount: i64,
    first: NaiveDate,
    last: NaiveDate,
}

/// How many of these that end come again with other values. An import ends them in the order in which it brings
/// their new versions.
fn changed(brought: &[&Statement], ended: &[RowKey]) -> usize {
    let mut rest = ended.iter().peekable();
    for own in brought {
        rest.next_if(|old| old.of_any_batch() == own.key().of_any_batch());
    }
    if rest.peek().is_none() {
        return ended.len();
    }
    let ended: HashSet<RowKey> = ended.iter().map(RowKey::of_any_batch).collect();
    brought.iter().filter(|own| ended.contains(&own.key().of_any_batch())).count()
}

/// All statements of a batch.
pub(super) struct Stretches {
    all: Vec<Stretch>,
    /// How many of those that it ended it also brought, with other values.
    changed: i64,
}

impl Stretches {
    /// Those of statements that a batch brings and ends; short where they are in the order of regions.
    pub fn of(brought: &[&Statement], ended: &[RowKey]) -> Self {
        let changed = i64::try_from(changed(brought, ended)).unwrap_or(i64::MAX);
        let mut stretches = Self { all: Vec::new(), changed };
        for own in brought {
            stretches.add(true, &own.key());
        }
        for own in ended {
            stretches.add(false, own);
        }
        stretches
    }

    fn add(&mut self, is_brought: bool, own: &RowKey) {
        let RowKey { region_id, source_id, .. } = *own;
        let (date, precision) = own.stored_date();
        let same = |last: &&mut Stretch| {
            (last.is_brought, last.region_id, last.source_id, last.precision)
                == (is_brought, region_id, source_id, precision)
        };
        if let Some(last) = self.all.last_mut().filter(same) {
            last.amount += 1;
            (last.first, last.last) = (last.first.min(date), last.last.max(date));
        } else {
            let (amount, first, last) = (1, date, date);
            self.all.push(Stretch {
                is_brought,
                region_id,
                source_id,
                precision,
                amount,
                first,
                last,
            });
        }
    }

    /// Those of a batch that is written already.
    fn read(c: &mut Connection, batch_id: i32) -> Result<Self, Error> {
        type Columns = (Integer, BigInt, Date, Date, SmallInt, Integer, Integer);
        type Row = (i32, i64, NaiveDate, NaiveDate, i16, i32, i32);
        let rows = sql(include_str!("sql/contents.statements.sql"))
            .int(batch_id)
            .rows::<Columns, Row>(c)?;
        let stretch = |(is_brought, amount, first, last, precision, source_id, region_id): Row| {
            let is_brought = is_brought == 1;
            Stretch { is_brought, region_id, source_id, precision, amount, first, last }
        };
        let all: Vec<Stretch> = rows.into_iter().map(stretch).collect();
        let has = |brought| all.iter().any(|own| own.is_brought == brought);
        let changed = if has(true) && has(false) {
            let row: Option<(i64,)> = sql(include_str!("sql/contents.changed.sql"))
                .int(batch_id)
                .first::<(BigInt,), _>(c)?;
            row.map_or(0, |(changed,)| changed)
        } else {
            0
        };
        Ok(Self { all, changed })
    }
}

/// What is known of a batch so far.
#[derive(Default)]
struct Gathered {
    sources: BTreeSet<i32>,
    days: Option<(AsOf, AsOf)>,
    regions: BTreeSet<RegionCode>,
}

impl Gathered {
    fn statements(&mut self, c: &mut Connection, stretches: &Stretches) -> Result<Counts, Error> {
        let Stretches { all, changed } = stretches;
        let (mut brought, mut ended) = (0, 0);
        let mut ids = BTreeSet::new();
        for stretch in all {
            if stretch.is_brought {
                brought += stretch.amount;
                self.sources.insert(stretch.source_id);
            } else {
                ended += stretch.amount;
            }
            for day in [stretch.first, stretch.last] {
                self.day(codes::as_of(day, stretch.precision)?);
            }
            ids.insert(stretch.region_id);
        }
        self.regions_of(c, ids)?;
        let (new, withdrawn) = (brought - changed, ended - changed);
        Ok(Counts { new, changed: *changed, withdrawn, decisions: 0 })
    }

    /// How many decisions the batch brought.
    fn decisions(&mut self, c: &mut Connection, batch_id: i32) -> Result<i64, Error> {
        type Columns = (Integer, Date, Nullable<Text>);
        type Row = (i32, NaiveDate, Option<String>);
        let rows = sql(include_str!("sql/contents.decisions.sql"))
            .int(batch_id)
            .rows::<Columns, Row>(c)?;
        let mut brought = 0;
        for (is_brought, day, code) in rows {
            brought += i64::from(is_brought);
            self.day(Some(AsOf::day(day)));
            self.region(code.as_deref())?;
        }
        Ok(brought)
    }

    fn rows(&mut self, c: &mut Connection, touched: &[Touched]) -> Result<(), Error> {
        let mut ids = BTreeSet::new();
        for record in touched.iter().filter_map(|row| row.new.as_ref().or(row.old.as_ref())) {
            self.sources.extend(record.source_id());
            ids.extend(record.region_id());
            if let Record::Region(own) = record {
                self.regions.insert(own.code.clone());
            }
        }
        self.regions_of(c, ids)
    }

    /// The regions of these numbers; one that is gone has no code.
    fn regions_of(&mut self, c: &mut Connection, ids: BTreeSet<i32>) -> Result<(), Error> {
        let ids: Vec<i32> = ids.into_iter().collect();
        self.regions.extend(regions::by_ids(c, &ids)?.into_iter().map(|region| region.code));
        Ok(())
    }

    fn region(&mut self, code: Option<&str>) -> Result<(), Error> {
        self.regions.extend(code.map(codes::region_code).transpose()?);
        Ok(())
    }

    fn day(&mut self, day: Option<AsOf>) {
        let Some(day) = day else { return };
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }
}
