//! The declarations of Pellucid: what an object's payload holds, and what Python sees of it.
//!
//! `#[derive(Trace)]` makes a struct the payload of an object: the heap learns which references it holds.
//!
//! Generated code names everything through `::pellucid_runtime`, which the runtime crate itself
//! provides by `extern crate self as pellucid_runtime`.

mod payload;
mod trace;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `Trace`, and `Payload` unless told otherwise.
///
/// Attributes of the container, in `#[payload(...)]`:
/// * `none`: only `Trace`; also allowed for enums and generic types;
/// * `extends = Base`: the payload begins with a `Base` (needs `#[repr(C)]`, the first field is it);
/// * `weak = field`: the field, a `WeakHead`, is where weak references to the object hang;
/// * `inline`: a `#[repr(transparent)] struct Name(Inline<Head, Item>)`, whose items lie in the object;
/// * `needs_finalizer = path`: a `fn(&Object) -> bool`, asked when the last reference goes.
///
/// Attribute of a field: `#[trace(skip)]`, for a foreign type that holds no references.
#[proc_macro_derive(Trace, attributes(trace, payload))]
pub fn derive_trace(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    trace::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
