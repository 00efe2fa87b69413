//! Regions, their history and their names.

use cakupan::db::regions::{self, EventKind};
use cakupan::domain::{Level, RegionCode, RegionKind};

use crate::testdb::TestDb;
use crate::{code, day, region};

#[test]
fn a_region_is_found_by_its_code_of_today() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let jambi = region(c, "15");
                assert_eq!(
                    (jambi.name.as_str(), jambi.full_name.as_str()),
                    ("Jambi", "Provinsi Jambi")
                );
                assert_eq!(
                    (jambi.kind, jambi.level, jambi.parts),
                    (RegionKind::Province, Level::Province, 11)
                );
                assert_eq!(jambi.parent_id, Some(region(c, "ID").id));
                let nation = region(c, "ID");
                assert_eq!((nation.parts, nation.parent_id), (38, None));
                let city = region(c, "15.71");
                assert_eq!((city.kind, city.full_name.as_str()), (RegionKind::Kota, "Kota Jambi"));
                assert_eq!(city.below.kelurahan, Some(68));
                assert_eq!(regions::by_id(c, city.id)?, Some(city));
                assert_eq!(regions::by_id(c, 1)?, None, "numbers of other things find nothing");
                for missing in ["99", "15.99", "15.01.01", "91.01"] {
                    assert_eq!(regions::by_code(c, &code(missing))?, None, "{missing}");
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_former_code_leads_to_the_region_of_today() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let merauke = regions::by_former_code(c, &code("91.01"))?.unwrap();
                assert_eq!((merauke.code.as_str(), merauke.name.as_str()), ("93.01", "Merauke"));
                let sorong = regions::by_former_code(c, &code("92.71"))?.unwrap();
                assert_eq!(sorong.code.as_str(), "96.71");
                for current in ["93.01", "15", "ID"] {
                    assert_eq!(regions::by_former_code(c, &code(current))?, None, "{current}");
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn ancestors_parts_and_levels_are_in_order() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let regency = region(c, "15.01");
                let codes = |list: Vec<regions::Region>| {
                    list.into_iter().map(|r| r.code.as_str().to_owned()).collect::<Vec<_>>()
                };
                assert_eq!(codes(regions::ancestors(c, &regency)?), ["ID", "15"]);
                let nation = region(c, "ID");
                assert!(regions::ancestors(c, &nation)?.is_empty());
                let parts = codes(regions::parts(c, regency.parent_id.unwrap())?);
                assert_eq!(parts.len(), 11);
                assert_eq!((parts[0].as_str(), parts[10].as_str()), ("15.01", "15.72"));
                assert!(regions::parts(c, regency.id)?.is_empty());
                let provinces = codes(regions::of_level(c, Level::Province)?);
                assert_eq!((provinces.len(), provinces[0].as_str()), (38, "11"));
                assert_eq!(provinces[37], "96");
                let regencies = codes(regions::of_level(c, Level::Regency)?);
                assert_eq!(regencies.len(), 514);
                assert!(regencies.is_sorted());
                assert_eq!(codes(regions::of_level(c, Level::Nation)?), ["ID"]);
                assert!(regions::of_level(c, Level::District)?.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn papua_has_its_history_on_both_sides() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let papua = region(c, "91");
                let events = regions::history(c, papua.id)?;
                let new: Vec<&str> = events.iter().map(|e| e.code.as_str()).collect();
                assert_eq!(new, ["93", "94", "95"]);
                assert!(events.iter().all(|event| event.kind == EventKind::Split));
                assert_eq!(regions::breaks(&regions::history(c, papua.id)?), [day("2022-07-25")]);

                let selatan = region(c, "93");
                let events = regions::history(c, selatan.id)?;
                let [created] = events.as_slice() else { panic!("{events:?}") };
                assert_eq!(
                    (created.kind, created.effective),
                    (EventKind::Created, day("2022-07-25"))
                );
                assert_eq!(created.old_region_id, Some(papua.id));
                assert_eq!(created.old_full_name.as_deref(), Some("Provinsi Papua"));
                assert_eq!(created.legal_basis, "UU 14/2022");
                assert!(
                    regions::breaks(&regions::history(c, selatan.id)?).is_empty(),
                    "nothing lies before it"
                );

                let merauke = region(c, "93.01");
                let events = regions::history(c, merauke.id)?;
                let [recoded] = events.as_slice() else { panic!("{events:?}") };
                assert_eq!(
                    (recoded.kind, recoded.effective),
                    (EventKind::Recoded, day("2022-07-25"))
                );
                assert_eq!((recoded.region_id, recoded.old_region_id), (merauke.id, None));
                assert_eq!(recoded.old_code.as_ref().map(RegionCode::as_str), Some("91.01"));
                let old_parent = recoded.old_parent.as_ref().unwrap();
                assert_eq!(
                    (old_parent.0.as_str(), old_parent.1.as_str()),
                    ("91", "Provinsi Papua")
                );
                assert!(regions::breaks(&regions::history(c, merauke.id)?).is_empty());

                let barat = region(c, "92");
                assert_eq!(regions::breaks(&regions::history(c, barat.id)?), [day("2022-12-08")]);
                let jambi = region(c, "15");
                assert!(regions::history(c, jambi.id)?.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_breaks_of_all_regions_are_those_of_each() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let all = regions::all_breaks(c)?;
                assert_eq!(all.len(), 2);
                for level in [Level::Nation, Level::Province, Level::Regency] {
                    for region in regions::of_level(c, level)? {
                        let own = all.get(&region.id).cloned().unwrap_or_default();
                        if level == Level::Province || !own.is_empty() {
                            assert_eq!(
                                own,
                                regions::breaks(&regions::history(c, region.id)?),
                                "{}",
                                region.code
                            );
                        }
                    }
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn regions_by_number_come_once_each_and_by_code() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let (jambi, aceh) = (region(c, "15"), region(c, "11"));
                let found = regions::by_ids(c, &[jambi.id, aceh.id, 1, jambi.id])?;
                assert_eq!(found, [aceh, jambi]);
                assert!(regions::by_ids(c, &[])?.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn every_name_can_be_searched() {
    for test in TestDb::both() {
        let entries = test.pool.read(regions::search_entries).unwrap();
        let named = |folded: &str| -> Vec<(&str, bool)> {
            entries
                .iter()
                .filter(|entry| entry.folded == folded)
                .map(|entry| (entry.code.as_str(), entry.is_alias))
                .collect()
        };
        assert_eq!(named("jambi"), [("15", false), ("15.71", false)]);
        assert_eq!(named("kota jambi"), [("15.71", false)]);
        assert_eq!(named("nad"), [("11", true)]);
        assert_eq!(named("91.01"), [("93.01", true)], "a former code");
        let kota = entries.iter().find(|entry| entry.text == "Kota Jambi").unwrap();
        assert_eq!((kota.parent_name.as_str(), kota.level), ("Provinsi Jambi", Level::Regency));
        let nation: Vec<_> = entries.iter().filter(|e| e.code.as_str() == "ID").collect();
        assert!(nation.iter().any(|entry| entry.parent_name.is_empty()));
        // 553 names, 552 full names that differ from them, 276 aliases, 26 former codes.
        assert_eq!(entries.iter().filter(|entry| !entry.is_alias).count(), 553 + 552);
        assert_eq!(entries.iter().filter(|entry| entry.is_alias).count(), 276 + 26);
    }
}

#[test]
fn the_code_of_the_bureau_of_statistics_is_another_one() {
    for test in TestDb::both() {
        test.pool
            .read(|c| {
                let papua = region(c, "91");
                assert_eq!(regions::bps_code(c, papua.id)?.as_deref(), Some("94"));
                let nation = region(c, "ID");
                assert_eq!(regions::bps_code(c, nation.id)?, None);
                Ok(())
            })
            .unwrap();
    }
}
