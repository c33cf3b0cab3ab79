//! `itertools`

mod combinatorics;
mod counting;
mod grouping;
mod selecting;
mod splitting;
mod tee;

pub(crate) use counting::is_number;
use pellucid_runtime::object::ModuleSpec;

/// An iterator type of the module: its payload, name, documentation, and the functions that make it and step it.
macro_rules! iterator_type {
    ($(#[$about:meta])* $spec:ident: $payload:ty = $name:literal, $doc:literal, $new:expr, $next:expr
        $(, methods: $methods:expr)? $(, repr: $repr:expr)? $(, inline: $inline:expr)?) => {
        $(#[$about])*
        pub static $spec: pellucid_runtime::object::TypeSpec = pellucid_runtime::object::TypeSpec {
            module: "itertools",
            doc: $doc,
            flags: pellucid_runtime::object::TypeFlags::BASE_TYPE,
            slots: |slots| {
                slots.new = Some($new);
                slots.iter = Some(|_, object| Ok(object.to_ref()));
                slots.next = Some(|vm, object| match object.downcast::<$payload>() {
                    Some(this) => $next(vm, this),
                    None => Ok(None),
                });
                $(slots.repr = Some($repr);)?
            },
            $(methods: $methods,)?
            $(inline: $inline,)?
            ..pellucid_runtime::object::TypeSpec::new::<$payload>($name)
        };
    };
}
pub(crate) use iterator_type;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Functional tools for creating and using iterators.",
    functions: &[tee::Splitting::METHODS],
    types: &[
        &selecting::ACCUMULATE,
        &splitting::BATCHED,
        &selecting::CHAIN,
        &combinatorics::COMBINATIONS,
        &combinatorics::COMBINATIONS_WITH_REPLACEMENT,
        &selecting::COMPRESS,
        &counting::COUNT,
        &counting::CYCLE,
        &selecting::DROPWHILE,
        &selecting::FILTERFALSE,
        &grouping::GROUPBY,
        &selecting::ISLICE,
        &splitting::PAIRWISE,
        &combinatorics::PERMUTATIONS,
        &combinatorics::PRODUCT,
        &counting::REPEAT,
        &selecting::STARMAP,
        &selecting::TAKEWHILE,
        &splitting::ZIP_LONGEST,
        &grouping::GROUPER,
        &tee::TEE,
    ],
    ..ModuleSpec::new("itertools")
};
