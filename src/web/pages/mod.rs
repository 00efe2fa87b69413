//! One file per page, named after its URL word: handler, template struct, and nothing else.

pub mod cari;
pub mod metodologi;
pub mod nasional;
pub mod pendanaan;
pub mod peringkat;
pub mod regulasi;
pub mod revisi;
pub mod sumber;
pub mod target;
pub mod wilayah;
