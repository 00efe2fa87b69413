//! Number formats: which of them show a percentage and which a date, and the day that a serial
//! number stands for.

use chrono::{Days, NaiveDate};

use super::grid::Stored;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// A number.
    #[default]
    Number,
    /// A percentage.
    Percent,
    /// A date, with or without a time of day.
    Date,
}

impl Shown {
    /// The meaning of a format that every workbook knows by its number.
    pub(super) fn builtin(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            // 18 to 21 and 45 to 47 are times of day.
            14..=17 | 22 | 27..=31 | 34..=36 | 50..=54 | 57 | 58 => Self::Date,
            _ => Self::Number,
        }
    }

    /// The meaning of a format code such as `0.00%` or `[$-421]dd mmmm yyyy`.
    pub(super) fn code(code: &str) -> Self {
        let mut chars = code.chars();
        let (mut day_or_year, mut month, mut time, mut percent) = (false, false, false, false);
        while let Some(c) = chars.next() {
            match c {
                // What is quoted, escaped, or only fills a width is no part of the pattern.
                '"' => while chars.next().is_some_and(|c| c != '"') {},
                '\\' | '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                    let elapsed = |c: char| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's');
                    time |= !inside.is_empty() && inside.chars().all(elapsed);
                }
                // The first section is the one for positive numbers.
                ';' => break,
                'd' | 'D' | 'y' | 'Y' => day_or_year = true,
                'm' | 'M' => month = true,
                'h' | 'H' | 's' | 'S' => time = true,
                '%' => percent = true,
                // `General` is spelled out in no other way, and its letters mean nothing.
                'G' if chars.as_str().starts_with("eneral") => drop(chars.nth(5)),
                _ => {}
            }
        }
        match () {
            () if day_or_year || (month && !time) => Self::Date,
            () if percent => Self::Percent,
            () => Self::Number,
        }
    }

    /// A number as a cell of this format.
    pub(super) fn cell(self, value: f64, since_1904: bool) -> Stored {
        match self {
            Self::Date => match day(value, since_1904) {
                Some(date) => Stored::Date(date),
                None => Stored::Number { value, percent: false },
            },
            other => Stored::Number { value, percent: other == Self::Percent },
        }
    }
}

/// The day of a serial number.
pub(super) fn day(value: f64, since_1904: bool) -> Option<NaiveDate> {
    let last = 2_958_465.0; // 31 December 9999
    if !(0.0..=last + 1.0).contains(&value) {
        return None;
    }
    // The range was just checked.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let days = value.floor() as u64;
    if since_1904 {
        return NaiveDate::from_ymd_opt(1904, 1, 1)?.checked_add_days(Days::new(days));
    }
    match days {
        // No day at all, and 29 February 1900, which Excel believes in.
        0 | 60 => None,
        1..60 => NaiveDate::from_ymd_opt(1899, 12, 31)?.checked_add_days(Days::new(days)),
        _ => NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days)),
    }
}

/// The day at the beginning of a text like `2024-12-02` or `2024-12-02T10:00:00`.
pub(super) fn iso_day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim().get(..10)?, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        for code in ["dd/mm/yyyy", "[$-421]dd mmmm yyyy", "mmm-yy", "d/m/yy h:mm", "YYYY\\-MM\\-DD"]
        {
            assert_eq!(Shown::code(code), Shown::Date, "{code}");
        }
        for code in ["0%", "0.00%", "#,##0.0\\ %", "0.0%;[Red]-0.0%"] {
            assert_eq!(Shown::code(code), Shown::Percent, "{code}");
        }
        for code in [
            "General",
            "#,##0",
            "0.0\"%\"",
            "h:mm",
            "mm:ss",
            "[h]:mm:ss",
            "\"Rp\"#,##0",
            "@",
            "[Red]0",
        ] {
            assert_eq!(Shown::code(code), Shown::Number, "{code}");
        }
    }

    #[test]
    fn serial_numbers_become_days() {
        let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(day(45_628.0, false), on(2024, 12, 2));
        assert_eq!(day(45_628.75, false), on(2024, 12, 2));
        assert_eq!(day(1.0, false), on(1900, 1, 1));
        assert_eq!(day(59.0, false), on(1900, 2, 28));
        assert_eq!(day(61.0, false), on(1900, 3, 1));
        assert_eq!(day(45_628.0 - 1462.0, true), on(2024, 12, 2));
        for none in [0.0, 60.0, -1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(day(none, false), None, "{none}");
        }
    }
}
