//! Charts: what they write is sound, and no two of their labels ever touch.

use std::collections::BTreeMap;
use std::fs;

use cakupan::charts::axis::WHOLE;
use cakupan::charts::labels::{LabelBox, text_width};
use cakupan::charts::plot::Plan;
use cakupan::charts::theme::Ink;
use cakupan::charts::{
    BarMark, BarScale, CoverageBar, DotPlot, LineMark, Multiples, Participants, Size, Svg, Swatch,
    TargetMark, Trend, coverage_bar, mini_bar, participants, spark, swatch, tiles, trend,
};
use cakupan::domain::projection::{self, Projection};
use cakupan::domain::series::Series;
use cakupan::domain::{AsOf, Figure, Percent, wording};
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

// --- What is checked of every picture ------------------------------------------------------------

/// A pixel: less is not seen, and the width of a text is only an estimate.
const PIXEL: i32 = 10;

fn overlap(one: &LabelBox, other: &LabelBox) -> bool {
    let shrunk = |b: &LabelBox| LabelBox {
        left: b.left + PIXEL / 2,
        top: b.top + PIXEL / 2,
        right: b.right - PIXEL / 2,
        bottom: b.bottom - PIXEL / 2,
    };
    shrunk(one).overlaps(&shrunk(other))
}

fn check_labels(plan: &Plan, what: &str) {
    let (width, height) = plan.size();
    let boxes = plan.boxes();
    for (index, (label, area)) in plan.labels().iter().zip(&boxes).enumerate() {
        assert!(
            area.left >= -PIXEL
                && area.top >= -PIXEL
                && area.right <= width * 10 + PIXEL
                && area.bottom <= height * 10 + PIXEL,
            "{what}: {:?} leaves the picture: {area:?}",
            label.text
        );
        for (other, other_area) in plan.labels().iter().zip(&boxes).skip(index + 1) {
            assert!(
                !overlap(area, other_area),
                "{what}: {:?} {area:?} touches {:?} {other_area:?}",
                label.text,
                other.text
            );
        }
    }
}

type Tag = (String, BTreeMap<String, String>);

/// Every tag with its attributes, in order; panics when the text is not well-formed XML.
fn tags(svg: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        assert!(!text.contains('>'), "a stray > in {text:?}");
        check_entities(text);
        let end = start + rest[start..].find('>').expect("a tag that ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closing tags match");
            continue;
        }
        let (body, closed) = tag.strip_suffix('/').map_or((tag, false), |body| (body, true));
        let (name, attributes) = body.split_once(' ').unwrap_or((body, ""));
        let mut map = BTreeMap::new();
        let mut attributes = attributes.trim_start();
        while !attributes.is_empty() {
            let (key, after) = attributes.split_once("=\"").expect("a quoted attribute");
            let (value, after) = after.split_once('"').expect("an attribute that ends");
            assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{key:?}");
            check_entities(value);
            let twice = map.insert(key.to_owned(), value.to_owned());
            assert!(twice.is_none(), "{key} stands twice in {tag:?}");
            attributes = after.trim_start();
        }
        if !closed {
            open.push(name.to_owned());
        }
        found.push((name.to_owned(), map));
    }
    assert!(open.is_empty() && rest.is_empty(), "open tags {open:?}, rest {rest:?}");
    found
}

fn check_entities(text: &str) {
    for (at, _) in text.match_indices('&') {
        let entity = text[at..].split_inclusive(';').next().unwrap_or("");
        assert!(["&amp;", "&lt;", "&gt;", "&quot;"].contains(&entity), "unescaped & in {text:?}");
    }
}

/// The tags of one class.
fn of_class<'a>(tags: &'a [Tag], class: &str) -> Vec<&'a BTreeMap<String, String>> {
    tags.iter().map(|(_, a)| a).filter(|a| a.get("class").is_some_and(|c| c == class)).collect()
}

const COMMANDS: [char; 5] = ['M', 'h', 'v', 'l', 'z'];

/// The points of a path, following its relative commands.
fn path_points(d: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let (mut at, mut start) = ((0.0, 0.0), (0.0, 0.0));
    let mut rest = d;
    while let Some(letter) = rest.chars().next() {
        assert!(COMMANDS.contains(&letter), "{d}");
        let end = rest[1..].find(COMMANDS).map_or(rest.len(), |end| end + 1);
        let numbers = numbers(&rest[1..end]);
        rest = &rest[end..];
        for part in numbers.chunks(if "Ml".contains(letter) { 2 } else { 1 }) {
            at = match (letter, part) {
                ('M', [x, y]) => (*x, *y),
                ('l', [dx, dy]) => (at.0 + dx, at.1 + dy),
                ('h', [dx]) => (at.0 + dx, at.1),
                ('v', [dy]) => (at.0, at.1 + dy),
                _ => panic!("{d}"),
            };
            points.push(at);
        }
        match letter {
            'M' => start = at,
            'z' => at = start,
            _ => {}
        }
    }
    points
}

/// Numbers as SVG separates them: by a space, a sign, or a second decimal point.
fn numbers(text: &str) -> Vec<f64> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let word = words.last().expect("a word");
        if c == ' ' || (c == '-' && !word.is_empty()) || (c == '.' && word.contains('.')) {
            words.push(String::new());
        }
        if c != ' ' {
            words.last_mut().expect("a word").push(c);
        }
    }
    words.iter().filter(|w| !w.is_empty()).map(|w| w.parse().expect("a number")).collect()
}

const NUMERIC: [&str; 12] =
    ["x", "y", "cx", "cy", "r", "dx", "x1", "x2", "y1", "y2", "width", "height"];

fn check_svg(svg: &Svg, what: &str) {
    let text = svg.as_str();
    assert!(!text.contains("style="), "{what}: inline style");
    assert!(!text.contains(['→', '←', '≥', '≤', '≈', '▲', '▼']), "{what}: glyph not in the font");
    let tags = tags(text);
    let view_box = tags[0].1.get("viewBox").map(|text| numbers(text));
    let inside = |(x, y): (f64, f64)| {
        view_box.as_ref().is_none_or(|view_box| {
            (-0.5..=view_box[2] + 0.5).contains(&x) && (-0.5..=view_box[3] + 0.5).contains(&y)
        })
    };
    for (name, attributes) in &tags {
        for (key, value) in attributes.iter().filter(|(key, _)| NUMERIC.contains(&key.as_str())) {
            let number: f64 = value.trim_end_matches('%').parse().unwrap_or(f64::NAN);
            assert!(number.is_finite() && value != "-0", "{what}: {name} {key}={value:?}");
        }
        if let Some(d) = attributes.get("d") {
            let outside = path_points(d).into_iter().find(|point| !inside(*point));
            assert_eq!(outside, None, "{what}: a path leaves the picture: {d}");
            assert!(!format!("{d} ").contains("-0 "), "{what}: {d}");
        }
        for (x, y) in [("x", "y"), ("cx", "cy")] {
            if let (Some(x), Some(y)) = (attributes.get(x), attributes.get(y))
                && let (Ok(x), Ok(y)) = (x.parse(), y.parse())
            {
                assert!(inside((x, y)), "{what}: {name} at {x} {y}");
            }
        }
    }
}

fn check_name(svg: &Svg) {
    let tags = tags(svg.as_str());
    let ids: Vec<_> = tags.iter().filter_map(|(_, a)| a.get("id").map(String::as_str)).collect();
    let named = tags[0].1.get("aria-labelledby").expect("a name");
    assert!(named.split(' ').all(|id| ids.contains(&id)), "{named} in {ids:?}");
    assert_eq!(tags[0].1.get("role").map(String::as_str), Some("img"));
}

fn texts(plan: &Plan, ink: Ink) -> Vec<&str> {
    plan.labels().iter().filter(|label| label.ink == ink).map(|l| l.text.as_str()).collect()
}

/// Everything that must hold of a trend, in both sizes.
fn check_trend(input: &Trend, what: &str) {
    for size in [Size::Wide, Size::Narrow] {
        let what = format!("{what}, {size:?}");
        let plan = trend::plan(input, size);
        check_labels(&plan, &what);
        let (time, value) = plan.axes();
        assert!(time.from < time.to, "{what}: {time:?}");
        let highest = input.figures.iter().filter_map(|f| f.coverage).max();
        assert!(highest.is_none_or(|highest| value.top >= i64::from(highest.0)), "{what}");
        // The last value always has its place; with four reports or fewer all of them have.
        let shown: Vec<String> =
            input.figures.iter().filter_map(|f| f.coverage).map(wording::percent).collect();
        let (last, others) = shown.split_last().map_or((None, &[][..]), |(l, o)| (Some(l), o));
        assert_eq!(texts(&plan, Ink::Current), last.map_or(vec![], |l| vec![l]), "{what}");
        let mut wanted: Vec<_> = if shown.len() <= 4 { others.to_vec() } else { vec![] };
        wanted.sort_unstable();
        let mut values = texts(&plan, Ink::Value);
        values.sort_unstable();
        assert_eq!(values, wanted, "{what}");
        let svg = trend(input, size);
        check_svg(&svg, &what);
        check_name(&svg);
    }
}

fn check_participants(name: &str, points: &[(AsOf, i64)], page_date: NaiveDate) {
    let (id, title) = ("peserta", "Peserta aktif");
    let breaks = Vec::new();
    let input = Participants { id, title, desc: "", name, points, breaks, page_date };
    for size in [Size::Wide, Size::Narrow] {
        let plan = participants::plan(&input, size);
        let what = format!("participants of {name}, {size:?}");
        check_labels(&plan, &what);
        let last: Vec<_> = points.iter().rev().take(1).map(|(_, c)| wording::count(*c)).collect();
        assert_eq!(texts(&plan, Ink::Current), last, "{what}");
        let svg = participants(&input, size);
        check_svg(&svg, &what);
        check_name(&svg);
    }
}

// --- Data by hand --------------------------------------------------------------------------------

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn figure(as_of: &str, hundredths: i32) -> Figure {
    let as_of = AsOf::parse(as_of).expect("a date");
    Figure::read(as_of, None, None, Some(Percent(hundredths)), false)
}

/// Month ends from January of a year on, each a step higher, with a fall every January.
fn monthly(year: i32, months: u32, start: i32, step: i32) -> Vec<Figure> {
    let figure = |index: u32| {
        let years = (index / 12).cast_signed();
        let month = AsOf::month(year + years, index % 12 + 1).expect("a month");
        let share = Percent(start + index.cast_signed() * step - years * 60);
        Figure::read(AsOf::day(month.date), None, None, Some(share), false)
    };
    (0..months).map(figure).collect()
}

fn target(year: i32, hundredths: i32) -> TargetMark {
    let percent = Percent(hundredths);
    let label = format!("Target {year}: {}", wording::percent_trimmed(percent));
    TargetMark { year, percent, label }
}

fn input<'a>(
    name: &'a str,
    figures: &'a [Figure],
    reference: Option<&'a [Figure]>,
    targets: Vec<TargetMark>,
    page: &str,
) -> Trend<'a> {
    let chosen_target = (!targets.is_empty()).then_some(0);
    Trend {
        id: "tren",
        title: "Tren cakupan",
        desc: "Uji & <bagan>",
        name,
        figures,
        reference: reference.map(|figures| ("Nasional", figures)),
        targets,
        chosen_target,
        projection: None,
        breaks: Vec::new(),
        page_date: date(page),
    }
}

fn projected(figures: &[Figure], to: &str) -> Option<Projection> {
    let series = Series::new(figures.iter().copied(), Vec::new());
    projection::project(&series, figures.last()?, date(to)).ok()
}

fn break_on(day: &str) -> (NaiveDate, [String; 2]) {
    (date(day), ["Pemekaran:".into(), "wilayah berubah".into()])
}

#[test]
fn hand_made_cases_keep_their_labels_apart() {
    let nation = monthly(2024, 16, 3_302, 20);
    let days = |days: &[&str], share| days.iter().map(|d| figure(d, share)).collect::<Vec<_>>();
    let many = || {
        let targets = [(2025, 5_250), (2025, 5_215), (2025, 3_215), (2025, 3_220), (2026, 3_499)];
        let later = [(2026, 4_900), (2029, 4_392), (2045, 9_950)];
        targets.into_iter().chain(later).map(|(y, p)| target(y, p)).collect::<Vec<_>>()
    };
    let near = ["2025-03-01", "2025-03-02", "2025-03-03"];
    let nearer = ["2025-03-01", "2025-03-04", "2025-03-05", "2025-03-09"];
    let cases: [(&str, Vec<Figure>, Vec<TargetMark>, &str); 13] = [
        ("none", vec![], vec![target(2025, 5_250)], "2025-04-30"),
        ("one", days(&["2025-04"], 3_481), vec![target(2025, 5_250)], "2025-05-30"),
        ("one alone", days(&["2025-04"], 3_481), vec![], "2025-04-30"),
        ("one, stale", days(&["2022"], 4_164), vec![target(2025, 5_250)], "2025-12-31"),
        ("two", days(&["2024-12", "2025-06-08"], 3_505), vec![target(2025, 3_505)], "2025-06-08"),
        ("three close together", days(&near, 4_900), vec![target(2025, 4_900)], "2025-03-10"),
        ("four close, long span", days(&nearer, 4_900), vec![target(2027, 4_900)], "2027-03-10"),
        ("flat, target", monthly(2024, 20, 4_500, 0), vec![target(2025, 4_500)], "2025-08-31"),
        (
            "above 100",
            days(&["2023", "2025-02-01"], 12_615),
            vec![target(2025, 5_250)],
            "2025-06-30",
        ),
        ("240 months", monthly(2006, 240, 900, 24), many(), "2025-12-31"),
        ("many targets", monthly(2023, 28, 3_100, 20), many(), "2025-04-30"),
        ("far target", monthly(2023, 30, 2_300, 20), vec![target(2045, 9_950)], "2025-06-30"),
        ("passed target", days(&["2025-06-30"], 5_030), vec![target(2024, 5_300)], "2025-06-30"),
    ];
    for (what, figures, targets, page) in &cases {
        for reference in [None, Some(&nation[..]), Some(&figures[..])] {
            let mut input = input("Kabupaten Sijunjung", figures, reference, targets.clone(), page);
            check_trend(&input, what);
            input.breaks = vec![break_on("2022-07-25"), break_on("2025-01-05")];
            let projection = projected(figures, "2026-12-31");
            input.projection = projection.as_ref();
            check_trend(&input, &format!("{what}, with all"));
        }
    }
}

#[test]
fn gaps_are_not_joined_and_named() {
    let reports = [
        ("2023-12-31", 2_963),
        ("2024-06-30", 3_192),
        ("2024-08-31", 3_240),
        ("2025-04-30", 3_481),
    ];
    let reports = reports.map(|(day, share)| figure(day, share));
    let konawe = input("Konawe", &reports, None, vec![target(2025, 5_250)], "2025-04-30");
    let plan = trend::plan(&konawe, Size::Wide);
    assert_eq!(texts(&plan, Ink::Current), ["34,81%"]);
    assert_eq!(texts(&plan, Ink::TargetLabel), ["Target 2025: 52,5%"]);
    let remarks = texts(&plan, Ink::Text);
    for expected in ["6 bulan tanpa data", "8 bulan tanpa data", "60%", "Jan", "2024", "2025"] {
        assert!(remarks.contains(&expected), "{expected} in {remarks:?}");
    }
    let svg = trend(&konawe, Size::Wide);
    let tags = tags(svg.as_str());
    let lines = of_class(&tags, "g-garis");
    assert_eq!(lines.len(), 1);
    assert_eq!(path_points(&lines[0]["d"]).len(), 2, "joined are the two that lie 62 days apart");
    assert_eq!(of_class(&tags, "g-titik").len(), 4);
    assert_eq!(of_class(&tags, "g-butuh").len(), 1, "a needed path to a target not reached");
    let reached = [figure("2025-04-30", 6_000)];
    let reached = input("Bali", &reached, None, vec![target(2025, 5_250)], "2025-04-30");
    assert!(!trend(&reached, Size::Wide).as_str().contains("g-butuh"));
}

#[test]
fn vague_and_stale_figures_are_hollow_and_dated() {
    for (as_of, remark) in
        [("2025-04", "Tebo, Apr 2025"), ("2024", "Tebo, 2024"), ("2024-04-30", "Tebo, 30 Apr 2024")]
    {
        let figures = [figure(as_of, 3_481)];
        let input = input("Tebo", &figures, None, vec![], "2025-05-30");
        assert_eq!(texts(&trend::plan(&input, Size::Wide), Ink::Name), [remark]);
        assert!(trend(&input, Size::Wide).as_str().contains("g-titik--lalu"), "{as_of}");
    }
    let fresh = [figure("2025-04-30", 3_481)];
    let fresh = input("Tebo", &fresh, None, vec![], "2025-05-30");
    assert_eq!(texts(&trend::plan(&fresh, Size::Wide), Ink::Name), ["Tebo"]);
    assert!(!trend(&fresh, Size::Wide).as_str().contains("g-titik--lalu"));
}

#[test]
fn the_axes_follow_the_data() {
    // Kaimana: beyond 100 percent the axis goes on.
    let kaimana = [figure("2025-02-01", 12_615)];
    let kaimana = trend::plan(&input("Kaimana", &kaimana, None, vec![], "2025-05-30"), Size::Wide);
    assert_eq!(kaimana.axes().1.top, 13_000);
    assert!(texts(&kaimana, Ink::Text).contains(&"130%"));
    // A target of 2045 does not squash the data, and has no diamond.
    let figures = monthly(2023, 30, 2_300, 20);
    let far = input("Aceh", &figures, None, vec![target(2045, 9_950)], "2025-06-30");
    let (time, value) = trend::plan(&far, Size::Wide).axes();
    assert!(time.to - time.from < 1_000, "{time:?}");
    assert_eq!(value.top, WHOLE);
    let svg = trend(&far, Size::Wide);
    assert!(svg.as_str().contains("Target 2045: 99,5%") && !svg.as_str().contains("g-wajik"));
    // Nor does a projection to that year, which is left to the page.
    let projection = projected(&figures, "2045-12-31").expect("enough reports");
    let far = Trend { projection: Some(&projection), ..far };
    assert!(!trend(&far, Size::Wide).as_str().contains("g-proyeksi"));
    check_trend(&far, "far projection");
}

#[test]
fn a_break_parts_the_line_and_the_projection_is_named() {
    let mut figures = monthly(2022, 40, 3_000, 0);
    for (index, figure) in (0..).zip(&mut figures) {
        figure.coverage = Some(Percent(3_000 + index * index));
    }
    let projection = projected(&figures, "2025-12-31").expect("enough reports");
    let mut input = input("Jambi", &figures, None, vec![target(2025, 5_250)], "2025-04-30");
    let runs = |input: &Trend| {
        let svg = trend(input, Size::Wide);
        of_class(&tags(svg.as_str()), "g-garis")[0]["d"].matches('M').count()
    };
    assert_eq!(runs(&input), 1);
    input.breaks = vec![break_on("2024-01-01")];
    assert_eq!(runs(&input), 2);
    input.projection = Some(&projection);
    let plan = trend::plan(&input, Size::Wide);
    let (low, high) = projection.band.expect("three windows");
    let [low, high] = [low, high].map(wording::percent_short);
    let value = format!("Proyeksi {}%", wording::percent_short(projection.value));
    let named = texts(&plan, Ink::ProjectionLabel);
    assert_eq!(named, [value, format!("rentang {low}–{high}%")]);
    assert!(trend(&input, Size::Wide).as_str().contains("g-pita"));
}

// --- The published figures -----------------------------------------------------------------------

fn table(path: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/data/{path}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("the file is there");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn all_published_series_keep_their_labels_apart() {
    let names: BTreeMap<String, String> =
        table("regions.csv").into_iter().map(|r| (r["code"].clone(), r["name"].clone())).collect();
    let name = |code: &str| names.get(code).map_or("Indonesia", String::as_str);
    let mut published: BTreeMap<(String, String), Vec<Figure>> = BTreeMap::new();
    let mut counts: BTreeMap<String, Vec<(AsOf, i64)>> = BTreeMap::new();
    for row in table("published/observations.csv").iter().filter(|row| row["kind"] == "active") {
        let Some(as_of) = AsOf::parse(&row["as_of"]) else { continue };
        let count = |key: &str| row[key].parse::<i64>().ok();
        let (active, percent) = (count("active"), Percent::parse(&row["coverage_pct"]));
        let figure =
            Figure::read(as_of, active, count("workforce"), percent, row["rounded"] == "yes");
        let key = (row["region_code"].clone(), row["segment"].clone());
        published.entry(key).or_default().push(figure);
        if let Some(active) = active {
            counts.entry(row["region_code"].clone()).or_default().push((as_of, active));
        }
    }
    let mut targets: BTreeMap<String, Vec<TargetMark>> = BTreeMap::new();
    for row in table("published/targets.csv") {
        if let (Ok(year), Some(share)) = (row["year"].parse(), Percent::parse(&row["target_pct"])) {
            let of_region = targets.entry(row["region_code"].clone()).or_default();
            of_region.push(target(year, share.0));
        }
    }
    let series = |figures: &[Figure]| Series::new(figures.iter().copied(), Vec::new());
    let nation = series(&published[&("ID".to_owned(), "total".to_owned())]);
    let newest = nation.figures().last().expect("the nation reports").as_of.date;
    let mut regions = std::collections::BTreeSet::new();
    for ((code, segment), figures) in &published {
        let figures = series(figures);
        let Some(last) = figures.figures().last() else { continue };
        let own = targets.get(code).cloned().unwrap_or_default();
        let national = vec![target(2025, 5_215), target(2026, 3_499)];
        for (targets, page) in [(own, newest), (national, last.as_of.date)] {
            let year = last.as_of.calendar_year();
            let chosen = targets.iter().position(|target| target.year >= year);
            let reference = (code != "ID").then_some(nation.figures());
            let mut input = input(name(code), figures.figures(), reference, targets, "2025-01-01");
            input.chosen_target = chosen.or(input.targets.len().checked_sub(1));
            input.page_date = page.max(last.as_of.date);
            check_trend(&input, &format!("{code} {segment}"));
        }
        regions.insert(code);
    }
    assert!(regions.len() >= 131, "only {} regions were drawn", regions.len());
    for (code, mut points) in counts {
        points.sort_unstable();
        points.dedup_by_key(|(as_of, _)| as_of.date);
        check_participants(name(&code), &points, newest);
    }
}

// --- Generated series ----------------------------------------------------------------------------

fn start() -> NaiveDate {
    date("2008-01-01")
}

prop_compose! {
    fn any_figure()(days in 0_u64..7_300, share in 0..16_000, precision in 0..4) -> Figure {
        let day = start() + Days::new(days);
        let as_of = match precision {
            0 => AsOf::month(day.year(), day.month()),
            1 => AsOf::year(day.year()),
            _ => None,
        };
        Figure::read(as_of.unwrap_or(AsOf::day(day)), None, None, Some(Percent(share)), false)
    }
}

prop_compose! {
    /// Figures spread over twenty years or, one time in three, three days apart.
    fn any_series(most: usize)(
        mut figures in prop::collection::vec(any_figure(), 0..most),
        spread in 0..3,
    ) -> Vec<Figure> {
        if spread == 0 && let Some(first) = figures.first().copied() {
            for (figure, days) in figures.iter_mut().zip((0..).step_by(3)) {
                figure.as_of = AsOf::day(first.as_of.date + Days::new(days));
            }
        }
        Series::new(figures, Vec::new()).figures().to_vec()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_trends_keep_their_labels_apart(
        figures in prop_oneof![any_series(6), any_series(80)],
        reference in any_series(60),
        targets in prop::collection::vec((2007..2047, 0..13_000), 0..7),
        name in "[A-Z][a-z<&\"]{0,12}( [A-Z][a-z]{1,12}){0,3}",
        breaks in prop::collection::vec(0_u64..7_300, 0..3),
        later in 0_u64..900,
        ahead in 1_u64..4_000,
    ) {
        let targets = targets.into_iter().map(|(year, share)| target(year, share)).collect();
        let mut input = input(&name, &figures, Some(&reference), targets, "2025-04-30");
        if let Some(last) = figures.last() {
            input.page_date = last.as_of.date + Days::new(later);
        }
        let end = (input.page_date + Days::new(ahead)).to_string();
        let projection = projected(&figures, &end);
        input.projection = projection.as_ref();
        for days in breaks {
            input.breaks.push(break_on(&(start() + Days::new(days)).to_string()));
        }
        check_trend(&input, "generated");
    }

    #[test]
    fn generated_participants_keep_their_labels_apart(
        figures in any_series(40),
        scale in prop_oneof![Just(1_i64), Just(97), Just(12_345)],
    ) {
        let count = |f: &Figure| (f.as_of, f.coverage.map_or(0, |c| i64::from(c.0)) * scale);
        let points: Vec<(AsOf, i64)> = figures.iter().map(count).collect();
        let page = points.last().map_or(start(), |(as_of, _)| as_of.date);
        check_participants("Kabupaten Muaro Jambi", &points, page);
    }

    #[test]
    fn labels_of_the_bar_hold_at_every_width(
        coverage in 0..13_000,
        target in 0..13_000,
        later in 0..10_000,
        reference in 0..10_000,
        long in any::<bool>(),
    ) {
        let name = if long { "Target Kemendagri 2025" } else { "Target 2025" };
        let label = format!("{name}: {}", wording::percent_trimmed(Percent(target)));
        let national = format!("Nasional {}", wording::percent(Percent(reference)));
        let mark = |label, share| Some(BarMark { label, percent: Percent(share) });
        let svg = coverage_bar(&CoverageBar {
            id: "bilah",
            title: "Cakupan",
            coverage: Percent(coverage),
            inside: "592.806 peserta aktif",
            target: mark(&label, target),
            later: mark("Target 2045: 99,5%", later),
            reference: mark(&national, reference),
        });
        check_svg(&svg, "bar");
        let tags = tags(svg.as_str());
        let named = of_class(&tags, "g-label g-label--target");
        prop_assert!(long || !named.is_empty(), "a short target is named at every width");
        check_bar_labels(svg.as_str());
    }

    #[test]
    fn sparks_and_multiples_stay_in_their_box(figures in any_series(90), later in 0_u64..300) {
        let last = figures.last().map_or(start(), |figure| figure.as_of.date);
        let until = last + Days::new(later);
        let spark = spark(&figures, until);
        check_svg(&spark, "spark");
        prop_assert_eq!(spark.as_str().contains("g-spark-akhir"), !figures.is_empty());
        let span = (date("2015-01-01"), until.max(date("2016-01-01")));
        let multiples = Multiples::new("kecil", span, &figures, &figures);
        check_svg(&multiples.shared(), "shared");
        check_svg(&multiples.chart(&figures), "multiple");
    }
}

/// Labels above the bar, from phones of 360 px to wide screens, must not touch.
fn check_bar_labels(svg: &str) {
    let texts: Vec<(Tag, &str)> = svg
        .split("<text ")
        .skip(1)
        .map(|after| {
            let (attributes, text) = after.split_once('>').expect("a tag");
            let tag = tags(&format!("<text {attributes}/>")).remove(0);
            (tag, text.split('<').next().unwrap_or(""))
        })
        .filter(|((_, attributes), _)| attributes["class"].starts_with("g-"))
        .collect();
    for width in (328..=1_168).step_by(20).map(f64::from) {
        let mut spans: Vec<(&str, f64, f64)> = Vec::new();
        for ((_, attributes), text) in &texts {
            if attributes["class"].contains("lebar-saja") && width < 608.0 {
                continue;
            }
            let axis = attributes["class"] == "g-teks";
            let length = f64::from(text_width(text, if axis { 13 } else { 14 }, axis)) / 10.0;
            let percent: f64 = attributes["x"].trim_end_matches('%').parse().expect("a percentage");
            let x = percent * width / 100.0;
            let left = match attributes.get("text-anchor").map(String::as_str) {
                Some("end") => x - length,
                Some("middle") => x - length / 2.0,
                _ => x,
            };
            let right = left + length;
            assert!(left >= -9.0 && right <= width + 9.0, "{text} at {width}: {left} to {right}");
            for (y, from, to) in &spans {
                let apart = right <= *from || *to <= left || *y != attributes["y"];
                assert!(apart, "{text} at {width} in {svg}");
            }
            spans.push((&attributes["y"], left, right));
        }
    }
}

// --- Small pictures ------------------------------------------------------------------------------

#[test]
fn a_small_multiple_is_small() {
    let figures = monthly(2022, 36, 3_100, 41);
    let nation = monthly(2022, 36, 3_000, 24);
    let span = (date("2022-01-31"), date("2024-12-31"));
    let multiples = Multiples::new("kecil", span, &nation, &figures);
    let chart = multiples.chart(&figures);
    assert!(chart.as_str().len() <= 350, "{} bytes: {chart}", chart.as_str().len());
    assert!(multiples.shared().as_str().contains("g-garis--latar"));
    let last = figures.last().and_then(|figure| figure.coverage).map(wording::percent_short);
    assert!(chart.as_str().contains(&format!(">{}<", last.expect("a value"))));
}

#[test]
fn a_steep_spark_is_cut_at_the_edge_and_says_so() {
    let until = date("2024-12-31");
    let steep = spark(&monthly(2024, 12, 1_000, 300), until);
    check_svg(&steep, "steep");
    assert!(steep.as_str().contains("g-spark-kosong"), "{steep}");
    let gentle = spark(&monthly(2024, 12, 1_000, 50), until);
    assert!(!gentle.as_str().contains("g-spark-kosong"), "{gentle}");
    assert!(spark(&[], until).as_str().contains("g-spark-kosong"));
}

#[test]
fn dot_rows_share_one_axis() {
    let national = LineMark { label: "Nasional 35,86%", percent: Percent(3_586) };
    let line = LineMark { label: "Target 52,5%", percent: Percent(5_250) };
    let plot = DotPlot::new("titik", Some(national), Some(line), [6_384, 7_095].map(Percent));
    let row = plot.row(Some(Percent(7_095)), Some(Percent(6_384)));
    for svg in [plot.header(), row.clone(), plot.change(Percent(4_100), Percent(4_517))] {
        check_svg(&svg, "dots");
    }
    assert!(row.as_str().contains("cx=\"79.8%\"") && row.as_str().contains("href=\"#titik\""));
    let tall = DotPlot::new("titik", None, None, [12_615].map(Percent));
    assert!(tall.row(None, Some(Percent(12_615))).as_str().contains("cx=\"84.1%\""));
    assert!(tall.header().as_str().contains(">150%<"));
}

#[test]
fn bars_beyond_100_percent_keep_their_scale() {
    let scale = BarScale::over([12_615, 3_300].map(Percent));
    let bar = mini_bar(Percent(12_615), Some(Percent(5_250)), scale);
    check_svg(&bar, "mini");
    assert!(bar.as_str().contains("width=\"84.1%\"") && bar.as_str().contains("b-sumbu"));
    let usual = mini_bar(Percent(7_460), None, BarScale::over([Percent(7_460)]));
    assert!(usual.as_str().contains("width=\"74.6%\"") && !usual.as_str().contains("b-sumbu"));
    for kind in [Swatch::Filled, Swatch::Gap, Swatch::Rest] {
        check_svg(&swatch(kind, "kunci"), "swatch");
    }
}

#[test]
fn every_class_is_in_the_style_sheet() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/cakupan.css");
    let css = fs::read_to_string(path).expect("the style sheet");
    let known =
        |class: &str| [' ', ',', '.'].iter().any(|after| css.contains(&format!(".{class}{after}")));
    for ink in Ink::ALL {
        assert!(ink.class().split(' ').all(known), "{}", ink.class());
        let color = ink.color();
        assert_eq!(Ink::from_rgb((color.0, color.1, color.2)), Some(ink));
    }
    assert_eq!(Ink::from_rgb((0, 0, 0)), None);
    assert_eq!(Ink::from_rgb((1, 2, 200)), None);
    for tile in &tiles::TILES {
        assert!(known(&format!("x{}", tile.x)) && known(&format!("y{}", tile.y)));
    }
    assert!(tiles::key(Some(Percent(5_250))).iter().all(|(class, _)| known(class)));
}

#[test]
fn small_whole_pictures() {
    let lines = |svg: Svg| svg.as_str().replace("><", ">\n<");
    let two = [figure("2024-12", 3_400), figure("2025-06-08", 3_505)];
    let two = input("Kendari", &two, None, vec![target(2025, 5_215)], "2025-06-08");
    insta::assert_snapshot!("trend_narrow", lines(trend(&two, Size::Narrow)));
    let bar = CoverageBar {
        id: "bilah",
        title: "Cakupan Jambi 45,17 persen.",
        coverage: Percent(4_517),
        inside: "592.806 peserta aktif",
        target: Some(BarMark { label: "Target 2024: 53%", percent: Percent(5_300) }),
        later: None,
        reference: Some(BarMark { label: "Nasional 35,18%", percent: Percent(3_518) }),
    };
    insta::assert_snapshot!("bar", lines(coverage_bar(&bar)));
    let spark = spark(&monthly(2024, 12, 3_000, 60), date("2024-12-31"));
    insta::assert_snapshot!("spark", spark.as_str());
}
