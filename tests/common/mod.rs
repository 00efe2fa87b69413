//! What several test programs need.

pub mod app;
pub mod db;
pub mod proxy;
