//! Everything that was published on a region: the table of statements, and conflicts.

use crate::domain::narrative::{self, Story, Voice};
use crate::domain::statement::Kind;
use crate::domain::wording;
use crate::reports::region::RegionReport;
use crate::reports::rows::Statement;
use crate::reports::story::name_of;

use super::{UNKNOWN, count_or_unknown, source_line, source_url};

/// A published statement.
#[derive(Debug)]
pub struct StatementRow {
    /// The date as exactly as the source states it.
    pub date: String,
    /// The segment.
    pub segment: String,
    /// The percent, with its kind where it is not coverage.
    pub coverage: String,
    /// Active participants.
    pub active: String,
    /// Workforce.
    pub workforce: String,
    /// Publisher and date of publication.
    pub source: String,
    /// Its address.
    pub url: Option<String>,
    /// Shown as the figure of its date.
    pub used: bool,
    /// Kind, rank and remarks.
    pub note: String,
}

/// The section.
#[derive(Debug)]
pub struct Statements {
    /// The finding.
    pub title: String,
    /// What the table is.
    pub subtitle: String,
    /// Sentences on contradicting sources.
    pub disputes: Vec<String>,
    /// The table.
    pub rows: Vec<StatementRow>,
    /// What is said where nothing was published.
    pub empty: String,
    /// Remarks.
    pub notes: Vec<String>,
}

/// What a statement counts, where it is not coverage.
fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Active => "",
        Kind::Registered => "Terdaftar, belum tentu aktif: tidak digambar sebagai cakupan.",
        Kind::Committed => "Termasuk yang baru direncanakan: tidak digambar sebagai cakupan.",
        Kind::PaidOnce => "Iuran dibayar satu kali: tidak digambar sebagai cakupan.",
        Kind::ShareOfTarget => "Persentase terhadap target, bukan cakupan: tidak digambar.",
        Kind::Other => "Bukan ukuran cakupan: tidak digambar.",
    }
}

impl Statements {
    /// Lists the newest statements and says where they contradict each other.
    pub fn new(report: &RegionReport, story: &Story) -> Self {
        let name = name_of(&report.region);
        let rows: Vec<StatementRow> =
            report.statements.iter().map(|statement| row(report, statement)).collect();
        let mut notes = Vec::new();
        if report.more_statements {
            notes.push(format!(
                "Ditampilkan {} pernyataan terbaru; yang lebih lama tetap tersimpan.",
                rows.len()
            ));
        }
        notes.push(if report.scope.state.simulated {
            "Angka ini hasil simulasi untuk latihan, bukan angka sebenarnya.".to_owned()
        } else {
            "Angka ini dikutip dari terbitan terbuka dan bukan statistik resmi; tabel BPJS \
             Ketenagakerjaan menggantikannya bila sudah diterima."
                .to_owned()
        });
        let mut disputes = dispute(report).into_iter().collect::<Vec<_>>();
        disputes.extend(story.current.as_ref().and_then(narrative::print_conflict));
        Self {
            title: if rows.is_empty() {
                "Belum ada pernyataan yang terbit".to_owned()
            } else {
                "Sumber: semua angka yang terbit".to_owned()
            },
            subtitle: "Setiap pernyataan disimpan seperti diterbitkan; yang dipakai diberi tanda."
                .to_owned(),
            disputes,
            empty: format!(
                "Belum ada angka tentang {} yang ditemukan dalam sumber terbuka.",
                name.running()
            ),
            rows,
            notes,
        }
    }
}

/// The sentence on sources that contradict each other about the figure of the page.
fn dispute(report: &RegionReport) -> Option<String> {
    let shown = report.standing.own_figure().filter(|shown| shown.disputed)?;
    let chosen_id = shown.source_id?;
    let chosen_figure = shown.own?;
    let publisher = |id: i32| report.sources.get(&id).map_or("", |s| s.publisher.as_str());
    let others: Vec<Voice<'_>> = report
        .competing
        .iter()
        .filter(|s| s.source_id != chosen_id)
        .filter_map(|s| {
            let coverage = s.figure()?.coverage?;
            Some(Voice { publisher: publisher(s.source_id), coverage })
        })
        .collect();
    let chosen = Voice { publisher: publisher(chosen_id), coverage: chosen_figure.coverage? };
    narrative::conflict(
        shown.as_of,
        chosen,
        &others,
        report.decision.as_deref().unwrap_or_default(),
    )
}

fn row(report: &RegionReport, statement: &Statement) -> StatementRow {
    let source = report.sources.get(&statement.source_id);
    let used = statement.kind == Kind::Active
        && statement.segment_id == report.scope.segment.id
        && statement.as_of.is_some_and(|as_of| as_of.date <= report.scope.date)
        && report.standing.shown.iter().any(|row| {
            Some(row.as_of) == statement.as_of && row.source_id == Some(statement.source_id)
        });
    let figure = statement.figure();
    let printed = statement.published;
    let coverage = figure.and_then(|figure| figure.coverage).or(printed);
    let mut note: Vec<String> = Vec::new();
    note.push(kind_words(statement.kind).to_owned());
    if let Some(printed) = figure.and_then(|figure| figure.disputed_by_print()) {
        note.push(format!("Tercetak {}.", wording::percent(printed)));
    }
    if let (Some(rank), Some(of)) = (statement.rank, statement.rank_of) {
        note.push(format!("Peringkat menurut sumber: {rank} dari {of}."));
    }
    if !statement.note.is_empty() {
        let end = if statement.note.ends_with('.') { "" } else { "." };
        note.push(format!("{}{end}", statement.note));
    }
    note.retain(|part| !part.is_empty());
    StatementRow {
        date: statement.as_of.map_or_else(|| "tanpa tanggal".to_owned(), wording::as_of),
        segment: report
            .scope
            .segment_of(statement.segment_id)
            .map_or_else(String::new, |segment| segment.name.clone()),
        coverage: coverage.map_or_else(|| UNKNOWN.to_owned(), wording::percent),
        active: count_or_unknown(statement.active),
        workforce: count_or_unknown(statement.workforce),
        source: source.map(source_line).unwrap_or_default(),
        url: source.and_then(source_url),
        used,
        note: note.join(" "),
    }
}
