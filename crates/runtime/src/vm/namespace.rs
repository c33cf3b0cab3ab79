//! Builtins and globals as native code asks for them, and the settings of the machine.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use pellucid_heap::{Ref, Typed};

use crate::builtins::function::ForeignBuiltins;
use crate::builtins::{Cell, Dict, Module, WrappedValue};
use crate::vm::InterruptHandler;
use crate::{PyResult, Vm};

impl Vm {
    /// The builtins that code with these globals sees: their `__builtins__`, or the interpreter's.
    pub(crate) fn builtins_of(&mut self, globals: &Typed<Dict>) -> Ref<Dict> {
        let name = self.names.__builtins__.clone();
        let Some(found) = globals.get_str(self, &name) else {
            // Functions made by hand see what their maker sees.
            let maker = self.current().map(|frame| frame.function().builtins.clone());
            return maker.unwrap_or_else(|| self.builtins.clone());
        };
        match found.downcast_ref::<Dict>() {
            Ok(dict) => dict,
            Err(module) if module.holds::<Module>() => {
                let dict = crate::object::instance::dict(self, &module);
                dict.unwrap_or_else(|| self.builtins.clone())
            }
            Err(other) => ForeignBuiltins::of(self, other),
        }
    }

    /// The globals of the running frame, if one runs.
    pub fn current_globals(&self) -> Option<Ref<Dict>> {
        self.current().map(|frame| frame.function().globals.clone())
    }

    /// `__module__` of the running function, if one runs.
    pub fn current_module_name(&self) -> Option<Ref> {
        self.current().and_then(|frame| frame.function().module.get())
    }

    /// The flags of the code that is running.
    pub fn current_code_flags(&self) -> Option<pellucid_bytecode::CodeFlags> {
        self.current().map(|frame| frame.code().flags())
    }

    /// Class and first argument of the running method, for `super()` without arguments.
    pub fn implicit_super_arguments(&mut self) -> PyResult<(Ref, Ref)> {
        let Some(frame) = self.current() else {
            return Err(self.runtime_error("super(): no current frame"));
        };
        let code = frame.code();
        if code.positional == 0 {
            return Err(self.runtime_error("super(): no arguments"));
        }
        // SAFETY: the registers of the running frame are in the stack.
        let register = |index: usize| unsafe { (*frame.base.wrapping_add(index)).clone() };
        let first = register(0).and_then(|first| match first.downcast::<Cell>() {
            Some(cell) if code.kinds[0] == pellucid_bytecode::LocalKind::Cell => {
                cell.contents.get()
            }
            _ => Some(first),
        });
        let Some(first) = first else { return Err(self.runtime_error("super(): arg[0] deleted")) };
        let position =
            code.free_registers().find(|&index| code.locals[index].is(&*self.names.__class__));
        let Some(position) = position else {
            return Err(self.runtime_error("super(): __class__ cell not found"));
        };
        let cell = register(position).and_then(|cell| cell.downcast_ref::<Cell>().ok());
        match cell.and_then(|cell| cell.contents.get()) {
            Some(class) => Ok((class, first)),
            None => Err(self.runtime_error("super(): empty __class__ cell")),
        }
    }

    /// A value that an asynchronous generator yields, as opposed to what it awaits.
    pub(crate) fn wrap_async(&mut self, value: Ref) -> Ref {
        self.new_object(&self.types.async_wrapped_value, WrappedValue { value }).into_object()
    }

    /// `sys.setrecursionlimit`
    pub fn set_recursion_limit(&mut self, limit: usize) {
        let last = self.stack.last_frame() as usize;
        let first = self.stack.no_frame();
        let room = (last - first as usize) / size_of::<crate::vm::frame::Frame>();
        self.recursion_end = first.wrapping_add(limit.min(room));
        self.limit_frames();
    }

    /// `sys.getrecursionlimit`
    pub fn recursion_limit(&self) -> usize {
        (self.recursion_end as usize - self.stack.no_frame() as usize)
            / size_of::<crate::vm::frame::Frame>()
    }

    /// How many Python frames are running.
    pub fn recursion_depth(&self) -> usize {
        self.depth()
    }

    /// A flag that other threads and signal handlers raise (any value but 0) to interrupt the program.
    pub fn interrupt_flag(&self) -> Arc<AtomicUsize> {
        self.interrupts.clone()
    }

    /// What is called when a signal has raised the flag. Without it, and for other reasons than signals,
    /// KeyboardInterrupt is raised.
    pub fn set_interrupt_handler(&mut self, handler: Option<InterruptHandler>) {
        self.interrupt_handler = handler;
    }

    /// What a native module keeps for the interpreter.
    pub fn module_state(&self, name: &str) -> Option<Ref> {
        self.module_state.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone())
    }

    /// Keeps an object for a native module, in place of what it kept under the name before.
    pub fn set_module_state(&mut self, name: &'static str, value: Ref) {
        match self.module_state.iter_mut().find(|(own, _)| *own == name) {
            Some((_, own)) => *own = value,
            None => self.module_state.push((name, value)),
        }
    }

    /// `sys.get_asyncgen_hooks`: first iteration, finalizer.
    pub fn async_generator_hooks(&self) -> (Option<Ref>, Option<Ref>) {
        self.async_generator_hooks.clone()
    }

    /// `sys.set_asyncgen_hooks`
    pub fn set_async_generator_hooks(&mut self, first: Option<Ref>, finalizer: Option<Ref>) {
        self.async_generator_hooks = (first, finalizer);
    }

    /// `sys.set_coroutine_origin_tracking_depth`
    pub fn set_coroutine_origin_depth(&mut self, depth: usize) {
        self.coroutine_origin_depth = depth;
    }

    /// `sys.get_coroutine_origin_tracking_depth`
    pub fn coroutine_origin_depth(&self) -> usize {
        self.coroutine_origin_depth
    }
}
