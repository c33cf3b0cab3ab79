//! The payload of generators, coroutines and asynchronous generators.

use std::cell::Cell;

use pellucid_heap::WeakHead;

use crate::builtins::{Code, FrameObject, Function};
use crate::errors::BaseException;
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

/// A function that can be suspended.
#[derive(Trace)]
#[payload(weak = weak, needs_finalizer = needs_finalizer)]
pub struct Generator {
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
    /// The registers, while suspended; empty while running.
    pub(crate) registers: TokenCell<Vec<Option<Ref>>>,
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
        GeneratorState::Created => generator.kind == GeneratorKind::Coroutine,
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
        registers: Vec<Option<Ref>>,
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
        let generator = Generator {
            weak: WeakHead::new(),
            kind,
            name: Slot::new(function.name.get()),
            qualified_name: Slot::new(function.qualified_name.get()),
            function,
            code,
            state: Cell::new(GeneratorState::Created),
            instruction: Cell::new(instruction),
            registers: TokenCell::new(registers),
            frame: Slot::empty(),
            handled: Slot::empty(),
            origin: Slot::empty(),
            finalizer: Slot::empty(),
            hooks_called: Cell::new(false),
            busy: Cell::new(false),
            closed: Cell::new(false),
        };
        vm.new_object(class, generator)
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
