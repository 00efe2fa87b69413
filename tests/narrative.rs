//! The generated text over chosen stories, and properties over random ones.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use cakupan::domain::narrative::{self, Facts, Name, SegmentWords, Standing, Story};
use cakupan::domain::ranking::Rank;
use cakupan::domain::series::Series;
use cakupan::domain::target::pick;
use cakupan::domain::{
    AsOf, Authority, Basis, Figure, Percent, RegionKind, SegmentCode, Target, wording,
};
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn percent(date: &str, hundredths: i32) -> Figure {
    Figure::read(AsOf::parse(date).unwrap(), None, None, Some(Percent(hundredths)), false)
}

fn counts(date: &str, active: i64, workforce: i64) -> Figure {
    Figure::read(AsOf::parse(date).unwrap(), Some(active), Some(workforce), None, false)
}

fn target(year: i32, hundredths: i32, basis: Basis) -> Target {
    Target {
        id: year * 10 + basis as i32,
        year,
        percent: Percent(hundredths),
        basis,
        basis_text: String::new(),
        authority: Authority::Press,
        note: String::new(),
        source: "sumber".to_owned(),
    }
}

fn name(kind: RegionKind, short: &str) -> Name {
    let full = match kind {
        RegionKind::Nation => short.to_owned(),
        RegionKind::Province => format!("Provinsi {short}"),
        RegionKind::Kota => format!("Kota {short}"),
        _ => format!("Kabupaten {short}"),
    };
    Name { kind, short: short.to_owned(), full }
}

fn total() -> SegmentWords {
    SegmentWords {
        code: SegmentCode::total(),
        name: "Total semua segmen".to_owned(),
        base: "semesta pekerja".to_owned(),
        projects: false,
    }
}

/// What a test says about a story; the rest is as plain as can be.
#[derive(Debug)]
struct Case {
    name: Name,
    segment: SegmentWords,
    per: &'static str,
    figures: Vec<Figure>,
    breaks: Vec<NaiveDate>,
    own: Vec<Target>,
    national: Vec<Target>,
    standing: Option<Standing>,
    nation: Option<Figure>,
    participants: Option<Figure>,
    disputed: bool,
}

fn case(kind: RegionKind, short: &str, per: &'static str, figures: &[Figure]) -> Case {
    Case {
        name: name(kind, short),
        segment: total(),
        per,
        figures: figures.to_vec(),
        breaks: Vec::new(),
        own: Vec::new(),
        national: vec![target(2025, 5215, Basis::Kemendagri)],
        standing: None,
        nation: None,
        participants: None,
        disputed: false,
    }
}

fn story(case: &Case) -> Story {
    let series = Series::new(case.figures.iter().copied(), case.breaks.clone());
    let per = day(case.per);
    let date = series.at(per).map_or(per, |figure| figure.as_of.date);
    let target = pick(&case.own, &case.national, case.name.kind.level(), date);
    Story::new(&Facts {
        name: &case.name,
        segment: &case.segment,
        per,
        series: &series,
        participants: case.participants,
        target: target.filter(|_| case.segment.code.is_total()),
        standing: case.standing,
        nation: case.nation,
        disputed: case.disputed,
    })
}

/// Everything that is told, under the names of the functions.
fn told(story: &Story) -> String {
    let mut out = String::new();
    let mut line = |what: &str, text: &str| writeln!(out, "{what}: {text}").unwrap();
    line("headline", &narrative::headline(story));
    line("lead", &narrative::lead(story).to_string());
    line("figure", &narrative::figure_line(story));
    line("status", &narrative::status_sentence(story).unwrap_or_default());
    line("nation", &narrative::beside_nation(story).unwrap_or_default());
    line("rank", &story.standing.as_ref().map(narrative::ordinal).unwrap_or_default());
    for kpi in narrative::kpis(story) {
        line("kpi", &format!("{} | {} | {} | {}", kpi.label, kpi.figure, kpi.unit, kpi.note));
    }
    line("chart", &narrative::chart_title(story));
    line("sub", &narrative::chart_subtitle(story));
    for text in narrative::reading(story) {
        line("reading", &text.to_string());
    }
    line("desc", &narrative::chart_desc(story));
    line("meta", &narrative::description(story));
    out
}

fn jambi() -> Case {
    let figures = [percent("2024-10-01", 4138), counts("2024-12-02", 592_806, 1_312_370)];
    Case {
        own: vec![target(2024, 5300, Basis::Regional), target(2025, 5500, Basis::Regional)],
        standing: Some(Standing {
            rank: Rank { place: 16, tied: false },
            of: 34,
            date: day("2024-12-02"),
        }),
        nation: Some(percent("2024-11", 3518)),
        ..case(RegionKind::Province, "Jambi", "2024-12-02", &figures)
    }
}

/// Month-end reports, from December 2023 on, rising and falling back each January.
fn monthly(start: i32, step: i32, count: usize) -> Vec<Figure> {
    let dates = (2023..2030).flat_map(|year| (1..=12).map(move |month| (year, month)));
    dates
        .skip(11)
        .take(count)
        .zip(0..)
        .map(|((year, month), index)| {
            let coverage = start + index * step - (index + 11) / 12 * 120;
            let base = 1_000_000;
            let at = AsOf::month(year, month).unwrap().date.to_string();
            counts(&at, Percent(coverage).of_workforce(base), base)
        })
        .collect()
}

fn snapshot(name: &str, case: &Case) {
    let text = told(&story(case));
    check(&text);
    insta::assert_snapshot!(name, text);
}

#[test]
fn rise_towards_an_own_target() {
    snapshot("rise", &jambi());
}

#[test]
fn fall_with_percents_only_and_a_vague_date() {
    let figures = [
        percent("2024-10-01", 4138),
        counts("2024-12-02", 592_806, 1_312_370),
        percent("2025-11", 4188),
    ];
    let own = vec![target(2025, 5500, Basis::Regional)];
    snapshot("fall", &Case { own, ..case(RegionKind::Province, "Jambi", "2025-12-31", &figures) });
}

#[test]
fn no_change_and_one_from_the_base_alone() {
    let figures = [counts("2024-12-31", 4_000, 10_000), counts("2025-12-31", 4_000, 10_000)];
    let own = vec![target(2026, 5000, Basis::Rpjmd)];
    let flat = Case { own, ..case(RegionKind::Kota, "Kendari", "2025-12-31", &figures) };
    snapshot("no_change", &flat);
    let figures = [counts("2024-12-31", 4_000, 10_000), counts("2025-12-31", 4_200, 12_000)];
    snapshot("larger_base", &Case { figures: figures.to_vec(), ..flat });
}

#[test]
fn one_figure() {
    let figures = [counts("2025-04-30", 27_636, 79_388)];
    snapshot("one_figure", &case(RegionKind::Kabupaten, "Konawe", "2025-05-31", &figures));
    let figures = [percent("2025-05-31", 3510)];
    snapshot(
        "one_percent",
        &case(RegionKind::Province, "Sulawesi Tenggara", "2025-05-31", &figures),
    );
}

#[test]
fn no_figure_at_all_or_only_an_old_one() {
    snapshot("none", &case(RegionKind::Province, "Papua Pegunungan", "2025-12-31", &[]));
    let figures = [percent("2024-10-01", 3646)];
    snapshot("too_old", &case(RegionKind::Kota, "Sungai Penuh", "2025-12-31", &figures));
}

#[test]
fn stale_with_gaps() {
    let figures = [
        percent("2023-12-31", 2963),
        percent("2024-06-30", 3192),
        percent("2024-08-31", 3240),
        counts("2025-04-30", 27_636, 79_388),
    ];
    snapshot("stale", &case(RegionKind::Kabupaten, "Konawe", "2025-12-31", &figures));
}

#[test]
fn the_date_of_the_target_lies_between_the_figure_and_the_page() {
    let figures = [counts("2025-04-30", 27_636, 79_388)];
    let late = case(RegionKind::Kabupaten, "Konawe", "2026-02-28", &figures);
    snapshot("due_since", &late);
}

#[test]
fn participants_without_a_base() {
    let millions = |date: &str, active: i64| {
        Figure::read(AsOf::parse(date).unwrap(), Some(active), None, None, true)
    };
    let figures = [millions("2024-12", 45_220_000), millions("2025-05", 39_050_000)];
    assert_eq!(
        narrative::participants_title(&figures),
        "Peserta aktif turun sekitar 6.170.000 orang sejak Desember 2024"
    );
    assert_eq!(
        narrative::participants_subtitle(&figures),
        "Jumlah peserta aktif, Desember 2024 sampai Mei 2025"
    );
    assert_eq!(
        narrative::participants_desc(&figures),
        "Sekitar 45.220.000 pada Desember 2024; sekitar 39.050.000 pada Mei 2025."
    );
    assert_eq!(
        narrative::participants_title(&figures[..1]),
        "Sekitar 45.220.000 peserta aktif pada Desember 2024"
    );
    assert_eq!(narrative::participants_title(&[]), "Belum ada jumlah peserta aktif");
}

#[test]
fn above_100() {
    let figures = [counts("2023-08", 25_721, 20_390)];
    snapshot("above_100", &case(RegionKind::Kabupaten, "Kaimana", "2023-12-31", &figures));
}

#[test]
fn target_reached_though_falling_with_rounded_counts() {
    let now = Figure::read(
        AsOf::parse("2025-12-16").unwrap(),
        Some(573_000),
        Some(843_000),
        Some(Percent(6795)),
        true,
    );
    let figures = [percent("2024", 7611), now];
    snapshot(
        "reached",
        &Case {
            standing: Some(Standing {
                rank: Rank { place: 4, tied: true },
                of: 38,
                date: day("2025-12-16"),
            }),
            nation: Some(percent("2025-10", 3701)),
            ..case(RegionKind::Province, "Sulawesi Utara", "2025-12-31", &figures)
        },
    );
}

#[test]
fn date_of_the_target_has_passed() {
    let figures = [counts("2024-12-02", 592_806, 1_312_370)];
    let own = vec![target(2023, 5300, Basis::Regional)];
    let passed = Case { own, ..case(RegionKind::Province, "Jambi", "2024-12-31", &figures) };
    snapshot("passed", &passed);
    let figures = vec![percent("2023", 4500)];
    snapshot("due_today", &Case { figures, per: "2023-12-31", ..passed });
}

#[test]
fn nation_with_conflicting_sources() {
    let figures = [percent("2022", 2415), percent("2025-04", 3568), percent("2025-10", 3701)];
    let own = vec![target(2025, 5215, Basis::Kemendagri), target(2025, 3215, Basis::Rpjmn)];
    let conflicting = Case {
        own,
        disputed: true,
        ..case(RegionKind::Nation, "Indonesia", "2025-12-31", &figures)
    };
    snapshot("nation", &conflicting);
}

#[test]
fn sum_of_parts_and_counts_only() {
    let at = AsOf::parse("2025-05-31").unwrap();
    let sum = Figure::summed(at, 295_000, 900_000, cakupan::domain::Counts::Rounded);
    snapshot("sum", &case(RegionKind::Province, "Gorontalo", "2025-06-30", &[sum]));
    let counted = Figure::read(AsOf::parse("2025").unwrap(), Some(151_371), None, None, false);
    let participants = Some(counted);
    snapshot(
        "counts_only",
        &Case { participants, ..case(RegionKind::Province, "Papua Barat", "2025-12-31", &[]) },
    );
}

#[test]
fn papua_after_the_split() {
    let figures = [percent("2021-12", 5100), percent("2022-06", 5300), percent("2022-12", 4100)];
    let breaks = vec![day("2022-07-25")];
    let split = Case { breaks, ..case(RegionKind::Province, "Papua", "2023-01-31", &figures) };
    snapshot("papua", &split);
}

#[test]
fn projections_that_meet_the_target_and_that_do_not() {
    let monthly = monthly(4000, 60, 25);
    let with = |hundredths| Case {
        own: vec![target(2026, hundredths, Basis::Kemendagri)],
        ..case(RegionKind::Province, "Banten", "2025-12-31", &monthly)
    };
    snapshot("projection_meets", &with(5500));
    snapshot("projection_misses", &with(6000));
    let far = Case { own: vec![target(2045, 9950, Basis::Rpjpd)], ..with(0) };
    snapshot("target_far_away", &far);
    snapshot("no_target", &Case { own: vec![], national: vec![], ..with(0) });
}

#[test]
fn a_segment_has_no_target() {
    let segment = SegmentWords {
        code: SegmentCode::parse("bpu").unwrap(),
        name: "Bukan Penerima Upah (BPU)".to_owned(),
        base: "potensi pekerja bukan penerima upah".to_owned(),
        projects: false,
    };
    let figures = [counts("2025-05", 4_754, 23_416)];
    let bpu = Case { segment, ..case(RegionKind::Kota, "Pangkalpinang", "2025-06-30", &figures) };
    snapshot("segment", &bpu);
}

/// The records of a list that the program ships.
fn records(name: &str) -> Vec<HashMap<String, String>> {
    let path = format!("{}/data/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_published_region_and_segment_is_told_whole() {
    let number = |text: &str| text.parse().ok();
    let mut published: BTreeMap<(String, String), Vec<Figure>> = BTreeMap::new();
    for row in records("published/observations") {
        let Some(as_of) = AsOf::parse(&row["as_of"]).filter(|_| row["kind"] == "active") else {
            continue;
        };
        let (active, workforce) = (number(&row["active"]), number(&row["workforce"]));
        let percent = Percent::parse(&row["coverage_pct"]);
        let figure = Figure::read(as_of, active, workforce, percent, row["rounded"] == "yes");
        let key = (row["region_code"].clone(), row["segment"].clone());
        published.entry(key).or_default().push(figure);
    }
    let regions: HashMap<String, HashMap<String, String>> =
        records("regions").into_iter().map(|row| (row["code"].clone(), row)).collect();
    let segments: HashMap<String, String> = records("published/segments")
        .into_iter()
        .map(|row| (row["segment"].clone(), row["name"].clone()))
        .collect();
    for ((code, segment), figures) in published {
        let (kind, short) = match regions.get(&code) {
            Some(region) if region["type"] == "provinsi" => {
                (RegionKind::Province, &*region["name"])
            }
            Some(region) if region["type"] == "kota" => (RegionKind::Kota, &*region["name"]),
            Some(region) => (RegionKind::Kabupaten, &*region["name"]),
            None => (RegionKind::Nation, "Indonesia"),
        };
        let told_of = Case {
            segment: SegmentWords {
                code: SegmentCode::parse(&segment).unwrap(),
                name: segments[&segment].clone(),
                base: String::new(),
                projects: segment == "proyek_jakon",
            },
            participants: figures.iter().rfind(|figure| figure.active.is_some()).copied(),
            ..case(kind, short, "2025-12-31", &figures)
        };
        let text = told(&story(&told_of));
        check(&text);
    }
}

/// The numbers in a text: maximal runs of digits with the full stops and commas between them.
fn numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .map(|run| run.trim_matches(['.', ',']))
        .filter(|run| !run.is_empty())
        .collect()
}

/// `1.312.370`, `45,17`, `39,2`, `53`, and years.
fn indonesian(number: &str) -> bool {
    let (whole, decimals) = number.split_once(',').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let year = whole.len() == 4 && digits(whole) && !number.contains(',') && whole < "2100";
    let grouped = digits(first)
        && first.len() <= 3
        && (first.len() == 1 || !first.starts_with('0'))
        && groups.all(|group| digits(group) && group.len() == 3);
    (grouped || year) && digits(decimals) && decimals.len() <= 2
}

/// What no text may contain.
fn check(text: &str) {
    const BAD: [&str; 22] = [
        "  ",
        " ,",
        " .",
        " ;",
        " :",
        "()",
        "( ",
        " )",
        "..",
        ". .",
        ",.",
        ";.",
        ",,",
        "NaN",
        "inf",
        "None",
        "Some",
        "-0,00 ",
        "\u{2212}0,00",
        "null",
        "{",
        "}",
    ];
    const ENGLISH: [&str; 36] = [
        "the", "of", "and", "is", "are", "was", "in", "to", "from", "with", "by", "for", "not",
        "no", "day", "days", "month", "months", "year", "years", "point", "points", "percent",
        "worker", "workers", "gap", "pace", "needed", "none", "true", "false", "region", "date",
        "unknown", "day(s)", "error",
    ];
    const COLOURS: [&str; 7] = ["biru", "cokelat", "merah", "hijau", "kuning", "abu-abu", "warna"];
    for line in text.lines() {
        // The names of the dump stand before a colon, the parts of a figure between bars.
        let told = line.split_once(": ").map_or("", |(_, told)| told).replace(" | ", "|");
        for bad in BAD {
            assert!(!told.contains(bad) && told.trim() == told, "{bad:?}: {line:?}");
        }
        let words = told.split(|c: char| !c.is_alphabetic() && c != '-').map(str::to_lowercase);
        for word in words {
            assert!(!ENGLISH.contains(&word.as_str()), "English {word:?}: {line}");
            assert!(!COLOURS.contains(&word.as_str()), "a colour {word:?}: {line}");
        }
        for number in numbers(&told) {
            assert!(indonesian(number), "{number:?} is not Indonesian: {line}");
        }
        let allowed = |c: char| c.is_ascii_graphic() || c == ' ' || "–−“”".contains(c);
        assert!(told.chars().all(allowed), "a glyph outside the font: {line:?}");
        let hyphen = told.match_indices('-').any(|(at, _)| {
            let digit = told[at + 1..].starts_with(|c: char| c.is_ascii_digit());
            digit && !told[..at].ends_with("ke")
        });
        assert!(!hyphen, "a hyphen for a minus: {line}");
    }
}

#[test]
fn the_check_finds_what_it_looks_for() {
    let bad = [
        "Cakupan  dua spasi.",
        "Cakupan adalah .",
        "Target () tercapai.",
        "Naik NaN poin.",
        "Naik \u{2212}0,00 poin.",
        "Turun -3,79 poin.",
        "Naik of poin.",
        "Ada 1312370 pekerja.",
        "Naik 3.79 poin.",
        "Cakupan \u{2265} 50%.",
        "Garis biru naik.",
        "Naik 3,791 poin.",
    ];
    for text in bad {
        let line = format!("headline: {text}");
        assert!(std::panic::catch_unwind(|| check(&line)).is_err(), "passed: {text}");
    }
    check("headline: Naik 3,79 poin menjadi 45,17% dari 1.312.370 pekerja pada 2024.");
}

prop_compose! {
    fn any_figure()(
        offset in 0_u64..2_500,
        precision in 0..5_u8,
        base in 1_i64..4_000_000,
        share in 0_i64..13_000,
        shape in 0..4_u8,
        rounded: bool,
    ) -> Figure {
        let date = day("2020-01-01") + Days::new(offset);
        let as_of = match precision {
            0 => AsOf::year(date.year()).unwrap(),
            1 => AsOf::month(date.year(), date.month()).unwrap(),
            _ => AsOf::day(date),
        };
        let active = base * share / 10_000;
        let published = Percent::of(active, base);
        match shape {
            0 => Figure::read(as_of, None, None, published, rounded),
            1 => Figure::read(as_of, Some(active), None, published, rounded),
            2 => Figure::read(as_of, None, Some(base), published, rounded),
            _ => Figure::read(as_of, Some(active), Some(base), published.filter(|_| rounded), rounded),
        }
    }
}

/// Figures at random, or monthly ones that allow a projection.
fn any_figures() -> impl Strategy<Value = Vec<Figure>> {
    let regular = (500..9_000_i32, -150..150_i32, 6..40_usize)
        .prop_map(|(start, step, count)| monthly(start.max(-step * 40), step, count));
    prop_oneof![prop::collection::vec(any_figure(), 0..9), regular]
}

fn any_target() -> impl Strategy<Value = Target> {
    let bases = prop::sample::select(vec![
        Basis::Kemendagri,
        Basis::Rpjmn,
        Basis::Rpjmd,
        Basis::Regional,
        Basis::Other,
        Basis::Rpjpd,
    ]);
    (2020..2030_i32, 100..11_000_i32, bases)
        .prop_map(|(year, hundredths, basis)| target(year, hundredths, basis))
}

prop_compose! {
    fn any_case()(
        kind in prop::sample::select(vec![
            RegionKind::Nation, RegionKind::Province, RegionKind::Kota, RegionKind::Kabupaten,
        ]),
        figures in any_figures(),
        breaks in prop::collection::vec(0_u64..2_500, 0..2),
        own in prop::collection::vec(any_target(), 0..3),
        national in prop::collection::vec(any_target(), 0..2),
        place in prop::option::of((1..40_usize, any::<bool>())),
        nation in prop::option::of(any_figure()),
        participants in prop::option::of((1_i64..50_000_000, any::<bool>())),
        disputed: bool,
        total_segment in prop::bool::weighted(0.8),
        per in prop::sample::select(vec!["2024-12-31", "2025-12-31", "2026-06-30"]),
    ) -> Case {
        let segment = if total_segment {
            total()
        } else {
            SegmentWords {
                code: SegmentCode::parse("jakon").unwrap(),
                name: "Jasa Konstruksi".to_owned(),
                base: "potensi pekerja jasa konstruksi".to_owned(),
                projects: false,
            }
        };
        let counted = |(active, rounded)| {
            Figure::read(AsOf::year(2025).unwrap(), Some(active), None, None, rounded)
        };
        let standing = place.map(|(place, tied)| Standing {
            rank: Rank { place, tied },
            of: 40,
            date: day(per),
        });
        Case {
            name: name(kind, if kind == RegionKind::Nation { "Indonesia" } else { "Tegal" }),
            segment,
            per,
            figures,
            breaks: breaks.iter().map(|offset| day("2020-01-01") + Days::new(*offset)).collect(),
            own,
            national,
            standing,
            nation,
            participants: participants.map(counted),
            disputed,
        }
    }
}

fn is_sentence(text: &str) {
    assert!(text.ends_with('.'), "no full stop: {text:?}");
    assert!(text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()), "{text:?}");
}

fn is_title(text: &str) {
    assert!(!text.is_empty() && !text.ends_with(['.', ',', ';', ':', ' ']), "{text:?}");
    assert!(text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_story_is_told_whole(case in any_case()) {
        let story = story(&case);
        check(&told(&story));
        is_sentence(&narrative::headline(&story));
        is_sentence(&narrative::lead(&story).to_string());
        is_sentence(&narrative::chart_desc(&story));
        is_sentence(&narrative::description(&story));
        is_title(&narrative::chart_title(&story));
        is_title(&narrative::chart_subtitle(&story));
        let reading = narrative::reading(&story);
        prop_assert!((1..=3).contains(&reading.len()));
        for text in &reading {
            is_sentence(&text.to_string());
        }
        if let Some(text) = narrative::beside_nation(&story) {
            is_sentence(&text);
        }
        if let Some(text) = narrative::status_sentence(&story) {
            is_title(&text);
        }
        for kpi in narrative::kpis(&story) {
            is_title(&kpi.label);
            prop_assert!(!kpi.figure.is_empty() && !kpi.note.is_empty());
            prop_assert_eq!(kpi.figure == "–", kpi.unit.is_empty());
        }
    }

    #[test]
    fn text_and_drawing_agree_on_the_projection(case in any_case()) {
        let story = story(&case);
        let texts = narrative::reading(&story).iter().map(ToString::to_string).collect::<Vec<_>>();
        let texts = format!("{} {}", texts.join(" "), narrative::chart_desc(&story));
        match &story.projection {
            Ok(projection) => {
                let value = format!("{}%", wording::percent_short(projection.value));
                prop_assert!(texts.contains(&value), "{} not in {}", value, texts);
                let met = story.goal.as_ref().and_then(|goal| projection.meets(goal.target.percent));
                prop_assert_eq!(texts.contains("tercapai sekitar"), met.is_some());
            }
            Err(_) => prop_assert!(!texts.contains("Bila laju") && !texts.contains("Proyeksi akhir")),
        }
    }

    #[test]
    fn participants_are_told_whole(mut figures in prop::collection::vec(any_figure(), 0..8)) {
        figures.sort_by_key(|figure| figure.as_of);
        is_title(&narrative::participants_title(&figures));
        is_title(&narrative::participants_subtitle(&figures));
        let desc = narrative::participants_desc(&figures);
        is_sentence(&desc);
        check(&format!("judul: {}\nuraian: {desc}", narrative::participants_title(&figures)));
    }
}
