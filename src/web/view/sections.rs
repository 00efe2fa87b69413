//! The lower sections of a region page: neighbours, segments, targets, money, rules.

use crate::charts::{BarScale, mini_bar};
use crate::domain::Whose;
use crate::domain::narrative::{self, SegmentShare, Story};
use crate::domain::premium::LOWEST_BPU;
use crate::domain::status::Status;
use crate::domain::{Counts, Level, Percent, wording};
use crate::reports::region::RegionReport;
use crate::reports::rows::Funding;
use crate::reports::rows::Region;
use crate::reports::standing::Judged;
use crate::reports::story::name_of;
use crate::web::filter::{Filter, Key};
use crate::web::markup::Image;

use super::{UNKNOWN, region_path};

/// A region beside others, by its latest figure.
#[derive(Debug)]
pub struct ComparedRow {
    /// The name.
    pub name: String,
    /// Its page.
    pub link: String,
    /// The region of the page.
    pub current: bool,
    /// A small bar with the target.
    pub bar: Image,
    /// Coverage.
    pub coverage: String,
    /// The date of the figure.
    pub date: String,
}

/// The nation, the parent and the neighbours of a region.
#[derive(Debug)]
pub struct Compared {
    /// The finding.
    pub title: String,
    /// Measure and dates.
    pub subtitle: String,
    /// Rows from the nation down; neighbours by coverage.
    pub rows: Vec<ComparedRow>,
    /// Neighbours without a figure: a sentence, and links.
    pub without_data: Option<(String, Vec<(String, String)>)>,
}

impl Compared {
    /// Compares a region with its neighbours; `None` for the nation.
    pub fn new(report: &RegionReport, story: &Story) -> Option<Self> {
        let target = report.standing.judged.as_ref().map(|judged| judged.target.percent);
        let shares = report.peers.iter().filter_map(|row| row.standing.figure?.coverage);
        let scale = BarScale::over(shares.chain(target));
        let row = |region: &Region, standing: &crate::reports::Standing| {
            let figure = standing.figure?;
            let coverage = figure.coverage?;
            Some(ComparedRow {
                name: name_of(region).running().to_owned(),
                link: region_path(&region.code),
                current: region.id == report.region.id,
                bar: Image::new(mini_bar(coverage, target, scale)),
                coverage: wording::percent(coverage),
                date: wording::as_of_short(figure.as_of),
            })
        };
        let nation = report.ancestors.first()?;
        let mut rows: Vec<ComparedRow> =
            report.nation.as_ref().and_then(|standing| row(nation, standing)).into_iter().collect();
        if let (Some(parent), Some(standing)) = (report.ancestors.get(1), &report.parent) {
            rows.extend(row(parent, standing));
        }
        let mut peers: Vec<_> = report.peers.iter().collect();
        peers.sort_by_key(|row| {
            (row.rank.map_or(usize::MAX, |rank| rank.place), row.region.code.clone())
        });
        rows.extend(peers.iter().filter_map(|peer| row(&peer.region, &peer.standing)));
        let without: Vec<(String, String)> = peers
            .iter()
            .filter(|peer| peer.standing.figure.is_none() && peer.region.id != report.region.id)
            .map(|peer| {
                (region_path(&peer.region.code), name_of(&peer.region).running().to_owned())
            })
            .collect();
        let reported = report.peers.len()
            - report.peers.iter().filter(|peer| peer.standing.figure.is_none()).count();
        let reporting = narrative::reporting(reported, report.peers.len(), report.region.level);
        let subtitle = match target {
            Some(target) => format!(
                "{reporting}. Laporan terakhir tiap wilayah, dalam persen; tanggalnya berbeda-beda. \
                 Garis tegak: target {}.",
                wording::percent_trimmed(target)
            ),
            None => format!(
                "{reporting}. Laporan terakhir tiap wilayah, dalam persen; tanggalnya berbeda-beda."
            ),
        };
        Some(Self {
            title: narrative::beside_nation(story)
                .unwrap_or_else(|| "Wilayah lain sebagai pembanding".to_owned()),
            subtitle,
            rows,
            without_data: (!without.is_empty()).then(|| {
                let noun = narrative::words::noun(report.region.level);
                (
                    format!(
                        "{} {noun} lain belum ada data",
                        narrative::words::sentence_case(&narrative::words::number(without.len()))
                    ),
                    without,
                )
            }),
        })
    }
}

/// A segment in the list.
#[derive(Debug)]
pub struct SegmentLine {
    /// The name.
    pub name: String,
    /// The page read for this segment.
    pub link: String,
    /// A small bar.
    pub bar: Image,
    /// Coverage.
    pub coverage: String,
    /// Workers not covered, date.
    pub detail: String,
}

/// The segments of a region.
#[derive(Debug)]
pub struct Segments {
    /// The finding.
    pub title: String,
    /// Measure and dates.
    pub subtitle: String,
    /// One line a segment.
    pub rows: Vec<SegmentLine>,
    /// What is said where nothing was reported.
    pub empty: String,
    /// Remarks.
    pub notes: Vec<String>,
}

impl Segments {
    /// Lists the segments that have a figure at the date of the page.
    pub fn new(report: &RegionReport, filter: &Filter, path: &str) -> Self {
        let shares: Vec<(&str, Percent)> = report
            .segments
            .iter()
            .filter_map(|row| Some((row.segment.name.as_str(), row.figure.coverage?)))
            .collect();
        let scale = BarScale::over(shares.iter().map(|(_, share)| *share));
        let rows = report
            .segments
            .iter()
            .filter_map(|row| {
                let coverage = row.figure.coverage?;
                let date = wording::as_of_short(row.figure.as_of);
                let detail = match row.figure.uncovered() {
                    Some(rest) if rest >= 0 => {
                        let about =
                            if row.figure.counts == Counts::Rounded { "sekitar " } else { "" };
                        format!("{about}{} belum terlindungi, per {date}", wording::count(rest))
                    }
                    _ => format!("per {date}"),
                };
                Some(SegmentLine {
                    name: row.segment.name.clone(),
                    link: filter
                        .link(path)
                        .without(Key::Target)
                        .with(Key::Segmen, row.segment.code.as_str())
                        .to_string(),
                    bar: Image::new(mini_bar(coverage, None, scale)),
                    coverage: wording::percent(coverage),
                    detail,
                })
            })
            .collect();
        let mut notes = Vec::new();
        if shares.iter().any(|(_, share)| *share > Percent::FULL) {
            notes.push(
                "Cakupan di atas 100% terjadi karena pekerja konstruksi didaftarkan melalui \
                 proyek, sehingga dapat melebihi potensi setempat."
                    .to_owned(),
            );
        }
        if shares.len() > 1 {
            notes.push("Segmen dapat saling beririsan, sehingga tidak dijumlahkan.".to_owned());
        }
        notes.extend(report.statements.iter().filter_map(|statement| {
            let only_share = statement.active.is_none() && statement.workforce.is_none();
            let uncovered = statement.uncovered.filter(|_| only_share && !statement.rounded)?;
            narrative::derived_base(uncovered, statement.published?)
        }));
        let list: Vec<SegmentShare<'_>> = shares
            .iter()
            .map(|(name, coverage)| SegmentShare { name, coverage: *coverage })
            .collect();
        Self {
            title: narrative::segments_title(&list),
            subtitle: "Cakupan tiap segmen terhadap potensinya, dalam persen.".to_owned(),
            rows,
            empty: format!(
                "Belum ada rincian penerima upah, bukan penerima upah, dan jasa konstruksi untuk \
                 {} pada tanggal ini. Mintalah rincian itu kepada kantor BPJS Ketenagakerjaan \
                 setempat.",
                name_of(&report.region).running()
            ),
            notes,
        }
    }
}

/// A target in the list.
#[derive(Debug)]
pub struct TargetLine {
    /// Year and basis.
    pub name: String,
    /// The basis in the words of the source.
    pub basis: String,
    /// The page judged by this target.
    pub link: String,
    /// The page is judged by it now.
    pub used: bool,
    /// The share to reach.
    pub percent: String,
    /// Points missing.
    pub gap: String,
    /// The state against it.
    pub status: Status,
}

/// All targets of a region.
#[derive(Debug)]
pub struct TargetList {
    /// The heading.
    pub title: String,
    /// What the list is.
    pub subtitle: String,
    /// One line a target.
    pub rows: Vec<TargetLine>,
    /// Remarks.
    pub notes: Vec<String>,
}

impl TargetList {
    /// Lists the targets with the status each gives.
    pub fn new(report: &RegionReport, story: &Story, filter: &Filter, path: &str) -> Self {
        let used = report.standing.judged.as_ref().map(|judged| judged.target.id);
        let rows: Vec<TargetLine> =
            report.targets.iter().map(|judged| line(judged, used, filter, path)).collect();
        let mut notes = Vec::new();
        if report.targets.iter().all(|judged| judged.whose == Whose::National)
            && report.region.level != Level::Nation
            && !rows.is_empty()
        {
            notes.push(format!(
                "Target {} sendiri belum ditemukan dalam sumber terbuka; yang dipakai target \
                 nasional.",
                name_of(&report.region).running()
            ));
        }
        for target in &report.count_targets {
            let number = target.workers.map(|workers| format!(": {}", wording::count(workers)));
            notes.push(format!(
                "Target {} dalam jumlah pekerja{} ({}). Tanpa persentase, target ini tidak dipakai \
                 untuk status.",
                target.year,
                number.unwrap_or_default(),
                target.basis_text
            ));
        }
        if !report.scope.has_targets() {
            notes.push(
                "Target UCJ berlaku untuk total semua segmen, bukan untuk segmen ini.".to_owned(),
            );
        }
        let subtitle = narrative::status_sentence(story).map_or_else(
            || "Setiap status menyebut dasar dan tenggat targetnya.".to_owned(),
            |sentence| format!("{sentence}."),
        );
        Self { title: "Target dan status".to_owned(), subtitle, rows, notes }
    }
}

fn line(judged: &Judged, used: Option<i32>, filter: &Filter, path: &str) -> TargetLine {
    let target = &judged.target;
    let whose = if judged.whose == Whose::National { "nasional, " } else { "" };
    TargetLine {
        name: format!("{} ({whose}{})", target.year, target.basis.label()),
        basis: target.basis_text.clone(),
        link: filter.link(path).with(Key::Target, target.id).to_string(),
        used: used == Some(target.id),
        percent: wording::percent_trimmed(target.percent),
        gap: judged.gap_points.map_or_else(|| UNKNOWN.to_owned(), wording::points),
        status: judged.status,
    }
}

/// A published statement on money.
#[derive(Debug)]
pub struct MoneyLine {
    /// What and for whom.
    pub title: String,
    /// Payer, period, source.
    pub detail: String,
    /// Workers or rupiah.
    pub figure: String,
}

/// What the premiums cost and who pays.
#[derive(Debug)]
pub struct Money {
    /// The assumption.
    pub subtitle: String,
    /// Workers and rupiah to reach the target and to cover all.
    pub need: Option<Vec<(String, String, String)>>,
    /// What was published.
    pub rows: Vec<MoneyLine>,
    /// Remarks.
    pub notes: Vec<String>,
}

impl Money {
    /// Prices the gap and lists what was published.
    pub fn new(report: &RegionReport, story: &Story) -> Self {
        let mut need = Vec::new();
        let mut price = |what: String, workers: Option<i64>| {
            let Some(workers) = workers.filter(|workers| *workers > 0) else { return };
            if let Some(rupiah) = LOWEST_BPU.budget(workers, 12) {
                need.push((what, wording::count(workers), wording::rupiah_short(rupiah)));
            }
        };
        if let Some(goal) = &story.goal {
            price(format!("Mencapai target {}", goal.target.year), story.gap_in_workers());
        }
        price("Melindungi semua pekerja".to_owned(), story.uncovered());
        let rows: Vec<MoneyLine> =
            report.funding.iter().take(8).map(|row| money_line(report, row)).collect();
        let mut notes = Vec::new();
        if report.funding.is_empty() {
            notes.push(
                "Belum ada pernyataan tentang pendanaan wilayah ini dalam sumber terbuka."
                    .to_owned(),
            );
        } else if report.funding.len() > rows.len() {
            notes.push(format!(
                "{} pernyataan lain ada di halaman pendanaan.",
                report.funding.len() - rows.len()
            ));
        }
        if need.is_empty() && story.goal.is_some() && story.uncovered().is_none() {
            notes.push(
                "Kebutuhan anggaran tidak dihitung karena jumlah pekerja tidak dipublikasikan."
                    .to_owned(),
            );
        }
        Self {
            subtitle: format!(
                "Iuran JKK dan JKM peserta BPU upah terendah: {} per orang per bulan ({}).",
                wording::rupiah(LOWEST_BPU.per_month()),
                LOWEST_BPU.legal_basis
            ),
            need: (!need.is_empty()).then_some(need),
            rows,
            notes,
        }
    }
}

fn money_line(report: &RegionReport, row: &Funding) -> MoneyLine {
    let figure = match (row.workers, row.amount_rp) {
        (Some(workers), Some(amount)) => {
            format!("{} pekerja; {}", wording::count(workers), wording::rupiah_short(amount))
        }
        (Some(workers), None) => format!("{} pekerja", wording::count(workers)),
        (None, Some(amount)) => wording::rupiah_short(amount),
        (None, None) => UNKNOWN.to_owned(),
    };
    let source = report.sources.get(&row.source_id).map(super::source_line).unwrap_or_default();
    let mut detail = vec![
        super::labels::funding_group(row),
        row.payer_text.clone(),
        row.period.map_or_else(String::new, wording::period),
        source,
    ];
    detail.retain(|part| !part.is_empty());
    MoneyLine { title: row.kind.label().to_owned(), detail: detail.join("; "), figure }
}
