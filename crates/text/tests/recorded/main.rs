//! Compares this crate with what a real CPython has computed (see `tests/record.py`).
#![allow(clippy::unwrap_used)]

mod float;
mod format;
mod hash;
mod integer;
mod percent;
mod search;
mod table;
mod unicode;
