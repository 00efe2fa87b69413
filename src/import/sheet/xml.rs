//! The little that is needed of XML: one event after the other, text put together, attributes by
//! name without their prefix.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::SheetError;
use super::archive::{Gauge, interrupted};

/// Deepest nesting. Sheets have about ten levels.
const MAX_DEPTH: usize = 200;
/// Longest text put together, in bytes: far more than the longest cell takes.
const MAX_TEXT: usize = 1 << 20;

/// Events of a part, with limits on depth and length.
pub(super) struct Pull<'z> {
    reader: Reader<Gauge<'z>>,
    buf: Vec<u8>,
    depth: usize,
}

impl<'z> Pull<'z> {
    pub(super) fn new(part: Gauge<'z>) -> Self {
        let mut reader = Reader::from_reader(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, buf: Vec::with_capacity(1024), depth: 0 }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The next event; after the last, [`Event::Eof`]. A part that ends within an element is
    /// damaged.
    pub(super) fn next(&mut self) -> Result<Event<'_>, SheetError> {
        self.buf.clear();
        self.reader.get_mut().fresh();
        let event = self.reader.read_event_into(&mut self.buf).map_err(|e| damaged(&e))?;
        match event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(SheetError::Damaged("nested too deeply".to_owned()));
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => {
                return Err(SheetError::Damaged("a part breaks off".to_owned()));
            }
            _ => {}
        }
        Ok(event)
    }

    /// Leaves out everything up to the end of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), SheetError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if matches!(self.next()?, Event::Eof) {
                break;
            }
        }
        Ok(())
    }

    /// Appends the text up to the end of the element that was opened last, without what stands in
    /// elements of one of the names in `without`.
    pub(super) fn text(&mut self, out: &mut String, without: &[&str]) -> Result<(), SheetError> {
        let outside = self.depth.saturating_sub(1);
        let from = out.len();
        let mut raised = false;
        while self.depth > outside {
            within_limit(out, from)?;
            let event = self.next()?;
            match &event {
                Event::Start(start) if without.contains(&start.local_name().as_ref()) => {
                    self.skip()?;
                }
                Event::Start(start) if start.local_name().as_ref() == "vertAlign" => {
                    raised = is_raised(start);
                }
                Event::Start(start) if start.local_name().as_ref() == "r" => raised = false,
                // The number of a footnote is no digit of the number before it.
                Event::Start(start) if raised && start.local_name().as_ref() == "t" => {
                    self.skip()?;
                }
                Event::Eof => break,
                other => append(other, out),
            }
        }
        Ok(())
    }
}

/// Whether a run of text stands above or below the line.
pub(super) fn is_raised(start: &BytesStart) -> bool {
    attribute(start, "val").is_some_and(|val| val == "superscript" || val == "subscript")
}

/// Whether a text that grows from a place on is still one that a cell could hold.
pub(super) fn within_limit(text: &str, from: usize) -> Result<(), SheetError> {
    if text.len().saturating_sub(from) > MAX_TEXT {
        Err(SheetError::Bomb("a text"))
    } else {
        Ok(())
    }
}

/// Appends what an event holds of text.
pub(super) fn append(event: &Event, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => {
            if let Ok(Some(c)) = reference.resolve_char_ref() {
                out.push(c);
            } else {
                let name = reference.xml10_content();
                if let Some(text) = quick_xml::escape::resolve_xml_entity(&name) {
                    out.push_str(text);
                } else {
                    out.extend(["&", &name, ";"]);
                }
            }
        }
        _ => {}
    }
}

/// Calls `each` with the name, without prefix, and the raw value of every attribute.
pub(super) fn attributes(start: &BytesStart, mut each: impl FnMut(&str, &str)) {
    for attribute in start.attributes().with_checks(false).flatten() {
        each(attribute.key.local_name().as_ref(), &attribute.value);
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| plain(&attribute.value))
}

/// A raw value without its escapes.
pub(super) fn plain(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}

/// What XML means by true.
pub(super) fn truth(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

fn damaged(error: &quick_xml::Error) -> SheetError {
    match error {
        quick_xml::Error::Io(io) => interrupted(io),
        other => SheetError::Damaged(other.to_string()),
    }
}
