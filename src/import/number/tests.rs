use proptest::prelude::*;

use super::*;
use crate::domain::wording;
use Style::{English, Indonesian, Mixed, Unknown};

const STYLES: [Style; 4] = [Unknown, Indonesian, English, Mixed];

#[expect(clippy::unnecessary_wraps, reason = "as the readers return it")]
fn exact(value: i64) -> Option<Amount> {
    Some(Amount { value, rounded: false })
}

#[expect(clippy::unnecessary_wraps, reason = "as the readers return it")]
fn rounded(value: i64) -> Option<Amount> {
    Some(Amount { value, rounded: true })
}

fn refused<T: std::fmt::Debug>(result: Result<T, NumberError>) -> (Kind, Vec<String>) {
    let fault = result.unwrap_err();
    (fault.kind, fault.readings)
}

fn readings(kind: Kind, readings: &[&str]) -> (Kind, Vec<String>) {
    (kind, readings.iter().map(|reading| (*reading).to_owned()).collect())
}

#[test]
fn counts_that_need_no_column() {
    let cases = [
        ("1.312.370", exact(1_312_370)),
        ("1,312,370", exact(1_312_370)),
        ("592 806", exact(592_806)),
        ("592\u{a0}806", exact(592_806)),
        ("592\u{202f}806", exact(592_806)),
        ("592\u{2009}806", exact(592_806)),
        ("1 312 370", exact(1_312_370)),
        (" 592806 ", exact(592_806)),
        ("\u{feff}592806\u{200b}", exact(592_806)),
        ("0", exact(0)),
        ("0,0", exact(0)),
        ("592806.0", exact(592_806)),
        ("592806,00", exact(592_806)),
        ("1.312.370,00", exact(1_312_370)),
        ("1,312,370.00", exact(1_312_370)),
        ("9.223.372.036.854.775.807", exact(i64::MAX)),
        ("592806 orang", exact(592_806)),
        ("592.806 orang", exact(592_806)),
        ("1.312.370 Pekerja", exact(1_312_370)),
        ("12 jiwa", exact(12)),
        ("12 tenaga kerja", exact(12)),
        ("16,7 juta", rounded(16_700_000)),
        ("16.7 juta", rounded(16_700_000)),
        ("16,7juta orang", rounded(16_700_000)),
        ("16,7 jt", rounded(16_700_000)),
        ("1,31237 juta", rounded(1_312_370)),
        ("1,312 juta", rounded(1_312_000)),
        ("1,5 ribu", rounded(1_500)),
        ("500 rb", rounded(500_000)),
        ("39 juta 700 ribu", rounded(39_700_000)),
        ("39 juta 700 ribu 512", exact(39_700_512)),
        ("39 juta 0,5 ribu", rounded(39_000_500)),
        ("±592806", rounded(592_806)),
        ("± 592.806 orang", rounded(592_806)),
        ("+/- 500", rounded(500)),
        ("sekitar 16,7 juta", rounded(16_700_000)),
        ("Sekitar 1.312.370", rounded(1_312_370)),
        ("kurang lebih 40", rounded(40)),
        ("kira-kira 40", rounded(40)),
    ];
    for (text, wanted) in cases {
        assert_eq!(count(text, Unknown), Ok(wanted), "{text:?}");
    }
}

#[test]
fn an_empty_cell_is_no_zero() {
    for text in ["", " ", "-", "–", "n/a", "N/A", "tidak ada data", "Belum ada", "\u{a0}"] {
        for style in STYLES {
            assert_eq!(count(text, style), Ok(None), "{text:?}");
            assert_eq!(percent(text, style), Ok(None), "{text:?}");
            assert_eq!(rupiah(text, style), Ok(None), "{text:?}");
        }
    }
}

#[test]
fn a_single_group_is_never_guessed() {
    let both = readings(Kind::Ambiguous, &["1312", "1,312"]);
    for style in [Unknown, Mixed] {
        for text in ["1.312", "1,312", "sekitar 1.312"] {
            assert_eq!(refused(count(text, style)), both, "{text:?}");
            assert_eq!(refused(rupiah(text, style)), both, "{text:?}");
        }
    }
    assert_eq!(count("1.312", Indonesian), Ok(exact(1_312)));
    assert_eq!(count("1,312", English), Ok(exact(1_312)));
    assert_eq!(refused(count("1,312", Indonesian)).0, Kind::NotWhole);
    assert_eq!(refused(count("1.312", English)).0, Kind::NotWhole);
    assert_eq!(count("1.312 orang", Unknown), Ok(exact(1_312)), "no thousandths of people");
    assert_eq!(refused(count("1.312 orang", Mixed)), both);
    assert_eq!(refused(count("1.312 orang", English)).0, Kind::NotWhole);
}

#[test]
fn a_last_part_without_its_unit_is_never_guessed() {
    let of = |text| refused(count(text, Unknown));
    assert_eq!(of("2 juta 300"), readings(Kind::Ambiguous, &["2000300", "2300000"]));
    assert_eq!(of("39 juta 12 orang"), readings(Kind::Ambiguous, &["39000012", "39012000"]));
    let money = readings(Kind::Ambiguous, &["3000000024", "3024000000"]);
    assert_eq!(refused(rupiah("Rp3 miliar 24", Unknown)), money);
    assert_eq!(count("2 ribu 300", Unknown), Ok(exact(2_300)), "as it is spoken");
    assert_eq!(count("2 juta 300000", Unknown), Ok(exact(2_300_000)));
    assert_eq!(count("2 juta 0", Unknown), Ok(exact(2_000_000)));
}

#[test]
fn percents_that_are_cut() {
    for (text, cut) in [("45,175", true), ("45,17", false), ("45,1700", false), ("1.045,2", false)]
    {
        assert_eq!(is_cut(text, Indonesian), cut, "{text}");
    }
    assert!(is_cut_of_cell(45.175, false) && !is_cut_of_cell(45.17, false));
    assert!(!is_cut_of_cell(0.1 + 0.2, false), "what floats add is nothing");
    assert!(is_cut_of_cell(0.451_75, true) && !is_cut_of_cell(0.4517, true));
}

#[test]
fn a_single_group_before_a_unit() {
    let thousands = readings(Kind::Ambiguous, &["1312000", "1312"]);
    assert_eq!(refused(count("1.312 ribu", Unknown)), thousands);
    assert_eq!(refused(count("1,312 ribu", Unknown)), thousands);
    assert_eq!(count("1.312 ribu", Indonesian), Ok(rounded(1_312_000)));
    assert_eq!(count("1.312 ribu", English), Ok(rounded(1_312)));
    assert_eq!(refused(count("1.312 juta", Unknown)).0, Kind::Ambiguous);
    let spoken = readings(Kind::Ambiguous, &["1312000005", "1312005000"]);
    assert_eq!(refused(count("1.312 juta 5", Unknown)), spoken);
    assert_eq!(count("1,312 juta", Indonesian), Ok(rounded(1_312_000)));
    assert_eq!(count("1,312 juta", English), Ok(rounded(1_312_000_000)));
    assert_eq!(refused(count("1,312 juta", Mixed)).0, Kind::Ambiguous);
}

#[test]
fn words_and_signs_that_say_two_things() {
    let both = |one: &str, two: &str| readings(Kind::Ambiguous, &[one, two]);
    assert_eq!(refused(count("2 juta 300", Unknown)), both("2000300", "2300000"));
    for style in [Unknown, English] {
        let found = refused(count("1,312 juta 5", style));
        assert_eq!(found, both("1312005", "1312000005"), "{style:?}");
        let found = refused(count("1,312 juta 5 ribu", style));
        assert_eq!(found, both("1317000", "1312005000"), "{style:?}");
    }
    assert_eq!(refused(count("1,5 juta 300", Unknown)).0, Kind::Shape, "neither is meant");
}

#[test]
fn a_sign_that_may_have_slipped() {
    let count_of = |text| refused(count(text, Unknown));
    assert_eq!(count_of("18.8662"), readings(Kind::Ambiguous, &["18,8662", "188662"]));
    assert_eq!(count_of("1312.000"), readings(Kind::Ambiguous, &["1312", "1312000"]));
    assert_eq!(refused(count("18.8662", English)).0, Kind::NotWhole);
    let against = readings(Kind::AgainstStyle(Indonesian), &["18,8662"]);
    assert_eq!(refused(count("18.8662", Indonesian)), against);
    let percent_of = |text| refused(percent(text, Unknown));
    assert_eq!(percent_of("18.8662"), readings(Kind::Ambiguous, &["18,87", "188662"]));
    assert_eq!(percent_of("18,8662%"), readings(Kind::Ambiguous, &["18,87", "188662"]));
    assert_eq!(percent_of("118.8662"), readings(Kind::Ambiguous, &["118,87"]));
    assert_eq!(percent_of("18.866"), readings(Kind::Ambiguous, &["18866", "18,87"]));
}

#[test]
fn cells_against_their_column() {
    let cases = [
        ("1,312,370", Indonesian, "1312370"),
        ("1.312.370", English, "1312370"),
        ("16.7 juta", Indonesian, "16700000"),
        ("16,7 juta", English, "16700000"),
    ];
    for (text, style, reading) in cases {
        let wanted = readings(Kind::AgainstStyle(style), &[reading]);
        assert_eq!(refused(count(text, style)), wanted, "{text:?}");
    }
    let wanted = readings(Kind::AgainstStyle(English), &["45.17"]);
    assert_eq!(refused(percent("45,17", English)), wanted, "as the column would take it");
}

#[test]
fn what_is_no_count() {
    let word = |word: &str| Kind::Word(word.to_owned());
    let cases = [
        ("12.34.56", Kind::Shape),
        ("1..2", Kind::Shape),
        ("1,2,3", Kind::Shape),
        ("1.312.", Kind::Shape),
        (".5", Kind::Shape),
        ("592  806", Kind::Shape),
        ("1 312.370", Kind::Shape),
        ("13,12,370", Kind::Shape),
        ("1.312,370.5", Kind::Shape),
        ("700 ribu 39 juta", Kind::Shape),
        ("39 juta 1700 ribu", Kind::Shape),
        ("39,5 juta 700 ribu", Kind::Shape),
        ("±", Kind::Shape),
        ("1,5", Kind::NotWhole),
        ("1312,5000000000", Kind::NotWhole),
        ("1.5", Kind::NotWhole),
        ("1,2345 ribu", Kind::NotWhole),
        ("007", Kind::LeadingZero),
        ("00", Kind::LeadingZero),
        ("0.312.370", Kind::Shape),
        ("-5", Kind::Negative),
        ("−5", Kind::Negative),
        ("- 5", Kind::Negative),
        ("(5)", Kind::Negative),
        ("1e5", Kind::Exponent),
        ("1,31E+06", Kind::Exponent),
        ("1e-5", Kind::Exponent),
        ("٣", Kind::ForeignDigits),
        ("１２", Kind::ForeignDigits),
        ("½", Kind::ForeignDigits),
        ("12abc", word("abc")),
        ("nihil", word("nihil")),
        ("12 orang 5", word("orang")),
        ("16,7 m", word("m")),
        ("hampir 16 juta", word("hampir")),
        ("592806*", Kind::Stray('*')),
        ("592\n806", Kind::Stray('\n')),
        ("30/04/2025", Kind::Stray('/')),
        ("1'312", Kind::Stray('\'')),
        ("45,17%", Kind::OtherUnit(Reading::Percent)),
        ("45 persen", Kind::OtherUnit(Reading::Percent)),
        ("Rp5", Kind::OtherUnit(Reading::Rupiah)),
        ("5,-", Kind::OtherUnit(Reading::Rupiah)),
        ("Rp5 orang", Kind::OtherUnit(Reading::Count)),
        ("#REF!", Kind::Formula),
        ("9.223.372.036.854.775.808", Kind::TooLarge),
        ("99999999999999999999999999", Kind::TooLarge),
        ("9999999999 triliun", Kind::TooLarge),
    ];
    for (text, wanted) in cases {
        assert_eq!(refused(count(text, Unknown)).0, wanted, "{text:?}");
    }
    assert_eq!(refused(count(&"9".repeat(10_000_000), Unknown)).0, Kind::TooLong);
}

#[test]
fn percents_from_text() {
    let cases = [
        ("45,17", 4_517),
        ("45.17", 4_517),
        ("45,17%", 4_517),
        ("45,17 %", 4_517),
        ("45,17 persen", 4_517),
        ("45", 4_500),
        ("45,2", 4_520),
        ("0", 0),
        ("0,05%", 5),
        ("1 persen", 100),
        ("1,5", 150),
        ("126,15%", 12_615),
        ("1.312,50%", 131_250),
        ("45.170000000000002", 4_517),
        ("45.169999999999999", 4_517),
        ("45.174999999999997", 4_518),
        ("45,1712345", 4_517),
        ("0,4517%", 45),
        ("99.9999999999999", 10_000),
        ("999999,99", 99_999_999),
    ];
    for (text, wanted) in cases {
        assert_eq!(percent(text, Unknown), Ok(Some(Percent(wanted))), "{text:?}");
    }
    assert_eq!(percent("18.8662", English), Ok(Some(Percent(1_887))));
    assert_eq!(percent("18.866", English), Ok(Some(Percent(1_887))));
    assert_eq!(percent("18,866", Indonesian), Ok(Some(Percent(1_887))));
}

#[test]
fn what_is_no_percent() {
    assert_eq!(refused(percent("35.868.662", Unknown)).0, Kind::TooLarge);
    assert_eq!(refused(percent("35.868.662", Indonesian)).0, Kind::TooLarge);
    let lone = readings(Kind::Ambiguous, &["18866", "18,87"]);
    assert_eq!(refused(percent("18.866", Indonesian)), lone, "no share in thousands");
    let lone = readings(Kind::Ambiguous, &["18866", "18.87"]);
    assert_eq!(refused(percent("18,866", English)), lone);
    let share = readings(Kind::Ambiguous, &["0,45%", "45,17%"]);
    assert_eq!(refused(percent("0,4517", Unknown)), share);
    assert_eq!(refused(percent("0,4517", Indonesian)), share);
    assert_eq!(refused(percent("0.451700000000001", Unknown)), share);
    assert_eq!(refused(percent("0.45", English)), readings(Kind::Ambiguous, &["0.45%", "45%"]));
    assert_eq!(refused(percent("1", Unknown)), readings(Kind::Ambiguous, &["1%", "100%"]));
    assert_eq!(stated_percent("0,4517", Unknown), Ok(Some(Percent(45))), "who says so is believed");
    assert_eq!(stated_percent("1", Unknown), Ok(Some(Percent(100))));
    let open = |value| refused(percent_of_open_cell(value));
    assert_eq!(open(0.45), readings(Kind::Ambiguous, &["0,45%", "45%"]));
    assert_eq!(open(1.0), readings(Kind::Ambiguous, &["1%", "100%"]));
    assert_eq!(percent_of_open_cell(0.0), Ok(Percent(0)));
    assert_eq!(percent_of_open_cell(1.25), Ok(Percent(125)));
    let cases = [
        ("-3", Kind::Negative),
        ("45 ribu", Kind::OtherUnit(Reading::Count)),
        ("45 orang", Kind::OtherUnit(Reading::Count)),
        ("Rp45", Kind::OtherUnit(Reading::Rupiah)),
        ("sekitar 45%", Kind::Word("sekitar".to_owned())),
        ("45,17%%", Kind::Word("%%".to_owned())),
        ("999999,999", Kind::TooLarge),
        ("1000000", Kind::TooLarge),
    ];
    for (text, wanted) in cases {
        assert_eq!(refused(percent(text, Unknown)).0, wanted, "{text:?}");
    }
}

#[test]
fn rupiah_from_text() {
    let cases = [
        ("Rp3 miliar 24 juta", rounded(3_024_000_000)),
        ("Rp 3.024.000.000", exact(3_024_000_000)),
        ("3,024 miliar", rounded(3_024_000_000)),
        ("Rp50.000.000,00", exact(50_000_000)),
        ("Rp50,000,000.00", exact(50_000_000)),
        ("500 ribu", rounded(500_000)),
        ("1,2 triliun", rounded(1_200_000_000_000)),
        ("1,2 Trilyun rupiah", rounded(1_200_000_000_000)),
        ("Rp500.000", exact(500_000)),
        ("Rp. 500.000", exact(500_000)),
        ("Rp.500.000", exact(500_000)),
        ("Rp50.000,-", exact(50_000)),
        ("50.000,-", exact(50_000)),
        ("Rp50.000.000,--", exact(50_000_000)),
        ("50.000 rupiah", exact(50_000)),
        ("IDR 500,000", exact(500_000)),
        ("sekitar Rp3 miliar", rounded(3_000_000_000)),
        ("± Rp3 miliar", rounded(3_000_000_000)),
        ("Rp0", exact(0)),
    ];
    for (text, wanted) in cases {
        assert_eq!(rupiah(text, Unknown), Ok(wanted), "{text:?}");
    }
    assert_eq!(
        refused(rupiah("3.024 miliar", Unknown)),
        readings(Kind::Ambiguous, &["3024000000000", "3024000000"])
    );
    assert_eq!(refused(rupiah("Rp50.000,50", Unknown)).0, Kind::NotWhole);
    assert_eq!(refused(rupiah("Rp-5", Unknown)).0, Kind::Negative);
    assert_eq!(refused(rupiah("-Rp5", Unknown)).0, Kind::Negative);
    assert_eq!(refused(rupiah("Rp", Unknown)).0, Kind::Shape);
    assert_eq!(refused(rupiah("5%", Unknown)).0, Kind::OtherUnit(Reading::Percent));
}

#[test]
fn a_column_settles_its_style() {
    let cases: [(&[&str], Style); 11] = [
        (&["1.312", "945", ""], Unknown),
        (&["1.312", "1.312.370"], Indonesian),
        (&["1,312", "1,312,370", "n/a"], English),
        (&["45,17", "18.866"], Indonesian),
        (&["45.17%"], English),
        (&["1.312.370", "45.17"], Mixed),
        (&["1.312.370", "1,312,370"], Mixed),
        (&["18.8662", "1.312"], Unknown),
        (&["30.04.2025", "1..2", "abc", "-", "007.5"], Unknown),
        (&["Rp50.000.000,-"], Indonesian),
        (&["592 806", "39 juta 700 ribu"], Unknown),
    ];
    for (cells, wanted) in cases {
        assert_eq!(style_of(cells.iter().copied()), wanted, "{cells:?}");
    }
    let long = "1.312.370 ".repeat(1_000);
    assert_eq!(style_of([long.as_str()]), Unknown);
}

#[test]
fn numeric_cells_have_one_meaning() {
    assert_eq!(count_of_cell(592_806.0), Ok(592_806));
    assert_eq!(count_of_cell(592_805.999_999_9), Ok(592_806));
    assert_eq!(count_of_cell(-0.0), Ok(0));
    assert_eq!(count_of_cell(9_007_199_254_740_991.0), Ok(9_007_199_254_740_991));
    let cases = [
        (1.5, Kind::NotWhole),
        (-1.0, Kind::Negative),
        (9_007_199_254_740_992.0, Kind::TooLarge),
        (f64::NAN, Kind::Formula),
        (f64::INFINITY, Kind::Formula),
    ];
    for (value, wanted) in cases {
        assert_eq!(refused(count_of_cell(value)).0, wanted, "{value}");
        assert_eq!(refused(rupiah_of_cell(value)).0, wanted, "{value}");
    }
    let cases = [
        (45.17, false, 4_517),
        (45.17 + 1e-14, false, 4_517),
        (45.175, false, 4_518),
        (1.005, false, 101),
        (0.4517, true, 4_517),
        (0.45175, true, 4_518),
        (1.2615, true, 12_615),
        (0.1 + 0.2, true, 3_000),
        (0.4517, false, 45),
        (18.8662, false, 1_887),
        (-1e-17, false, 0),
        (0.0, true, 0),
    ];
    for (value, is_percent, wanted) in cases {
        assert_eq!(percent_of_cell(value, is_percent), Ok(Percent(wanted)), "{value}");
    }
    assert_eq!(refused(percent_of_cell(1e6, false)).0, Kind::TooLarge);
    assert_eq!(refused(percent_of_cell(99_999.0, true)).0, Kind::TooLarge);
    assert_eq!(refused(percent_of_cell(-0.5, true)).0, Kind::Negative);
    assert_eq!(refused(percent_of_cell(f64::NAN, true)).0, Kind::Formula);
}

#[test]
fn a_column_of_shares() {
    assert!(looks_like_shares([0.45, 1.26, 0.0]));
    assert!(!looks_like_shares([0.45, 45.17]));
    assert!(!looks_like_shares([0.0, 0.0]));
    assert!(!looks_like_shares([]));
    assert!(!looks_like_shares([0.4, f64::NAN]));
}

#[test]
fn sentences_say_what_to_write() {
    let told = |result: Result<Option<Amount>, NumberError>| result.unwrap_err().to_string();
    assert_eq!(
        told(count("1.312", Unknown)),
        "“1.312” dapat berarti 1.312 (seribu tiga ratus dua belas) atau 1,312. Tulis 1312 jika itu \
         yang dimaksud; jika tabel ini dalam ribuan atau jutaan, tulis jumlah orang lengkapnya."
    );
    assert_eq!(
        told(rupiah("3.024 miliar", Unknown)),
        "“3.024 miliar” dapat berarti 3.024.000.000.000 atau 3.024.000.000. Tulis 3024000000000 \
         atau 3024000000."
    );
    assert_eq!(
        percent("18.8662", Unknown).unwrap_err().to_string(),
        "“18.8662” dapat berarti 18,87 atau 188.662 (seratus delapan puluh delapan ribu enam ratus \
         enam puluh dua). Tulis 18,87 atau 188662."
    );
    assert_eq!(
        percent("45.17", Indonesian).unwrap_err().to_string(),
        "Kolom ini memakai titik untuk ribuan dan koma untuk desimal, sedangkan “45.17” \
         sebaliknya. Tulis 45,17 jika itu yang dimaksud."
    );
    assert_eq!(
        told(count("12 ekor", Unknown)),
        "“12 ekor” memuat kata “ekor” yang bukan bagian dari bilangan. Tulis jumlah orang saja, \
         misalnya 592806, atau kosongkan sel ini jika datanya tidak ada."
    );
}

/// What people type, and what they mistype.
fn cells() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,200}",
        "(?s).{0,200}",
        "[0-9., ]{0,30}",
        "[-±~(−]?(Rp ?)?[0-9]{1,4}([., ][0-9]{1,4}){0,4}( ?(ribu|juta|triliun|%|orang|,-))?",
        "([0-9]{1,4}([.,][0-9]{1,4})? (ribu|juta|miliar|triliun) ?){1,4}[a-z%]{0,3}",
    ]
}

/// `1312370` as `1,312,370`.
fn english(value: i64) -> String {
    wording::count(value).replace('.', ",")
}

proptest! {
    #[test]
    fn no_cell_panics(text in cells(), other in cells()) {
        let column = style_of([text.as_str(), other.as_str()]);
        for style in STYLES.into_iter().chain([column]) {
            for fault in [
                count(&text, style).err(),
                percent(&text, style).err(),
                rupiah(&text, style).err(),
            ].into_iter().flatten() {
                let told = fault.to_string();
                for word in ["nvalid", "rror", "gagal"] {
                    prop_assert!(!told.contains(word) || text.contains(word), "{}", told);
                }
            }
        }
    }

    #[test]
    fn no_number_panics(value: f64) {
        let _ = (count_of_cell(value), percent_of_cell(value, true), percent_of_cell(value, false));
        let _ = looks_like_shares([value]);
    }

    #[test]
    fn grouped_counts_read_back(value in 0..=i64::MAX) {
        for value in [value, value % 10_000_000, value % 1_000_000, value % 10_000] {
            let (dots, commas) = (wording::count(value), english(value));
            prop_assert_eq!(count(&dots, Indonesian), Ok(exact(value)));
            prop_assert_eq!(count(&commas, English), Ok(exact(value)));
            prop_assert_eq!(count(&dots.replace('.', " "), Unknown), Ok(exact(value)));
            prop_assert_eq!(count(&value.to_string(), Mixed), Ok(exact(value)));
            prop_assert_eq!(rupiah(&format!("Rp{dots}"), Unknown), Ok(exact(value)));
            if (1_000..1_000_000).contains(&value) {
                prop_assert_eq!(refused(count(&dots, Unknown)).0, Kind::Ambiguous);
            } else {
                prop_assert_eq!(count(&dots, Unknown), Ok(exact(value)));
                prop_assert_eq!(count(&commas, Unknown), Ok(exact(value)));
            }
        }
    }

    #[test]
    fn percents_read_back(hundredths in 0..100_000_000) {
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        let wanted = Ok(Some(Percent(hundredths)));
        for style in [Unknown, Mixed, Indonesian] {
            prop_assert_eq!(percent(&format!("{whole},{rest:02}%"), style), wanted.clone());
        }
        prop_assert_eq!(stated_percent(&format!("{whole}.{rest:02}"), English), wanted.clone());
        let value = f64::from(hundredths);
        prop_assert_eq!(percent_of_cell(value / 100.0, false), Ok(Percent(hundredths)));
        prop_assert_eq!(percent_of_cell(value / 10_000.0, true), Ok(Percent(hundredths)));
    }

    #[test]
    fn floats_written_out_are_the_same_as_floats(hundredths in 0..20_000, noise in -4_i64..=4) {
        let value = f64::from(hundredths) / 100.0;
        let value = f64::from_bits(value.to_bits().saturating_add_signed(noise));
        let text = format!("{value:.15}");
        prop_assume!(value.is_finite() && value < 1e6);
        let as_text = stated_percent(&text, Unknown);
        prop_assert_eq!(as_text, Ok(percent_of_cell(value, false).ok()));
    }

    #[test]
    fn what_a_refusal_says_to_write_is_taken(text in cells()) {
        for style in STYLES {
            if let Err(fault) = percent(&text, style) {
                for reading in &fault.readings {
                    let again = percent(reading, style);
                    prop_assert!(matches!(again, Ok(Some(_))), "{:?}: {:?}", text, again);
                }
            }
            for read in [count, rupiah] {
                if let Err(fault) = read(&text, style) {
                    for reading in fault.readings.iter().filter(|one| !one.contains([',', '.'])) {
                        let again = read(reading, style);
                        prop_assert!(matches!(again, Ok(Some(_))), "{:?}: {:?}", text, again);
                    }
                }
            }
        }
    }
}

proptest! {
    /// The short way of plain cells and the long way of all others never differ.
    #[test]
    fn plain_cells_are_read_as_all_are(text in "[0-9]{1,13}|[0-9]{1,5}[.,][0-9]{1,3}") {
        for style in [Unknown, Indonesian, English, Mixed] {
            if let Some(value) = plain::whole(&text) {
                let long = amount(&text, Reading::Count, style);
                prop_assert_eq!(long, Ok(Some(Amount { value, rounded: false })), "{} {:?}", text, style);
            }
            if let Some(value) = plain::percent(&text, style) {
                let long = percent_in_words(&text, style, false);
                prop_assert_eq!(long, Ok(Some(Percent(value))), "{} {:?}", text, style);
            }
        }
    }
}
