//! `function`

mod attributes;
mod foreign_builtins;
mod value;

pub use foreign_builtins::FOREIGN_BUILTINS_SPEC;
pub(crate) use foreign_builtins::ForeignBuiltins;
pub use value::Function;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "function(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)\n--\n\nCreate a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that specifies the default keyword argument values",
    flags: TypeFlags::IMMUTABLE.union(TypeFlags::METHOD_DESCRIPTOR),
    has_dict: true,
    slots: attributes::fill,
    getsets: &[Function::GETSETS],
    ..TypeSpec::new::<Function>("function")
};
