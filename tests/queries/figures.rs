//! The figures that pages show.

use cakupan::db::figures;
use cakupan::domain::{AsOf, Level, Origin, Percent, Precision};
use chrono::NaiveDate;

use crate::testdb::TestDb;
use crate::{day, region, segment};

const LAST: NaiveDate = NaiveDate::from_ymd_opt(2099, 12, 31).unwrap();

fn has_percent(shown: &figures::Shown) -> bool {
    shown.figure().is_some_and(|figure| figure.coverage.is_some())
}

#[test]
fn a_region_has_one_figure_a_date_in_order() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (jambi, total) = (region(c, "15"), segment(c, "total"));
                let all = figures::of_region(c, jambi.id, total)?;
                assert!(all.is_sorted_by(|a, b| a.as_of.date < b.as_of.date));
                let golden = all.iter().find(|s| s.as_of.date == day("2024-12-02")).unwrap();
                let own = golden.own.unwrap();
                assert_eq!((own.coverage, own.origin), (Some(Percent(4517)), Origin::Counts));
                assert_eq!(own.gap_in_workers(Percent(5300)), Some(102_750));
                assert_eq!((golden.statements, golden.disputed), (2, false), "two that agree");
                assert_eq!(golden.parts_expected, 11);
                assert!(figures::of_region(c, 1, total)?.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn only_active_statements_with_a_date_are_coverage() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (maluku_utara, total) = (region(c, "82"), segment(c, "total"));
                let all = figures::of_region(c, maluku_utara.id, total)?;
                assert!(
                    all.iter().filter_map(|s| s.figure()?.coverage).all(|p| p != Percent(6100))
                );
                let kaimana = region(c, "92.08");
                let mut shown = Vec::new();
                for segment in cakupan::db::segments::all(c)? {
                    shown.extend(figures::of_region(c, kaimana.id, segment.id)?);
                }
                assert!(
                    shown.iter().any(|s| s.own.and_then(|f| f.coverage) == Some(Percent(12_615))),
                    "never clipped: {shown:?}"
                );
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_decision_of_the_editor_is_shown_and_the_dispute_marked() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (nation, total) = (region(c, "ID"), segment(c, "total"));
                let all = figures::of_region(c, nation.id, total)?;
                for (date, percent) in [("2025-04-30", 3568), ("2025-10-31", 3701)] {
                    let shown = all.iter().find(|s| s.as_of.date == day(date)).unwrap();
                    assert_eq!(shown.own.unwrap().coverage, Some(Percent(percent)));
                    assert!(shown.disputed && shown.statements > 1, "{date}");
                    assert_eq!(shown.as_of.precision, shown.own.unwrap().as_of.precision);
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn parts_and_levels_give_the_same_rows_as_their_regions() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let total = segment(c, "total");
                let nation = region(c, "ID");
                let mut provinces = cakupan::db::regions::parts(c, nation.id)?;
                provinces.sort_by_key(|province| province.id);
                let (from, to) = (day("2024-01-01"), day("2025-06-30"));
                let mut expected = Vec::new();
                for province in &provinces {
                    let rows = figures::of_region(c, province.id, total)?;
                    expected
                        .extend(rows.into_iter().filter(|s| (from..=to).contains(&s.as_of.date)));
                }
                assert!(expected.len() > 30);
                let mut parts = figures::of_parts(c, nation.id, total)?;
                parts.retain(|row| (from..=to).contains(&row.as_of.date));
                assert_eq!(parts, expected);
                let between = figures::of_parts_between(c, nation.id, from, to)?.into_iter();
                let between: Vec<_> =
                    between.filter(|(id, _)| *id == total).map(|(_, row)| row).collect();
                assert_eq!(between, expected);
                assert_eq!(figures::of_level(c, Level::Province, total, Some(from), to)?, expected);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn all_segments_of_a_region_come_at_once() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let pangkalpinang = region(c, "19.71");
                let mut expected = Vec::new();
                for segment in cakupan::db::segments::all(c)? {
                    let rows = figures::of_region(c, pangkalpinang.id, segment.id)?;
                    let latest = rows.into_iter().rfind(has_percent);
                    expected.extend(latest.map(|row| (segment.id, row)));
                }
                let all = figures::segments_of_region(c, pangkalpinang.id, None, LAST)?;
                assert_eq!(all, expected);
                let pu = segment(c, "pu");
                let (_, row) = all.iter().find(|(id, _)| *id == pu).unwrap();
                assert_eq!(row.own.unwrap().coverage, Some(Percent(5166)));
                let none = figures::segments_of_region(c, pangkalpinang.id, Some(LAST), LAST)?;
                assert!(none.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_parent_counts_the_parts_that_reported_at_that_date() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (jambi, total) = (region(c, "15"), segment(c, "total"));
                let rows = figures::of_region(c, jambi.id, total)?;
                let parts = figures::of_parts(c, jambi.id, total)?;
                for row in &rows {
                    let then = parts.iter().filter(|part| part.as_of.date == row.as_of.date);
                    assert_eq!(usize::try_from(row.parts_reported).unwrap(), then.count());
                    assert_eq!(row.parts_sum, None, "never complete in the published figures");
                    assert!(row.own.is_some() || row.parts_reported > 0);
                }
                assert!(rows.iter().any(|row| row.own.is_none() && row.figure().is_none()));
                assert_eq!(
                    rows.iter().filter(|r| r.as_of.precision == Precision::Year).count(),
                    rows.iter()
                        .filter(|r| Some(r.as_of) == AsOf::year(r.as_of.calendar_year()))
                        .count()
                );
                Ok(())
            })
            .unwrap();
    }
}
