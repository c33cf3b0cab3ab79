//! The payload of generators, coroutines and asynchronous generators.

use std::cell::Cell;
use std::ops::Deref;

use pellucid_heap::{Inline, WeakHead};

use crate::builtins::{Code, FrameObject, Function};
use crate::errors::BaseException;
use crate::object::kind_of;
use crate::prelude::*;

/// Which of the three types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorKind {
    /// `generator`
    Generator,
    /// `coroutine`
    Coroutine,
    /// `async_generator`
    AsyncGenerator,
}

/// Where a generator is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorState {
    /// Nothing of its body has run.
    Created,
    /// At a `yield` or `await`.
    Suspended,
    /// Its frame is on the stack.
    Running,
    /// Its body has ended.
    Finished,
}

/// A function that can be suspended. Its registers lie in the object itself, behind what is said of it, and stay there
/// while it runs: to resume and to suspend moves nothing.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline, weak = weak, needs_finalizer = needs_finalizer)]
pub struct Generator(Inline<Suspension, Slot>);

/// What there is to say of a generator besides its registers.
#[derive(Trace)]
#[payload(none)]
pub struct Suspension {
    pub(crate) weak: WeakHead,
    #[trace(skip)]
    pub(crate) kind: GeneratorKind,
    pub(crate) function: Ref<Function>,
    pub(crate) code: Ref<Code>,
    pub(crate) name: Slot<Str>,
    pub(crate) qualified_name: Slot<Str>,
    pub(crate) state: Cell<GeneratorState>,
    /// Index of the next instruction, while suspended.
    pub(crate) instruction: Cell<usize>,
    pub(crate) frame: Slot<FrameObject>,
    /// The exception that its body is handling, while suspended.
    pub(crate) handled: Slot<BaseException>,
    /// `cr_origin`
    pub(crate) origin: Slot,
    /// Finalizer hook of an asynchronous generator.
    pub(crate) finalizer: Slot,
    pub(crate) hooks_called: Cell<bool>,
    /// Whether an asynchronous generator is being iterated, thrown into or closed.
    pub(crate) busy: Cell<bool>,
    /// Whether an asynchronous generator has been closed.
    pub(crate) closed: Cell<bool>,
}

/// A suspended body may have something to do at its end; a coroutine that never began is warned about.
fn needs_finalizer(object: &Object) -> bool {
    object.downcast::<Generator>().is_some_and(|generator| match generator.state.get() {
        GeneratorState::Suspended => true,
        // Its frame object takes the registers over.
        GeneratorState::Created => {
            generator.kind == GeneratorKind::Coroutine || !generator.frame.is_empty()
        }
        GeneratorState::Running | GeneratorState::Finished => false,
    })
}

impl Generator {
    /// A generator of the kind that the code's flags say, with these registers.
    pub(crate) fn object(
        vm: &mut Vm,
        function: Ref<Function>,
        code: Ref<Code>,
        instruction: usize,
        registers: impl ExactSizeIterator<Item = Option<Ref>>,
    ) -> Ref<Generator> {
        use pellucid_bytecode::CodeFlags;
        let flags = code.flags();
        let (kind, class) = if flags.contains(CodeFlags::ASYNC_GENERATOR) {
            (GeneratorKind::AsyncGenerator, &vm.types.async_generator)
        } else if flags.contains(CodeFlags::COROUTINE) {
            (GeneratorKind::Coroutine, &vm.types.coroutine)
        } else {
            (GeneratorKind::Generator, &vm.types.generator)
        };
        let suspension = Suspension {
            weak: WeakHead::new(),
            kind,
            name: Slot::new(function.name.get()),
            qualified_name: Slot::new(function.qualified_name.get()),
            function,
            code,
            state: Cell::new(GeneratorState::Created),
            instruction: Cell::new(instruction),
            frame: Slot::empty(),
            handled: Slot::empty(),
            origin: Slot::empty(),
            finalizer: Slot::empty(),
            hooks_called: Cell::new(false),
            busy: Cell::new(false),
            closed: Cell::new(false),
        };
        vm.heap().allocate_items::<Generator>(kind_of(class), suspension, registers.map(Slot::new))
    }

    /// The registers; while it runs they are those of its frame.
    #[inline(always)]
    pub(crate) fn registers(&self) -> &[Slot] {
        self.0.items()
    }

    /// What it is called in messages.
    pub(crate) fn what(&self) -> &'static str {
        match self.kind {
            GeneratorKind::Generator => "generator",
            GeneratorKind::Coroutine => "coroutine",
            GeneratorKind::AsyncGenerator => "async generator",
        }
    }

    /// Whether its body has ended.
    pub fn is_finished(&self) -> bool {
        self.state.get() == GeneratorState::Finished
    }
}

impl Deref for Generator {
    type Target = Suspension;
    #[inline(always)]
    fn deref(&self) -> &Suspension {
        self.0.head()
    }
}
