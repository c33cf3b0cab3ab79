//! `BaseException`: what every exception holds and can do.

mod methods;
mod slots;
mod value;

pub use value::BaseException;

pub(super) use slots::{arguments, base_str, bare_arguments, fill, no_keywords};
pub(super) use value::Family;
pub(super) use methods::{attributes, reduce};
