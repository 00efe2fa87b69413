//! What a file says that can hardly be: counts, sums, codes, parents, ranks.

use cakupan::domain::{AsOf, Percent};
use cakupan::import::{CodeSystem, Field, Mode, Options, Outcome, Report, Rule, Severity};

use crate::common::db::TestDb;
use crate::{found, refusals, run, total};

fn dated() -> Options {
    Options { as_of: AsOf::parse("2026-10-31"), ..total() }
}

/// With the segments in the rows.
fn by_rows() -> Options {
    Options { segment: None, ..dated() }
}

fn doubts(report: &Report) -> Vec<(Rule, u32)> {
    let doubtful = found(report).into_iter().filter(|(_, own, _)| *own == Severity::Warn);
    doubtful.map(|(rule, _, line)| (rule, line)).collect()
}

fn reasons(report: &Report) -> Vec<&str> {
    report.findings.list().iter().map(|own| own.reason.as_str()).collect()
}

#[test]
fn what_can_hardly_be_needs_a_reason() {
    let test = TestDb::sqlite_published();
    let rehearse = |text: &str, options: &Options| run(&test, text, options, Mode::Rehearse);
    let report = rehearse("Kode;Persen\n15.07;4517\n15.08;100,00\n", &dated());
    assert!(doubts(&report).contains(&(Rule::R2, 2)), "{:?}", reasons(&report));
    assert!(!doubts(&report).contains(&(Rule::R2, 3)));
    assert_eq!(report.outcome, Outcome::Blocked);
    let many = "Kode;Peserta\n15.01;500000000\n15;60000001\nID;200000000\n";
    let report = rehearse(many, &dated());
    let beyond: Vec<_> = doubts(&report).into_iter().filter(|own| own.0 == Rule::R9).collect();
    assert_eq!(beyond, [(Rule::R9, 2), (Rule::R9, 3)], "{:?}", reasons(&report));
    let told = &report.findings.list()[0];
    assert_eq!((told.column.as_str(), told.value.as_str()), ("Peserta", "500000000"));
    let report = rehearse("Kode;Segmen;Peserta\n15.03;PU;5000\n15.03;Total;100\n", &by_rows());
    assert!(doubts(&report).contains(&(Rule::R5, 3)), "{:?}", reasons(&report));
    let some = "Kode;Peserta\n15;1000\n15.01;900\n15.02;900\n15.03;900\n";
    let report = rehearse(some, &dated());
    assert!(doubts(&report).contains(&(Rule::R4, 2)));
    assert!(
        reasons(&report).iter().any(|own| own.contains("3 dari 11 wilayah")),
        "{:?}",
        reasons(&report)
    );
}

/// The total stands in the database, the segment in the file, and the other way round.
#[test]
fn a_segment_larger_than_the_stored_total_needs_a_reason() {
    let row =
        |segment: &str, active: i64| format!("Kode;Segmen;Peserta\n15.03;{segment};{active}\n");
    for test in TestDb::both() {
        let accepted =
            Options { accepted: Some("Dicocokkan dengan surat".to_owned()), ..by_rows() };
        let first = run(&test, &row("Total", 1_000), &accepted, Mode::Commit);
        assert!(matches!(first.outcome, Outcome::Committed(_)), "{}", test.backend);
        let fits = run(&test, &row("PU", 900), &by_rows(), Mode::Rehearse);
        assert!(!doubts(&fits).contains(&(Rule::R5, 2)), "{:?}", reasons(&fits));
        let larger = run(&test, &row("PU", 1_100), &by_rows(), Mode::Rehearse);
        assert!(doubts(&larger).contains(&(Rule::R5, 2)), "{:?}", reasons(&larger));
        run(&test, &row("PU", 900), &accepted, Mode::Commit);
        let both = run(&test, &row("BPU", 200), &by_rows(), Mode::Rehearse);
        assert!(doubts(&both).contains(&(Rule::R6, 2)), "{:?}", reasons(&both));
        let smaller = run(&test, &row("Total", 500), &by_rows(), Mode::Rehearse);
        assert!(doubts(&smaller).contains(&(Rule::R5, 2)), "{:?}", reasons(&smaller));
    }
}

#[test]
fn a_dotted_code_is_none_of_the_bureau() {
    let test = TestDb::sqlite_published();
    let bps = Options { codes: Some(CodeSystem::Bps), ..dated() };
    let titled = "Kode BPS;Peserta\n11.09;7\n";
    for (text, options) in [("Kode;Peserta\n11.09;7\n", &bps), (titled, &dated())] {
        let report = run(&test, text, options, Mode::Rehearse);
        assert_eq!(refusals(&report), [(Rule::R10, 2)]);
        let told = report.findings.list()[0].told();
        assert!(told.contains("Simeulue") && told.contains("Pidie"), "{told}");
    }
    // Chosen from what is offered on the page.
    let fixes = [((2, 0), "11.09".to_owned())].into_iter().collect();
    let report = run(&test, titled, &Options { fixes, ..dated() }, Mode::Rehearse);
    assert_eq!(refusals(&report), []);
    assert_eq!(report.preview[0].region, "11.09 Kabupaten Simeulue");
}

#[test]
fn a_column_of_provinces_may_not_contradict_the_code() {
    let test = TestDb::sqlite_published();
    let rows = "Kode;Provinsi;Kabupaten/Kota;Peserta\n\
                11.01;Jambi;Aceh Selatan;6\n\
                11.01;Aceh;Aceh Selatan;6\n\
                11.02;Prov. Aceh;;6\n\
                11.03;11;;6\n\
                11.04;15;;6\n\
                11.05;Kanwil Sumbagut;;6\n\
                15;Jambi;;6\n\
                15.71;Jambi;Kota Jambi;6\n";
    let report = run(&test, rows, &dated(), Mode::Rehearse);
    assert_eq!(refusals(&report), [(Rule::R10, 2), (Rule::R10, 6)], "{:?}", reasons(&report));
    assert!(
        reasons(&report).iter().any(|own| own.contains("yang bukan bagian dari 15 Provinsi Jambi"))
    );
    // What it was a part of on another day is none.
    let moved =
        "Kode;Provinsi;Kabupaten/Kota;Peserta\n93.01;Papua;Merauke;6\n93.01;Jambi;Merauke;6\n";
    let report = run(&test, moved, &dated(), Mode::Rehearse);
    assert!(!refusals(&report).contains(&(Rule::R10, 2)), "{:?}", reasons(&report));
}

#[test]
fn numbers_that_lose_something_are_told() {
    let test = TestDb::sqlite_published();
    let report = run(&test, "Kode;Peserta\n15.01;2 juta 300\n", &dated(), Mode::Rehearse);
    assert_eq!(refusals(&report), [(Rule::R9, 2)]);
    let told = report.findings.list()[0].told();
    assert!(told.contains("2.000.300") && told.contains("2.300.000"), "{told}");
    let rows = "Kode;Persen\n15.01;45,175\n15.02;52,3\n15.03;44,444\n15.04;52,30\n15.05;1.045,2\n";
    let report = run(&test, rows, &dated(), Mode::Rehearse);
    let cut: Vec<_> = report
        .findings
        .list()
        .iter()
        .filter(|f| f.severity == Severity::Inform && f.rule == Rule::R9)
        .collect();
    assert_eq!(cut.len(), 1, "{:?}", reasons(&report));
    assert_eq!(
        cut[0].told(),
        "Baris 2, 15.01 Kabupaten Kerinci, kolom Persen: dibulatkan menjadi 45,18%. Begitu juga 1 sel lain dengan lebih dari dua desimal."
    );
    assert_eq!(report.preview[0].statement.published, Some(Percent(4518)));
    let ranks = "Kode;Peserta;Peringkat;Dari\n15.01;6;0;11\n15.02;6;12;11\n15.03;6;3;11\n";
    let report = run(&test, ranks, &dated(), Mode::Rehearse);
    assert_eq!(refusals(&report), [(Rule::Value, 2), (Rule::Value, 3)], "{:?}", reasons(&report));
}

/// The whole stands in the database and the parts in the file, the other way round, and some of each.
#[test]
fn parts_larger_than_the_stored_whole_need_a_reason() {
    let accepted = Options { accepted: Some("Dicocokkan dengan surat".to_owned()), ..dated() };
    let sums = |report: &Report| {
        let all = doubts(report).into_iter().filter(|own| own.0 == Rule::R4);
        all.map(|(_, line)| line).collect::<Vec<_>>()
    };
    for test in TestDb::both() {
        let commit = |text: &str| {
            let report = run(&test, text, &accepted, Mode::Commit);
            assert!(matches!(report.outcome, Outcome::Committed(_)), "{:?}", reasons(&report));
        };
        let rehearse = |text: &str| run(&test, text, &dated(), Mode::Rehearse);
        commit("Kode;Peserta\n15;1000\n15.01;400\n");
        assert_eq!(sums(&rehearse("Kode;Peserta\n15.02;600\n")), [0; 0], "they fit");
        let report = rehearse("Kode;Peserta\n15.02;200\n15.03;700\n");
        assert_eq!(sums(&report), [3], "the largest part is told: {:?}", reasons(&report));
        let told = "Provinsi Jambi, dengan angka yang tersimpan: peserta aktif 1.000, sedangkan 3 dari \
                    11 wilayah di bawahnya sudah berjumlah 1.300.";
        assert!(reasons(&report).contains(&told), "{:?}", reasons(&report));
        assert_eq!(sums(&rehearse("Kode;Peserta\n15;300\n")), [2], "{}", test.backend);
        // What the file says of a part takes the place of what is stored.
        assert_eq!(sums(&rehearse("Kode;Peserta\n15.01;1000\n")), [0; 0]);
        assert_eq!(sums(&rehearse("Kode;Peserta;Tanggal\n15.02;5000;2026-09-30\n")), [0; 0]);
    }
}

#[test]
fn ranks_are_those_of_regions_that_there_are() {
    let test = TestDb::sqlite_published();
    let rehearse = |text: &str| run(&test, text, &dated(), Mode::Rehearse);
    let report = rehearse(
        "Kode;Persen;Peringkat\n15.03;45,17;999\n15.04;46,17;0\n15.05;47,17;514\n15;48,17;39\n",
    );
    assert_eq!(
        refusals(&report),
        [(Rule::Value, 2), (Rule::Value, 3), (Rule::Value, 5)],
        "{:?}",
        reasons(&report)
    );
    let told = "peringkat sampai 999, padahal hanya ada 514 kabupaten/kota.";
    assert!(reasons(&report).contains(&told), "{:?}", reasons(&report));

    let report = rehearse("Kode;Persen;Peringkat\n15.03;45,17;1\n15.04;52,00;1\n16.01;60,00;1\n");
    let told: Vec<_> =
        report.findings.list().iter().filter(|f| f.reason.contains("peringkat")).collect();
    assert_eq!(told.len(), 1, "another province may have a first, too: {:?}", reasons(&report));
    assert_eq!((told[0].severity, told[0].line), (Severity::Inform, 3));
    assert!(told[0].reason.contains("15.03 Kabupaten Sarolangun di baris 2"), "{}", told[0].reason);
    let report = rehearse("Kode;Persen;Peringkat\n15.03;45,17;1\n15.04;45,17;1\n");
    assert!(!reasons(&report).iter().any(|own| own.contains("peringkat")), "they share it");
}

/// What the rules refuse stays out, as what cannot be read does.
#[test]
fn a_date_to_come_stays_out_with_the_refused_rows() {
    let test = TestDb::sqlite_published();
    let rows = "Kode;Peserta;Tanggal\n15.03;100;2027-01-31\n15.04;100;2026-01-31\n";
    let options = Options {
        leave_refused: true,
        accepted: Some("Dicocokkan dengan surat".to_owned()),
        ..total()
    };
    let report = run(&test, rows, &options, Mode::Rehearse);
    assert_eq!((report.outcome, report.effect.new, report.refused), (Outcome::Ready, 1, 1));
}

#[test]
fn the_nation_goes_by_more_than_one_name() {
    let test = TestDb::sqlite_published();
    let rehearse = |name: &str| {
        let sheet = format!("Wilayah;Persen\n{name};45,17\n");
        run(&test, &sheet, &dated(), Mode::Rehearse)
    };
    for name in ["Nasional", "INDONESIA", "Tingkat nasional", "Republik Indonesia"] {
        let report = rehearse(name);
        assert_eq!(refusals(&report), [], "{name}");
        assert_eq!(report.preview[0].region, "ID Indonesia", "{name}");
    }
    // A short name of one's own is never guessed; the region is offered.
    let report = rehearse("Tanjab Barat");
    assert_eq!(refusals(&report), [(Rule::R10, 2)]);
    let offered = &report.findings.list()[0].candidates;
    assert_eq!(offered[0].1, "Kabupaten Tanjung Jabung Barat");
}

/// "Total peserta" beside a column of segments is the sum of its row; another segment contradicts the rows.
#[test]
fn titles_do_not_overrule_a_column_of_segments() {
    let test = TestDb::sqlite_published();
    let rehearse = |title: &str| {
        let file = format!("Kode;Segmen;{title}\n15.01;PU;5100\n15.01;BPU;4100\n");
        run(&test, &file, &by_rows(), Mode::Rehearse)
    };
    let names = |report: &Report| -> Vec<i32> {
        report.preview.iter().map(|row| row.statement.segment_id).collect()
    };
    let plain = names(&rehearse("Peserta"));
    assert_eq!(plain.len(), 2);
    for title in ["Total Peserta", "Peserta Total", "Peserta (Total)"] {
        assert_eq!(names(&rehearse(title)), plain, "{title}");
    }
    for title in ["Peserta (PU)", "Peserta PU", "PU"] {
        let report = rehearse(title);
        assert_eq!(report.outcome, Outcome::Blocked, "{title}");
        if title != "PU" {
            assert!(reasons(&report)[0].contains("menyebut segmen, padahal"), "{title}");
        }
    }
}

#[test]
fn titles_do_not_overrule_a_column_of_dates() {
    let test = TestDb::sqlite_published();
    let options = Options { as_of: None, ..total() };
    let rehearse = |text: &str| run(&test, text, &options, Mode::Rehearse);
    for titles in ["Tanggal;Peserta per 31 Desember 2024;Pekerja", "Bulan;Peserta;Pekerja 2024"] {
        let report = rehearse(&format!("Kode;{titles}\n15.01;2026-09-30;5100;9000\n"));
        assert_eq!(report.outcome, Outcome::Blocked, "{titles}");
        assert!(reasons(&report)[0].contains("menyebut tanggal, padahal"), "{titles}");
    }
    // Without the column of dates nothing contradicts.
    let mut options = options.clone();
    options.mapping.insert("Bulan".to_owned(), Field::Ignored);
    let file = "Kode;Bulan;Peserta Desember 2024\n15.01;2026-09-30;5100\n";
    let report = run(&test, file, &options, Mode::Rehearse);
    assert_eq!(report.preview[0].statement.as_of, AsOf::parse("2024-12"));
}
