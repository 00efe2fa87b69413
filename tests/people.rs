//! People over HTTP: signing in and out, forms, roles, private pages, accounts and the audit log.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod common;

#[path = "people/browser.rs"]
mod browser;

#[path = "people/accounts.rs"]
mod accounts;
#[path = "people/audit.rs"]
mod audit;
#[path = "people/editing.rs"]
mod editing;
#[path = "people/imports.rs"]
mod imports;
#[path = "../src/import/sheet/tests/make.rs"]
#[allow(dead_code, reason = "the readers' own tests use the rest")]
mod make;
#[path = "people/private.rs"]
mod private;
#[path = "people/review.rs"]
mod review;
#[path = "people/roles.rs"]
mod roles;
#[path = "people/sessions.rs"]
mod sessions;
#[path = "people/sign_in.rs"]
mod sign_in;
