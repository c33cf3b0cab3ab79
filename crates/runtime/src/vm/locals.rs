//! Frame objects of running frames, and the variables of frames seen from outside.

use pellucid_bytecode::LocalKind;
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::{Cell, Code, Dict, FrameLocalsProxy, FrameObject, Generator, Str};
use crate::object::ObjectExt;
use crate::vm::frame::{Frame, FrameFlags};
use crate::vm::stack::Register;
use crate::{PyResult, Vm};

impl Vm {
    /// The frame object of the innermost frame.
    pub fn current_frame_object(&mut self) -> Option<Ref<FrameObject>> {
        self.frame_object_at(0)
    }

    /// The frame object of the frame `depth` calls out (`sys._getframe(depth)`).
    pub fn frame_object_at(&mut self, depth: usize) -> Option<Ref<FrameObject>> {
        let record = self.frame_at(depth)?;
        Some(self.frame_object(record))
    }

    pub(crate) fn frame_object(&mut self, record: *mut Frame) -> Ref<FrameObject> {
        // SAFETY: the caller passes the address of a live record.
        let frame = unsafe { &mut *record };
        if let Some(object) = &frame.object {
            return object.clone();
        }
        let object = FrameObject::object(self, frame.function().to_ref(), frame.code().to_ref());
        object.record.set(record as usize);
        object.locals.set(self, frame.locals.clone());
        frame.object = Some(object.clone());
        frame.flags |= FrameFlags::EXTRAS;
        object
    }

    /// The record of a running frame.
    fn record(&self, frame: &FrameObject) -> Option<&'static Frame> {
        let record = frame.record.get() as *const Frame;
        // SAFETY: the address is cleared when the frame ends; until then the record is live.
        unsafe { record.as_ref() }
    }

    /// The frame that called this one.
    pub(crate) fn frame_back(&mut self, frame: &Typed<FrameObject>) -> Option<Ref<FrameObject>> {
        let record = frame.record.get() as *mut Frame;
        if record.is_null() {
            return frame.back.get();
        }
        let caller = record.wrapping_sub(1);
        // The frame may be another thread's: below its first record lies one without code.
        // SAFETY: below a live record lies another, or the one that stands for "no frame".
        let is_none = unsafe { (*caller).code.is_null() };
        (!is_none).then(|| self.frame_object(caller))
    }

    /// Index of the instruction that a frame is at.
    pub(crate) fn frame_instruction(&self, frame: &FrameObject) -> usize {
        self.record(frame).map_or(frame.instruction.get(), Frame::instruction)
    }

    /// The line that a frame is at.
    pub fn frame_line(&self, frame: &FrameObject) -> Option<u32> {
        if self.record(frame).is_some_and(Frame::is_at_start) {
            return Some(frame.code.unit.first_line);
        }
        frame.code.line(self.frame_instruction(frame))
    }

    /// The generator whose body a running frame is.
    pub(crate) fn frame_generator(&self, frame: &FrameObject) -> Option<Ref> {
        let record = self.record(frame)?;
        if record.flags.contains(FrameFlags::GENERATOR) { record.keep.clone() } else { None }
    }

    /// The frame's object takes over what the record holds, which ends.
    #[inline(never)]
    pub(crate) fn end_extras(&mut self) {
        let record = self.frame;
        // SAFETY: called for the live record on top.
        let frame = unsafe { &mut *record };
        drop(frame.locals.take());
        let Some(object) = frame.object.take() else { return };
        let instruction = frame.instruction();
        if object.ref_count() > 1 {
            let caller = record.wrapping_sub(1);
            // A generator that has ended was called by many.
            let is_generator = frame.flags.contains(FrameFlags::GENERATOR);
            if caller != self.stack.no_frame() && !is_generator {
                let back = self.frame_object(caller);
                object.back.set(self, Some(back));
            }
            let registers: Vec<Option<Ref>> = self.take_registers().collect();
            drop(object.registers.replace(self, registers.into()));
        }
        object.instruction.set(instruction);
        object.record.set(0);
        drop(object.replaced.replace(self, Vec::new()));
    }

    /// Moves the registers of the innermost frame out.
    pub(crate) fn take_registers(&mut self) -> impl ExactSizeIterator<Item = Register> + use<> {
        let (base, count) = match self.current() {
            Some(frame) => (frame.base, frame.code().registers as usize),
            None => (std::ptr::null_mut(), 0),
        };
        // SAFETY: the registers of a live frame are there, and nothing is run before they are taken.
        (0..count).map(move |index| unsafe { (*base.wrapping_add(index)).take() })
    }

    /// The generator that waits to go on with the body whose frame this is. It may have died without an end, when it had
    /// been asked once already, so the heap is asked what lies there now.
    pub(crate) fn suspended_generator(&self, frame: &Typed<FrameObject>) -> Option<Ref<Generator>> {
        let object = self.heap().object_at(frame.suspended.get())?;
        let generator = object.downcast_ref::<Generator>().ok()?;
        generator.frame.is(frame.as_object()).then_some(generator)
    }

    /// What a register of a frame holds.
    fn frame_register(&self, frame: &Typed<FrameObject>, index: usize) -> Option<Ref> {
        if let Some(record) = self.record(frame) {
            // SAFETY: the registers of a live frame are there.
            return unsafe { (*record.base.wrapping_add(index)).clone() };
        }
        match self.suspended_generator(frame) {
            Some(generator) => generator.registers().get(index)?.get(),
            None => frame.registers.get(self).get(index).cloned().flatten(),
        }
    }

    fn set_frame_register(&mut self, frame: &Typed<FrameObject>, index: usize, value: Option<Ref>) {
        let old = match self.record(frame) {
            // SAFETY: as above; what is replaced is kept until the frame ends, so that instructions under way
            // may go on with it.
            Some(record) => unsafe {
                std::mem::replace(&mut *record.base.wrapping_add(index), value)
            },
            None => match self.suspended_generator(frame) {
                Some(generator) => match generator.registers().get(index) {
                    Some(register) => register.replace(self, value),
                    None => return,
                },
                None => match frame.registers.get_mut(self).get_mut(index) {
                    Some(register) => std::mem::replace(register, value),
                    None => return,
                },
            },
        };
        if let Some(old) = old {
            frame.replaced.get_mut(self).push(old);
        }
    }

    /// Whether the code has variables in registers (functions and generators).
    fn has_fast_locals(frame: &FrameObject) -> bool {
        frame.locals.is_empty()
    }

    /// `f_locals`
    pub fn frame_locals(&mut self, frame: &Typed<FrameObject>) -> PyResult<Ref> {
        match frame.locals.get() {
            Some(locals) => Ok(locals),
            None => Ok(FrameLocalsProxy::object(self, frame)),
        }
    }

    /// `locals()` of the innermost frame.
    pub fn locals(&mut self) -> PyResult<Ref> {
        let Some(frame) = self.current_frame_object() else {
            return Err(self.system_error("no locals found"));
        };
        if Self::has_fast_locals(&frame) {
            return Ok(self.frame_locals_dict(&frame)?.into_object());
        }
        self.frame_locals(&frame)
    }

    /// The globals of the innermost frame.
    pub fn globals(&mut self) -> Option<Ref<Dict>> {
        self.current().map(|frame| frame.function().globals.clone())
    }

    /// The variables that are bound in a frame, as a new dict.
    pub(crate) fn frame_locals_dict(&mut self, frame: &Typed<FrameObject>) -> PyResult<Ref<Dict>> {
        let dict = self.new_dict();
        let code = frame.code.clone();
        for (index, kind) in code.kinds.iter().enumerate() {
            if let Some(value) = self.variable(frame, index, *kind) {
                dict.set_str(self, &code.locals[index], value);
            }
        }
        if let Some(extra) = frame.extra_locals.get() {
            for (key, value) in extra.pairs(self) {
                dict.set(self, &key, value)?;
            }
        }
        Ok(dict)
    }

    fn variable(&self, frame: &Typed<FrameObject>, index: usize, kind: LocalKind) -> Option<Ref> {
        let held = self.frame_register(frame, index)?;
        match kind {
            LocalKind::Plain | LocalKind::Hidden => Some(held),
            // A parameter is put into its cell by the frame's first instructions.
            LocalKind::Cell | LocalKind::Free => match held.downcast::<Cell>() {
                Some(cell) => cell.contents.get(),
                None => Some(held),
            },
        }
    }

    /// The variable whose name is the key, or equals it if that is no plain string.
    fn local_of_key(&mut self, code: &Code, key: &Object, hash: i64) -> PyResult<Option<usize>> {
        let is_plain = key.class_is(&self.types.str);
        if let Some(name) = key.downcast::<Str>().filter(|_| is_plain) {
            return Ok(code.locals.iter().position(|own| own.same_text(name)));
        }
        for (index, own) in code.locals.iter().enumerate() {
            if own.hash(self) == hash && self.equal(own.as_object(), key)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Sets or deletes a variable of a frame.
    pub(crate) fn set_frame_local(
        &mut self,
        frame: &Typed<FrameObject>,
        key: &Object,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let hash = self.hash(key)?;
        let code = frame.code.clone();
        if let Some(index) = self.local_of_key(&code, key, hash)? {
            let Some(value) = value else {
                let message = "cannot remove local variables from FrameLocalsProxy";
                return Err(self.value_error(message));
            };
            let held = self.frame_register(frame, index);
            let cell = held.as_ref().and_then(|held| held.downcast::<Cell>());
            match (code.kinds[index], cell) {
                (LocalKind::Cell | LocalKind::Free, Some(cell)) => {
                    cell.contents.set(self, Some(value.to_ref()));
                }
                _ => self.set_frame_register(frame, index, Some(value.to_ref())),
            }
            return Ok(());
        }
        let extra = match frame.extra_locals.get() {
            Some(extra) => extra,
            None => {
                let extra = self.new_dict();
                frame.extra_locals.set(self, Some(extra.clone()));
                extra
            }
        };
        match value {
            Some(value) => extra.set_hashed(self, key, hash, value.to_ref()),
            None => match extra.remove_hashed(self, key, hash)? {
                Some(_) => Ok(()),
                None => Err(self.key_error(key)),
            },
        }
    }
}
