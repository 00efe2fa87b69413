//! House rules that the compiler does not know: who may name whom, and what templates may hold.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Modules of ours and libraries that each module may name, besides `std` and itself.
const RULES: &[(&str, &[&str])] = &[
    ("domain", &["chrono", "thiserror"]),
    ("charts", &["domain", "chrono", "plotters", "plotters_backend", "thiserror"]),
    (
        "db",
        &[
            "domain",
            "chrono",
            "diesel",
            "diesel_migrations",
            "csv",
            "rand_chacha",
            "serde",
            // For what a batch holds, as it keeps that (decision 025).
            "serde_json",
            "sha2",
            "thiserror",
            "tracing",
        ],
    ),
    ("reports", &["domain", "db", "chrono", "thiserror"]),
    ("effect", &["domain", "db", "reports", "chrono"]),
    (
        "import",
        &[
            "domain",
            "db",
            "effect",
            "chrono",
            "quick_xml",
            // For the tests of its readers.
            "rust_xlsxwriter",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "zip",
        ],
    ),
    ("export", &["domain", "db", "import", "reports", "chrono", "rust_xlsxwriter", "thiserror"]),
    ("people", &["domain", "db", "argon2", "getrandom", "sha2", "thiserror"]),
    ("editing", &["domain", "db", "effect", "people", "chrono", "serde", "serde_json", "sha2"]),
    (
        "web",
        &[
            "effect",
            "import",
            "editing",
            "export",
            "reports",
            "people",
            "charts",
            "domain",
            "config",
            "db",
            "actix_multipart",
            "actix_web",
            "askama",
            "brotli",
            "chrono",
            "flate2",
            "futures_util",
            "quick_cache",
            "serde",
            "sha2",
            "thiserror",
            "tokio",
            "tracing",
        ],
    ),
];

/// What `web` may name of `db`: the rest is for reports.
const DB_IN_WEB: &[&str] = &["Pool", "Error", "Connection", "state", "versions"];

/// Every crate and top module that a rule can speak of.
const NAMES: &[&str] = &[
    "domain",
    "charts",
    "db",
    "effect",
    "export",
    "import",
    "reports",
    "people",
    "editing",
    "web",
    "cli",
    "config",
    "actix_multipart",
    "actix_web",
    "argon2",
    "askama",
    "brotli",
    "chrono",
    "clap",
    "csv",
    "diesel",
    "diesel_migrations",
    "flate2",
    "futures_util",
    "getrandom",
    "libsqlite3_sys",
    "openssl_sys",
    "plotters",
    "plotters_backend",
    "pq_sys",
    "quick_cache",
    "quick_xml",
    "rand_chacha",
    "rpassword",
    "rust_xlsxwriter",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
    "tokio",
    "tracing",
    "tracing_subscriber",
    "zip",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The source without comments and without the contents of strings.
fn code(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if let Some(hashes) = raw_string(rest) {
            let open = rest.find('"').unwrap() + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest[open..].find(&close).map_or(rest.len(), |at| open + at + close.len());
            rest = &rest[end..];
            out.push_str("\"\"");
        } else if next == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            rest = &rest[end.map_or(rest.len(), |at| at + 2)..];
            out.push_str("\"\"");
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\") {
            // A character that is a quote or escaped: it must not open a string.
            let end = rest[2..].find('\'').map_or(rest.len(), |at| at + 3);
            rest = &rest[end..];
        } else {
            out.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    out
}

/// The number of hashes, if a raw string starts here.
fn raw_string(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('r')?;
    let hashes = rest.bytes().take_while(|b| *b == b'#').count();
    rest[hashes..].starts_with('"').then_some(hashes)
}

/// Top-level names that a source names: at the start of a path, or after `crate::`.
fn named(source: &str, file: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let expanded = expand_groups(source);
    for (at, _) in expanded.match_indices("::") {
        let before = &expanded[..at];
        let start = before.rfind(|c| !word(c)).map_or(0, |i| i + 1);
        let (head, mut prefix) = (&before[start..], before[..start].trim_end());
        let after: String = expanded[at + 2..].chars().take_while(|c| word(*c)).collect();
        if head == "crate" {
            names.insert(after);
        } else if head == "super" && !prefix.ends_with("::") {
            // `super::` out of a top module reaches the crate.
            let mut ups = 1;
            let mut rest = &expanded[at + 2..];
            while let Some(further) = rest.strip_prefix("super::") {
                ups += 1;
                rest = further;
            }
            if ups >= depth(file) {
                names.insert(rest.chars().take_while(|c| word(*c)).collect());
            }
        } else {
            prefix = prefix.strip_suffix("::").map_or(prefix, |_| "");
            if !prefix.is_empty() || before[..start].trim().is_empty() {
                names.insert(head.to_owned());
            }
        }
    }
    names.into_iter().filter(|name| NAMES.contains(&name.as_str())).collect()
}

/// How many `super` lead from a module to the crate.
fn depth(file: &Path) -> usize {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    let folders = inside.components().count();
    if inside.ends_with("mod.rs") { folders - 1 } else { folders }
}

/// `use a::{b, c::d}` as `a::b a::c::d`, so that every name stands behind its path.
fn expand_groups(source: &str) -> String {
    let mut out = source.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some(open) = out.find("::{") {
        let start = out[..open]
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .map_or(0, |i| i + 1);
        let path = out[start..open].to_owned();
        let mut level = 0;
        let mut items = vec![String::new()];
        let mut end = out.len();
        for (at, c) in out[open + 2..].char_indices() {
            match c {
                '{' => level += 1,
                '}' => level -= 1,
                _ => {}
            }
            if level == 0 {
                end = open + 2 + at + 1;
                break;
            }
            match c {
                '{' if level == 1 => {}
                ',' if level == 1 => items.push(String::new()),
                c => items.last_mut().unwrap().push(c),
            }
        }
        let list: Vec<String> =
            items.iter().map(|item| format!("{path}::{}", item.trim())).collect();
        out.replace_range(start..end, &list.join(" , "));
    }
    out
}

/// Whether a source holds nothing but tests, which may name what they hold the module against.
fn is_tests(file: &Path) -> bool {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    inside.with_extension("").components().any(|part| part.as_os_str() == "tests")
}

fn violations(module: &str, allowed: &[&str], file: &Path, text: &str) -> Vec<String> {
    let shown = file.strip_prefix(root()).unwrap_or(file).display();
    let source = code(text);
    let mut found: Vec<String> = named(&source, file)
        .into_iter()
        .filter(|name| name != module && !allowed.contains(&name.as_str()))
        .map(|name| format!("{shown}: {module} must not name {name}"))
        .collect();
    if module == "web" {
        let source = expand_groups(&source);
        for part in source.split("db::").skip(1) {
            let item: String =
                part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !DB_IN_WEB.contains(&item.as_str()) && item != "self" {
                found.push(format!("{shown}: web must not name db::{item}"));
            }
        }
    }
    found
}

#[test]
fn modules_name_only_what_they_may() {
    let mut found = Vec::new();
    for (module, allowed) in RULES {
        let folder = root().join("src").join(module);
        assert!(folder.is_dir(), "{module} is gone: mend the rules");
        for file in files(&folder, "rs").into_iter().filter(|file| !is_tests(file)) {
            let text = std::fs::read_to_string(&file).unwrap();
            found.extend(violations(module, allowed, &file, &text));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_rules_would_be_noticed() {
    let file = root().join("src/domain/figure.rs");
    for (module, text, wanted) in [
        ("domain", "use diesel::prelude::*;", true),
        ("domain", "use crate::{charts, db::{Pool, Error}};", true),
        ("domain", "use super::super::web::Error;", true),
        ("domain", "fn f() { let x = actix_web::web::get(); }", true),
        ("domain", "// use diesel::x;\nlet s = \"diesel::x\"; let t = r#\"a \" db::y\"#;", false),
        ("domain", "use std::fmt; use super::{AsOf, Figure}; use chrono::NaiveDate;", false),
        ("domain", "let c = '\"'; use diesel::x;", true),
        ("reports", "use crate::db::{Connection, figures};", false),
        ("reports", "use diesel::RunQueryDsl;", true),
        ("web", "use crate::db::{self, Pool};", false),
        ("web", "use crate::db::figures;", true),
        ("web", "use crate::{db::{Error, figures::Shown}};", true),
    ] {
        let allowed = RULES.iter().find(|(name, _)| *name == module).unwrap().1;
        let found = violations(module, allowed, &file, text);
        assert_eq!(!found.is_empty(), wanted, "{module}: {text}: {found:?}");
    }
}

#[test]
fn every_crate_of_the_manifest_is_known_to_the_rules() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    for line in section.lines().filter(|line| line.contains(" = ")) {
        if line.trim_start().starts_with('#') {
            continue;
        }
        let name = line.split(" = ").next().unwrap().trim().replace('-', "_");
        assert!(NAMES.contains(&name.as_str()), "add {name} to the rules");
    }
}

#[test]
fn main_is_short() {
    let main = std::fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.lines().count() < 40);
}

#[test]
fn templates_keep_to_the_content_policy() {
    for file in files(&root().join("templates"), "html") {
        let text = std::fs::read_to_string(&file).unwrap();
        let shown = file.display();
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(!squeezed.contains("|safe"), "{shown}: |safe; use a type that is HtmlSafe");
        assert!(!squeezed.contains("style="), "{shown}: an inline style");
        assert!(!squeezed.contains("<style"), "{shown}: an inline style sheet");
        assert!(!squeezed.contains("javascript:"), "{shown}: a script in a link");
        for script in text.split("<script").skip(1) {
            assert!(script.trim_start().starts_with("src="), "{shown}: an inline script");
        }
        for attribute in ["onclick", "onchange", "onload", "onsubmit", "oninput", "onerror"] {
            assert!(!text.contains(&format!(" {attribute}=")), "{shown}: {attribute}");
        }
    }
}

#[test]
fn every_template_is_used() {
    let folder = root().join("templates");
    let templates = files(&folder, "html");
    let texts: Vec<String> = files(&root().join("src/web"), "rs")
        .iter()
        .chain(&templates)
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    for file in &templates {
        let name = file.strip_prefix(&folder).unwrap().to_str().unwrap();
        let quoted = format!("\"{name}\"");
        assert!(texts.iter().any(|text| text.contains(&quoted)), "{name} is used nowhere");
    }
}

#[test]
fn a_page_its_handler_and_its_template_share_a_word() {
    for file in files(&root().join("src/web/pages"), "rs") {
        let word = file.file_stem().unwrap().to_str().unwrap();
        if word == "mod" {
            continue;
        }
        let template = root().join("templates").join(format!("{word}.html"));
        assert!(template.is_file(), "{} has no templates/{word}.html", file.display());
    }
}
