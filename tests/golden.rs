//! The golden numbers: what the published rows must give, from the files that the program ships.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use cakupan::domain::change::Change;
use cakupan::domain::number::base_range;
use cakupan::domain::pace;
use cakupan::domain::premium::LOWEST_BPU;
use cakupan::domain::series::Series;
use cakupan::domain::statement::{self, Candidate, contradict};
use cakupan::domain::target::{choices, pick};
use cakupan::domain::{
    AsOf, Authority, Basis, Figure, Kind, Level, Origin, Percent, Points, Status, Target, Whose,
    wording,
};

/// One row of `observations.csv`, as far as these tests need it.
struct Row {
    region: String,
    segment: String,
    kind: Kind,
    source: String,
    rank: Option<(i64, i64)>,
    figure: Figure,
}

type Record = std::collections::HashMap<String, String>;

fn records(name: &str) -> Vec<Record> {
    let path = format!("{}/data/published/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

fn published_percent(text: &str) -> Option<Percent> {
    (!text.is_empty()).then(|| Percent::parse(text).unwrap())
}

/// The dated rows of a region and segment.
fn rows(region: &str, segment: &str) -> Vec<Row> {
    let read = |row: Record| {
        let as_of = AsOf::parse(&row["as_of"])?;
        let kind = match row["kind"].as_str() {
            "active" => Kind::Active,
            "share_of_target" => Kind::ShareOfTarget,
            _ => Kind::Other,
        };
        let (active, workforce) = (number(&row["active"]), number(&row["workforce"]));
        let published = published_percent(&row["coverage_pct"]);
        Some(Row {
            region: row["region_code"].clone(),
            segment: row["segment"].clone(),
            kind,
            source: row["source_id"].clone(),
            rank: number(&row["rank"]).zip(number(&row["rank_of"])),
            figure: Figure::read(as_of, active, workforce, published, row["rounded"] == "yes"),
        })
    };
    let of_both = |row: &Row| row.region == region && row.segment == segment;
    records("observations").into_iter().filter_map(read).filter(of_both).collect()
}

/// The row of a region and segment at a date that says the most.
fn row(region: &str, segment: &str, as_of: &str) -> Row {
    let as_of = AsOf::parse(as_of).unwrap();
    let said = |row: &Row| {
        let figure = &row.figure;
        let known =
            [figure.active.is_some(), figure.workforce.is_some(), figure.coverage.is_some()];
        (known.iter().filter(|known| **known).count(), row.rank.is_some())
    };
    rows(region, segment)
        .into_iter()
        .filter(|row| row.figure.as_of == as_of && row.kind == Kind::Active)
        .max_by_key(said)
        .unwrap()
}

fn targets(region: &str) -> Vec<Target> {
    let read = |(id, row): (usize, Record)| {
        let basis = match row["basis_code"].as_str() {
            "kemendagri" => Basis::Kemendagri,
            "rpjmn" => Basis::Rpjmn,
            "rkp" => Basis::Rkp,
            "rpjpn" => Basis::Rpjpn,
            "rpjmd" => Basis::Rpjmd,
            "rpjpd" => Basis::Rpjpd,
            "daerah" => Basis::Regional,
            _ => Basis::Other,
        };
        Some(Target {
            id: i32::try_from(id).unwrap(),
            year: row["year"].parse().ok()?,
            percent: published_percent(&row["target_pct"])?,
            basis,
            basis_text: row["basis"].clone(),
            authority: Authority::Press,
            note: row["note"].clone(),
            source: row["source_id"].clone(),
        })
    };
    let of_region = |(_, row): &(usize, Record)| row["region_code"] == region;
    records("targets").into_iter().enumerate().filter(of_region).filter_map(read).collect()
}

#[test]
fn jambi_december_2024() {
    let now = row("15", "total", "2024-12-02");
    let figure = now.figure;
    assert_eq!((figure.active, figure.workforce), (Some(592_806), Some(1_312_370)));
    assert_eq!((figure.coverage, figure.origin), (Some(Percent(4517)), Origin::Counts));
    assert_eq!(now.rank, Some((16, 34)));

    let before = row("15", "total", "2024-10-01").figure;
    assert_eq!(before.coverage, Some(Percent(4138)));
    let change = Change::between(&before, &figure).unwrap();
    assert_eq!((change.points, change.days), (Points(379), 62));

    let series = Series::new([before, figure], vec![]);
    let measured = pace::measured(&series, &figure).unwrap();
    assert_eq!(measured.pace.points_per_month(), Points(186));
    assert!(measured.provisional, "62 days are less than a year");

    let targets = targets("15");
    let goal = pick(&targets, &[], Level::Province, figure.as_of.date).unwrap();
    assert_eq!((goal.target.year, goal.target.percent), (2024, Percent(5300)));
    assert_eq!(figure.gap_in_workers(goal.target.percent), Some(102_750));
    let needed = pace::needed(&figure, goal.target.percent, goal.target.due()).unwrap();
    assert_eq!(needed.points_per_month(), Points(822));
    assert_eq!(measured.pace.ratio(&needed), Some(23));
    assert_eq!(Status::against(Some(&figure), Some(&measured.pace), goal.target), Status::Behind);
}

#[test]
fn konawe_april_2025() {
    let figure = row("74.02", "total", "2025-04-30").figure;
    assert_eq!((figure.active, figure.workforce), (Some(27_636), Some(79_388)));
    assert_eq!(figure.coverage, Some(Percent(3481)));
    assert_eq!(figure.uncovered(), Some(51_752));
    // Konawe has no target of its own.
    let national = targets("ID");
    let own = targets("74.02");
    let goal = pick(&own, &national, Level::Regency, figure.as_of.date).unwrap();
    assert_eq!((goal.whose, goal.target.basis), (Whose::National, Basis::Kemendagri));
    assert_eq!(goal.target.percent, Percent(5215));
    assert_eq!(figure.gap_in_workers(goal.target.percent), Some(13_765));
}

#[test]
fn village_institutions_of_jambi_have_a_derived_base() {
    let figure = row("15", "desa", "2024-12-02").figure;
    assert_eq!((figure.active, figure.workforce), (None, None), "no base was reported");
    assert_eq!(figure.coverage, Some(Percent(3302)));
    assert_eq!(base_range(65_875, figure.coverage.unwrap()), Some((98_343, 98_358)));
}

#[test]
fn kendari_june_2025() {
    let total = row("74.71", "total", "2025-06-08").figure;
    assert_eq!((total.active, total.coverage), (Some(49_397), Some(Percent(3505))));
    let bases = ["pu", "bpu", "jakon"]
        .map(|segment| row("74.71", segment, "2025-06-08").figure.workforce.unwrap());
    assert_eq!(bases, [88_357, 36_140, 16_443]);
    assert_eq!(total.workforce, Some(140_940));
    assert_eq!(bases.iter().sum::<i64>(), 140_940);
}

#[test]
fn pangkalpinang_may_2025() {
    let of = |segment| {
        let rows = rows("19.71", segment).into_iter();
        let counted = rows.filter(|row| row.figure.uncovered().is_some());
        counted.map(|row| row.figure).next().unwrap()
    };
    let (pu, bpu) = (of("pu"), of("bpu"));
    assert_eq!((pu.active, pu.workforce), (Some(24_286), Some(47_010)));
    assert_eq!((bpu.active, bpu.workforce), (Some(4_754), Some(23_416)));
    assert_eq!(pu.coverage, Some(Percent(5166)));
    assert_eq!(bpu.coverage, Some(Percent(2030)));
    let active = pu.active.unwrap() + bpu.active.unwrap();
    let base = pu.workforce.unwrap() + bpu.workforce.unwrap();
    assert_eq!((active, base), (29_040, 70_426));
    assert_eq!(Percent::of(active, base), Some(Percent(4123)), "not the mean of 51,66 and 20,30");
}

#[test]
fn bali_march_2025_is_flagged() {
    let figure = row("51", "total", "2025-03-31").figure;
    assert_eq!((figure.active, figure.workforce), (Some(935_079), Some(1_873_899)));
    assert_eq!(figure.coverage, Some(Percent(4990)), "computed");
    assert_eq!(figure.disputed_by_print(), Some(Percent(5088)), "as printed, shown beside it");
}

#[test]
fn budgets_are_products_of_the_premium() {
    let year = |workers| LOWEST_BPU.budget(workers, 12).unwrap();
    assert_eq!(wording::rupiah(year(15_000)), "Rp3.024.000.000", "Penajam Paser Utara");
    assert_eq!(wording::rupiah(year(50_000)), "Rp10.080.000.000", "Nusa Tenggara Timur");
    assert_eq!(wording::rupiah(year(23_000)), "Rp4.636.800.000", "Papua Tengah");
    assert_eq!(LOWEST_BPU.legal_basis, "PP 44/2015");
}

#[test]
fn nation_april_2025() {
    let april = AsOf::parse("2025-04").unwrap();
    let stated: Vec<Row> = rows("ID", "total")
        .into_iter()
        .filter(|row| row.figure.as_of == april && row.figure.coverage.is_some())
        .collect();
    let percents: Vec<Percent> = stated.iter().filter_map(|row| row.figure.coverage).collect();
    assert!(percents.contains(&Percent(3568)) && percents.contains(&Percent(3586)));
    assert!(contradict(percents));

    let candidates: Vec<Candidate> = stated
        .iter()
        .map(|row| Candidate {
            figure: row.figure,
            authority: Authority::Press,
            published_on: String::new(),
            source: row.source.clone(),
        })
        .collect();
    let decisions = records("decisions");
    let decision = decisions
        .iter()
        .find(|d| (&*d["region_code"], &*d["segment"], &*d["as_of"]) == ("ID", "total", "2025-04"))
        .map(|decision| decision["chosen_source_id"].as_str());
    let chosen = &candidates[statement::choose(&candidates, decision).unwrap()];
    assert_eq!(chosen.figure.coverage, Some(Percent(3568)));

    let targets = targets("ID");
    let all = choices(&targets, &[], Level::Nation);
    let status = |basis, hundredths| {
        let wanted = |target: &Target| {
            (target.year, target.basis, target.percent) == (2025, basis, Percent(hundredths))
        };
        let choice = all.iter().find(|choice| wanted(choice.target)).unwrap();
        Status::against(Some(&chosen.figure), None, choice.target)
    };
    assert_eq!(status(Basis::Rpjmn, 3215), Status::Achieved, "above the one");
    assert_ne!(status(Basis::Kemendagri, 5215), Status::Achieved, "below the other");
    let picked = pick(&targets, &[], Level::Nation, april.date).unwrap();
    assert_eq!(picked.target.percent, Percent(5215));
}

#[test]
fn kaimana_is_above_100_and_not_clipped() {
    let figure = row("92.08", "total", "2023-08").figure;
    assert_eq!(figure.published, Some(Percent(12_615)));
    assert_eq!(figure.coverage.map(wording::percent).as_deref(), Some("126,15%"));
    assert_eq!(figure.disputed_by_print(), None);
}

#[test]
fn maluku_utara_august_2025_is_not_coverage() {
    let august = AsOf::parse("2025-08").unwrap();
    let rows = rows("82", "total");
    let stated: Vec<&Row> = rows.iter().filter(|row| row.figure.as_of == august).collect();
    assert!(!stated.is_empty());
    for row in stated {
        assert_eq!(row.figure.published, Some(Percent(6100)));
        assert_eq!(row.kind, Kind::ShareOfTarget, "{}", row.source);
    }
}
