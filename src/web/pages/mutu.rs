//! `/mutu`: whether the figures are there, in time and sound.

use std::collections::HashSet;

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::narrative::{self, Kpi, Usable, words};
use crate::domain::series::{MAX_AGE_DAYS, STALE_DAYS};
use crate::domain::{Level, Percent, RegionCode, wording};
use crate::import::Said;
use crate::reports::quality::{self, QualityReport};
use crate::reports::scope;
use crate::reports::story::name_of;
use crate::web::Error;
use crate::web::filter::{BadInput, Key};
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::view::choices::{Choice, asked, report_error};
use crate::web::view::quality::{
    BaseRow, Completeness, Findings, MAX_BASES, MAX_TOLD, SIGNS, Sign, SumRow, Told, bases,
    list_path, sums, told,
};
use crate::web::view::{UNKNOWN, region_path};

/// What a section finds, and how to read it.
struct Heading {
    title: String,
    sub: String,
}

#[derive(Template)]
#[template(path = "mutu.html")]
struct QualityPage {
    layout: Layout,
    /// Name and page of the region, where it is not the nation.
    region: Option<(String, String)>,
    /// The list of the region.
    list: String,
    per: String,
    reach: String,
    regions: Vec<Choice>,
    segments: Vec<Choice>,
    months: Vec<Choice>,
    date_iso: String,
    answer: String,
    lead: String,
    kpi: [Kpi; 4],
    arrived: Heading,
    signs: [Sign; 5],
    completeness: Completeness,
    findings_head: Heading,
    findings: Findings,
    told: Vec<Told>,
    told_note: String,
    bases_head: Heading,
    bases: Vec<BaseRow>,
    bases_note: String,
    sums_head: Heading,
    /// Those that differ, and those that do not.
    sums: (Vec<SumRow>, Vec<SumRow>),
    disputes: Heading,
}

/// Shows the quality of the figures of the nation or a province.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|reader, context| {
        let code = &context.filter.region;
        let settled = |answers: &str| Said::read(answers).settled();
        let asked = asked(&context.filter);
        let report = quality::load(reader, code, &asked, &context.measure, settled)
            .map_err(|error| not_listed(error, code))?;
        Ok(build(&report, context))
    })
    .await
}

/// A region that there is not is a parameter that names nothing.
fn not_listed(error: scope::Error, code: &RegionCode) -> Error {
    let bad = BadInput::new(Key::Wilayah, code.as_str(), "bukan provinsi yang dikenal")
        .expected("Pilih provinsi dari daftar di halaman ini.");
    match error {
        scope::Error::NoSuchRegion(_) => bad.into(),
        scope::Error::Moved { current, .. } => bad.nearest(Some(current.to_string())).into(),
        other => report_error(other),
    }
}

fn build(report: &QualityReport, context: &Context) -> QualityPage {
    let scope = &report.scope;
    let level = report.region.level.below().unwrap_or(Level::Regency);
    let doubtful: HashSet<i32> = report.doubts.iter().map(|doubt| doubt.region_id).collect();
    let usable = Usable {
        level,
        regions: report.parts.len(),
        with_figure: report.with_figure(),
        stale: report.stale(),
        findings: report.doubts.len(),
        doubtful: doubtful.len(),
    };
    let is_nation = report.region.level == Level::Nation;
    let bases_shown = bases(report);
    let answer = narrative::usable_title(&usable);
    QualityPage {
        layout: context.layout(format!("Mutu data {}", report.region.full_name), answer.clone()),
        region: (!is_nation)
            .then(|| (report.region.full_name.clone(), region_path(&report.region.code))),
        list: list_path(&report.region),
        per: wording::date(scope.date),
        reach: format!("{}, {}", scope.segment.name, reach(level)),
        regions: region_choices(report),
        segments: scope
            .segments
            .iter()
            .map(|s| Choice::new(s.code.as_str(), s.name.clone(), scope.segment.code.as_str()))
            .collect(),
        months: month_choices(context),
        date_iso: scope.date.to_string(),
        answer,
        lead: format!(
            "Dinilai per {}. Angka yang lebih lama dari {MAX_AGE_DAYS} hari tidak lagi dihitung. Angka \
             yang belum ada bukan nol, dan tidak ikut dijumlahkan atau diperingkatkan. Kirim daftar \
             permintaan ke daerah sebelum rapat.",
            wording::date(scope.date)
        ),
        kpi: kpi(report, &usable),
        arrived: arrived(report, level),
        signs: SIGNS,
        completeness: Completeness::new(report),
        findings_head: findings(report, doubtful.len()),
        findings: Findings::new(report),
        told: told(report),
        told_note: match report.doubts.len().saturating_sub(MAX_TOLD) {
            0 => String::new(),
            rest => format!(
                "{} temuan lain ada di daftar wilayahnya.",
                wording::count(as_count(rest).unwrap_or_default())
            ),
        },
        bases_head: base_changes(report),
        bases_note: match report.bases.len() - bases_shown.len() {
            0 => String::new(),
            rest => format!(
                "Ditampilkan {MAX_BASES} perubahan terbesar; {} lainnya lebih kecil.",
                words::number(rest)
            ),
        },
        bases: bases_shown,
        sums_head: against_sums(report),
        sums: sums(report),
        disputes: disputes(report),
    }
}

fn arrived(report: &QualityReport, level: Level) -> Heading {
    let segment = &report.scope.segment;
    let what = if segment.code.is_total() {
        "angka cakupan".to_owned()
    } else {
        format!("angka segmen {}", segment.name)
    };
    Heading {
        title: narrative::arrived_title(report.tally()),
        sub: format!(
            "Diharapkan satu {what} untuk tiap akhir bulan dari tiap {}, paling lambat {} hari \
             sesudahnya. Angka dari tanggal mana pun dalam bulan itu dihitung masuk; angka yang \
             hanya menyebut tahun tidak. Waktu masuk: hari terbit sumbernya atau hari impornya, \
             mana yang lebih dulu. Jumlah dari bagian tidak dihitung sebagai laporan, dan laporan {} \
             sendiri tidak ikut dijumlahkan.",
            words::noun(level),
            report.measure.expectation.due_days,
            name_of(&report.region).running()
        ),
    }
}

fn findings(report: &QualityReport, regions: usize) -> Heading {
    Heading {
        title: match report.doubts.len() {
            0 => "Tidak ada temuan terbuka".to_owned(),
            some => format!(
                "{} temuan terbuka di {} wilayah",
                words::sentence_case(&words::number(some)),
                words::number(regions)
            ),
        },
        sub: format!(
            "Angka terbaru tiap segmen yang tidak lebih lama dari {MAX_AGE_DAYS} hari, dibandingkan \
             dengan angka sebelumnya, dengan jumlah bagiannya, dan dengan sumber lain. Aturannya \
             sama dengan pemeriksaan impor.{}",
            match report.accepted.len() {
                0 => String::new(),
                some => format!(
                    " {} temuan lain sudah diterima dengan alasan, yang tertulis di daftar \
                     wilayahnya.",
                    words::sentence_case(&words::number(some))
                ),
            }
        ),
    }
}

fn base_changes(report: &QualityReport) -> Heading {
    Heading {
        title: match report.bases.len() {
            0 => "Tidak ada pembagi yang berubah".to_owned(),
            some => format!(
                "{} perubahan pembagi dalam {} bulan terakhir",
                words::sentence_case(&words::number(some)),
                report.months.len()
            ),
        },
        sub: format!(
            "Angkatan kerja yang berubah lebih dari {} antara dua angka berurutan. Cakupan dapat \
             berubah tanpa ada peserta yang bertambah atau berkurang. Mungkin diperbarui: selisihnya \
             masih mungkin untuk pembagi yang sama. Mungkin pembagi lain: selisihnya terlalu besar \
             untuk itu. Yang pasti hanya dari sumbernya. Dihitung: sumbernya hanya menyebut peserta \
             dan persen.",
            wording::percent_trimmed(report.measure.limits.base)
        ),
    }
}

fn disputes(report: &QualityReport) -> Heading {
    Heading {
        title: match report.disputed {
            0 => "Tidak ada angka yang berbeda antarsumber".to_owned(),
            some => format!(
                "{} angka berbeda antarsumber dalam {} bulan terakhir",
                words::sentence_case(&words::number(some)),
                report.months.len()
            ),
        },
        sub: format!(
            "Seluruhnya tercatat {} kelompok angka yang berbeda, untuk semua wilayah, segmen, dan \
             tanggal.",
            words::number(report.register)
        ),
    }
}

fn reach(level: Level) -> &'static str {
    match level {
        Level::Province => "menurut provinsi",
        _ => "menurut kabupaten/kota",
    }
}

fn region_choices(report: &QualityReport) -> Vec<Choice> {
    let current = report.region.code.as_str();
    let one = |code: &RegionCode, name: &str| Choice::new(code.as_str(), name, current);
    std::iter::once(one(&RegionCode::nation(), "Semua provinsi"))
        .chain(report.provinces.iter().map(|province| one(&province.code, &province.name)))
        .collect()
}

/// The spans that are offered, and the one of the page.
fn month_choices(context: &Context) -> Vec<Choice> {
    let current = context.measure.expectation.months;
    let mut offered = vec![6, 12, 24, current];
    offered.sort_unstable();
    offered.dedup();
    offered
        .into_iter()
        .map(|months| {
            Choice::new(months.to_string(), format!("{months} bulan"), &current.to_string())
        })
        .collect()
}

fn kpi(report: &QualityReport, usable: &Usable) -> [Kpi; 4] {
    let tally = report.tally();
    let noun = words::noun(usable.level);
    let share = as_count(tally.arrived()).zip(as_count(tally.expected()));
    let share = share.and_then(|(arrived, expected)| Percent::of(arrived, expected));
    let item = |label: &str, figure: String, unit: &str, note: String| Kpi {
        label: label.to_owned(),
        figure,
        unit: unit.to_owned(),
        note,
    };
    [
        item(
            "Memiliki angka",
            usable.with_figure.to_string(),
            &format!("dari {} {noun}", usable.regions),
            match usable.stale {
                0 => format!("tidak ada yang lebih lama dari {STALE_DAYS} hari"),
                some => format!("{} lebih lama dari {STALE_DAYS} hari", words::number(some)),
            },
        ),
        item(
            "Angka bulanan yang masuk",
            share.map_or_else(|| UNKNOWN.to_owned(), |share| wording::percent_short(share) + "%"),
            "",
            match tally.arrived() {
                0 => format!("belum ada dari {}", tally.expected()),
                some => format!(
                    "{some} dari {}: {} tepat waktu, {} terlambat, {} tidak diketahui waktunya",
                    tally.expected(),
                    tally.on_time,
                    tally.late,
                    tally.undated
                ),
            },
        ),
        item(
            "Temuan terbuka",
            usable.findings.to_string(),
            "",
            match usable.doubtful {
                0 => "semua segmen, angka terbaru".to_owned(),
                some => format!("di {} wilayah, semua segmen", words::number(some)),
            },
        ),
        item(
            "Berbeda antarsumber",
            report.disputed.to_string(),
            "",
            format!("angka dalam {} bulan terakhir", report.months.len()),
        ),
    ]
}

fn as_count(number: usize) -> Option<i64> {
    i64::try_from(number).ok()
}

fn against_sums(report: &QualityReport) -> Heading {
    let off = report.sums.iter().filter(|beside| beside.off).count();
    let with_parts = std::iter::once(&report.own).chain(&report.parts);
    let with_parts = with_parts.filter(|row| row.region.parts > 0).count();
    let verdict = match off {
        0 => "semuanya cocok".to_owned(),
        some => format!("{} berbeda", words::number(some)),
    };
    let title = match report.sums.len() {
        0 => "Induk belum dapat dibandingkan dengan jumlah bagiannya".to_owned(),
        some => words::sentence_case(&format!(
            "{} dari {} induk dapat dibandingkan dengan jumlah bagiannya; {verdict}",
            words::number(some),
            words::number(with_parts)
        )),
    };
    let sub = "Peserta aktif wilayah dan jumlah semua bagiannya, pada tanggal terakhir ketika \
               keduanya diketahui.";
    Heading { title, sub: sub.to_owned() }
}
