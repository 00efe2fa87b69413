//! Lists are read as carefully as figures: units, columns, sums, decimals.

use cakupan::db::lists;
use cakupan::domain::Percent;
use cakupan::domain::list::List;
use cakupan::domain::list::Record;
use cakupan::import::{
    self, Asks, Content, Field, File, Mode, Options, Outcome, Report, Sender, Severity,
};

use crate::testdb::TestDb;
use crate::{SOURCE, TODAY};

fn of(content: Content) -> Options {
    let source = Some(SOURCE.to_owned());
    Options { content: Some(content), source, ..Options::default() }
}

fn rehearse(test: &TestDb, sheet: &str, options: &Options) -> Report {
    let file = File { name: "uji.csv", bytes: sheet.as_bytes() };
    let sender = Sender::default();
    import::run(&test.pool, file, options, &sender, Mode::Rehearse, TODAY).unwrap()
}

fn told(report: &Report) -> Vec<(Severity, u32, String)> {
    let all = report.findings.list().iter();
    all.map(|f| (f.severity, f.line, f.told())).collect()
}

fn refused(report: &Report) -> usize {
    report.findings.count(Severity::Refuse)
}

const TARGETS: &str = "Kode;Tahun;Target (persen);Dasar";
const FUNDING: &str = "Kode;Periode;Jenis;Pembayar";

#[test]
fn targets_that_may_be_shares_are_asked_about() {
    let [test, _] = TestDb::both();
    let sheet = |first: &str, second: &str| {
        format!("{TARGETS}\n15.03;2031;{first};rpjmd\n15.04;2031;{second};rpjmd\n")
    };
    let report = rehearse(&test, &sheet("0,45", "0,6"), &of(Content::Targets));
    let asked: Vec<_> = report.findings.list().iter().map(|f| f.asks).collect();
    assert_eq!(asked, [Some(Asks::Shares)]);
    let said = Options { shares: Some(true), ..of(Content::Targets) };
    let report = rehearse(&test, &sheet("0,45", "0,6"), &said);
    assert_eq!((report.outcome, report.effect.new), (Outcome::Ready, 2), "{:?}", told(&report));
    let report = rehearse(&test, &sheet("0,45", "52,3"), &of(Content::Targets));
    let found = told(&report);
    assert_eq!(refused(&report), 1);
    assert!(found[0].2.contains("Tulis 0,45% atau 45%,"), "{found:?}");
}

#[test]
fn decimals_that_are_cut_are_told_in_lists_too() {
    for test in TestDb::both() {
        let sheet = format!(
            "{TARGETS}\n15.03;2031;45,1751234;rpjmd\n15.04;2031;50,25;rpjmd\n\
             15.05;2031;60,1251234;rpjmd\n"
        );
        let file = File { name: "uji.csv", bytes: sheet.as_bytes() };
        let options = of(Content::Targets);
        let sender = Sender::default();
        let report = import::run(&test.pool, file, &options, &sender, Mode::Commit, TODAY).unwrap();
        assert!(matches!(report.outcome, Outcome::Committed(_)), "{:?}", told(&report));
        let wanted = "Baris 2, kolom Target (persen): dibulatkan menjadi 45,18%. Begitu juga 1 sel \
                      lain dengan lebih dari dua desimal.";
        assert_eq!(told(&report), [(Severity::Inform, 2, wanted.to_owned())]);
        let stored = test.pool.read(|c| lists::today(c, List::Targets)).unwrap();
        let percents: Vec<_> = stored
            .iter()
            .filter_map(|row| match &row.record {
                Record::Target(target) if target.year == 2031 => target.percent,
                _ => None,
            })
            .collect();
        assert!(percents.contains(&Percent(4_518)) && percents.contains(&Percent(6_013)));
    }
}

#[test]
fn units_of_lists_are_held_as_those_of_figures() {
    let [test, _] = TestDb::both();
    let targets = of(Content::Targets);
    let mapped = Options {
        mapping: [("Jumlah (juta rupiah)".to_owned(), Field::Amount)].into(),
        ..of(Content::Funding)
    };
    let permil = Options {
        mapping: [("Target \u{2030}".to_owned(), Field::TargetPercent)].into(),
        ..of(Content::Targets)
    };
    let funding = of(Content::Funding);
    for (sheet, options) in [
        (
            format!("{FUNDING};Jumlah (rupiah);Satuan\n15.03;2026;budget;csr;24;juta rupiah\n"),
            &funding,
        ),
        (format!("{FUNDING};Jumlah (juta rupiah)\n15.03;2026;budget;csr;24\n"), &mapped),
        (
            format!(
                "{FUNDING};Jumlah (rupiah);Catatan\n15.03;2026;budget;csr;24;dalam juta rupiah\n"
            ),
            &funding,
        ),
        (
            format!(
                "{FUNDING};Jumlah (rupiah)\n15.03;2026;budget;csr;24\nKet.: angka dalam jutaan;\n"
            ),
            &funding,
        ),
        (
            format!("Dalam jutaan rupiah\n{FUNDING};Jumlah (rupiah)\n15.03;2026;budget;csr;24\n"),
            &funding,
        ),
        (format!("{TARGETS};Satuan\n15.03;2031;60;rpjmd;permil\n"), &targets),
        ("Kode;Tahun;Target \u{2030};Dasar\n15.03;2031;600;rpjmd\n".to_owned(), &permil),
    ] {
        let report = rehearse(&test, &sheet, options);
        assert_eq!(refused(&report), 1, "{sheet}: {:?}", told(&report));
    }
    for (sheet, options) in [
        (format!("{FUNDING};Jumlah (rupiah);Satuan\n15.03;2026;budget;csr;24;Rupiah\n"), &funding),
        (format!("{FUNDING};Kasus;Satuan\n15.03;2026;Klaim;csr;24;kasus\n"), &funding),
        (format!("{TARGETS};Satuan\n15.03;2031;60;rpjmd;%\n"), &targets),
        (format!("{TARGETS};Satuan\n15.03;2031;60;rpjmd;\n"), &targets),
    ] {
        let report = rehearse(&test, &sheet, options);
        assert_eq!(report.outcome, Outcome::Ready, "{sheet}: {:?}", told(&report));
    }
}

#[test]
fn columns_and_sums_of_lists_are_told() {
    let [test, _] = TestDb::both();
    let sheet = format!("{FUNDING};Jumlah\n15.03;2026;budget;csr;Rp 24.000\n");
    let report = rehearse(&test, &sheet, &of(Content::Funding));
    let unread = "kolom berisi angka yang tidak dibaca: Jumlah. Nyatakan isi kolomnya bila harus \
                  ikut dibaca.";
    assert!(
        told(&report).contains(&(Severity::Inform, 0, unread.to_owned())),
        "{:?}",
        told(&report)
    );
    let mapping = [("Jumlah".to_owned(), Field::Ignored)].into();
    let options = Options { mapping, ..of(Content::Funding) };
    let ignored = "Kolom Jumlah: kolom diabaikan, padahal 1 selnya berisi angka. Nyatakan isinya \
                   bila harus ikut dibaca.";
    let report = rehearse(&test, &sheet, &options);
    assert!(
        told(&report).contains(&(Severity::Inform, 0, ignored.to_owned())),
        "{:?}",
        told(&report)
    );

    let sums = "Kode;Wilayah;Periode;Jenis;Pembayar;Pekerja\n15.03;;2026;budget;csr;24\n\
                ;Subtotal;2026;budget;csr;24\nJumlah;;2026;budget;csr;24\n;Rata-rata;;;;24\n\
                ;TOTAL JAMBI;;;;24\n";
    let report = rehearse(&test, sums, &of(Content::Funding));
    assert_eq!((report.outcome, report.effect.new, report.passed), (Outcome::Ready, 1, 4));
    let skipped: Vec<_> =
        report.findings.list().iter().map(|f| (f.line, f.reason.as_str())).collect();
    assert_eq!(
        skipped,
        [
            (3, "baris subtotal dilewati."),
            (4, "baris jumlah dilewati."),
            (5, "baris rata rata dilewati."),
            (6, "baris total dilewati."),
        ]
    );
}
