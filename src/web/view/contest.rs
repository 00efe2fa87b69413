//! Statements that compete to be shown: the list, why one is shown, and what was decided before.

use chrono::NaiveDate;

use super::{UNKNOWN, count_or_unknown, published_on, region_path, source_line, source_url};
use crate::db::versions;
use crate::domain::statement::Why;
use crate::domain::{RegionCode, SegmentCode, wording};
use crate::editing::contest::{can_choose, figure};
use crate::reports::contest::ContestReport;
use crate::reports::rows::{Decision, Touch, Voice};
use crate::reports::story::name_of;

/// A statement.
#[derive(Debug)]
pub struct VoiceRow {
    /// The number of its source.
    pub source_id: i32,
    /// Its percent, else its participants.
    pub figure: String,
    /// Its percent.
    pub coverage: String,
    /// It is shown on all pages.
    pub used: bool,
    /// It would be shown without a decision.
    pub by_rule: bool,
    /// Active participants.
    pub active: String,
    /// Workforce.
    pub workforce: String,
    /// The date as exactly as the source states it.
    pub date: String,
    /// Publisher and date of publication.
    pub source: String,
    /// The title of the source.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Who speaks.
    pub authority: &'static str,
    /// Remark; may be empty.
    pub note: String,
    /// An editor may choose it.
    pub can_be_chosen: bool,
}

/// A decision.
#[derive(Debug)]
pub struct DecisionRow {
    /// The source that was chosen.
    pub source: String,
    /// Why.
    pub reason: String,
    /// Who decided, and when.
    pub begun: String,
    /// The version that brought it.
    pub version: i32,
    /// Until when, by whom and why; empty while it holds.
    pub ended: String,
    /// The version that ended it.
    pub ended_by: Option<i32>,
}

/// All of it.
#[derive(Debug)]
pub struct ContestView {
    /// The full name of the region.
    pub region: String,
    /// Its page at this date.
    pub region_link: String,
    /// The segment.
    pub segment: String,
    /// The date.
    pub date: String,
    /// The address of the page of this contest.
    pub path: String,
    /// Which one is shown, and why.
    pub because: String,
    /// Who decided so, and when; empty where nobody did.
    pub decided: String,
    /// Which one the rule would show, where that is another one.
    pub rule: String,
    /// The statements.
    pub voices: Vec<VoiceRow>,
    /// The decisions, the newest first.
    pub history: Vec<DecisionRow>,
}

/// The address of a contest.
pub fn contest_path(code: &RegionCode, segment: &SegmentCode, as_of: NaiveDate) -> String {
    format!("/beda/{code}/{segment}/{as_of}")
}

impl ContestView {
    /// A contest in words.
    pub fn new(report: &ContestReport) -> Self {
        let contest = &report.contest;
        let key = contest.key;
        let (code, segment) = (&report.region.code, &report.segment.code);
        let stated = contest.voices.first().and_then(|voice| voice.statement.as_of);
        let mut voices: Vec<VoiceRow> = contest
            .voices
            .iter()
            .enumerate()
            .map(|(place, voice)| VoiceRow {
                used: contest.shown == Some(place),
                by_rule: contest.by_rule == Some(place),
                can_be_chosen: can_choose(contest, Some(voice.source.id)),
                ..voice_row(voice)
            })
            .collect();
        // The one that is read everywhere comes first.
        voices.sort_by_key(|voice| !voice.used);
        Self {
            region: name_of(&report.region).full,
            region_link: format!("{}?per={}&segmen={segment}", region_path(code), key.as_of),
            segment: report.segment.name.clone(),
            date: stated.map_or_else(|| wording::date(key.as_of), wording::as_of),
            path: contest_path(code, segment, key.as_of),
            because: because(report),
            decided: contest
                .decision()
                .map(|decision| format!("Diputuskan: {}", stop(&told(&decision.begun))))
                .unwrap_or_default(),
            rule: rule(report),
            voices,
            history: contest.history.iter().map(|one| decision_row(report, one)).collect(),
        }
    }

    /// What stands now, for who typed something else: the shown figure, and why it is shown.
    pub fn now(report: &ContestReport) -> (String, String) {
        let contest = &report.contest;
        let shown = contest.shown.and_then(|place| contest.voices.get(place));
        let chosen = if contest.decision().is_some() { "" } else { " menurut aturan" };
        let told = shown.map_or_else(|| UNKNOWN.to_owned(), |voice| named(voice) + chosen);
        let reason = contest.decision().map(|decision| decision.reason.clone());
        (told, reason.unwrap_or_default())
    }
}

/// A statement in a few words: `35,86% (antaranews.com, 16 Desember 2025)`.
pub fn named(voice: &Voice) -> String {
    format!("{} ({})", figure(&voice.figure), source_line(&voice.source))
}

/// Who brought a version and when: `Siti (siti), 9 Mei 2025, 09.00 WIB`.
fn told(touch: &Touch) -> String {
    let when = wording::moment(versions::seconds(&touch.committed_at));
    if touch.who.is_empty() {
        format!("Bawaan program, {when}")
    } else {
        format!("{}, {when}", touch.who)
    }
}

/// A text as the end of a sentence.
fn stop(text: &str) -> String {
    format!("{}.", text.trim_end().trim_end_matches('.'))
}

fn criterion(why: Why) -> &'static str {
    match why {
        Why::Decision => "keputusan editor",
        Why::Agreed => "semua sumber menyebut angka yang sama",
        Why::Percent => "angka lain tidak memuat persen",
        Why::Authority => "penerbitnya paling berwenang di antara sumber ini",
        Why::Supporters => "angka ini disebut oleh paling banyak sumber",
        Why::Counts => "sumber ini menyebut jumlah peserta dan pekerja",
        Why::Precision => "tanggalnya paling tepat",
        Why::Latest => "terbitan ini yang paling baru",
        Why::Order => "kewenangan dan terbitannya setara, lalu menurut urutan daftar sumber",
    }
}

fn because(report: &ContestReport) -> String {
    let contest = &report.contest;
    let Some(shown) = contest.shown.and_then(|place| contest.voices.get(place)) else {
        return "Tidak ada angka yang berlaku pada tanggal ini.".to_owned();
    };
    match (contest.why, contest.decision()) {
        (Some(Why::Decision), Some(decision)) => {
            format!("Dipakai {}. {}", named(shown), stop(&decision.reason))
        }
        (why, _) => format!(
            "Dipakai {} menurut aturan: {}.",
            named(shown),
            why.map_or("satu-satunya angka", criterion)
        ),
    }
}

fn rule(report: &ContestReport) -> String {
    let contest = &report.contest;
    let Some(voice) = contest.by_rule.and_then(|place| contest.voices.get(place)) else {
        return String::new();
    };
    if contest.decision().is_none() {
        return String::new();
    }
    if contest.by_rule == contest.shown {
        return "Tanpa keputusan, aturan memilih angka yang sama.".to_owned();
    }
    let why = contest.why_by_rule.map_or("satu-satunya angka", criterion);
    format!("Tanpa keputusan, aturan memilih {}: {why}.", named(voice))
}

fn voice_row(voice: &Voice) -> VoiceRow {
    let (statement, source) = (&voice.statement, &voice.source);
    VoiceRow {
        source_id: source.id,
        figure: figure(&voice.figure),
        coverage: voice.figure.coverage.map_or_else(|| UNKNOWN.to_owned(), wording::percent),
        used: false,
        by_rule: false,
        can_be_chosen: false,
        active: count_or_unknown(statement.active),
        workforce: count_or_unknown(statement.workforce),
        date: statement.as_of.map_or_else(|| UNKNOWN.to_owned(), wording::as_of),
        source: format!("{}, terbit {}", source.publisher, published_on(&source.published_on)),
        title: source.title.clone(),
        url: source_url(source),
        authority: source.authority.label(),
        note: statement.note.clone(),
    }
}

/// What ended a decision; with the reason, unless that stands at the decision that followed.
fn ended(report: &ContestReport, touch: &Touch) -> String {
    let next = report.contest.history.iter().any(|one| one.begun.version == touch.version);
    if next || touch.note.is_empty() {
        return told(touch);
    }
    format!("{} Alasan: {}", stop(&told(touch)), touch.note.trim_end_matches('.'))
}

fn decision_row(report: &ContestReport, decision: &Decision) -> DecisionRow {
    let source = report.sources.get(&decision.source_id);
    let figure = report.contest.of_source(decision.source_id).map(|voice| figure(&voice.figure));
    let line = source.map(source_line).unwrap_or_default();
    DecisionRow {
        source: figure.map_or_else(|| line.clone(), |figure| format!("{figure}, {line}")),
        reason: decision.reason.clone(),
        begun: told(&decision.begun),
        version: decision.begun.version,
        ended: decision.ended.as_ref().map(|touch| ended(report, touch)).unwrap_or_default(),
        ended_by: decision.ended.as_ref().map(|touch| touch.version),
    }
}
