//! One file for each word in the URL: the handler and its template struct.

pub mod metodologi;
