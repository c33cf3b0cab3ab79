//! Capsules: what extensions written in C put pointers into. `ctypes.pythonapi` makes them (see `_ctypes/python_api.py`).

use std::cell::Cell;

use pellucid_runtime::object::TypeSpec;
use pellucid_runtime::prelude::*;

/// The payload of capsules. Their numbers mean nothing here; programs get back those that they have put in.
#[derive(Trace)]
pub struct Capsule {
    /// The text that was at the address given as the name, with the zero that ends it.
    name: Slot<Bytes>,
    #[trace(skip)]
    numbers: Cell<Numbers>,
}

#[derive(Clone, Copy, Default)]
struct Numbers {
    pointer: u64,
    context: u64,
}

/// The row of capsules.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "Capsule objects let you wrap a C \"void *\" pointer in a Python\nobject.  They're a way of passing data through the Python interpreter\nwithout creating your own custom type.\n\nCapsules are used for communication between extension modules.\nThey provide a way for an extension module to export a C interface\nto other extension modules, so that extension modules can use the\nPython import mechanism to link to one another.\n",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots| slots.repr = Some(repr),
    ..TypeSpec::new::<Capsule>("PyCapsule")
};

fn repr(vm: &mut Vm, object: &Object) -> PyResult {
    let name = object.downcast::<Capsule>().and_then(|capsule| capsule.name.get());
    let name = match name {
        Some(name) => {
            let text = name.as_slice().strip_suffix(b"\0").unwrap_or_default();
            format!("\"{}\"", String::from_utf8_lossy(text))
        }
        None => "NULL".to_owned(),
    };
    Ok(vm.new_str(&format!("<capsule object {name} at {:#x}>", object.address())).into_object())
}

impl Capsule {
    /// A capsule with this name.
    pub fn make(vm: &mut Vm, name: &str) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let name = vm.new_bytes(format!("{name}\0").as_bytes());
        let numbers = Cell::default();
        Ok(vm.new_object(&class, Capsule { name: Slot::new(Some(name)), numbers }).into_object())
    }
}

/// The functions on capsules in `_pellucid_memory`.
pub struct Capsules;

#[methods(owner = "_pellucid_memory")]
impl Capsules {
    /// Return a new capsule.
    #[function("capsule()")]
    fn capsule(vm: &mut Vm) -> PyResult {
        Capsule::make(vm, "")
    }

    /// Return what a capsule holds: its pointer, its context and its name.
    #[function("capsule_state(capsule, /)")]
    fn state(_: &mut Vm, capsule: &Typed<Capsule>) -> (u64, u64, Option<Ref<Bytes>>) {
        let numbers = capsule.numbers.get();
        (numbers.pointer, numbers.context, capsule.name.get())
    }

    /// Replace what a capsule holds.
    #[function("set_capsule_state(capsule, pointer, context, name, /)")]
    fn set_state(
        vm: &mut Vm,
        capsule: &Typed<Capsule>,
        pointer: u64,
        context: u64,
        name: NoneOr<Ref<Bytes>>,
    ) {
        capsule.numbers.set(Numbers { pointer, context });
        drop(capsule.name.replace(vm, name.value()));
    }
}
