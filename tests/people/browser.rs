//! An application with accounts, and browsers that keep cookies and read forms.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use cakupan::db::Pool;
use cakupan::db::accounts::{self, NewAccount};
use cakupan::domain::{Login, RegionCode, Role};
use cakupan::people::{Clock, secret};
use cakupan::web::Settings;
use scraper::{Html, Selector};

use crate::common::app::{Answer, TestApp};
use crate::common::db::TestDb;

/// The password of every account, unless a test changes it.
pub const PASSWORD: &str = "kuda besi makan langit";

/// When tests begin.
pub const NOW: i64 = 1_800_000_000;

/// An application with an account for each role, whose login is the code of the role; the regional
/// editor has Bali.
pub struct Site {
    pub app: TestApp,
    pub clock: Clock,
    pub test: TestDb,
}

impl Site {
    pub fn start() -> Self {
        Self::with(TestDb::sqlite_published(), Settings::default())
    }

    pub fn both() -> [Self; 2] {
        TestDb::both().map(|test| Self::with(test, Settings::default()))
    }

    pub fn private() -> Self {
        Self::with(TestDb::sqlite_published(), Settings { private: true, ..Settings::default() })
    }

    pub fn with(test: TestDb, settings: Settings) -> Self {
        let clock = Clock::standing(NOW);
        for role in Role::ALL {
            add(&test.pool, role.code(), role);
        }
        let app = TestApp::start_as(&test.pool, Settings { clock: clock.clone(), ..settings });
        Self { app, clock, test }
    }

    /// A browser that is signed in.
    pub fn signed_in(&self, login: &str) -> Browser<'_> {
        let browser = Browser::new(&self.app);
        let answer = browser.sign_in(login, PASSWORD);
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser::new(&self.app)
    }
}

/// Adds an account without the way through the pages.
pub fn add(pool: &Pool, login: &str, role: Role) -> i32 {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = HASH.get_or_init(|| secret::hash(PASSWORD).unwrap());
    pool.write(|c| {
        let bali = cakupan::db::regions::by_code(c, &RegionCode::parse("51").unwrap())?.unwrap();
        let new = NewAccount {
            login: &Login::parse(login).unwrap(),
            name: &format!("Orang {login}"),
            password_hash: hash,
            role,
            region_id: (role == Role::RegionalEditor).then_some(bali.id),
            must_change: false,
            at: NOW,
        };
        accounts::add(c, &new)
    })
    .unwrap()
}

/// What a page says, without markup.
pub fn words(answer: &Answer) -> String {
    let html = Html::parse_document(answer.text());
    html.root_element()
        .text()
        .collect::<Vec<_>>()
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether something stands on a page.
pub fn holds(answer: &Answer, selector: &str) -> bool {
    let html = Html::parse_document(answer.text());
    html.select(&Selector::parse(selector).unwrap()).next().is_some()
}

/// The key of the forms of a page; all have the same one.
pub fn key(answer: &Answer) -> String {
    let html = Html::parse_document(answer.text());
    let fields = Selector::parse("input[name=kunci]").unwrap();
    let mut keys: Vec<_> = html.select(&fields).filter_map(|f| f.value().attr("value")).collect();
    keys.dedup();
    assert_eq!(keys.len(), 1, "{}", answer.text());
    keys[0].to_owned()
}

/// A hidden field that the form of a page carries; empty where it has none.
pub fn carried(answer: &Answer, name: &str) -> String {
    let html = Html::parse_document(answer.text());
    let fields = Selector::parse(&format!("input[type=hidden][name='{name}']")).unwrap();
    let found = html.select(&fields).find_map(|field| field.value().attr("value"));
    found.unwrap_or_default().to_owned()
}

/// `name=value` pairs as a browser sends them.
pub fn encode(pairs: &[(&str, &str)]) -> String {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            if byte.is_ascii_alphanumeric() {
                out.push(char::from(byte));
            } else {
                _ = write!(out, "%{byte:02X}");
            }
            out
        })
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A browser with its cookies.
pub struct Browser<'a> {
    app: &'a TestApp,
    pub cookies: RefCell<BTreeMap<String, String>>,
    pub headers: Vec<(&'static str, &'static str)>,
}

impl<'a> Browser<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            cookies: RefCell::default(),
            headers: vec![("user-agent", "Firefox/140 Linux")],
        }
    }

    fn keep(&self, answer: Answer) -> Answer {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    fn cookie_header(&self) -> String {
        let cookies = self.cookies.borrow();
        let pairs: Vec<String> =
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// GET with cookies.
    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, more: &[(&str, &str)]) -> Answer {
        let cookies = self.cookie_header();
        let mut headers = vec![("cookie", cookies.as_str())];
        headers.extend(&self.headers);
        headers.extend(more);
        self.keep(self.app.request("GET", path, &headers))
    }

    /// POST of pairs as they are, as a page of this site would send them.
    pub fn post_raw(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.post_from(path, pairs, &[("sec-fetch-site", "same-origin")])
    }

    /// POST with the headers that say where it comes from.
    pub fn post_from(&self, path: &str, pairs: &[(&str, &str)], from: &[(&str, &str)]) -> Answer {
        let cookies = self.cookie_header();
        let mut headers = vec![("cookie", cookies.as_str())];
        headers.extend(&self.headers);
        headers.extend(from);
        self.keep(self.app.post(path, &encode(pairs), &headers))
    }

    /// POST of a body of any kind, as a page of this site would send it.
    pub fn post_bytes(&self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let cookies = self.cookie_header();
        let mut headers = vec![("cookie", cookies.as_str()), ("sec-fetch-site", "same-origin")];
        headers.extend(&self.headers);
        self.keep(self.app.post_bytes(path, kind, body, &headers))
    }

    /// POST of a form on a page: with its key.
    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let page = if path == "/keluar" { "/akun" } else { path };
        let page = self.get(page);
        let key = key(&page);
        let seen = ["dampak", "tampak", "versi"].map(|name| (name, carried(&page, name)));
        let mut all = vec![("kunci", key.as_str())];
        all.extend(pairs);
        all.extend(seen.iter().map(|(name, value)| (*name, value.as_str())));
        self.post_raw(path, &all)
    }

    pub fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.post("/masuk", &[("login", login), ("sandi", password)])
    }

    pub fn session(&self) -> Option<String> {
        self.cookies.borrow().get("cakupan_sesi").cloned()
    }

    /// Whether the account page opens.
    pub fn is_in(&self) -> bool {
        let answer = self.get("/akun");
        assert!([200, 303].contains(&answer.status), "{}", answer.status);
        answer.status == 200
    }
}
