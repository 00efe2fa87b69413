//! `cakupan import`: brings a file of figures or of a list in, or tells what keeps it out.
//!
//! Who uses it reads figures, so what it says about a file is Indonesian, as on the pages.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::findings_file::FindingsFile;
use super::{Failure, bar, tell};
use crate::config::Config;
use crate::db::sources::NewSource;
use crate::db::{self, Connection, Pool};
use crate::domain::reason::{MIN_REASON, is_reason};
use crate::domain::wording::{moment, size};
use crate::domain::{self, Authority, Event, List};
use crate::effect::pages::Pages;
use crate::import::habits::{self, Habits};
use crate::import::{
    self, CodeSystem, Content, Field, File, Mode, Options, Outcome, Progress, RecordChange, Report,
    Sender, Severity, Style, told,
};
use crate::people::trail::{self, Actor};
use crate::people::{self, Clock};

/// A file and what it does not say itself.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Choice {
    /// CSV, XLSX, XLS or ODS
    file: PathBuf,

    /// What the file is about, where its titles do not show it
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,

    /// Do everything but keep it
    #[arg(long)]
    dry_run: bool,

    /// The whole report as JSON
    #[arg(long)]
    json: bool,

    /// Where all findings go too, as a file: PATH.csv for the list, PATH.xlsx for the sheet as it came
    /// with its cells marked
    #[arg(long, value_name = "PATH")]
    findings: Option<PathBuf>,

    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// The as-of date, where the file does not say it: "30 April 2025", 2025-04-30, 2025-04, 2025; of a
    /// list of regions, the day from which changed names hold
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// The segment, where the file does not say it: total, pu, bpu, jakon ...
    #[arg(long, value_name = "CODE")]
    segment: Option<String>,

    /// What columns hold whose title names only a segment or a date
    #[arg(long, value_name = "WHAT")]
    measure: Option<Measure>,

    /// What a percent is; coverage, unless a column of targets stands beside it
    #[arg(long, value_name = "WHAT")]
    percent: Option<PercentIs>,

    /// How the file writes numbers, where it leaves that open: 1.234,5 or 1,234.5
    #[arg(long, value_name = "STYLE")]
    numbers: Option<Numbers>,

    /// What percents are that look like shares: 0.45 for 45%, or 0.45 for less than one percent
    #[arg(long, value_name = "WHAT")]
    small_percent: Option<SmallPercent>,

    /// Whose region codes the file uses, where its titles and names do not show it
    #[arg(long, value_name = "SYSTEM")]
    codes: Option<Codes>,

    /// The level of its regions, where several levels share a name and the file has no codes
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,

    /// The code of the source; a new one needs --source-publisher, --source-title and
    /// --source-authority
    #[arg(long, value_name = "CODE")]
    source: Option<String>,

    /// Who published a new source
    #[arg(long, value_name = "NAME", requires = "source")]
    source_publisher: Option<String>,

    /// The title of a new source
    #[arg(long, value_name = "TITLE", requires = "source")]
    source_title: Option<String>,

    /// When a new source was published: 2025-05-09, 2025-05 or 2025
    #[arg(long, value_name = "DATE", requires = "source")]
    source_date: Option<String>,

    /// The address of a new source
    #[arg(long, value_name = "URL", requires = "source")]
    source_url: Option<String>,

    /// What kind of publisher a new source has
    #[arg(long, value_name = "KIND", requires = "source")]
    source_authority: Option<Publisher>,

    /// What a column holds, by its title; may be given several times: --column "Jml TK=peserta"
    #[arg(long = "column", value_name = "TITLE=FIELD")]
    columns: Vec<String>,

    /// Read columns, codes and numbers as in the last import of this source, where nothing is said here
    #[arg(long, requires = "source")]
    like_last_time: bool,

    /// Lines that stay out, separated by commas
    #[arg(long, value_name = "LINES", value_delimiter = ',')]
    leave_out: Vec<u32>,

    /// Leave out the rows that cannot go in, and bring in the rest
    #[arg(long)]
    leave_refused: bool,

    /// Why doubtful values are right; without it, warnings keep everything out
    #[arg(long, value_name = "REASON")]
    accept: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Figures,
    Targets,
    Funding,
    Regulations,
    Regions,
    Sources,
}

impl From<Kind> for Content {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Figures => Self::Figures,
            Kind::Targets => Self::Targets,
            Kind::Funding => Self::Funding,
            Kind::Regulations => Self::Regulations,
            Kind::Regions => Self::Regions,
            Kind::Sources => Self::Sources,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Measure {
    Active,
    Workforce,
    Percent,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PercentIs {
    Coverage,
    ShareOfTarget,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Numbers {
    Indonesian,
    English,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SmallPercent {
    Share,
    Percent,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Codes {
    Kemendagri,
    Bps,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    Province,
    Regency,
    District,
    Village,
}

impl From<Level> for domain::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Province => Self::Province,
            Level::Regency => Self::Regency,
            Level::District => Self::District,
            Level::Village => Self::Village,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Publisher {
    Bpjs,
    Ministry,
    Regional,
    Antara,
    Press,
    Academic,
    Other,
}

impl From<Publisher> for Authority {
    fn from(publisher: Publisher) -> Self {
        match publisher {
            Publisher::Bpjs => Self::Bpjs,
            Publisher::Ministry => Self::Ministry,
            Publisher::Regional => Self::RegionalGovernment,
            Publisher::Antara => Self::Antara,
            Publisher::Press => Self::Press,
            Publisher::Academic => Self::Academic,
            Publisher::Other => Self::Other,
        }
    }
}

/// Brings the file in and says what came of it.
pub fn run(config: &Config, choice: &Choice, out: &mut impl Write) -> Result<(), Failure> {
    let bytes = std::fs::read(&choice.file)
        .map_err(|error| Failure::File(choice.file.display().to_string(), error))?;
    let name = choice.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let to_findings = choice.findings.as_deref().map(FindingsFile::new).transpose()?;
    let mut options = Options { limits: config.limits.clone(), ..options(choice)? };
    let new_source = new_source(choice)?;
    let now = Clock::system().now();
    let mode = if choice.dry_run { Mode::Rehearse } else { Mode::Commit };
    let pool = Pool::open(&config.database, 1)?;
    db::prepare(&pool)?;
    let file = File { name: &name, bytes: &bytes };
    let habit = like_last_time(&pool, choice, &mut options)?;
    let operator = Actor::operator();
    let keep = |c: &mut Connection, version: i32| {
        habits::keep(c, &options, "", now)?;
        let subject = format!("Versi {version}");
        trail::record(c, &operator, Event::Import, &subject, "", &name, now)
            .map_err(people::Error::into_store)
    };
    let progress = Progress::default();
    let sender =
        Sender { new_source, then: Some(&keep), progress: Some(&progress), ..Sender::default() };
    let report = bar::watch(&progress, !choice.json, || {
        import::run(&pool, file, &options, &sender, mode, import::today(now))
    })?;
    if let Some(findings) = to_findings {
        findings.write(&report, &bytes)?;
    }
    if choice.json {
        tell(out, &import::json::report(&report).to_string())?;
    } else {
        for line in habit.into_iter().chain(lines(&report)) {
            tell(out, &line)?;
        }
    }
    if report.outcome == Outcome::Blocked { Err(Failure::Findings) } else { Ok(()) }
}

/// Reads the file as the last one of its source was read, where that is wanted; a line about it.
fn like_last_time(
    pool: &Pool,
    choice: &Choice,
    options: &mut Options,
) -> Result<Option<String>, Failure> {
    let Some(source) = &choice.source else { return Ok(None) };
    let Some(last) = pool.read(|c| habits::recall(c, source))? else { return Ok(None) };
    let when = moment(last.kept_at);
    if choice.like_last_time {
        last.habits.fill_options(options);
        return Ok(Some(format!("Dibaca seperti impor terakhir dari sumber {source}, {when}.")));
    }
    Ok((Habits::of(options) != last.habits).then(|| {
        format!(
            "Impor terakhir dari sumber {source}, {when}, dibaca dengan jawaban lain; pakai lagi \
             dengan --like-last-time."
        )
    }))
}

fn options(choice: &Choice) -> Result<Options, Failure> {
    let as_of = choice
        .as_of
        .as_deref()
        .map(|text| import::as_of(text).map_err(|error| Failure::Choice("--as-of", error)))
        .transpose()?;
    let segment = choice
        .segment
        .as_deref()
        .map(|text| {
            import::segment_of(text)
                .ok_or_else(|| Failure::Choice("--segment", format!("{text} tidak dikenal")))
        })
        .transpose()?;
    let mut mapping = std::collections::HashMap::new();
    for column in &choice.columns {
        let pair = column.rsplit_once('=').and_then(|(title, field)| {
            Some((title.trim().to_owned(), Field::parse(field.trim())?))
        });
        let (title, field) = pair.ok_or_else(|| {
            let content = choice.kind.map(Into::into).unwrap_or_default();
            let fields: Vec<&str> = Field::of(content).into_iter().map(Field::word).collect();
            Failure::Choice("--column", format!("{column}: tulis JUDUL={}", fields.join("|")))
        })?;
        mapping.insert(title, field);
    }
    let accepted = choice.accept.clone().filter(|reason| !reason.trim().is_empty());
    if accepted.as_ref().is_some_and(|reason| !is_reason(reason)) {
        let least = format!("tulis alasannya, paling sedikit {MIN_REASON} karakter");
        return Err(Failure::Choice("--accept", least));
    }
    Ok(Options {
        content: choice.kind.map(Into::into),
        sheet: choice.sheet.clone(),
        as_of,
        segment,
        measure: choice.measure.map(|measure| match measure {
            Measure::Active => Field::Active,
            Measure::Workforce => Field::Workforce,
            Measure::Percent => Field::Percent,
        }),
        kind: choice.percent.map(|percent| match percent {
            PercentIs::Coverage => domain::Kind::Active,
            PercentIs::ShareOfTarget => domain::Kind::ShareOfTarget,
        }),
        numbers: choice.numbers.map(|numbers| match numbers {
            Numbers::Indonesian => Style::Indonesian,
            Numbers::English => Style::English,
        }),
        shares: choice.small_percent.map(|what| what == SmallPercent::Share),
        codes: choice.codes.map(|codes| match codes {
            Codes::Kemendagri => CodeSystem::Kemendagri,
            Codes::Bps => CodeSystem::Bps,
        }),
        level: choice.level.map(Into::into),
        source: choice.source.clone(),
        mapping,
        left_out: choice.leave_out.iter().copied().collect(),
        leave_refused: choice.leave_refused,
        accepted,
        ..Options::default()
    })
}

fn new_source(choice: &Choice) -> Result<Option<NewSource>, Failure> {
    let Some(code) = &choice.source else { return Ok(None) };
    let (publisher, title) = (&choice.source_publisher, &choice.source_title);
    match (publisher, title, choice.source_authority) {
        (None, None, None) => Ok(None),
        (Some(_), Some(_), Some(_)) if !import::is_code(code) => Err(Failure::Choice(
            "--source",
            "kode sumber kosong, memuat spasi, atau lebih dari 60 karakter".to_owned(),
        )),
        (Some(_), Some(_), Some(_))
            if !choice.source_url.as_deref().is_none_or(import::is_address) =>
        {
            let so = "tulis alamat yang diawali https:// atau http:// dan tanpa spasi".to_owned();
            Err(Failure::Choice("--source-url", so))
        }
        (Some(publisher), Some(title), Some(authority)) => Ok(Some(NewSource {
            code: code.clone(),
            publisher: publisher.clone(),
            title: title.clone(),
            published_on: choice.source_date.clone().unwrap_or_default(),
            url: choice.source_url.clone().unwrap_or_default(),
            authority: authority.into(),
        })),
        _ => Err(Failure::Choice(
            "--source",
            "sumber baru memerlukan --source-publisher, --source-title, dan --source-authority"
                .to_owned(),
        )),
    }
}

/// Findings that are told on the command line; `--json` has all.
const TOLD: usize = 50;

/// The report in words.
fn lines(report: &Report) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: {} baris dibaca, {} dilewati, {} tidak dapat masuk.",
        report.file_name,
        size(report.rows),
        size(report.passed),
        size(report.refused)
    )];
    let effect = &report.effect;
    lines.push(format!(
        "{} {} baru, {} berubah, {} sudah ada; {} wilayah.",
        size(effect.new),
        report.content.list().map_or("angka", List::label),
        size(effect.changed),
        size(effect.same),
        size(effect.around.regions)
    ));
    for finding in report.findings.list().iter().take(TOLD) {
        lines.push(format!(
            "[{} {}] {}",
            finding.severity.word(),
            finding.rule.code(),
            finding.told()
        ));
    }
    let all: usize = report.findings.by_rule().map(|(.., count)| count).sum();
    if all > TOLD {
        lines.push(format!("... dan {} temuan lain; --json memuatnya.", size(all - TOLD)));
    }
    lines.extend(effect.records.iter().filter(|change| !change.is_new).take(TOLD).map(changed));
    lines.push("Dampak:".to_owned());
    lines.extend(told::effect(report).iter().map(|(name, value)| format!("  {name}: {value}")));
    lines.extend(told::pages(report).map(pages));
    lines.push(match report.outcome {
        Outcome::Ready => "Siap diterapkan; belum ada yang disimpan.".to_owned(),
        Outcome::Nothing => "Tidak ada yang berubah.".to_owned(),
        Outcome::Committed(id) => format!("Disimpan sebagai versi {id}."),
        Outcome::Blocked if report.findings.count(Severity::Refuse) > 0 => {
            "Tidak ada yang disimpan: perbaiki baris yang ditolak, atau lewati dengan \
             --leave-refused."
                .to_owned()
        }
        Outcome::Blocked => {
            "Tidak ada yang disimpan: periksa peringatan, lalu terima dengan --accept ALASAN."
                .to_owned()
        }
    });
    lines
}

/// The pages that change: those of regions, then all others.
fn pages(pages: Pages) -> String {
    let Pages { regions, more, others } = pages;
    let more = more + regions.len().saturating_sub(TOLD);
    let mut paths: Vec<String> = regions.into_iter().take(TOLD).map(|(path, _)| path).collect();
    paths.extend((more > 0).then(|| format!("{} wilayah lainnya", size(more))));
    paths.extend(others.into_iter().map(|(path, _)| path));
    format!("  Halaman: {}", paths.join(", "))
}

/// A changed row of a list: what it is about, and each value with the one before.
fn changed(change: &RecordChange) -> String {
    let shown = |text: &str| if text.is_empty() { "(kosong)".to_owned() } else { text.to_owned() };
    let values: Vec<String> = change
        .values
        .iter()
        .map(|value| format!("{} {} menjadi {}", value.title, shown(&value.old), shown(&value.new)))
        .collect();
    let about: Vec<&str> = [change.region.as_str(), change.subject.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    format!("Berubah: {}: {}.", about.join(", "), values.join("; "))
}
