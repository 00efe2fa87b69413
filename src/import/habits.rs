//! How somebody had the files of a source read: the answers that were given by hand, kept for the
//! next file of that source.
//!
//! What belongs to one file only (its date, segment, rows, reasons) is not among them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::header::Field;
use super::number::Style;
use super::options::{Content, Options};
use super::stated::Stated;
use crate::db::mappings::{self, Mapping};
use crate::db::{self, Connection};
use crate::domain::Kind;

/// The answers, in the words of [`Stated`]; empty where nothing was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Habits {
    content: String,
    measure: String,
    kind: String,
    numbers: String,
    small_percent: String,
    codes: String,
    columns: BTreeMap<String, String>,
}

/// The answers of the last import of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The answers; never none at all.
    pub habits: Habits,
    /// Who gave them; empty for the command line.
    pub who: String,
    /// When, in seconds of Unix.
    pub kept_at: i64,
}

impl Habits {
    /// The answers among some options.
    pub fn of(options: &Options) -> Self {
        let text = |text: &str| text.to_owned();
        Self {
            content: match options.content {
                None | Some(Content::Figures) => String::new(),
                Some(list) => text(list.word()),
            },
            measure: options.measure.map(|field| text(field.word())).unwrap_or_default(),
            kind: match options.kind {
                Some(Kind::ShareOfTarget) => text("capaian"),
                Some(_) => text("cakupan"),
                None => String::new(),
            },
            numbers: match options.numbers {
                Some(Style::Indonesian) => text("id"),
                Some(Style::English) => text("en"),
                _ => String::new(),
            },
            small_percent: match options.shares {
                Some(true) => text("bagian"),
                Some(false) => text("persen"),
                None => String::new(),
            },
            codes: match options.codes {
                Some(system) => text(system.word()),
                None => String::new(),
            },
            columns: options
                .mapping
                .iter()
                .map(|(title, field)| (title.clone(), text(field.word())))
                .collect(),
        }
    }

    /// Whether nothing was said by hand.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Fills in what a form leaves open; whether anything was.
    ///
    /// A choice that stands at its first entry counts as left open: a form always sends one. `content` is
    /// what the form shows the file to be; nothing is filled in for another kind of file, whose columns are
    /// others, and what a file is stays with its own titles.
    pub fn fill(&self, stated: &mut Stated, content: Content) -> bool {
        if content != Content::parse(&self.content) {
            return false;
        }
        let before = stated.clone();
        for (own, given, first) in [
            (&self.measure, &mut stated.measure, ""),
            (&self.kind, &mut stated.kind, ""),
            (&self.numbers, &mut stated.numbers, ""),
            (&self.small_percent, &mut stated.small_percent, ""),
            (&self.codes, &mut stated.codes, ""),
        ] {
            if !own.is_empty() && (given.is_empty() || given == first) {
                given.clone_from(own);
            }
        }
        for (title, word) in &self.columns {
            stated.columns.entry(title.clone()).or_insert_with(|| word.clone());
        }
        *stated != before
    }

    /// Fills in what options leave open.
    pub fn fill_options(&self, options: &mut Options) {
        let own = Content::parse(&self.content);
        if options.content.is_some_and(|content| content != own) {
            return;
        }
        let mut stated = Stated::default();
        self.fill(&mut stated, own);
        options.content = options.content.or(Some(own).filter(|own| *own != Content::default()));
        // Nothing among these answers can be wrong: they are chosen from lists.
        let Ok((own, _)) = stated.options() else { return };
        options.measure = options.measure.or(own.measure);
        options.numbers = options.numbers.or(own.numbers);
        options.shares = options.shares.or(own.shares);
        options.codes = options.codes.or(own.codes);
        options.kind = options.kind.or(own.kind);
        let known = |word: &String| Field::parse(word);
        for (title, field) in self.columns.iter().filter_map(|(t, word)| Some((t, known(word)?))) {
            options.mapping.entry(title.clone()).or_insert(field);
        }
    }
}

/// The answers that the last import of a source was read with; `None` where it needed none.
///
/// # Errors
/// Those of the database.
pub fn recall(c: &mut Connection, source: &str) -> Result<Option<Remembered>, db::Error> {
    let Some(found) = mappings::of_source(c, source)? else { return Ok(None) };
    let Mapping { answers, who, kept_at } = found;
    // What another version of the program has written and this one cannot read is not believed.
    let habits: Habits = serde_json::from_str(&answers).unwrap_or_default();
    Ok((!habits.is_empty()).then_some(Remembered { habits, who, kept_at }))
}

/// Keeps the answers of an import for its source, in the transaction of that import.
///
/// An import without any forgets those before it: it was read without them. Who enters figures of one region
/// only leaves them as they are: files of a source come from everywhere.
///
/// # Errors
/// Those of the database.
pub fn keep(
    c: &mut Connection,
    options: &Options,
    who: &str,
    kept_at: i64,
) -> Result<(), db::Error> {
    let Some(source) = options.source.as_ref().filter(|_| options.within.is_none()) else {
        return Ok(());
    };
    let habits = Habits::of(options);
    if habits.is_empty() {
        return mappings::forget(c, source);
    }
    let answers = serde_json::to_string(&habits).unwrap_or_default();
    mappings::keep(c, source, &Mapping { answers, who: who.to_owned(), kept_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AsOf, SegmentCode};
    use crate::import::CodeSystem;

    fn options() -> Options {
        Options {
            measure: Some(Field::Active),
            kind: Some(Kind::ShareOfTarget),
            numbers: Some(Style::English),
            shares: Some(true),
            codes: Some(CodeSystem::Bps),
            mapping: [("Jml TK".to_owned(), Field::Active)].into(),
            as_of: AsOf::parse("2025-04"),
            segment: Some(SegmentCode::total()),
            accepted: Some("benar".to_owned()),
            ..Options::default()
        }
    }

    #[test]
    fn what_was_answered_comes_back_and_nothing_else() {
        let habits = Habits::of(&options());
        let mut again = Options::default();
        habits.fill_options(&mut again);
        assert_eq!(Habits::of(&again), habits);
        assert_eq!((again.as_of, again.segment, again.accepted), (None, None, None));
        assert!(Habits::of(&Options::default()).is_empty());
    }

    #[test]
    fn a_list_is_followed_by_the_same_kind_of_file_only() {
        let targets = Options {
            content: Some(Content::Targets),
            mapping: [("Sasaran".to_owned(), Field::TargetPercent)].into(),
            ..Options::default()
        };
        let habits = Habits::of(&targets);
        let mut next = Options::default();
        habits.fill_options(&mut next);
        assert_eq!((next.content, next.mapping.len()), (Some(Content::Targets), 1));
        let mut form = Stated::default();
        assert!(!habits.fill(&mut form, Content::Figures), "its titles say what a file is");
        assert!(habits.fill(&mut form, Content::Targets));
        assert_eq!((form.content.as_str(), form.columns.len()), ("", 1));

        let mut other = Options { content: Some(Content::Funding), ..Options::default() };
        habits.fill_options(&mut other);
        Habits::of(&options()).fill_options(&mut other);
        assert_eq!((other.content, other.mapping.len()), (Some(Content::Funding), 0));
        let mut form = Stated::default();
        let habits = [habits, Habits::of(&options())];
        assert!(!habits.iter().any(|habits| habits.fill(&mut form, Content::Regulations)));
    }

    #[test]
    fn what_is_said_this_time_stands() {
        let mut now = Options {
            numbers: Some(Style::Indonesian),
            mapping: [("Jml TK".to_owned(), Field::Workforce)].into(),
            ..Options::default()
        };
        Habits::of(&options()).fill_options(&mut now);
        assert_eq!(now.numbers, Some(Style::Indonesian));
        assert_eq!(now.mapping["Jml TK"], Field::Workforce);
        let mut form =
            Stated { kind: "cakupan".to_owned(), numbers: "id".to_owned(), ..Stated::default() };
        assert!(Habits::of(&options()).fill(&mut form, Content::Figures));
        assert_eq!((form.kind.as_str(), form.numbers.as_str()), ("cakupan", "id"));
        assert!(
            !Habits::of(&options()).fill(&mut form, Content::Figures),
            "nothing more to fill in"
        );
    }
}
