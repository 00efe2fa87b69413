//! How files of a source were read last.

use cakupan::db::mappings::{self, Mapping};

use crate::testdb::TestDb;

fn mapping(answers: &str, kept_at: i64) -> Mapping {
    Mapping { answers: answers.to_owned(), who: "Siti (siti)".to_owned(), kept_at }
}

#[test]
fn answers_are_kept_by_source_the_last_ones_only() {
    for test in TestDb::both() {
        test.pool
            .write(|c| {
                let (konawe, kendari) = ("persadakita20250509", "kiatnewskendari");
                assert_eq!(mappings::of_source(c, konawe)?, None);
                mappings::keep(c, konawe, &mapping("{\"a\":1}", 5))?;
                mappings::keep(c, kendari, &mapping("{\"b\":1}", 6))?;
                mappings::keep(c, konawe, &mapping("{\"c\":1}", 1_800_000_000_000))?;
                let found = mappings::of_source(c, konawe)?;
                assert_eq!(found, Some(mapping("{\"c\":1}", 1_800_000_000_000)));
                mappings::keep(c, "tidak ada", &mapping("{}", 7))?;
                assert_eq!(mappings::of_source(c, "tidak ada")?, None);
                mappings::forget(c, konawe)?;
                assert_eq!(mappings::of_source(c, konawe)?, None);
                assert_eq!(mappings::of_source(c, kendari)?, Some(mapping("{\"b\":1}", 6)));
                Ok(())
            })
            .unwrap();
    }
}
