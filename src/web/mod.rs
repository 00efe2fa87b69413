//! The only module that names actix-web and askama: URLs, pages, headers, cache, error pages.
//!
//! A request meets, in this order:
//!
//! 1. [`front`]: request id; who is signed in, whose bar is put into the page on its way back, and sign-in,
//!    if every page asks for it; a page that stands in the [`cache`] is answered here, before routing,
//!    and so is an `If-None-Match` that still holds. Everything else passes on, and comes back here
//!    to get its headers ([`headers`]), its error page ([`error`]) and its line in the log.
//! 2. [`routes`]: the URL table, one line per route, with the query keys that the page reads.
//! 3. [`page::Page`]: the extractor of every page handler. It has read the query into a
//!    [`filter::Filter`] and runs the page once for all who ask for it at the same time.
//! 4. `pages/<url-word>.rs`: handler and template struct.
//!
//! Pages with forms, for people who are signed in, start from [`session::Person`] and
//! [`form::Form`] instead, and are never kept.

pub mod assets;
mod bar;
pub mod cache;
pub mod client;
pub mod code;
pub mod data;
pub mod download;
mod edition;
pub mod encoding;
pub mod error;
pub mod filter;
mod flight;
pub mod form;
pub mod front;
pub mod headers;
pub mod health;
pub mod import_files;
pub mod imports;
pub mod layout;
pub mod link;
pub mod markup;
pub mod page;
pub mod pages;
mod past;
pub mod request_id;
pub mod routes;
pub mod session;
pub mod upload;
mod urlencoding;
pub mod view;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{App, web};

pub use data::{Settings, State};
pub use error::Error;

/// The whole application; the server and the tests call the same function.
///
/// `state` is built once, outside, and shared by all workers.
pub fn app(
    state: State,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(web::Data::new(state.clone()))
        .configure(routes::configure)
        .default_service(web::to(routes::nothing_here))
        .wrap(front::Front::new(state))
}
