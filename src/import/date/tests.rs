use chrono::{NaiveDate, Weekday};
use proptest::prelude::*;

use super::*;
use crate::domain::wording;
use DateStyle::{DayFirst, Mixed, MonthFirst, Unknown};

const STYLES: [DateStyle; 4] = [Unknown, DayFirst, MonthFirst, Mixed];

fn date(text: &str) -> Option<AsOf> {
    let wanted = AsOf::parse(text);
    assert!(wanted.is_some(), "{text}");
    wanted
}

fn refused(text: &str, style: DateStyle) -> (Kind, Vec<String>) {
    let fault = as_of(text, style).unwrap_err();
    (fault.kind, fault.readings)
}

#[test]
fn dates_that_need_no_column() {
    let cases = [
        ("2025-04-30", "2025-04-30"),
        ("2025/04/30", "2025-04-30"),
        ("2025-4-3", "2025-04-03"),
        ("20250430", "2025-04-30"),
        ("30/04/2025", "2025-04-30"),
        ("30-04-2025", "2025-04-30"),
        ("30.04.2025", "2025-04-30"),
        ("30 / 04 / 2025", "2025-04-30"),
        ("04/30/2025", "2025-04-30"),
        ("4/30/2025 12:00:00 AM", "2025-04-30"),
        ("04/04/2025", "2025-04-04"),
        ("30/04/25", "2025-04-30"),
        ("30 April 2025", "2025-04-30"),
        ("30 APRIL 2025", "2025-04-30"),
        (" 30\u{a0}April  2025. ", "2025-04-30"),
        ("30 Apr 2025", "2025-04-30"),
        ("30 Apr. 2025", "2025-04-30"),
        ("30-Apr-25", "2025-04-30"),
        ("30 April '25", "2025-04-30"),
        ("30April2025", "2025-04-30"),
        ("2025-Apr-30", "2025-04-30"),
        ("1 Mei 2025", "2025-05-01"),
        ("1 May 2025", "2025-05-01"),
        ("April 30, 2025", "2025-04-30"),
        ("April 30 2025", "2025-04-30"),
        ("Apr-30-2025", "2025-04-30"),
        ("30 April Tahun 2025", "2025-04-30"),
        ("per 30 April 2025", "2025-04-30"),
        ("posisi 30 April 2025", "2025-04-30"),
        ("Posisi: 30 April 2025", "2025-04-30"),
        ("s.d. 30 April 2025", "2025-04-30"),
        ("s.d 30 April 2025", "2025-04-30"),
        ("s/d 30 April 2025", "2025-04-30"),
        ("sampai dengan 30 April 2025", "2025-04-30"),
        ("Data per 30 April 2025", "2025-04-30"),
        ("Data per tgl. 30/04/2025", "2025-04-30"),
        ("Rabu, 30 April 2025", "2025-04-30"),
        ("Jum'at, 2 Mei 2025", "2025-05-02"),
        ("Jumat 2 Mei 2025", "2025-05-02"),
        ("2025-04-30 00:00:00", "2025-04-30"),
        ("2025-04-30 00:00:00.000", "2025-04-30"),
        ("2025-04-30T00:00:00Z", "2025-04-30"),
        ("30 April 2025 10.00 WIB", "2025-04-30"),
        ("30 April 2025, pukul 9.30 WITA", "2025-04-30"),
        ("30/04/2025 00:00", "2025-04-30"),
        ("Apr-25", "2025-04"),
        ("Mei-25", "2025-05"),
        ("April 2025", "2025-04"),
        ("Apr 2025", "2025-04"),
        ("April, 2025", "2025-04"),
        ("2025 April", "2025-04"),
        ("akhir April 2025", "2025-04"),
        ("bulan Desember tahun 2025", "2025-12"),
        ("2025-04", "2025-04"),
        ("2025/04", "2025-04"),
        ("04/2025", "2025-04"),
        ("04-2025", "2025-04"),
        ("Desember 2025", "2025-12"),
        ("December 2025", "2025-12"),
        ("2025", "2025"),
        ("Tahun 2025", "2025"),
        ("akhir 2025", "2025"),
        ("akhir tahun 2025", "2025"),
        ("Triwulan III 2025", "2025-09"),
        ("Triwulan ke-3 2025", "2025-09"),
        ("TRIWULAN III TAHUN 2025", "2025-09"),
        ("TW III 2025", "2025-09"),
        ("TW-III/2025", "2025-09"),
        ("TWIII 2025", "2025-09"),
        ("TW3 2025", "2025-09"),
        ("Q3 2025", "2025-09"),
        ("2025 Q3", "2025-09"),
        ("2025Q1", "2025-03"),
        ("Tahun 2025 Triwulan IV", "2025-12"),
        ("Semester I 2025", "2025-06"),
        ("Semester 2 Tahun 2025", "2025-12"),
    ];
    for (text, wanted) in cases {
        for style in [Unknown, DayFirst, Mixed] {
            if text.starts_with("04/30") || text.starts_with("4/30") {
                assert_eq!(as_of(text, Unknown), Ok(date(wanted)), "{text:?}");
            } else {
                assert_eq!(as_of(text, style), Ok(date(wanted)), "{text:?} {style:?}");
            }
        }
    }
}

#[test]
fn every_name_of_a_month() {
    let names = [
        "Januari January Jan",
        "Februari February Feb Pebruari",
        "Maret March Mar",
        "April Apr",
        "Mei May",
        "Juni June Jun",
        "Juli July Jul",
        "Agustus August Agu Agt Agust Aug",
        "September Sep Sept",
        "Oktober October Okt Oct",
        "November Nopember Nov Nop",
        "Desember December Des Dec",
    ];
    for (month, names) in (1..).zip(names) {
        for name in names.split(' ') {
            assert_eq!(as_of(&format!("{name} 2024"), Unknown), Ok(AsOf::month(2024, month)));
            let wanted = NaiveDate::from_ymd_opt(2024, month, 9).map(AsOf::day);
            assert_eq!(as_of(&format!("9-{name}-24"), Unknown), Ok(wanted));
        }
    }
}

#[test]
fn day_and_month_are_never_guessed() {
    let both = |one: &str, two: &str| (Kind::Ambiguous, vec![one.to_owned(), two.to_owned()]);
    for style in [Unknown, Mixed] {
        for text in ["04/05/2025", "04-05-2025", "4.5.2025", "per 04/05/2025", "04/05/25"] {
            assert_eq!(refused(text, style), both("4 Mei 2025", "5 April 2025"), "{text:?}");
        }
    }
    assert_eq!(as_of("04/05/2025", DayFirst), Ok(date("2025-05-04")));
    assert_eq!(as_of("04/05/2025", MonthFirst), Ok(date("2025-04-05")));
    let against = |style, reading: &str| (Kind::AgainstStyle(style), vec![reading.to_owned()]);
    assert_eq!(refused("04/30/2025", DayFirst), against(DayFirst, "30 April 2025"));
    assert_eq!(refused("30/04/2025", MonthFirst), against(MonthFirst, "30 April 2025"));
    assert_eq!(refused("25-04-30", Unknown), both("25 April 2030", "30 April 2025"));
    assert_eq!(as_of("25-04-30", DayFirst), Ok(date("2030-04-25")));
    let three = refused("04-05-06", Unknown);
    assert_eq!(three.1, ["4 Mei 2006", "5 April 2006", "6 Mei 2004"]);
}

#[test]
fn a_column_settles_its_order() {
    let cases: [(&[&str], DateStyle); 7] = [
        (&["04/05/2025", "", "April 2025"], Unknown),
        (&["04/05/2025", "30/04/2025"], DayFirst),
        (&["04/05/2025", "Posisi 04/30/2025 00:00:00"], MonthFirst),
        (&["30/04/2025", "04/30/2025"], Mixed),
        (&["25-04-30"], Unknown),
        (&["99/04/2025", "30/13/2025"], Unknown),
        (&["30/04/25"], DayFirst),
    ];
    for (cells, wanted) in cases {
        assert_eq!(style_of(cells.iter().copied()), wanted, "{cells:?}");
    }
}

#[test]
fn an_empty_cell_is_no_date() {
    for text in ["", "-", "N/A", "belum ada"] {
        assert_eq!(as_of(text, Unknown), Ok(None), "{text:?}");
    }
}

#[test]
fn what_is_no_date() {
    let no_day = |month, last| Kind::NoSuchDay { year: 2025, month, last };
    let cases = [
        ("31 April 2025", no_day(4, 30)),
        ("31/04/2025", no_day(4, 30)),
        ("2025-02-29", no_day(2, 28)),
        ("0 April 2025", no_day(4, 30)),
        ("30/13/2025", Kind::NoSuchMonth(13)),
        ("2025-13", Kind::NoSuchMonth(13)),
        ("00/2025", Kind::NoSuchMonth(0)),
        ("20251301", Kind::NoSuchMonth(13)),
        ("1999", Kind::OutOfRange),
        ("2200", Kind::OutOfRange),
        ("30 April 1999", Kind::OutOfRange),
        ("1999-12-31", Kind::OutOfRange),
        ("Q1 2200", Kind::OutOfRange),
        ("30-Apr-80", Kind::ShortYear),
        ("Apr-99", Kind::ShortYear),
        ("30 April", Kind::NoYear),
        ("April", Kind::NoYear),
        ("April 25", Kind::NoYear),
        ("30 April 10.00", Kind::NoYear),
        ("Kamis, 30 April 2025", Kind::Weekday(Weekday::Wed)),
        ("Minggu 2 April 2025", Kind::Weekday(Weekday::Wed)),
        ("Minggu II April 2025", Kind::Unreadable),
        ("Minggu April 2025", Kind::Unreadable),
        ("45777", Kind::Serial),
        ("45777.5", Kind::Serial),
        ("４5777", Kind::ForeignDigits),
        ("٣٠ April 2025", Kind::ForeignDigits),
        ("25", Kind::Unreadable),
        ("202504", Kind::Unreadable),
        ("30042025", Kind::Unreadable),
        ("4/2025", Kind::Unreadable),
        ("2024/2025", Kind::Unreadable),
        ("2024/25", Kind::NoSuchMonth(25)),
        ("awal 2025", Kind::Unreadable),
        ("Semester III 2025", Kind::Unreadable),
        ("Triwulan V 2025", Kind::Unreadable),
        ("Januari - April 2025", Kind::Unreadable),
        ("1 s.d. 30 April 2025", Kind::Unreadable),
        ("30 April 2025 sementara", Kind::Unreadable),
        ("30 April 2025 10 20", Kind::Unreadable),
        ("(30 April 2025", Kind::Unreadable),
        ("2025)", Kind::Unreadable),
        ("15.2025", Kind::Unreadable),
        ("tanggal", Kind::Unreadable),
        ("?", Kind::Unreadable),
    ];
    for (text, wanted) in cases {
        assert_eq!(refused(text, Unknown).0, wanted, "{text:?}");
    }
    assert_eq!(refused("45777", Unknown).1, ["30 April 2025"]);
    assert_eq!(refused(&"1".repeat(10_000_000), Unknown).0, Kind::TooLong);
}

#[test]
fn the_date_of_a_title() {
    let cases = [
        ("REKAPITULASI CAKUPAN UCJ PER KABUPATEN/KOTA POSISI 30 APRIL 2025", Some("2025-04-30")),
        ("ucj-jambi-desember-2024.csv", Some("2024-12")),
        ("ucj_30_april_2025.xlsx", Some("2025-04-30")),
        ("UCJ 2025-04-30 (2).xlsx", Some("2025-04-30")),
        ("ucj_2025_04_30.csv", Some("2025-04-30")),
        ("ucj_20250430.csv", Some("2025-04-30")),
        ("ucj-2025-04.csv", Some("2025-04")),
        ("ucj-04-2025.csv", Some("2025-04")),
        ("ucj_2025_april.csv", Some("2025-04")),
        ("Cakupan 15 kabupaten tahun 2024", Some("2024")),
        ("Target Tahun 2025, posisi 30 April 2025", Some("2025-04-30")),
        ("April 2025 (per 30 April 2025)", Some("2025-04-30")),
        ("Data 30 April 2025 dan 30/04/2025", Some("2025-04-30")),
        ("Sesuai Inpres Nomor 2 Tahun 2021, per 30 April 2025", Some("2025-04-30")),
        ("Januari s.d. April 2025", Some("2025-04")),
        ("1 Januari s/d 30 April 2025", Some("2025-04-30")),
        ("Kode 3174 posisi 30 April 2025", Some("2025-04-30")),
        ("UCJ TRIWULAN III TAHUN 2025", Some("2025-09")),
        ("UCJ TW3 2025", Some("2025-09")),
        ("2024 Triwulan I 2025", None),
        ("Inpres Nomor 2 Tahun 2021", None),
        ("Desember 2024 dan April 2025", None),
        ("Tahun 2024/2025", None),
        ("2024-2025", None),
        ("Tahun 2025 per 04/05/2025", None),
        ("Tahun 2025 posisi 31 April 2025", None),
        ("SK 12/2025", None),
        ("ucj-april-25.csv", None),
        ("Target 2025, posisi 30-Apr-24", None),
        ("Kecamatan 15.01.01 tahun 2025", None),
        ("BULAN APRIL KOTA JAMBI 2025", None),
        ("TRIWULAN III UCJ JAMBI 2025", None),
        ("2.025 orang", None),
        ("Cakupan UCJ Jambi", None),
        ("", None),
    ];
    for (text, wanted) in cases {
        assert_eq!(find(text), wanted.and_then(date), "{text:?}");
    }
    assert_eq!(find(&"30 April 2025 ".repeat(100_000)), None);
}

#[test]
fn sentences_say_what_to_write() {
    let cases = [
        (
            "04/05/2025",
            "“04/05/2025” dapat berarti 4 Mei 2025 atau 5 April 2025. Tulis bulannya dengan huruf.",
        ),
        (
            "31/04/2025",
            "“31/04/2025” tidak ada di kalender: April 2025 hanya sampai tanggal 30. Periksa \
             tanggalnya.",
        ),
        (
            "45777",
            "“45777” tampaknya bilangan tanggal Excel untuk 30 April 2025. Tulis 30 April 2025, \
             atau beri sel ini format tanggal.",
        ),
        (
            "Kamis, 30 April 2025",
            "“Kamis, 30 April 2025” menyebut hari yang berbeda: 30 April 2025 adalah hari Rabu. \
             Periksa hari dan tanggalnya.",
        ),
    ];
    for (text, told) in cases {
        assert_eq!(as_of(text, Unknown).unwrap_err().to_string(), told);
    }
    assert_eq!(
        as_of("04/30/2025", DayFirst).unwrap_err().to_string(),
        "Kolom ini menulis hari di depan bulan, sedangkan “04/30/2025” sebaliknya. Tulis 30 April \
         2025 jika itu yang dimaksud."
    );
}

/// What people type, and what they mistype.
fn cells() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,200}",
        "(?s).{0,200}",
        "[0-9./ :,_-]{0,30}",
        "(per |s\\.d\\. |Rabu, )?[0-9]{1,4}[-/. _][0-9]{1,4}([-/. _][0-9]{1,4}){0,2}( 10[.:]00)?",
        "[0-9]{0,2}[- _]?(April|Mei|des|TW|Q|Semester|Tahun)[- _]?(I|II|3)?[- _]?[0-9]{0,4}",
    ]
}

proptest! {
    #[test]
    fn no_cell_panics(text in cells(), other in cells()) {
        let column = style_of([text.as_str(), other.as_str()]);
        for style in STYLES.into_iter().chain([column]) {
            if let Err(fault) = as_of(&text, style) {
                let told = fault.to_string();
                for word in ["nvalid", "rror", "gagal"] {
                    prop_assert!(!told.contains(word) || text.contains(word), "{}", told);
                }
                for reading in &fault.readings {
                    prop_assert!(as_of(reading, style).is_ok(), "{}", reading);
                }
            }
        }
        let _ = find(&format!("{text} {other}"));
    }

    #[test]
    fn what_is_read_is_in_range(text in cells()) {
        let dates = [as_of(&text, DayFirst).ok().flatten(), find(&text)];
        for date in dates.into_iter().flatten() {
            prop_assert!((2000..=2199).contains(&date.date.year()), "{:?}", date);
        }
    }

    #[test]
    fn a_date_reads_back_in_every_form(days in 0_u64..73_049) {
        let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
        let day = first + Days::new(days);
        let (year, month) = (day.year(), day.month());
        let wanted = Ok(Some(AsOf::day(day)));
        let short = &wording::month_name(month)[..3];
        let words = wording::date(day);
        let forms = [
            words.clone(),
            words.to_uppercase(),
            format!("Posisi {words}"),
            format!("{words} 23.59 WIB"),
            words.replace(' ', "-"),
            format!("{} {short} {year}", day.day()),
            day.format("%B %-d, %Y").to_string(),
            day.format("%d-%b-%Y").to_string(),
            day.format("%Y-%m-%d").to_string(),
            day.format("%Y-%m-%d 00:00:00").to_string(),
            day.format("%Y/%m/%d").to_string(),
            day.format("%Y%m%d").to_string(),
            format!("{}, {words}", names::weekday_name(day.weekday())),
        ];
        for form in &forms {
            for style in STYLES {
                prop_assert_eq!(as_of(form, style), wanted.clone(), "{}", form);
            }
            prop_assert_eq!(find(&format!("UCJ Jambi {form}")), Some(AsOf::day(day)), "{}", form);
        }
        for sign in ["/", "-", "."] {
            let form = |form: &str| day.format(&form.replace('/', sign)).to_string();
            prop_assert_eq!(as_of(&form("%d/%m/%Y"), DayFirst), wanted.clone());
            prop_assert_eq!(as_of(&form("%m/%d/%Y"), MonthFirst), wanted.clone());
            let unclear = day.day() <= 12 && day.day() != month;
            prop_assert_eq!(as_of(&form("%d/%m/%Y"), Unknown).is_err(), unclear);
        }
        if year < 2080 {
            prop_assert_eq!(as_of(&day.format("%d-%b-%y").to_string(), Unknown), wanted.clone());
            prop_assert_eq!(as_of(&day.format("%d/%m/%y").to_string(), DayFirst), wanted);
            let month_of = AsOf::month(year, month);
            prop_assert_eq!(as_of(&day.format("%b-%y").to_string(), Unknown), Ok(month_of));
        }
        let month_of = Ok(AsOf::month(year, month));
        for form in [
            format!("{} {year}", wording::month_name(month)),
            format!("{short} {year}"),
            day.format("%Y-%m").to_string(),
            day.format("%m/%Y").to_string(),
        ] {
            prop_assert_eq!(as_of(&form, Unknown), month_of.clone(), "{}", form);
        }
        let quarter = (month - 1) / 3 + 1;
        let end_of_quarter = Ok(AsOf::month(year, quarter * 3));
        prop_assert_eq!(as_of(&format!("TW {quarter} {year}"), Unknown), end_of_quarter);
        prop_assert_eq!(as_of(&year.to_string(), Unknown), Ok(AsOf::year(year)));
    }
}

#[test]
fn days_of_programs_are_read_as_all_are() {
    for text in ["2025-04-30", "2000-02-29", "2199-12-31", "2001-01-01"] {
        let day = iso(text).unwrap();
        assert_eq!(read(text, Unknown), Ok(AsOf::day(day)), "{text}");
    }
    for text in [
        "2025-02-29",
        "1999-12-31",
        "2200-01-01",
        "2025-4-30",
        "2025-13-01",
        "2025/04/30",
        "é025-04-3",
    ] {
        assert_eq!(iso(text), None, "{text}");
    }
}
