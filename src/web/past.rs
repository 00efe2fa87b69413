//! Pages of a past version keep their reader in it.
//!
//! Links come from templates, lists, charts and sentences. Instead of each of them knowing the
//! version, the finished page is gone through once: no link can be forgotten that way, and pages of
//! today are not touched.

/// The class of the one link that leads back to today.
const LEAVE: &str = "versi-lepas";

/// Adds the version to every link to a page and to every form.
pub(super) fn keep(html: &str, version: i32) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else { break };
        let (before, tag) = (&rest[..start], &rest[start..=start + length]);
        out.push_str(before);
        if tag.starts_with("<a ") && !tag.contains(LEAVE) {
            link(&mut out, tag, version);
        } else {
            out.push_str(tag);
        }
        if tag.starts_with("<form") {
            let _ = std::fmt::Write::write_fmt(
                &mut out,
                format_args!("<input type=\"hidden\" name=\"versi\" value=\"{version}\">"),
            );
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}

/// Writes a link; one that leads to a page gets the version, unless it names one.
fn link(out: &mut String, tag: &str, version: i32) {
    let local = tag
        .split_once("href=\"/")
        .filter(|(_, rest)| !rest.starts_with('/') && !rest.starts_with("static/"));
    let Some((before, rest)) = local else { return out.push_str(tag) };
    let Some((address, after)) = rest.split_once('"') else { return out.push_str(tag) };
    let (path, part) = match address.split_once('#') {
        // `&#38;` is an ampersand, and no part of a page.
        Some((path, _)) if path.ends_with('&') => (address, ""),
        Some((path, _)) => (path, &address[path.len()..]),
        None => (address, ""),
    };
    out.push_str(before);
    out.push_str("href=\"/");
    out.push_str(path);
    if !path.contains("versi=") {
        out.push(if path.contains('?') { '&' } else { '?' });
        let _ = std::fmt::Write::write_fmt(out, format_args!("versi={version}"));
    }
    out.push_str(part);
    out.push('"');
    out.push_str(after);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_pages_get_the_version() {
        for (given, wanted) in [
            ("<a href=\"/\">x</a>", "<a href=\"/?versi=3\">x</a>"),
            (
                "<a class=\"k\" href=\"/wilayah/15\">",
                "<a class=\"k\" href=\"/wilayah/15?versi=3\">",
            ),
            ("<a href=\"/?per=2025-01-01\">", "<a href=\"/?per=2025-01-01&versi=3\">"),
            ("<a href=\"/metodologi#istilah\">", "<a href=\"/metodologi?versi=3#istilah\">"),
            (
                "<a href=\"/?per=2025-01-01&#38;urut=nama\">",
                "<a href=\"/?per=2025-01-01&#38;urut=nama&versi=3\">",
            ),
            ("<a href=\"/?versi=3\">", "<a href=\"/?versi=3\">"),
        ] {
            assert_eq!(keep(given, 3), wanted);
        }
        for same in [
            "<a href=\"#isi\">",
            "<a href=\"https://example.org/\">",
            "<a href=\"//example.org\">",
            "<a class=\"versi-lepas\" href=\"/\">",
            "<link href=\"/static/x/cakupan.css\">",
            "text < 5 and <",
        ] {
            assert_eq!(keep(same, 3), same);
        }
        assert_eq!(
            keep("<form action=\"/cari\"><input></form>", 3),
            "<form action=\"/cari\"><input type=\"hidden\" name=\"versi\" value=\"3\"><input></form>"
        );
    }
}
