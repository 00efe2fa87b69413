//! Files of lists, on both databases: targets, funding, regulations, regions and sources.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use cakupan::db::intake::Origin;
use cakupan::db::mappings::{self, Mapping};
use cakupan::db::withdrawals;
use cakupan::db::{Error, audit, funding, lists, regions, regulations, sources, targets};
use cakupan::domain::list::{List, Record, Use};
use cakupan::domain::{AsOf, Authority, Event, Percent, Period, RegionCode};
use cakupan::import::{
    self, Asks, Content, Field, File, Mode, Options, Outcome, Report, Rule, Sender, Severity,
};
use cakupan::people::trail::{self, Wanted};
use chrono::NaiveDate;
use common::app::TestApp;
use common::db::TestDb;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

/// A source of the release, for rows that need one.
const SOURCE: &str = "subang2025";

fn of(content: Content) -> Options {
    let source = content.list().filter(|list| list.has_regions()).map(|_| SOURCE.to_owned());
    Options { content: Some(content), source, ..Options::default() }
}

fn run_as(test: &TestDb, content: &str, options: &Options, mode: Mode) -> Report {
    let file = File { name: "daftar.csv", bytes: content.as_bytes() };
    let sender = Sender { who: "penguji".to_owned(), ..Sender::default() };
    import::run(&test.pool, file, options, &sender, mode, TODAY).unwrap()
}

fn commit(test: &TestDb, content: &str, options: &Options) -> Report {
    run_as(test, content, options, Mode::Commit)
}

/// Commits what must go in; the number of its batch.
fn committed(test: &TestDb, content: &str, options: &Options) -> i32 {
    let report = commit(test, content, options);
    match report.outcome {
        Outcome::Committed(id) => id,
        other => panic!("{}: {other:?} {:#?}", test.backend, report.findings.list()),
    }
}

fn counts(report: &Report) -> (usize, usize, usize) {
    (report.effect.new, report.effect.changed, report.effect.same)
}

/// Rule, line, column and value of each refusal.
fn refused(report: &Report) -> Vec<(Rule, u32, &str, &str)> {
    let all = report.findings.list().iter().filter(|f| f.severity == Severity::Refuse);
    all.map(|f| (f.rule, f.line, f.column.as_str(), f.value.as_str())).collect()
}

fn withdraw(test: &TestDb, id: i32) -> Result<Option<i32>, Error> {
    let origin = Origin { title: "Penarikan", note: "salah", ..Origin::default() };
    test.pool.write(|c| withdrawals::withdraw(c, id, &origin))
}

/// How many rows of lists a withdrawal would end, and how many would hold again.
fn effect(test: &TestDb, id: i32) -> (i64, i64) {
    let effect = test.pool.read(|c| withdrawals::withdrawal(c, id)).unwrap();
    (effect.rows_ended, effect.rows_back)
}

fn rows(test: &TestDb, list: List) -> Vec<Record> {
    let rows = test.pool.read(|c| lists::today(c, list)).unwrap();
    rows.into_iter().map(|row| row.record).collect()
}

fn sound(test: &TestDb) {
    assert_eq!(audit::problems(&test.pool).unwrap(), Vec::<String>::new(), "{}", test.backend);
}

/// Body of a page at a version.
fn page(app: &TestApp, path: &str, version: i32) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    let answer = app.get(&format!("{path}{sign}versi={version}"));
    assert_eq!(answer.status, 200, "{path} {version}: {}", answer.text());
    answer.text().to_owned()
}

/// Brings a list in, again, changed, and takes the change back; pages of past versions stay the same.
fn lives(content: Content, first: &str, changed: &str, pages: &[&str]) {
    let list = content.list().unwrap();
    for test in TestDb::both() {
        let backend = test.backend;
        let before = rows(&test, list);
        let rehearsed = run_as(&test, first, &of(content), Mode::Rehearse);
        assert_eq!(rehearsed.outcome, Outcome::Ready, "{:#?}", rehearsed.findings.list());
        assert_eq!(rows(&test, list), before, "{backend}: a rehearsal keeps nothing");
        let report = commit(&test, first, &of(content));
        assert_eq!(report.outcome, Outcome::Committed(2), "{backend}");
        assert_eq!(report.effect, rehearsed.effect, "a rehearsal tells what happens");
        let (new, 0, 0) = counts(&report) else { panic!("{:?}", counts(&report)) };
        assert!(new > 0);
        let with_first = rows(&test, list);
        assert_eq!(with_first.len(), before.len() + new);

        let again = commit(&test, first, &of(content));
        assert_eq!((again.outcome, counts(&again)), (Outcome::Nothing, (0, 0, new)));
        assert!(again.findings.list().iter().any(|f| f.rule == Rule::Repeat));

        let app = TestApp::start(&test.pool);
        let then: Vec<[String; 2]> =
            pages.iter().map(|path| [page(&app, path, 1), page(&app, path, 2)]).collect();

        let report = commit(&test, changed, &of(content));
        assert_eq!(report.outcome, Outcome::Committed(3), "{:#?}", report.findings.list());
        assert_eq!(counts(&report), (0, 1, new - 1), "{backend}");
        let change = &report.effect.records[0];
        assert!(!change.is_new && change.values.len() == 1, "{change:?}");
        assert_ne!(change.values[0].old, change.values[0].new);
        app.state.refresh().unwrap();
        for (path, then) in pages.iter().zip(&then) {
            assert!(then[0] == page(&app, path, 1), "{backend}: {path} of version 1");
            assert!(then[1] == page(&app, path, 2), "{backend}: {path} of version 2");
        }

        let touched = test.pool.read(|c| lists::touched(c, list, 3)).unwrap();
        assert_eq!(touched.len(), 1);
        assert!(touched[0].old.is_some() && touched[0].new.is_some());
        let revision = app.get("/revisi/3").text().to_owned();
        let value = &change.values[0];
        assert!(
            revision.contains(&value.old) && revision.contains(&value.new),
            "{backend}: {value:?}"
        );
        assert!(revision.contains(&format!("{} berubah", list.label())));

        assert_eq!(withdraw(&test, 3).unwrap(), Some(4), "{backend}");
        let kind = test.pool.read(|c| cakupan::db::versions::one(c, 4)).unwrap().unwrap().kind;
        assert_eq!(kind, "manual", "no import");
        assert_eq!(sorted(rows(&test, list)), sorted(with_first.clone()), "{backend}");
        assert_eq!(withdraw(&test, 3).unwrap(), None, "nothing of it stands");
        assert_eq!(withdraw(&test, 4).unwrap(), Some(5), "the withdrawal itself");
        assert_ne!(sorted(rows(&test, list)), sorted(with_first));
        assert_eq!(withdraw(&test, 5).unwrap(), Some(6));
        // Later batches have spoken of one row; it stays.
        assert_eq!(withdraw(&test, 2).unwrap(), Some(7), "{backend}");
        assert_eq!(rows(&test, list).len(), before.len() + 1, "{backend}");
        sound(&test);
    }
}

fn sorted(mut rows: Vec<Record>) -> Vec<Record> {
    rows.sort_by_key(Record::key);
    rows
}

const TARGETS: &str = "\
DAFTAR TARGET UCJ,,,,,,
Kode wilayah,Nama wilayah,Tahun,Target (persen),Target (pekerja),Dasar,Uraian dasar,Catatan
15.01,Kabupaten Kerinci,2027,\"62,5\",,RPJMD,RPJMD Kerinci 2025-2029,
15.02,Merangin,2027,,82.500,daerah,,dari rapat
,Kota Jambi,2027,60,100.000,kemendagri,,
";

#[test]
fn targets_live() {
    let changed = TARGETS.replace("\"62,5\"", "\"65,25\"");
    lives(
        Content::Targets,
        TARGETS,
        &changed,
        &["/target?tingkat=kabupaten-kota", "/wilayah/15.01"],
    );
}

#[test]
fn targets_are_read_as_they_stand() {
    for test in TestDb::both() {
        committed(&test, TARGETS, &of(Content::Targets));
        test.pool
            .read(|c| {
                let kerinci = regions::by_code(c, &RegionCode::parse("15.01").unwrap())?.unwrap();
                let own = targets::of_region(c, kerinci.id)?;
                let target = own.iter().find(|target| target.year == 2027).unwrap();
                assert_eq!(target.percent, Percent(6_250));
                assert_eq!(target.basis_text, "RPJMD Kerinci 2025-2029");
                let counts = targets::counts(c)?;
                assert!(counts.iter().any(|t| t.workers == Some(82_500) && t.note == "dari rapat"));
                Ok(())
            })
            .unwrap();
        // A file without the column of remarks leaves them as they are.
        let less = "Kode wilayah,Tahun,Target (pekerja),Dasar\n15.02,2027,83000,daerah\n";
        committed(&test, less, &of(Content::Targets));
        let kept = rows(&test, List::Targets).into_iter().any(|record| {
            matches!(record, Record::Target(t) if t.workers == Some(83_000) && t.note == "dari rapat")
        });
        assert!(kept, "{}", test.backend);
    }
}

#[test]
fn wrong_targets_are_refused_with_line_column_value_and_rule() {
    let text = "\
Kode wilayah,Nama wilayah,Tahun,Target (persen),Target (pekerja),Dasar,Kode sumber
15.99,,2027,60,,rpjmd,
15.01,,27,60,,rpjmd,
15.02,,2027,\"1.312\",,rpjmd,
15.03,,2027,60,,menteri,
15.04,,2027,,,rpjmd,
15.05,,2027,60,,rpjmd,bukan
15.06,,2027,60,,rpjmd,
15.06,,2027,61,,rpjmd,
15.07,,2027,150,,rpjmd,
";
    for test in TestDb::both() {
        let report = commit(&test, text, &of(Content::Targets));
        assert_eq!(report.outcome, Outcome::Blocked);
        assert_eq!(
            refused(&report),
            [
                (Rule::R10, 2, "Kode wilayah", "15.99"),
                (Rule::R11, 3, "Tahun", "27"),
                (Rule::R9, 4, "Target (persen)", "1.312"),
                (Rule::Value, 5, "Dasar", "menteri"),
                (Rule::Value, 6, "Target (persen)", ""),
                (Rule::Value, 7, "Kode sumber", "bukan"),
                (Rule::Twice, 8, "", ""),
                (Rule::Twice, 9, "", ""),
            ],
            "{:#?}",
            report.findings.list()
        );
        assert_eq!(report.findings.count(Severity::Warn), 1, "150%");
        let mut options = of(Content::Targets);
        options.leave_refused = true;
        assert_eq!(commit(&test, text, &options).outcome, Outcome::Blocked, "a reason is missing");
        options.accepted = Some("Benar 150%".to_owned());
        options.left_out.insert(10);
        options.fixes.insert((5, 5), "rpjpd".to_owned());
        let report = commit(&test, text, &options);
        assert_eq!(report.outcome, Outcome::Committed(2), "{:#?}", report.findings.list());
        assert_eq!(counts(&report), (1, 0, 0), "line 5; of 8 and 9 neither is known to be right");
    }
}

#[test]
fn what_a_file_of_targets_does_not_say_is_asked_for() {
    let [db, _] = TestDb::both();
    let text = "Kode wilayah,Thn,Target (persen)\n15.01,2027,60\n";
    let options = Options { content: Some(Content::Targets), ..Options::default() };
    let report = commit(&db, text, &options);
    let asked: Vec<&str> = report.findings.list().iter().map(|f| f.reason.as_str()).collect();
    assert_eq!(
        asked,
        ["tidak ada kolom Tahun.", "tidak ada kolom Dasar.", "sumber data belum dinyatakan."]
    );
    let mut options = of(Content::Targets);
    options.mapping.insert("Thn".to_owned(), Field::Year);
    let text = "Kode wilayah,Thn,Target (persen),Dasar\n15.01,2027,0.60,rpjmd\n";
    let report = commit(&db, text, &options);
    assert_eq!(report.findings.list()[0].asks, Some(Asks::Shares), "a share, or a percent");
    options.shares = Some(false);
    let report = commit(&db, text, &options);
    assert_eq!(report.findings.list()[0].reason, "target di bawah 1%.");
    let report = commit(&db, "apa saja\n1\n", &of(Content::Targets));
    assert_eq!(
        report.findings.list()[0].told(),
        "judul kolom tidak ditemukan. Baris judul memuat Kode wilayah (atau Nama wilayah), Tahun \
         dan Dasar."
    );
}

const FUNDING: &str = "\
Kode wilayah,Nama wilayah,Periode,Jenis,Pembayar,Uraian pembayar,Penerima manfaat,Pekerja,\
Jumlah (rupiah),Program,Kasus,Catatan
15.01,Kerinci,2026,Pekerja yang dibayari,apbd_kab,APBD Kerinci,petani,12000,,JKK+JKM,,
15.02,,Maret 2026,budget,DBH sawit,,pekebun,,Rp3 miliar 24 juta,,,rencana
15.71,,2026-04-30,Klaim,bpjs,,,,,,17,
";

#[test]
fn targets_are_known_by_the_unit_of_their_title() {
    let test = TestDb::sqlite_published();
    let options = of(Content::Targets);
    for (title, percent) in [("Target (%)", true), ("Target (orang)", false)] {
        let file = format!("Kode;Tahun;Dasar;{title}\n15.01;2027;RPJMD;65\n");
        let report = run_as(&test, &file, &options, Mode::Rehearse);
        let columns = &report.header.as_ref().unwrap().columns;
        let field = if percent { Field::TargetPercent } else { Field::TargetWorkers };
        assert_eq!(columns.last().unwrap().field, Some(field), "{title}");
        assert_eq!((report.outcome, report.effect.new), (Outcome::Ready, 1), "{title}");
    }
    let report =
        run_as(&test, "Kode;Tahun;Dasar;Target\n15.01;2027;RPJMD;65\n", &options, Mode::Rehearse);
    let asked = report.findings.list().iter().find(|own| own.asks == Some(Asks::Columns));
    assert!(asked.is_some_and(|own| own.reason.contains("dalam persen atau dalam jumlah")));
}

#[test]
fn funding_lives() {
    let changed = FUNDING.replace("Rp3 miliar 24 juta", "Rp 3.124.000.000");
    lives(Content::Funding, FUNDING, &changed, &["/pendanaan", "/wilayah/15.02"]);
}

#[test]
fn funding_is_read_as_it_stands_and_refused_where_it_cannot() {
    let wrong = "\
Kode wilayah,Periode,Jenis,Pembayar,Pekerja,Jumlah (rupiah),Kasus
15.01,2026,dibayar,apbd_kab,10,,
15.01,2026,budget,pusat,10,,
15.01,32 Maret 2026,budget,bkk,10,,
15.01,2026,budget,csr,,,
15.01,2026,budget,zis,,Rp1.312 juta,
";
    for test in TestDb::both() {
        committed(&test, FUNDING, &of(Content::Funding));
        let all = test.pool.read(funding::all).unwrap();
        let of_merangin = all.iter().find(|f| f.note == "rencana").unwrap();
        assert_eq!(of_merangin.amount_rp, Some(3_024_000_000));
        assert_eq!(of_merangin.period, AsOf::month(2026, 3).map(Period::Dated));
        assert!(all.iter().any(|f| f.workers == Some(12_000) && f.beneficiaries == "petani"));
        assert!(all.iter().any(|f| f.cases == Some(17)));
        let report = commit(&test, wrong, &of(Content::Funding));
        let found = refused(&report);
        assert_eq!(
            found[..4],
            [
                (Rule::Value, 2, "Jenis", "dibayar"),
                (Rule::Value, 3, "Pembayar", "pusat"),
                (Rule::R11, 4, "Periode", "32 Maret 2026"),
                (Rule::Value, 5, "Jumlah (rupiah)", ""),
            ],
            "{:#?}",
            report.findings.list()
        );
    }
}

const REGULATIONS: &str = "\
Kode wilayah,Nama wilayah,Jenis,Nomor,Tahun,Tentang
15.01,Kerinci,Peraturan Bupati,12,2026,Pelindungan pekerja rentan
15,Jambi,se,500/12/2026,2026,Kepesertaan aparat desa
ID,Indonesia,Surat Menteri,,,Percepatan
";

#[test]
fn regulations_live() {
    let changed = REGULATIONS.replace("Kepesertaan aparat desa", "Kepesertaan perangkat desa");
    lives(Content::Regulations, REGULATIONS, &changed, &["/regulasi", "/wilayah/15"]);
}

#[test]
fn regulations_are_read_as_they_stand_and_refused_where_they_cannot() {
    for test in TestDb::both() {
        committed(&test, REGULATIONS, &of(Content::Regulations));
        let all = test.pool.read(regulations::all).unwrap();
        let letter = all.iter().find(|rule| rule.number == "500/12/2026").unwrap();
        assert_eq!((letter.kind_code.as_str(), letter.kind.as_str()), ("se", "Surat Edaran"));
        let text = "Kode wilayah,Jenis,Nomor,Tahun,Tentang\n15,Nasihat,1,2026,x\n15,Perda,2,1,x\n\
                    15,Perda,3,2026,\n15.03,Perwali,4,2026,x\n15,Perda,5,2199,x\n";
        let report = commit(&test, text, &of(Content::Regulations));
        assert_eq!(
            refused(&report),
            [
                (Rule::Value, 2, "Jenis", "Nasihat"),
                (Rule::R11, 3, "Tahun", "1"),
                (Rule::Value, 4, "Tentang", ""),
                (Rule::Value, 5, "Jenis", "Perwali"),
                (Rule::R11, 6, "Tahun", "2199"),
            ]
        );
        let same = "Kode wilayah,Jenis,Nomor,Tahun,Tentang\n\
                    15.01,Peraturan Bupati,012 Tahun 2026,2026,Pelindungan pekerja rentan\n";
        assert_eq!(commit(&test, same, &of(Content::Regulations)).effect.same, 1);
    }
}

const SOURCES: &str = "\
Kode,Penerbit,Judul,Tanggal terbit,Alamat web,Jenis penerbit
disnaker-jambi-2026,Disnaker Jambi,Laporan triwulan,2026-04,https://example.org/lapor,pemda
bpjs-jambi-2026,BPJS Ketenagakerjaan Jambi,Surat 12,2 Maret 2026,,bpjs
";

#[test]
fn sources_live() {
    let changed = SOURCES.replace("Laporan triwulan", "Laporan Triwulan I");
    lives(Content::Sources, SOURCES, &changed, &["/sumber", "/target"]);
}

/// All shown figures and all sources, as of today or of a version.
fn everything(test: &TestDb, version: Option<i32>) -> String {
    let read = |c: &mut cakupan::db::Connection| {
        let mut all = String::new();
        for segment in cakupan::db::segments::all(c)? {
            for level in cakupan::domain::Level::ALL {
                let far = NaiveDate::from_ymd_opt(2199, 1, 1).unwrap();
                let shown = cakupan::db::figures::of_level(c, level, segment.id, None, far)?;
                let _ = write!(all, "{shown:?}");
            }
        }
        let _ = write!(all, "{:?}", sources::all(c)?);
        Ok(all)
    };
    match version {
        Some(version) => test.pool.read_at(version, read).unwrap(),
        None => test.pool.read(read).unwrap(),
    }
}

#[test]
fn a_source_that_is_another_one_may_show_another_figure_and_not_in_the_past() {
    for test in TestDb::both() {
        let before = everything(&test, None);
        // Everybody becomes a ministry: other statements win where they contradict.
        let all = test.pool.read(sources::all).unwrap();
        let mut text = "Kode,Penerbit,Jenis penerbit\n".to_owned();
        for source in all.iter().filter(|source| source.authority == Authority::Press) {
            let _ = writeln!(text, "{},\"{}\",kementerian", source.code, source.publisher);
        }
        let report = commit(&test, &text, &of(Content::Sources));
        assert_eq!(report.outcome, Outcome::Committed(2), "{:#?}", report.findings.list());
        assert!(report.effect.changed > 50 && report.effect.new == 0);
        let after = everything(&test, None);
        assert_ne!(before, after);
        sound(&test);
        assert!(everything(&test, Some(1)) == before, "{}", test.backend);
        assert!(everything(&test, None) == after, "the connection reads today again");
        assert_eq!(withdraw(&test, 2).unwrap(), Some(3));
        assert!(everything(&test, None) == before, "{}", test.backend);
        assert!(everything(&test, Some(2)) == after);
        sound(&test);
    }
}

#[test]
fn a_source_in_use_is_not_taken_back() {
    for test in TestDb::both() {
        let id = committed(&test, SOURCES, &of(Content::Sources));
        let mut options = of(Content::Targets);
        options.source = Some("bpjs-jambi-2026".to_owned());
        let own = committed(&test, TARGETS, &options);
        let error = withdraw(&test, id).unwrap_err();
        assert!(
            matches!(&error, Error::InUse { code, by: Use::Targets, rows: 3 } if code == "bpjs-jambi-2026"),
            "{error:?}"
        );
        assert!(rows(&test, List::Sources).iter().any(|r| r.subject() == "disnaker-jambi-2026"));
        assert!(matches!(withdraw(&test, own), Ok(Some(_))));
        assert!(withdraw(&test, id).is_err(), "ended rows refer to it too");
    }
    for test in TestDb::both() {
        let id = committed(&test, SOURCES, &of(Content::Sources));
        let before = rows(&test, List::Sources).len();
        let kept = Mapping { answers: "{}".to_owned(), who: String::new(), kept_at: 5 };
        test.pool.write(|c| mappings::keep(c, "bpjs-jambi-2026", &kept)).unwrap();
        let own = withdraw(&test, id).unwrap().unwrap();
        assert_eq!(effect(&test, own), (0, 2), "{}", test.backend);
        assert_eq!(rows(&test, List::Sources).len(), before - 2);
        assert!(matches!(withdraw(&test, own), Ok(Some(_))), "{}", test.backend);
        assert_eq!(rows(&test, List::Sources).len(), before);
        sound(&test);
    }
}

#[test]
fn wrong_sources_are_refused() {
    let text = "\
Kode,Penerbit,Judul,Tanggal terbit,Alamat web,Jenis penerbit
satu dua,x,,,,pers
tiga,,,,,pers
empat,x,,2031,,pers
lima,x,,,javascript:1,pers
enam,x,,,,koran
enam,x,,,,pers
tujuh,x,,2026,,pers
";
    for test in TestDb::both() {
        let report = commit(&test, text, &of(Content::Sources));
        assert_eq!(
            refused(&report),
            [
                (Rule::Value, 2, "Kode", "satu dua"),
                (Rule::Value, 3, "Penerbit", ""),
                (Rule::R11, 4, "Tanggal terbit", "2031"),
                (Rule::Value, 5, "Alamat web", "javascript:1"),
                (Rule::Value, 6, "Jenis penerbit", "koran"),
            ]
        );
    }
}

const REGIONS: &str = "\
Kode,Nama,Jenis,Kode induk,Dasar hukum
15.01.01.2001,Sungai Dalam,desa,15.01.01,
15.01.01,Gunung Raya,kecamatan,15.01,UU 58/1958
15.01.02,Batang Merangin,kecamatan,,
1501011001,Lempur,kelurahan,,
15.71.01,Telanaipura,kecamatan,15.71,
";

#[test]
fn regions_live() {
    let changed = REGIONS.replace("Sungai Dalam", "Sungai Dalam Baru");
    // A name and the full name with it are one change each.
    let pages = ["/wilayah/15.01", "/wilayah/15.01?versi=1", "/wilayah/15", "/peringkat"];
    for test in TestDb::both() {
        let backend = test.backend;
        let app = TestApp::start(&test.pool);
        let now: Vec<String> = pages.iter().map(|path| app.get(path).text().to_owned()).collect();
        let report = commit(&test, REGIONS, &of(Content::Regions));
        assert_eq!(report.outcome, Outcome::Committed(2), "{:#?}", report.findings.list());
        assert_eq!(counts(&report), (5, 0, 0));
        let parts = |test: &TestDb, code: &str| {
            test.pool
                .read(|c| {
                    Ok(regions::by_code(c, &RegionCode::parse(code).unwrap())?.unwrap().parts)
                })
                .unwrap()
        };
        assert_eq!((parts(&test, "15.01"), parts(&test, "15.01.01")), (2, 2), "{backend}");
        app.state.refresh().unwrap();
        let kerinci = app.get("/wilayah/15.01").text().to_owned();
        assert_ne!(kerinci, now[0], "{backend}: it has kecamatan now");
        assert_eq!(app.get("/wilayah/15.01.01.2001").status, 200);
        assert_eq!(app.get("/wilayah/15.01.01?versi=1").status, 404, "not known then");
        let at_first: Vec<String> = pages
            .iter()
            .filter(|path| !path.contains('?'))
            .map(|path| page(&app, path, 1))
            .collect();
        let second = page(&app, "/wilayah/15.01.01", 2);

        let again = commit(&test, REGIONS, &of(Content::Regions));
        assert_eq!((again.outcome, counts(&again)), (Outcome::Nothing, (0, 0, 5)));

        let report = commit(&test, &changed, &of(Content::Regions));
        assert_eq!((report.outcome, counts(&report)), (Outcome::Committed(3), (0, 1, 4)));
        let told: Vec<&str> = report.findings.list().iter().map(|f| f.reason.as_str()).collect();
        assert_eq!(told, ["nama yang berubah dianggap perbaikan tulisan, bukan nama baru."]);
        app.state.refresh().unwrap();
        assert!(app.get("/wilayah/15.01.01").text().contains("Sungai Dalam Baru"));
        assert!(page(&app, "/wilayah/15.01.01", 2) == second, "{backend}");
        let again: Vec<String> = pages
            .iter()
            .filter(|path| !path.contains('?'))
            .map(|path| page(&app, path, 1))
            .collect();
        assert!(again == at_first, "{backend}: version 1");
        let revision = app.get("/revisi/3").text().to_owned();
        assert!(revision.contains("Nama lengkap: Desa Sungai Dalam → Desa Sungai Dalam Baru"));
        assert!(app.get("/revisi/2").text().contains("<b>5</b> wilayah baru"));

        assert_eq!(withdraw(&test, 3).unwrap(), Some(4));
        let desa = rows(&test, List::Regions).into_iter().find(|r| r.subject().contains("2001"));
        assert_eq!(desa.unwrap().subject(), "15.01.01.2001 Desa Sungai Dalam");
        // The desa has a later version, and its kecamatan therefore stays.
        let error = withdraw(&test, 2).unwrap_err();
        assert!(
            matches!(&error, Error::InUse { code, by: Use::Parts, rows: 1 } if code == "15.01.01"),
            "{backend}: {error:?}"
        );
        sound(&test);
    }
}

#[test]
fn a_list_of_regions_is_taken_back_whole_and_comes_again() {
    for test in TestDb::both() {
        let before = rows(&test, List::Regions);
        let id = committed(&test, REGIONS, &of(Content::Regions));
        let with = sorted(rows(&test, List::Regions));
        let ids = |test: &TestDb| {
            test.pool
                .read(|c| {
                    Ok(regions::by_code(c, &RegionCode::parse("15.01.01").unwrap())?.map(|r| r.id))
                })
                .unwrap()
        };
        let own = ids(&test);
        assert_eq!(effect(&test, id), (5, 0));
        let gone = withdraw(&test, id).unwrap().unwrap();
        assert_eq!(effect(&test, id), (0, 0));
        assert_eq!(effect(&test, gone), (0, 5), "{}", test.backend);
        assert_eq!(rows(&test, List::Regions), before, "{}", test.backend);
        sound(&test);
        assert_eq!(withdraw(&test, id).unwrap(), None);
        assert!(matches!(withdraw(&test, gone), Ok(Some(_))));
        assert_eq!(sorted(rows(&test, List::Regions)), with);
        assert_eq!(ids(&test), own, "the same region");
        sound(&test);
        let again = test.pool.read_at(id, |c| lists::today(c, List::Regions)).unwrap();
        assert_eq!(again.len(), with.len(), "known then");
        let between = test.pool.read_at(gone, |c| lists::today(c, List::Regions)).unwrap();
        assert_eq!(between.len(), before.len(), "not known then");
    }
}

#[test]
fn sums_follow_regions_that_come_and_go() {
    let kecamatan = "Kode,Nama\n15.01.01,Gunung Raya\n15.01.02,Batang Merangin\n";
    let third = "Kode,Nama\n15.01.03,Gunung Kerinci\n";
    let text = "kode,tanggal,peserta aktif,semesta\n15.01.01,2026-09-30,100,400\n\
                15.01.02,2026-09-30,200,500\n";
    // How many kabupaten and kota of Jambi have a figure then: Kerinci has a sum or none.
    let reported = |c: &mut cakupan::db::Connection| {
        let jambi = regions::by_code(c, &RegionCode::parse("15").unwrap())?.unwrap();
        let shown = cakupan::db::figures::of_region(c, jambi.id, 1)?;
        let row = shown.into_iter().find(|row| row.as_of.date.to_string() == "2026-09-30");
        Ok(row.map_or(0, |row| row.parts_reported))
    };
    for test in TestDb::both() {
        let backend = test.backend;
        committed(&test, kecamatan, &of(Content::Regions));
        let figures = Options {
            segment: Some(cakupan::domain::SegmentCode::total()),
            source: Some(SOURCE.to_owned()),
            ..Options::default()
        };
        let whole = committed(&test, text, &figures);
        assert_eq!(test.pool.read(reported).unwrap(), 1, "{backend}");
        let with_third = committed(&test, third, &of(Content::Regions));
        assert_eq!(test.pool.read(reported).unwrap(), 0, "{backend}: one is missing now");
        sound(&test);
        assert_eq!(test.pool.read_at(whole, reported).unwrap(), 1, "{backend}: not then");
        assert!(matches!(withdraw(&test, with_third), Ok(Some(_))));
        assert_eq!(test.pool.read(reported).unwrap(), 1, "{backend}: complete again");
        sound(&test);
        assert_eq!(test.pool.read_at(with_third, reported).unwrap(), 0, "{backend}: not then");
    }
}

#[test]
fn a_region_with_figures_is_not_taken_back() {
    for test in TestDb::both() {
        let id = committed(&test, REGIONS, &of(Content::Regions));
        let figures = Options {
            segment: Some(cakupan::domain::SegmentCode::total()),
            source: Some(SOURCE.to_owned()),
            ..Options::default()
        };
        let text = "kode,tanggal,peserta\n15.01.01,2025-11-30,1000\n";
        let own = committed(&test, text, &figures);
        let error = withdraw(&test, id).unwrap_err();
        assert!(
            matches!(&error, Error::InUse { code, by: Use::Figures, .. } if code == "15.01.01"),
            "{}: {error:?}",
            test.backend
        );
        assert!(rows(&test, List::Regions).len() > 552, "nothing went");
        let then = everything(&test, Some(own));
        assert!(matches!(withdraw(&test, own), Ok(Some(_))));
        let taken = own + 1;
        assert!(matches!(withdraw(&test, id), Ok(Some(_))), "figures of before are no reason");
        let error = withdraw(&test, taken).unwrap_err();
        assert!(
            matches!(&error, Error::Gone { code } if code == "15.01.01"),
            "{}: the figures would be of no region: {error:?}",
            test.backend
        );
        assert_eq!(rows(&test, List::Regions).len(), 553);
        assert!(everything(&test, Some(own)) == then, "{}: the past stays", test.backend);
        sound(&test);
    }
}

#[test]
fn a_new_name_holds_from_its_day() {
    for test in TestDb::both() {
        committed(&test, REGIONS, &of(Content::Regions));
        let changed = REGIONS.replace("Batang Merangin", "Merangin Hulu");
        let from =
            |day: &str| Options { as_of: Some(AsOf::parse(day).unwrap()), ..of(Content::Regions) };
        for (day, says) in [("2026", "lengkap"), ("2026-12-01", "belum lewat")] {
            let report = commit(&test, &changed, &from(day));
            assert_eq!(report.outcome, Outcome::Blocked);
            assert!(report.findings.list()[0].reason.contains(says), "{report:?}");
        }
        let id = committed(&test, &changed, &from("2026-07-01"));
        let names = test.pool.read(|c| {
            let all = cakupan::db::names::all(c)?.versions.into_iter();
            let own = all.filter(|named| named.code.as_str() == "15.01.02");
            Ok(own.map(|n| (n.full_name, n.valid_from, n.valid_to)).collect::<Vec<_>>())
        });
        let day = "2026-07-01".parse().ok();
        let wanted = [
            ("Kecamatan Batang Merangin".to_owned(), None, day),
            ("Kecamatan Merangin Hulu".to_owned(), day, None),
        ];
        assert_eq!(names.unwrap(), wanted, "{}", test.backend);
        let earlier = commit(&test, REGIONS, &from("2026-06-30"));
        assert!(earlier.findings.list().iter().any(|f| f.rule == Rule::R11), "{earlier:?}");
        assert!(matches!(withdraw(&test, id), Ok(Some(_))));
        let names: Vec<String> = rows(&test, List::Regions).iter().map(Record::subject).collect();
        assert!(names.contains(&"15.01.02 Kecamatan Batang Merangin".to_owned()));
        sound(&test);
    }
}

#[test]
fn wrong_regions_are_refused() {
    let text = "\
Kode,Nama,Jenis,Kode induk,Dasar hukum
15.01,Kerinci,kecamatan,,
15.01.1,Gunung,kecamatan,,
15.01.03,Gunung Kerinci,desa,,
15.99.01,Entah,kecamatan,,
15.01.04,Siulak,kecamatan,15.02,
15.01.05.2001,Tanpa Induk,desa,,
15.01.06,Air Hangat,,,
15.01.06.1001,Kelurahan Semurup,desa,,
15.01.06.2002,Desa Baru,desa,,
15.01.06.2003,Hiang,dusun,,
";
    for test in TestDb::both() {
        let report = commit(&test, text, &of(Content::Regions));
        assert_eq!(
            refused(&report),
            [
                (Rule::R10, 2, "Kode", "15.01"),
                (Rule::R10, 3, "Kode", "15.01.1"),
                (Rule::Value, 4, "Jenis", "desa"),
                (Rule::R10, 5, "", ""),
                (Rule::R10, 6, "Kode induk", "15.02"),
                (Rule::R10, 7, "", ""),
                (Rule::Value, 11, "Jenis", "dusun"),
            ],
            "{:#?}",
            report.findings.list()
        );
        let doubts: Vec<u32> = report
            .findings
            .list()
            .iter()
            .filter(|f| f.severity == Severity::Warn)
            .map(|f| f.line)
            .collect();
        assert_eq!(doubts, [9], "a desa with the code of a kelurahan");
        let own = commit(
            &test,
            "Kode,Nama\n15.01.06,Air Hangat\n",
            &Options { within: Some(RegionCode::parse("15").unwrap()), ..of(Content::Regions) },
        );
        assert_eq!(
            own.findings.list()[0].reason,
            "daftar wilayah hanya dapat diubah oleh admin dan editor pusat."
        );
        let options = Options {
            leave_refused: true,
            accepted: Some("Sesuai keputusan".to_owned()),
            ..of(Content::Regions)
        };
        committed(&test, text, &options);
        let names: Vec<String> = rows(&test, List::Regions).iter().map(Record::subject).collect();
        for name in ["15.01.06 Kecamatan Air Hangat", "15.01.06.2002 Desa Baru"] {
            assert!(names.contains(&name.to_owned()), "{name}");
        }
        sound(&test);
    }
}

#[test]
fn a_regional_editor_stays_in_the_own_region() {
    for test in TestDb::both() {
        let options =
            Options { within: Some(RegionCode::parse("15.01").unwrap()), ..of(Content::Targets) };
        let report = commit(&test, TARGETS, &options);
        assert_eq!(
            refused(&report),
            [
                (Rule::Value, 4, "Kode wilayah", "15.02"),
                (Rule::Value, 5, "Nama wilayah", "Kota Jambi")
            ]
        );
    }
}

/// A workbook with numbers, a date and a percent as cells hold them.
#[test]
fn a_workbook_of_a_list_goes_in() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let titles =
        ["Kode wilayah", "Periode", "Jenis", "Pembayar", "Pekerja", "Jumlah (rupiah)", "Kasus"];
    for (column, title) in (0..).zip(titles) {
        sheet.write(0, column, title).unwrap();
    }
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (column, text) in [(0, "15.01"), (2, "Anggaran"), (3, "apbd_kab")] {
        sheet.write(1, column, text).unwrap();
    }
    let date = ExcelDateTime::from_ymd(2026, 3, 31).unwrap();
    sheet.write_with_format(1, 1, &date, &day).unwrap();
    sheet.write(1, 4, 12_000.0).unwrap();
    sheet.write(1, 5, 2_419_200_000.0).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for test in TestDb::both() {
        let file = File { name: "dana.xlsx", bytes: &bytes };
        let options = of(Content::Funding);
        let report =
            import::run(&test.pool, file, &options, &Sender::default(), Mode::Commit, TODAY)
                .unwrap();
        assert_eq!(report.outcome, Outcome::Committed(2), "{:#?}", report.findings.list());
        let own = rows(&test, List::Funding).into_iter().any(|record| {
            matches!(record, Record::Funding(f)
                if f.amount_rp == Some(2_419_200_000)
                    && f.period == Some(Period::Dated(AsOf::day("2026-03-31".parse().unwrap()))))
        });
        assert!(own, "{}", test.backend);
        assert_eq!(report.listed[0].values[2].text, "Rp2.419.200.000");
    }
}

fn cli(test: &TestDb, args: &[&str], file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cakupan"));
    command.args(args).arg(file).env("CAKUPAN_DATABASE", &test.address).output().unwrap()
}

#[test]
fn the_command_brings_lists_in_and_says_what_it_did() {
    for test in TestDb::both() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("target.csv");
        std::fs::write(&file, TARGETS).unwrap();
        let import = ["import", "--kind", "targets", "--source", SOURCE];
        let done = cli(&test, &import, &file);
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert_eq!(done.status.code(), Some(0), "{said}");
        assert!(said.contains("3 target baru, 0 berubah, 0 sudah ada; 3 wilayah."), "{said}");
        std::fs::write(&file, TARGETS.replace("62,5", "64,5")).unwrap();
        let done =
            cli(&test, &["import", "--kind", "targets", "--source", SOURCE, "--json"], &file);
        let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(json["isi"], "target");
        let change = &json["dampak"]["perubahan_daftar"][0];
        assert_eq!(change["tentang"], "2027, RPJMD");
        assert_eq!(change["nilai"][0]["lama"], "62,50%");
        assert_eq!(change["nilai"][0]["baru"], "64,50%");
        std::fs::write(&file, TARGETS.replace("15.01", "15.99")).unwrap();
        assert_eq!(cli(&test, &import, &file).status.code(), Some(2));
        assert_eq!(cli(&test, &import, &folder.path().join("tiada.csv")).status.code(), Some(1));

        std::fs::write(&file, SOURCES).unwrap();
        assert_eq!(cli(&test, &["import", "--kind", "sources"], &file).status.code(), Some(0));
        std::fs::write(&file, TARGETS).unwrap();
        let import = ["import", "--kind", "targets", "--source", "bpjs-jambi-2026"];
        assert_eq!(cli(&test, &import, &file).status.code(), Some(0));
        let short = cli(&test, &["withdraw", "--reason", "salah"], Path::new("4"));
        assert_eq!(short.status.code(), Some(1));
        let said = String::from_utf8_lossy(&short.stderr).into_owned();
        assert!(said.contains("paling sedikit 10 karakter"), "{said}");
        let reason = ["withdraw", "--reason", "berkas dari tahun lalu"];
        let refused = cli(&test, &reason, Path::new("4"));
        assert_eq!(refused.status.code(), Some(1), "{}", String::from_utf8_lossy(&refused.stdout));
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains("bpjs-jambi-2026 masih dirujuk oleh 3 target"), "{said}");

        assert_eq!(cli(&test, &reason, Path::new("5")).status.code(), Some(0));
        let wanted = Wanted { account_id: None, event: None, from: 0, until: i64::MAX };
        let log = test.pool.read(|c| Ok(trail::search(c, &wanted, 10, 0).unwrap())).unwrap();
        let told: Vec<_> = log
            .iter()
            .map(|(_, entry)| (entry.who.as_str(), entry.event, entry.subject.as_str()))
            .collect();
        let operator = "Baris perintah";
        assert_eq!(
            told,
            [
                (operator, Event::WithdrawBatch, "Versi 5: target.csv"),
                (operator, Event::Import, "Versi 5"),
                (operator, Event::Import, "Versi 4"),
                (operator, Event::Import, "Versi 3"),
                (operator, Event::Import, "Versi 2"),
            ],
            "{}",
            test.backend
        );
        assert!(log[0].1.after.contains("berkas dari tahun lalu"), "{}", log[0].1.after);
    }
}

#[test]
fn a_later_release_leaves_what_users_have_entered() {
    use cakupan::db::seed::{self, Files, RELEASE};
    for test in TestDb::both() {
        let target = "Kode wilayah,Tahun,Target (persen),Dasar,Kode sumber\n\
                      15,2025,56,daerah,jambiekspres20241204\n";
        committed(&test, target, &of(Content::Targets));
        let source = "Kode,Penerbit,Jenis penerbit\njambiekspres20241204,Koran Jambi,pers\n";
        committed(&test, source, &of(Content::Sources));
        let (targets, sources) = (rows(&test, List::Targets), rows(&test, List::Sources));
        let mut files = Files::embedded();
        let before = files.targets.clone();
        files.targets = before.replace(
            "15,Jambi,2025,55,daerah,target UCJ daerah,jambiekspres20241204",
            "15,Jambi,2025,57,daerah,target UCJ daerah,jambiekspres20241204",
        );
        assert_ne!(files.targets, before);
        seed::fill_from(&test.pool, &files, RELEASE + 1).unwrap();
        assert!(rows(&test, List::Targets) == targets, "{}", test.backend);
        assert!(rows(&test, List::Sources) == sources, "{}", test.backend);
        sound(&test);
    }
}

#[test]
fn a_level_decides_between_regions_of_one_name() {
    for test in TestDb::both() {
        let list = "Kode,Nama,Jenis\n51.02.01,Tabanan,kecamatan\n";
        committed(&test, list, &of(Content::Regions));
        let text = "Nama wilayah,Tahun,Target (persen),Dasar\nTabanan,2027,60,daerah\n";
        let mut options = of(Content::Targets);
        let report = commit(&test, text, &options);
        assert_eq!(refused(&report), [(Rule::R10, 2, "Nama wilayah", "Tabanan")]);
        options.level = Some(cakupan::domain::Level::Regency);
        committed(&test, text, &options);
    }
}

/// A quarter stays a quarter: in the preview, on the pages, and in a file that says it again.
#[test]
fn money_of_a_quarter_is_not_that_of_a_month() {
    let file = "Kode wilayah,Periode,Jenis,Pembayar,Jumlah (rupiah)\n\
                15.01,Triwulan III 2026,Belanja,DBH sawit,1000000\n\
                15.01,September 2026,Belanja,DBH sawit,2000000\n\
                15.01,Semester I 2026,Belanja,DBH sawit,3000000\n\
                15.01,Triwulan I 2026,Belanja,DBH sawit,4000000\n\
                15.01,Oktober 2026,Belanja,DBH sawit,5000000\n";
    for test in TestDb::both() {
        let id = committed(&test, file, &of(Content::Funding));
        let all = test.pool.read(funding::all).unwrap();
        let kerinci = RegionCode::parse("15.01").unwrap();
        let own = test.pool.read(|c| {
            let region = regions::by_code(c, &kerinci)?.unwrap();
            funding::of_region(c, region.id)
        });
        let amounts: Vec<i64> =
            own.unwrap().iter().filter_map(|f| f.amount_rp).map(|rp| rp / 1_000_000).collect();
        assert_eq!(amounts[..5], [5, 2, 1, 3, 4], "{}: newest first, by its end", test.backend);
        let told: Vec<String> = all
            .iter()
            .filter(|row| row.payer == cakupan::domain::Payer::PalmOilShare)
            .filter_map(|row| row.period.map(cakupan::domain::wording::period))
            .collect();
        for period in ["Triwulan III 2026", "September 2026", "Semester I 2026"] {
            assert!(told.iter().any(|own| own == period), "{}: {told:?}", test.backend);
        }
        assert_eq!(commit(&test, file, &of(Content::Funding)).outcome, Outcome::Nothing);
        let app = TestApp::start(&test.pool);
        for page in ["/pendanaan".to_owned(), format!("/revisi/{id}"), "/wilayah/15.01".to_owned()]
        {
            assert!(app.get(&page).text().contains("Triwulan III 2026"), "{page}");
        }
    }
}

#[test]
fn money_is_whole_and_not_of_the_future() {
    let head = "Kode wilayah,Periode,Jenis,Pembayar,Jumlah (rupiah)\n";
    let refused = |test: &TestDb, text: &str| {
        let options = Options { source: Some(SOURCE.to_owned()), ..of(Content::Funding) };
        let report = commit(test, text, &options);
        assert_eq!(report.outcome, Outcome::Blocked, "{text}");
        report.findings.list()[0].reason.clone()
    };
    for test in TestDb::both() {
        for period in ["Triwulan III 2027", "2031", "Desember 2027"] {
            let text = format!("{head}15,{period},Belanja,APBD provinsi,1000000\n");
            assert!(refused(&test, &text).contains("belum berjalan"), "{period}");
            let plan = format!("{head}15,{period},Anggaran,APBD provinsi,1000000\n");
            let options = Options { source: Some(SOURCE.to_owned()), ..of(Content::Funding) };
            let report = commit(&test, &plan, &options);
            assert_ne!(report.outcome, Outcome::Blocked, "{:?}", report.findings.list());
        }
        let text = format!("Pendanaan dalam ribuan rupiah\n\n{head}15,2025,Belanja,CSR,24\n");
        assert!(refused(&test, &text).contains("satuan ribu atau juta"));
    }
}

#[test]
fn a_list_is_known_by_the_titles_that_it_needs() {
    let test = TestDb::sqlite_published();
    let read = |text: &str| {
        let options = Options { source: Some(SOURCE.to_owned()), ..Options::default() };
        let file = File { name: "uji.csv", bytes: text.as_bytes() };
        let sender = Sender::default();
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        import::run(&test.pool, file, &options, &sender, Mode::Rehearse, day).unwrap().content
    };
    let targets = "Wilayah;Tahun;Target (persen);Dasar\nKerinci;2026;50;RPJMD\n";
    assert_eq!(read(targets), Content::Targets);
    let funding = "REKAP PENDANAAN\n\nNama wilayah;Periode;Jenis;Pembayar;Pekerja;Jumlah (rupiah)\n\
                   Kerinci;2026;Anggaran;CSR;4200;\n";
    assert_eq!(read(funding), Content::Funding);
    let figures = "Kode;Wilayah;Tahun;Peserta aktif;Pekerja\n15.01;Kerinci;2025;4200;9000\n";
    assert_eq!(read(figures), Content::Figures);
}
