//! The way to sign in, and on from there.

use crate::web::{Error, urlencoding};

/// The longest address that sign-in leads on to.
const MAX_ONWARD: usize = 1_000;

/// The way to sign in, and back to where somebody wanted to go.
pub(in crate::web) fn sign_in(target: &str) -> Error {
    let target = onward(target);
    let mut location = "/masuk".to_owned();
    if target != HOME {
        location.push_str("?lanjut=");
        urlencoding::encode(target, &mut location);
    }
    Error::SeeOther(location)
}

/// Where sign-in leads when nobody wanted to go anywhere.
pub const HOME: &str = "/akun";

/// Where sign-in leads on to: a path of this site, or [`HOME`].
pub fn onward(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let is_ours = target.starts_with('/')
        && !target.starts_with("//")
        && target.len() <= MAX_ONWARD
        // A browser reads a backslash as a slash, and drops line breaks and tabs.
        && target.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
        && !["/masuk", "/keluar"].contains(&path);
    if is_ours { target } else { HOME }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_leads_on_to_paths_of_this_site_only() {
        for target in ["/", "/wilayah/15?per=2024-12-02&segmen=pu", "/cari?q=a%20b", "/audit#x"] {
            assert_eq!(onward(target), target);
        }
        let long = format!("/{}", "a".repeat(MAX_ONWARD));
        for target in [
            "",
            "wilayah/15",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n",
            "https://evil.example/",
            "javascript:alert(1)",
            "/masuk",
            "/masuk?lanjut=/masuk",
            "/keluar",
            "/é",
            &long,
        ] {
            assert_eq!(onward(target), HOME, "{target:?}");
        }
    }
}
