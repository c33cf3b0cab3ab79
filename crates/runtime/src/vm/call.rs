//! Calls from Python code (windows of registers) and of Python functions from native code.

use pellucid_heap::{Object, Payload, Ref, Typed};

use crate::builtins::{
    BoundMethod, BuiltinFunction, Code, CodeShape, Dict, Function, MethodDescriptor,
};
use crate::object::{
    Args, Instance, NativeFn, ObjectExt, Type, TypeFlags, TypeLookup, instance, kind_of,
};
use crate::vm::frame::{Frame, FrameFlags};
use crate::vm::stack::Register;
use crate::{PyResult, Raised, Vm};

/// What a call has come to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Called {
    /// A frame has been pushed: its end delivers the result.
    Entered,
    /// The result is in its register.
    Returned,
}

/// What a frame is to be entered with.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The callee's first register; the arguments lie from here on.
    pub(crate) base: *mut Register,
    /// How many arguments there are.
    pub(crate) given: usize,
    /// Names of the last of them.
    pub(crate) names: &'a [Ref],
    /// Register of the caller for the result.
    pub(crate) out: u16,
    pub(crate) flags: FrameFlags,
}

impl Vm {
    /// Calls what stands in a window: callable, self or empty, `count` arguments. Afterwards the window is empty,
    /// unless there was an error: then the unwinding empties it.
    ///
    /// # Safety
    /// `window` must be the window of a call instruction of the running frame, of which `caller` are the registers.
    pub(crate) unsafe fn call_window(
        &mut self,
        caller: *mut Register,
        window: *mut Register,
        count: usize,
        names: &'static [Ref],
        out: u16,
    ) -> PyResult<Called> {
        // SAFETY: the first register of a call window is full.
        let callable: &'static Object = unsafe { (*window).as_deref().unwrap_unchecked() };
        let class = callable.class();
        if class.is(&*self.types.function) {
            // SAFETY: exact functions have this payload; the callee's registers begin at its first argument.
            unsafe {
                let has_self = (*window.add(1)).is_some();
                let given = count + usize::from(has_self);
                let base = self.place_arguments(window.add(2 - usize::from(has_self)), given)?;
                let entry = Entry { base, given, names, out, flags: FrameFlags::empty() };
                let keep = (*window).take().unwrap_unchecked();
                return self.enter(keep, entry);
            }
        }
        // SAFETY: as the caller states: the window's registers are in range, and the arguments are full.
        unsafe {
            if let Some(native) = self.native_function(callable, window) {
                let given = count + usize::from((*window.add(1)).is_some());
                let first = window.add(2 + count - given).cast::<Ref>();
                let values = std::slice::from_raw_parts(first, given);
                self.check_native_stack(" while calling a Python object")?;
                let result = native(self, Args::new(values, names))?;
                return self.finish_window(caller, window, count, out, result);
            }
            self.call_window_other(caller, window, count, names, out)
        }
    }

    /// # Safety
    /// As `call_window`.
    #[inline(never)]
    unsafe fn call_window_other(
        &mut self,
        caller: *mut Register,
        window: *mut Register,
        count: usize,
        names: &'static [Ref],
        out: u16,
    ) -> PyResult<Called> {
        // SAFETY: the window's registers are in range; the first is full, and so are the arguments.
        unsafe {
            let callable: &'static Object = (*window).as_deref().unwrap_unchecked();
            let has_self = (*window.add(1)).is_some();
            if !has_self && callable.class().is(&*self.types.method) {
                let method: &Typed<BoundMethod> = callable.downcast_unchecked();
                let (function, receiver) = (method.function.clone(), method.receiver.clone());
                *window.add(1) = Some(receiver);
                drop((*window).replace(function));
                return self.call_window(caller, window, count, names, out);
            }
            let given = count + usize::from(has_self);
            let first = window.add(2 - usize::from(has_self));
            if !has_self
                && callable.class().is(&*self.types.type_)
                && let Some(init) = self.python_constructor(callable.downcast_unchecked())
            {
                let instance = instance::new_instance(self, callable.downcast_unchecked())?;
                *window.add(1) = Some(instance.clone());
                drop((*window).replace(instance));
                let base = self.place_arguments(window, given + 2)?.add(1);
                let entry = Entry { base, given: given + 1, names, out, flags: FrameFlags::INIT };
                let entered = self.enter(init.into_object(), entry);
                if entered.is_err() {
                    drop((*base.sub(1)).take());
                }
                return entered;
            }
            let values = std::slice::from_raw_parts(first.cast::<Ref>(), given);
            let result = self.call(callable, Args::new(values, names))?;
            self.finish_window(caller, window, count, out, result)
        }
    }

    /// What a builtin function runs, or a method of a native type that is called for an object of it; the receiver that a
    /// function brings along is put in front of the arguments, where a method has its self.
    ///
    /// # Safety
    /// `window` must be that of a call of `callable`.
    #[inline(always)]
    unsafe fn native_function(&self, callable: &Object, window: *mut Register) -> Option<NativeFn> {
        let class = callable.class();
        // SAFETY: the window's second register is in range; the exact types have these payloads.
        unsafe {
            let receiver = &mut *window.add(1);
            match receiver {
                None if class.is(&*self.types.builtin_function) => {
                    let function: &Typed<BuiltinFunction> = callable.downcast_unchecked();
                    if function.receives() {
                        *receiver = function.receiver.clone();
                    }
                    Some(function.definition.call)
                }
                Some(receiver) if class.is(&*self.types.method_descriptor) => {
                    let method: &Typed<MethodDescriptor> = callable.downcast_unchecked();
                    let fits = receiver.class().is_subclass_of(self, &method.owner);
                    fits.then_some(method.definition.call)
                }
                _ => None,
            }
        }
    }

    /// Where the registers of a callee begin whose arguments lie in a window: there; those of a generator, which has
    /// its registers elsewhere, are moved to the stack.
    ///
    /// # Safety
    /// The registers from `arguments` on must be those of the running frame, and above the top must be none in use.
    #[inline(always)]
    unsafe fn place_arguments(
        &mut self,
        arguments: *mut Register,
        count: usize,
    ) -> PyResult<*mut Register> {
        // SAFETY: an instruction of the frame on top is running.
        if !unsafe { (*self.frame).flags.contains(FrameFlags::GENERATOR) } {
            return Ok(arguments);
        }
        // SAFETY: as the caller states.
        unsafe { self.move_arguments(arguments, count) }
    }

    /// # Safety
    /// As `place_arguments`.
    unsafe fn move_arguments(
        &mut self,
        arguments: *mut Register,
        count: usize,
    ) -> PyResult<*mut Register> {
        let top = self.top();
        if top.wrapping_add(count) >= self.stack.registers_end() {
            return Err(self.recursion_exceeded());
        }
        for index in 0..count {
            // SAFETY: there is room above the top, and the registers there are empty.
            unsafe { top.add(index).write((*arguments.add(index)).take()) };
        }
        Ok(top)
    }

    /// Empties the window of a call that native code has done, and delivers its result.
    ///
    /// # Safety
    /// As `call_window`.
    #[inline(always)]
    unsafe fn finish_window(
        &mut self,
        caller: *mut Register,
        window: *mut Register,
        count: usize,
        out: u16,
        result: Ref,
    ) -> PyResult<Called> {
        // SAFETY: as the caller states: window and result register are in range.
        unsafe {
            for index in 0..count + 2 {
                drop((*window.add(index)).take());
            }
            drop((*caller.add(out as usize)).replace(result));
        }
        Ok(Called::Returned)
    }

    /// The `__init__` in Python of a class whose instances need nothing else.
    fn python_constructor(&mut self, class: &Typed<Type>) -> Option<Ref<Function>> {
        let slots = class.slots(self);
        let plain = slots.new.map(|function| function as usize)
            == self.types.object.slots(self).new.map(|function| function as usize);
        if !plain
            || class.has(TypeFlags::ABSTRACT)
            || !class.has(TypeFlags::HEAP_TYPE)
            || !std::ptr::eq(kind_of(class).vtable(), Instance::VTABLE)
        {
            return None;
        }
        let name = self.names.__init__.clone();
        let found = class.lookup(self, &name)?;
        if found.class().is(&*self.types.function) { found.downcast_ref().ok() } else { None }
    }

    /// Binds the arguments of a function and pushes its frame. After an error the arguments are gone.
    ///
    /// # Safety
    /// `keep` must be an exact function; from `entry.base` on the arguments must lie, and above them empty registers.
    #[inline(always)]
    pub(crate) unsafe fn enter(&mut self, keep: Ref, entry: Entry<'_>) -> PyResult<Called> {
        // SAFETY: as the caller states.
        unsafe {
            let function: &'static Typed<Function> =
                &*std::ptr::from_ref(keep.downcast_unchecked());
            let code: &'static Typed<Code> = match function.code.borrow(self) {
                Some(code) => &*std::ptr::from_ref(code),
                None => std::hint::unreachable_unchecked(),
            };
            let top = entry.base.wrapping_add(code.registers as usize);
            if top.wrapping_add(entry.given) > self.stack.registers_end()
                || self.frame >= self.frame_limit
            {
                return self.enter_watched(keep, entry);
            }
            self.enter_frame(keep, function, code, entry)
        }
    }

    /// Binds the arguments and pushes the frame, for which there is room.
    ///
    /// # Safety
    /// As `enter`; `function` must be `keep`, and `code` its code.
    #[inline(always)]
    pub(super) unsafe fn enter_frame(
        &mut self,
        keep: Ref,
        function: &'static Typed<Function>,
        code: &'static Typed<Code>,
        entry: Entry<'_>,
    ) -> PyResult<Called> {
        // SAFETY: as the caller states.
        unsafe {
            let top = entry.base.wrapping_add(code.registers as usize);
            let simple = code.shape == CodeShape::Simple
                && entry.given == code.positional as usize
                && entry.names.is_empty();
            if !simple {
                self.bind_arguments(function, code, entry.base, entry.given, entry.names)?;
            }
            self.push(Frame {
                code,
                function,
                pc: code.unit.words.as_ptr(),
                base: entry.base,
                top,
                keep: Some(keep),
                locals: None,
                object: None,
                out: entry.out,
                flags: entry.flags,
            });
            Ok(Called::Entered)
        }
    }

    /// Pushes a record.
    ///
    /// # Safety
    /// There must be room, and the record must be sound.
    #[inline(always)]
    pub(crate) unsafe fn push(&mut self, frame: Frame) {
        self.frame = self.frame.wrapping_add(1);
        // SAFETY: records above the current one are not in use and hold nothing.
        unsafe { self.frame.write(frame) };
    }

    /// Calls a Python function from native code.
    pub(crate) fn call_python(&mut self, function: &Object, args: Args<'_>) -> PyResult<Ref> {
        if !function.holds::<Function>() {
            return Err(self.type_error("not a function"));
        }
        let base = self.top();
        let given = args.len();
        if base.wrapping_add(given) >= self.stack.registers_end() {
            return Err(self.recursion_exceeded());
        }
        // SAFETY: above the top the registers are empty and not in use; there is room.
        unsafe {
            for (index, value) in args.values().iter().enumerate() {
                base.add(index).write(Some(value.clone()));
            }
            let entry =
                Entry { base, given, names: args.names(), out: 0, flags: FrameFlags::ENTRY };
            self.enter(function.to_ref(), entry)?;
        }
        self.run()
    }

    /// Runs code with a locals mapping (module, class and `exec` code), or as a function without arguments.
    pub(crate) fn run_function(
        &mut self,
        function: &Typed<Function>,
        locals: Option<Ref>,
    ) -> PyResult<Ref> {
        self.check_native_stack("")?;
        let base = self.top();
        let entry = Entry { base, given: 0, names: &[], out: 0, flags: FrameFlags::ENTRY };
        // SAFETY: above the top the registers are empty and not in use; the record is live after `enter`.
        unsafe {
            self.enter(function.as_object().to_ref(), entry)?;
            if locals.is_some() {
                (*self.frame).locals = locals;
                (*self.frame).flags |= FrameFlags::EXTRAS;
            }
        }
        self.run()
    }

    /// Runs a code object as `exec` and `eval` do.
    pub fn exec_code(
        &mut self,
        code: &Typed<Code>,
        globals: &Typed<Dict>,
        locals: Option<&Object>,
    ) -> PyResult<Ref> {
        if code.free_count() != 0 {
            return Err(
                self.type_error("code object passed to exec() may not contain free variables")
            );
        }
        self.exec_closure(code, globals, locals, None)
    }

    /// As [`exec_code`](Self::exec_code), for code with free variables.
    pub fn exec_closure(
        &mut self,
        code: &Typed<Code>,
        globals: &Typed<Dict>,
        locals: Option<&Object>,
        closure: Option<Ref<crate::builtins::Tuple>>,
    ) -> PyResult<Ref> {
        let function = Function::new(self, code.to_ref(), globals.to_ref(), closure);
        let optimized = code.flags().contains(pellucid_bytecode::CodeFlags::NEWLOCALS);
        let locals = match locals {
            Some(locals) => Some(locals.to_ref()),
            None if optimized => None,
            None => Some(globals.as_object().to_ref()),
        };
        self.run_function(&function, locals)
    }

    #[cold]
    pub(crate) fn recursion_exceeded(&mut self) -> Raised {
        // Making the exception may need a few frames itself.
        let end = self.recursion_end;
        self.recursion_end = end.wrapping_add(50).min(self.stack.last_frame());
        self.limit_frames();
        let raised = self.recursion_error("maximum recursion depth exceeded");
        self.recursion_end = end;
        self.limit_frames();
        raised
    }
}

/// Empties registers.
///
/// # Safety
/// They must be in the stack.
pub(crate) unsafe fn clear(first: *mut Register, count: usize) {
    for index in 0..count {
        // SAFETY: as the caller states.
        drop(unsafe { (*first.add(index)).take() });
    }
}
