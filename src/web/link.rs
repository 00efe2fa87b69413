//! Links within Cakupan: a path and the parameters that go with it.

use std::fmt;

use super::filter::Key;
use super::urlencoding;

/// A path with parameters; prints as the value of `href`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    path: String,
    pairs: Vec<(Key, String)>,
}

impl Link {
    /// A link from its parts.
    pub fn new(path: &str, pairs: Vec<(Key, String)>) -> Self {
        Self { path: path.to_owned(), pairs }
    }

    /// The same link with a parameter set; a default value removes it.
    #[must_use]
    pub fn with(mut self, key: Key, value: impl fmt::Display) -> Self {
        self.pairs.retain(|(other, _)| *other != key);
        let value = value.to_string();
        if value != key.default_value() {
            self.pairs.push((key, value));
            self.pairs.sort();
        }
        self
    }

    /// The same link without a parameter.
    #[must_use]
    pub fn without(self, key: Key) -> Self {
        self.with(key, key.default_value())
    }

    /// The same link with only those of its parameters.
    #[must_use]
    pub fn only(mut self, keys: &[Key]) -> Self {
        self.pairs.retain(|(key, _)| keys.contains(key));
        self
    }

    /// The parameters, for the hidden fields of a form.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs.iter().map(|(key, value)| (key.name(), value.as_str()))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        let mut sign = '?';
        for (key, value) in &self.pairs {
            let mut encoded = String::new();
            urlencoding::encode(value, &mut encoded);
            write!(f, "{sign}{}={encoded}", key.name())?;
            sign = '&';
        }
        Ok(())
    }
}

/// A way on: where a link goes and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The value of `href`.
    pub href: String,
    /// The text of the link.
    pub text: String,
}

impl Way {
    /// A way on.
    pub fn new(href: impl fmt::Display, text: impl Into<String>) -> Self {
        Self { href: href.to_string(), text: text.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_set_replaced_and_removed() {
        let link = Link::new("/peringkat", vec![(Key::Urut, "nama".to_owned())]);
        let link = link.with(Key::Per, "2025-04-30").with(Key::Urut, "cakupan");
        assert_eq!(link.to_string(), "/peringkat?per=2025-04-30&urut=cakupan");
        assert_eq!(link.clone().with(Key::Hal, 1), link, "the default is left out");
        assert_eq!(link.clone().without(Key::Per).to_string(), "/peringkat?urut=cakupan");
        assert_eq!(link.only(&[Key::Per]).to_string(), "/peringkat?per=2025-04-30");
    }

    #[test]
    fn values_are_encoded() {
        let link = Link::new("/cari", vec![]).with(Key::Q, "a&b \"c\"");
        assert_eq!(link.to_string(), "/cari?q=a%26b+%22c%22");
    }
}
