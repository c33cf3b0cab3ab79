//! How a native type is declared: one static row.

use pellucid_heap::{Payload, Trace, VTable};

use crate::object::{GetSetDef, MethodDef, Slots, TypeFlags};

/// Everything that is known of a native type before the program starts.
pub struct TypeSpec {
    /// `__name__`
    pub name: &'static str,
    /// `__module__`
    pub module: &'static str,
    /// The base; `None` means `object`.
    pub base: Option<&'static TypeSpec>,
    /// More bases, for the few native types that have them; they must be builtin types.
    pub extra_bases: &'static [&'static TypeSpec],
    /// `__doc__`; before it may stand the signature, as `name(parameters)`, a line of two hyphens and an empty line.
    pub doc: &'static str,
    /// What may be done with the type.
    pub flags: TypeFlags,
    /// `__basicsize__` and `__itemsize__` of a type that is not in the table of `object/sizes`.
    pub basic_size: usize,
    /// See `basic_size`.
    pub item_size: usize,
    /// `__dictoffset__` and `__weakrefoffset__` likewise; 0 = none.
    pub dict_offset: usize,
    /// See `dict_offset`.
    pub weak_offset: usize,
    /// The payload's functions.
    pub vtable: &'static VTable,
    /// Whether the payload can hold references.
    pub container: bool,
    /// Whether the items lie in the instances (`Inline`).
    pub inline: bool,
    /// Whether instances have a `__dict__` although the type is native (functions, exceptions, modules).
    pub has_dict: bool,
    /// Whether an object of exactly this type runs the `__del__` that it has inherited.
    pub finalized: bool,
    /// Fills in the native slots.
    pub slots: fn(&mut Slots),
    /// Methods, class methods and static methods.
    pub methods: &'static [&'static [MethodDef]],
    /// Computed attributes.
    pub getsets: &'static [&'static [GetSetDef]],
}

/// Ends the signature with which a documentation may begin: `name(parameters)`.
const SIGNATURE_END: &str = ")\n--\n\n";

/// The signature and the rest of a type's documentation, which may begin with the type's name and its parameters.
pub(crate) fn split_documentation<'a>(name: &str, doc: &'a str) -> (Option<&'a str>, &'a str) {
    let after_name = doc.strip_prefix(name).filter(|rest| rest.starts_with('('));
    let Some(rest) = after_name else { return (None, doc) };
    match rest.find(SIGNATURE_END).filter(|end| !rest[..*end].contains("\n\n")) {
        Some(end) => (Some(&rest[..=end]), &rest[end + SIGNATURE_END.len()..]),
        None => (None, doc),
    }
}

impl TypeSpec {
    /// `__text_signature__`
    pub fn text_signature(&self) -> Option<&'static str> {
        split_documentation(self.name, self.doc).0
    }

    /// `__doc__`; empty if there is none.
    pub fn documentation(&self) -> &'static str {
        split_documentation(self.name, self.doc).1
    }

    /// A row with this name and payload, in `builtins`; the rest is filled in with struct update syntax.
    pub const fn new<T: Payload>(name: &'static str) -> TypeSpec {
        TypeSpec {
            name,
            module: "builtins",
            base: None,
            extra_bases: &[],
            doc: "",
            flags: TypeFlags::empty(),
            basic_size: 16,
            item_size: 0,
            dict_offset: 0,
            weak_offset: 0,
            vtable: T::VTABLE,
            container: <T as Trace>::CONTAINER,
            inline: false,
            has_dict: false,
            finalized: true,
            slots: |_| {},
            methods: &[],
            getsets: &[],
        }
    }
}
