//! The payload of frame objects.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};

use crate::builtins::{Code, Function};
use crate::prelude::*;

/// A frame. While it is running its registers lie on the stack of the machine, and `record` says where its record
/// is; afterwards it holds them itself.
#[derive(Trace)]
pub struct FrameObject {
    pub(crate) function: Ref<Function>,
    pub(crate) code: Ref<Code>,
    /// The caller, once this frame has ended.
    pub(crate) back: Slot<FrameObject>,
    /// Address of the running frame's record; 0 when it does not run.
    pub(crate) record: Cell<usize>,
    /// Index of the last instruction, while it does not run.
    pub(crate) instruction: Cell<usize>,
    /// The registers, once it has ended.
    pub(crate) registers: TokenCell<EndedRegisters>,
    /// The locals of module and class code.
    pub(crate) locals: Slot,
    /// Keys that were set through `f_locals` and are no variables.
    pub(crate) extra_locals: Slot<Dict>,
    /// What was replaced in registers from outside: instructions under way may still look at it.
    pub(crate) replaced: TokenCell<Vec<Ref>>,
    /// `f_trace`
    pub(crate) trace: Slot,
    pub(crate) trace_lines: Cell<bool>,
    pub(crate) trace_opcodes: Cell<bool>,
    /// Index of the last instruction that its trace function has been told of, or [`NOTHING_TOLD`](Self::NOTHING_TOLD).
    pub(crate) told: Cell<usize>,
    /// Index of a condition of which they have not been told yet where it has led to, or the same.
    pub(crate) branch: Cell<usize>,
    /// Address of the generator whose body it is while that waits to go on, and which has the registers; else 0.
    pub(crate) suspended: Cell<usize>,
}

impl FrameObject {
    /// A trace function has been told of no instruction since the call.
    pub(crate) const NOTHING_TOLD: usize = usize::MAX;

    /// A frame object that is not linked to a record.
    pub(crate) fn object(vm: &Vm, function: Ref<Function>, code: Ref<Code>) -> Ref<FrameObject> {
        let frame = FrameObject {
            function,
            code,
            back: Slot::empty(),
            record: Cell::new(0),
            instruction: Cell::new(0),
            registers: TokenCell::new(EndedRegisters::default()),
            locals: Slot::empty(),
            extra_locals: Slot::empty(),
            replaced: TokenCell::new(Vec::new()),
            trace: Slot::empty(),
            trace_lines: Cell::new(true),
            trace_opcodes: Cell::new(false),
            told: Cell::new(Self::NOTHING_TOLD),
            branch: Cell::new(Self::NOTHING_TOLD),
            suspended: Cell::new(0),
        };
        vm.new_object(&vm.types.frame, frame)
    }

    /// The code that it runs.
    pub fn code(&self) -> &Typed<Code> {
        &self.code
    }

    /// Whether the frame is running.
    pub fn is_running(&self) -> bool {
        self.record.get() != 0
    }
}

/// The registers of a frame that has ended. They are dropped from the last to the first, as CPython clears a frame.
#[derive(Trace, Default)]
#[payload(none)]
pub struct EndedRegisters(Vec<Option<Ref>>);

impl From<Vec<Option<Ref>>> for EndedRegisters {
    fn from(registers: Vec<Option<Ref>>) -> EndedRegisters {
        EndedRegisters(registers)
    }
}

impl Deref for EndedRegisters {
    type Target = [Option<Ref>];
    fn deref(&self) -> &[Option<Ref>] {
        &self.0
    }
}

impl DerefMut for EndedRegisters {
    fn deref_mut(&mut self) -> &mut [Option<Ref>] {
        &mut self.0
    }
}

impl Drop for EndedRegisters {
    fn drop(&mut self) {
        while let Some(register) = self.0.pop() {
            drop(register);
        }
    }
}
