//! Small numbers in columns of percents: a share of one, or a percent? Nobody guesses.

use cakupan::domain::Percent;
use cakupan::import::{self, Asks, Mode, Options, Outcome, Report, Rule, Severity};
use rust_xlsxwriter::{Format, Workbook};

use crate::testdb::TestDb;
use crate::xls::Value;
use crate::{make, run, total, xls};

fn dated() -> Options {
    Options { as_of: import::as_of("2026-02-28").ok(), ..total() }
}

/// A number of a cell; with a percent format it says itself what it is.
#[derive(Clone, Copy)]
enum Cell {
    Bare(f64),
    Signed(f64),
}
use Cell::{Bare, Signed};

const CODES: [&str; 4] = ["15.03", "15.04", "15.05", "15.06"];

/// The same table in each format that is read, with the name of its file.
fn everywhere(cells: &[Cell]) -> [(&'static str, Vec<u8>); 4] {
    let rows = || CODES.into_iter().zip(cells);
    let mut csv = "Kode;Persen\n".to_owned();
    let mut xlsx = Workbook::new();
    let sheet = xlsx.add_worksheet();
    let signed = Format::new().set_num_format("0.00%");
    sheet.write(0, 0, "Kode").unwrap();
    sheet.write(0, 1, "Persen").unwrap();
    let mut old = vec![vec![Value::Text("Kode"), Value::Text("Persen")]];
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let number = |kind: &str, value: f64| {
        format!("<table:table-cell office:value-type=\"{kind}\" office:value=\"{value}\"/>")
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let mut ods = row(cell("Kode") + &cell("Persen"));
    for (line, (code, value)) in (1..).zip(rows()) {
        sheet.write(line, 0, code).unwrap();
        let written = match *value {
            Bare(value) => {
                sheet.write(line, 1, value).unwrap();
                old.push(vec![Value::Text(code), Value::Number(value)]);
                ods.push_str(&row(cell(code) + &number("float", value)));
                value.to_string()
            }
            Signed(value) => {
                sheet.write_with_format(line, 1, value, &signed).unwrap();
                old.push(vec![Value::Text(code), Value::Percent(value)]);
                ods.push_str(&row(cell(code) + &number("percentage", value)));
                format!("{}%", value * 100.0)
            }
        };
        csv.extend([code, ";", &written.replace('.', ","), "\n"]);
    }
    [
        ("uji.csv", csv.into_bytes()),
        ("uji.xlsx", xlsx.save_to_buffer().unwrap()),
        ("uji.xls", xls::xls(&[], &old)),
        ("uji.ods", make::ods("", &format!("<table:table table:name=\"A\">{ods}</table:table>"))),
    ]
}

fn refused(report: &Report) -> Vec<(Rule, u32, &str)> {
    let all = report.findings.list().iter().filter(|f| f.severity == Severity::Refuse);
    all.map(|f| (f.rule, f.line, f.reason.as_str())).collect()
}

fn percents(report: &Report) -> Vec<Option<Percent>> {
    report.preview.iter().map(|row| row.statement.published).collect()
}

#[test]
fn a_fraction_among_percents_is_refused_with_both_readings() {
    let [test, _] = TestDb::both();
    for (name, bytes) in everywhere(&[Bare(0.45), Bare(52.3), Bare(1.0), Bare(0.0)]) {
        let report = run(&test, name, &bytes, &dated(), Mode::Rehearse);
        let found = refused(&report);
        let lines: Vec<_> = found.iter().map(|(rule, line, _)| (*rule, *line)).collect();
        assert_eq!(lines, [(Rule::R9, 2), (Rule::R9, 4)], "{name}: {found:?}");
        let told = "dapat berarti 0,45% atau 45%. Tulis 0,45% atau 45%, atau nyatakan sekali untuk \
                    seluruh berkas (Persen di bawah dua).";
        assert!(found[0].2.ends_with(told), "{name}: {}", found[0].2);
        assert!(found[1].2.contains("dapat berarti 1% atau 100%. Tulis 1% atau 100%,"), "{name}");

        // What it says to write is taken, and so is who says what all such numbers are.
        let fixes = [((2, 1), "45%".to_owned()), ((4, 1), "1%".to_owned())].into();
        let report = run(&test, name, &bytes, &Options { fixes, ..dated() }, Mode::Rehearse);
        assert_eq!(report.outcome, Outcome::Ready, "{name}: {:?}", refused(&report));
        let wanted = [4_500, 5_230, 100, 0].map(|value| Some(Percent(value)));
        assert_eq!(percents(&report), wanted, "{name}");
        let said = Options { shares: Some(false), ..dated() };
        let report = run(&test, name, &bytes, &said, Mode::Rehearse);
        let wanted = [45, 5_230, 100, 0].map(|value| Some(Percent(value)));
        assert_eq!(percents(&report), wanted, "{name}");
    }
}

#[test]
fn a_column_of_fractions_is_asked_about_once() {
    let [test, _] = TestDb::both();
    for (name, bytes) in everywhere(&[Bare(0.45), Bare(0.5), Bare(0.0), Bare(0.99)]) {
        let report = run(&test, name, &bytes, &dated(), Mode::Rehearse);
        let asked: Vec<_> = report.findings.list().iter().map(|f| f.asks).collect();
        assert_eq!(asked, [Some(Asks::Shares)], "{name}: {:?}", refused(&report));
        for (shares, factor) in [(true, 100), (false, 1)] {
            let said = Options { shares: Some(shares), ..dated() };
            let report = run(&test, name, &bytes, &said, Mode::Rehearse);
            let wanted = [45, 50, 0, 99].map(|value| Some(Percent(value * factor)));
            assert_eq!(percents(&report), wanted, "{name}");
        }
    }
}

#[test]
fn a_cell_that_shows_a_percent_says_what_it_is() {
    let [test, _] = TestDb::both();
    for (name, bytes) in everywhere(&[Signed(0.45), Signed(0.005), Bare(52.3), Signed(1.0)]) {
        let report = run(&test, name, &bytes, &dated(), Mode::Rehearse);
        assert_eq!(report.outcome, Outcome::Ready, "{name}: {:?}", refused(&report));
        let wanted = [4_500, 50, 5_230, 10_000].map(|value| Some(Percent(value)));
        assert_eq!(percents(&report), wanted, "{name}");
    }
    for (name, bytes) in everywhere(&[Signed(0.45), Signed(0.5)]) {
        let report = run(&test, name, &bytes, &dated(), Mode::Rehearse);
        assert_eq!(percents(&report), [4_500, 5_000].map(|value| Some(Percent(value))), "{name}");
    }
}
