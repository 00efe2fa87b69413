//! Which passwords are accepted: long ones that nobody tries first.
//!
//! No rules about capitals, digits and signs: they make passwords harder to remember and hardly
//! harder to guess. What is refused is what a guesser tries early: a common word, two of them, with
//! whatever digits and signs around and between, and with the usual replacements of letters.

use super::Login;

/// Fewest characters.
pub const MIN_CHARS: usize = 12;

/// Most bytes; a limit only to keep hashing quick.
pub const MAX_BYTES: usize = 1_000;

/// Different characters that a password needs.
const MIN_DIFFERENT: usize = 5;

/// Words of passwords that are tried first, one a line, lower case, letters only.
static COMMON: &str = include_str!("../../data/common_password_words.txt");

/// Rows of the keyboard, the alphabet and the digits: whoever follows them chooses nothing.
const ROWS: [&str; 6] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Fewer than [`MIN_CHARS`] characters.
    #[error("the password must have at least {MIN_CHARS} characters")]
    TooShort,
    /// More than [`MAX_BYTES`] bytes.
    #[error("the password may have at most {MAX_BYTES} bytes")]
    TooLong,
    /// One of those that are tried first.
    #[error("the password is one of those that are guessed first; take several unrelated words")]
    Common,
    /// Little more than the sign-in name or the name of the person.
    #[error("the password must not be made of the name of the account")]
    OwnName,
}

/// Checks a new password of an account.
///
/// # Errors
/// The first reason to refuse it.
pub fn check(password: &str, login: &Login, name: &str) -> Result<(), Refused> {
    if password.len() > MAX_BYTES {
        return Err(Refused::TooLong);
    }
    if password.chars().count() < MIN_CHARS {
        return Err(Refused::TooShort);
    }
    let lower = password.to_lowercase();
    let different: std::collections::BTreeSet<char> = lower.chars().collect();
    if different.len() < MIN_DIFFERENT || follows_rows(&lower) {
        return Err(Refused::Common);
    }
    let own: Vec<String> = login
        .as_str()
        .split('@')
        .chain(name.split_whitespace())
        .chain([login.as_str(), name])
        .map(|part| letters(&part.to_lowercase()))
        .filter(|part| part.len() >= 3)
        .collect();
    // Digits at an end are a number; inside a word they may stand for letters.
    let inside = lower.trim_matches(|c: char| !c.is_alphabetic());
    for read in [lower.clone(), without_replacements(inside)] {
        let read = letters(&read);
        let unit = repeated_unit(&read);
        if made_of(unit, &|word| COMMON.lines().any(|common| common == word)) {
            return Err(Refused::Common);
        }
        let own_or_common =
            |word: &str| own.iter().any(|part| part == word) || COMMON.lines().any(|c| c == word);
        if !unit.is_empty() && made_of(unit, &own_or_common) {
            return Err(Refused::OwnName);
        }
    }
    Ok(())
}

/// The letters of a text alone.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

/// `p4$$w0rd` as `password`.
fn without_replacements(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            '8' => 'b',
            other => other,
        })
        .collect()
}

/// `sayangsayang` as `sayang`.
fn repeated_unit(text: &str) -> &str {
    let half = text.len() / 2;
    (1..=half)
        .filter(|length| text.len().is_multiple_of(*length) && text.is_char_boundary(*length))
        .map(|length| &text[..length])
        .find(|unit| unit.repeat(text.len() / unit.len()) == text)
        .unwrap_or(text)
}

/// Whether the letters are nothing, or one or two words of a kind.
fn made_of(text: &str, is_word: &dyn Fn(&str) -> bool) -> bool {
    text.is_empty()
        || is_word(text)
        || text.char_indices().skip(1).any(|(at, _)| {
            is_word(repeated_unit(&text[..at])) && is_word(repeated_unit(&text[at..]))
        })
}

/// Whether nearly all of it runs along rows, forwards or backwards: `qwerty123456`.
fn follows_rows(lower: &str) -> bool {
    let chars: Vec<char> = lower.chars().collect();
    let follows = |a: char, b: char| {
        a == b
            || ROWS.iter().any(|row| {
                let pair: String = [a, b].iter().collect();
                let back: String = [b, a].iter().collect();
                row.contains(&pair) || row.contains(&back)
            })
    };
    let steps = chars.windows(2).filter(|pair| follows(pair[0], pair[1])).count();
    // Three leaps are four runs.
    steps + 1 + 3 >= chars.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zul() -> Login {
        Login::parse("zul.tobing@jambi.go.id").unwrap()
    }

    fn checked(password: &str) -> Result<(), Refused> {
        check(password, &zul(), "Zulkarnain Tobing")
    }

    #[test]
    fn the_list_is_what_the_rules_expect() {
        let words: Vec<&str> = COMMON.lines().collect();
        assert!(words.len() > 300, "{}", words.len());
        for pair in words.windows(2) {
            assert!(pair[0] < pair[1], "sorted, each once: {pair:?}");
        }
        for word in words {
            assert!(word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn long_and_not_obvious_is_enough() {
        for password in [
            "kuda besi makan langit",
            "correct horse battery staple",
            "xk7-plum-garpu-042",
            "tujuh gajah menyeberang",
            "ñandú über straße",
            "aaaa bbbb cccc dqzx lmpw",
            &"panjang sekali ".repeat(60),
        ] {
            assert_eq!(checked(password), Ok(()), "{password}");
        }
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for password in [
            "password1234",
            "P4$$w0rd2025!",
            "rahasia123456",
            "indonesia2024",
            "Indonesia-Merdeka-1945",
            "bpjsketenagakerjaan",
            "jamsostek2025!",
            "qwertyuiop12",
            "123456789012",
            "1qaz2wsx3edc",
            "098765432109",
            "abcdefghijkl",
            "aaaaaaaaaaaa",
            "sayangsayang",
            "ababababababab",
            "admin_admin_2025",
            "bismillah786786",
            "jakarta-jambi-99",
            "1990-01-01-1990",
        ] {
            assert_eq!(checked(password), Err(Refused::Common), "{password}");
        }
    }

    #[test]
    fn the_own_name_is_refused() {
        for password in [
            "zulkarnaintobing1",
            "zul.tobing@jambi.go.id",
            "Zulkarnain-2025!",
            "tobing password 12",
        ] {
            assert_eq!(checked(password), Err(Refused::OwnName), "{password}");
        }
    }

    #[test]
    fn lengths_are_those_of_characters_and_bytes() {
        assert_eq!(checked("kuda besi x"), Err(Refused::TooShort));
        assert_eq!(checked("éèêëáàâäúùü"), Err(Refused::TooShort), "11 characters, 22 bytes");
        assert_eq!(checked(&"kuda besi ".repeat(101)), Err(Refused::TooLong));
    }

    proptest! {
        #[test]
        fn checking_never_panics(password in "\\PC{0,60}", name in "\\PC{0,20}") {
            let _ = check(&password, &zul(), &name);
        }
    }
}
