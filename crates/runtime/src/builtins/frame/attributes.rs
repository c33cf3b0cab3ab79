//! The attributes of frames.

use super::{EndedRegisters, FrameObject};
use crate::builtins::Code;
use crate::builtins::function::ForeignBuiltins;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.repr = Some(repr);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(frame) = object.downcast::<FrameObject>() else {
        return Err(vm.type_error("not a frame"));
    };
    let line = vm.frame_line(frame).map_or_else(|| "None".to_owned(), |line| line.to_string());
    let text = format!(
        "<frame at {:#x}, file '{}', line {line}, code {}>",
        object.address(),
        frame.code.file_name(),
        frame.code.name()
    );
    Ok(vm.new_str(&text).into_object())
}

#[methods]
impl FrameObject {
    #[getter("f_back")]
    fn f_back(vm: &mut Vm, frame: &Typed<FrameObject>) -> Option<Ref<FrameObject>> {
        vm.frame_back(frame)
    }

    #[getter("f_code")]
    fn f_code(vm: &mut Vm, frame: &Typed<FrameObject>) -> Ref<Code> {
        let _ = vm;
        frame.code.clone()
    }

    #[getter("f_globals")]
    fn f_globals(vm: &mut Vm, frame: &Typed<FrameObject>) -> Ref<Dict> {
        let _ = vm;
        frame.function.globals.clone()
    }

    #[getter("f_builtins")]
    fn f_builtins(vm: &mut Vm, frame: &Typed<FrameObject>) -> Ref {
        let _ = vm;
        ForeignBuiltins::shown(&frame.function.builtins)
    }

    #[getter("f_locals")]
    fn f_locals(vm: &mut Vm, frame: &Typed<FrameObject>) -> PyResult<Ref> {
        vm.frame_locals(frame)
    }

    #[getter("f_lasti")]
    fn f_lasti(vm: &mut Vm, frame: &Typed<FrameObject>) -> usize {
        vm.frame_instruction(frame) * 8
    }

    #[getter("f_lineno")]
    fn f_lineno(vm: &mut Vm, frame: &Typed<FrameObject>) -> Option<u32> {
        vm.frame_line(frame)
    }

    #[getter("f_generator")]
    fn f_generator(vm: &mut Vm, frame: &Typed<FrameObject>) -> Option<Ref> {
        vm.frame_generator(frame)
    }

    #[getter("f_trace")]
    fn f_trace(vm: &mut Vm, frame: &Typed<FrameObject>) -> Option<Ref> {
        let _ = vm;
        frame.trace.get()
    }

    #[setter("f_trace")]
    fn set_f_trace(
        vm: &mut Vm,
        frame: &Typed<FrameObject>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let value = value.filter(|value| !vm.is_none(value)).map(Object::to_ref);
        vm.set_frame_trace(frame, value)
    }

    #[getter("f_trace_lines")]
    fn f_trace_lines(vm: &mut Vm, frame: &Typed<FrameObject>) -> bool {
        let _ = vm;
        frame.trace_lines.get()
    }

    #[setter("f_trace_lines")]
    fn set_f_trace_lines(
        vm: &mut Vm,
        frame: &Typed<FrameObject>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let value = value.is_some_and(|value| vm.is_true_object(value));
        frame.trace_lines.set(value);
        Ok(())
    }

    #[getter("f_trace_opcodes")]
    fn f_trace_opcodes(vm: &mut Vm, frame: &Typed<FrameObject>) -> bool {
        let _ = vm;
        frame.trace_opcodes.get()
    }

    #[setter("f_trace_opcodes")]
    fn set_f_trace_opcodes(
        vm: &mut Vm,
        frame: &Typed<FrameObject>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let value = value.is_some_and(|value| vm.is_true_object(value));
        frame.trace_opcodes.set(value);
        Ok(())
    }

    /// Clear all references held by the frame.
    #[method("clear(self, /)")]
    fn clear(vm: &mut Vm, frame: &Typed<FrameObject>) -> PyResult<()> {
        if frame.is_running() {
            return Err(vm.runtime_error("cannot clear an executing frame"));
        }
        if vm.suspended_generator(frame).is_some() {
            return Err(vm.runtime_error("cannot clear a suspended frame"));
        }
        let registers = frame.registers.replace(vm, EndedRegisters::default());
        drop(registers);
        frame.locals.set(vm, None);
        Ok(())
    }
}
