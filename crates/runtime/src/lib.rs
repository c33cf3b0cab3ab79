//! Pellucid's object model, virtual machine and builtin types.
//!
//! `object` says what types, slots and attributes are; `vm` runs code; `builtins` has a folder for each
//! builtin type; `functions` the builtin functions; `errors` the exceptions. They call each other all the
//! time, so they share this crate; what runs around them (command line, files of the host) is not known here.

extern crate self as pellucid_runtime;

pub use pellucid_bytecode as bytecode;
pub use pellucid_heap as heap;
pub use pellucid_text as text;

pub mod builtins;
pub mod codecs;
pub mod errors;
pub mod functions;
pub mod object;
pub mod syntax_tree;
pub mod vm;

pub use errors::{PyResult, Raised};
pub use object::{Args, Type};
pub use pellucid_heap::Ref;
pub use vm::Vm;

/// What nearly every file of native code needs.
pub mod prelude {
    pub use crate::builtins::{Bytes, Dict, Float, Int, List, Str, Tuple};
    pub use crate::errors::{PyResult, Raised};
    pub use crate::object::{
        Args, CodePoint, FromArgument, Index, IntoResult, Keywords, NoneOr, ObjectExt, Type,
        TypeFlags, TypeLookup, TypeSpec,
    };
    pub use crate::vm::Vm;
    pub use pellucid_heap::{Any, Object, Ref, Slot, TokenCell, Trace, Typed};
    pub use pellucid_macros::{Trace, methods};
}
