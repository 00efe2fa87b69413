//! One file per page, named after its URL word: handler, template struct, and nothing else.

pub mod akun;
pub mod audit;
pub mod beda;
pub mod cari;
pub mod impor;
pub mod impor_berkas;
pub mod masuk;
pub mod metodologi;
pub mod mutu;
pub mod mutu_wilayah;
pub mod nasional;
pub mod pendanaan;
pub mod pengguna;
pub mod peringkat;
pub mod regulasi;
pub mod revisi;
pub mod sumber;
pub mod target;
pub mod tarik;
pub mod usulan;
pub mod usulan_satu;
pub mod wilayah;
