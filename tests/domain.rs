//! The rules over the lists that the program ships.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::HashMap;

use cakupan::domain::search::{Entry, MatchKind, search};
use cakupan::domain::wording::fold;
use cakupan::domain::{AsOf, Level, Percent, RegionCode, SegmentCode};

type Record = HashMap<String, String>;

fn records(name: &str) -> Vec<Record> {
    let path = format!("{}/data/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Code, full name and folded name, full name or alias of every region.
fn names() -> Vec<(String, String, String)> {
    let (regions, aliases) = (records("regions"), records("region_aliases"));
    let full: HashMap<&str, &str> = regions
        .iter()
        .map(|row| (&*row["code"], &*row["full_name"]))
        .chain([("ID", "Indonesia")])
        .collect();
    let own = regions
        .iter()
        .flat_map(|row| [(&row["code"], &row["name"]), (&row["code"], &row["full_name"])]);
    let also = aliases.iter().map(|row| (&row["code"], &row["alias"]));
    let nation = ("ID".to_owned(), "Indonesia".to_owned(), fold("Indonesia"));
    own.chain(also)
        .map(|(code, name)| (code.clone(), full[code.as_str()].to_owned(), fold(name)))
        .chain([nation])
        .collect()
}

fn entries(names: &[(String, String, String)]) -> Vec<Entry<'_>> {
    names.iter().map(|(code, full_name, folded)| Entry { code, full_name, folded }).collect()
}

#[test]
fn every_code_and_date_of_the_lists_is_read() {
    for row in records("regions") {
        let code = RegionCode::parse(&row["code"]).unwrap();
        let level = if row["level"] == "province" { Level::Province } else { Level::Regency };
        assert_eq!(code.level(), level);
        let parent = if row["parent_code"].is_empty() { "ID" } else { &row["parent_code"] };
        assert_eq!(code.parent().unwrap().as_str(), parent);
    }
    for row in records("published/observations") {
        assert!(row["as_of"].is_empty() || AsOf::parse(&row["as_of"]).is_some(), "{row:?}");
        let percent = &row["coverage_pct"];
        assert!(percent.is_empty() || Percent::parse(percent).is_some(), "{row:?}");
        assert!(SegmentCode::parse(&row["segment"]).is_some(), "{row:?}");
    }
}

#[test]
fn every_full_name_code_and_alias_finds_its_region_first() {
    let names = names();
    let entries = entries(&names);
    let all =
        |(code, full_name, name)| [code, full_name, name].map(|query| (code, full_name, query));
    let mut queries: Vec<(&String, &String, &String)> =
        names.iter().map(|(code, full_name, name)| (code, full_name, name)).flat_map(all).collect();
    queries.sort_unstable();
    queries.dedup();
    // Codes are compared as a whole; those of the provinces will do.
    queries.retain(|(code, _, query)| query != code || !code.contains('.'));
    for (code, full_name, query) in queries {
        let exact = |kind| matches!(kind, MatchKind::Exact | MatchKind::Code);
        let matches = search(&entries, query).into_iter().filter(|found| exact(found.kind));
        let found: Vec<&str> = matches.map(|found| entries[found.index].code).collect();
        assert!(found.contains(&code.as_str()), "{query:?} finds {found:?}, not {code}");
        if query == full_name || query == code {
            assert_eq!(found[0], code, "{query:?}");
        }
    }
}

#[test]
fn namesakes_are_both_found() {
    let names = names();
    let entries = entries(&names);
    let codes = |query| -> Vec<&str> {
        let exact = |kind| kind == MatchKind::Exact;
        let matches = search(&entries, query).into_iter().filter(|found| exact(found.kind));
        matches.map(|found| entries[found.index].code).collect()
    };
    assert_eq!(codes("Bandung"), ["32.04", "32.73"]);
    assert_eq!(codes("Jambi"), ["15", "15.71"]);
    assert_eq!(codes("kota jambi"), ["15.71"]);
    assert_eq!(codes("muko-muko"), ["17.06"]);
    assert_eq!(codes("Kota Baru"), ["63.02"]);
}

#[test]
fn slips_are_asked_about() {
    let names = names();
    let entries = entries(&names);
    let asked = |query| {
        let found = *search(&entries, query).first()?;
        (found.kind == MatchKind::Typo).then_some(entries[found.index].code)
    };
    assert_eq!(asked("Jambu"), Some("15"));
    assert_eq!(asked("konawa"), Some("74.02"));
    assert_eq!(asked("Kab. Kerincu"), Some("15.01"));
    assert_eq!(asked("sulawesi tengara"), Some("74"));
    assert_eq!(asked("jakarat selatan"), Some("31.74"));
    assert_eq!(asked("Atlantis"), None);
    assert_eq!(asked("Jambi"), None);
}
