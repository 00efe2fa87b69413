//! The page on data quality, and the lists to send out.

use std::io::Cursor;

use cakupan::domain::Percent;
use cakupan::domain::completeness::Expectation;
use cakupan::domain::rules::Thresholds;
use cakupan::export::quality::HEAD;
use cakupan::web::Settings;
use calamine::{Data, Reader, Xlsx};
use scraper::{Html, Selector};

use crate::common::app::TestApp;
use crate::common::db::TestDb;
use crate::{assert_sound, assert_way_on, select, words};

#[test]
fn what_cannot_be_read_offers_a_way_on() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    for (path, status, says, way) in [
        ("/mutu?wilayah=15.01", 400, "bukan kode provinsi", "/mutu"),
        ("/mutu?wilayah=99", 400, "bukan provinsi yang dikenal", "/mutu"),
        ("/mutu?bulan=0", 400, "bulan", "/mutu"),
        ("/mutu?segmen=tidakada", 400, "segmen", "/mutu"),
        ("/mutu?per=besok", 400, "per", "/mutu"),
        ("/mutu/99", 404, "99", "/"),
        ("/mutu/15.99.csv", 404, "15.99", "/wilayah/15"),
        ("/mutu/1509.xlsx", 404, "bukan kode wilayah", "/wilayah/15.09"),
        ("/mutu/91.01.txt", 404, "kini berkode 93.01", "/wilayah/93.01"),
        ("/mutu/15?versi=99", 400, "versi", "/mutu/15"),
    ] {
        assert_way_on(&app, path, status, says, way);
    }
}

#[test]
fn every_province_has_a_page_and_a_list() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let page = app.get("/mutu?bulan=24");
    let html = Html::parse_document(page.text());
    assert_sound("/mutu?bulan=24", &html);
    let options = Selector::parse("#wilayah option").unwrap();
    let codes: Vec<String> = html
        .select(&options)
        .filter_map(|option| option.value().attr("value").map(str::to_owned))
        .collect();
    assert_eq!(codes.len(), 39);
    for code in codes {
        for path in [format!("/mutu?wilayah={code}"), format!("/mutu/{code}")] {
            let page = app.get(&path);
            assert_eq!(page.status, 200, "{path}");
            let html = Html::parse_document(page.text());
            assert_sound(&path, &html);
            assert_eq!(select(&html, "h1").len(), 1, "{path}");
        }
    }
}

#[test]
fn a_month_is_told_by_a_sign_and_counted_once() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let page = app.get("/mutu?per=2025-12-31&bulan=6");
    let html = Html::parse_document(page.text());
    let rows = select(&html, "#kelengkapan tbody tr");
    assert_eq!(rows.len(), 39, "the nation and its provinces");
    let row = Selector::parse("#kelengkapan tbody tr").unwrap();
    for row in html.select(&row) {
        let texts = |selector: &str| -> Vec<String> {
            let selector = Selector::parse(selector).unwrap();
            row.select(&selector).map(|cell| cell.text().collect()).collect()
        };
        let signs = texts("td.bulan");
        assert_eq!(signs.len(), 6);
        let number = |sign: &str| signs.iter().filter(|own| *own == sign).count();
        let counts: Vec<usize> =
            texts("td.angka").iter().map(|text| text.parse().unwrap()).collect();
        let told = ["T", "L", "M", "–"].map(number);
        assert_eq!(counts[1..], told, "{signs:?}");
        assert_eq!(counts[0], told.iter().sum::<usize>());
        assert_eq!(number("·") + counts[0], 6);
    }
}

#[test]
fn a_list_is_the_same_in_every_form() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let text = app.get("/mutu/15.txt?per=2025-06-30");
    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(
        text.header("content-disposition"),
        Some("attachment; filename*=UTF-8''permintaan-data-15-2025-06-30.txt")
    );
    assert_eq!(text.header("cache-control"), Some("no-store"));
    assert!(text.header("content-security-policy").is_some());
    assert!(text.text().contains("Provinsi Jambi dan kabupaten/kota di dalamnya"));
    assert!(text.text().contains("Keadaan data per 30 Juni 2025, versi data 1."));
    assert!(text.text().contains("KABUPATEN KERINCI (15.01)"));
    assert!(text.text().contains("Jawaban dikirim ke"));

    let csv = app.get("/mutu/15.csv?per=2025-06-30");
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let csv = csv.text().strip_prefix('\u{feff}').expect("a mark for spreadsheets").to_owned();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(csv.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0], HEAD);
    assert!(rows.len() > 50);
    assert!(rows.iter().any(
        |row| row[..4] == ["15.01", "Kabupaten Kerinci", "Total semua segmen", "30 April 2025"]
    ));

    let book = app.get("/mutu/15.xlsx?per=2025-06-30");
    assert_eq!(
        book.header("content-type"),
        Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    );
    assert_eq!(
        book.body,
        app.get("/mutu/15.xlsx?per=2025-06-30").body,
        "the same list, the same file"
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.body)).unwrap();
    let range = book.worksheet_range("Permintaan data").unwrap();
    let text = |cell: &Data| match cell {
        // Days are days, so that a spreadsheet can sort them.
        Data::DateTime(day) => {
            let since = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
            let days = day.as_f64().to_string().parse().unwrap();
            cakupan::domain::wording::date(since + chrono::Days::new(days))
        }
        other => other.to_string(),
    };
    let read: Vec<Vec<String>> =
        range.rows().skip(3).map(|row| row.iter().map(text).collect()).collect();
    assert_eq!(read, rows);
    assert!(range.rows().any(|row| matches!(row[3], Data::DateTime(_))));
}

#[test]
fn nothing_in_a_list_runs() {
    let db = TestDb::sqlite_published();
    db.pool
        .write(|c| {
            use diesel::RunQueryDsl;
            let name =
                "update region_version set full_name = '=HYPERLINK(\"x\")' where code = '15.01'";
            diesel::sql_query(name).execute(c)?;
            Ok(())
        })
        .unwrap();
    let app = TestApp::start(&db.pool);
    let csv = app.get("/mutu/15.01.csv");
    assert!(csv.text().contains("15.01;\"'=HYPERLINK(\"\"x\"\")\";"), "{}", csv.text());
    let book = app.get("/mutu/15.01.xlsx");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.body)).unwrap();
    let range = book.worksheet_range("Permintaan data").unwrap();
    assert_eq!(range.get((4, 1)), Some(&Data::String("=HYPERLINK(\"x\")".to_owned())));
    assert!(book.worksheet_formula("Permintaan data").unwrap().used_cells().next().is_none());
}

#[test]
fn a_past_version_keeps_its_reader_in_it() {
    let db = TestDb::sqlite_published();
    let app = TestApp::start(&db.pool);
    let page = app.get("/mutu/15?versi=1");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("/mutu/15.csv?versi=1"), "{}", page.text());
    assert_eq!(app.get("/mutu?wilayah=15&versi=1").status, 200);
    assert_eq!(app.get("/mutu/15.csv?versi=1").text(), app.get("/mutu/15.csv").text());
    assert_eq!(app.get("/mutu/15.csv?versi=99").status, 400);
}

#[test]
fn what_is_expected_is_for_the_operator_to_say() {
    let db = TestDb::sqlite_published();
    let usual = TestApp::start(&db.pool);
    let expectation = Expectation { due_days: 10, months: 3 };
    let limits = Thresholds { base: Percent(100_000), ..Thresholds::USUAL };
    let settings = Settings { expectation, limits, ..Settings::default() };
    let other = TestApp::start_as(&db.pool, settings);
    let (one, two) = (usual.get("/mutu"), other.get("/mutu"));
    let html = Html::parse_document(two.text());
    assert!(words(&html).contains("paling lambat 10 hari"));
    assert!(!words(&html).contains("Pembagi berubah"), "the threshold of that rule is 1000%");
    assert_eq!(select(&html, "#kelengkapan thead th.bulan").len(), 3);
    assert_eq!(select(&Html::parse_document(one.text()), "#kelengkapan thead th.bulan").len(), 12);
    assert_ne!(one.header("etag"), two.header("etag"), "no browser takes one for the other");
}
