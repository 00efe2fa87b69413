//! What the sheets of a workbook share: texts, and what formats of numbers mean.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::import::sheet::SheetError;
use crate::import::sheet::archive::Archive;
use crate::import::sheet::format::Shown;
use crate::import::sheet::grid::Pool;
use crate::import::sheet::xml::{Pull, attribute, is_raised, within_limit};

/// The texts that cells share.
pub(super) fn pool(archive: &Archive, part: &str) -> Result<Pool, SheetError> {
    let mut zip = archive.again();
    let mut pull = Pull::new(archive.part(&mut zip, part)?);
    let mut pool = Pool::default();
    loop {
        match pull.next()? {
            Event::Start(start) if start.local_name().as_ref() == "si" => {
                let text = pool.open();
                let from = text.len();
                shared(&mut pull, text)?;
                unescape(text, from);
                pool.end()?;
            }
            Event::Eof => return Ok(pool),
            _ => {}
        }
    }
}

/// One shared text: the parts of it in all elements `t`, without how to pronounce it.
fn shared(pull: &mut Pull, out: &mut String) -> Result<(), SheetError> {
    let outside = pull.depth() - 1;
    let mut raised = false;
    let from = out.len();
    while pull.depth() > outside {
        within_limit(out, from)?;
        let event = pull.next()?;
        let Event::Start(start) = &event else { continue };
        match start.local_name().as_ref() {
            "t" if raised => pull.skip()?,
            "t" => pull.text(out, &[])?,
            "rPh" => pull.skip()?,
            "vertAlign" => raised = is_raised(start),
            "r" => raised = false,
            _ => {}
        }
    }
    Ok(())
}

/// What the number formats of the cells mean, by the number of the style.
pub(super) fn styles(archive: &Archive, part: &str) -> Result<Vec<Shown>, SheetError> {
    const MOST: usize = 100_000;
    let mut zip = archive.again();
    let mut pull = Pull::new(archive.part(&mut zip, part)?);
    let mut own: HashMap<u32, Shown> = HashMap::new();
    let mut styles = Vec::new();
    let mut within = false;
    loop {
        let event = pull.next()?;
        match &event {
            Event::Start(start) => match start.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(start, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(start, "formatCode")) {
                        own.insert(id, Shown::code(&code));
                    }
                }
                "cellXfs" => within = true,
                "xf" if within && styles.len() < MOST => {
                    let id = attribute(start, "numFmtId").and_then(|id| id.parse().ok());
                    let shown = id.map(|id| own.get(&id).copied().unwrap_or(Shown::builtin(id)));
                    styles.push(shown.unwrap_or_default());
                }
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == "cellXfs" => within = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// Excel writes what XML cannot hold as `_x000D_`; this undoes it, from a place on.
pub(super) fn unescape(text: &mut String, from: usize) {
    if !text.get(from..).is_some_and(|text| text.contains("_x")) {
        return;
    }
    let rest = text.split_off(from);
    let mut rest = rest.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        text.push_str(before);
        let code = after
            .get(..5)
            .and_then(|code| code.strip_suffix('_'))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        if let Some(c) = code {
            text.push(c);
            rest = after.get(5..).unwrap_or_default();
        } else {
            text.push_str("_x");
            rest = after;
        }
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        let mut text = "a_x000D_b_xZZZZ__x5F_x".to_owned();
        unescape(&mut text, 0);
        assert_eq!(text, "a\rb_xZZZZ__x5F_x");
    }
}
