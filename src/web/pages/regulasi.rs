//! `/regulasi`: the rules of the nation and the regulation ladder of each province.

use std::collections::HashMap;

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::Level;
use crate::reports::regulation::{self, RegulationReport};
use crate::reports::rows::Regulation;
use crate::web::Error;
use crate::web::layout::Layout;
use crate::web::page::{Context, Page};
use crate::web::view::choices::report_error;
use crate::web::view::labels::rule_title;
use crate::web::view::{region_path, source_line};

/// A rule.
struct RuleRow {
    region: String,
    link: String,
    name: String,
    meaning: String,
    source: String,
}

/// A province on the ladder.
struct LadderRow {
    name: String,
    link: String,
    /// What stands on each rung; empty where nothing is recorded.
    rungs: Vec<String>,
    /// Rules of its kabupaten/kota.
    below: String,
}

/// The ladder of the provinces.
struct Ladder {
    title: String,
    subtitle: &'static str,
    rungs: [&'static str; 4],
    rows: Vec<LadderRow>,
    note: String,
}

#[derive(Template)]
#[template(path = "regulasi.html")]
struct RegulationPage {
    layout: Layout,
    summary: String,
    lead: &'static str,
    national: Vec<RuleRow>,
    ladder: Ladder,
    regional: Vec<RuleRow>,
}

/// The rungs from the weakest to the strongest, with the kinds of rule on each.
const RUNGS: [(&str, &[&str]); 4] = [
    ("Edaran, surat, nota", &["se", "surat", "mou", "fatwa", "lain"]),
    ("Instruksi atau keputusan", &["instruksi", "sk"]),
    ("Peraturan kepala daerah", &["pergub", "perbup", "perwali"]),
    ("Peraturan daerah", &["perda"]),
];

/// Shows the rules.
pub async fn show(page: Page) -> Result<HttpResponse, Error> {
    page.show(|reader, context| {
        let report = regulation::load(reader).map_err(report_error)?;
        Ok(build(&report, context))
    })
    .await
}

fn build(report: &RegulationReport, context: &Context) -> RegulationPage {
    let level = |rule: &Regulation| report.regions.get(&rule.region_id).map(|r| r.level);
    let (national, regional): (Vec<&Regulation>, Vec<&Regulation>) =
        report.rows.iter().partition(|rule| level(rule) == Some(Level::Nation));
    let rows = |rules: Vec<&Regulation>| -> Vec<RuleRow> {
        let mut rules: Vec<RuleRow> =
            rules.into_iter().map(|rule| rule_row(report, rule)).collect();
        rules.sort_by(|a, b| (&a.link, &a.name).cmp(&(&b.link, &b.name)));
        rules
    };
    RegulationPage {
        layout: context
            .layout("Regulasi", "Peraturan tentang jaminan sosial ketenagakerjaan menurut wilayah.")
            .menu("/regulasi"),
        summary: format!("{} peraturan tercatat", report.rows.len()),
        lead: "Peraturan yang disebut dalam sumber terbuka. Daftar ini belum lengkap: belum tercatat \
               tidak berarti belum ada.",
        ladder: ladder(report, &regional),
        national: rows(national),
        regional: rows(regional),
    }
}

fn rule_row(report: &RegulationReport, rule: &Regulation) -> RuleRow {
    let region = report.regions.get(&rule.region_id);
    RuleRow {
        region: region.map_or_else(String::new, |region| region.full_name.clone()),
        link: region.map_or_else(String::new, |region| region_path(&region.code)),
        name: rule_title(rule),
        meaning: rule.meaning.clone(),
        source: report.sources.get(&rule.source_id).map(source_line).unwrap_or_default(),
    }
}

fn ladder(report: &RegulationReport, regional: &[&Regulation]) -> Ladder {
    let mut by_province: HashMap<i32, Vec<&Regulation>> = HashMap::new();
    let mut below: HashMap<i32, usize> = HashMap::new();
    for rule in regional {
        let Some(region) = report.regions.get(&rule.region_id) else { continue };
        match (region.level, region.parent_id) {
            (Level::Province, _) => by_province.entry(region.id).or_default().push(rule),
            (_, Some(parent)) => *below.entry(parent).or_default() += 1,
            _ => {}
        }
    }
    let rows: Vec<LadderRow> = report
        .provinces
        .iter()
        .map(|province| {
            let own = by_province.get(&province.id).map_or(&[][..], Vec::as_slice);
            let rungs = RUNGS
                .iter()
                .map(|(_, kinds)| {
                    let titles: Vec<String> = own
                        .iter()
                        .filter(|rule| kinds.contains(&rule.kind_code.as_str()))
                        .map(|rule| rule_title(rule))
                        .collect();
                    titles.join("; ")
                })
                .collect();
            LadderRow {
                name: province.name.clone(),
                link: region_path(&province.code),
                rungs,
                below: below.get(&province.id).copied().unwrap_or_default().to_string(),
            }
        })
        .collect();
    let with_any = rows.iter().filter(|row| row.rungs.iter().any(|rung| !rung.is_empty())).count();
    Ladder {
        title: format!("{with_any} dari {} provinsi punya peraturan yang tercatat", rows.len()),
        subtitle: "Dari kiri ke kanan makin kuat: edaran, instruksi, peraturan kepala daerah, \
                   peraturan daerah.",
        rungs: RUNGS.map(|(name, _)| name),
        note:
            "Kolom terakhir menghitung peraturan kabupaten dan kota yang tercatat di provinsi itu."
                .to_owned(),
        rows,
    }
}
