//! Every function of the store, on both backends.

#[path = "common/db.rs"]
mod testdb;

use cakupan::db;
use cakupan::domain::RegionCode;
use testdb::TestDb;

#[test]
fn smoke() {
    for test in TestDb::both() {
        let state = test.pool.read(db::state::load).unwrap();
        println!("{} {state:?}", test.backend);
        let c15 = RegionCode::parse("15").unwrap();
        let j = test.pool.read(|c| db::regions::by_code(c, &c15)).unwrap().unwrap();
        println!("{j:?}");
        println!("{:#?}", test.pool.read(|c| db::figures::of_region(c, j.id, 1, None)).unwrap());
        println!("{:#?}", test.pool.read(|c| db::statements::disputed(c)).unwrap().len());
    }
}
