//! Frame records: one for each Python function that is running.

use pellucid_bytecode::{Opcode, Word};
use pellucid_heap::{Ref, Typed};

use crate::Vm;
use crate::builtins::{Code, FrameObject, Function};
use crate::vm::stack::Register;

bitflags::bitflags! {
    /// How a frame came to be, and so what happens when it ends.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub(crate) struct FrameFlags: u16 {
        /// Was entered from native code: its end leaves the loop.
        const ENTRY = 1;
        /// Is an `__init__` whose instance lies below the first register and becomes the result.
        const INIT = 2;
        /// Is the body of a generator, which keeps the registers while it is suspended.
        const GENERATOR = 4;
        /// Has a frame object or a locals mapping.
        const EXTRAS = 8;
        /// The caller's instruction stores no result of its own: see `vm/generators.rs`.
        const RESUMED = 16;
        /// Those who listen have not been told yet that it runs (again): see `vm/tracing.rs`.
        const UNTOLD = 32;
        /// Is to run its traced words as soon as the instruction under way has ended.
        const WATCHED = 64;
    }
}

/// The record of one running frame. All zero is a valid record: no frame.
pub struct Frame {
    pub(crate) code: *const Typed<Code>,
    pub(crate) function: *const Typed<Function>,
    /// The next instruction. Brought up to date before anything that can look at it.
    pub(crate) pc: *const Word,
    /// The first register.
    pub(crate) base: *mut Register,
    /// Where the stack is free. A generator has its registers elsewhere, so it is where it was before.
    pub(crate) top: *mut Register,
    /// The function, or the generator: holds everything else alive.
    pub(crate) keep: Option<Ref>,
    /// The locals of module and class code.
    pub(crate) locals: Option<Ref>,
    /// The frame object, if somebody has looked.
    pub(crate) object: Option<Ref<FrameObject>>,
    /// Register of the caller that receives the result.
    pub(crate) out: u16,
    pub(crate) flags: FrameFlags,
}

impl Frame {
    /// The code.
    #[inline(always)]
    pub(crate) fn code(&self) -> &'static Typed<Code> {
        // SAFETY: a live record's function (in `keep`) holds its code; records are read while they live.
        unsafe { &*self.code }
    }

    /// The function.
    #[inline(always)]
    pub(crate) fn function(&self) -> &'static Typed<Function> {
        // SAFETY: as above.
        unsafe { &*self.function }
    }

    /// The words that it runs: its unit's or, while somebody listens, the traced ones.
    pub(crate) fn words(&self) -> *const Word {
        let own = self.code().unit.words.as_ptr_range();
        match self.code().traced() {
            Some(traced) if !(own.start..=own.end).contains(&self.pc) => traced,
            _ => own.start,
        }
    }

    /// The index of the instruction that is being executed.
    pub(crate) fn instruction(&self) -> usize {
        let offset = (self.pc as usize).wrapping_sub(self.words() as usize) / size_of::<Word>();
        offset.saturating_sub(1)
    }

    /// Whether no instruction has been executed yet.
    pub(crate) fn is_at_start(&self) -> bool {
        self.pc == self.words()
    }

    /// The word before the next instruction, as it stands in the unit.
    #[inline(always)]
    pub(crate) fn last_word(&self) -> Word {
        // SAFETY: asked of frames whose instructions have been executed, so that there is one.
        let word = unsafe { *self.pc.wrapping_sub(1) };
        if word.0 as u8 == Opcode::TRACE as u8 { self.untraced(word) } else { word }
    }

    #[cold]
    fn untraced(&self, traced: Word) -> Word {
        self.code().unit.words.get(self.instruction()).copied().unwrap_or(traced)
    }

    /// The source line of the instruction that is being executed.
    pub(crate) fn line(&self) -> Option<u32> {
        self.code().line(self.instruction())
    }

    /// One past the last register.
    #[inline(always)]
    pub(crate) fn end(&self) -> *mut Register {
        self.base.wrapping_add(self.code().registers as usize)
    }
}

impl Vm {
    /// How many frames are running.
    pub(crate) fn depth(&self) -> usize {
        (self.frame as usize - self.stack.no_frame() as usize) / size_of::<Frame>()
    }

    /// Whether any frame is running.
    #[inline(always)]
    pub(crate) fn has_frame(&self) -> bool {
        self.frame != self.stack.no_frame()
    }

    /// The record of the innermost frame.
    pub(crate) fn current(&self) -> Option<&'static Frame> {
        // SAFETY: records never move, and live ones are valid.
        self.has_frame().then(|| unsafe { &*self.frame })
    }

    /// The record `depth` frames out; 0 is the innermost.
    pub(crate) fn frame_at(&self, depth: usize) -> Option<*mut Frame> {
        (depth < self.depth()).then(|| self.frame.wrapping_sub(depth))
    }

    /// The first register that no frame uses.
    #[inline(always)]
    pub(crate) fn top(&self) -> *mut Register {
        match self.current() {
            Some(frame) => frame.top,
            None => self.stack.first_register(),
        }
    }
}
