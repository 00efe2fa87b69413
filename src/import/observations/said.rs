//! What was stated about a whole file, held against what the file says itself.
//!
//! What is stated fills in where a file is silent. Where columns or rows of the file say something else,
//! nothing goes in until one of them gives way; a title above the table may be a leftover, and asks for
//! a reason.

use super::Context;
use super::plan::Group;
use crate::domain::AsOf;
use crate::domain::wording::as_of;
use crate::import::cell::quoted;
use crate::import::finding::{Asks, Finding, Findings, Rule, Severity};
use crate::import::header::{Field, Header, bracketed_date};

const TAKE_BACK: &str = "Kosongkan yang dinyatakan, atau perbaiki berkasnya.";

/// That a row has another date than the one that was stated.
pub(super) fn other_date(line: u32, own: AsOf, stated: AsOf) -> Finding {
    let reason =
        format!("baris {line} bertanggal {}, sedangkan dinyatakan {}.", as_of(own), as_of(stated));
    Finding::question(Asks::Date, reason).so(TAKE_BACK)
}

/// That a row has another segment than the one that was stated; both by name.
pub(super) fn other_segment(line: u32, own: &str, stated: &str) -> Finding {
    let reason = format!("baris {line} bersegmen {own}, sedangkan dinyatakan {stated}.");
    Finding::question(Asks::Segment, reason).so(TAKE_BACK)
}

/// Holds titles of columns and of the whole sheet against what was stated.
pub(super) fn against_titles(
    header: &Header,
    groups: &[Group],
    has: impl Fn(Field) -> bool,
    context: &Context,
    findings: &mut Findings,
) {
    let options = context.options;
    if let Some(stated) = options.as_of {
        // A base in brackets may be that of another year.
        let dated = header.columns.iter().filter(|column| {
            let field = options.field_of(column);
            field.is_some_and(|f| f.is_measure() && f != Field::Workforce) && column.as_of.is_none()
        });
        let mut dated =
            dated.filter_map(|column| Some((&column.title, bracketed_date(&column.title)?)));
        if let Some((title, own)) = dated.find(|(_, own)| !own.agrees_with(stated)) {
            let reason = format!(
                "judul {} menyebut {}, sedangkan dinyatakan {}.",
                quoted(title),
                as_of(own),
                as_of(stated)
            );
            findings.push(Finding::question(Asks::Date, reason).so(TAKE_BACK));
        }
        let own: Vec<AsOf> = groups.iter().filter_map(|group| group.as_of).collect();
        let all = !own.is_empty() && own.len() == groups.len();
        if all && !own.iter().any(|own| own.agrees_with(stated)) {
            let reason = format!(
                "judul kolom menyebut {}, sedangkan dinyatakan {}.",
                as_of(own[0]),
                as_of(stated)
            );
            findings.push(Finding::question(Asks::Date, reason).so(TAKE_BACK));
        } else if let Some(title) = header.sheet_as_of
            && !all
            && !has(Field::AsOf)
            && !title.agrees_with(stated)
        {
            let reason = format!(
                "judul berkas menyebut {}, sedangkan dinyatakan {}.",
                as_of(title),
                as_of(stated)
            );
            findings.push(leftover(Rule::R11, reason));
        }
    }
    if let Some(stated) = &options.segment {
        let name = |code| context.segment_name(code);
        let own: Vec<_> = groups.iter().filter_map(|group| group.segment.as_ref()).collect();
        let all = !own.is_empty() && own.len() == groups.len();
        if all && !own.contains(&stated) {
            let reason = format!(
                "judul kolom menyebut segmen {}, sedangkan dinyatakan {}.",
                name(own[0]),
                name(stated)
            );
            findings.push(Finding::question(Asks::Segment, reason).so(TAKE_BACK));
        } else if let Some(title) = &header.sheet_segment
            && !all
            && !has(Field::Segment)
            && title != stated
        {
            let reason = format!(
                "judul berkas menyebut segmen {}, sedangkan dinyatakan {}.",
                name(title),
                name(stated)
            );
            findings.push(leftover(Rule::Table, reason));
        }
    }
}

/// A doubt that a title raises which names health insurance.
pub(super) fn about_health(title: &str) -> Finding {
    let reason = format!(
        "judul {} menyebut jaminan kesehatan, bukan jaminan sosial ketenagakerjaan.",
        quoted(title)
    );
    Finding::new(0, Rule::Table, Severity::Warn, reason)
        .so("Periksa isi berkas ini; tulis alasannya bila angkanya memang ketenagakerjaan.")
}

/// A doubt that a title of the sheet raises: it may have been left there from another sheet.
fn leftover(rule: Rule, reason: String) -> Finding {
    Finding::new(0, rule, Severity::Warn, reason)
        .so("Tulis alasannya bila yang dinyatakan benar, atau kosongkan yang dinyatakan.")
}
