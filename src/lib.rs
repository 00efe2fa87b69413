//! Cakupan: a monitoring dashboard for Universal Coverage Jamsostek.
//!
//! The map of this tree, from the inside out; `docs/ARCHITECTURE.md` walks one request through it.
//!
//! - [`domain`]: pure rules and numbers.
//! - [`db`]: the store, on SQLite and Postgres; the only module that names diesel.
//! - [`people`]: who signs in, with what, and what is kept of what they do.
//! - [`effect`]: what a change does beyond its own rows, for those who decide about it.
//! - [`editing`]: decisions between sources, withdrawals, and what waits for a second person.
//! - [`reports`]: one file per question a page asks; database in, plain structs out.
//! - [`import`]: files in, checked figures, one transaction.
//! - [`export`]: files out: templates for the import, its findings, lists to send out.
//! - [`charts`]: domain values in, SVG out.
//! - [`web`]: URLs, pages, templates, headers, cache.
//! - [`cli`] and [`config`]: the command line and its settings.

pub mod charts;
pub mod cli;
pub mod config;
pub mod db;
pub mod domain;
pub mod editing;
pub mod effect;
pub mod export;
pub mod import;
pub mod people;
pub mod reports;
pub mod web;
