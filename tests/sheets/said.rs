//! What is said about a file, held against what the file shows itself.

use cakupan::domain::{AsOf, SegmentCode};
use cakupan::import::{
    Asks, CodeSystem, Content, Finding, Mode, Options, Outcome, Report, Rule, Severity,
};

use crate::testdb::TestDb;
use crate::{run, total};

fn rehearse(test: &TestDb, content: &str, options: &Options) -> Report {
    run(test, "uji.csv", content.as_bytes(), options, Mode::Rehearse)
}

fn day(text: &str) -> Option<AsOf> {
    AsOf::parse(text)
}

fn segment(code: &str) -> Option<SegmentCode> {
    SegmentCode::parse(code)
}

/// What is asked about the file as a whole.
fn asked(report: &Report) -> Vec<(Option<Asks>, &str)> {
    let all = report.findings.list().iter();
    let of_file = all.filter(|f| f.line == 0 && f.severity == Severity::Refuse);
    of_file.map(|f| (f.asks, f.reason.as_str())).collect()
}

fn doubts(report: &Report) -> Vec<&Finding> {
    report.findings.list().iter().filter(|f| f.severity == Severity::Warn).collect()
}

fn regions(report: &Report) -> Vec<&str> {
    report.preview.iter().map(|row| row.region.as_str()).collect()
}

#[test]
fn codes_that_mean_two_places_are_asked_about() {
    let [test, _] = TestDb::both();
    let options = Options { as_of: day("2025-11-30"), ..total() };
    let of = |content: &str, options: &Options| rehearse(&test, content, options);

    let bare = "Kode;Peserta\n1103;5\n1109;7\n";
    let report = of(bare, &options);
    assert_eq!(
        asked(&report),
        [(
            Some(Asks::Codes),
            "sistem kode wilayah tidak jelas: 1103 di baris 2 menurut Kemendagri Kabupaten Aceh \
             Timur, menurut BPS Kabupaten Aceh Selatan."
        )]
    );
    assert_eq!(report.outcome, Outcome::Blocked);
    let said = |system| Options { codes: Some(system), ..options.clone() };
    let own = of(bare, &said(CodeSystem::Kemendagri));
    assert_eq!(regions(&own), ["11.03 Kabupaten Aceh Timur", "11.09 Kabupaten Simeulue"]);
    let bps = of(bare, &said(CodeSystem::Bps));
    assert_eq!(regions(&bps)[0], "11.01 Kabupaten Aceh Selatan");

    // The title of the column, names beside the codes, or full stops show it.
    let titled = of("Kode BPS;Peserta\n1103;5\n", &options);
    assert_eq!(regions(&titled), ["11.01 Kabupaten Aceh Selatan"]);
    let named = of("Kode;Wilayah;Peserta\n1103;Kab. Aceh Selatan;5\n1105;;6\n", &options);
    assert_eq!(asked(&named), []);
    assert_eq!(regions(&named)[0], "11.01 Kabupaten Aceh Selatan");
    let told = named.findings.list().iter().find(|f| f.rule == Rule::R10).unwrap();
    assert_eq!(told.severity, Severity::Inform);
    let named = of("Kode;Wilayah;Peserta\n1103;Aceh Timur;5\n", &options);
    assert_eq!(regions(&named), ["11.03 Kabupaten Aceh Timur"]);
    assert_eq!(asked(&of("Kode;Peserta\n11.03;5\n11.09;6\n91;7\n", &options)), []);
    assert_eq!(asked(&of("Kode;Peserta\n91;7\n", &options)).len(), 1, "two provinces of Papua");
    assert_eq!(asked(&of("Kode;Peserta\n15;7\n11;8\n", &options)), [], "one to both");

    // A name of either system, and a code without one.
    let both = "Kode;Wilayah;Peserta\n1103;Aceh Selatan;5\n1109;Simeulue;6\n1105;;7\n";
    assert_eq!(asked(&of(both, &options))[0].0, Some(Asks::Codes));
    let both = "Kode;Wilayah;Peserta\n1103;Aceh Selatan;5\n1109;Simeulue;6\n";
    let report = of(both, &options);
    let refused: Vec<u32> = report
        .findings
        .list()
        .iter()
        .filter(|f| f.severity == Severity::Refuse)
        .map(|f| f.line)
        .collect();
    assert_eq!(refused, [2], "the name that contradicts its code");
}

#[test]
fn lists_ask_whose_codes_they_use_too() {
    let [test, _] = TestDb::both();
    let options = Options { content: Some(Content::Targets), segment: None, ..total() };
    let list = "Kode wilayah;Tahun;Target (persen);Dasar\n1103;2026;60;rpjmd\n";
    assert_eq!(asked(&rehearse(&test, list, &options))[0].0, Some(Asks::Codes));
    let bps = Options { codes: Some(CodeSystem::Bps), ..options };
    let report = rehearse(&test, list, &bps);
    assert_eq!(report.listed[0].region, "11.01 Kabupaten Aceh Selatan");
}

#[test]
fn what_is_stated_never_overrules_the_file_without_a_word() {
    let [test, _] = TestDb::both();
    let stated = |as_of, code| Options { as_of: day(as_of), segment: segment(code), ..total() };
    let of = |content: &str, options: &Options| rehearse(&test, content, options);

    // Titles of the sheet may be leftovers: a reason is enough.
    let titled = "Kepesertaan segmen BPU per 31 Desember 2025\nKode;Peserta\n15.03;10\n15.04;11\n";
    let report = of(titled, &stated("2026-02-28", "pu"));
    let told: Vec<(Rule, u32)> = doubts(&report).iter().map(|f| (f.rule, f.line)).collect();
    assert_eq!(told, [(Rule::R11, 0), (Rule::Table, 0)]);
    assert!(doubts(&report)[0].reason.contains("menyebut 31 Desember 2025, sedangkan dinyatakan"));
    assert_eq!(report.outcome, Outcome::Blocked);
    let accepted = Options {
        accepted: Some("Judulnya dari lembar lama".to_owned()),
        ..stated("2026-02-28", "pu")
    };
    assert_eq!(of(titled, &accepted).outcome, Outcome::Ready);
    assert_eq!(doubts(&of(titled, &stated("2025-12-31", "bpu"))).len(), 0);

    // Rows and columns are no leftovers.
    let rows = "Kode;Tanggal;Segmen;Peserta\n15.03;28 Februari 2026;PU;10\n15.04;Feb 2026;PU;11\n";
    let report = of(rows, &stated("2025-12-31", "bpu"));
    assert_eq!(
        asked(&report),
        [
            (
                Some(Asks::Date),
                "baris 2 bertanggal 28 Februari 2026, sedangkan dinyatakan 31 Desember 2025."
            ),
            (
                Some(Asks::Segment),
                "baris 2 bersegmen Penerima Upah (PU), sedangkan dinyatakan Bukan Penerima Upah \
                 (BPU)."
            )
        ]
    );
    assert_eq!(report.refused, 2);
    assert_eq!(of(rows, &stated("2026-02-28", "pu")).outcome, Outcome::Ready);
    let columns = "Kode;PU per Feb 2026;BPU per Feb 2026\n15.03;10;20\n";
    let columns =
        &columns.replace("PU per", "Peserta PU per").replace("BPeserta PU", "Peserta BPU");
    let report = of(columns, &Options { segment: segment("jakon"), ..total() });
    assert_eq!(asked(&report).len(), 1, "{:#?}", report.findings.list());
    let wide = "Kode;Peserta PU;Peserta\n15.03;10;20\n";
    let report = of(wide, &stated("2026-02-28", "total"));
    assert_eq!(report.outcome, Outcome::Ready, "what is stated is that of the other column");
}

#[test]
fn one_day_in_two_precisions_is_one_day() {
    let [test, _] = TestDb::both();
    let rows = "Kode;Tanggal;Peserta\n15.03;28 Februari 2026;10\n15.03;Feb 2026;11\n\
                15.03;28-02-2026;12\n";
    let report = rehearse(&test, rows, &total());
    let twice: Vec<(Rule, u32, bool)> = report
        .findings
        .list()
        .iter()
        .map(|f| (f.rule, f.line, f.reason.contains("baris 2")))
        .collect();
    assert_eq!(twice, [(Rule::Twice, 2, false), (Rule::Twice, 3, true), (Rule::Twice, 4, true)]);
}
