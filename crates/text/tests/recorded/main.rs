//! Compares this crate with what a real CPython has computed (see `tests/record.py`).
#![allow(clippy::unwrap_used)]

mod binary;
mod codec;
mod float;
mod format;
mod hash;
mod integer;
mod mersenne;
mod percent;
mod repr;
mod search;
mod structure;
mod table;
mod totality;
mod unicode;
