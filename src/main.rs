//! The `cakupan` program.

fn main() {}
