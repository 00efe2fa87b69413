//! What `templates/tata_letak.html` needs of every page.

use super::assets::{self, Assets};
use super::link::Link;
use crate::db::state::DataState;
use crate::domain::Act;

/// The main menu: path and text.
pub const MENU: [(&str, &str); 6] = [
    ("/", "Nasional"),
    ("/peringkat", "Peringkat"),
    ("/target", "Target"),
    ("/pendanaan", "Pendanaan"),
    ("/regulasi", "Regulasi"),
    ("/sumber", "Sumber"),
];

/// A past version of the data, for the note above the page.
#[derive(Debug, Clone)]
pub struct Past {
    /// Its number.
    pub id: i32,
    /// When it came, in words.
    pub at: String,
    /// The same page with the data of today.
    pub leave: Link,
}

/// The page of what waits for a second person.
pub const PROPOSALS: &str = "/usulan";

/// The menu of people who are signed in: path, text, and what one must be able to do, any of it; nothing
/// where everybody may.
pub const DESK: [(&str, &str, &[Act]); 6] = [
    ("/impor", "Impor", &[Act::Import]),
    (PROPOSALS, "Usulan", &[Act::Import, Act::Publish]),
    ("/mutu", "Mutu", &[]),
    ("/revisi", "Versi", &[]),
    ("/pengguna", "Pengguna", &[Act::ManageAccounts]),
    ("/audit", "Audit", &[Act::ReadAudit]),
];

/// Who is signed in. The name leads to the own account.
#[derive(Debug, Clone)]
pub struct Bar {
    /// The name of the person.
    pub name: String,
    /// The role, as it is read.
    pub role: &'static str,
    /// The region of a regional editor; empty for others.
    pub region: String,
    /// The key of the form that signs out.
    pub key: String,
    /// The path of the page.
    pub here: String,
    /// Path and text of the menu.
    pub entries: Vec<(&'static str, &'static str)>,
}

impl Bar {
    /// What `aria-current` says about an entry: that it is the page, or that the page lies below it; `None`
    /// elsewhere.
    pub fn current(&self, path: &str) -> Option<&'static str> {
        let below = self.here.strip_prefix(path)?;
        match below {
            "" => Some("page"),
            below => below.starts_with('/').then_some("true"),
        }
    }

    /// What somebody may open of [`DESK`].
    pub fn entries(may: impl Fn(Act) -> bool) -> Vec<(&'static str, &'static str)> {
        DESK.into_iter()
            .filter(|(_, _, acts)| acts.is_empty() || acts.iter().copied().any(&may))
            .map(|(path, text, _)| (path, text))
            .collect()
    }
}

/// The frame around a page.
#[derive(Debug, Clone)]
pub struct Layout {
    /// What the browser shows in its tab, without the name of the site.
    pub title: String,
    /// One sentence for search engines and link previews.
    pub description: String,
    /// The menu entry that this page belongs to; empty for none.
    pub menu: &'static str,
    /// What stands in the search field.
    pub search: String,
    /// The data as a whole: version, and whether it is simulated.
    pub data: DataState,
    /// The past version that the page shows; `None` for the data of today.
    pub version: Option<Past>,
    /// Who is signed in; never on pages that are the same for everybody, which get it on their way out.
    pub bar: Option<Bar>,
    /// URLs of style sheet, script, font and icon.
    pub assets: &'static Assets,
}

impl Layout {
    /// A frame without a menu entry.
    pub fn new(data: DataState, title: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            menu: "",
            search: String::new(),
            data,
            version: None,
            bar: None,
            assets: assets::all(),
        }
    }

    /// Marks the menu entry of the page by its path.
    #[must_use]
    pub fn menu(mut self, path: &'static str) -> Self {
        self.menu = path;
        self
    }

    /// The entries of the main menu.
    pub fn entries(&self) -> [(&'static str, &'static str); 6] {
        MENU
    }

    /// Whether a menu entry is the one of this page.
    pub fn is_here(&self, path: &str) -> bool {
        self.menu == path
    }
}
