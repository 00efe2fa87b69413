//! Files into figures, on both databases.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod common;
#[path = "import/doubts.rs"]
mod doubts;
#[path = "import/effect.rs"]
mod effect;
#[path = "import/halves.rs"]
mod halves;
#[path = "import/words.rs"]
mod words;

use cakupan::db::sources::NewSource;
use cakupan::db::{figures, regions, statements};
use cakupan::domain::{AsOf, Authority, Kind, Percent, RegionCode, SegmentCode};
use cakupan::import::{
    self, CodeSystem, Field, File, Mode, Options, Outcome, Report, Rule, Sender, Severity, Stated,
    StatedSource,
};
use chrono::NaiveDate;
use common::app::TestApp;
use common::db::TestDb;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

fn total() -> Options {
    Options {
        segment: Some(SegmentCode::total()),
        source: Some("uji".to_owned()),
        ..Options::default()
    }
}

fn sender() -> Sender<'static> {
    Sender {
        who: "penguji".to_owned(),
        then: None,
        checked: None,
        new_source: Some(NewSource {
            code: "uji".to_owned(),
            publisher: "BPJS Ketenagakerjaan Cabang Jambi".to_owned(),
            title: "Surat 2 Desember".to_owned(),
            published_on: "2025-12-02".to_owned(),
            url: String::new(),
            authority: Authority::Bpjs,
        }),
        ..Sender::default()
    }
}

fn run(test: &TestDb, content: &str, options: &Options, mode: Mode) -> Report {
    let file = File { name: "uji.csv", bytes: content.as_bytes() };
    import::run(&test.pool, file, options, &sender(), mode, TODAY).unwrap()
}

/// Rule, severity and line of each finding.
fn found(report: &Report) -> Vec<(Rule, Severity, u32)> {
    report.findings.list().iter().map(|f| (f.rule, f.severity, f.line)).collect()
}

fn refusals(report: &Report) -> Vec<(Rule, u32)> {
    let refused =
        found(report).into_iter().filter(|(_, severity, _)| *severity == Severity::Refuse);
    refused.map(|(rule, _, line)| (rule, line)).collect()
}

/// The last own count and percent of a region.
fn last(test: &TestDb, kode: &str) -> (String, Option<i64>, Option<Percent>) {
    test.pool
        .read(|c| {
            let code = RegionCode::parse(kode).unwrap();
            let region = regions::by_code(c, &code)?.unwrap();
            let shown = figures::of_region(c, region.id, 1)?.into_iter().rfind(|s| s.own.is_some());
            let own = shown.unwrap().own.unwrap();
            Ok((own.as_of.date.to_string(), own.active, own.coverage))
        })
        .unwrap()
}

const JAMBI: &str = "\
REKAPITULASI UCJ PROVINSI JAMBI POSISI 30 NOVEMBER 2025,,,,,
,,,,,
kode_wil,nama,peserta aktif,angk_kerja,Cakupan (%),ket
15.01,Kab. Kerinci,30.566,96.000,\"31,84\",
15.02,Merangin,44.645,131.000,\"34,08\",
15.71,Kota Jambi,99.568,182.000,\"54,71\",dari surat
,Tanjung Jabung Barat,12.504,126.000,\"9,92\",
,Total,187.283,535.000,\"35,01\",
Sumber: BPJS Ketenagakerjaan,,,,,
";

#[test]
fn a_usual_sheet_goes_in_whole() {
    for test in TestDb::both() {
        let rehearsed = run(&test, JAMBI, &total(), Mode::Rehearse);
        assert_eq!(rehearsed.outcome, Outcome::Ready, "{:#?}", rehearsed.findings.list());
        assert_eq!(refusals(&rehearsed), []);
        assert_eq!((rehearsed.effect.new, rehearsed.effect.changed), (4, 0));
        let nothing = test.pool.read(statements::count_by_source).unwrap();

        let report = run(&test, JAMBI, &total(), Mode::Commit);
        assert_eq!(report.outcome, Outcome::Committed(2), "{}", test.backend);
        assert_eq!(report.effect, rehearsed.effect, "a rehearsal tells what happens");
        assert_ne!(test.pool.read(statements::count_by_source).unwrap(), nothing);
        assert_eq!((report.rows, report.passed, report.refused), (6, 2, 0));
        let kerinci = last(&test, "15.01");
        assert_eq!(kerinci, ("2025-11-30".to_owned(), Some(30_566), Some(Percent(3184))));
        assert_eq!(last(&test, "15.06").1, Some(12_504), "found by its name alone");
    }
}

/// Two offices whose names begin alike write on one day: each is a source of its own.
#[test]
fn a_new_source_is_never_taken_for_another_one() {
    let sheet = |active: i64| format!("kode,tanggal,peserta\n15.01,2025-11-30,{active}\n");
    for test in TestDb::both() {
        let bring = |publisher: &str, active: i64| {
            let stated = Stated {
                segment: "total".to_owned(),
                new_source: Some(StatedSource {
                    publisher: publisher.to_owned(),
                    title: "Surat".to_owned(),
                    published_on: "2 Desember 2025".to_owned(),
                    url: String::new(),
                    authority: "pemda".to_owned(),
                }),
                ..Stated::default()
            };
            let (options, new_source) = stated.options().unwrap();
            let content = sheet(active);
            let file = File { name: "uji.csv", bytes: content.as_bytes() };
            let sender = Sender { new_source, ..Sender::default() };
            import::run(&test.pool, file, &options, &sender, Mode::Commit, TODAY).unwrap()
        };
        let (jambi, aceh) =
            ("Dinas Tenaga Kerja Provinsi Jambi", "Dinas Tenaga Kerja Provinsi Aceh");
        assert_eq!(bring(jambi, 1_000).outcome, Outcome::Committed(2), "{}", test.backend);
        let second = bring(aceh, 2_000);
        assert_eq!(second.outcome, Outcome::Committed(3));
        assert_eq!((second.effect.new, second.effect.changed), (1, 0), "nothing is replaced");
        // Who types the same again means the same source.
        assert_eq!(bring(jambi, 1_500).effect.changed, 1);
        let sources = test.pool.read(cakupan::db::sources::all).unwrap();
        let made = sources.iter().filter(|s| s.publisher == jambi || s.publisher == aceh);
        assert_eq!(made.count(), 2);

        // A code that somebody chose is refused where it is another one's.
        assert_eq!(run(&test, JAMBI, &total(), Mode::Commit).outcome, Outcome::Committed(5));
        let title = "Surat 3 Desember".to_owned();
        let other = NewSource { title, ..sender().new_source.unwrap() };
        let other = Sender { new_source: Some(other), ..sender() };
        let file = File { name: "uji.csv", bytes: JAMBI.as_bytes() };
        let report = import::run(&test.pool, file, &total(), &other, Mode::Commit, TODAY).unwrap();
        assert_eq!(report.outcome, Outcome::Blocked);
        let told = "kode sumber uji sudah dipakai sumber lain: BPJS Ketenagakerjaan Cabang Jambi, \
                    Surat 2 Desember, 2025-12-02.";
        assert_eq!(report.findings.list()[0].reason, told);
    }
}

#[test]
fn the_same_file_twice_says_so_and_changes_nothing() {
    for test in TestDb::both() {
        run(&test, JAMBI, &total(), Mode::Commit);
        let again = run(&test, JAMBI, &total(), Mode::Commit);
        assert_eq!(again.outcome, Outcome::Nothing);
        assert_eq!((again.effect.new, again.effect.same), (0, 4));
        assert!(found(&again).contains(&(Rule::Repeat, Severity::Inform, 0)));
        assert_eq!(again.earlier[0].batch_id, 2);
        assert_eq!(again.earlier[0].who, "penguji");
    }
}

#[test]
fn a_correction_is_a_new_version_and_the_old_one_stays() {
    for test in TestDb::both() {
        run(&test, JAMBI, &total(), Mode::Commit);
        let corrected = JAMBI.replace("30.566,96.000,\"31,84\"", "30.656,96.000,\"31,93\"");
        let report = run(&test, &corrected, &total(), Mode::Commit);
        assert_eq!(report.outcome, Outcome::Committed(3));
        assert_eq!((report.effect.new, report.effect.changed, report.effect.same), (0, 1, 3));
        let change = &report.effect.changes[0];
        assert_eq!(
            (change.line, change.old.active, change.new.active),
            (4, Some(30_566), Some(30_656))
        );
        assert_eq!(last(&test, "15.01").1, Some(30_656));
        let pool = &test.pool;
        let versions = pool
            .read(|c| {
                let code = RegionCode::parse("15.01").unwrap();
                let region = regions::by_code(c, &code)?.unwrap();
                statements::of_segment(c, region.id, 1)
            })
            .unwrap();
        let now = versions.iter().filter(|s| s.as_of.unwrap().date.to_string() == "2025-11-30");
        assert_eq!(now.count(), 1, "one version of today");
    }
}

#[test]
fn what_is_wrong_is_told_all_at_once_and_keeps_everything_out() {
    let text = "\
kode,nama,tanggal,peserta aktif,semesta,persen
15.99,,30 April 2025,1000,2000,
15.03,Bungo,30 April 2025,1000,2000,
,Bogor,30 April 2025,1000,2000,
15.01,,31 April 2025,1000,2000,
15.02,,30 April 2025,18.8662,2000,
15.04,,30 April 2025,1000,2000,35.868.662
15.05,,30 April 2031,1000,2000,
15.06,,30 April 2025,1000,2000,
15.06,,30 April 2025,1001,2000,
15.07,,30 April 2025,500,2000,
";
    for test in TestDb::both() {
        let report = run(&test, text, &total(), Mode::Commit);
        assert_eq!(report.outcome, Outcome::Blocked);
        let wanted = [
            (Rule::R10, 2),
            (Rule::R10, 3),
            (Rule::R10, 4),
            (Rule::R11, 5),
            (Rule::R9, 6),
            (Rule::R9, 7),
            (Rule::R11, 8),
            (Rule::Twice, 9),
            (Rule::Twice, 10),
        ];
        assert_eq!(refusals(&report), wanted, "{:#?}", report.findings.list());
        let of = |line: u32| report.findings.list().iter().find(|f| f.line == line).unwrap();
        assert_eq!(
            of(2).told(),
            "Baris 2, kolom kode: kode wilayah 15.99 tidak dikenal. Maksud Anda \
            15.09 Kabupaten Tebo?"
        );
        let bogor: Vec<&str> = of(4).candidates.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(bogor, ["32.01", "32.71"]);
        assert!(of(3).reason.contains("15.03 Kabupaten Sarolangun"));
        let nothing = test.pool.read(|c| Ok(cakupan::db::state::load(c)?.version)).unwrap();
        assert_eq!(nothing, 1);

        // The rest goes in.
        let options = Options { leave_refused: true, accepted: Some("uji".into()), ..total() };
        let report = run(&test, text, &options, Mode::Commit);
        assert_eq!(report.outcome, Outcome::Committed(2), "{}", test.backend);
        assert_eq!(last(&test, "15.07").1, Some(500));
    }
}

#[test]
fn doubtful_values_need_a_reason() {
    let text = "\
kode,tanggal,peserta aktif,semesta,persen,belum
15.06,30 April 2025,126704,126000,100.56,
15.07,30 April 2025,500,2000,35,
15.08,30 April 2025,500,2000,25,1600
";
    for test in TestDb::both() {
        let report = run(&test, text, &total(), Mode::Commit);
        assert_eq!(report.outcome, Outcome::Blocked);
        let doubts: Vec<(Rule, u32)> = found(&report)
            .into_iter()
            .filter(|(_, severity, _)| *severity == Severity::Warn)
            .map(|(rule, _, line)| (rule, line))
            .collect();
        assert_eq!(doubts, [(Rule::R2, 2), (Rule::R1, 3), (Rule::R3, 4)]);
        let options = Options { accepted: Some("Dicocokkan dengan surat".into()), ..total() };
        assert_eq!(run(&test, text, &options, Mode::Commit).outcome, Outcome::Committed(2));
        let own = last(&test, "15.07");
        assert_eq!(own.2, Some(Percent(2500)), "the counts decide");
    }
}

#[test]
fn segments_and_dates_stand_side_by_side() {
    let text = "\
Wilayah;PU;;BPU;;Total;
;Peserta;Potensi;Peserta;Potensi;30 April 2025;31 Mei 2025
(1);(2);(3);(4);(5);(6);(7)
Kabupaten Kerinci;1.000;2.000;3.000;9.000;4.000;4.100
Kab. Merangin;-;2.500;3.100;9.100;1.234.567;5.200
";
    let text = text.replace("30 April 2025;31 Mei 2025", "Peserta;Cakupan (%)");
    let text = text.replace("4.000;4.100", "4.000;36,4").replace("1.234.567;5.200", "5.100;44,0");
    for test in TestDb::both() {
        let options = Options { as_of: AsOf::month(2025, 11), ..total() };
        let report = run(&test, &text, &options, Mode::Commit);
        assert_eq!(refusals(&report), [], "{:#?}", report.findings.list());
        let header = report.header.as_ref().unwrap();
        let columns: Vec<(Option<Field>, Option<String>)> = header
            .columns
            .iter()
            .map(|c| (c.field, c.segment.as_ref().map(ToString::to_string)))
            .collect();
        let pu = Some("pu".to_owned());
        assert_eq!(columns[1], (Some(Field::Active), pu.clone()));
        assert_eq!(columns[2], (Some(Field::Workforce), pu));
        assert_eq!(columns[6], (Some(Field::Percent), Some("total".to_owned())));
        assert_eq!(report.effect.new, 6);
    }
}

#[test]
fn columns_without_a_segment_join_those_of_the_one_that_is_stated() {
    let text = "\
Kode,Angkatan kerja,Peserta aktif PU,Peserta aktif BPU,Peserta aktif Total,Cakupan (%)
15.01,124440,30000,20000,50000,\"40,18\"
";
    let of = |segment| Options {
        segment,
        as_of: AsOf::parse("2025-11-30"),
        source: Some("kiatnewskendari".to_owned()),
        accepted: Some("uji saja, sudah dicocokkan".to_owned()),
        ..Options::default()
    };
    for test in TestDb::both() {
        let asked = run(&test, text, &of(None), Mode::Rehearse);
        let reason = &asked.findings.list()[0].reason;
        assert!(reason.contains("kolom Angkatan kerja tidak menyebut segmen"), "{reason}");
        let total = Some(SegmentCode::total());
        let report = run(&test, text, &of(total), Mode::Commit);
        assert_eq!(report.outcome, Outcome::Committed(2), "{:#?}", report.findings.list());
        assert_eq!((report.effect.new, report.refused), (3, 0));
        let (.., active, percent) = last(&test, "15.01");
        assert_eq!((active, percent), (Some(50_000), Some(Percent(4018))), "{}", test.backend);
    }
}

#[test]
fn codes_of_the_bureau_of_statistics_are_read_only_when_said() {
    let text = "kode,tanggal,peserta\n3171,2025-11-30,1000\n";
    for test in TestDb::both() {
        let said = |system| Options { codes: Some(system), ..total() };
        let own = run(&test, text, &said(CodeSystem::Kemendagri), Mode::Rehearse);
        let bps = said(CodeSystem::Bps);
        let read = run(&test, text, &bps, Mode::Commit);
        assert_eq!(own.outcome, Outcome::Ready, "31.71 is Jakarta Pusat to the ministry");
        assert!(matches!(read.outcome, Outcome::Committed(_)));
        assert_eq!(last(&test, "31.74").1, Some(1_000), "3171 is Jakarta Selatan to the bureau");
    }
}

#[test]
fn a_former_code_leads_to_the_region_of_that_day() {
    let text = "kode,tanggal,peserta,semesta\n91.01,2021-12-31,1000,90000\n";
    for test in TestDb::both() {
        let report = run(&test, text, &total(), Mode::Commit);
        assert!(matches!(report.outcome, Outcome::Committed(_)), "{:#?}", report.findings.list());
        assert!(found(&report).contains(&(Rule::R10, Severity::Inform, 2)));
        assert_eq!(last(&test, "93.01").1, Some(1_000), "Merauke");
    }
}

#[test]
fn a_share_of_a_target_is_kept_apart() {
    let text = "kode,tanggal,capaian\n15,2025-11-30,\"84,5\"\n";
    for test in TestDb::both() {
        let before = last(&test, "15");
        let options = Options { kind: Some(Kind::ShareOfTarget), ..total() };
        let report = run(&test, text, &options, Mode::Commit);
        assert!(matches!(report.outcome, Outcome::Committed(_)));
        assert_eq!(last(&test, "15"), before, "never shown as coverage");
    }
}

#[test]
fn a_cell_can_be_written_anew_and_a_line_left_out() {
    let text = "kode,tanggal,peserta\n15.99,2025-11-30,1000\n15.02,2025-11-30,abc\n";
    for test in TestDb::both() {
        let mut options = total();
        options.fixes.insert((2, 0), "15.09".to_owned());
        options.left_out.insert(3);
        let report = run(&test, text, &options, Mode::Commit);
        assert!(matches!(report.outcome, Outcome::Committed(_)), "{:#?}", report.findings.list());
        assert_eq!(last(&test, "15.09").1, Some(1_000));
    }
}

#[test]
fn what_the_file_does_not_say_is_asked_for() {
    for test in TestDb::both() {
        let report = run(&test, "kode,peserta\n15.01,1000\n", &Options::default(), Mode::Commit);
        let asked: Vec<&str> = report.findings.list().iter().map(|f| f.reason.as_str()).collect();
        assert_eq!(
            asked,
            [
                "tanggal data tidak disebut di berkas ini.",
                "segmen tidak disebut di berkas ini.",
                "sumber data belum dinyatakan."
            ]
        );
        let report = run(&test, "a,b\n1,2\n", &total(), Mode::Commit);
        assert_eq!(refusals(&report), [(Rule::Table, 0)]);
        let report = run(
            &test,
            "kode,Jml TK\n15.01,77\n",
            &Options {
                as_of: AsOf::month(2025, 11),
                mapping: [("Jml TK".to_owned(), Field::Active)].into(),
                ..total()
            },
            Mode::Commit,
        );
        assert!(matches!(report.outcome, Outcome::Committed(_)));
    }
}

#[test]
fn an_empty_cell_that_a_figure_needs_is_refused() {
    let nothing = Options::default;
    let source = || Some("uji".to_owned());
    let segment = || Some(SegmentCode::total());
    let cases = [
        (
            "kode,tanggal,segmen,peserta\n15.01,2025-11-30,,1\n15.02,2025-11-30,total,2\n",
            Options { source: source(), ..nothing() },
            Rule::Value,
            "segmen di baris ini kosong.",
        ),
        (
            "kode,tanggal,sumber,peserta\n15.01,2025-11-30,,1\n15.02,2025-11-30,uji,2\n",
            Options { segment: segment(), ..nothing() },
            Rule::Value,
            "sumber di baris ini kosong.",
        ),
        (
            "kode,tanggal,peserta\n15.01,,1\n15.02,2025-11-30,2\n",
            total(),
            Rule::R11,
            "tanggal data di baris ini kosong.",
        ),
    ];
    for test in TestDb::both() {
        for (text, options, rule, told) in &cases {
            let report = run(&test, text, options, Mode::Commit);
            assert_eq!(report.outcome, Outcome::Blocked, "{}: {told}", test.backend);
            assert_eq!(refusals(&report), [(*rule, 2)]);
            assert_eq!(report.findings.list()[0].reason, *told);
        }
        let options = Options { segment: import::segment_of("totl"), ..total() };
        let report = run(&test, JAMBI, &options, Mode::Commit);
        assert_eq!(report.outcome, Outcome::Blocked, "{}", test.backend);
        assert_eq!(report.findings.list()[0].reason, "segmen totl tidak dikenal.");
    }
}

/// Every read page, at a version.
const PAGES: [&str; 13] = [
    "/",
    "/?urut=nama",
    "/wilayah/15",
    "/wilayah/15?per=2024-12-02",
    "/wilayah/15.01",
    "/wilayah/93?segmen=bpu",
    "/peringkat",
    "/peringkat?tingkat=kabupaten-kota",
    "/target",
    "/pendanaan",
    "/regulasi",
    "/sumber",
    "/beda/17/total/2025-07-31",
];

#[test]
fn a_page_of_a_version_is_the_same_after_later_imports() {
    for test in TestDb::both() {
        let app = TestApp::start(&test.pool);
        let at = |path: &str, version: i32| {
            let sign = if path.contains('?') { '&' } else { '?' };
            let answer = app.get(&format!("{path}{sign}versi={version}"));
            assert_eq!(answer.status, 200, "{path}");
            answer.text().to_owned()
        };
        run(&test, JAMBI, &total(), Mode::Commit);
        app.state.refresh().unwrap();
        let first: Vec<String> = PAGES.iter().map(|path| at(path, 1)).collect();
        let second: Vec<String> = PAGES.iter().map(|path| at(path, 2)).collect();
        assert_ne!(first[4], second[4], "the import changed Kerinci");

        let corrected = JAMBI.replace("30.566,96.000,\"31,84\"", "30.656,96.000,\"31,93\"");
        let other = Sender {
            new_source: Some(NewSource { code: "lain".into(), ..sender().new_source.unwrap() }),
            ..sender()
        };
        // Two sources that differ by swapped digits are doubted.
        let accepted = Options { accepted: Some("uji".to_owned()), ..total() };
        let options = Options { source: Some("lain".to_owned()), ..accepted.clone() };
        let file = File { name: "uji.csv", bytes: corrected.as_bytes() };
        import::run(&test.pool, file, &options, &other, Mode::Commit, TODAY).unwrap();
        let last = run(&test, &corrected, &accepted, Mode::Commit);
        assert_eq!(last.outcome, Outcome::Committed(4));
        app.state.refresh().unwrap();
        for (path, (first, second)) in PAGES.iter().zip(first.iter().zip(&second)) {
            assert!(at(path, 1) == *first, "{}: {path} at 1", test.backend);
            assert!(at(path, 2) == *second, "{}: {path} at 2", test.backend);
        }
        assert_ne!(at("/wilayah/15.01", 4), second[4]);
    }
}

#[test]
fn a_past_version_says_so_and_keeps_the_reader_in_it() {
    let [test, _] = TestDb::both();
    run(&test, JAMBI, &total(), Mode::Commit);
    let app = TestApp::start(&test.pool);
    for path in PAGES {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = app.get(&format!("{path}{sign}versi=1")).text().to_owned();
        assert!(page.contains("Data sebagaimana diketahui pada versi 1,"), "{path}");
        assert!(page.contains(&format!("href=\"{path}\">Lihat data terbaru")), "{path}");
        let local = page.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
        let strays: Vec<&str> = local
            .filter(|href| !href.starts_with("static/") && !href.contains("versi=1"))
            .filter(|href| format!("/{href}").replace("&#38;", "&") != path)
            .collect();
        assert!(strays.is_empty(), "{path}: {strays:?}");
        let fields = page.matches("name=\"versi\" value=\"1\"").count();
        assert_eq!(
            fields,
            page.matches("<form").count(),
            "{path}: every form stays in the version"
        );
    }
    let missing = app.get("/wilayah/15?versi=9");
    assert_eq!(missing.status, 400);
    assert!(missing.text().contains("Versi terakhir adalah 2."));
}

/// A workbook as offices send them: a title over the table, merged titles in two rows, a row that is
/// hidden, percents as shares, a total at the end.
fn workbook() -> Vec<u8> {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("Sampul").unwrap();
    cover.set_hidden(true);
    let sheet = book.add_worksheet();
    sheet.set_name("UCJ").unwrap();
    let plain = Format::new();
    let share = Format::new().set_num_format("0.00%");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.merge_range(0, 0, 0, 5, "Rekapitulasi UCJ Provinsi Jambi", &plain).unwrap();
    sheet.merge_range(2, 0, 3, 0, "Kode", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "Kabupaten/Kota", &plain).unwrap();
    sheet.merge_range(2, 2, 3, 2, "Tanggal", &plain).unwrap();
    sheet.merge_range(2, 3, 2, 5, "Total", &plain).unwrap();
    for (column, title) in [(3, "Peserta"), (4, "Potensi"), (5, "Cakupan")] {
        sheet.write(3, column, title).unwrap();
    }
    let rows = [
        ("15.01", "Kerinci", 30_566.0, 96_000.0),
        ("15.02", "Merangin", 44_645.0, 131_000.0),
        ("15.03", "Sarolangun", 1.0, 2.0),
    ];
    for (row, (code, name, active, workforce)) in (4..).zip(rows) {
        sheet.write(row, 0, code).unwrap();
        sheet.write(row, 1, name).unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 11, 30).unwrap();
        sheet.write_with_format(row, 2, &date, &day).unwrap();
        sheet.write(row, 3, active).unwrap();
        sheet.write(row, 4, workforce).unwrap();
        sheet.write_with_format(row, 5, active / workforce, &share).unwrap();
    }
    sheet.set_row_hidden(6).unwrap();
    sheet.write(7, 1, "Jumlah").unwrap();
    sheet.write(7, 3, 75_211.0).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_goes_in_as_it_is_seen() {
    let bytes = workbook();
    for test in TestDb::both() {
        let file = File { name: "ucj.xlsx", bytes: &bytes };
        let report =
            import::run(&test.pool, file, &total(), &sender(), Mode::Commit, TODAY).unwrap();
        assert_eq!(refusals(&report), [], "{:#?}", report.findings.list());
        assert!(matches!(report.outcome, Outcome::Committed(_)), "{:#?}", report.findings.list());
        assert_eq!(report.sheets, ["Sampul", "UCJ"]);
        assert_eq!((report.sheet, report.rows, report.passed), (1, 3, 1));
        let hidden = report.findings.list().iter().find(|f| f.reason.contains("tersembunyi"));
        assert_eq!(hidden.unwrap().reason, "1 baris tersembunyi dilewati.");
        let kerinci = last(&test, "15.01");
        assert_eq!(kerinci, ("2025-11-30".to_owned(), Some(30_566), Some(Percent(3184))));
    }
}

#[test]
fn a_file_of_another_kind_is_refused_in_clear_words() {
    let [test, _] = TestDb::both();
    for (name, bytes, says) in [
        ("surat.pdf", b"%PDF-1.7\n".as_slice(), "PDF"),
        ("kosong.csv", b"".as_slice(), "kosong"),
        ("rusak.xlsx", &workbook()[..2_000], "rusak"),
    ] {
        let file = File { name, bytes };
        let error = import::run(&test.pool, file, &total(), &sender(), Mode::Commit, TODAY);
        let import::Error::Sheet(error) = error.unwrap_err() else { panic!("{name}") };
        assert!(error.tell().contains(says), "{name}: {}", error.tell());
    }
}

#[test]
fn no_row_is_dropped_without_a_word() {
    for test in TestDb::both() {
        let text = "kode,segmen,tanggal,peserta,pekerja,sumber\n\
                    15.01,,2025-04-30,1000,2000,uji\n\
                    15.02,total,,1000,2000,uji\n\
                    15.03,total,2025-04-30,1000,2000,\n\
                    15.04,total,2025-04-30,1000,2000,uji\n";
        let open = Options { segment: None, source: None, ..total() };
        let report = run(&test, text, &open, Mode::Commit);
        assert_eq!(report.outcome, Outcome::Blocked);
        let wanted = [(Rule::Value, 2), (Rule::R11, 3), (Rule::Value, 4)];
        assert_eq!(refusals(&report), wanted, "{:#?}", report.findings.list());
        assert_eq!(report.refused, 3);
        let unknown = Options { segment: SegmentCode::parse("totl"), ..total() };
        let text = "kode,tanggal,peserta\n15.01,2025-04-30,1000\n";
        let report = run(&test, text, &unknown, Mode::Commit);
        assert_eq!((report.outcome, refusals(&report).len()), (Outcome::Blocked, 1));
    }
}

#[test]
fn a_name_of_another_type_contradicts_its_code() {
    let test = TestDb::sqlite_published();
    let content = "kode,nama,tanggal,peserta\n\
                32.04,Kota Bandung,2025-04-30,77\n\
                32.73,Kabupaten Bandung,2025-04-30,78\n\
                15,Kota Jambi,2025-04-30,1000\n\
                15.71,Jambi,2025-04-30,1000\n\
                32.73,Kota Bandung,2025-04-30,1000\n";
    let report = run(&test, content, &total(), Mode::Rehearse);
    assert_eq!(refusals(&report), [(Rule::R10, 2), (Rule::R10, 3), (Rule::R10, 4)]);
}

#[test]
fn more_people_than_there_are_is_a_slip() {
    let test = TestDb::sqlite_published();
    let content = "kode,tanggal,peserta,pekerja\n\
                15.04,2025-04-30,9223372036854775807,\n\
                15.05,2025-04-30,9223372036854775807,\n\
                15.06,2025-04-30,1000000000,\n";
    let report = run(&test, content, &total(), Mode::Rehearse);
    assert_eq!(refusals(&report), [(Rule::R9, 2), (Rule::R9, 3), (Rule::R9, 4)]);
}

#[test]
fn a_candidate_is_chosen_by_its_code_in_whatever_column() {
    let test = TestDb::sqlite_published();
    let content = "nama,tanggal,peserta\nBungoh,2025-04-30,1000\n15,2025-04-30,1000\n";
    let report = run(&test, content, &total(), Mode::Rehearse);
    assert_eq!(refusals(&report), [(Rule::R10, 2), (Rule::R10, 3)], "a number is no name");
    let written = [((2, 0), "15.08".to_owned()), ((3, 0), "15".to_owned())].into_iter().collect();
    let fixed = Options { fixes: written, codes: Some(CodeSystem::Bps), ..total() };
    let report = run(&test, content, &fixed, Mode::Rehearse);
    assert_eq!(refusals(&report), []);
    let regions: Vec<&str> = report.preview.iter().map(|row| row.region.as_str()).collect();
    assert_eq!(regions, ["15.08 Kabupaten Bungo", "15 Provinsi Jambi"]);
}

#[test]
fn what_a_file_does_not_say_for_certain_is_refused() {
    let test = TestDb::sqlite_published();
    let rehearse = |content: &str| run(&test, content, &total(), Mode::Rehearse);
    let dated = Options {
        as_of: Some(AsOf::day(NaiveDate::from_ymd_opt(2025, 4, 30).unwrap())),
        ..total()
    };
    let of_day = |content: &str| run(&test, content, &dated, Mode::Rehearse);
    // A number that was cut in two by the sign between cells.
    let report = of_day("Kode,Wilayah,Peserta\n15.03,Sarolangun,64,709\n15.04,Batanghari,64709,\n");
    assert_eq!(refusals(&report), [(Rule::Table, 2)]);
    // Thousands.
    for title in ["Peserta (ribu)", "Peserta (dalam juta orang)", "Peserta (000)"] {
        let report = of_day(&format!("Kode;Wilayah;{title}\n15.03;Sarolangun;64\n"));
        assert_eq!(refusals(&report), [(Rule::Table, 0)], "{title}");
    }
    let report = of_day("Rekap (dalam ribuan orang)\nKode;Wilayah;Peserta\n15.03;Sarolangun;64\n");
    assert_eq!(refusals(&report), [(Rule::Table, 0)]);
    // Shares of one, as text.
    let shares = "Kode;Persen\n15.03;0,45\n15.04;0,52\n15.05;0,5\n";
    assert_eq!(refusals(&of_day(shares)), [(Rule::R12, 0)]);
    let stated = Options { shares: Some(true), ..dated.clone() };
    let report = run(&test, shares, &stated, Mode::Rehearse);
    let read: Vec<_> = report.preview.iter().map(|row| row.statement.published).collect();
    assert_eq!(read, [4500, 5200, 5000].map(|value| Some(Percent(value))));
    // A name that no region has, beside a code.
    let report = of_day("Kode;Wilayah;Peserta\n15.03;Atlantis;64709\n15.03;Sarolangn;64709\n");
    assert!(found(&report).contains(&(Rule::R10, Severity::Warn, 2)));
    assert!(!found(&report).contains(&(Rule::R10, Severity::Warn, 3)));
    // A column of provinces is one of parents.
    let report =
        of_day("Wilayah;Provinsi;Peserta\nSarolangun;Aceh;64709\nSarolangun;Jambi;64709\n");
    assert_eq!(refusals(&report), [(Rule::R10, 2)]);
    assert_eq!(refusals(&rehearse("Kode,Tanggal,Peserta\n")), [(Rule::Table, 0)], "no rows");
}
