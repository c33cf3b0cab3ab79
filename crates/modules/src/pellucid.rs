//! `pellucid`: what the objects of a program really hold.

use std::collections::HashSet;

use pellucid_runtime::builtins::code::Code;
use pellucid_runtime::builtins::frame::FrameObject;
use pellucid_runtime::builtins::{BuiltinFunction, Function, Module};
use pellucid_runtime::heap::Label;
use pellucid_runtime::object::{ModuleSpec, StructSequence, StructSequenceSpec, as_type};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "What the objects of a program hold, in bytes that are counted, not estimated.",
    functions: &[Memory::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("pellucid")
};

static MEMORY: StructSequenceSpec = StructSequenceSpec::new(
    "pellucid",
    "memory_info",
    "The heap of this interpreter, as pellucid.memory() has found it.",
    &[
        ("bytes_live", "bytes of all live objects and their buffers"),
        ("bytes_peak", "the most bytes that have been live at once"),
        ("bytes_reserved", "bytes of the pages that objects lie in, used or not"),
        ("bytes_limit", "how many bytes may be live, or None"),
        ("objects_live", "how many objects are alive"),
    ],
    5,
);

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let class = StructSequence::class(vm, &MEMORY)?;
    vm.set_in_module(module, "memory_info", class.into_object())
}

/// Whether an object is part of the program rather than of its data.
fn is_code(object: &Object) -> bool {
    as_type(object).is_some()
        || object.holds::<Module>()
        || object.holds::<Function>()
        || object.holds::<BuiltinFunction>()
        || object.holds::<Code>()
        || object.holds::<FrameObject>()
}

/// What an object holds with all that can be reached from it, each part once.
fn bytes_reachable(vm: &Vm, object: &Object) -> usize {
    let mut seen = HashSet::from([object.address()]);
    let mut waiting = vec![object.to_ref()];
    let mut bytes = 0;
    while let Some(object) = waiting.pop() {
        bytes += object.held_bytes(vm);
        Object::trace(&object, vm, &mut |target, label| {
            let wanted = !matches!(label, Label::Kind) && !is_code(target);
            if wanted && seen.insert(target.address()) {
                waiting.push(target.to_ref());
            }
        });
    }
    bytes
}

/// The functions of `pellucid`.
pub struct Memory;

#[methods(owner = "pellucid")]
impl Memory {
    /// Return the bytes that an object really holds: its place on the heap and its own buffers.
    ///
    /// With deep=True those of all objects that it reaches are added, each of them once. Types,
    /// modules, functions, code and frames are parts of the program and not followed; asked about
    /// one of them itself, the answer is what it holds and the data that it refers to. Weak
    /// references are not followed.
    #[function("sizeof(object, /, *, deep=False)")]
    fn size_of(vm: &mut Vm, object: &Object, deep: Option<bool>) -> usize {
        match deep {
            Some(true) => bytes_reachable(vm, object),
            _ => object.held_bytes(vm),
        }
    }

    /// Return the bytes live and at the peak, the bytes reserved, the limit, and the live objects.
    #[function("memory()")]
    fn memory(vm: &mut Vm) -> PyResult {
        let heap = vm.heap();
        let (live, peak, limit) = (heap.live_bytes(), heap.peak_bytes(), heap.limit());
        let (reserved, objects) = (heap.reserved_bytes(), heap.live_objects());
        let number = |bytes: usize| vm.new_int(i64::try_from(bytes).unwrap_or(i64::MAX));
        let limit = limit.map_or_else(|| vm.none(), number);
        let values = vec![number(live), number(peak), number(reserved), limit, number(objects)];
        Ok(StructSequence::instance(vm, &MEMORY, values)?.into_object())
    }

    /// Make the bytes that are live now the peak.
    #[function("reset_peak()")]
    fn reset_peak(vm: &mut Vm) {
        vm.heap().reset_peak();
    }
}
