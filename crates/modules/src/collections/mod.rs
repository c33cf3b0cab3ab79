//! `_collections`

mod count_elements;
mod default_dict;
mod deque;
mod deque_iter;
mod deque_methods;
pub mod ordered_dict;
mod tuple_getter;

use pellucid_runtime::object::ModuleSpec;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n",
    functions: &[count_elements::CountElements::METHODS],
    types: &[
        &deque::SPEC,
        &default_dict::SPEC,
        &deque_iter::SPEC,
        &deque_iter::REVERSE_SPEC,
        &ordered_dict::SPEC,
        &tuple_getter::SPEC,
    ],
    ..ModuleSpec::new("_collections")
};
