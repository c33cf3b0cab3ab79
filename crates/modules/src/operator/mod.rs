//! `_operator`

mod arithmetic;
mod getters;
mod sequences;

use pellucid_runtime::object::ModuleSpec;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.",
    functions: &[
        arithmetic::Arithmetic::METHODS,
        arithmetic::Arithmetic::IN_PLACE_METHODS,
        sequences::Sequences::METHODS,
    ],
    types: &[&getters::ATTRIBUTE_SPEC, &getters::ITEM_SPEC, &getters::METHOD_SPEC],
    ..ModuleSpec::new("_operator")
};
