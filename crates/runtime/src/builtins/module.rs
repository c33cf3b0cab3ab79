//! `module`

use pellucid_heap::WeakHead;

use crate::object::{TypeFlags, TypeSpec, instance};
use crate::prelude::*;

/// A module; its namespace is its `__dict__`.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Module {
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    flags: TypeFlags::BASE_TYPE,
    basic_size: 56,
    has_dict: true,
    ..TypeSpec::new::<Module>("module")
};

impl Module {
    /// A module with its five standard names.
    pub fn new(vm: &mut Vm, name: &str) -> Ref<Module> {
        let module = vm.new_object(&vm.types.module, Module { weak: WeakHead::new() });
        let dict = vm.new_dict();
        let none = vm.none();
        let name = vm.intern(name).into_object();
        let names = &vm.names;
        let entries = [
            (names.__name__.clone(), name),
            (names.__doc__.clone(), none.clone()),
            (names.__package__.clone(), none.clone()),
            (names.__loader__.clone(), none.clone()),
            (names.__spec__.clone(), none),
        ];
        for (key, value) in entries {
            dict.set_str(vm, &key, value);
        }
        instance::set_dict(vm, module.as_object(), Some(dict));
        module
    }

    /// The namespace of a module.
    pub fn dict(vm: &mut Vm, module: &Object) -> Option<Ref<Dict>> {
        instance::dict(vm, module)
    }
}
