//! `/target`: target paths by basis, and what each demands.

use actix_web::HttpResponse;
use askama::Template;

use crate::charts::{Size, TargetMark, Trend, trend};
use crate::domain::narrative::words;
use crate::domain::pace::Pace;
use crate::domain::{Basis, Status, wording};
use crate::reports::standing::{Judged, Standing};
use crate::reports::story::name_of;
use crate::reports::targets::{self, TargetRow, TargetsReport};
use crate::web::Error;
use crate::web::layout::Layout;
use crate::web::markup::Image;
use crate::web::page::{Context, Page};
use crate::web::view::choices::{Choice, asked, report_error};
use crate::web::view::lists::{PageLink, beyond, level_choices, page_links, read_level};
use crate::web::view::parts::gap_text;
use crate::web::view::{UNKNOWN, region_path};

/// The national trend with the targets of the nation.
struct TargetChart {
    title: String,
    subtitle: String,
    wide: Image,
    narrow: Image,
    source: String,
}

/// A target and what it demands.
struct TargetLine {
    basis: String,
    detail: String,
    year: String,
    target: String,
    points: String,
    workers: String,
    monthly: String,
    yearly: String,
    status: Option<Status>,
}

/// The targets of the nation.
struct National {
    subtitle: String,
    rows: Vec<TargetLine>,
}

/// A region with targets.
struct RegionLine {
    name: String,
    link: String,
    coverage: String,
    date: String,
    targets: Vec<TargetLine>,
}

/// The targets of the regions.
struct Regional {
    title: String,
    subtitle: String,
    rows: Vec<RegionLine>,
}

#[derive(Template)]
#[template(path = "target.html")]
struct TargetPage {
    layout: Layout,
    per: String,
    summary: String,
    lead: &'static str,
    chart: TargetChart,
    reading: Vec<String>,
    national: National,
    regional: Regional,
    levels: Vec<Choice>,
    date_iso: String,
    newest_iso: String,
    pages: Vec<PageLink>,
}

/// Shows the targets.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    let level = read_level(page.filter())?;
    page.show(move |reader, context| {
        let number = context.filter.page as usize;
        let report =
            targets::load(reader, &asked(&context.filter), level, number).map_err(report_error)?;
        if number > report.pages {
            return Err(beyond(number, report.pages));
        }
        Ok(build(&report, context))
    })
    .await
}

fn build(report: &TargetsReport, context: &Context) -> TargetPage {
    let noun = words::noun(report.level);
    let date = report.scope.date;
    let counts = report.nation.counts.len();
    TargetPage {
        layout: context
            .layout(
                "Target",
                "Target cakupan menurut dasar, dan laju yang dibutuhkan masing-masing.",
            )
            .menu("/target"),
        per: wording::date(date),
        summary: format!("{} target nasional", report.nation.targets.len() + counts),
        lead: "Tiga sistem target berlaku berdampingan: rencana pembangunan nasional (RPJPN, RPJMN, \
               RKP), target tahunan Kemendagri, dan target daerah. Satu angka dapat melampaui yang \
               satu dan jauh di bawah yang lain, sehingga setiap status menyebut dasarnya.",
        chart: chart(report),
        reading: reading(&report.nation),
        national: National {
            subtitle: format!(
                "Dihitung dari {} menuju 31 Desember tahun target, lurus dalam poin.",
                figure_words(&report.nation.row.standing)
            ),
            rows: lines(&report.nation),
        },
        regional: Regional {
            title: format!(
                "{} dari {} {noun} punya target yang tercatat",
                report.with_targets, report.expected
            ),
            subtitle: "Hanya target yang ditemukan dalam sumber terbuka; wilayah lain dinilai \
                       terhadap target nasional."
                .to_owned(),
            rows: report.regions.iter().map(region_line).collect(),
        },
        levels: level_choices(report.level),
        date_iso: date.to_string(),
        newest_iso: report.scope.newest.to_string(),
        pages: page_links(&context.filter, "/target", report.page, report.pages),
    }
}

/// The figure that all lines of a region are counted from.
fn figure_words(standing: &Standing) -> String {
    match standing.figure.and_then(|figure| Some((figure.coverage?, figure.as_of))) {
        Some((coverage, as_of)) => {
            format!("cakupan {} ({})", wording::percent(coverage), wording::as_of(as_of))
        }
        None => "cakupan yang belum ada datanya".to_owned(),
    }
}

fn chart(report: &TargetsReport) -> TargetChart {
    let standing = &report.nation.row.standing;
    let figures = standing.series.up_to(report.scope.date);
    let mut marks: Vec<TargetMark> = Vec::new();
    for judged in &report.nation.targets {
        let target = &judged.target;
        if target.basis == Basis::Other || marks.iter().any(|mark| mark.percent == target.percent) {
            continue;
        }
        marks.push(TargetMark {
            year: target.year,
            percent: target.percent,
            label: format!(
                "{} {}: {}",
                target.basis.label(),
                target.year,
                wording::percent_trimmed(target.percent)
            ),
        });
    }
    let last = standing.judged.as_ref();
    let chosen = last.and_then(|judged| {
        marks
            .iter()
            .position(|m| (m.year, m.percent) == (judged.target.year, judged.target.percent))
    });
    let picture = Trend {
        id: "target-nasional",
        title: "Cakupan nasional dan target-targetnya",
        desc: &format!(
            "Cakupan nasional {}; target: {}.",
            figure_words(standing),
            words::list(&marks.iter().map(|m| m.label.clone()).collect::<Vec<_>>())
        ),
        name: "Indonesia",
        figures,
        reference: None,
        targets: marks,
        chosen_target: chosen,
        projection: None,
        breaks: Vec::new(),
        page_date: report.scope.date,
    };
    TargetChart {
        title: title(&report.nation),
        subtitle:
            "Peserta aktif per angkatan kerja Indonesia, dalam persen; target pada 31 Desember \
                   tahunnya."
                .to_owned(),
        wide: Image::new(trend(&picture, Size::Wide)),
        narrow: Image::new(trend(&picture, Size::Narrow)),
        source: "Sumber angka dan target: lihat halaman Nasional dan daftar sumber.".to_owned(),
    }
}

/// Which of the targets that are still to come are reached.
fn title(nation: &TargetRow) -> String {
    let reached = |judged: &&Judged| judged.status == Status::Achieved;
    let names = |reached: Vec<&Judged>| {
        let mut names: Vec<String> = reached
            .iter()
            .map(|j| format!("{} {}", j.target.basis.label(), j.target.year))
            .collect();
        names.dedup();
        names
    };
    let above = names(nation.targets.iter().filter(reached).collect());
    let all = nation.targets.len();
    match above.as_slice() {
        _ if nation.row.standing.figure.is_none() => {
            "Belum ada angka nasional pada tanggal ini".to_owned()
        }
        [] => "Belum satu pun target nasional tercapai".to_owned(),
        names if names.len() == all => "Semua target nasional tercapai".to_owned(),
        names => format!("Di atas target {}, di bawah yang lain", words::list(names)),
    }
}

fn reading(nation: &TargetRow) -> Vec<String> {
    let mut paragraphs = vec![
        "Wajik menandai 31 Desember tahun target. Garis titik-titik adalah jalur yang dibutuhkan \
         menuju target yang dipakai halaman Nasional."
            .to_owned(),
    ];
    if let Some(judged) = &nation.row.standing.judged {
        paragraphs.push(format!(
            "Halaman Nasional memakai target {} {} ({}).",
            judged.target.year,
            wording::percent_trimmed(judged.target.percent),
            judged.target.basis.label()
        ));
    }
    paragraphs.push(
        "Target jauh, seperti 2045, tidak digambar sampai tahunnya supaya data tetap terbaca; \
         angkanya ada di tabel."
            .to_owned(),
    );
    paragraphs
}

/// The targets of a region as lines, those in workers only at the end.
fn lines(row: &TargetRow) -> Vec<TargetLine> {
    let standing = &row.row.standing;
    let percents = row.targets.iter().map(|judged| {
        let target = &judged.target;
        let needed = judged.needed.filter(|pace| pace.points.0 > 0);
        TargetLine {
            basis: target.basis.label().to_owned(),
            detail: detail(&target.basis_text, &target.note),
            year: target.year.to_string(),
            target: wording::percent_trimmed(target.percent),
            points: judged.gap_points.map_or_else(|| UNKNOWN.to_owned(), wording::points),
            workers: gap_text(judged.gap_workers, standing.figure),
            monthly: pace_text(needed, Pace::points_per_month),
            yearly: pace_text(needed.filter(|pace| pace.days >= 365), Pace::points_per_year),
            status: Some(judged.status),
        }
    });
    let counts = row.counts.iter().map(|target| TargetLine {
        basis: target.basis.label().to_owned(),
        detail: detail(&target.basis_text, &target.note),
        year: target.year.to_string(),
        target: match target.workers {
            Some(workers) => format!("{} pekerja", wording::count(workers)),
            None => "lihat keterangan".to_owned(),
        },
        points: UNKNOWN.to_owned(),
        workers: UNKNOWN.to_owned(),
        monthly: UNKNOWN.to_owned(),
        yearly: UNKNOWN.to_owned(),
        status: None,
    });
    percents.chain(counts).collect()
}

/// The basis in the words of its source, and the remark on it.
fn detail(basis: &str, note: &str) -> String {
    if note.is_empty() { basis.to_owned() } else { format!("{basis}. {note}") }
}

fn pace_text(pace: Option<Pace>, per: impl Fn(&Pace) -> crate::domain::Points) -> String {
    pace.map_or_else(|| UNKNOWN.to_owned(), |pace| wording::points(per(&pace)))
}

fn region_line(row: &TargetRow) -> RegionLine {
    let standing = &row.row.standing;
    RegionLine {
        name: name_of(&row.row.region).running().to_owned(),
        link: region_path(&row.row.region.code),
        coverage: standing
            .figure
            .and_then(|figure| figure.coverage)
            .map_or_else(|| UNKNOWN.to_owned(), wording::percent),
        date: standing
            .figure
            .map_or_else(|| "belum ada data".to_owned(), |f| wording::as_of_short(f.as_of)),
        targets: lines(row),
    }
}
