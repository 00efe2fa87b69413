//! The texts of the files.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The texts of all files under `data/` that fill a database.
#[derive(Debug, Clone)]
pub struct Files {
    /// `regions.csv`
    pub regions: String,
    /// `region_aliases.csv`
    pub region_aliases: String,
    /// `region_history.csv`
    pub region_history: String,
    /// `bps_codes.csv`
    pub bps_codes: String,
    /// `published/segments.csv`
    pub segments: String,
    /// `published/sources.csv`
    pub sources: String,
    /// `published/observations.csv`
    pub observations: String,
    /// `published/decisions.csv`
    pub decisions: String,
    /// `published/targets.csv`
    pub targets: String,
    /// `published/funding.csv`
    pub funding: String,
    /// `published/regulations.csv`
    pub regulations: String,
}

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $name)).to_owned()
    };
}

impl Files {
    /// The files of this program.
    pub fn embedded() -> Self {
        Self {
            regions: data!("regions.csv"),
            region_aliases: data!("region_aliases.csv"),
            region_history: data!("region_history.csv"),
            bps_codes: data!("bps_codes.csv"),
            segments: data!("published/segments.csv"),
            sources: data!("published/sources.csv"),
            observations: data!("published/observations.csv"),
            decisions: data!("published/decisions.csv"),
            targets: data!("published/targets.csv"),
            funding: data!("published/funding.csv"),
            regulations: data!("published/regulations.csv"),
        }
    }

    /// SHA-256 over all of them, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for text in [
            &self.regions,
            &self.region_aliases,
            &self.region_history,
            &self.bps_codes,
            &self.segments,
            &self.sources,
            &self.observations,
            &self.decisions,
            &self.targets,
            &self.funding,
            &self.regulations,
        ] {
            // The length first, so that no text can pass from one file to the next unseen.
            hash.update(text.len().to_le_bytes());
            hash.update(text);
        }
        hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
