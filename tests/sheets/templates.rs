//! Templates, read back by another program and by the import itself.

use std::io::Cursor;

use cakupan::export::templates::{Form, Known, NOTICE, Subject, Template};
use cakupan::import::{Content, Mode, Options, Outcome, Severity};
use calamine::{Data, Reader, Xlsx};

use crate::testdb::TestDb;
use crate::{SOURCE, part, run};

/// The titles as the import was promised them.
const TITLES: [(Subject, &str); 7] = [
    (
        Subject::Figures,
        "Kode wilayah | Nama wilayah | Segmen | Tanggal data | Peserta aktif | Pekerja dalam semesta | Cakupan (persen) | Kode sumber | Catatan",
    ),
    (
        Subject::FiguresWide,
        "Kode wilayah | Nama wilayah | Peserta aktif | Pekerja | Peserta aktif | Pekerja | Peserta aktif | Pekerja | Peserta aktif | Pekerja",
    ),
    (
        Subject::Targets,
        "Kode wilayah | Nama wilayah | Tahun | Target (persen) | Target (pekerja) | Dasar | Uraian dasar | Kode sumber | Catatan",
    ),
    (
        Subject::Funding,
        "Kode wilayah | Nama wilayah | Periode | Jenis | Pembayar | Uraian pembayar | Penerima manfaat | Pekerja | Jumlah (rupiah) | Program | Kasus | Kode sumber | Catatan",
    ),
    (
        Subject::Regulations,
        "Kode wilayah | Nama wilayah | Jenis | Nomor | Tahun | Tentang | Kode sumber",
    ),
    (Subject::Regions, "Kode | Nama | Jenis | Kode induk | Dasar hukum"),
    (Subject::Sources, "Kode | Penerbit | Judul | Tanggal terbit | Alamat web | Jenis penerbit"),
];

fn known(test: &TestDb) -> Known {
    test.pool.read(Known::load).unwrap()
}

fn text(cell: &Data) -> String {
    if matches!(cell, Data::Empty) { String::new() } else { cell.to_string() }
}

#[test]
fn every_template_is_a_workbook_with_an_explanation() {
    let known = known(&TestDb::sqlite_published());
    for (subject, titles) in TITLES {
        let template = Template::of(subject, &known);
        let wanted: Vec<&str> = titles.split(" | ").collect();
        let own: Vec<&str> = template.columns.iter().map(|column| column.title).collect();
        assert_eq!(own, wanted);
        assert!(template.examples.iter().all(|row| row.len() == own.len()), "{subject:?}");
        let bytes = template.xlsx().unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
        let has_regions = subject != Subject::Sources;
        let sheets: &[&str] =
            if has_regions { &["Isian", "Petunjuk", "Wilayah"] } else { &["Isian", "Petunjuk"] };
        assert_eq!(book.sheet_names(), sheets);

        let sheet = book.worksheet_range("Isian").unwrap();
        let rows: Vec<Vec<String>> =
            sheet.rows().map(|row| row.iter().map(text).collect()).collect();
        assert_eq!(rows[0][0], NOTICE);
        let last = template.title_rows() + usize::from(template.above.is_some());
        let second = |at: usize| {
            if rows[last][at].is_empty() { &rows[last - 1][at] } else { &rows[last][at] }
        };
        let read: Vec<&String> = (0..own.len()).map(second).collect();
        assert_eq!(read, wanted, "{subject:?}");
        assert_eq!(rows.len(), last + 1 + template.examples.len());

        let guide = book.worksheet_range("Petunjuk").unwrap();
        let explained: Vec<String> = guide.rows().map(|row| text(&row[0])).collect();
        for title in &wanted {
            assert!(explained.iter().any(|own| own == title), "{title} is not explained");
        }
        if has_regions {
            let regions = book.worksheet_range("Wilayah").unwrap();
            assert_eq!(regions.height(), 1 + 38 + 514);
            let konawe = regions.rows().find(|row| text(&row[0]) == "74.02").unwrap();
            assert_eq!(text(&konawe[1]), "Kabupaten Konawe");
            assert_eq!(text(&konawe[2]), "Provinsi Sulawesi Tenggara");
        }

        let xml = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(
            xml.contains("<sheetProtection") && xml.contains("state=\"frozen\""),
            "{subject:?}"
        );
        let lists = template.columns.iter().filter(|c| matches!(c.form, Form::Words(_))).count();
        assert_eq!(xml.matches("<dataValidation ").count(), lists, "{subject:?}");
        assert!(!xml.contains("<f>"), "nothing is computed");
        let comments = part(&bytes, "xl/comments1.xml");
        assert_eq!(
            comments.matches("<comment ").count(),
            own.len() + usize::from(template.above.is_some())
        );
    }
}

#[test]
fn lists_to_choose_from_hold_the_words_of_their_column() {
    let template = Template::of(Subject::Figures, &known(&TestDb::sqlite_published()));
    let bytes = template.xlsx().unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    let list = xml.split("<formula1>Petunjuk!$B$").nth(1).unwrap();
    let (from, rest) = list.split_once(":$B$").unwrap();
    let to = rest.split('<').next().unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    let guide = book.worksheet_range("Petunjuk").unwrap();
    let word = |row: u32| guide.get_value((row - 1, 1)).map(text).unwrap();
    let words: Vec<String> = (from.parse().unwrap()..=to.parse().unwrap()).map(word).collect();
    let Form::Words(wanted) = &template.columns[2].form else { panic!("segments") };
    assert_eq!(words, wanted.iter().map(|word| word.word.clone()).collect::<Vec<_>>());
    assert!(words.contains(&"bpu".to_owned()) && words.len() > 15);
}

/// A template as it is must be readable, and must change nothing that is known.
#[test]
fn templates_of_figures_are_read_as_they_are() {
    for test in TestDb::both() {
        let known = known(&test);
        let template = Template::of(Subject::Figures, &known);
        let (xlsx, csv) = (template.xlsx().unwrap(), template.csv());
        for (name, bytes) in [("angka.xlsx", xlsx.as_slice()), ("angka.csv", csv.as_bytes())] {
            let report = run(&test, name, bytes, &Options::default(), Mode::Rehearse);
            assert_eq!(report.outcome, Outcome::Nothing, "{name}: {:#?}", report.findings.list());
            assert_eq!((report.rows, report.effect.same), (3, 3), "{name}");
        }
        let template = Template::of(Subject::FiguresWide, &known);
        let (xlsx, csv) = (template.xlsx().unwrap(), template.csv());
        let options = Options { source: Some(SOURCE.to_owned()), ..Options::default() };
        for (name, bytes) in [("lebar.xlsx", xlsx.as_slice()), ("lebar.csv", csv.as_bytes())] {
            let report = run(&test, name, bytes, &options, Mode::Rehearse);
            assert_eq!(
                report.findings.count(Severity::Refuse),
                0,
                "{name}: {:#?}",
                report.findings.list()
            );
            let read: Vec<_> = report.preview.iter().map(|row| row.statement.clone()).collect();
            let of = |active| read.iter().find(|s| s.active == Some(active)).unwrap();
            assert_eq!(read.len(), 3, "{name}: the segment without a figure says nothing");
            for (active, workforce) in [(24_286, 47_010), (4_754, 23_416), (29_040, 70_426)] {
                assert_eq!(of(active).workforce, Some(workforce), "{name}");
                assert_eq!(of(active).as_of.unwrap().date.to_string(), "2025-05-31", "{name}");
            }
        }
    }
}

/// So must those of lists be; only the examples of regions are not in the program.
#[test]
fn templates_of_lists_are_read_as_they_are() {
    for test in TestDb::both() {
        let known = known(&test);
        for (subject, content) in [
            (Subject::Targets, Content::Targets),
            (Subject::Funding, Content::Funding),
            (Subject::Regulations, Content::Regulations),
            (Subject::Regions, Content::Regions),
            (Subject::Sources, Content::Sources),
        ] {
            let template = Template::of(subject, &known);
            let examples = template.examples.len();
            let (wanted, new, same) = match subject {
                Subject::Regions => (Outcome::Ready, examples, 0),
                _ => (Outcome::Nothing, 0, examples),
            };
            let (xlsx, csv) = (template.xlsx().unwrap(), template.csv());
            let said = Some(content);
            for (name, bytes, said) in [
                ("isian.xlsx", xlsx.as_slice(), said),
                ("isian.csv", csv.as_bytes(), said),
                ("isian.xlsx", xlsx.as_slice(), None),
            ] {
                let options = Options { content: said, ..Options::default() };
                let report = run(&test, name, bytes, &options, Mode::Rehearse);
                let told = report.findings.list();
                let few = usize::from(said.is_none());
                assert_eq!(told.len(), few, "{subject:?} {name}: {told:#?}");
                assert_eq!(report.content, content, "recognised by its titles");
                assert_eq!(report.outcome, wanted, "{subject:?} {name}");
                let effect = &report.effect;
                assert_eq!(
                    (report.rows, effect.new, effect.changed, effect.same),
                    (examples, new, 0, same),
                    "{subject:?} {name}: {:#?}",
                    effect.records
                );
            }
        }
    }
}

/// What the other templates show stands in the published data, word for word.
#[test]
fn examples_are_published_facts() {
    let test = TestDb::sqlite_published();
    let known = known(&test);
    let published = |file: &str| {
        let path = format!("{}/data/published/{file}.csv", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    for (subject, file) in [
        (Subject::Targets, "targets"),
        (Subject::Funding, "funding"),
        (Subject::Regulations, "regulations"),
        (Subject::Sources, "sources"),
    ] {
        let template = Template::of(subject, &known);
        let lines = published(file);
        for row in &template.examples {
            let texts: Vec<String> = row.iter().map(|value| value.plain()).collect();
            let code = &texts[0];
            let source =
                template.columns.iter().position(|c| c.title == "Kode sumber").unwrap_or(0);
            let found = lines
                .lines()
                .any(|line| line.starts_with(&format!("{code},")) && line.contains(&texts[source]));
            assert!(found, "{subject:?}: {texts:?}");
        }
    }
}
