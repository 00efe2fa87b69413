//! What leads from one part of a workbook to another.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::import::sheet::SheetError;
use crate::import::sheet::archive::Archive;
use crate::import::sheet::xml::{Pull, attributes, plain};

/// What leads from one part to another.
pub(super) struct Relation {
    pub kind: String,
    pub target: String,
}

/// The relations of a part by their ids, with their targets as names of parts; those of the whole
/// archive for the part without a name.
pub(super) fn relations(
    archive: &Archive,
    part: &str,
) -> Result<HashMap<String, Relation>, SheetError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let mut found = HashMap::new();
    if !archive.has(&name) {
        return Ok(found);
    }
    let mut zip = archive.again();
    let mut pull = Pull::new(archive.part(&mut zip, &name)?);
    loop {
        let event = pull.next()?;
        let start = match &event {
            Event::Start(start) if start.local_name().as_ref() == "Relationship" => start,
            Event::Eof => return Ok(found),
            _ => continue,
        };
        let (mut id, mut kind, mut target) = (String::new(), String::new(), String::new());
        attributes(start, |name, value| match name {
            "Id" => id = plain(value),
            // The strict and the usual standard differ in all but the last word.
            "Type" => value.rsplit('/').next().unwrap_or_default().clone_into(&mut kind),
            "Target" => target = resolve(folder, &plain(value)),
            _ => {}
        });
        found.insert(id, Relation { kind, target });
    }
}

/// The name of a part that another one in `folder` points to.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let start = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = start.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("xl/a", "..\\b.xml"), "xl/b.xml");
    }
}
