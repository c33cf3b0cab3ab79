//! `code`: what the compiler makes of a module, function or class body, as an object.

mod attributes;
mod body;
mod constants;
mod construct;
mod layout;
mod lines;
mod value;

pub use body::CodeBody;
pub use constants::ConstantObjects;
pub(crate) use constants::{constant_object, constant_of};
pub use value::{Code, CodeShape};

use crate::object::TypeSpec;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)\n--\n\nCreate a code object.  Not for mere mortals.",
    // What it holds is no part of a cycle, unless a program builds one with `replace`: CPython's collector does not look.
    container: false,
    slots: attributes::fill,
    methods: &[Code::METHODS, Code::LINES_METHODS, Code::REPLACE_METHODS],
    getsets: &[Code::GETSETS, Code::LINES_GETSETS],
    ..TypeSpec::new::<Code>("code")
};
