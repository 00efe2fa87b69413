//! Files into figures: bytes, rows, checked domain values, one transaction.
//!
//! The command line and the pages call [`run`]. A rehearsal and the real thing are the same way; only
//! at its end one is kept and the other is not.

mod difference;
mod effect;
mod finding;
pub mod habits;
mod header;
pub mod json;
mod left_out;
pub mod limits;
pub mod lists;
mod merged;
mod new_source;
mod observations;
mod options;
mod percents;
mod places;
mod previous;
mod progress;
mod ranks;
mod report;
mod rows;
mod rules;
mod said;
mod stated;
mod table;
mod text;
pub mod told;
mod total;
mod unread;
mod work;

mod cell;
mod date;
mod number;
mod sheet;

use std::collections::HashMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

pub use effect::{Change, Effect, RecordChange};
pub use finding::{Asks, Doubt, Finding, Findings, Rule, Severity};
pub use header::{Column, Field, Header, segment_of};
pub use left_out::LeftOut;
pub use new_source::{is_address, is_code, is_local};
pub use number::Style;
pub use options::{Content, Options};
pub use places::{CodeSystem, Places};
pub use previous::previous;
pub use progress::{Phase, Progress};
pub use report::{Held, Outcome, Previewed, Reading, Report};
pub use rules::Thresholds;
pub use said::Said;
pub use sheet::{Book, Cell, MAX_FILE, Merged, Row, SheetError, recognise};
pub use stated::{AUTHORITIES, LEFT_OUT, LEVELS, Stated, StatedSource};

/// The last day that has begun anywhere in Indonesia at a second of Unix.
pub fn today(now: i64) -> NaiveDate {
    /// Papua is nine hours ahead of UTC.
    const AHEAD: i64 = 9 * 3_600;
    chrono::DateTime::from_timestamp(now + AHEAD, 0).unwrap_or_default().date_naive()
}

/// Reads a date as people write it.
///
/// # Errors
/// Why it is none, for users.
pub fn as_of(text: &str) -> Result<AsOf, String> {
    match date::as_of(text, date::DateStyle::Unknown) {
        Ok(Some(as_of)) => Ok(as_of),
        Ok(None) => Err(format!("{text} bukan tanggal")),
        Err(error) => Err(error.to_string()),
    }
}

use new_source::NEW_SOURCE;
use table::Recognised;
use work::Work;

pub use crate::db::drafts;
pub use crate::db::segments::Segment;
use crate::db::sources::{self, NewSource, Source};
use crate::db::{self, Connection, Pool, names, segments, targets};
use crate::domain::{AsOf, SegmentCode, wording};

/// A file as it came.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its name, without a folder.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Whether what is found out is also written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Everything is done, and nothing is kept.
    Rehearse,
    /// It goes in, unless findings keep it out.
    Commit,
}

/// Why a file could not be looked at to its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not one that can be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// It has no sheet of this name.
    #[error("the file has no sheet {0:?}")]
    NoSuchSheet(String, Vec<String>),
    /// The program failed; nothing was written.
    #[error("the import broke off")]
    Broken,
    /// The database failed; nothing was written.
    #[error(transparent)]
    Store(#[from] db::Error),
}

/// What else happens when a file goes in: the number of its batch is known, nothing is kept yet.
pub type Then<'a> = &'a dyn Fn(&mut Connection, i32) -> Result<(), db::Error>;

impl Error {
    /// Whether the file may fare better the next time, as it is.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Broken | Self::Store(_))
    }

    /// What is the matter, for those who have the file.
    pub fn tell(&self) -> String {
        match self {
            Self::Sheet(error) => error.tell(),
            Self::NoSuchSheet(name, sheets) => {
                format!("Tidak ada lembar bernama {name}. Yang ada: {}.", sheets.join(", "))
            }
            Self::Broken => {
                "Pemeriksaan berhenti karena gangguan. Data tidak berubah. Coba lagi.".to_owned()
            }
            Self::Store(_) => {
                "Basis data tidak menjawab. Data tidak berubah. Coba lagi beberapa saat.".to_owned()
            }
        }
    }
}

/// Who brings a file in, and from which source, where that is not known yet.
#[derive(Clone, Default)]
pub struct Sender<'a> {
    /// Who; empty where nobody is signed in.
    pub who: String,
    /// The source that is added with the file.
    pub new_source: Option<NewSource>,
    /// What was said about the file in a form; it is kept with the version.
    pub stated: Option<&'a Stated>,
    /// What belongs into the same transaction.
    pub then: Option<Then<'a>>,
    /// Asks for [`Report::digest`]. Unless empty, the file only goes in while it changes what it changed
    /// when that was its digest; else it is [`Outcome::Ready`], and nothing was written.
    pub checked: Option<String>,
    /// Where the run says how far it is.
    pub progress: Option<&'a Progress>,
}

/// What the database knows that rows are read with.
struct Lists {
    places: Places,
    segments: HashMap<SegmentCode, i32>,
    segment_codes: HashMap<i32, String>,
    segment_names: HashMap<SegmentCode, String>,
    sources: HashMap<String, i32>,
    source_names: HashMap<i32, String>,
    targets: targets::ByRegion,
}

impl Lists {
    /// The name of a segment; empty for the total.
    fn segment_name(&self, id: i32) -> String {
        let code = self.segments.iter().find(|(_, own)| **own == id).map(|(code, _)| code);
        let name = code.filter(|code| !code.is_total()).and_then(|c| self.segment_names.get(c));
        name.cloned().unwrap_or_default()
    }

    /// With the source that comes with the file; a refusal where it cannot be added.
    fn load(
        c: &mut Connection,
        new: Option<&NewSource>,
        options: &Options,
    ) -> Result<(Self, Option<Finding>), db::Error> {
        let segments = segments::all(c)?;
        let sources = sources::all(c)?;
        let refused = new.and_then(|new| {
            new_source::not_theirs(new, options).or_else(|| new_source::refused(new, &sources))
        });
        let mut lists = Self {
            places: Places::new(names::all(c)?),
            segment_codes: segments.iter().map(|s| (s.id, s.code.to_string())).collect(),
            segment_names: segments.iter().map(|s| (s.code.clone(), s.name.clone())).collect(),
            segments: segments.into_iter().map(|s| (s.code, s.id)).collect(),
            source_names: sources.iter().map(|s| (s.id, s.publisher.clone())).collect(),
            sources: sources.into_iter().map(|s| (s.code, s.id)).collect(),
            targets: targets::all(c)?,
        };
        if let Some(new) = new {
            lists.sources.entry(new.code.clone()).or_insert(NEW_SOURCE);
            lists.source_names.insert(NEW_SOURCE, new.publisher.clone());
        }
        Ok((lists, refused))
    }
}

/// Reads a file, holds it against its rules and the database, and brings it in.
///
/// `today` is the last day that a figure may have.
///
/// # Errors
/// When the file or the database cannot be read. What is wrong with rows is no error: it stands in the
/// report.
pub fn run(
    pool: &Pool,
    file: File,
    options: &Options,
    sender: &Sender,
    mode: Mode,
    today: NaiveDate,
) -> Result<Report, Error> {
    let idle = Progress::default();
    let progress = sender.progress.unwrap_or(&idle);
    let book = Book::open(file.bytes, file.name)?;
    let sheets: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let sheet = match &options.sheet {
        Some(name) => sheets
            .iter()
            .position(|own| own == name)
            .ok_or_else(|| Error::NoSuchSheet(name.clone(), sheets.clone()))?,
        None => book.default_sheet(),
    };
    let Recognised { content, told, doubt } = match options.content {
        Some(content) => Recognised::said(content),
        None => table::recognise(&book, sheet)?,
    };
    let found = table::find(&book, sheet, content)?;
    let mut report = Report {
        file_name: file.name.to_owned(),
        bytes: file.bytes.len(),
        sha256: String::new(),
        sheets,
        sheet,
        header: found.header,
        sample: found.sample,
        columns: HashMap::new(),
        reading: None,
        rows: 0,
        passed: 0,
        refused: 0,
        findings: found.told,
        effect: Effect::default(),
        earlier: Vec::new(),
        outcome: Outcome::Blocked,
        preview: Vec::new(),
        held: Vec::new(),
        digest: String::new(),
        listed: Vec::new(),
        content,
    };
    report.findings.extend(told);
    let is_asked = doubt.is_some();
    report.findings.extend(doubt);
    if let Some(list) = content.list() {
        report.sha256 = sha256(file.bytes);
        let asked = lists::Asked { list, file, options, sender, mode, today };
        return lists::run(pool, book, &asked, report);
    }
    let (lists, refused) = pool.read(|c| Lists::load(c, sender.new_source.as_ref(), options))?;
    report.findings.extend(refused);
    // The hash of a large file takes a while, which reading it takes too.
    let entries = std::thread::scope(|threads| {
        let hash = threads.spawn(|| sha256(file.bytes));
        let entries = if is_asked {
            Vec::new()
        } else {
            rows::read(&book, sheet, &lists, options, progress, &mut report)?
        };
        report.sha256 = hash.join().map_err(|_| Error::Broken)?;
        Ok::<_, Error>(entries)
    })?;
    drop(book);
    let entries = rows::sound(entries, &lists, today, &options.limits, &mut report);
    let bytes = file.bytes;
    let work = Work { entries, lists, options, sender, progress, mode, bytes };
    Ok(pool.attempt_bulk(|c| work.carry_out(c, report))?)
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    wording::hexadecimal(&Sha256::digest(bytes))
}

/// The segments and sources that a form offers.
///
/// # Errors
/// Those of the database.
pub fn known(c: &mut Connection) -> Result<(Vec<Segment>, Vec<Source>), db::Error> {
    Ok((segments::all(c)?, sources::all(c)?))
}
