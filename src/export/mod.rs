//! Files out: templates for the import, what an import found, and lists to send out.
//!
//! Bytes only; who may have them is the business of pages and commands. What a spreadsheet would
//! take for a formula goes out as text, always.

pub mod comma;
pub mod findings;
mod kinds;
mod list;
mod marked;
pub mod quality;
pub mod templates;
mod workbook;

use crate::import::SheetError;

/// Why a file cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file that was uploaded cannot be read again.
    #[error("the uploaded file cannot be read: {0}")]
    Sheet(#[from] SheetError),
    /// The workbook cannot be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
