//! What happens when an instruction raises: traceback, context, and the way to the handler.

use pellucid_bytecode::Opcode;
use pellucid_heap::Ref;

use crate::builtins::Traceback;
use crate::errors::BaseException;
use crate::vm::frame::FrameFlags;
use crate::vm::stack::Register;
use crate::{Raised, Vm};

impl Vm {
    /// Finds the handler of an exception that the current instruction has raised. Frames without one end; if one
    /// that native code has entered ends, the exception is given back. `again`: it is raised again where it already was.
    #[inline(never)]
    pub(crate) fn unwind(&mut self, raised: Raised, again: bool) -> Result<(), Raised> {
        let mut raised = raised;
        let mut again = again || self.is_bare_raise(&raised);
        if !again {
            self.set_fresh_context(&raised);
        }
        loop {
            // SAFETY: unwinding begins in a live frame and stops at the one that was entered.
            let frame = unsafe { &mut *self.frame };
            if !again {
                self.add_traceback(&raised);
            }
            self.settle_words();
            raised = self.tell_raised(raised, again);
            let was_again = std::mem::take(&mut again);
            let handler = frame.code().unit.handler(frame.instruction());
            // A trace function may raise before anything has been executed.
            if let Some(&handler) = handler.filter(|_| !frame.is_at_start()) {
                raised = self.tell_handled(raised);
                let first = frame.base.wrapping_add(handler.depth as usize);
                // SAFETY: the code has checked the rows of its table.
                unsafe {
                    clear_until(first, frame.end());
                    let place = frame.base.wrapping_add(handler.register as usize);
                    let Raised(exception) = raised;
                    drop((*place).replace(exception.into_object()));
                }
                frame.pc = frame.words().wrapping_add(handler.target as usize);
                return Ok(());
            }
            let flags = frame.flags;
            if was_again && let Some(place) = self.raised_in_this_frame(&raised) {
                frame.pc = frame.words().wrapping_add(place + 1);
            }
            raised = self.tell_unwound(raised);
            if flags.contains(FrameFlags::GENERATOR) {
                raised = self.fail_generator(raised);
            } else {
                self.pop_frame();
            }
            if flags.contains(FrameFlags::ENTRY) {
                self.resettle_caller();
                return Err(raised);
            }
        }
    }

    /// Whether the running instruction is a `raise` of what is being handled, which leaves no trace of its own.
    fn is_bare_raise(&self, raised: &Raised) -> bool {
        let Some(frame) = self.current() else { return false };
        let word = frame.code().unit.words.get(frame.instruction());
        word.is_some_and(|word| word.opcode() == Opcode::RAISE && word.x() == 0)
            && !raised.0.traceback.is_empty()
    }

    /// Where the exception came from that an instruction of the running frame lets go on: its line is the frame's last
    /// one. That is where it came up or, behind the end of a `finally` that has run, this end.
    fn raised_in_this_frame(&mut self, raised: &Raised) -> Option<usize> {
        let running = self.current()?;
        let unit = &running.code().unit;
        let here = running.instruction();
        let word = unit.words.get(here)?;
        if word.opcode() != Opcode::RERAISE || word.x() == 0 {
            return None;
        }
        let entry = raised.0.traceback.get()?.downcast_ref::<Traceback>().ok()?;
        let frame = self.current_frame_object()?;
        if !frame.is(entry.frame()) {
            return None;
        }
        let came_up = entry.instruction();
        let target =
            unit.handlers.iter().map(|row| row.target).filter(|at| *at as usize <= here).max()?;
        let rows = || unit.handlers.iter().filter(move |row| row.target == target);
        if rows().any(|row| (row.start as usize..row.end as usize).contains(&came_up)) {
            return Some(came_up);
        }
        rows().map(|row| row.end as usize - 1).max()
    }

    /// Ends the current frame: its registers are emptied, or a frame object takes them over.
    #[inline(always)]
    pub(crate) fn pop_frame(&mut self) {
        // SAFETY: called for live frames; afterwards the record is not in use.
        unsafe {
            let frame = &mut *self.frame;
            if frame.flags.contains(FrameFlags::EXTRAS) {
                self.end_extras();
            }
            clear_until(frame.base, frame.end());
            let keep = frame.keep.take();
            self.frame = self.frame.wrapping_sub(1);
            drop(keep);
        }
    }

    /// Adds the current frame to the traceback of an exception.
    pub(crate) fn add_traceback(&mut self, raised: &Raised) {
        let Some(frame) = self.current_frame_object() else { return };
        let Some(record) = self.current() else { return };
        let instruction = record.instruction();
        let next = raised.0.traceback.get();
        let traceback = Traceback::object(self, next, frame, instruction, None);
        raised.0.traceback.set(self, Some(traceback.into_object()));
    }

    /// The exception that is being handled, if any.
    pub fn handled_exception(&self) -> Option<Ref<BaseException>> {
        self.handled.iter().rev().find_map(|level| level.clone())
    }

    /// Gives an exception that native code has just raised its `__context__`.
    fn set_fresh_context(&mut self, raised: &Raised) {
        let exception = &raised.0;
        if exception.traceback.is_empty() && exception.context.is_empty() {
            self.set_context(exception);
        }
    }

    /// Makes the handled exception the `__context__` of one that is raised now.
    pub(crate) fn set_context(&mut self, exception: &Ref<BaseException>) {
        let Some(handled) = self.handled_exception() else { return };
        if handled.is(&**exception) {
            return;
        }
        // A chain that leads back to the exception is cut there. It may also run in a circle of its own, which the
        // second, slower walk finds.
        let mut link = handled.clone();
        let mut slow = handled.clone();
        let mut advance = false;
        while let Some(context) = link.context.get() {
            if context.is(&**exception) {
                link.context.set(self, None);
                break;
            }
            link = context;
            if advance && let Some(next) = slow.context.get() {
                slow = next;
            }
            if slow.is(&*link) {
                break;
            }
            advance = !advance;
        }
        exception.context.set(self, Some(handled));
    }
}

/// Empties registers up to `end`.
///
/// # Safety
/// They must be in the stack.
#[inline(always)]
pub(crate) unsafe fn clear_until(first: *mut Register, end: *mut Register) {
    let mut register = end;
    while register > first {
        register = register.wrapping_sub(1);
        // SAFETY: as the caller states.
        drop(unsafe { (*register).take() });
    }
}
