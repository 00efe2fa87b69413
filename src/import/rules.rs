//! The rules that hold a figure against itself, its past and its neighbours.
//!
//! They find; they never change. What a rule finds doubtful may be true (coverage above 100% is),
//! so all but impossible values go in when somebody says why.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::finding::{Finding, Findings, Rule, Severity};
use super::places::Places;
use crate::db::statements::Statement;
use crate::domain::wording::{count, date, percent, points};
use crate::domain::{Figure, Kind, Percent, Points, Target};

/// From where on something is doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    /// R1: between the printed percent and that of the counts.
    pub printed: Points,
    /// R4, R5: between a sum and its whole, in hundredths of a percent of the whole.
    pub sum: Percent,
    /// R7: within 30 days.
    pub jump: Points,
    /// R8: of the base, in hundredths of a percent.
    pub base: Percent,
    /// R12: a base smaller or larger than the one before by this factor, in hundredths.
    pub other_base: i64,
    /// R13: between a value and the share of the target that it may be.
    pub share: Points,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            printed: Points(1),
            sum: Percent(50),
            jump: Points(500),
            base: Percent(300),
            other_base: 150,
            share: Points(100),
        }
    }
}

/// A statement of the file, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub line: u32,
    /// What it says.
    pub statement: Statement,
}

/// What the database knows about a region and segment.
pub struct Known<'a> {
    /// All statements of today.
    pub statements: &'a [Statement],
    /// The figures that are shown, by date.
    pub figures: &'a [Figure],
    /// The targets of the region; empty for a segment that has none.
    pub targets: &'a [Target],
    /// What a source is called.
    pub source: &'a dyn Fn(i32) -> String,
}

/// Holds a statement against itself: R1, R2, R3 and the date.
pub fn alone(entry: &Entry, today: NaiveDate, limits: &Thresholds, findings: &mut Findings) {
    let statement = &entry.statement;
    let line = entry.line;
    if let Some(as_of) = statement.as_of
        && as_of.date > today
    {
        let text = format!("tanggal data {} belum lewat.", date(as_of.date));
        findings.push(
            Finding::new(line, Rule::R11, Severity::Refuse, text).so("Periksa tahun dan bulannya."),
        );
    }
    let (Some(active), Some(workforce)) = (statement.active, statement.workforce) else { return };
    let exact = !statement.rounded;
    if statement.kind != Kind::Active {
        return;
    }
    let computed = Percent::of(active, workforce);
    if let (Some(computed), Some(printed), true) = (computed, statement.published, exact)
        && computed.minus(printed).0.abs() > limits.printed.0
    {
        let text = format!(
            "persen tertulis {}, sedangkan {} dari {} adalah {}.",
            percent(printed),
            count(active),
            count(workforce),
            percent(computed)
        );
        findings.push(
            Finding::new(line, Rule::R1, Severity::Warn, text).so(
                "Periksa ketiganya; yang ditampilkan dihitung dari jumlah peserta dan pekerja.",
            ),
        );
    }
    if active > workforce {
        let text = format!(
            "peserta aktif {} lebih besar daripada pekerja dalam semesta {}.",
            count(active),
            count(workforce)
        );
        findings.push(Finding::new(line, Rule::R2, Severity::Warn, text));
    }
    if let Some(uncovered) = statement.uncovered
        && exact
        && workforce - active != uncovered
    {
        let text = format!(
            "belum terlindungi tertulis {}, sedangkan {} dikurangi {} adalah {}.",
            count(uncovered),
            count(workforce),
            count(active),
            count(workforce - active)
        );
        findings.push(Finding::new(line, Rule::R3, Severity::Warn, text));
    }
}

/// Holds the statements of one region and segment, by date, against what is known: R7, R8, R12, R13
/// and R14, and a date that is older than the latest one.
pub fn against(
    entries: &[Entry],
    name: &str,
    known: &Known,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    let own: Vec<(u32, Figure)> =
        entries.iter().filter_map(|entry| Some((entry.line, entry.statement.figure()?))).collect();
    let mut series: Vec<Figure> = known
        .figures
        .iter()
        .filter(|figure| {
            own.binary_search_by_key(&figure.as_of.date, |(_, new)| new.as_of.date).is_err()
        })
        .copied()
        .collect();
    let latest = series.last().map(|figure| figure.as_of.date);
    series.extend(own.iter().map(|(_, figure)| *figure));
    series.sort_by_key(|figure| figure.as_of.date);
    for (line, figure) in &own {
        if let Some(latest) = latest
            && figure.as_of.date < latest
        {
            let text = format!(
                "tanggal data {} lebih lama daripada data {name} terakhir, {}.",
                date(figure.as_of.date),
                date(latest)
            );
            findings.push(Finding::new(*line, Rule::R11, Severity::Inform, text));
        }
        let at = series.partition_point(|other| other.as_of.date < figure.as_of.date);
        let before = series[..at].iter().rfind(|other| other.coverage.is_some());
        if let Some(before) = before {
            jumps(*line, figure, before, name, limits, findings);
            share_of_target(*line, figure, before, known.targets, limits, findings);
        }
    }
    for entry in entries {
        swapped(entry, known, findings);
    }
}

fn jumps(
    line: u32,
    figure: &Figure,
    before: &Figure,
    name: &str,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    let days = (figure.as_of.date - before.as_of.date).num_days().max(1);
    if let (Some(now), Some(then)) = (figure.coverage, before.coverage) {
        let change = now.minus(then);
        let allowed = i64::from(limits.jump.0) * days.max(30) / 30;
        if i64::from(change.0.abs()) > allowed {
            let verb = if change.0 > 0 { "naik" } else { "turun" };
            let text = format!(
                "cakupan {name} {verb} {} dalam {days} hari, dari {} menjadi {}.",
                points(Points(change.0.abs())),
                percent(then),
                percent(now)
            );
            findings.push(
                Finding::new(line, Rule::R7, Severity::Warn, text).so("Apakah angka ini benar?"),
            );
        }
    }
    if let (Some(now), Some(then)) = (figure.base(), before.base())
        && then > 0
    {
        let change = (now - then).abs();
        let ratio = now.max(then) * 100 / now.min(then).max(1);
        if ratio > limits.other_base {
            let text = format!(
                "pekerja dalam semesta {} tidak sebanding dengan {} pada laporan sebelumnya.",
                count(now),
                count(then)
            );
            findings.push(
                Finding::new(line, Rule::R12, Severity::Warn, text)
                    .so("Periksa apakah pembagi atau satuannya sama."),
            );
        } else if change * 10_000 > then * i64::from(limits.base.0) {
            let text = format!(
                "pekerja dalam semesta berubah dari {} menjadi {}.",
                count(then),
                count(now)
            );
            findings.push(Finding::new(line, Rule::R8, Severity::Warn, text));
        }
    }
}

/// R13: a percent without counts that is near what the coverage before is of a target.
fn share_of_target(
    line: u32,
    figure: &Figure,
    before: &Figure,
    targets: &[Target],
    limits: &Thresholds,
    findings: &mut Findings,
) {
    let (Some(now), Some(then)) = (figure.coverage, before.coverage) else { return };
    if figure.active.is_some() || now.minus(then).0.abs() <= limits.jump.0 {
        return;
    }
    let year = figure.as_of.calendar_year();
    let near = targets.iter().filter(|target| target.year == year).find_map(|target| {
        let share = Percent::of(i64::from(then.0), i64::from(target.percent.0))?;
        (share.minus(now).0.abs() <= limits.share.0).then_some((target, share))
    });
    if let Some((target, share)) = near {
        let text = format!(
            "{} mungkin capaian terhadap target {year} ({}), bukan cakupan: {} adalah {} dari target itu.",
            percent(now),
            percent(target.percent),
            percent(then),
            percent(share)
        );
        findings.push(
            Finding::new(line, Rule::R13, Severity::Warn, text)
                .so("Bila benar capaian target, nyatakan jenis angkanya."),
        );
    }
}

/// R14: the same number with two neighbouring digits swapped.
fn swapped(entry: &Entry, known: &Known, findings: &mut Findings) {
    let own = &entry.statement;
    let day = |statement: &Statement| statement.as_of.map(|as_of| as_of.date);
    // By date, the undated first.
    let from = known.statements.partition_point(|other| day(other) < day(own));
    let others = known.statements[from..].iter().take_while(|other| day(other) == day(own));
    let others = others.filter(|other| other.source_id != own.source_id && other.kind == own.kind);
    for other in others {
        let percents = own
            .published
            .zip(other.published)
            .filter(|(a, b)| is_swapped(i64::from(a.0), i64::from(b.0)));
        let counts = [(own.active, other.active), (own.workforce, other.workforce)]
            .into_iter()
            .filter_map(|(a, b)| a.zip(b))
            .find(|(a, b)| is_swapped(*a, *b));
        let pair = percents
            .map(|(a, b)| (percent(a), percent(b)))
            .or_else(|| counts.map(|(a, b)| (count(a), count(b))));
        if let Some((here, there)) = pair {
            let text = format!(
                "{here} di berkas ini, {there} menurut {}: dua angka tertukar tempat.",
                (known.source)(other.source_id)
            );
            findings.push(
                Finding::new(entry.line, Rule::R14, Severity::Warn, text)
                    .so("Bandingkan dengan dokumen aslinya."),
            );
            return;
        }
    }
}

/// Whether two numbers differ only in two neighbouring digits that stand in each other's place.
pub(super) fn is_swapped(a: i64, b: i64) -> bool {
    let (a, b) = (a.to_string().into_bytes(), b.to_string().into_bytes());
    if a.len() != b.len() || a.len() < 3 {
        return false;
    }
    let differing: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    matches!(differing[..], [first, second]
        if second == first + 1 && a[first] == b[second] && a[second] == b[first])
}

/// Holds the statements of the file against each other: R4, R5 and R6.
///
/// `entries` are in the order of region, segment and date.
pub fn together(
    entries: &[Entry],
    places: &Places,
    segments: &HashMap<i32, String>,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    parts(entries, places, limits, findings);
    sums_of_segments(entries, segments, limits, findings);
}

fn counted(entry: &Entry) -> Option<(NaiveDate, i64)> {
    let figure = entry.statement.figure()?;
    Some((figure.as_of.date, figure.active?))
}

/// R4: all parts of a region are in the file, and do not add up to it.
fn parts(entries: &[Entry], places: &Places, limits: &Thresholds, findings: &mut Findings) {
    let mut sums: HashMap<(i32, i32, NaiveDate), (i64, i32)> = HashMap::new();
    for entry in entries {
        let parent = places.region(entry.statement.region_id).and_then(|named| named.parent_id);
        if let (Some(parent), Some((day, active))) = (parent, counted(entry)) {
            let sum = sums.entry((parent, entry.statement.segment_id, day)).or_default();
            sum.0 += active;
            sum.1 += 1;
        }
    }
    for entry in entries {
        let Some((day, active)) = counted(entry) else { continue };
        let key = (entry.statement.region_id, entry.statement.segment_id, day);
        let Some((sum, reported)) = sums.get(&key) else { continue };
        let all = places.parts(entry.statement.region_id);
        if *reported == all && is_off(*sum, active, limits.sum) {
            let text = format!(
                "peserta aktif {}, sedangkan jumlah {all} wilayah di bawahnya {}.",
                count(active),
                count(*sum)
            );
            findings.push(Finding::new(entry.line, Rule::R4, Severity::Warn, text));
        }
    }
}

/// R5 and R6: the segments of a region at a date against its total.
fn sums_of_segments(
    entries: &[Entry],
    segments: &HashMap<i32, String>,
    limits: &Thresholds,
    findings: &mut Findings,
) {
    /// Line and participants by segment.
    type Segments<'a> = HashMap<&'a str, (u32, i64)>;
    let mut groups: HashMap<(i32, NaiveDate), Segments> = HashMap::new();
    for entry in entries {
        let code = segments.get(&entry.statement.segment_id).map(String::as_str);
        if let (Some(code), Some((day, active))) = (code, counted(entry)) {
            let group = groups.entry((entry.statement.region_id, day)).or_default();
            group.insert(code, (entry.line, active));
        }
    }
    let mut found = Vec::new();
    for group in groups.values() {
        let Some((line, total)) = group.get("total").copied() else { continue };
        let of = |code: &str| group.get(code).map(|(_, active)| *active);
        if let (Some(pu), Some(bpu), Some(jakon)) = (of("pu"), of("bpu"), of("jakon")) {
            let sum = pu + bpu + jakon + of("pmi").unwrap_or_default();
            if is_off(sum, total, limits.sum) {
                found.push((
                    line,
                    Rule::R5,
                    format!(
                        "peserta aktif semua segmen {}, sedangkan jumlah segmen di berkas ini {}.",
                        count(total),
                        count(sum)
                    ),
                ));
            }
        } else if let (Some(pu), Some(bpu)) = (of("pu"), of("bpu"))
            && pu + bpu > total
        {
            found.push((
                line,
                Rule::R6,
                format!(
                    "penerima upah {} dan bukan penerima upah {} bersama melebihi total {}.",
                    count(pu),
                    count(bpu),
                    count(total)
                ),
            ));
        }
    }
    found.sort();
    for (line, rule, text) in found {
        findings.push(Finding::new(line, rule, Severity::Warn, text));
    }
}

fn is_off(sum: i64, whole: i64, allowed: Percent) -> bool {
    (sum - whole).abs() * 10_000 > whole.max(1) * i64::from(allowed.0)
}
