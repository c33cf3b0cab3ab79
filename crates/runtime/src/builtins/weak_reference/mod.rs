//! `weakref.ReferenceType` and the proxies.

mod proxy;
mod reference;

pub use proxy::{CALLABLE_SPEC as CALLABLE_PROXY_SPEC, SPEC as PROXY_SPEC};
pub use reference::{SPEC, WeakRef};
