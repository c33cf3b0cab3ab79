//! Calls with collections, and making functions.

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref, Typed};

use super::building::{callable_text, pairs, tuple_items};
use crate::builtins::{Cell, Code, Dict, Function, Str, Tuple};
use crate::object::{Args, ObjectExt, TypeLookup};
use crate::vm::call::{Called, Entry};
use crate::vm::frame::FrameFlags;
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

/// The error of an `__init__` that gives something back.
#[cold]
pub(crate) fn init_result(vm: &mut Vm, value: &Object) -> Raised {
    let class = value.class().name(vm);
    vm.type_error(format!("__init__() should return None, not '{class}'"))
}

/// `CALL_EX`
pub(crate) fn call_collections(vm: &mut Vm, r: Registers, word: Word) -> PyResult<Called> {
    let window = word.a();
    let callable = r.full(window);
    let positional = r.full(window + 2);
    let mut values: Vec<Ref> = Vec::new();
    values.extend(r.get(window + 1).map(Object::to_ref));
    if positional.class_is(&vm.types.tuple) {
        values.extend_from_slice(tuple_items(positional));
    } else {
        let slots = positional.class().slots(vm);
        if slots.iter.is_none() && slots.get_item.is_none() {
            let (callable, class) = (callable_text(vm, callable)?, positional.class().name(vm));
            return Err(vm.type_error(format!(
                "{callable} argument after * must be an iterable, not {class}"
            )));
        }
        values.extend(vm.collect(positional)?);
    }
    let mut names: Vec<Ref> = Vec::new();
    if let Some(keywords) = r.get(window + 3) {
        let Some(pairs) = pairs(vm, keywords)? else {
            let (callable, class) = (callable_text(vm, callable)?, keywords.class().name(vm));
            return Err(vm.type_error(format!(
                "{callable} argument after ** must be a mapping, not {class}"
            )));
        };
        for (name, value) in pairs {
            if !name.holds::<Str>() {
                return Err(vm.type_error("keywords must be strings"));
            }
            names.push(name);
            values.push(value);
        }
    }
    let function = callable.to_ref();
    r.clear_window(window, 4);
    if function.class_is(&vm.types.function) {
        return enter(vm, function, values, &names, word.b());
    }
    let result = vm.call(&function, Args::new(&values, &names))?;
    r.set(word.b(), result);
    Ok(Called::Returned)
}

/// Enters a function whose arguments do not stand in a window: they are put above the running frame.
pub(super) fn enter(
    vm: &mut Vm,
    function: Ref,
    values: impl IntoIterator<Item = Ref, IntoIter: ExactSizeIterator>,
    names: &[Ref],
    out: u16,
) -> PyResult<Called> {
    let base = vm.top();
    let values = values.into_iter();
    let given = values.len();
    if base.wrapping_add(given) >= vm.stack.registers_end() {
        return Err(vm.recursion_exceeded());
    }
    // SAFETY: there is room above the top, and the registers there are empty.
    unsafe {
        for (index, value) in values.enumerate() {
            base.add(index).write(Some(value));
        }
        vm.enter(function, Entry { base, given, names, out, flags: FrameFlags::empty() })
    }
}

pub(super) fn make_function(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    // SAFETY: the index of a constant is in range.
    let code = unsafe { (*r.constants.add(word.b() as usize)).clone() };
    let Ok(code) = code.downcast_ref::<Code>() else {
        return Err(vm.system_error("not a code object"));
    };
    let Some(frame) = vm.current() else { return Err(vm.system_error("no frame")) };
    let globals = frame.function().globals.clone();
    let mut next = word.c();
    let mut part = |bit: u8| {
        (word.x() & bit != 0).then(|| {
            next += 1;
            r.take(next - 1)
        })?
    };
    let (defaults, keyword_defaults) = (part(1), part(2));
    let (closure, annotate) = (part(4), part(8));
    let closure = closure.and_then(|closure| closure.downcast_ref::<Tuple>().ok());
    let cells: &[Ref] = closure.as_ref().map_or(&[], |closure| closure.items());
    if cells.len() != code.free_count() || !cells.iter().all(|cell| cell.holds::<Cell>()) {
        return Err(vm.system_error("a closure that does not fit its code"));
    }
    let function: Ref<Function> = Function::new(vm, code, globals, closure);
    if let Some(defaults) = defaults.and_then(|defaults| defaults.downcast_ref::<Tuple>().ok()) {
        function.defaults.set(vm, Some(defaults));
    }
    if let Some(defaults) =
        keyword_defaults.and_then(|defaults| defaults.downcast_ref::<Dict>().ok())
    {
        function.keyword_defaults.set(vm, Some(defaults));
    }
    function.annotate.set(vm, annotate);
    let typed: &Typed<Function> = &function;
    r.set(word.a(), typed.as_object().to_ref());
    Ok(())
}
