//! The settings of the program, from flags and environment, validated once and passed down.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum, value_parser};

use crate::db::DatabaseUrl;
use crate::domain::completeness::{Expectation, MAX_MONTHS};
use crate::import::{Thresholds, limits};

/// Flags that every command takes; each has an environment variable.
#[derive(Debug, Clone, Args)]
pub struct Flags {
    /// Database: `sqlite:PATH` or `postgres://USER@HOST/NAME`
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "CAKUPAN_DATABASE",
        default_value = "sqlite:cakupan.db",
        hide_env_values = true
    )]
    pub database: String,

    /// Address to listen on
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS:PORT",
        env = "CAKUPAN_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: String,

    /// Ask for sign-in on every page
    #[arg(long, global = true, env = "CAKUPAN_PRIVATE", value_parser = BoolishValueParser::new())]
    pub private: bool,

    /// Let nothing that people enter onto the pages before a second person has published it
    #[arg(
        long,
        global = true,
        env = "CAKUPAN_PUBLISH_NEEDS_TWO",
        value_parser = BoolishValueParser::new()
    )]
    pub publish_needs_two: bool,

    /// Send cookies over TLS only; needed where no trusted proxy says that a request came by TLS
    #[arg(
        long,
        global = true,
        env = "CAKUPAN_SECURE_COOKIES",
        value_parser = BoolishValueParser::new()
    )]
    pub secure_cookies: bool,

    /// Addresses of proxies whose X-Forwarded-For, -Proto and -Host are believed, with commas
    #[arg(
        long = "trusted-proxy",
        global = true,
        value_name = "ADDRESSES",
        env = "CAKUPAN_TRUSTED_PROXY",
        default_value = "",
        hide_default_value = true
    )]
    pub trusted_proxies: String,

    /// File with the thresholds of the import's rules, one `name = number` a line; see docs/import.md
    #[arg(long, global = true, value_name = "FILE", env = "CAKUPAN_RULES")]
    pub rules: Option<PathBuf>,

    /// Days after the end of a month by which its figure is due
    #[arg(
        long = "report-due-days",
        global = true,
        value_name = "DAYS",
        env = "CAKUPAN_REPORT_DUE_DAYS",
        default_value_t = Expectation::default().due_days,
        value_parser = value_parser!(u16).range(..=365)
    )]
    pub report_due_days: u16,

    /// Months that the page on data quality looks back
    #[arg(
        long = "report-months",
        global = true,
        value_name = "NUMBER",
        env = "CAKUPAN_REPORT_MONTHS",
        default_value_t = Expectation::default().months,
        value_parser = value_parser!(u16).range(1..=i64::from(MAX_MONTHS))
    )]
    pub report_months: u16,

    /// Form of the log lines on standard error
    #[arg(
        long,
        global = true,
        value_name = "FORM",
        env = "CAKUPAN_LOG_FORMAT",
        default_value = "text"
    )]
    pub log_format: LogFormat,

    /// What is logged: a level, or levels by module such as `info,cakupan::request=debug`
    #[arg(
        long = "log",
        global = true,
        value_name = "FILTER",
        env = "CAKUPAN_LOG",
        default_value = "info"
    )]
    pub log_filter: String,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Settings that are known to be usable.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data is.
    pub database: DatabaseUrl,
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Threads that answer requests.
    pub workers: usize,
    /// Connections to the database for pages; as many are built at once.
    pub connections: u32,
    /// Every page asks for sign-in.
    pub private: bool,
    /// What people enter is published by a second person.
    pub publish_needs_two: bool,
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// From where on the import finds something doubtful.
    pub limits: Thresholds,
    /// Which figures are expected of each region, and when.
    pub expectation: Expectation,
}

/// A setting that cannot be used; prints as one line.
#[derive(Debug, thiserror::Error)]
pub enum Invalid {
    /// `--database`.
    #[error("--database: {0}")]
    Database(String),
    /// `--listen`.
    #[error("--listen: {0:?} is not an address with a port, such as 127.0.0.1:8080")]
    Listen(String),
    /// `--trusted-proxy`.
    #[error("--trusted-proxy: {0:?} is not an address such as 127.0.0.1 or ::1")]
    Proxy(String),
    /// `--rules`.
    #[error("--rules: {0}")]
    Rules(String),
    /// `--log`.
    #[error("--log: {0:?} is neither a level (error, warn, info, debug) nor levels by module")]
    Log(String),
}

impl Config {
    /// Checks the flags.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn new(flags: &Flags) -> Result<Self, Invalid> {
        let database = DatabaseUrl::from_str(&flags.database)
            .map_err(|error| Invalid::Database(error.to_string()))?;
        let listen = flags
            .listen
            .parse()
            .ok()
            .or_else(|| localhost(&flags.listen))
            .ok_or_else(|| Invalid::Listen(flags.listen.clone()))?;
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        // Two pages under way for each worker keep it busy while one waits for the disk.
        let connections = u32::try_from(workers * 2).unwrap_or(u32::MAX).clamp(4, 32);
        let trusted_proxies = flags
            .trusted_proxies
            .split(',')
            .map(str::trim)
            .filter(|address| !address.is_empty())
            .map(|address| address.parse().map_err(|_| Invalid::Proxy(address.to_owned())))
            .collect::<Result<_, _>>()?;
        let limits = flags.rules.as_deref().map_or(Ok(Thresholds::default()), thresholds)?;
        let (private, secure_cookies) = (flags.private, flags.secure_cookies);
        Ok(Self {
            database,
            listen,
            workers,
            connections,
            private,
            publish_needs_two: flags.publish_needs_two,
            secure_cookies,
            trusted_proxies,
            limits,
            expectation: Expectation {
                due_days: flags.report_due_days,
                months: flags.report_months,
            },
        })
    }
}

/// The thresholds of a file. Who writes it knows the figures, so what is wrong with it is told in
/// Indonesian.
fn thresholds(path: &Path) -> Result<Thresholds, Invalid> {
    let unusable = |reason: String| Invalid::Rules(format!("{}: {reason}", path.display()));
    let text = std::fs::read_to_string(path)
        .map_err(|error| unusable(format!("berkas ini tidak dapat dibaca ({error})")))?;
    limits::read(&text).map_err(|error| unusable(error.to_string()))
}

/// `localhost:8080`, which is no socket address by itself.
fn localhost(text: &str) -> Option<SocketAddr> {
    let port = text.strip_prefix("localhost:")?.parse().ok()?;
    Some(SocketAddr::from(([127, 0, 0, 1], port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(database: &str, listen: &str) -> Flags {
        Flags {
            database: database.to_owned(),
            listen: listen.to_owned(),
            private: false,
            publish_needs_two: false,
            secure_cookies: false,
            trusted_proxies: String::new(),
            rules: None,
            report_due_days: 30,
            report_months: 12,
            log_format: LogFormat::Text,
            log_filter: "info".to_owned(),
        }
    }

    #[test]
    fn a_bad_setting_is_named() {
        let database = Config::new(&flags("cakupan.db", "127.0.0.1:1")).unwrap_err().to_string();
        assert!(database.starts_with("--database: "), "{database}");
        for listen in ["8080", "127.0.0.1", "example.org:80", "127.0.0.1:99999", ""] {
            let error = Config::new(&flags("sqlite:x.db", listen)).unwrap_err().to_string();
            assert!(error.starts_with("--listen: "), "{error}");
        }
    }

    #[test]
    fn proxies_are_addresses() {
        let with = |proxies: &str| {
            let trusted_proxies = proxies.to_owned();
            Config::new(&Flags { trusted_proxies, ..flags("sqlite:x.db", "127.0.0.1:1") })
        };
        assert_eq!(with("127.0.0.1, ::1,").unwrap().trusted_proxies.len(), 2);
        let error = with("127.0.0.1,proxy.example").unwrap_err().to_string();
        assert!(error.starts_with("--trusted-proxy: \"proxy.example\""), "{error}");
    }

    #[test]
    fn thresholds_come_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ambang.txt");
        let read = || {
            let rules = Some(path.clone());
            Config::new(&Flags { rules, ..flags("sqlite:x.db", "127.0.0.1:1") })
        };
        let told = read().unwrap_err().to_string();
        assert!(told.starts_with("--rules: ") && told.contains("tidak dapat dibaca"), "{told}");
        std::fs::write(&path, "jumlah_bagian = 2,5\n").unwrap();
        let wanted = Thresholds { sum: crate::domain::Percent(250), ..Thresholds::default() };
        assert_eq!(read().unwrap().limits, wanted);
        std::fs::write(&path, "\njumlah = 2\n").unwrap();
        let told = read().unwrap_err().to_string();
        assert!(told.contains("ambang.txt: baris 2: ambang \"jumlah\" tidak dikenal"), "{told}");
    }

    #[test]
    fn addresses_are_read() {
        for listen in ["localhost:8080", "[::1]:0", "0.0.0.0:80"] {
            assert!(Config::new(&flags("sqlite:x.db", listen)).is_ok(), "{listen}");
        }
    }
}
