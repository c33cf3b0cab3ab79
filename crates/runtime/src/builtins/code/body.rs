//! What a code object keeps of its unit: all but what it holds as objects of its own.

use pellucid_bytecode::{CodeFlags, CodeUnit, Handler, Positions, Word};

/// The instructions of a code object and what is known of them. The fields are those of [`CodeUnit`].
pub struct CodeBody {
    /// `co_firstlineno`
    pub first_line: u32,
    /// `co_argcount`
    pub positional: u16,
    /// `co_posonlyargcount`
    pub positional_only: u16,
    /// `co_kwonlyargcount`
    pub keyword_only: u16,
    /// `co_flags`
    pub flags: CodeFlags,
    /// The instructions.
    pub words: Box<[Word]>,
    /// One source position a word.
    pub positions: Positions,
    /// Inline-cache sites: for each the index of the name that it is about.
    pub sites: Box<[u16]>,
    /// One more than the highest register in use.
    pub registers: u16,
    /// `co_stacksize`
    pub stack_size: u32,
    /// The exception table.
    pub handlers: Box<[Handler]>,
}

impl CodeBody {
    /// The body of a unit.
    pub fn of(unit: CodeUnit) -> CodeBody {
        CodeBody {
            first_line: unit.first_line,
            positional: unit.positional,
            positional_only: unit.positional_only,
            keyword_only: unit.keyword_only,
            flags: unit.flags,
            words: unit.words.into(),
            positions: unit.positions,
            sites: unit.sites.into(),
            registers: unit.registers,
            stack_size: unit.stack_size,
            handlers: unit.handlers.into(),
        }
    }

    /// A unit with this body, without constants and texts.
    pub fn to_unit(&self) -> CodeUnit {
        CodeUnit {
            first_line: self.first_line,
            positional: self.positional,
            positional_only: self.positional_only,
            keyword_only: self.keyword_only,
            flags: self.flags,
            words: self.words.to_vec(),
            positions: self.positions.clone(),
            sites: self.sites.to_vec(),
            registers: self.registers,
            stack_size: self.stack_size,
            handlers: self.handlers.to_vec(),
            ..CodeUnit::default()
        }
    }

    /// The row of the exception table that covers a word.
    pub fn handler(&self, word: usize) -> Option<&Handler> {
        Handler::covering(&self.handlers, word)
    }
}
