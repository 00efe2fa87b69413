//! A text with emphasis, without markup: the page decides how a strong part looks.

use std::fmt;

/// Around a strong part while a text is put together; neither occurs in names or figures.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// A piece of a [`Text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The words.
    pub text: &'a str,
    /// To be set off from the rest.
    pub strong: bool,
}

/// Sentences in which some figures are emphasised. `Display` gives the plain words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// A text; parts that were marked as strong keep their emphasis.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Puts sentences after one another, separated by a space; empty ones leave no trace.
    pub fn joined(sentences: impl IntoIterator<Item = String>) -> Self {
        let kept: Vec<String> = sentences.into_iter().filter(|s| !s.is_empty()).collect();
        Self(kept.join(" "))
    }

    /// No words at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pieces in order, plain and strong in turn; none is empty.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.0.split(OPEN).enumerate().flat_map(|(index, piece)| {
            let (inside, after) = match piece.split_once(CLOSE) {
                Some((inside, after)) if index > 0 => (inside, after),
                _ => ("", piece),
            };
            [Part { text: inside, strong: true }, Part { text: after, strong: false }]
                .into_iter()
                .filter(|part| !part.text.is_empty())
        })
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().try_for_each(|part| f.write_str(part.text))
    }
}

/// Marks a piece of a sentence as strong; read back by [`Text::parts`].
pub(super) fn strong(text: impl fmt::Display) -> String {
    format!("{OPEN}{text}{CLOSE}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order_and_plain_text_has_no_marks() {
        let text = Text::new(format!("Selisihnya {}, setara {}.", strong("1"), strong("2 orang")));
        let parts: Vec<_> = text.parts().map(|part| (part.text, part.strong)).collect();
        let wanted = [
            ("Selisihnya ", false),
            ("1", true),
            (", setara ", false),
            ("2 orang", true),
            (".", false),
        ];
        assert_eq!(parts, wanted);
        assert_eq!(text.to_string(), "Selisihnya 1, setara 2 orang.");
    }

    #[test]
    fn strong_at_the_ends_and_empty_text() {
        let text = Text::new(strong("45,17%"));
        assert_eq!(text.parts().count(), 1);
        assert!(text.parts().all(|part| part.strong));
        assert_eq!(Text::default().parts().count(), 0);
        assert_eq!(
            Text::joined(["A.".to_owned(), String::new(), "B.".to_owned()]).to_string(),
            "A. B."
        );
    }
}
