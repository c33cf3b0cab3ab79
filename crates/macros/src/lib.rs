//! The declarations of Pellucid: what an object's payload holds, and what Python sees of it.
//!
//! * `#[derive(Trace)]` makes a struct the payload of an object: the heap learns which references it holds.
//! * `#[methods]` on an `impl` block turns attributed functions into rows of method and getter tables.
//!
//! Generated code names everything through `::pellucid_runtime`, which the runtime crate itself
//! provides by `extern crate self as pellucid_runtime`.

mod accessors;
mod methods;
mod payload;
mod signature;
mod trace;

use proc_macro::TokenStream;
use syn::{DeriveInput, ItemImpl, parse_macro_input};

/// Implements `Trace`, and `Payload` unless told otherwise.
///
/// Attributes of the container, in `#[payload(...)]`:
/// * `none`: only `Trace`; also allowed for enums and generic types;
/// * `name = "module.name"`: what messages call the objects, where that is not the struct's name in lower case;
/// * `extends = Base`: the payload begins with a `Base` (needs `#[repr(C)]`, the first field is it);
/// * `weak = field`: the field, a `WeakHead`, is where weak references to the object hang;
/// * `inline`: a `#[repr(transparent)] struct Name(Inline<Head, Item>)`, whose items lie in the object;
/// * `plain`: of such a struct, that there is nothing to do when it is dropped;
/// * `tail_last`: the attributes and slots of an object go after its payload, not before it;
/// * `tail_after = path`: they go after what this `fn(&mut Payload)` drops, which leaves nothing in its place;
/// * `needs_finalizer = path`: a `fn(&Object) -> bool`, asked when the last reference goes.
///
/// Attribute of a field: `#[trace(skip)]`, for a foreign type that holds no references.
#[proc_macro_derive(Trace, attributes(trace, payload))]
pub fn derive_trace(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    trace::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares what Python sees of a type or module: turns the attributed functions of an `impl Type` block
/// into constants of the type, `METHODS` and `GETSETS` (with `#[methods(NAME)]`: `NAME_METHODS`, ...).
///
/// The argument of an attribute is the Python signature; the documentation comment is the docstring. All
/// functions take `vm: &mut Vm` first, then the receiver if there is one, then one Rust parameter for each
/// of Python's:
/// * `#[method("pop(self, index=-1, /)")] fn pop(vm, list: &Typed<List>, index: Option<isize>)`
/// * `#[class_method("fromkeys(cls, iterable, value=None, /)")] fn f(vm, class: &Typed<Type>, ...)`
/// * `#[static_method("maketrans(x, /)")]` and `#[function("sqrt(x, /)")]` (of a module): no receiver
/// * `#[getter("name")] fn f(vm, this: &Typed<T>)` and
///   `#[setter("name")] fn f(vm, this: &Typed<T>, value: Option<&Object>)`, where `None` deletes
/// * `#[member("name")]`: a getter that Python sees as `member_descriptor`, whose setting fails with "readonly attribute"
/// * `#[constructor("float(x=0, /)")] fn f(vm, class: &Typed<Type>, ...)` gives the constant `NEW`, and
///   `#[initializer("list(iterable=(), /)")] fn f(vm, this: &Typed<T>, ...) -> PyResult<()>` `INIT`, for the
///   slots of the type.
///
/// A parameter with a default is an `Option<...>`: `None` when it was not given, and, where the default is
/// written `None`, also when Python's `None` was. `*args` is `&[Ref]`, `**kwargs` is `Keywords<'_>`.
/// `#[method("...", hidden)]` leaves out `__text_signature__`.
///
/// Messages name the owner (`list.append() takes ...`): the Rust type's name in lower case, unless
/// `#[methods(owner = "name")]` says otherwise.
#[proc_macro_attribute]
pub fn methods(arguments: TokenStream, input: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as methods::Arguments);
    let block = parse_macro_input!(input as ItemImpl);
    methods::expand(&arguments, block).unwrap_or_else(syn::Error::into_compile_error).into()
}
