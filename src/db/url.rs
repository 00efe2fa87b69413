//! Where the database is: `sqlite:PATH` or `postgres://...`, and nothing else.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The address of a database, checked for its form.
///
/// The scheme is always written out, so that a mistyped address never creates an empty database.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub(super) Address);

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Address {
    Sqlite { path: PathBuf, read_only: bool },
    Postgres(String),
}

/// The text is no address of a database; the message says why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADatabaseUrl {
    /// Nothing was given.
    #[error("the database address is empty; write sqlite:PATH or postgres://USER@HOST/NAME")]
    Empty,
    /// Neither of the two schemes.
    #[error(
        "{0:?} does not say which database it is; write sqlite:PATH or postgres://USER@HOST/NAME"
    )]
    Scheme(String),
    /// A part that libpq could not read. It is not repeated: it may be a piece of the password.
    #[error(
        "the {0} in the database address cannot be read; in a user name or password write \
         % / : ? @ as %25 %2F %3A %3F %40"
    )]
    Part(&'static str),
    /// `sqlite:` without a file, or in memory.
    #[error("sqlite: needs the path of a file, such as sqlite:cakupan.db")]
    NoFile,
    /// A parameter behind the path that is not known.
    #[error("{0:?} is not known behind a SQLite path; only ?mode=ro (read-only) is")]
    Parameter(String),
}

impl FromStr for DatabaseUrl {
    type Err = NotADatabaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotADatabaseUrl::Empty);
        }
        if let Some(("postgres" | "postgresql", rest)) = text.split_once("://") {
            check_postgres(rest)?;
            return Ok(Self(Address::Postgres(text.to_owned())));
        }
        let Some(rest) = text.strip_prefix("sqlite:") else {
            return Err(NotADatabaseUrl::Scheme(shown(text)));
        };
        // sqlite:///srv/x.db is how other programs write an absolute path.
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, read_only) = match rest.split_once('?') {
            None => (rest, false),
            Some((path, "mode=ro")) => (path, true),
            Some((_, parameter)) => return Err(NotADatabaseUrl::Parameter(parameter.to_owned())),
        };
        if path.is_empty() || path.starts_with(":memory:") || path.ends_with('/') {
            return Err(NotADatabaseUrl::NoFile);
        }
        Ok(Self(Address::Sqlite { path: path.into(), read_only }))
    }
}

impl DatabaseUrl {
    /// The address of a SQLite file.
    pub fn sqlite(path: impl AsRef<Path>) -> Self {
        Self(Address::Sqlite { path: path.as_ref().to_owned(), read_only: false })
    }

    /// The SQLite file, when it is one.
    pub fn sqlite_path(&self) -> Option<&Path> {
        match &self.0 {
            Address::Sqlite { path, .. } => Some(path),
            Address::Postgres(_) => None,
        }
    }
}

/// The address as logs may show it: without the password.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Address::Sqlite { path, read_only } => {
                let mode = if *read_only { "?mode=ro" } else { "" };
                write!(f, "sqlite:{}{mode}", path.display())
            }
            Address::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// Refuses what libpq would refuse, because its messages repeat what they cannot read.
fn check_postgres(rest: &str) -> Result<(), NotADatabaseUrl> {
    let needs = |holds: bool, part| if holds { Ok(()) } else { Err(NotADatabaseUrl::Part(part)) };
    let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let hosts = authority.split_once('@').map_or(authority, |(_, hosts)| hosts);
    needs(!hosts.contains('@') && !tail.contains('@'), "@ behind the first one")?;
    let mut encoded = rest.split('%').skip(1);
    let is_byte = |code: &str| u8::from_str_radix(code, 16).is_ok_and(|byte| byte > 0);
    needs(encoded.all(|code| code.get(..2).is_some_and(is_byte)), "% without two digits")?;
    for host in hosts.split(',') {
        let port = match host.rsplit_once(']') {
            Some((_, rest)) => rest.strip_prefix(':').or(rest.is_empty().then_some("")),
            None => Some(host.split_once(':').map_or("", |(_, port)| port)),
        };
        let is_port = |port: &str| port.is_empty() || port.parse().is_ok_and(|port: u16| port > 0);
        needs(port.is_some_and(is_port), "port")?;
    }
    let pairs = tail.split_once('?').map_or("", |(_, query)| query).split('&');
    let mut given = pairs.filter(|pair| !pair.is_empty());
    needs(given.all(|pair| pair.matches('=').count() == 1), "parameter behind ?")
}

/// What an error may repeat of a text that is no address: its first word only, where the rest may
/// hold a password.
fn shown(text: &str) -> String {
    if text.contains('@') || text.to_lowercase().contains("password") {
        let word = text.split([':', '/', '=', ' ']).next().unwrap_or_default();
        format!("{word}...")
    } else {
        text.to_owned()
    }
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => authority.to_owned(),
    };
    // A password can also stand in the query.
    let tail = match tail.split_once('?') {
        Some((path, query)) => {
            let kept: Vec<_> =
                query.split('&').filter(|pair| !pair.starts_with("password=")).collect();
            if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
        }
        None => tail.to_owned(),
    };
    format!("{scheme}://{authority}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> NotADatabaseUrl {
        text.parse::<DatabaseUrl>().unwrap_err()
    }

    #[test]
    fn the_two_schemes_are_read() {
        let shown = |text: &str| text.parse::<DatabaseUrl>().unwrap().to_string();
        assert_eq!(shown("sqlite:cakupan.db"), "sqlite:cakupan.db");
        assert_eq!(shown("sqlite:///srv/cakupan.db"), "sqlite:/srv/cakupan.db");
        assert_eq!(shown(" sqlite:/srv/a b.db?mode=ro "), "sqlite:/srv/a b.db?mode=ro");
        assert_eq!(shown("postgresql://u@h:5432/n"), "postgresql://u@h:5432/n");
    }

    #[test]
    fn passwords_are_never_shown() {
        let url: DatabaseUrl = "postgres://u:s3:c@h/n?sslmode=require&password=x".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://u@h/n?sslmode=require");
        assert!(!format!("{url:?}").contains("s3"));
        for text in
            ["mysql://u:s3@h/n", "postgres:u:s3@h/n", "postgres//u:s3@h", "host=h password=s3"]
        {
            assert!(!refused(text).to_string().contains("s3"), "{text}");
        }
    }

    #[test]
    fn what_libpq_could_not_read_is_refused_unrepeated() {
        for text in [
            "postgres://u:geheim/x@h/n",
            "postgres://u:geheim?x@h/n",
            "postgres://u:1/geheim@h/n",
            "postgres://u:12?geheim=x@h/n",
            "postgres://u:p@geheim@h/n",
            "postgres://u:geheim%@h/n",
            "postgres://u:geheim%zz@h/n",
            "postgres://u:geheim%00@h/n",
            "postgres://u@h:geheim/n",
            "postgres://u@h:99999/n",
            "postgres://u@[::1]geheim/n",
            "postgres://u@h/n?geheim",
            "postgres://u@h/n?password=geheim=x",
        ] {
            let error = refused(text);
            assert!(matches!(error, NotADatabaseUrl::Part(_)), "{text}");
            assert!(!error.to_string().contains("geheim"), "{error}");
        }
        for text in [
            "postgres://",
            "postgres:///n?host=/run/postgresql",
            "postgres://u:%40%2f@h1:5432,h2:/n?sslmode=require&target_session_attrs=any",
            "postgres://u@[::1]:5432/n",
            "postgres://u@[::1]/n",
        ] {
            assert!(text.parse::<DatabaseUrl>().is_ok(), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_the_reason() {
        assert_eq!(refused("  "), NotADatabaseUrl::Empty);
        for text in ["cakupan.db", "sqlit:x.db", "mysql://h/n", "postgres:x", "file:x.db"] {
            assert_eq!(refused(text), NotADatabaseUrl::Scheme(text.to_owned()));
        }
        for text in ["sqlite:", "sqlite::memory:", "sqlite:dir/"] {
            assert_eq!(refused(text), NotADatabaseUrl::NoFile);
        }
        assert_eq!(refused("sqlite:x.db?mode=rw"), NotADatabaseUrl::Parameter("mode=rw".into()));
    }
}
