//! Words that a column may hold.

use crate::domain::wording::fold;
use crate::import::text;

/// Values with their words: the label first, as readers know it, then the code and others that mean the
/// same.
pub(super) struct Words<T: 'static>(pub &'static [(T, &'static [&'static str])]);

impl<T: Copy> Words<T> {
    /// The value of a word, however it is written.
    pub fn find(&self, written: &str) -> Option<T> {
        let folded = fold(written);
        let fits = |words: &&[&str]| words.iter().any(|word| fold(word) == folded);
        self.0.iter().find(|(_, words)| fits(words)).map(|(value, _)| *value)
    }

    /// The labels, as a list in a sentence.
    pub fn offered(&self) -> String {
        let labels: Vec<String> = self.0.iter().map(|(_, words)| words[0].to_owned()).collect();
        text::either(&labels)
    }
}
