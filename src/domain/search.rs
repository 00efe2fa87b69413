//! Search of regions.
