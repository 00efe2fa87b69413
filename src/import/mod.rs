//! Files into figures: bytes, rows, checked domain values, one transaction.
//!
//! The command line and the pages call [`run`]. A rehearsal and the real thing are the same way; only
//! at its end one is kept and the other is not.

mod effect;
mod finding;
pub mod habits;
mod header;
pub mod json;
pub mod limits;
pub mod lists;
mod observations;
mod options;
mod places;
mod previous;
mod progress;
mod rules;
mod stated;
mod text;

mod cell;
mod date;
mod number;
mod sheet;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

pub use effect::{Change, Effect, Jump, RecordChange, Shift};
pub use finding::{Finding, Findings, Rule, Severity};
pub use header::{Column, Field, Header, segment_of};
pub use number::Style;
pub use options::{Content, KindOfFigure, Options};
pub use places::{CodeSystem, Places};
pub use previous::previous;
pub use progress::{Phase, Progress};
pub use rules::Thresholds;
pub use sheet::{Book, Cell, MAX_FILE, Row, SheetError, recognise};
pub use stated::{AUTHORITIES, LEVELS, Stated, StatedSource};

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

use effect::Difference;
use observations::Context;
use rules::{Entry, Known};

pub use crate::db::drafts;
use crate::db::figures;
use crate::db::intake::{self, Earlier, Origin};
use crate::db::segments::Segment;
use crate::db::sources::{self, NewSource, Source};
use crate::db::statements::Statement;
use crate::db::{self, Connection, Pool, names, segments, state, statements, targets};
use crate::domain::{AsOf, Figure, SegmentCode};

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

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It would go in as it stands.
    Ready,
    /// Findings keep it out; nothing was written.
    Blocked,
    /// It went in, as the batch of this number.
    Committed(i32),
    /// All of it is there already; nothing was written.
    Nothing,
}

/// Everything about one run.
#[derive(Debug, Clone)]
pub struct Report {
    /// The name of the file.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The names of its sheets; that of a CSV file is empty.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    pub sheet: usize,
    /// Its titles; `None` where none were found.
    pub header: Option<Header>,
    /// The cells of the first row below the titles, as somebody would type them.
    pub sample: Vec<String>,
    /// Rows with anything in them below the titles.
    pub rows: usize,
    /// Rows that say nothing, or were left out.
    pub passed: usize,
    /// Rows that cannot go in.
    pub refused: usize,
    /// What is wrong or doubtful.
    pub findings: Findings,
    /// What it changes.
    pub effect: Effect,
    /// Batches that brought the same file.
    pub earlier: Vec<Earlier>,
    /// What became of it.
    pub outcome: Outcome,
    /// What the first rows are read as.
    pub preview: Vec<Previewed>,
    /// Stands for everything that it changes; empty unless [`Sender::checked`] asks for it.
    pub digest: String,
    /// The same of a list.
    pub listed: Vec<lists::Listed>,
    /// What the file was read as.
    pub content: Content,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// Its line.
    pub line: u32,
    /// Code and full name of its region.
    pub region: String,
    /// What it says.
    pub statement: Statement,
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
    sources: HashMap<String, i32>,
    source_names: HashMap<i32, String>,
    targets: targets::ByRegion,
}

impl Lists {
    fn load(c: &mut Connection) -> Result<Self, db::Error> {
        let segments = segments::all(c)?;
        let sources = sources::all(c)?;
        Ok(Self {
            places: Places::new(names::all(c)?),
            segment_codes: segments.iter().map(|s| (s.id, s.code.to_string())).collect(),
            segments: segments.into_iter().map(|s| (s.code, s.id)).collect(),
            source_names: sources.iter().map(|s| (s.id, s.publisher.clone())).collect(),
            sources: sources.into_iter().map(|s| (s.code, s.id)).collect(),
            targets: targets::all(c)?,
        })
    }
}

/// The number that stands for a source until it is written.
const NEW_SOURCE: i32 = -1;

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
    let (header, sample) = titles(&book, sheet, options.content)?;
    let mut report = Report {
        file_name: file.name.to_owned(),
        bytes: file.bytes.len(),
        sha256: String::new(),
        sheets,
        sheet,
        header,
        sample,
        rows: 0,
        passed: 0,
        refused: 0,
        findings: Findings::default(),
        effect: Effect::default(),
        earlier: Vec::new(),
        outcome: Outcome::Blocked,
        preview: Vec::new(),
        digest: String::new(),
        listed: Vec::new(),
        content: options.content,
    };
    if let Some(list) = options.content.list() {
        report.sha256 = sha256(file.bytes);
        let asked = lists::Asked { list, file, options, sender, mode, today };
        return lists::run(pool, book, &asked, report);
    }
    let mut lists = pool.read(Lists::load)?;
    if let Some(new) = &sender.new_source {
        lists.sources.entry(new.code.clone()).or_insert(NEW_SOURCE);
        lists.source_names.insert(NEW_SOURCE, new.publisher.clone());
    }
    // The hash of a large file takes a while, which reading it takes too.
    let entries = std::thread::scope(|threads| {
        let hash = threads.spawn(|| sha256(file.bytes));
        let entries = entries(&book, sheet, &lists, options, progress, &mut report)?;
        report.sha256 = hash.join().map_err(|_| Error::Broken)?;
        Ok::<_, Error>(entries)
    })?;
    drop(book);
    for entry in &entries {
        rules::alone(entry, today, &options.limits, &mut report.findings);
    }
    rules::together(
        &entries,
        &lists.places,
        &lists.segment_codes,
        &options.limits,
        &mut report.findings,
    );
    report.preview = preview(&entries, &lists.places);
    let work = Work { entries, lists, options, sender, progress, mode, bytes: file.bytes };
    Ok(pool.attempt(|c| work.carry_out(c, report))?)
}

/// What the rows of a sheet say; nothing where it has no titles.
fn entries(
    book: &Book,
    sheet: usize,
    lists: &Lists,
    options: &Options,
    progress: &Progress,
    report: &mut Report,
) -> Result<Vec<Entry>, SheetError> {
    let Some(header) = report.header.clone() else {
        report.findings.push(
            Finding::new(0, Rule::Table, Severity::Refuse, "judul kolom tidak ditemukan.")
                .so("Baris judul memuat sedikitnya nama atau kode wilayah dan satu kolom angka."),
        );
        return Ok(Vec::new());
    };
    read(book, sheet, &header, lists, options, progress, report)
}

/// Rows that are shown as they were read.
const PREVIEWED: usize = 60;

/// The first rows as they were read, by line.
fn preview(entries: &[Entry], places: &Places) -> Vec<Previewed> {
    let mut lines: Vec<u32> = entries.iter().map(|entry| entry.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let last = lines.get(PREVIEWED).copied().unwrap_or(u32::MAX);
    let mut rows: Vec<Previewed> = entries
        .iter()
        .filter(|entry| entry.line < last)
        .map(|entry| Previewed {
            line: entry.line,
            region: places.told(entry.statement.region_id),
            statement: entry.statement.clone(),
        })
        .collect();
    rows.sort_by_key(|row| row.line);
    rows.truncate(2 * PREVIEWED);
    rows
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The segments and sources that a form offers.
///
/// # Errors
/// Those of the database.
pub fn known(c: &mut Connection) -> Result<(Vec<Segment>, Vec<Source>), db::Error> {
    Ok((segments::all(c)?, sources::all(c)?))
}

/// The titles among the first rows of a sheet, and the first row below them.
fn titles(
    book: &Book,
    sheet: usize,
    content: Content,
) -> Result<(Option<Header>, Vec<String>), SheetError> {
    let vocabulary = match content.list() {
        None => header::Vocabulary::Figures,
        Some(list) => header::Vocabulary::List(lists::columns(list)),
    };
    let mut rows: Vec<header::TitleRow> = Vec::new();
    book.rows(sheet, &mut |row: Row| {
        rows.push((row.line, row.cells.iter().map(|cell| text::of(cell).into_owned()).collect()));
        if rows.len() < header::LOOKED_THROUGH {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    let header = header::find(&rows, vocabulary);
    let data_line = header.as_ref().map_or(u32::MAX, |header| header.data_line);
    let below = rows.into_iter().find(|(line, _)| *line >= data_line);
    Ok((header, below.map(|(_, cells)| cells).unwrap_or_default()))
}

/// The statements of the rows, in the order of their keys, each once.
fn read(
    book: &Book,
    sheet: usize,
    header: &Header,
    lists: &Lists,
    options: &Options,
    progress: &Progress,
    report: &mut Report,
) -> Result<Vec<Entry>, SheetError> {
    let context = Context {
        places: &lists.places,
        segments: &lists.segments,
        sources: &lists.sources,
        options,
        progress,
    };
    let read = observations::read(book, sheet, header, &context, &mut report.findings)?;
    report.rows = read.rows;
    report.passed = read.passed;
    report.refused = read.refused;
    if read.hidden > 0 {
        let text = format!("{} baris tersembunyi dilewati.", read.hidden);
        report.findings.push(
            Finding::new(0, Rule::Table, Severity::Inform, text)
                .so("Tampilkan barisnya di lembar itu bila harus ikut dibaca."),
        );
    }
    let mut entries = read.entries;
    let key = |entry: &Entry| {
        let s = &entry.statement;
        (s.region_id, s.segment_id, s.as_of, s.kind, s.source_id)
    };
    entries.sort_unstable_by_key(|entry| (key(entry), entry.line));
    let mut twice = Vec::new();
    for pair in entries.windows(2) {
        if key(&pair[0]) == key(&pair[1]) {
            let text = format!(
                "wilayah, segmen, dan tanggal yang sama sudah ada di baris {} ({}).",
                pair[0].line,
                lists.places.told(pair[1].statement.region_id)
            );
            report.findings.push(
                Finding::new(pair[1].line, Rule::Twice, Severity::Refuse, text)
                    .so("Hapus salah satunya, atau lewati baris ini."),
            );
            twice.push(pair[1].line);
        }
    }
    report.refused += twice.len();
    // Which of the two is right cannot be known; the first stays for the rules to look at.
    entries.dedup_by_key(|entry| key(entry));
    Ok(entries)
}

/// The part of a run that happens within the transaction.
struct Work<'a> {
    entries: Vec<Entry>,
    lists: Lists,
    options: &'a Options,
    sender: &'a Sender<'a>,
    progress: &'a Progress,
    mode: Mode,
    bytes: &'a [u8],
}

impl Work<'_> {
    /// Compares, writes and looks at what came of it; the report, and whether to keep it.
    fn carry_out(
        mut self,
        c: &mut Connection,
        mut report: Report,
    ) -> Result<(Report, bool), db::Error> {
        report.earlier = intake::same_file(c, &report.sha256)?;
        if let Some(new) = &self.sender.new_source
            && self.entries.iter().any(|entry| entry.statement.source_id == NEW_SOURCE)
        {
            let id = sources::add(c, new)?;
            for entry in &mut self.entries {
                if entry.statement.source_id == NEW_SOURCE {
                    entry.statement.source_id = id;
                }
            }
            self.lists.source_names.insert(id, new.publisher.clone());
        }
        self.progress.enter(Phase::Compare, self.entries.len());
        let mut difference = self.compare(c, &mut report)?;
        self.progress.enter(Phase::Write, difference.write.len());
        let places = &self.lists.places;
        difference.finish(places);
        tell_repeat(difference.write.is_empty(), &mut report);

        let total = self.lists.segments.get(&SegmentCode::total()).copied().unwrap_or_default();
        let levels = difference.levels(places);
        let newest = state::load(c)?.newest_total;
        let at = newest.max(difference.effect.span.map(|(_, to)| to));
        let before = match at {
            Some(at) => effect::ranks(c, &levels, total, at)?,
            None => BTreeMap::default(),
        };
        let mut batch_id = None;
        if !difference.write.is_empty() {
            let origin = Origin {
                title: &report.file_name,
                file_name: &report.file_name,
                sha256: &report.sha256,
                who: &self.sender.who,
                note: self.options.accepted.as_deref().unwrap_or_default(),
                bytes: self.bytes,
            };
            batch_id = Some(intake::write(c, &origin, &difference.write, &difference.end)?);
        }
        if let Some(at) = at {
            let after = effect::ranks(c, &levels, total, at)?;
            difference.effect.shifts = effect::shifts(&before, &after, places);
            difference.effect.ranked_at = Some(at);
        }
        if self.sender.checked.is_some() {
            report.digest = difference.digest();
        }
        report.effect = difference.effect;
        let ending = Ending { options: self.options, sender: self.sender, mode: self.mode };
        conclude(c, report, batch_id, &ending)
    }

    fn compare<'a>(
        &'a self,
        c: &mut Connection,
        report: &mut Report,
    ) -> Result<Difference<'a>, db::Error> {
        let mut difference = Difference::default();
        let total = self.lists.segments.get(&SegmentCode::total()).copied();
        let names = &self.lists.source_names;
        let source = |id: i32| names.get(&id).cloned().unwrap_or_default();
        let same = |a: &Entry, b: &Entry| {
            let key = |entry: &Entry| (entry.statement.region_id, entry.statement.segment_id);
            key(a) == key(b)
        };
        let mut done = 0;
        for group in self.entries.chunk_by(same) {
            done += group.len();
            self.progress.at(done);
            let first = &group[0].statement;
            let (region_id, segment_id) = (first.region_id, first.segment_id);
            let known = statements::of_segment(c, region_id, segment_id)?;
            let figures: Vec<Figure> = if known.is_empty() {
                Vec::new()
            } else {
                let shown = figures::of_region(c, region_id, segment_id)?;
                shown.iter().filter_map(figures::Shown::figure).collect()
            };
            let targets = self.lists.targets.get(&region_id).filter(|_| Some(segment_id) == total);
            let about = Known {
                statements: &known,
                figures: &figures,
                targets: targets.map_or(&[], Vec::as_slice),
                source: &source,
            };
            let name = self.lists.places.region(region_id).map_or("", |named| &named.full_name);
            rules::against(group, name, &about, &self.options.limits, &mut report.findings);
            difference.add(group, &known, &figures, &self.lists.places);
        }
        Ok(difference)
    }
}

/// Who decides about a file at the end of its run, and how.
struct Ending<'a> {
    options: &'a Options,
    sender: &'a Sender<'a>,
    mode: Mode,
}

/// Decides what became of a file; its report, and whether to keep what was written.
fn conclude(
    c: &mut Connection,
    mut report: Report,
    batch_id: Option<i32>,
    ending: &Ending,
) -> Result<(Report, bool), db::Error> {
    report.findings.sort();
    let refused = report.findings.count(Severity::Refuse);
    let file_refused =
        report.findings.list().iter().any(|f| f.line == 0 && f.severity == Severity::Refuse);
    let doubtful = report.findings.count(Severity::Warn);
    let blocked = file_refused
        || (refused > 0 && !ending.options.leave_refused)
        || (doubtful > 0 && ending.options.accepted.is_none());
    let checked = ending.sender.checked.as_deref();
    let is_other = checked.is_some_and(|own| !own.is_empty() && own != report.digest);
    report.outcome = match (blocked, batch_id, ending.mode) {
        (true, ..) => Outcome::Blocked,
        (false, None, _) => Outcome::Nothing,
        (false, Some(_), Mode::Rehearse) => Outcome::Ready,
        (false, Some(_), Mode::Commit) if is_other => Outcome::Ready,
        (false, Some(id), Mode::Commit) => Outcome::Committed(id),
    };
    if let (Outcome::Committed(id), Some(then)) = (report.outcome, ending.sender.then) {
        then(c, id)?;
        return Ok((report, true));
    }
    let keep = matches!(report.outcome, Outcome::Committed(_));
    Ok((report, keep))
}

/// Says that the file was brought in before.
fn tell_repeat(unchanged: bool, report: &mut Report) {
    if let Some(earlier) = report.earlier.first() {
        let rest = if unchanged {
            "Semua isinya sudah ada."
        } else {
            "Sebagian isinya kini berbeda dari yang tersimpan."
        };
        let text = format!(
            "berkas yang sama sudah diimpor pada {} (versi {}).",
            earlier.committed_at, earlier.batch_id
        );
        report.findings.push(Finding::new(0, Rule::Repeat, Severity::Inform, text).so(rest));
    }
}
