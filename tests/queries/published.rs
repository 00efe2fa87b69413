//! What was published: segments, sources, statements, targets, funding, regulations.

use cakupan::db::funding::{FundingKind, Payer};
use cakupan::db::{funding, regulations, segments, sources, state, statements, targets};
use cakupan::domain::target::{self, Basis};
use cakupan::domain::{AsOf, Authority, Kind, Level, Percent, Period};

use crate::testdb::TestDb;
use crate::{day, region, segment};

#[test]
fn segments_come_in_the_order_of_the_list() {
    for test in TestDb::both() {
        let all = test.pool.read(segments::all).unwrap();
        assert_eq!(all.len(), 22);
        assert!(all[0].code.is_total() && all[0].parent.is_none());
        let desa = all.iter().find(|s| s.code.as_str() == "rt_rw").unwrap();
        assert_eq!(desa.parent.as_ref().unwrap().as_str(), "desa");
        assert_eq!(desa.counting, "nik");
        assert!(!desa.base.is_empty() && !desa.name.is_empty());
    }
}

#[test]
fn sources_come_with_their_authority() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let all = sources::all(c)?;
                assert_eq!(all.len(), 372);
                let konawe = all.iter().find(|s| s.code == "persadakita20250509").unwrap();
                assert_eq!(
                    (konawe.authority, konawe.published_on.as_str()),
                    (Authority::Press, "2025-05-09")
                );
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn statements_of_a_region_are_all_kinds_and_the_undated_ones() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let jambi = region(c, "15");
                let total = segment(c, "total");
                let all = crate::statements(c, jambi.id);
                let golden = all
                    .iter()
                    .find(|s| {
                        s.segment_id == total && s.as_of == Some(AsOf::day(day("2024-12-02")))
                    })
                    .unwrap();
                assert_eq!((golden.active, golden.workforce), (Some(592_806), Some(1_312_370)));
                assert_eq!((golden.rank, golden.rank_of), (Some(16), Some(34)));
                assert_eq!(golden.published, Some(Percent(4517)));
                assert_eq!(golden.figure().unwrap().coverage, Some(Percent(4517)));

                let maluku_utara = region(c, "82");
                let share = crate::statements(c, maluku_utara.id)
                    .into_iter()
                    .find(|s| s.kind == Kind::ShareOfTarget)
                    .unwrap();
                assert_eq!(share.published, Some(Percent(6100)));
                assert_eq!(share.figure(), None, "a share of a target is no coverage");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn an_undated_statement_is_listed_last_and_never_shown() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let mut undated = 0;
                for level in Level::ALL {
                    for region in cakupan::db::regions::of_level(c, level)? {
                        let all = crate::statements(c, region.id);
                        undated += all.iter().filter(|s| s.as_of.is_none()).count();
                        assert!(all.is_sorted_by_key(|s| s.as_of.is_none()));
                    }
                }
                assert_eq!(undated, 3);
                assert_eq!(crate::count(c, "shown where as_of < '1900-01-01'"), 0);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_register_of_conflicts_says_what_is_shown_and_why() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let nation = region(c, "ID");
                let total = segment(c, "total");
                let disputes = statements::disputed(c)?;
                assert!(disputes.is_sorted_by(|a, b| a.as_of >= b.as_of));
                let of = |date: &str| {
                    disputes
                        .iter()
                        .find(|d| {
                            (d.region_id, d.segment_id, d.as_of) == (nation.id, total, day(date))
                        })
                        .unwrap_or_else(|| panic!("no dispute on {date}"))
                };
                for (date, chosen, other, why) in
                    [("2025-04-30", 3568, 3586, "35,68"), ("2025-10-31", 3701, 4200, "37,01")]
                {
                    let dispute = of(date);
                    let said: Vec<i32> = dispute
                        .statements
                        .iter()
                        .filter_map(|s| s.published)
                        .map(|p| p.0)
                        .collect();
                    assert!(said.contains(&chosen) && said.contains(&other), "{date}: {said:?}");
                    let shown = dispute
                        .statements
                        .iter()
                        .find(|s| s.source_id == dispute.chosen_source_id)
                        .unwrap();
                    assert_eq!(shown.published, Some(Percent(chosen)), "{date}");
                    assert!(dispute.reason.as_ref().unwrap().contains(why), "{date}");
                    let key = statements::of_key(c, nation.id, total, day(date))?;
                    assert_eq!(key, dispute.statements);
                }
                assert!(disputes.iter().any(|d| d.reason.is_none()), "the rule decided some");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_published_number_of_uncovered_workers_is_kept() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (jambi, desa) = (region(c, "15"), segment(c, "desa"));
                let all = crate::statements(c, jambi.id);
                let stated: Vec<_> = all.iter().filter(|s| s.uncovered == Some(65_875)).collect();
                let [stated] = stated.as_slice() else { panic!("{stated:?}") };
                assert_eq!((stated.segment_id, stated.published), (desa, Some(Percent(3302))));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_newest_statements_come_first() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let jambi = region(c, "15");
                let own = format!("observation where region_id = {}", jambi.id);
                let all = usize::try_from(crate::count(c, &own)).unwrap();
                let (newest, more) = statements::newest_of_region(c, jambi.id, all)?;
                assert_eq!((newest.len(), more), (all, false));
                assert!(
                    newest.is_sorted_by(|a, b| a.as_of.map(|d| d.date) >= b.as_of.map(|d| d.date))
                );
                for limit in 1..all {
                    let (first, more) = statements::newest_of_region(c, jambi.id, limit)?;
                    assert_eq!((first.as_slice(), more), (&newest[..limit], true));
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn sources_count_their_statements() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let counts = statements::count_by_source(c)?;
                assert_eq!(counts.values().sum::<i64>(), crate::count(c, "observation"));
                for source in sources::all(c)? {
                    let own = format!("observation where source_id = {}", source.id);
                    let counted = counts.get(&source.id).copied().unwrap_or(0);
                    assert_eq!(counted, crate::count(c, &own), "{}", source.code);
                    assert!(!counts.contains_key(&source.id) || counted > 0);
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_reason_of_a_decision_is_found_by_its_key() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (nation, total) = (region(c, "ID"), segment(c, "total"));
                let reason = statements::decision(c, nation.id, total, day("2025-04-30"))?;
                assert!(reason.unwrap().contains("35,68"));
                assert_eq!(statements::decision(c, nation.id, total, day("2025-05-31"))?, None);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn targets_carry_their_basis_and_authority() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let nation = region(c, "ID");
                let of_nation = targets::of_region(c, nation.id)?;
                let chosen = target::choose(&of_nation, Level::Nation, 2025).unwrap();
                assert_eq!((chosen.percent, chosen.basis), (Percent(5215), Basis::Kemendagri));
                assert!(
                    of_nation.iter().any(
                        |t| (t.year, t.percent, t.basis) == (2025, Percent(3215), Basis::Rpjmn)
                    )
                );
                assert!(of_nation.is_sorted_by_key(|t| (t.year, t.id)));

                let all = targets::all(c)?;
                assert_eq!(all.values().map(Vec::len).sum::<usize>(), 98);
                assert_eq!(all[&nation.id], of_nation);
                let provinces = cakupan::db::regions::parts(c, nation.id)?;
                let around = targets::around(c, nation.id, nation.id, nation.id)?;
                let of_provinces =
                    all.iter().filter(|(id, _)| provinces.iter().any(|r| r.id == **id));
                assert_eq!(around.len(), 1 + of_provinces.clone().count());
                assert!(of_provinces.clone().count() > 5);
                assert!(of_provinces.clone().all(|(id, targets)| around[id] == *targets));
                let (parent, part) = (region(c, "73"), region(c, "73.71"));
                let around = targets::around(c, part.id, parent.id, nation.id)?;
                assert!([parent.id, part.id].iter().all(|id| around.get(id) == all.get(id)));
                assert_eq!(around[&nation.id], of_nation);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn targets_without_a_percent_stand_apart() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let all = targets::counts(c)?;
                assert_eq!(all.len(), 2);
                let toraja = region(c, "73.18");
                let of_toraja = targets::counts_of_region(c, toraja.id)?;
                assert_eq!(of_toraja.len(), 1);
                assert!(of_toraja[0].note.contains("59.914"));
                assert!(targets::of_region(c, toraja.id)?.iter().all(|t| t.id != of_toraja[0].id));
                let jambi = region(c, "15");
                assert!(targets::counts_of_region(c, jambi.id)?.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn funding_and_regulations_are_as_published() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let all = funding::all(c)?;
                assert_eq!(all.len(), 215);
                assert_eq!(all.iter().filter(|f| f.period.is_none()).count(), 2);
                let sukabumi = region(c, "32.02");
                let of_region = funding::of_region(c, sukabumi.id)?;
                let expected: Vec<_> =
                    all.iter().filter(|f| f.region_id == sukabumi.id).cloned().collect();
                assert_eq!(of_region, expected);
                let first = of_region.iter().find(|f| f.workers == Some(14_066)).unwrap();
                assert_eq!(
                    (first.kind, first.payer),
                    (FundingKind::WorkersCovered, Payer::RegencyBudget)
                );
                assert_eq!(first.period, AsOf::month(2025, 5).map(Period::Dated));
                let dates: Vec<_> =
                    of_region.iter().map(|f| f.period.and_then(Period::end)).collect();
                assert!(dates.is_sorted_by(|a, b| a >= b), "newest first: {dates:?}");

                let all = regulations::all(c)?;
                assert_eq!(all.len(), 70);
                let nation = region(c, "ID");
                let of_nation = regulations::of_region(c, nation.id)?;
                assert!(of_nation.iter().any(|r| r.kind == "Permendagri" && r.number == "15"));
                let years: Vec<_> = of_nation.iter().map(|r| r.year.unwrap_or(0)).collect();
                assert!(years.is_sorted_by(|a, b| a >= b));
                assert_eq!(
                    of_nation,
                    all.iter().filter(|r| r.region_id == nation.id).cloned().collect::<Vec<_>>()
                );
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_state_names_version_and_newest_date() {
    for test in TestDb::both() {
        let state = test.pool.read(state::load).unwrap();
        assert_eq!((state.version, state.simulated), (1, false));
        assert_eq!(state.newest_total, Some(day("2026-03-31")), "{}", test.backend);
    }
}
