//! `BaseException`: what every exception holds and can do.

mod methods;
mod slots;
mod value;

pub use value::BaseException;

pub(super) use methods::{attributes, reduce};
pub(super) use slots::{arguments, bare_arguments, base_str, fill, init, new, no_keywords, repr};
pub(super) use value::Family;
