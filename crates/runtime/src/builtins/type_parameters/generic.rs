//! `typing.Generic`: the base of generic classes. What it does is in `typing.py`.

use crate::object::{Instance, OwnedArgs, TypeSpec};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Abstract base class for generic types.\n\nOn Python 3.12 and newer, generic classes implicitly inherit from\nGeneric when they declare a parameter list after the class's name::\n\n    class Mapping[KT, VT]:\n        def __getitem__(self, key: KT) -> VT:\n            ...\n            # Etc.\n\nOn older versions of Python, however, generic classes have to\nexplicitly inherit from Generic.\n\nAfter a class has been declared to be generic, it can then be used as\nfollows::\n\n    def lookup_name[KT, VT](mapping: Mapping[KT, VT], key: KT, default: VT) -> VT:\n        try:\n            return mapping[key]\n        except KeyError:\n            return default\n",
    flags: TypeFlags::BASE_TYPE,
    methods: &[Generic::METHODS],
    ..TypeSpec::new::<Instance>("Generic")
};

/// Holds the rows.
pub struct Generic;

fn forward(
    vm: &mut Vm,
    name: &str,
    class: &Object,
    args: &[Ref],
    keywords: Keywords<'_>,
) -> PyResult {
    let function = vm.import_attribute("typing", name)?;
    let mut all = OwnedArgs::with_first(class, Args::from_positional(args));
    for (name, value) in keywords.iter() {
        // The names of keyword arguments differ.
        let _ = all.push_keyword(name.to_ref(), value.to_ref());
    }
    vm.call(&function, all.as_args())
}

#[methods(owner = "Generic")]
impl Generic {
    /// Parameterizes a generic class.
    ///
    /// At least, parameterizing a generic class is the *main* thing this
    /// method does. For example, for some generic class `Foo`, this is called
    /// when we do `Foo[int]` - there, with `cls=Foo` and `params=int`.
    ///
    /// However, note that this method is also called when defining generic
    /// classes in the first place with `class Foo[T]: ...`.
    #[class_method("__class_getitem__(cls, /, *args, **kwargs)", hidden)]
    fn class_get_item(
        vm: &mut Vm,
        class: &Object,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        forward(vm, "_generic_class_getitem", class, args, keywords)
    }

    /// Function to initialize subclasses.
    #[class_method("__init_subclass__(cls, /, *args, **kwargs)", hidden)]
    fn init_subclass(
        vm: &mut Vm,
        class: &Object,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        forward(vm, "_generic_init_subclass", class, args, keywords)
    }
}
