//! A code unit: what the compiler makes of a module, class body, function or comprehension.

use crate::{Constant, Positions, Word};

bitflags::bitflags! {
    /// `co_flags`, with CPython's values.
    #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
    pub struct CodeFlags: u32 {
        /// Uses registers for its locals.
        const OPTIMIZED = 0x1;
        /// A new namespace for locals is made for each run.
        const NEWLOCALS = 0x2;
        /// Has a `*args` parameter.
        const VARARGS = 0x4;
        /// Has a `**kwargs` parameter.
        const VARKEYWORDS = 0x8;
        /// Is nested in a function.
        const NESTED = 0x10;
        /// Is a generator.
        const GENERATOR = 0x20;
        /// Is a coroutine.
        const COROUTINE = 0x80;
        /// Is a coroutine by `types.coroutine`.
        const ITERABLE_COROUTINE = 0x100;
        /// Is an asynchronous generator.
        const ASYNC_GENERATOR = 0x200;
        /// `from __future__ import annotations` is in force.
        const FUTURE_ANNOTATIONS = 0x100_0000;
        /// The first constant is the docstring.
        const HAS_DOCSTRING = 0x400_0000;
        /// Is a function defined in a class body.
        const METHOD = 0x800_0000;
    }
}

/// What a register below `locals` is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LocalKind {
    /// The value itself.
    Plain,
    /// A cell of this unit's own (`co_cellvars`); the unit starts with `MAKE_CELL` for it.
    Cell,
    /// A cell from the closure (`co_freevars`); the unit starts with `COPY_FREE_VARS`.
    Free,
    /// A local of an inlined comprehension: not in `co_varnames`, hidden from `locals()` outside of it.
    Hidden,
}

/// A row of the exception table: where words `start..end` go when they raise. Rows are searched in order; the
/// first that covers the word is taken, so inner rows stand before outer ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Handler {
    /// First word covered.
    pub start: u32,
    /// One past the last word covered.
    pub end: u32,
    /// Where execution goes on.
    pub target: u32,
    /// All registers from here on are emptied before.
    pub depth: u16,
    /// The register that receives the exception (usually `depth` itself).
    pub register: u16,
}

/// A compiled unit.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct CodeUnit {
    /// `co_name`
    pub name: Box<str>,
    /// `co_qualname`
    pub qualified_name: Box<str>,
    /// `co_filename`
    pub file_name: Box<str>,
    /// `co_firstlineno`
    pub first_line: u32,
    /// Positional parameters, with the positional-only ones (`co_argcount`).
    pub positional: u16,
    /// Positional-only parameters.
    pub positional_only: u16,
    /// Keyword-only parameters.
    pub keyword_only: u16,
    /// `co_flags`
    pub flags: CodeFlags,
    /// The instructions.
    pub words: Vec<Word>,
    /// One source position a word.
    pub positions: Positions,
    /// Inline-cache sites: for each the index into `names` that the site is about.
    pub sites: Vec<u16>,
    /// `co_consts`
    pub constants: Vec<Constant>,
    /// `co_names`
    pub names: Vec<Box<str>>,
    /// Names and kinds of the registers below the temporaries: first the parameters in the order
    /// positional, keyword-only, `*args`, `**kwargs`; then plain locals and own cells; the free variables last.
    pub locals: Vec<(Box<str>, LocalKind)>,
    /// Names of all registers' kinds below `locals.len()`; registers from there on are temporaries. This is
    /// one more than the highest register in use.
    pub registers: u16,
    /// `co_stacksize`: how deep the stack of CPython 3.14 would get. Nothing here depends on it.
    pub stack_size: u32,
    /// The exception table.
    pub handlers: Vec<Handler>,
}

impl Handler {
    /// The row of an exception table that covers a word.
    pub fn covering(table: &[Handler], word: usize) -> Option<&Handler> {
        table.iter().find(|row| (row.start as usize..row.end as usize).contains(&word))
    }
}

impl CodeUnit {
    /// The row of the exception table that covers a word.
    pub fn handler(&self, word: usize) -> Option<&Handler> {
        Handler::covering(&self.handlers, word)
    }

    /// How many parameters there are in all.
    pub fn parameters(&self) -> usize {
        self.positional as usize
            + self.keyword_only as usize
            + usize::from(self.flags.contains(CodeFlags::VARARGS))
            + usize::from(self.flags.contains(CodeFlags::VARKEYWORDS))
    }

    /// The registers that hold free variables.
    pub fn free_registers(&self) -> std::ops::Range<usize> {
        let free = self.locals.iter().filter(|(_, kind)| *kind == LocalKind::Free).count();
        self.locals.len() - free..self.locals.len()
    }
}
