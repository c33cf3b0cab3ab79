//! Compares this crate with what a real CPython has computed (see `tests/record.py`).
#![allow(clippy::unwrap_used)]

mod float;
mod hash;
mod integer;
mod table;
mod unicode;
