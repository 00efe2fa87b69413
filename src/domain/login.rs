//! The name that somebody signs in with: a short name or an e-mail address.

use std::fmt;

/// A sign-in name in the one form in which it is compared and stored: lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

/// The text cannot be a sign-in name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a login has {} to {} letters a to z, digits or . _ - + @, and begins with a letter or digit",
    Login::MIN,
    Login::MAX
)]
pub struct NotALogin;

impl Login {
    /// Fewest characters.
    pub const MIN: usize = 3;
    /// Most characters.
    pub const MAX: usize = 100;

    /// Reads a name as somebody types it: spaces around it and capitals do not count.
    ///
    /// # Errors
    /// When it is too short, too long, or has other characters. Letters beyond ASCII are refused,
    /// because two names could look alike with them.
    pub fn parse(text: &str) -> Result<Self, NotALogin> {
        let folded = text.trim().to_ascii_lowercase();
        let fits = (Self::MIN..=Self::MAX).contains(&folded.len())
            && folded.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+@".contains(&b))
            && folded.starts_with(|c: char| c.is_ascii_alphanumeric());
        if fits { Ok(Self(folded)) } else { Err(NotALogin) }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capitals_and_spaces_do_not_count() {
        for text in ["siti", " Siti ", "SITI", "siti\n"] {
            assert_eq!(Login::parse(text).unwrap().as_str(), "siti");
        }
        assert_eq!(Login::parse("Siti.R+1@Jambi.go.id").unwrap().as_str(), "siti.r+1@jambi.go.id");
    }

    #[test]
    fn what_is_no_login() {
        let long = "a".repeat(101);
        for text in ["", "ab", " a ", "siti r", "-siti", "@siti", "síti", "s\u{456}ti", &long] {
            assert_eq!(Login::parse(text), Err(NotALogin), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_login_reads_back(text in "\\PC{0,120}") {
            if let Ok(login) = Login::parse(&text) {
                prop_assert_eq!(Login::parse(login.as_str()), Ok(login));
            }
        }
    }
}
