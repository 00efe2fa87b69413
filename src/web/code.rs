//! Region codes in URLs.

use super::Error;
use crate::domain::RegionCode;

/// Reads the code in `/wilayah/{kode}`.
///
/// # Errors
/// A 404 that offers the code that was most likely meant: `1509` for `15.09`, or what stands
/// before the part that is wrong.
pub fn read(text: &str) -> Result<RegionCode, Error> {
    RegionCode::parse(text).map_err(|_| {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(30).collect();
        let problem = if shown.trim().is_empty() {
            "Alamat ini tidak memuat kode wilayah".to_owned()
        } else {
            format!("“{shown}” bukan kode wilayah")
        };
        let error = Error::not_found(format!(
            "{problem}. Kode wilayah ditulis seperti 15 untuk provinsi atau 15.09 untuk \
             kabupaten/kota."
        ));
        match meant(text) {
            Some(code) => error.way(format!("/wilayah/{code}"), format!("Wilayah {code}")),
            None => error,
        }
    })
}

/// The longest code that the digits of a text make.
fn meant(text: &str) -> Option<RegionCode> {
    if text.eq_ignore_ascii_case("id") {
        return Some(RegionCode::nation());
    }
    if text.len() > 30 {
        return None;
    }
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    [10, 6, 4, 2].into_iter().filter(|length| *length <= digits.len()).find_map(|length| {
        let mut code = String::new();
        for (index, digit) in digits[..length].iter().enumerate() {
            if matches!(index, 2 | 4 | 6) {
                code.push('.');
            }
            code.push(*digit);
        }
        RegionCode::parse(&code).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_that_was_meant() {
        for (text, wanted) in [
            ("1509", Some("15.09")),
            ("15.9", Some("15")),
            ("15-09", Some("15.09")),
            ("15.09.", Some("15.09")),
            ("1501012001", Some("15.01.01.2001")),
            ("15010120", Some("15.01.01")),
            ("id", Some("ID")),
            ("jambi", None),
            ("", None),
        ] {
            let code = meant(text);
            assert_eq!(code.as_ref().map(RegionCode::as_str), wanted, "{text}");
            assert!(read(text).is_err());
        }
        assert_eq!(read("15.09").unwrap().as_str(), "15.09");
    }
}
