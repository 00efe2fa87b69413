//! Reports as files to take along.

pub mod quality;
